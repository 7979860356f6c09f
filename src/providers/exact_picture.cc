#include "providers/exact_picture.h"

#include <algorithm>
#include <span>
#include <vector>

#include "imaging/decode.h"
#include "imaging/jpeg.h"
#include "imaging/png.h"
#include "imaging/webp.h"

namespace easel::providers {
namespace {

using namespace gateway;

// What one decoder may hold beside the pixels that are kept.
constexpr std::int64_t kDecoderRoom = 512 << 20;

std::string_view format_of(std::string_view file) {
  if (file.starts_with("\x89PNG")) return "png";
  if (file.starts_with("\xff\xd8")) return "jpeg";
  return file.starts_with("RIFF") ? "webp" : "";
}

Error unreadable(const Error& error) {
  return {.kind = error.kind == ErrorKind::cancelled ? error.kind : ErrorKind::provider_error,
          .message = error.kind == ErrorKind::cancelled
                         ? error.message
                         : "The provider sent a picture that cannot be read.",
          .detail = error.message};
}

// The middle of it.
Result<imaging::Bitmap> cut(imaging::RowReader& rows, Size size) {
  int left = (rows.width - size.width) / 2, top = (rows.height - size.height) / 2;
  imaging::Bitmap out(size.width, size.height, rows.channels);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(rows.width) * rows.channels);
  auto first = static_cast<std::size_t>(left) * rows.channels;
  for (int y = 0; y < rows.height; ++y) {
    TRY(rows.read(row));
    if (y < top || y >= top + size.height) continue;
    auto into = out.row(y - top);
    std::ranges::copy(std::span(row).subspan(first, into.size()), into.begin());
  }
  return out;
}

Status encode(const imaging::Bitmap& bitmap, const ExactPicture& wanted, Job& job,
              const std::function<Status(std::span<const std::uint8_t>)>& sink) {
  if (wanted.format == "jpeg")
    return imaging::encode_jpeg(bitmap, {.quality = wanted.quality}, job, sink);
  if (wanted.format == "webp")
    return imaging::encode_webp(
        bitmap, {.quality = wanted.quality, .lossless = wanted.quality == 100}, job, sink);
  return imaging::encode_png(bitmap, {}, job, sink);
}

}  // namespace

Status emit_exactly(const std::string& file, const ExactPicture& wanted, int index, Job& job,
                    const Emit& emit) {
  ByteBudget room(kDecoderRoom);
  auto opened = imaging::open_rows(file, room);
  if (!opened) return fail(unreadable(opened.error()));
  auto& rows = **opened;
  Size is{rows.width, rows.height}, size = wanted.size.value_or(is);
  size = {std::min(size.width, is.width), std::min(size.height, is.height)};
  TRY(emit(PictureStart{.index = index, .declared_type = "image/" + wanted.format}));
  auto put = [&](std::string_view bytes) {
    return emit(PictureData{.index = index, .bytes = std::string(bytes)});
  };
  if (size == is && format_of(file) == wanted.format) {
    TRY(put(file));
    return emit(PictureEnd{.index = index});
  }
  auto bitmap = cut(rows, size);
  if (!bitmap) return fail(unreadable(bitmap.error()));
  TRY(encode(*bitmap, wanted, job, [&](std::span<const std::uint8_t> piece) {
    return put({reinterpret_cast<const char*>(piece.data()), piece.size()});
  }));
  return emit(PictureEnd{.index = index});
}

}  // namespace easel::providers
