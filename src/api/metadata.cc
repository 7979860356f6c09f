#include "api/metadata.h"

#include <fmt/format.h>

#include <cmath>

#include "gateway/geometry.h"

namespace easel::api {
namespace {

namespace json = boost::json;
using namespace gateway;

// The words OpenRouter has for how a request found its model.
std::string_view strategy_of(const drive::Job& job, const drive::Outcome& outcome) {
  const auto& asked = job.request->models.front();
  if (outcome.attempts.size() > 1 || job.candidates.front().fallback) return "fallback";
  if (asked.starts_with("openrouter/auto")) return "auto";
  if (asked.starts_with("~")) return "latest";
  if (asked.ends_with(":free")) return "free";
  return asked == job.candidates.front().model->id ? "direct" : "alias";
}

std::string ratio_text(int width, int height) {
  if (auto known = ratio_of({width, height})) return std::string(*known);
  return fmt::format("{}:{}", width, height);
}

// Whether the picture is something else than what was asked for.
bool adjusted(const ImageOptions& image, int width, int height) {
  if (image.pixels) return image.pixels->width != width || image.pixels->height != height;
  if (!image.aspect_ratio && !image.image_size) return false;
  auto size = dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
  if (!size || width <= 0 || height <= 0) return false;
  double asked = static_cast<double>(size->width) / size->height;
  double got = static_cast<double>(width) / height;
  double area = static_cast<double>(width) * height / (1.0 * size->width * size->height);
  bool other_ratio = image.aspect_ratio && std::abs(got / asked - 1) > 0.03;
  bool other_area = image.image_size && (area > 1.5 || area < 1 / 1.5);
  return other_ratio || other_area;
}

json::object asked_of(const ImageOptions& image) {
  json::object asked;
  if (image.aspect_ratio) asked["aspect_ratio"] = *image.aspect_ratio;
  if (image.image_size) asked["image_size"] = *image.image_size;
  if (image.pixels) asked["size"] = fmt::format("{}x{}", image.pixels->width, image.pixels->height);
  return asked;
}

}  // namespace

json::object router_metadata(const drive::Job& job, const drive::Outcome& outcome) {
  json::array available, attempts;
  for (const auto& candidate : job.candidates) {
    bool selected = !outcome.attempts.empty() &&
                    outcome.attempts.back().provider == candidate.provider->slug &&
                    outcome.attempts.back().model == candidate.model->id;
    available.push_back(json::object{{"provider", candidate.provider->name},
                                     {"model", candidate.model->id},
                                     {"selected", selected}});
  }
  for (const auto& attempt : outcome.attempts)
    attempts.push_back(json::object{
        {"provider", attempt.provider}, {"model", attempt.model}, {"status", attempt.status}});
  auto total = static_cast<std::int64_t>(available.size());
  auto tries = static_cast<std::int64_t>(attempts.size());
  return {{"requested", job.request->models.front()},
          {"strategy", strategy_of(job, outcome)},
          {"region", nullptr},
          {"summary", fmt::format("available={}, selected={}", total, outcome.provider)},
          {"attempt", tries},
          {"is_byok", outcome.own_key},
          {"endpoints", json::object{{"total", total}, {"available", std::move(available)}}},
          {"attempts", std::move(attempts)}};
}

void add_facts(const drive::Job& job, drive::Outcome& outcome) {
  if (outcome.pictures.empty()) return;
  const auto& image = job.request->image;
  json::array facts;
  for (const auto& picture : outcome.pictures) {
    const auto& file = picture.file;
    json::object fact{
        {"index", picture.index}, {"media_type", file.media_type},
        {"width", file.width},    {"height", file.height},
        {"bytes", file.bytes},    {"aspect_ratio", ratio_text(file.width, file.height)},
        {"sha256", file.sha256}};
    if (auto asked = asked_of(image); !asked.empty()) {
      fact["asked"] = std::move(asked);
      fact["adjusted"] = adjusted(image, file.width, file.height);
    }
    facts.push_back(std::move(fact));
  }
  outcome.easel["pictures"] = std::move(facts);
}

}  // namespace easel::api
