#include "api/presets.h"

namespace easel::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kMark = "@preset/";

void join_tools(json::object& document, json::value& tools) {
  auto own = document.if_contains("tools");
  if (!own || !own->is_array() || !tools.is_array()) return;
  for (auto& tool : tools.get_array())
    if (std::ranges::find(own->get_array(), tool) == own->get_array().end())
      own->get_array().push_back(std::move(tool));
}

void add_system(json::object& document, std::string prompt) {
  if (document.contains("input")) {
    if (!document.contains("instructions")) document["instructions"] = std::move(prompt);
  } else if (auto messages = document.if_contains("messages"); messages && messages->is_array()) {
    auto& list = messages->get_array();
    list.insert(list.begin(), json::object{{"role", "system"}, {"content", std::move(prompt)}});
  }
}

}  // namespace

std::string take_preset_name(json::object& document) {
  std::string name;
  if (auto given = document.if_contains("preset"); given && given->is_string()) {
    name = std::string(given->get_string().subview());
    document.erase("preset");
  }
  auto model = document.if_contains("model");
  if (!model || !model->is_string()) return name;
  auto text = std::string(model->get_string().subview());
  auto at = text.find(kMark);
  if (at == text.npos) return name;
  name = text.substr(at + kMark.size());
  if (at == 0)
    document.erase("model");
  else
    *model = text.substr(0, at);
  return name;
}

void fill_in(json::object& document, Preset preset) {
  if (auto tools = preset.config.if_contains("tools")) join_tools(document, *tools);
  // The models of a preset are one wish: they are not mixed with the request's.
  bool own_model = document.contains("model") || document.contains("models");
  for (auto& [key, value] : preset.config) {
    bool model = key == "model" || key == "models";
    if (document.contains(key) || (model && own_model)) continue;
    document[key] = std::move(value);
  }
  if (!preset.system_prompt.empty()) add_system(document, std::move(preset.system_prompt));
}

void spread_image_config(json::object& document) {
  auto config = document.if_contains("image_config");
  if (!config || !config->is_object()) return;
  auto fields = std::move(config->get_object());
  document.erase("image_config");
  for (auto& [name, value] : fields) {
    auto here = name == "image_size" ? std::string_view("resolution") : std::string_view(name);
    // One says the size of the picture, so that another is not of the same wish.
    bool sized = here == "resolution" || here == "aspect_ratio";
    if (!document.contains(here) && !(sized && document.contains("size")))
      document[here] = std::move(value);
  }
}

Task<Status> apply_preset(House& house, const store::Key& key, JsonBody& body) {
  auto request = CO_TRY(body.document());
  co_return co_await apply_preset(house, key, request->body);
}

Task<Status> apply_preset(House& house, const store::Key& key, json::object& document) {
  auto name = take_preset_name(document);
  if (name.empty()) co_return Status{};
  std::optional<Preset> preset;
  if (house.presets) {
    auto found = co_await house.presets->find(key, name);
    preset = CO_TRY(std::move(found));
  }
  if (!preset)
    co_return fail(ErrorKind::not_found, "Preset " + name.substr(0, 120) + " was not found.");
  fill_in(document, std::move(*preset));
  co_return Status{};
}

}  // namespace easel::api
