#include "imaging/webp.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>

namespace easel::imaging {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

using Bytes = std::vector<std::uint8_t>;
using Sink = std::function<Status(std::span<const std::uint8_t>)>;

// Owns what libwebp keeps of a picture.
struct Picture {
  Picture() { ready = WebPPictureInit(&webp) != 0; }
  ~Picture() { WebPPictureFree(&webp); }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
  WebPPicture webp{};
  bool ready = false;
};

struct Out {
  const Sink* sink;
  const Job* job;
  Status status{};
};

int write(const std::uint8_t* data, std::size_t size, const WebPPicture* picture) {
  Out& out = *static_cast<Out*>(picture->custom_ptr);
  for (std::size_t at = 0; at < size; at += kPiece) {
    out.status = (*out.sink)({data + at, std::min(kPiece, size - at)});
    if (!out.status) return 0;
  }
  return 1;
}

int go_on(int, const WebPPicture* picture) {
  return static_cast<const Out*>(picture->user_data)->job->stop.requested() ? 0 : 1;
}

Status check(const Bitmap& bitmap, const WebpOptions& options) {
  const bool shape = bitmap.width > 0 && bitmap.height > 0 &&
                     (bitmap.channels == 1 || bitmap.channels == 3 || bitmap.channels == 4);
  if (!shape || bitmap.pixels.size() !=
                    static_cast<std::size_t>(bitmap.width) * bitmap.height * bitmap.channels)
    return fail(internal("encode_webp: not a bitmap"));
  if (std::max(bitmap.width, bitmap.height) > WEBP_MAX_DIMENSION) {
    return fail(
        invalid("output_format", "A WebP may be at most 16383 pixels wide and high.", "png"));
  }
  if (options.quality < 0 || options.quality > 100)
    return fail(internal("encode_webp: quality not 0…100"));
  return {};
}

// Large pictures get the quicker search: at 4K the best one takes many seconds for a few percent.
int method_for(const Bitmap& bitmap) {
  return static_cast<std::int64_t>(bitmap.width) * bitmap.height > 3'000'000 ? 2 : 4;
}

bool import(const Bitmap& bitmap, WebPPicture& picture) {
  const int stride = bitmap.width * bitmap.channels;
  if (bitmap.channels == 4)
    return WebPPictureImportRGBA(&picture, bitmap.pixels.data(), stride) != 0;
  if (bitmap.channels == 3)
    return WebPPictureImportRGB(&picture, bitmap.pixels.data(), stride) != 0;
  Bytes rgb(bitmap.pixels.size() * 3);
  for (std::size_t i = 0; i < rgb.size(); ++i) rgb[i] = bitmap.pixels[i / 3];
  return WebPPictureImportRGB(&picture, rgb.data(), bitmap.width * 3) != 0;
}

// A finished file once more, with what it says of itself.
Status add_words(const Bytes& file, const WebpOptions& options, const Sink& sink) {
  const WebPData picture{file.data(), file.size()};
  WebPMux* mux = WebPMuxCreate(&picture, 0);
  WebPData made{};
  const auto added = [&](const char* name, const std::string& words) {
    const WebPData data{reinterpret_cast<const std::uint8_t*>(words.data()), words.size()};
    return words.empty() || WebPMuxSetChunk(mux, name, &data, 0) == WEBP_MUX_OK;
  };
  const bool works = mux && added("EXIF", options.exif) && added("XMP ", options.xmp) &&
                     WebPMuxAssemble(mux, &made) == WEBP_MUX_OK;
  const Bytes bytes(made.bytes, made.bytes + made.size);
  WebPDataClear(&made);
  WebPMuxDelete(mux);
  if (!works) return fail(internal("encode_webp: no room for XMP or EXIF"));
  for (std::size_t at = 0; at < bytes.size(); at += kPiece)
    TRY(sink(std::span(bytes).subspan(at, std::min(kPiece, bytes.size() - at))));
  return {};
}

}  // namespace

Status encode_webp(const Bitmap& bitmap, const WebpOptions& options, Job& job, const Sink& sink) {
  if (!options.xmp.empty() || !options.exif.empty()) {
    const auto file =
        TRY(encode_webp(bitmap, {.quality = options.quality, .lossless = options.lossless}, job));
    return add_words(file, options, sink);
  }
  TRY(check(bitmap, options));
  const auto cancelled = [] { return fail(ErrorKind::cancelled, "The picture was cancelled."); };
  if (job.stop.requested()) return cancelled();
  WebPConfig config;
  Picture picture;
  if (WebPConfigInit(&config) == 0 || !picture.ready)
    return fail(internal("encode_webp: this libwebp is of another version"));
  config.quality = static_cast<float>(options.lossless ? 50 : options.quality);
  config.lossless = options.lossless ? 1 : 0;
  config.method = method_for(bitmap);
  Out out{&sink, &job};
  picture.webp.use_argb = config.lossless;
  picture.webp.width = bitmap.width;
  picture.webp.height = bitmap.height;
  picture.webp.writer = write;
  picture.webp.custom_ptr = &out;
  picture.webp.progress_hook = go_on;
  picture.webp.user_data = &out;
  if (!import(bitmap, picture.webp))
    return fail(internal("encode_webp: no memory for the picture"));
  if (WebPEncode(&config, &picture.webp) != 0) return {};
  if (!out.status) return out.status;
  if (picture.webp.error_code == VP8_ENC_ERROR_USER_ABORT) return cancelled();
  return fail(internal("encode_webp: libwebp refused the picture"));
}

Result<Bytes> encode_webp(const Bitmap& bitmap, const WebpOptions& options, Job& job) {
  Bytes out;
  TRY(encode_webp(bitmap, options, job, [&](std::span<const std::uint8_t> piece) -> Status {
    out.insert(out.end(), piece.begin(), piece.end());
    return {};
  }));
  return out;
}

}  // namespace easel::imaging
