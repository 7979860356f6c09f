#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "runtime/clock.h"
#include "store/store.h"

namespace easel::drive {

// Told between the caches of all loops: "this key was charged". A counter for each first 12 bits of
// the key's hash, so that a look costs one load; a neighbour of the same bits is merely read anew.
class KeyVersions {
 public:
  std::uint32_t of(const Digest& digest) const {
    return counters_[slot(digest[0], digest[1])].load(std::memory_order_acquire);
  }
  void raise(const std::string& hash);  // of the key with this hexadecimal hash

 private:
  static std::size_t slot(std::uint8_t first, std::uint8_t second) {
    return std::size_t{first} << 4 | second >> 4;
  }
  std::array<std::atomic<std::uint32_t>, 4096> counters_{};
};

// The keys that were used lately, so that an authenticated request costs a hash and a look-up. A
// miss asks the store. refresh(), twice a second, drops everything when the store's key epoch has
// moved (the command line revoked or made a key); a settlement outdates its key at once, in the
// caches of all loops, so a charge shows in the next answer. One a loop: no lock is taken on the
// way.
class KeyCache {
 public:
  struct Cached {
    store::Key key;
    std::string rendered{};  // what GET /key answered last for this very record; "" = not yet
    std::int64_t day = 0;    // the UTC day the usage columns belong to
    std::uint32_t version = 0;
  };
  using Ref = std::shared_ptr<Cached>;

  // `versions` is shared by the caches of all loops.
  KeyCache(store::Store& store, Clock& clock,
           std::shared_ptr<KeyVersions> versions = std::make_shared<KeyVersions>())
      : store_(store), clock_(clock), versions_(std::move(versions)) {}

  // For the secret of a Bearer header. Errors: authentication (unknown, disabled, expired; one
  // sentence each, and a key of OpenRouter's own is told where to connect it).
  Task<Result<Ref>> find(std::string_view secret);
  // The cached record, or null: the part of find() that needs no store.
  Ref cached(std::string_view secret);

  Task<> refresh();
  // Forgets one key, here and in every other loop's cache, so that the next use reads it anew.
  void forget(const std::string& hash);

 private:
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const {
      std::size_t value;
      __builtin_memcpy(&value, digest.data(), sizeof value);
      return value;  // a SHA-256 is already as good a hash as there is
    }
  };
  struct SameDigest {
    bool operator()(const Digest& a, const Digest& b) const {
      auto text = [](const Digest& digest) {
        return std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size());
      };
      return same_secret(text(a), text(b));
    }
  };
  store::Store& store_;
  Clock& clock_;
  std::shared_ptr<KeyVersions> versions_;
  std::unordered_map<Digest, Ref, DigestHash, SameDigest> keys_;
  std::int64_t epoch_ = -1;
};

}  // namespace easel::drive
