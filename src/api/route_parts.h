#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/house.h"
#include "http/router.h"

// What the tables of routes share.
namespace easel::api {

// Adds a handler under every base path. Used while the table is filled, never kept.
using AddRoute = std::function<void(std::string_view method, std::string_view path,
                                    http::Router::Handler handler)>;

// Everything about models, for every door: lists, endpoints, providers.
void add_model_routes(const AddRoute& add, House& house);

// Pictures that are kept: GET /images/{sha256}.
void add_picture_routes(const AddRoute& add, House& house);

// What a request would cost: POST /estimate.
void add_estimate_route(const AddRoute& add, House& house);

// Jobs to come back for: /jobs/{id} and its events; the secret that callbacks are signed with.
void add_job_routes(const AddRoute& add, House& house);
void add_callback_routes(const AddRoute& add, House& house);

// The door for agents: /mcp, outside of the API's base.
void add_mcp_route(http::Router& router, House& house);

// What this server goes by, for addresses it gives out: the configured public_url, else what the
// client called it. "http://host[:port]", without a path; "" when the client's name for it is none.
std::string origin_of(const House& house, const http::Request& in);

void allow_any_origin(http::Response& out);
// 200 with the JSON, or the error's own answer.
Task<> send_result(http::Response& out, Result<std::string> body,
                   std::string_view content_type = "application/json");
// The key in "Authorization: Bearer …", or in Anthropic's "x-api-key"; "" when there is none.
std::string_view secret_of(const http::Request& in);

}  // namespace easel::api
