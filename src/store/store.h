#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "runtime/task.h"
#include "store/records.h"

// What must survive a power cut: keys, holds, ledger, generations, pictures. Two faces over one set
// of SQL statements:
//   Database  blocking, one connection, one thread at a time: the command line, tests, and the
//             threads behind Store.
//   Store     the Task-returning face of a server; safe from every loop.
namespace easel::store {

struct OpenOptions {
  // Name of a registered sqlite3_vfs (a simulated disk); "" = the machine's files.
  std::string vfs{};
  // One connection alone: WAL then needs no shared memory.
  bool exclusive = false;
};

// Takes a file away at once, on the calling thread. An error leaves its rows for the next time.
using RemoveFile = std::function<Status(const std::string& path)>;

// SQL through SOCI; its exceptions end here as Errors (unavailable: cannot be opened, locked for
// too long, disk full; the message names the file and the reason; internal: a bug in a statement).
// SQLite: WAL, synchronous=FULL, foreign keys on, busy timeout 5 s; several processes may open one.
class Database {
 public:
  // Opens or creates, and migrates to the newest schema (migrations/NNNN_name.sql, embedded,
  // numbered, each in one transaction; a database newer than this program is refused in one clear
  // sentence). `uri` is a path of a SQLite file, or ":memory:". A file it makes has mode 0600, the
  // folder around it, when missing, 0700.
  static Result<std::unique_ptr<Database>> open(const std::string& uri, OpenOptions options = {});
  virtual ~Database() = default;

  // One transaction around several calls (BEGIN IMMEDIATE … COMMIT). What fn returns as an error
  // rolls all of it back. Inside another transaction it is a part().
  virtual Status transaction(const std::function<Status()>& fn) = 0;
  // The same inside a transaction: an error undoes only this part (SAVEPOINT).
  virtual Status part(const std::function<Status()>& fn) = 0;

  virtual Result<Key> create_key(const NewKey& key, Micros now) = 0;
  virtual Result<std::optional<Key>> find_key(const std::string& hash, Micros now) = 0;
  virtual Result<std::vector<Key>> list_keys(Micros now) = 0;
  // By hash, unique hash prefix (≥ 6 digits), unique name, or the secret itself. not_found, or
  // invalid_request when several match (keys still in use are looked at first). The row stays,
  // disabled; revoking it again changes nothing.
  virtual Result<Key> revoke_key(const std::string& which, Micros now) = 0;
  // A number that every change to a key from outside a settlement raises. A server that sees it
  // change drops its cached keys; so a revoked key dies within the time between two looks.
  virtual Result<std::int64_t> key_epoch() = 0;

  // payment_required when limit − usage − held < amount (reset windows respected); conflict when
  // the idempotency key was used for another request; not_found for an unknown key;
  // authentication for a disabled or expired one.
  virtual Result<HoldAnswer> hold(const Hold& hold) = 0;
  virtual Status save_resume(const std::string& generation_id, const std::string& token) = 0;
  // Idempotent: the same index again replaces the row.
  virtual Status add_picture(const std::string& generation_id, const Picture& picture) = 0;
  // Idempotent: a second settlement of one generation changes nothing and returns the first's row.
  virtual Result<Generation> settle(const Settlement& settlement) = 0;

  virtual Result<std::optional<Generation>> find_generation(const std::string& id) = 0;
  virtual Result<std::vector<Picture>> pictures(const std::string& generation_id) = 0;
  // One of that hash among the pictures of a key, by the key's hash or how it begins (≥ 16 digits):
  // the one that is kept longest. Equal pictures of other keys are no answer.
  virtual Result<std::optional<Picture>> find_picture(const std::string& owner,
                                                      const std::string& sha256) = 0;
  virtual Result<std::vector<Attempt>> attempts(const std::string& generation_id) = 0;
  virtual Result<std::vector<Generation>> running() = 0;  // for start: what a crash left behind
  virtual Result<std::vector<LedgerEntry>> ledger(const std::string& generation_id) = 0;
  // Pictures past their keep_until: forgets the rows, and calls `remove` with each path that no
  // other row names. Inside the transaction: a row for an equal picture is written either before,
  // and the file stays, or after, and its picture is placed anew. Returns how many rows went.
  virtual Result<int> expire_pictures(Micros now, int at_most, const RemoveFile& remove) = 0;
  // What this installation alone knows by that name; `fresh` becomes it when there is none yet.
  virtual Result<std::string> secret(const std::string& name, const std::string& fresh) = 0;
  // A settlement makes the callback of its generation due.
  virtual Result<std::vector<Callback>> due_callbacks(Micros now, int at_most) = 0;
  virtual Status update_callback(const Callback& callback) = 0;  // state, tries, next_at
  // What providers want back with pictures of this key; the newest of a provider stays.
  virtual Status keep_signatures(const std::vector<PictureSignature>& signatures) = 0;
  virtual Result<std::vector<PictureSignature>> signatures(
      const std::string& key_hash, const std::vector<std::string>& sha256) = 0;
  virtual Status forget_signatures(Micros before) = 0;
  // Idempotency keys that were last used before that time.
  virtual Status forget_idempotency(Micros before) = 0;
};

struct SqlStats {
  std::uint64_t pieces = 0;   // pieces of write work that were run
  std::uint64_t commits = 0;  // transactions they were committed in
};

// How a Store runs blocking work: on its threads in a server, after a simulated delay in a
// simulation.
class SqlRunner {
 public:
  virtual ~SqlRunner() = default;
  // `write` work of one queue is run in order, many pieces to one transaction (group commit): each
  // piece in its own savepoint; the task resumes, on its loop, when the commit has reached the
  // disk. `read` work runs on another connection, outside a transaction.
  virtual Task<Status> write(std::move_only_function<Status(Database&)> work) = 0;
  virtual Task<Status> read(std::move_only_function<Status(Database&)> work) = 0;
  virtual SqlStats stats() const { return {}; }  // from any thread
};

// One writer thread and `readers` reader threads, each with a connection of its own to `uri`.
// The destructor finishes what is queued.
Result<std::unique_ptr<SqlRunner>> make_sql_threads(const std::string& uri, int readers);

// The same calls as Database, each a Task. References and strings are copied before the first
// suspension.
class Store {
 public:
  explicit Store(SqlRunner& runner) : runner_(runner) {}

  Task<Result<Key>> create_key(NewKey key, Micros now);
  Task<Result<std::optional<Key>>> find_key(std::string hash, Micros now);
  Task<Result<std::vector<Key>>> list_keys(Micros now);
  Task<Result<Key>> revoke_key(std::string which, Micros now);
  Task<Result<std::int64_t>> key_epoch();
  Task<Result<HoldAnswer>> hold(Hold hold);
  Task<Status> save_resume(std::string generation_id, std::string token);
  Task<Status> add_picture(std::string generation_id, Picture picture);
  Task<Result<Generation>> settle(Settlement settlement);
  Task<Result<std::optional<Generation>>> find_generation(std::string id);
  Task<Result<std::vector<Picture>>> pictures(std::string generation_id);
  Task<Result<std::optional<Picture>>> find_picture(std::string owner, std::string sha256);
  Task<Result<std::string>> secret(std::string name, std::string fresh);
  Task<Result<std::vector<Callback>>> due_callbacks(Micros now, int at_most);
  Task<Status> update_callback(Callback callback);
  Task<Result<std::vector<Attempt>>> attempts(std::string generation_id);
  Task<Status> keep_signatures(std::vector<PictureSignature> signatures);
  Task<Result<std::vector<PictureSignature>>> signatures(std::string key_hash,
                                                         std::vector<std::string> sha256);
  Task<Status> forget_signatures(Micros before);
  Task<Result<std::vector<Generation>>> running();
  Task<Result<int>> expire_pictures(Micros now, int at_most, RemoveFile remove);
  Task<Status> forget_idempotency(Micros before);

 private:
  SqlRunner& runner_;
};

}  // namespace easel::store
