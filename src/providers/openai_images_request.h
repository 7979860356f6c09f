#pragma once

#include "providers/provider.h"

namespace easel::providers {

// The one request of a generation: which path, as JSON or as a form. Errors: invalid_image, a
// picture of the request that is no base64.
Result<Send> openai_images_request(const gateway::GenerationRequest& request,
                                   const gateway::Candidate& candidate);

// The switch's value, "" when the provider has none.
std::string_view switch_of(const gateway::Provider& provider, std::string_view name);

}  // namespace easel::providers
