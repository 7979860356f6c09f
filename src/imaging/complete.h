#pragma once

#include <cstdint>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"

// Fills what is missing of a picture with texture from the rest of it: each patch over the hole
// becomes like the nearest whole one, from coarse to fine (Wexler, Shechtman, Irani, 2007, with
// PatchMatch's search). It knows textures, skies and water; it knows no things.
namespace easel::imaging {

// `hole`: a byte a pixel, row by row, 0 = known. Errors: invalid_request (nothing is known, or too
// little to take texture from), cancelled. Memory: about 40 bytes a pixel. The same picture and
// hole give the same bytes.
Result<Bitmap> complete(const Bitmap& picture, const std::vector<std::uint8_t>& hole, Job& job);

// The picture in the middle of a larger one (or at a share 0 … 1 of the room from the left and the
// top), what is new filled as above.
Result<Bitmap> extended(const Bitmap& picture, int width, int height, double from_left,
                        double from_top, Job& job);

}  // namespace easel::imaging
