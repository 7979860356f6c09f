#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/budget.h"
#include "base/result.h"

// Pictures in: PNG through libspng, JPEG through libjpeg-turbo, WebP through libwebp. What a file
// claims is not believed before it is weighed: at most 100 megapixels, and everything a decoder
// holds that grows with the picture is taken from the byte budget first.
namespace easel::imaging {

inline constexpr std::int64_t kMostPixels = 100'000'000;

// A picture that comes row by row, top to bottom: 8 bits a channel, RGB or RGBA (straight alpha),
// as bitmap.h lays a row out. The colour profile of the file is not applied.
class RowReader {
 public:
  virtual ~RowReader() = default;
  // The next row into width × channels bytes; height times. invalid_image: the file is broken or
  // stops too early.
  virtual Status read(std::span<std::uint8_t> row) = 0;

  int width = 0, height = 0, channels = 3;
};

// `file` (the whole file's bytes) and `budget` outlive the reader. Errors: invalid_image (none of
// the three kinds, broken, or animated), payload_too_large (too many pixels), overloaded (the byte
// budget is used up).
Result<std::unique_ptr<RowReader>> open_rows(std::string_view file, ByteBudget& budget);

}  // namespace easel::imaging
