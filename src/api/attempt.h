#pragma once

#include "api/house.h"
#include "drive/job.h"
#include "gateway/routing.h"
#include "providers/provider.h"

namespace easel::api {

// Steps 8 to 10 of the story for one candidate: its adapter's exchange is driven, what comes of it
// is kept and told, and how it ended is written into `outcome`. True: this was the last word, good
// or bad. False: it failed before upstream began and before anything was told, so the next
// candidate may be tried. Everything given outlives the task; nothing leaves it as an exception.
Task<bool> attempt(House& house, drive::Job& job, const gateway::Candidate& candidate,
                   drive::Outcome& outcome);

// The same with an exchange that is on its way already: one that a restart takes up again.
Task<bool> attempt_with(House& house, drive::Job& job, const gateway::Candidate& candidate,
                        std::unique_ptr<providers::Exchange> exchange, drive::Outcome& outcome);

}  // namespace easel::api
