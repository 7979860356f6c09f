#include "providers/picture_in.h"

#include "base/base64.h"
#include "wire/data_url.h"

namespace easel::providers {

using namespace gateway;

std::optional<PictureIn> picture_in(const ImagePart& image) {
  bool empty_blob = image.data_url && image.data_url->blocks().empty();
  std::string_view first = image.url;
  if (image.data_url && !empty_blob) first = image.data_url->blocks().front();
  auto head = wire::parse_data_url_head(first);
  if (!head) return {};
  return PictureIn{.media_type = head->media_type, .data_at = head->data_at};
}

void each_base64(const ImagePart& image, const std::function<void(BodyPiece)>& take) {
  auto head = picture_in(image);
  if (!head) return;
  if (!image.data_url) return take({.bytes = std::string_view(image.url).substr(head->data_at)});
  std::size_t from = head->data_at;
  for (std::string_view block : image.data_url->blocks()) {
    take({.bytes = block.substr(from), .owner = image.data_url});
    from = 0;
  }
}

Result<std::vector<BodyPiece>> decoded(const ImagePart& image) {
  std::vector<BodyPiece> pieces;
  Base64Decoder decoder;
  Status status{};
  each_base64(image, [&](const BodyPiece& base64) {
    auto bytes = std::make_shared<std::string>();
    bytes->reserve(base64.bytes.size() / 4 * 3 + 3);
    if (status) status = decoder.decode(base64.bytes, *bytes);
    pieces.push_back({.bytes = *bytes, .owner = bytes});
  });
  TRY(std::move(status));
  TRY(decoder.finish());
  return pieces;
}

std::vector<const ImagePart*> pictures_of(const GenerationRequest& request) {
  std::vector<const ImagePart*> pictures;
  for (const auto& message : request.messages)
    for (const auto& part : message.parts)
      if (part.kind == Part::Kind::image) pictures.push_back(&part.image);
  return pictures;
}

}  // namespace easel::providers
