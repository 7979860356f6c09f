#include "providers/chat_exchange.h"

#include <algorithm>
#include <optional>

#include "providers/body_writer.h"
#include "providers/chat_reply.h"
#include "providers/reply_fields.h"
#include "wire/sse.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::size_t kMostErrorBody = 64 * 1024;

class ChatExchange : public Exchange, private wire::SseReader::Handler {
 public:
  ChatExchange(const GenerationRequest& request, const Candidate& candidate, json::object body)
      : request_(request), candidate_(candidate), body_(std::move(body)), sse_(*this) {}

  Step next() override {
    if (sent_) return Done{};
    sent_ = true;
    return Send{.method = "POST",
                .url = candidate_.provider->base_url + "/chat/completions",
                .headers = {{"Content-Type", "application/json"},
                            {"Accept", request_.stream ? "text/event-stream" : "application/json"}},
                .body = BodyWriter(request_).write(body_),
                .credential = CredentialForm{}};
  }

  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override {
    status_ = status;
    std::string_view retry_after, date;
    for (const auto& [name, value] : headers) {
      std::string lower = name;
      std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
      if (lower == "content-type") streaming_ = value.starts_with("text/event-stream");
      if (lower == "retry-after") retry_after = value;
      if (lower == "date") date = value;
    }
    retry_after_ = seconds_to_wait(retry_after, date);
    if (status_ < 400 && !streaming_) document_.emplace("message", next_picture_, out_);
  }

  void feed(std::string_view bytes, Events& out) override {
    if (over_) return;
    out_ = &out;
    if (status_ >= 400) {
      error_body_ += bytes.substr(0, kMostErrorBody - std::min(kMostErrorBody, error_body_.size()));
      return;
    }
    auto read = streaming_ ? sse_.feed(bytes) : document_->feed(bytes);
    if (!read) fail_with(read.error());
  }

  void end(Events& out) override {
    if (over_) return;
    out_ = &out;
    if (status_ >= 400) return fail_with(http_error());
    auto read = streaming_ ? sse_.finish() : finish_document();
    // Once the finish reason has come the answer is whole; only the account of it can be cut off.
    if (!read && !finished_) return fail_with(read.error());
    if (over_) return;
    if (!finished_)
      return fail_with({.kind = ErrorKind::provider_error,
                        .message = "The provider's answer ended before it was finished."});
    over_ = true;
    out.push_back(finish_);
  }

 private:
  Error http_error() {
    auto body = wire::parse_json(error_body_);
    const json::object* error = nullptr;
    if (body && body->is_object())
      if (auto found = body->get_object().if_contains("error"); found && found->is_object())
        error = &found->get_object();
    return chat_error(status_, error, error_body_, retry_after_);
  }

  void fail_with(Error error) {
    over_ = true;
    // What this house's own readers said of the answer is no fault of the client's request.
    bool unreadable =
        error.kind == ErrorKind::invalid_request || error.kind == ErrorKind::payload_too_large;
    if (unreadable && error.provider_code.empty())
      error = {.kind = ErrorKind::provider_error,
               .message = "The provider's answer could not be read.",
               .detail = error.message};
    error.provider = candidate_.provider->name;
    out_->push_back(Failure{std::move(error)});
  }

  Status finish_document() {
    std::optional<Error> failure;
    TRY(document_->finish(finish_, finished_, failure));
    document_.reset();
    if (failure) fail_with(*failure);
    return {};
  }

  Status data(std::string_view piece) override {
    if (over_ || piece.empty()) return {};
    if (!document_ && word_.empty()) {
      auto start = piece.find_first_not_of(" \t\n");
      if (start == piece.npos) return {};
      piece.remove_prefix(start);
      if (piece[0] == '{') document_.emplace("delta", next_picture_, out_);
    }
    if (document_) return document_->feed(piece);
    if (word_.size() < 16)
      word_ += piece.substr(0, 16);  // "[DONE]", or something that is no JSON object
    return {};
  }

  Status event_end() override {
    word_.clear();
    if (over_ || !document_) return {};
    return finish_document();
  }

  const GenerationRequest& request_;
  const Candidate& candidate_;
  json::object body_;
  wire::SseReader sse_;
  std::optional<ChatDocument> document_;
  Events* out_ = nullptr;  // where the running call's events go
  std::string word_, error_body_;
  std::optional<int> retry_after_;
  Finish finish_{};
  int status_ = 0;
  int next_picture_ = 0;
  bool sent_ = false, streaming_ = false, finished_ = false, over_ = false;
};

}  // namespace

std::unique_ptr<Exchange> chat_exchange(const GenerationRequest& request,
                                        const Candidate& candidate, json::object body) {
  return std::make_unique<ChatExchange>(request, candidate, std::move(body));
}

}  // namespace easel::providers
