#include <mutex>

#include "store/migrations.h"
#include "store/sql_database.h"

namespace easel::store {

namespace {

std::unique_ptr<Engine> engine_for(const std::string& uri, const OpenOptions& options) {
  return is_postgresql(uri) ? postgresql_engine(uri) : sqlite_engine(uri, options);
}

}  // namespace

std::string told_by(const soci::soci_error& error) {
  std::string what = error.what();
  return what.substr(0, what.find(" with :"));
}

Result<std::unique_ptr<Database>> Database::open(const std::string& uri, OpenOptions options) {
  static std::mutex opening;  // between making a file and the first lock on it
  std::lock_guard lock(opening);
  auto database = std::make_unique<SqlDatabase>(engine_for(uri, options), options.node);
  TRY(database->connect());
  TRY(database->migrate());
  return database;
}

Status Database::reach(const std::string& uri) {
  return SqlDatabase(engine_for(uri, {}), "").connect();
}

SqlDatabase::SqlDatabase(std::unique_ptr<Engine> engine, std::string node)
    : engine_(std::move(engine)), node_(std::move(node)) {}

Status SqlDatabase::connect() {
  try {
    engine_->connect(sql_);
    return {};
  } catch (const soci::soci_error& error) {
    auto known = engine_->explain(error);
    known.detail.clear();  // the operator reads this one, and it says all
    if (known.kind == ErrorKind::unavailable) return fail(std::move(known));
    return fail(ErrorKind::unavailable,
                "The database " + engine_->name() + " cannot be opened: " + told_by(error) + ".");
  }
}

// A connection that was lost is made anew before the next piece of work.
void SqlDatabase::revive() {
  if (depth_ > 0 || !engine_->is_lost(sql_)) return;
  kept_.clear();
  engine_->connect(sql_);
}

std::int64_t SqlDatabase::version() {
  if (!engine_->has_tables(sql_)) return 0;
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
      for_each_statement(all[static_cast<std::size_t>(now)], engine_->mark(),
                         [&](std::string_view statement) { sql_ << std::string(statement); });
      ++now;
      sql_ << "UPDATE meta SET value = :v WHERE name = 'schema'", soci::use(now);
      return now;
    }));
  }
  if (at > newest) {
    return fail(ErrorKind::unavailable,
                "The database " + engine_->name() + " was written by a newer Easel (schema " +
                    std::to_string(at) + ", this program knows " + std::to_string(newest) +
                    "). Use that version, or another data folder.");
  }
  return {};
}

// A failed transaction takes no statement but these, so they cannot be prepared in it.
Status SqlDatabase::undo(const char* statement) {
  return guarded([&]() -> Status {
    sql_ << statement;
    return {};
  });
}

Status SqlDatabase::execute(const char* statement) {
  return guarded([&]() -> Status {
    kept_.run(statement);
    return {};
  });
}

bool SqlDatabase::in_transaction() {
  return engine_->state(sql_) != Engine::State::idle;
}

// Whether what was done so far can be committed.
Status SqlDatabase::still_whole() {
  auto state = engine_->state(sql_);
  if (state == Engine::State::open) return {};
  if (state == Engine::State::failed) return fail(internal("SQL: an error was overlooked"));
  return fail(Error{.kind = ErrorKind::unavailable,
                    .message = "The database " + engine_->name() + " undid a transaction."});
}

Status SqlDatabase::transaction(const std::function<Status()>& fn) {
  if (depth_ > 0) return part(fn);
  auto begun = guarded([&]() -> Status {
    engine_->begin(sql_);
    return {};
  });
  if (!begun && in_transaction()) (void)undo("ROLLBACK");
  TRY(std::move(begun));
  ++depth_;
  Status done;
  try {
    done = fn();
  } catch (...) {
    --depth_;
    if (in_transaction()) (void)undo("ROLLBACK");
    throw;
  }
  if (done) done = still_whole();
  if (done) done = execute("COMMIT");
  --depth_;
  if (!done && in_transaction()) (void)undo("ROLLBACK");
  return done;
}

Status SqlDatabase::part(const std::function<Status()>& fn) {
  if (depth_ == 0) return fail(internal("SQL: a part outside a transaction"));
  // After SQLite has undone the transaction, a SAVEPOINT would silently begin (and its RELEASE
  // commit) another one.
  TRY(still_whole());
  // Every write is in a part, so nothing was written since the one around this began, when this is
  // the first in it: what undoes that one undoes this.
  const bool own = !std::exchange(untouched_, false);
  if (own) TRY(execute("SAVEPOINT part"));
  untouched_ = own;
  ++depth_;
  Status done;
  try {
    done = fn();
  } catch (...) {
    --depth_;
    untouched_ = false;
    if (in_transaction()) (void)undo("ROLLBACK TO part");
    if (own && in_transaction()) (void)execute("RELEASE part");
    throw;
  }
  --depth_;
  untouched_ = false;
  if (!in_transaction()) return done ? fail(internal("SQL: the transaction ended early")) : done;
  if (done) done = still_whole();
  if (!done) TRY(undo("ROLLBACK TO part"));
  if (own) TRY(execute("RELEASE part"));
  return done;
}

}  // namespace easel::store
