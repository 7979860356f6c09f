#include "providers/bfl.h"

#include <algorithm>
#include <cmath>

#include "gateway/pricing.h"
#include "providers/body_writer.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"
#include "providers/task_exchange.h"

namespace easel::providers {
namespace {

using namespace gateway;

// {"detail":"…"}, FastAPI's {"detail":[{"loc","msg","type"}]}, or {"error","message"}.
std::string words_of(const json::object& body) {
  for (auto name : {"detail", "message", "error"})
    if (auto text = text_at(body, name); !text.empty()) return text;
  auto details = array_at(body, "detail");
  if (!details || details->empty() || !(*details)[0].is_object()) return {};
  return text_at((*details)[0].get_object(), "msg");
}

Error moderated(const std::string& status, const json::object& reply) {
  Error error{.kind = ErrorKind::content_policy,
              .message = status == "Request Moderated"
                             ? "Black Forest Labs refused the request's content."
                             : "Black Forest Labs withheld the picture for its content.",
              .provider_code = status};
  auto details = object_at(reply, "details");
  auto reasons = details ? array_at(*details, "Moderation Reasons") : nullptr;
  if (reasons && !reasons->empty() && (*reasons)[0].is_string())
    error.message += " (" + std::string((*reasons)[0].get_string().subview()) + ")";
  return error;
}

class BflDialect : public TaskDialect {
 public:
  // No request: a task that is taken up again.
  BflDialect(const GenerationRequest* request, const Candidate& candidate)
      : request_(request), candidate_(candidate) {}

  CredentialForm credential() const override { return {.header = "x-key", .scheme = ""}; }
  std::chrono::milliseconds patience() const override { return std::chrono::minutes(5); }

  Send submit(int nth) override {
    missing_ = 0;
    return {.method = "POST",
            .url = candidate_.provider->base_url + "/" + candidate_.endpoint->model_name,
            .headers = {{"Content-Type", "application/json"}},
            .body = body(nth),
            .credential = credential()};
  }

  Result<Ticket> accepted(const json::object& reply) override {
    Ticket ticket{.poll_url = text_at(reply, "polling_url")};
    if (ticket.poll_url.empty())
      return fail(ErrorKind::provider_error,
                  "The provider gave no address to ask for the picture.");
    auto credits = reply.if_contains("cost");
    constexpr double kMost = 1e6;
    if (credits && credits->is_number() && credits->to_number<double>() >= 0 &&
        credits->to_number<double>() < kMost)
      ticket.cost = Money::from_dollars(credits->to_number<double>() / 100);  // 1 credit is a cent
    return ticket;
  }

  TaskState state(const json::object& reply) override {
    auto status = text_at(reply, "status");
    if (status.empty()) status = text_at(reply, "state");
    if (status == "Ready") return ready(reply);
    if (status == "Request Moderated" || status == "Content Moderated")
      return {.kind = TaskState::Kind::failed, .error = moderated(status, reply)};
    // Right after the submission it may not have spread to every machine.
    bool lost = status == "Task not found" && ++missing_ > 4;
    if (lost || status == "Error" || status == "Failed")
      return {.kind = TaskState::Kind::failed,
              .error = {.kind = ErrorKind::provider_error,
                        .message = "Black Forest Labs could not make the picture (" + status + ").",
                        .provider_code = status}};
    TaskState working{.progress = {.stage = status}};
    auto fraction = reply.if_contains("progress");
    if (fraction && fraction->is_number())
      working.progress.fraction = std::clamp(fraction->to_number<double>(), 0.0, 1.0);
    return working;
  }

  Error refused(int status, const json::object& body) override {
    auto words = words_of(body);
    return {.kind = kind_of_status(status),
            .message = words.empty() ? "Provider returned error" : words};
  }

 private:
  TaskState ready(const json::object& reply) const {
    TaskState state{.kind = TaskState::Kind::ready};
    auto result = object_at(reply, "result");
    auto sample = result ? text_at(*result, "sample") : "";
    if (!sample.empty()) state.pictures.push_back(sample);
    return state;
  }

  std::vector<BodyPiece> body(int nth) const {
    BodyWriter writer(*request_);
    json::object body{{"prompt", request_->prompt()}};
    int i = 0;
    for (auto picture : pictures_of(*request_)) {
      std::string name = "input_image" + (++i > 1 ? "_" + std::to_string(i) : "");
      body[name] = writer.base64_of(*picture);
    }
    const auto& image = request_->image;
    if (auto size = flux_size(image)) {
      body["width"] = size->width;
      body["height"] = size->height;
    }
    if (image.seed) body["seed"] = (*image.seed + nth) & 0x7fffffff;
    if (image.output_format) body["output_format"] = *image.output_format;
    return writer.write(body);
  }

  const GenerationRequest* request_;
  const Candidate& candidate_;
  int missing_ = 0;
};

int tasks_for(const GenerationRequest& request, const Candidate& candidate) {
  return std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
}

}  // namespace

std::optional<Size> flux_size(const ImageOptions& image) {
  std::optional<Size> size = image.pixels;
  if (!size && (image.aspect_ratio || image.image_size))
    size = dimensions(image.aspect_ratio.value_or("1:1"), image.image_size.value_or("1K"));
  if (!size) return {};
  constexpr double kMostArea = 2048.0 * 2048.0;
  double area = 1.0 * size->width * size->height;
  double shrink = area > kMostArea ? std::sqrt(kMostArea / area) : 1;
  // Down, so that rounding does not pass the limit.
  auto snap = [&](int side) { return std::max(64, static_cast<int>(side * shrink) / 16 * 16); };
  return Size{snap(size->width), snap(size->height)};
}

Result<Plan> BflAdapter::plan(const GenerationRequest& request, const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (request.prompt().empty())
    return fail(invalid("messages", "This model needs a text in the last user message.",
                        "a user message with text"));
  int tasks = tasks_for(request, candidate);
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, tasks),
              .pictures = tasks};
}

std::unique_ptr<Exchange> BflAdapter::start(const GenerationRequest& request,
                                            const Candidate& candidate, std::int64_t) const {
  return std::make_unique<TaskExchange>(
      candidate, std::make_unique<BflDialect>(&request, candidate), tasks_for(request, candidate));
}

std::unique_ptr<Exchange> BflAdapter::resume(const Candidate& candidate,
                                             std::string_view token) const {
  return TaskExchange::resume(candidate, std::make_unique<BflDialect>(nullptr, candidate), token);
}

}  // namespace easel::providers
