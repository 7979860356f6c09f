#pragma once

#include <vector>

#include "base/job.h"
#include "imaging/bitmap.h"
#include "imaging/title.h"

// Cutting, turning, mirroring and laying side by side.
namespace easel::imaging {

// The part of a picture within a box, which is first brought inside it.
Bitmap cropped(const Bitmap& picture, const Box& box);

// The part of that ratio (width / height) with the most detail in it, its middle preferred.
Box best_crop(const Bitmap& picture, double ratio);

// Turned clockwise by quarters.
Bitmap quarter_turned(const Bitmap& picture, int quarters);
Bitmap mirrored(const Bitmap& picture, bool top_to_bottom);

// Turned clockwise by any angle in degrees. The whole of it, on a larger picture with transparent
// corners; or, `inside`, the largest upright part that has no corners.
Bitmap turned(const Bitmap& picture, double degrees, bool inside, Job& job);

// RGB on a ground of that colour, whatever was transparent.
Bitmap flattened(const Bitmap& picture, const std::uint8_t* rgb);

// Side by side in so many columns (0: as near a square as they go), each cut to one shape and
// scaled; with gaps of white between. At least one picture.
Bitmap sheet_of(const std::vector<Bitmap>& pictures, int columns);

// A picture over another at (x, y), by its alpha; what lies outside is left out.
void lay(Bitmap& on, const Bitmap& what, int x, int y);

}  // namespace easel::imaging
