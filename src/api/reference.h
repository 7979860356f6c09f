#pragma once

#include <string_view>

#include "api/route_parts.h"

// What this server says of itself: an OpenAPI 3.1 document (openapi.json, written by hand), and a
// page made from it. A test holds the document to the real routes and its examples to its schemas.
namespace easel::api {

std::string_view openapi_document();

// GET /openapi.json under every base.
void add_reference_routes(const AddRoute& add);

// GET /docs.
Task<> get_reference_page(http::Response& out);

}  // namespace easel::api
