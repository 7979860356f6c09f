#pragma once

#include "base/result.h"
#include "cli/command_line.h"

namespace easel::cli {

// `easel inspect FILE`: what the file says of its origin, in lines or as JSON. Errors: not_found,
// invalid_image.
Status inspect(const Inspect& wanted);

}  // namespace easel::cli
