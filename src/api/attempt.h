#pragma once

#include "api/house.h"
#include "drive/gauge.h"
#include "drive/job.h"
#include "gateway/routing.h"
#include "providers/provider.h"

namespace easel::api {

// Steps 8 to 10 of the story for one candidate: its adapter's exchange is driven, what comes of it
// is kept and told, and how it ended is written into `outcome`. Everything given outlives the task;
// nothing leaves it as an exception.
enum class After {
  over,   // this was the last word, good or bad
  next,   // it failed before upstream began and before anything was told: another may be tried
  again,  // the same, and this one may answer a little later
  same,   // nobody knows what became of it, but this one can be asked again without harm
};
Task<After> attempt(House& house, drive::Job& job, const gateway::Candidate& candidate,
                    drive::Outcome& outcome);

// The same with an exchange that is on its way already: one that a restart takes up again, or one
// whose engine tells its progress beside it.
Task<After> attempt_with(House& house, drive::Job& job, const gateway::Candidate& candidate,
                         std::unique_ptr<providers::Exchange> exchange, drive::Outcome& outcome,
                         drive::Gauge* gauge = nullptr);

}  // namespace easel::api
