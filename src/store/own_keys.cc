#include "store/sql_database.h"

// Credentials of the team at providers.
namespace easel::store {

using soci::into;
using soci::use;

Result<std::vector<OwnKey>> SqlDatabase::own_keys() {
  return guarded([&]() -> Result<std::vector<OwnKey>> {
    OwnKey row;
    Nullable zdr;
    std::int64_t disabled = 0, fallback = 0, required = 0, only = 0;
    soci::statement select =
        (sql_.prepare << "SELECT id, owner_hash, provider, name, label, secret, disabled,"
                         " is_fallback, is_required, is_only, declared_zdr, allowed_models,"
                         " allowed_keys, allowed_users, sort_order, created_at FROM byok_keys"
                         " ORDER BY sort_order, created_at, id",
         into(row.id), into(row.owner_hash), into(row.provider), into(row.name), into(row.label),
         into(row.sealed), into(disabled), into(fallback), into(required), into(only),
         into(zdr.value, zdr.indicator), into(row.allowed_models), into(row.allowed_keys),
         into(row.allowed_users), into(row.sort_order), into(row.created_at));
    select.execute();
    std::vector<OwnKey> found;
    while (select.fetch()) {
      row.disabled = disabled != 0;
      row.fallback = fallback != 0;
      row.required = required != 0;
      row.only = only != 0;
      auto declared = zdr.get();
      row.declared_zdr = declared ? std::optional(*declared != 0) : std::nullopt;
      found.push_back(row);
    }
    return found;
  });
}

Status SqlDatabase::save_own_key(const OwnKey& key) {
  return atomically([&]() -> Status {
    constexpr std::int64_t kMost = 1000;
    std::int64_t known = 0, all = 0, last = 0, order = key.sort_order;
    sql_ << "SELECT COUNT(*) FROM byok_keys WHERE id = :id", into(known), use(key.id);
    if (known == 0) {
      sql_ << "SELECT COUNT(*), CAST(COALESCE(MAX(sort_order), -1) AS BIGINT) FROM byok_keys",
          into(all), into(last);
      if (all >= kMost) return fail(ErrorKind::conflict, "There are a thousand keys already.");
      order = last + 1;
    }
    Nullable zdr(key.declared_zdr ? std::optional<std::int64_t>(*key.declared_zdr) : std::nullopt);
    std::int64_t disabled = key.disabled, fallback = key.fallback, required = key.required,
                 only = key.only;
    sql_ << "INSERT INTO byok_keys (id, owner_hash, provider, name, label, secret, disabled,"
            " is_fallback, is_required, is_only, declared_zdr, allowed_models, allowed_keys,"
            " allowed_users, sort_order, created_at) VALUES (:id, :owner, :provider, :name, :label,"
            " :secret, :disabled, :fallback, :required, :only, :zdr, :models, :keys, :users,"
            " :sort, :at) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
            " label = excluded.label, secret = excluded.secret, disabled = excluded.disabled,"
            " is_fallback = excluded.is_fallback, is_required = excluded.is_required,"
            " is_only = excluded.is_only, declared_zdr = excluded.declared_zdr,"
            " allowed_models = excluded.allowed_models, allowed_keys = excluded.allowed_keys,"
            " allowed_users = excluded.allowed_users, sort_order = excluded.sort_order",
        use(key.id), use(key.owner_hash), use(key.provider), use(key.name), use(key.label),
        use(key.sealed), use(disabled), use(fallback), use(required), use(only),
        use(zdr.value, zdr.indicator), use(key.allowed_models), use(key.allowed_keys),
        use(key.allowed_users), use(order), use(key.created_at);
    return {};
  });
}

Status SqlDatabase::delete_own_key(const std::string& id) {
  return atomically([&]() -> Status {
    sql_ << "DELETE FROM byok_keys WHERE id = :id", use(id);
    return {};
  });
}

Status SqlDatabase::note_own_key(const std::string& generation_id) {
  return atomically([&]() -> Status {
    sql_ << "UPDATE generations SET byok = -1 WHERE id = :id AND state = 'running'",
        use(generation_id);
    return {};
  });
}

}  // namespace easel::store
