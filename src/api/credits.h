#pragma once

#include "api/route_parts.h"

namespace easel::api {

// What the account was given and spent: /credits, by management keys alone.
void add_credit_routes(const AddRoute& add, House& house);

}  // namespace easel::api
