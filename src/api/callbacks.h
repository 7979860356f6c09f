#pragma once

#include "api/house.h"

// Posts to whoever gave a callback_url. The body is the job as GET /jobs/{id} tells it, pictures as
// signed addresses; the header X-Easel-Signature is "t=<unix seconds>,v1=<hex>", the HMAC-SHA256 of
// "<t>.<body>" under the key's own secret (GET /callbacks/secret). Any 2xx is taken as delivered;
// everything else is tried again after 10 s, 1 min, 5 min, 30 min and 2 h, then given up. What is
// owed lies in the store, so a restart forgets nothing; a delivery may come twice.
namespace easel::api {

// Under which the posts for this key are signed.
std::string callback_secret(const House& house, std::string_view key_hash);

std::string callback_signature(std::string_view secret, std::int64_t at, std::string_view body);

// Never ends; one of it in a process.
Task<> post_callbacks(House& house);

}  // namespace easel::api
