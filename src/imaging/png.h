#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"

namespace easel::imaging {

struct PngOptions {
  int level = 4;  // zlib level, 1 (fast) … 9 (small)
  // tEXt chunks to write before the pixels, Latin-1 keyword and text.
  std::vector<std::pair<std::string, std::string>> text{};
  std::string xmp{};   // an XMP packet (origin.h), as an iTXt chunk; "" = none
  std::string exif{};  // a TIFF structure (exif.h), as an eXIf chunk; "" = none
};

// Encodes a bitmap as PNG (W3C PNG, third edition), in bands deflated side by side on job.parallel
// and joined with Z_SYNC_FLUSH and adler32_combine, so that memory stays near one band per thread.
// `sink` gets the file in order, in pieces of at most 64 KiB, on the calling thread; when it
// returns an error, encoding stops and returns it. Asked to stop: ErrorKind::cancelled.
// The same pixels give the same bytes on any number of threads.
Status encode_png(const Bitmap& bitmap, const PngOptions& options, Job& job,
                  const std::function<Status(std::span<const std::uint8_t>)>& sink);

// The whole file at once, for previews and tests.
Result<std::vector<std::uint8_t>> encode_png(const Bitmap& bitmap, const PngOptions& options,
                                             Job& job);

}  // namespace easel::imaging
