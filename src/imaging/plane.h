#pragma once

#include <cstddef>
#include <vector>

#include "base/job.h"
#include "imaging/bitmap.h"

// One channel of a picture as real numbers, and the changes of size that super-resolution is built
// from. Values are 0 … 1 where they come from a bitmap; nothing here clips them.
namespace easel::imaging {

struct Plane {
  int width = 0, height = 0;
  std::vector<float> values{};  // row-major, no padding

  Plane() = default;
  Plane(int w, int h, float value = 0)
      : width(w), height(h), values(static_cast<std::size_t>(w) * h, value) {}

  float* row(int y) { return values.data() + static_cast<std::size_t>(y) * width; }
  const float* row(int y) const { return values.data() + static_cast<std::size_t>(y) * width; }
  float& at(int x, int y) { return row(y)[x]; }
  float at(int x, int y) const { return row(y)[x]; }
  bool empty() const { return values.empty(); }
};

// Y'CbCr of ITU-R BT.601, full range: y 0 … 1, the others around 0.
struct YCbCr {
  Plane y, cb, cr;
};
YCbCr split(const Bitmap& picture, Job& job);
Plane luma_of(const Bitmap& picture, Job& job);
Bitmap joined(const YCbCr& planes, Job& job);

enum class Kernel {
  cubic,    // Catmull-Rom (a = −0.5)
  lanczos,  // of three lobes
};

// The plane at another size, pixel centres at (i + ½) · ratio − ½; where it becomes smaller the
// kernel is stretched, so that nothing aliases. Edges repeat. The same values on any number of
// threads.
Plane resized(const Plane& plane, int width, int height, Kernel kernel, Job& job);

// `high` corrected until making it as small as `low` (cubic) gives `low`: Irani and Peleg, 1991.
// So many rounds of high += enlarge(low − reduce(high)).
Plane back_projected(Plane high, const Plane& low, int rounds, Job& job);

// The part of it that survives being made smaller to width × height.
Plane low_band(const Plane& plane, int width, int height, Job& job);

}  // namespace easel::imaging
