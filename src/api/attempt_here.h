#pragma once

#include "api/attempt.h"
#include "api/house.h"
#include "drive/job.h"
#include "gateway/routing.h"

namespace easel::api {

// Whether an engine that is run here (drive/local_engine.h) serves this provider.
bool is_run_here(const gateway::Provider& provider);

// attempt() for a model of an engine that is run here: waits for its turn, has the engine started
// with the model, and goes on as with any other upstream, with the progress that its bar tells.
Task<After> attempt_here(House& house, drive::Job& job, const gateway::Candidate& candidate,
                         drive::Outcome& outcome);

}  // namespace easel::api
