#include "providers/body_writer.h"

#include <utility>

#include "wire/json_writer.h"

namespace easel::providers {

using namespace gateway;

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
  if (value.is_string()) {
    const auto& text = value.get_string();
    int blob = request_.blob_index({text.data(), text.size()});
    if (blob >= 0) return put(request_.blobs[static_cast<std::size_t>(blob)]);
  }
  wire::JsonWriter(text_).value(value);
}

void BodyWriter::put(const std::shared_ptr<const Blob>& blob) {
  text_ += '"';
  for (const auto& block : blob->blocks()) {
    std::string escaped;
    wire::append_escaped(escaped, block);
    if (escaped.size() != block.size()) {
      text_ += escaped;
      continue;
    }
    flush();
    pieces_.push_back({.bytes = block, .owner = blob});
  }
  text_ += '"';
}

}  // namespace easel::providers
