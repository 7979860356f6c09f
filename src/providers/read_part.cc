#include "providers/read_part.h"

#include "imaging/read_picture.h"
#include "providers/picture_in.h"

namespace easel::providers {

using namespace gateway;

namespace {

constexpr std::int64_t kDecoderRoom = 512 << 20;  // bytes

Result<imaging::Bitmap> read(const ImagePart& part, std::int64_t most_pixels) {
  const auto broken = [] {
    return fail(ErrorKind::invalid_image, "It holds no readable base64 of a picture.");
  };
  if (!picture_in(part)) return broken();
  auto pieces = decoded(part);
  if (!pieces) return broken();
  std::string file;
  for (const auto& piece : *pieces) file += piece.bytes;
  ByteBudget room(kDecoderRoom);
  return imaging::read_picture(file, most_pixels, room);
}

}  // namespace

Result<imaging::Bitmap> read_part(const ImagePart& part, std::int64_t most_pixels) {
  auto picture = read(part, most_pixels);
  if (picture) return picture;
  Error error = std::move(picture.error());
  error.field = part.field;
  error.message = part.field + ": " + error.message;
  return fail(std::move(error));
}

std::vector<const ImagePart*> latest_pictures(const GenerationRequest& request) {
  std::vector<const ImagePart*> out;
  for (auto message = request.messages.rbegin(); message != request.messages.rend(); ++message) {
    for (const auto& part : message->parts)
      if (part.kind == Part::Kind::image) out.push_back(&part.image);
    if (!out.empty()) break;
  }
  return out;
}

std::vector<imaging::Bitmap> enhancers_of(const GenerationRequest& request) {
  std::vector<imaging::Bitmap> out;
  for (const auto& enhancer : request.enhancers) out.push_back(*enhancer);
  return out;
}

}  // namespace easel::providers
