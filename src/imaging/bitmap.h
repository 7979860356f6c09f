#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace easel::imaging {

// A picture in memory: row-major, 8 bits a channel, sRGB, interleaved. 3 channels = RGB, 4 = RGBA
// with straight alpha. No padding between rows: row y starts at byte y * width * channels.
struct Bitmap {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::vector<std::uint8_t> pixels{};

  Bitmap() = default;
  Bitmap(int w, int h, int c = 3)
      : width(w), height(h), channels(c), pixels(static_cast<std::size_t>(w) * h * c) {}

  std::span<std::uint8_t> row(int y) {
    return {pixels.data() + static_cast<std::size_t>(y) * width * channels,
            static_cast<std::size_t>(width) * channels};
  }
  std::span<const std::uint8_t> row(int y) const {
    return {pixels.data() + static_cast<std::size_t>(y) * width * channels,
            static_cast<std::size_t>(width) * channels};
  }
};

}  // namespace easel::imaging
