#include "base/base64.h"

#include <array>
#include <cstring>

namespace easel {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Every 12-bit value's two characters.
constexpr auto kPairs = [] {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (int i = 0; i < 4096; ++i) pairs[i] = {kAlphabet[i >> 6], kAlphabet[i & 63]};
  return pairs;
}();

enum : std::uint8_t { kSpace = 64, kPad = 65, kBad = 66 };

constexpr auto kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kBad);
  for (int i = 0; i < 64; ++i) values[static_cast<unsigned char>(kAlphabet[i])] = i;
  values['-'] = 62;
  values['_'] = 63;
  values['='] = kPad;
  for (char c : {' ', '\t', '\r', '\n'}) values[static_cast<unsigned char>(c)] = kSpace;
  return values;
}();

void put_group(char* to, const unsigned char* from) {
  std::uint32_t bits = from[0] << 16 | from[1] << 8 | from[2];
  std::memcpy(to, kPairs[bits >> 12].data(), 2);
  std::memcpy(to + 2, kPairs[bits & 4095].data(), 2);
}

Error bad_base64() {
  return {.kind = ErrorKind::invalid_image, .message = "The picture is not valid base64."};
}

}  // namespace

void Base64Encoder::encode(std::string_view bytes, std::string& out) {
  auto from = reinterpret_cast<const unsigned char*>(bytes.data());
  std::size_t left = bytes.size();
  if (held_ > 0) {
    unsigned char group[3] = {carry_[0], carry_[1], 0};
    while (held_ < 3 && left > 0) {
      group[held_++] = *from++;
      --left;
    }
    if (held_ < 3) {
      std::memcpy(carry_, group, 2);
      return;
    }
    char four[4];
    put_group(four, group);
    out.append(four, 4);
    held_ = 0;
  }
  std::size_t groups = left / 3;
  std::size_t start = out.size();
  out.resize(start + groups * 4);
  char* to = out.data() + start;
  for (std::size_t i = 0; i < groups; ++i, from += 3, to += 4) put_group(to, from);
  held_ = static_cast<int>(left % 3);
  std::memcpy(carry_, from, static_cast<std::size_t>(held_));
}

void Base64Encoder::finish(std::string& out) {
  if (held_ > 0) {
    unsigned char group[3] = {carry_[0], held_ > 1 ? carry_[1] : static_cast<unsigned char>(0), 0};
    char four[4];
    put_group(four, group);
    four[3] = '=';
    if (held_ == 1) four[2] = '=';
    out.append(four, 4);
  }
  held_ = 0;
}

Status Base64Decoder::decode(std::string_view text, std::string& out) {
  for (char c : text) {
    std::uint8_t value = kValues[static_cast<unsigned char>(c)];
    if (value < 64) [[likely]] {
      if (padded_) return fail(bad_base64());
      bits_ = bits_ << 6 | value;
      if (++count_ == 4) {
        char three[3] = {static_cast<char>(bits_ >> 16), static_cast<char>(bits_ >> 8),
                         static_cast<char>(bits_)};
        out.append(three, 3);
        bits_ = 0;
        count_ = 0;
      }
    } else if (value == kPad) {
      // The first padding character ends the data: 2 characters carry 1 byte, 3 carry 2.
      if (!padded_) {
        if (count_ < 2) return fail(bad_base64());
        if (count_ == 2) out += static_cast<char>(bits_ >> 4);
        if (count_ == 3) {
          out += static_cast<char>(bits_ >> 10);
          out += static_cast<char>(bits_ >> 2);
        }
        padded_ = true;
      }
      if (++padding_ > 4 - count_) return fail(bad_base64());
    } else if (value == kBad) {
      return fail(bad_base64());
    }
  }
  return {};
}

Status Base64Decoder::finish() {
  bool whole = padded_ || count_ == 0;
  *this = {};
  if (!whole) return fail(bad_base64());
  return {};
}

std::string base64_encode(std::string_view bytes) {
  std::string out;
  Base64Encoder encoder;
  encoder.encode(bytes, out);
  encoder.finish(out);
  return out;
}

Result<std::string> base64_decode(std::string_view text) {
  std::string out;
  Base64Decoder decoder;
  TRY(decoder.decode(text, out));
  TRY(decoder.finish());
  return out;
}

}  // namespace easel
