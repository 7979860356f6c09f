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

void allow_any_origin(http::Response& out);
// 200 with the JSON, or the error's own answer.
Task<> send_result(http::Response& out, Result<std::string> body,
                   std::string_view content_type = "application/json");
// The key in "Authorization: Bearer …", or in Anthropic's "x-api-key"; "" when there is none.
std::string_view secret_of(const http::Request& in);

}  // namespace easel::api
