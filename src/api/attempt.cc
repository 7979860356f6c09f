#include "api/attempt.h"

#include "base/ids.h"
#include "base/log.h"
#include "drive/driver.h"
#include "drive/keeper.h"
#include "providers/provider.h"

namespace easel::api {
namespace {

using namespace gateway;
using drive::Job;
using drive::Outcome;

// What the price lines make of pictures, for an upstream that does not say what it took.
Money listed_price(const Candidate& candidate, int pictures) {
  for (const auto& line : candidate.endpoint->prices)
    if (line.billable == "output_image" && line.unit == "image") return line.cost * pictures;
  return {};
}

// One attempt's keeper and end, as the running outcome.
void take_over(Outcome& outcome, drive::Keeper& keeper, const Candidate& candidate) {
  outcome.provider = candidate.provider->name;
  outcome.model = candidate.model->id;
  outcome.usage = std::move(keeper.usage);
  outcome.easel = std::move(keeper.easel);
  outcome.message_fields = std::move(keeper.message_fields);
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

Task<bool> unguarded(House& house, Job& job, const Candidate& candidate, Outcome& outcome) {
  int before = static_cast<int>(job.pictures().size());
  drive::Keeper keeper(job, house.disk, house.store, house.clock, house.metrics,
                       house.settings.keeping, before);
  auto adapter = providers::adapter(candidate.provider->dialect);
  auto fresh_seed = static_cast<std::int64_t>(random_u64() >> 33);
  auto exchange = adapter->start(*job.request, candidate, fresh_seed);
  job.paid = job.paid || candidate.endpoint->most_per_image > Money();

  drive::Hands hands{house.client, house.workers, house.clock};
  auto end =
      co_await drive::drive(hands, *exchange, *candidate.provider, job.key.hash, job.stop, keeper);
  take_over(outcome, keeper, candidate);
  note_warnings(outcome, job, candidate);
  outcome.error = std::move(end.error);
  int pictures = keeper.whole_pictures();
  if (end.finish) {
    outcome.finish = std::move(*end.finish);
    outcome.error = missing_picture(job, candidate, pictures);
  } else if (pictures > 0 && outcome.error->kind != ErrorKind::cancelled) {
    // A picture that is whole is not thrown away because the rest of the answer was cut.
    outcome.finish = {.reason = "stop", .native_reason = "incomplete"};
    outcome.easel["incomplete"] = outcome.error->message;
    outcome.error.reset();
  }
  if (!outcome.error) {
    outcome.cost = outcome.usage.cost.value_or(listed_price(candidate, pictures));
    co_return true;
  }
  auto verdict = providers::classify(*outcome.error, end.request_left);
  bool said_something = pictures > 0 || keeper.told_text();
  co_return !verdict.retryable || said_something || verdict.submitted != providers::Submitted::no;
}

}  // namespace

// An exception is a bug, but one that must cost neither the answer nor the hold.
Task<bool> attempt(House& house, Job& job, const Candidate& candidate, Outcome& outcome) {
  try {
    co_return co_await unguarded(house, job, candidate, outcome);
  } catch (const std::exception& exception) {
    log::bug("a generation");
    outcome.error = internal(exception.what());
  }
  co_return true;
}

}  // namespace easel::api
