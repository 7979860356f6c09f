#include "api/chat_request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "api/font_input.h"
#include "api/picture_address.h"
#include "gateway/capabilities.h"
#include "providers/finishing.h"
#include "wire/fields.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;

constexpr std::size_t kMostMessages = 10'000;
constexpr std::size_t kMostModels = 64;
constexpr std::size_t kLongestModel = 256;

std::string_view view(const json::string& text) {
  return {text.data(), text.size()};
}

class Parser {
 public:
  explicit Parser(GenerationRequest& request) : request_(request), body_(request.body) {}

  Status parse() {
    show_files();
    Fields fields(body_, "");
    read_models(fields);
    read_modalities(fields);
    request_.stream = fields.flag("stream").value_or(false);
    request_.user = fields.text("user").value_or("");
    request_.session_id = fields.text("session_id").value_or("");
    read_needs(fields);
    check_sampling(fields);
    auto messages = fields.array("messages");
    auto prompt = fields.text("prompt");
    if (!messages && !prompt) fields.complain("messages", "an array of at least one message");
    TRY(fields.status());
    if (messages) {
      TRY(read_messages(*messages));
    } else {  // the legacy form
      request_.messages.push_back(
          {.role = "user", .parts = {{.text = text_of(request_, *prompt)}}});
      body_["messages"] = json::array{json::object{{"role", "user"}, {"content", *prompt}}};
      body_.erase("prompt");
    }
    TRY(read_image_config(fields));
    return read_provider(body_, request_);
  }

 private:
  // A part that names a file of this house is a picture: all that are kept are.
  void show_files() {
    auto messages = body_.if_contains("messages");
    if (!messages || !messages->is_array()) return;
    for (auto& message : messages->get_array()) {
      auto content = message.is_object() ? message.get_object().if_contains("content") : nullptr;
      if (!content || !content->is_array()) continue;
      for (auto& part : content->get_array())
        if (auto url = address_of_file(part))
          part = json::object{{"type", "image_url"}, {"image_url", json::object{{"url", *url}}}};
    }
  }

  static std::optional<std::string> address_of_file(const json::value& part) {
    if (!part.is_object()) return {};
    auto type = part.get_object().if_contains("type");
    auto file = part.get_object().if_contains("file");
    if (!type || *type != "file" || !file || !file->is_object()) return {};
    auto id = file->get_object().if_contains("file_id");
    if (!id || !id->is_string() || file->get_object().contains("file_data")) return {};
    return file_address(view(id->get_string()));
  }

  void read_models(Fields& fields) {
    if (auto model = fields.text("model")) request_.models.push_back(*model);
    auto listed = fields.texts("models");
    if (listed.size() > kMostModels)
      return fields.complain("models", fmt::format("an array of at most {} models", kMostModels));
    for (auto& model : listed)
      if (!std::ranges::count(request_.models, model)) request_.models.push_back(std::move(model));
    auto bad = [&](const std::string& id) {
      return id.empty() || id.size() > kLongestModel || request_.blob_index(id) >= 0;
    };
    if (request_.models.empty() || std::ranges::any_of(request_.models, bad))
      fields.complain("model", "a model's id, such as easel/painter-1");
  }

  void read_modalities(Fields& fields) {
    auto given = fields.texts("modalities");
    for (const auto& modality : given)
      if (modality != "text" && modality != "image" && modality != "audio")
        fields.complain("modalities", "an array of \"text\", \"image\" and \"audio\"");
    request_.modalities_given = !given.empty();
    request_.wants_image = std::ranges::count(given, "image") > 0;
    request_.wants_audio = std::ranges::count(given, "audio") > 0;
    request_.wants_text = given.empty() || std::ranges::count(given, "text") > 0;
  }

  void need(Need::Kind kind, std::string field) {
    request_.needs.push_back({.kind = kind, .field = std::move(field)});
  }

  void read_needs(Fields& fields) {
    for (auto name : {"tools", "functions"})
      if (auto tools = fields.array(name); tools && !tools->empty()) need(Need::Kind::tools, name);
    read_plugins(fields);
    fields.choice("route", {"fallback", "sort"});  // what is done anyway, as OpenRouter once asked
    if (auto format = fields.object("response_format")) {
      Fields inner(*format, "response_format");
      if (inner.text("type").value_or("text") != "text")
        need(Need::Kind::response_format, "response_format");
    }
    if (auto debug = fields.object("debug")) {
      Fields inner(*debug, "debug");
      request_.echo_upstream_body = inner.flag("echo_upstream_body").value_or(false);
    }
  }

  void read_plugins(Fields& fields) {
    auto plugins = fields.array("plugins");
    for (std::size_t i = 0; plugins && i < plugins->size(); ++i) {
      if (!(*plugins)[i].is_object()) return fields.complain("plugins", "an array of objects");
      Fields plugin((*plugins)[i].get_object(), fmt::format("plugins[{}]", i));
      auto id = plugin.text("id").value_or("");
      if (!plugin.flag("enabled").value_or(true)) continue;
      if (id != "auto-router") {
        need(Need::Kind::plugins, "plugins");
        continue;
      }
      request_.auto_router = {.allowed = plugin.texts("allowed_models"),
                              .excluded = plugin.texts("excluded_models")};
      if (auto read = plugin.status(); !read)
        return fields.complain("plugins", "an auto-router with lists of models");
    }
  }

  // Only what every dialect shares is checked; the rest goes up as it came.
  void check_sampling(Fields& fields) {
    fields.integer("max_tokens", 1, std::numeric_limits<int>::max());
    auto temperature = body_.if_contains("temperature");
    if (temperature && !temperature->is_null()) {
      bool fits = temperature->is_number() && temperature->to_number<double>() >= 0 &&
                  temperature->to_number<double>() <= 2;
      if (!fits) fields.complain("temperature", "a number from 0 to 2");
    }
    request_.image.seed = fields.integer("seed", std::numeric_limits<std::int64_t>::min(),
                                         std::numeric_limits<std::int64_t>::max());
    if (auto n = fields.integer("n", 1, 10)) request_.image.n = static_cast<int>(*n);
  }

  Status read_messages(const json::array& messages) {
    if (messages.empty() || messages.size() > kMostMessages)
      return fail(invalid("messages", "messages must hold at least one message.",
                          "an array of at least one message"));
    for (std::size_t i = 0; i < messages.size(); ++i) {
      std::string path = fmt::format("messages[{}]", i);
      if (!messages[i].is_object())
        return fail(
            invalid(path, path + " must be an object with a role and content.", "an object"));
      TRY(read_message(messages[i].get_object(), path));
    }
    return {};
  }

  Status read_message(const json::object& object, const std::string& path) {
    Fields fields(object, path);
    Message message;
    auto role =
        fields.choice("role", {"user", "assistant", "system", "developer", "tool", "function"});
    if (!role) fields.complain("role", "one of user, assistant, system, developer, tool");
    auto content = object.if_contains("content");
    bool empty = !content || content->is_null();
    if (empty && (role == "user" || role == "system"))
      fields.complain("content", "a string or an array of parts");
    if (!empty && !content->is_string() && !content->is_array())
      fields.complain("content", "a string or an array of parts");
    TRY(fields.status());
    message.role = *role;
    if (!empty && content->is_string())
      message.parts.push_back({.text = text_of(request_, view(content->get_string()))});
    if (!empty && content->is_array()) TRY(read_parts(content->get_array(), path, message));
    // An assistant message sent back carries the pictures it brought.
    if (auto images = fields.array("images"))
      for (const auto& image : *images)
        if (image.is_object()) (void)read_image(image.get_object(), path + ".images", message);
    request_.messages.push_back(std::move(message));
    return {};
  }

  Status read_parts(const json::array& parts, const std::string& path, Message& message) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      std::string at = fmt::format("{}.content[{}]", path, i);
      if (!parts[i].is_object())
        return fail(invalid(at, at + " must be an object with a type.", "an object"));
      const auto& part = parts[i].get_object();
      Fields fields(part, at);
      auto type = fields.text("type");
      if (!type) fields.complain("type", "a part's type, such as text or image_url");
      TRY(fields.status());
      if (*type == "text") {
        auto text = fields.text("text");
        if (!text) fields.complain("text", "a string");
        TRY(fields.status());
        message.parts.push_back({.text = text_of(request_, *text)});
      } else if (*type == "image_url") {
        TRY(read_image(part, at, message));
      } else {
        message.parts.push_back({.kind = Part::Kind::other});
        if (*type == "file") need(Need::Kind::file, at);
        if (*type == "input_audio") need(Need::Kind::audio, at);
        if (*type == "video_url" || *type == "input_video") need(Need::Kind::video, at);
      }
    }
    return {};
  }

  Status read_image(const json::object& part, const std::string& path, Message& message) {
    Fields fields(part, path);
    std::optional<std::string> url;
    auto holder = part.if_contains("image_url");
    if (holder && holder->is_object()) {
      Fields inner(holder->get_object(), path + ".image_url");
      url = inner.text("url");
      TRY(inner.status());
    } else if (holder && holder->is_string()) {
      url = std::string(view(holder->get_string()));
    }
    if (!url) {
      fields.complain("image_url", "an object with a url: https, http or data:image/…;base64");
      return fields.status();
    }
    message.parts.push_back(TRY(picture_of(request_, *url, path + ".image_url")));
    return {};
  }

  Status read_image_config(Fields& body) {
    auto object = body.object("image_config");
    TRY(body.status());
    if (!object) return {};
    Fields fields(*object, "image_config");
    ImageOptions& image = request_.image;
    image.aspect_ratio = fields.text("aspect_ratio");
    image.image_size = fields.text("image_size");
    image.quality = fields.text("quality");
    image.output_format = fields.text("output_format");
    image.background = fields.text("background");
    if (auto compression = fields.integer("output_compression", 0, 100))
      image.output_compression = static_cast<int>(*compression);
    if (auto n = fields.integer("n", 1, 10)) image.n = static_cast<int>(*n);
    if (auto seed = fields.integer("seed", std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max()))
      image.seed = seed;
    if (auto size = fields.text("size")) {
      image.pixels = parse_size(*size);
      if (!image.pixels && *size != "auto") fields.complain("size", "pixels such as 1024x1024");
    }
    TRY(read_fonts(fields));
    TRY(read_references(fields));
    check_known(fields);
    return fields.status();
  }

  Status read_fonts(Fields& fields) {
    auto fonts = fields.array("font_inputs");
    TRY(fields.status());
    for (std::size_t i = 0; fonts && i < fonts->size(); ++i) {
      std::string at = fmt::format("image_config.font_inputs[{}]", i);
      if (!(*fonts)[i].is_object())
        return fail(invalid(at, at + " must be an object.", "an object"));
      Fields font((*fonts)[i].get_object(), at);
      auto url = font.text("font_url").value_or("");
      if (url.empty()) font.complain("font_url", "an https or data: address of a font");
      auto text = font.text("text").value_or("");
      if (text.empty()) font.complain("text", "the text to set");
      TRY(font.status());
      request_.fonts.push_back(TRY(font_of(request_, url, text_of(request_, text), at)));
    }
    if (!fonts) return {};
    request_.image.fonts = static_cast<int>(fonts->size());
    return set_aside_fonts();
  }

  Status read_references(Fields& fields) {
    const auto urls = fields.texts("super_resolution_references");
    TRY(fields.status());
    for (std::size_t i = 0; i < urls.size(); ++i) {
      auto part = TRY(picture_of(request_, urls[i],
                                 fmt::format("image_config.super_resolution_references[{}]", i)));
      request_.references.push_back(std::move(part.image));
    }
    request_.image.super_resolution_references = static_cast<int>(urls.size());
    return urls.empty() ? Status{} : set_aside_references();
  }

  // As set_aside_fonts(), with the rules that a model of this house has.
  Status set_aside_references() {
    auto finishing = TRY(providers::read_finishing(request_));
    if (!finishing || !finishing->references) return {};
    Capabilities here;
    here.super_resolution_max = 4;
    ImageOptions asked;
    asked.super_resolution_references = request_.image.super_resolution_references;
    TRY(fit(asked, here, request_.image_parts()));
    request_.image.super_resolution_references = 0;
    body_["image_config"].as_object().erase("super_resolution_references");
    return {};
  }

  // Where this house lays the texts over whatever picture comes, the model is asked for none.
  Status set_aside_fonts() {
    auto finishing = TRY(providers::read_finishing(request_));
    if (!finishing || !finishing->fonts) return {};
    constexpr int kMost = 2;
    if (request_.image.fonts > kMost)
      return fail(invalid("image_config.font_inputs",
                          "image_config.font_inputs holds more than 2 entries.",
                          "at most 2 entries"));
    request_.image.fonts = 0;
    body_["image_config"].as_object().erase("font_inputs");
    return {};
  }

  // A ratio or tier that no model anywhere has is a slip of the pen; which of the known ones a
  // model takes is its own affair (capabilities.h).
  void check_known(Fields& fields) {
    const ImageOptions& image = request_.image;
    auto known = [](const std::optional<std::string>& given,
                    std::span<const std::string_view> list) {
      return !given || std::ranges::count(list, *given) > 0;
    };
    if (!known(image.aspect_ratio, known_ratios()) && image.aspect_ratio != "auto")
      fields.complain("aspect_ratio", fmt::format("one of {}", fmt::join(known_ratios(), ", ")));
    if (image.image_size) {
      auto tier = tier_named(*image.image_size);
      if (!tier)
        fields.complain("image_size", fmt::format("one of {}", fmt::join(known_tiers(), ", ")));
      else
        body_["image_config"].as_object()["image_size"] = *tier;
      request_.image.image_size = tier;
    }
    if (image.aspect_ratio == "auto") request_.image.aspect_ratio.reset();
  }

  GenerationRequest& request_;
  json::object& body_;
};

}  // namespace

Status read_provider(const json::object& body, GenerationRequest& request) {
  Fields outer(body, "");
  auto object = outer.object("provider");
  TRY(outer.status());
  if (!object) return {};
  request.provider = TRY(read_preferences(*object));
  return {};
}

Result<GenerationRequest> read_chat(GenerationRequest request) {
  TRY(Parser(request).parse());
  return request;
}

Result<GenerationRequest> ChatBody::finish() {
  return read_chat(TRY(finish_document()));
}

}  // namespace easel::api
