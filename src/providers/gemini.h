#pragma once

#include "providers/provider.h"

namespace easel::providers {

// Google's Gemini API, natively: POST {base}/models/{model}:generateContent, or with a stream
// :streamGenerateContent?alt=sse. Source of the shapes: https://ai.google.dev/api/generate-content.
// Several pictures are several calls, one after another. A model's drafts are previews, never
// results. The signatures that Gemini 3 wants back with its own pictures go to the client as
// `reasoning_details` of OpenRouter's format "google-gemini-v1", and are kept.
class GeminiAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
};

}  // namespace easel::providers
