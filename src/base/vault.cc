#include "base/vault.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

#include "base/base64.h"
#include "base/ids.h"

namespace easel {
namespace {

constexpr std::string_view kVersion = "v1:";
constexpr std::size_t kNonce = 12, kTag = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

int size_of(std::string_view text) {
  return static_cast<int>(text.size());
}

Error no_key(std::string why) {
  return {.kind = ErrorKind::unavailable, .message = std::move(why)};
}

std::optional<Digest> read_key(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isspace(c); });
  std::string bytes;
  bool hexadecimal = text.size() == 64 &&
                     std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c); });
  if (hexadecimal) {
    for (std::size_t at = 0; at < text.size(); at += 2)
      bytes += static_cast<char>(std::stoi(text.substr(at, 2), nullptr, 16));
  } else if (auto decoded = base64_decode(text)) {
    bytes = std::move(*decoded);
  }
  Digest key;
  if (bytes.size() != key.size()) return {};
  std::ranges::copy(bytes, key.begin());
  return key;
}

Result<Digest> make_file(const std::string& path) {
  Digest key;
  random_bytes(key);
  auto text = to_hex(key) + "\n";
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool written =
      fd >= 0 && ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(fd) == 0;
  auto why = std::string(strerror(errno));
  if (fd >= 0) ::close(fd);
  if (written) return key;
  if (fd >= 0) ::unlink(path.c_str());
  return fail(no_key("The file of the key that seals secrets, " + path +
                     ", cannot be written: " + why + "."));
}

}  // namespace

Result<Digest> Vault::key(bool make) {
  std::lock_guard lock(mutex_);
  if (key_) return *key_;
  if (!source_.given.empty()) {
    key_ = read_key(source_.given);
    if (!key_)
      return fail(no_key("EASEL_BYOK_KEY must be 32 bytes, as 64 hexadecimal digits or base64."));
    return *key_;
  }
  std::ifstream file(source_.file, std::ios::binary);
  if (!file && errno == ENOENT) {
    if (!make) return fail(ErrorKind::not_found, "Nothing was sealed yet.");
    key_ = TRY(make_file(source_.file));
    return *key_;
  }
  std::ostringstream text;
  text << file.rdbuf();
  key_ = read_key(text.str());
  if (!key_)
    return fail(no_key(source_.file + " must hold 32 bytes, as 64 hexadecimal digits or base64."));
  return *key_;
}

Result<std::string> Vault::seal(std::string_view secret, std::string_view label) {
  auto key = TRY(this->key(true));
  std::array<std::uint8_t, kNonce> nonce;
  random_bytes(nonce);
  std::string out(secret.size(), '\0'), tag(kTag, '\0');
  auto into = reinterpret_cast<unsigned char*>(out.data());
  Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  bool done =
      cipher &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), nonce.data()) &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes_of(label), size_of(label)) &&
      EVP_EncryptUpdate(cipher.get(), into, &size, bytes_of(secret), size_of(secret)) &&
      EVP_EncryptFinal_ex(cipher.get(), into + size, &size) &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag, tag.data());
  if (!done) return fail(internal("a secret could not be sealed"));
  std::string whole(reinterpret_cast<const char*>(nonce.data()), nonce.size());
  return std::string(kVersion) + base64_encode(whole + out + tag);
}

Result<std::string> Vault::open(std::string_view sealed, std::string_view label) {
  auto key = TRY(this->key(false));
  Error foreign = internal("a sealed secret does not open: its key is another, or it was changed");
  if (!sealed.starts_with(kVersion)) return fail(std::move(foreign));
  auto whole = base64_decode(sealed.substr(kVersion.size()));
  if (!whole || whole->size() < kNonce + kTag) return fail(std::move(foreign));
  std::string_view nonce(whole->data(), kNonce);
  std::string tag = whole->substr(whole->size() - kTag);
  std::string_view body(whole->data() + kNonce, whole->size() - kNonce - kTag);
  std::string out(body.size(), '\0');
  auto into = reinterpret_cast<unsigned char*>(out.data());
  Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int size = 0;
  bool done =
      cipher &&
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(nonce)) &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes_of(label), size_of(label)) &&
      EVP_DecryptUpdate(cipher.get(), into, &size, bytes_of(body), size_of(body)) &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) &&
      EVP_DecryptFinal_ex(cipher.get(), into + size, &size) > 0;
  if (!done) return fail(std::move(foreign));
  return out;
}

}  // namespace easel
