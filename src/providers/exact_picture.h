#pragma once

#include <optional>
#include <string>

#include "gateway/geometry.h"
#include "providers/provider.h"

namespace easel::providers {

// What a picture has to be that upstream makes only nearly so.
struct ExactPicture {
  std::optional<gateway::Size> size{};  // none: as it comes
  std::string format = "png";           // png, jpeg or webp
  int quality = 88;                     // of the two that lose something, 1 … 100
};

// Reads `file` (a PNG, JPEG or WebP), cuts what it has too much of from its edges, equally on both
// sides, and emits it as picture `index` in that format. One that is right already goes out byte
// for byte; a side that is too short stays as it is, for nothing is invented. The same file gives
// the same bytes. Runs on a worker; holds the file and its pixels (4 bytes each). Errors:
// provider_error when it cannot be read or has more than 100 megapixels, cancelled.
Status emit_exactly(const std::string& file, const ExactPicture& wanted, int index, Job& job,
                    const Emit& emit);

}  // namespace easel::providers
