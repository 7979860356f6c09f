#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

namespace easel {

// What GET /metrics shows, in Prometheus' words. Handles are kept: looking one up by label costs
// ten times what raising it does. Thread-safe.
class Metrics {
 public:
  Metrics();

  prometheus::Counter& generations_done;
  prometheus::Counter& generations_failed;
  prometheus::Counter& generations_cancelled;
  prometheus::Counter& pictures;
  prometheus::Counter& picture_bytes;
  prometheus::Histogram& generation_seconds;
  prometheus::Gauge& jobs_running;
  prometheus::Gauge& connections;
  prometheus::Gauge& budget_left_bytes;
  prometheus::Gauge& bugs;

  std::string text() const;  // text exposition format 0.0.4

 private:
  explicit Metrics(std::shared_ptr<prometheus::Registry> registry);
  std::shared_ptr<prometheus::Registry> registry_;
};

}  // namespace easel
