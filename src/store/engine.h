#pragma once

#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>

#include "store/database.h"

// Inside the store only: the little in which the two databases differ. All other SQL is the same.
namespace easel::store {

class Engine {
 public:
  virtual ~Engine() = default;

  // What marks the statements of a migration that are for this database alone (migrations.h).
  virtual std::string_view mark() const = 0;
  // For messages; never a password.
  virtual const std::string& name() const = 0;

  // These throw SOCI's exceptions. connect: also again, after a connection was lost.
  virtual void connect(soci::session& sql) = 0;
  // A transaction that no other writer runs beside, whichever node it is on: what is read in it
  // stays true until it ends.
  virtual void begin(soci::session& sql) = 0;
  virtual bool has_tables(soci::session& sql) = 0;

  enum class State {
    idle,  // no transaction is open: none was begun, or the database has undone it by itself
    open,
    failed,  // an error was met: it can only be rolled back, wholly or to a savepoint
  };
  virtual State state(soci::session& sql) = 0;
  virtual bool is_lost(soci::session& sql) = 0;  // the connection; connect() makes another

  virtual Error explain(const soci::soci_error& error) const = 0;
};

std::unique_ptr<Engine> sqlite_engine(const std::string& file, const OpenOptions& options);
std::unique_ptr<Engine> postgresql_engine(const std::string& url);

// What SOCI says of a statement, without the values that were bound: they are nobody's to read in a
// log.
std::string told_by(const soci::soci_error& error);

}  // namespace easel::store
