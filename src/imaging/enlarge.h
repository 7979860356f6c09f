#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "imaging/bitmap.h"
#include "imaging/plane.h"

// Super-resolution by references: a picture made larger, with the detail of other pictures of the
// same thing where they match it. Nothing is invented: what no reference shows is interpolated
// (Lanczos), and the result made small again is the picture that came (back-projection).
//
// For each reference its scale is estimated, a field of matching patches is searched
// (patch_field.h), and the detail that the reference has above what the picture can have is voted
// for, patch by patch; votes that disagree cancel. Flat things (labels, logos, signs) are laid in
// whole, where a homography of enough matching corners (flat_things.h) carries them over and they
// agree with what is there.
namespace easel::imaging {

inline constexpr int kMostReferences = 4;
inline constexpr double kMostEnlarging = 4;

struct ReferenceUse {
  double scale = 1;    // of the reference to the result
  double matched = 0;  // share of the result that took detail from it, 0 … 1
  int flat = 0;        // flat things of it that were laid in
  bool used = false;   // false: nothing of it matched
};

struct Enlarged {
  Bitmap bitmap{};
  std::vector<ReferenceUse> references{};  // as they were given
};

// The luma of the result before it is clipped, for measures.
struct EnlargedLuma {
  Plane luma{};
  std::vector<ReferenceUse> references{};
};

// `picture` at width × height, each side once to kMostEnlarging times its own. Enlarged by less
// than half, it is rather enhanced: its own detail gives way where a reference has better. Alpha is
// interpolated. References above about four megapixels are made smaller first. Errors:
// invalid_request (more than kMostReferences, or such a size), cancelled. Memory: about 60 bytes a
// pixel of the result, and 40 a pixel of each reference. The same pictures give the same bytes on
// any number of threads.
Result<Enlarged> enlarge(const Bitmap& picture, int width, int height,
                         std::span<const Bitmap> references, Job& job);
Result<EnlargedLuma> enlarge_luma(const Bitmap& picture, int width, int height,
                                  std::span<const Bitmap> references, Job& job);

}  // namespace easel::imaging
