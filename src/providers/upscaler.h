#pragma once

#include <memory>

#include "gateway/request.h"
#include "gateway/routing.h"
#include "imaging/enlarge.h"
#include "providers/provider.h"

// easel/upscale-1: one picture in, the same picture larger out, with the detail of references where
// they match it (imaging/enlarge.h). What was done stands in `easel.upscaling`.
namespace easel::providers {

bool is_upscaler(const gateway::Candidate& candidate);

// Errors: invalid_request, when there is no picture, or several.
Result<Plan> plan_upscaling(const gateway::GenerationRequest& request);

// As large as the tier that is asked for (as many pixels as a square of 1024, 2048 or 4096), or
// twice as large along each side; never more than four times, and never smaller than it is.
std::unique_ptr<Exchange> start_upscaling(const gateway::GenerationRequest& request);

// The size for that; for a picture of the request that is enhanced too.
gateway::Size upscaled_size(int width, int height, const std::string& tier);

// What became of each reference.
boost::json::array describe(const std::vector<imaging::ReferenceUse>& uses);
// The same in a sentence; "" without references.
std::string sentence_of(const std::vector<imaging::ReferenceUse>& uses);

}  // namespace easel::providers
