#pragma once

#include "api/route_parts.h"

namespace easel::api {

// Keys for a team: /keys and /keys/{hash}, by management keys alone; and /key, what a key may learn
// about itself.
void add_key_routes(const AddRoute& add, House& house);

}  // namespace easel::api
