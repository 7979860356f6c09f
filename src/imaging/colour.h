#pragma once

#include <cstdint>
#include <vector>

#include "imaging/bitmap.h"

// Colours as eyes compare them: OKLab (Ottosson, 2020).
namespace easel::imaging {

struct Lab {
  float l = 0, a = 0, b = 0;  // l 0 black … 1 white

  float chroma() const;
};

Lab lab_of(const std::uint8_t* rgb);
void put(const Lab& colour, std::uint8_t* rgb);  // what no screen shows is clipped
float distance(const Lab& a, const Lab& b);

// The `count` colours that stand for a picture best (k-means, first the farthest apart), those of
// most pixels first; fewer where it has fewer, but at least one. Transparent
// pixels do not count; where all are, it is black.
struct Swatch {
  Lab colour{};
  double share = 0;  // of the pixels
};
std::vector<Swatch> palette_of(const Bitmap& picture, int count);

// Which of the swatches each pixel is nearest to, row by row.
std::vector<std::uint8_t> nearest_of(const Bitmap& picture, const std::vector<Swatch>& swatches);

}  // namespace easel::imaging
