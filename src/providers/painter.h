#pragma once

#include "providers/provider.h"

namespace easel::providers {

// The built-in painter as a provider like any other: free, local, no credential. One computation a
// picture, so that two people's requests take turns between pictures.
class PainterAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
};

}  // namespace easel::providers
