#include "base/metrics.h"

#include <prometheus/text_serializer.h>

namespace easel {
namespace {

prometheus::Counter& counter(prometheus::Registry& registry, const char* name, const char* help,
                             const prometheus::Labels& labels = {}) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add(labels);
}

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

constexpr auto kGenerations = "easel_generations_total";
constexpr auto kGenerationsHelp = "Generations that ended, by how.";

}  // namespace

Metrics::Metrics() : Metrics(std::make_shared<prometheus::Registry>()) {}

Metrics::Metrics(std::shared_ptr<prometheus::Registry> registry)
    : generations_done(counter(*registry, kGenerations, kGenerationsHelp, {{"state", "done"}})),
      generations_failed(counter(*registry, kGenerations, kGenerationsHelp, {{"state", "failed"}})),
      generations_cancelled(
          counter(*registry, kGenerations, kGenerationsHelp, {{"state", "cancelled"}})),
      pictures(counter(*registry, "easel_pictures_total", "Pictures kept.")),
      picture_bytes(counter(*registry, "easel_picture_bytes_total", "Bytes of pictures kept.")),
      generation_seconds(
          prometheus::BuildHistogram()
              .Name("easel_generation_seconds")
              .Help("From the hold to the settlement.")
              .Register(*registry)
              .Add({}, prometheus::Histogram::BucketBoundaries{0.5, 1, 2, 4, 8, 15, 30, 60, 120,
                                                               300, 600})),
      jobs_running(gauge(*registry, "easel_jobs_running", "Generations that run now.")),
      connections(gauge(*registry, "easel_connections", "Open client connections.")),
      budget_left_bytes(gauge(*registry, "easel_budget_left_bytes",
                              "What is left of the byte budget for bodies and bitmaps.")),
      bugs(gauge(*registry, "easel_bugs", "Exceptions that reached an edge since the start.")),
      registry_(std::move(registry)) {}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

}  // namespace easel
