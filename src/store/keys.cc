#include <algorithm>
#include <array>
#include <cctype>

#include "base/hash.h"
#include "store/sql_database.h"

namespace easel::store {
namespace {

using soci::into;
using soci::use;

constexpr std::string_view kPrefix = "sk-easel-v1-";

// "sk-easel-v1-abc…xyz": enough to recognise a key, too little to guess it.
std::string label_of(const std::string& secret) {
  if (!secret.starts_with(kPrefix) || secret.size() < kPrefix.size() + 16) return "sk-…";
  return secret.substr(0, kPrefix.size() + 3) + "…" + secret.substr(secret.size() - 3);
}

std::string hash_of(const std::string& secret) {
  return to_hex(sha256(secret));
}

// What could be the beginning of a hash, in lower case; "" when it cannot.
std::string as_hash_prefix(const std::string& which) {
  if (which.size() < 6 || which.size() > 64) return "";
  std::string prefix;
  for (unsigned char c : which) {
    if (!std::isxdigit(c)) return "";
    prefix += static_cast<char>(std::tolower(c));
  }
  return prefix;
}

struct Nullable {
  std::int64_t value = 0;
  soci::indicator indicator = soci::i_null;

  Nullable() = default;
  explicit Nullable(std::optional<std::int64_t> from)
      : value(from.value_or(0)), indicator(from ? soci::i_ok : soci::i_null) {}
  std::optional<std::int64_t> get() const {
    return indicator == soci::i_ok ? std::optional(value) : std::nullopt;
  }
};

}  // namespace

std::vector<Key> SqlDatabase::select_keys(const std::string& condition, const std::string& value,
                                          Micros now, Periods* periods) {
  Key key;
  Nullable updated, expires, limit;
  std::int64_t disabled = 0, management = 0, held = 0;
  std::int64_t day = 0, week = 0, month = 0, total = 0;
  Periods stored;
  soci::statement select =
      (sql_.prepare << "SELECT hash, name, label, created_at, updated_at, expires_at, disabled,"
                       " management, money_limit, limit_reset, usage_day, usage_week, usage_month,"
                       " usage_total, day, week, month,"
                       " (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM holds"
                       "   WHERE holds.key_hash = keys.hash)"
                       " FROM keys WHERE "
                    << condition << " ORDER BY created_at, hash",
       into(key.hash), into(key.name), into(key.label), into(key.created_at),
       into(updated.value, updated.indicator), into(expires.value, expires.indicator),
       into(disabled), into(management), into(limit.value, limit.indicator), into(key.limit_reset),
       into(day), into(week), into(month), into(total), into(stored.day), into(stored.week),
       into(stored.month), into(held), use(value, "value"));
  select.execute();
  std::vector<Key> found;
  while (select.fetch()) {
    key.updated_at = updated.get();
    key.expires_at = expires.get();
    key.disabled = disabled != 0;
    key.management = management != 0;
    auto nano = limit.get();
    key.limit = nano ? std::optional(Money::nano(*nano)) : std::nullopt;
    key.usage = {Money::nano(day), Money::nano(week), Money::nano(month), Money::nano(total)};
    key.held = Money::nano(held);
    roll_over(key.usage, stored, periods_of(now));
    if (periods) *periods = stored;
    found.push_back(key);
  }
  return found;
}

void SqlDatabase::raise_key_epoch() {
  sql_ << "UPDATE meta SET value = value + 1 WHERE name = 'key_epoch'";
}

Result<Key> SqlDatabase::create_key(const NewKey& key, Micros now) {
  constexpr std::array<std::string_view, 4> kResets{"", "daily", "weekly", "monthly"};
  if (std::ranges::find(kResets, key.limit_reset) == kResets.end()) {
    return fail(invalid("limit_reset", "limit_reset is daily, weekly or monthly"));
  }
  if (key.secret.empty()) return fail(internal("create_key without a secret"));
  return atomically([&]() -> Result<Key> {
    auto hash = hash_of(key.secret);
    if (!select_keys("hash = :value", hash, now).empty()) {
      return fail(ErrorKind::conflict, "This key exists already.");
    }
    auto label = label_of(key.secret);
    auto p = periods_of(now);
    Nullable expires(key.expires_at);
    Nullable limit(key.limit ? std::optional(key.limit->nano()) : std::nullopt);
    std::int64_t management = key.management;
    sql_ << "INSERT INTO keys (hash, name, label, created_at, expires_at, management, money_limit,"
            " limit_reset, day, week, month)"
            " VALUES (:hash, :name, :label, :now, :expires, :management, :money, :reset, :day,"
            " :week, :month)",
        use(hash), use(key.name), use(label), use(now), use(expires.value, expires.indicator),
        use(management), use(limit.value, limit.indicator), use(key.limit_reset), use(p.day),
        use(p.week), use(p.month);
    raise_key_epoch();
    return select_keys("hash = :value", hash, now).at(0);
  });
}

Result<std::optional<Key>> SqlDatabase::find_key(const std::string& hash, Micros now) {
  return guarded([&]() -> Result<std::optional<Key>> {
    auto found = select_keys("hash = :value", hash, now);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

Result<std::vector<Key>> SqlDatabase::list_keys(Micros now) {
  return guarded([&]() -> Result<std::vector<Key>> { return select_keys(":value = ''", "", now); });
}

Result<Key> SqlDatabase::revoke_key(const std::string& which, Micros now) {
  return atomically([&]() -> Result<Key> {
    auto found = select_keys("hash = :value", hash_of(which), now);
    if (found.empty()) found = select_keys("name = :value", which, now);
    auto prefix = as_hash_prefix(which);
    if (found.empty() && !prefix.empty()) {
      found = select_keys("substr(hash, 1, length(:value)) = :value", prefix, now);
    }
    bool secret = which.starts_with("sk-");
    auto quoted = secret ? std::string("this secret") : "\"" + which + "\"";
    if (found.empty()) return fail(ErrorKind::not_found, "No key matches " + quoted + ".");
    if (std::ranges::any_of(found, [](const Key& key) { return !key.disabled; })) {
      std::erase_if(found, [](const Key& key) { return key.disabled; });
    }
    if (found.size() > 1) {
      return fail(invalid("key", std::to_string(found.size()) + " keys match " + quoted +
                                     ": name one by its hash."));
    }
    auto key = std::move(found.front());
    if (key.disabled) return key;
    sql_ << "UPDATE keys SET disabled = 1, updated_at = :now WHERE hash = :hash", use(now),
        use(key.hash);
    raise_key_epoch();
    key.disabled = true;
    key.updated_at = now;
    return key;
  });
}

Result<std::int64_t> SqlDatabase::key_epoch() {
  return guarded([&]() -> Result<std::int64_t> {
    std::int64_t epoch = 0;
    sql_ << "SELECT value FROM meta WHERE name = 'key_epoch'", into(epoch);
    return epoch;
  });
}

// A settlement does not raise the epoch: a server rolls its cached usage by itself.
void SqlDatabase::charge_key(const std::string& key_hash, Money cost, Micros now) {
  Periods stored;
  auto usage = select_keys("hash = :value", key_hash, now, &stored).at(0).usage;
  auto day = (usage.day + cost).nano(), week = (usage.week + cost).nano();
  auto month = (usage.month + cost).nano(), total = (usage.total + cost).nano();
  sql_ << "UPDATE keys SET usage_day = :d, usage_week = :w, usage_month = :m, usage_total = :t,"
          " day = :pd, week = :pw, month = :pm WHERE hash = :hash",
      use(day), use(week), use(month), use(total), use(stored.day), use(stored.week),
      use(stored.month), use(key_hash);
}

}  // namespace easel::store
