#include "api/errors.h"
#include "api/image_models.h"
#include "api/models.h"
#include "api/route_parts.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;

ModelsView view_of(House& house) {
  return {house.catalog.get(), house.health, house.clock.now(), house.micros() / 1'000'000};
}

std::string model_id(const PathParams& path) {
  return std::string(path["author"]) + "/" + std::string(path["slug"]);
}

Task<> get_models(House& house, Request& in, Response& out) {
  if (http::query_value(in.query(), "use_rss").value == "true")
    co_return co_await send_result(out,
                                   models_rss(view_of(house), origin_of(house, in), in.query()),
                                   "application/rss+xml; charset=utf-8");
  co_await send_result(out, models_json(view_of(house), in.path(), in.query()));
}

// The models that this key may use: all that are connected.
Task<> get_user_models(House& house, Request& in, Response& out) {
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) co_return co_await send_result(out, fail(key.error()));
  co_await send_result(out, models_json(view_of(house), in.path(), in.query()));
}

}  // namespace

void add_model_routes(const AddRoute& add, House& house) {
  add("GET", "/models", [&house](Request& in, Response& out, const PathParams&) {
    return get_models(house, in, out);
  });
  add("GET", "/models/{author}/{slug}/endpoints",
      [&house](Request&, Response& out, const PathParams& path) {
        return send_result(out, endpoints_json(view_of(house), model_id(path)));
      });
  add("GET", "/model/{author}/{slug}", [&house](Request&, Response& out, const PathParams& path) {
    return send_result(out, model_json(view_of(house), model_id(path)));
  });
  add("GET", "/providers", [&house](Request&, Response& out, const PathParams&) {
    return send_result(out, providers_json(view_of(house)));
  });
  add("GET", "/models/count", [&house](Request& in, Response& out, const PathParams&) {
    return send_result(out, models_count_json(view_of(house), in.query()));
  });
  add("GET", "/models/user", [&house](Request& in, Response& out, const PathParams&) {
    return get_user_models(house, in, out);
  });
  add("GET", "/embeddings/models", [&house](Request& in, Response& out, const PathParams&) {
    return send_result(out, models_json(view_of(house), in.path(), "output_modalities=embeddings"));
  });
  add("GET", "/endpoints/zdr", [&house](Request&, Response& out, const PathParams&) {
    return send_result(out, zdr_endpoints_json(view_of(house)));
  });
  add("GET", "/images/models", [&house](Request& in, Response& out, const PathParams&) {
    return send_result(out, image_models_json(*house.catalog.get(), in.query()));
  });
  add("GET", "/images/models/{author}/{slug}/endpoints",
      [&house](Request&, Response& out, const PathParams& path) {
        return send_result(out, image_endpoints_json(*house.catalog.get(), model_id(path)));
      });
}

}  // namespace easel::api
