#pragma once

#include "api/json_body.h"

namespace easel::api {

// Reads the body of POST /messages (Anthropic's Messages API, as OpenRouter serves it), in pieces.
// The request's `body` becomes the equivalent chat: system and content blocks, pictures and
// documents, tools and their results, thinking. Tools that Anthropic runs itself are refused by
// name.
class MessagesBody : public JsonBody {
 public:
  explicit MessagesBody(ByteBudget& budget) : JsonBody(budget) {}
  Result<gateway::GenerationRequest> finish();
};

// The same for a document that was read already.
Result<gateway::GenerationRequest> read_messages(gateway::GenerationRequest document,
                                                 ByteBudget& budget);

}  // namespace easel::api
