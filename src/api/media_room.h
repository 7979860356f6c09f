#pragma once

#include <atomic>
#include <cstdint>

#include "base/result.h"
#include "runtime/clock.h"
#include "runtime/task.h"
#include "store/store.h"

namespace easel::api {

// Whether there is room for another picture that costs something: what members chose to keep is not
// deleted for it. One for the whole process; counts anew every few seconds.
class MediaRoom {
 public:
  // 0 = as much as the disk has.
  explicit MediaRoom(std::int64_t most_bytes) : most_(most_bytes) {}

  // unavailable, while as much is kept as may be.
  Task<Status> check(store::Store& store, Clock& clock);

 private:
  std::int64_t most_;
  std::atomic<std::int64_t> kept_{0};
  std::atomic<std::int64_t> counted_at_{-1};  // seconds of the clock; −1 = never
};

}  // namespace easel::api
