#pragma once

#include "providers/provider.h"

namespace easel::providers {

// stable-diffusion.cpp's own server, by its native jobs: POST {root}/sdcpp/v1/img_gen, then
// GET {root}/sdcpp/v1/jobs/{id}, whose last answer holds the picture. Source of the shapes: the
// server's examples/server (README and routes) in https://github.com/leejet/stable-diffusion.cpp.
// It draws one picture at a time, so several are several jobs with neighbouring seeds, as its own
// batches have them. Sides are asked in multiples of 64 and cut here to the pixels that were meant;
// formats other than PNG are made here too. It tells no progress and no previews; a job can be
// cancelled while it waits for its turn.
//
// The provider's base_url is the server's root. Its `switches`:
//   pictures  what pictures of the request are to it: "both" (default: the first is where drawing
//             starts, all are references, as at its /v1/images/edits), "references" or "start"
class SdServerAdapter : public Adapter {
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
