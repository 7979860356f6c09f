#pragma once

#include <optional>
#include <string>

#include "api/json_body.h"

namespace easel::api {

// OpenAI's {"type":"image_generation"} or OpenRouter's {"type":"openrouter:image_generation"}.
struct ImageTool {
  std::string field;  // "tools[0]"
  std::string model;  // "" = the default one
};

struct ResponsesRequest {
  gateway::GenerationRequest request;
  std::optional<ImageTool> tool{};
};

// Reads the body of POST /responses, in pieces. The request's `body` becomes the equivalent chat,
// and `repeated` keeps what the answer says again. Nothing is stored here, so store and
// previous_response_id are refused; earlier turns come in `input`, their pictures as
// image_generation_call items.
class ResponsesBody : public JsonBody {
 public:
  explicit ResponsesBody(ByteBudget& budget) : JsonBody(budget) {}
  Result<ResponsesRequest> finish();
};

// The same for a document that was read already: `document` holds it in `body`, with its blobs.
Result<ResponsesRequest> read_responses(gateway::GenerationRequest document, ByteBudget& budget);

}  // namespace easel::api
