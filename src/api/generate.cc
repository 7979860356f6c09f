#include "api/generate.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/again.h"
#include "api/attempt.h"
#include "api/errors.h"
#include "api/gather.h"
#include "api/jobs.h"
#include "api/metadata.h"
#include "api/planning.h"
#include "api/record.h"
#include "api/route_parts.h"
#include "api/signatures.h"
#include "api/wishes.h"
#include "base/ids.h"
#include "base/log.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;
using drive::Job;
using drive::Outcome;
using json::object;

bool needs_bytes(const std::vector<Candidate>& candidates) {
  return std::ranges::any_of(candidates, [](const Candidate& candidate) {
    return !providers::adapter(candidate.provider->dialect)->takes_addresses();
  });
}

// Every way out of a running generation gives back what the limits lent it.
struct RunningPlace {
  House& house;
  std::string key_hash;
  std::string job_id;
  ~RunningPlace() {
    house.jobs.remove(job_id);
    house.limits.end(key_hash);
    house.metrics.jobs_running.Decrement();
  }
};

// Holds, or finds the twin and waits for its end. A twin that ended without a result is none: the
// next of those who waited for it makes the next try.
Task<Result<store::HoldAnswer>> hold_or_twin(House& house, store::Hold hold, bool waits) {
  std::string waited;
  for (;;) {
    hold.now = house.micros();
    auto held = co_await house.store.hold(hold);
    bool runs = held && held->twin && held->twin->state == "running";
    if (!runs || !waits || held->twin->id == waited) co_return held;
    waited = held->twin->id;
    co_await house.jobs.wait_for(waited);
  }
}

// The disk was full, or the ledger locked for too long: as soon as it can be written, it is. Until
// then the hold stands.
Task<> settle_later(House& house, store::Settlement settlement, std::string key_hash) {
  for (;;) {
    co_await house.clock.sleep(std::chrono::seconds(10));
    auto settled = co_await house.store.settle(settlement);
    if (settled) break;
  }
  log::info("{}: settled after all", settlement.generation_id);
  house.keys.forget(key_hash);
}

std::string_view state_of(const Outcome& outcome) {
  if (!outcome.error) return "done";
  return outcome.error->kind == ErrorKind::cancelled ? "cancelled" : "failed";
}

void count(Metrics& metrics, const Outcome& outcome, double seconds) {
  if (!outcome.error)
    metrics.generations_done.Increment();
  else if (outcome.error->kind == ErrorKind::cancelled)
    metrics.generations_cancelled.Increment();
  else
    metrics.generations_failed.Increment();
  metrics.generation_seconds.Observe(seconds);
}

// Whoever comes for the events of a job gets all there are.
void expect_a_stream(GenerationRequest& request) {
  request.stream = true;
  request.body["stream"] = true;
  auto& easel = request.body["easel"];
  if (!easel.is_object()) easel.emplace_object();
  easel.get_object()["previews"] = true;
}

}  // namespace

Task<> generate(House& house, const Door& door, http::Request& in, http::Response& out) {
  auto style = door.error_style();
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) co_return co_await send_error(out, key.error(), {}, style);
  if (house.draining)
    co_return co_await send_error(out,
                                  {.kind = ErrorKind::unavailable,
                                   .message = "This server is shutting down.",
                                   .retry_after = 10},
                                  {}, style);
  std::string idempotency_key(in.header("idempotency-key"));
  if (idempotency_key.size() > 255)
    co_return co_await send_error(
        out,
        invalid("Idempotency-Key", "The Idempotency-Key header is longer than 255 bytes.",
                "at most 255 bytes"),
        {}, style);

  std::string request_hash;
  auto request = co_await door.read(house, in, request_hash);
  if (!request) co_return co_await send_error(out, request.error(), {}, style);
  auto heard = hear_wishes(in, origin_of(house, in), request->wishes);
  if (!heard) co_return co_await send_error(out, heard.error(), {}, style);
  auto models = request->models;
  request->echo_metadata = in.header("x-openrouter-metadata") == "enabled";

  bool later = request->wishes.respond_async;
  if (later) expect_a_stream(*request);

  auto admitted = co_await admit(house, (*key)->key, std::move(*request), idempotency_key,
                                 request_hash, std::string(door.path()));
  if (!admitted) co_return co_await send_error(out, admitted.error(), models, style);
  auto job = admitted->job;
  if (!admitted->twin) spawn(house.executor, "generation", perform(house, job));

  out.add_header("X-Generation-Id", job->id);
  if (later) co_return co_await send_accepted(house, *job, in, out);

  ++job->subscribers;
  in.on_client_gone([job] {
    // What may have been paid for runs on and is kept; drawing for nobody stops.
    if (job->subscribers <= 1 && !job->paid) job->stop.request();
    job->changed.notify_all();
  });
  auto shape = door.shape(house, *job);
  if (door.streams(*job))
    co_await tell_stream(house, job, in, out, *shape);
  else
    co_await tell_whole(house, job, in, out, *shape);
  --job->subscribers;
}

Task<Result<Admission>> admit(House& house, store::Key key, GenerationRequest request,
                              std::string idempotency_key, std::string request_hash,
                              std::string door) {
  derive_modalities(house.catalog, request);
  auto planned = CO_TRY(plan(house, request));
  CO_TRY(house.limits.start(key.hash, house.clock.now(), house.clock.wall()));
  // Within the limits, for it may go through the network on the client's word.
  auto gathered = co_await gather_pictures(house, key, request, needs_bytes(planned.candidates));
  if (!gathered) {
    house.limits.end(key.hash);
    co_return fail(std::move(gathered.error()));
  }
  co_await recall_signatures(house, key.hash, request);

  auto job = std::make_shared<Job>();
  job->created = house.micros() / 1'000'000;
  job->id = new_generation_id(job->created);
  job->request = std::make_shared<const GenerationRequest>(std::move(request));
  job->candidates = std::move(planned.candidates);
  job->idempotency_key = idempotency_key;
  job->door = std::move(door);
  const auto& wishes = job->request->wishes;
  job->keep_answer = wishes.respond_async || !wishes.callback_url.empty();
  store::Hold hold{.generation_id = job->id,
                   .key_hash = key.hash,
                   .model = job->candidates.front().model->id,
                   .amount = planned.most,
                   .idempotency_key = std::move(idempotency_key),
                   .request_hash = std::move(request_hash),
                   .callback_url = wishes.callback_url};
  if (keeps_answer(*job)) hold.detail = wire::to_json(object{{"ask", ask_of(*job)}});
  job->key = std::move(key);
  // Known before the hold is: a twin on another loop may ask for it at once.
  house.jobs.add(job, house.executor);
  auto held = co_await hold_or_twin(house, std::move(hold), !wishes.respond_async);
  if (!held || held->twin) {
    house.jobs.remove(job->id);
    house.limits.end(job->key.hash);
  }
  if (!held) co_return fail(std::move(held.error()));
  if (held->twin && wishes.respond_async) {
    job->id = held->twin->id;
    job->created = held->twin->created_at / 1'000'000;
    co_return Admission{.job = job, .twin = true};
  }
  if (held->twin) {
    auto replayed = co_await replay(house, job, held->twin->id);
    CO_TRY(std::move(replayed));
    co_return Admission{.job = job, .twin = true};
  }
  house.metrics.jobs_running.Increment();
  co_return Admission{.job = job};
}

namespace {

// Steps 9 to 11: the end of a generation is written down, and then told.
Task<> conclude(House& house, std::shared_ptr<Job> job, Outcome outcome, Time started) {
  outcome.pictures = job->pictures();
  if (!outcome.error) {
    add_facts(*job, outcome);
    co_await keep_signatures(house, *job, outcome);
  }
  if (job->request->echo_metadata)
    outcome.body_fields["openrouter_metadata"] = router_metadata(*job, outcome);
  auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(house.clock.now() - started);

  auto settlement = settlement_of(*job, outcome, taken, house.micros());
  settlement.state = state_of(outcome);
  auto settled = co_await house.store.settle(settlement);
  if (!settled) {
    // The pictures are durable and the hold still stands; should the process end before it is
    // settled, the next start closes the account.
    spawn(house.executor, "late settlement",
          settle_later(house, std::move(settlement), job->key.hash));
    log::error("{}: not settled: {}", job->id, settled.error().message);
    outcome.error = Error{.kind = ErrorKind::unavailable,
                          .message =
                              "The ledger could not be written; nothing is lost, the "
                              "generation is closed as soon as it can be.",
                          .detail = settled.error().detail};
  }
  house.keys.forget(job->key.hash);
  count(house.metrics, outcome, std::chrono::duration<double>(taken).count());
  job->outcome = std::move(outcome);
  job->changed.notify_all();
}

}  // namespace

Task<> perform(House& house, std::shared_ptr<Job> job) {
  auto started = house.clock.now();
  RunningPlace place{house, job->key.hash, job->id};
  Outcome outcome;
  for (const auto& candidate : job->candidates) {
    bool last_word = co_await attempt(house, *job, candidate, outcome);
    if (last_word) break;
    log::info("{}: {} failed ({}), next", job->id, candidate.provider->slug,
              to_string(outcome.error->kind));
  }
  co_await conclude(house, job, std::move(outcome), started);
}

Task<> take_up(House& house, std::shared_ptr<Job> job,
               std::unique_ptr<providers::Exchange> exchange) {
  auto started = house.clock.now();
  RunningPlace place{house, job->key.hash, job->id};
  Outcome outcome;
  (void)co_await attempt_with(house, *job, job->candidates.front(), std::move(exchange), outcome);
  co_await conclude(house, job, std::move(outcome), started);
}

}  // namespace easel::api
