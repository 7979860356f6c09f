#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "gateway/request.h"
#include "providers/exact_picture.h"

// What engines on the operator's own machines have in common.
namespace easel::providers {

// What users of such engines set beside the prompt, in image_config (the image door's
// provider.options.<slug> comes there too). Whatever was not given stays the engine's own.
struct EngineOptions {
  std::string negative_prompt{};
  std::optional<int> steps{};        // 1 … 200
  std::optional<double> cfg{};       // cfg_scale, 0 … 100
  std::optional<double> strength{};  // how far a picture may leave the one it starts from, 0 … 1
  std::string sampler{}, scheduler{};
};
// Errors: invalid_request, for a value that is none.
Result<EngineOptions> engine_options(const gateway::GenerationRequest& request);

// The pixels that a request means; none: the engine decides. Larger than `most` a side, the picture
// is made smaller in its shape.
std::optional<gateway::Size> wanted_size(const gateway::ImageOptions& image, int most);
// Each side up to the next multiple: what such an engine can be asked for.
gateway::Size in_multiples(gateway::Size size, int multiple);

// What is left to be made here of a picture asked for as a PNG in multiples of `multiple`.
std::optional<ExactPicture> left_to_make(const gateway::ImageOptions& image, int most,
                                         int multiple);

// The same through a job's token (task_exchange.h, Ticket::notes).
gateway::json::object exact_notes(const std::optional<ExactPicture>& exact);
std::optional<ExactPicture> exact_from(const gateway::json::object& token);

}  // namespace easel::providers
