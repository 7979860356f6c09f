#include "api/image_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "http/message.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using gateway::Capabilities;
using gateway::Catalog;
using gateway::Endpoint;
using gateway::Model;
using wire::JsonWriter;

void unite(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const auto& item : more)
    if (!std::ranges::count(into, item)) into.push_back(item);
}

// What at least one of them can.
Capabilities united(const std::vector<const Endpoint*>& endpoints) {
  Capabilities all;
  for (auto endpoint : endpoints) {
    const auto& can = endpoint->capabilities;
    unite(all.sizes, can.sizes);
    unite(all.aspect_ratios, can.aspect_ratios);
    unite(all.qualities, can.qualities);
    unite(all.formats, can.formats);
    unite(all.backgrounds, can.backgrounds);
    all.n_max = std::max(all.n_max, can.n_max);
    all.references_max = std::max(all.references_max, can.references_max);
    all.seed |= can.seed;
    all.compression |= can.compression;
    all.native_streaming |= can.native_streaming;
  }
  return all;
}

void write_enum(JsonWriter& out, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  out.key(name).begin_object().field("type", "enum").key("values").begin_array();
  for (const auto& value : values) out.value(value == "0.5K" ? std::string("512") : value);
  out.end_array().end_object();
}

void write_range(JsonWriter& out, std::string_view name, int min, int max) {
  out.key(name).begin_object().field("type", "range").field("min", min).field("max", max);
  out.end_object();
}

void write_parameters(JsonWriter& out, const Capabilities& can) {
  out.key("supported_parameters").begin_object();
  write_enum(out, "resolution", can.sizes);
  write_enum(out, "aspect_ratio", can.aspect_ratios);
  write_enum(out, "quality", can.qualities);
  write_enum(out, "output_format", can.formats);
  write_enum(out, "background", can.backgrounds);
  if (can.compression) write_range(out, "output_compression", 0, 100);
  if (can.n_max > 1) write_range(out, "n", 1, can.n_max);
  if (can.references_max > 0) write_range(out, "input_references", 0, can.references_max);
  if (can.seed) out.key("seed").begin_object().field("type", "boolean").end_object();
  out.end_object();
}

void write_list(JsonWriter& out, std::string_view name, const std::vector<std::string>& list) {
  out.key(name).begin_array();
  for (const auto& item : list) out.value(item);
  out.end_array();
}

void write_endpoint(JsonWriter& out, const Endpoint& endpoint, const gateway::Provider& provider) {
  out.begin_object().field("provider_name", provider.name);
  out.field("provider_slug", provider.slug).field("provider_tag", provider.slug);
  write_parameters(out, endpoint.capabilities);
  out.key("allowed_passthrough_parameters").begin_array().end_array();
  out.field("supports_streaming", endpoint.capabilities.native_streaming);
  out.key("pricing").begin_array();
  for (const auto& line : endpoint.prices) {
    out.begin_object().field("billable", line.billable).field("unit", line.unit);
    out.field("cost_usd", line.cost);
    if (!line.variant.empty()) out.field("variant", line.variant);
    out.end_object();
  }
  out.end_array();
  out.key("easel").begin_object().field("connected", endpoint.connected).end_object();
  out.end_object();
}

std::vector<const Endpoint*> endpoints_of(const Model& model, bool all) {
  std::vector<const Endpoint*> out;
  for (const auto& endpoint : model.endpoints)
    if (all || endpoint.connected) out.push_back(&endpoint);
  return out;
}

}  // namespace

std::string image_models_json(const Catalog& catalog, std::string_view query) {
  bool all = http::query_value(query, "connected").value == "all";
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_array();
  for (const auto& model : catalog.models()) {
    auto endpoints = endpoints_of(model, all);
    if (!model.outputs("image") || endpoints.empty()) continue;
    auto can = united(endpoints);
    out.begin_object().field("id", model.id).field("name", model.name);
    out.field("description", model.description).field("created", model.created);
    out.key("architecture").begin_object();
    write_list(out, "input_modalities", model.input_modalities);
    write_list(out, "output_modalities", model.output_modalities);
    out.end_object();
    write_parameters(out, can);
    out.field("supports_streaming", can.native_streaming);
    out.field("endpoints", "/api/v1/images/models/" + model.id + "/endpoints");
    out.end_object();
  }
  out.end_array().end_object();
  return body;
}

Result<std::string> image_endpoints_json(const Catalog& catalog, std::string_view id) {
  auto model = catalog.find(id);
  if (!model || !model->outputs("image"))
    return fail(ErrorKind::not_found,
                fmt::format("Image model {} was not found.", id.substr(0, 120)));
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("id", model->id).key("endpoints").begin_array();
  for (auto endpoint : endpoints_of(*model, true))
    if (auto provider = catalog.provider(endpoint->provider))
      write_endpoint(out, *endpoint, *provider);
  out.end_array().end_object();
  return body;
}

}  // namespace easel::api
