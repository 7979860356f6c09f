#include "fleet/limits.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "fleet/limited.h"

namespace easel::fleet {
namespace {

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

class InMemory final : public LocalLimits {
 public:
  explicit InMemory(LimitRules rules) : rules_(rules) {}

  Task<Status> start(Ask ask, Time now, WallTime wall) override {
    co_return try_start(ask, now, wall, true);
  }

  void take(const Ask& ask, Time now, WallTime wall) override {
    (void)try_start(ask, now, wall, false);
  }

  void set_rules(LimitRules rules) override {
    std::lock_guard lock(mutex_);
    rules_ = rules;
  }

  void end(const Ask& ask) override {
    std::lock_guard lock(mutex_);
    auto found = keys_.find(ask.key);
    if (found == keys_.end()) return;
    auto& running = ask.pictures > 0 ? found->second.pictures.running : found->second.words.running;
    running = std::max<std::int64_t>(0, running - 1);
  }

 private:
  struct Class {
    Bucket requests;
    std::int64_t running = 0;
  };
  struct State {
    Class words, pictures;
    Bucket single_pictures;
    Bucket free;
    std::int64_t free_day = 0, free_today = 0;
  };

  // `asked`: else it is taken without asking.
  Status try_start(const Ask& ask, Time now, WallTime wall, bool asked) {
    std::lock_guard lock(mutex_);
    State& state = keys_[ask.key];
    bool draws = ask.pictures > 0;
    Class& its = draws ? state.pictures : state.words;
    auto bounds = bounds_of(ask, rules_);
    auto refuse = [&](Bound bound, std::int64_t seconds = 0) {
      return fail(refusal(bound, ask, bounds, its.running, seconds, wall));
    };
    if (asked && its.running >= bounds.at_once) return refuse(Bound::at_once);
    int seconds = its.requests.wait_for(1, bounds.per_minute, now);
    if (asked && seconds > 0) return refuse(Bound::per_minute, seconds);
    seconds =
        draws ? state.single_pictures.wait_for(ask.pictures, bounds.pictures_per_minute, now) : 0;
    if (asked && seconds > 0) return refuse(Bound::pictures_per_minute, seconds);
    if (ask.free) {
      if (auto day = day_of(wall); day > state.free_day) {
        state.free_day = day;
        state.free_today = 0;
      }
      if (asked && state.free_today >= bounds.free_per_day) return refuse(Bound::free_per_day);
      seconds = state.free.wait_for(1, bounds.free_per_minute, now);
      if (asked && seconds > 0) return refuse(Bound::free_per_minute, seconds);
      state.free.take(1);
      ++state.free_today;
    }
    its.requests.take(1);
    if (draws) state.single_pictures.take(ask.pictures);
    ++its.running;
    return {};
  }

  LimitRules rules_;
  std::mutex mutex_;
  std::map<std::string, State> keys_;
};

}  // namespace

std::unique_ptr<LocalLimits> make_local_limits(LimitRules rules) {
  return std::make_unique<InMemory>(rules);
}

std::unique_ptr<Limits> make_limits(LimitRules rules) {
  return make_local_limits(rules);
}

}  // namespace easel::fleet
