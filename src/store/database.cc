#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <thread>

#include "store/migrations.h"
#include "store/sql_database.h"

namespace easel::store {
namespace {

Error cannot_open(const std::string& file, const std::string& why) {
  return {.kind = ErrorKind::unavailable,
          .message = "The database " + file + " cannot be opened: " + why + "."};
}

// SQLite makes files readable for everybody; these hold keys and accounts. Its -wal and -shm files
// take the mode of the file they belong to.
//
// A file that exists is never opened here: closing any descriptor of it would drop every POSIX lock
// that this process's other connections hold on it. Another process would then believe to be the
// last user, and remove the write-ahead log under them.
Status make_private_file(const std::string& file) {
  auto folder = std::filesystem::path(file).parent_path();
  std::error_code ec;
  if (!folder.empty() && !std::filesystem::exists(folder, ec)) {
    std::filesystem::create_directories(folder, ec);
    if (ec) return fail(cannot_open(file, ec.message()));
    ::chmod(folder.c_str(), 0700);
  }
  int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    ::close(fd);
  } else if (errno != EEXIST || ::access(file.c_str(), R_OK | W_OK) != 0) {
    return fail(cannot_open(file, std::strerror(errno)));
  }
  return {};
}

// SQLite is compiled with URI file names on Debian: what is not a letter of a plain path is
// escaped.
std::string connect_string(const std::string& file, const OpenOptions& options) {
  if (file == ":memory:") return "dbname=:memory:";
  std::string uri = "file:";
  for (unsigned char c : file) {
    if (std::isalnum(c) || std::strchr("/._-", c)) {
      uri += static_cast<char>(c);
    } else {
      constexpr char kDigits[] = "0123456789ABCDEF";
      uri += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  if (!options.vfs.empty()) uri += "?vfs=" + options.vfs;
  return "dbname=\"" + uri + "\"";
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& uri, OpenOptions options) {
  static std::mutex opening;  // between making the file and the first lock on it
  std::lock_guard lock(opening);
  if (uri != ":memory:" && options.vfs.empty()) TRY(make_private_file(uri));
  std::unique_ptr<SqlDatabase> database;
  try {
    database = std::make_unique<SqlDatabase>(uri, connect_string(uri, options));
  } catch (const soci::soci_error& error) {
    return fail(cannot_open(uri, error.what()));
  }
  TRY(database->prepare(options));
  TRY(database->migrate());
  return database;
}

SqlDatabase::SqlDatabase(std::string name, const std::string& connect)
    : name_(std::move(name)), sql_(soci::sqlite3, connect) {}

Status SqlDatabase::prepare(const OpenOptions& options) {
  return guarded([&]() -> Status {
    std::int64_t timeout = 0;
    sql_ << "PRAGMA busy_timeout = 5000", soci::into(timeout);
    std::string mode;
    if (options.exclusive) sql_ << "PRAGMA locking_mode = EXCLUSIVE", soci::into(mode);
    // Turning WAL on needs the file alone for a moment and does not honour the busy timeout.
    for (int attempt = 0;; ++attempt) {
      try {
        sql_ << "PRAGMA journal_mode = WAL", soci::into(mode);
        break;
      } catch (const soci::sqlite3_soci_error& error) {
        if (error.result() != SQLITE_BUSY || attempt == 100) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    }
    sql_ << "PRAGMA synchronous = FULL";
    sql_ << "PRAGMA foreign_keys = ON";
    return {};
  });
}

std::int64_t SqlDatabase::version() {
  std::int64_t tables = 0;
  sql_ << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
      soci::into(tables);
  if (tables == 0) return 0;
  std::int64_t number = 0;
  sql_ << "SELECT value FROM meta WHERE name = 'schema'", soci::into(number);
  return number;
}

Status SqlDatabase::migrate() {
  auto all = migrations();
  auto newest = static_cast<std::int64_t>(all.size());
  std::int64_t at = TRY(guarded([&]() -> Result<std::int64_t> { return version(); }));
  while (at < newest) {
    // Another process may be doing the same: the version is read again once this one may write.
    at = TRY(atomically([&]() -> Result<std::int64_t> {
      auto now = version();
      if (now >= newest) return now;
      if (now == 0) {
        sql_ << "CREATE TABLE meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL)";
        sql_ << "INSERT INTO meta (name, value) VALUES ('schema', 0)";
      }
      for_each_statement(all[static_cast<std::size_t>(now)],
                         [&](std::string_view statement) { sql_ << std::string(statement); });
      ++now;
      sql_ << "UPDATE meta SET value = :v WHERE name = 'schema'", soci::use(now);
      return now;
    }));
  }
  if (at > newest) {
    return fail(ErrorKind::unavailable,
                "The database " + name_ + " was written by a newer Easel (schema " +
                    std::to_string(at) + ", this program knows " + std::to_string(newest) +
                    "). Use that version, or another data folder.");
  }
  return {};
}

Error SqlDatabase::explain(int code, const char* what) const {
  auto unavailable = [&](const std::string& why) {
    return Error{.kind = ErrorKind::unavailable,
                 .message = "The database " + name_ + " " + why + ".",
                 .detail = what};
  };
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable("is locked by another process");
    case SQLITE_FULL:
      return unavailable("cannot be written: the disk is full");
    case SQLITE_READONLY:
      return unavailable("cannot be written: it is read-only");
    case SQLITE_IOERR:
      return unavailable("cannot be read or written: the disk reports an error");
    case SQLITE_CANTOPEN:
      return unavailable("cannot be opened");
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return unavailable("cannot be opened: permission denied");
    case SQLITE_NOTADB:
      return unavailable("is not a database");
    case SQLITE_CORRUPT:
      return unavailable("is damaged");
    default:
      return internal(std::string("SQL: ") + what);
  }
}

Status SqlDatabase::execute(const char* statement) {
  return guarded([&]() -> Status {
    sql_ << statement;
    return {};
  });
}

bool SqlDatabase::in_transaction() {
  auto* backend = static_cast<soci::sqlite3_session_backend*>(sql_.get_backend());
  return sqlite_api::sqlite3_get_autocommit(backend->conn_) == 0;
}

Status SqlDatabase::transaction(const std::function<Status()>& fn) {
  if (depth_ > 0) return part(fn);
  TRY(execute("BEGIN IMMEDIATE"));
  ++depth_;
  Status done;
  try {
    done = fn();
  } catch (...) {
    --depth_;
    if (in_transaction()) (void)execute("ROLLBACK");
    throw;
  }
  --depth_;
  if (done && !in_transaction()) {
    done = fail(Error{.kind = ErrorKind::unavailable,
                      .message = "The database " + name_ + " undid a transaction."});
  }
  if (done) done = execute("COMMIT");
  if (!done && in_transaction()) (void)execute("ROLLBACK");
  return done;
}

Status SqlDatabase::part(const std::function<Status()>& fn) {
  if (depth_ == 0) return fail(internal("SQL: a part outside a transaction"));
  // After SQLite has undone the transaction, a SAVEPOINT would silently begin (and its RELEASE
  // commit) another one.
  if (!in_transaction()) {
    return fail(Error{.kind = ErrorKind::unavailable,
                      .message = "The database " + name_ + " undid a transaction."});
  }
  TRY(execute("SAVEPOINT part"));
  ++depth_;
  Status done;
  try {
    done = fn();
  } catch (...) {
    --depth_;
    if (in_transaction()) (void)(execute("ROLLBACK TO part"), execute("RELEASE part"));
    throw;
  }
  --depth_;
  if (!in_transaction()) return done ? fail(internal("SQL: the transaction ended early")) : done;
  if (!done) TRY(execute("ROLLBACK TO part"));
  TRY(execute("RELEASE part"));
  return done;
}

}  // namespace easel::store
