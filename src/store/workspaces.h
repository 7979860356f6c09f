#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

// Workspaces: keys that have a budget, members and a guardrail together. Calls of a Database, in a
// header of their own, as in guardrails.h.
namespace easel::store {

struct Workspace {
  std::string id{}, owner_hash{}, slug{}, name{}, description{};
  bool include_byok = false;  // what goes to the team's own accounts counts in its budgets
  std::string created_by{};   // hash of a management key, "" = it was there from the start
  Micros created_at = 0;
  std::optional<Micros> updated_at{};
  std::string guardrail_id{};  // of the one that holds for all its keys
};

struct WorkspaceMember {
  std::string id{}, workspace_id{}, member_id{};
  std::string role{};  // as the member has it; not written
  Micros created_at = 0;
};

struct WorkspaceBudget {
  std::string id{}, workspace_id{};
  std::string limit_reset{};  // "daily", "weekly", "monthly", or "" = never
  Money limit;
  Micros created_at = 0, updated_at = 0;
};

Result<std::vector<Workspace>> workspaces(Database& database);  // oldest first
// By its id; a new one is made with its guardrail. conflict: the slug is another's, or there are a
// thousand.
Status save_workspace(Database& database, const Workspace& workspace);
// With its budgets, its members and its guardrail. conflict: keys are in it.
Status delete_workspace(Database& database, const std::string& id);
// The workspace of a key, the first one's id for one that is not known.
Result<std::string> workspace_of(Database& database, const std::string& key_hash);
Result<std::vector<std::string>> keys_in(Database& database, const std::string& workspace_id);

// Every member is in the first workspace; no rows say so.
Result<std::vector<WorkspaceMember>> workspace_members(Database& database,
                                                       const std::string& workspace_id);
// How many were not in it before; not_found: one of them is nobody.
Result<std::int64_t> add_workspace_members(Database& database,
                                           const std::vector<WorkspaceMember>& members);
Result<std::int64_t> remove_workspace_members(Database& database, const std::string& workspace_id,
                                              const std::vector<std::string>& member_ids);

Result<std::vector<WorkspaceBudget>> workspace_budgets(Database& database,
                                                       const std::string& workspace_id);
// One an interval: a second takes the first's place and keeps its id. The row as it now is.
Result<WorkspaceBudget> save_workspace_budget(Database& database, const WorkspaceBudget& budget,
                                              std::optional<bool> include_byok);
// False: there was none.
Result<bool> delete_workspace_budget(Database& database, const std::string& workspace_id,
                                     const std::string& limit_reset);

}  // namespace easel::store
