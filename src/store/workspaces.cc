#include "store/workspaces.h"

#include "base/ids.h"
#include "store/sql_database.h"

namespace easel::store {

using soci::into;
using soci::use;

namespace {

std::int64_t count(soci::session& sql, const std::string& table, const std::string& column,
                   const std::string& value) {
  std::int64_t rows = 0;
  sql << "SELECT COUNT(*) FROM " << table << " WHERE " << column << " = :value", into(rows),
      use(value);
  return rows;
}

}  // namespace

Result<std::vector<Workspace>> workspaces(Database& database) {
  auto& sql = sql_of(database);
  return sql.guarded(
      [&]() -> Result<std::vector<Workspace>> {
        Workspace row;
        Nullable updated;
        std::int64_t include = 0;
        soci::statement select =
            (sql.session().prepare
                 << "SELECT w.id, w.owner_hash, w.slug, w.name, w.description, w.include_byok,"
                    " w.created_by, w.created_at, w.updated_at, COALESCE((SELECT MIN(g.id) FROM"
                    " guardrails g WHERE g.default_of = w.id), '') FROM workspaces w"
                    " ORDER BY w.created_at, w.id",
             into(row.id), into(row.owner_hash), into(row.slug), into(row.name),
             into(row.description), into(include), into(row.created_by), into(row.created_at),
             into(updated.value, updated.indicator), into(row.guardrail_id));
        select.execute();
        std::vector<Workspace> found;
        while (select.fetch()) {
          row.include_byok = include != 0;
          row.updated_at = updated.get();
          found.push_back(row);
        }
        return found;
      });
}

Status save_workspace(Database& database, const Workspace& row) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    constexpr std::int64_t kMost = 1000;
    std::int64_t others = 0, same = 0;
    sql.session() << "SELECT COUNT(*) FROM workspaces WHERE id <> :id", into(others), use(row.id);
    sql.session() << "SELECT COUNT(*) FROM workspaces WHERE slug = :slug AND id <> :id", into(same),
        use(row.slug), use(row.id);
    if (same > 0) return fail(ErrorKind::conflict, "Another workspace has this slug.");
    if (others >= kMost)
      return fail(ErrorKind::conflict, "There are a thousand workspaces already.");
    bool fresh = count(sql.session(), "workspaces", "id", row.id) == 0;
    Nullable updated(row.updated_at);
    std::int64_t include = row.include_byok;
    sql.session()
        << "INSERT INTO workspaces (id, owner_hash, slug, name, description, include_byok,"
           " created_by, created_at, updated_at) VALUES (:id, :owner, :slug, :name,"
           " :description, :include, :by, :created, :updated)"
           " ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name,"
           " description = excluded.description, include_byok = excluded.include_byok,"
           " updated_at = excluded.updated_at",
        use(row.id), use(row.owner_hash), use(row.slug), use(row.name), use(row.description),
        use(include), use(row.created_by), use(row.created_at),
        use(updated.value, updated.indicator);
    if (!fresh) return {};
    auto name = row.name + ": default";
    std::string says = "Holds for every key of this workspace.";
    sql.session() << "INSERT INTO guardrails (id, owner_hash, name, description, limit_reset,"
                     " include_byok, rules, created_at, default_of) VALUES (:id, :owner, :name,"
                     " :description, '', 0, '{}', :created, :workspace)",
        use(row.guardrail_id), use(row.owner_hash), use(name), use(says), use(row.created_at),
        use(row.id);
    return {};
  });
}

Status delete_workspace(Database& database, const std::string& id) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Status {
    std::int64_t keys = 0;
    sql.session() << "SELECT COUNT(*) FROM keys WHERE workspace_id = :id AND deleted_at IS NULL",
        into(keys), use(id);
    if (keys > 0)
      return fail(ErrorKind::conflict,
                  "There are keys in this workspace: delete them first (DELETE /keys/{hash}).");
    for (auto table : {"guardrail_keys", "guardrail_members"})
      sql.session() << "DELETE FROM " << table << " WHERE guardrail_id IN"
                    << " (SELECT id FROM guardrails WHERE default_of = :id)",
          use(id);
    sql.session() << "DELETE FROM guardrails WHERE default_of = :id", use(id);
    for (auto table : {"workspace_members", "workspace_budgets"})
      sql.session() << "DELETE FROM " << table << " WHERE workspace_id = :id", use(id);
    sql.session() << "DELETE FROM workspaces WHERE id = :id", use(id);
    return {};
  });
}

Result<std::string> workspace_of(Database& database, const std::string& key_hash) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::string> {
    std::string id;
    sql.session() << "SELECT workspace_id FROM keys WHERE hash = :hash", into(id), use(key_hash);
    return sql.session().got_data() ? id : std::string(kDefaultWorkspace);
  });
}

Result<std::vector<std::string>> keys_in(Database& database, const std::string& workspace_id) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<std::string>> {
    std::string hash;
    soci::statement select =
        (sql.session().prepare << "SELECT hash FROM keys WHERE workspace_id = :id", into(hash),
         use(workspace_id));
    select.execute();
    std::vector<std::string> found;
    while (select.fetch()) found.push_back(hash);
    return found;
  });
}

Result<std::vector<WorkspaceMember>> workspace_members(Database& database,
                                                       const std::string& workspace_id) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<WorkspaceMember>> {
    WorkspaceMember row{.workspace_id = workspace_id};
    std::string all =
        workspace_id == kDefaultWorkspace
            ? "SELECT m.id, m.id, m.role, m.created_at FROM members m"
              " WHERE m.disabled = 0 AND '' <> :id ORDER BY m.created_at, m.id"
            : "SELECT w.id, w.member_id, m.role, w.created_at FROM workspace_members w"
              " JOIN members m ON m.id = w.member_id WHERE w.workspace_id = :id"
              " ORDER BY w.created_at, w.id";
    soci::statement select = (sql.session().prepare << all, into(row.id), into(row.member_id),
                              into(row.role), into(row.created_at), use(workspace_id));
    select.execute();
    std::vector<WorkspaceMember> found;
    while (select.fetch()) found.push_back(row);
    return found;
  });
}

Result<std::int64_t> add_workspace_members(Database& database,
                                           const std::vector<WorkspaceMember>& members) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::int64_t> {
    std::int64_t before = 0, after = 0;
    sql.session() << "SELECT COUNT(*) FROM workspace_members", into(before);
    for (const auto& member : members) {
      if (count(sql.session(), "members", "id", member.member_id) == 0)
        return fail(ErrorKind::not_found, "One of these members is not there.");
      sql.session() << "INSERT INTO workspace_members (id, workspace_id, member_id, created_at)"
                       " VALUES (:id, :workspace, :member, :at)"
                       " ON CONFLICT (workspace_id, member_id) DO NOTHING",
          use(member.id), use(member.workspace_id), use(member.member_id), use(member.created_at);
    }
    sql.session() << "SELECT COUNT(*) FROM workspace_members", into(after);
    return after - before;
  });
}

Result<std::int64_t> remove_workspace_members(Database& database, const std::string& workspace_id,
                                              const std::vector<std::string>& member_ids) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<std::int64_t> {
    auto before = count(sql.session(), "workspace_members", "workspace_id", workspace_id);
    for (const auto& id : member_ids)
      sql.session() << "DELETE FROM workspace_members WHERE workspace_id = :workspace"
                       " AND member_id = :member",
          use(workspace_id), use(id);
    return before - count(sql.session(), "workspace_members", "workspace_id", workspace_id);
  });
}

Result<std::vector<WorkspaceBudget>> workspace_budgets(Database& database,
                                                       const std::string& workspace_id) {
  auto& sql = sql_of(database);
  return sql.guarded([&]() -> Result<std::vector<WorkspaceBudget>> {
    WorkspaceBudget row{.workspace_id = workspace_id};
    std::int64_t limit = 0;
    soci::statement select =
        (sql.session().prepare << "SELECT id, limit_reset, money_limit, created_at, updated_at"
                                  " FROM workspace_budgets WHERE workspace_id = :id"
                                  " ORDER BY limit_reset",
         into(row.id), into(row.limit_reset), into(limit), into(row.created_at),
         into(row.updated_at), use(workspace_id));
    select.execute();
    std::vector<WorkspaceBudget> found;
    while (select.fetch()) {
      row.limit = Money::nano(limit);
      found.push_back(row);
    }
    return found;
  });
}

Result<WorkspaceBudget> save_workspace_budget(Database& database, const WorkspaceBudget& budget,
                                              std::optional<bool> include_byok) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<WorkspaceBudget> {
    auto limit = budget.limit.nano();
    sql.session() << "INSERT INTO workspace_budgets (id, workspace_id, limit_reset, money_limit,"
                     " created_at, updated_at) VALUES (:id, :workspace, :reset, :money, :created,"
                     " :updated) ON CONFLICT (workspace_id, limit_reset) DO UPDATE SET"
                     " money_limit = excluded.money_limit, updated_at = excluded.updated_at",
        use(budget.id), use(budget.workspace_id), use(budget.limit_reset), use(limit),
        use(budget.created_at), use(budget.updated_at);
    if (include_byok) {
      std::int64_t include = *include_byok;
      sql.session() << "UPDATE workspaces SET include_byok = :include WHERE id = :id", use(include),
          use(budget.workspace_id);
    }
    auto all = TRY(workspace_budgets(database, budget.workspace_id));
    for (auto& row : all)
      if (row.limit_reset == budget.limit_reset) return std::move(row);
    return fail(internal("a budget that was written is not there"));
  });
}

Result<bool> delete_workspace_budget(Database& database, const std::string& workspace_id,
                                     const std::string& limit_reset) {
  auto& sql = sql_of(database);
  return sql.atomically([&]() -> Result<bool> {
    auto before = count(sql.session(), "workspace_budgets", "workspace_id", workspace_id);
    sql.session() << "DELETE FROM workspace_budgets WHERE workspace_id = :workspace"
                     " AND limit_reset = :reset",
        use(workspace_id), use(limit_reset);
    return count(sql.session(), "workspace_budgets", "workspace_id", workspace_id) < before;
  });
}

}  // namespace easel::store
