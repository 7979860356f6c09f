#include "fleet/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

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

// A minute's worth may burst, and flows in again evenly.
class Bucket {
 public:
  // Seconds until `wanted` are there; 0 when they are.
  int wait_for(double wanted, std::int64_t per_minute, Time now) {
    auto full = static_cast<double>(per_minute);
    double elapsed = fresh_ ? 60 : std::chrono::duration<double>(now - filled_).count();
    there_ = std::clamp(there_ + std::max(elapsed, 0.0) * full / 60, 0.0, full);
    filled_ = now;
    fresh_ = false;
    if (there_ >= wanted) return 0;
    if (wanted > full) return 60;
    return std::max(1, static_cast<int>(std::ceil((wanted - there_) * 60 / full)));
  }
  void take(double wanted) { there_ -= wanted; }

 private:
  double there_ = 0;
  Time filled_{};
  bool fresh_ = true;
};

class LocalLimits final : public Limits {
 public:
  explicit LocalLimits(LimitRules rules) : rules_(rules) {}

  Task<Status> start(Ask ask, Time now, WallTime wall) override {
    co_return try_start(ask, now, wall);
  }

  void set_rules(LimitRules rules) override {
    std::lock_guard lock(mutex_);
    rules_ = rules;
  }

  void end(const Ask& ask) override {
    std::lock_guard lock(mutex_);
    auto found = keys_.find(ask.key);
    if (found == keys_.end()) return;
    int& running = ask.pictures > 0 ? found->second.pictures.running : found->second.words.running;
    running = std::max(0, running - 1);
  }

 private:
  struct Class {
    Bucket requests;
    int running = 0;
  };
  struct State {
    Class words, pictures;
    Bucket single_pictures;
    Bucket free;
    std::int64_t free_day = 0, free_today = 0;
  };

  Status try_start(const Ask& ask, Time now, WallTime wall) {
    std::lock_guard lock(mutex_);
    State& state = keys_[ask.key];
    bool draws = ask.pictures > 0;
    Class& its = draws ? state.pictures : state.words;
    auto of = draws ? "requests for pictures" : "requests";
    std::int64_t per_minute = ask.per_minute.value_or(rules_.per_minute);
    std::int64_t at_once =
        draws ? ask.pictures_at_once.value_or(rules_.pictures_at_once) : rules_.at_once;
    std::int64_t singles = ask.pictures_per_minute.value_or(rules_.pictures_per_minute);
    if (its.running >= at_once)
      return fail(limited(
          fmt::format("Rate limit exceeded: {} {} of this key are running.", its.running, of),
          at_once, 5, wall));
    if (int seconds = its.requests.wait_for(1, per_minute, now); seconds > 0)
      return fail(limited(fmt::format("Rate limit exceeded: {} {} a minute.", per_minute, of),
                          per_minute, seconds, wall));
    if (int seconds = state.single_pictures.wait_for(ask.pictures, singles, now);
        draws && seconds > 0)
      return fail(limited(fmt::format("Rate limit exceeded: {} pictures a minute.", singles),
                          singles, seconds, wall));
    if (ask.free) {
      auto allowed = try_free(state, now, wall);
      if (!allowed) return allowed;
    }
    its.requests.take(1);
    if (draws) state.single_pictures.take(ask.pictures);
    ++its.running;
    return {};
  }

  Status try_free(State& state, Time now, WallTime wall) {
    auto day = std::chrono::floor<std::chrono::days>(wall);
    if (auto number = day.time_since_epoch().count(); number > state.free_day) {
      state.free_day = number;
      state.free_today = 0;
    }
    if (state.free_today >= rules_.free_per_day) {
      auto left = std::chrono::ceil<std::chrono::seconds>(day + std::chrono::days(1) - wall);
      return fail(limited("Rate limit exceeded: free-models-per-day.", rules_.free_per_day,
                          std::max<std::int64_t>(1, left.count()), wall));
    }
    if (int seconds = state.free.wait_for(1, rules_.free_per_minute, now); seconds > 0)
      return fail(limited("Rate limit exceeded: free-models-per-min.", rules_.free_per_minute,
                          seconds, wall));
    state.free.take(1);
    ++state.free_today;
    return {};
  }

  LimitRules rules_;
  std::mutex mutex_;
  std::map<std::string, State> keys_;
};

}  // namespace

std::unique_ptr<Limits> make_limits(LimitRules rules) {
  return std::make_unique<LocalLimits>(rules);
}

}  // namespace easel::fleet
