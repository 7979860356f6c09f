#include "imaging/jpeg.h"

// jpeglib.h wants these before it.
#include <csetjmp>
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <algorithm>

namespace easel::imaging {
namespace {

constexpr int kBandRows = 64;
constexpr std::size_t kPiece = 64 * 1024;

using Bytes = std::vector<std::uint8_t>;
using Sink = std::function<Status(std::span<const std::uint8_t>)>;

// libjpeg reports failures by a function that must not return: it jumps back to the call that was
// made into the library. Between the two there are only C frames, so nothing is left undestroyed.
class Encoder {
 public:
  Encoder(const Bitmap& bitmap, const JpegOptions& options) : bitmap_(bitmap), options_(options) {
    jpeg_std_error(&errors_);
    errors_.error_exit = [](j_common_ptr c) {
      std::longjmp(static_cast<Encoder*>(c->client_data)->jump_, 1);
    };
    errors_.output_message = [](j_common_ptr) {};
    piece_.resize(kPiece);
    out_.init_destination = [](j_compress_ptr c) { self(c)->give_room(); };
    out_.empty_output_buffer = [](j_compress_ptr c) -> boolean {
      self(c)->keep(kPiece);
      self(c)->give_room();
      return TRUE;
    };
    out_.term_destination = [](j_compress_ptr c) {
      self(c)->keep(kPiece - self(c)->out_.free_in_buffer);
    };
  }
  ~Encoder() { jpeg_destroy_compress(&c_); }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  bool start() {
    c_.err = &errors_;
    c_.client_data = this;
    if (setjmp(jump_) != 0) return false;
    jpeg_create_compress(&c_);
    c_.client_data = this;
    c_.dest = &out_;
    c_.image_width = static_cast<JDIMENSION>(bitmap_.width);
    c_.image_height = static_cast<JDIMENSION>(bitmap_.height);
    c_.input_components = bitmap_.channels == 1 ? 1 : 3;
    c_.in_color_space = bitmap_.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&c_);
    jpeg_set_quality(&c_, options_.quality, TRUE);
    c_.dct_method = JDCT_ISLOW;
    if (options_.quality >= 90 && bitmap_.channels != 1) {
      c_.comp_info[0].h_samp_factor = c_.comp_info[0].v_samp_factor = 1;
    }
    jpeg_start_compress(&c_, TRUE);
    using namespace std::string_literals;
    if (!options_.exif.empty()) write_app1("Exif\0\0"s + options_.exif);
    if (!options_.xmp.empty()) write_app1("http://ns.adobe.com/xap/1.0/\0"s + options_.xmp);
    if (!options_.comment.empty()) {
      jpeg_write_marker(&c_, JPEG_COM, reinterpret_cast<const JOCTET*>(options_.comment.data()),
                        static_cast<unsigned>(options_.comment.size()));
    }
    return true;
  }

  bool rows(int begin, int end) {
    if (setjmp(jump_) != 0) return false;
    for (int y = begin; y < end; ++y) {
      JSAMPROW row = opaque(y);
      jpeg_write_scanlines(&c_, &row, 1);
    }
    return true;
  }

  bool finish() {
    if (setjmp(jump_) != 0) return false;
    jpeg_finish_compress(&c_);
    return true;
  }

  // What was made since the last call.
  Bytes take() { return std::exchange(made_, {}); }

 private:
  static Encoder* self(j_compress_ptr c) { return static_cast<Encoder*>(c->client_data); }

  void write_app1(const std::string& data) {
    jpeg_write_marker(&c_, JPEG_APP0 + 1, reinterpret_cast<const JOCTET*>(data.data()),
                      static_cast<unsigned>(data.size()));
  }

  void give_room() {
    out_.next_output_byte = piece_.data();
    out_.free_in_buffer = piece_.size();
  }
  void keep(std::size_t count) {
    made_.insert(made_.end(), piece_.begin(), piece_.begin() + static_cast<std::ptrdiff_t>(count));
  }

  // A row without alpha.
  JSAMPROW opaque(int y) {
    const auto row = bitmap_.row(y);
    if (bitmap_.channels != 4) return const_cast<JSAMPROW>(row.data());
    row_.resize(static_cast<std::size_t>(bitmap_.width) * 3);
    for (std::size_t x = 0; x < static_cast<std::size_t>(bitmap_.width); ++x) {
      const int alpha = row[x * 4 + 3];
      for (std::size_t k = 0; k < 3; ++k) {
        row_[x * 3 + k] =
            static_cast<std::uint8_t>((row[x * 4 + k] * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
    return row_.data();
  }

  const Bitmap& bitmap_;
  const JpegOptions& options_;
  jpeg_compress_struct c_{};
  jpeg_error_mgr errors_{};
  jpeg_destination_mgr out_{};
  std::jmp_buf jump_{};
  Bytes piece_, made_, row_;
};

Status check(const Bitmap& bitmap, const JpegOptions& options) {
  const bool shape = bitmap.width > 0 && bitmap.height > 0 &&
                     (bitmap.channels == 1 || bitmap.channels == 3 || bitmap.channels == 4);
  if (!shape || bitmap.pixels.size() !=
                    static_cast<std::size_t>(bitmap.width) * bitmap.height * bitmap.channels)
    return fail(internal("encode_jpeg: not a bitmap"));
  if (std::max(bitmap.width, bitmap.height) > JPEG_MAX_DIMENSION) {
    return fail(
        invalid("output_format", "A JPEG may be at most 65500 pixels wide and high.", "png"));
  }
  const std::size_t words =
      std::max({options.comment.size(), options.xmp.size(), options.exif.size()});
  if (options.quality < 1 || options.quality > 100 || words > 65000)
    return fail(internal("encode_jpeg: quality not 1…100, or comment, XMP or EXIF are too long"));
  return {};
}

Status refused() {
  return fail(internal("encode_jpeg: libjpeg refused the picture"));
}

Status write(const Bytes& bytes, const Sink& sink) {
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    TRY(sink(std::span(bytes).subspan(at, std::min(kPiece, bytes.size() - at))));
  }
  return {};
}

}  // namespace

Status encode_jpeg(const Bitmap& bitmap, const JpegOptions& options, Job& job, const Sink& sink) {
  TRY(check(bitmap, options));
  Encoder encoder(bitmap, options);
  if (!encoder.start()) return refused();
  for (int y = 0; y < bitmap.height; y += kBandRows) {
    if (job.stop.requested()) return fail(ErrorKind::cancelled, "The picture was cancelled.");
    if (!encoder.rows(y, std::min(bitmap.height, y + kBandRows))) return refused();
    TRY(write(encoder.take(), sink));
  }
  if (!encoder.finish()) return refused();
  return write(encoder.take(), sink);
}

Result<Bytes> encode_jpeg(const Bitmap& bitmap, const JpegOptions& options, Job& job) {
  Bytes out;
  TRY(encode_jpeg(bitmap, options, job, [&](std::span<const std::uint8_t> piece) -> Status {
    out.insert(out.end(), piece.begin(), piece.end());
    return {};
  }));
  return out;
}

}  // namespace easel::imaging
