#pragma once

#include "providers/provider.h"

namespace easel::providers {

// What this house makes itself, as a provider like any other: free, local, no credential. The
// painter's pictures, one computation each, so that two people's requests take turns between them;
// pictures edited
// (editor.h), and made larger (upscaler.h).
class PainterAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
  bool draws_letterings() const override { return true; }
  bool enhances() const override { return true; }
};

}  // namespace easel::providers
