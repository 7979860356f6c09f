#include <spng.h>

#include <cstring>
#include <memory>
#include <vector>

#include "imaging/decode_parts.h"

namespace easel::imaging {
namespace {

using Context = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

class PngRows : public RowReader {
 public:
  explicit PngRows(ByteBudget& budget)
      : budget_(budget), context_(spng_ctx_new(0), spng_ctx_free) {}

  Status open(std::string_view file) {
    auto context = context_.get();
    if (!context || spng_set_png_buffer(context, file.data(), file.size()) != 0)
      return fail(internal("libspng has no memory"));
    // Text and profiles may be as long as the file, never longer.
    spng_set_chunk_limits(context, file.size(), file.size());
    spng_ihdr head{};
    if (spng_get_ihdr(context, &head) != 0) return fail(broken_picture());
    TRY(check_pixels(head.width, head.height));
    spng_trns transparent{};
    bool alpha = (head.color_type & 4) != 0 || spng_get_trns(context, &transparent) == 0;
    width = static_cast<int>(head.width);
    height = static_cast<int>(head.height);
    channels = alpha ? 4 : 3;
    format_ = alpha ? SPNG_FMT_RGBA8 : SPNG_FMT_RGB8;
    // Two rows at 16 bits; an interlaced picture is whole only at its end.
    std::int64_t row_bytes = std::int64_t{width} * channels;
    interlaced_ = head.interlace_method != 0;
    lease_ = TRY(room_for(budget_, interlaced_ ? row_bytes * height : row_bytes * 8));
    return interlaced_ ? decode_whole() : begin_rows();
  }

  Status read(std::span<std::uint8_t> row) override {
    if (interlaced_) {
      std::memcpy(row.data(), whole_.data() + row.size() * next_++, row.size());
      return {};
    }
    int done = spng_decode_row(context_.get(), row.data(), row.size());
    if (done != 0 && done != SPNG_EOI) return fail(broken_picture());
    return {};
  }

 private:
  Status begin_rows() {
    if (spng_decode_image(context_.get(), nullptr, 0, format_,
                          SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE) != 0)
      return fail(broken_picture());
    return {};
  }

  Status decode_whole() {
    whole_.resize(static_cast<std::size_t>(width) * height * channels);
    if (spng_decode_image(context_.get(), whole_.data(), whole_.size(), format_,
                          SPNG_DECODE_TRNS) != 0)
      return fail(broken_picture());
    return {};
  }

  ByteBudget& budget_;
  ByteBudget::Lease lease_;
  Context context_;
  int format_ = SPNG_FMT_RGB8;
  bool interlaced_ = false;
  std::vector<std::uint8_t> whole_;
  std::size_t next_ = 0;
};

}  // namespace

Result<std::unique_ptr<RowReader>> open_png_rows(std::string_view file, ByteBudget& budget) {
  auto rows = std::make_unique<PngRows>(budget);
  TRY(rows->open(file));
  return rows;
}

}  // namespace easel::imaging
