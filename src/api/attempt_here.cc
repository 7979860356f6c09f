#include "api/attempt_here.h"

#include "api/attempt.h"
#include "api/errors.h"
#include "base/ids.h"
#include "drive/local_engine.h"
#include "providers/finishing.h"

namespace easel::api {

using namespace gateway;
using drive::LocalEngine;

namespace {

Task<Status> wait_for_turn(House& house, drive::Job& job, drive::EngineTurn& turn) {
  int told = 0;
  for (int place = turn.place(); place > 0; place = turn.place()) {
    if (job.stop.requested())
      co_return fail(ErrorKind::cancelled, "The picture is no longer wanted.");
    if (place != told) job.tell(Progress{.stage = "queued", .queue_position = place});
    told = place;
    co_await house.clock.sleep(std::chrono::milliseconds(100));
  }
  co_return Status{};
}

// Nothing was asked of it: another candidate may be tried.
After never_began(House& house, const Candidate& candidate, Error error, std::int64_t began,
                  drive::Outcome& outcome) {
  error.provider = candidate.provider->name;
  outcome.provider = candidate.provider->name;
  outcome.model = candidate.model->id;
  outcome.attempts.push_back({.provider = candidate.provider->slug,
                              .model = candidate.model->id,
                              .status = status_of(error),
                              .error = error.message,
                              .milliseconds = (house.micros() - began) / 1000,
                              .at = began});
  bool cancelled = error.kind == ErrorKind::cancelled;
  house.health.note(candidate.provider->slug, candidate.model->id, {.up = cancelled},
                    house.clock.now());
  outcome.error = std::move(error);
  return cancelled ? After::over : After::next;
}

LocalEngine* engine_of(House& house, const Provider& provider) {
  if (!house.engines) return nullptr;
  auto found = house.engines->find(provider.slug);
  return found == house.engines->end() ? nullptr : found->second.get();
}

LocalEngine::Left how_it_was_left(const drive::Outcome& outcome) {
  if (!outcome.error) return LocalEngine::Left::well;
  bool unfinished =
      outcome.error->kind == ErrorKind::cancelled || outcome.error->kind == ErrorKind::timeout;
  return unfinished ? LocalEngine::Left::unfinished : LocalEngine::Left::badly;
}

// A cut connection is noticed before the end of the process may be.
Task<> tell_how_it_ended(House& house, const LocalEngine& engine, Error& error) {
  co_await house.clock.sleep(std::chrono::milliseconds(200));
  auto obituary = engine.obituary();
  if (!obituary.empty()) error.message = std::move(obituary);
}

}  // namespace

bool is_run_here(const Provider& provider) {
  return provider.base_url.starts_with("engine:");
}

Task<After> attempt_here(House& house, drive::Job& job, const Candidate& candidate,
                         drive::Outcome& outcome) {
  auto began = house.micros();
  auto found = engine_of(house, *candidate.provider);
  if (!found)
    co_return never_began(house, candidate,
                          {.kind = ErrorKind::unavailable,
                           .message = "The engine " + candidate.provider->slug +
                                      " is new in easel.toml: it serves from the next start on."},
                          began, outcome);
  auto& engine = *found;
  drive::EngineTurn turn(engine);
  auto waited = co_await wait_for_turn(house, job, turn);
  if (!waited) co_return never_began(house, candidate, std::move(waited.error()), began, outcome);
  job.tell(Progress{.stage = "starting the engine"});
  auto address = co_await engine.ready(candidate.endpoint->recipe, job.stop);
  if (!address) {
    turn.ended(LocalEngine::Left::badly);
    co_return never_began(house, candidate, std::move(address.error()), began, outcome);
  }

  Provider provider = *candidate.provider;
  provider.base_url = *address;
  Candidate here = candidate;
  here.provider = &provider;
  engine.gauge().reset(job.request->image.n.value_or(1));
  auto adapter = providers::adapter(provider.dialect);
  auto fresh_seed = static_cast<std::int64_t>(random_u64() >> 33);
  auto exchange = adapter->start(*job.request, here, fresh_seed);
  exchange = providers::finished(
      std::move(exchange), *adapter, *job.request, *here.model,
      {.exact = house.settings.finish_exact, .format = house.settings.finish_format});
  auto after =
      co_await attempt_with(house, job, here, std::move(exchange), outcome, &engine.gauge());
  turn.ended(how_it_was_left(outcome));
  if (outcome.error && outcome.error->kind == ErrorKind::provider_error)
    co_await tell_how_it_ended(house, engine, *outcome.error);
  co_return after;
}

}  // namespace easel::api
