#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "imaging/plane.h"

// For each patch of one picture the patch of another that looks most like it: PatchMatch (Barnes,
// Shechtman, Finkelstein, Goldman, 2009), from a coarse grid to a fine one. A patch is 8 × 8
// samples `step` pixels apart; its brightness counts little, its structure all.
namespace easel::imaging {

inline constexpr int kPatch = 8;  // samples along a side

// A plane laid out so that samples `step` apart lie beside each other.
class Samples {
 public:
  Samples(const Plane& plane, int step);

  // Where the 64 samples of the patch whose first is pixel (x, y) begin; row j of them lies
  // j · stride() further. 0 ≤ x ≤ last_x(), 0 ≤ y ≤ last_y().
  const float* patch(int x, int y) const {
    return values_.data() + static_cast<std::size_t>(y) * row_ +
           static_cast<std::size_t>(x % step_) * segment_ + static_cast<std::size_t>(x / step_);
  }
  std::size_t stride() const { return row_ * static_cast<std::size_t>(step_); }
  int last_x() const { return width_ - span(); }
  int last_y() const { return height_ - span(); }
  bool fits() const { return last_x() >= 0 && last_y() >= 0; }
  int step() const { return step_; }
  // Pixels that a patch reaches over.
  int span() const { return (kPatch - 1) * step_ + 1; }

 private:
  int width_, height_, step_;
  std::size_t segment_, row_;
  std::vector<float> values_;
};

struct Match {
  int exemplar = 0;      // which of the planes searched
  int x = 0, y = 0;      // first sample there
  float distance = 1e9;  // mean square difference of the samples
};

struct Field {
  int stride = 1;             // pixels between patches
  int columns = 0, rows = 0;  // of patches; (i, j) begins at pixel (i · stride, j · stride)
  std::vector<Match> matches{};

  const Match& at(int column, int row) const {
    return matches[static_cast<std::size_t>(row) * columns + column];
  }
  Match& at(int column, int row) {
    return matches[static_cast<std::size_t>(row) * columns + column];
  }
};

// How different two patches are; it stops counting once that is more than `enough`.
float patch_distance(const Samples& a, const float* at_a, const Samples& b, const float* at_b,
                     float enough);

// `target` and each of `exemplars` fit a patch and have one step; stride is 1, 2, 4 … The same
// planes and seed give the same field on any number of threads. cancelled: within a pass.
Result<Field> match_patches(const Samples& target, const std::vector<Samples>& exemplars,
                            int stride, std::uint32_t seed, Job& job);

}  // namespace easel::imaging
