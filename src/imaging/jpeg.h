#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"

namespace easel::imaging {

struct JpegOptions {
  int quality = 88;       // of libjpeg, 1 … 100; from 90 on colours keep their full resolution
  std::string comment{};  // a COM segment, at most 65000 bytes
  std::string xmp{};      // an XMP packet (origin.h) of at most 65000 bytes; "" = none
  std::string exif{};     // a TIFF structure (exif.h) of at most 65000 bytes; "" = none
};

// Encodes a bitmap as baseline JPEG (ITU-T T.81) by libjpeg-turbo, on the calling thread, a band of
// rows at a time: memory stays near one band. What is transparent is laid on white. `sink` gets the
// file in order, in pieces of at most 64 KiB; when it returns an error, encoding stops and returns
// it. Asked to stop: ErrorKind::cancelled, within a band. No side may be longer than 65500 pixels.
// The same pixels give the same bytes.
Status encode_jpeg(const Bitmap& bitmap, const JpegOptions& options, Job& job,
                   const std::function<Status(std::span<const std::uint8_t>)>& sink);

// The whole file at once.
Result<std::vector<std::uint8_t>> encode_jpeg(const Bitmap& bitmap, const JpegOptions& options,
                                              Job& job);

}  // namespace easel::imaging
