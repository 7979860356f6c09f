#include "store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <functional>
#include <memory>

namespace easel::store {
namespace {

constexpr int kPagesAtOnce = 1024, kPause = 5;  // milliseconds, for whoever writes

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Error trouble(sqlite3* handle, const std::string& file) {
  return {.kind = ErrorKind::unavailable,
          .message = file + ": " + (handle ? sqlite3_errmsg(handle) : "no memory") + "."};
}

Result<Handle> open(const std::string& file, int flags) {
  sqlite3* raw = nullptr;
  int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  Handle handle(raw);
  if (code != SQLITE_OK) return fail(trouble(raw, file));
  sqlite3_busy_timeout(raw, 5000);
  return handle;
}

// Calls `row` with the columns of each.
Status each_row(sqlite3* handle, const std::string& file, const char* sql,
                const std::function<void(const std::vector<std::string>&)>& row) {
  sqlite3_stmt* raw = nullptr;
  bool good = sqlite3_prepare_v2(handle, sql, -1, &raw, nullptr) == SQLITE_OK;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
  if (!good) return fail(trouble(handle, file));
  int code;
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    std::vector<std::string> columns;
    for (int at = 0; at < sqlite3_column_count(raw); ++at) {
      auto text = reinterpret_cast<const char*>(sqlite3_column_text(raw, at));
      columns.emplace_back(text ? text : "");
    }
    row(columns);
  }
  if (code != SQLITE_DONE) return fail(trouble(handle, file));
  return {};
}

// Each asks for what must not be there.
constexpr std::pair<const char*, const char*> kChecks[] = {
    {"a row refers to one that is missing", "PRAGMA foreign_key_check"},
    {"a hold is not what the ledger says",
     "SELECT h.generation_id FROM holds h WHERE h.amount <> -(SELECT COALESCE(SUM(l.amount), 0)"
     " FROM ledger l WHERE l.generation_id = h.generation_id)"},
    {"a cost is not what the ledger says",
     "SELECT g.id FROM generations g WHERE g.cost <> -(SELECT COALESCE(SUM(l.amount), 0)"
     " FROM ledger l WHERE l.generation_id = g.id AND l.kind = 'charge')"},
    {"an account is not what the ledger says",
     "SELECT a.id FROM accounts a WHERE a.held <> (SELECT COALESCE(SUM(amount), 0) FROM holds)"}};

}  // namespace

Status copy_database(const std::string& from, const std::string& to) {
  if (::access(from.c_str(), R_OK) != 0)
    return fail(ErrorKind::not_found, "There is no database at " + from + ".");
  int fd = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail(ErrorKind::unavailable, to + " cannot be made: is it there already?");
  ::close(fd);
  auto source = TRY(open(from, SQLITE_OPEN_READWRITE));
  auto target = TRY(open(to, SQLITE_OPEN_READWRITE));
  auto copying = sqlite3_backup_init(target.get(), "main", source.get(), "main");
  if (!copying) return fail(trouble(target.get(), to));
  int code;
  do {
    code = sqlite3_backup_step(copying, kPagesAtOnce);
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(kPause);
  } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
  sqlite3_backup_finish(copying);
  if (code != SQLITE_DONE) return fail(trouble(target.get(), to));
  // One file, without a log beside it.
  return each_row(target.get(), to, "PRAGMA journal_mode = DELETE", [](const auto&) {});
}

Result<std::vector<KeptFile>> kept_files(const std::string& copy) {
  auto handle = TRY(open(copy, SQLITE_OPEN_READONLY));
  std::vector<KeptFile> files;
  TRY(each_row(
      handle.get(), copy,
      "SELECT path, sha256 FROM pictures UNION SELECT path, sha256 FROM uploads ORDER BY path",
      [&](const auto& columns) { files.push_back({columns[0], columns[1]}); }));
  return files;
}

Status check_copy(const std::string& copy) {
  auto handle = TRY(open(copy, SQLITE_OPEN_READONLY));
  std::string wrong;
  TRY(each_row(handle.get(), copy, "PRAGMA integrity_check", [&](const auto& columns) {
    if (columns[0] != "ok" && wrong.empty()) wrong = columns[0];
  }));
  for (auto [what, sql] : kChecks)
    TRY(each_row(handle.get(), copy, sql, [&](const auto& columns) {
      if (wrong.empty()) wrong = what + (" (" + columns[0] + ")");
    }));
  if (wrong.empty()) return {};
  return fail(invalid("", "The database in it is damaged: " + wrong + "."));
}

}  // namespace easel::store
