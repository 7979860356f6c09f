#include "cli/discovery.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "cli/asking.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::cli {
namespace {

namespace json = boost::json;

// sd-server and LM Studio, A1111 and Forge, vLLM, llama.cpp and LocalAI, ComfyUI, Ollama.
constexpr std::array kPorts = {1234, 7860, 7861, 8000, 8080, 8081, 8188, 11434};
constexpr std::chrono::milliseconds kPatience{500};

// Each is asked of every port; together the answers say what it is.
constexpr std::array<std::string_view, 6> kPaths = {
    "/sdcpp/v1/capabilities", "/system_stats", "/models/checkpoints",
    "/sdapi/v1/sd-models",    "/api/tags",     "/v1/models"};

// What one port answered, by path.
class Port {
 public:
  explicit Port(std::string url) : url_(std::move(url)) {}

  void note(std::string_view path, const Answer& answer) {
    if (answer.status != 200) return;
    auto read = wire::parse_json(answer.body);
    if (read) answers_[std::string(path)] = std::move(*read);
  }
  const std::string& url() const { return url_; }
  const json::object* object(std::string_view path) const {
    auto found = answers_.find(path);
    return found == answers_.end() ? nullptr : found->second.if_object();
  }
  const json::array* array(std::string_view path) const {
    auto found = answers_.find(path);
    return found == answers_.end() ? nullptr : found->second.if_array();
  }

 private:
  std::string url_;
  std::map<std::string, json::value, std::less<>> answers_;
};

std::string text_of(const json::value* value) {
  return value && value->is_string() ? std::string(value->get_string().subview()) : "";
}

// The text `key` of every object of a list, or the list's own texts.
std::vector<std::string> names_in(const json::array* list, std::string_view key) {
  std::vector<std::string> names;
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    auto entry = (*list)[i].if_object();
    auto name = entry ? text_of(entry->if_contains(key)) : text_of(&(*list)[i]);
    if (!name.empty()) names.push_back(name);
  }
  return names;
}

const json::array* list_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found ? found->if_array() : nullptr;
}

// A JSON text is a TOML text too.
std::string quoted(std::string_view text) {
  return wire::to_json(json::string(text));
}

std::string table(std::string_view slug, std::string_view dialect, const std::string& base_url,
                  const std::vector<std::string>& models) {
  constexpr std::size_t kMost = 12;
  std::string list;
  for (std::size_t i = 0; i < std::min(models.size(), kMost); ++i)
    list += (i > 0 ? ", " : "") + quoted(models[i]);
  return fmt::format("[providers.{}]\ndialect = \"{}\"\nbase_url = {}\nmodels = [{}]\n", slug,
                     dialect, quoted(base_url), list);
}

bool as_sd_server(const Port& port, FoundEngine& found) {
  auto facts = port.object("/sdcpp/v1/capabilities");
  auto model = facts ? facts->if_contains("model") : nullptr;
  if (!model || !model->is_object()) return false;
  auto stem = text_of(model->get_object().if_contains("stem"));
  found = {.kind = "sd-server", .url = port.url(), .models = {stem.empty() ? "model" : stem}};
  found.lines = table("sd", "sd_server", port.url(), found.models);
  return true;
}

bool as_comfyui(const Port& port, FoundEngine& found) {
  auto facts = port.object("/system_stats");
  auto system = facts ? facts->if_contains("system") : nullptr;
  if (!system || !system->is_object() || !facts->contains("devices")) return false;
  found = {.kind = "ComfyUI",
           .url = port.url(),
           .models = names_in(port.array("/models/checkpoints"), ""),
           .note =
               "Workflows of your own go into the data folder, as workflows/NAME.json "
               "(docs/local-engines.md)."};
  found.lines = table("comfyui", "comfyui", port.url(), found.models);
  return true;
}

bool as_webui(const Port& port, FoundEngine& found) {
  auto models = port.array("/sdapi/v1/sd-models");
  if (!models) return false;
  found = {.kind = "A1111 or Forge",
           .url = port.url(),
           .models = names_in(models, "model_name"),
           .note = "Easel has no dialect for it; ComfyUI and sd-server use the same model files."};
  return true;
}

bool as_ollama(const Port& port, FoundEngine& found) {
  auto facts = port.object("/api/tags");
  auto models = facts ? list_at(*facts, "models") : nullptr;
  if (!models) return false;
  found = {.kind = "Ollama", .url = port.url(), .models = names_in(models, "name")};
  found.lines = table("ollama", "openai_chat", port.url() + "/v1", found.models);
  return true;
}

bool as_openai(const Port& port, FoundEngine& found) {
  auto facts = port.object("/v1/models");
  auto models = facts ? list_at(*facts, "data") : nullptr;
  if (!models) return false;
  auto names = names_in(models, "id"), owners = names_in(models, "owned_by");
  if (std::ranges::count(names, "easel/painter-1") > 0) return false;  // this house itself
  auto owner = owners.empty() ? "" : owners.front();
  found = {.kind = "a server of OpenAI's shape", .url = port.url(), .models = names};
  std::string slug = "server", dialect = "openai_chat";
  if (owner == "vllm") found.kind = "vLLM", slug = "vllm";
  if (owner == "llamacpp") found.kind = "llama.cpp", slug = "llamacpp";
  if (owner.empty()) {
    found.kind = "LocalAI, or another server of OpenAI's shape";
    slug = "localai";
    found.note = "Models that draw want dialect = \"openai_images\" in a table of their own.";
  }
  found.lines = table(slug, dialect, port.url() + "/v1", found.models);
  return true;
}

}  // namespace

std::vector<FoundEngine> find_engines(const std::vector<int>& more) {
  std::vector<int> numbers(kPorts.begin(), kPorts.end());
  for (int port : more)
    if (std::ranges::count(numbers, port) == 0) numbers.push_back(port);
  std::vector<Question> questions;
  for (int port : numbers)
    for (auto path : kPaths)
      questions.push_back({fmt::format("http://127.0.0.1:{}{}", port, path)});
  auto answers = ask_all(questions, kPatience);
  std::vector<FoundEngine> engines;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    Port port(fmt::format("http://127.0.0.1:{}", numbers[i]));
    for (std::size_t j = 0; j < kPaths.size(); ++j)
      port.note(kPaths[j], answers[i * kPaths.size() + j]);
    FoundEngine found;
    for (auto as : {as_sd_server, as_comfyui, as_webui, as_ollama, as_openai})
      if (as(port, found)) {
        engines.push_back(std::move(found));
        break;
      }
  }
  return engines;
}

}  // namespace easel::cli
