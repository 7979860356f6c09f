#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace easel {

using Digest = std::array<std::uint8_t, 32>;

// FIPS 180-4 SHA-256, through OpenSSL.
Digest sha256(std::string_view bytes);

// FIPS 198-1 HMAC with SHA-256, through OpenSSL.
Digest hmac_sha256(std::string_view key, std::string_view bytes);

// Whether two texts are the same, in a time that does not tell where they differ.
bool same_secret(std::string_view a, std::string_view b);

class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();
  void update(std::string_view bytes);
  Digest finish();  // once

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string to_hex(std::span<const std::uint8_t> bytes);  // lower case

}  // namespace easel
