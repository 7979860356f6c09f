#pragma once

#include <memory>

#include "gateway/request.h"
#include "providers/provider.h"

// easel/painter-1 with a picture in the conversation: what the prompt asks for is done to it, as
// far as procedures can (edits.h), references enhance it (imaging/enlarge.h), and `easel.edits`
// says what became of each instruction. Where nothing can be done the answer is words alone.
namespace easel::providers {

// Whether the request is about a picture that it holds.
bool is_edit(const gateway::GenerationRequest& request);

// Errors: invalid_request: neither words nor anything of image_config says what to do.
Result<Plan> plan_editing(const gateway::GenerationRequest& request);

// One picture, whatever `n`. As large as it came, or as image_config asks: cut to the ratio, of as
// many pixels as the tier has, or of exactly the size. `request` outlives the exchange.
std::unique_ptr<Exchange> start_editing(const gateway::GenerationRequest& request);

}  // namespace easel::providers
