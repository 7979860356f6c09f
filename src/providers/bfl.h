#pragma once

#include "providers/provider.h"

namespace easel::providers {

// Black Forest Labs' own API: a task is posted to {base}/{model}, the address that comes back is
// asked until the picture is ready, and the picture is fetched within the ten minutes it lies
// there. Source of the shapes: https://docs.bfl.ai/api-reference. FLUX.2 knows pixels, not ratios:
// sides in multiples of 16, four megapixels at most. Several pictures are several tasks.
class BflAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
  std::unique_ptr<Exchange> resume(const gateway::Candidate& candidate,
                                   std::string_view token) const override;
};

// The pixels of what was asked: sides in multiples of 16 from 64 up, the area at most 2048².
// None: nothing was asked, and the model decides.
std::optional<gateway::Size> flux_size(const gateway::ImageOptions& image);

}  // namespace easel::providers
