#include "imaging/ink.h"

#include <algorithm>
#include <cmath>

#include "imaging/scale.h"

namespace easel::imaging {
namespace {

// A running mean over 2 · radius + 1 values of a line, beyond whose ends is nothing.
void blur_line(float* values, int count, int stride, int radius, std::vector<float>& sums) {
  sums.assign(static_cast<std::size_t>(count) + 1, 0);
  for (int i = 0; i < count; ++i)
    sums[static_cast<std::size_t>(i) + 1] = sums[static_cast<std::size_t>(i)] + values[i * stride];
  const float part = 1 / static_cast<float>(2 * radius + 1);
  for (int i = 0; i < count; ++i) {
    const auto from = static_cast<std::size_t>(std::max(0, i - radius));
    const auto to = static_cast<std::size_t>(std::min(count, i + radius + 1));
    values[i * stride] = (sums[to] - sums[from]) * part;
  }
}

}  // namespace

const std::array<float, 256>& linear() {
  static const auto table = [] {
    std::array<float, 256> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double c = static_cast<double>(i) / 255;
      out[i] = static_cast<float>(c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
    }
    return out;
  }();
  return table;
}

std::uint8_t encoded(float light) {
  const auto& table = linear();
  const auto above = std::ranges::lower_bound(table, light);
  if (above == table.begin()) return 0;
  if (above == table.end()) return 255;
  const auto at = above - table.begin();
  return static_cast<std::uint8_t>(light - *(above - 1) < *above - light ? at - 1 : at);
}

double luminance(const Ink& colour) {
  const auto of = [](float value) {
    return linear()[static_cast<std::size_t>(std::clamp(std::lround(value), 0L, 255L))];
  };
  return 0.2126 * of(colour[0]) + 0.7152 * of(colour[1]) + 0.0722 * of(colour[2]);
}

double contrast_of(double a, double b) {
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

LetterMask scaled(const Lettering& lettering, int width, int height) {
  LetterMask mask{width, height, std::vector<float>(static_cast<std::size_t>(width) * height)};
  AreaScaler scaler(lettering.width, lettering.height, 3, width, height);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(lettering.width) * 3);
  for (int y = 0; y < lettering.height; ++y) {
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = lettering.coverage[static_cast<std::size_t>(y) * lettering.width + i / 3];
    scaler.push(row);
  }
  const Bitmap small = scaler.take();
  for (std::size_t i = 0; i < mask.values.size(); ++i)
    mask.values[i] = static_cast<float>(small.pixels[i * 3]) / 255;
  return mask;
}

LetterMask blurred(const LetterMask& letters, int padding, int radius) {
  LetterMask out{letters.width + 2 * padding, letters.height + 2 * padding, {}};
  out.values.resize(static_cast<std::size_t>(out.width) * out.height);
  for (int y = 0; y < letters.height; ++y)
    for (int x = 0; x < letters.width; ++x) out.at(x + padding, y + padding) = letters.at(x, y);
  std::vector<float> sums;
  for (int pass = 0; pass < 3; ++pass) {
    for (int y = 0; y < out.height; ++y) blur_line(&out.at(0, y), out.width, 1, radius, sums);
    for (int x = 0; x < out.width; ++x)
      blur_line(&out.at(x, 0), out.height, out.width, radius, sums);
  }
  return out;
}

}  // namespace easel::imaging
