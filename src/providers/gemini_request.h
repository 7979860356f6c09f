#pragma once

#include <vector>

#include "providers/provider.h"

namespace easel::providers {

// The body of one generateContent call. `nth` call of a request for several pictures: a seed that
// was given is counted up, or all would be the same picture.
std::vector<BodyPiece> gemini_body(const gateway::GenerationRequest& request,
                                   const gateway::Candidate& candidate, int nth);

}  // namespace easel::providers
