#include "gateway/pricing.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace easel::gateway {
namespace {

constexpr std::int64_t kLongestAnswer = 8192;     // tokens, when the request sets no limit
constexpr std::int64_t kUsualAnswer = 500;        // tokens
constexpr std::int64_t kTokensOfAPicture = 1290;  // that is made, 1K
constexpr std::int64_t kTokensOfAnImage = 2000;   // a picture that is shown to a model

// A price of a token may be less than a nano-dollar; their sum is rounded, not each.
Money tokens_cost(const Model& model, const char* name, std::int64_t tokens) {
  auto found = model.pricing.find(name);
  if (found == model.pricing.end() || tokens <= 0) return {};
  double price = std::max(0.0, std::atof(found->second.c_str()));
  return Money::nano(std::llround(price * 1e9 * static_cast<double>(tokens)));
}

// A line whose variant is the tier that was asked for goes before the one for all.
const PriceLine* line(const Endpoint& endpoint, std::string_view billable, std::string_view unit,
                      std::string_view tier = {}) {
  const PriceLine* found = nullptr;
  for (const auto& price : endpoint.prices) {
    if (price.billable != billable || price.unit != unit) continue;
    if (!price.variant.empty() && price.variant == tier) return &price;
    if (price.variant.empty() && !found) found = &price;
  }
  return found;
}

Money extras_cost(const GenerationRequest& request, const Endpoint& endpoint) {
  Money sum;
  if (auto font = line(endpoint, "input_font", "image")) sum += font->cost * request.image.fonts;
  if (auto reference = line(endpoint, "input_reference", "image"))
    sum += reference->cost * request.image.super_resolution_references;
  if (auto input = line(endpoint, "input_image", "image"))
    sum += input->cost * request.image_parts();
  if (auto call = line(endpoint, "request", "request")) sum += call->cost;
  return sum;
}

std::int64_t words_of(const GenerationRequest& request) {
  std::size_t bytes = 0;
  for (const auto& message : request.messages)
    for (const auto& part : message.parts) bytes += part.text.size();
  return static_cast<std::int64_t>(bytes / 2 + 16 * request.messages.size()) +
         kTokensOfAnImage * request.image_parts();
}

std::int64_t longest_answer(const GenerationRequest& request) {
  for (auto name : {"max_completion_tokens", "max_tokens"})
    if (auto given = request.body.if_contains(name); given && given->is_int64())
      return std::max<std::int64_t>(given->get_int64(), 0);
  return kLongestAnswer;
}

}  // namespace

Money most_cost(const GenerationRequest& request, const Model& model, const Endpoint& endpoint,
                int pictures) {
  Money most = tokens_cost(model, "prompt", words_of(request)) + extras_cost(request, endpoint);
  if (request.wants_image) most += endpoint.most_per_image * pictures;
  if (request.wants_text && model.outputs("text"))
    most += tokens_cost(model, "completion", longest_answer(request));
  return most;
}

Money picture_price(const GenerationRequest& request, const Model& model,
                    const Endpoint& endpoint) {
  const auto& image = request.image;
  if (auto each = line(endpoint, "output_image", "image", image.image_size.value_or("")))
    return each->cost;
  if (auto area = line(endpoint, "output_image", "megapixel")) {
    auto size = image.pixels ? image.pixels
                             : dimensions(image.aspect_ratio.value_or("1:1"),
                                          image.image_size.value_or("1K"));
    double megapixels = size ? size->width * 1e-6 * size->height : 1;
    return area->cost * std::max(1, static_cast<int>(std::ceil(megapixels - 0.1)));
  }
  bool own_price = model.pricing.contains("image_output");
  auto by_tokens = tokens_cost(model, own_price ? "image_output" : "completion", kTokensOfAPicture);
  return by_tokens > Money() ? by_tokens : Money::nano(endpoint.most_per_image.nano() / 2);
}

Money request_price(const Endpoint& endpoint) {
  auto call = line(endpoint, "request", "request");
  return call ? call->cost : Money();
}

Money expected_cost(const GenerationRequest& request, const Model& model,
                    const Endpoint& endpoint) {
  Money sum = extras_cost(request, endpoint);
  sum += tokens_cost(model, "prompt", words_of(request));
  if (request.wants_image) {
    int pictures = std::clamp(request.image.n.value_or(1), 1, endpoint.capabilities.n_max);
    sum += picture_price(request, model, endpoint) * pictures;
  } else {
    sum += tokens_cost(model, "completion", kUsualAnswer);
  }
  return sum;
}

Money listed_cost(const GenerationRequest& request, const Model& model, const Endpoint& endpoint,
                  const Made& made) {
  Money sum = extras_cost(request, endpoint);
  std::int64_t pictures_tokens = std::max<std::int64_t>(made.usage.image_tokens, 0);
  if (auto each = line(endpoint, "output_image", "image", request.image.image_size.value_or(""))) {
    sum += each->cost * made.pictures;
  } else if (auto area = line(endpoint, "output_image", "megapixel")) {
    sum += area->cost * static_cast<int>(std::ceil(made.megapixels - 0.1));
  } else {
    bool own_price = model.pricing.contains("image_output");
    sum += tokens_cost(model, own_price ? "image_output" : "completion", pictures_tokens);
  }
  sum += tokens_cost(model, "prompt", made.usage.prompt_tokens);
  sum += tokens_cost(model, "completion", made.usage.completion_tokens - pictures_tokens);
  return sum;
}

}  // namespace easel::gateway
