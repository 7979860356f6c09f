#include "gateway/capabilities.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace easel::gateway {
namespace {

Error unaccepted(std::string field, std::string_view given, std::string accepted) {
  return invalid("image_config." + field,
                 fmt::format("image_config.{} \"{}\" is not supported here; it accepts {}.", field,
                             given, accepted),
                 accepted);
}

Status check_choice(std::string_view field, const std::optional<std::string>& given,
                    const std::vector<std::string>& accepted, std::vector<std::string>& ignored) {
  if (!given) return {};
  if (accepted.empty()) {
    ignored.push_back("image_config." + std::string(field));
    return {};
  }
  if (std::ranges::count(accepted, *given)) return {};
  return fail(unaccepted(std::string(field), *given, fmt::format("{}", fmt::join(accepted, ", "))));
}

void check_knob(std::string_view field, bool given, bool has, std::vector<std::string>& ignored) {
  if (given && !has) ignored.push_back("image_config." + std::string(field));
}

Status check_pixels(const ImageOptions& image, const Capabilities& can,
                    std::vector<std::string>& ignored) {
  if (!image.pixels) return {};
  if (!can.pixels) {
    ignored.push_back("image_config.size");
    return {};
  }
  int most = std::max(image.pixels->width, image.pixels->height);
  int least = std::min(image.pixels->width, image.pixels->height);
  if (least >= 64 && most <= can.max_pixels_side) return {};
  return fail(unaccepted("size", fmt::format("{}x{}", image.pixels->width, image.pixels->height),
                         fmt::format("sides from 64 to {}", can.max_pixels_side)));
}

}  // namespace

Result<Fit> fit(const ImageOptions& image, const Capabilities& can, int image_parts) {
  Fit out;
  TRY(check_choice("aspect_ratio", image.aspect_ratio, can.aspect_ratios, out.ignored));
  TRY(check_choice("image_size", image.image_size, can.sizes, out.ignored));
  TRY(check_choice("quality", image.quality, can.qualities, out.ignored));
  TRY(check_choice("output_format", image.output_format, can.formats, out.ignored));
  TRY(check_choice("background", image.background, can.backgrounds, out.ignored));
  TRY(check_pixels(image, can, out.ignored));
  check_knob("output_compression", image.output_compression.has_value(), can.compression,
             out.ignored);
  check_knob("seed", image.seed.has_value(), can.seed, out.ignored);
  if (image.n && *image.n > can.n_max && can.n_max > 1)
    return fail(unaccepted("n", std::to_string(*image.n), fmt::format("1 to {}", can.n_max)));
  check_knob("n", image.n.value_or(1) > 1, can.n_max > 1, out.ignored);
  if (image.font_inputs && can.fonts_max == 0)
    return fail(invalid("image_config.font_inputs",
                        "This model cannot set text in a given font: image_config.font_inputs is "
                        "not supported here."));
  if (image.super_resolution_references && can.super_resolution_max == 0)
    return fail(invalid("image_config.super_resolution_references",
                        "This model cannot enhance by references: "
                        "image_config.super_resolution_references is not supported here."));
  if (can.references_max > 0 && image_parts > can.references_max)
    return fail(invalid("messages", fmt::format("The request holds {} pictures; this model takes "
                                                "at most {}.",
                                                image_parts, can.references_max)));
  return out;
}

bool supports_all(const ImageOptions& image, const Capabilities& can) {
  auto lacks = [](const auto& given, bool has) { return given.has_value() && !has; };
  return !lacks(image.aspect_ratio, !can.aspect_ratios.empty()) &&
         !lacks(image.image_size, !can.sizes.empty()) &&
         !lacks(image.quality, !can.qualities.empty()) &&
         !lacks(image.output_format, !can.formats.empty()) &&
         !lacks(image.background, !can.backgrounds.empty()) &&
         !lacks(image.output_compression, can.compression) && !lacks(image.seed, can.seed) &&
         !lacks(image.pixels, can.pixels) && (image.n.value_or(1) <= 1 || can.n_max > 1) &&
         (!image.font_inputs || can.fonts_max > 0) &&
         (!image.super_resolution_references || can.super_resolution_max > 0);
}

}  // namespace easel::gateway
