#include "api/models.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

#include "api/model_filter.h"
#include "api/route_parts.h"
#include "base/text.h"
#include "http/message.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using gateway::Endpoint;
using gateway::Model;
using wire::JsonWriter;

void write_list(JsonWriter& out, std::string_view name, const std::vector<std::string>& list) {
  out.key(name).begin_array();
  for (const auto& item : list) out.value(item);
  out.end_array();
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& item : list) out += (out.empty() ? "" : "+") + item;
  return out;
}

void write_architecture(JsonWriter& out, const Model& model) {
  out.key("architecture").begin_object();
  out.field("modality", joined(model.input_modalities) + "->" + joined(model.output_modalities));
  write_list(out, "input_modalities", model.input_modalities);
  write_list(out, "output_modalities", model.output_modalities);
  out.field("tokenizer", model.tokenizer).field_null("instruct_type");
  out.end_object();
}

void write_pricing(JsonWriter& out, const Model& model) {
  out.key("pricing").begin_object();
  for (const auto& [name, price] : model.pricing) out.field(name, price);
  out.end_object();
}

void write_model(JsonWriter& out, const Model& model) {
  out.begin_object();
  out.field("id", model.id).field("canonical_slug", model.id).field("hugging_face_id", "");
  out.field("name", model.name).field("created", model.created);
  out.field("description", model.description).field("context_length", model.context_length);
  write_architecture(out, model);
  write_pricing(out, model);
  out.key("top_provider").begin_object();
  out.field("context_length", model.context_length).field_null("max_completion_tokens");
  out.field("is_moderated", false).end_object();
  out.field_null("per_request_limits");
  write_list(out, "supported_parameters", model.supported_parameters);
  out.key("default_parameters").begin_object();
  out.field_null("temperature").field_null("top_p").field_null("frequency_penalty").end_object();
  out.field_null("supported_voices").field_null("knowledge_cutoff").field_null("expiration_date");
  out.key("links").begin_object();
  out.field("details", "/api/v1/models/" + model.id + "/endpoints").end_object();
  out.key("easel").begin_object().field("connected", model.connected());
  out.field("procedural", model.procedural).end_object();
  out.end_object();
}

Result<std::size_t> number(std::string_view query, std::string_view name, std::size_t otherwise,
                           std::size_t least, std::size_t most) {
  auto given = http::query_value(query, name);
  if (!given.found) return otherwise;
  std::size_t value = 0;
  const char* begin = given.value.data();
  auto [end, ec] = std::from_chars(begin, begin + given.value.size(), value);
  if (ec != std::errc() || end != begin + given.value.size() || value < least || value > most)
    return fail(invalid(std::string(name),
                        fmt::format("{} must be an integer from {} to {}.", name, least, most),
                        fmt::format("an integer from {} to {}", least, most)));
  return value;
}

// The page after this one: the same query with another offset.
std::string next_link(std::string_view path, std::string_view query, std::size_t offset) {
  std::string link(path);
  link += '?';
  while (!query.empty()) {
    auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.starts_with("offset=")) link.append(pair).append("&");
  }
  return link + "offset=" + std::to_string(offset);
}

void write_number(JsonWriter& out, std::string_view name, const std::optional<double>& value) {
  if (value)
    out.field(name, *value);
  else
    out.field_null(name);
}

void write_percentiles(JsonWriter& out, std::string_view name,
                       const std::optional<fleet::Percentiles>& seen) {
  if (!seen) {
    out.field_null(name);
    return;
  }
  out.key(name).begin_object().field("p50", seen->p50).field("p75", seen->p75);
  out.field("p90", seen->p90).field("p99", seen->p99).end_object();
}

void write_endpoint(JsonWriter& out, const ModelsView& view, const Model& model,
                    const Endpoint& endpoint, const gateway::Provider& provider) {
  out.begin_object();
  out.field("name", provider.name + " | " + model.id).field("model_id", model.id);
  out.field("model_name", model.name).field("context_length", model.context_length);
  write_pricing(out, model);
  out.field("provider_name", provider.name).field("tag", provider.slug);
  for (auto name : {"quantization", "max_completion_tokens", "max_prompt_tokens"})
    out.field_null(name);
  write_list(out, "supported_parameters", model.supported_parameters);
  auto seen = view.seen(endpoint, model);
  write_number(out, "uptime_last_5m", seen.uptime_5m);
  write_number(out, "uptime_last_30m", seen.uptime_30m);
  write_number(out, "uptime_last_1d", seen.uptime_1d);
  write_percentiles(out, "latency_last_30m", seen.latency_30m);
  write_percentiles(out, "throughput_last_30m", seen.throughput_30m);
  out.field("supports_implicit_caching", false);
  out.key("supports_tool_choice").begin_object();
  bool tools = std::ranges::count(model.supported_parameters, "tools") > 0;
  for (auto name : {"auto", "function", "none", "required"}) out.field(name, tools);
  out.end_object();
  out.field("status", endpoint.connected ? 0 : -10);
  out.end_object();
}

Error no_model(std::string_view id) {
  return {.kind = ErrorKind::not_found,
          .message = fmt::format("Model {} was not found.", id.substr(0, 120))};
}

}  // namespace

Result<std::string> models_json(const ModelsView& view, std::string_view path,
                                std::string_view query) {
  auto models = TRY(select_models(view, query));
  auto offset = TRY(number(query, "offset", 0, 0, 1'000'000));
  auto limit = TRY(number(query, "limit", 500, 1, 1000));
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_array();
  for (std::size_t i = offset; i < models.size() && i < offset + limit; ++i)
    write_model(out, *models[i]);
  out.end_array().field("total_count", static_cast<std::uint64_t>(models.size()));
  out.key("links").begin_object();
  if (offset + limit < models.size())
    out.field("next", next_link(path, query, offset + limit));
  else
    out.field_null("next");
  out.end_object().end_object();
  return body;
}

Result<std::string> model_json(const ModelsView& view, std::string_view id) {
  auto model = view.catalog.find(id);
  if (!model) return fail(no_model(id));
  std::string body;
  JsonWriter out(body);
  write_model(out.begin_object().key("data"), *model);
  out.end_object();
  return body;
}

Result<std::string> endpoints_json(const ModelsView& view, std::string_view id) {
  auto model = view.catalog.find(id);
  if (!model) return fail(no_model(id));
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("id", model->id).field("name", model->name).field("created", model->created);
  out.field("description", model->description);
  write_architecture(out, *model);
  out.key("endpoints").begin_array();
  for (const auto& endpoint : model->endpoints)
    if (auto provider = view.catalog.provider(endpoint.provider))
      write_endpoint(out, view, *model, endpoint, *provider);
  out.end_array().end_object().end_object();
  return body;
}

Result<std::string> models_count_json(const ModelsView& view, std::string_view query) {
  auto models = TRY(select_models(view, query));
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("count", static_cast<std::uint64_t>(models.size())).end_object().end_object();
  return body;
}

Result<std::string> models_rss(const ModelsView& view, std::string_view origin,
                               std::string_view query) {
  auto models = TRY(select_models(view, query));
  std::string body =
      fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>)"
                  "\n<rss version=\"2.0\"><channel><title>Models of Easel</title><link>{}</link>"
                  "<description>The models that answer here</description>\n",
                  markup_text(origin));
  for (auto model : models) {
    auto link = markup_text(fmt::format("{}/api/v1/model/{}", origin, model->id));
    auto since = std::chrono::sys_seconds(std::chrono::seconds(model->created));
    body += fmt::format(
        "<item><title>{}</title><link>{}</link><guid>{}</guid>"
        "<pubDate>{:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{}</description></item>\n",
        markup_text(model->name), link, link,
        fmt::gmtime(std::chrono::system_clock::to_time_t(since)), markup_text(model->description));
  }
  return body + "</channel></rss>\n";
}

std::string zdr_endpoints_json(const ModelsView& view) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_array();
  for (const auto& model : view.catalog.models())
    for (const auto& endpoint : model.endpoints)
      if (auto provider = view.catalog.provider(endpoint.provider);
          provider && provider->zdr && endpoint.connected)
        write_endpoint(out, view, model, endpoint, *provider);
  out.end_array().end_object();
  return body;
}

std::string providers_json(const ModelsView& view) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_array();
  for (const auto& provider : view.catalog.providers()) {
    out.begin_object().field("name", provider.name).field("slug", provider.slug);
    out.field_or_null("privacy_policy_url", provider.privacy_url);
    out.field_or_null("terms_of_service_url", provider.terms_url);
    out.field_or_null("status_page_url", provider.status_url);
    out.key("easel").begin_object().field("connected", provider.connected);
    out.field("data_collection", provider.collects ? "allow" : "deny").field("zdr", provider.zdr);
    out.end_object().end_object();
  }
  out.end_array().end_object();
  return body;
}

}  // namespace easel::api
