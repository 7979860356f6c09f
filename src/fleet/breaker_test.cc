#include "fleet/breaker.h"

#include <gtest/gtest.h>

namespace easel::fleet {
namespace {

using namespace std::chrono_literals;
constexpr Time kStart{std::chrono::hours(100)};

Breaker opened() {
  Breaker breaker;
  for (int i = 0; i < 5; ++i) breaker.note(false, kStart);
  return breaker;
}

}  // namespace

TEST(Breaker, opens_after_five_failures_in_half_a_minute) {
  Breaker breaker;
  for (int i = 0; i < 4; ++i) breaker.note(false, kStart);
  EXPECT_FALSE(breaker.open(kStart));
  breaker.note(false, kStart + 40s);
  EXPECT_FALSE(breaker.open(kStart + 40s)) << "the others are too old";
  EXPECT_TRUE(opened().open(kStart));
}

TEST(Breaker, stays_closed_while_most_tries_succeed) {
  Breaker breaker;
  for (int i = 0; i < 10; ++i) breaker.note(true, kStart);
  for (int i = 0; i < 9; ++i) breaker.note(false, kStart);
  EXPECT_FALSE(breaker.open(kStart));
}

TEST(Breaker, lets_one_probe_through_after_the_pause_and_closes_on_its_success) {
  auto breaker = opened();
  EXPECT_FALSE(breaker.enter(kStart + 9s));
  EXPECT_FALSE(breaker.open(kStart + 10s)) << "who comes next is the probe";
  EXPECT_TRUE(breaker.enter(kStart + 10s));
  EXPECT_TRUE(breaker.open(kStart + 10s));
  EXPECT_FALSE(breaker.enter(kStart + 11s)) << "one is enough";
  breaker.note(true, kStart + 12s);
  EXPECT_TRUE(breaker.enter(kStart + 12s));
  EXPECT_TRUE(breaker.enter(kStart + 12s));
}

TEST(Breaker, a_failed_probe_doubles_the_pause) {
  auto breaker = opened();
  ASSERT_TRUE(breaker.enter(kStart + 10s));
  breaker.note(false, kStart + 10s);
  EXPECT_FALSE(breaker.enter(kStart + 29s));
  EXPECT_TRUE(breaker.enter(kStart + 30s));
}

TEST(Breaker, a_probe_that_is_never_heard_of_again_blocks_nobody) {
  auto breaker = opened();
  ASSERT_TRUE(breaker.enter(kStart + 10s));
  EXPECT_FALSE(breaker.enter(kStart + 2min));
  EXPECT_TRUE(breaker.enter(kStart + 3min));
}

}  // namespace easel::fleet
