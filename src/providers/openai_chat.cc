#include "providers/openai_chat.h"

#include "gateway/pricing.h"
#include "providers/chat_exchange.h"

namespace easel::providers {
namespace {

using namespace gateway;

// These servers may refuse a body that holds a name they do not know.
constexpr std::string_view kOpenRoutersOwn[] = {"models",
                                                "route",
                                                "provider",
                                                "plugins",
                                                "preset",
                                                "transforms",
                                                "image_config",
                                                "usage",
                                                "trace",
                                                "debug",
                                                "session_id",
                                                "easel",
                                                "callback_url",
                                                "cache_control",
                                                "verbosity",
                                                "top_a",
                                                "reasoning",
                                                "modalities",
                                                "stop_server_tools_when"};
constexpr std::string_view kOfAnAnswer[] = {"reasoning", "reasoning_details", "images",
                                            "annotations"};

void translate_reasoning(json::object& body) {
  auto wish = body.if_contains("reasoning");
  if (!wish || !wish->is_object() || body.contains("reasoning_effort")) return;
  if (auto effort = wish->get_object().if_contains("effort"); effort && effort->is_string()) {
    json::value level = *effort;
    body["reasoning_effort"] = std::move(level);
  }
}

void clean_messages(json::object& body) {
  auto messages = body.if_contains("messages");
  if (!messages || !messages->is_array()) return;
  for (auto& message : messages->get_array())
    if (message.is_object())
      for (auto name : kOfAnAnswer) message.get_object().erase(name);
}

}  // namespace

Result<Plan> OpenAiChatAdapter::plan(const GenerationRequest& request,
                                     const Candidate& candidate) const {
  using enum Need::Kind;
  TRY(refuse_needs(request, candidate, {tools, response_format, file, audio, video}));
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, 0), .pictures = 0};
}

std::unique_ptr<Exchange> OpenAiChatAdapter::start(const GenerationRequest& request,
                                                   const Candidate& candidate, std::int64_t) const {
  json::object body = request.body;
  body["model"] = candidate.endpoint->model_name;
  translate_reasoning(body);
  for (auto name : kOpenRoutersOwn)
    if (name != "modalities" || !request.wants_audio) body.erase(name);
  clean_messages(body);
  if (request.stream) body["stream_options"] = json::object{{"include_usage", true}};
  return chat_exchange(request, candidate, std::move(body));
}

}  // namespace easel::providers
