#include "api/model_filter.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "http/message.h"

namespace easel::api {
namespace {

using gateway::Endpoint;
using gateway::Model;

constexpr std::string_view kCategories[] = {
    "programming", "roleplay", "marketing", "marketing/seo", "technology", "science",
    "translation", "legal",    "finance",   "health",        "trivia",     "academia"};
constexpr std::string_view kModalities[] = {"text",  "image",  "audio",  "embeddings",
                                            "video", "rerank", "speech", "transcription",
                                            "file",  "all"};
constexpr std::string_view kSorts[] = {"most-popular",
                                       "newest",
                                       "top-weekly",
                                       "pricing-low-to-high",
                                       "pricing-high-to-low",
                                       "context-high-to-low",
                                       "throughput-high-to-low",
                                       "latency-low-to-high",
                                       "intelligence-high-to-low",
                                       "coding-high-to-low",
                                       "agentic-high-to-low",
                                       "design-arena-elo-high-to-low"};
constexpr std::string_view kRegions[] = {"eu", "us", "europe", "global"};
// Scores of public benchmarks, which this catalog does not have: no model reaches a least score.
constexpr std::string_view kScores[] = {"intelligence_index", "coding_index", "agentic_index",
                                        "tool_success_rate"};

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

// Dollars for a million tokens.
double price_of(const Model& model, const char* name) {
  auto found = model.pricing.find(name);
  return found == model.pricing.end() ? 0 : std::atof(found->second.c_str()) * 1e6;
}

// Reads the query's parameters; the first that is wrong becomes the error.
class Query {
 public:
  explicit Query(std::string_view text) : text_(text) {}

  std::string word(std::string_view name) const { return http::query_value(text_, name).value; }
  std::vector<std::string> list(std::string_view name) const { return split(word(name)); }

  template <std::size_t N>
  std::vector<std::string> known(std::string_view name, const std::string_view (&accepted)[N]) {
    auto given = list(name);
    for (const auto& entry : given)
      if (std::ranges::find(accepted, entry) == std::end(accepted))
        complain(name, fmt::format("{} is not one that is known here.", entry.substr(0, 60)),
                 fmt::format("{}", fmt::join(accepted, ", ")));
    return given;
  }

  double number(std::string_view name, double otherwise) {
    auto given = word(name);
    if (given.empty()) return otherwise;
    double value = 0;
    auto [end, ec] = std::from_chars(given.data(), given.data() + given.size(), value);
    bool good = ec == std::errc() && end == given.data() + given.size() && std::isfinite(value);
    if (!good || value < 0)
      complain(name, fmt::format("{} must be a number of at least 0.", name), "a number");
    return good ? value : otherwise;
  }

  std::optional<bool> flag(std::string_view name) {
    auto given = word(name);
    if (!given.empty() && given != "true" && given != "false")
      complain(name, fmt::format("{} must be true or false.", name), "true or false");
    if (given.empty()) return {};
    return given == "true";
  }

  Status status() const {
    if (error_) return fail(*error_);
    return {};
  }

 private:
  void complain(std::string_view name, std::string message, std::string expected) {
    if (!error_) error_ = invalid(std::string(name), std::move(message), std::move(expected));
  }
  std::string_view text_;
  std::optional<Error> error_;
};

struct Range {
  double least = 0, most = std::numeric_limits<double>::infinity();
  bool holds(double value) const { return value >= least && value <= most; }
};

// The filters of GET /models. Each given list is satisfied by any of its members, except the
// supported parameters, which must all be there.
class Filter {
 public:
  static Result<Filter> read(std::string_view text) {
    constexpr double kNoMost = std::numeric_limits<double>::infinity();
    Query query(text);
    Filter filter;
    filter.outputs_ = query.known("output_modalities", kModalities);
    if (filter.outputs_.empty()) filter.outputs_ = {"text"};
    filter.inputs_ = query.known("input_modalities", kModalities);
    filter.categories_ = query.known("category", kCategories);
    filter.regions_ = query.known("region", kRegions);
    filter.parameters_ = query.list("supported_parameters");
    filter.authors_ = query.list("model_authors");
    filter.providers_ = query.list("providers");
    filter.families_ = query.list("arch");
    filter.words_ = lower(query.word("q"));
    filter.all_ = query.word("connected") == "all" || query.word("include") == "unconnected";
    filter.context_ = query.number("context", 0);
    filter.prompt_ = {query.number("min_price", 0), query.number("max_price", kNoMost)};
    filter.output_ = {query.number("min_output_price", 0),
                      query.number("max_output_price", kNoMost)};
    filter.age_days_ = {query.number("min_age_days", 0), query.number("max_age_days", kNoMost)};
    filter.distillable_ = query.flag("distillable");
    filter.zdr_ = query.flag("zdr").value_or(false);
    for (auto score : kScores) {
      if (query.number(fmt::format("min_{}", score), 0) > 0) filter.scored_ = true;
      query.number(fmt::format("max_{}", score), 0);
    }
    TRY(query.status());
    return filter;
  }

  bool accepts(const gateway::Catalog& catalog, const Model& model, std::int64_t unix_now) const {
    auto any = [](const std::vector<std::string>& wanted, auto has) {
      return wanted.empty() || std::ranges::any_of(wanted, has);
    };
    bool outputs = any(outputs_, [&](auto& m) { return m == "all" || model.outputs(m); });
    bool inputs = any(inputs_, [&](auto& m) { return m == "all" || model.takes(m); });
    bool parameters = std::ranges::all_of(parameters_, [&](auto& p) {
      return std::ranges::count(model.supported_parameters, p) > 0;
    });
    bool category =
        any(categories_, [&](auto& c) { return std::ranges::count(model.categories, c) > 0; });
    bool by_author = any(authors_, [&](auto& a) { return a == author(model); });
    bool by_provider = any(providers_, [&](auto& p) {
      return std::ranges::count(model.endpoints, p, &Endpoint::provider) > 0;
    });
    bool family = any(families_, [&](auto& f) { return lower(f) == lower(model.tokenizer); });
    bool by_words = words_.empty() || lower(model.id).contains(words_) ||
                    lower(model.name).contains(words_) || lower(model.description).contains(words_);
    return outputs && inputs && parameters && category && by_author && by_provider && family &&
           by_words && in_ranges(model, unix_now) && stays_here(model) &&
           (!zdr_ || has_zdr(catalog, model)) &&
           (!distillable_ || *distillable_ == model.distillable) && (all_ || model.connected());
  }

 private:
  bool in_ranges(const Model& model, std::int64_t unix_now) const {
    double days = std::max(0.0, static_cast<double>(unix_now - model.created) / 86'400);
    return static_cast<double>(model.context_length) >= context_ &&
           prompt_.holds(price_of(model, "prompt")) &&
           output_.holds(price_of(model, "completion")) && age_days_.holds(days) && !scored_;
  }

  static bool has_zdr(const gateway::Catalog& catalog, const Model& model) {
    return std::ranges::any_of(model.endpoints, [&](const Endpoint& endpoint) {
      auto provider = catalog.provider(endpoint.provider);
      return provider && provider->zdr;
    });
  }

  // What is drawn in this process leaves it nowhere; where other providers are, this house does not
  // know.
  bool stays_here(const Model& model) const {
    bool abroad = std::ranges::any_of(regions_, [](auto& r) { return r != "global"; });
    return !abroad || std::ranges::count(model.endpoints, "easel", &Endpoint::provider) > 0;
  }

  std::vector<std::string> outputs_, inputs_, parameters_, categories_, authors_, providers_,
      families_, regions_;
  std::string words_;
  double context_ = 0;
  Range prompt_, output_, age_days_;
  std::optional<bool> distillable_;
  bool all_ = false, zdr_ = false, scored_ = false;
};

// What was seen of a model over all of its endpoints.
struct Standing {
  double requests = 0, throughput = 0, latency = std::numeric_limits<double>::infinity();
};

Standing standing(const ModelsView& view, const Model& model) {
  Standing out;
  for (const auto& endpoint : model.endpoints) {
    auto seen = view.seen(endpoint, model);
    out.requests += static_cast<double>(seen.requests_1d);
    if (seen.throughput_30m) out.throughput = std::max(out.throughput, seen.throughput_30m->p50);
    if (seen.latency_30m) out.latency = std::min(out.latency, seen.latency_30m->p50);
  }
  return out;
}

// Sorts that rest on benchmarks leave the catalog's order.
void sort_models(const ModelsView& view, std::vector<const Model*>& models, std::string_view by) {
  auto descending = [&](auto value) { std::ranges::stable_sort(models, std::greater{}, value); };
  auto ascending = [&](auto value) { std::ranges::stable_sort(models, std::less{}, value); };
  auto price = [](const Model* model) { return price_of(*model, "completion"); };
  if (by == "newest") descending(&Model::created);
  if (by == "context-high-to-low") descending(&Model::context_length);
  if (by == "pricing-low-to-high") ascending(price);
  if (by == "pricing-high-to-low") descending(price);
  if (by == "most-popular" || by == "top-weekly")
    descending([&](const Model* model) { return standing(view, *model).requests; });
  if (by == "throughput-high-to-low")
    descending([&](const Model* model) { return standing(view, *model).throughput; });
  if (by == "latency-low-to-high")
    ascending([&](const Model* model) { return standing(view, *model).latency; });
}

}  // namespace

Result<std::vector<const Model*>> select_models(const ModelsView& view, std::string_view text) {
  auto filter = TRY(Filter::read(text));
  Query query(text);
  auto sort = query.known("sort", kSorts);
  auto order = query.known("order", kSorts);
  TRY(query.status());
  std::vector<const Model*> models;
  for (const auto& model : view.catalog.models())
    if (filter.accepts(view.catalog, model, view.unix_now)) models.push_back(&model);
  if (auto by = sort.empty() ? order : sort; !by.empty()) sort_models(view, models, by.front());
  return models;
}

}  // namespace easel::api
