#include "providers/openrouter.h"

#include <algorithm>

#include "gateway/pricing.h"
#include "providers/chat_exchange.h"
#include "providers/openrouter_images.h"
#include "wire/json.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Said to upstream where the client did not say it, or said more than this model has.
void write_modalities(const GenerationRequest& request, const Model& model, json::object& body) {
  bool narrower = request.wants_text && !model.outputs("text");
  bool as_said = request.modalities_given && request.door == Door::chat && !narrower;
  if (!request.wants_image || as_said) return;
  // The image door asks for all that the model puts out: one that also speaks may refuse to make a
  // picture in silence.
  bool words = (request.wants_text || request.door == Door::images) && model.outputs("text");
  json::array wanted{"image"};
  if (words) wanted.emplace_back("text");
  body["modalities"] = std::move(wanted);
}

// What this upstream wants back with pictures that it made, where the client dropped it.
void write_signatures(const GenerationRequest& request, const Candidate& candidate,
                      json::object& body) {
  auto messages = body.if_contains("messages");
  if (!messages || !messages->is_array()) return;
  auto& list = messages->get_array();
  for (std::size_t i = 0; i < std::min(list.size(), request.messages.size()); ++i) {
    if (!list[i].is_object() || list[i].get_object().contains("reasoning_details")) continue;
    for (const auto& part : request.messages[i].parts)
      for (const auto& [provider, text] : part.image.signatures) {
        auto details = wire::parse_json(text);
        if (provider == candidate.provider->slug && details && details->is_array())
          list[i].get_object()["reasoning_details"] = *details;
      }
  }
}

}  // namespace

std::string openrouter_model(const Candidate& candidate) {
  auto variant = candidate.variant;
  const auto& name = candidate.endpoint->model_name;
  if (variant == Variant::none || variant == Variant::free) return name;
  return name + ":" + std::string(to_string(variant));
}

void drop_own_providers(const Candidate& candidate, json::object& body) {
  auto found = body.if_contains("provider");
  if (!found || !found->is_object()) return;
  auto& wish = found->get_object();
  for (auto key : {"order", "only", "ignore"}) {
    auto list = wish.if_contains(key);
    if (!list || !list->is_array()) continue;
    auto& names = list->get_array();
    auto own = [&](const json::value& name) {
      return name == json::value("easel") || name == json::value(candidate.provider->slug);
    };
    names.erase(std::remove_if(names.begin(), names.end(), own), names.end());
    if (names.empty()) wish.erase(key);
  }
  if (wish.empty()) body.erase("provider");
}

Result<Plan> OpenRouterAdapter::plan(const GenerationRequest& request,
                                     const Candidate& candidate) const {
  int pictures = std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, pictures),
              .pictures = pictures};
}

std::unique_ptr<Exchange> OpenRouterAdapter::start(const GenerationRequest& request,
                                                   const Candidate& candidate, std::int64_t) const {
  if (prefers_image_door(request, candidate)) return openrouter_images_exchange(request, candidate);
  json::object body = request.body;
  body["model"] = openrouter_model(candidate);
  for (auto own : {"models", "route", "easel", "debug", "callback_url"}) body.erase(own);
  drop_own_providers(candidate, body);
  write_modalities(request, *candidate.model, body);
  write_signatures(request, candidate, body);
  return chat_exchange(request, candidate, std::move(body));
}

}  // namespace easel::providers
