#include "providers/gemini.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "gateway/pricing.h"
#include "providers/gemini_request.h"
#include "providers/json_exchange.h"
#include "providers/reply_fields.h"
#include "wire/json_writer.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Reasons that say: the content was refused (FinishReason and BlockReason of the API).
bool is_refusal(std::string_view reason) {
  constexpr std::string_view kRefusals[] = {"SAFETY",
                                            "RECITATION",
                                            "BLOCKLIST",
                                            "PROHIBITED_CONTENT",
                                            "SPII",
                                            "IMAGE_SAFETY",
                                            "IMAGE_PROHIBITED_CONTENT",
                                            "IMAGE_RECITATION",
                                            "MODEL_ARMOR",
                                            "JAILBREAK",
                                            "LANGUAGE"};
  return std::ranges::find(kRefusals, reason) != std::end(kRefusals);
}

Error content_refused(const std::string& reason, const std::string& words) {
  return {.kind = ErrorKind::content_policy,
          .message = words.empty() ? "Gemini refused the content (" + reason + ")." : words,
          .provider_code = reason};
}

// "26s" or "1.5s" of google.rpc.RetryInfo.
std::optional<int> retry_delay(std::string_view text) {
  double seconds = std::atof(std::string(text).c_str());
  if (!(seconds > 0 && seconds < 86400)) return {};
  return static_cast<int>(std::ceil(seconds));
}

// What google.rpc says beside the status: when to come again, and whether the key was the trouble.
void read_details(const json::object& error, Error& out) {
  auto details = array_at(error, "details");
  if (!details) return;
  for (const auto& item : *details) {
    if (!item.is_object()) continue;
    const auto& detail = item.get_object();
    if (text_at(detail, "reason") == "API_KEY_INVALID") out.kind = ErrorKind::authentication;
    if (auto delay = retry_delay(text_at(detail, "retryDelay"))) out.retry_after = delay;
  }
  for (const auto& item : *details) {
    auto violations = item.is_object() ? array_at(item.get_object(), "violations") : nullptr;
    for (std::size_t i = 0; violations && i < violations->size(); ++i) {
      auto quota = (*violations)[i].if_object();
      if (!quota) continue;
      // A quota of the day, or one of nothing at all, is not over in some seconds.
      constexpr int kAnHour = 3600;
      bool daily = text_at(*quota, "quotaId").contains("PerDay");
      if (daily || text_at(*quota, "quotaValue") == "0")
        out.retry_after = std::max(out.retry_after.value_or(0), kAnHour);
    }
  }
}

Error gemini_error(int status, const json::object& body) {
  auto error = object_at(body, "error");
  if (!error) return {.kind = kind_of_status(status), .message = "Provider returned error"};
  if (auto code = count_at(*error, "code"); code >= 400 && code < 600)
    status = static_cast<int>(code);
  auto name = text_at(*error, "status");
  Error out{.kind = kind_of_status(status),
            .message = text_at(*error, "message"),
            .provider_code = name.empty() ? std::to_string(status) : name};
  if (out.message.empty()) out.message = "Provider returned error";
  // The account's region or its billing, not the request.
  if (name == "FAILED_PRECONDITION") out.kind = ErrorKind::payment_required;
  read_details(*error, out);
  return out;
}

std::int64_t image_tokens(const json::object& usage) {
  auto details = array_at(usage, "candidatesTokensDetails");
  if (!details) return -1;
  std::int64_t sum = 0;
  for (const auto& item : *details)
    if (item.is_object() && text_at(item.get_object(), "modality") == "IMAGE")
      sum += std::max<std::int64_t>(0, count_at(item.get_object(), "tokenCount"));
  return sum;
}

// Counts of one call onto those of the calls before it.
void add(std::int64_t& sum, std::int64_t count) {
  if (count >= 0) sum = std::max<std::int64_t>(sum, 0) + count;
}

class GeminiExchange : public JsonExchange {
 public:
  GeminiExchange(const GenerationRequest& request, const Candidate& candidate, int calls)
      : JsonExchange(*candidate.provider),
        request_(request),
        candidate_(candidate),
        calls_(calls) {}

  Step next() override {
    if (over() || call_ >= calls_) return Done{};
    native_.clear();
    finish_message_.clear();
    usage_of_call_.clear();
    pictures_before_ = pictures_.whole();
    std::string method = request_.stream ? ":streamGenerateContent?alt=sse" : ":generateContent";
    return Send{.method = "POST",
                .url = provider().base_url + "/models/" + candidate_.endpoint->model_name + method,
                .headers = {{"Content-Type", "application/json"}},
                .body = gemini_body(request_, candidate_, call_++),
                .credential = CredentialForm{.header = "x-goog-api-key", .scheme = ""}};
  }

 private:
  bool is_picture(const wire::Path& path) override {
    return path.index(0) == 0 && path.matches("candidates[].content.parts[].inlineData.data");
  }

  void picture_begin(const wire::Path& path) override {
    settle_picture();
    part_ = path.index(1);
    pictures_.begin(out());
  }
  void picture_data(std::string_view piece) override { pictures_.data(out(), piece); }
  void flag(const wire::Path& path, bool value) override {
    if (value && path.matches("candidates[].content.parts[].thought") && path.index(0) == 0)
      thoughts_.insert(path.index(1));
  }

  // Whether it was a draft is known once the next one begins or the document is whole.
  void settle_picture() {
    if (!pictures_.open()) return;
    if (thoughts_.contains(part_)) return pictures_.give_up(out());
    picture_of_part_[part_] = pictures_.whole();
    pictures_.keep(out());
  }

  Status document(json::object& document) override {
    settle_picture();
    if (document.contains("error")) return fail(gemini_error(500, document));
    if (auto feedback = object_at(document, "promptFeedback"))
      if (auto reason = text_at(*feedback, "blockReason"); !reason.empty())
        return fail(content_refused(reason, text_at(*feedback, "blockReasonMessage")));
    auto candidates = array_at(document, "candidates");
    if (candidates && !candidates->empty() && (*candidates)[0].is_object())
      tell_candidate((*candidates)[0].get_object());
    if (auto usage = object_at(document, "usageMetadata")) usage_of_call_ = *usage;
    thoughts_.clear();
    picture_of_part_.clear();
    return {};
  }

  void tell_candidate(const json::object& candidate) {
    if (auto reason = text_at(candidate, "finishReason"); !reason.empty()) native_ = reason;
    if (auto words = text_at(candidate, "finishMessage"); !words.empty()) finish_message_ = words;
    auto content = object_at(candidate, "content");
    auto parts = content ? array_at(*content, "parts") : nullptr;
    for (std::size_t i = 0; parts && i < parts->size(); ++i)
      if ((*parts)[i].is_object()) tell_part(static_cast<int>(i), (*parts)[i].get_object());
  }

  void tell_part(int index, const json::object& part) {
    bool thought = flag_at(part, "thought");
    if (auto text = text_at(part, "text"); !text.empty()) {
      auto channel = thought ? Text::Channel::reasoning : Text::Channel::content;
      tell(Text{.channel = channel, .delta = text});
    }
    auto signature = text_at(part, "thoughtSignature");
    if (signature.empty() || thought) return;
    auto picture = picture_of_part_.find(index);
    std::string id = "text";
    if (picture != picture_of_part_.end())
      id = "image_" + std::to_string(picture->second);
    else if (text_at(part, "text").empty())
      id = "after";
    // Read back by gemini_request.cc.
    details_.push_back(json::object{{"type", "reasoning.encrypted"},
                                    {"data", signature},
                                    {"id", id},
                                    {"format", "google-gemini-v1"},
                                    {"index", details_.size()}});
  }

  Status reply_over() override {
    if (native_.empty())
      return fail(ErrorKind::provider_error, "The provider's answer ended before it was finished.");
    count_usage();
    bool made = pictures_.whole() > pictures_before_;
    if (!made && request_.wants_image) {
      if (is_refusal(native_)) return fail(content_refused(native_, finish_message_));
      bool answered = native_ == "STOP" || native_ == "MAX_TOKENS";
      if (!answered)
        return fail({.kind = ErrorKind::provider_error,
                     .message = finish_message_.empty()
                                    ? "The provider made no picture (" + native_ + ")."
                                    : finish_message_,
                     .provider_code = native_});
    }
    if (call_ < calls_) return {};
    tell_signatures();
    tell(usage_);
    finish({.reason = reason(), .native_reason = native_});
    return {};
  }

  std::string reason() const {
    if (native_ == "MAX_TOKENS") return "length";
    return is_refusal(native_) ? "content_filter" : "stop";
  }

  void tell_signatures() {
    if (details_.empty()) return;
    tell(Signature{.json = wire::to_json(details_)});
    tell(Extra{.where = "message", .fields = {{"reasoning_details", std::move(details_)}}});
  }

  void count_usage() {
    const auto& given = usage_of_call_;
    auto words = count_at(given, "candidatesTokenCount");
    auto thoughts = count_at(given, "thoughtsTokenCount");
    auto pictures = image_tokens(given);
    // Who does not say what the picture took means all of it.
    if (pictures < 0 && pictures_.whole() > pictures_before_) pictures = words;
    add(usage_.prompt_tokens, count_at(given, "promptTokenCount"));
    add(usage_.prompt_tokens, count_at(given, "toolUsePromptTokenCount"));
    add(usage_.completion_tokens, words);
    add(usage_.completion_tokens, thoughts);
    add(usage_.reasoning_tokens, thoughts);
    add(usage_.image_tokens, pictures);
    add(usage_.cached_tokens, count_at(given, "cachedContentTokenCount"));
  }

  std::optional<Error> refused(int status, const json::object& body) override {
    return gemini_error(status, body);
  }

  const GenerationRequest& request_;
  const Candidate& candidate_;
  const int calls_;
  int call_ = 0;
  PictureTeller pictures_;
  int pictures_before_ = 0;  // of the calls before this one
  int part_ = 0;             // where the running picture stands
  std::set<int> thoughts_;   // parts of the running document that are drafts
  std::map<int, int> picture_of_part_;
  std::string native_, finish_message_;
  json::object usage_of_call_;  // its counts grow; the last ones hold
  Usage usage_{};
  json::array details_;
};

int calls_for(const GenerationRequest& request, const Candidate& candidate) {
  if (!request.wants_image) return 1;
  return std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
}

}  // namespace

Result<Plan> GeminiAdapter::plan(const GenerationRequest& request,
                                 const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  int calls = calls_for(request, candidate);
  Money most = most_cost(request, *candidate.model, *candidate.endpoint, 1) * calls;
  return Plan{.most = most, .pictures = calls};
}

std::unique_ptr<Exchange> GeminiAdapter::start(const GenerationRequest& request,
                                               const Candidate& candidate, std::int64_t) const {
  return std::make_unique<GeminiExchange>(request, candidate, calls_for(request, candidate));
}

}  // namespace easel::providers
