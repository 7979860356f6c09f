#include "providers/openrouter.h"

#include <algorithm>
#include <optional>

#include "providers/chat_reply.h"
#include "wire/json_writer.h"
#include "wire/sse.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr std::size_t kMostErrorBody = 64 * 1024;

// Writes the client's document anew as pieces: text in between, and the long strings as the blocks
// they already lie in. Never copies a picture.
class BodyWriter {
 public:
  explicit BodyWriter(const GenerationRequest& request) : request_(request) {}

  std::vector<BodyPiece> write(const json::object& body) {
    put(body);
    flush();
    return std::move(pieces_);
  }

 private:
  void flush() {
    if (text_.empty()) return;
    auto keep = std::make_shared<const std::string>(std::move(text_));
    text_.clear();
    pieces_.push_back({.bytes = *keep, .owner = keep});
  }

  void put(const json::object& object) {
    text_ += '{';
    bool first = true;
    for (const auto& [key, item] : object) {
      if (!std::exchange(first, false)) text_ += ',';
      text_ += '"';
      wire::append_escaped(text_, {key.data(), key.size()});
      text_ += "\":";
      put(item);
    }
    text_ += '}';
  }

  void put(const json::value& value) {
    if (value.is_object()) return put(value.get_object());
    if (value.is_array()) {
      text_ += '[';
      for (std::size_t i = 0; i < value.get_array().size(); ++i) {
        if (i > 0) text_ += ',';
        put(value.get_array()[i]);
      }
      text_ += ']';
      return;
    }
    if (value.is_string()) {
      const auto& text = value.get_string();
      int blob = request_.blob_index({text.data(), text.size()});
      if (blob >= 0) return put(request_.blobs[static_cast<std::size_t>(blob)]);
    }
    wire::JsonWriter(text_).value(value);
  }

  void put(const std::shared_ptr<const Blob>& blob) {
    text_ += '"';
    for (const auto& block : blob->blocks()) {
      std::string escaped;
      wire::append_escaped(escaped, block);
      if (escaped.size() != block.size()) {
        text_ += escaped;
        continue;
      }
      flush();
      pieces_.push_back({.bytes = block, .owner = blob});
    }
    text_ += '"';
  }

  const GenerationRequest& request_;
  std::string text_;
  std::vector<BodyPiece> pieces_;
};

// provider.order, only and ignore may name providers of this house beside OpenRouter's own.
void drop_own_providers(json::object& body) {
  auto found = body.if_contains("provider");
  if (!found || !found->is_object()) return;
  auto& wish = found->get_object();
  for (auto key : {"order", "only", "ignore"}) {
    auto list = wish.if_contains(key);
    if (!list || !list->is_array()) continue;
    auto& names = list->get_array();
    auto own = [](const json::value& name) {
      return name == json::value("openrouter") || name == json::value("easel");
    };
    names.erase(std::remove_if(names.begin(), names.end(), own), names.end());
    if (names.empty()) wish.erase(key);
  }
  if (wish.empty()) body.erase("provider");
}

class OpenRouterExchange : public Exchange, private wire::SseReader::Handler {
 public:
  OpenRouterExchange(const GenerationRequest& request, const Candidate& candidate)
      : request_(request), candidate_(candidate), sse_(*this) {}

  Step next() override {
    if (sent_) return Done{};
    sent_ = true;
    json::object body = request_.body;
    body["model"] = candidate_.endpoint->model_name;
    body.erase("models");
    body.erase("route");
    drop_own_providers(body);
    Send send{.method = "POST",
              .url = candidate_.provider->base_url + "/chat/completions",
              .headers = {{"Content-Type", "application/json"},
                          {"Accept", request_.stream ? "text/event-stream" : "application/json"}},
              .body = BodyWriter(request_).write(body),
              .credential_scheme = "Bearer"};
    return send;
  }

  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override {
    status_ = status;
    for (const auto& [name, value] : headers) {
      std::string lower = name;
      std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
      if (lower == "content-type") streaming_ = value.starts_with("text/event-stream");
      if (lower == "retry-after") retry_after_ = value;
    }
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
  wire::SseReader sse_;
  std::optional<ChatDocument> document_;
  Events* out_ = nullptr;  // where the running call's events go
  std::string word_, error_body_, retry_after_;
  Finish finish_{};
  int status_ = 0;
  int next_picture_ = 0;
  bool sent_ = false, streaming_ = false, finished_ = false, over_ = false;
};

}  // namespace

Result<Plan> OpenRouterAdapter::plan(const GenerationRequest& request,
                                     const Candidate& candidate) const {
  int pictures = std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
  return Plan{.most = candidate.endpoint->most_per_image * pictures, .pictures = pictures};
}

std::unique_ptr<Exchange> OpenRouterAdapter::start(const GenerationRequest& request,
                                                   const Candidate& candidate, std::int64_t) const {
  return std::make_unique<OpenRouterExchange>(request, candidate);
}

}  // namespace easel::providers
