#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "base/result.h"

namespace easel {

// Seals what must not lie on a disk in the clear: AES-256-GCM (NIST SP 800-38D) through OpenSSL, a
// random nonce each time. Thread-safe.
class Vault {
 public:
  // Where its key of 256 bits comes from: `given`, 64 hexadecimal digits or 44 characters of
  // base64; else the file, which holds one of these and is made (mode 0600) when first something
  // is sealed.
  struct KeySource {
    std::string given{}, file{};
  };
  explicit Vault(KeySource source) : source_(std::move(source)) {}

  // `label` is bound to it: what was sealed under one opens under no other. Errors: unavailable
  // (the key is none, or its file cannot be read or made).
  Result<std::string> seal(std::string_view secret, std::string_view label);
  // Errors: those of seal(); not_found where there is no key yet; internal when it was sealed with
  // another key or label, or changed.
  Result<std::string> open(std::string_view sealed, std::string_view label);

 private:
  Result<Digest> key(bool make);

  KeySource source_;
  std::mutex mutex_;
  std::optional<Digest> key_;
};

}  // namespace easel
