#include "base/ids.h"

#include <sys/random.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "base/hash.h"

namespace easel {

void random_bytes(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got > 0)
      out = out.subspan(static_cast<std::size_t>(got));
    else if (errno != EINTR)
      std::abort();  // a kernel without randomness cannot mint keys
  }
}

std::uint64_t random_u64() {
  std::array<std::uint8_t, 8> bytes;
  random_bytes(bytes);
  std::uint64_t value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

std::string random_alphanumeric(std::size_t length) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  std::array<std::uint8_t, 32> bytes;
  while (text.size() < length) {
    random_bytes(bytes);
    for (auto byte : bytes)
      if (byte < 248 && text.size() < length) text += kLetters[byte % 62];  // 248 = 4 · 62
  }
  return text;
}

std::string new_generation_id(std::int64_t unix_seconds) {
  return "gen-" + std::to_string(unix_seconds) + "-" + random_alphanumeric(20);
}

std::string new_uuid() {
  std::array<std::uint8_t, 16> bytes;
  random_bytes(bytes);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  auto text = to_hex(bytes);
  for (int at : {20, 16, 12, 8}) text.insert(static_cast<std::size_t>(at), "-");
  return text;
}

std::string new_api_key(std::string_view prefix) {
  std::array<std::uint8_t, 32> bytes;
  random_bytes(bytes);
  return std::string(prefix) + to_hex(bytes);
}

}  // namespace easel
