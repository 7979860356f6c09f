#include "fleet/retry_budget.h"

#include <gtest/gtest.h>

namespace easel::fleet {
namespace {

using namespace std::chrono_literals;
constexpr Time kStart{std::chrono::hours(100)};

int taken(RetryBudget& budget, Time now) {
  int count = 0;
  while (budget.take(now)) ++count;
  return count;
}

}  // namespace

TEST(RetryBudget, an_outage_is_not_amplified) {
  RetryBudget budget;
  EXPECT_EQ(taken(budget, kStart), 10);
  for (int i = 0; i < 51; ++i) budget.request();
  EXPECT_EQ(taken(budget, kStart), 5) << "a tenth of the requests";
}

TEST(RetryBudget, a_few_a_minute_are_always_there) {
  RetryBudget budget;
  taken(budget, kStart);
  EXPECT_EQ(taken(budget, kStart + 4s), 2);
  EXPECT_EQ(taken(budget, kStart + 1h), 10) << "they do not pile up";
}

}  // namespace easel::fleet
