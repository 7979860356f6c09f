#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"

namespace easel::imaging {

struct WebpOptions {
  int quality = 82;  // 0 (small) … 100 (good); of a lossless file: how hard to press
  bool lossless = false;
};

// Encodes a bitmap of 3 or 4 channels as WebP (RFC 9649), through libwebp, on the calling thread.
// `sink` gets the file in order, in pieces of at most 64 KiB; when it returns an error, that is
// returned. Asked to stop: cancelled. A side longer than the format's 16383: invalid_request.
Status encode_webp(const Bitmap& bitmap, const WebpOptions& options, Job& job,
                   const std::function<Status(std::span<const std::uint8_t>)>& sink);

}  // namespace easel::imaging
