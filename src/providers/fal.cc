#include "providers/fal.h"

#include <algorithm>

#include "gateway/pricing.h"
#include "providers/bfl.h"
#include "providers/body_writer.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"
#include "providers/task_exchange.h"

namespace easel::providers {
namespace {

using namespace gateway;

// {"detail":"text"} or {"detail":[{"loc","msg","type"}]}.
Error fal_error(int status, const json::object& body) {
  Error error{.kind = kind_of_status(status), .message = text_at(body, "detail")};
  auto details = array_at(body, "detail");
  auto first = details && !details->empty() ? (*details)[0].if_object() : nullptr;
  if (first) {
    error.message = text_at(*first, "msg");
    error.provider_code = text_at(*first, "type");
    if (error.provider_code == "content_policy_violation") error.kind = ErrorKind::content_policy;
  }
  if (error.message.empty()) error.message = "Provider returned error";
  // An account without credit is told so as forbidden.
  if (status == 403 && error.message.contains("balance")) error.kind = ErrorKind::payment_required;
  return error;
}

class FalDialect : public TaskDialect {
 public:
  // No request: one that is taken up again.
  FalDialect(const GenerationRequest* request, const Candidate& candidate)
      : request_(request), candidate_(candidate) {}

  CredentialForm credential() const override { return {.scheme = "Key"}; }
  std::chrono::milliseconds patience() const override { return std::chrono::minutes(12); }

  Send submit(int) override {
    std::string edit = request_->image_parts() > 0 ? "/edit" : "";
    return {.method = "POST",
            .url = candidate_.provider->base_url + "/" + candidate_.endpoint->model_name + edit,
            .headers = {{"Content-Type", "application/json"}},
            .body = body(),
            .credential = credential()};
  }

  Result<Ticket> accepted(const json::object& reply) override {
    Ticket ticket{.poll_url = text_at(reply, "status_url")};
    result_url_ = text_at(reply, "response_url");
    if (ticket.poll_url.empty())
      return fail(ErrorKind::provider_error,
                  "The provider gave no address to ask for the picture.");
    return ticket;
  }

  // A status, or, once that says COMPLETED, what the model gave out.
  TaskState state(const json::object& reply) override {
    auto status = text_at(reply, "status");
    if (status == "COMPLETED") {
      if (auto words = text_at(reply, "error"); !words.empty()) return failed(reply, words);
      auto result = text_at(reply, "response_url");
      return {.kind = TaskState::Kind::ready, .result_url = result.empty() ? result_url_ : result};
    }
    if (reply.contains("images") || reply.contains("image")) return ready(reply);
    if (array_at(reply, "detail"))
      return {.kind = TaskState::Kind::failed, .error = fal_error(422, reply)};
    TaskState working{.progress = {.stage = status}};
    auto position = count_at(reply, "queue_position");
    // Theirs counts who stands before: ours counts the one who waits too.
    if (status == "IN_QUEUE" && position >= 0 && position < 1'000'000)
      working.progress.queue_position = static_cast<int>(position) + 1;
    return working;
  }

  Error refused(int status, const json::object& body) override { return fal_error(status, body); }

 private:
  static TaskState failed(const json::object& reply, const std::string& words) {
    auto type = text_at(reply, "error_type");
    bool content = type == "content_policy_violation";
    return {.kind = TaskState::Kind::failed,
            .error = {.kind = content ? ErrorKind::content_policy : ErrorKind::provider_error,
                      .message = words,
                      .provider_code = type}};
  }

  static TaskState ready(const json::object& reply) {
    // A picture that was blacked out comes as if it were one.
    auto flags = array_at(reply, "has_nsfw_concepts");
    if (flags && std::ranges::count(*flags, json::value(true)) > 0)
      return {.kind = TaskState::Kind::failed,
              .error = {.kind = ErrorKind::content_policy,
                        .message = "fal withheld the picture for its content.",
                        .provider_code = "has_nsfw_concepts"}};
    TaskState state{.kind = TaskState::Kind::ready};
    auto add = [&](const json::object& picture) {
      if (auto url = text_at(picture, "url"); !url.empty()) state.pictures.push_back(url);
    };
    if (auto one = object_at(reply, "image")) add(*one);
    if (auto list = array_at(reply, "images"))
      for (const auto& item : *list)
        if (item.is_object()) add(item.get_object());
    return state;
  }

  std::vector<BodyPiece> body() const {
    BodyWriter writer(*request_);
    const auto& image = request_->image;
    json::object body{{"prompt", request_->prompt()}};
    json::array pictures;
    for (auto picture : pictures_of(*request_)) pictures.push_back(writer.data_url_of(*picture));
    if (!pictures.empty()) body["image_urls"] = std::move(pictures);
    if (auto size = flux_size(image))
      body["image_size"] = json::object{{"width", size->width}, {"height", size->height}};
    auto most = candidate_.endpoint->capabilities.n_max;
    if (auto n = std::min(image.n.value_or(1), most); n > 1) body["num_images"] = n;
    if (image.seed) body["seed"] = *image.seed & 0x7fffffff;
    if (image.output_format) body["output_format"] = *image.output_format;
    return writer.write(body);
  }

  const GenerationRequest* request_;
  const Candidate& candidate_;
  std::string result_url_;
};

}  // namespace

Result<Plan> FalAdapter::plan(const GenerationRequest& request, const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (request.prompt().empty())
    return fail(invalid("messages", "This model needs a text in the last user message.",
                        "a user message with text"));
  int pictures = std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, pictures),
              .pictures = pictures};
}

std::unique_ptr<Exchange> FalAdapter::start(const GenerationRequest& request,
                                            const Candidate& candidate, std::int64_t) const {
  return std::make_unique<TaskExchange>(candidate,
                                        std::make_unique<FalDialect>(&request, candidate), 1);
}

std::unique_ptr<Exchange> FalAdapter::resume(const Candidate& candidate,
                                             std::string_view token) const {
  return TaskExchange::resume(candidate, std::make_unique<FalDialect>(nullptr, candidate), token);
}

}  // namespace easel::providers
