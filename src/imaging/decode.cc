#include "imaging/decode.h"

#include "imaging/decode_parts.h"

namespace easel::imaging {

Error broken_picture() {
  return {.kind = ErrorKind::invalid_image, .message = "The picture cannot be read."};
}

Status check_pixels(std::int64_t width, std::int64_t height) {
  if (width < 1 || height < 1) return fail(broken_picture());
  if (width > kMostPixels || height > kMostPixels || width * height > kMostPixels)
    return fail(ErrorKind::payload_too_large, "The picture has more than 100 megapixels.");
  return {};
}

Result<ByteBudget::Lease> room_for(ByteBudget& budget, std::int64_t bytes) {
  ByteBudget::Lease lease(budget);
  if (lease.grow(bytes)) return lease;
  return fail(Error{.kind = ErrorKind::overloaded,
                    .message = "This server has no memory left to read the picture just now.",
                    .retry_after = 5});
}

Result<std::unique_ptr<RowReader>> open_rows(std::string_view file, ByteBudget& budget) {
  if (file.starts_with("\x89PNG\r\n\x1a\n")) return open_png_rows(file, budget);
  if (file.starts_with("\xff\xd8\xff")) return open_jpeg_rows(file, budget);
  if (file.starts_with("RIFF") && file.size() >= 12 && file.substr(8, 4) == "WEBP")
    return open_webp_rows(file, budget);
  return fail(ErrorKind::invalid_image, "The picture is no PNG, JPEG or WebP.");
}

}  // namespace easel::imaging
