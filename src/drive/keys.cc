#include "drive/keys.h"

#include <charconv>

namespace easel::drive {
namespace {

constexpr std::size_t kMostCached = 100'000;
constexpr std::int64_t kMicrosOfDay = 86'400'000'000;

std::int64_t micros(const Clock& clock) {
  return clock.wall().time_since_epoch().count();
}

Error unknown_key(std::string_view secret) {
  if (secret.starts_with("sk-or-v1-"))
    return {.kind = ErrorKind::authentication,
            .message =
                "This is a key of OpenRouter, not of this server. Set it as "
                "OPENROUTER_API_KEY where Easel runs to connect OpenRouter as a provider, "
                "and use a key made with `easel keys create` here."};
  return {.kind = ErrorKind::authentication, .message = "User not found."};
}

}  // namespace

KeyCache::Ref KeyCache::cached(std::string_view secret) {
  auto digest = sha256(secret);
  auto found = keys_.find(digest);
  if (found == keys_.end()) return nullptr;
  auto now = micros(clock_);
  const auto& key = found->second->key;
  bool stale = found->second->version != versions_->of(digest) ||
               found->second->day != now / kMicrosOfDay || key.disabled ||
               (key.expires_at && *key.expires_at <= now);
  if (!stale) return found->second;
  keys_.erase(found);
  return nullptr;
}

Task<Result<KeyCache::Ref>> KeyCache::find(std::string_view secret) {
  if (auto known = cached(secret)) co_return known;
  if (secret.empty()) co_return fail(ErrorKind::authentication, "Missing Authentication header");
  auto digest = sha256(secret);
  Error unknown = unknown_key(secret);
  auto now = micros(clock_);
  auto epoch = epoch_;
  auto version = versions_->of(digest);  // before the read: what is charged after it outdates it
  auto found = co_await store_.find_key(to_hex(digest), now);
  auto key = CO_TRY(std::move(found));
  // The look-up's own comparison may tell where two hashes differ; this one decides.
  if (!key || !same_secret(key->hash, to_hex(digest))) co_return fail(std::move(unknown));
  if (key->disabled) co_return fail(ErrorKind::authentication, "This key is disabled.");
  if (key->expires_at && *key->expires_at <= now)
    co_return fail(ErrorKind::authentication, "This key has expired.");
  auto ref = std::make_shared<Cached>(
      Cached{.key = std::move(*key), .day = now / kMicrosOfDay, .version = version});
  // Read before a refresh noticed a change: good for this request, not for keeping.
  if (epoch != epoch_) co_return ref;
  if (keys_.size() >= kMostCached) keys_.clear();
  keys_.insert_or_assign(digest, ref);
  co_return ref;
}

Task<> KeyCache::refresh() {
  auto epoch = co_await store_.key_epoch();
  if (!epoch || *epoch == epoch_) co_return;
  epoch_ = *epoch;
  keys_.clear();
}

void KeyCache::forget(const std::string& hash) {
  versions_->raise(hash);
}

void KeyVersions::raise(const std::string& hash) {
  unsigned slot = 0;
  if (hash.size() >= 3) std::from_chars(hash.data(), hash.data() + 3, slot, 16);
  counters_[slot].fetch_add(1, std::memory_order_release);
}

}  // namespace easel::drive
