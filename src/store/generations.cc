#include <algorithm>

#include "store/budgets.h"
#include "store/sql_database.h"

// The life of a generation and its money: hold, settle, and what can be asked about it.
namespace easel::store {
namespace {

using soci::into;
using soci::use;

// More than any generation costs; keeps the sum of a key's holds far from overflowing.
constexpr Money kMostHeld = Money::dollars(1'000'000);

struct HoldRow {
  std::int64_t amount = 0;
  std::string key_hash;

  void bind(soci::statement& select) {
    select.exchange(into(amount));
    select.exchange(into(key_hash));
  }
};

const std::string kGenerations =
    "SELECT g.id, g.key_hash, g.model, g.provider, g.state, g.created_at, g.finished_at, g.cost,"
    " g.byok, g.finish_reason, g.error, g.detail, g.resume, g.api_type, g.external_user,"
    " g.session_id, g.referer, g.app, g.zdr, g.milliseconds, g.prompt_tokens, g.completion_tokens,"
    " g.reasoning_tokens, g.pictures_out, g.node FROM generations g WHERE ";

struct GenerationRow {
  Generation row;
  Nullable finished;
  std::string node;
  std::int64_t cost = 0, byok = 0, zdr = 0;

  void bind(soci::statement& select) {
    for (auto text : {&row.id, &row.key_hash, &row.model, &row.provider, &row.state})
      select.exchange(into(*text));
    select.exchange(into(row.created_at));
    select.exchange(into(finished.value, finished.indicator));
    select.exchange(into(cost));
    select.exchange(into(byok));
    for (auto text : {&row.finish_reason, &row.error, &row.detail, &row.resume, &row.api_type,
                      &row.by.user, &row.by.session_id, &row.by.referer, &row.by.app})
      select.exchange(into(*text));
    select.exchange(into(zdr));
    for (auto number : {&row.milliseconds, &row.prompt_tokens, &row.completion_tokens,
                        &row.reasoning_tokens, &row.pictures_out})
      select.exchange(into(*number));
    select.exchange(into(node));
  }

  Generation read(const std::string& here) const {
    auto found = row;
    found.finished_at = finished.get();
    found.cost = Money::nano(cost);
    found.own_key = byok != 0;
    found.byok = Money::nano(std::max<std::int64_t>(byok, 0));
    found.zdr = zdr != 0;
    found.elsewhere = node != here;
    return found;
  }
};

struct ClosedRow {
  GenerationRow generation;
  std::int64_t callbacks = 0;

  void bind(soci::statement& update) {
    generation.bind(update);
    update.exchange(into(callbacks));
  }
};

Status check_usable(const Key& key, Micros now) {
  if (key.disabled) return fail(ErrorKind::authentication, "This API key is disabled.");
  if (key.expires_at && *key.expires_at <= now) {
    return fail(ErrorKind::authentication, "This API key has expired.");
  }
  return {};
}

}  // namespace

std::vector<Generation> SqlDatabase::select_generations(Where where, const std::string& order) {
  GenerationRow row;
  soci::statement select(sql_);
  row.bind(select);
  where.bind(select);
  select.alloc();
  select.prepare(kGenerations + where.sql() +
                 (order.empty() ? " ORDER BY g.created_at, g.id" : order));
  select.define_and_bind();
  select.execute();
  std::vector<Generation> found;
  while (select.fetch()) found.push_back(row.read(node_));
  return found;
}

std::optional<Generation> SqlDatabase::generation(const std::string& id) {
  static const std::string kById = kGenerations + "g.id = :id AND g.deleted_at IS NULL";
  std::optional<Generation> found;
  kept_.each<GenerationRow>(kById, [&](const GenerationRow& row) { found = row.read(node_); }, id);
  return found;
}

void SqlDatabase::write_ledger(Micros at, const std::string& key_hash,
                               const std::string& generation_id, const std::string& kind,
                               Money amount) {
  auto nano = amount.nano();
  if (nano == 0) return;
  kept_.run(
      "INSERT INTO ledger (at, key_hash, generation_id, kind, amount)"
      " VALUES (:at, :key, :generation, :kind, :amount)",
      at, key_hash, generation_id, kind, nano);
}

// The generation an idempotency key stands for, if it may be answered again. One that ended badly
// without costing anything may not: the client's retry is then a new try.
Result<std::optional<Generation>> SqlDatabase::find_twin(const Hold& hold) {
  std::string id;
  if (!hold.idempotency_key.empty()) {
    std::string request_hash;
    sql_ << "SELECT generation_id, request_hash FROM idempotency"
            " WHERE key_hash = :key AND idempotency_key = :idempotency",
        into(id), into(request_hash), use(hold.key_hash), use(hold.idempotency_key);
    if (!sql_.got_data()) return std::nullopt;
    if (request_hash != hold.request_hash) {
      return fail(ErrorKind::conflict,
                  "This Idempotency-Key was used before with a different request.");
    }
  } else if (hold.joins_since > 0 && !hold.request_hash.empty()) {
    sql_ << "SELECT id FROM generations WHERE key_hash = :key AND request_hash = :request"
            " AND delivery = 2 AND created_at >= :since ORDER BY created_at DESC LIMIT 1",
        into(id), use(hold.key_hash), use(hold.request_hash), use(hold.joins_since);
    if (!sql_.got_data()) return std::nullopt;
  } else {
    return std::nullopt;
  }
  auto twin = generation(id);
  if (!twin) return std::nullopt;
  bool answerable = twin->state == "running" || twin->state == "done" || twin->cost > Money();
  if (!answerable) twin.reset();
  return twin;
}

Status SqlDatabase::open_hold(const Hold& hold) {
  auto amount = hold.amount.nano();
  std::int64_t zdr = hold.zdr;
  kept_.run(
      "INSERT INTO generations (id, key_hash, model, state, created_at, detail, api_type,"
      " external_user, session_id, referer, app, request_hash, zdr, node)"
      " VALUES (:id, :key, :model, 'running', :now, :detail, :type, :user, :session, :referer,"
      " :app, :request, :zdr, :node)",
      hold.generation_id, hold.key_hash, hold.model, hold.now, hold.detail, hold.api_type,
      hold.by.user, hold.by.session_id, hold.by.referer, hold.by.app, hold.request_hash, zdr,
      node_);
  for (const auto& [name, value] : hold.by.labels)
    sql_ << "INSERT INTO labels (generation_id, name, value) VALUES (:id, :name, :value)"
            " ON CONFLICT (generation_id, name) DO NOTHING",
        use(hold.generation_id), use(name), use(value);
  kept_.run(
      "INSERT INTO holds (generation_id, key_hash, amount, created_at)"
      " VALUES (:id, :key, :amount, :now)",
      hold.generation_id, hold.key_hash, amount, hold.now);
  write_ledger(hold.now, hold.key_hash, hold.generation_id, "hold", Money() - hold.amount);
  move_account(hold.amount, {});
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
    bool guarded = false;
    auto found = key_to_hold(hold.key_hash, hold.now, guarded);
    if (!found) return fail(ErrorKind::not_found, "No such API key.");
    TRY(check_usable(*found, hold.now));
    auto twin = TRY(find_twin(hold));
    if (twin) return HoldAnswer{std::move(twin)};
    if (hold.amount > kMostHeld) {
      return fail(ErrorKind::payment_required,
                  "This request could cost more than $" + kMostHeld.text() + ".");
    }
    TRY(check_limit(*found, "This key's", hold.amount, hold.now));
    if (guarded) TRY(check_budgets(*found, hold));
    if (!found->parent_hash.empty()) {
      auto parents = select_keys("hash = :value", found->parent_hash, hold.now);
      if (!parents.empty())
        TRY(check_limit(parents.front(), "The maker of this key: its", hold.amount, hold.now));
    }
    if (hold.enforce_credits) TRY(check_account(hold.amount));
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

// One statement writes the end and reads what the row has been. None: it does not run.
std::optional<Generation> SqlDatabase::close_row(const Settlement& s, bool& called_back) {
  static const std::string kClose = [] {
    std::string columns = kGenerations.substr(0, kGenerations.find(" FROM"));
    columns.erase(0, std::string("SELECT ").size());
    for (auto at = columns.find("g."); at != columns.npos; at = columns.find("g."))
      columns.erase(at, 2);
    return "UPDATE generations SET model = CASE WHEN :asked = '' THEN model ELSE :model END,"
           " provider = :provider, state = :state, finished_at = :now, cost = :cost, byok = :byok,"
           " finish_reason = :reason, error = :error, detail = :detail, resume = '',"
           " milliseconds = :ms, prompt_tokens = :prompt, completion_tokens = :completion,"
           " reasoning_tokens = :reasoning, pictures_out = :pictures,"
           " delivery = CASE WHEN :lost = 0 THEN delivery ELSE :delivery END"
           " WHERE id = :id AND state = 'running' AND deleted_at IS NULL RETURNING " +
           columns +
           ", CAST((SELECT COUNT(*) FROM callbacks WHERE generation_id = :called) AS BIGINT)";
  }();
  auto cost = std::max(s.cost, Money()).nano();
  constexpr std::int64_t kForNothing = -1;  // an own key served it, and it cost nothing
  auto byok = std::max(s.byok, Money()).nano();
  if (s.own_key && byok == 0) byok = kForNothing;
  auto delivery = static_cast<std::int64_t>(s.delivery);
  std::optional<Generation> closed;
  auto take = [&](const ClosedRow& row) {
    closed = row.generation.read(node_);
    called_back = row.callbacks > 0;
  };
  kept_.each<ClosedRow>(kClose, take, s.model, s.model, s.provider, s.state, s.now, cost, byok,
                        s.finish_reason, s.error, s.detail, s.milliseconds, s.prompt_tokens,
                        s.completion_tokens, s.reasoning_tokens, s.pictures_out, delivery, delivery,
                        s.generation_id, s.generation_id);
  return closed;
}

Result<Generation> SqlDatabase::settle(const Settlement& s) {
  return atomically([&]() -> Result<Generation> {
    bool called_back = false;
    auto row = close_row(s, called_back);
    if (!row) {
      auto ended = generation(s.generation_id);
      if (!ended) return fail(ErrorKind::not_found, "No such generation.");
      return std::move(*ended);
    }

    // The key of the hold: it may have been rotated meanwhile.
    std::int64_t held = 0;
    std::string key_hash = row->key_hash;
    kept_.each<HoldRow>(
        "DELETE FROM holds WHERE generation_id = :id RETURNING amount, key_hash",
        [&](const HoldRow& found) {
          held = found.amount;
          key_hash = found.key_hash;
        },
        s.generation_id);
    write_end(s.now, *row, Money::nano(held));
    if (row->cost > Money() || row->byok > Money())
      charge_key(key_hash, row->cost, row->byok, s.now);
    move_account(Money::nano(-held), row->cost);
    if (called_back)
      kept_.run(
          "UPDATE callbacks SET state = 'due', next_at = :now"
          " WHERE generation_id = :id AND state = 'waiting'",
          s.now, row->id);
    write_attempts(s);
    write_loss(s, Money::nano(held));
    if (s.content) write_content(row->id, *s.content);
    add_to_sums(*row);
    return std::move(*row);
  });
}

// The release of the hold, and the charge.
void SqlDatabase::write_end(Micros at, const Generation& row, Money held) {
  if (held == Money() || row.cost == Money()) {
    write_ledger(at, row.key_hash, row.id, "release", held);
    write_ledger(at, row.key_hash, row.id, "charge", Money() - row.cost);
    return;
  }
  auto charge = (Money() - row.cost).nano();
  kept_.run(
      "INSERT INTO ledger (at, key_hash, generation_id, kind, amount)"
      " VALUES (:at, :key, :generation, 'release', :held),"
      " (:at2, :key2, :generation2, 'charge', :cost)",
      at, row.key_hash, row.id, held.nano(), at, row.key_hash, row.id, charge);
}

void SqlDatabase::write_loss(const Settlement& s, Money held) {
  bool certain = s.loss > Money();
  auto amount = (certain ? s.loss : s.may_have_billed ? held : Money()).nano();
  if (amount <= 0) return;
  std::int64_t flag = certain;
  sql_ << "INSERT INTO operator_losses (generation_id, at, amount, certain, reason)"
          " VALUES (:id, :at, :amount, :certain, :reason)",
      use(s.generation_id), use(s.now), use(amount), use(flag), use(s.loss_reason);
}

void SqlDatabase::write_attempts(const Settlement& s) {
  std::int64_t index = 0;
  for (const auto& attempt : s.attempts) {
    std::int64_t status = attempt.status;
    kept_.run(
        "INSERT INTO attempts (generation_id, idx, provider, model, status, error,"
        " milliseconds, created_at) VALUES (:id, :idx, :provider, :model, :status, :error,"
        " :milliseconds, :at)",
        s.generation_id, index, attempt.provider, attempt.model, status, attempt.error,
        attempt.milliseconds, attempt.at);
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
    return select_generations(Where().add("g.state = 'running' AND g.node = ?", node_));
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
