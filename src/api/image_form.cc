#include "api/image_form.h"

#include <charconv>

#include "api/wishes.h"
#include "base/ids.h"

namespace easel::api {
namespace {

using namespace gateway;

constexpr std::size_t kMostText = 1 << 20;  // of all fields that are no pictures
constexpr std::size_t kMagic = 12;          // bytes that tell a picture's type
constexpr std::size_t kEncoded = 48 * 1024;

// What the bytes say it is; clients often send application/octet-stream.
std::string_view type_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("GIF8")) return "image/gif";
  if (bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") return "image/webp";
  return {};
}

// Everything in a form is text; these fields are numbers and flags elsewhere.
json::value typed(std::string_view name, const std::string& text) {
  if (name == "n" || name == "seed" || name == "output_compression") {
    std::int64_t number = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (ec == std::errc() && end == text.data() + text.size()) return number;
  }
  if (name == "stream" && (text == "true" || text == "false")) return text == "true";
  return json::string(text);
}

bool names_a_picture(std::string_view name) {
  return name == "image" || (name.starts_with("image[") && name.ends_with(']'));
}

}  // namespace

ImageForm::ImageForm(ByteBudget& budget, std::string_view boundary, ImageDialect dialect)
    : budget_(budget),
      dialect_(dialect),
      reader_(boundary, *this),
      mark_("easel-form-picture:" + std::to_string(random_u64()) + ":") {}

Status ImageForm::begin(const wire::MultipartReader::Head& head) {
  name_ = head.name;
  text_.clear();
  started_ = false;
  kind_ = names_a_picture(name_)                     ? Kind::picture
          : head.filename.empty() || name_ == "mask" ? Kind::text
                                                     : Kind::nothing;
  sha_.update(name_);
  sha_.update(std::string_view("\0", 1));
  if (kind_ == Kind::picture) blobs_.push_back(std::make_shared<Blob>(ByteBudget::Lease(budget_)));
  return {};
}

Status ImageForm::data(std::string_view piece) {
  sha_.update(piece);
  if (kind_ == Kind::text) {
    if (name_ == "mask") return {};
    text_bytes_ += piece.size();
    if (text_bytes_ > kMostText)
      return fail(ErrorKind::payload_too_large, "The form's fields hold more than a mebibyte.");
    text_ += piece;
  } else if (kind_ == Kind::picture) {
    if (started_) return encode(piece, false);
    text_ += piece;
    if (text_.size() >= kMagic) return start_picture();
  }
  return {};
}

Status ImageForm::end() {
  sha_.update(std::string_view("\0", 1));
  if (kind_ == Kind::text) fields_[name_] = typed(name_, text_);
  if (kind_ != Kind::picture) return {};
  if (!started_) TRY(start_picture());
  return encode("", true);
}

Status ImageForm::start_picture() {
  auto type = type_of(text_);
  if (type.empty())
    return fail(invalid(name_, name_ + " must be a PNG, JPEG, WebP or GIF file.",
                        "a PNG, JPEG, WebP or GIF file"));
  started_ = true;
  if (!blobs_.back()->append("data:" + std::string(type) + ";base64,"))
    return fail(no_room_for_pictures());
  return encode(std::string_view(text_), false);
}

Status ImageForm::encode(std::string_view bytes, bool last) {
  std::string out;
  do {
    out.clear();
    encoder_.encode(bytes.substr(0, kEncoded), out);
    bytes.remove_prefix(std::min(bytes.size(), kEncoded));
    if (last && bytes.empty()) encoder_.finish(out);
    if (!blobs_.back()->append(out)) return fail(no_room_for_pictures());
  } while (!bytes.empty());
  return {};
}

Result<GenerationRequest> ImageForm::finish() {
  TRY(reader_.finish());
  hash_ = to_hex(sha_.finish());
  GenerationRequest request;
  request.blob_mark = mark_;
  request.blobs.assign(blobs_.begin(), blobs_.end());
  request.body = std::move(fields_);
  json::array references;
  for (std::size_t i = 0; i < blobs_.size(); ++i)
    references.push_back(json::object{
        {"type", "image_url"}, {"image_url", json::object{{"url", mark_ + std::to_string(i)}}}});
  request.body["input_references"] = std::move(references);
  TRY(take_wishes(request));
  return read_image(std::move(request), dialect_);
}

}  // namespace easel::api
