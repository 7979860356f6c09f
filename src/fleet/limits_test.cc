#include "fleet/limits.h"

#include <gtest/gtest.h>

namespace easel::fleet {
namespace {

constexpr WallTime kWall{};
constexpr Time kStart{};

}  // namespace

TEST(Limits, a_minutes_worth_may_burst_and_then_flows_in_again) {
  Limits limits({.per_minute = 60, .at_once = 1000});
  for (int i = 0; i < 60; ++i) EXPECT_TRUE(limits.start("k", kStart, kWall)) << i;
  auto refused = limits.start("k", kStart, kWall);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::rate_limited);
  EXPECT_EQ(refused.error().retry_after, 1);
  EXPECT_TRUE(limits.start("k", kStart + std::chrono::milliseconds(1100), kWall));
}

TEST(Limits, one_key_does_not_use_up_anothers) {
  Limits limits({.per_minute = 1, .at_once = 10});
  EXPECT_TRUE(limits.start("a", kStart, kWall));
  EXPECT_FALSE(limits.start("a", kStart, kWall));
  EXPECT_TRUE(limits.start("b", kStart, kWall));
}

TEST(Limits, a_place_that_is_given_back_can_be_taken_again) {
  Limits limits({.per_minute = 1000, .at_once = 2});
  EXPECT_TRUE(limits.start("k", kStart, kWall));
  EXPECT_TRUE(limits.start("k", kStart, kWall));
  EXPECT_FALSE(limits.start("k", kStart, kWall));
  limits.end("k");
  EXPECT_TRUE(limits.start("k", kStart, kWall));
}

}  // namespace easel::fleet
