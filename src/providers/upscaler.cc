#include "providers/upscaler.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "providers/computed.h"
#include "providers/picture_out.h"
#include "providers/read_part.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::string_view kModel = "easel/upscale-1";
constexpr std::int64_t kMostPixels = 4096 * 4096;  // of a result

std::string text_of(int width, int height) {
  return fmt::format("{}x{}", width, height);
}

Status upscale(const GenerationRequest& request, Job& job, const Emit& emit) {
  TRY(emit(Progress{.fraction = 0, .stage = "reading"}));
  const auto picture = TRY(read_part(*latest_pictures(request).front(), kMostPixels));
  const auto size =
      upscaled_size(picture.width, picture.height, request.image.image_size.value_or(""));
  TRY(emit(Progress{.fraction = 0.05, .stage = "enlarging"}));
  const auto references = enhancers_of(request);
  const auto made = TRY(imaging::enlarge(picture, size.width, size.height, references, job));
  TRY(emit(Extra{.fields = {{"upscaling",
                             {{"came", text_of(picture.width, picture.height)},
                              {"made", text_of(size.width, size.height)},
                              {"references", describe(made.references)},
                              {"text", sentence_of(made.references)}}}}}));
  TRY(emit(Progress{.fraction = 0.95, .stage = "packing"}));
  const imaging::Origin origin{.type = imaging::SourceType::enhanced,
                               .tool = "Easel upscale-1",
                               .model = std::string(kModel),
                               .generation = marked_generation(request),
                               .changed = true};
  return emit_picture(made.bitmap, format_of(request.image), origin, 0, job, emit);
}

}  // namespace

bool is_upscaler(const Candidate& candidate) {
  return candidate.endpoint->model_name == "upscale-1";
}

Result<Plan> plan_upscaling(const GenerationRequest& request) {
  const auto count = latest_pictures(request).size();
  if (count != 1)
    return fail(invalid("messages",
                        fmt::format("{} makes one picture larger, and the last user message holds "
                                    "{}.",
                                    kModel, count == 0 ? "none" : std::to_string(count)),
                        "a user message with one picture"));
  return Plan{.most = Money(), .pictures = 1};
}

std::unique_ptr<Exchange> start_upscaling(const GenerationRequest& request) {
  return std::make_unique<Computed>(
      [&request](Job& job, const Emit& emit) { return upscale(request, job, emit); },
      closing_of(1290, kModel));
}

Size upscaled_size(int width, int height, const std::string& tier) {
  const double pixels = static_cast<double>(width) * height;
  double by = 2;
  if (!tier.empty()) {
    const auto square = dimensions("1:1", tier).value_or(Size{1024, 1024});
    by = std::sqrt(static_cast<double>(square.width) * square.height / pixels);
  }
  by = std::min({by, imaging::kMostEnlarging, std::sqrt(kMostPixels / pixels)});
  by = std::max(1.0, by);
  const auto side = [by](int length) {
    return std::clamp(static_cast<int>(std::lround(length * by)), length, length * 4);
  };
  return {side(width), side(height)};
}

boost::json::array describe(const std::vector<imaging::ReferenceUse>& uses) {
  boost::json::array out;
  const auto rounded = [](double value) { return std::round(value * 100) / 100; };
  for (const auto& use : uses)
    out.push_back({{"used", use.used},
                   {"matched", rounded(use.matched)},
                   {"scale", rounded(use.scale)},
                   {"flat_things", use.flat}});
  return out;
}

std::string sentence_of(const std::vector<imaging::ReferenceUse>& uses) {
  if (uses.empty()) return {};
  const auto used = std::ranges::count(uses, true, &imaging::ReferenceUse::used);
  if (used == 0)
    return "No reference matches the picture: it was interpolated, and nothing was added.";
  std::string out = fmt::format("{} of {} references {}:", used, uses.size(),
                                used == 1 ? "matches the picture" : "match the picture");
  for (std::size_t i = 0; i < uses.size(); ++i)
    if (uses[i].used)
      out += fmt::format(
          " detail of reference {} stands in {:.0f} % of it{}.", i + 1, uses[i].matched * 100,
          uses[i].flat > 0 ? fmt::format(", and {} of its flat things", uses[i].flat) : "");
  return out;
}

}  // namespace easel::providers
