#include "api/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "http/message.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using gateway::Catalog;
using gateway::Endpoint;
using gateway::Model;
using wire::JsonWriter;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    auto comma = text.find(',');
    if (auto word = text.substr(0, comma); !word.empty()) out.emplace_back(word);
    text.remove_prefix(comma == text.npos ? text.size() : comma + 1);
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

std::string_view author(const Model& model) {
  return std::string_view(model.id).substr(0, model.id.find('/'));
}

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

// The filters of GET /models. Each given list is satisfied by any of its members, except the
// supported parameters, which must all be there.
class Filter {
 public:
  static Result<Filter> read(std::string_view query) {
    Filter filter;
    auto given = [&](std::string_view name) { return http::query_value(query, name).value; };
    filter.outputs_ = split(given("output_modalities"));
    if (filter.outputs_.empty()) filter.outputs_ = {"text"};
    filter.inputs_ = split(given("input_modalities"));
    filter.parameters_ = split(given("supported_parameters"));
    filter.authors_ = split(given("model_authors"));
    filter.providers_ = split(given("providers"));
    filter.words_ = lower(given("q"));
    filter.all_ = given("connected") == "all";
    TRY(check_modalities("output_modalities", filter.outputs_));
    TRY(check_modalities("input_modalities", filter.inputs_));
    return filter;
  }

  bool accepts(const Model& model) const {
    auto any = [](const std::vector<std::string>& wanted, auto has) {
      return wanted.empty() || std::ranges::any_of(wanted, has);
    };
    bool outputs = any(outputs_, [&](auto& m) { return m == "all" || model.outputs(m); });
    bool inputs = any(inputs_, [&](auto& m) { return m == "all" || model.takes(m); });
    bool parameters = std::ranges::all_of(parameters_, [&](auto& p) {
      return std::ranges::count(model.supported_parameters, p) > 0;
    });
    bool by_author = any(authors_, [&](auto& a) { return a == author(model); });
    bool by_provider = any(providers_, [&](auto& p) {
      return std::ranges::count(model.endpoints, p, &Endpoint::provider) > 0;
    });
    bool by_words = words_.empty() || lower(model.id).contains(words_) ||
                    lower(model.name).contains(words_) || lower(model.description).contains(words_);
    return outputs && inputs && parameters && by_author && by_provider && by_words &&
           (all_ || model.connected());
  }

 private:
  static Status check_modalities(std::string_view name, const std::vector<std::string>& given) {
    constexpr std::string_view kKnown[] = {"text",  "image",  "audio",  "embeddings",
                                           "video", "rerank", "speech", "transcription",
                                           "file",  "all"};
    for (const auto& modality : given)
      if (std::ranges::find(kKnown, modality) == std::end(kKnown))
        return fail(invalid(std::string(name),
                            fmt::format("{} is not a modality.", modality.substr(0, 60)),
                            "a comma-separated list of text, image, audio, …, or all"));
    return {};
  }

  std::vector<std::string> outputs_, inputs_, parameters_, authors_, providers_;
  std::string words_;
  bool all_ = false;
};

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

double price_of(const Model& model) {
  auto found = model.pricing.find("completion");
  return found == model.pricing.end() ? 0 : std::atof(found->second.c_str());
}

void sort_models(std::vector<const Model*>& models, std::string_view by) {
  if (by == "newest") std::ranges::stable_sort(models, std::greater{}, &Model::created);
  if (by == "context-high-to-low")
    std::ranges::stable_sort(models, std::greater{}, &Model::context_length);
  auto price = [](const Model* model) { return price_of(*model); };
  if (by == "pricing-low-to-high") std::ranges::stable_sort(models, std::less{}, price);
  if (by == "pricing-high-to-low") std::ranges::stable_sort(models, std::greater{}, price);
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

void write_endpoint(JsonWriter& out, const Model& model, const Endpoint& endpoint,
                    const gateway::Provider& provider) {
  out.begin_object();
  out.field("name", provider.name + " | " + model.id).field("model_id", model.id);
  out.field("model_name", model.name).field("context_length", model.context_length);
  write_pricing(out, model);
  out.field("provider_name", provider.name).field("tag", provider.slug);
  for (auto name : {"quantization", "max_completion_tokens", "max_prompt_tokens"})
    out.field_null(name);
  write_list(out, "supported_parameters", model.supported_parameters);
  for (auto name : {"uptime_last_5m", "uptime_last_30m", "uptime_last_1d", "latency_last_30m",
                    "throughput_last_30m"})
    out.field_null(name);
  out.field("supports_implicit_caching", false);
  out.key("supports_tool_choice").begin_object();
  for (auto name : {"auto", "function", "none", "required"}) out.field(name, false);
  out.end_object();
  out.field("status", endpoint.connected ? 0 : -10);
  out.end_object();
}

Error no_model(std::string_view id) {
  return {.kind = ErrorKind::not_found,
          .message = fmt::format("Model {} was not found.", id.substr(0, 120))};
}

}  // namespace

Result<std::string> models_json(const Catalog& catalog, std::string_view path,
                                std::string_view query) {
  auto filter = TRY(Filter::read(query));
  auto offset = TRY(number(query, "offset", 0, 0, 1'000'000));
  auto limit = TRY(number(query, "limit", 500, 1, 1000));
  std::vector<const Model*> models;
  for (const auto& model : catalog.models())
    if (filter.accepts(model)) models.push_back(&model);
  sort_models(models, http::query_value(query, "sort").value);

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

Result<std::string> model_json(const Catalog& catalog, std::string_view id) {
  auto model = catalog.find(id);
  if (!model) return fail(no_model(id));
  std::string body;
  JsonWriter out(body);
  write_model(out.begin_object().key("data"), *model);
  out.end_object();
  return body;
}

Result<std::string> endpoints_json(const Catalog& catalog, std::string_view id) {
  auto model = catalog.find(id);
  if (!model) return fail(no_model(id));
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("id", model->id).field("name", model->name).field("created", model->created);
  out.field("description", model->description);
  write_architecture(out, *model);
  out.key("endpoints").begin_array();
  for (const auto& endpoint : model->endpoints)
    if (auto provider = catalog.provider(endpoint.provider))
      write_endpoint(out, *model, endpoint, *provider);
  out.end_array().end_object().end_object();
  return body;
}

std::string providers_json(const Catalog& catalog) {
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_array();
  for (const auto& provider : catalog.providers()) {
    out.begin_object().field("name", provider.name).field("slug", provider.slug);
    out.field_or_null("privacy_policy_url", provider.privacy_url);
    out.field_or_null("terms_of_service_url", provider.terms_url);
    out.field_or_null("status_page_url", provider.status_url);
    out.key("easel").begin_object().field("connected", provider.connected).end_object();
    out.end_object();
  }
  out.end_array().end_object();
  return body;
}

}  // namespace easel::api
