#pragma once

#include <string>

#include "base/result.h"
#include "imaging/bitmap.h"

// Simple art as shapes: a few flat colours, each the outlines of where it lies (SVG 1.1).
namespace easel::imaging {

struct Drawing {
  std::string svg{};
  int colours = 0;
  int shapes = 0;
};

// With at most `colours` colours (2 … 16). Outlines are simplified to within half a pixel or so.
// Errors: invalid_request, where the picture has more colours than flat art has (a photograph), or
// is so ragged that it would not become shapes. The same picture gives the same bytes.
Result<Drawing> vectorise(const Bitmap& picture, int colours);

}  // namespace easel::imaging
