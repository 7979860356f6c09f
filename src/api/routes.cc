#include "api/routes.h"

#include "api/activity.h"
#include "api/credits.h"
#include "api/doors.h"
#include "api/errors.h"
#include "api/generate.h"
#include "api/generations.h"
#include "api/guardrails.h"
#include "api/keys.h"
#include "api/oauth.h"
#include "api/own_keys.h"
#include "api/reference.h"
#include "api/route_parts.h"
#include "api/stored_presets.h"
#include "api/workspaces.h"
#include "base/log.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;

constexpr std::string_view kJson = "application/json";

// Browsers ask before they send a key along. Whatever headers a client names are fine: a key, not
// an origin, is what opens this API.
Task<> preflight(Request& in, Response& out) {
  auto asked = in.header("access-control-request-headers");
  out.add_header("Access-Control-Allow-Origin", "*");
  out.add_header("Access-Control-Allow-Methods", "GET, POST, PATCH, PUT, DELETE, OPTIONS");
  out.add_header("Access-Control-Allow-Headers",
                 asked.empty() ? "authorization, content-type, http-referer, x-title, "
                                 "x-openrouter-title, x-session-id, idempotency-key"
                               : std::string(asked));
  out.add_header("Access-Control-Max-Age", "86400");
  (void)co_await out.send(204, kJson, "");
}

Task<> get_ready(House& house, Response& out) {
  auto epoch = co_await house.store.key_epoch();
  bool ready = epoch && !house.draining;
  (void)co_await out.send(ready ? 200 : 503, "text/plain; charset=utf-8",
                          ready            ? "ready\n"
                          : house.draining ? "draining\n"
                                           : "the store cannot be reached\n");
}

Task<> get_metrics(House& house, Response& out) {
  house.metrics.budget_left_bytes.Set(static_cast<double>(house.budget.left()));
  house.metrics.bugs.Set(static_cast<double>(log::bugs()));
  auto text = house.metrics.text();
  (void)co_await out.send(200, "text/plain; version=0.0.4; charset=utf-8", text);
}

// A door has no state of its own, and outlives the router.
http::Router::Handler at(House& house, const Door& door) {
  return [&house, &door](Request& in, Response& out, const PathParams&) {
    allow_any_origin(out);
    return generate(house, door, in, out);
  };
}

void add_api(http::Router& router, House& house, const std::string& base) {
  AddRoute add = [&](std::string_view method, std::string_view path,
                     http::Router::Handler handler) {
    router.add(method, base + std::string(path), std::move(handler));
  };
  for (auto door : all_doors()) add("POST", door->path(), at(house, *door));
  add_model_routes(add, house);
  add_picture_routes(add, house);
  add_estimate_route(add, house);
  add_job_routes(add, house);
  add_callback_routes(add, house);
  add_reference_routes(add);
  add_key_routes(add, house);
  add_credit_routes(add, house);
  add_generation_routes(add, house);
  add_activity_routes(add, house);
  add_preset_routes(add, house);
  add_own_key_routes(add, house);
  add_guardrail_routes(add, house);
  add_workspace_routes(add, house);
  add_oauth_routes(add, house);
}

Task<> not_found(Request& in, Response& out) {
  if (in.method() == "OPTIONS") co_return co_await preflight(in, out);
  allow_any_origin(out);
  co_await send_error(out,
                      {.kind = ErrorKind::not_found,
                       .message = "There is nothing at " + std::string(in.path().substr(0, 200)) +
                                  "; the API is at /api/v1."});
}

Task<> wrong_method(Request& in, Response& out, std::string allow) {
  if (in.method() == "OPTIONS") co_return co_await preflight(in, out);
  allow_any_origin(out);
  out.add_header("Allow", allow);
  std::string body = R"({"error":{"code":405,"message":"This path answers )" + allow + R"(."}})";
  (void)co_await out.send(405, kJson, body);
}

}  // namespace

http::Router make_routes(House& house) {
  http::Router router;
  add_api(router, house, "/api/v1");
  add_api(router, house, "/v1");
  router.add("GET", "/healthz", [](Request&, Response& out, const PathParams&) -> Task<> {
    (void)co_await out.send(200, "text/plain; charset=utf-8", "ok\n");
  });
  router.add("GET", "/docs",
             [](Request&, Response& out, const PathParams&) { return get_reference_page(out); });
  router.add("GET", "/readyz", [&house](Request&, Response& out, const PathParams&) {
    return get_ready(house, out);
  });
  router.add("GET", "/metrics", [&house](Request&, Response& out, const PathParams&) {
    return get_metrics(house, out);
  });
  add_mcp_route(router, house);
  router.on_not_found(not_found);
  router.on_method_not_allowed(wrong_method);
  return router;
}

}  // namespace easel::api
