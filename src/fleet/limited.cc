#include "fleet/limited.h"

#include <fmt/format.h>

#include <algorithm>

namespace easel::fleet {
namespace {

Error limited(std::string message, std::int64_t limit, std::int64_t seconds, WallTime wall) {
  auto reset =
      std::chrono::duration_cast<std::chrono::milliseconds>(wall.time_since_epoch()).count() +
      seconds * 1000LL;
  return {.kind = ErrorKind::rate_limited,
          .message = std::move(message),
          .retry_after = static_cast<int>(seconds),
          .metadata = fmt::format(R"({{"headers":{{"X-RateLimit-Limit":"{}",)"
                                  R"("X-RateLimit-Remaining":"0","X-RateLimit-Reset":"{}"}}}})",
                                  limit, reset)};
}

}  // namespace

Bounds bounds_of(const Ask& ask, const LimitRules& rules) {
  return {.at_once = ask.pictures > 0 ? ask.pictures_at_once.value_or(rules.pictures_at_once)
                                      : rules.at_once,
          .per_minute = ask.per_minute.value_or(rules.per_minute),
          .pictures_per_minute = ask.pictures_per_minute.value_or(rules.pictures_per_minute),
          .free_per_minute = rules.free_per_minute,
          .free_per_day = rules.free_per_day};
}

Error refusal(Bound bound, const Ask& ask, const Bounds& bounds, std::int64_t running,
              std::int64_t seconds, WallTime wall) {
  auto of = ask.pictures > 0 ? "requests for pictures" : "requests";
  switch (bound) {
    case Bound::at_once:
      return limited(
          fmt::format("Rate limit exceeded: {} {} of this key are running.", running, of),
          bounds.at_once, 5, wall);
    case Bound::per_minute:
      return limited(fmt::format("Rate limit exceeded: {} {} a minute.", bounds.per_minute, of),
                     bounds.per_minute, seconds, wall);
    case Bound::pictures_per_minute:
      return limited(
          fmt::format("Rate limit exceeded: {} pictures a minute.", bounds.pictures_per_minute),
          bounds.pictures_per_minute, seconds, wall);
    case Bound::free_per_minute:
      return limited("Rate limit exceeded: free-models-per-min.", bounds.free_per_minute, seconds,
                     wall);
    case Bound::free_per_day:
      break;
  }
  return limited("Rate limit exceeded: free-models-per-day.", bounds.free_per_day,
                 seconds_left_today(wall), wall);
}

std::int64_t day_of(WallTime wall) {
  return std::chrono::floor<std::chrono::days>(wall).time_since_epoch().count();
}

std::int64_t seconds_left_today(WallTime wall) {
  auto day = std::chrono::floor<std::chrono::days>(wall);
  auto left = std::chrono::ceil<std::chrono::seconds>(day + std::chrono::days(1) - wall);
  return std::max<std::int64_t>(1, left.count());
}

}  // namespace easel::fleet
