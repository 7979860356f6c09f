#include "fleet/health.h"

#include <gtest/gtest.h>

namespace easel::fleet {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
constexpr Time kStart{std::chrono::hours(100)};

}  // namespace

TEST(Health, nothing_is_said_of_what_was_never_seen) {
  Health health;
  auto seen = health.seen("p", "m", kStart);
  EXPECT_FALSE(seen.uptime_1d || seen.latency_30m || seen.throughput_30m);
  EXPECT_EQ(seen.requests_1d, 0u);
}

TEST(Health, uptime_is_the_share_of_good_ends_in_each_window) {
  Health health;
  health.note("p", "m", {.up = false}, kStart);
  health.note("p", "m", {.up = true}, kStart + minutes(20));
  health.note("p", "m", {.up = true}, kStart + minutes(40));
  auto seen = health.seen("p", "m", kStart + minutes(42));
  EXPECT_EQ(seen.uptime_5m, 100);
  EXPECT_EQ(seen.uptime_30m, 100);
  EXPECT_NEAR(*seen.uptime_1d, 66.7, 0.1);
}

TEST(Health, percentiles_are_of_what_came_back) {
  Health health;
  for (int i = 1; i <= 100; ++i)
    health.note("p", "m", {.first_ms = i * 10.0, .tokens_per_second = 5}, kStart);
  health.note("p", "m", {.up = false}, kStart);
  auto seen = health.seen("p", "m", kStart + minutes(1));
  EXPECT_EQ(seen.latency_30m->p50, 500);
  EXPECT_EQ(seen.latency_30m->p99, 990);
  EXPECT_EQ(seen.throughput_30m->p90, 5);
}

TEST(Health, endpoints_are_told_apart_and_a_day_is_forgotten) {
  Health health;
  health.note("p", "m", {}, kStart);
  EXPECT_EQ(health.seen("p", "other", kStart).requests_1d, 0u);
  EXPECT_EQ(health.seen("p", "m", kStart + hours(25)).requests_1d, 0u);
}

}  // namespace easel::fleet
