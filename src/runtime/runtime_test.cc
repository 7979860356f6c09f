#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <csignal>
#include <thread>

#include "base/log.h"
#include "runtime/event.h"
#include "runtime/sleeper.h"
#include "runtime/testing.h"

namespace easel {
namespace {

using namespace std::chrono_literals;
using testing::run;
using testing::run_on;

Task<int> answer() {
  co_return 42;
}

Task<> throw_up() {
  throw std::runtime_error("a bug");
  co_return;
}

TEST(Task, returns_its_value_to_the_test) {
  EXPECT_EQ(run(answer()), 42);
}

TEST(Task, throws_into_the_test) {
  EXPECT_THROW(run(throw_up()), std::runtime_error);
}

TEST(Task, an_exception_of_a_spawned_one_is_counted_and_the_loop_goes_on) {
  log::set_level(log::Level::off);
  const auto bugs = log::bugs();
  Loop loop(0);
  spawn(loop.executor(), "a test", throw_up());
  run_on(loop, loop.clock().sleep(1ms));
  EXPECT_EQ(log::bugs(), bugs + 1);
  log::set_level(log::Level::info);
}

Task<bool> resumes_on_its_loop(Loop& loop) {
  Executor executor = co_await current_executor();
  co_return executor == loop.executor();
}

TEST(Task, knows_its_executor) {
  Loop loop(0);
  EXPECT_TRUE(run_on(loop, resumes_on_its_loop(loop)));
}

TEST(Clock, sleeps_at_least_as_long_as_asked) {
  Loop loop(0);
  const auto before = loop.clock().now();
  run_on(loop, loop.clock().sleep(20ms));
  EXPECT_GE(loop.clock().now() - before, 20ms);
}

TEST(Clock, a_sleep_of_nothing_ends) {
  Loop loop(0);
  run_on(loop, loop.clock().sleep(-1ms));
}

TEST(Clock, calls_in_order_of_time) {
  Loop loop(0);
  std::string order;
  const auto now = loop.clock().now();
  auto second = loop.clock().at(now + 10ms, [&] { order += "2"; });
  auto first = loop.clock().at(now + 1ms, [&] { order += "1"; });
  run_on(loop, loop.clock().sleep(20ms));
  EXPECT_EQ(order, "12");
}

TEST(Clock, a_dropped_timer_does_not_call) {
  Loop loop(0);
  int calls = 0;
  auto timer = loop.clock().at(loop.clock().now() + 1ms, [&] { ++calls; });
  timer.reset();
  run_on(loop, loop.clock().sleep(5ms));
  EXPECT_EQ(calls, 0);
}

TEST(Clock, a_timer_dropped_after_it_fired_but_before_its_call_does_not_call) {
  Loop loop(0);
  int calls = 0;
  std::unique_ptr<Clock::Timer> second;
  const auto when = loop.clock().now() + 1ms;
  auto first = loop.clock().at(when, [&] { second.reset(); });
  second = loop.clock().at(when, [&] { ++calls; });
  std::this_thread::sleep_for(5ms);
  run_on(loop, loop.clock().sleep(5ms));
  EXPECT_EQ(calls, 0);
}

TEST(Clock, a_timer_may_drop_itself_while_it_calls) {
  Loop loop(0);
  std::unique_ptr<Clock::Timer> timer;
  int calls = 0;
  timer = loop.clock().at(loop.clock().now(), [&] {
    timer.reset();
    ++calls;
  });
  run_on(loop, loop.clock().sleep(5ms));
  EXPECT_EQ(calls, 1);
}

Task<> count_wakes(Event& event, int& wakes) {
  co_await event.wait();
  ++wakes;
}

TEST(Event, wakes_everyone_who_waits) {
  Loop loop(0);
  Event event;
  int wakes = 0;
  for (int i = 0; i < 3; ++i) spawn(loop.executor(), "a waiter", count_wakes(event, wakes));
  run_on(loop, loop.clock().sleep(1ms));
  EXPECT_EQ(wakes, 0);
  event.notify_all();
  EXPECT_EQ(wakes, 0) << "waiters resume from the loop, not inside notify_all()";
  run_on(loop, loop.clock().sleep(1ms));
  EXPECT_EQ(wakes, 3);
}

TEST(Event, keeps_no_notification_for_later) {
  Loop loop(0);
  Event event;
  int wakes = 0;
  event.notify_all();
  spawn(loop.executor(), "a waiter", count_wakes(event, wakes));
  run_on(loop, loop.clock().sleep(1ms));
  EXPECT_EQ(wakes, 0);
}

Task<> wait_again_and_again(Event& event, int& wakes) {
  for (;;) {
    co_await event.wait();
    ++wakes;
  }
}

TEST(Event, a_waiter_that_waits_again_waits_for_the_next_notification) {
  Loop loop(0);
  Event event;
  int wakes = 0;
  spawn(loop.executor(), "a waiter", wait_again_and_again(event, wakes));
  for (int i = 1; i <= 3; ++i) {
    run_on(loop, loop.clock().sleep(1ms));
    event.notify_all();
    run_on(loop, loop.clock().sleep(1ms));
    EXPECT_EQ(wakes, i);
  }
}

Task<> wait_for_a_while(Event& event, Clock& clock, Duration time, int& outcome) {
  const bool notified = co_await event.wait_until(clock, clock.now() + time);
  outcome = notified ? 1 : 2;
}

TEST(Event, tells_a_notification_from_the_time_that_came_first) {
  Loop loop(0);
  Event event;
  int soon = 0, late = 0;
  spawn(loop.executor(), "soon", wait_for_a_while(event, loop.clock(), 1ms, soon));
  spawn(loop.executor(), "late", wait_for_a_while(event, loop.clock(), 10s, late));
  run_on(loop, loop.clock().sleep(5ms));
  event.notify_all();
  run_on(loop, loop.clock().sleep(1ms));
  EXPECT_EQ(soon, 2);
  EXPECT_EQ(late, 1);
}

TEST(Event, a_notification_while_the_time_runs_out_wakes_once) {
  Loop loop(0);
  Event event;
  int outcome = 0;
  spawn(loop.executor(), "a waiter", wait_for_a_while(event, loop.clock(), 1ms, outcome));
  run_on(loop, loop.clock().sleep(0ms));
  auto timer = loop.clock().at(loop.clock().now() + 1ms, [&] { event.notify_all(); });
  std::this_thread::sleep_for(5ms);
  run_on(loop, loop.clock().sleep(5ms));
  EXPECT_NE(outcome, 0);
}

TEST(Event, wakes_its_waiters_when_it_is_destroyed) {
  Loop loop(0);
  auto event = std::make_unique<Event>();
  int wakes = 0, outcome = 0;
  spawn(loop.executor(), "a waiter", count_wakes(*event, wakes));
  spawn(loop.executor(), "another", wait_for_a_while(*event, loop.clock(), 10s, outcome));
  run_on(loop, loop.clock().sleep(1ms));
  event.reset();
  run_on(loop, loop.clock().sleep(1ms));
  EXPECT_EQ(wakes, 1);
  EXPECT_EQ(outcome, 1);
}

Task<> race(Event& event, Clock& clock, int& done) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto waited = event.wait();
  auto slept = clock.sleep(1ms);
  auto winner = co_await (std::move(waited) || std::move(slept));
  done = static_cast<int>(winner.index()) + 1;
}

TEST(Event, a_wait_that_is_cancelled_ends_and_is_forgotten) {
  Loop loop(0);
  Event event;
  int done = 0;
  run_on(loop, race(event, loop.clock(), done));
  EXPECT_EQ(done, 2);
  event.notify_all();
  run_on(loop, loop.clock().sleep(1ms));
}

Task<> wait_for_what_it_owns() {
  Event event;
  co_await event.wait();
}

// Leak sanitizer looks on.
TEST(Loop, takes_what_still_sleeps_with_it) {
  Loop loop(0);
  Event event;
  int wakes = 0;
  spawn(loop.executor(), "an owner", wait_for_what_it_owns());
  spawn(loop.executor(), "a waiter", count_wakes(event, wakes));
  spawn(loop.executor(), "a sleeper", loop.clock().sleep(1h));
  run_on(loop, loop.clock().sleep(1ms));
}

TEST(Loop, runs_what_another_thread_posts) {
  Loops loops(2);
  std::thread::id first, second;
  loops.at(0).post([&] { first = std::this_thread::get_id(); });
  loops.at(1).post([&] {
    second = std::this_thread::get_id();
    loops.at(0).post([&] { loops.stop(); });
  });
  loops.run();
  EXPECT_EQ(first, std::this_thread::get_id());
  EXPECT_NE(first, second);
}

TEST(Loop, goes_on_after_a_handler_that_throws) {
  log::set_level(log::Level::off);
  Loops loops(1);
  loops.at(0).post([] { throw std::runtime_error("a bug"); });
  loops.at(0).post([&] { loops.stop(); });
  loops.run();
  log::set_level(log::Level::info);
}

TEST(Loop, runs_what_was_ready_when_it_was_stopped) {
  Loops loops(1);
  bool ran = false;
  loops.at(0).post([&] {
    loops.stop();
    loops.at(0).post([&] { ran = true; });
  });
  loops.run();
  EXPECT_TRUE(ran);
}

TEST(Loop, hears_of_each_termination_signal) {
  Loops loops(1);
  int signals = 0;
  on_signals(loops.at(0), {SIGTERM, SIGINT}, [&] {
    if (++signals == 2) return loops.stop();
    std::raise(SIGINT);
  });
  loops.at(0).post([] { std::raise(SIGTERM); });
  loops.run();
  EXPECT_EQ(signals, 2);
}

TEST(Loop, a_broken_pipe_does_not_end_the_process) {
  Loops loops(1);
  std::raise(SIGPIPE);
}

TEST(Log, says_what_happened_on_one_line) {
  ::testing::internal::CaptureStderr();
  log::info("{} asked for\n{}", "somebody", "two lines");
  log::debug("not said at this level");
  log::flush();
  std::this_thread::sleep_for(50ms);
  const auto said = ::testing::internal::GetCapturedStderr();
  EXPECT_TRUE(said.ends_with(" info somebody asked for\\ntwo lines\n")) << said;
  EXPECT_EQ(said.find("not said"), said.npos);
}

}  // namespace
}  // namespace easel
