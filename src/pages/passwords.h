#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

// Passwords, as scrypt (RFC 7914, through OpenSSL) makes hashes of them: 32 MiB and a tenth of a
// second each, so these are for workers and never for a loop.
namespace easel::pages {

// "scrypt$15$8$1$<salt>$<hash>", hexadecimal: log2 N, r, p. internal: OpenSSL refused.
Result<std::string> hash_password(std::string_view password);
// False for a hash that it does not know too.
bool is_password(std::string_view password, std::string_view hash);

// Between 8 and 200 bytes. The error names the field.
Status check_password(std::string_view password);

}  // namespace easel::pages
