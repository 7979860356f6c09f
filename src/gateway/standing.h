#pragma once

#include <optional>

namespace easel::gateway {

struct Percentiles {
  double p50 = 0, p75 = 0, p90 = 0, p99 = 0;
};

// How an endpoint stands, as routing sees it: taken from what was seen of it (fleet/), and given to
// route() as an argument, so that routing stays a function of its arguments.
struct Standing {
  bool out = false;            // it failed so often that it is tried last
  bool failed_lately = false;  // it failed within the last 30 seconds, and has not answered since
  std::optional<Percentiles> latency_ms{}, throughput{};  // tokens a second; nothing was seen yet
};

}  // namespace easel::gateway
