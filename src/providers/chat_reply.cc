#include "providers/chat_reply.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "providers/reply_fields.h"
#include "wire/data_url.h"
#include "wire/json_writer.h"

namespace easel::providers {
namespace {

using namespace gateway;
using wire::json::array;
using wire::json::object;
using wire::json::value;

constexpr std::size_t kMostKept = 16u << 20;  // of all long strings that are no pictures

std::string_view view(const wire::json::string& text) {
  return {text.data(), text.size()};
}

// What upstream says it took, when that can be true: it is charged as it stands.
std::optional<Money> cost_at(const object& from) {
  constexpr double kMost = 10'000;  // dollars for one generation
  auto found = from.if_contains("cost");
  if (!found || !found->is_number()) return {};
  auto dollars = found->to_number<double>();
  if (!(dollars >= 0 && dollars <= kMost)) return {};
  return Money::from_dollars(dollars);
}

std::int64_t detail_at(const object& usage, std::string_view group, std::string_view key) {
  auto found = usage.if_contains(group);
  return found && found->is_object() ? count_at(found->get_object(), key) : -1;
}

Usage read_usage(const object& from) {
  return {.prompt_tokens = count_at(from, "prompt_tokens"),
          .completion_tokens = count_at(from, "completion_tokens"),
          .image_tokens = detail_at(from, "completion_tokens_details", "image_tokens"),
          .reasoning_tokens = detail_at(from, "completion_tokens_details", "reasoning_tokens"),
          .cached_tokens = detail_at(from, "prompt_tokens_details", "cached_tokens"),
          .cost = cost_at(from),
          .as_given = from};
}

template <std::size_t N>
object without(const object& from, const std::array<std::string_view, N>& known) {
  object rest;
  for (const auto& [key, item] : from) {
    std::string_view name(key.data(), key.size());
    if (std::ranges::find(known, name) == known.end()) rest.emplace(key, item);
  }
  return rest;
}

constexpr std::array<std::string_view, 9> kBodyKeys = {
    "id", "object", "created", "model", "provider", "choices", "usage", "error", "easel"};
constexpr std::array<std::string_view, 5> kMessageKeys = {"role", "content", "images", "reasoning",
                                                          "reasoning_content"};
constexpr std::array<std::string_view, 6> kChoiceKeys = {
    "index", "message", "delta", "finish_reason", "native_finish_reason", "error"};

// OpenRouter's 403 is its moderation.
ErrorKind kind_of(int status) {
  return status == 403 ? ErrorKind::content_policy : kind_of_status(status);
}

// An error in an answer that had begun does not say that nothing was done.
Error begun(Error error) {
  if (error.kind == ErrorKind::provider_overloaded) error.kind = ErrorKind::provider_error;
  return error;
}

}  // namespace

ChatDocument::ChatDocument(std::string message_key, int& next_picture, Events*& out)
    : message_key_(std::move(message_key)), next_picture_(next_picture), out_(out), reader_(this) {}

Status ChatDocument::begin(const wire::Path& path, std::string_view first) {
  std::string message = "choices[]." + message_key_;
  bool of_first_choice = path.index(0) == 0;
  running_ = Kind::kept;
  if (of_first_choice && path.matches(message + ".images[].image_url.url")) {
    auto head = wire::parse_data_url_head(first);
    if (!head)
      return fail(ErrorKind::provider_error, "The provider sent a picture that is no data URL.");
    running_ = Kind::picture;
    picture_ = next_picture_++;
    out_->push_back(PictureStart{.index = picture_, .declared_type = head->media_type});
    first.remove_prefix(head->data_at);
  } else if (of_first_choice && path.matches(message + ".content")) {
    running_ = Kind::content;
  } else if (of_first_choice && (path.matches(message + ".reasoning") ||
                                 path.matches(message + ".reasoning_content"))) {
    running_ = Kind::reasoning;
  }
  long_strings_.emplace_back(running_, "");
  return part(first);
}

Status ChatDocument::part(std::string_view piece) {
  if (piece.empty()) return {};
  switch (running_) {
    case Kind::picture:
      out_->push_back(PictureData{.index = picture_, .base64 = true, .bytes = std::string(piece)});
      return {};
    case Kind::content:
      out_->push_back(Text{.delta = std::string(piece)});
      return {};
    case Kind::reasoning:
      out_->push_back(Text{.channel = Text::Channel::reasoning, .delta = std::string(piece)});
      return {};
    case Kind::kept: {
      auto& kept = long_strings_.back().second;
      kept_bytes_ += piece.size();
      if (kept_bytes_ > kMostKept)
        return fail(ErrorKind::provider_error, "The provider's answer holds a text without end.");
      kept += piece;
    }
  }
  return {};
}

Status ChatDocument::end() {
  if (running_ == Kind::picture) out_->push_back(PictureEnd{.index = picture_});
  return {};
}

std::string ChatDocument::text_of(const value& item) const {
  if (!item.is_string()) return "";
  auto text = view(item.get_string());
  int index = reader_.referred(text);
  if (index < 0) return std::string(text);
  return long_strings_[static_cast<std::size_t>(index)].second;  // "" when it was told already
}

void ChatDocument::put_back(value& item) const {
  if (item.is_string()) {
    if (reader_.referred(view(item.get_string())) >= 0) item = wire::json::string(text_of(item));
  } else if (item.is_array()) {
    for (auto& inner : item.get_array()) put_back(inner);
  } else if (item.is_object()) {
    for (auto& [key, inner] : item.get_object()) put_back(inner);
  }
}

Status ChatDocument::finish(Finish& finish, bool& finished, std::optional<Error>& failure) {
  value document = TRY(reader_.finish());
  if (!document.is_object())
    return fail(ErrorKind::provider_error, "The provider's answer is no JSON object.");
  const object& body = document.get_object();

  auto choices = body.if_contains("choices");
  if (choices && choices->is_array() && !choices->get_array().empty() &&
      choices->get_array()[0].is_object()) {
    const object& choice = choices->get_array()[0].get_object();
    tell_choice(choice, finish, finished);
    auto error = choice.if_contains("error");
    if (error && error->is_object()) failure = begun(chat_error(502, &error->get_object(), "", {}));
  }
  if (auto model = text_at(body, "model"); !model.empty()) finish.model = model;
  if (auto provider = text_at(body, "provider"); !provider.empty()) finish.provider = provider;
  if (auto usage = body.if_contains("usage"); usage && usage->is_object())
    out_->push_back(read_usage(usage->get_object()));
  value rest = without(body, kBodyKeys);
  put_back(rest);
  if (!rest.get_object().empty())
    out_->push_back(Extra{.where = "body", .fields = std::move(rest.get_object())});
  if (auto error = body.if_contains("error"); error && error->is_object())
    failure = begun(chat_error(502, &error->get_object(), "", {}));
  return {};
}

void ChatDocument::tell_choice(const object& choice, Finish& finish, bool& finished) {
  auto message = choice.if_contains(message_key_);
  if (message && message->is_object()) tell_message(message->get_object());
  if (auto reason = text_at(choice, "finish_reason"); !reason.empty()) {
    finish.reason = reason;
    finished = true;
  }
  if (auto native = text_at(choice, "native_finish_reason"); !native.empty())
    finish.native_reason = native;
  value rest = without(choice, kChoiceKeys);
  auto logprobs = rest.get_object().if_contains("logprobs");
  if (logprobs && logprobs->is_null()) rest.get_object().erase("logprobs");
  put_back(rest);
  if (!rest.get_object().empty())
    out_->push_back(Extra{.where = "choice", .fields = std::move(rest.get_object())});
}

void ChatDocument::tell_message(const object& message) {
  if (auto content = message.if_contains("content"))
    if (auto text = text_of(*content); !text.empty()) out_->push_back(Text{.delta = text});
  // vLLM and llama.cpp call it reasoning_content; who says both says the same twice.
  for (auto name : {"reasoning", "reasoning_content"}) {
    auto reasoning = message.if_contains(name);
    auto text = reasoning ? text_of(*reasoning) : "";
    if (text.empty()) continue;
    out_->push_back(Text{.channel = Text::Channel::reasoning, .delta = text});
    break;
  }
  if (auto images = message.if_contains("images"); images && images->is_array())
    tell_short_pictures(images->get_array());
  value rest = without(message, kMessageKeys);
  auto refusal = rest.get_object().if_contains("refusal");
  if (refusal && refusal->is_null()) rest.get_object().erase("refusal");
  put_back(rest);
  if (!rest.get_object().empty())
    out_->push_back(Extra{.where = "message", .fields = std::move(rest.get_object())});
}

// Pictures under the long-string limit are in the document.
void ChatDocument::tell_short_pictures(const array& images) {
  for (const auto& image : images) {
    auto holder = image.is_object() ? image.get_object().if_contains("image_url") : nullptr;
    auto url = holder && holder->is_object() ? text_at(holder->get_object(), "url") : "";
    auto head = wire::parse_data_url_head(url);
    if (!head || reader_.referred(url) >= 0) continue;
    int index = next_picture_++;
    out_->push_back(PictureStart{.index = index, .declared_type = head->media_type});
    out_->push_back(
        PictureData{.index = index, .base64 = true, .bytes = url.substr(head->data_at)});
    out_->push_back(PictureEnd{.index = index});
  }
}

Error chat_error(int status, const object* error, std::string_view body,
                 std::optional<int> retry_after) {
  Error out{.kind = kind_of(status), .message = "Provider returned error"};
  if (error) {
    if (auto code = count_at(*error, "code"); code >= 400 && code < 600) {
      status = static_cast<int>(code);
      out.kind = kind_of(status);
    }
    if (auto message = text_at(*error, "message"); !message.empty()) out.message = message;
    auto metadata = error->if_contains("metadata");
    if (metadata && metadata->is_object()) {
      out.metadata = wire::to_json(*metadata);
      auto type = text_at(metadata->get_object(), "error_type");
      if (type == "content_policy_violation") out.kind = ErrorKind::content_policy;
      if (type == "refusal") out.kind = ErrorKind::refusal;
      if (type == "context_length_exceeded") out.kind = ErrorKind::context_length;
      if (type == "image_download_failed") out.kind = ErrorKind::image_download_failed;
    }
  } else {
    out.detail = fmt::format("{} bytes that are no JSON error", body.size());
  }
  out.provider_code = std::to_string(status);
  out.retry_after = retry_after;
  return out;
}

}  // namespace easel::providers
