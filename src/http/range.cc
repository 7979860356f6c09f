#include "http/range.h"

#include <algorithm>
#include <charconv>

namespace easel::http {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || ec != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace

RangeAnswer read_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  header = trim(header);
  if (!header.starts_with(kUnit)) return WholeBody{};
  auto spec = trim(header.substr(kUnit.size()));
  auto dash = spec.find('-');
  if (dash == spec.npos || spec.contains(',')) return WholeBody{};
  auto first = number(spec.substr(0, dash)), last = number(spec.substr(dash + 1));
  if (dash == 0) {  // the last n bytes
    if (!last) return WholeBody{};
    if (*last == 0 || size == 0) return Unsatisfiable{};
    auto length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  bool open = dash + 1 == spec.size();
  if (!first || (!open && !last) || (last && *last < *first)) return WholeBody{};
  if (*first >= size) return Unsatisfiable{};
  auto end = open ? size - 1 : std::min(*last, size - 1);
  return ByteRange{*first, end - *first + 1};
}

bool names_tag(std::string_view list, std::string_view tag) {
  if (trim(list) == "*") return true;
  while (!list.empty()) {
    auto comma = list.find(',');
    auto entry = trim(list.substr(0, comma));
    if (entry.starts_with("W/")) entry.remove_prefix(2);  // a GET compares weakly
    if (entry == tag) return true;
    list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
  }
  return false;
}

}  // namespace easel::http
