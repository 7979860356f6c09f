#pragma once

#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <utility>

#include "runtime/clock.h"

namespace easel {

// The simulated twin of the real clock: time passes only when nothing else is left to do, so that
// hours of a story run in a moment, and the same seed runs them the same way. One thread.
class SimClock final : public Clock {
 public:
  Time now() const override { return now_; }
  WallTime wall() const override {
    return WallTime(std::chrono::seconds(1'790'000'000)) +
           std::chrono::duration_cast<std::chrono::microseconds>(now_.time_since_epoch());
  }
  std::unique_ptr<Timer> at(Time when, std::move_only_function<void()> fn) override {
    auto call = std::make_shared<Call>(std::move(fn));
    calls_.emplace(when, call);
    return std::make_unique<Handle>(std::move(call));
  }

  // Makes the next call, at its time. False: there is none.
  bool step() {
    if (calls_.empty()) return false;
    auto first = calls_.begin();
    now_ = std::max(now_, first->first);
    auto call = std::move(first->second);
    calls_.erase(first);
    if (auto fn = std::exchange(call->fn, nullptr)) fn();
    return true;
  }

  // Runs `io` and the clock until nothing is left to do or `until` has come.
  void run(boost::asio::io_context& io, Time until = Time::max()) {
    for (;;) {
      io.restart();
      if (io.poll() > 0) continue;
      if (calls_.empty() || calls_.begin()->first > until) return;
      step();
    }
  }

 private:
  struct Call {
    explicit Call(std::move_only_function<void()> f) : fn(std::move(f)) {}
    std::move_only_function<void()> fn;
  };
  struct Handle final : Timer {
    explicit Handle(std::shared_ptr<Call> c) : call(std::move(c)) {}
    // The function is destroyed after it was taken out: it may own what owns this timer.
    ~Handle() override { auto fn = std::exchange(call->fn, nullptr); }
    std::shared_ptr<Call> call;
  };

  Time now_{};
  std::multimap<Time, std::shared_ptr<Call>> calls_;
};

}  // namespace easel
