#include "painter/painter.h"

#include <cstdint>

#include "painter/account.h"
#include "painter/composition.h"
#include "painter/engine.h"
#include "painter/reader.h"

namespace easel::painter {
namespace {

constexpr int kSmallest = 64, kLargest = 16384;
constexpr std::int64_t kMostPixels = 40'000'000;

Status check(const Order& order) {
  if (order.prompt.find_first_not_of(" \t\r\n") == std::string::npos) {
    return fail(invalid("prompt", "The prompt is empty.", "a non-empty string"));
  }
  const auto side = [](const char* field, int value) -> Status {
    if (value >= kSmallest && value <= kLargest) return {};
    return fail(invalid(field, "A picture's side must be 64 to 16384 pixels.", "64…16384"));
  };
  TRY(side("width", order.width));
  TRY(side("height", order.height));
  if (std::int64_t{order.width} * order.height <= kMostPixels) return {};
  return fail(invalid(order.width > order.height ? "width" : "height",
                      "A picture may have at most 40 megapixels.", "width × height ≤ 40000000"));
}

}  // namespace

Result<Painting> paint(const Order& order, Job& job, const PreviewSink& preview) {
  TRY(check(order));
  const Composition composition = arrange(read(order.prompt), order.seed, order.index);
  Rendering rendering = TRY(render(composition, order.width, order.height, job, preview));
  return Painting{std::move(rendering.bitmap), settle(composition, rendering.seen)};
}

Account understand(const std::string& prompt) {
  return promise(arrange(read(prompt), 0, 0));
}

}  // namespace easel::painter
