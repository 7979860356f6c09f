#include "api/messages_request.h"

#include <fmt/format.h>

#include <limits>

#include "api/chat_request.h"
#include "api/picture_address.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;

// Said alike in a chat.
constexpr std::string_view kShared[] = {
    "model",    "models",  "modalities", "image_config", "temperature",  "top_p",  "top_k",
    "provider", "plugins", "route",      "session_id",   "trace",        "stream", "service_tier",
    "user",     "debug",   "easel",      "callback_url", "cache_control"};

bool given(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && !found->is_null();
}

json::object text_part(std::string_view text) {
  return {{"type", "text"}, {"text", text}};
}

json::object image_part(const std::string& url) {
  return {{"type", "image_url"}, {"image_url", json::object{{"url", url}}}};
}

void keep_cache_mark(const json::object& block, json::object& part) {
  if (given(block, "cache_control")) part["cache_control"] = block.at("cache_control");
}

// Writes the chat that a body stands for, naming what is wrong as the client wrote it.
class Translator {
 public:
  Translator(GenerationRequest& request, ByteBudget& budget)
      : request_(request), budget_(budget), from_(std::move(request.body)) {}

  Status translate() {
    Fields fields(from_, "");
    for (auto name : kShared)
      if (given(from_, name)) chat_[name] = from_.at(name);
    auto most = fields.integer("max_tokens", 1, std::numeric_limits<int>::max());
    if (!most) fields.complain("max_tokens", "how many tokens the answer may have at most");
    TRY(fields.status());
    chat_["max_tokens"] = *most;
    if (given(from_, "stop_sequences")) chat_["stop"] = from_.at("stop_sequences");
    read_user();
    read_thinking();
    TRY(read_output_config());
    TRY(read_fallbacks(fields));
    TRY(read_system());
    TRY(read_messages(fields));
    TRY(read_tools(fields));
    TRY(read_tool_choice());
    chat_["messages"] = std::move(messages_);
    request_.body = std::move(chat_);
    return {};
  }

 private:
  void read_user() {
    auto metadata = from_.if_contains("metadata");
    if (!metadata || !metadata->is_object() || chat_.contains("user")) return;
    if (auto id = metadata->get_object().if_contains("user_id"); id && id->is_string())
      chat_["user"] = *id;
  }

  void read_thinking() {
    auto thinking = from_.if_contains("thinking");
    if (!thinking || !thinking->is_object()) return;
    const auto& wish = thinking->get_object();
    auto type = wish.if_contains("type");
    json::object reasoning{{"enabled", !type || *type != json::value("disabled")}};
    if (given(wish, "budget_tokens")) reasoning = {{"max_tokens", wish.at("budget_tokens")}};
    chat_["reasoning"] = std::move(reasoning);
  }

  Status read_output_config() {
    auto config = from_.if_contains("output_config");
    if (!config || !config->is_object()) return {};
    const auto& wish = config->get_object();
    if (given(wish, "effort")) {
      auto& reasoning = chat_["reasoning"];
      if (!reasoning.is_object()) reasoning = json::object{};
      reasoning.get_object()["effort"] = wish.at("effort");
    }
    auto format = wish.if_contains("format");
    if (!format || !format->is_object()) return {};
    Fields fields(format->get_object(), "output_config.format");
    auto schema = fields.object("schema");
    if (fields.text("type") != "json_schema" || !schema)
      fields.complain("type", "json_schema, with a schema");
    TRY(fields.status());
    chat_["response_format"] =
        json::object{{"type", "json_schema"},
                     {"json_schema", json::object{{"name", "answer"}, {"schema", *schema}}}};
    return {};
  }

  Status read_fallbacks(Fields& fields) {
    auto list = fields.array("fallbacks");
    TRY(fields.status());
    if (!list || list->empty()) return {};
    json::array models;
    for (std::size_t i = 0; i < list->size(); ++i) {
      std::string at = fmt::format("fallbacks[{}]", i);
      if (!(*list)[i].is_object())
        return fail(invalid(at, at + " must be an object with a model.", "an object"));
      Fields entry((*list)[i].get_object(), at);
      auto model = entry.text("model");
      if (!model) entry.complain("model", "a model's id");
      TRY(entry.status());
      models.emplace_back(*model);
    }
    if (!given(from_, "models")) chat_["models"] = std::move(models);
    return {};
  }

  Status read_system() {
    auto system = from_.if_contains("system");
    if (!system || system->is_null()) return {};
    if (system->is_string()) {
      messages_.push_back(json::object{{"role", "system"}, {"content", *system}});
      return {};
    }
    if (!system->is_array())
      return fail(invalid("system", "system must be a string or an array of text blocks.",
                          "a string or an array of text blocks"));
    json::array parts;
    const auto& blocks = system->get_array();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      std::string at = fmt::format("system[{}]", i);
      if (!blocks[i].is_object()) return fail(invalid(at, at + " must be a text block."));
      Fields fields(blocks[i].get_object(), at);
      auto text = fields.text("text");
      if (!text) fields.complain("text", "a string");
      TRY(fields.status());
      json::object part = text_part(*text);
      keep_cache_mark(blocks[i].get_object(), part);
      parts.push_back(std::move(part));
    }
    if (!parts.empty())
      messages_.push_back(json::object{{"role", "system"}, {"content", std::move(parts)}});
    return {};
  }

  Status read_messages(Fields& fields) {
    auto list = fields.array("messages");
    if (!list || list->empty()) fields.complain("messages", "an array of at least one message");
    TRY(fields.status());
    for (std::size_t i = 0; i < list->size(); ++i) {
      std::string at = fmt::format("messages[{}]", i);
      const auto& entry = (*list)[i];
      if (!entry.is_object())
        return fail(invalid(at, at + " must be an object with a role and content.", "an object"));
      TRY(read_message(entry.get_object(), at));
    }
    return {};
  }

  Status read_message(const json::object& message, const std::string& at) {
    Fields fields(message, at);
    auto role = fields.choice("role", {"user", "assistant", "system"});
    if (!role) fields.complain("role", "user or assistant");
    auto content = message.if_contains("content");
    if (!content || (!content->is_string() && !content->is_array()))
      fields.complain("content", "a string or an array of blocks");
    TRY(fields.status());
    if (content->is_string()) {
      messages_.push_back(json::object{{"role", *role}, {"content", *content}});
      return {};
    }
    Turn turn;
    const auto& blocks = content->get_array();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      std::string path = fmt::format("{}.content[{}]", at, i);
      if (!blocks[i].is_object())
        return fail(invalid(path, path + " must be an object with a type.", "an object"));
      TRY(read_block(blocks[i].get_object(), path, turn));
    }
    say(*role, std::move(turn));
    return {};
  }

  // One message of theirs may be several of a chat: a tool's result is a message of its own.
  struct Turn {
    json::array parts, tool_calls, thoughts, results, images;
  };

  void say(const std::string& role, Turn turn) {
    for (auto& result : turn.results) messages_.push_back(std::move(result));
    if (turn.parts.empty() && turn.tool_calls.empty() && turn.thoughts.empty() &&
        turn.images.empty())
      return;
    json::object message{{"role", role}};
    message["content"] =
        turn.parts.empty() && role == "assistant" ? json::value("") : std::move(turn.parts);
    if (!turn.images.empty()) message["images"] = std::move(turn.images);
    if (!turn.tool_calls.empty()) message["tool_calls"] = std::move(turn.tool_calls);
    if (!turn.thoughts.empty()) message["reasoning_details"] = std::move(turn.thoughts);
    messages_.push_back(std::move(message));
  }

  Status read_block(const json::object& block, const std::string& at, Turn& turn) {
    Fields fields(block, at);
    auto type = fields.text("type").value_or("");
    if (type == "text") {
      auto text = fields.text("text");
      if (!text) fields.complain("text", "a string");
      TRY(fields.status());
      json::object part = text_part(*text);
      keep_cache_mark(block, part);
      turn.parts.push_back(std::move(part));
    } else if (type == "image") {
      turn.parts.push_back(image_part(TRY(picture(block, at))));
    } else if (type == "document") {
      turn.parts.push_back(TRY(document(block, at)));
    } else if (type == "tool_use") {
      turn.tool_calls.push_back(TRY(tool_use(block, at)));
    } else if (type == "tool_result") {
      turn.results.push_back(TRY(tool_result(block, at)));
    } else if (type == "thinking") {
      turn.thoughts.push_back(json::object{{"type", "reasoning.text"},
                                           {"text", fields.text("thinking").value_or("")},
                                           {"signature", fields.text("signature").value_or("")},
                                           {"format", "anthropic-claude-v1"}});
    } else if (type == "redacted_thinking") {
      turn.thoughts.push_back(json::object{{"type", "reasoning.encrypted"},
                                           {"data", fields.text("data").value_or("")},
                                           {"format", "anthropic-claude-v1"}});
    } else {
      fields.complain("type",
                      "text, image, document, tool_use, tool_result, thinking or "
                      "redacted_thinking");
    }
    return fields.status();
  }

  // The address of a picture or document: fetched by whoever serves it, or a data URL.
  Result<std::string> source_of(const json::object& block, const std::string& at) {
    Fields outer(block, at);
    auto source = outer.object("source");
    if (!source) outer.complain("source", "an object with a type: base64, url or file");
    TRY(outer.status());
    Fields fields(*source, at + ".source");
    auto type = fields.text("type").value_or("");
    if (type == "url") {
      auto url = fields.text("url");
      if (!url) fields.complain("url", "an https address");
      TRY(fields.status());
      return *url;
    }
    if (type == "file") {
      auto url = file_address(fields.text("file_id").value_or(""));
      if (!url) fields.complain("file_id", "the id of a file that this house keeps");
      TRY(fields.status());
      return *url;
    }
    if (type == "text") return fields.text("data").value_or("");
    auto data = fields.text("data");
    auto media_type = fields.text("media_type");
    if (type != "base64") fields.complain("type", "base64, url or file");
    if (!data) fields.complain("data", "base64");
    if (!media_type) fields.complain("media_type", "the type of the data, such as image/png");
    TRY(fields.status());
    return data_url_of(request_, budget_, *data, *media_type);
  }

  Result<std::string> picture(const json::object& block, const std::string& at) {
    auto url = TRY(source_of(block, at));
    TRY(picture_of(request_, url, at + ".source"));
    return url;
  }

  Result<json::object> document(const json::object& block, const std::string& at) {
    auto address = TRY(source_of(block, at));
    auto source = block.at("source").get_object().if_contains("type");
    if (source && *source == json::value("text")) return text_part(address);
    if (source && *source == json::value("file"))  // every file here is a picture
      return json::object{{"type", "image_url"}, {"image_url", json::object{{"url", address}}}};
    json::object file{{"file_data", address}};
    if (given(block, "title")) file["filename"] = block.at("title");
    return json::object{{"type", "file"}, {"file", std::move(file)}};
  }

  Result<json::object> tool_use(const json::object& block, const std::string& at) {
    Fields fields(block, at);
    auto id = fields.text("id"), name = fields.text("name");
    if (!id) fields.complain("id", "the id of the call");
    if (!name) fields.complain("name", "the name of the tool");
    TRY(fields.status());
    auto input = block.if_contains("input");
    return json::object{
        {"id", *id},
        {"type", "function"},
        {"function",
         json::object{{"name", *name}, {"arguments", input ? wire::to_json(*input) : "{}"}}}};
  }

  Result<json::object> tool_result(const json::object& block, const std::string& at) {
    Fields fields(block, at);
    auto id = fields.text("tool_use_id");
    if (!id) fields.complain("tool_use_id", "the id of the call it answers");
    TRY(fields.status());
    json::object message{{"role", "tool"}, {"tool_call_id", *id}, {"content", ""}};
    auto content = block.if_contains("content");
    if (content && content->is_string()) message["content"] = *content;
    if (content && content->is_array()) {
      Turn turn;
      for (std::size_t i = 0; i < content->get_array().size(); ++i) {
        std::string path = fmt::format("{}.content[{}]", at, i);
        const auto& inner = content->get_array()[i];
        if (!inner.is_object()) return fail(invalid(path, path + " must be an object."));
        TRY(read_block(inner.get_object(), path, turn));
      }
      message["content"] = std::move(turn.parts);
    }
    return message;
  }

  Status read_tools(Fields& fields) {
    auto list = fields.array("tools");
    TRY(fields.status());
    if (!list || list->empty()) return {};
    json::array tools;
    for (std::size_t i = 0; i < list->size(); ++i) {
      std::string at = fmt::format("tools[{}]", i);
      if (!(*list)[i].is_object()) return fail(invalid(at, at + " must be an object."));
      const auto& entry = (*list)[i].get_object();
      Fields tool(entry, at);
      auto type = tool.text("type").value_or("custom");
      auto name = tool.text("name");
      if (type != "custom") tool.complain("type", "absent or custom: such tools run elsewhere");
      if (!name) tool.complain("name", "the name of the tool");
      auto schema = tool.object("input_schema");
      if (!schema) tool.complain("input_schema", "the JSON schema of its input");
      TRY(tool.status());
      json::object function{{"name", *name}, {"parameters", *schema}};
      if (given(entry, "description")) function["description"] = entry.at("description");
      if (given(entry, "strict")) function["strict"] = entry.at("strict");
      json::object out{{"type", "function"}, {"function", std::move(function)}};
      keep_cache_mark(entry, out);
      tools.push_back(std::move(out));
    }
    chat_["tools"] = std::move(tools);
    return {};
  }

  Status read_tool_choice() {
    auto choice = from_.if_contains("tool_choice");
    if (!choice || !choice->is_object()) return {};
    Fields fields(choice->get_object(), "tool_choice");
    auto type = fields.choice("type", {"auto", "any", "tool", "none"});
    if (!type) fields.complain("type", "auto, any, tool or none");
    auto name = fields.text("name");
    if (type == "tool" && !name) fields.complain("name", "the name of a tool");
    auto alone = fields.flag("disable_parallel_tool_use");
    TRY(fields.status());
    if (type == "tool")
      chat_["tool_choice"] =
          json::object{{"type", "function"}, {"function", json::object{{"name", *name}}}};
    else
      chat_["tool_choice"] = type == "any" ? "required" : *type;
    if (alone.value_or(false)) chat_["parallel_tool_calls"] = false;
    return {};
  }

  GenerationRequest& request_;
  ByteBudget& budget_;
  json::object from_;
  json::object chat_;
  json::array messages_;
};

}  // namespace

Result<GenerationRequest> MessagesBody::finish() {
  return read_messages(TRY(finish_document()), budget());
}

Result<GenerationRequest> read_messages(GenerationRequest document, ByteBudget& budget) {
  Translator translator(document, budget);
  TRY(translator.translate());
  auto request = TRY(read_chat(std::move(document)));
  request.door = gateway::Door::messages;
  return request;
}

}  // namespace easel::api
