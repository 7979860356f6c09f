#include "gateway/routing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "gateway/capabilities.h"
#include "gateway/ordering.h"
#include "gateway/pattern.h"
#include "gateway/pricing.h"
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

void add_endpoints(const Catalog& catalog, const Model& model, Candidate like,
                   std::vector<Candidate>& all) {
  for (const auto& endpoint : model.endpoints) {
    like.model = &model;
    like.endpoint = &endpoint;
    like.provider = catalog.provider(endpoint.provider);
    if (like.provider) all.push_back(like);
  }
}

bool may_choose(const AutoRouter& rules, const Model& model) {
  auto named = [&](const std::vector<std::string>& list) {
    return std::ranges::any_of(list,
                               [&](const auto& pattern) { return matches(model.id, pattern); });
  };
  bool hears = model.takes("text") || model.input_modalities.empty();
  return model.connected() && hears && !named(rules.excluded) &&
         (rules.allowed.empty() || named(rules.allowed));
}

// Every endpoint of every model that was asked for and is known.
std::vector<Candidate> asked_for(const Catalog& catalog, const GenerationRequest& request) {
  std::vector<Candidate> all;
  int rank = 0;
  for (const auto& id : request.models) {
    auto [name, variant] = split_variant(id);
    if (name == kAutoModel) {
      for (const auto& model : catalog.models())
        if (may_choose(request.auto_router, model))
          add_endpoints(catalog, model,
                        {.automatic = true, .variant = variant, .rank = rank + model.procedural},
                        all);
      rank += 2;
    } else if (auto model = catalog.find(id)) {
      bool own = model->id == id;  // an id of its own may end like a variant
      add_endpoints(catalog, *model, {.variant = own ? Variant::none : variant, .rank = rank++},
                    all);
    }
  }
  return all;
}

bool is_auto(const GenerationRequest& request) {
  return std::ranges::any_of(request.models,
                             [](const auto& id) { return split_variant(id).id == kAutoModel; });
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// A provider by its slug or its name; "slug/region" is of OpenRouter's endpoints and names the
// whole provider here.
bool is_named(const Provider& provider, std::string_view name) {
  return same_name(provider.slug, name.substr(0, name.find('/'))) || same_name(provider.name, name);
}

// A name that is nobody's here may be one of OpenRouter's own providers: it is passed on to it.
bool names(const Catalog& catalog, std::string_view name, const Candidate& candidate) {
  if (is_named(*candidate.provider, name)) return true;
  return candidate.provider->dialect == "openrouter" &&
         std::ranges::none_of(catalog.providers(),
                              [&](const Provider& known) { return is_named(known, name); });
}

bool any_names(const Catalog& catalog, const std::vector<std::string>& list,
               const Candidate& candidate) {
  return std::ranges::any_of(
      list, [&](const std::string& name) { return names(catalog, name, candidate); });
}

int place_in(const Catalog& catalog, const std::vector<std::string>& order,
             const Candidate& candidate) {
  auto found = std::ranges::find_if(
      order, [&](const std::string& name) { return names(catalog, name, candidate); });
  return static_cast<int>(found - order.begin());
}

// An upstream that routes by itself is told of the wish, and obeys it.
bool routes_itself(const Candidate& candidate) {
  return candidate.provider->dialect == "openrouter";
}

bool within(const MaxPrice& most, const Candidate& candidate, const GenerationRequest& request) {
  auto million = [&](const char* name) {
    auto found = candidate.model->pricing.find(name);
    return found == candidate.model->pricing.end() ? 0 : 1e6 * std::atof(found->second.c_str());
  };
  auto above = [](const std::optional<double>& limit, double price) {
    constexpr double kRounding = 1e-9;
    return limit && price > *limit + kRounding;
  };
  auto picture = picture_price(request, *candidate.model, *candidate.endpoint).to_dollars();
  auto call = request_price(*candidate.endpoint).to_dollars();
  return !above(most.prompt, million("prompt")) && !above(most.completion, million("completion")) &&
         !above(most.image, request.wants_image ? picture : 0) && !above(most.request, call);
}

bool costs_nothing(const Candidate& candidate) {
  auto nothing = [](const auto& price) { return std::atof(price.second.c_str()) == 0; };
  return candidate.endpoint->most_per_image == Money() &&
         std::ranges::all_of(candidate.model->pricing, nothing) &&
         std::ranges::all_of(candidate.endpoint->prices,
                             [](const PriceLine& line) { return line.cost == Money(); });
}

// `provider`: who may serve it at all. Each wish is a step of the funnel with a name of its own.
void allow(const Catalog& catalog, Funnel& funnel, const ProviderPreferences& wish) {
  if (!wish.only.empty())
    funnel.filter("Filter by Allowed Providers",
                  [&](const Candidate& c) { return any_names(catalog, wish.only, c); });
  if (!wish.order.empty() && !wish.allow_fallbacks)
    funnel.filter("Filter by Allowed Providers",
                  [&](const Candidate& c) { return any_names(catalog, wish.order, c); });
  // An upstream's own name must be meant to shut it out: the others are passed on to it.
  if (!wish.ignore.empty())
    funnel.filter("Filter by Ignored Providers", [&](const Candidate& c) {
      return std::ranges::none_of(wish.ignore,
                                  [&](const auto& name) { return is_named(*c.provider, name); });
    });
  for (auto& candidate : funnel.left()) candidate.place = place_in(catalog, wish.order, candidate);
}

Brought brought_for(const RoutingOptions& options, const Candidate& candidate) {
  return options.brought ? options.brought(candidate) : Brought{};
}

Status keep_to_wishes(Funnel& funnel, const GenerationRequest& request,
                      const RoutingOptions& options) {
  const auto& wish = request.provider;
  auto none_left = [&](std::string message) -> Status {
    if (!funnel.empty()) return {};
    return fail(funnel.error(std::move(message)));
  };
  if (wish.deny_collection)
    funnel.filter("Filter by Data Policy",
                  [](const Candidate& c) { return !c.provider->collects || routes_itself(c); });
  TRY(none_left(
      "No endpoints found matching your data policy: none is known not to keep what it is "
      "sent (provider.data_collection = \"deny\")."));
  if (wish.zdr)
    funnel.filter("Filter by Zero Data Retention", [&](const Candidate& c) {
      return c.provider->zdr || routes_itself(c) || brought_for(options, c).zdr;
    });
  TRY(
      none_left("No endpoints found matching your data policy: none is known to keep nothing "
                "(provider.zdr)."));
  if (wish.distillable)
    funnel.filter("Filter by Distillable Text",
                  [](const Candidate& c) { return c.model->distillable; });
  TRY(
      none_left("No endpoints found whose text may be distilled "
                "(provider.enforce_distillable_text)."));
  funnel.filter("Filter by Free Variant",
                [](const Candidate& c) { return c.variant != Variant::free || costs_nothing(c); });
  TRY(none_left(fmt::format("No endpoints found for {}.", request.models.front())));
  funnel.filter("Filter by Web Search", [](const Candidate& c) {
    return c.variant != Variant::online || routes_itself(c);
  });
  TRY(none_left("No endpoints found that support web search (:online); OpenRouter's do."));
  if (wish.max_price.any())
    funnel.filter("Filter by Max Price",
                  [&](const Candidate& c) { return within(wish.max_price, c, request); });
  return none_left("No endpoints found within provider.max_price.");
}

std::string modality_message(const GenerationRequest& request) {
  std::vector<std::string_view> wanted;
  if (request.wants_image) wanted.push_back("image");
  if (request.wants_text) wanted.push_back("text");
  if (request.wants_audio) wanted.push_back("audio");
  return fmt::format("No endpoints found that support the requested output modalities: {}",
                     fmt::join(wanted, ", "));
}

// Fonts and references to enhance by are had by few models: whoever asks another one hears by
// which.
Error with_who_can(Error error, const Catalog& catalog) {
  bool fonts = error.field.contains("font_inputs");
  bool references = error.field.contains("super_resolution_references");
  if ((!fonts && !references) || !error.expected.empty()) return error;
  std::vector<std::string_view> able;
  for (const auto& model : catalog.models()) {
    bool has = std::ranges::any_of(model.endpoints, [&](const Endpoint& endpoint) {
      const auto& can = endpoint.capabilities;
      return (fonts ? can.fonts_max : can.super_resolution_max) > 0;
    });
    if (has) able.push_back(model.id);
  }
  if (!able.empty())
    error.message += fmt::format(" Models that have them: {}.", fmt::join(able, ", "));
  return error;
}

Error wrong_endpoint(const Model& model) {
  return {.kind = ErrorKind::wrong_endpoint,
          .message = model.id + " makes no pictures; POST /api/v1/chat/completions serves it.",
          .field = "model",
          .expected = "POST /api/v1/chat/completions"};
}

// What the operator lets stand in for models that are not connected.
std::vector<Candidate> stand_ins(const Catalog& catalog, const GenerationRequest& request) {
  std::vector<Candidate> candidates;
  auto model = catalog.find(catalog.stand_in());
  if (!model || !request.wants_image) return candidates;
  add_endpoints(catalog, *model, {.fallback = true}, candidates);
  std::erase_if(candidates, [](const Candidate& c) { return !c.endpoint->connected; });
  return candidates;
}

// Those that honour the request's knobs, or ignore what may be ignored. A value that one endpoint
// refuses may suit another; only when none takes it is it an error.
Result<std::vector<Candidate>> fitting(const Catalog& catalog, Funnel& funnel,
                                       const GenerationRequest& request) {
  std::vector<Candidate> fitting;
  std::optional<Error> refused;
  for (auto& candidate : funnel.left()) {
    auto fits =
        fit(request.image, candidate.endpoint->capabilities, request.image_parts(), request.door);
    if (fits) {
      candidate.ignored = std::move(fits->ignored);
      candidate.lost = fits->lost;
      fitting.push_back(std::move(candidate));
    } else if (!refused) {
      refused = fits.error();
    }
  }
  if (fitting.empty()) return fail(with_who_can(std::move(*refused), catalog));
  return fitting;
}

}  // namespace

Result<std::vector<Candidate>> route(const Catalog& catalog, const GenerationRequest& request,
                                     const RoutingOptions& options) {
  auto all = asked_for(catalog, request);
  if (all.empty() && !is_auto(request)) return fail(unknown_model(catalog, request));
  const Model* first = all.empty() ? nullptr : all.front().model;

  Funnel funnel(std::move(all));
  funnel.filter("Filter by Model Output Modalities", [&](const Candidate& c) {
    // Who asks for pictures and words gets pictures from a model that has no words.
    bool words = request.wants_text && !request.wants_image;
    return (!request.wants_image || c.model->outputs("image")) &&
           (!words || c.model->outputs("text")) &&
           (!request.wants_audio || c.model->outputs("audio"));
  });
  if (funnel.empty() && first && request.door == Door::images) return fail(wrong_endpoint(*first));
  if (funnel.empty()) return fail(funnel.error(modality_message(request)));

  funnel.filter("Filter by Connected Providers", [&](const Candidate& c) {
    return c.endpoint->connected || brought_for(options, c).any;
  });
  if (funnel.empty()) {
    auto substitutes = stand_ins(catalog, request);
    if (substitutes.empty()) return fail(funnel.error(how_to_connect(catalog, *first)));
    funnel = Funnel(std::move(substitutes));
  } else {
    allow(catalog, funnel, request.provider);
    if (funnel.empty())
      return fail(funnel.error("No allowed providers are available for the selected model."));
  }
  TRY(keep_to_wishes(funnel, request, options));

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

  auto candidates = TRY(fitting(catalog, funnel, request));
  put_in_order(candidates, request, options);
  if (!request.provider.allow_fallbacks) candidates.resize(1);
  return candidates;
}

}  // namespace easel::gateway
