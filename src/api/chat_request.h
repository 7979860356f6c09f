#pragma once

#include "api/json_body.h"

namespace easel::api {

// Reads the body of POST /chat/completions, in pieces, into the waist.
class ChatBody : public JsonBody {
 public:
  explicit ChatBody(ByteBudget& budget) : JsonBody(budget) {}

  // Parses and validates. Absent or null modalities stay open (modalities_given = false): they are
  // derived from the model.
  Result<gateway::GenerationRequest> finish();
};

// The same for a document that another door has written as the equivalent chat: `request` holds
// it in `body`, with its blobs.
Result<gateway::GenerationRequest> read_chat(gateway::GenerationRequest request);

// The `provider` object of any door.
Status read_provider(const gateway::json::object& body, gateway::GenerationRequest& request);

}  // namespace easel::api
