#pragma once

#include <array>
#include <vector>

#include "imaging/plane.h"

// Points of a picture that can be found again in another picture of the same thing, turned or at
// another size, and what is around them: extrema of differences of Gaussians with histograms of
// gradients (SIFT: Lowe, 2004).
namespace easel::imaging {

struct Keypoint {
  float x = 0, y = 0;  // pixels of the plane
  float size = 1;      // of the blur at which it stands out, pixels
  float angle = 0;     // of its strongest gradient, radians
  float strength = 0;
  std::array<float, 128> around{};  // of unit length
};

// The `most` strongest, strongest first. The same values on any number of threads.
std::vector<Keypoint> keypoints_of(const Plane& plane, std::size_t most, Job& job);

// Pairs of indexes into both: each is the other's nearest, and clearly nearer than the next.
std::vector<std::pair<int, int>> pairs_of(const std::vector<Keypoint>& a,
                                          const std::vector<Keypoint>& b, Job& job);

}  // namespace easel::imaging
