#pragma once

#include <vector>

#include "api/house.h"
#include "gateway/request.h"
#include "gateway/routing.h"
#include "store/records.h"

namespace easel::api {

// Whether this house enhances by the request's references: one of the candidates does it, or
// `easel.finish` does it to any picture.
bool enhances_here(const gateway::GenerationRequest& request,
                   const std::vector<gateway::Candidate>& candidates);

// Where it does, reads them on a worker; a reference of more than four megapixels is made smaller.
// Afterwards they lie in request.enhancers, their memory taken from the byte budget. Errors name
// the entry: invalid_image, payload_too_large, overloaded.
Task<Status> read_enhancers(House& house, store::Key key, gateway::GenerationRequest& request,
                            const std::vector<gateway::Candidate>& candidates);

}  // namespace easel::api
