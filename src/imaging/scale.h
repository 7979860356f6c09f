#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "imaging/bitmap.h"

namespace easel::imaging {

// Makes a picture smaller by averaging: each new pixel is the mean of the area that it covers,
// fractions of pixels included, colour weighted by alpha. The rows of the large picture come one by
// one, so only the small one is ever whole in memory.
class AreaScaler {
 public:
  // 1 ≤ width ≤ in_width, the same for heights; channels 3 or 4 (straight alpha).
  AreaScaler(int in_width, int in_height, int channels, int width, int height);

  // The next row of the large picture: in_width × channels bytes, in_height times.
  void push(std::span<const std::uint8_t> row);
  // The small picture, once all rows have come.
  Bitmap take() { return std::move(out_); }

 private:
  void average_across(std::span<const std::uint8_t> row);
  void add(float weight);
  void finish_row();

  int in_width_, in_height_, channels_;
  double across_, down_;  // size of a new pixel in old ones
  int pushed_ = 0, made_ = 0;
  std::vector<float> row_, sum_;  // premultiplied
  Bitmap out_;
};

}  // namespace easel::imaging
