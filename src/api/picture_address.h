#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// The addresses of pictures that this house keeps, and what opens them. Pure.
//
//   {origin}/api/v1/images/{sha256}?owner=…&expires=…&signature=…
//
// `owner` is how the key's hash begins (16 hexadecimal digits), `expires` unix seconds, `signature`
// the HMAC-SHA256 of "{sha256}.{owner}.{expires}" in hexadecimal, under a secret of this
// installation. Whoever has the address may read the picture until then, at any width.
//
//   {origin}/api/v1/files/{id}/content
//
// is a picture that a key keeps as a file (files.h); only that key's requests may name it.
namespace easel::api {

struct PictureAddress {
  std::string origin{};  // "https://host", or "" of a path alone
  std::string sha256;    // "" of a file
  std::string owner{};
  std::int64_t expires = 0;
  std::string signature{};  // "" = not signed
  std::string file{};       // its id, "" of a picture

  bool is_signed() const { return !signature.empty() || !owner.empty(); }
};

std::string owner_of(std::string_view key_hash);

std::string signed_address(std::string_view origin, std::string_view secret,
                           std::string_view key_hash, std::string_view sha256,
                           std::int64_t expires);

// Any address, absolute or a path, whose path is that of a picture or of a file's content under
// /api/v1 or /v1.
std::optional<PictureAddress> read_address(std::string_view url);
// The address of a file of this house, when `id` can be one: what stands for a file_id in a
// request.
std::optional<std::string> file_address(std::string_view id);
// Of a picture in a request: the hash from its path, the rest from its query.
PictureAddress address_of(std::string_view sha256, std::string_view query);

enum class Opens { yes, wrong, expired };
// `now`: unix seconds. An expired address that was never signed by us is wrong.
Opens check_signature(const PictureAddress& address, std::string_view secret, std::int64_t now);

bool is_picture_hash(std::string_view text);

}  // namespace easel::api
