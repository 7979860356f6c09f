#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "gateway/catalog.h"
#include "gateway/request.h"

namespace easel::gateway {

// What an endpoint will do with a request's wishes about the picture.
struct Fit {
  std::vector<std::string> ignored;  // fields it has no knob for, as the client wrote them
  unsigned lost = 0;  // those of them that change what the picture is: a bit for each of ratio,
                      // tier, pixels, background and number
};

// A wrong value of a knob the model has: invalid_request naming the field and what it accepts.
// A known field the model has no knob for is ignored and listed; fonts and references are refused
// instead, for leaving them out would change what the picture is.
// Fields are named as `door` names them.
Result<Fit> fit(const ImageOptions& image, const Capabilities& can, int image_parts,
                Door door = Door::chat);

// Whether every given field has its knob: provider.require_parameters routes the others away.
bool supports_all(const ImageOptions& image, const Capabilities& can);

}  // namespace easel::gateway
