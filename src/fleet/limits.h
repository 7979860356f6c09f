#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/result.h"
#include "runtime/clock.h"

// How much one key may ask for. One face; this is the memory of one process behind it.
namespace easel::fleet {

struct LimitRules {
  int per_minute = 600;  // generations a key may start
  int at_once = 512;     // generations of a key that may run
};

// Thread-safe.
class Limits {
 public:
  explicit Limits(LimitRules rules) : rules_(rules) {}

  // Takes one start and one running place, or rate_limited with retry_after and the documented
  // X-RateLimit figures in the metadata.
  Status start(const std::string& key, Time now, WallTime wall);
  void end(const std::string& key);

 private:
  struct State {
    double tokens = 0;
    Time filled{};
    int running = 0;
  };
  LimitRules rules_;
  std::mutex mutex_;
  std::map<std::string, State> keys_;
};

}  // namespace easel::fleet
