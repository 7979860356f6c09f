#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "runtime/clock.h"
#include "store/store.h"

namespace easel::drive {

// Counts the settlements of this process, so that the caches of all loops notice each.
using Settlements = std::atomic<std::uint64_t>;

// The keys that were used lately, so that an authenticated request costs a hash and a look-up. A
// miss asks the store. refresh(), twice a second, drops everything when the store's key epoch has
// moved (the command line revoked or made a key); so does every settlement, on whichever loop, at
// the next look-up, so a charge shows in the next answer. One a loop: no lock is taken on the way.
class KeyCache {
 public:
  struct Cached {
    store::Key key;
    std::string rendered{};  // what GET /key answered last for this very record; "" = not yet
    std::int64_t day = 0;    // the UTC day the usage columns belong to
  };
  using Ref = std::shared_ptr<Cached>;

  KeyCache(store::Store& store, Clock& clock, Settlements& settlements)
      : store_(store), clock_(clock), settlements_(settlements) {}

  // For the secret of a Bearer header. Errors: authentication (unknown, disabled, expired; one
  // sentence each, and a key of OpenRouter's own is told where to connect it).
  Task<Result<Ref>> find(std::string_view secret);
  // The cached record, or null: the part of find() that needs no store.
  Ref cached(std::string_view secret);

  Task<> refresh();
  // To be called once a settlement is in the store.
  void note_settlement() { settlements_.fetch_add(1, std::memory_order_release); }

 private:
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const {
      std::size_t value;
      __builtin_memcpy(&value, digest.data(), sizeof value);
      return value;  // a SHA-256 is already as good a hash as there is
    }
  };
  store::Store& store_;
  Clock& clock_;
  std::unordered_map<Digest, Ref, DigestHash> keys_;
  Settlements& settlements_;
  std::uint64_t settlements_seen_ = 0;
  std::int64_t epoch_ = -1;
};

}  // namespace easel::drive
