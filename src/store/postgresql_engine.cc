#include <soci/postgresql/soci-postgresql.h>

#include "store/engine.h"

// A PostgreSQL server, which several nodes may share.
//
// One transaction writes at a time, over all nodes, as on SQLite: it begins by taking an advisory
// lock, which ends with it. Nothing is lost by that, for every hold and settlement changes the one
// row of its account anyway, and group commit makes up for it. Everything that is read after the
// lock was taken sees what the last holder committed (READ COMMITTED: one snapshot a statement).
namespace easel::store {
namespace {

constexpr auto kLock = "SELECT pg_advisory_xact_lock(1161970540)";  // "EASL"

// A server whose machine is gone must not hold a thread for the quarter of an hour that TCP takes.
// What the operator's address says goes first.
std::string with_timeouts(std::string url) {
  for (std::string option :
       {"connect_timeout=5", "keepalives_idle=10", "keepalives_interval=5",
        "tcp_user_timeout=15000", "client_encoding=UTF8", "application_name=easel"}) {
    if (url.find(option.substr(0, option.find('=') + 1)) != url.npos) continue;
    url += (url.find('?') == url.npos ? '?' : '&') + option;
  }
  return url;
}

// "postgresql://easel:secret@db/accounts?password=x" → "postgresql://easel@db/accounts"
std::string without_secrets(const std::string& url) {
  auto name = url.substr(0, url.find('?'));
  auto host = name.rfind('@');
  auto user = name.find("://") + 3;
  auto colon = name.find(':', user);
  if (host != name.npos && colon < host) name.erase(colon, host - colon);
  return name;
}

// By the classes of SQLSTATE (PostgreSQL's manual, appendix A); "" = a bug in a statement.
std::string meaning(std::string_view state) {
  if (state.starts_with("08") || state.starts_with("57P")) return "cannot be reached";
  if (state == "55P03" || state.starts_with("40")) return "is locked by another process";
  if (state == "53100") return "cannot be written: the disk is full";
  if (state.starts_with("53")) return "has no room for more";
  if (state == "25006") return "cannot be written: it is read-only";
  if (state == "25P03") return "was kept waiting for too long";
  if (state.starts_with("28") || state == "42501") return "cannot be opened: permission denied";
  if (state.starts_with("58") || state.starts_with("XX")) return "reports an error";
  return "";
}

// What SOCI says before libpq's own words.
constexpr std::string_view kNoConnection = "Cannot establish connection to the database.\n";

// libpq's words, the first line of them.
std::string reason(std::string told) {
  if (told.starts_with(kNoConnection)) told.erase(0, kNoConnection.size());
  told = told.substr(0, told.find('\n'));
  while (told.ends_with('.')) told.pop_back();
  return told;
}

class PostgresqlEngine final : public Engine {
 public:
  explicit PostgresqlEngine(const std::string& url)
      : url_(with_timeouts(url)), name_(without_secrets(url)) {}

  std::string_view mark() const override { return "postgresql"; }
  const std::string& name() const override { return name_; }

  void connect(soci::session& sql) override {
    if (sql.get_backend()) sql.close();
    sql.open(soci::postgresql, url_);
    std::string encoding, durable, flushes;
    sql << "SHOW server_encoding", soci::into(encoding);
    if (encoding != "UTF8")
      throw soci::soci_error("it is encoded in " + encoding + "; Easel needs one in UTF8");
    // What is told must be on the disk; a stricter setting than that stays.
    sql << "SHOW synchronous_commit", soci::into(durable);
    if (durable == "off" || durable == "local") sql << "SET synchronous_commit = on";
    sql << "SET default_transaction_isolation = 'read committed'";
    sql << "SET lock_timeout = '5s'";
    // A node that hangs or is gone gives the lock back.
    sql << "SET idle_in_transaction_session_timeout = '30s'";
    sql << "SET tcp_keepalives_idle = 10";
    sql << "SET tcp_keepalives_interval = 5";
    sql << "SET tcp_keepalives_count = 3";
    sql << "SET client_min_messages = 'error'";  // libpq would write them to standard error
  }

  void begin(soci::session& sql) override {
    sql << "BEGIN";
    sql << kLock;
  }

  bool has_tables(soci::session& sql) override {
    std::int64_t tables = 0;
    sql << "SELECT count(*) FROM information_schema.tables"
           " WHERE table_name = 'meta' AND table_schema = current_schema()",
        soci::into(tables);
    return tables > 0;
  }

  State state(soci::session& sql) override {
    switch (PQtransactionStatus(handle(sql))) {
      case PQTRANS_INTRANS:
      case PQTRANS_ACTIVE:
        return State::open;
      case PQTRANS_INERROR:
        return State::failed;
      default:
        return State::idle;
    }
  }

  bool is_lost(soci::session& sql) override { return PQstatus(handle(sql)) != CONNECTION_OK; }

  Error explain(const soci::soci_error& error) const override {
    auto known = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    auto state = known ? known->sqlstate() : told_by(error).starts_with(kNoConnection) ? "08" : "?";
    // Bytes that are no text, where a client's words are compared to what is stored.
    if (state == "22021" || state == "22P05")
      return invalid("", "The request holds text that is not valid UTF-8.", "UTF-8");
    auto why = meaning(state);
    // libpq's own errors have no state, or one of blanks.
    if (why.empty() && state.find_first_not_of(std::string(" \0", 2)) == state.npos)
      why = "cannot be reached";
    if (why == "cannot be reached") why += ": " + reason(told_by(error));
    if (why.empty()) return internal("SQL: " + told_by(error));
    return {.kind = ErrorKind::unavailable,
            .message = "The database " + name_ + " " + why + ".",
            .detail = told_by(error)};
  }

 private:
  // libpq takes none for a lost connection.
  static PGconn* handle(soci::session& sql) {
    auto* backend = static_cast<soci::postgresql_session_backend*>(sql.get_backend());
    return backend ? backend->conn_ : nullptr;
  }

  std::string url_, name_;
};

}  // namespace

bool is_postgresql(std::string_view uri) {
  return uri.starts_with("postgresql://") || uri.starts_with("postgres://");
}

std::unique_ptr<Engine> postgresql_engine(const std::string& url) {
  return std::make_unique<PostgresqlEngine>(url);
}

}  // namespace easel::store
