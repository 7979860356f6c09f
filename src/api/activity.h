#pragma once

#include "api/route_parts.h"

namespace easel::api {

// What was used, summed up: /activity, /analytics/meta and /analytics/query, as JSON or CSV, by
// management keys alone. A limited one sees what its own keys did.
void add_activity_routes(const AddRoute& add, House& house);

}  // namespace easel::api
