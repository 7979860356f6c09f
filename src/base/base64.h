#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

// RFC 4648 base64, standard alphabet with padding, in pieces of any size: a picture is encoded as
// it leaves and decoded as it arrives, never held in both forms. Twelve bits a look-up.
namespace easel {

class Base64Encoder {
 public:
  // Appends the characters that `bytes` completes; up to two bytes wait for the next call.
  void encode(std::string_view bytes, std::string& out);
  void finish(std::string& out);  // the last group with its padding; ready for a new run

 private:
  unsigned char carry_[2] = {};
  int held_ = 0;
};

// Also takes the URL-safe alphabet and white space, which some upstreams send.
// Anything else (a foreign character, data after the padding, a single leftover character) is an
// error: invalid_image.
class Base64Decoder {
 public:
  Status decode(std::string_view text, std::string& out);
  Status finish();

 private:
  std::uint32_t bits_ = 0;
  int count_ = 0;  // characters of the running group
  bool padded_ = false;
  int padding_ = 0;
};

std::string base64_encode(std::string_view bytes);
Result<std::string> base64_decode(std::string_view text);

// Characters that `bytes` bytes become, padding included.
constexpr std::uint64_t base64_size(std::uint64_t bytes) {
  return (bytes + 2) / 3 * 4;
}

}  // namespace easel
