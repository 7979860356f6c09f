#include "gateway/request.h"

#include <algorithm>
#include <cstdlib>

namespace easel::gateway {
namespace {

constexpr std::size_t kBlock = 64 * 1024;

}  // namespace

bool Blob::append(std::string_view bytes) {
  while (!bytes.empty()) {
    if (blocks_.empty() || blocks_.back().size() == kBlock) {
      if (!lease_.grow(kBlock)) return false;
      blocks_.emplace_back().reserve(kBlock);
    }
    std::size_t room = std::min(bytes.size(), kBlock - blocks_.back().size());
    blocks_.back() += bytes.substr(0, room);
    bytes.remove_prefix(room);
    size_ += room;
  }
  return true;
}

int GenerationRequest::blob_index(std::string_view text) const {
  if (blob_mark.empty() || !text.starts_with(blob_mark)) return -1;
  int index = std::atoi(std::string(text.substr(blob_mark.size())).c_str());
  return index >= 0 && index < static_cast<int>(blobs.size()) ? index : -1;
}

std::string GenerationRequest::prompt() const {
  for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
    if (message->role != "user") continue;
    std::string text;
    for (const auto& part : message->parts) {
      if (part.kind != Part::Kind::text) continue;
      if (!text.empty()) text += '\n';
      text += part.text;
    }
    return text;
  }
  return {};
}

int GenerationRequest::image_parts() const {
  int count = 0;
  for (const auto& message : messages)
    count += static_cast<int>(std::ranges::count(message.parts, Part::Kind::image, &Part::kind));
  return count;
}

}  // namespace easel::gateway
