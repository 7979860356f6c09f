#include "imaging/resample.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imaging/scale.h"

namespace easel::imaging {
namespace {

struct Taps {
  std::array<int, 4> at{};
  std::array<float, 4> weight{};
};

// Which old pixels a new one is made of, along one side.
std::vector<Taps> taps_of(int from, int to) {
  std::vector<Taps> out(static_cast<std::size_t>(to));
  const float step = static_cast<float>(from) / static_cast<float>(to);
  for (int i = 0; i < to; ++i) {
    const float place = (static_cast<float>(i) + 0.5f) * step - 0.5f;
    const int whole = static_cast<int>(std::floor(place));
    const float t = place - static_cast<float>(whole);
    auto& taps = out[static_cast<std::size_t>(i)];
    taps.weight = {((-0.5f * t + 1.0f) * t - 0.5f) * t, (1.5f * t - 2.5f) * t * t + 1.0f,
                   ((-1.5f * t + 2.0f) * t + 0.5f) * t, (0.5f * t - 0.5f) * t * t};
    for (int k = 0; k < 4; ++k)
      taps.at[static_cast<std::size_t>(k)] = std::clamp(whole - 1 + k, 0, from - 1);
  }
  return out;
}

Bitmap larger(const Bitmap& picture, int width, int height) {
  const auto channels = static_cast<std::size_t>(picture.channels);
  const auto across = taps_of(picture.width, width), down = taps_of(picture.height, height);
  Bitmap out(width, height, picture.channels);
  std::vector<float> column(static_cast<std::size_t>(picture.width) * channels);
  for (int y = 0; y < height; ++y) {
    const Taps& rows = down[static_cast<std::size_t>(y)];
    std::ranges::fill(column, 0.0f);
    for (std::size_t k = 0; k < 4; ++k) {
      const auto row = picture.row(rows.at[k]);
      for (std::size_t i = 0; i < column.size(); ++i)
        column[i] += rows.weight[k] * static_cast<float>(row[i]);
    }
    auto made = out.row(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      for (std::size_t c = 0; c < channels; ++c) {
        float sum = 0;
        for (std::size_t k = 0; k < 4; ++k)
          sum += across[x].weight[k] *
                 column[static_cast<std::size_t>(across[x].at[k]) * channels + c];
        made[x * channels + c] = static_cast<std::uint8_t>(std::clamp(std::lround(sum), 0L, 255L));
      }
    }
  }
  return out;
}

Bitmap smaller(const Bitmap& picture, int width, int height) {
  AreaScaler scaler(picture.width, picture.height, picture.channels, width, height);
  for (int y = 0; y < picture.height; ++y) scaler.push(picture.row(y));
  return scaler.take();
}

}  // namespace

Bitmap resample(const Bitmap& picture, int width, int height) {
  if (width == picture.width && height == picture.height) return picture;
  const int w = std::min(width, picture.width), h = std::min(height, picture.height);
  Bitmap reduced = w == picture.width && h == picture.height ? picture : smaller(picture, w, h);
  return w == width && h == height ? reduced : larger(reduced, width, height);
}

Bitmap middle_of(const Bitmap& picture, int width, int height) {
  const double ratio = static_cast<double>(width) / height;
  const int w = std::clamp(static_cast<int>(std::lround(picture.height * ratio)), 1, picture.width);
  const int h = std::clamp(static_cast<int>(std::lround(picture.width / ratio)), 1, picture.height);
  if (w == picture.width && h == picture.height) return picture;
  Bitmap out(w, h, picture.channels);
  const auto left = static_cast<std::size_t>((picture.width - w) / 2) * picture.channels;
  for (int y = 0; y < h; ++y) {
    const auto row = picture.row((picture.height - h) / 2 + y);
    std::ranges::copy(row.subspan(left, out.row(y).size()), out.row(y).begin());
  }
  return out;
}

}  // namespace easel::imaging
