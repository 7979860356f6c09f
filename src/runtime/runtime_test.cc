#include <gtest/gtest.h>

#include "base/log.h"
#include "runtime/event.h"
#include "runtime/testing.h"
#include "runtime/workers.h"

namespace easel {
namespace {

using namespace std::chrono_literals;

Task<int> answer() {
  co_return 42;
}

TEST(Task, returns_its_value_to_the_test) {
  EXPECT_EQ(testing::run(answer()), 42);
}

}  // namespace
}  // namespace easel
