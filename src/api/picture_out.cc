#include "api/picture_out.h"

#include "base/base64.h"
#include "media/spool.h"

namespace easel::api {
namespace {

constexpr std::size_t kPiece = 24 * 1024;  // 32 KiB of base64: what a slow reader costs

}  // namespace

Task<Status> write_picture(media::Disk& disk, drive::KeptPicture picture, std::string before,
                           std::string after, http::Response& out) {
  auto opened = co_await media::Reader::open(disk, picture.file.path);
  auto reader = CO_TRY(std::move(opened));
  auto begun = co_await out.write(before);
  CO_TRY(std::move(begun));
  Base64Encoder encoder;
  std::string text;
  text.reserve(base64_size(kPiece) + 8);
  for (;;) {
    text.clear();
    {
      auto piece = co_await reader.read(kPiece);
      auto bytes = CO_TRY(std::move(piece));
      if (bytes.empty()) break;
      encoder.encode(bytes, text);
    }  // the raw bytes go before the reader, who may be slow, takes the text
    auto written = co_await out.write(text);
    CO_TRY(std::move(written));
  }
  encoder.finish(text);
  text += after;
  if (text.empty()) co_return Status{};
  co_return co_await out.write(text);
}

}  // namespace easel::api
