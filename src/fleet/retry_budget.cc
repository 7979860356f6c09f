#include "fleet/retry_budget.h"

#include <algorithm>

namespace easel::fleet {
namespace {

constexpr double kMost = 10, kOfARequest = 0.1, kASecond = 0.5;

}  // namespace

void RetryBudget::request() {
  std::lock_guard lock(mutex_);
  stock_ = std::min(kMost, stock_ + kOfARequest);
}

bool RetryBudget::take(Time now) {
  std::lock_guard lock(mutex_);
  if (filled_ != Time{})
    stock_ =
        std::min(kMost, stock_ + kASecond * std::chrono::duration<double>(now - filled_).count());
  filled_ = now;
  if (stock_ < 1) return false;
  stock_ -= 1;
  return true;
}

}  // namespace easel::fleet
