#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace easel {

// Bytes from the operating system's generator.
void random_bytes(std::span<std::uint8_t> out);
std::uint64_t random_u64();

// `length` letters and digits (62 of them), each drawn uniformly.
std::string random_alphanumeric(std::size_t length);

// "gen-" + unix seconds + "-" + 20 alphanumerics, as OpenRouter's clients expect.
std::string new_generation_id(std::int64_t unix_seconds);

// A random UUID (RFC 9562, version 4), lower case.
std::string new_uuid();

// The prefix + 64 hexadecimal digits (256 bits of randomness).
std::string new_api_key(std::string_view prefix = "sk-easel-v1-");

}  // namespace easel
