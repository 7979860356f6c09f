#pragma once

#include "api/management.h"
#include "api/route_parts.h"

// Workspaces, their budgets and members, and who is in the house: /workspaces, /organization.
namespace easel::api {

// The workspace that ?workspace_id= names, by its id or slug; "" = the query names none.
// Errors: not_found, also for one of another team.
Task<Result<std::string>> workspace_asked(House& house, const http::Request& in,
                                          const store::Key& manager);

void add_workspace_routes(const AddRoute& add, House& house);

}  // namespace easel::api
