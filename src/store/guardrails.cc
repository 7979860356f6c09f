#include "store/guardrails.h"

#include "store/sql_database.h"

// Guardrails, and the keys they hold for.
namespace easel::store {

using soci::into;
using soci::use;

Where holding(const std::string& key_hash) {
  return Where().add(
      "(g.id IN (SELECT guardrail_id FROM guardrail_keys WHERE key_hash = ?)"
      " OR g.id IN (SELECT a.guardrail_id FROM guardrail_members a JOIN keys k"
      " ON k.creator = a.member_id WHERE k.hash = ?)"
      " OR g.default_of = (SELECT workspace_id FROM keys WHERE hash = ?))",
      key_hash, key_hash, key_hash);
}

std::vector<Guardrail> SqlDatabase::select_guardrails(Where where) {
  Guardrail row;
  Nullable limit, updated;
  std::int64_t include = 0;
  soci::statement select(sql_);
  for (auto text : {&row.id, &row.owner_hash, &row.name, &row.description, &row.limit_reset,
                    &row.rules, &row.default_of})
    select.exchange(into(*text));
  select.exchange(into(limit.value, limit.indicator));
  select.exchange(into(include));
  select.exchange(into(row.created_at));
  select.exchange(into(updated.value, updated.indicator));
  where.bind(select);
  select.alloc();
  select.prepare(
      "SELECT g.id, g.owner_hash, g.name, g.description, g.limit_reset, g.rules, g.default_of,"
      " g.money_limit, g.include_byok, g.created_at, g.updated_at FROM guardrails g WHERE " +
      where.sql() + " ORDER BY g.created_at, g.id");
  select.define_and_bind();
  select.execute();
  std::vector<Guardrail> found;
  while (select.fetch()) {
    auto nano = limit.get();
    row.limit = nano ? std::optional(Money::nano(*nano)) : std::nullopt;
    row.include_byok = include != 0;
    row.updated_at = updated.get();
    found.push_back(row);
  }
  return found;
}

Result<std::vector<Guardrail>> guardrails(Database& database) {
  auto& sql = sql_of(database);
  return sql.guarded(
      [&]() -> Result<std::vector<Guardrail>> { return sql.select_guardrails(Where()); });
}

Result<std::vector<Guardrail>> guardrails_of(Database& database, const std::string& key_hash) {
  auto& sql = sql_of(database);
  return sql.guarded(
      [&]() -> Result<std::vector<Guardrail>> { return sql.select_guardrails(holding(key_hash)); });
}

Status save_guardrail(Database& database, const Guardrail& row) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    constexpr std::int64_t kMost = 1000;
    std::int64_t others = 0;
    sql.session() << "SELECT COUNT(*) FROM guardrails WHERE id <> :id", into(others), use(row.id);
    if (others >= kMost)
      return fail(ErrorKind::conflict, "There are a thousand guardrails already.");
    Nullable limit(row.limit ? std::optional(row.limit->nano()) : std::nullopt);
    Nullable updated(row.updated_at);
    std::int64_t include = row.include_byok;
    sql.session()
        << "INSERT INTO guardrails (id, owner_hash, name, description, money_limit, limit_reset,"
           " include_byok, rules, created_at, updated_at) VALUES (:id, :owner, :name,"
           " :description, :money, :reset, :include, :rules, :created, :updated)"
           " ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
           " description = excluded.description, money_limit = excluded.money_limit,"
           " limit_reset = excluded.limit_reset, include_byok = excluded.include_byok,"
           " rules = excluded.rules, updated_at = excluded.updated_at",
        use(row.id), use(row.owner_hash), use(row.name), use(row.description),
        use(limit.value, limit.indicator), use(row.limit_reset), use(include), use(row.rules),
        use(row.created_at), use(updated.value, updated.indicator);
    return {};
  });
}

Status delete_guardrail(Database& database, const std::string& id) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    std::string of;
    sql.session() << "SELECT default_of FROM guardrails WHERE id = :id", into(of), use(id);
    if (!of.empty())
      return fail(ErrorKind::conflict,
                  "This guardrail is its workspace's own; it goes with the workspace.");
    for (auto table : {"guardrail_keys", "guardrail_members"})
      sql.session() << "DELETE FROM " << table << " WHERE guardrail_id = :id", use(id);
    sql.session() << "DELETE FROM guardrails WHERE id = :id", use(id);
    return {};
  });
}

Result<std::vector<GuardrailKey>> guardrail_keys(Database& database) {
  auto& sql = sql_of(database);
  return sql.guarded(
      [&]() -> Result<std::vector<GuardrailKey>> {
        GuardrailKey row;
        soci::statement select =
            (sql.session().prepare
                 << "SELECT a.id, a.guardrail_id, a.key_hash, k.name, k.label, a.assigned_by,"
                    " a.created_at FROM guardrail_keys a JOIN keys k ON k.hash = a.key_hash"
                    " WHERE k.deleted_at IS NULL ORDER BY a.created_at, a.id",
             into(row.id), into(row.guardrail_id), into(row.key_hash), into(row.key_name),
             into(row.key_label), into(row.assigned_by), into(row.created_at));
        select.execute();
        std::vector<GuardrailKey> found;
        while (select.fetch()) found.push_back(row);
        return found;
      });
}

Result<std::int64_t> assign_guardrail(Database& database, const std::vector<GuardrailKey>& keys) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::int64_t> {
    std::int64_t before = 0, after = 0;
    sql.session() << "SELECT COUNT(*) FROM guardrail_keys", into(before);
    for (const auto& key : keys)
      sql.session()
          << "INSERT INTO guardrail_keys (id, guardrail_id, key_hash, assigned_by, created_at)"
             " VALUES (:id, :guardrail, :key, :by, :at)"
             " ON CONFLICT (guardrail_id, key_hash) DO NOTHING",
          use(key.id), use(key.guardrail_id), use(key.key_hash), use(key.assigned_by),
          use(key.created_at);
    sql.session() << "SELECT COUNT(*) FROM guardrail_keys", into(after);
    return after - before;
  });
}

Result<std::int64_t> unassign_guardrail(Database& database, const std::string& id,
                                        const std::vector<std::string>& hashes) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::int64_t> {
    std::int64_t before = 0, after = 0;
    sql.session() << "SELECT COUNT(*) FROM guardrail_keys", into(before);
    for (const auto& hash : hashes)
      sql.session() << "DELETE FROM guardrail_keys WHERE guardrail_id = :id AND key_hash = :key",
          use(id), use(hash);
    sql.session() << "SELECT COUNT(*) FROM guardrail_keys", into(after);
    return before - after;
  });
}

Result<std::vector<GuardrailMember>> guardrail_members(Database& database) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<GuardrailMember>> {
    GuardrailMember row;
    soci::statement select =
        (sql.session().prepare << "SELECT id, guardrail_id, member_id, assigned_by, created_at"
                                  " FROM guardrail_members ORDER BY created_at, id",
         into(row.id), into(row.guardrail_id), into(row.member_id), into(row.assigned_by),
         into(row.created_at));
    select.execute();
    std::vector<GuardrailMember> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Result<std::int64_t> assign_guardrail(Database& database,
                                      const std::vector<GuardrailMember>& members) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::int64_t> {
    std::int64_t before = 0, after = 0;
    sql.session() << "SELECT COUNT(*) FROM guardrail_members", into(before);
    for (const auto& member : members) {
      if (!TRY(database.find_member(member.member_id)))
        return fail(ErrorKind::not_found, "One of these members is not there.");
      sql.session() << "INSERT INTO guardrail_members (id, guardrail_id, member_id, assigned_by,"
                       " created_at) VALUES (:id, :guardrail, :member, :by, :at)"
                       " ON CONFLICT (guardrail_id, member_id) DO NOTHING",
          use(member.id), use(member.guardrail_id), use(member.member_id), use(member.assigned_by),
          use(member.created_at);
    }
    sql.session() << "SELECT COUNT(*) FROM guardrail_members", into(after);
    return after - before;
  });
}

Result<std::int64_t> unassign_members(Database& database, const std::string& id,
                                      const std::vector<std::string>& member_ids) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::int64_t> {
    std::int64_t before = 0, after = 0;
    sql.session() << "SELECT COUNT(*) FROM guardrail_members", into(before);
    for (const auto& member : member_ids)
      sql.session() << "DELETE FROM guardrail_members WHERE guardrail_id = :id"
                       " AND member_id = :member",
          use(id), use(member);
    sql.session() << "SELECT COUNT(*) FROM guardrail_members", into(after);
    return before - after;
  });
}

}  // namespace easel::store
