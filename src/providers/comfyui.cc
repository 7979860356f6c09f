#include "providers/comfyui.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include "base/hash.h"
#include "gateway/pricing.h"
#include "providers/body_writer.h"
#include "providers/comfyui_reply.h"
#include "providers/engine_options.h"
#include "providers/form_body.h"
#include "providers/picture_in.h"
#include "providers/reply_fields.h"
#include "providers/task_exchange.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::providers {
namespace {

using namespace gateway;

constexpr int kMultiple = 16, kMostSide = 4096;

Result<ComfyWorkflow> workflow_of(const GenerationRequest& request, const Candidate& candidate) {
  const auto& recipe = candidate.endpoint->recipe;
  if (!recipe.empty()) return ComfyWorkflow::parse(recipe);
  return request.image_parts() > 0 ? ComfyWorkflow::from_picture() : ComfyWorkflow::from_words();
}

// What the workflow has no place for is not made up for afterwards.
ImageOptions shaped(ImageOptions image, const ComfyWorkflow& workflow) {
  if (workflow.has("width") && workflow.has("height")) return image;
  image.pixels.reset();
  image.aspect_ratio.reset();
  image.image_size.reset();
  return image;
}

// Named after its bytes: the same picture lies there once, however often it is sent.
Result<std::string> upload_name(const ImagePart& image) {
  Sha256 hash;
  for (const auto& piece : TRY(decoded(image))) hash.update(piece.bytes);
  auto head = picture_in(image);
  auto name = to_hex(hash.finish()).substr(0, 32);
  return fmt::format("easel-{}.{}", name, extension_of(head ? head->media_type : ""));
}

class ComfyUiDialect : public TaskDialect {
 public:
  ComfyUiDialect(const GenerationRequest& request, const Candidate& candidate,
                 ComfyWorkflow workflow, std::int64_t seed)
      : request_(&request),
        candidate_(candidate),
        workflow_(std::move(workflow)),
        to_upload_(pictures_of(request)),
        image_(shaped(request.image, workflow_)),
        seed_(seed),
        exact_(left_to_make(image_, kMostSide, kMultiple)) {}
  // A prompt that is taken up again.
  ComfyUiDialect(const Candidate& candidate, const json::object& token)
      : candidate_(candidate), seed_(count_at(token, "seed")), exact_(exact_from(token)) {}

  std::chrono::milliseconds patience() const override { return std::chrono::hours(1); }
  std::chrono::milliseconds longest_pause() const override { return std::chrono::seconds(1); }
  std::optional<ExactPicture> exact() const override { return exact_; }
  std::optional<CredentialForm> fetch_credential() const override { return credential(); }
  json::object facts() const override { return {{"seed", seed_}}; }

  Result<std::optional<Send>> prepare() override {
    if (uploaded_.size() == to_upload_.size()) return std::optional<Send>();
    const auto& image = *to_upload_[uploaded_.size()];
    FormBody form;
    TRY(form.file("image", 0, image, TRY(upload_name(image))));
    form.field("type", "input");
    form.field("subfolder", "easel");
    form.field("overwrite", "true");
    return Send{.method = "POST",
                .url = address("/upload/image"),
                .headers = {{"Content-Type", form.content_type()}},
                .body = form.finish(),
                .credential = credential()};
  }

  Status prepared(const json::object& reply) override {
    auto name = text_at(reply, "name"), folder = text_at(reply, "subfolder");
    if (name.empty())
      return fail(ErrorKind::provider_error, "ComfyUI did not say where it put a picture.");
    uploaded_.push_back(folder.empty() ? name : folder + "/" + name);
    return {};
  }

  Send submit(int nth) override {
    id_.clear();
    BodyWriter writer(*request_);
    return {
        .method = "POST",
        .url = address("/prompt"),
        .headers = {{"Content-Type", "application/json"}},
        .body = writer.write({{"prompt", workflow_.filled(values(nth))}, {"client_id", "easel"}}),
        .credential = credential()};
  }

  void about(const std::string& poll_url) override {
    auto id = poll_url.substr(poll_url.rfind('/') + 1);
    if (id == id_) return;
    id_ = std::move(id);
    running_ = false;
    lost_ = 0;
  }

  Result<Ticket> accepted(const json::object& reply) override {
    id_ = text_at(reply, "prompt_id");
    auto plain = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
    if (id_.empty() || id_.size() > 200 || !std::ranges::all_of(id_, plain))
      return fail(ErrorKind::provider_error, "ComfyUI gave no prompt to ask for the picture.");
    Ticket ticket{.poll_url = address("/history/" + id_), .notes = exact_notes(exact_)};
    ticket.notes["seed"] = seed_;
    return ticket;
  }

  TaskState state(const json::object& reply) override {
    if (auto entry = object_at(reply, id_)) return comfy_end(*entry, address("/view"));
    TaskState working;
    if (!reply.contains("queue_running")) {
      working.ask_next = address("/queue");
      working.progress.stage = running_ ? "running" : "queued";
      return working;
    }
    auto place = comfy_place(reply, id_);
    running_ = place == 0;
    // Between the two questions it may have ended; asked often enough, it is lost.
    lost_ = place < 0 ? lost_ + 1 : 0;
    if (lost_ > 4)
      return {.kind = TaskState::Kind::failed,
              .error = {.kind = ErrorKind::provider_error,
                        .message = "ComfyUI no longer knows what it was given; it was probably "
                                   "restarted."}};
    working.progress = {.stage = running_ ? "running" : "queued",
                        .queue_position = place > 0 ? place : -1};
    return working;
  }

  Error refused(int status, const json::object& body) override { return comfy_error(status, body); }

  std::optional<Send> cancel(const std::string&) override {
    json::object one{{"prompt_id", id_}}, waiting{{"delete", json::array{json::string(id_)}}};
    auto body = std::make_shared<const std::string>(wire::to_json(running_ ? one : waiting));
    return Send{.method = "POST",
                .url = address(running_ ? "/interrupt" : "/queue"),
                .headers = {{"Content-Type", "application/json"}},
                .body = {{.bytes = *body, .owner = body}},
                .credential = credential()};
  }

 private:
  std::string address(const std::string& path) const {
    return candidate_.provider->base_url + path;
  }

  ComfyWorkflow::Values values(int nth) const {
    auto options = engine_options(*request_).value_or(EngineOptions{});
    ComfyWorkflow::Values values{{"prompt", json::string(request_->prompt())},
                                 {"seed", seed_ + nth},
                                 {"checkpoint", json::string(candidate_.endpoint->model_name)}};
    auto text = [&](const char* name, const std::string& given) {
      if (!given.empty()) values[name] = json::string(given);
    };
    auto number = [&](const char* name, const auto& given) {
      if (given) values[name] = *given;
    };
    text("negative_prompt", options.negative_prompt);
    text("sampler", options.sampler);
    text("scheduler", options.scheduler);
    number("steps", options.steps);
    number("cfg_scale", options.cfg);
    number("strength", options.strength);
    if (auto size = wanted_size(image_, kMostSide)) {
      auto asked = in_multiples(*size, kMultiple);
      values["width"] = asked.width;
      values["height"] = asked.height;
    }
    for (std::size_t i = 0; i < uploaded_.size(); ++i)
      values[i == 0 ? "image" : "image_" + std::to_string(i + 1)] = json::string(uploaded_[i]);
    return values;
  }

  const GenerationRequest* request_ = nullptr;
  const Candidate& candidate_;
  ComfyWorkflow workflow_{};
  std::vector<const ImagePart*> to_upload_;
  std::vector<std::string> uploaded_;
  ImageOptions image_{};
  std::string id_;
  std::int64_t seed_;
  std::optional<ExactPicture> exact_;
  bool running_ = false;
  int lost_ = 0;
};

int prompts_for(const GenerationRequest& request, const Candidate& candidate) {
  return std::clamp(request.image.n.value_or(1), 1, candidate.endpoint->capabilities.n_max);
}

Status check_pictures(const GenerationRequest& request, const Candidate& candidate,
                      const ComfyWorkflow& workflow) {
  int has = request.image_parts(), needs = workflow.pictures();
  if (has == needs) return {};
  return fail(invalid("messages",
                      fmt::format("{} works with {}; the request holds {}.", candidate.model->id,
                                  needs == 0   ? "words alone"
                                  : needs == 1 ? "one picture"
                                               : fmt::format("{} pictures", needs),
                                  has),
                      fmt::format("{} pictures", needs)));
}

}  // namespace

Result<Plan> ComfyUiAdapter::plan(const GenerationRequest& request,
                                  const Candidate& candidate) const {
  TRY(refuse_needs(request, candidate, {}));
  if (request.prompt().empty())
    return fail(invalid("messages", "This model needs a text in the last user message.",
                        "a user message with text"));
  TRY(engine_options(request));
  auto workflow = TRY(workflow_of(request, candidate));
  TRY(check_pictures(request, candidate, workflow));
  int prompts = prompts_for(request, candidate);
  return Plan{.most = most_cost(request, *candidate.model, *candidate.endpoint, prompts),
              .pictures = prompts};
}

std::unique_ptr<Exchange> ComfyUiAdapter::start(const GenerationRequest& request,
                                                const Candidate& candidate,
                                                std::int64_t fresh_seed) const {
  constexpr std::int64_t kSeeds = 0x7fffffff;
  auto seed = request.image.seed.value_or(fresh_seed) & kSeeds;
  auto workflow = workflow_of(request, candidate).value_or(ComfyWorkflow::from_words());
  return std::make_unique<TaskExchange>(
      candidate, std::make_unique<ComfyUiDialect>(request, candidate, std::move(workflow), seed),
      prompts_for(request, candidate));
}

std::unique_ptr<Exchange> ComfyUiAdapter::resume(const Candidate& candidate,
                                                 std::string_view token) const {
  auto read = wire::parse_json(token);
  if (!read || !read->is_object()) return nullptr;
  return TaskExchange::resume(
      candidate, std::make_unique<ComfyUiDialect>(candidate, read->get_object()), token);
}

}  // namespace easel::providers
