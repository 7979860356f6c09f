#include <algorithm>
#include <utility>

#include "api/generate.h"
#include "api/resume.h"
#include "base/log.h"
#include "gateway/pricing.h"
#include "media/place.h"
#include "wire/json.h"
#include "wire/json_writer.h"

// What a crash leaves: generations that are still "running", their holds, and pictures half on
// their way. Each is closed before the first request is taken.
namespace easel::api {
namespace {

store::Picture row_of(const media::Recovered& part, std::optional<std::int64_t> keep_until) {
  return {.index = part.index,
          .sha256 = part.picture.sha256,
          .media_type = part.picture.media_type,
          .bytes = static_cast<std::int64_t>(part.picture.bytes),
          .width = part.picture.width,
          .height = part.picture.height,
          .path = part.picture.path,
          .keep_until = keep_until};
}

// Upstream's own figure died with the process; the listed price is what stands for it.
Money price_of(const gateway::Catalog& catalog, const std::string& model,
               const gateway::Made& made) {
  auto known = catalog.find(model);
  if (!known || known->endpoints.empty() || made.pictures == 0) return {};
  const auto& endpoint = known->endpoints.front();
  auto listed = gateway::listed_cost({}, *known, endpoint, made);
  if (listed > Money()) return listed;
  // Priced by tokens, which died too: as many as such a picture takes.
  return gateway::picture_price({.wants_image = true}, *known, endpoint) * made.pictures;
}

// A row may name a picture that never came to its place, when the disk failed before the power did.
Task<Result<gateway::Made>> whole_pictures(store::Store& store, media::Disk& disk, std::string id) {
  auto rows = co_await store.pictures(id);
  auto pictures = CO_TRY(std::move(rows));
  gateway::Made whole;
  for (const auto& picture : pictures) {
    auto size = co_await disk.size(picture.path);
    if (!size || *size != static_cast<std::uint64_t>(picture.bytes)) continue;
    ++whole.pictures;
    whole.megapixels += picture.width * 1e-6 * picture.height;
  }
  co_return whole;
}

// What its answer is to be told from later is still there.
std::string recovered_detail(const store::Generation& generation, int pictures) {
  boost::json::object detail{{"native_finish_reason", "recovered"}, {"pictures_out", pictures}};
  auto before = wire::parse_json(generation.detail);
  if (before && before->is_object())
    if (auto ask = before->get_object().if_contains("ask")) detail["ask"] = *ask;
  return wire::to_json(detail);
}

// Of the key that asked for it.
Task<store::KeyPolicy> policy_of(store::Store& store, const std::vector<store::Generation>& running,
                                 std::string id, std::int64_t now) {
  auto row = std::ranges::find(running, id, &store::Generation::id);
  if (row == running.end()) co_return store::KeyPolicy{};
  auto key = co_await store.find_key(row->key_hash, now);
  co_return key && *key ? (*key)->policy : store::KeyPolicy{};
}

// Nobody has looked at these, and nobody may get them.
Task<Status> drop_unjudged(store::Store& store, media::Disk& disk, std::vector<std::string> ids) {
  auto listed = co_await disk.list("parts");
  auto names = CO_TRY(std::move(listed));
  for (const auto& id : ids) {
    auto rows = co_await store.pictures(id);
    auto pictures = CO_TRY(std::move(rows));
    for (const auto& name : names) {
      bool its = name.starts_with(id + ".");
      bool known = std::ranges::any_of(pictures, [&](const store::Picture& picture) {
        return media::part_path(id, picture.index) == "parts/" + name;
      });
      if (!its || known) continue;
      auto removed = co_await disk.remove("parts/" + name);
      CO_TRY(std::move(removed));
    }
  }
  co_return Status{};
}

Task<Status> recover_one(store::Store& store, media::Disk& disk, const gateway::Catalog& catalog,
                         store::Generation generation, std::int64_t now) {
  auto counted = co_await whole_pictures(store, disk, generation.id);
  auto made = CO_TRY(std::move(counted));
  bool whole = made.pictures > 0;
  store::Settlement end{
      .generation_id = generation.id,
      .state = whole ? "done" : "interrupted",
      .cost = whole ? price_of(catalog, generation.model, made) : Money(),
      .model = generation.model,
      .provider = generation.provider,
      .finish_reason = whole ? "stop" : "error",
      .error = whole ? "" : "The server stopped before this generation was finished.",
      .detail = recovered_detail(generation, made.pictures),
      .now = now,
      .pictures_out = made.pictures,
      .delivery = store::Delivery::lost};
  if (!whole) {
    end.may_have_billed = true;
    end.loss_reason = "the server stopped while an upstream may have been at work";
  }
  if (generation.own_key) {
    end.byok = std::exchange(end.cost, Money());
    end.own_key = true;
    end.may_have_billed = false;
  }
  auto settled = co_await store.settle(std::move(end));
  CO_TRY(std::move(settled));
  co_return Status{};
}

}  // namespace

Task<Result<std::vector<store::Generation>>> recover(store::Store& store, media::Disk& disk,
                                                     Clock& clock, const gateway::Catalog& catalog,
                                                     drive::KeeperRules rules, bool judged) {
  auto found = co_await store.running();
  auto running = CO_TRY(std::move(found));
  std::vector<std::string> wanted;
  for (const auto& generation : running) wanted.push_back(generation.id);
  if (judged) {
    auto dropped = co_await drop_unjudged(store, disk, wanted);
    CO_TRY(std::move(dropped));
  }
  auto finished = co_await media::recover_parts(disk, wanted);
  auto parts = CO_TRY(std::move(finished));
  auto now = clock.wall().time_since_epoch().count();
  for (const auto& part : parts) {
    auto policy = co_await policy_of(store, running, part.generation_id, now);
    auto added = co_await store.add_picture(part.generation_id,
                                            row_of(part, rules.of(policy).keep_until(now)));
    CO_TRY(std::move(added));
  }
  std::vector<store::Generation> submitted;
  for (const auto& generation : running) {
    auto rows = co_await store.pictures(generation.id);
    auto pictures = CO_TRY(std::move(rows));
    if (submitted_job(catalog, generation, static_cast<int>(pictures.size()))) {
      submitted.push_back(generation);
      continue;
    }
    auto closed = co_await recover_one(store, disk, catalog, generation, now);
    CO_TRY(std::move(closed));
  }
  if (!running.empty())
    log::info("closed {} generations that a stop had cut, {} go on; {} pictures were completed",
              running.size() - submitted.size(), submitted.size(), parts.size());
  co_return submitted;
}

}  // namespace easel::api
