#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

// Conditional and partial GETs of something whose bytes never change (RFC 9110, 13 and 14). Pure.
namespace easel::http {

// Bytes first … first + length − 1.
struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;
};
struct WholeBody {};
struct Unsatisfiable {};
using RangeAnswer = std::variant<WholeBody, ByteRange, Unsatisfiable>;

// What a Range header asks of `size` bytes. A header that is absent, of another unit, malformed, or
// with several ranges is answered with the whole, as the RFC allows.
RangeAnswer read_range(std::string_view header, std::uint64_t size);

// Whether an If-None-Match header names this strong tag ("\"…\"") or is "*".
bool names_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace easel::http
