#include "wire/data_url.h"

#include <algorithm>
#include <cctype>

namespace easel::wire {

std::optional<DataUrlHead> parse_data_url_head(std::string_view text) {
  constexpr std::string_view kScheme = "data:";
  constexpr std::string_view kBase64 = ";base64";
  auto lower = [](std::string_view view) {
    std::string out(view);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
    return out;
  };
  if (lower(text.substr(0, kScheme.size())) != kScheme) return {};
  auto comma = text.find(',');
  if (comma == std::string_view::npos || comma > 512) return {};
  std::string head = lower(text.substr(kScheme.size(), comma - kScheme.size()));
  if (!head.ends_with(kBase64)) return {};
  head.resize(head.size() - kBase64.size());
  head = head.substr(0, head.find(';'));
  return DataUrlHead{head.empty() ? "text/plain" : head, comma + 1};
}

}  // namespace easel::wire
