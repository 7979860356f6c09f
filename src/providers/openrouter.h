#pragma once

#include "providers/provider.h"

namespace easel::providers {

// OpenRouter's chat door as an upstream (another Easel is one too): POST {base}/chat/completions,
// pictures in message.images or delta.images as data URLs, buffered or streamed as the client
// asked. The client's body goes up as it came but for the model's name, and fields this house does
// not know come back as they are.
class OpenRouterAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
  bool takes_addresses() const override { return true; }
};

// For both of its doors: the model's name there, with the variant it was asked for by (that nothing
// may be paid was seen to here), and the `provider` object without the names of this house's own.
std::string openrouter_model(const gateway::Candidate& candidate);
void drop_own_providers(const gateway::Candidate& candidate, gateway::json::object& body);

}  // namespace easel::providers
