#include "pages/guard.h"

#include <gtest/gtest.h>

namespace easel::pages {
namespace {

TEST(Guard, TenWrongOnesMakeANameWaitAndARightOneForgivesThem) {
  Guard guard;
  Time now{};
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(guard.may_try("ann", now));
    guard.wrong("ann", now);
  }
  EXPECT_FALSE(guard.may_try("ann", now));
  EXPECT_TRUE(guard.may_try("bob", now));
  EXPECT_TRUE(guard.may_try("ann", now + std::chrono::minutes(15)));
  for (int i = 0; i < 9; ++i) guard.wrong("ann", now);
  guard.right("ann");
  guard.wrong("ann", now);
  EXPECT_TRUE(guard.may_try("ann", now));
}

}  // namespace
}  // namespace easel::pages
