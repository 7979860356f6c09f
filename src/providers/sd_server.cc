#include "providers/sd_server.h"

#include <algorithm>

#include "gateway/pricing.h"
#include "providers/body_writer.h"
#include "providers/engine_options.h"
#include "providers/openai_images.h"
#include "providers/openai_images_request.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"
#include "providers/task_exchange.h"
#include "wire/json.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr int kMultiple = 64, kMostSide = 4096;

// {"error":"text"} or {"error":"server_error","message":"text"}.
Error sd_error(int status, const json::object& body) {
  auto words = text_at(body, "message");
  if (words.empty()) words = text_at(body, "error");
  Error error{.kind = kind_of_status(status),
              .message = words.empty() ? "Provider returned error" : words};
  if (status == 410) error.message = "The engine no longer keeps the picture that it made.";
  return error;
}

bool is_plain(std::string_view id) {
  auto plain = [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; };
  return !id.empty() && id.size() <= 200 && std::ranges::all_of(id, plain);
}

class SdServerDialect : public TaskDialect {
 public:
  SdServerDialect(const GenerationRequest& request, const Candidate& candidate, std::int64_t seed)
      : request_(&request),
        candidate_(candidate),
        seed_(seed),
        exact_(left_to_make(request.image, kMostSide, kMultiple)) {}
  // A job that is taken up again.
  SdServerDialect(const Candidate& candidate, const json::object& token)
      : candidate_(candidate), seed_(count_at(token, "seed")), exact_(exact_from(token)) {}

  // A picture of a large model on a processor takes its time.
  std::chrono::milliseconds patience() const override { return std::chrono::hours(1); }
  std::chrono::milliseconds longest_pause() const override { return std::chrono::seconds(1); }
  std::optional<ExactPicture> exact() const override { return exact_; }
  bool holds_picture(const wire::Path& path) const override {
    return path.matches("result.images[].b64_json");
  }
  json::object facts() const override { return {{"seed", seed_}}; }

  Send submit(int nth) override {
    return {.method = "POST",
            .url = address("img_gen"),
            .headers = {{"Content-Type", "application/json"}},
            .body = body(nth),
            .credential = credential()};
  }

  Result<Ticket> accepted(const json::object& reply) override {
    auto id = text_at(reply, "id");
    if (!is_plain(id))
      return fail(ErrorKind::provider_error, "The engine gave no job to ask for the picture.");
    Ticket ticket{.poll_url = address("jobs/" + id), .notes = exact_notes(exact_)};
    ticket.notes["seed"] = seed_;
    ticket.notes["root"] = candidate_.provider->base_url;
    return ticket;
  }

  TaskState state(const json::object& reply) override {
    auto status = text_at(reply, "status");
    if (status == "completed") return {.kind = TaskState::Kind::ready};
    if (status == "failed" || status == "cancelled") return failed(reply, status);
    TaskState working{.progress = {.stage = status}};
    auto position = count_at(reply, "queue_position");
    if (status == "queued" && position > 0 && position < 1'000'000)
      working.progress.queue_position = static_cast<int>(position);
    return working;
  }

  Error refused(int status, const json::object& body) override { return sd_error(status, body); }

  std::optional<Send> cancel(const std::string& poll_url) override {
    return Send{.method = "POST", .url = poll_url + "/cancel", .credential = credential()};
  }

 private:
  std::string address(const std::string& what) const {
    return candidate_.provider->base_url + "/sdcpp/v1/" + what;
  }

  static TaskState failed(const json::object& reply, const std::string& status) {
    auto error = object_at(reply, "error");
    auto words = error ? text_at(*error, "message") : "";
    auto code = error ? text_at(*error, "code") : "";
    return {.kind = TaskState::Kind::failed,
            .error = {.kind = ErrorKind::provider_error,
                      .message = words.empty() ? "The engine could not make the picture." : words,
                      .provider_code = code.empty() ? status : code}};
  }

  std::vector<BodyPiece> body(int nth) const {
    BodyWriter writer(*request_);
    auto options = engine_options(*request_).value_or(EngineOptions{});
    json::object body{{"prompt", prompt_without_tags(request_->prompt())},
                      {"seed", seed_ + nth},
                      {"batch_count", 1},
                      {"output_format", "png"},
                      {"embed_image_metadata", false}};
    if (!options.negative_prompt.empty())
      body["negative_prompt"] = prompt_without_tags(options.negative_prompt);
    if (auto size = wanted_size(request_->image, kMostSide)) {
      auto asked = in_multiples(*size, kMultiple);
      body["width"] = asked.width;
      body["height"] = asked.height;
    }
    if (options.strength) body["strength"] = *options.strength;
    if (auto sampling = sample_params(options); !sampling.empty())
      body["sample_params"] = std::move(sampling);
    add_pictures(writer, body);
    return writer.write(body);
  }

  static json::object sample_params(const EngineOptions& options) {
    json::object sampling;
    if (options.steps) sampling["sample_steps"] = *options.steps;
    if (!options.sampler.empty()) sampling["sample_method"] = options.sampler;
    if (!options.scheduler.empty()) sampling["scheduler"] = options.scheduler;
    if (options.cfg) sampling["guidance"] = json::object{{"txt_cfg", *options.cfg}};
    return sampling;
  }

  void add_pictures(BodyWriter& writer, json::object& body) const {
    auto pictures = pictures_of(*request_);
    auto use = switch_of(*candidate_.provider, "pictures");
    if (pictures.empty()) return;
    if (use != "references") body["init_image"] = writer.base64_of(*pictures.front());
    if (use == "start") return;
    json::array references;
    for (auto picture : pictures) references.push_back(writer.base64_of(*picture));
    body["ref_images"] = std::move(references);
  }

  const GenerationRequest* request_ = nullptr;
  const Candidate& candidate_;
  std::int64_t seed_;
  std::optional<ExactPicture> exact_;
};

int jobs_for(const GenerationRequest& request, const Candidate& candidate) {
  return std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
}

}  // namespace

Result<Plan> SdServerAdapter::plan(const GenerationRequest& request,
                                   const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (prompt_without_tags(request.prompt()).empty())
    return fail(invalid("messages", "This model needs a text in the last user message.",
                        "a user message with text"));
  TRY(engine_options(request));
  int jobs = jobs_for(request, candidate);
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, jobs),
              .pictures = jobs};
}

std::unique_ptr<Exchange> SdServerAdapter::start(const GenerationRequest& request,
                                                 const Candidate& candidate,
                                                 std::int64_t fresh_seed) const {
  constexpr std::int64_t kSeeds = 0x7fffffff;
  auto seed = request.image.seed.value_or(fresh_seed) & kSeeds;
  return std::make_unique<TaskExchange>(candidate,
                                        std::make_unique<SdServerDialect>(request, candidate, seed),
                                        jobs_for(request, candidate));
}

std::unique_ptr<Exchange> SdServerAdapter::resume(const Candidate& candidate,
                                                  std::string_view token) const {
  auto read = wire::parse_json(token);
  if (!read || !read->is_object()) return nullptr;
  // An engine that was run here died with the process that gave it the job.
  if (text_at(read->get_object(), "root") != candidate.provider->base_url) return nullptr;
  return TaskExchange::resume(
      candidate, std::make_unique<SdServerDialect>(candidate, read->get_object()), token);
}

}  // namespace easel::providers
