#include "providers/openai_images_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "providers/body_writer.h"
#include "providers/form_body.h"
#include "providers/openai_images.h"
#include "providers/picture_in.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr int kPartialPictures = 2;  // each costs about a hundred tokens

// Everything but the pictures.
json::object fields(const GenerationRequest& request, const Candidate& candidate) {
  const auto& image = request.image;
  const auto& can = candidate.endpoint->capabilities;
  json::object body{{"model", candidate.endpoint->model_name},
                    {"prompt", prompt_without_tags(request.prompt())}};
  if (auto n = std::min(image.n.value_or(1), can.n_max); n > 1) body["n"] = n;
  if (auto size = openai_size(image, can); !size.empty()) body["size"] = size;
  auto choice = [&](const char* name, const auto& given, const auto& accepted) {
    if (given && std::ranges::count(accepted, *given)) body[name] = *given;
  };
  choice("quality", image.quality, can.qualities);
  choice("background", image.background, can.backgrounds);
  choice("output_format", image.output_format, can.formats);
  // Only the formats that lose something can be told how much.
  bool lossy = image.output_format == "jpeg" || image.output_format == "webp";
  if (image.output_compression && can.compression && lossy)
    body["output_compression"] = *image.output_compression;
  if (image.seed && switch_of(*candidate.provider, "seed") == "yes") body["seed"] = *image.seed;
  if (switch_of(*candidate.provider, "ask_b64") == "yes") body["response_format"] = "b64_json";
  if (!request.user.empty() && candidate.provider->slug == "openai") body["user"] = request.user;
  if (request.stream && can.native_streaming) {
    body["stream"] = true;
    body["partial_images"] = kPartialPictures;
  }
  return body;
}

Status write_form(const GenerationRequest& request, const Candidate& candidate, Send& send) {
  auto pictures = pictures_of(request);
  auto named = switch_of(*candidate.provider, "array");
  std::string_view name = !named.empty() ? named : pictures.size() > 1 ? "image[]" : "image";
  FormBody form;
  for (const auto& [key, value] : fields(request, candidate)) form.field(key, value);
  int index = 0;
  for (auto picture : pictures) TRY(form.file(name, index++, *picture));
  send.headers = {{"Content-Type", form.content_type()}};
  send.body = form.finish();
  return {};
}

void write_json(const GenerationRequest& request, const Candidate& candidate, Send& send) {
  BodyWriter writer(request);
  auto body = fields(request, candidate);
  json::array images;
  for (auto picture : pictures_of(request))
    images.push_back(json::object{{"image_url", writer.data_url_of(*picture)}});
  if (!images.empty()) body["images"] = std::move(images);
  send.headers = {{"Content-Type", "application/json"}};
  send.body = writer.write(body);
}

}  // namespace

std::string_view switch_of(const Provider& provider, std::string_view name) {
  auto found = provider.switches.find(std::string(name));
  return found == provider.switches.end() ? std::string_view() : found->second;
}

std::string prompt_without_tags(std::string prompt) {
  constexpr std::string_view kOpen = "<sd_cpp_extra_args>", kClose = "</sd_cpp_extra_args>";
  // Again and again: what is left after a cut may join to another tag.
  for (auto open = prompt.find(kOpen); open != prompt.npos; open = prompt.find(kOpen)) {
    auto close = prompt.find(kClose, open);
    auto end = close == prompt.npos ? open + kOpen.size() : close + kClose.size();
    prompt.erase(open, end - open);
  }
  return prompt;
}

std::string openai_size(const ImageOptions& image, const Capabilities& can) {
  std::optional<Size> size = image.pixels;
  if (!size && (image.aspect_ratio || image.image_size))
    size = dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
  if (!size) return {};
  if (!can.pixels) {
    double shape = 1.0 * size->width / size->height;
    if (shape > 1.2) return "1536x1024";
    return shape < 1 / 1.2 ? "1024x1536" : "1024x1024";
  }
  // OpenAI's limits for a free size; a server of its own has its edge in max_pixels_side.
  constexpr double kMostArea = 8'294'400, kMostRatio = 3;
  double width = size->width, height = size->height;
  width = std::min(width, height * kMostRatio);
  height = std::min(height, width * kMostRatio);
  double edge = can.max_pixels_side > 0 ? can.max_pixels_side : 3840;
  double shrink =
      std::min({1.0, edge / std::max(width, height), std::sqrt(kMostArea / (width * height))});
  auto snap = [&](double side) { return std::max(16, static_cast<int>(side * shrink) / 16 * 16); };
  return fmt::format("{}x{}", snap(width), snap(height));
}

Result<Send> openai_images_request(const GenerationRequest& request, const Candidate& candidate) {
  const auto& provider = *candidate.provider;
  bool edits = request.image_parts() > 0;
  Send send{.method = "POST",
            .url = provider.base_url + (edits ? "/images/edits" : "/images/generations"),
            .credential = CredentialForm{}};
  if (switch_of(provider, "key") == "api-key")
    send.credential = CredentialForm{.header = "api-key", .scheme = ""};
  if (edits && switch_of(provider, "edits") != "json")
    TRY(write_form(request, candidate, send));
  else
    write_json(request, candidate, send);
  return send;
}

}  // namespace easel::providers
