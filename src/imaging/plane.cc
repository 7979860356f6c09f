#include "imaging/plane.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace easel::imaging {
namespace {

float cubic(float x) {
  x = std::fabs(x);
  if (x < 1) return (1.5f * x - 2.5f) * x * x + 1;
  return x < 2 ? ((-0.5f * x + 2.5f) * x - 4) * x + 2 : 0;
}

float lanczos(float x) {
  x = std::fabs(x);
  if (x < 1e-6f) return 1;
  const float p = std::numbers::pi_v<float> * x;
  return x < 3 ? 3 * std::sin(p) * std::sin(p / 3) / (p * p) : 0;
}

// Which old samples each new one is made of along one side: `count` of them from `first` on, all
// within the plane, their weights beside each other.
struct Taps {
  struct Range {
    int first = 0, count = 0;
    std::size_t weights = 0;
  };
  std::vector<Range> ranges{};
  std::vector<float> weights{};
};

Taps taps_of(int from, int to, Kernel kernel) {
  Taps taps;
  const float step = static_cast<float>(from) / static_cast<float>(to);
  const float stretch = std::max(1.0f, step);
  const float reach = (kernel == Kernel::cubic ? 2.0f : 3.0f) * stretch;
  for (int i = 0; i < to; ++i) {
    const float centre = (static_cast<float>(i) + 0.5f) * step - 0.5f;
    const int low = static_cast<int>(std::ceil(centre - reach));
    const int high = static_cast<int>(std::floor(centre + reach));
    const int first = std::clamp(low, 0, from - 1), last = std::clamp(high, 0, from - 1);
    const Taps::Range range{first, last - first + 1, taps.weights.size()};
    taps.weights.resize(range.weights + static_cast<std::size_t>(range.count));
    float sum = 0;
    for (int k = low; k <= high; ++k) {
      const float x = (static_cast<float>(k) - centre) / stretch;
      const float weight = kernel == Kernel::cubic ? cubic(x) : lanczos(x);
      taps.weights[range.weights + static_cast<std::size_t>(std::clamp(k, first, last) - first)] +=
          weight;
      sum += weight;
    }
    for (int k = 0; k < range.count; ++k)
      taps.weights[range.weights + static_cast<std::size_t>(k)] /= sum;
    taps.ranges.push_back(range);
  }
  return taps;
}

constexpr int kBand = 16;  // rows that one thread takes at a time

void for_rows(int height, Job& job, const std::function<void(int)>& body) {
  job.parallel.for_each((height + kBand - 1) / kBand, [&](int band) {
    for (int y = band * kBand; y < std::min(height, (band + 1) * kBand); ++y) body(y);
  });
}

Plane across(const Plane& plane, int width, Kernel kernel, Job& job) {
  const Taps taps = taps_of(plane.width, width, kernel);
  Plane out(width, plane.height);
  // Several rows beside each other, so that they are summed at once.
  constexpr int kRows = 8;
  job.parallel.for_each((plane.height + kRows - 1) / kRows, [&](int band) {
    const int first = band * kRows, rows = std::min(kRows, plane.height - first);
    std::vector<float> beside(static_cast<std::size_t>(plane.width) * kRows);
    for (int j = 0; j < rows; ++j) {
      const float* from = plane.row(first + j);
      float* to = beside.data() + j;
      for (int x = 0; x < plane.width; ++x) to[static_cast<std::size_t>(x) * kRows] = from[x];
    }
    for (int x = 0; x < width; ++x) {
      const auto& range = taps.ranges[static_cast<std::size_t>(x)];
      const float* weight = taps.weights.data() + range.weights;
      const float* from = beside.data() + static_cast<std::size_t>(range.first) * kRows;
      std::array<float, kRows> sums{};
      for (int k = 0; k < range.count; ++k, from += kRows)
        for (std::size_t j = 0; j < kRows; ++j) sums[j] += weight[k] * from[j];
      for (int j = 0; j < rows; ++j) out.at(x, first + j) = sums[static_cast<std::size_t>(j)];
    }
  });
  return out;
}

Plane down(const Plane& plane, int height, Kernel kernel, Job& job) {
  const Taps taps = taps_of(plane.height, height, kernel);
  Plane out(plane.width, height);
  for_rows(height, job, [&](int y) {
    const auto& range = taps.ranges[static_cast<std::size_t>(y)];
    float* to = out.row(y);
    for (int k = 0; k < range.count; ++k) {
      const float weight = taps.weights[range.weights + static_cast<std::size_t>(k)];
      const float* from = plane.row(range.first + k);
      for (int x = 0; x < out.width; ++x) to[x] += weight * from[x];
    }
  });
  return out;
}

}  // namespace

YCbCr split(const Bitmap& picture, Job& job) {
  const int w = picture.width, h = picture.height;
  YCbCr out{Plane(w, h), Plane(w, h), Plane(w, h)};
  for_rows(h, job, [&](int y) {
    const std::uint8_t* pixel = picture.row(y).data();
    for (int x = 0; x < w; ++x, pixel += picture.channels) {
      const float r = pixel[0] / 255.0f, g = pixel[1] / 255.0f, b = pixel[2] / 255.0f;
      const float luma = 0.299f * r + 0.587f * g + 0.114f * b;
      out.y.at(x, y) = luma;
      out.cb.at(x, y) = (b - luma) / 1.772f;
      out.cr.at(x, y) = (r - luma) / 1.402f;
    }
  });
  return out;
}

Plane luma_of(const Bitmap& picture, Job& job) {
  Plane out(picture.width, picture.height);
  for_rows(picture.height, job, [&](int y) {
    const std::uint8_t* pixel = picture.row(y).data();
    for (int x = 0; x < picture.width; ++x, pixel += picture.channels)
      out.at(x, y) = (0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2]) / 255.0f;
  });
  return out;
}

Bitmap joined(const YCbCr& planes, Job& job) {
  Bitmap out(planes.y.width, planes.y.height);
  const auto byte = [](float value) {
    return static_cast<std::uint8_t>(std::clamp(value * 255.0f + 0.5f, 0.0f, 255.0f));
  };
  for_rows(out.height, job, [&](int y) {
    std::uint8_t* pixel = out.row(y).data();
    for (int x = 0; x < out.width; ++x, pixel += 3) {
      const float luma = planes.y.at(x, y);
      const float r = luma + 1.402f * planes.cr.at(x, y);
      const float b = luma + 1.772f * planes.cb.at(x, y);
      pixel[0] = byte(r);
      pixel[1] = byte((luma - 0.299f * r - 0.114f * b) / 0.587f);
      pixel[2] = byte(b);
    }
  });
  return out;
}

Plane resized(const Plane& plane, int width, int height, Kernel kernel, Job& job) {
  if (width == plane.width && height == plane.height) return plane;
  // The pass that has less to do afterwards goes first.
  if (height < plane.height) return across(down(plane, height, kernel, job), width, kernel, job);
  return down(across(plane, width, kernel, job), height, kernel, job);
}

Plane back_projected(Plane high, const Plane& low, int rounds, Job& job) {
  for (int round = 0; round < rounds; ++round) {
    Plane error = resized(high, low.width, low.height, Kernel::cubic, job);
    for (std::size_t i = 0; i < error.values.size(); ++i)
      error.values[i] = low.values[i] - error.values[i];
    const Plane step = resized(error, high.width, high.height, Kernel::cubic, job);
    for (std::size_t i = 0; i < high.values.size(); ++i) high.values[i] += step.values[i];
  }
  return high;
}

Plane low_band(const Plane& plane, int width, int height, Job& job) {
  constexpr int kRounds = 3;
  const Plane low = resized(plane, width, height, Kernel::cubic, job);
  return back_projected(resized(low, plane.width, plane.height, Kernel::cubic, job), low, kRounds,
                        job);
}

}  // namespace easel::imaging
