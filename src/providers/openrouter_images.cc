#include "providers/openrouter_images.h"

#include <fmt/format.h>

#include <algorithm>

#include "providers/body_writer.h"
#include "providers/chat_reply.h"
#include "providers/json_exchange.h"
#include "providers/openrouter.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Only what the door has; its own routing takes part of `provider`.
json::object door_body(const GenerationRequest& request, const Candidate& candidate,
                       BodyWriter& writer) {
  const auto& image = request.image;
  json::object body{{"model", openrouter_model(candidate)}, {"prompt", request.prompt()}};
  if (image.n) body["n"] = std::min(*image.n, candidate.endpoint->capabilities.n_max);
  if (image.aspect_ratio) body["aspect_ratio"] = *image.aspect_ratio;
  if (image.image_size) body["resolution"] = image.image_size == "0.5K" ? "512" : *image.image_size;
  if (image.pixels) body["size"] = fmt::format("{}x{}", image.pixels->width, image.pixels->height);
  if (image.quality) body["quality"] = *image.quality;
  if (image.output_format) body["output_format"] = *image.output_format;
  if (image.background) body["background"] = *image.background;
  if (image.output_compression) body["output_compression"] = *image.output_compression;
  if (image.seed) body["seed"] = *image.seed;
  json::array references;
  for (auto picture : pictures_of(request)) {
    json::string url =
        picture_in(*picture) ? writer.data_url_of(*picture) : json::string(picture->url);
    references.push_back(
        json::object{{"type", "image_url"}, {"image_url", json::object{{"url", std::move(url)}}}});
  }
  if (!references.empty()) body["input_references"] = std::move(references);
  if (auto provider = request.body.if_contains("provider")) body["provider"] = *provider;
  drop_own_providers(candidate, body);
  return body;
}

class OpenRouterImagesExchange : public JsonExchange {
 public:
  OpenRouterImagesExchange(const GenerationRequest& request, const Candidate& candidate)
      : JsonExchange(*candidate.provider), request_(request), candidate_(candidate) {}

  Step next() override {
    if (over()) return Done{};
    BodyWriter writer(request_);
    return Send{.method = "POST",
                .url = candidate_.provider->base_url + "/images",
                .headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}},
                .body = writer.write(door_body(request_, candidate_, writer)),
                .credential = CredentialForm{}};
  }

 private:
  bool is_picture(const wire::Path& path) override { return path.matches("data[].b64_json"); }
  void picture_begin(const wire::Path&) override {
    pictures_.keep(out());  // the one before it
    pictures_.begin(out());
  }
  void picture_data(std::string_view piece) override { pictures_.data(out(), piece); }

  Status document(json::object& reply) override {
    if (auto error = object_at(reply, "error")) return fail(chat_error(502, error, "", {}));
    pictures_.keep(out());
    if (auto told = object_at(reply, "usage")) count(*told);
    return {};
  }

  void count(const json::object& told) {
    Usage usage{.prompt_tokens = count_at(told, "prompt_tokens"),
                .completion_tokens = count_at(told, "completion_tokens"),
                .as_given = told};
    if (auto details = object_at(told, "completion_tokens_details"))
      usage.image_tokens = count_at(*details, "image_tokens");
    constexpr double kMost = 1e6;
    auto cost = told.if_contains("cost");
    if (cost && cost->is_number() && cost->to_number<double>() >= 0 &&
        cost->to_number<double>() < kMost)
      usage.cost = Money::from_dollars(cost->to_number<double>());
    tell(std::move(usage));
  }

  Status reply_over() override {
    if (pictures_.whole() == 0)
      return fail(ErrorKind::provider_error, "The provider finished without a picture.");
    finish({.native_reason = "completed"});
    return {};
  }

  std::optional<Error> refused(int status, const json::object& body) override {
    return chat_error(status, object_at(body, "error"), "", {});
  }

  const GenerationRequest& request_;
  const Candidate& candidate_;
  PictureTeller pictures_;
};

}  // namespace

bool prefers_image_door(const GenerationRequest& request, const Candidate& candidate) {
  const auto& image = request.image;
  bool pictures_only = !candidate.model->outputs("text") && request.wants_image;
  bool asks = image.n.value_or(1) > 1 || image.pixels || image.quality || image.output_format ||
              image.output_compression || image.background;
  bool policy = request.provider.deny_collection || request.provider.zdr;
  bool chat_alone = policy || image.fonts > 0 || image.super_resolution_references > 0 ||
                    !image.other_keys.empty() || !request.needs.empty() ||
                    request.messages.size() != 1;
  return pictures_only && asks && !chat_alone;
}

std::unique_ptr<Exchange> openrouter_images_exchange(const GenerationRequest& request,
                                                     const Candidate& candidate) {
  return std::make_unique<OpenRouterImagesExchange>(request, candidate);
}

}  // namespace easel::providers
