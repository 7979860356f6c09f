#include "api/picture_address.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "http/message.h"

namespace easel::api {
namespace {

std::string signature_of(std::string_view secret, std::string_view sha256, std::string_view owner,
                         std::int64_t expires) {
  std::string said(sha256);
  said.append(".").append(owner).append(".").append(std::to_string(expires));
  return to_hex(hmac_sha256(secret, said));
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  return ec == std::errc() && end == text.data() + text.size() ? value : 0;
}

// As files.cc makes them.
bool is_file_id(std::string_view text) {
  auto word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  constexpr std::string_view kMark = "file_";
  return text.starts_with(kMark) && text.size() == kMark.size() + 28 &&
         std::ranges::all_of(text.substr(kMark.size()), word);
}

// The id in "/api/v1/files/{id}/content"; "" when the path is none.
std::string_view file_in(std::string_view path) {
  constexpr std::string_view kLast = "/content";
  for (std::string_view base : {"/api/v1/files/", "/v1/files/"}) {
    if (!path.starts_with(base) || !path.ends_with(kLast)) continue;
    path.remove_prefix(base.size());
    auto id = path.substr(0, path.find('/'));
    if (is_file_id(id) && path.size() == id.size() + kLast.size()) return id;
  }
  return {};
}

}  // namespace

std::optional<std::string> file_address(std::string_view id) {
  if (!is_file_id(id)) return {};
  return "/api/v1/files/" + std::string(id) + "/content";
}

std::string owner_of(std::string_view key_hash) {
  return std::string(key_hash.substr(0, 16));
}

bool is_picture_hash(std::string_view text) {
  auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == 64 && std::ranges::all_of(text, hex);
}

std::string signed_address(std::string_view origin, std::string_view secret,
                           std::string_view key_hash, std::string_view sha256,
                           std::int64_t expires) {
  auto owner = owner_of(key_hash);
  std::string url(origin);
  url.append("/api/v1/images/").append(sha256).append("?owner=").append(owner);
  url.append("&expires=").append(std::to_string(expires));
  return url + "&signature=" + signature_of(secret, sha256, owner, expires);
}

PictureAddress address_of(std::string_view sha256, std::string_view query) {
  return {.sha256 = std::string(sha256),
          .owner = http::query_value(query, "owner").value,
          .expires = number(http::query_value(query, "expires").value),
          .signature = http::query_value(query, "signature").value};
}

std::optional<PictureAddress> read_address(std::string_view url) {
  std::string_view origin;
  if (url.starts_with("https://") || url.starts_with("http://")) {
    origin = url.substr(0, url.find('/', url.find("://") + 3));
    url.remove_prefix(origin.size());
  }
  std::string_view path = url.substr(0, url.find_first_of("?#"));
  std::string_view query = url.substr(path.size());
  query = query.substr(0, query.find('#'));
  if (query.starts_with('?')) query.remove_prefix(1);
  if (auto id = file_in(path); !id.empty())
    return PictureAddress{.origin = std::string(origin), .sha256 = {}, .file = std::string(id)};
  for (std::string_view base : {"/api/v1/images/", "/v1/images/"}) {
    if (!path.starts_with(base) || !is_picture_hash(path.substr(base.size()))) continue;
    auto address = address_of(path.substr(base.size()), query);
    address.origin = origin;
    return address;
  }
  return {};
}

Opens check_signature(const PictureAddress& address, std::string_view secret, std::int64_t now) {
  auto right = signature_of(secret, address.sha256, address.owner, address.expires);
  if (secret.empty() || !same_secret(right, address.signature)) return Opens::wrong;
  return address.expires > now ? Opens::yes : Opens::expired;
}

}  // namespace easel::api
