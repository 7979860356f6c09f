#include "api/record.h"

#include "api/again.h"
#include "api/key_json.h"
#include "api/moments.h"
#include "store/workspaces.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::json::object;
using wire::json::value;

std::int64_t known(std::int64_t count) {
  return std::max<std::int64_t>(count, 0);
}

std::string text_at(const object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && found->is_string()
             ? std::string(found->get_string().data(), found->get_string().size())
             : "";
}

std::int64_t count_at(const object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && found->is_int64() ? found->get_int64() : 0;
}

object object_at(const object& from, std::string_view key) {
  auto found = from.if_contains(key);
  return found && found->is_object() ? found->get_object() : object{};
}

object detail_of(const store::Generation& row) {
  auto parsed = wire::parse_json(row.detail);
  return parsed && parsed->is_object() ? parsed->get_object() : object{};
}

// What upstreams say of a failure may quote what was asked.
void keep_no_words(store::Settlement& end) {
  if (!end.error.empty()) end.error = "The generation failed.";
  for (auto& attempt : end.attempts)
    if (!attempt.error.empty()) attempt.error = "The attempt failed.";
}

// Of a row that was closed after a crash, or that kept no more, what it says by itself.
Error failure_of_row(const store::Generation& row, const object& detail) {
  if (auto failure = detail.if_contains("failure"); failure && failure->is_object())
    return failure_from(failure->get_object());
  return {.kind = row.state == "cancelled" ? ErrorKind::cancelled : ErrorKind::provider_error,
          .message = row.error};
}

}  // namespace

store::Settlement settlement_of(const drive::Job& job, const drive::Outcome& outcome,
                                std::chrono::milliseconds taken, std::int64_t now) {
  object detail{{"asked_model", job.request->models.front()},
                {"streamed", job.request->stream},
                {"image_tokens", known(outcome.usage.image_tokens)},
                {"cached_tokens", known(outcome.usage.cached_tokens)},
                {"pictures_in", job.request->image_parts()},
                {"pictures_out", static_cast<std::int64_t>(outcome.pictures.size())},
                {"native_finish_reason", outcome.finish.native_reason},
                {"served_by", outcome.finish.provider},
                {"user_agent", job.request->by.user_agent}};
  if (job.moderated) detail["moderation_latency"] = job.moderated->count();
  if (keeps_answer(job)) detail["ask"] = ask_of(job);
  if (keeps_answer(job) && outcome.error) detail["failure"] = failure_of(*outcome.error);
  if (keeps_answer(job) && !outcome.error) {
    detail["replay"] = object{{"content", job.text(Text::Channel::content)},
                              {"reasoning", job.text(Text::Channel::reasoning)},
                              {"usage", outcome.usage.as_given},
                              {"easel", outcome.easel},
                              {"message", outcome.message_fields},
                              {"choice", outcome.choice_fields},
                              {"body", outcome.body_fields}};
  }
  store::Settlement end{.generation_id = job.id,
                        .cost = outcome.error ? Money() : outcome.cost,
                        .byok = outcome.error ? Money() : outcome.byok,
                        .own_key = outcome.own_key,
                        .model = outcome.model,
                        .provider = outcome.provider,
                        .finish_reason = outcome.error ? "error" : outcome.finish.reason,
                        .error = outcome.error ? outcome.error->message : "",
                        .detail = wire::to_json(detail),
                        .now = now,
                        .attempts = outcome.attempts,
                        .milliseconds = taken.count(),
                        .prompt_tokens = known(outcome.usage.prompt_tokens),
                        .completion_tokens = known(outcome.usage.completion_tokens),
                        .reasoning_tokens = known(outcome.usage.reasoning_tokens),
                        .pictures_out = static_cast<std::int64_t>(outcome.pictures.size())};
  if (job.answer_lost) end.delivery = store::Delivery::lost;
  end.loss = outcome.billed;
  end.loss_reason = outcome.error ? to_string(outcome.error->kind) : "an earlier attempt failed";
  end.may_have_billed = outcome.error && outcome.may_have_billed;
  if (job.keeps_nothing) keep_no_words(end);
  return end;
}

Task<Status> replay(House& house, std::shared_ptr<drive::Job> job, std::string id) {
  auto found = co_await house.store.find_generation(id);
  auto row = CO_TRY(std::move(found));
  auto rows = co_await house.store.pictures(id);
  auto pictures = CO_TRY(std::move(rows));
  if (!row || row->state == "running")
    co_return fail(ErrorKind::unavailable, "The first request with this key has not ended yet.");
  object detail = detail_of(*row);
  if (count_at(detail, "pictures_out") > static_cast<std::int64_t>(pictures.size()))
    co_return fail(
        ErrorKind::not_found,
        "The pictures of the first request with this Idempotency-Key are no longer kept.");
  object kept = object_at(detail, "replay");
  job->id = row->id;
  job->created = row->created_at / 1'000'000;

  drive::Outcome outcome{.model = row->model,
                         .provider = row->provider,
                         .cost = row->cost,
                         .byok = row->byok,
                         .own_key = row->own_key};
  outcome.finish = {.reason = row->finish_reason,
                    .native_reason = text_at(detail, "native_finish_reason"),
                    .provider = text_at(detail, "served_by")};
  outcome.usage = {.prompt_tokens = row->prompt_tokens,
                   .completion_tokens = row->completion_tokens,
                   .image_tokens = count_at(detail, "image_tokens"),
                   .reasoning_tokens = row->reasoning_tokens,
                   .cached_tokens = count_at(detail, "cached_tokens"),
                   .cost = row->cost,
                   .as_given = object_at(kept, "usage")};
  outcome.easel = object_at(kept, "easel");
  outcome.message_fields = object_at(kept, "message");
  outcome.choice_fields = object_at(kept, "choice");
  outcome.body_fields = object_at(kept, "body");
  if (row->state != "done") outcome.error = failure_of_row(*row, detail);
  if (auto text = text_at(kept, "reasoning"); !text.empty())
    job->tell(Text{.channel = Text::Channel::reasoning, .delta = text});
  if (auto text = text_at(kept, "content"); !text.empty()) job->tell(Text{.delta = text});
  if (job->request->stream && !outcome.message_fields.empty())
    job->tell(Extra{.where = "message", .fields = outcome.message_fields});
  for (auto& picture : pictures) {
    drive::KeptPicture told{.index = picture.index,
                            .file = {.path = picture.path,
                                     .sha256 = picture.sha256,
                                     .media_type = picture.media_type,
                                     .bytes = static_cast<std::uint64_t>(picture.bytes),
                                     .width = picture.width,
                                     .height = picture.height}};
    outcome.pictures.push_back(told);
    job->tell(std::move(told));
  }
  job->outcome = std::move(outcome);
  co_return Status{};
}

Result<RecordParts> parts_of_record(store::Database& database, const store::Generation& row) {
  RecordParts parts;
  parts.attempts = TRY(database.attempts(row.id));
  parts.labels = TRY(database.labels(row.id));
  parts.pictures = TRY(database.pictures(row.id));
  parts.workspace = TRY(store::workspace_of(database, row.key_hash));
  return parts;
}

namespace {

void write_ours(wire::JsonWriter& out, const store::Generation& row, const RecordParts& parts) {
  out.key("easel").begin_object();
  out.field("key_hash", row.key_hash).field("zdr", row.zdr).field_or_null("app", row.by.app);
  out.key("labels").begin_object();
  for (const auto& [name, value] : parts.labels) out.field(name, value);
  out.end_object();
  out.key("pictures").begin_array();
  for (const auto& picture : parts.pictures) {
    out.begin_object().field("sha256", picture.sha256).field("media_type", picture.media_type);
    out.field("bytes", picture.bytes).field("width", picture.width);
    out.field("height", picture.height);
    out.field_or_null("keep_until", picture.keep_until ? iso(*picture.keep_until) : "");
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace

std::string generation_record(const store::Generation& row, const RecordParts& parts) {
  object detail = detail_of(row);
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object();
  out.field("id", row.id).field("model", row.model).field("created_at", iso(row.created_at));
  out.field("api_type", row.api_type.empty() ? "completions" : row.api_type)
      .field_null("app_id")
      .field("origin", row.by.referer);
  out.field_or_null("provider_name", row.provider);
  out.key("provider_responses").begin_array();
  for (const auto& attempt : parts.attempts) {
    out.begin_object().field("endpoint_id", attempt.provider + ":" + attempt.model);
    // The one that ended it is the last.
    out.field("id", row.id).field("is_byok", row.own_key && &attempt == &parts.attempts.back());
    out.field("latency", attempt.milliseconds).field("model_permaslug", attempt.model);
    out.field("provider_name", attempt.provider).field("status", attempt.status).end_object();
  }
  out.end_array();
  out.key("streamed").value(detail.contains("streamed") && detail.at("streamed") == value(true));
  out.field("cancelled", row.state == "cancelled" || row.state == "interrupted");
  out.field_or_null("finish_reason", row.finish_reason);
  out.field_or_null("native_finish_reason", text_at(detail, "native_finish_reason"));
  out.field("latency", row.milliseconds).field("generation_time", row.milliseconds);
  if (detail.contains("moderation_latency"))
    out.field("moderation_latency", count_at(detail, "moderation_latency"));
  else
    out.field_null("moderation_latency");
  out.field("total_cost", row.cost).field("usage", row.cost).field_null("cache_discount");
  out.field_null("upstream_id").field("upstream_inference_cost", row.own_key ? row.byok : row.cost);
  out.field("is_byok", row.own_key);
  for (auto name : {"tokens_prompt", "native_tokens_prompt"}) out.field(name, row.prompt_tokens);
  for (auto name : {"tokens_completion", "native_tokens_completion"})
    out.field(name, row.completion_tokens);
  out.field("native_tokens_completion_images", count_at(detail, "image_tokens"));
  out.field("native_tokens_reasoning", row.reasoning_tokens);
  out.field("native_tokens_cached", count_at(detail, "cached_tokens"));
  out.field("num_media_prompt", count_at(detail, "pictures_in"));
  out.field("num_media_completion", row.pictures_out);
  for (auto name :
       {"num_input_audio_prompt", "num_search_results", "num_fetches", "web_search_engine"})
    out.field_null(name);
  out.field_or_null("external_user", row.by.user);
  out.field_or_null("http_referer", row.by.referer);
  out.field_or_null("user_agent", text_at(detail, "user_agent"));
  for (auto name : {"preset_id", "router", "service_tier"}) out.field_null(name);
  out.field("data_region", "global").field("workspace_id", parts.workspace);
  out.field_or_null("session_id", row.by.session_id);
  out.field("state", row.state);
  if (!row.error.empty()) out.field("error", row.error);
  write_ours(out, row, parts);
  out.end_object();
  return body;
}

}  // namespace easel::api
