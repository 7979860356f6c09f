#pragma once

#include "api/generate.h"
#include "api/responses_request.h"

namespace easel::api {

// POST /responses, stateless: words and pictures by modalities and image_config as in a chat, or by
// OpenAI's or OpenRouter's image generation tool. The tool is not called by a language model here:
// it makes the request one for a picture, of the model itself if that makes pictures, else of the
// tool's model.
class ResponsesDoor : public Door {
 public:
  std::string_view path() const override { return "/responses"; }
  Task<Result<gateway::GenerationRequest>> read(House& house, const store::Key& key,
                                                http::Request& in,
                                                std::string& request_hash) const override;
  std::unique_ptr<Shape> shape(House& house, const drive::Job& job) const override;
};

// Which model draws for a tool. Error: invalid_request naming the tool's model.
Status use_tool(const gateway::Catalog& catalog, const ImageTool& tool,
                gateway::GenerationRequest& request);

}  // namespace easel::api
