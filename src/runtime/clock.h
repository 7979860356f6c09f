#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "runtime/task.h"

namespace easel {

using Duration = std::chrono::steady_clock::duration;
using Time = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

// The seam to time: everything that waits or asks what time it is gets one of these, so that the
// whole story can run on a seeded, simulated clock. One per loop; used on that loop's thread only
// (now() and wall() from any thread).
class Clock {
 public:
  // Dropping it cancels the call, if it was not made yet.
  class Timer {
   public:
    virtual ~Timer() = default;
  };

  virtual ~Clock() = default;
  virtual Time now() const = 0;
  virtual WallTime wall() const = 0;
  // Calls fn on the loop at or after `when`.
  virtual std::unique_ptr<Timer> at(Time when, std::move_only_function<void()> fn) = 0;

  Task<> sleep(Duration duration);
};

// The real one, on Asio's timers.
std::unique_ptr<Clock> make_clock(Executor executor);

}  // namespace easel
