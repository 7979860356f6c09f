#include "store/sql_database.h"

namespace easel::store {

using soci::into;
using soci::use;

Result<std::string> SqlDatabase::secret(const std::string& name, const std::string& fresh) {
  return atomically([&]() -> Result<std::string> {
    sql_
        << "INSERT INTO secrets (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING",
        use(name), use(fresh);
    std::string value;
    sql_ << "SELECT value FROM secrets WHERE name = :name", into(value), use(name);
    return value;
  });
}

}  // namespace easel::store
