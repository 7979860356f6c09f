#pragma once

#include "painter/engine/frame.h"

// Small planes of floats, for everything in the finishing that needs no full resolution.
namespace easel::painter::EASEL_ISA {

struct Plane {
  Plane(int w, int h) : width(w), height(h), values(static_cast<std::size_t>(w) * h) {}
  float* row(int y) { return &values[static_cast<std::size_t>(y) * width]; }
  const float* row(int y) const { return &values[static_cast<std::size_t>(y) * width]; }

  // Bilinear, in this plane's own pixels, centres at ½.
  float at(float x, float y) const {
    x = clamp1(x - 0.5f, 0, static_cast<float>(width) - 1.001f);
    y = clamp1(y - 0.5f, 0, static_cast<float>(height) - 1.001f);
    const int cx = static_cast<int>(x), cy = static_cast<int>(y);
    const int right = std::min(cx + 1, width - 1) - cx;
    const float* a = row(cy) + cx;
    const float* b = row(std::min(cy + 1, height - 1)) + cx;
    const float fx = x - static_cast<float>(cx), fy = y - static_cast<float>(cy);
    const float p = a[0] + (a[right] - a[0]) * fx, q = b[0] + (b[right] - b[0]) * fx;
    return p + (q - p) * fy;
  }

  int width, height;
  std::vector<float> values;
};

inline void blur_rows(const Plane& from, Plane& to, int radius, Job& job) {
  job.parallel.for_each(from.height, [&](int y) {
    const float* in = from.row(y);
    float* out = to.row(y);
    const int last = from.width - 1;
    const float share = 1.0f / static_cast<float>(2 * radius + 1);
    float sum = 0;
    for (int i = -radius; i <= radius; ++i) sum += in[std::clamp(i, 0, last)];
    for (int x = 0; x <= last; ++x) {
      out[x] = sum * share;
      sum += in[std::min(last, x + radius + 1)] - in[std::max(0, x - radius)];
    }
  });
}

inline void blur_columns(const Plane& from, Plane& to, int radius, Job& job) {
  constexpr int kBlock = 64;
  job.parallel.for_each((from.width + kBlock - 1) / kBlock, [&](int block) {
    const int begin = block * kBlock, end = std::min(from.width, begin + kBlock);
    const int last = from.height - 1;
    const float share = 1.0f / static_cast<float>(2 * radius + 1);
    std::array<float, kBlock> sum{};
    for (int i = -radius; i <= radius; ++i) {
      const float* in = from.row(std::clamp(i, 0, last));
      for (int x = begin; x < end; ++x) sum[x - begin] += in[x];
    }
    for (int y = 0; y <= last; ++y) {
      const float* enters = from.row(std::min(last, y + radius + 1));
      const float* leaves = from.row(std::max(0, y - radius));
      float* out = to.row(y);
      for (int x = begin; x < end; ++x) {
        out[x] = sum[x - begin] * share;
        sum[x - begin] += enters[x] - leaves[x];
      }
    }
  });
}

// Three box blurs come close to a Gaussian (P. Kovesi, 2010).
inline void blur(Plane& plane, int radius, Job& job) {
  if (radius < 1 || job.stop.requested()) return;
  Plane other(plane.width, plane.height);
  for (int pass = 0; pass < 3; ++pass) {
    blur_rows(plane, other, radius, job);
    blur_columns(other, plane, radius, job);
  }
}

}  // namespace easel::painter::EASEL_ISA
