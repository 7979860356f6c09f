#include "api/model_filter.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/message.h"

namespace easel::api {
namespace {

using gateway::Catalog;
using gateway::Endpoint;
using gateway::Model;

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

}  // namespace

Result<std::vector<const Model*>> select_models(const Catalog& catalog, std::string_view query) {
  auto filter = TRY(Filter::read(query));
  std::vector<const Model*> models;
  for (const auto& model : catalog.models())
    if (filter.accepts(model)) models.push_back(&model);
  sort_models(models, http::query_value(query, "sort").value);
  return models;
}

}  // namespace easel::api
