#include "api/jobs.h"

#include "api/again.h"
#include "api/doors.h"
#include "api/errors.h"
#include "api/route_parts.h"
#include "drive/follow.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using wire::JsonWriter;

constexpr std::chrono::seconds kStopsWithin{2};
constexpr std::string_view kStopping = "It was asked to stop.";
constexpr std::string_view kRunsOn =
    "It was submitted to a provider that may charge for it, so it runs on and its result is kept.";

Error no_such_job() {
  return {.kind = ErrorKind::not_found, .message = "There is no such job."};
}

std::string polling_url(const std::string& origin, const std::string& id) {
  return origin + "/api/v1/jobs/" + id;
}

void write_head(JsonWriter& out, const std::string& id, std::string_view status,
                std::int64_t created, const std::string& origin) {
  auto url = polling_url(origin, id);
  out.begin_object().field("id", id).field("object", "easel.job").field("status", status);
  out.field("created", created).field("polling_url", url).field("events_url", url + "/events");
}

std::string running_job(const std::string& id, const drive::Glimpse& seen,
                        const std::string& origin, std::string_view note = {}) {
  bool queued = !seen.begun || seen.progress.queue_position > 0;
  std::string body;
  JsonWriter out(body);
  write_head(out, id, queued ? "queued" : "in_progress", seen.created, origin);
  out.field("progress", seen.progress.fraction);
  if (!seen.progress.stage.empty()) out.field("stage", seen.progress.stage);
  if (seen.progress.queue_position > 0) out.field("queue_position", seen.progress.queue_position);
  if (!note.empty()) out.field("note", note);
  out.end_object();
  return body;
}

// A job of this key, running or ended; which of the two it is, and what is there to see.
struct Found {
  std::optional<drive::Glimpse> running{};
  std::shared_ptr<drive::Job> ended{};
};

Task<Result<Found>> find(House& house, Request& in, std::string id) {
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) co_return fail(key.error());
  auto hash = (*key)->key.hash;
  auto seen = co_await drive::glimpse(house.jobs, id);
  if (seen && (seen->key_hash != hash || !seen->keep_answer)) co_return fail(no_such_job());
  if (seen && !seen->ended) co_return Found{.running = std::move(seen)};
  auto looked = co_await house.store.find_generation(id);
  auto row = CO_TRY(std::move(looked));
  if (!row || row->key_hash != hash) co_return fail(no_such_job());
  if (row->state == "running") {  // its account is being closed
    drive::Glimpse closing{.key_hash = hash, .created = row->created_at / 1'000'000, .begun = true};
    closing.progress.fraction = 1;
    co_return Found{.running = closing};
  }
  auto told = co_await tell_again(house, std::move(*row));
  if (!told && told.error().kind == ErrorKind::not_found) co_return fail(no_such_job());
  co_return Found{.ended = CO_TRY(std::move(told))};
}

Task<> get_job(House& house, Request& in, Response& out, std::string id) {
  allow_any_origin(out);
  auto found = co_await find(house, in, id);
  if (!found) co_return co_await send_error(out, found.error());
  auto origin = origin_of(house, in);
  if (found->running) co_return co_await send_result(out, running_job(id, *found->running, origin));
  (void)co_await send_pieces(house, *found->ended, ended_job(house, *found->ended, origin), out);
}

Task<> delete_job(House& house, Request& in, Response& out, std::string id) {
  allow_any_origin(out);
  auto found = co_await find(house, in, id);
  if (!found) co_return co_await send_error(out, found.error());
  auto origin = origin_of(house, in);
  if (!found->running) {
    (void)co_await send_pieces(house, *found->ended, ended_job(house, *found->ended, origin), out);
    co_return;
  }
  bool stopped = co_await drive::cancel(house.jobs, id);
  auto deadline = house.clock.now() + kStopsWithin;
  do {
    if (stopped) co_await house.clock.sleep(std::chrono::milliseconds(20));
    found = co_await find(house, in, id);
  } while (stopped && found && found->running && house.clock.now() < deadline);
  if (!found) co_return co_await send_error(out, found.error());
  if (found->running)
    co_return co_await send_result(
        out, running_job(id, *found->running, origin, stopped ? kStopping : kRunsOn));
  (void)co_await send_pieces(house, *found->ended, ended_job(house, *found->ended, origin), out);
}

Task<> get_events(House& house, Request& in, Response& out, std::string id) {
  allow_any_origin(out);
  auto found = co_await find(house, in, id);
  if (!found) co_return co_await send_error(out, found.error());
  auto job = found->ended;
  if (!job) job = co_await drive::follow(house.jobs, id);
  if (!job) {  // it ended between the two looks
    found = co_await find(house, in, id);
    if (found) job = found->ended;
  }
  auto door = job ? door_at(job->door) : nullptr;
  if (!door) co_return co_await send_error(out, no_such_job());
  in.on_client_gone([job] { job->changed.notify_all(); });
  auto shape = door->shape(house, *job);
  co_await tell_events(house, job, in, out, *shape);
}

}  // namespace

Task<> send_accepted(House& house, const drive::Job& job, Request& in, Response& out) {
  auto origin = origin_of(house, in);
  std::string body;
  JsonWriter json(body);
  write_head(json, job.id, "queued", job.created, origin);
  json.end_object();
  out.add_header("Location", polling_url(origin, job.id));
  out.add_header("Preference-Applied", "respond-async");
  (void)co_await out.send(202, "application/json", body);
}

Pieces ended_job(House& house, const drive::Job& job, const std::string& origin) {
  const auto& outcome = *job.outcome;
  bool cancelled = outcome.error && outcome.error->kind == ErrorKind::cancelled;
  std::string head;
  JsonWriter out(head);
  write_head(out, job.id,
             cancelled       ? "cancelled"
             : outcome.error ? "failed"
                             : "completed",
             job.created, origin);
  auto door = door_at(job.door);
  if (outcome.error || !door) {
    if (outcome.error) out.field_raw("error", error_object(*outcome.error, job.request->models));
    out.end_object();
    return {{head}};
  }
  auto shape = door->shape(house, job);
  Pieces pieces = shape->whole(outcome);
  pieces.front().text.insert(0, head + ",\"result\":");
  pieces.push_back({"}"});
  return pieces;
}

void add_job_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    add(method, path, [&house, handle](Request& in, Response& out, const PathParams& params) {
      return handle(house, in, out, std::string(params["id"]));
    });
  };
  at("GET", "/jobs/{id}", get_job);
  at("DELETE", "/jobs/{id}", delete_job);
  at("GET", "/jobs/{id}/events", get_events);
}

}  // namespace easel::api
