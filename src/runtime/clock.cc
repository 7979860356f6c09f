#include "runtime/clock.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/wait_traits.hpp>
#include <utility>

#include "runtime/sleeper.h"

namespace easel {
namespace {

namespace asio = boost::asio;
using AsioTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, Executor>;

// The call outlives its Timer for a moment when the timer fired but its handler has not run yet;
// so both share the function, and dropping the Timer takes it away.
class RealTimer : public Clock::Timer {
 public:
  RealTimer(Executor executor, Time when, std::move_only_function<void()> fn)
      : call_(std::make_shared<std::move_only_function<void()>>(std::move(fn))), timer_(executor) {
    timer_.expires_at(when);
    timer_.async_wait([call = call_](boost::system::error_code error) {
      if (error || !*call) return;
      auto fn = std::exchange(*call, nullptr);
      fn();
    });
  }

  ~RealTimer() override {
    // Destroyed only after it was taken out: it may own what owns this timer.
    auto fn = std::exchange(*call_, nullptr);
  }

 private:
  std::shared_ptr<std::move_only_function<void()>> call_;
  AsioTimer timer_;
};

class RealClock : public Clock {
 public:
  explicit RealClock(Executor executor) : executor_(std::move(executor)) {}

  Time now() const override { return std::chrono::steady_clock::now(); }

  WallTime wall() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }

  std::unique_ptr<Timer> at(Time when, std::move_only_function<void()> fn) override {
    return std::make_unique<RealTimer>(executor_, when, std::move(fn));
  }

 private:
  Executor executor_;
};

}  // namespace

Task<> Clock::sleep(Duration duration) {
  Executor executor = co_await current_executor();
  auto sleeper = std::make_shared<Sleeper>(executor);
  auto timer = at(now() + duration, [sleeper] { sleeper->post_wake(); });
  co_await sleeper->wait();
}

std::unique_ptr<Clock> make_clock(Executor executor) {
  return std::make_unique<RealClock>(std::move(executor));
}

}  // namespace easel
