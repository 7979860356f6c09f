#pragma once

#include <string>

#include "api/route_parts.h"

// Keys for programs, by OAuth's PKCE (RFC 7636): a code is made by whoever may make keys, with POST
// /auth/keys/code, and exchanged once, within ten minutes, for a key. A page that asks a person for
// consent makes its code in the same way, with the management key of whoever consents.
namespace easel::api {

// Where a code may be sent: https, or http to this very machine; no fragment, no user, at most 2048
// bytes. Error: invalid_request, naming callback_url.
Status check_callback(const std::string& url);

// Whether a verifier (43 to 128 of RFC 7636's characters) is the one of that challenge; `method` is
// "S256" or "plain".
bool fits_challenge(const std::string& verifier, const std::string& challenge,
                    const std::string& method);

void add_oauth_routes(const AddRoute& add, House& house);

}  // namespace easel::api
