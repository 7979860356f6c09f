#pragma once

#include "providers/provider.h"

namespace easel::providers {

// Text chat at any server of OpenAI's shape (OpenAI, Ollama, vLLM, llama.cpp, LM Studio): POST
// {base_url}/chat/completions. What only OpenRouter understands is left out of the body; tools,
// response_format, files and audio go up as they came. A stream is asked for its usage.
class OpenAiChatAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
};

}  // namespace easel::providers
