#pragma once

#include "providers/provider.h"

namespace easel::providers {

// Replicate: a prediction is made at {base}/models/{owner}/{name}/predictions, the address in
// `urls.get` is asked until it has succeeded, and its files are fetched within the hour they lie
// there. Source of the shapes: https://replicate.com/docs/reference/http. What is in `input` is
// each model's own; Sourceful's Riverflow and models with prompt, input_images and aspect_ratio
// are known.
class ReplicateAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
  std::unique_ptr<Exchange> resume(const gateway::Candidate& candidate,
                                   std::string_view token) const override;
};

}  // namespace easel::providers
