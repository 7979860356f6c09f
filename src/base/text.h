#pragma once

#include <string>
#include <string_view>

namespace easel {

// ASCII letters only; every other byte stays.
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return lower;
}

// As any database takes it: what is not UTF-8, and NUL, becomes U+FFFD.
std::string storable(std::string_view text);

// As text or an attribute's value in HTML or XML; control characters become spaces.
std::string markup_text(std::string_view text);

}  // namespace easel
