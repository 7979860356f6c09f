#include "providers/body_writer.h"

#include <cstdlib>
#include <utility>

#include "base/ids.h"
#include "providers/picture_in.h"
#include "wire/json_writer.h"

namespace easel::providers {

using namespace gateway;

BodyWriter::BodyWriter(const GenerationRequest& request)
    : request_(request), mark_("easel-picture:" + std::to_string(random_u64()) + ":") {}

json::string BodyWriter::stand_in(const ImagePart& image, bool bare) {
  pictures_.emplace_back(&image, bare);
  return json::string(mark_ + std::to_string(pictures_.size() - 1));
}

std::vector<BodyPiece> BodyWriter::write(const json::object& body) {
  put(body);
  flush();
  return std::move(pieces_);
}

void BodyWriter::flush() {
  if (text_.empty()) return;
  auto keep = std::make_shared<const std::string>(std::move(text_));
  text_.clear();
  pieces_.push_back({.bytes = *keep, .owner = keep});
}

void BodyWriter::put(const json::object& object) {
  text_ += '{';
  bool first = true;
  for (const auto& [key, item] : object) {
    if (!std::exchange(first, false)) text_ += ',';
    text_ += '"';
    wire::append_escaped(text_, {key.data(), key.size()});
    text_ += "\":";
    put(item);
  }
  text_ += '}';
}

void BodyWriter::put(const json::value& value) {
  if (value.is_object()) return put(value.get_object());
  if (value.is_array()) {
    text_ += '[';
    for (std::size_t i = 0; i < value.get_array().size(); ++i) {
      if (i > 0) text_ += ',';
      put(value.get_array()[i]);
    }
    text_ += ']';
    return;
  }
  if (value.is_string()) return put_string(value.get_string().subview());
  wire::JsonWriter(text_).value(value);
}

void BodyWriter::put_string(std::string_view text) {
  if (text.starts_with(mark_)) {
    auto index = std::strtoul(std::string(text.substr(mark_.size())).c_str(), nullptr, 10);
    const auto& [image, bare] = pictures_.at(index);
    return put(*image, bare);
  }
  int blob = request_.blob_index(text);
  if (blob >= 0) return put(request_.blobs[static_cast<std::size_t>(blob)]);
  wire::JsonWriter(text_).value(text);
}

void BodyWriter::put(const ImagePart& image, bool bare) {
  if (!bare && image.data_url) return put(image.data_url);
  if (!bare) return void(wire::JsonWriter(text_).value(image.url));
  text_ += '"';
  each_base64(image, [&](BodyPiece piece) { put_piece(std::move(piece)); });
  text_ += '"';
}

void BodyWriter::put(const std::shared_ptr<const Blob>& blob) {
  text_ += '"';
  for (const auto& block : blob->blocks()) put_piece({.bytes = block, .owner = blob});
  text_ += '"';
}

// A short piece, one without an owner and one that needs escapes become text.
void BodyWriter::put_piece(BodyPiece piece) {
  std::string escaped;
  wire::append_escaped(escaped, piece.bytes);
  if (!piece.owner || escaped.size() != piece.bytes.size()) {
    text_ += escaped;
    return;
  }
  flush();
  pieces_.push_back(std::move(piece));
}

}  // namespace easel::providers
