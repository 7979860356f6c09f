#include "imaging/webp.h"

#include <webp/encode.h>

#include <algorithm>
#include <string>
#include <vector>

namespace easel::imaging {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

// libwebp writes the file when it is done, in one piece or a few.
struct Output {
  Job& job;
  std::vector<std::uint8_t> bytes{};

  static int write(const std::uint8_t* data, std::size_t size, const WebPPicture* picture) {
    auto output = static_cast<Output*>(picture->custom_ptr);
    output->bytes.insert(output->bytes.end(), data, data + size);
    return 1;
  }
  static int go_on(int, const WebPPicture* picture) {
    return static_cast<Output*>(picture->user_data)->job.stop.requested() ? 0 : 1;
  }
};

struct Picture {
  WebPPicture data{};
  bool ready = WebPPictureInit(&data) != 0;
  ~Picture() { WebPPictureFree(&data); }
};

Status import(const Bitmap& bitmap, WebPPicture& picture) {
  picture.width = bitmap.width;
  picture.height = bitmap.height;
  int stride = bitmap.width * bitmap.channels;
  int done = bitmap.channels == 4 ? WebPPictureImportRGBA(&picture, bitmap.pixels.data(), stride)
                                  : WebPPictureImportRGB(&picture, bitmap.pixels.data(), stride);
  if (!done) return fail(ErrorKind::overloaded, "There is no memory to write this WebP.");
  return {};
}

}  // namespace

Status encode_webp(const Bitmap& bitmap, const WebpOptions& options, Job& job,
                   const std::function<Status(std::span<const std::uint8_t>)>& sink) {
  if (bitmap.width > WEBP_MAX_DIMENSION || bitmap.height > WEBP_MAX_DIMENSION)
    return fail(ErrorKind::invalid_request, "A WebP is at most 16383 pixels wide and high.");
  auto size = static_cast<std::size_t>(bitmap.width) * bitmap.height * bitmap.channels;
  if (size == 0 || bitmap.pixels.size() != size || bitmap.channels < 3)
    return fail(internal("encode_webp: not a bitmap"));

  WebPConfig config;
  Picture picture;
  if (!WebPConfigInit(&config) || !picture.ready)
    return fail(internal("libwebp is of another version"));
  config.quality = static_cast<float>(std::clamp(options.quality, 0, 100));
  config.lossless = options.lossless ? 1 : 0;
  Output output{.job = job};
  picture.data.use_argb = config.lossless;
  picture.data.writer = Output::write;
  picture.data.custom_ptr = &output;
  picture.data.progress_hook = Output::go_on;
  picture.data.user_data = &output;
  TRY(import(bitmap, picture.data));
  if (!WebPEncode(&config, &picture.data)) {
    if (picture.data.error_code == VP8_ENC_ERROR_USER_ABORT)
      return fail(ErrorKind::cancelled, "The picture was cancelled.");
    return fail(internal("libwebp: error " + std::to_string(picture.data.error_code)));
  }
  std::span<const std::uint8_t> rest = output.bytes;
  while (!rest.empty()) {
    auto piece = rest.first(std::min(rest.size(), kPiece));
    TRY(sink(piece));
    rest = rest.subspan(piece.size());
  }
  return {};
}

}  // namespace easel::imaging
