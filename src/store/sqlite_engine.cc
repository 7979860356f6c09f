#include <fcntl.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "store/engine.h"

// A file of this machine, by SQLite.
namespace easel::store {
namespace {

// SQLite makes files readable for everybody; these hold keys and accounts. Its -wal and -shm files
// take the mode of the file they belong to.
//
// A file that exists is never opened here: closing any descriptor of it would drop every POSIX lock
// that this process's other connections hold on it. Another process would then believe to be the
// last user, and remove the write-ahead log under them.
void make_private_file(const std::string& file) {
  auto folder = std::filesystem::path(file).parent_path();
  std::error_code ec;
  if (!folder.empty() && !std::filesystem::exists(folder, ec)) {
    std::filesystem::create_directories(folder, ec);
    if (ec) throw soci::soci_error(ec.message());
    ::chmod(folder.c_str(), 0700);
  }
  int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) {
    ::close(fd);
  } else if (errno != EEXIST || ::access(file.c_str(), R_OK | W_OK) != 0) {
    throw soci::soci_error(std::strerror(errno));
  }
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

// What SQLite's codes mean to whoever runs the server; "" = a bug in a statement.
std::string meaning(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "is locked by another process";
    case SQLITE_FULL:
      return "cannot be written: the disk is full";
    case SQLITE_READONLY:
      return "cannot be written: it is read-only";
    case SQLITE_IOERR:
      return "cannot be read or written: the disk reports an error";
    case SQLITE_CANTOPEN:
      return "cannot be opened";
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "cannot be opened: permission denied";
    case SQLITE_NOTADB:
      return "is not a database";
    case SQLITE_CORRUPT:
      return "is damaged";
    default:
      return "";
  }
}

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(const std::string& file, OpenOptions options)
      : file_(file), options_(std::move(options)) {}

  std::string_view mark() const override { return "sqlite"; }
  const std::string& name() const override { return file_; }

  void connect(soci::session& sql) override {
    if (file_ != ":memory:" && options_.vfs.empty()) make_private_file(file_);
    sql.open(soci::sqlite3, connect_string(file_, options_));
    std::int64_t timeout = 0;
    sql << "PRAGMA busy_timeout = 5000", soci::into(timeout);
    std::string mode;
    if (options_.exclusive) sql << "PRAGMA locking_mode = EXCLUSIVE", soci::into(mode);
    // Turning WAL on needs the file alone for a moment and does not honour the busy timeout.
    for (int attempt = 0;; ++attempt) {
      try {
        sql << "PRAGMA journal_mode = WAL", soci::into(mode);
        break;
      } catch (const soci::sqlite3_soci_error& error) {
        if (error.result() != SQLITE_BUSY || attempt == 100) throw;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    }
    sql << "PRAGMA synchronous = FULL";
    sql << "PRAGMA foreign_keys = ON";
  }

  void begin(soci::session& sql) override { sql << "BEGIN IMMEDIATE"; }

  bool has_tables(soci::session& sql) override {
    std::int64_t tables = 0;
    sql << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'",
        soci::into(tables);
    return tables > 0;
  }

  // On a full disk or an I/O error SQLite undoes the whole transaction by itself.
  State state(soci::session& sql) override {
    auto* backend = static_cast<soci::sqlite3_session_backend*>(sql.get_backend());
    return sqlite_api::sqlite3_get_autocommit(backend->conn_) == 0 ? State::open : State::idle;
  }
  bool is_lost(soci::session&) override { return false; }

  Error explain(const soci::soci_error& error) const override {
    auto known = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    auto why = known ? meaning(known->result()) : "";
    if (why.empty()) return internal("SQL: " + told_by(error));
    return {.kind = ErrorKind::unavailable,
            .message = "The database " + file_ + " " + why + ".",
            .detail = told_by(error)};
  }

 private:
  std::string file_;
  OpenOptions options_;
};

}  // namespace

std::unique_ptr<Engine> sqlite_engine(const std::string& file, const OpenOptions& options) {
  return std::make_unique<SqliteEngine>(file, options);
}

}  // namespace easel::store
