#pragma once

#include "api/route_parts.h"

namespace easel::api {

// What generations were, said and cost: /generation, its content and feedback, and Easel's own list
// of them, /generations. An ordinary key sees its own; a management key those of the keys it
// manages. Whatever else there is, is not found.
void add_generation_routes(const AddRoute& add, House& house);

}  // namespace easel::api
