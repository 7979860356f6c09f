#include "runtime/workers.h"

#include <gtest/gtest.h>

#include <latch>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "runtime/lanes.h"
#include "runtime/testing.h"

namespace easel {
namespace {

using namespace std::chrono_literals;
using testing::run_on;

// What the tasks of a test have come to.
struct Seen {
  std::mutex mutex;
  std::string order;
  int finished = 0;
  std::vector<int> positions;
  std::vector<ErrorKind> errors;
  void add(const std::string& name) {
    std::lock_guard lock(mutex);
    order += name;
  }
};

Task<> compute(Workers& workers, std::string lane, StopToken stop,
               std::move_only_function<Status(Parallel&)> fn, Seen& seen,
               std::function<void(int)> on_queue = {}) {
  auto status = co_await workers.run(std::move(lane), std::move(stop), std::move(fn), on_queue);
  if (!status) seen.errors.push_back(status.error().kind);
  ++seen.finished;
}

Task<> until(Clock& clock, int& value, int wanted) {
  while (value < wanted) co_await clock.sleep(1ms);
}

struct Pool {
  explicit Pool(int threads, int max_queued = 100) : workers(make_workers(threads, max_queued)) {}
  ~Pool() { workers.reset(); }

  Loop loop{0};
  Seen seen;
  std::unique_ptr<Workers> workers;

  void start(std::string lane, std::move_only_function<Status(Parallel&)> fn, StopToken stop = {},
             std::function<void(int)> on_queue = {}) {
    spawn(loop.executor(), "a computation",
          compute(*workers, std::move(lane), std::move(stop), std::move(fn), seen,
                  std::move(on_queue)));
    run_on(loop, loop.clock().sleep(0ms));
  }
  void finish(int count) { run_on(loop, until(loop.clock(), seen.finished, count)); }
};

TEST(Workers, run_elsewhere_and_come_back) {
  Pool pool(1);
  std::thread::id thread;
  auto status = run_on(pool.loop, pool.workers->run("a", {}, [&](Parallel&) -> Status {
    thread = std::this_thread::get_id();
    return fail(ErrorKind::invalid_image, "no");
  }));
  EXPECT_NE(thread, std::this_thread::get_id());
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::invalid_image);
}

TEST(Workers, an_exception_comes_back_as_internal) {
  log::set_level(log::Level::off);
  Pool pool(1);
  auto status = run_on(pool.loop, pool.workers->run("a", {}, [](Parallel&) -> Status {
    throw std::runtime_error("a bug");
  }));
  log::set_level(log::Level::info);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::internal);
}

TEST(Workers, serve_lanes_in_turn) {
  Pool pool(1);
  std::latch go(1);
  pool.start("a", [&](Parallel&) { return go.wait(), Status(); });
  std::this_thread::sleep_for(10ms);
  for (int i = 0; i < 3; ++i) {
    pool.start("a", [&](Parallel&) { return pool.seen.add("a"), Status(); });
  }
  pool.start("b", [&](Parallel&) { return pool.seen.add("b"), Status(); });
  pool.start("c", [&](Parallel&) { return pool.seen.add("c"), Status(); });
  go.count_down();
  pool.finish(6);
  EXPECT_EQ(pool.seen.order, "abcaa");
}

TEST(Workers, refuse_more_than_their_queue_holds) {
  Pool pool(1, 2);
  std::latch go(1);
  pool.start("a", [&](Parallel&) { return go.wait(), Status(); });
  std::this_thread::sleep_for(10ms);
  for (int i = 0; i < 3; ++i) pool.start("a", [](Parallel&) { return Status(); });
  EXPECT_EQ(pool.seen.errors, std::vector{ErrorKind::overloaded});
  go.count_down();
  pool.finish(4);
}

TEST(Workers, tell_those_who_wait_how_many_turns_are_before_them) {
  Pool pool(1);
  std::latch go(1);
  std::vector<int> first, second;
  pool.start("a", [&](Parallel&) { return go.wait(), Status(); });
  std::this_thread::sleep_for(10ms);
  pool.start("b", [](Parallel&) { return Status(); }, {}, [&](int n) { first.push_back(n); });
  pool.start("c", [](Parallel&) { return Status(); }, {}, [&](int n) { second.push_back(n); });
  go.count_down();
  pool.finish(3);
  EXPECT_EQ(first, (std::vector{1, 0}));
  EXPECT_EQ(second, (std::vector{2, 1, 0}));
}

TEST(Workers, drop_what_was_stopped_before_its_turn) {
  Pool pool(1);
  std::latch go(1);
  StopToken stop;
  bool ran = false;
  pool.start("a", [&](Parallel&) { return go.wait(), Status(); });
  std::this_thread::sleep_for(10ms);
  pool.start("a", [&](Parallel&) { return ran = true, Status(); }, stop);
  stop.request();
  go.count_down();
  pool.finish(2);
  EXPECT_FALSE(ran);
  EXPECT_EQ(pool.seen.errors, std::vector{ErrorKind::cancelled});
}

TEST(Workers, a_stopped_one_gives_its_place_in_the_queue_to_the_next) {
  Pool pool(1, 1);
  std::latch go(1);
  StopToken stop;
  pool.start("a", [&](Parallel&) { return go.wait(), Status(); });
  std::this_thread::sleep_for(10ms);
  pool.start("a", [](Parallel&) { return Status(); }, stop);
  stop.request();
  pool.start("b", [](Parallel&) { return Status(); });
  pool.finish(1);
  EXPECT_EQ(pool.seen.errors, std::vector{ErrorKind::cancelled});
  go.count_down();
  pool.finish(3);
}

TEST(Workers, a_lone_computation_gets_all_of_them) {
  Pool pool(3);
  auto status = run_on(pool.loop, pool.workers->run("a", {}, [](Parallel& parallel) -> Status {
    EXPECT_EQ(parallel.width(), 3);
    std::latch all(3);  // opens only when three threads are inside at once
    parallel.for_each(3, [&](int) { all.arrive_and_wait(); });
    return {};
  }));
  EXPECT_TRUE(status);
}

TEST(Workers, helpers_leave_a_loop_for_a_computation_that_waits) {
  Pool pool(2);
  std::atomic<bool> second_ran = false;
  pool.start("a", [&](Parallel& parallel) -> Status {
    parallel.for_each(10'000, [&](int) {
      if (!second_ran) std::this_thread::sleep_for(1ms);
    });
    return {};
  });
  std::this_thread::sleep_for(20ms);
  pool.start("b", [&](Parallel&) { return second_ran = true, Status(); });
  pool.finish(2);
  EXPECT_TRUE(second_ran);
}

Status sum_in_a_loop(Parallel& parallel, std::atomic<int>& sum) {
  for (int round = 0; round < 50; ++round) {
    parallel.for_each(20, [&](int i) { parallel.for_each(3, [&](int j) { sum += i * j; }); });
  }
  return {};
}

TEST(Workers, several_computations_share_loops_and_each_index_runs_once) {
  Pool pool(3);
  std::array<std::atomic<int>, 4> sums{};
  for (auto& sum : sums) {
    pool.start("a", [&sum](Parallel& parallel) { return sum_in_a_loop(parallel, sum); });
  }
  pool.finish(4);
  for (const auto& sum : sums) EXPECT_EQ(sum, 50 * 190 * 3);
}

TEST(Workers, drop_what_is_queued_when_they_end) {
  Pool pool(1);
  std::latch go(1);
  bool ran = false;
  pool.start("a", [&](Parallel&) { return go.wait(), Status(); });
  std::this_thread::sleep_for(10ms);
  pool.start("a", [&](Parallel&) { return ran = true, Status(); });
  std::jthread later([&] {
    std::this_thread::sleep_for(20ms);
    go.count_down();
  });
  pool.workers.reset();
  pool.finish(2);
  EXPECT_FALSE(ran);
  EXPECT_EQ(pool.seen.errors, std::vector{ErrorKind::unavailable});
}

TEST(Workers, a_loop_that_ends_first_takes_those_who_wait_with_it) {
  auto workers = make_workers(1, 10);
  Seen seen;
  std::latch go(1);
  {
    Loop loop(0);
    spawn(loop.executor(), "a computation",
          compute(*workers, "a", {}, [&](Parallel&) { return Status(); }, seen));
    run_on(loop, loop.clock().sleep(5ms));
    workers.reset();
  }
  go.count_down();
}

Task<> call(IoThreads& threads, int i, Seen& seen) {
  auto status = co_await threads.run([i]() -> Status {
    if (i % 2) return fail(ErrorKind::not_found, "odd");
    return {};
  });
  if (!status) seen.errors.push_back(status.error().kind);
  ++seen.finished;
}

TEST(IoThreads, run_each_call_and_come_back) {
  auto threads = make_io_threads(3);
  Loop loop(0);
  Seen seen;
  for (int i = 0; i < 100; ++i) spawn(loop.executor(), "a call", call(*threads, i, seen));
  run_on(loop, until(loop.clock(), seen.finished, 100));
  EXPECT_EQ(seen.errors.size(), 50u);
  threads.reset();
}

TEST(Lanes, give_each_lane_its_turn) {
  Lanes<int> lanes;
  for (int i : {1, 2, 3}) lanes.push("a", i);
  lanes.push("b", 4);
  std::string order;
  lanes.for_each_in_turn([&](int item, int position) {
    order += std::to_string(item) + "@" + std::to_string(position) + " ";
  });
  EXPECT_EQ(order, "1@1 4@2 2@3 3@4 ");
  EXPECT_EQ(lanes.remove_if([](int item) { return item == 2; }), std::vector{2});
  EXPECT_EQ(lanes.pop(), 1);
  EXPECT_EQ(lanes.pop(), 4);
  EXPECT_EQ(lanes.pop(), 3);
  EXPECT_TRUE(lanes.empty());
}

}  // namespace
}  // namespace easel
