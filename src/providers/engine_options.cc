#include "providers/engine_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "providers/reply_fields.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Reads one table of options; the first wrong value becomes the error.
class OptionReader {
 public:
  explicit OptionReader(const json::object* from) : from_(from) {}

  std::string text(std::string_view key) {
    auto value = find(key);
    if (!value) return {};
    if (!value->is_string()) complain(key, "a text");
    return value->is_string() ? std::string(value->get_string().subview()) : "";
  }
  std::optional<double> number(std::string_view key, double least, double most) {
    auto value = find(key);
    if (!value) return {};
    double number = value->is_number() ? value->to_number<double>() : least - 1;
    if (number < least || number > most)
      complain(key, fmt::format("a number from {} to {}", least, most));
    return number;
  }
  Status status() const {
    if (wrong_) return fail(*wrong_);
    return {};
  }

 private:
  const json::value* find(std::string_view key) const {
    auto value = from_ ? from_->if_contains(key) : nullptr;
    return value && !value->is_null() ? value : nullptr;
  }
  void complain(std::string_view key, std::string expected) {
    std::string field = "image_config." + std::string(key);
    if (!wrong_) wrong_ = invalid(field, field + " must be " + expected + ".", expected);
  }

  const json::object* from_;
  std::optional<Error> wrong_;
};

}  // namespace

Result<EngineOptions> engine_options(const GenerationRequest& request) {
  OptionReader in(object_at(request.body, "image_config"));
  EngineOptions options{.negative_prompt = in.text("negative_prompt"),
                        .cfg = in.number("cfg_scale", 0, 100),
                        .strength = in.number("strength", 0, 1),
                        .sampler = in.text("sampler"),
                        .scheduler = in.text("scheduler")};
  if (auto steps = in.number("steps", 1, 200)) options.steps = static_cast<int>(*steps);
  TRY(in.status());
  return options;
}

std::optional<Size> wanted_size(const ImageOptions& image, int most) {
  std::optional<Size> size = image.pixels;
  if (!size && (image.aspect_ratio || image.image_size))
    size = dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
  if (!size) return {};
  double shrink = std::min(1.0, 1.0 * most / std::max(size->width, size->height));
  auto side = [&](int pixels) { return std::max(64, static_cast<int>(pixels * shrink)); };
  return Size{side(size->width), side(size->height)};
}

Size in_multiples(Size size, int multiple) {
  auto up = [&](int side) { return (side + multiple - 1) / multiple * multiple; };
  return {up(size.width), up(size.height)};
}

std::optional<ExactPicture> left_to_make(const ImageOptions& image, int most, int multiple) {
  auto size = wanted_size(image, most);
  ExactPicture exact{.size = size, .format = image.output_format.value_or("png")};
  if (image.output_compression) exact.quality = std::clamp(*image.output_compression, 1, 100);
  bool as_it_comes = !size || in_multiples(*size, multiple) == *size;
  if (as_it_comes && exact.format == "png") return {};
  return exact;
}

json::object exact_notes(const std::optional<ExactPicture>& exact) {
  if (!exact) return {};
  json::object notes{{"format", exact->format}, {"quality", exact->quality}};
  if (exact->size) {
    notes["width"] = exact->size->width;
    notes["height"] = exact->size->height;
  }
  return {{"exact", std::move(notes)}};
}

std::optional<ExactPicture> exact_from(const json::object& token) {
  auto notes = object_at(token, "exact");
  if (!notes) return {};
  ExactPicture exact{
      .format = text_at(*notes, "format"),
      .quality = static_cast<int>(std::clamp<std::int64_t>(count_at(*notes, "quality"), 1, 100))};
  auto width = count_at(*notes, "width"), height = count_at(*notes, "height");
  if (width > 0 && height > 0 && std::max(width, height) <= 1 << 16)
    exact.size = Size{static_cast<int>(width), static_cast<int>(height)};
  return exact;
}

}  // namespace easel::providers
