#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/request.h"
#include "providers/provider.h"

namespace easel::providers {

// A picture of the request on its way upstream. It lies there as a data URL, short in one string or
// long in a Blob's blocks, the head of it whole in the first.
struct PictureIn {
  std::string media_type;   // "image/png": what the client said
  std::size_t data_at = 0;  // where its base64 begins in the first block
};

// None: it is an address, or no base64 data URL.
std::optional<PictureIn> picture_in(const gateway::ImagePart& image);

// The picture's base64 without its head, block after block, each with what keeps it alive (null:
// the request does).
void each_base64(const gateway::ImagePart& image, const std::function<void(BodyPiece)>& take);

// The picture's bytes, as pieces of a body that is no JSON. Errors: invalid_image.
Result<std::vector<BodyPiece>> decoded(const gateway::ImagePart& image);

// All pictures of the request, in order; they live as long as it does.
std::vector<const gateway::ImagePart*> pictures_of(const gateway::GenerationRequest& request);

}  // namespace easel::providers
