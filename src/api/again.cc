#include "api/again.h"

#include "api/record.h"
#include "wire/fields.h"
#include "wire/json.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;
using wire::json::object;

constexpr std::int64_t kMost = std::int64_t{1} << 53;

}  // namespace

bool keeps_answer(const drive::Job& job) {
  if (job.keeps_nothing) return false;
  return job.keep_answer || job.answer_lost || !job.idempotency_key.empty();
}

std::shared_ptr<GenerationRequest> request_from(const object& ask) {
  auto request = std::make_shared<GenerationRequest>();
  Fields fields(ask, "");
  request->models = fields.texts("models");
  if (request->models.empty()) request->models.emplace_back();
  request->wants_text = fields.flag("wants_text").value_or(true);
  request->wants_image = fields.flag("wants_image").value_or(false);
  request->modalities_given = fields.flag("modalities_given").value_or(false);
  request->modalities_narrowed = fields.flag("modalities_narrowed").value_or(false);
  if (auto n = fields.integer("n", 1, 10)) request->image.n = static_cast<int>(*n);
  if (auto repeated = fields.object("repeated")) request->repeated = *repeated;
  request->wishes.by_address = fields.flag("by_address").value_or(false);
  request->wishes.origin = fields.text("origin").value_or("");
  request->stream = true;  // what only a stream tells is told as well
  return request;
}

object ask_of(const drive::Job& job) {
  const auto& request = *job.request;
  boost::json::array models;
  for (const auto& model : request.models) models.emplace_back(model);
  object ask{{"door", job.door},
             {"models", std::move(models)},
             {"wants_text", request.wants_text},
             {"wants_image", request.wants_image},
             {"modalities_given", request.modalities_given},
             {"modalities_narrowed", request.modalities_narrowed},
             {"repeated", request.repeated},
             {"by_address", request.wishes.by_address},
             {"origin", request.wishes.origin}};
  if (request.image.n) ask["n"] = *request.image.n;
  return ask;
}

object failure_of(const Error& error) {
  object failure{{"kind", to_string(error.kind)}, {"message", error.message},
                 {"field", error.field},          {"expected", error.expected},
                 {"provider", error.provider},    {"provider_code", error.provider_code},
                 {"metadata", error.metadata}};
  if (error.retry_after) failure["retry_after"] = *error.retry_after;
  return failure;
}

Error failure_from(const object& failure) {
  Fields fields(failure, "");
  auto kind = fields.text("kind").value_or("");
  Error error{.kind = ErrorKind::provider_error,
              .message = fields.text("message").value_or(""),
              .field = fields.text("field").value_or(""),
              .expected = fields.text("expected").value_or(""),
              .provider = fields.text("provider").value_or(""),
              .provider_code = fields.text("provider_code").value_or(""),
              .metadata = fields.text("metadata").value_or("")};
  for (int k = 0; k <= static_cast<int>(ErrorKind::internal); ++k)
    if (to_string(static_cast<ErrorKind>(k)) == kind) error.kind = static_cast<ErrorKind>(k);
  if (auto after = fields.integer("retry_after", 0, kMost))
    error.retry_after = static_cast<int>(*after);
  return error;
}

Task<Result<std::shared_ptr<drive::Job>>> tell_again(House& house, store::Generation row) {
  auto detail = wire::parse_json(row.detail);
  auto ask = detail && detail->is_object() ? detail->get_object().if_contains("ask") : nullptr;
  if (!ask || !ask->is_object())
    co_return fail(ErrorKind::not_found, "The answer of this generation was not kept.");
  auto job = std::make_shared<drive::Job>();
  job->request = request_from(ask->get_object());
  job->key.hash = row.key_hash;
  Fields fields(ask->get_object(), "");
  job->door = fields.text("door").value_or("");
  auto told = co_await replay(house, job, row.id);
  if (!told && told.error().kind == ErrorKind::not_found)
    co_return fail(ErrorKind::gone, "The pictures of this job are no longer kept.");
  CO_TRY(std::move(told));
  co_return job;
}

}  // namespace easel::api
