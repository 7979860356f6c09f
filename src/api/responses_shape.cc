#include "api/responses_shape.h"

#include <algorithm>

#include "api/errors.h"
#include "base/base64.h"
#include "wire/json.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::JsonWriter;

constexpr char kPictureMark = '\x01';

std::int64_t known(std::int64_t count) {
  return std::max<std::int64_t>(count, 0);
}

void write_text_part(JsonWriter& out, std::string_view text) {
  out.begin_object().field("type", "output_text").field("text", text);
  out.key("annotations").begin_array().end_array();
  out.key("logprobs").begin_array().end_array().end_object();
}

void write_tokens(JsonWriter& out, const drive::Outcome& outcome) {
  const Usage& usage = outcome.usage;
  auto in = known(usage.prompt_tokens), made = known(usage.completion_tokens);
  out.key("usage").begin_object().field("input_tokens", in);
  out.key("input_tokens_details").begin_object();
  out.field("cached_tokens", known(usage.cached_tokens)).end_object();
  out.field("output_tokens", made);
  out.key("output_tokens_details").begin_object();
  out.field("reasoning_tokens", known(usage.reasoning_tokens)).end_object();
  out.field("total_tokens", in + made)
      .field("cost", outcome.cost)
      .field("is_byok", outcome.own_key);
  out.key("cost_details").begin_object().field("upstream_inference_cost", outcome.upstream_cost());
  out.field("upstream_inference_input_cost", 0);
  out.field("upstream_inference_output_cost", outcome.upstream_cost()).end_object();
  out.end_object();
}

std::string_view code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::rate_limited:
    case ErrorKind::provider_rate_limited:
      return "rate_limit_exceeded";
    case ErrorKind::invalid_request:
      return "invalid_prompt";
    case ErrorKind::content_policy:
      return "image_content_policy_violation";
    case ErrorKind::invalid_image:
      return "invalid_image";
    case ErrorKind::image_download_failed:
      return "failed_to_download_image";
    case ErrorKind::image_too_large:
      return "image_too_large";
    case ErrorKind::unsupported_image_format:
      return "unsupported_image_media_type";
    case ErrorKind::context_length:
      return "invalid_prompt";
    default:
      return "server_error";
  }
}

std::string text_at(const json::object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && found->is_string()
             ? std::string(found->get_string().data(), found->get_string().size())
             : "";
}

std::string_view incomplete_reason(const drive::Outcome& outcome) {
  if (outcome.finish.reason == "length") return "max_output_tokens";
  return outcome.finish.reason == "content_filter" ? "content_filter" : "";
}

}  // namespace

ResponsesShape::ResponsesShape(const drive::Job& job, std::function<std::int64_t()> now)
    : job_(job), now_(std::move(now)) {
  auto tools = job.request->repeated.if_contains("tools");
  if (!tools || !tools->is_array()) return;
  for (const auto& tool : tools->get_array())
    bare_base64_ |= tool.is_object() && tool.get_object().contains("type") &&
                    tool.at("type") == "image_generation";
}

void ResponsesShape::set_headers(http::Response& out) const {
  if (job_.outcome && !job_.outcome->model.empty() &&
      job_.outcome->model != job_.request->models.front())
    out.add_header("X-Easel-Model", job_.outcome->model);
}

Pieces ResponsesShape::cut(std::string text) const {
  Pieces pieces;
  std::string_view rest = text;
  for (;;) {
    auto mark = rest.find(kPictureMark);
    if (mark == rest.npos) break;
    auto end = rest.find(kPictureMark, mark + 1);
    auto item = std::stoul(std::string(rest.substr(mark + 1, end - mark - 1)));
    pieces.push_back({std::string(rest.substr(0, mark)), items_[item].picture, bare_base64_});
    rest.remove_prefix(end + 1);
  }
  pieces.push_back({std::string(rest)});
  return pieces;
}

template <class F>
void ResponsesShape::event(std::string_view type, F write) {
  out_ += "data: ";
  JsonWriter out(out_);
  out.begin_object().field("type", type).field("sequence_number", sequence_++);
  write(out);
  out.end_object();
  out_ += "\n\n";
}

template <class F>
void ResponsesShape::in_item(std::string_view type, std::size_t at, F write) {
  event(type, [&](JsonWriter& out) {
    out.field("item_id", items_[at].id).field("output_index", static_cast<std::int64_t>(at));
    write(out);
  });
}

void ResponsesShape::item_event(std::string_view type, std::size_t at) {
  event(type, [&](JsonWriter& out) {
    out.field("output_index", static_cast<std::int64_t>(at));
    write_item(out.key("item"), at);
  });
}

void ResponsesShape::write_item(JsonWriter& out, std::size_t at) const {
  const Item& item = items_[at];
  std::string_view status = item.done ? "completed" : "in_progress";
  out.begin_object();
  switch (item.kind) {
    case Kind::message:
      out.field("type", "message").field("id", item.id).field("role", "assistant");
      out.field("status", status).key("content").begin_array();
      if (item.done) write_text_part(out, item.text);
      out.end_array();
      break;
    case Kind::reasoning:
      out.field("type", "reasoning").field("id", item.id).field("status", status);
      out.key("summary").begin_array().end_array().key("content").begin_array();
      if (item.done)
        out.begin_object().field("type", "reasoning_text").field("text", item.text).end_object();
      out.end_array();
      break;
    case Kind::function_call:
      out.field("type", "function_call").field("id", item.id).field("status", status);
      out.field("call_id", item.call_id).field("name", item.name);
      out.field("arguments", item.done ? item.text : "");
      break;
    case Kind::picture:
      write_picture(out, at);
  }
  out.end_object();
}

void ResponsesShape::write_picture(JsonWriter& out, std::size_t at) const {
  const Item& item = items_[at];
  out.field("type", "image_generation_call").field("id", item.id);
  out.field("status", !item.done ? "in_progress" : item.picture ? "completed" : "failed");
  if (!item.picture) {
    out.field_null("result");
    return;
  }
  out.key("result").raw(std::string("\"") + kPictureMark + std::to_string(at) + kPictureMark + '"');
}

std::size_t ResponsesShape::add_item(Item item) {
  close_words();
  std::size_t at = items_.size();
  constexpr std::string_view kPrefix[] = {"msg_", "rs_", "fc_", "ig_"};
  item.id = std::string(kPrefix[static_cast<int>(item.kind)]) + job_.id + "_" + std::to_string(at);
  items_.push_back(std::move(item));
  item_event("response.output_item.added", at);
  return at;
}

std::size_t ResponsesShape::open_words(Kind kind) {
  if (!items_.empty() && items_.back().kind == kind && !items_.back().done)
    return items_.size() - 1;
  std::size_t at = add_item({.kind = kind});
  if (kind == Kind::message)
    in_item("response.content_part.added", at, [&](JsonWriter& out) {
      write_text_part(out.field("content_index", 0).key("part"), "");
    });
  return at;
}

// Everything but pictures, which may come in any order, ends where the next thing begins.
void ResponsesShape::close_words() {
  for (std::size_t at = 0; at < items_.size(); ++at)
    if (items_[at].kind != Kind::picture && !items_[at].done) close_item(at);
}

void ResponsesShape::close_item(std::size_t at) {
  Item& item = items_[at];
  if (item.kind == Kind::message) {
    in_item("response.output_text.done", at, [&](JsonWriter& out) {
      out.field("content_index", 0).field("text", item.text);
      out.key("logprobs").begin_array().end_array();
    });
    in_item("response.content_part.done", at, [&](JsonWriter& out) {
      write_text_part(out.field("content_index", 0).key("part"), item.text);
    });
  } else if (item.kind == Kind::reasoning) {
    in_item("response.reasoning_text.done", at,
            [&](JsonWriter& out) { out.field("content_index", 0).field("text", item.text); });
  } else if (item.kind == Kind::function_call) {
    in_item("response.function_call_arguments.done", at,
            [&](JsonWriter& out) { out.field("name", item.name).field("arguments", item.text); });
  }
  item.done = true;
  item_event("response.output_item.done", at);
}

std::size_t ResponsesShape::open_picture(int picture_index) {
  for (std::size_t at = 0; at < items_.size(); ++at)
    if (items_[at].kind == Kind::picture && items_[at].index == picture_index) return at;
  std::size_t at = add_item({.kind = Kind::picture, .index = picture_index});
  for (auto step : {"in_progress", "generating"})
    in_item("response.image_generation_call." + std::string(step), at, [](JsonWriter&) {});
  return at;
}

// What had a preview and came to nothing.
void ResponsesShape::close_pictures() {
  for (std::size_t at = 0; at < items_.size(); ++at)
    if (!items_[at].done) close_item(at);
}

void ResponsesShape::tell_words(const Text& text) {
  bool thought = text.channel == Text::Channel::reasoning;
  bool shown = thought || job_.request->wants_text;
  if (!shown || text.delta.empty()) return;
  auto at = open_words(thought ? Kind::reasoning : Kind::message);
  items_[at].text += text.delta;
  auto type = thought ? "response.reasoning_text.delta" : "response.output_text.delta";
  in_item(type, at, [&](JsonWriter& out) {
    out.field("content_index", 0).field("delta", text.delta);
    if (!thought) out.key("logprobs").begin_array().end_array();
  });
}

// Calls of tools, whole or in pieces: the first piece of each has its name and its id.
void ResponsesShape::tell_calls(const json::object& fields) {
  auto calls = fields.if_contains("tool_calls");
  if (!calls || !calls->is_array()) return;
  std::int64_t position = 0;
  for (const auto& call : calls->get_array()) {
    auto function = call.is_object() ? call.get_object().if_contains("function") : nullptr;
    if (!function || !function->is_object()) continue;
    auto given = call.get_object().if_contains("index");
    auto index = given && given->is_int64() ? given->get_int64() : position;
    ++position;
    bool open = !items_.empty() && items_.back().kind == Kind::function_call &&
                items_.back().index == index && !items_.back().done;
    auto at = open ? items_.size() - 1
                   : add_item({.kind = Kind::function_call,
                               .call_id = text_at(call.get_object(), "id"),
                               .name = text_at(function->get_object(), "name"),
                               .index = index});
    auto piece = text_at(function->get_object(), "arguments");
    if (piece.empty()) continue;
    items_[at].text += piece;
    in_item("response.function_call_arguments.delta", at,
            [&](JsonWriter& out) { out.field("delta", piece); });
  }
}

Pieces ResponsesShape::opening() {
  for (auto type : {"response.created", "response.in_progress"})
    event(type,
          [&](JsonWriter& out) { write_response(out.key("response"), "in_progress", nullptr); });
  return cut(std::exchange(out_, {}));
}

Pieces ResponsesShape::told(const drive::Told& told) {
  if (auto text = std::get_if<Text>(&told)) {
    tell_words(*text);
  } else if (auto extra = std::get_if<Extra>(&told)) {
    if (extra->where == "message") tell_calls(extra->fields);
    if (extra->where == "debug")
      event("response.debug",
            [&](JsonWriter& out) { out.field("debug", json::value(extra->fields)); });
  } else if (auto preview = std::get_if<Preview>(&told)) {
    auto at = open_picture(preview->index);
    in_item("response.image_generation_call.partial_image", at, [&](JsonWriter& out) {
      out.field("partial_image_index", items_[at].previews++);
      out.field("partial_image_b64", base64_encode(preview->bytes));
    });
  } else if (auto picture = std::get_if<drive::KeptPicture>(&told)) {
    auto at = open_picture(picture->index);
    items_[at].picture = *picture;
    items_[at].done = true;
    in_item("response.image_generation_call.completed", at, [](JsonWriter&) {});
    item_event("response.output_item.done", at);
  }
  return cut(std::exchange(out_, {}));
}

Pieces ResponsesShape::ending(const drive::Outcome& outcome) {
  close_words();
  close_pictures();
  std::string_view status = outcome.error                         ? "failed"
                            : !incomplete_reason(outcome).empty() ? "incomplete"
                                                                  : "completed";
  event("response." + std::string(status),
        [&](JsonWriter& out) { write_response(out.key("response"), status, &outcome); });
  return cut(std::exchange(out_, {}) + "data: [DONE]\n\n");
}

Pieces ResponsesShape::whole(const drive::Outcome& outcome) {
  // The same items as in a stream, whose events are of no use here; but thoughts first, then words:
  // a buffered upstream tells them in no order that means anything.
  for (auto channel : {Text::Channel::reasoning, Text::Channel::content})
    for (const auto& told : job_.told)
      if (auto text = std::get_if<Text>(&told); text && text->channel == channel) tell_words(*text);
  if (!job_.request->stream) tell_calls(outcome.message_fields);
  for (const auto& told : job_.told)
    if (std::holds_alternative<drive::KeptPicture>(told)) (void)this->told(told);
  close_words();
  std::string text;
  JsonWriter out(text);
  write_response(out, incomplete_reason(outcome).empty() ? "completed" : "incomplete", &outcome);
  return cut(std::move(text));
}

void ResponsesShape::write_response(JsonWriter& out, std::string_view status,
                                    const drive::Outcome* outcome) const {
  std::string model =
      job_.candidates.empty() ? job_.request->models.front() : job_.candidates.front().model->id;
  if (outcome && !outcome->model.empty()) model = outcome->model;
  out.begin_object().field("id", job_.id).field("object", "response");
  out.field("created_at", job_.created);
  if (outcome && !outcome->error)
    out.field("completed_at", std::max(now_(), job_.created));
  else
    out.field_null("completed_at");
  out.field("model", model).field("status", status);
  out.key("output").begin_array();
  for (std::size_t at = 0; outcome && at < items_.size(); ++at) write_item(out, at);
  out.end_array();
  if (outcome && outcome->error) {
    auto said = wire::parse_json(error_object(*outcome->error, job_.request->models));
    out.key("error").begin_object().field("code", code_of(outcome->error->kind));
    out.key("message").value(said->at("message")).end_object();
    out.key("error_type").value(said->at("error_type"));
  } else {
    out.field_null("error");
  }
  auto reason = outcome ? incomplete_reason(*outcome) : std::string_view();
  if (reason.empty())
    out.field_null("incomplete_details");
  else
    out.key("incomplete_details").begin_object().field("reason", reason).end_object();
  write_repeated(out);
  if (outcome && !outcome->error) {
    write_tokens(out, *outcome);
    out.field("output_text", job_.request->wants_text ? job_.text(Text::Channel::content) : "");
    if (!outcome->easel.empty()) out.key("easel").value(json::value(outcome->easel));
    if (auto metadata = outcome->body_fields.if_contains("openrouter_metadata"))
      out.field("openrouter_metadata", *metadata);
  }
  out.end_object();
}

void ResponsesShape::write_repeated(JsonWriter& out) const {
  const auto& repeated = job_.request->repeated;
  for (const auto& [key, value] : repeated) out.key({key.data(), key.size()}).value(value);
  for (auto name : {"temperature", "top_p", "presence_penalty", "frequency_penalty", "instructions",
                    "metadata"})
    if (!repeated.contains(name)) out.field_null(name);
  if (!repeated.contains("tools")) out.key("tools").begin_array().end_array();
  if (!repeated.contains("tool_choice")) out.field("tool_choice", "auto");
  if (!repeated.contains("parallel_tool_calls")) out.field("parallel_tool_calls", true);
  out.field_null("previous_response_id").field("store", false).field("background", false);
}

}  // namespace easel::api
