#pragma once

#include <vector>

#include "painter/engine/frame.h"

// Sums of what stands above a shore, upwards from it, in groups of rows: the mean between two
// heights is exact however far apart they are, so that water holds no noise of its own.
namespace easel::painter::EASEL_ISA {

class AboveShore {
 public:
  AboveShore(const Frame& frame, int shore)
      : width_(frame.width),
        stride_(frame.stride),
        group_(std::max(1, frame.height / 512)),
        groups_(std::max(1, shore / group_)) {
    for (int plane = 0; plane < 3; ++plane) {
      sums_[plane].assign(static_cast<std::size_t>(groups_ + 1) * stride_, 0.0f);
      const float* from = frame.planes[plane].get();
      for (int g = 0; g < groups_; ++g) {
        const float* below = &sums_[plane][static_cast<std::size_t>(g) * stride_];
        float* sum = &sums_[plane][static_cast<std::size_t>(g + 1) * stride_];
        for (int x = 0; x < stride_; ++x) sum[x] = below[x];
        for (int k = 0; k < group_; ++k) {
          const int y = std::max(0, shore - 1 - (g * group_ + k));
          const float* row = from + static_cast<std::size_t>(y) * stride_;
          for (int x = 0; x < stride_; ++x) sum[x] += row[x];
        }
      }
    }
  }

  // Between two heights over the shore, in pixels, low < high, at a place along it.
  Rgbs mean(Floats x, Floats low, Floats high) const {
    const Floats at = clamp(x, 0, static_cast<float>(width_ - 2));
    const Ints left = to_ints(at);
    const Floats share = at - vfloor(at);
    const Floats most = splat(static_cast<float>(groups_));
    const Floats to = vmin(high * (1.0f / static_cast<float>(group_)), most);
    const Floats from = vmin(low * (1.0f / static_cast<float>(group_)), to - 0.5f);
    const Floats scale = 1.0f / ((to - from) * static_cast<float>(group_));
    const auto between = [&](int plane) {
      return (sum(plane, left, share, to) - sum(plane, left, share, from)) * scale;
    };
    return {between(0), between(1), between(2)};
  }

 private:
  Floats sum(int plane, Ints left, Floats share, Floats height) const {
    const Floats whole = vmin(vfloor(vmax(height, 0.0f)), static_cast<float>(groups_ - 1));
    const Floats part = height - whole;
    const float* sums = sums_[plane].data();
    const Ints at = to_ints(whole) * stride_ + left;
    const Floats below = mix(gather(sums, at), gather(sums, at + 1), share);
    const Floats above = mix(gather(sums, at + stride_), gather(sums, at + (stride_ + 1)), share);
    return mix(below, above, part);
  }

  int width_, stride_, group_, groups_;
  std::vector<float> sums_[3];
};

}  // namespace easel::painter::EASEL_ISA
