#include "fleet/breaker.h"

#include <algorithm>

namespace easel::fleet {
namespace {

using namespace std::chrono_literals;

constexpr Duration kWindow = 30s, kFirstPause = 10s, kLongestPause = 5min;
constexpr Duration kLongestProbe = 2min;  // a probe that was never heard of again blocks nobody
constexpr std::ptrdiff_t kFailures = 5;
constexpr std::size_t kMostEnds = 200;

}  // namespace

bool Breaker::probing(Time now) const {
  return probe_ != Time{} && now < probe_ + kLongestProbe;
}

bool Breaker::open(Time now) const {
  return open_ && (now < until_ || probing(now));
}

bool Breaker::enter(Time now) {
  if (!open_) return true;
  if (open(now)) return false;
  probe_ = now;
  return true;
}

void Breaker::note(bool up, Time now) {
  if (open_ && up) {  // whoever it was that got through
    *this = Breaker();
    return;
  }
  if (open_) {
    bool probe_failed = probing(now);
    probe_ = {};
    pause_ = probe_failed ? std::min(pause_ * 2, kLongestPause) : pause_;
    if (probe_failed) until_ = now + pause_;
    return;
  }
  ends_.push_back({now, up});
  while (ends_.size() > kMostEnds || ends_.front().at + kWindow < now) ends_.pop_front();
  auto failures = std::ranges::count(ends_, false, &Entry::up);
  if (failures < kFailures || failures * 2 < std::ssize(ends_)) return;
  ends_.clear();
  open_ = true;
  pause_ = kFirstPause;
  until_ = now + pause_;
}

}  // namespace easel::fleet
