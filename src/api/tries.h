#pragma once

#include "api/house.h"
#include "drive/job.h"

namespace easel::api {

// Which candidate is tried when, until one has the last word:
// - in their order, each once; one whose breaker is open waits until the others were tried;
// - then those that failed in a way that passes (429, 503, no connection: nothing was submitted) up
//   to twice more, after a short pause with jitter, or the one that upstream asked for when it is
//   at most five seconds; the house's retry budget and a stop end that;
// - whoever may have done it is asked again alone, where an idempotency key makes that safe.
// How it ended is in `outcome`. Everything given outlives the task.
Task<> try_candidates(House& house, drive::Job& job, drive::Outcome& outcome);

}  // namespace easel::api
