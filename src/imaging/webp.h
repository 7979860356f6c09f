#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"

namespace easel::imaging {

struct WebpOptions {
  int quality = 85;       // of libwebp's lossy coder, 0 … 100
  bool lossless = false;  // then every pixel stays what it is
  std::string xmp{};      // an XMP packet (origin.h); "" = none. The whole file is then held once
  std::string exif{};     // a TIFF structure (exif.h), the same
};

// Encodes a bitmap as WebP (RFC 9649) by libwebp, on the calling thread. The format's coder looks
// at the whole picture, so memory is about twice the bitmap's. `sink` gets the file in order, in
// pieces of at most 64 KiB; when it returns an error, encoding returns it. Asked to stop:
// ErrorKind::cancelled, within a few rows of blocks. No side may be longer than 16383 pixels. The
// same pixels give the same bytes.
Status encode_webp(const Bitmap& bitmap, const WebpOptions& options, Job& job,
                   const std::function<Status(std::span<const std::uint8_t>)>& sink);

// The whole file at once.
Result<std::vector<std::uint8_t>> encode_webp(const Bitmap& bitmap, const WebpOptions& options,
                                              Job& job);

}  // namespace easel::imaging
