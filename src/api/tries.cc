#include "api/tries.h"

#include <deque>
#include <random>

#include "api/attempt.h"
#include "base/log.h"

namespace easel::api {
namespace {

using gateway::Candidate;
using Queue = std::deque<const Candidate*>;
using std::chrono::milliseconds;

constexpr int kMoreRounds = 2;
constexpr int kLongestAsked = 5;  // seconds that a Retry-After may make it wait
constexpr milliseconds kFirstPause{150};

// Every candidate of the queue once. What may answer later is left in it: one alone when that may
// have done it already. True: over.
Task<bool> try_each(House& house, drive::Job& job, Queue& queue, drive::Outcome& outcome) {
  Queue later;
  for (std::size_t deferred = 0; !queue.empty();) {
    auto candidate = queue.front();
    queue.pop_front();
    const auto& slug = candidate->provider->slug;
    bool waits =
        !house.health.enter(candidate->watched_as(), candidate->model->id, house.clock.now()) &&
        deferred < queue.size();
    if (waits) {
      ++deferred;
      queue.push_back(candidate);
      continue;
    }
    auto after = co_await attempt(house, job, *candidate, outcome);
    if (after == After::over) co_return true;
    if (after == After::same) {
      queue.assign(1, candidate);
      co_return false;
    }
    if (after == After::again) later.push_back(candidate);
    log::info("{}: {} failed ({})", job.id, slug, to_string(outcome.error->kind));
  }
  queue = std::move(later);
  co_return false;
}

// None: it is not worth waiting for. The jitter is of the time, so that a simulation repeats it.
std::optional<milliseconds> pause_before(House& house, const drive::Outcome& outcome, int round) {
  if (auto asked = outcome.error->retry_after)
    return *asked <= kLongestAsked ? std::optional(milliseconds(1000 * *asked)) : std::nullopt;
  std::minstd_rand random(static_cast<unsigned>(house.micros()));
  auto half = kFirstPause.count() * (1 << round) / 2;
  return milliseconds(half + static_cast<std::int64_t>(random()) % (2 * half));
}

}  // namespace

Task<> try_candidates(House& house, drive::Job& job, drive::Outcome& outcome) {
  house.retries.request();
  Queue queue;
  for (const auto& candidate : job.candidates) queue.push_back(&candidate);
  for (int round = 0;; ++round) {
    bool over = co_await try_each(house, job, queue, outcome);
    if (over || queue.empty() || round == kMoreRounds || job.stop.requested()) co_return;
    auto pause = pause_before(house, outcome, round);
    if (!pause || !house.retries.take(house.clock.now())) co_return;
    co_await house.clock.sleep(*pause);
    if (job.stop.requested()) co_return;
  }
}

}  // namespace easel::api
