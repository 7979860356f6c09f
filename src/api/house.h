#pragma once

#include <string>

#include "api/fetch_rules.h"
#include "api/renditions.h"
#include "base/budget.h"
#include "base/metrics.h"
#include "drive/job.h"
#include "drive/keeper.h"
#include "drive/keys.h"
#include "fleet/health.h"
#include "fleet/limits.h"
#include "gateway/catalog.h"
#include "http/client.h"
#include "media/disk.h"
#include "runtime/clock.h"
#include "runtime/workers.h"
#include "store/store.h"

namespace easel::api {

struct Settings {
  std::string fallback_image_model{};  // "" = off
  drive::KeeperRules keeping{};
  std::chrono::milliseconds answer_grace{1000};  // how long a stream waits for its true status
  std::chrono::milliseconds heartbeat{5000};
  FetchRules fetch{};
  std::string public_url{};       // scheme://host[:port] that this server goes by; "" = as asked
  std::string callback_secret{};  // every key's own is made from it
  std::string picture_secret{};   // signs addresses of pictures; read before the first request
};

// What a handler works with: the parts of one loop and those that all loops share. app/ builds one
// a loop; everything in it outlives every request. A simulation builds one of simulated parts.
struct House {
  Executor executor;
  Clock& clock;
  http::Client& client;
  Workers& workers;
  store::Store& store;
  media::Disk& disk;
  drive::Jobs& jobs;
  drive::KeyCache& keys;
  fleet::Limits& limits;
  fleet::Health& health;
  ByteBudget& budget;
  Metrics& metrics;
  Renditions& renditions;
  const gateway::Catalog& catalog;
  const Settings& settings;
  const std::atomic<bool>& draining;

  std::int64_t micros() const { return clock.wall().time_since_epoch().count(); }
};

}  // namespace easel::api
