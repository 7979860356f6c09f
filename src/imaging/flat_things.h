#pragma once

#include <vector>

#include "base/result.h"
#include "imaging/homography.h"
#include "imaging/plane.h"

// Labels, logos, signs: what is flat and stands in both pictures can be laid over whole.
namespace easel::imaging {

// The detail that flat things of a reference have above `base`, and how sure it is, 0 … 1, pixel by
// pixel of the result; empty planes where there are none.
struct FlatDetail {
  Plane detail{}, trust{};
  int things = 0;
};

// `base`: the result as it is without references, `enlarging` times as fine as what came. Found by
// keypoints that agree on a homography (at most three per reference), brought exactly over what is
// there by its brightness (Gauss and Newton; Baker and Matthews, 2004), trusted where windows of
// both correlate. Errors: cancelled.
Result<FlatDetail> flat_detail(const Plane& base, const Plane& reference, double enlarging,
                               Job& job);

}  // namespace easel::imaging
