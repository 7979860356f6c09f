#include "api/resume.h"

#include "api/again.h"
#include "api/generate.h"
#include "base/log.h"
#include "wire/fields.h"
#include "wire/json.h"

namespace easel::api {

using namespace gateway;
using wire::Fields;

std::optional<Submitted> submitted_job(const Catalog& catalog, const store::Generation& row,
                                       int kept_pictures) {
  if (row.resume.empty()) return {};
  auto stored = wire::parse_json(row.resume);
  if (!stored || !stored->is_object()) return {};
  Fields fields(stored->get_object(), "");
  auto provider = catalog.provider(fields.text("provider").value_or(""));
  auto model = catalog.find(fields.text("model").value_or(""));
  if (!provider || !provider->connected || !model) return {};
  auto adapter = providers::adapter(provider->dialect);
  for (const auto& endpoint : model->endpoints) {
    if (!adapter || endpoint.provider != provider->slug) continue;
    Submitted found{.candidate = {.model = model, .endpoint = &endpoint, .provider = provider},
                    .token = fields.text("token").value_or("")};
    auto exchange = adapter->resume(found.candidate, found.token);
    if (exchange && exchange->go_on_after(kept_pictures)) return found;
  }
  return {};
}

namespace {

// The pictures that came before the restart.
Task<Status> tell_kept(House& house, drive::Job& job) {
  auto rows = co_await house.store.pictures(job.id);
  auto pictures = CO_TRY(std::move(rows));
  for (auto& picture : pictures)
    job.tell(drive::KeptPicture{.index = picture.index,
                                .file = {.path = picture.path,
                                         .sha256 = picture.sha256,
                                         .media_type = picture.media_type,
                                         .bytes = static_cast<std::uint64_t>(picture.bytes),
                                         .width = picture.width,
                                         .height = picture.height}});
  co_return Status{};
}

// All of the job that its row says by itself.
std::shared_ptr<drive::Job> job_of(const store::Generation& row, const Candidate& candidate) {
  auto job = std::make_shared<drive::Job>();
  job->id = row.id;
  job->created = row.created_at / 1'000'000;
  job->key.hash = row.key_hash;
  auto detail = wire::parse_json(row.detail);
  auto ask = detail && detail->is_object() ? detail->get_object().if_contains("ask") : nullptr;
  bool keeps = ask && ask->is_object();
  auto request = request_from(keeps ? ask->get_object() : boost::json::object{});
  if (!keeps) {
    request->models = {row.model};
    request->wants_image = candidate.model->outputs("image");
  }
  job->request = std::move(request);
  if (keeps) job->door = Fields(ask->get_object(), "").text("door").value_or("");
  job->keep_answer = keeps;
  job->paid = true;
  job->candidates.push_back(candidate);
  return job;
}

// What the row does not say: the key, and the pictures that were kept.
Task<Status> complete(House& house, drive::Job& job) {
  auto found = co_await house.store.find_key(job.key.hash, house.micros());
  auto key = CO_TRY(std::move(found));
  if (!key) co_return fail(ErrorKind::not_found, "Its key is gone.");
  job.key = std::move(*key);
  co_return co_await tell_kept(house, job);
}

}  // namespace

Task<> resume(House& house, store::Generation row) {
  auto catalog = house.catalog.get();
  auto found = submitted_job(*catalog, row, 0);
  if (!found)
    co_return log::error("{}: cannot be taken up again; the next start closes it", row.id);
  auto job = job_of(row, found->candidate);
  job->catalog = std::move(catalog);
  // Known before anything is waited for: a twin of it may come at once.
  house.jobs.add(job, house.executor);
  auto ready = co_await complete(house, *job);
  if (!ready) {
    house.jobs.remove(job->id);
    co_return log::error("{}: cannot be taken up again: {}", row.id, ready.error().message);
  }
  auto adapter = providers::adapter(found->candidate.provider->dialect);
  auto exchange = adapter->resume(job->candidates.front(), found->token);
  (void)exchange->go_on_after(static_cast<int>(job->pictures().size()));
  job->lent = {.key = job->key.hash, .pictures = job->request->wants_image ? 1 : 0};
  (void)co_await house.limits.start(job->lent, house.clock.now(), house.clock.wall());
  house.metrics.jobs_running.Increment();
  log::info("{}: taken up again at {}", job->id, found->candidate.provider->slug);
  co_await take_up(house, job, std::move(exchange));
}

}  // namespace easel::api
