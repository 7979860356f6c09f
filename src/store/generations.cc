#include <algorithm>

#include "store/sql_database.h"

// The life of a generation and its money: hold, settle, and what can be asked about it.
namespace easel::store {
namespace {

using soci::into;
using soci::use;

// More than any generation costs; keeps the sum of a key's holds far from overflowing.
constexpr Money kMostHeld = Money::dollars(1'000'000);

Status check_limit(const Key& key, Money amount) {
  if (amount > kMostHeld) {
    return fail(ErrorKind::payment_required,
                "This request could cost more than $" + kMostHeld.text() + ".");
  }
  if (!key.limit) return {};
  auto used = key.used_in_window();
  if (used + key.held + amount <= *key.limit) return {};
  // Without what is held for requests still running it would fit: worth another try soon.
  bool in_flight = used + amount <= *key.limit;
  auto window = key.limit_reset.empty() ? std::string() : key.limit_reset + " ";
  Error error{.kind = ErrorKind::payment_required,
              .message = "This key's " + window + "limit of $" + key.limit->text() +
                         " does not cover this request: $" + used.text() + " spent, $" +
                         key.held.text() + " held for running requests, up to $" + amount.text() +
                         " needed."};
  if (in_flight) {
    error.retry_after = 5;
    error.metadata =
        R"({"limit_source":"openrouter_in_flight_budget","reason":"in_flight_budget_exhausted"})";
  } else {
    error.metadata = R"({"limit_source":"openrouter_key_limit"})";
  }
  return fail(std::move(error));
}

Status check_usable(const Key& key, Micros now) {
  if (key.disabled) return fail(ErrorKind::authentication, "This API key is disabled.");
  if (key.expires_at && *key.expires_at <= now) {
    return fail(ErrorKind::authentication, "This API key has expired.");
  }
  return {};
}

}  // namespace

std::vector<Generation> SqlDatabase::select_generations(const std::string& condition,
                                                        const std::string& value) {
  Generation row;
  std::int64_t finished = 0, cost = 0;
  soci::indicator has_finished = soci::i_null;
  soci::statement select =
      (sql_.prepare << "SELECT id, key_hash, model, provider, state, created_at, finished_at, cost,"
                       " finish_reason, error, detail, resume FROM generations WHERE "
                    << condition << " ORDER BY created_at, id",
       into(row.id), into(row.key_hash), into(row.model), into(row.provider), into(row.state),
       into(row.created_at), into(finished, has_finished), into(cost), into(row.finish_reason),
       into(row.error), into(row.detail), into(row.resume), use(value, "value"));
  select.execute();
  std::vector<Generation> found;
  while (select.fetch()) {
    row.finished_at = has_finished == soci::i_ok ? std::optional(finished) : std::nullopt;
    row.cost = Money::nano(cost);
    found.push_back(row);
  }
  return found;
}

std::optional<Generation> SqlDatabase::generation(const std::string& id) {
  auto found = select_generations("id = :value", id);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void SqlDatabase::write_ledger(Micros at, const std::string& key_hash,
                               const std::string& generation_id, const std::string& kind,
                               Money amount) {
  auto nano = amount.nano();
  if (nano == 0) return;
  sql_ << "INSERT INTO ledger (at, key_hash, generation_id, kind, amount)"
          " VALUES (:at, :key, :generation, :kind, :amount)",
      use(at), use(key_hash), use(generation_id), use(kind), use(nano);
}

// The generation an idempotency key stands for, if it may be answered again. One that ended badly
// without costing anything may not: the client's retry is then a new try.
Result<std::optional<Generation>> SqlDatabase::find_twin(const Hold& hold) {
  if (hold.idempotency_key.empty()) return std::nullopt;
  std::string id, request_hash;
  sql_ << "SELECT generation_id, request_hash FROM idempotency"
          " WHERE key_hash = :key AND idempotency_key = :idempotency",
      into(id), into(request_hash), use(hold.key_hash), use(hold.idempotency_key);
  if (!sql_.got_data()) return std::nullopt;
  if (request_hash != hold.request_hash) {
    return fail(ErrorKind::conflict,
                "This Idempotency-Key was used before with a different request.");
  }
  auto twin = generation(id);
  if (!twin) return std::nullopt;
  bool answerable = twin->state == "running" || twin->state == "done" || twin->cost > Money();
  if (!answerable) twin.reset();
  return twin;
}

Status SqlDatabase::open_hold(const Hold& hold) {
  auto amount = hold.amount.nano();
  sql_ << "INSERT INTO generations (id, key_hash, model, state, created_at, detail)"
          " VALUES (:id, :key, :model, 'running', :now, :detail)",
      use(hold.generation_id), use(hold.key_hash), use(hold.model), use(hold.now), use(hold.detail);
  sql_ << "INSERT INTO holds (generation_id, key_hash, amount, created_at)"
          " VALUES (:id, :key, :amount, :now)",
      use(hold.generation_id), use(hold.key_hash), use(amount), use(hold.now);
  write_ledger(hold.now, hold.key_hash, hold.generation_id, "hold", Money() - hold.amount);
  if (!hold.callback_url.empty())
    sql_ << "INSERT INTO callbacks (generation_id, url, state, next_at)"
            " VALUES (:id, :url, 'waiting', :now)",
        use(hold.generation_id), use(hold.callback_url), use(hold.now);
  if (hold.idempotency_key.empty()) return {};
  sql_ << "INSERT INTO idempotency (key_hash, idempotency_key, request_hash, generation_id,"
          " created_at) VALUES (:key, :idempotency, :request, :id, :now)"
          " ON CONFLICT (key_hash, idempotency_key) DO UPDATE SET"
          " generation_id = excluded.generation_id, created_at = excluded.created_at",
      use(hold.key_hash), use(hold.idempotency_key), use(hold.request_hash),
      use(hold.generation_id), use(hold.now);
  return {};
}

Result<HoldAnswer> SqlDatabase::hold(const Hold& hold) {
  if (hold.amount < Money()) return fail(internal("a hold of a negative amount"));
  return atomically([&]() -> Result<HoldAnswer> {
    auto keys = select_keys("hash = :value", hold.key_hash, hold.now);
    if (keys.empty()) return fail(ErrorKind::not_found, "No such API key.");
    TRY(check_usable(keys.front(), hold.now));
    auto twin = TRY(find_twin(hold));
    if (twin) return HoldAnswer{std::move(twin)};
    TRY(check_limit(keys.front(), hold.amount));
    TRY(open_hold(hold));
    return HoldAnswer{};
  });
}

Status SqlDatabase::save_resume(const std::string& generation_id, const std::string& token) {
  return atomically([&]() -> Status {
    sql_ << "UPDATE generations SET resume = :token WHERE id = :id AND state = 'running'",
        use(token), use(generation_id);
    return {};
  });
}

Result<Generation> SqlDatabase::settle(const Settlement& s) {
  return atomically([&]() -> Result<Generation> {
    auto row = generation(s.generation_id);
    if (!row) return fail(ErrorKind::not_found, "No such generation.");
    if (row->state != "running") return std::move(*row);

    std::int64_t held = 0;
    sql_ << "SELECT amount FROM holds WHERE generation_id = :id", into(held), use(s.generation_id);
    sql_ << "DELETE FROM holds WHERE generation_id = :id", use(s.generation_id);
    write_ledger(s.now, row->key_hash, row->id, "release", Money::nano(held));

    row->cost = std::max(s.cost, Money());
    if (row->cost > Money()) {
      write_ledger(s.now, row->key_hash, row->id, "charge", Money() - row->cost);
      charge_key(row->key_hash, row->cost, s.now);
    }

    if (!s.model.empty()) row->model = s.model;
    row->provider = s.provider;
    row->state = s.state;
    row->finished_at = s.now;
    row->finish_reason = s.finish_reason;
    row->error = s.error;
    row->detail = s.detail;
    row->resume.clear();
    auto cost = row->cost.nano();
    sql_ << "UPDATE generations SET model = :model, provider = :provider, state = :state,"
            " finished_at = :now, cost = :cost, finish_reason = :reason, error = :error,"
            " detail = :detail, resume = '' WHERE id = :id",
        use(row->model), use(row->provider), use(row->state), use(s.now), use(cost),
        use(row->finish_reason), use(row->error), use(row->detail), use(row->id);
    sql_ << "UPDATE callbacks SET state = 'due', next_at = :now"
            " WHERE generation_id = :id AND state = 'waiting'",
        use(s.now), use(row->id);
    write_attempts(s);
    return std::move(*row);
  });
}

void SqlDatabase::write_attempts(const Settlement& s) {
  std::int64_t index = 0;
  for (const auto& attempt : s.attempts) {
    std::int64_t status = attempt.status;
    sql_ << "INSERT INTO attempts (generation_id, idx, provider, model, status, error,"
            " milliseconds, created_at) VALUES (:id, :idx, :provider, :model, :status, :error,"
            " :milliseconds, :at)",
        use(s.generation_id), use(index), use(attempt.provider), use(attempt.model), use(status),
        use(attempt.error), use(attempt.milliseconds), use(attempt.at);
    ++index;
  }
}

Result<std::vector<Attempt>> SqlDatabase::attempts(const std::string& generation_id) {
  return guarded([&]() -> Result<std::vector<Attempt>> {
    Attempt row;
    std::int64_t status = 0;
    soci::statement select =
        (sql_.prepare << "SELECT provider, model, status, error, milliseconds, created_at"
                         " FROM attempts WHERE generation_id = :id ORDER BY idx",
         into(row.provider), into(row.model), into(status), into(row.error), into(row.milliseconds),
         into(row.at), use(generation_id));
    select.execute();
    std::vector<Attempt> found;
    while (select.fetch()) {
      row.status = static_cast<int>(status);
      found.push_back(row);
    }
    return found;
  });
}

Result<std::optional<Generation>> SqlDatabase::find_generation(const std::string& id) {
  return guarded([&]() -> Result<std::optional<Generation>> { return generation(id); });
}

Result<std::vector<Generation>> SqlDatabase::running() {
  return guarded([&]() -> Result<std::vector<Generation>> {
    return select_generations("state = 'running' AND :value = ''", "");
  });
}

Result<std::vector<LedgerEntry>> SqlDatabase::ledger(const std::string& generation_id) {
  return guarded([&]() -> Result<std::vector<LedgerEntry>> {
    LedgerEntry entry;
    std::int64_t amount = 0;
    soci::statement select =
        (sql_.prepare << "SELECT id, at, key_hash, generation_id, kind, amount FROM ledger"
                         " WHERE generation_id = :id ORDER BY id",
         into(entry.id), into(entry.at), into(entry.key_hash), into(entry.generation_id),
         into(entry.kind), into(amount), use(generation_id));
    select.execute();
    std::vector<LedgerEntry> found;
    while (select.fetch()) {
      entry.amount = Money::nano(amount);
      found.push_back(entry);
    }
    return found;
  });
}

}  // namespace easel::store
