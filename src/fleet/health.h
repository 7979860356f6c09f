#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "fleet/breaker.h"
#include "gateway/standing.h"
#include "runtime/clock.h"

// What was really seen of each endpoint, for those who ask and for routing. In memory, of this
// process; a day long, and at most 4096 ends an endpoint.
namespace easel::fleet {

// One attempt's end at one endpoint.
struct End {
  bool up = true;                // false: the endpoint failed, not the request
  double first_ms = 0;           // until something came back; 0 = nothing did
  double tokens_per_second = 0;  // 0 = unknown
};

using gateway::Percentiles;

// Nothing where nothing was seen in that time. Uptimes are percent.
struct Seen {
  std::optional<double> uptime_5m{}, uptime_30m{}, uptime_1d{};
  std::optional<Percentiles> latency_30m{}, throughput_30m{};
  std::size_t requests_1d = 0;
};

// Thread-safe.
class Health {
 public:
  void note(const std::string& provider, const std::string& model, End end, Time now);
  Seen seen(const std::string& provider, const std::string& model, Time now) const;
  // The same as routing sees it.
  gateway::Standing standing(const std::string& provider, const std::string& model, Time now) const;
  // Before a try (Breaker::enter): false when it should rather be another endpoint's turn.
  bool enter(const std::string& provider, const std::string& model, Time now);

 private:
  struct Entry {
    Time at;
    End end;
  };
  struct Watched {
    std::deque<Entry> ends;
    Breaker breaker;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Watched> watched_;
};

}  // namespace easel::fleet
