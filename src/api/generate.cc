#include "api/generate.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/again.h"
#include "api/attempt.h"
#include "api/attribution.h"
#include "api/content.h"
#include "api/enhancers.h"
#include "api/errors.h"
#include "api/gather.h"
#include "api/jobs.h"
#include "api/letterings.h"
#include "api/metadata.h"
#include "api/moderation.h"
#include "api/planning.h"
#include "api/record.h"
#include "api/route_parts.h"
#include "api/signatures.h"
#include "api/tries.h"
#include "api/wishes.h"
#include "base/ids.h"
#include "base/log.h"
#include "media/memory_disk.h"
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
  fleet::Ask lent;
  std::string job_id;
  ~RunningPlace() {
    house.jobs.remove(job_id);
    house.limits.end(lent);
    house.metrics.jobs_running.Decrement();
  }
};

// Holds, or finds the twin and waits for its end. A twin that ended without a result is none: the
// next of those who waited for it makes the next try.
Task<Result<store::HoldAnswer>> hold_or_twin(House& house, store::Hold hold, bool waits) {
  constexpr auto kLook = std::chrono::milliseconds(200);
  constexpr auto kLongest = std::chrono::minutes(10);
  auto until = house.clock.now() + kLongest;
  std::string waited;
  for (;;) {
    hold.now = house.micros();
    auto held = co_await house.store.hold(hold);
    bool runs = held && held->twin && held->twin->state == "running";
    if (!runs || !waits) co_return held;
    if (held->twin->elsewhere && house.clock.now() < until) {
      co_await house.clock.sleep(kLook);
      continue;
    }
    if (held->twin->id == waited) co_return held;
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
    if (settled.error().kind == ErrorKind::not_found) co_return;  // it was never begun
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

// What a key's limits are asked for.
fleet::Ask ask_for(const store::Key& key, const GenerationRequest& request, int pictures) {
  const auto& policy = key.policy;
  return {.key = key.hash,
          .pictures = request.wants_image ? std::max(1, pictures) : 0,
          .free = request.models.front().ends_with(":free"),
          .per_minute = policy.per_minute,
          .pictures_per_minute = policy.pictures_per_minute,
          .pictures_at_once = policy.pictures_at_once};
}

// Nothing of it is written down, so nothing of it can be had later.
Status check_retention(const GenerationRequest& request) {
  const auto& wishes = request.wishes;
  if (!wishes.respond_async && wishes.callback_url.empty() && !wishes.by_address) return {};
  return fail(invalid(wishes.by_address ? "image_config.response" : "provider.zdr",
                      "With zero data retention nothing is kept to be fetched later: ask without "
                      "a job, a callback or pictures by address.",
                      "false"));
}

// What the store writes down when a generation begins.
store::Hold hold_for(House& house, const Job& job, Money most, std::string request_hash) {
  constexpr std::int64_t kJoinsWithin = 600'000'000;  // microseconds
  const auto& request = *job.request;
  store::Hold hold{.generation_id = job.id,
                   .key_hash = job.key.hash,
                   .model = job.candidates.front().model->id,
                   .amount = most,
                   .callback_url = request.wishes.callback_url,
                   .api_type = request.door == gateway::Door::images ? "image" : "completions",
                   .zdr = job.keeps_nothing,
                   .enforce_credits = house.settings.enforce_credits};
  hold.by = {.user = request.user,
             .session_id = request.session_id,
             .referer = request.by.referer,
             .app = request.by.app,
             .labels = request.by.labels};
  if (job.keeps_nothing) return hold;
  hold.idempotency_key = job.idempotency_key;
  hold.request_hash = std::move(request_hash);
  if (house.settings.implicit_replay) hold.joins_since = house.micros() - kJoinsWithin;
  if (keeps_answer(job)) hold.detail = wire::to_json(object{{"ask", ask_of(job)}});
  return hold;
}

// Where a limit does not cover what the house would pay, the team's own credentials still serve.
bool left_with_own_keys(Job& job, const Error& refused) {
  bool of_money =
      refused.kind == ErrorKind::payment_required || refused.kind == ErrorKind::permission_denied;
  auto paid_by_house = [](const Candidate& candidate) { return candidate.own_key.empty(); };
  if (!of_money || std::ranges::all_of(job.candidates, paid_by_house)) return false;
  std::erase_if(job.candidates, paid_by_house);
  return true;
}

// Whoever asked has left while it runs: an equal request is then a repetition.
Task<> note_lost(House& house, std::shared_ptr<Job> job) {
  auto noted = co_await house.store.write([id = job->id](store::Database& database) {
    return database.note_delivery(id, store::Delivery::lost, "");
  });
  if (!noted) log::error("{}: a lost answer was not noted", job->id);
}

// After telling: whether the answer reached whoever asked, where an equal request may ask for it.
Task<> note_delivery(House& house, std::shared_ptr<Job> job, bool twin, bool whole) {
  if (!house.settings.implicit_replay || job->keeps_nothing) co_return;
  if (!job->outcome || job->outcome->error || whole != twin) co_return;
  auto delivery = whole ? store::Delivery::whole : store::Delivery::lost;
  std::string detail;
  if (!whole && !keeps_answer(*job)) {
    job->answer_lost = true;  // now there is something to keep it for
    detail = settlement_of(*job, *job->outcome, {}, 0).detail;
  }
  auto noted =
      co_await house.store.write([id = job->id, delivery, detail](store::Database& database) {
        return database.note_delivery(id, delivery, detail);
      });
  if (!noted) log::error("{}: {} was not noted", job->id, whole ? "delivery" : "a lost answer");
}

// Whoever comes for the events of a job gets all there are.
void expect_a_stream(GenerationRequest& request) {
  request.stream = true;
  request.body["stream"] = true;
  auto& easel = request.body["easel"];
  if (!easel.is_object()) easel.emplace_object();
  easel.get_object()["previews"] = true;
}

// What the operator wants done to pictures, where the request does not say it itself.
void finish_as_configured(const Settings& settings, GenerationRequest& request) {
  json::object finish;
  if (settings.finish_exact) finish["exact"] = true;
  if (!settings.finish_format.empty() && !request.image.output_format)
    finish["format"] = settings.finish_format;
  if (finish.empty()) return;
  auto& easel = request.body["easel"];
  if (!easel.is_object()) easel.emplace_object();
  easel.get_object().emplace("finish", std::move(finish));
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
  auto request = co_await door.read(house, (*key)->key, in, request_hash);
  if (!request) co_return co_await send_error(out, request.error(), {}, style);
  auto heard = hear_wishes(in, origin_of(house, in), request->wishes);
  if (!heard) co_return co_await send_error(out, heard.error(), {}, style);
  auto models = request->models;
  note_attribution(in, *request);
  finish_as_configured(house.settings, *request);
  request->echo_metadata = in.header("x-openrouter-metadata") == "enabled";

  bool later = request->wishes.respond_async;
  if (later) expect_a_stream(*request);

  auto admitted = co_await admit(house, (*key)->key, std::move(*request), idempotency_key,
                                 request_hash, std::string(door.path()));
  if (!admitted) co_return co_await send_error(out, admitted.error(), models, style);
  auto job = admitted->job;
  if (!admitted->twin) spawn(house.executor, "generation", perform(house, job));

  out.add_header("X-Generation-Id", job->id);
  if (admitted->twin) out.add_header("X-Easel-Replayed", "true");
  if (later) co_return co_await send_accepted(house, *job, in, out);

  ++job->subscribers;
  in.on_client_gone([&house, job] {
    // What may have been paid for runs on and is kept; drawing for nobody stops.
    if (job->subscribers <= 1 && !job->paid) job->stop.request();
    bool joinable = job->paid && !job->outcome && !job->keeps_nothing;
    if (joinable && house.settings.implicit_replay) {
      job->answer_lost = true;
      spawn(house.executor, "lost answer", note_lost(house, job));
    }
    job->changed.notify_all();
  });
  auto shape = door.shape(house, *job);
  Status told;
  if (door.streams(*job))
    told = co_await tell_stream(house, job, in, out, *shape);
  else
    told = co_await tell_whole(house, job, in, out, *shape);
  --job->subscribers;
  co_await note_delivery(house, job, admitted->twin, told.has_value());
}

namespace {

// What a request needs before it is paid for. Within the limits, for it may go through the network
// on the client's word.
Task<Status> prepare(House& house, store::Key key, GenerationRequest& request,
                     const Planned& planned, std::optional<std::chrono::milliseconds>& moderated) {
  const auto& candidates = planned.candidates;
  const auto& moderation = house.settings.moderation;
  bool shows_pictures = moderation.any() && moderation.before && moderation.pictures;
  auto gathered =
      co_await gather_pictures(house, key, request, shows_pictures || needs_bytes(candidates),
                               shows_pictures || enhances_here(request, candidates));
  CO_TRY(std::move(gathered));
  auto set = co_await set_letterings(house, key, request, candidates);
  CO_TRY(std::move(set));
  auto read = co_await read_enhancers(house, key, request, candidates);
  CO_TRY(std::move(read));
  co_return co_await moderate_request(house, std::move(key), request, candidates.front(),
                                      moderated);
}

}  // namespace

Task<Result<Admission>> admit(House& house, store::Key key, GenerationRequest request,
                              std::string idempotency_key, std::string request_hash,
                              std::string door) {
  if (key.management)
    co_return fail(ErrorKind::permission_denied,
                   "Management keys manage; they cannot make pictures or words. Use an ordinary "
                   "key, made with POST /api/v1/keys.");
  auto catalog = house.catalog.get();
  derive_modalities(*catalog, request);
  auto holding = co_await guards_of(house, key.hash);
  auto guards = CO_TRY(std::move(holding));
  CO_TRY(filter_content(request, guards));
  tighten(request, guards);
  if (key.policy.zdr) demand_zdr(request);
  if (request.provider.zdr) CO_TRY(check_retention(request));
  auto brought = co_await bring_keys(house, key, request.user);
  Bringing bringing{
      .keys = CO_TRY(std::move(brought)),
      .counts = key.include_byok || std::ranges::any_of(guards, &Guard::counts_own_keys),
      .guards = std::move(guards)};
  auto planned = CO_TRY(plan(house, std::move(catalog), request, bringing));
  if (planned.most > Money()) {
    auto room = co_await house.room.check(house.store, house.clock);
    CO_TRY(std::move(room));
  }
  auto lent = ask_for(key, request, planned.pictures);
  auto allowed = co_await house.limits.start(lent, house.clock.now(), house.clock.wall());
  CO_TRY(std::move(allowed));
  std::optional<std::chrono::milliseconds> moderated;
  auto prepared = co_await prepare(house, key, request, planned, moderated);
  if (!prepared) {
    house.limits.end(lent);
    co_return fail(std::move(prepared.error()));
  }
  co_await recall_signatures(house, key.hash, request);

  auto job = std::make_shared<Job>();
  job->created = house.micros() / 1'000'000;
  job->id = new_generation_id(job->created);
  job->request = std::make_shared<const GenerationRequest>(std::move(request));
  job->catalog = std::move(planned.catalog);
  job->candidates = std::move(planned.candidates);
  job->idempotency_key = std::move(idempotency_key);
  job->door = std::move(door);
  job->key = std::move(key);
  job->lent = lent;
  job->moderated = moderated;
  job->keeps_nothing = job->request->provider.zdr;
  if (job->keeps_nothing) job->memory = std::make_shared<media::MemoryDisk>(house.budget);
  const auto& wishes = job->request->wishes;
  job->keep_answer = wishes.respond_async || !wishes.callback_url.empty();
  auto hold = hold_for(house, *job, planned.most, std::move(request_hash));
  // Known before the hold is: a twin on another loop may ask for it at once.
  house.jobs.add(job, house.executor);
  auto held = co_await hold_or_twin(house, hold, !wishes.respond_async);
  if (!held && !bringing.counts && left_with_own_keys(*job, held.error())) {
    hold.amount = {};
    held = co_await hold_or_twin(house, std::move(hold), !wishes.respond_async);
  }
  if (!held || held->twin) {
    house.jobs.remove(job->id);
    house.limits.end(lent);
  }
  if (!held && held.error().kind == ErrorKind::unavailable)  // perhaps it was written all the same
    spawn(house.executor, "late settlement",
          settle_later(house,
                       {.generation_id = job->id,
                        .state = "interrupted",
                        .error = "The ledger could not be written.",
                        .now = house.micros()},
                       job->key.hash));
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
    if (!job->keeps_nothing) co_await keep_signatures(house, *job, outcome);
  }
  if (job->request->echo_metadata)
    outcome.body_fields["openrouter_metadata"] = router_metadata(*job, outcome);
  auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(house.clock.now() - started);

  auto settlement = settlement_of(*job, outcome, taken, house.micros());
  settlement.state = state_of(outcome);
  if (keeps_content(*job)) settlement.content = content_of(house, *job, outcome);
  if (outcome.error && job->keeps_nothing) outcome.error->unlogged = true;
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
  if (!job->key.parent_hash.empty()) house.keys.forget(job->key.parent_hash);
  count(house.metrics, outcome, std::chrono::duration<double>(taken).count());
  job->outcome = std::move(outcome);
  job->changed.notify_all();
}

}  // namespace

Task<> perform(House& house, std::shared_ptr<Job> job) {
  auto started = house.clock.now();
  RunningPlace place{house, job->lent, job->id};
  Outcome outcome;
  co_await try_candidates(house, *job, outcome);
  co_await conclude(house, job, std::move(outcome), started);
}

Task<> take_up(House& house, std::shared_ptr<Job> job,
               std::unique_ptr<providers::Exchange> exchange) {
  auto started = house.clock.now();
  RunningPlace place{house, job->lent, job->id};
  Outcome outcome;
  (void)co_await attempt_with(house, *job, job->candidates.front(), std::move(exchange), outcome);
  co_await conclude(house, job, std::move(outcome), started);
}

}  // namespace easel::api
