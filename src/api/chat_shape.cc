#include "api/chat_shape.h"

#include "api/errors.h"
#include "base/base64.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::JsonWriter;

std::int64_t known(std::int64_t count) {
  return std::max<std::int64_t>(count, 0);
}

constexpr std::string_view kPictureBefore = R"({"type":"image_url","image_url":{"url":")";

std::string picture_after(const drive::KeptPicture& picture) {
  return R"("},"index":)" + std::to_string(picture.index) + "}";
}

void write_fields(JsonWriter& out, const json::object& fields) {
  for (const auto& [key, value] : fields) out.field({key.data(), key.size()}, value);
}

}  // namespace

void write_usage(JsonWriter& out, const drive::Outcome& outcome) {
  const Usage& usage = outcome.usage;
  out.begin_object();
  auto prompt = known(usage.prompt_tokens), completion = known(usage.completion_tokens);
  out.field("prompt_tokens", prompt).field("completion_tokens", completion);
  out.field("total_tokens", prompt + completion);
  out.field("cost", outcome.cost).field("is_byok", outcome.own_key);
  out.key("prompt_tokens_details").begin_object();
  out.field("cached_tokens", known(usage.cached_tokens)).field("cache_write_tokens", 0);
  out.field("audio_tokens", 0).field("video_tokens", 0).end_object();
  out.key("cost_details").begin_object();
  out.field("upstream_inference_cost", outcome.upstream_cost());
  out.field("upstream_inference_prompt_cost", 0);
  out.field("upstream_inference_completions_cost", outcome.upstream_cost()).end_object();
  out.key("completion_tokens_details").begin_object();
  out.field("reasoning_tokens", known(usage.reasoning_tokens));
  out.field("image_tokens", known(usage.image_tokens)).field("audio_tokens", 0).end_object();
  for (const auto& [key, value] : usage.as_given) {
    std::string_view name(key.data(), key.size());
    constexpr std::string_view kWritten[] = {
        "prompt_tokens", "completion_tokens",     "total_tokens", "cost",
        "is_byok",       "prompt_tokens_details", "cost_details", "completion_tokens_details"};
    if (std::ranges::find(kWritten, name) == std::end(kWritten)) out.field(name, value);
  }
  out.end_object();
}

ChatShape::ChatShape(const drive::Job& job) : job_(job) {
  const auto& request = *job.request;
  wants_text_ = request.wants_text;
  if (auto wish = request.body.if_contains("easel"); wish && wish->is_object()) {
    auto previews = wish->get_object().if_contains("previews");
    wants_progress_ = previews && *previews == json::value(true);
  }
  model_ = job.candidates.empty() ? request.models.front() : job.candidates.front().model->id;
  provider_ = job.candidates.empty() ? "" : job.candidates.front().provider->name;
  name_the_answerer();
}

// The candidates were a guess; the outcome knows.
void ChatShape::name_the_answerer() {
  if (!job_.outcome || job_.outcome->model.empty()) return;
  const auto& outcome = *job_.outcome;
  model_ = outcome.model;
  provider_ = outcome.finish.provider.empty() ? outcome.provider : outcome.finish.provider;
}

void ChatShape::set_headers(http::Response& out) const {
  if (model_ != job_.request->models.front()) out.add_header("X-Easel-Model", model_);
  const auto& request = *job_.request;
  if (request.modalities_given && !request.modalities_narrowed) return;
  bool words = request.wants_text && !request.modalities_narrowed;
  out.add_header("X-Easel-Modalities", !request.wants_image ? "text"
                                       : words              ? "image, text"
                                                            : "image");
}

void ChatShape::begin(JsonWriter& out, bool chunk) const {
  out.begin_object().field("id", job_.id);
  out.field("object", chunk ? "chat.completion.chunk" : "chat.completion");
  out.field("created", job_.created).field("model", model_).field("provider", provider_);
}

template <class F>
std::string ChatShape::event(F write) const {
  std::string text = "data: ";
  JsonWriter out(text);
  begin(out, true);
  write(out);
  out.end_object();
  text += "\n\n";
  return text;
}

std::string ChatShape::chunk(const drive::Told& told) const {
  auto delta = [&](auto write) {
    return event([&](JsonWriter& out) {
      out.key("choices").begin_array().begin_object().field("index", 0);
      out.key("delta").begin_object().field("role", "assistant");
      write(out);
      out.end_object();
      out.field_null("finish_reason").field_null("native_finish_reason").field_null("logprobs");
      out.end_object().end_array();
    });
  };
  if (auto text = std::get_if<Text>(&told)) {
    if (text->channel == Text::Channel::reasoning)
      return delta(
          [&](JsonWriter& out) { out.field("content", "").field("reasoning", text->delta); });
    if (!wants_text_) return "";
    return delta([&](JsonWriter& out) { out.field("content", text->delta); });
  }
  if (auto extra = std::get_if<Extra>(&told); extra && extra->where == "debug")
    return event([&](JsonWriter& out) {
      out.key("choices").begin_array().end_array();
      out.field("debug", json::value(extra->fields));
    });
  if (auto extra = std::get_if<Extra>(&told); extra && extra->where == "choice")
    return event([&](JsonWriter& out) {
      out.key("choices").begin_array().begin_object().field("index", 0);
      out.key("delta").raw(R"({"role":"assistant","content":""})");
      out.field_null("finish_reason").field_null("native_finish_reason");
      write_fields(out, extra->fields);
      out.end_object().end_array();
    });
  if (auto extra = std::get_if<Extra>(&told))
    return delta([&](JsonWriter& out) {
      if (!extra->fields.contains("content")) out.field("content", "");
      write_fields(out, extra->fields);
    });
  if (!wants_progress_) return "";
  if (auto progress = std::get_if<Progress>(&told))
    return event([&](JsonWriter& out) {
      out.key("choices").begin_array().end_array();
      out.key("easel").begin_object().field("progress", progress->fraction);
      out.field("stage", progress->stage);
      if (progress->queue_position > 0) out.field("queue_position", progress->queue_position);
      out.end_object();
    });
  if (auto preview = std::get_if<Preview>(&told))
    return event([&](JsonWriter& out) {
      out.key("choices").begin_array().end_array();
      out.key("easel").begin_object().key("preview").begin_object().field("index", preview->index);
      out.field("url", "data:image/png;base64," + base64_encode(preview->bytes));
      out.end_object().end_object();
    });
  return "";
}

Pieces ChatShape::told(const drive::Told& told) {
  auto picture = std::get_if<drive::KeptPicture>(&told);
  if (!picture) return {{chunk(told)}};
  std::string before = "data: ";
  JsonWriter out(before);
  begin(out, true);
  out.key("choices").raw(R"([{"index":0,"delta":{"role":"assistant","content":"","images":[)");
  before += kPictureBefore;
  return {{before, *picture},
          {picture_after(*picture) +
           R"(]},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]})"
           "\n\n"}};
}

Pieces ChatShape::ending(const drive::Outcome& outcome) {
  name_the_answerer();
  if (outcome.error)
    return {
        {event([&](JsonWriter& out) {
           out.field_raw("error", error_object(*outcome.error, job_.request->models));
           out.key("choices").raw(
               R"([{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"error"}])");
         }) +
         "data: [DONE]\n\n"}};
  std::string text = event([&](JsonWriter& out) {
    out.key("choices").begin_array().begin_object().field("index", 0);
    out.key("delta").raw(R"({"role":"assistant","content":""})");
    out.field("finish_reason", outcome.finish.reason);
    out.field_or_null("native_finish_reason", outcome.finish.native_reason);
    out.field_null("logprobs").end_object().end_array();
  });
  text += event([&](JsonWriter& out) {
    out.key("choices").begin_array().end_array();
    write_usage(out.key("usage"), outcome);
    write_fields(out, outcome.body_fields);
    if (!outcome.easel.empty()) out.field("easel", json::value(outcome.easel));
  });
  return {{text + "data: [DONE]\n\n"}};
}

Pieces ChatShape::whole(const drive::Outcome& outcome) {
  name_the_answerer();
  std::string text;
  JsonWriter out(text);
  begin(out, false);
  out.field_null("system_fingerprint");
  out.key("choices").begin_array().begin_object().field("index", 0);
  if (!outcome.choice_fields.contains("logprobs")) out.field_null("logprobs");
  write_fields(out, outcome.choice_fields);
  out.field("finish_reason", outcome.finish.reason);
  out.field_or_null("native_finish_reason", outcome.finish.native_reason);
  out.key("message").begin_object().field("role", "assistant");
  out.field("content", wants_text_ ? job_.text(Text::Channel::content) : "");
  if (!outcome.message_fields.contains("refusal")) out.field_null("refusal");
  out.field_or_null("reasoning", job_.text(Text::Channel::reasoning));
  write_fields(out, outcome.message_fields);

  // Everything so far goes out before the first picture, everything after it behind the last.
  Pieces pieces;
  if (!outcome.pictures.empty()) text += ",\"images\":[";
  for (const auto& picture : outcome.pictures) {
    pieces.push_back({text + std::string(kPictureBefore), picture});
    text = picture_after(picture) + (&picture == &outcome.pictures.back() ? "]" : ",");
  }
  std::string rest;
  JsonWriter end(rest);
  write_usage(end.begin_object().key("usage"), outcome);
  write_fields(end, outcome.body_fields);
  if (!outcome.easel.empty()) end.field("easel", json::value(outcome.easel));
  end.end_object();
  pieces.push_back({text + "}}]," + rest.substr(1)});
  return pieces;
}

}  // namespace easel::api
