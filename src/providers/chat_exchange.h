#pragma once

#include <memory>

#include "providers/provider.h"

namespace easel::providers {

// One chat completion at an upstream of OpenAI's shape: POST {base_url}/chat/completions with
// `body`, buffered or streamed as the client asked, read by chat_reply.h. Pictures come in
// message.images or delta.images as data URLs; fields that this house does not know come back as
// they are. `request` and `candidate` outlive the exchange.
std::unique_ptr<Exchange> chat_exchange(const gateway::GenerationRequest& request,
                                        const gateway::Candidate& candidate,
                                        gateway::json::object body);

}  // namespace easel::providers
