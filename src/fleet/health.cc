#include "fleet/health.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace easel::fleet {
namespace {

constexpr std::size_t kMostEnds = 4096;

struct Share {
  std::size_t up = 0, all = 0;
  void count(bool good) {
    ++all;
    up += good;
  }
  std::optional<double> percent() const {
    if (all == 0) return {};
    return 100.0 * static_cast<double>(up) / static_cast<double>(all);
  }
};

std::optional<Percentiles> percentiles(std::vector<double> values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  auto at = [&](double p) {  // nearest rank
    auto rank = static_cast<std::size_t>(std::ceil(p * static_cast<double>(values.size())));
    return values[std::max<std::size_t>(rank, 1) - 1];
  };
  return Percentiles{at(0.50), at(0.75), at(0.90), at(0.99)};
}

}  // namespace

void Health::note(const std::string& provider, const std::string& model, End end, Time now) {
  std::lock_guard lock(mutex_);
  auto& [ends, breaker] = watched_[{provider, model}];
  breaker.note(end.up, now);
  ends.push_back({now, end});
  while (ends.size() > kMostEnds || ends.front().at + std::chrono::hours(24) < now)
    ends.pop_front();
}

Seen Health::seen(const std::string& provider, const std::string& model, Time now) const {
  using std::chrono::minutes;
  std::lock_guard lock(mutex_);
  auto found = watched_.find({provider, model});
  if (found == watched_.end()) return {};
  Seen seen;
  Share five, thirty, day;
  std::vector<double> latencies, throughputs;
  for (const auto& [at, end] : found->second.ends) {
    auto age = now - at;
    if (age > std::chrono::hours(24)) continue;
    day.count(end.up);
    if (age > minutes(30)) continue;
    thirty.count(end.up);
    if (end.first_ms > 0) latencies.push_back(end.first_ms);
    if (end.tokens_per_second > 0) throughputs.push_back(end.tokens_per_second);
    if (age <= minutes(5)) five.count(end.up);
  }
  seen.uptime_5m = five.percent();
  seen.uptime_30m = thirty.percent();
  seen.uptime_1d = day.percent();
  seen.latency_30m = percentiles(std::move(latencies));
  seen.throughput_30m = percentiles(std::move(throughputs));
  seen.requests_1d = day.all;
  return seen;
}

gateway::Standing Health::standing(const std::string& provider, const std::string& model,
                                   Time now) const {
  auto known = seen(provider, model, now);
  std::lock_guard lock(mutex_);
  auto found = watched_.find({provider, model});
  if (found == watched_.end()) return {};
  const auto& [ends, breaker] = found->second;
  bool failed =
      !ends.empty() && !ends.back().end.up && ends.back().at + std::chrono::seconds(30) >= now;
  return {.out = breaker.open(now),
          .failed_lately = failed,
          .latency_ms = known.latency_30m,
          .throughput = known.throughput_30m};
}

bool Health::enter(const std::string& provider, const std::string& model, Time now) {
  std::lock_guard lock(mutex_);
  return watched_[{provider, model}].breaker.enter(now);
}

}  // namespace easel::fleet
