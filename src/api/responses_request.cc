#include "api/responses_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "api/chat_request.h"
#include "api/picture_address.h"
#include "wire/fields.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;

// Said alike in a chat.
constexpr std::string_view kShared[] = {"model",
                                        "models",
                                        "modalities",
                                        "image_config",
                                        "temperature",
                                        "top_p",
                                        "top_k",
                                        "presence_penalty",
                                        "frequency_penalty",
                                        "seed",
                                        "reasoning",
                                        "provider",
                                        "plugins",
                                        "route",
                                        "service_tier",
                                        "session_id",
                                        "user",
                                        "trace",
                                        "metadata",
                                        "stream",
                                        "cache_control",
                                        "prompt_cache_key",
                                        "parallel_tool_calls",
                                        "debug",
                                        "easel",
                                        "callback_url"};

constexpr std::string_view kRepeated[] = {
    "temperature",    "top_p",     "presence_penalty", "frequency_penalty",   "instructions",
    "metadata",       "tools",     "tool_choice",      "parallel_tool_calls", "max_output_tokens",
    "max_tool_calls", "reasoning", "service_tier",     "safety_identifier",   "text",
    "truncation",     "user",      "prompt_cache_key", "top_logprobs"};

bool given(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && !found->is_null();
}

json::object image_part(const std::string& url) {
  return {{"type", "image_url"}, {"image_url", json::object{{"url", url}}}};
}

// Writes the chat that a body stands for, naming what is wrong as the client wrote it.
class Translator {
 public:
  Translator(GenerationRequest& request, ByteBudget& budget)
      : request_(request), budget_(budget), from_(std::move(request.body)) {}

  Status translate() {
    Fields fields(from_, "");
    TRY(check_stateless(fields));
    for (auto name : kShared)
      if (given(from_, name)) chat_[name] = from_.at(name);
    if (auto most = fields.integer("max_output_tokens", 1, std::numeric_limits<int>::max()))
      chat_["max_tokens"] = *most;
    auto instructions = fields.text("instructions");
    TRY(fields.status());
    if (instructions) say("system", json::string(*instructions));
    TRY(read_input());
    TRY(read_tools(fields));
    TRY(read_tool_choice());
    TRY(read_text(fields));
    if (!thoughts_.empty()) say("assistant", json::string(""));
    chat_["messages"] = std::move(messages_);
    request_.body = std::move(chat_);
    return {};
  }

  std::optional<ImageTool> tool{};
  std::set<std::string, std::less<>> of_the_tool{};  // keys of image_config that the tool brought

  json::object repeated() const {
    json::object out;
    for (auto name : kRepeated)
      if (given(from_, name)) out[name] = from_.at(name);
    if (auto text = out.if_contains("instructions"); text && text->is_string())
      *text = text_of(request_, {text->get_string().data(), text->get_string().size()});
    return out;
  }

 private:
  Status check_stateless(Fields& fields) {
    if (fields.flag("store").value_or(false))
      fields.complain("store", "false: this server keeps no conversation");
    if (given(from_, "previous_response_id"))
      fields.complain("previous_response_id",
                      "absent: this server keeps no conversation; send the earlier turns in input");
    if (fields.flag("background").value_or(false))
      fields.complain("background", "false: the answer comes with this request");
    return fields.status();
  }

  void say(std::string_view role, json::value content) {
    json::object message{{"role", role}, {"content", std::move(content)}};
    if (role == "assistant" && !thoughts_.empty())
      message["reasoning_details"] = std::exchange(thoughts_, {});
    messages_.push_back(std::move(message));
  }

  Status read_input() {
    auto input = from_.if_contains("input");
    if (input && input->is_string()) {
      say("user", *input);
      return {};
    }
    if (!input || !input->is_array() || input->get_array().empty())
      return fail(invalid("input", "input must be a string or an array of at least one item.",
                          "a string or an array of at least one item"));
    const auto& items = input->get_array();
    for (std::size_t i = 0; i < items.size(); ++i) {
      std::string at = fmt::format("input[{}]", i);
      if (!items[i].is_object()) return fail(invalid(at, at + " must be an object.", "an object"));
      TRY(read_item(items[i].get_object(), at));
    }
    if (messages_.empty())
      return fail(invalid("input", "input holds nothing to answer.", "at least one message"));
    return {};
  }

  Status read_item(const json::object& item, const std::string& at) {
    Fields fields(item, at);
    auto type = fields.text("type").value_or("message");
    TRY(fields.status());
    if (type == "message") return read_message(item, at);
    if (type == "image_generation_call" || type == "openrouter:image_generation")
      return read_picture_item(item, at);
    if (type == "reasoning") return read_thought(item, at);
    if (type == "function_call") return read_call(item, at);
    if (type == "function_call_output") return read_call_output(item, at);
    fields.complain("type",
                    "message, image_generation_call, reasoning, function_call or "
                    "function_call_output");
    return fields.status();
  }

  // What a model thought goes back with the turn that follows it.
  Status read_thought(const json::object& item, const std::string& at) {
    Fields fields(item, at);
    auto encrypted = fields.text("encrypted_content");
    auto signature = fields.text("signature");
    auto content = fields.array("content");
    TRY(fields.status());
    if (encrypted)
      thoughts_.push_back(json::object{{"type", "reasoning.encrypted"}, {"data", *encrypted}});
    for (std::size_t i = 0; content && i < content->size(); ++i) {
      if (!(*content)[i].is_object()) continue;
      auto text = (*content)[i].get_object().if_contains("text");
      if (!text || !text->is_string()) continue;
      json::object thought{{"type", "reasoning.text"}, {"text", *text}};
      if (signature) thought["signature"] = *signature;
      thoughts_.push_back(std::move(thought));
    }
    return {};
  }

  // Calls that stand together are one turn of the assistant.
  Status read_call(const json::object& item, const std::string& at) {
    Fields fields(item, at);
    auto id = fields.text("call_id"), name = fields.text("name");
    auto arguments = fields.text("arguments");
    if (!id) fields.complain("call_id", "the id of the call");
    if (!name) fields.complain("name", "the name of the tool");
    TRY(fields.status());
    json::object call{
        {"id", *id},
        {"type", "function"},
        {"function", json::object{{"name", *name}, {"arguments", arguments.value_or("{}")}}}};
    bool joins = !messages_.empty() && thoughts_.empty() &&
                 messages_.back().get_object().at("role") == json::value("assistant");
    if (!joins) say("assistant", json::string(""));
    auto& calls = messages_.back().get_object()["tool_calls"];
    if (!calls.is_array()) calls = json::array{};
    calls.get_array().push_back(std::move(call));
    return {};
  }

  Status read_call_output(const json::object& item, const std::string& at) {
    Fields fields(item, at);
    auto id = fields.text("call_id");
    if (!id) fields.complain("call_id", "the id of the call it answers");
    auto output = item.if_contains("output");
    if (!output || (!output->is_string() && !output->is_array()))
      fields.complain("output", "a string or an array of parts");
    TRY(fields.status());
    json::object message{{"role", "tool"}, {"tool_call_id", *id}};
    if (output->is_string()) {
      message["content"] = *output;
    } else {
      json::array parts;
      for (std::size_t i = 0; i < output->get_array().size(); ++i) {
        std::string path = fmt::format("{}.output[{}]", at, i);
        const auto& part = output->get_array()[i];
        if (!part.is_object()) return fail(invalid(path, path + " must be an object."));
        parts.push_back(TRY(read_part(part.get_object(), path)));
      }
      message["content"] = std::move(parts);
    }
    messages_.push_back(std::move(message));
    return {};
  }

  Status read_message(const json::object& item, const std::string& at) {
    Fields fields(item, at);
    auto role = fields.choice("role", {"user", "assistant", "system", "developer"});
    if (!role) fields.complain("role", "one of user, assistant, system, developer");
    auto content = item.if_contains("content");
    if (!content || (!content->is_string() && !content->is_array()))
      fields.complain("content", "a string or an array of parts");
    TRY(fields.status());
    if (content->is_string()) {
      say(*role, *content);
      return {};
    }
    json::array parts;
    for (std::size_t i = 0; i < content->get_array().size(); ++i) {
      std::string path = fmt::format("{}.content[{}]", at, i);
      const auto& part = content->get_array()[i];
      if (!part.is_object())
        return fail(invalid(path, path + " must be an object with a type.", "an object"));
      parts.push_back(TRY(read_part(part.get_object(), path)));
    }
    say(*role, std::move(parts));
    return {};
  }

  Result<json::object> read_part(const json::object& part, const std::string& at) {
    Fields fields(part, at);
    auto type = fields.text("type").value_or("");
    json::object out;
    if (type == "input_text" || type == "output_text" || type == "text") {
      auto text = fields.text("text");
      if (!text) fields.complain("text", "a string");
      TRY(fields.status());
      return json::object{{"type", "text"}, {"text", *text}};
    }
    if (type == "refusal")
      return json::object{{"type", "text"}, {"text", fields.text("refusal").value_or("")}};
    if (type == "input_image") {
      auto url = given(part, "image_url") ? fields.text("image_url")
                                          : file_address(fields.text("file_id").value_or(""));
      if (!url)
        fields.complain("image_url", "an https, http or data:image/…;base64 address, or a file_id");
      TRY(fields.status());
      TRY(picture_of(request_, *url, at + ".image_url"));
      out = image_part(*url);
      if (given(part, "detail")) out["image_url"].get_object()["detail"] = part.at("detail");
      return out;
    }
    if (type == "input_file") {
      json::object file;
      for (auto name : {"filename", "file_data", "file_id"})
        if (given(part, name)) file[name] = part.at(name);
      if (given(part, "file_url")) file["file_data"] = part.at("file_url");
      return json::object{{"type", "file"}, {"file", std::move(file)}};
    }
    if (type == "input_audio" && given(part, "input_audio"))
      return json::object{{"type", "input_audio"}, {"input_audio", part.at("input_audio")}};
    fields.complain("type", "input_text, input_image, input_file, input_audio or output_text");
    return fail(fields.status().error());
  }

  // A picture of an earlier turn is a picture to work from.
  Status read_picture_item(const json::object& item, const std::string& at) {
    for (auto name : {"result", "imageB64", "image_b64", "imageUrl", "image_url"}) {
      if (!given(item, name)) continue;
      Fields fields(item, at);
      auto result = fields.text(name);
      TRY(fields.status());
      auto url = TRY(picture_url_of(request_, *result, budget_));
      TRY(picture_of(request_, url, at + "." + name));
      say("user", json::array{image_part(url)});
      return {};
    }
    return {};  // one that failed
  }

  Status read_tools(Fields& fields) {
    auto tools = fields.array("tools");
    TRY(fields.status());
    for (std::size_t i = 0; tools && i < tools->size(); ++i) {
      std::string at = fmt::format("tools[{}]", i);
      const auto& entry = (*tools)[i];
      if (!entry.is_object()) return fail(invalid(at, at + " must be an object.", "an object"));
      Fields tool_fields(entry.get_object(), at);
      auto type = tool_fields.text("type").value_or("");
      const json::object* parameters = nullptr;
      if (type == "image_generation") {
        parameters = &entry.get_object();
      } else if (type == "openrouter:image_generation") {
        parameters = tool_fields.object("parameters");
      } else {
        TRY(pass_tool(entry.get_object(), type, at));
        continue;
      }
      TRY(tool_fields.status());
      TRY(take_tool(parameters, at));
    }
    return {};
  }

  // A function of the client's, or a tool that OpenRouter runs.
  Status pass_tool(const json::object& entry, const std::string& type, const std::string& at) {
    Fields fields(entry, at);
    if (type.starts_with("openrouter:")) {
      add_tool(entry);
      return {};
    }
    auto name = fields.text("name");
    if (type != "function")
      fields.complain("type", "function, image_generation or openrouter:image_generation");
    if (!name) fields.complain("name", "the name of the function");
    TRY(fields.status());
    json::object function{{"name", *name}};
    for (auto key : {"description", "parameters", "strict"})
      if (given(entry, key)) function[key] = entry.at(key);
    add_tool(json::object{{"type", "function"}, {"function", std::move(function)}});
    return {};
  }

  void add_tool(json::object tool) {
    auto& tools = chat_["tools"];
    if (!tools.is_array()) tools = json::array{};
    tools.get_array().push_back(std::move(tool));
  }

  Status read_tool_choice() {
    auto choice = from_.if_contains("tool_choice");
    if (!choice || choice->is_null() || !chat_.contains("tools")) return {};
    if (choice->is_string()) {
      chat_["tool_choice"] = *choice;
      return {};
    }
    if (!choice->is_object())
      return fail(invalid("tool_choice", "tool_choice must be a word or an object.",
                          "auto, none, required, or an object with a type"));
    Fields fields(choice->get_object(), "tool_choice");
    auto type = fields.text("type").value_or("");
    auto name = fields.text("name");
    if (type == "function" && !name) fields.complain("name", "the name of a function");
    TRY(fields.status());
    if (type == "function")
      chat_["tool_choice"] =
          json::object{{"type", "function"}, {"function", json::object{{"name", *name}}}};
    return {};
  }

  // The form of the words: a schema, and how many of them.
  Status read_text(Fields& fields) {
    auto text = fields.object("text");
    TRY(fields.status());
    if (!text) return {};
    if (given(*text, "verbosity")) chat_["verbosity"] = text->at("verbosity");
    auto format = text->if_contains("format");
    if (!format || !format->is_object()) return {};
    Fields inner(format->get_object(), "text.format");
    auto type = inner.text("type").value_or("text");
    if (type == "text") return {};
    json::object out{{"type", type}};
    if (type == "json_schema") {
      json::object schema;
      for (auto key : {"name", "schema", "strict", "description"})
        if (given(format->get_object(), key)) schema[key] = format->get_object().at(key);
      out["json_schema"] = std::move(schema);
    }
    chat_["response_format"] = std::move(out);
    return inner.status();
  }

  // What the tool says about the picture is image_config's, where that does not say it itself.
  Status take_tool(const json::object* parameters, const std::string& at) {
    tool = ImageTool{.field = at};
    if (!parameters) return {};
    Fields fields(*parameters, at);
    tool->model = fields.text("model").value_or("");
    TRY(fields.status());
    auto config = chat_.if_contains("image_config");
    if (config && !config->is_object()) return {};  // refused below
    json::object merged = config ? config->get_object() : json::object{};
    constexpr std::string_view kOwn[] = {
        "type", "model", "partial_images", "input_fidelity", "input_image_mask", "action"};
    if (given(*parameters, "input_image_mask"))
      fields.complain("input_image_mask", "absent: no model here edits by mask");
    for (const auto& [key, value] : *parameters) {
      std::string name(key.data(), key.size());
      if (std::ranges::count(kOwn, name) || value.is_null() || merged.contains(key)) continue;
      merged[key] = value;
      of_the_tool.insert(name);
    }
    if (!merged.empty()) chat_["image_config"] = std::move(merged);
    return fields.status();
  }

  GenerationRequest& request_;
  ByteBudget& budget_;
  json::object from_;
  json::object chat_;
  json::array messages_;
  json::array thoughts_;  // of the assistant's turn that is to come
};

}  // namespace

Result<ResponsesRequest> ResponsesBody::finish() {
  return read_responses(TRY(finish_document()), budget());
}

Result<ResponsesRequest> read_responses(GenerationRequest document, ByteBudget& budget) {
  Translator translator(document, budget);
  TRY(translator.translate());
  auto repeated = translator.repeated();
  if (!document.body.contains("model") && translator.tool && !translator.tool->model.empty())
    document.body["model"] = translator.tool->model;
  auto request = read_chat(std::move(document));
  if (!request) {
    Error error = std::move(request.error());
    constexpr std::string_view kConfig = "image_config.";
    if (error.field.starts_with(kConfig) && translator.tool &&
        translator.of_the_tool.contains(error.field.substr(kConfig.size())))
      return fail(invalid(translator.tool->field + "." + error.field.substr(kConfig.size()),
                          error.message, error.expected));
    return fail(std::move(error));
  }
  request->door = gateway::Door::responses;
  request->repeated = std::move(repeated);
  return ResponsesRequest{.request = std::move(*request), .tool = std::move(translator.tool)};
}

}  // namespace easel::api
