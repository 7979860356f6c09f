#include "store/guardrails.h"
#include "store/sql_database.h"

// Codes that become keys, once.
namespace easel::store {

using soci::into;
using soci::use;

Status save_code(Database& database, const OauthCode& code) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    Nullable limit(code.limit ? std::optional(code.limit->nano()) : std::nullopt);
    Nullable expires(code.key_expires_at);
    sql.session()
        << "INSERT INTO oauth_codes (id, made_by, callback_url, challenge, challenge_method,"
           " key_label, money_limit, limit_reset, key_expires_at, created_at) VALUES (:id, :by,"
           " :callback, :challenge, :method, :label, :money, :reset, :expires, :at)",
        use(code.id), use(code.made_by), use(code.callback_url), use(code.challenge),
        use(code.challenge_method), use(code.key_label), use(limit.value, limit.indicator),
        use(code.limit_reset), use(expires.value, expires.indicator), use(code.created_at);
    return {};
  });
}

Result<std::optional<OauthCode>> take_code(Database& database, const std::string& id, Micros now) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::optional<OauthCode>> {
    constexpr Micros kGood = 600'000'000;  // ten minutes
    OauthCode code{.id = id};
    Nullable limit, expires, used;
    sql.session()
        << "SELECT made_by, callback_url, challenge, challenge_method, key_label, money_limit,"
           " limit_reset, key_expires_at, created_at, used_at FROM oauth_codes WHERE id = :id",
        into(code.made_by), into(code.callback_url), into(code.challenge),
        into(code.challenge_method), into(code.key_label), into(limit.value, limit.indicator),
        into(code.limit_reset), into(expires.value, expires.indicator), into(code.created_at),
        into(used.value, used.indicator), use(id);
    if (!sql.session().got_data() || used.get()) return std::nullopt;
    sql.session() << "UPDATE oauth_codes SET used_at = :now WHERE id = :id", use(now), use(id);
    if (now - code.created_at > kGood || now < code.created_at) return std::nullopt;
    auto nano = limit.get();
    code.limit = nano ? std::optional(Money::nano(*nano)) : std::nullopt;
    code.key_expires_at = expires.get();
    return code;
  });
}

}  // namespace easel::store
