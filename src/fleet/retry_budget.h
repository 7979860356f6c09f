#pragma once

#include <mutex>

#include "runtime/clock.h"

namespace easel::fleet {

// How often failed tries may be repeated at the same endpoint, over all requests: one for each ten
// requests, and one each two seconds, at most ten in stock. So an outage is not made worse by
// everybody asking again. Going on to another endpoint is not counted: each is asked once.
// Thread-safe.
class RetryBudget {
 public:
  void request();       // one has come
  bool take(Time now);  // true: one more may be repeated

 private:
  std::mutex mutex_;
  double stock_ = 10;
  Time filled_{};
};

}  // namespace easel::fleet
