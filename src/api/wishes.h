#pragma once

#include "gateway/request.h"
#include "http/server.h"

namespace easel::api {

// Takes out of the request's body what is meant for this house alone, so that it goes no further:
//   callback_url, easel.callback_url   http(s), told when the generation has ended
//   easel.keep_alive                   true: a buffered answer sends white space while it waits
//   image_config.delivery, easel.delivery   "url": pictures leave as addresses; "base64"
// Errors name the field.
Status take_wishes(gateway::GenerationRequest& request);

// The same wishes said in headers: Prefer: respond-async, X-Easel-Delivery, X-Easel-Keep-Alive.
// What they say goes before the body. `origin`: what this server is called.
Status hear_wishes(const http::Request& in, std::string origin, gateway::Wishes& wishes);

}  // namespace easel::api
