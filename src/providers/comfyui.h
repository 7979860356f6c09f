#pragma once

#include "providers/comfyui_workflow.h"
#include "providers/provider.h"

namespace easel::providers {

// ComfyUI: POST {root}/prompt with a filled workflow, GET {root}/history/{id} until it is there
// ({root}/queue in between, for its place in the queue), GET {root}/view for each picture; pictures
// of the request go up before, by {root}/upload/image. Source of the shapes: server.py and
// execution.py of https://github.com/comfyanonymous/ComfyUI. Its WebSocket is not spoken, so there
// are no previews. Several pictures are several prompts with neighbouring seeds.
//
// The endpoint's `recipe` is the workflow; without one its model_name is a checkpoint, for the
// workflows that are built in. Sides are asked in multiples of 16 and cut here. The provider's
// base_url is the server's root.
class ComfyUiAdapter : public Adapter {
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
