#include "drive/keys.h"

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
  if (auto settled = settlements_.load(std::memory_order_acquire); settled != settlements_seen_) {
    settlements_seen_ = settled;
    keys_.clear();
  }
  auto found = keys_.find(sha256(secret));
  if (found == keys_.end()) return nullptr;
  auto now = micros(clock_);
  const auto& key = found->second->key;
  bool stale = found->second->day != now / kMicrosOfDay || key.disabled ||
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
  auto settlements = settlements_seen_;
  auto found = co_await store_.find_key(to_hex(digest), now);
  auto key = CO_TRY(std::move(found));
  if (!key) co_return fail(std::move(unknown));
  if (key->disabled) co_return fail(ErrorKind::authentication, "This key is disabled.");
  if (key->expires_at && *key->expires_at <= now)
    co_return fail(ErrorKind::authentication, "This key has expired.");
  auto ref = std::make_shared<Cached>(Cached{.key = std::move(*key), .day = now / kMicrosOfDay});
  // Read before something changed: good for this request, not for keeping.
  if (epoch != epoch_ || settlements != settlements_.load(std::memory_order_acquire)) co_return ref;
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

}  // namespace easel::drive
