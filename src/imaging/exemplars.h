#pragma once

#include <vector>

#include "base/result.h"
#include "imaging/bitmap.h"
#include "imaging/patch_field.h"
#include "imaging/plane.h"

// What a reference has to give to a picture that is to be enlarged: at some scales, what remains of
// it when it is made as coarse as the picture is, and the detail that is lost by that.
namespace easel::imaging {

struct Exemplars {
  std::vector<Samples> low{};
  std::vector<Plane> detail{};  // of each
};

// How much larger (or, below 1, smaller) the reference must be made for its things to be as large
// as they are in the picture: the scale at which patches of both match best, looked for in both
// made small. 1 where the reference is too small to tell. `luma` is the picture's as it came, and
// the result `enlarging` times as large.
Result<double> scale_of(const Plane& luma, const Plane& reference, double enlarging, Job& job);

// The reference at `scale` and the scales beside it. `step` as patch_field.h has it. Scales at
// which it would be smaller than a patch or have no more detail than the picture are left out.
Exemplars exemplars_of(const Plane& reference, double scale, double enlarging, int step, Job& job);

}  // namespace easel::imaging
