#include "providers/openai_images.h"

#include <algorithm>
#include <deque>

#include "gateway/pricing.h"
#include "providers/json_exchange.h"
#include "providers/openai_images_request.h"
#include "providers/reply_fields.h"

namespace easel::providers {
namespace {

using namespace gateway;

// {"error":{message,type,code}}, {"error":"text"} or FastAPI's {"detail":…}.
Error images_error(int status, const json::object& body) {
  Error out{.kind = kind_of_status(status), .message = "Provider returned error"};
  std::string message = text_at(body, "error"), code, type;
  if (auto error = object_at(body, "error")) {
    message = text_at(*error, "message");
    code = text_at(*error, "code");
    type = text_at(*error, "type");
  }
  if (message.empty()) message = text_at(body, "detail");
  if (auto details = array_at(body, "detail"); details && !details->empty())
    if (auto first = (*details)[0].if_object()) message = text_at(*first, "msg");
  if (!message.empty()) out.message = message;
  out.provider_code = code.empty() ? std::to_string(status) : code;
  constexpr std::string_view kModeration[] = {"moderation_blocked", "content_policy_violation",
                                              "contentFilter", "content_filter"};
  if (std::ranges::count(kModeration, code)) out.kind = ErrorKind::content_policy;
  if (code == "insufficient_quota" || code == "billing_hard_limit_reached")
    out.kind = ErrorKind::payment_required;
  if (code == "invalid_api_key") out.kind = ErrorKind::authentication;
  if (code == "model_not_found") out.kind = ErrorKind::not_found;
  return out;
}

constexpr int kMostTroubles = 6;

class OpenAiImagesExchange : public JsonExchange {
 public:
  OpenAiImagesExchange(const GenerationRequest& request, const Candidate& candidate)
      : JsonExchange(*candidate.provider), request_(request), candidate_(candidate) {}

  Step next() override {
    if (over()) return Done{};
    if (std::exchange(pausing_, false)) return Wait{std::chrono::milliseconds(500) * troubles_};
    if (fetching_) return Send{.method = "GET", .url = to_fetch_.front(), .from_reply = true};
    auto send = openai_images_request(request_, candidate_);
    if (send) return std::move(*send);
    return Compute{[error = send.error()](Job&, const Emit&) -> Status { return fail(error); }};
  }

  void head(int status, const std::vector<std::pair<std::string, std::string>>& headers) override {
    fetch_status_ = status;
    fetched_ = false;
    if (!fetching_) JsonExchange::head(status, headers);
  }

  void feed(std::string_view bytes, Events& out) override {
    if (!fetching_) return JsonExchange::feed(bytes, out);
    if (fetch_status_ != 200 || bytes.empty()) return;
    if (!std::exchange(fetched_, true)) out.push_back(PictureStart{.index = next_index_});
    out.push_back(PictureData{.index = next_index_, .bytes = std::string(bytes)});
  }

  void end(Events& out) override {
    if (!fetching_) return JsonExchange::end(out);
    set_out(out);
    bool passing = fetch_status_ == 429 || fetch_status_ >= 500;
    if (!fetched_ && passing && again()) return;
    if (!fetched_)
      return fail_with({.kind = ErrorKind::provider_error,
                        .message = "The picture that was made could not be fetched.",
                        .provider_code = std::to_string(fetch_status_)});
    out.push_back(PictureEnd{.index = next_index_++});
    to_fetch_.pop_front();
    troubles_ = 0;
    if (to_fetch_.empty()) complete();
  }

  // What was made is paid for: fetching it is tried again.
  bool broken(const Error& error) override {
    bool passing = error.kind == ErrorKind::provider_error || error.kind == ErrorKind::timeout;
    return fetching_ && passing && again();
  }

 private:
  bool again() { return pausing_ = ++troubles_ < kMostTroubles; }

  bool is_picture(const wire::Path& path) override {
    return path.matches("data[].b64_json") || path.matches("b64_json");
  }
  void picture_begin(const wire::Path&) override {
    pictures_.keep(out());  // the one before it in `data`
    pictures_.begin(out());
  }
  void picture_data(std::string_view piece) override { pictures_.data(out(), piece); }

  Status document(json::object& document) override {
    auto type = text_at(document, "type");
    if (type.ends_with(".partial_image")) {
      pictures_.give_up(out());
      return {};
    }
    if (document.contains("error") || type == "error") return fail(error_within(document));
    pictures_.keep(out());
    whole_ = true;
    if (auto usage = object_at(document, "usage")) count(*usage);
    auto data = array_at(document, "data");
    for (std::size_t i = 0; data && i < data->size(); ++i)
      if (auto entry = (*data)[i].if_object())
        if (auto url = text_at(*entry, "url"); !url.empty()) to_fetch_.push_back(absolute(url));
    return {};
  }

  Error error_within(const json::object& document) const {
    auto error = images_error(500, document);
    if (object_at(document, "error") == nullptr && text_at(document, "error").empty())
      error.message =
          text_at(document, "message").empty() ? error.message : text_at(document, "message");
    return error;
  }

  // Some servers give addresses from their own root.
  std::string absolute(const std::string& url) const {
    if (!url.starts_with('/')) return url;
    const auto& base = provider().base_url;
    return base.substr(0, base.find('/', base.find("://") + 3)) + url;
  }

  void count(const json::object& usage) {
    auto input = count_at(usage, "input_tokens"), output = count_at(usage, "output_tokens");
    if (output <= 0 && input <= 0) return;  // LocalAI's is all zero
    usage_.prompt_tokens =
        std::max<std::int64_t>(usage_.prompt_tokens, 0) + std::max<std::int64_t>(input, 0);
    usage_.completion_tokens =
        std::max<std::int64_t>(usage_.completion_tokens, 0) + std::max<std::int64_t>(output, 0);
    auto details = object_at(usage, "output_tokens_details");
    auto images = details ? count_at(*details, "image_tokens") : -1;
    usage_.image_tokens = std::max<std::int64_t>(usage_.image_tokens, 0) +
                          (images >= 0 ? images : std::max<std::int64_t>(output, 0));
  }

  Status reply_over() override {
    if (!whole_)
      return fail(ErrorKind::provider_error, "The provider's answer ended before it was finished.");
    next_index_ = pictures_.whole();
    fetching_ = !to_fetch_.empty();
    if (!fetching_) complete();
    return {};
  }

  void complete() {
    if (pictures_.whole() + next_index_ == 0)
      return fail_with({.kind = ErrorKind::provider_error,
                        .message = "The provider finished without a picture."});
    tell(usage_);
    finish({});
  }

  std::optional<Error> refused(int status, const json::object& body) override {
    return images_error(status, body);
  }

  const GenerationRequest& request_;
  const Candidate& candidate_;
  PictureTeller pictures_;
  Usage usage_{};
  std::deque<std::string> to_fetch_;
  int next_index_ = 0;
  int troubles_ = 0;  // fetches in a row that brought nothing
  int fetch_status_ = 0;
  bool whole_ = false, fetching_ = false, fetched_ = false, pausing_ = false;
};

}  // namespace

Result<Plan> OpenAiImagesAdapter::plan(const GenerationRequest& request,
                                       const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (request.prompt().empty())
    return fail(invalid("messages", "This model needs a text in the last user message.",
                        "a user message with text"));
  if (request.image_parts() > 0 && switch_of(*candidate.provider, "edits") == "none")
    return fail(invalid("messages", candidate.provider->name + " takes words alone, no pictures.",
                        "a request without pictures"));
  int pictures = std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, pictures),
              .pictures = pictures};
}

std::unique_ptr<Exchange> OpenAiImagesAdapter::start(const GenerationRequest& request,
                                                     const Candidate& candidate,
                                                     std::int64_t) const {
  return std::make_unique<OpenAiImagesExchange>(request, candidate);
}

}  // namespace easel::providers
