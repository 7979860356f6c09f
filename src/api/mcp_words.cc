#include "api/mcp_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api::mcp {
namespace {

using namespace gateway;
using wire::JsonWriter;

constexpr std::array<std::string_view, 3> kVersions{"2025-11-25", "2025-06-18", "2025-03-26"};
constexpr std::uint64_t kMostInline = 1 << 20;

// Arguments that go to the image door under their own name.
constexpr std::array<std::string_view, 9> kShared{"prompt",  "model",      "aspect_ratio",
                                                  "size",    "n",          "seed",
                                                  "quality", "background", "output_format"};

constexpr std::string_view kInstructions =
    "Easel makes pictures. generate_image draws from words, edit_image works from pictures you "
    "give; without a model the house's own painter draws, at no cost. list_image_models says what "
    "each model takes and costs. Results hold links that stay good for about a day.";

constexpr std::string_view kTools = R"json({"tools":[
{"name":"generate_image","title":"Generate an image",
"description":"Makes one or more pictures from words. Without a model, Easel's own painter draws a landscape, at no cost.",
"inputSchema":{"type":"object","additionalProperties":false,"required":["prompt"],"properties":{
"prompt":{"type":"string","description":"What to draw"},
"model":{"type":"string","description":"A model of list_image_models"},
"aspect_ratio":{"type":"string","description":"Such as 1:1, 16:9 or 3:2"},
"size":{"type":"string","description":"512, 1K, 2K, 4K, or pixels such as 1024x768"},
"n":{"type":"integer","minimum":1,"maximum":10,"description":"How many, at most"},
"seed":{"type":"integer","description":"The same seed gives the same picture, where the model has one"},
"quality":{"type":"string","enum":["auto","low","medium","high"]},
"background":{"type":"string","enum":["auto","transparent","opaque"]},
"output_format":{"type":"string","enum":["png","jpeg","webp"]}}},
"outputSchema":@PICTURES@,
"annotations":{"readOnlyHint":false,"destructiveHint":false,"openWorldHint":true}},
{"name":"edit_image","title":"Edit an image",
"description":"Makes a picture from pictures and words: changes one, or combines several.",
"inputSchema":{"type":"object","additionalProperties":false,"required":["prompt","images"],"properties":{
"prompt":{"type":"string","description":"What to change"},
"images":{"type":"array","minItems":1,"maxItems":16,"items":{"type":"string"},"description":"Addresses (https, or links of earlier results), data URLs, or base64"},
"model":{"type":"string","description":"A model of list_image_models that takes images"},
"aspect_ratio":{"type":"string"},"size":{"type":"string"},
"n":{"type":"integer","minimum":1,"maximum":10},"seed":{"type":"integer"},
"quality":{"type":"string","enum":["auto","low","medium","high"]},
"background":{"type":"string","enum":["auto","transparent","opaque"]},
"output_format":{"type":"string","enum":["png","jpeg","webp"]}}},
"outputSchema":@PICTURES@,
"annotations":{"readOnlyHint":false,"destructiveHint":false,"openWorldHint":true}},
{"name":"list_image_models","title":"List image models",
"description":"The models that can make pictures here, and what can be asked of each.",
"inputSchema":{"type":"object","additionalProperties":false,"properties":{}},
"outputSchema":{"type":"object","required":["models"],"properties":{"models":{"type":"array","items":{"type":"object","required":["id","name"],"properties":{"id":{"type":"string"},"name":{"type":"string"}}}}}},
"annotations":{"readOnlyHint":true,"openWorldHint":false}},
{"name":"get_generation","title":"Look up a generation",
"description":"How an earlier generation of this key went, what it cost, and fresh links to its pictures.",
"inputSchema":{"type":"object","additionalProperties":false,"required":["id"],"properties":{"id":{"type":"string","description":"gen-…"}}},
"outputSchema":{"type":"object","required":["id","state","model","cost","pictures"],"properties":{"id":{"type":"string"},"state":{"type":"string"},"model":{"type":"string"},"cost":{"type":"number"},"error":{"type":"string"},"pictures":@LIST@}},
"annotations":{"readOnlyHint":true,"openWorldHint":false}}]})json";

constexpr std::string_view kPictures =
    R"json({"type":"object","required":["id","model","cost","pictures"],"properties":{"id":{"type":"string"},"model":{"type":"string"},"provider":{"type":"string"},"cost":{"type":"number","description":"US dollars"},"pictures":@LIST@}})json";

constexpr std::string_view kList =
    R"json({"type":"array","items":{"type":"object","required":["url","media_type","width","height","bytes","sha256"],"properties":{"url":{"type":"string"},"media_type":{"type":"string"},"width":{"type":"integer"},"height":{"type":"integer"},"bytes":{"type":"integer"},"sha256":{"type":"string"}}}})json";

std::string filled(std::string text, std::string_view mark, std::string_view with) {
  for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + with.size()))
    text.replace(at, mark.size(), with);
  return text;
}

void write_text(JsonWriter& out, std::string_view text) {
  out.begin_object().field("type", "text").field("text", text).end_object();
}

std::string summary(const drive::Job& job, const std::vector<Linked>& pictures, bool links) {
  const auto& outcome = *job.outcome;
  std::string text = job.text(Text::Channel::content);
  if (!text.empty()) text += "\n\n";
  text += fmt::format("{} made {} picture{} for ${} ({}).", outcome.model, pictures.size(),
                      pictures.size() == 1 ? "" : "s", outcome.cost.text(), job.id);
  for (const auto& each : pictures) {
    text += fmt::format("\n{}×{} {}", each.picture.file.width, each.picture.file.height,
                        each.picture.file.media_type);
    if (!links) text += " " + each.url;
  }
  return text;
}

}  // namespace

bool speaks(std::string_view version) {
  return std::ranges::find(kVersions, version) != kVersions.end();
}

std::string_view agree_on(std::string_view asked) {
  auto found = std::ranges::find(kVersions, asked);
  return found == kVersions.end() ? kVersions.front() : *found;
}

bool has_links(std::string_view version) {
  return version != "2025-03-26";
}

std::string initialize_result(std::string_view version) {
  std::string text;
  JsonWriter out(text);
  out.begin_object().field("protocolVersion", version);
  out.key("capabilities").begin_object().key("tools").begin_object().end_object().end_object();
  out.key("serverInfo").begin_object().field("name", "easel").field("title", "Easel");
  out.field("version", EASEL_VERSION).end_object();
  out.field("instructions", kInstructions).end_object();
  return text;
}

std::string_view tools() {
  // Written over lines to be read; said in one, as a line of stdio must be.
  static const std::string text = filled(
      filled(filled(std::string(kTools), "@PICTURES@", kPictures), "@LIST@", kList), "\n", "");
  return text;
}

Result<json::object> picture_body(std::string_view tool, const json::object& arguments,
                                  const std::string& default_model) {
  bool edits = tool == "edit_image";
  json::object body;
  for (const auto& [key, value] : arguments) {
    std::string_view name(key.data(), key.size());
    bool known = std::ranges::find(kShared, name) != kShared.end();
    if (!known && !(edits && name == "images"))
      return fail(invalid(std::string(name.substr(0, 60)),
                          fmt::format("{} has no argument {}.", tool, name.substr(0, 60))));
    if (known && !value.is_null()) body[key] = value;
  }
  if (!body.contains("model")) body["model"] = default_model;
  if (!edits) return body;
  auto images = arguments.if_contains("images");
  if (!images || !images->is_array() || images->get_array().empty())
    return fail(invalid("images", "images must be an array of at least one picture."));
  json::array references;
  for (const auto& image : images->get_array()) {
    if (!image.is_string())
      return fail(invalid("images", "Each of images must be an address, a data URL or base64."));
    references.push_back(
        json::object{{"type", "image_url"}, {"image_url", json::object{{"url", image}}}});
  }
  body["input_references"] = std::move(references);
  return body;
}

std::string tool_error(std::string_view message) {
  std::string text;
  JsonWriter out(text);
  out.begin_object().key("content").begin_array();
  write_text(out, message);
  out.end_array().field("isError", true).end_object();
  return text;
}

Pieces picture_result(const drive::Job& job, const std::vector<Linked>& pictures,
                      std::string_view version) {
  bool links = has_links(version);
  Pieces pieces;
  std::string text = R"({"content":[)";
  for (const auto& each : pictures) {
    if (each.picture.file.bytes > kMostInline) continue;
    pieces.push_back({text + R"({"type":"image","data":")", each.picture, true});
    text = R"(","mimeType":")" + each.picture.file.media_type + "\"},";
  }
  std::string rest;
  for (const auto& each : pictures) {
    if (!links) break;
    const auto& file = each.picture.file;
    JsonWriter out(rest);
    out.begin_object().field("type", "resource_link").field("uri", each.url);
    out.field("name", "easel-" + file.sha256.substr(0, 12)).field("mimeType", file.media_type);
    out.field("size", file.bytes).end_object();
    rest += ',';
  }
  JsonWriter words(rest);
  write_text(words, summary(job, pictures, links));
  rest += ']';
  if (links) {
    const auto& outcome = *job.outcome;
    std::string facts;
    JsonWriter out(facts);
    out.begin_object().field("id", job.id).field("model", outcome.model);
    out.field("provider", outcome.provider).field("cost", outcome.cost);
    out.key("pictures");
    write_pictures(out, pictures);
    for (auto name : {"seed", "account", "warnings"})
      if (auto found = outcome.easel.if_contains(name)) out.field(name, *found);
    out.end_object();
    rest += R"(,"structuredContent":)" + facts;
  }
  pieces.push_back({text + rest + R"(,"isError":false})"});
  return pieces;
}

void write_pictures(JsonWriter& out, const std::vector<Linked>& pictures) {
  out.begin_array();
  for (const auto& each : pictures) {
    const auto& file = each.picture.file;
    out.begin_object().field("url", each.url).field("media_type", file.media_type);
    out.field("width", file.width).field("height", file.height).field("bytes", file.bytes);
    out.field("sha256", file.sha256).end_object();
  }
  out.end_array();
}

std::string structured_result(std::string_view json, std::string_view version) {
  std::string text;
  JsonWriter out(text);
  out.begin_object().key("content").begin_array();
  write_text(out, json);
  out.end_array();
  if (has_links(version)) out.field_raw("structuredContent", json);
  out.field("isError", false).end_object();
  return text;
}

}  // namespace easel::api::mcp
