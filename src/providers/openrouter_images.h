#pragma once

#include <memory>

#include "providers/provider.h"

namespace easel::providers {

// Whether OpenRouter's image door serves this better than its chat: a model that makes nothing but
// pictures, asked for something that a chat cannot say there (several, exact pixels, quality,
// format, compression, background), and nothing that only a chat can (fonts, references to enhance
// by, a conversation, a data policy).
bool prefers_image_door(const gateway::GenerationRequest& request,
                        const gateway::Candidate& candidate);

// POST {base}/images, buffered: {"data":[{"b64_json"}],"usage":{"cost",…}}. `request` and
// `candidate` outlive it.
std::unique_ptr<Exchange> openrouter_images_exchange(const gateway::GenerationRequest& request,
                                                     const gateway::Candidate& candidate);

}  // namespace easel::providers
