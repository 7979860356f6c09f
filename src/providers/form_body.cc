#include "providers/form_body.h"

#include <fmt/format.h>

#include "base/ids.h"
#include "providers/picture_in.h"

namespace easel::providers {
namespace {

using namespace gateway;

std::string json_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string().subview());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  return value.is_int64() ? std::to_string(value.get_int64()) : "";
}

}  // namespace

std::string_view extension_of(std::string_view media_type) {
  if (media_type == "image/jpeg") return "jpg";
  if (media_type == "image/webp") return "webp";
  return "png";
}

FormBody::FormBody() : boundary_("easel-" + random_alphanumeric(32)) {}

void FormBody::field(std::string_view name, const json::value& value) {
  add(fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary_,
                  name, json_text(value)));
}

Status FormBody::file(std::string_view name, int index, const ImagePart& image,
                      std::string filename) {
  auto head = picture_in(image);
  auto type = head ? head->media_type : "image/png";
  if (filename.empty()) filename = fmt::format("image-{}.{}", index, extension_of(type));
  // A client's word, which goes into a header line.
  if (type.find_first_of("\r\n\"") != type.npos) type = "application/octet-stream";
  add(
      fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"; "
                  "filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
                  boundary_, name, filename, type));
  for (auto& piece : TRY(decoded(image))) pieces_.push_back(std::move(piece));
  add("\r\n");
  return {};
}

std::vector<BodyPiece> FormBody::finish() {
  add("--" + boundary_ + "--\r\n");
  return std::move(pieces_);
}

void FormBody::add(std::string text) {
  auto keep = std::make_shared<const std::string>(std::move(text));
  pieces_.push_back({.bytes = *keep, .owner = keep});
}

}  // namespace easel::providers
