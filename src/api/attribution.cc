#include "api/attribution.h"

#include "base/text.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

constexpr std::size_t kLongest = 512;
constexpr std::size_t kMostLabels = 32;

// As a database takes it, and not cut through the middle of a character.
std::string cut(std::string_view given) {
  auto text = storable(given);
  auto size = std::min(text.size(), kLongest);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
    --size;
  return text.substr(0, size);
}

void add_labels(gateway::GenerationRequest& request, const std::string& name) {
  auto found = request.body.if_contains(name);
  if (!found || !found->is_object()) return;
  for (const auto& [key, value] : found->get_object()) {
    if (request.by.labels.size() >= kMostLabels) return;
    if (!value.is_string() && !value.is_number() && !value.is_bool()) continue;
    auto text = value.is_string()
                    ? std::string(value.get_string().data(), value.get_string().size())
                    : wire::to_json(value);
    request.by.labels.emplace_back(cut(name + "." + std::string(key.data(), key.size())),
                                   cut(text));
  }
}

}  // namespace

void note_attribution(const http::Request& in, gateway::GenerationRequest& request) {
  auto title = in.header("x-openrouter-title");
  request.by.referer = cut(in.header("http-referer"));
  request.by.app = cut(title.empty() ? in.header("x-title") : title);
  request.by.user_agent = cut(in.header("user-agent"));
  auto session = std::string(in.header("x-session-id"));
  request.session_id = cut(request.session_id.empty() ? session : request.session_id);
  request.user = cut(request.user);
  add_labels(request, "trace");
  add_labels(request, "metadata");
}

}  // namespace easel::api
