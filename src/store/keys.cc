#include <algorithm>

#include "base/hash.h"
#include "store/nullable.h"
#include "store/sql_database.h"

namespace easel::store {
namespace {

using soci::into;
using soci::use;

// "sk-easel-v1-abc…xyz": enough to recognise a key, too little to guess it.
std::string label_of(const std::string& secret) {
  auto prefix = secret.rfind('-') + 1;
  if (prefix == 0 || secret.size() < prefix + 16) return "sk-…";
  return secret.substr(0, prefix + 3) + "…" + secret.substr(secret.size() - 3);
}

std::string hash_of(const std::string& secret) {
  return to_hex(sha256(secret));
}

const std::string kColumns =
    "SELECT hash, parent_hash, name, label, limit_reset, creator, external_user, workspace_id,"
    " created_at, disabled, management, usage_day, usage_week, usage_month, usage_total, byok_day,"
    " byok_week, byok_month, byok_total, day, week, month, include_byok, logging, zdr, updated_at,"
    " expires_at, money_limit, deleted_at, keep_hours, per_minute, pictures_per_minute,"
    " pictures_at_once, ";
const std::string kHeld =
    "CAST((SELECT COALESCE(SUM(amount), 0) FROM holds WHERE holds.key_hash = keys.hash)"
    "  + (SELECT COALESCE(SUM(amount), 0) FROM holds JOIN keys child"
    "     ON child.hash = holds.key_hash WHERE child.parent_hash = keys.hash) AS BIGINT)";
const std::string kKeys = kColumns + kHeld + " FROM keys WHERE ";

// Whether there is anything beyond its own limit that could hold the key.
const std::string kGuarded =
    "CAST(CASE WHEN EXISTS (SELECT 1 FROM guardrail_keys a WHERE a.key_hash = keys.hash)"
    " OR EXISTS (SELECT 1 FROM guardrail_members) OR EXISTS (SELECT 1 FROM workspace_budgets)"
    " OR EXISTS (SELECT 1 FROM guardrails g WHERE g.default_of <> '' AND g.money_limit IS NOT NULL)"
    " THEN 1 ELSE 0 END AS BIGINT)";

struct KeyRow {
  Key key;
  Periods stored;
  Nullable updated, expires, limit, deleted, keep, per_minute, pictures, at_once;
  std::int64_t disabled = 0, management = 0, held = 0, include = 0, logging = 0, zdr = 0;
  std::int64_t day = 0, week = 0, month = 0, total = 0;
  std::int64_t byok_day = 0, byok_week = 0, byok_month = 0, byok_total = 0;

  void bind(soci::statement& select) {
    for (auto text : {&key.hash, &key.parent_hash, &key.name, &key.label, &key.limit_reset,
                      &key.creator, &key.external_user, &key.workspace})
      select.exchange(into(*text));
    select.exchange(into(key.created_at));
    for (auto number :
         {&disabled, &management, &day, &week, &month, &total, &byok_day, &byok_week, &byok_month,
          &byok_total, &stored.day, &stored.week, &stored.month, &include, &logging, &zdr})
      select.exchange(into(*number));
    for (auto number :
         {&updated, &expires, &limit, &deleted, &keep, &per_minute, &pictures, &at_once})
      select.exchange(into(number->value, number->indicator));
    select.exchange(into(held));
  }

  // As of `now`; `running` becomes the periods that it then counts in.
  Key read(Micros now, Periods& running) const {
    Key found = key;
    found.updated_at = updated.get();
    found.expires_at = expires.get();
    found.disabled = disabled != 0;
    found.deleted = deleted.get().has_value();
    found.management = management != 0;
    found.include_byok = include != 0;
    if (auto nano = limit.get()) found.limit = Money::nano(*nano);
    found.usage = {Money::nano(day), Money::nano(week), Money::nano(month), Money::nano(total)};
    found.byok = {Money::nano(byok_day), Money::nano(byok_week), Money::nano(byok_month),
                  Money::nano(byok_total)};
    found.held = Money::nano(held);
    found.policy = {.logging = logging != 0,
                    .zdr = zdr != 0,
                    .keep_hours = keep.get(),
                    .per_minute = per_minute.get(),
                    .pictures_per_minute = pictures.get(),
                    .pictures_at_once = at_once.get()};
    auto same = running;
    roll_over(found.byok, same, periods_of(now));
    roll_over(found.usage, running, periods_of(now));
    return found;
  }
};

struct KeyToHold {
  KeyRow key;
  std::int64_t guarded = 0;

  void bind(soci::statement& select) {
    key.bind(select);
    select.exchange(into(guarded));
  }
};

struct Parent {
  std::string hash;
  void bind(soci::statement& update) { update.exchange(into(hash)); }
};

}  // namespace

// What many requests hold is summed only where a limit is compared to it.
std::optional<Key> SqlDatabase::key_to_hold(const std::string& hash, Micros now, bool& guarded) {
  static const std::string kToHold =
      kColumns + "CASE WHEN money_limit IS NULL THEN CAST(0 AS BIGINT) ELSE " + kHeld + " END, " +
      kGuarded + " FROM keys WHERE hash = :value AND deleted_at IS NULL";
  std::optional<Key> found;
  auto take = [&](const KeyToHold& row) {
    auto stored = row.key.stored;
    found = row.key.read(now, stored);
    guarded = row.guarded != 0;
  };
  kept_.each<KeyToHold>(kToHold, take, Named{hash});
  return guarded ? key(hash, now) : found;
}

std::vector<Key> SqlDatabase::select_keys(const std::string& condition, const std::string& value,
                                          Micros now) {
  std::vector<Key> found;
  auto take = [&](const KeyRow& row) {
    auto stored = row.stored;
    found.push_back(row.read(now, stored));
  };
  kept_.each<KeyRow>(kKeys + condition + " ORDER BY created_at, hash", take, Named{value});
  return found;
}

std::optional<Key> SqlDatabase::key(const std::string& hash, Micros now) {
  auto found = select_keys("hash = :value AND deleted_at IS NULL", hash, now);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void SqlDatabase::raise_key_epoch() {
  sql_ << "UPDATE meta SET value = value + 1 WHERE name = 'key_epoch'";
}

// A key made by a limited one must not allow more than that one does. What they spend together is
// held against the maker's limit when it is spent.
Status SqlDatabase::check_parent(const std::string& parent_hash, const Key& child, Micros now) {
  if (parent_hash.empty()) return {};
  auto parent = key(parent_hash, now);
  if (!parent) return fail(ErrorKind::not_found, "The key that makes this one is not known.");
  if (parent->limit && (!child.limit || *child.limit > *parent->limit)) {
    return fail(invalid(
        "limit",
        "A key's limit is at most that of the key that makes it, $" + parent->limit->text() + ".",
        "at most " + parent->limit->text()));
  }
  if (parent->expires_at && (!child.expires_at || *child.expires_at > *parent->expires_at)) {
    return fail(invalid("expires_at", "A key expires no later than the key that makes it."));
  }
  if (parent->policy.zdr && !child.policy.zdr) {
    return fail(invalid("zdr", "The key that makes this one keeps nothing, so this one must not."));
  }
  return {};
}

// It is there, the key's maker may see it, and the member for whom the key is made is in it.
Status SqlDatabase::check_workspace(const NewKey& key, Micros now) {
  if (key.workspace == kDefaultWorkspace) return {};
  std::string owner;
  sql_ << "SELECT owner_hash FROM workspaces WHERE id = :id", into(owner), use(key.workspace);
  bool there = sql_.got_data();
  auto makers = select_keys("hash = :value", key.parent_hash, now);
  bool sees_all = makers.empty() || !makers.front().limit;
  if (!there || (!sees_all && owner != key.parent_hash))
    return fail(invalid("workspace_id", "There is no such workspace."));
  std::int64_t known = 0, inside = 0;
  sql_ << "SELECT COUNT(*) FROM members WHERE id = :id", into(known), use(key.creator);
  sql_ << "SELECT COUNT(*) FROM workspace_members WHERE member_id = :member"
          " AND workspace_id = :id",
      into(inside), use(key.creator), use(key.workspace);
  if (known == 0 || inside > 0) return {};
  return fail(invalid("creator_user_id", "This member is not in the workspace.",
                      "a member of the workspace"));
}

Result<Key> SqlDatabase::create_key(const NewKey& key, Micros now) {
  if (!is_reset(key.limit_reset)) {
    return fail(invalid("limit_reset", "limit_reset is daily, weekly or monthly"));
  }
  if (key.limit && *key.limit < Money()) return fail(invalid("limit", "A limit is at least 0."));
  if (key.secret.empty()) return fail(internal("create_key without a secret"));
  return atomically([&]() -> Result<Key> {
    auto hash = hash_of(key.secret);
    if (!select_keys("hash = :value", hash, now).empty()) {
      return fail(ErrorKind::conflict, "This key exists already.");
    }
    Key wanted{.limit = key.limit};
    wanted.expires_at = key.expires_at;
    wanted.policy = key.policy;
    TRY(check_parent(key.parent_hash, wanted, now));
    TRY(check_workspace(key, now));
    auto label = label_of(key.secret);
    auto p = periods_of(now);
    Nullable expires(key.expires_at), keep(key.policy.keep_hours);
    Nullable per_minute(key.policy.per_minute), pictures(key.policy.pictures_per_minute),
        at_once(key.policy.pictures_at_once);
    Nullable limit(key.limit ? std::optional(key.limit->nano()) : std::nullopt);
    std::int64_t management = key.management, include = key.include_byok,
                 logging = key.policy.logging, zdr = key.policy.zdr;
    sql_ << "INSERT INTO keys (hash, parent_hash, name, label, created_at, expires_at, management,"
            " money_limit, limit_reset, day, week, month, include_byok, creator, external_user,"
            " workspace_id, logging, zdr, keep_hours, per_minute, pictures_per_minute,"
            " pictures_at_once)"
            " VALUES (:hash, :parent, :name, :label, :now, :expires, :management, :money, :reset,"
            " :day, :week, :month, :include, :creator, :external, :workspace, :logging, :zdr,"
            " :keep, :per_minute, :pictures, :at_once)",
        use(hash), use(key.parent_hash), use(key.name), use(label), use(now),
        use(expires.value, expires.indicator), use(management), use(limit.value, limit.indicator),
        use(key.limit_reset), use(p.day), use(p.week), use(p.month), use(include), use(key.creator),
        use(key.external_user), use(key.workspace), use(logging), use(zdr),
        use(keep.value, keep.indicator), use(per_minute.value, per_minute.indicator),
        use(pictures.value, pictures.indicator), use(at_once.value, at_once.indicator);
    raise_key_epoch();
    return select_keys("hash = :value", hash, now).at(0);
  });
}

Result<std::optional<Key>> SqlDatabase::find_key(const std::string& hash, Micros now) {
  return guarded([&]() -> Result<std::optional<Key>> { return key(hash, now); });
}

Result<std::vector<Key>> SqlDatabase::list_keys(Micros now, const KeyFilter& filter) {
  return guarded([&]() -> Result<std::vector<Key>> {
    std::string condition = "deleted_at IS NULL AND (parent_hash = :value OR '' = :value)";
    if (!filter.management) condition += " AND management = 0";
    auto all = select_keys(condition, filter.parent_hash, now);
    if (!filter.workspace.empty())
      std::erase_if(all, [&](const Key& key) { return key.workspace != filter.workspace; });
    if (!filter.include_disabled)
      std::erase_if(all, [&](const Key& key) {
        return key.disabled || (key.expires_at && *key.expires_at <= now);
      });
    auto size = static_cast<std::int64_t>(all.size());
    auto first = std::clamp<std::int64_t>(filter.offset, 0, size);
    auto last = first + std::min(filter.at_most, size - first);
    return std::vector(all.begin() + first, all.begin() + last);
  });
}

Result<std::int64_t> SqlDatabase::key_epoch() {
  return guarded([&]() -> Result<std::int64_t> {
    std::int64_t epoch = 0;
    sql_ << "SELECT value FROM meta WHERE name = 'key_epoch'", into(epoch);
    return epoch;
  });
}

// A settlement does not raise the epoch: a server rolls its cached usage by itself. What a key
// spends was spent by the one that made it, too.
void SqlDatabase::charge_key(const std::string& key_hash, Money cost, Money own, Micros now) {
  auto p = periods_of(now);
  auto house = cost.nano(), team = own.nano();
  // As roll_over() in period.h: a period that has passed begins anew, a clock set back changes
  // none.
  auto into_period = [](const char* column, const char* period) {
    return std::string(column) + "_" + period + " = CASE WHEN " + period + " < :p THEN 0 ELSE " +
           column + "_" + period + " END + :a, ";
  };
  static const std::string kCharge = [&] {
    std::string sql = "UPDATE keys SET ";
    int number = 0;
    for (auto column : {"usage", "byok"})
      for (auto period : {"day", "week", "month"}) sql += into_period(column, period);
    sql += "usage_total = usage_total + :a, byok_total = byok_total + :a";
    for (std::string period : {"day", "week", "month"})
      sql += ", " + period + " = CASE WHEN " + period + " < :p THEN :p ELSE " + period + " END";
    sql += " WHERE hash = :h RETURNING parent_hash";
    std::string numbered;  // each place by a name of its own
    for (std::size_t at = 0; at < sql.size(); ++at) {
      numbered += sql[at];
      if (sql[at] == ':') numbered += "v" + std::to_string(number++);
    }
    return numbered;
  }();
  std::string parent;
  kept_.each<Parent>(
      kCharge, [&](const Parent& row) { parent = row.hash; }, p.day, house, p.week, house, p.month,
      house, p.day, team, p.week, team, p.month, team, house, team, p.day, p.day, p.week, p.week,
      p.month, p.month, key_hash);
  if (!parent.empty()) charge_key(parent, cost, own, now);
}

}  // namespace easel::store
