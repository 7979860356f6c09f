#pragma once

#include "imaging/bitmap.h"

namespace easel::imaging {

// The picture at another size: smaller by the mean of areas (scale.h), larger by Catmull-Rom
// interpolation (Catmull and Rom, 1974; a = −0.5), which invents no detail. Both sides 1 … 16384.
// 3 or 4 channels, straight alpha. The same picture gives the same bytes.
Bitmap resample(const Bitmap& picture, int width, int height);

// The middle of a picture, as much of it as has the ratio width : height.
Bitmap middle_of(const Bitmap& picture, int width, int height);

}  // namespace easel::imaging
