#pragma once

#include <string_view>

#include "base/budget.h"
#include "base/result.h"
#include "imaging/bitmap.h"

// A picture from a file, as it is meant to be seen.
namespace easel::imaging {

// Which way up a file says its picture is, by EXIF (CIPA DC-008, tag 0x0112): 1 as it is, 3 upside
// down, 6 and 8 on its side, 2, 4, 5 and 7 mirrored. 1 where it does not say, or says nonsense.
// Reads JPEG's APP1, PNG's eXIf and WebP's EXIF.
int orientation_of(std::string_view file);

// Turned and mirrored so that it is upright.
Bitmap upright(Bitmap picture, int orientation);

// The whole picture, upright; one of more than `most_pixels` is made smaller by the mean of areas
// while it is read, so that the large one is never whole in memory. What it takes while it reads is
// taken from `budget`; the bitmap is not. Errors: as open_rows() has them (decode.h).
Result<Bitmap> read_picture(std::string_view file, std::int64_t most_pixels, ByteBudget& budget);

}  // namespace easel::imaging
