#include "pages/routes.h"

#include "api/errors.h"

namespace easel::pages {

Task<> answer(http::Response& out, Task<Result<std::string>> work) {
  auto body = co_await std::move(work);
  if (!body) co_return co_await api::send_error(out, body.error());
  out.add_header("Cache-Control", "no-store");
  out.add_header("X-Content-Type-Options", "nosniff");
  (void)co_await out.send(200, "application/json", *body);
}

void add_routes(http::Router& router, api::House& house, Guard& guard) {
  add_file_routes(router, house);
  add_sign_in_routes(router, house, guard);
  add_team_routes(router, house);
  add_model_routes(router, house);
  add_room_routes(router, house);
  add_upload_routes(router, house);
  add_provider_routes(router, house);
  add_standing_routes(router, house);
  add_shelf_routes(router, house);
  add_event_routes(router, house);
}

}  // namespace easel::pages
