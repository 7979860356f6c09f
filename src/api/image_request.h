#pragma once

#include "api/json_body.h"

namespace easel::api {

// Whose words the image door is spoken to in: OpenRouter's /images, or OpenAI's
// /images/generations and /images/edits.
enum class ImageDialect { openrouter, generations, edits };

// Reads the body of POST /images, in pieces, into the waist; unknown keys are ignored. The
// request's `body` becomes the equivalent chat, for upstreams that speak that.
class ImageBody : public JsonBody {
 public:
  ImageBody(ByteBudget& budget, ImageDialect dialect) : JsonBody(budget), dialect_(dialect) {}
  Result<gateway::GenerationRequest> finish();

 private:
  ImageDialect dialect_;
};

// The same for a document that did not come as JSON: `request` holds it in `body`, with its blobs.
Result<gateway::GenerationRequest> read_image(gateway::GenerationRequest request,
                                              ImageDialect dialect);

}  // namespace easel::api
