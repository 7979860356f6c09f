#pragma once

#include <deque>

#include "runtime/clock.h"

namespace easel::fleet {

// Whether an endpoint is worth trying first. Closed, it is; five failures within half a minute that
// are at least half of its ends there open it. Open, it is tried last; after a cool-down (ten
// seconds, twice as long each time it fails again, at most five minutes) one request may try it:
// success closes it, failure opens it anew. Not thread-safe.
class Breaker {
 public:
  void note(bool up, Time now);
  // Who tries it next would not be the one probe that is let through, nor is it closed.
  bool open(Time now) const;
  // Before a try: true when it is closed, or when this try is the probe. False: it is open.
  bool enter(Time now);

 private:
  struct Entry {
    Time at;
    bool up;
  };
  bool probing(Time now) const;

  std::deque<Entry> ends_;
  bool open_ = false;
  Time until_{};
  Time probe_{};  // when the running probe began; {} = none runs
  Duration pause_{};
};

}  // namespace easel::fleet
