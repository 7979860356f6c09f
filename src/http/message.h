#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Words that both ends of HTTP share.
namespace easel::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

// First header of that name (ASCII case ignored), or "".
std::string_view find_header(const Headers& headers, std::string_view name);

std::string_view reason_phrase(int status);

// A run of bytes and whatever keeps them alive (null: static storage, or the caller's word).
struct Piece {
  std::string_view bytes;
  std::shared_ptr<const void> owner;

  static Piece owned(std::string text) {
    auto keep = std::make_shared<const std::string>(std::move(text));
    std::string_view view = *keep;
    return {view, std::move(keep)};
  }
};

// application/x-www-form-urlencoded query: first value of `name`, percent-decoded; empty when
// absent, and found tells the two apart.
struct QueryValue {
  bool found = false;
  std::string value;
};
QueryValue query_value(std::string_view query, std::string_view name);

std::string percent_decode(std::string_view text);

}  // namespace easel::http
