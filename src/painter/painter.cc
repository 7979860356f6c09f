#include "painter/painter.h"

#include <cstdint>

#include "painter/account.h"
#include "painter/composition.h"
#include "painter/engine.h"
#include "painter/reader.h"
#include "painter/titles.h"

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

// Only the things of a landscape can stand on nothing, and nothing may lie before them.
Status cut_out(Composition& composition) {
  auto* scene = std::get_if<Scene>(&composition.scene);
  if (!scene || scene->subjects.empty()) {
    return fail(invalid("background",
                        "A transparent background needs a thing to cut out, and the prompt names "
                        "none that the painter can draw.",
                        "opaque, or a prompt with a thing such as a cat or a boat"));
  }
  scene->cutout = true;
  scene->front = {};
  return {};
}

Status insist(const Account& account) {
  if (!account.drawn.empty() || !account.approximated.empty()) return {};
  return fail(invalid("prompt", "Nothing in the prompt is something that the painter can draw.",
                      "a prompt of things, places or patterns, or without strict"));
}

imaging::Bitmap joined(const imaging::Bitmap& picture, const std::vector<std::uint8_t>& alpha) {
  imaging::Bitmap out(picture.width, picture.height, 4);
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      out.pixels[i * 4 + k] = alpha[i] > 0 ? picture.pixels[i * 3 + k] : 0;
    }
    out.pixels[i * 4 + 3] = alpha[i];
  }
  return out;
}

}  // namespace

Result<Painting> paint(const Order& order, Job& job, const PreviewSink& preview) {
  TRY(check(order));
  Brief brief = read(order.prompt);
  Texts texts(brief, order.letterings);
  brief.writings = texts.shapes();
  Composition composition = arrange(brief, order.seed, order.index);
  if (order.transparent) TRY(cut_out(composition));
  if (order.strict) TRY(insist(promise(composition)));
  Rendering rendering = TRY(render(composition, order.width, order.height, job, preview,
                                   [&](Rendering& natural) { texts.write(natural); }));
  if (!rendering.alpha.empty()) rendering.bitmap = joined(rendering.bitmap, rendering.alpha);
  Painting painting{std::move(rendering.bitmap), settle(composition, rendering.seen)};
  texts.finish(painting, block_of(composition.style, order.width, order.height));
  return painting;
}

Account understand(const std::string& prompt) {
  Brief brief = read(prompt);
  const Texts texts(brief, {});
  brief.writings = texts.shapes();
  Account account = promise(arrange(brief, 0, 0));
  texts.promise(account);
  return account;
}

}  // namespace easel::painter
