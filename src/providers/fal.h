#pragma once

#include "providers/provider.h"

namespace easel::providers {

// fal's queue: a request is posted to {base}/{model}, or {base}/{model}/edit when it holds
// pictures; `status_url` tells the place in the queue, `response_url` the result, and the pictures
// are fetched from where they lie. Sources of the shapes:
// https://docs.fal.ai/model-apis/model-endpoints/queue and @fal-ai/client.
class FalAdapter : public Adapter {
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
