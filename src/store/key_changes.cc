#include <algorithm>
#include <cctype>

#include "base/hash.h"
#include "store/nullable.h"
#include "store/sql_database.h"

// What becomes of keys after they were made.
namespace easel::store {
namespace {

using soci::use;

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

Error no_such_key() {
  return {.kind = ErrorKind::not_found, .message = "API key not found"};
}

}  // namespace

Result<Key> SqlDatabase::which_key(const std::string& which, Micros now) {
  return guarded([&]() -> Result<Key> {
    constexpr auto kThere = " AND deleted_at IS NULL";
    auto found = select_keys(std::string("hash = :value") + kThere, hash_of(which), now);
    if (found.empty()) found = select_keys(std::string("name = :value") + kThere, which, now);
    auto prefix = as_hash_prefix(which);
    if (found.empty() && !prefix.empty()) {
      found = select_keys(std::string("substr(hash, 1, length(:value)) = :value") + kThere, prefix,
                          now);
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
    return std::move(found.front());
  });
}

Result<Key> SqlDatabase::revoke_key(const std::string& which, Micros now) {
  return atomically([&]() -> Result<Key> {
    auto key = TRY(which_key(which, now));
    if (key.disabled) return key;
    return change_key(key.hash, {.disabled = true}, now);
  });
}

Result<Key> SqlDatabase::change_key(const std::string& hash, const KeyChange& change, Micros now) {
  if (change.limit_reset && !is_reset(*change.limit_reset)) {
    return fail(invalid("limit_reset", "limit_reset is daily, weekly or monthly"));
  }
  return atomically([&]() -> Result<Key> {
    auto found = key(hash, now);
    if (!found) return fail(no_such_key());
    auto& key = *found;
    key.name = change.name.value_or(key.name);
    key.disabled = change.disabled.value_or(key.disabled);
    key.limit = change.limit.value_or(key.limit);
    key.limit_reset = change.limit_reset.value_or(key.limit_reset);
    key.include_byok = change.include_byok.value_or(key.include_byok);
    key.expires_at = change.expires_at.value_or(key.expires_at);
    key.policy = change.policy.value_or(key.policy);
    if (key.limit && *key.limit < Money()) return fail(invalid("limit", "A limit is at least 0."));
    TRY(check_parent(key.parent_hash, key, now));
    std::int64_t disabled = key.disabled, include = key.include_byok, logging = key.policy.logging,
                 zdr = key.policy.zdr;
    Nullable limit(key.limit ? std::optional(key.limit->nano()) : std::nullopt);
    Nullable expires(key.expires_at), keep(key.policy.keep_hours);
    Nullable per_minute(key.policy.per_minute), pictures(key.policy.pictures_per_minute),
        at_once(key.policy.pictures_at_once);
    sql_ << "UPDATE keys SET name = :name, disabled = :disabled, money_limit = :money,"
            " limit_reset = :reset, include_byok = :include, expires_at = :expires,"
            " logging = :logging, zdr = :zdr, keep_hours = :keep, per_minute = :per_minute,"
            " pictures_per_minute = :pictures, pictures_at_once = :at_once, updated_at = :now"
            " WHERE hash = :hash",
        use(key.name), use(disabled), use(limit.value, limit.indicator), use(key.limit_reset),
        use(include), use(expires.value, expires.indicator), use(logging), use(zdr),
        use(keep.value, keep.indicator), use(per_minute.value, per_minute.indicator),
        use(pictures.value, pictures.indicator), use(at_once.value, at_once.indicator), use(now),
        use(hash);
    raise_key_epoch();
    return select_keys("hash = :value", hash, now).at(0);
  });
}

Status SqlDatabase::delete_key(const std::string& hash, Micros now) {
  return atomically([&]() -> Status {
    if (!key(hash, now)) return fail(no_such_key());
    sql_ << "UPDATE keys SET disabled = 1, deleted_at = :now, updated_at = :now2"
            " WHERE hash = :hash",
        use(now), use(now), use(hash);
    raise_key_epoch();
    return {};
  });
}

Result<Key> SqlDatabase::rotate_key(const std::string& hash, const std::string& new_secret,
                                    Micros now) {
  return atomically([&]() -> Result<Key> {
    auto old = key(hash, now);
    if (!old) return fail(no_such_key());
    auto made = TRY(create_key({.secret = new_secret,
                                .name = old->name,
                                .parent_hash = old->parent_hash,
                                .limit = old->limit,
                                .limit_reset = old->limit_reset,
                                .expires_at = old->expires_at,
                                .management = old->management,
                                .include_byok = old->include_byok,
                                .creator = old->creator,
                                .external_user = old->external_user,
                                .workspace = old->workspace,
                                .policy = old->policy},
                               now));
    // What was spent is not forgiven, and what is running is charged to the new one.
    for (auto column : {"usage_day", "usage_week", "usage_month", "usage_total", "byok_day",
                        "byok_week", "byok_month", "byok_total", "day", "week", "month"})
      sql_ << "UPDATE keys SET " << column << " = (SELECT o." << column
           << " FROM keys o WHERE o.hash = :old) WHERE hash = :new",
          use(hash), use(made.hash);
    sql_ << "UPDATE keys SET usage_day = 0, usage_week = 0, usage_month = 0, usage_total = 0,"
            " byok_day = 0, byok_week = 0, byok_month = 0, byok_total = 0 WHERE hash = :old",
        use(hash);
    sql_ << "UPDATE holds SET key_hash = :new WHERE key_hash = :old", use(made.hash), use(hash);
    sql_ << "UPDATE keys SET parent_hash = :new WHERE parent_hash = :old", use(made.hash),
        use(hash);
    // What is shared with its team, and what holds for it, goes on.
    sql_ << "UPDATE guardrail_keys SET key_hash = :new WHERE key_hash = :old", use(made.hash),
        use(hash);
    for (auto table : {"presets", "byok_keys", "guardrails", "workspaces"})
      sql_ << "UPDATE " << table << " SET owner_hash = :new WHERE owner_hash = :old",
          use(made.hash), use(hash);
    sql_ << "UPDATE keys SET disabled = 1, updated_at = :now WHERE hash = :old", use(now),
        use(hash);
    raise_key_epoch();
    return select_keys("hash = :value", made.hash, now).at(0);
  });
}

}  // namespace easel::store
