#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/request.h"
#include "imaging/bitmap.h"

// Pictures of a request, read, for what this house does to them itself.
namespace easel::providers {

// The picture, upright, of at most so many pixels (imaging/read_picture.h). Errors name the part:
// invalid_image (an address, no base64, none of the kinds that are read, broken, animated),
// payload_too_large, overloaded.
Result<imaging::Bitmap> read_part(const gateway::ImagePart& part, std::int64_t most_pixels);

// The pictures that the last user message is about: its own, or, where it has none, those of the
// last message that has some.
std::vector<const gateway::ImagePart*> latest_pictures(const gateway::GenerationRequest& request);

// The request's enhancers, side by side.
std::vector<imaging::Bitmap> enhancers_of(const gateway::GenerationRequest& request);

}  // namespace easel::providers
