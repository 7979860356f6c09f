#include "pages/passwords.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <vector>

#include "base/hash.h"
#include "base/ids.h"

namespace easel::pages {
namespace {

constexpr std::uint64_t kCost = 1 << 15, kBlock = 8, kLanes = 1, kMemory = 64 << 20;
constexpr std::string_view kHead = "scrypt$15$8$1$";

Result<std::string> derive(std::string_view password, std::string_view salt) {
  std::array<std::uint8_t, 32> key;
  int done = EVP_PBE_scrypt(password.data(), password.size(),
                            reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), kCost,
                            kBlock, kLanes, kMemory, key.data(), key.size());
  if (done != 1) return fail(internal("scrypt was refused"));
  return to_hex(key);
}

}  // namespace

Result<std::string> hash_password(std::string_view password) {
  std::array<std::uint8_t, 16> bytes;
  random_bytes(bytes);
  auto salt = to_hex(bytes);
  auto derived = TRY(derive(password, salt));
  return fmt::format("{}{}${}", kHead, salt, derived);
}

bool is_password(std::string_view password, std::string_view hash) {
  if (!hash.starts_with(kHead)) return false;
  hash.remove_prefix(kHead.size());
  auto dollar = hash.find('$');
  if (dollar == hash.npos) return false;
  auto derived = derive(password, hash.substr(0, dollar));
  return derived && same_secret(*derived, hash.substr(dollar + 1));
}

Status check_password(std::string_view password) {
  if (password.size() >= 8 && password.size() <= 200) return {};
  return fail(invalid("password", "A password has 8 to 200 characters.", "8 to 200 characters"));
}

}  // namespace easel::pages
