#pragma once

#include "painter/engine/color.h"

// The picture while it is light and not yet colours: linear radiance and the depth of each pixel.
namespace easel::painter::EASEL_ISA {

class Frame {
 public:
  Frame(int w, int h) : width(w), height(h), stride((w + kStrip - 1) / kStrip * kStrip) {
    const auto size = static_cast<std::size_t>(stride) * height;
    for (auto& plane : planes) plane = std::make_unique_for_overwrite<float[]>(size);
    depth = std::make_unique_for_overwrite<float[]>(size);
  }

  // Work is shared out in vertical strips this wide, so rows are padded to whole strips.
  static constexpr int kStrip = 16;

  std::size_t at(int x, int y) const { return static_cast<std::size_t>(y) * stride + x; }
  Rgbs load8(int x, int y) const {
    const std::size_t i = at(x, y);
    return {load(&planes[0][i]), load(&planes[1][i]), load(&planes[2][i])};
  }
  void store8(int x, int y, Rgbs light) {
    const std::size_t i = at(x, y);
    store(&planes[0][i], light.r);
    store(&planes[1][i], light.g);
    store(&planes[2][i], light.b);
  }
  Rgb pixel(int x, int y) const {
    const std::size_t i = at(x, y);
    return {planes[0][i], planes[1][i], planes[2][i]};
  }

  int width, height, stride;
  // Not cleared: whoever draws first writes every pixel, and the pages come in on all threads.
  std::array<std::unique_ptr<float[]>, 3> planes;
  std::unique_ptr<float[]> depth;
};

}  // namespace easel::painter::EASEL_ISA
