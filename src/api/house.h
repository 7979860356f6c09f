#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "api/fetch_rules.h"
#include "api/key_settings.h"
#include "api/media_room.h"
#include "api/moderation_rules.h"
#include "api/renditions.h"
#include "base/budget.h"
#include "base/metrics.h"
#include "drive/job.h"
#include "drive/keeper.h"
#include "drive/keys.h"
#include "drive/local_engine.h"
#include "fleet/health.h"
#include "fleet/limits.h"
#include "fleet/retry_budget.h"
#include "gateway/shared_catalog.h"
#include "http/client.h"
#include "media/disk.h"
#include "runtime/clock.h"
#include "runtime/workers.h"
#include "store/store.h"

namespace easel::api {

class FontShelf;
class OwnKeys;
class PresetSource;

struct Settings {
  drive::KeeperRules keeping{};
  std::chrono::milliseconds answer_grace{1000};  // how long a stream waits for its true status
  std::chrono::milliseconds heartbeat{5000};
  FetchRules fetch{};
  ModerationRules moderation{};
  std::string public_url{};       // scheme://host[:port] that this server goes by; "" = as asked
  std::string callback_secret{};  // every key's own is made from it
  KeySettings keys{};
  bool enforce_credits = false;  // the account's credit must cover what is asked
  bool implicit_replay = true;   // an equal request, whose answer was lost, is answered from it
  // Done to every provider's picture, where the request does not say (providers/finishing.h).
  bool finish_exact = false;
  std::string finish_format{};
  std::string picture_secret{};  // signs addresses of pictures; read before the first request
  std::string member_secret{};   // the keys of those who use the pages are made from it
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
  fleet::RetryBudget& retries;
  ByteBudget& budget;
  Metrics& metrics;
  Renditions& renditions;
  MediaRoom& room;
  const gateway::SharedCatalog& catalog;
  const Settings& settings;
  const std::atomic<bool>& draining;
  drive::LocalEngines* engines = nullptr;  // those that are run here; null: none
  PresetSource* presets = nullptr;         // null: there are none (presets.h)
  OwnKeys* own_keys = nullptr;             // credentials of teams; null: there are none
  FontShelf* fonts = nullptr;              // null: none is kept (font_shelf.h)

  // Where the pictures of this job lie.
  media::Disk& disk_of(const drive::Job& job) const { return job.memory ? *job.memory : disk; }

  std::int64_t micros() const { return clock.wall().time_since_epoch().count(); }
};

}  // namespace easel::api
