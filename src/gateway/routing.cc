#include "gateway/routing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "gateway/capabilities.h"
#include "wire/json_writer.h"

namespace easel::gateway {
namespace {

// The endpoints that are left after each filter, and the story of it for a 404.
class Funnel {
 public:
  explicit Funnel(std::vector<Candidate> all) : left_(std::move(all)) { note("Initial Endpoints"); }

  // Keeps what `wanted` says; remembers the first step that left nothing.
  template <class F>
  void filter(const char* step, F wanted) {
    if (left_.empty()) return;
    std::size_t before = left_.size();
    std::erase_if(left_, [&](const Candidate& candidate) { return !wanted(candidate); });
    if (left_.size() == before) return;
    note(step);
    if (left_.empty()) failed_ = step;
  }

  bool empty() const { return left_.empty(); }
  std::string_view failed() const { return failed_; }
  std::vector<Candidate>& left() { return left_; }

  Error error(std::string message) const {
    std::string metadata;
    wire::JsonWriter out(metadata);
    out.begin_object().key("routing_funnel").begin_array();
    for (const auto& [step, count] : steps_)
      out.begin_object().field("step", step).field("endpoint_count", count).end_object();
    out.end_array();
    if (!failed_.empty()) out.field("failed_routing_step", failed_);
    out.end_object();
    return {.kind = ErrorKind::no_endpoints, .message = std::move(message), .metadata = metadata};
  }

 private:
  void note(const char* step) { steps_.emplace_back(step, static_cast<int>(left_.size())); }

  std::vector<Candidate> left_;
  std::vector<std::pair<std::string, int>> steps_;
  std::string failed_;
};

Error unknown_model(const Catalog& catalog, const GenerationRequest& request) {
  const std::string& asked = request.models.front();
  auto near = catalog.nearest_image_models(asked, 3);
  return {
      .kind = ErrorKind::model_not_found,
      .message = fmt::format("{} is not a valid model ID. The nearest image models here are {}.",
                             asked.substr(0, 120), fmt::join(near, ", ")),
      .field = "model"};
}

// What a person can do about a model that is known here but not connected.
std::string how_to_connect(const Catalog& catalog, const Model& model) {
  std::string ways;
  for (const auto& endpoint : model.endpoints) {
    auto provider = catalog.provider(endpoint.provider);
    if (!provider || provider->key_variable.empty()) continue;
    ways += fmt::format("{}set {} to reach it through {}", ways.empty() ? "" : ", or ",
                        provider->key_variable, provider->name);
  }
  return fmt::format(
      "No endpoints found for {}: its provider is not connected here. To serve it, {}; or let the "
      "built-in painter answer for it with `[fallback] image_model = \"easel/painter-1\"` in "
      "easel.toml. Models that work now are listed at /api/v1/models?output_modalities=image.",
      model.id, ways.empty() ? "configure its provider in easel.toml" : ways);
}

std::vector<Candidate> all_endpoints(const Catalog& catalog,
                                     const std::vector<const Model*>& models) {
  std::vector<Candidate> all;
  for (auto model : models)
    for (const auto& endpoint : model->endpoints)
      if (auto provider = catalog.provider(endpoint.provider))
        all.push_back({.model = model, .endpoint = &endpoint, .provider = provider});
  return all;
}

// provider.order, then provider.only and provider.ignore; allow_fallbacks=false keeps the first.
// A name that is nobody's here may be one of OpenRouter's own providers: it is passed on to it.
void prefer(const Catalog& catalog, Funnel& funnel, const ProviderPreferences& wish) {
  auto names = [&](const std::vector<std::string>& list, const Candidate& candidate) {
    auto of_upstream = [&](const std::string& slug) { return !catalog.provider(slug); };
    return std::ranges::count(list, candidate.provider->slug) > 0 ||
           (candidate.provider->dialect == "openrouter" && std::ranges::any_of(list, of_upstream));
  };
  auto ignored = [&](const Candidate& candidate) {
    return std::ranges::count(wish.ignore, candidate.provider->slug) > 0;
  };
  if (!wish.only.empty())
    funnel.filter("Filter by Allowed Providers",
                  [&](const Candidate& c) { return names(wish.only, c); });
  if (!wish.ignore.empty())
    funnel.filter("Filter by Ignored Providers", [&](const Candidate& c) { return !ignored(c); });
  if (!wish.order.empty()) {
    if (!wish.allow_fallbacks)
      funnel.filter("Filter by Allowed Providers",
                    [&](const Candidate& c) { return names(wish.order, c); });
    auto rank = [&](const Candidate& c) {
      auto named = std::ranges::find(wish.order, c.provider->slug) - wish.order.begin();
      return names(wish.order, c) && named == std::ssize(wish.order) ? 0 : named;
    };
    std::ranges::stable_sort(funnel.left(), {}, rank);
  }
  if (!wish.allow_fallbacks && funnel.left().size() > 1) funnel.left().resize(1);
}

std::string modality_message(const GenerationRequest& request) {
  std::vector<std::string_view> wanted;
  if (request.wants_image) wanted.push_back("image");
  if (request.wants_text) wanted.push_back("text");
  if (request.wants_audio) wanted.push_back("audio");
  return fmt::format("No endpoints found that support the requested output modalities: {}",
                     fmt::join(wanted, ", "));
}

Error wrong_endpoint(const Model& model) {
  return {.kind = ErrorKind::wrong_endpoint,
          .message = model.id + " makes no pictures; POST /api/v1/chat/completions serves it.",
          .field = "model",
          .expected = "POST /api/v1/chat/completions"};
}

// The models that are not connected, when the operator lets another one stand in for them.
std::vector<Candidate> stand_ins(const Catalog& catalog, const GenerationRequest& request,
                                 const RoutingOptions& options) {
  auto model = catalog.find(options.fallback_image_model);
  if (!model || !request.wants_image) return {};
  auto candidates = all_endpoints(catalog, {model});
  std::erase_if(candidates, [](const Candidate& c) { return !c.endpoint->connected; });
  for (auto& candidate : candidates) candidate.fallback = true;
  return candidates;
}

}  // namespace

Result<std::vector<Candidate>> route(const Catalog& catalog, const GenerationRequest& request,
                                     const RoutingOptions& options) {
  std::vector<const Model*> models;
  for (const auto& id : request.models)
    if (auto model = catalog.find(id)) models.push_back(model);
  if (models.empty()) return fail(unknown_model(catalog, request));

  Funnel funnel(all_endpoints(catalog, models));
  funnel.filter("Filter by Model Output Modalities", [&](const Candidate& c) {
    // Who asks for pictures and words gets pictures from a model that has no words.
    bool words = request.wants_text && !request.wants_image;
    return (!request.wants_image || c.model->outputs("image")) &&
           (!words || c.model->outputs("text")) &&
           (!request.wants_audio || c.model->outputs("audio"));
  });
  if (funnel.empty() && request.door == Door::images) return fail(wrong_endpoint(*models.front()));
  if (funnel.empty()) return fail(funnel.error(modality_message(request)));

  funnel.filter("Filter by Connected Providers",
                [](const Candidate& c) { return c.endpoint->connected; });
  if (funnel.empty()) {
    auto substitutes = stand_ins(catalog, request, options);
    if (substitutes.empty()) return fail(funnel.error(how_to_connect(catalog, *models.front())));
    funnel = Funnel(std::move(substitutes));
  } else {
    prefer(catalog, funnel, request.provider);
    if (funnel.empty())
      return fail(funnel.error("No allowed providers are available for the selected model."));
  }

  if (request.image_parts() > 0)
    funnel.filter("Filter by Image Support",
                  [](const Candidate& c) { return c.model->takes("image"); });
  if (funnel.empty()) return fail(funnel.error("No endpoints found that support image input"));

  if (request.provider.require_parameters)
    funnel.filter("Filter by Required Parameters", [&](const Candidate& c) {
      return supports_all(request.image, c.endpoint->capabilities);
    });
  if (funnel.empty())
    return fail(funnel.error("No endpoints found that support all of the request's parameters."));

  // A value that one endpoint refuses may suit another; only when none takes it is it an error.
  std::vector<Candidate> fitting;
  std::optional<Error> refused;
  for (auto& candidate : funnel.left()) {
    auto fits =
        fit(request.image, candidate.endpoint->capabilities, request.image_parts(), request.door);
    if (fits) {
      candidate.ignored = std::move(fits->ignored);
      fitting.push_back(std::move(candidate));
    } else if (!refused) {
      refused = fits.error();
    }
  }
  if (fitting.empty()) return fail(*refused);
  return fitting;
}

}  // namespace easel::gateway
