#pragma once

#include <string>
#include <string_view>

#include "api/house.h"
#include "http/router.h"
#include "pages/guard.h"

// The pages: files of the program that runs in browsers, and what only it asks for, under /ui/v1.
// Everything else it asks of the API like any other client (door.h).
namespace easel::pages {

// Adds all of them. Both outlive the router.
void add_routes(http::Router& router, api::House& house, Guard& guard);

// Each of these adds what its file holds.
void add_file_routes(http::Router& router, api::House& house);
void add_sign_in_routes(http::Router& router, api::House& house, Guard& guard);
void add_team_routes(http::Router& router, api::House& house);
void add_model_routes(http::Router& router, api::House& house);
void add_room_routes(http::Router& router, api::House& house);
void add_upload_routes(http::Router& router, api::House& house);
void add_provider_routes(http::Router& router, api::House& house);
void add_standing_routes(http::Router& router, api::House& house);
void add_shelf_routes(http::Router& router, api::House& house);
void add_event_routes(http::Router& router, api::House& house);

// "/author/slug", as OpenRouter calls a model's page: where it is here, "/models/…"; "" for every
// other path. The pages' own places go before models, whatever they are called.
std::string model_page(const api::House& house, const http::Request& in);
Task<> send_to_model(http::Response& out, std::string page);

// What the work gives: 200 with JSON that nobody keeps, or the error's own answer.
Task<> answer(http::Response& out, Task<Result<std::string>> work);

}  // namespace easel::pages
