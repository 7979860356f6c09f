#include "gateway/capabilities.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace easel::gateway {
namespace {

// Checks wish after wish against what the model has; what it has no knob for is ignored and listed.
class Fitting {
 public:
  Fitting(const Capabilities& can, Door door) : can_(can), door_(door) {}

  // The knob as the client wrote it: the image door has them at the top and calls the tier another
  // name.
  std::string name_of(std::string_view knob) const {
    if (door_ != Door::images) return "image_config." + std::string(knob);
    return std::string(knob == "image_size" ? "resolution" : knob);
  }

  Error unaccepted(std::string_view knob, std::string_view given, std::string accepted) const {
    std::string field = name_of(knob);
    return invalid(
        field,
        fmt::format("{} \"{}\" is not supported here; it accepts {}.", field, given, accepted),
        accepted);
  }

  // It has no such knob.
  void ignore(std::string_view knob) {
    constexpr std::array<std::string_view, 5> kShape = {"aspect_ratio", "image_size", "size",
                                                        "background", "n"};
    out.ignored.push_back(name_of(knob));
    auto found = std::ranges::find(kShape, knob);
    if (found != kShape.end()) out.lost |= 1u << (found - kShape.begin());
  }

  Status choice(std::string_view knob, const std::optional<std::string>& given,
                const std::vector<std::string>& accepted) {
    if (given && accepted.empty()) ignore(knob);
    if (!given || accepted.empty() || std::ranges::count(accepted, *given)) return {};
    return fail(unaccepted(knob, *given, fmt::format("{}", fmt::join(accepted, ", "))));
  }

  void knob(std::string_view knob, bool given, bool has) {
    if (given && !has) ignore(knob);
  }

  // Exact pixels; a model that takes ratios only still takes the shape of them.
  Status pixels(const std::optional<Size>& given) {
    if (!given) return {};
    if (!can_.pixels) {
      auto ratio = ratio_of(*given);
      if (!ratio || !std::ranges::count(can_.aspect_ratios, *ratio)) ignore("size");
      return {};
    }
    int most = std::max(given->width, given->height);
    int least = std::min(given->width, given->height);
    if (least >= 64 && most <= can_.max_pixels_side) return {};
    return fail(unaccepted("size", fmt::format("{}x{}", given->width, given->height),
                           fmt::format("sides from 64 to {}", can_.max_pixels_side)));
  }

  Error too_many(std::string_view knob, std::string_view what, int most) const {
    std::string field = name_of(knob);
    if (most == 0)
      return invalid(field,
                     fmt::format("This model takes no {}: {} is not supported here.", what, field));
    return invalid(field, fmt::format("{} holds more than {} entries.", field, most),
                   fmt::format("at most {} entries", most));
  }

  // What cannot be left out without changing what the picture is.
  Status extras(const ImageOptions& image, int image_parts) const {
    if (image.fonts > can_.fonts_max) return fail(too_many("font_inputs", "fonts", can_.fonts_max));
    if (image.super_resolution_references > can_.super_resolution_max)
      return fail(too_many("super_resolution_references", "references to enhance by",
                           can_.super_resolution_max));
    if (image.super_resolution_references > 0 && image_parts == 0)
      return fail(invalid(name_of("super_resolution_references"),
                          name_of("super_resolution_references") +
                              " enhance a picture, and the request holds none.",
                          "a request with a picture to enhance"));
    if (can_.references_max > 0 && image_parts > can_.references_max)
      return fail(invalid(door_ == Door::images      ? "input_references"
                          : door_ == Door::responses ? "input"
                                                     : "messages",
                          fmt::format("The request holds {} pictures; this model takes at most {}.",
                                      image_parts, can_.references_max),
                          fmt::format("at most {} pictures", can_.references_max)));
    return {};
  }

  Fit out;

 private:
  const Capabilities& can_;
  Door door_;
};

}  // namespace

Result<Fit> fit(const ImageOptions& image, const Capabilities& can, int image_parts, Door door) {
  Fitting fitting(can, door);
  TRY(fitting.choice("aspect_ratio", image.aspect_ratio, can.aspect_ratios));
  TRY(fitting.choice("image_size", image.image_size, can.sizes));
  TRY(fitting.choice("quality", image.quality, can.qualities));
  TRY(fitting.choice("output_format", image.output_format, can.formats));
  TRY(fitting.choice("background", image.background, can.backgrounds));
  TRY(fitting.pixels(image.pixels));
  fitting.knob("output_compression", image.output_compression.has_value(), can.compression);
  fitting.knob("seed", image.seed.has_value(), can.seed);
  if (image.n && *image.n > can.n_max && can.n_max > 1)
    return fail(
        fitting.unaccepted("n", std::to_string(*image.n), fmt::format("1 to {}", can.n_max)));
  fitting.knob("n", image.n.value_or(1) > 1, can.n_max > 1);
  TRY(fitting.extras(image, image_parts));
  return std::move(fitting.out);
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
         image.fonts <= can.fonts_max &&
         image.super_resolution_references <= can.super_resolution_max;
}

}  // namespace easel::gateway
