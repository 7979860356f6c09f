#pragma once

#include "api/house.h"
#include "http/router.h"

namespace easel::pages {

// The router as a server takes it, with one thing before it: a request to the API that comes with
// the cookie of a signed-in browser and without a key is given the member's own key, and everything
// that changes something must then come from a page of this very origin. Other requests pass
// untouched. Both outlive the handler.
http::Handler door(api::House& house, const http::Router& router);

}  // namespace easel::pages
