#include <webp/decode.h>

#include <cstring>
#include <vector>

#include "imaging/decode_parts.h"

namespace easel::imaging {
namespace {

// libwebp filters across rows, so the picture is whole before its first row can be had.
class WebpRows : public RowReader {
 public:
  Status open(std::string_view file, ByteBudget& budget) {
    auto data = reinterpret_cast<const std::uint8_t*>(file.data());
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(data, file.size(), &features) != VP8_STATUS_OK)
      return fail(broken_picture());
    if (features.has_animation)
      return fail(ErrorKind::invalid_image, "The picture is an animation.");
    TRY(check_pixels(features.width, features.height));
    width = features.width;
    height = features.height;
    channels = features.has_alpha ? 4 : 3;
    auto row_bytes = std::int64_t{width} * channels;
    // The picture, and for a lossless one as much again within the decoder.
    lease_ = TRY(room_for(budget, row_bytes * height + std::int64_t{width} * height * 4));
    whole_.resize(static_cast<std::size_t>(row_bytes) * height);
    auto decode = features.has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
    if (!decode(data, file.size(), whole_.data(), whole_.size(), static_cast<int>(row_bytes)))
      return fail(broken_picture());
    return {};
  }

  Status read(std::span<std::uint8_t> row) override {
    std::memcpy(row.data(), whole_.data() + row.size() * next_++, row.size());
    return {};
  }

 private:
  ByteBudget::Lease lease_;
  std::vector<std::uint8_t> whole_;
  std::size_t next_ = 0;
};

}  // namespace

Result<std::unique_ptr<RowReader>> open_webp_rows(std::string_view file, ByteBudget& budget) {
  auto rows = std::make_unique<WebpRows>();
  TRY(rows->open(file, budget));
  return rows;
}

}  // namespace easel::imaging
