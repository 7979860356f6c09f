#include "base/text.h"

#include <cstddef>

namespace easel {
namespace {

// Bytes of the well-formed character that the text begins with (Unicode 15, table 3-7); 0 = none.
std::size_t character(std::string_view text) {
  auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  auto first = at(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  std::size_t size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((at(i) & 0xC0) != 0x80) return 0;
  bool overlong = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
  bool surrogate = first == 0xED && at(1) > 0x9F;
  bool beyond = first == 0xF4 && at(1) > 0x8F;
  return overlong || surrogate || beyond ? 0 : size;
}

}  // namespace

std::string storable(std::string_view text) {
  std::string good;
  good.reserve(text.size());
  while (!text.empty()) {
    auto size = character(text);
    good += size > 0 ? text.substr(0, size) : std::string_view("\uFFFD");
    text.remove_prefix(size > 0 ? size : 1);
  }
  return good;
}

std::string markup_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
    else
      out += ' ';
  }
  return out;
}

}  // namespace easel
