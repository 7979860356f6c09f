#include "providers/comfyui_workflow.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <functional>
#include <utility>

#include "wire/json.h"

namespace easel::providers {
namespace {

using namespace gateway;

// What a placeholder becomes when neither the request nor the workflow says; null: nothing else
// would do.
const std::map<std::string, json::value, std::less<>>& usual() {
  static const std::map<std::string, json::value, std::less<>> values = {
      {"prompt", ""},          {"negative_prompt", ""}, {"seed", 0},
      {"width", 1024},         {"height", 1024},        {"steps", 20},
      {"cfg_scale", 7.0},      {"strength", 0.75},      {"sampler", "euler"},
      {"checkpoint", nullptr}, {"scheduler", "normal"}, {"image", nullptr},
      {"image_2", nullptr},    {"image_3", nullptr},    {"image_4", nullptr},
      {"image_5", nullptr},    {"image_6", nullptr},    {"image_7", nullptr},
      {"image_8", nullptr}};
  return values;
}

struct Placeholder {
  std::size_t begin = 0, end = 0;  // within the text
  std::string_view name, otherwise;
};

std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t from) {
  auto begin = text.find("{{", from);
  auto end = begin == text.npos ? begin : text.find("}}", begin);
  if (end == text.npos) return {};
  auto inner = text.substr(begin + 2, end - begin - 2);
  auto bar = inner.find('|');
  return Placeholder{.begin = begin,
                     .end = end + 2,
                     .name = inner.substr(0, bar),
                     .otherwise = bar == inner.npos ? "" : inner.substr(bar + 1)};
}

json::value value_of(const Placeholder& placeholder, const ComfyWorkflow::Values& values) {
  if (auto given = values.find(placeholder.name); given != values.end()) return given->second;
  if (!placeholder.otherwise.empty()) {
    auto number = wire::parse_json(placeholder.otherwise);
    if (number && number->is_number()) return *number;
    return json::string(placeholder.otherwise);
  }
  return usual().find(placeholder.name)->second;
}

std::string as_text(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string().subview());
  return value.is_null() ? "" : json::serialize(value);
}

json::value filled_text(std::string_view text, const ComfyWorkflow::Values& values) {
  std::string out;
  std::size_t from = 0;
  while (auto found = next_placeholder(text, from)) {
    auto value = value_of(*found, values);
    if (found->begin == 0 && found->end == text.size()) return value;
    out += text.substr(from, found->begin - from);
    out += as_text(value);
    from = found->end;
  }
  out += text.substr(from);
  return json::string(out);
}

// Every text of the graph, which may be replaced.
void each_text(json::value& value, const std::function<void(json::value&)>& visit) {
  if (value.is_string()) return visit(value);
  if (value.is_array())
    for (auto& inner : value.get_array()) each_text(inner, visit);
  if (value.is_object())
    for (auto& [key, inner] : value.get_object()) each_text(inner, visit);
}

Status check_nodes(const json::object& graph) {
  if (graph.contains("nodes") && graph.contains("links"))
    return fail(invalid("",
                        "it was saved for ComfyUI's page; what is needed is its API format "
                        "(Workflow, Export (API))."));
  for (const auto& [id, node] : graph) {
    auto fields = node.if_object();
    auto type = fields ? fields->if_contains("class_type") : nullptr;
    auto inputs = fields ? fields->if_contains("inputs") : nullptr;
    if (!type || !type->is_string() || !inputs || !inputs->is_object())
      return fail(invalid("", "node \"" + std::string(id).substr(0, 40) +
                                  "\" has no class_type and inputs, as ComfyUI's API format has."));
  }
  return {};
}

constexpr std::string_view kFromWords = R"({
  "3": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": "{{steps|20}}",
        "cfg": "{{cfg_scale|7}}", "sampler_name": "{{sampler|euler}}",
        "scheduler": "{{scheduler|normal}}", "denoise": 1, "model": ["4", 0],
        "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}},
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "{{checkpoint}}"}},
  "5": {"class_type": "EmptyLatentImage",
        "inputs": {"width": "{{width}}", "height": "{{height}}", "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}", "clip": ["4", 1]}},
  "7": {"class_type": "CLIPTextEncode",
        "inputs": {"text": "{{negative_prompt}}", "clip": ["4", 1]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "easel", "images": ["8", 0]}}
})";

// The same, but drawing starts from a picture that is cut to the shape.
constexpr std::string_view kFromPicture = R"({
  "3": {"class_type": "KSampler", "inputs": {"seed": "{{seed}}", "steps": "{{steps|20}}",
        "cfg": "{{cfg_scale|7}}", "sampler_name": "{{sampler|euler}}",
        "scheduler": "{{scheduler|normal}}", "denoise": "{{strength|0.75}}", "model": ["4", 0],
        "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["12", 0]}},
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "{{checkpoint}}"}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}", "clip": ["4", 1]}},
  "7": {"class_type": "CLIPTextEncode",
        "inputs": {"text": "{{negative_prompt}}", "clip": ["4", 1]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "easel", "images": ["8", 0]}},
  "10": {"class_type": "LoadImage", "inputs": {"image": "{{image}}"}},
  "11": {"class_type": "ImageScale", "inputs": {"image": ["10", 0], "upscale_method": "lanczos",
         "width": "{{width}}", "height": "{{height}}", "crop": "center"}},
  "12": {"class_type": "VAEEncode", "inputs": {"pixels": ["11", 0], "vae": ["4", 2]}}
})";

}  // namespace

Result<ComfyWorkflow> ComfyWorkflow::parse(std::string_view text) {
  auto read = wire::parse_json(text);
  if (!read || !read->is_object() || read->get_object().empty())
    return fail(invalid("", "it is no JSON object."));
  ComfyWorkflow workflow;
  workflow.graph_ = std::move(read->get_object());
  TRY(check_nodes(workflow.graph_));
  std::string unknown;
  auto note = [&](json::value& value) {
    std::string_view inner = value.get_string().subview();
    std::size_t from = 0;
    while (auto found = next_placeholder(inner, from)) {
      if (!usual().contains(found->name)) unknown = found->name.substr(0, 40);
      workflow.names_.emplace(found->name);
      from = found->end;
    }
  };
  for (auto& [id, node] : workflow.graph_) each_text(node, note);
  if (!unknown.empty()) {
    std::string known;
    for (const auto& [name, value] : usual()) known += (known.empty() ? "" : ", ") + name;
    return fail(
        invalid("", "there is no placeholder {{" + unknown + "}}; there are " + known + "."));
  }
  if (!workflow.has("prompt"))
    return fail(invalid("", "it has no {{prompt}} where the words belong."));
  return workflow;
}

const ComfyWorkflow& ComfyWorkflow::from_words() {
  static const ComfyWorkflow workflow = *parse(kFromWords);
  return workflow;
}
const ComfyWorkflow& ComfyWorkflow::from_picture() {
  static const ComfyWorkflow workflow = *parse(kFromPicture);
  return workflow;
}

int ComfyWorkflow::pictures() const {
  int most = has("image") ? 1 : 0;
  for (int i = 2; i <= 8; ++i)
    if (has("image_" + std::to_string(i))) most = i;
  return most;
}

json::object ComfyWorkflow::filled(const Values& values) const {
  json::object graph = graph_;
  for (auto& [id, node] : graph)
    each_text(node, [&](json::value& value) {
      value = filled_text(value.get_string().subview(), values);
    });
  return graph;
}

}  // namespace easel::providers
