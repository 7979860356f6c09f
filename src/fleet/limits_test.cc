#include "fleet/limits.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>

#include "fleet/redis_limits.h"

namespace easel::fleet {
namespace {

constexpr WallTime kWall{};
constexpr Time kStart{};

// On Redis where EASEL_TEST_REDIS names one (tests/with_redis.sh), else in memory.
class Bench {
 public:
  explicit Bench(LimitRules rules) {
    static int benches = 0;
    mine_ = std::to_string(::getpid()) + "." + std::to_string(++benches) + ".";
    auto redis = std::getenv("EASEL_TEST_REDIS");
    limits_ = redis ? make_redis_limits(redis, rules, {.its_clock = false}) : make_limits(rules);
  }
  Status start(Ask ask, Time now = kStart, WallTime wall = kWall) {
    Status answer;
    boost::asio::io_context io;
    ask.key = mine_ + ask.key;
    spawn(io.get_executor(), "start", run(*limits_, std::move(ask), now, wall, answer));
    io.run();
    return answer;
  }
  // What was given back is there again, at once or a moment later.
  bool starts_soon(const Ask& ask) {
    auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < until)
      if (start(ask)) return true;
    return false;
  }
  void end(Ask ask) {
    ask.key = mine_ + ask.key;
    limits_->end(ask);
  }

 private:
  static Task<> run(Limits& limits, Ask ask, Time now, WallTime wall, Status& answer) {
    answer = co_await limits.start(std::move(ask), now, wall);
  }
  std::string mine_;
  std::unique_ptr<Limits> limits_;
};

}  // namespace

TEST(Limits, a_minutes_worth_may_burst_and_then_flows_in_again) {
  Bench bench({.per_minute = 60, .at_once = 1000});
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(bench.start({.key = "k"})) << i;
  auto refused = bench.start({.key = "k"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::rate_limited);
  EXPECT_EQ(refused.error().retry_after, 1);
  EXPECT_TRUE(bench.start({.key = "k"}, kStart + std::chrono::milliseconds(1100)));
}

TEST(Limits, one_key_does_not_use_up_anothers) {
  Bench bench({.per_minute = 1});
  EXPECT_TRUE(bench.start({.key = "a"}));
  EXPECT_FALSE(bench.start({.key = "a"}));
  EXPECT_TRUE(bench.start({.key = "b"}));
}

TEST(Limits, a_place_that_is_given_back_can_be_taken_again) {
  Bench bench({.at_once = 2});
  EXPECT_TRUE(bench.start({.key = "k"}));
  EXPECT_TRUE(bench.start({.key = "k"}));
  EXPECT_FALSE(bench.start({.key = "k"}));
  bench.end({.key = "k"});
  EXPECT_TRUE(bench.starts_soon({.key = "k"}));
}

TEST(Limits, using_up_the_pictures_leaves_the_words_and_the_reverse) {
  Bench bench({.per_minute = 3, .pictures_per_minute = 4});
  EXPECT_TRUE(bench.start({.key = "k", .pictures = 4}));
  auto refused = bench.start({.key = "k", .pictures = 1});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("4 pictures a minute"), std::string::npos);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(bench.start({.key = "k"}));
  EXPECT_FALSE(bench.start({.key = "k"}));
  EXPECT_TRUE(bench.start({.key = "k", .pictures = 1}, kStart + std::chrono::minutes(1)));
}

TEST(Limits, what_is_refused_takes_nothing) {
  Bench bench({.per_minute = 2, .pictures_per_minute = 1});
  EXPECT_FALSE(bench.start({.key = "k", .pictures = 2}));
  EXPECT_FALSE(bench.start({.key = "k", .pictures = 2}));
  EXPECT_FALSE(bench.start({.key = "k", .pictures = 2}));
  EXPECT_TRUE(bench.start({.key = "k", .pictures = 1}));
}

TEST(Limits, a_key_may_have_limits_of_its_own) {
  Bench bench({});
  Ask narrow{.key = "k", .pictures = 1, .pictures_per_minute = 100, .pictures_at_once = 1};
  EXPECT_TRUE(bench.start(narrow));
  EXPECT_FALSE(bench.start(narrow));
  bench.end(narrow);
  EXPECT_TRUE(bench.starts_soon(narrow));
  EXPECT_FALSE(bench.start({.key = "z", .per_minute = 0}));
}

TEST(Limits, free_variants_have_a_minute_and_a_day) {
  Bench bench({.free_per_minute = 2, .free_per_day = 3});
  Ask free{.key = "k", .free = true};
  EXPECT_TRUE(bench.start(free));
  EXPECT_TRUE(bench.start(free));
  auto minute = bench.start(free);
  ASSERT_FALSE(minute);
  EXPECT_EQ(minute.error().message, "Rate limit exceeded: free-models-per-min.");
  EXPECT_TRUE(bench.start({.key = "k"}));
  auto later = kStart + std::chrono::minutes(1);
  EXPECT_TRUE(bench.start(free, later));
  auto day = bench.start(free, later);
  ASSERT_FALSE(day);
  EXPECT_EQ(day.error().message, "Rate limit exceeded: free-models-per-day.");
  EXPECT_EQ(day.error().retry_after, 86400);
  EXPECT_TRUE(bench.start(free, later, kWall + std::chrono::days(1)));
}

TEST(Limits, what_was_given_back_while_the_clock_went_back_is_no_gift) {
  Bench bench({.per_minute = 2});
  auto later = kStart + std::chrono::hours(1);
  EXPECT_TRUE(bench.start({.key = "k"}, later));
  EXPECT_TRUE(bench.start({.key = "k"}, later));
  EXPECT_FALSE(bench.start({.key = "k"}, kStart));
  EXPECT_FALSE(bench.start({.key = "k"}, kStart));
}

TEST(RedisLimits, without_redis_this_server_limits_by_itself) {
  auto limits = make_redis_limits("redis://127.0.0.1:1", {.at_once = 1});
  auto start = [&] {
    Status answer;
    boost::asio::io_context io;
    auto run = [](Limits& all, Status& out) -> Task<> {
      out = co_await all.start({.key = "k"}, kStart, kWall);
    };
    spawn(io.get_executor(), "start", run(*limits, answer));
    io.run();
    return answer.has_value();
  };
  EXPECT_TRUE(start());
  EXPECT_FALSE(start());
  limits->end({.key = "k"});
  EXPECT_TRUE(start());
}

TEST(RedisLimits, reads_addresses) {
  auto full = parse_redis("redis://ada:se:cret@[::1]:7000/3");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host + " " + full->user + " " + full->password, "::1 ada se:cret");
  EXPECT_EQ(full->port, 7000);
  EXPECT_EQ(full->database, 3);
  EXPECT_EQ(parse_redis("redis://box")->port, 6379);
  EXPECT_EQ(parse_redis("unix:///run/redis.sock")->socket, "/run/redis.sock");
  for (auto wrong : {"", "redis://", "redis://box:0", "redis://box:x", "redis://box/x",
                     "rediss://box", "unix://run", "redis://secret@box"})
    EXPECT_FALSE(parse_redis(wrong)) << wrong;
}

}  // namespace easel::fleet
