#include "providers/json_exchange.h"

#include <algorithm>

#include "base/base64.h"
#include "providers/reply_fields.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::size_t kMostErrorBody = 64 * 1024;
constexpr std::size_t kMostKept = 16u << 20;  // of all strings of a document that are no pictures
constexpr std::size_t kMostHeld = 4u << 20;   // base64 of a picture that may be a draft

}  // namespace

void JsonExchange::head(int status,
                        const std::vector<std::pair<std::string, std::string>>& headers) {
  status_ = status;
  streaming_ = false;
  error_body_.clear();
  reader_.reset();
  std::string_view retry_after, date;
  for (const auto& [name, value] : headers) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower == "content-type") streaming_ = value.starts_with("text/event-stream");
    if (lower == "retry-after") retry_after = value;
    if (lower == "date") date = value;
  }
  retry_after_ = seconds_to_wait(retry_after, date);
  if (status_ < 400 && !streaming_) open_document();
}

void JsonExchange::feed(std::string_view bytes, Events& out) {
  if (over_) return;
  out_ = &out;
  if (status_ >= 400) {
    error_body_ += bytes.substr(0, kMostErrorBody - std::min(kMostErrorBody, error_body_.size()));
    return;
  }
  auto read = streaming_ ? sse_.feed(bytes) : reader_->feed(bytes);
  if (!read) fail_with(read.error());
}

void JsonExchange::end(Events& out) {
  if (over_) return;
  out_ = &out;
  Status read{};
  if (status_ >= 400)
    read = error_reply();
  else
    read = streaming_ ? sse_.finish() : close_document();
  if (read && !over_ && status_ < 400) read = reply_over();
  if (!read) fail_with(read.error());
}

Status JsonExchange::error_reply() {
  auto body = wire::parse_json(error_body_);
  json::value* error = body ? &*body : nullptr;
  if (error && error->is_array() && !error->get_array().empty()) error = &error->get_array()[0];
  auto failure =
      refused(status_, error && error->is_object() ? error->get_object() : json::object());
  if (!failure) return {};
  if (!failure->retry_after) failure->retry_after = retry_after_;
  if (failure->provider_code.empty()) failure->provider_code = std::to_string(status_);
  return fail(std::move(*failure));
}

void JsonExchange::finish(Finish finish) {
  if (std::exchange(over_, true)) return;
  tell(std::move(finish));
}

void JsonExchange::fail_with(Error error) {
  if (std::exchange(over_, true)) return;
  // What this house's own readers said of the answer is no fault of the client's request.
  bool unreadable =
      error.kind == ErrorKind::invalid_request || error.kind == ErrorKind::payload_too_large;
  if (unreadable && error.provider_code.empty())
    error = {.kind = ErrorKind::provider_error,
             .message = "The provider's answer could not be read.",
             .detail = error.message};
  error.provider = provider_.name;
  tell(Failure{std::move(error)});
}

void JsonExchange::open_document() {
  strings_.clear();
  kept_bytes_ = 0;
  // Every string passes through here, so that a picture is one however short it is.
  reader_.emplace(static_cast<wire::LongStrings*>(this), wire::JsonLimits{.long_string = 0});
}

Status JsonExchange::close_document() {
  json::value read = TRY(reader_->finish());
  if (!read.is_object())
    return fail(ErrorKind::provider_error, "The provider's answer is no JSON object.");
  put_back(read);
  reader_.reset();
  return document(read.get_object());
}

void JsonExchange::put_back(json::value& value) const {
  if (value.is_string()) {
    int index = reader_->referred(value.get_string().subview());
    if (index >= 0) value = json::string(strings_[static_cast<std::size_t>(index)]);
  } else if (value.is_array()) {
    for (auto& inner : value.get_array()) put_back(inner);
  } else if (value.is_object()) {
    for (auto& [key, inner] : value.get_object()) put_back(inner);
  }
}

Status JsonExchange::begin(const wire::Path& path, std::string_view first) {
  strings_.emplace_back();
  in_picture_ = is_picture(path);
  if (in_picture_) picture_begin(path);
  return part(first);
}

Status JsonExchange::part(std::string_view piece) {
  if (piece.empty()) return {};
  if (in_picture_) {
    picture_data(piece);
    return {};
  }
  kept_bytes_ += piece.size();
  if (kept_bytes_ > kMostKept)
    return fail(ErrorKind::provider_error, "The provider's answer holds a text without end.");
  strings_.back() += piece;
  return {};
}

Status JsonExchange::end() {
  if (in_picture_) picture_end();
  return {};
}

Status JsonExchange::data(std::string_view piece) {
  if (over_ || word_) return {};
  if (!reader_) {
    auto start = piece.find_first_not_of(" \t\n");
    if (start == piece.npos) return {};
    piece.remove_prefix(start);
    word_ = piece[0] != '{';  // "[DONE]", or something else that is no JSON object
    if (word_) return {};
    open_document();
  }
  return reader_->feed(piece);
}

Status JsonExchange::event_end() {
  word_ = false;
  if (over_ || !reader_) return {};
  return close_document();
}

void PictureTeller::begin(Events& out) {
  open_ = true;
  held_whole_ = true;
  held_.clear();
  out.push_back(PictureStart{.index = index_});
}

void PictureTeller::data(Events& out, std::string_view base64) {
  if (held_.size() + base64.size() > kMostHeld) held_whole_ = false;
  if (held_whole_) held_ += base64;
  out.push_back(PictureData{.index = index_, .base64 = true, .bytes = std::string(base64)});
}

void PictureTeller::keep(Events& out) {
  if (!std::exchange(open_, false)) return;
  held_ = {};
  out.push_back(PictureEnd{.index = index_++});
}

void PictureTeller::forget() {
  open_ = false;
  held_ = {};
}

void PictureTeller::give_up(Events& out) {
  if (!std::exchange(open_, false)) return;
  auto bytes = base64_decode(std::exchange(held_, {}));
  if (held_whole_ && bytes && !bytes->empty())
    out.push_back(Preview{.index = index_, .bytes = std::move(*bytes)});
}

}  // namespace easel::providers
