#include "fleet/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace easel::fleet {
namespace {

Error limited(std::string message, int limit, int seconds, WallTime wall) {
  auto reset =
      std::chrono::duration_cast<std::chrono::milliseconds>(wall.time_since_epoch()).count() +
      seconds * 1000LL;
  return {.kind = ErrorKind::rate_limited,
          .message = std::move(message),
          .retry_after = seconds,
          .metadata = fmt::format(R"({{"headers":{{"X-RateLimit-Limit":"{}",)"
                                  R"("X-RateLimit-Remaining":"0","X-RateLimit-Reset":"{}"}}}})",
                                  limit, reset)};
}

}  // namespace

Status Limits::start(const std::string& key, Time now, WallTime wall) {
  std::lock_guard lock(mutex_);
  auto [found, fresh] = keys_.try_emplace(key);
  State& state = found->second;
  double rate = rules_.per_minute / 60.0;  // starts a second; a whole minute's worth may burst
  double elapsed = std::chrono::duration<double>(now - state.filled).count();
  state.tokens = fresh ? rules_.per_minute
                       : std::min<double>(rules_.per_minute, state.tokens + elapsed * rate);
  state.filled = now;
  if (state.running >= rules_.at_once)
    return fail(limited(
        fmt::format("Rate limit exceeded: {} generations of this key are running.", state.running),
        rules_.at_once, 5, wall));
  if (state.tokens < 1) {
    int seconds = std::max(1, static_cast<int>(std::ceil((1 - state.tokens) / rate)));
    return fail(
        limited(fmt::format("Rate limit exceeded: {} generations a minute.", rules_.per_minute),
                rules_.per_minute, seconds, wall));
  }
  state.tokens -= 1;
  ++state.running;
  return {};
}

void Limits::end(const std::string& key) {
  std::lock_guard lock(mutex_);
  auto found = keys_.find(key);
  if (found != keys_.end() && found->second.running > 0) --found->second.running;
}

}  // namespace easel::fleet
