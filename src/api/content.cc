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

bool keeps_content(const drive::Job& job) {
  return job.key.policy.logging && !job.keeps_nothing && !job.request->provider.deny_collection;
}

store::Content content_of(const House& house, const drive::Job& job) {
  array messages;
  for (const auto& message : job.request->messages) {
    array parts;
    for (const auto& part : message.parts) parts.push_back(shown(part));
    messages.push_back(object{{"role", message.role}, {"content", std::move(parts)}});
  }
  object output{{"completion", nullptr}, {"reasoning", nullptr}};
  if (auto text = job.text(Text::Channel::content); !text.empty()) output["completion"] = text;
  if (auto text = job.text(Text::Channel::reasoning); !text.empty()) output["reasoning"] = text;
  return {.input = wire::to_json(object{{"messages", std::move(messages)}}),
          .output = wire::to_json(output),
          .words = lower_case(job.request->prompt()),
          .keep_until = house.settings.keeping.of(job.key.policy).keep_until(house.micros())};
}

}  // namespace easel::api
