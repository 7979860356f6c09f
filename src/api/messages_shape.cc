#include "api/messages_shape.h"

#include <algorithm>

#include "api/errors.h"
#include "wire/json.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::JsonWriter;

std::int64_t known(std::int64_t count) {
  return std::max<std::int64_t>(count, 0);
}

std::string_view stop_reason(const drive::Outcome& outcome) {
  const auto& reason = outcome.finish.reason;
  if (reason == "length") return "max_tokens";
  if (reason == "tool_calls") return "tool_use";
  if (reason == "content_filter") return "refusal";
  if (outcome.finish.native_reason == "stop_sequence") return "stop_sequence";
  return "end_turn";
}

std::string_view text_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  if (!found || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

const json::object* function_of(const json::value& call) {
  auto function = call.is_object() ? call.get_object().if_contains("function") : nullptr;
  return function && function->is_object() ? &function->get_object() : nullptr;
}

const json::value* calls_of(const json::object& fields) {
  auto calls = fields.if_contains("tool_calls");
  return calls && calls->is_array() ? calls : nullptr;
}

std::string image_before(const drive::Job& job, const drive::KeptPicture& picture) {
  if (job.request->wishes.by_address) return R"({"type":"image","source":{"type":"url","url":")";
  return R"({"type":"image","source":{"type":"base64","media_type":")" + picture.file.media_type +
         R"(","data":")";
}

constexpr std::string_view kImageAfter = R"("}})";

void write_text_block(JsonWriter& out, std::string_view text) {
  out.begin_object().field("type", "text").field("text", text).field_null("citations").end_object();
}

// A signature that came with the thoughts goes back with them in the next turn.
std::string_view signature_in(const json::object& message) {
  auto details = message.if_contains("reasoning_details");
  if (!details || !details->is_array()) return {};
  for (const auto& detail : details->get_array())
    if (detail.is_object())
      if (auto text = text_at(detail.get_object(), "signature"); !text.empty()) return text;
  return {};
}

void write_tool_block(JsonWriter& out, const json::value& call) {
  auto function = function_of(call);
  if (!function) return;
  auto input = wire::parse_json(text_at(*function, "arguments"));
  out.begin_object().field("type", "tool_use");
  out.field("id", text_at(call.get_object(), "id")).field("name", text_at(*function, "name"));
  out.key("input").value(input && input->is_object() ? *input : json::value(json::object{}));
  out.end_object();
}

}  // namespace

MessagesShape::MessagesShape(const drive::Job& job) : job_(job) {
  model_ = job.candidates.empty() ? job.request->models.front() : job.candidates.front().model->id;
  provider_ = job.candidates.empty() ? "" : job.candidates.front().provider->name;
}

template <class F>
std::string MessagesShape::event(std::string_view type, F write) const {
  std::string text = "event: " + std::string(type) + "\ndata: ";
  JsonWriter out(text);
  out.begin_object().field("type", type);
  write(out);
  out.end_object();
  return text + "\n\n";
}

void MessagesShape::write_head(JsonWriter& out) const {
  out.field("id", job_.id).field("type", "message").field("role", "assistant");
  out.field("model", model_).field("provider", provider_).field_null("container");
}

void MessagesShape::write_usage(JsonWriter& out, const drive::Outcome* outcome) const {
  const Usage none;
  const Usage& usage = outcome ? outcome->usage : none;
  out.begin_object().field("input_tokens", known(usage.prompt_tokens));
  out.field("output_tokens", known(usage.completion_tokens));
  out.key("output_tokens_details").begin_object();
  out.field("thinking_tokens", known(usage.reasoning_tokens)).end_object();
  out.field("cache_creation_input_tokens", 0);
  out.field("cache_read_input_tokens", known(usage.cached_tokens));
  for (auto name : {"cache_creation", "inference_geo", "server_tool_use"}) out.field_null(name);
  out.field("service_tier", "standard");
  if (outcome) {
    out.field("cost", outcome->cost).field("is_byok", outcome->own_key);
    out.key("cost_details")
        .begin_object()
        .field("upstream_inference_cost", outcome->upstream_cost());
    out.field("upstream_inference_prompt_cost", 0);
    out.field("upstream_inference_completions_cost", outcome->upstream_cost()).end_object();
  }
  out.end_object();
}

std::string MessagesShape::close() {
  if (open_ == Block::none) return {};
  open_ = Block::none;
  return event("content_block_stop", [&](JsonWriter& out) { out.field("index", index_); });
}

// Begins a block, unless it is the one that is open.
std::string MessagesShape::open(Block block, std::string_view start) {
  if (open_ == block && block != Block::tool) return {};
  std::string text = close();
  open_ = block;
  ++index_;
  return text + event("content_block_start", [&](JsonWriter& out) {
           out.field("index", index_).field_raw("content_block", start);
         });
}

std::string MessagesShape::delta(std::string_view type, std::string_view key,
                                 std::string_view text) const {
  return event("content_block_delta", [&](JsonWriter& out) {
    out.field("index", index_).key("delta").begin_object();
    out.field("type", type).field(key, text).end_object();
  });
}

Pieces MessagesShape::opening() {
  return {{event("message_start", [&](JsonWriter& out) {
    out.key("message").begin_object();
    write_head(out);
    out.key("content").begin_array().end_array();
    for (auto name : {"stop_reason", "stop_sequence", "stop_details"}) out.field_null(name);
    write_usage(out.key("usage"), nullptr);
    out.end_object();
  })}};
}

// Pieces of calls: the first of each opens its block, and their arguments are told as they come.
std::string MessagesShape::tool_calls(const json::value& calls) {
  std::string text;
  for (const auto& call : calls.get_array()) {
    auto function = function_of(call);
    if (!function) continue;
    auto index = call.get_object().if_contains("index");
    std::int64_t which = index && index->is_int64() ? index->get_int64() : 0;
    if (open_ != Block::tool || tool_ != which) {
      std::string start;
      JsonWriter out(start);
      out.begin_object().field("type", "tool_use");
      out.field("id", text_at(call.get_object(), "id")).field("name", text_at(*function, "name"));
      out.key("input").begin_object().end_object().end_object();
      text += open(Block::tool, start);
      tool_ = which;
    }
    auto arguments = text_at(*function, "arguments");
    if (!arguments.empty()) text += delta("input_json_delta", "partial_json", arguments);
  }
  return text;
}

Pieces MessagesShape::image(const drive::KeptPicture& picture) {
  std::string before = close();
  ++index_;
  before += "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":" +
            std::to_string(index_) + ",\"content_block\":" + image_before(job_, picture);
  std::string after = std::string(kImageAfter) + "}\n\n";
  open_ = Block::text;  // so that close() says its end
  after += close();
  return {{before, picture, true}, {after}};
}

Pieces MessagesShape::told(const drive::Told& told) {
  if (auto picture = std::get_if<drive::KeptPicture>(&told)) return image(*picture);
  if (auto text = std::get_if<Text>(&told)) {
    if (text->delta.empty()) return {};
    if (text->channel == Text::Channel::reasoning)
      return {{open(Block::thinking, R"({"type":"thinking","thinking":"","signature":""})") +
               delta("thinking_delta", "thinking", text->delta)}};
    return {{open(Block::text, R"({"type":"text","text":"","citations":null})") +
             delta("text_delta", "text", text->delta)}};
  }
  auto extra = std::get_if<Extra>(&told);
  if (!extra || extra->where != "message") return {};
  std::string text;
  auto signature = signature_in(extra->fields);
  if (open_ == Block::thinking && !signature.empty())
    text += delta("signature_delta", "signature", signature);
  if (auto calls = calls_of(extra->fields)) text += tool_calls(*calls);
  return {{text}};
}

Pieces MessagesShape::ending(const drive::Outcome& outcome) {
  std::string text = close();
  if (outcome.error) {
    auto body = error_body(*outcome.error, job_.request->models, ErrorStyle::anthropic);
    return {{text + "event: error\ndata: " + body + "\n\n"}};
  }
  text += event("message_delta", [&](JsonWriter& out) {
    out.key("delta").begin_object().field("stop_reason", stop_reason(outcome));
    for (auto name : {"stop_sequence", "stop_details", "container"}) out.field_null(name);
    out.end_object();
    write_usage(out.key("usage"), &outcome);
    if (!outcome.easel.empty()) out.field("easel", json::value(outcome.easel));
    if (auto metadata = outcome.body_fields.if_contains("openrouter_metadata"))
      out.field("openrouter_metadata", *metadata);
  });
  return {{text + event("message_stop", [](JsonWriter&) {})}};
}

Pieces MessagesShape::whole(const drive::Outcome& outcome) {
  if (!outcome.model.empty()) model_ = outcome.model;
  provider_ = outcome.finish.provider.empty() ? outcome.provider : outcome.finish.provider;
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  write_head(out);
  std::vector<std::string> blocks;
  auto block = [&](auto write) {
    JsonWriter writer(blocks.emplace_back());
    write(writer);
  };
  if (auto thoughts = job_.text(Text::Channel::reasoning); !thoughts.empty())
    block([&](JsonWriter& writer) {
      writer.begin_object().field("type", "thinking").field("thinking", thoughts);
      writer.field("signature", signature_in(outcome.message_fields)).end_object();
    });
  if (auto words = job_.text(Text::Channel::content); !words.empty())
    block([&](JsonWriter& writer) { write_text_block(writer, words); });
  if (auto calls = calls_of(outcome.message_fields))
    for (const auto& call : calls->get_array())
      if (function_of(call)) block([&](JsonWriter& writer) { write_tool_block(writer, call); });
  text += ",\"content\":[";
  for (std::size_t i = 0; i < blocks.size(); ++i) text += (i ? "," : "") + blocks[i];
  Pieces pieces;
  bool first = blocks.empty();
  for (const auto& picture : outcome.pictures) {
    pieces.push_back({text + (std::exchange(first, false) ? "" : ",") + image_before(job_, picture),
                      picture, true});
    text = kImageAfter;
  }
  std::string rest;
  JsonWriter end(rest);
  end.begin_object().field("stop_reason", stop_reason(outcome));
  end.field_null("stop_sequence").field_null("stop_details");
  write_usage(end.key("usage"), &outcome);
  if (auto metadata = outcome.body_fields.if_contains("openrouter_metadata"))
    end.field("openrouter_metadata", *metadata);
  if (!outcome.easel.empty()) end.field("easel", json::value(outcome.easel));
  end.end_object();
  pieces.push_back({text + "]," + rest.substr(1)});
  return pieces;
}

}  // namespace easel::api
