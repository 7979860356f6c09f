#include "imaging/exemplars.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace easel::imaging {
namespace {

constexpr int kSmall = 144;          // longer side of the picture while scales are compared
constexpr int kLeast = 24;           // pixels a reference must have along its shorter side
constexpr double kMostPixels = 6e6;  // of one exemplar

int scaled(int side, double by) {
  return std::max(1, static_cast<int>(std::lround(side * by)));
}

// How badly the patches match at the best of places: the mean of square roots, so that a few
// patches that nothing matches do not decide.
Result<double> misfit(const Samples& picture, const Plane& reference, Job& job) {
  std::vector<Samples> exemplar{Samples(reference, 1)};
  const Field field = TRY(match_patches(picture, exemplar, 2, 17, job));
  double sum = 0;
  for (const auto& match : field.matches) sum += std::sqrt(std::max(0.0f, match.distance));
  return sum / static_cast<double>(field.matches.size());
}

}  // namespace

Result<double> scale_of(const Plane& luma, const Plane& reference, double enlarging, Job& job) {
  const double small = std::min(1.0, double{kSmall} / std::max(luma.width, luma.height));
  const Plane picture =
      resized(luma, scaled(luma.width, small), scaled(luma.height, small), Kernel::cubic, job);
  const Samples samples(picture, 1);
  if (!samples.fits()) return 1.0;
  constexpr std::array<double, 13> kScales = {1,    0.89, 1.12, 0.79, 1.26, 0.71, 1.41,
                                              0.59, 1.68, 0.5,  2,    0.35, 2.83};
  double best = 1, least = 1e9;
  for (const double scale : kScales) {
    const double by = scale * small / enlarging;
    const int width = scaled(reference.width, by), height = scaled(reference.height, by);
    if (by > 1 || std::min(width, height) < kLeast) continue;
    const double found =
        TRY(misfit(samples, resized(reference, width, height, Kernel::cubic, job), job));
    if (found < least) best = scale, least = found;
  }
  return best;
}

Exemplars exemplars_of(const Plane& reference, double scale, double enlarging, int step, Job& job) {
  Exemplars out;
  for (const double beside : {1.0, 0.85, 0.7, 1.2}) {
    const double by = scale * beside;
    if (by > enlarging * 0.75) continue;  // it would be as coarse as the picture is
    const int width = scaled(reference.width, by), height = scaled(reference.height, by);
    if (static_cast<double>(width) * height > kMostPixels) continue;
    const Plane whole = resized(reference, width, height, Kernel::cubic, job);
    Plane low = low_band(whole, scaled(width, 1 / enlarging), scaled(height, 1 / enlarging), job);
    Samples samples(low, step);
    if (!samples.fits()) continue;
    for (std::size_t i = 0; i < low.values.size(); ++i)
      low.values[i] = whole.values[i] - low.values[i];
    out.low.push_back(std::move(samples));
    out.detail.push_back(std::move(low));
  }
  return out;
}

}  // namespace easel::imaging
