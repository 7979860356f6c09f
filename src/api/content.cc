#include "api/content.h"

#include <fmt/format.h>

#include "base/text.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using boost::json::array;
using boost::json::object;
using gateway::Part;
using gateway::Text;

std::string shown_url(const gateway::ImagePart& image) {
  if (image.data_url) return fmt::format("data:(a picture, {} bytes)", image.data_url->size());
  if (image.url.starts_with("data:"))
    return fmt::format("data:(a picture, {} bytes)", image.url.size());
  return image.url;
}

object shown(const Part& part) {
  if (part.kind == Part::Kind::text) return {{"type", "text"}, {"text", part.text}};
  if (part.kind == Part::Kind::image)
    return {{"type", "image_url"}, {"image_url", object{{"url", shown_url(part.image)}}}};
  return {{"type", "other"}};
}

}  // namespace

namespace {

// What was asked of the picture, in the words of the chat's image_config.
object shown(const gateway::ImageOptions& image) {
  object config;
  auto put = [&](const char* name, const auto& given) {
    if (given) config[name] = *given;
  };
  put("aspect_ratio", image.aspect_ratio);
  put("image_size", image.image_size);
  if (image.pixels)
    config["size"] = fmt::format("{}x{}", image.pixels->width, image.pixels->height);
  put("n", image.n);
  put("seed", image.seed);
  put("quality", image.quality);
  put("output_format", image.output_format);
  put("background", image.background);
  put("output_compression", image.output_compression);
  return config;
}

}  // namespace

bool keeps_content(const drive::Job& job) {
  return job.key.policy.logging && !job.keeps_nothing && !job.request->provider.deny_collection;
}

store::Content content_of(const House& house, const drive::Job& job,
                          const drive::Outcome& outcome) {
  array messages;
  for (const auto& message : job.request->messages) {
    array parts;
    for (const auto& part : message.parts) parts.push_back(shown(part));
    messages.push_back(object{{"role", message.role}, {"content", std::move(parts)}});
  }
  object output{{"completion", nullptr}, {"reasoning", nullptr}};
  if (auto text = job.text(Text::Channel::content); !text.empty()) output["completion"] = text;
  if (auto text = job.text(Text::Channel::reasoning); !text.empty()) output["reasoning"] = text;
  object input{{"model", job.request->models.front()}, {"messages", std::move(messages)}};
  if (auto config = shown(job.request->image); !config.empty()) input["image_config"] = config;
  if (auto seed = outcome.easel.if_contains("seed")) output["seed"] = *seed;
  return {.input = wire::to_json(input),
          .output = wire::to_json(output),
          .words = lower_case(job.request->prompt()),
          .keep_until = house.settings.keeping.of(job.key.policy).keep_until(house.micros())};
}

}  // namespace easel::api
