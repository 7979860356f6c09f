#include "api/json_body.h"

#include <algorithm>
#include <span>

#include "api/picture_address.h"
#include "api/wishes.h"
#include "base/base64.h"
#include "wire/data_url.h"

namespace easel::api {
namespace {

using namespace gateway;

// Longer strings are pictures, or prompts as long as books; both stay out of the document.
constexpr std::size_t kLongString = 64 * 1024;

constexpr std::size_t kLongestPicture = 40u << 20;  // as base64: 30 MiB

Error no_picture(const std::string& field, std::string_view what) {
  return invalid(field, field + " " + std::string(what),
                 "an https, http or data:image/…;base64 address");
}

// What a data URL holds must be a picture's type and base64 to its end: found out here, it is the
// client's 400; found out by a provider, it may be anything.
Status check_data_url(const std::string& field, std::string_view first,
                      std::span<const std::string> more) {
  auto head = wire::parse_data_url_head(first);
  if (!head) return fail(no_picture(field, "is no base64 data URL."));
  constexpr std::string_view kTypes[] = {"image/png",  "image/jpeg", "image/jpg",     "image/webp",
                                         "image/gif",  "image/avif", "image/svg+xml", "image/heic",
                                         "image/heif", "image/bmp",  "image/tiff"};
  if (std::ranges::find(kTypes, head->media_type) == std::end(kTypes))
    return fail(no_picture(field, "is not of a picture's type."));
  if (first.size() == head->data_at && more.empty())
    return fail(no_picture(field, "holds no data."));
  Base64Decoder decoder;
  std::string bytes;
  auto good = decoder.decode(first.substr(head->data_at), bytes);
  for (const auto& block : more) {
    if (!good) break;
    bytes.clear();
    good = decoder.decode(block, bytes);
  }
  if (good) good = decoder.finish();
  if (!good) return fail(no_picture(field, "holds base64 that cannot be read."));
  return {};
}

// The type of a picture by the beginning of its base64.
std::string_view type_of_base64(std::string_view text) {
  if (text.starts_with("/9j/")) return "image/jpeg";
  if (text.starts_with("UklGR")) return "image/webp";
  if (text.starts_with("R0lGOD")) return "image/gif";
  return "image/png";
}

}  // namespace

Error no_room_for_pictures() {
  return {.kind = ErrorKind::overloaded,
          .message = "This server has no room for more pictures right now.",
          .retry_after = 5};
}

std::string text_of(const GenerationRequest& request, std::string_view text) {
  int blob = request.blob_index(text);
  if (blob < 0) return std::string(text);
  std::string all;
  for (const auto& block : request.blobs[static_cast<std::size_t>(blob)]->blocks()) all += block;
  return all;
}

Result<Part> picture_of(const GenerationRequest& request, std::string_view url,
                        const std::string& field) {
  Part out{.kind = Part::Kind::image};
  out.image.field = field;
  if (int blob = request.blob_index(url); blob >= 0) {
    const auto& held = request.blobs[static_cast<std::size_t>(blob)];
    const auto& blocks = held->blocks();
    if (held->size() > kLongestPicture)
      return fail(Error{.kind = ErrorKind::image_too_large,
                        .message = field + " is larger than 30 MiB.",
                        .field = field});
    TRY(check_data_url(field, blocks.front(), std::span(blocks).subspan(1)));
    out.image.data_url = held;
    return out;
  }
  if (url.starts_with("data:"))
    TRY(check_data_url(field, url, {}));
  else if (!url.starts_with("http://") && !url.starts_with("https://") && !read_address(url))
    return fail(no_picture(field, "is no address of a picture."));
  out.image.url = url;
  return out;
}

Result<std::string> data_url_of(GenerationRequest& request, ByteBudget& budget,
                                const std::string& base64, std::string_view media_type) {
  std::string head = "data:" + std::string(media_type) + ";base64,";
  int index = request.blob_index(base64);
  if (index < 0) return head + base64;
  auto& blob = request.blobs[static_cast<std::size_t>(index)];
  auto whole = std::make_shared<Blob>(ByteBudget::Lease(budget));
  bool room = whole->append(head);
  for (const auto& block : blob->blocks()) room = room && whole->append(block);
  if (!room) return fail(no_room_for_pictures());
  blob = std::move(whole);
  return base64;
}

Result<std::string> picture_url_of(GenerationRequest& request, const std::string& text,
                                   ByteBudget& budget) {
  int index = request.blob_index(text);
  std::string_view first = text;
  if (index >= 0) first = request.blobs[static_cast<std::size_t>(index)]->blocks().front();
  if (first.starts_with("data:") || first.starts_with("http") || read_address(first)) return text;
  return data_url_of(request, budget, text, type_of_base64(first));
}

JsonBody::JsonBody(ByteBudget& budget)
    : budget_(budget), reader_(this, {.long_string = kLongString}) {}

Status JsonBody::feed(std::string_view bytes) {
  sha_.update(bytes);
  return reader_.feed(bytes);
}

Status JsonBody::begin(const wire::Path&, std::string_view first) {
  blobs_.push_back(std::make_shared<Blob>(ByteBudget::Lease(budget_)));
  return part(first);
}

Status JsonBody::part(std::string_view piece) {
  if (blobs_.back()->append(piece)) return {};
  return fail(no_room_for_pictures());
}

Result<GenerationRequest> JsonBody::finish_document() {
  TRY(document());
  TRY(take_wishes(*document_));
  return std::move(*document_);
}

Result<GenerationRequest*> JsonBody::document() {
  if (document_) return &*document_;
  json::value document = TRY(reader_.finish());
  hash_ = to_hex(sha_.finish());
  if (!document.is_object()) return fail(invalid("", "The request body must be a JSON object."));
  GenerationRequest request;
  request.body = std::move(document.get_object());
  request.blob_mark = reader_.mark();
  request.blobs.assign(blobs_.begin(), blobs_.end());
  document_ = std::move(request);
  return &*document_;
}

}  // namespace easel::api
