// What an upstream may send, buffered or streamed, through the OpenRouter dialect: nothing may
// crash, and every reply ends in exactly one Finish or Failure.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <variant>

#include "providers/openrouter.h"
#include "wire/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace easel;
  if (size < 2) return 0;
  const bool stream = data[0] & 1;
  const std::size_t piece = data[1] + 1u;
  std::string_view reply(reinterpret_cast<const char*>(data) + 2, size - 2);

  gateway::Model model{.id = "a/b"};
  gateway::Provider provider{.slug = "openrouter", .base_url = "http://up"};
  gateway::Endpoint endpoint{.provider = "openrouter", .model_name = "a/b"};
  gateway::Candidate candidate{&model, &endpoint, &provider};
  gateway::GenerationRequest request;
  request.stream = stream;
  auto exchange = providers::OpenRouterAdapter().start(request, candidate, 0);
  (void)exchange->next();
  exchange->head(200, {{"Content-Type", stream ? "text/event-stream" : "application/json"}});
  gateway::Events events;
  for (std::size_t i = 0; i < reply.size(); i += piece)
    exchange->feed(reply.substr(i, piece), events);
  exchange->end(events);
  int ends = 0;
  for (const auto& event : events)
    ends += std::holds_alternative<gateway::Finish>(event) ||
            std::holds_alternative<gateway::Failure>(event);
  if (ends != 1) std::abort();
  return 0;
}
