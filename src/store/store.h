#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "runtime/task.h"
#include "store/database.h"

// The Task-returning face of the database for a server; safe from every loop.
namespace easel::store {

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
Result<std::unique_ptr<SqlRunner>> make_sql_threads(const std::string& uri, int readers,
                                                    OpenOptions options = {});

// The same calls as Database, each a Task. References and strings are copied before the first
// suspension.
class Store {
 public:
  explicit Store(SqlRunner& runner) : runner_(runner) {}

  // Any call of Database that has no name here: fn takes a Database& and returns its Result<T>. It
  // is moved away and runs on another thread, so it owns what it needs.
  template <class F>
  Task<std::invoke_result_t<F, Database&>> read(F fn) {
    return run(false, std::move(fn));
  }
  template <class F>
  Task<std::invoke_result_t<F, Database&>> write(F fn) {
    return run(true, std::move(fn));
  }

  Task<Result<Key>> create_key(NewKey key, Micros now);
  Task<Result<std::optional<Key>>> find_key(std::string hash, Micros now);
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
  template <class F>
  Task<std::invoke_result_t<F, Database&>> run(bool writes, F fn) {
    using Answer = std::invoke_result_t<F, Database&>;
    // On the heap: the thread that runs `fn` may outlive the awaiting frame.
    auto answer = std::make_shared<std::optional<Answer>>();
    auto work = [answer, fn = std::move(fn)](Database& database) -> Status {
      answer->emplace(fn(database));
      if (!**answer) return fail((*answer)->error());
      return {};
    };
    auto done = writes ? runner_.write(std::move(work)) : runner_.read(std::move(work));
    Status status = co_await std::move(done);
    if (!status) co_return fail(std::move(status).error());
    co_return std::move(**answer);
  }

  SqlRunner& runner_;
};

}  // namespace easel::store
