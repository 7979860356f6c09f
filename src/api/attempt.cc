#include "api/attempt.h"

#include <algorithm>
#include <iterator>

#include "api/attempt_here.h"
#include "api/errors.h"
#include "api/forget.h"
#include "api/moderation.h"
#include "base/ids.h"
#include "base/log.h"
#include "drive/driver.h"
#include "drive/keeper.h"
#include "gateway/pricing.h"
#include "providers/finishing.h"
#include "providers/provider.h"

namespace easel::api {
namespace {

using namespace gateway;
using drive::Job;
using drive::Outcome;

// What was made for the price lines, when upstream does not say what it took.
Made made(const std::vector<drive::KeptPicture>& pictures, const drive::Outcome& outcome) {
  Made made{.usage = outcome.usage};
  for (const auto& picture : pictures) {
    made.megapixels += picture.file.width * 1e-6 * picture.file.height;
    ++made.pictures;
  }
  return made;
}

// One attempt's keeper and end, as the running outcome.
void take_over(Outcome& outcome, drive::Keeper& keeper, const Candidate& candidate) {
  outcome.provider = candidate.provider->name;
  outcome.model = candidate.model->id;
  outcome.usage = std::move(keeper.usage);
  outcome.easel = std::move(keeper.easel);
  outcome.message_fields = std::move(keeper.message_fields);
  outcome.choice_fields = std::move(keeper.choice_fields);
  outcome.signatures = std::move(keeper.signatures);
  outcome.body_fields = std::move(keeper.body_fields);
}

void note_warnings(Outcome& outcome, const Job& job, const Candidate& candidate) {
  json::array warnings;
  for (const auto& field : candidate.ignored)
    warnings.emplace_back(candidate.model->id + " has no " + field + "; it was ignored.");
  if (candidate.fallback) {
    warnings.emplace_back(job.request->models.front() + " is not connected here; " +
                          candidate.model->id + " answered for it.");
    outcome.easel["fallback_for"] = job.request->models.front();
  }
  if (!warnings.empty()) outcome.easel["warnings"] = std::move(warnings);
}

// Whoever asked for a picture and got words is told what would help.
void note_hint(Outcome& outcome, const Job& job, const Candidate& candidate, int pictures) {
  if (!job.request->wants_image || pictures > 0 || outcome.finish.reason == "tool_calls") return;
  outcome.easel["hint"] = candidate.model->id +
                          " answered in words alone. Asking for the picture outright (\"Draw …\"), "
                          "or modalities [\"image\"], brings one.";
}

// A model that only makes pictures and made none has failed, whatever it said; so has any model at
// the image door, which has no place for words.
std::optional<Error> missing_picture(const Job& job, const Candidate& candidate, int pictures) {
  bool pictures_only =
      job.request->door == gateway::Door::images || !candidate.model->outputs("text");
  if (pictures > 0 || !job.request->wants_image || !pictures_only) return {};
  auto words = job.text(Text::Channel::content);
  if (job.request->door == gateway::Door::images && !words.empty())
    return Error{
        .kind = ErrorKind::refusal,
        .message = "The model answered in words instead of a picture: " + words.substr(0, 300),
        .provider = candidate.provider->name};
  return Error{.kind = ErrorKind::provider_error,
               .message = "The provider finished without a picture.",
               .provider = candidate.provider->name};
}

// What this attempt says of the endpoint: a request that was wrong says nothing bad about it.
fleet::End seen_end(const Outcome& outcome, const drive::Keeper& keeper, Time started, Time now) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  fleet::End end;
  if (outcome.error) {
    constexpr ErrorKind kOfTheRequest[] = {ErrorKind::invalid_request,
                                           ErrorKind::content_policy,
                                           ErrorKind::refusal,
                                           ErrorKind::invalid_image,
                                           ErrorKind::image_download_failed,
                                           ErrorKind::image_too_large,
                                           ErrorKind::unsupported_image_format,
                                           ErrorKind::context_length,
                                           ErrorKind::cancelled};
    end.up = std::ranges::find(kOfTheRequest, outcome.error->kind) != std::end(kOfTheRequest);
    return end;
  }
  if (keeper.first_at) end.first_ms = Milliseconds(*keeper.first_at - started).count();
  double seconds = std::chrono::duration<double>(now - started).count();
  if (outcome.usage.completion_tokens > 0 && seconds > 0)
    end.tokens_per_second = static_cast<double>(outcome.usage.completion_tokens) / seconds;
  return end;
}

Money cost_of(const Job& job, const Candidate& candidate, const Outcome& outcome,
              const std::vector<drive::KeptPicture>& pictures) {
  return outcome.usage.cost.value_or(
      listed_cost(*job.request, *candidate.model, *candidate.endpoint, made(pictures, outcome)));
}

// Whoever judges lets none of it pass: pictures that had passed go too, nobody is charged, and what
// the house's own account was billed is its loss.
Task<> refuse(House& house, Job& job, const Candidate& candidate, const drive::Keeper& keeper,
              bool finished, Outcome& outcome) {
  auto dropped = co_await house.store.write(
      [id = job.id, remove = remover(house.disk, house.renditions)](store::Database& database) {
        return database.drop_pictures_of(id, remove);
      });
  if (!dropped) log::error("{}: refused pictures stay: {}", job.id, dropped.error().message);
  if (!candidate.own_key.empty()) co_return;
  if (finished)
    outcome.billed += cost_of(job, candidate, outcome, keeper.made());
  else
    outcome.may_have_billed = job.paid;
}

Task<After> unguarded(House& house, Job& job, const Candidate& candidate,
                      std::unique_ptr<providers::Exchange> exchange, Outcome& outcome,
                      drive::Gauge* gauge) {
  int before = static_cast<int>(job.pictures().size());
  auto started = house.clock.now();
  auto began = house.micros();
  drive::Keeper keeper(job, house.disk_of(job), house.store, house.clock, house.metrics,
                       house.settings.keeping.of(job.key.policy), before);
  keeper.provider = candidate.provider->slug;
  keeper.model = candidate.model->id;
  keeper.resumable = candidate.own_key.empty();
  keeper.costs =
      !candidate.provider->credential.empty() || candidate.endpoint->most_per_image > Money();
  job.paid = job.paid || candidate.endpoint->most_per_image > Money();

  auto judge = make_judge(house, job, candidate);
  if (judge) keeper.judged_by(*judge);

  drive::Hands hands{house.client, house.workers, house.clock, gauge};
  auto end =
      co_await drive::drive(hands, *exchange, *candidate.provider, job.key.hash, job.stop, keeper);
  auto passed = co_await keeper.conclude();
  take_over(outcome, keeper, candidate);
  note_warnings(outcome, job, candidate);
  outcome.error = std::move(end.error);
  int pictures = before + keeper.whole_pictures();
  if (end.finish) {
    outcome.finish = *end.finish;
    outcome.error = missing_picture(job, candidate, pictures);
  } else if (pictures > 0 && outcome.error->kind != ErrorKind::cancelled) {
    // A picture that is whole is not thrown away because the rest of the answer was cut.
    outcome.finish = {.reason = "stop", .native_reason = "incomplete"};
    outcome.easel["incomplete"] = outcome.error->message;
    outcome.error.reset();
  }
  house.health.note(candidate.watched_as(), candidate.model->id,
                    seen_end(outcome, keeper, started, house.clock.now()), house.clock.now());
  if (!passed) outcome.error = std::move(passed.error());
  outcome.attempts.push_back({.provider = candidate.provider->slug,
                              .model = candidate.model->id,
                              .status = outcome.error ? status_of(*outcome.error) : 200,
                              .error = outcome.error ? outcome.error->message : "",
                              .milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(
                                                  house.clock.now() - started)
                                                  .count(),
                              .at = began});
  if (!passed) {
    co_await refuse(house, job, candidate, keeper, end.finish.has_value(), outcome);
    co_return After::over;
  }
  if (!outcome.error) {
    note_hint(outcome, job, candidate, pictures);
    auto cost = cost_of(job, candidate, outcome, job.pictures());
    outcome.own_key = !candidate.own_key.empty();
    (outcome.own_key ? outcome.byok : outcome.cost) = cost;
    co_return After::over;
  }
  auto verdict = providers::classify(*outcome.error, end.request_left);
  bool ours = candidate.own_key.empty();  // what a team's own account is billed is its own loss
  if (ours) outcome.billed += outcome.usage.cost.value_or(Money());
  if (ours && job.paid && verdict.submitted != providers::Submitted::no)
    outcome.may_have_billed = true;
  bool said_something = pictures > 0 || keeper.told_text();
  if (!verdict.retryable || said_something) co_return After::over;
  bool unknown = verdict.submitted == providers::Submitted::unknown;
  if (unknown && drive::takes_idempotency_keys(*candidate.provider)) co_return After::same;
  if (verdict.submitted != providers::Submitted::no) co_return After::over;
  co_return verdict.passing ? After::again : After::next;
}

}  // namespace

// An exception is a bug, but one that must cost neither the answer nor the hold.
Task<After> attempt_with(House& house, Job& job, const Candidate& candidate,
                         std::unique_ptr<providers::Exchange> exchange, Outcome& outcome,
                         drive::Gauge* gauge) {
  try {
    co_return co_await unguarded(house, job, candidate, std::move(exchange), outcome, gauge);
  } catch (const std::exception& exception) {
    log::bug("a generation");
    outcome.error = internal(exception.what());
  }
  co_return After::over;
}

namespace {

Task<After> guarded_here(House& house, Job& job, const Candidate& candidate, Outcome& outcome) {
  try {
    co_return co_await attempt_here(house, job, candidate, outcome);
  } catch (const std::exception& exception) {
    log::bug("an engine that is run here");
    outcome.error = internal(exception.what());
  }
  co_return After::over;
}

}  // namespace

Task<After> attempt(House& house, Job& job, const Candidate& candidate, Outcome& outcome) {
  if (is_run_here(*candidate.provider))
    co_return co_await guarded_here(house, job, candidate, outcome);
  if (!candidate.own_key.empty()) {
    auto noted = co_await house.store.write(
        [id = job.id](store::Database& database) { return database.note_own_key(id); });
    if (!noted) log::error("{}: not noted that a team's own key serves it", job.id);
  }
  auto adapter = providers::adapter(candidate.provider->dialect);
  auto fresh_seed = static_cast<std::int64_t>(random_u64() >> 33);
  auto exchange = adapter->start(*job.request, candidate, fresh_seed);
  exchange = providers::finished(std::move(exchange), *adapter, *job.request, candidate.model->id);
  co_return co_await attempt_with(house, job, candidate, std::move(exchange), outcome);
}

}  // namespace easel::api
