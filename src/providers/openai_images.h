#pragma once

#include "providers/provider.h"

namespace easel::providers {

// OpenAI's image API and the servers that look like it: POST {base}/images/generations, and with
// pictures {base}/images/edits. Sources: https://platform.openai.com/docs/api-reference/images and
// the look-alikes' own. How a server differs is data, the `switches` of its provider:
//   edits   "multipart" (a form; default), "json" (data URLs in `images`), "none"
//   array   the form's field for pictures, "image[]" (default) or "image"
//   ask_b64 "yes": says response_format "b64_json"; OpenAI's own models refuse the word
//   seed    "yes": it takes one
//   key     "api-key": the header of the key, without a scheme (Azure); default a bearer
// Read whatever the switches say: errors as an object, a text or FastAPI's `detail`, and pictures
// as base64 or as an address, absolute or from the server's root.
class OpenAiImagesAdapter : public Adapter {
 public:
  Result<Plan> plan(const gateway::GenerationRequest& request,
                    const gateway::Candidate& candidate) const override;
  std::unique_ptr<Exchange> start(const gateway::GenerationRequest& request,
                                  const gateway::Candidate& candidate,
                                  std::int64_t fresh_seed) const override;
};

// The words for the picture. stable-diffusion.cpp obeys a tag within them that sets anything,
// files of the server too: it never leaves this house.
std::string prompt_without_tags(std::string prompt);

// "WxH" as this model takes it: any multiples of 16 (`pixels`), else the one of OpenAI's three that
// is nearest in shape. "" when nothing was asked.
std::string openai_size(const gateway::ImageOptions& image, const gateway::Capabilities& can);

}  // namespace easel::providers
