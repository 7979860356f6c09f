#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <vector>

#include <jpeglib.h>

#include "imaging/decode_parts.h"

namespace easel::imaging {
namespace {

// More scans than any encoder writes; a small file can hold thousands, each over all pixels.
constexpr int kMostScans = 200;

// libjpeg leaves a failed call by longjmp. So each call stands alone in a function that holds
// nothing with a destructor.
class JpegRows : public RowReader {
 public:
  JpegRows() {
    info_.err = jpeg_std_error(&errors_);
    errors_.error_exit = leave;
    errors_.emit_message = [](j_common_ptr, int) {};
    info_.client_data = this;
    jpeg_create_decompress(&info_);
    progress_.progress_monitor = count_scans;
    info_.progress = &progress_;
  }
  ~JpegRows() override { jpeg_destroy_decompress(&info_); }

  Status open(std::string_view file, ByteBudget& budget) {
    if (!read_head(file)) return fail(broken_picture());
    TRY(check_pixels(info_.image_width, info_.image_height));
    width = static_cast<int>(info_.image_width);
    height = static_cast<int>(info_.image_height);
    bool four = info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
    info_.out_color_space = four ? JCS_CMYK : JCS_RGB;
    // A progressive picture is gathered as 16-bit coefficients before its first row.
    std::int64_t row_bytes = std::int64_t{width} * info_.num_components;
    bool gathers = jpeg_has_multiple_scans(&info_) != 0;
    lease_ = TRY(room_for(budget, row_bytes * (gathers ? 2 * height : 64)));
    if (four) inks_.resize(static_cast<std::size_t>(width) * 4);
    if (!start()) return fail(broken_picture());
    return {};
  }

  Status read(std::span<std::uint8_t> row) override {
    if (!read_line(inks_.empty() ? row.data() : inks_.data())) return fail(broken_picture());
    // As Photoshop writes inks: inverted, so that a product is all it takes.
    for (std::size_t x = 0; x * 4 < inks_.size(); ++x)
      for (std::size_t c = 0; c < 3; ++c)
        row[x * 3 + c] = static_cast<std::uint8_t>(inks_[x * 4 + c] * inks_[x * 4 + 3] / 255);
    return {};
  }

 private:
  static void leave(j_common_ptr info) {
    std::longjmp(static_cast<JpegRows*>(info->client_data)->back_, 1);
  }
  static void count_scans(j_common_ptr info) {
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > kMostScans) leave(info);
  }

  bool read_head(std::string_view file) {
    if (setjmp(back_)) return false;
    jpeg_mem_src(&info_, reinterpret_cast<const unsigned char*>(file.data()), file.size());
    return jpeg_read_header(&info_, TRUE) == JPEG_HEADER_OK;
  }
  bool start() {
    if (setjmp(back_)) return false;
    return jpeg_start_decompress(&info_) != 0;
  }
  bool read_line(std::uint8_t* line) {
    if (setjmp(back_)) return false;
    return jpeg_read_scanlines(&info_, &line, 1) == 1;
  }

  jpeg_decompress_struct info_{};
  jpeg_error_mgr errors_{};
  jpeg_progress_mgr progress_{};
  std::jmp_buf back_{};
  ByteBudget::Lease lease_;
  std::vector<std::uint8_t> inks_;
};

}  // namespace

Result<std::unique_ptr<RowReader>> open_jpeg_rows(std::string_view file, ByteBudget& budget) {
  auto rows = std::make_unique<JpegRows>();
  TRY(rows->open(file, budget));
  return rows;
}

}  // namespace easel::imaging
