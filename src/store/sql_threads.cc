#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.h"
#include "runtime/sleeper.h"
#include "store/store.h"

// Group commit. A commit costs one flush of the disk, whatever was written in it. While the writer
// waits for one flush, the pieces of other requests queue up; it then takes all of them (up to
// kGroup) into the next transaction. So a lone request waits for one flush, and a thousand at once
// for a few dozen instead of a thousand. Each piece has its own savepoint: its error is its own.

namespace easel::store {
namespace {

constexpr std::size_t kGroup = 64;
constexpr int kBusyAttempts = 4;  // of 5 s each (busy_timeout), when another process writes

struct Piece {
  std::move_only_function<Status(Database&)> work;
  std::shared_ptr<Sleeper> sleeper;
  Status result = fail(ErrorKind::unavailable, "This server is shutting down");
};

using PieceRef = std::shared_ptr<Piece>;

Status run_guarded(Piece& piece, Database& database) {
  try {
    return piece.work(database);
  } catch (const std::exception& exception) {
    log::bug("SQL work");
    return fail(internal(exception.what()));
  }
}

void finish(Piece& piece) {
  piece.work = nullptr;  // what it captured goes before its owner resumes
  piece.sleeper->post_wake();
}

class Queue {
 public:
  void push(PieceRef piece) {
    {
      std::lock_guard lock(mutex_);
      pieces_.push_back(std::move(piece));
    }
    wake_.notify_one();
  }

  void close() {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_all();
  }

  // Waits for at least one; empty when closed and drained.
  std::vector<PieceRef> take(std::size_t most) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return closing_ || !pieces_.empty(); });
    std::vector<PieceRef> taken;
    while (!pieces_.empty() && taken.size() < most) {
      taken.push_back(std::move(pieces_.front()));
      pieces_.pop_front();
    }
    return taken;
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<PieceRef> pieces_;
  bool closing_ = false;
};

class SqlThreads final : public SqlRunner {
 public:
  SqlThreads(std::unique_ptr<Database> writer, std::vector<std::unique_ptr<Database>> readers)
      : has_readers_(!readers.empty()) {
    threads_.emplace_back([this, database = std::move(writer)] {
      pthread_setname_np(pthread_self(), "sql-writer");
      write_groups(*database);
    });
    for (auto& reader : readers) {
      threads_.emplace_back([this, database = std::move(reader)] {
        pthread_setname_np(pthread_self(), "sql-reader");
        read_pieces(*database);
      });
    }
  }

  ~SqlThreads() override {
    writes_.close();
    reads_.close();
    for (auto& thread : threads_) thread.join();
  }

  Task<Status> write(std::move_only_function<Status(Database&)> work) override {
    return queued(writes_, std::move(work));
  }
  Task<Status> read(std::move_only_function<Status(Database&)> work) override {
    return queued(has_readers_ ? reads_ : writes_, std::move(work));
  }

  SqlStats stats() const override { return {pieces_, commits_}; }

 private:
  static Task<Status> queued(Queue& queue, std::move_only_function<Status(Database&)> work) {
    Executor executor = co_await current_executor();
    auto piece = std::make_shared<Piece>();
    piece->work = std::move(work);
    piece->sleeper = std::make_shared<Sleeper>(executor);
    queue.push(piece);
    co_await piece->sleeper->wait();
    co_return std::move(piece->result);
  }

  void write_groups(Database& database) {
    for (;;) {
      auto group = writes_.take(kGroup);
      if (group.empty()) return;
      auto committed = commit(database, group);
      pieces_ += group.size();
      if (committed) ++commits_;
      for (auto& piece : group) {
        if (!committed) piece->result = committed;
        finish(*piece);
      }
    }
  }

  // What is returned as an error holds for every piece: nothing of the group is in the database.
  static Status commit(Database& database, std::vector<PieceRef>& group) {
    for (int attempt = 1;; ++attempt) {
      bool began = false;
      auto done = database.transaction([&]() -> Status {
        began = true;
        for (auto& piece : group) {
          piece->result = database.part([&] { return run_guarded(*piece, database); });
        }
        return {};
      });
      if (done || began || attempt == kBusyAttempts) return done;
      log::warn("store: {} Trying again.", done.error().message);
    }
  }

  void read_pieces(Database& database) {
    for (;;) {
      auto taken = reads_.take(1);
      if (taken.empty()) return;
      auto& piece = *taken.front();
      piece.result = run_guarded(piece, database);
      finish(piece);
    }
  }

  const bool has_readers_;
  std::atomic<std::uint64_t> pieces_{0}, commits_{0};
  Queue writes_, reads_;
  std::vector<std::thread> threads_;
};

}  // namespace

Result<std::unique_ptr<SqlRunner>> make_sql_threads(const std::string& uri, int readers,
                                                    OpenOptions options) {
  // A database in memory belongs to one connection: its reads take their turn with the writes.
  if (uri == ":memory:") readers = 0;
  auto writer = TRY(Database::open(uri, options));
  std::vector<std::unique_ptr<Database>> connections;
  for (int i = 0; i < readers; ++i) connections.push_back(TRY(Database::open(uri, options)));
  return std::make_unique<SqlThreads>(std::move(writer), std::move(connections));
}

}  // namespace easel::store
