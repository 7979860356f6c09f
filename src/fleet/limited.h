#pragma once

#include <cstdint>
#include <string>

#include "fleet/limits.h"

// What the limits say, and to whom they apply: the same whoever counts.
namespace easel::fleet {

// The limits that hold for this request, with its key's own where it has them.
struct Bounds {
  std::int64_t at_once = 0, per_minute = 0, pictures_per_minute = 0;
  std::int64_t free_per_minute = 0, free_per_day = 0;
};
Bounds bounds_of(const Ask& ask, const LimitRules& rules);

// Which of them refuses.
enum class Bound { at_once, per_minute, pictures_per_minute, free_per_minute, free_per_day };

// rate_limited, as OpenRouter's. `running`: how many do, for at_once; `seconds`: until there is
// room.
Error refusal(Bound bound, const Ask& ask, const Bounds& bounds, std::int64_t running,
              std::int64_t seconds, WallTime wall);

std::int64_t day_of(WallTime wall);              // since 1970, UTC
std::int64_t seconds_left_today(WallTime wall);  // at least 1

// Counts in the memory of this process.
class LocalLimits : public Limits {
 public:
  // Takes it, whatever the limits say.
  virtual void take(const Ask& ask, Time now, WallTime wall) = 0;
};
std::unique_ptr<LocalLimits> make_local_limits(LimitRules rules);

}  // namespace easel::fleet
