#pragma once

#include <string>

#include "api/house.h"
#include "gateway/request.h"
#include "store/records.h"

// Pictures that a request gives by address are brought into it: those that this house keeps from
// its own disk, and, when whoever will serve the request does not fetch by itself, the others
// through the guarded client.
namespace easel::api {

// Afterwards every picture of this house, and with `fetch_all` every picture, lies in the request
// as a data URL, in the messages and in the body; the same, with `fetch_references`, of the
// pictures to enhance by. A picture that stands twice is fetched once; at most eight are fetched.
// Nothing but the address goes out: no credentials, no cookies, no referrer. Errors name the
// address's host: invalid_request and image_download_failed are the client's.
Task<Status> gather_pictures(House& house, store::Key key, gateway::GenerationRequest& request,
                             bool fetch_all, bool fetch_references);

}  // namespace easel::api
