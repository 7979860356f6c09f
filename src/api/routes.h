#pragma once

#include "api/house.h"
#include "http/router.h"

namespace easel::api {

// Every path this server answers, in one table. `house` outlives the router. The API answers under
// /api/v1 and, for clients that leave the /api out, under /v1.
http::Router make_routes(House& house);

}  // namespace easel::api
