#include "providers/provider.h"

#include <algorithm>

#include "providers/bfl.h"
#include "providers/comfyui.h"
#include "providers/fal.h"
#include "providers/gemini.h"
#include "providers/openai_chat.h"
#include "providers/openai_images.h"
#include "providers/openrouter.h"
#include "providers/painter.h"
#include "providers/replicate.h"
#include "providers/sd_server.h"

namespace easel::providers {

Classified classify(const Error& error, bool request_left) {
  switch (error.kind) {
    // The upstream said no before it began: it did nothing that it could bill.
    case ErrorKind::provider_rate_limited:
    case ErrorKind::provider_overloaded:
      return {.retryable = true, .passing = true, .submitted = Submitted::no};
    case ErrorKind::payment_required:
    case ErrorKind::authentication:
    case ErrorKind::not_found:
    case ErrorKind::context_length:
      return {.retryable = true, .submitted = Submitted::no};
    case ErrorKind::invalid_request:
    case ErrorKind::content_policy:
    case ErrorKind::invalid_image:
    case ErrorKind::image_download_failed:
    case ErrorKind::image_too_large:
    case ErrorKind::unsupported_image_format:
      return {.retryable = false, .submitted = Submitted::no};
    case ErrorKind::cancelled:
      return {.retryable = false, .submitted = request_left ? Submitted::unknown : Submitted::no};
    case ErrorKind::provider_error:
    case ErrorKind::timeout:
      return {.retryable = true,
              .passing = !request_left,
              .submitted = request_left ? Submitted::unknown : Submitted::no};
    default:
      return {.retryable = true, .submitted = request_left ? Submitted::unknown : Submitted::no};
  }
}

Status refuse_needs(const gateway::GenerationRequest& request, const gateway::Candidate& candidate,
                    std::initializer_list<gateway::Need::Kind> can) {
  for (const auto& need : request.needs) {
    if (std::ranges::find(can, need.kind) != can.end()) continue;
    return fail(invalid(need.field,
                        need.field + " cannot be served: " + candidate.model->id + " through " +
                            candidate.provider->name +
                            " has no such thing. A model of a provider that has it serves it; "
                            "GET /api/v1/models lists what is connected.",
                        "absent, or another model"));
  }
  return {};
}

const Adapter* adapter(std::string_view dialect) {
  static const PainterAdapter painter;
  static const OpenRouterAdapter openrouter;
  static const OpenAiChatAdapter openai_chat;
  static const GeminiAdapter gemini;
  static const BflAdapter bfl;
  static const ReplicateAdapter replicate;
  static const FalAdapter fal;
  static const OpenAiImagesAdapter openai_images;
  static const SdServerAdapter sd_server;
  static const ComfyUiAdapter comfyui;
  if (dialect == "painter") return &painter;
  if (dialect == "openrouter") return &openrouter;
  if (dialect == "openai_chat") return &openai_chat;
  if (dialect == "gemini") return &gemini;
  if (dialect == "bfl") return &bfl;
  if (dialect == "replicate") return &replicate;
  if (dialect == "fal") return &fal;
  if (dialect == "openai_images") return &openai_images;
  if (dialect == "sd_server") return &sd_server;
  if (dialect == "comfyui") return &comfyui;
  return nullptr;
}

}  // namespace easel::providers
