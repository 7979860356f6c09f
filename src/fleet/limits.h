#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "runtime/clock.h"
#include "runtime/task.h"

// How much one key may ask for. Words and pictures have limits of their own: using up one leaves
// the other working.
namespace easel::fleet {

// For keys that have none of their own.
struct LimitRules {
  int per_minute = 600;           // requests for words, and as many for pictures
  int at_once = 512;              // requests for words that may run
  int pictures_per_minute = 600;  // single pictures
  int pictures_at_once = 512;     // requests for pictures that may run
  int free_per_minute = 20;       // requests for ":free" variants
  int free_per_day = 1000;        // the same, UTC
};

// What a request asks of its key's limits, and gives back when it has ended.
struct Ask {
  std::string key;
  int pictures = 0;   // 0 = it is for words
  bool free = false;  // a ":free" variant was asked for
  // The key's own limits, where it has them.
  std::optional<std::int64_t> per_minute{}, pictures_per_minute{}, pictures_at_once{};
};

// One face; behind it the memory of one process, or a Redis that a fleet shares (redis_limits.h),
// hence the Task. Thread-safe.
class Limits {
 public:
  virtual ~Limits() = default;
  // Holds for every start from now on.
  virtual void set_rules(LimitRules rules) = 0;
  // Takes what the request needs, all or nothing, or rate_limited with retry_after and the
  // documented X-RateLimit figures in the metadata.
  virtual Task<Status> start(Ask ask, Time now, WallTime wall) = 0;
  // Gives back the place of one that runs; what counts by the minute stays counted.
  virtual void end(const Ask& ask) = 0;
};

std::unique_ptr<Limits> make_limits(LimitRules rules);

}  // namespace easel::fleet
