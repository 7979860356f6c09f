#include "api/resume.h"

#include "api/again.h"
#include "api/generate.h"
#include "base/log.h"
#include "wire/fields.h"
#include "wire/json.h"

namespace easel::api {

using namespace gateway;
using wire::Fields;

std::optional<Submitted> submitted_job(const Catalog& catalog, const store::Generation& row) {
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
    if (adapter->resume(found.candidate, found.token)) return found;
  }
  return {};
}

Task<> resume(House& house, store::Generation row) {
  auto found = submitted_job(house.catalog, row);
  auto key = co_await house.store.find_key(row.key_hash, house.micros());
  if (!found || !key || !*key) {
    log::error("{}: cannot be taken up again; the next start closes it", row.id);
    co_return;
  }
  auto job = std::make_shared<drive::Job>();
  job->id = row.id;
  job->created = row.created_at / 1'000'000;
  job->key = **key;
  auto detail = wire::parse_json(row.detail);
  auto ask = detail && detail->is_object() ? detail->get_object().if_contains("ask") : nullptr;
  bool keeps = ask && ask->is_object();
  auto request = request_from(keeps ? ask->get_object() : boost::json::object{});
  if (!keeps) {
    request->models = {row.model};
    request->wants_image = found->candidate.model->outputs("image");
  }
  job->request = std::move(request);
  if (keeps) job->door = Fields(ask->get_object(), "").text("door").value_or("");
  job->keep_answer = keeps;
  job->paid = true;
  job->candidates.push_back(found->candidate);
  auto adapter = providers::adapter(found->candidate.provider->dialect);
  auto exchange = adapter->resume(job->candidates.front(), found->token);
  (void)house.limits.start(job->key.hash, house.clock.now(), house.clock.wall());
  house.jobs.add(job, house.executor);
  house.metrics.jobs_running.Increment();
  log::info("{}: taken up again at {}", job->id, found->candidate.provider->slug);
  co_await take_up(house, job, std::move(exchange));
}

}  // namespace easel::api
