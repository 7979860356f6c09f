#include "providers/replicate.h"

#include <algorithm>

#include "gateway/pricing.h"
#include "providers/body_writer.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"
#include "providers/task_exchange.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Failed predictions say why in prose alone.
bool is_moderation(std::string_view words) {
  std::string lower(words);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (auto word : {"nsfw", "sensitive", "safety", "moderat", "content policy"})
    if (lower.contains(word)) return true;
  return false;
}

class ReplicateDialect : public TaskDialect {
 public:
  // No request: a prediction that is taken up again.
  ReplicateDialect(const GenerationRequest* request, const Candidate& candidate)
      : request_(request), candidate_(candidate) {}

  Send submit(int) override {
    return {.method = "POST",
            .url = candidate_.provider->base_url + "/models/" + candidate_.endpoint->model_name +
                   "/predictions",
            .headers = {{"Content-Type", "application/json"}},
            .body = body(),
            .credential = credential()};
  }

  Result<Ticket> accepted(const json::object& reply) override {
    auto urls = object_at(reply, "urls");
    Ticket ticket{.poll_url = urls ? text_at(*urls, "get") : ""};
    if (ticket.poll_url.empty())
      return fail(ErrorKind::provider_error,
                  "The provider gave no address to ask for the picture.");
    return ticket;
  }

  TaskState state(const json::object& reply) override {
    auto status = text_at(reply, "status");
    if (status == "succeeded") return ready(reply);
    if (status == "failed" || status == "canceled" || status == "aborted") return failed(reply);
    return {.progress = {.stage = status}};
  }

  Error refused(int status, const json::object& body) override {
    auto words = text_at(body, "detail");
    return {.kind = kind_of_status(status),
            .message = words.empty() ? "Provider returned error" : words};
  }

  std::chrono::milliseconds patience() const override { return std::chrono::minutes(12); }

 private:
  static TaskState ready(const json::object& reply) {
    TaskState state{.kind = TaskState::Kind::ready};
    if (auto one = text_at(reply, "output"); !one.empty()) state.pictures.push_back(one);
    if (auto list = array_at(reply, "output"))
      for (const auto& url : *list)
        if (url.is_string()) state.pictures.emplace_back(url.get_string().subview());
    return state;
  }

  static TaskState failed(const json::object& reply) {
    auto words = text_at(reply, "error");
    TaskState state{.kind = TaskState::Kind::failed};
    state.error = {
        .kind = is_moderation(words) ? ErrorKind::content_policy : ErrorKind::provider_error,
        .message = words.empty() ? "Replicate could not make the picture." : words,
        .provider_code = text_at(reply, "status")};
    return state;
  }

  std::vector<BodyPiece> body() const {
    BodyWriter writer(*request_);
    json::array pictures;
    for (auto picture : pictures_of(*request_)) pictures.push_back(writer.data_url_of(*picture));
    bool riverflow = candidate_.endpoint->model_name.starts_with("sourceful/");
    json::object input{{riverflow ? "instruction" : "prompt", request_->prompt()}};
    if (!pictures.empty()) input[riverflow ? "init_images" : "input_images"] = std::move(pictures);
    const auto& image = request_->image;
    if (image.aspect_ratio) input["aspect_ratio"] = *image.aspect_ratio;
    if (image.image_size) input["resolution"] = *image.image_size;
    if (image.seed && candidate_.endpoint->capabilities.seed) input["seed"] = *image.seed;
    if (riverflow) add_extras(input);
    return writer.write({{"input", std::move(input)}});
  }

  // Fonts as two lists side by side, and pictures to enhance by; all by their addresses.
  void add_extras(json::object& input) const {
    auto config = object_at(request_->body, "image_config");
    if (!config) return;
    if (auto references = array_at(*config, "super_resolution_references"))
      if (!references->empty()) input["super_resolution_refs"] = *references;
    json::array urls, texts;
    auto fonts = array_at(*config, "font_inputs");
    for (std::size_t i = 0; fonts && i < fonts->size(); ++i) {
      auto font = (*fonts)[i].if_object();
      if (!font) continue;
      urls.emplace_back(text_at(*font, "font_url"));
      texts.emplace_back(text_at(*font, "text"));
    }
    if (urls.empty()) return;
    input["font_urls"] = std::move(urls);
    input["font_texts"] = std::move(texts);
  }

  const GenerationRequest* request_;
  const Candidate& candidate_;
};

}  // namespace

Result<Plan> ReplicateAdapter::plan(const GenerationRequest& request,
                                    const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  constexpr std::size_t kShortest = 2;  // the models' own limit for their instruction
  if (request.prompt().size() < kShortest)
    return fail(invalid("messages", "This model needs a text in the last user message.",
                        "a user message with text"));
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, 1), .pictures = 1};
}

std::unique_ptr<Exchange> ReplicateAdapter::start(const GenerationRequest& request,
                                                  const Candidate& candidate, std::int64_t) const {
  return std::make_unique<TaskExchange>(candidate,
                                        std::make_unique<ReplicateDialect>(&request, candidate), 1);
}

std::unique_ptr<Exchange> ReplicateAdapter::resume(const Candidate& candidate,
                                                   std::string_view token) const {
  return TaskExchange::resume(candidate, std::make_unique<ReplicateDialect>(nullptr, candidate),
                              token);
}

}  // namespace easel::providers
