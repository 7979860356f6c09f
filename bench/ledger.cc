// What the ledger does a second, hold and settlement together, beside the same rows written
// straight through the databases' own C interfaces, in as many rows to a transaction and as
// durably.
//   ledger_bench SQLITE_FILE [POSTGRESQL_URL]
#include <libpq-fe.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "base/hash.h"
#include "runtime/task.h"
#include "store/store.h"

namespace {

using namespace easel;
using namespace easel::store;
using Clock = std::chrono::steady_clock;

constexpr int kPairs = 2000, kAtOnce = 256, kGroup = 64;
constexpr Micros kNow = 1'790'000'000'000'000;
const std::string kSecret = "bench", kModel = "google/gemini-2.5-flash-image";

struct Figures {
  double per_second = 0, p99_ms = 0, pieces_a_commit = 0;
  double cpu_us = 0;  // of this process, each
};

// Processor time of all threads, in seconds: what others do on the machine does not change it much.
double processor() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  auto seconds = [](const timeval& t) { return double(t.tv_sec) + 1e-6 * double(t.tv_usec); };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void check(bool good, const std::string& what) {
  if (!good) throw std::runtime_error(what);
}

std::string id_of(const std::string& run, int number) {
  return "gen-" + run + "-" + std::to_string(number);
}

struct Shared {
  Store& store;
  std::string run;
  int next = 0, ended = 0;
  std::vector<double> milliseconds{};
};

Task<> asker(Shared& shared) {
  while (shared.next < kPairs) {
    auto id = id_of(shared.run, shared.next++);
    auto began = Clock::now();
    Hold hold{.generation_id = id,
              .key_hash = to_hex(sha256(kSecret)),
              .model = kModel,
              .amount = Money::nano(40'000'000),
              .now = kNow};
    auto held = co_await shared.store.hold(std::move(hold));
    check(held.has_value(), held ? "" : held.error().message + held.error().detail);
    Settlement end{.generation_id = id,
                   .state = "done",
                   .cost = Money::nano(38'702'100),
                   .provider = "openrouter",
                   .finish_reason = "stop",
                   .now = kNow + 1};
    end.attempts.push_back({.provider = "openrouter", .model = kModel, .status = 200});
    auto settled = co_await shared.store.settle(std::move(end));
    check(settled.has_value(), settled ? "" : settled.error().message + settled.error().detail);
    shared.milliseconds.push_back(
        std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    ++shared.ended;
  }
}

double p99(std::vector<double> all) {
  std::ranges::sort(all);
  return all[all.size() * 99 / 100];
}

Figures ours(const std::string& uri, const std::string& run) {
  auto runner = make_sql_threads(uri, 1);
  check(runner.has_value(), runner ? "" : runner.error().message);
  Store store(**runner);
  Shared shared{.store = store, .run = run};
  boost::asio::io_context io(1);
  auto worked = processor();
  auto began = Clock::now();
  for (int i = 0; i < kAtOnce; ++i)
    boost::asio::co_spawn(io, asker(shared), [](std::exception_ptr trouble) {
      if (trouble) std::rethrow_exception(trouble);
    });
  auto guard = boost::asio::make_work_guard(io);
  while (shared.ended < kPairs) io.run_one();
  auto seconds = std::chrono::duration<double>(Clock::now() - began).count();
  auto stats = (*runner)->stats();
  return {kPairs / seconds, p99(shared.milliseconds), double(stats.pieces) / double(stats.commits),
          (processor() - worked) / kPairs * 1e6};
}

// What a hold and a settlement write: the rows of src/store/generations.cc, without looking at
// anything. $1 = the generation, $2 = the key.
const std::vector<const char*> kHold{
    "INSERT INTO generations (id, key_hash, model, state, created_at, detail, api_type,"
    " external_user, session_id, referer, app, request_hash, zdr, node) VALUES ($1, $2, "
    "'google/gemini-2.5-flash-image', 'running', 1790000000000000, '{}', '', '', '', '', '', '', 0,"
    " '')",
    "INSERT INTO holds (generation_id, key_hash, amount, created_at) VALUES ($1, $2, 40000000,"
    " 1790000000000000)",
    "INSERT INTO ledger (at, key_hash, generation_id, kind, amount) VALUES (1790000000000000, $2,"
    " $1, 'hold', -40000000)",
    "UPDATE accounts SET held = held + 40000000 WHERE id = 'default'"};
const std::vector<const char*> kSettle{
    "DELETE FROM holds WHERE generation_id = $1",
    "INSERT INTO ledger (at, key_hash, generation_id, kind, amount) VALUES (1790000000000001, $2,"
    " $1, 'release', 40000000)",
    "INSERT INTO ledger (at, key_hash, generation_id, kind, amount) VALUES (1790000000000001, $2,"
    " $1, 'charge', -38702100)",
    "UPDATE keys SET usage_day = usage_day + 38702100, usage_week = usage_week + 38702100,"
    " usage_month = usage_month + 38702100, usage_total = usage_total + 38702100 WHERE hash = $2",
    "UPDATE accounts SET held = held - 40000000, spent = spent + 38702100 WHERE id = 'default'",
    "UPDATE generations SET provider = 'openrouter', state = 'done', finished_at ="
    " 1790000000000001, cost = 38702100, finish_reason = 'stop' WHERE id = $1",
    "INSERT INTO attempts (generation_id, idx, provider, model, status, error, milliseconds,"
    " created_at) VALUES ($1, 0, 'openrouter', 'google/gemini-2.5-flash-image', 200, '', 0, 0)",
    "INSERT INTO activity (account_id, hour, key_hash, model, provider, api_type, app, requests,"
    " failures, spent, byok, prompt_tokens, completion_tokens, reasoning_tokens, pictures,"
    " milliseconds) VALUES ('default', 497222, $2, 'google/gemini-2.5-flash-image', 'openrouter',"
    " '', '', 1, 0, 38702100, 0, 0, 0, 0, 0, 0) ON CONFLICT (account_id, hour, key_hash, model,"
    " provider, api_type, app) DO UPDATE SET requests = activity.requests + 1, spent ="
    " activity.spent + excluded.spent"};

// One of the two C interfaces: `begin`, each statement for one generation, `commit`.
class Raw {
 public:
  virtual ~Raw() = default;
  virtual void say(const char* sql) = 0;
  virtual void prepare(std::size_t number, const char* sql) = 0;
  virtual void run(std::size_t number, const char* sql, const std::string& id,
                   const std::string& key) = 0;
};

class RawSqlite final : public Raw {
 public:
  explicit RawSqlite(const std::string& file) {
    check(sqlite3_open(file.c_str(), &handle_) == SQLITE_OK, "open");
    for (auto pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"})
      say(pragma);
  }
  ~RawSqlite() override {
    for (auto statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }
  void say(const char* sql) override {
    check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
  }
  void prepare(std::size_t, const char* sql) override {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr) == SQLITE_OK, sql);
    statements_.push_back(statement);
  }
  void run(std::size_t number, const char* sql, const std::string& id,
           const std::string& key) override {
    auto statement = statements_[number];
    auto bind = [&](const char* name, const std::string& value) {
      if (int at = sqlite3_bind_parameter_index(statement, name))
        sqlite3_bind_text(statement, at, value.data(), int(value.size()), SQLITE_STATIC);
    };
    bind("$1", id);
    bind("$2", key);
    check(sqlite3_step(statement) == SQLITE_DONE, sql);
    sqlite3_reset(statement);
  }

 private:
  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
};

class RawPostgresql final : public Raw {
 public:
  explicit RawPostgresql(const std::string& url) : handle_(PQconnectdb(url.c_str())) {
    check(PQstatus(handle_) == CONNECTION_OK, PQerrorMessage(handle_));
  }
  ~RawPostgresql() override { PQfinish(handle_); }
  void say(const char* sql) override { expect(PQexec(handle_, sql)); }
  // Every statement takes both, so that none has a place that it does not use.
  void prepare(std::size_t number, const char* sql) override {
    types_.push_back({std::string(sql).find("$1") != std::string::npos,
                      std::string(sql).find("$2") != std::string::npos});
    std::string renamed = sql;
    if (!types_.back().first)
      for (auto at = renamed.find("$2"); at != std::string::npos; at = renamed.find("$2"))
        renamed[at + 1] = '1';
    expect(PQprepare(handle_, std::to_string(number).c_str(), renamed.c_str(), 0, nullptr));
  }
  void run(std::size_t number, const char*, const std::string& id,
           const std::string& key) override {
    auto [takes_id, takes_key] = types_[number];
    std::vector<const char*> values;
    if (takes_id) values.push_back(id.c_str());
    if (takes_key) values.push_back(key.c_str());
    expect(PQexecPrepared(handle_, std::to_string(number).c_str(), int(values.size()),
                          values.data(), nullptr, nullptr, 0));
  }

 private:
  void expect(PGresult* result) {
    auto status = PQresultStatus(result);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    PQclear(result);
    check(good, PQerrorMessage(handle_));
  }
  PGconn* handle_;
  std::vector<std::pair<bool, bool>> types_;
};

Figures raw(Raw& database, const std::string& run) {
  auto all = kHold;
  all.insert(all.end(), kSettle.begin(), kSettle.end());
  for (std::size_t i = 0; i < all.size(); ++i) database.prepare(i, all[i]);
  auto key = to_hex(sha256(kSecret));
  auto group = [&](int first, int last, std::size_t from, std::size_t to) {
    database.say("BEGIN");
    for (int number = first; number < last; ++number)
      for (auto i = from; i < to; ++i) database.run(i, all[i], id_of(run, number), key);
    database.say("COMMIT");
  };
  std::vector<double> milliseconds;
  auto worked = processor();
  auto began = Clock::now();
  for (int first = 0; first < kPairs; first += kGroup) {
    auto last = std::min(first + kGroup, kPairs);
    auto start = Clock::now();
    group(first, last, 0, kHold.size());
    group(first, last, kHold.size(), all.size());
    milliseconds.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  auto seconds = std::chrono::duration<double>(Clock::now() - began).count();
  return {kPairs / seconds, p99(milliseconds), kGroup, (processor() - worked) / kPairs * 1e6};
}

void print(const char* who, const Figures& figures) {
  std::printf("%-22s %7.0f a second, p99 %6.1f ms, %4.1f pieces to a commit, %4.0f us processor\n",
              who, figures.per_second, figures.p99_ms, figures.pieces_a_commit, figures.cpu_us);
  std::fflush(stdout);
}

// In turn, three times, for the machine is shared; the middle one counts.
template <class MakeRaw>
void compare(const std::string& uri, const char* name, MakeRaw make_raw) {
  {
    auto database = Database::open(uri);
    check(database.has_value(), database ? "" : database.error().message);
    (void)(*database)->create_key({.secret = kSecret, .name = "bench"}, kNow);
  }
  std::vector<double> ratios;
  for (int round = 0; round < 3; ++round) {
    auto mine = ours(uri, "ours" + std::to_string(round));
    auto database = make_raw();
    auto theirs = raw(*database, "raw" + std::to_string(round));
    print((std::string("Easel on ") + name).c_str(), mine);
    print((std::string("raw ") + name).c_str(), theirs);
    ratios.push_back(mine.per_second / theirs.per_second);
  }
  std::ranges::sort(ratios);
  std::printf("%s: %.2f of raw (%.2f to %.2f)\n", name, ratios[1], ratios[0], ratios[2]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fputs("ledger_bench SQLITE_FILE [POSTGRESQL_URL]\n", stderr), 2;
  std::printf("%d holds and settlements, %d at once, on one key\n", kPairs, kAtOnce);
  std::string file = argv[1];
  compare(file, "SQLite", [&] { return std::make_unique<RawSqlite>(file); });
  if (argc < 3) return 0;
  std::string url = argv[2];
  compare(url, "PostgreSQL", [&] { return std::make_unique<RawPostgresql>(url); });
}
