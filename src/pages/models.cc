#include "base/hash.h"
#include "http/range.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/json_writer.h"

// GET /ui/v1/models: every model with all its endpoints, what each can do and costs, and what to
// set to connect it. The lists, the picker and the controls of the pages are made from this one
// answer.
namespace easel::pages {
namespace {

using gateway::Capabilities;
using gateway::Catalog;
using gateway::Endpoint;
using gateway::Model;
using http::PathParams;
using http::Request;
using http::Response;
using wire::JsonWriter;

void write_list(JsonWriter& out, std::string_view name, const std::vector<std::string>& list) {
  out.key(name).begin_array();
  for (const auto& item : list) out.value(item);
  out.end_array();
}

void write_capabilities(JsonWriter& out, const Capabilities& can) {
  out.key("can").begin_object();
  write_list(out, "ratios", can.aspect_ratios);
  write_list(out, "sizes", can.sizes);
  write_list(out, "qualities", can.qualities);
  write_list(out, "formats", can.formats);
  write_list(out, "backgrounds", can.backgrounds);
  out.field("n", can.n_max).field("references", can.references_max).field("seed", can.seed);
  out.field("fonts", can.fonts_max).field("super_resolution", can.super_resolution_max);
  out.field("previews", can.native_streaming).end_object();
}

void write_endpoint(JsonWriter& out, const Catalog& catalog, const Endpoint& endpoint) {
  auto provider = catalog.provider(endpoint.provider);
  out.begin_object().field("provider", endpoint.provider);
  out.field("name", provider ? provider->name : endpoint.provider);
  out.field("connected", endpoint.connected);
  out.field("variable", provider ? provider->key_variable : "");
  out.field("most", endpoint.most_per_image.text());
  write_capabilities(out, endpoint.capabilities);
  out.key("prices").begin_array();
  for (const auto& line : endpoint.prices) {
    out.begin_object().field("billable", line.billable).field("unit", line.unit);
    out.field("cost", line.cost.text()).field("variant", line.variant).end_object();
  }
  out.end_array().end_object();
}

void write_model(JsonWriter& out, const Catalog& catalog, const Model& model) {
  out.begin_object().field("id", model.id).field("name", model.name);
  out.field("description", model.description).field("created", model.created);
  out.field("context", model.context_length).field("procedural", model.procedural);
  out.field("connected", model.connected());
  write_list(out, "inputs", model.input_modalities);
  write_list(out, "outputs", model.output_modalities);
  write_list(out, "parameters", model.supported_parameters);
  out.key("pricing").begin_object();
  for (const auto& [name, price] : model.pricing) out.field(name, price);
  out.end_object().key("endpoints").begin_array();
  for (const auto& endpoint : model.endpoints) write_endpoint(out, catalog, endpoint);
  out.end_array().end_object();
}

std::string models_json(const Catalog& catalog) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("models").begin_array();
  for (const auto& model : catalog.models()) write_model(out, catalog, model);
  out.end_array().end_object();
  return body;
}

Task<> get_models(api::House& house, Request& in, Response& out) {
  auto body = models_json(*house.catalog.get());
  auto tag = "\"" + to_hex(sha256(body)).substr(0, 32) + "\"";
  out.add_header("ETag", tag);
  out.add_header("Cache-Control", "no-cache");
  out.add_header("X-Content-Type-Options", "nosniff");
  if (http::names_tag(in.header("if-none-match"), tag)) body.clear();
  (void)co_await out.send(body.empty() ? 304 : 200, "application/json", body);
}

}  // namespace

void add_model_routes(http::Router& router, api::House& house) {
  router.add("GET", std::string(kBase) + "/models",
             [&house](Request& in, Response& out, const PathParams&) {
               return get_models(house, in, out);
             });
}

}  // namespace easel::pages
