#include <map>

#include "api/errors.h"
#include "api/jobs.h"
#include "base/hash.h"
#include "drive/follow.h"
#include "media/spool.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/json_writer.h"

// GET /ui/v1/events: what all running jobs of a member say, in one stream, because browsers allow
// six connections to a server and a tab may watch dozens of jobs.
//
//   event: job     {"id","status","progress","stage","queue_position","previews":{"0":3},"text"}
//                  what is new of a job; "text" is what was added
//   event: ended   {"id"}: it can be asked for at /api/v1/jobs/{id}
//
// Previews are pictures at /ui/v1/jobs/{id}/previews/{picture}?v=3, as long as the job runs.
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;

constexpr std::chrono::milliseconds kWhileRunning{100}, kWhileIdle{250};
constexpr std::chrono::seconds kHeartbeat{15};

// What the stream has told of a job.
struct Seen {
  drive::Glimpse last{};
  bool told = false;
};

bool differs(const drive::Glimpse& a, const drive::Glimpse& b) {
  return a.begun != b.begun || a.progress.fraction != b.progress.fraction ||
         a.progress.stage != b.progress.stage ||
         a.progress.queue_position != b.progress.queue_position || a.previews != b.previews ||
         a.text.size() != b.text.size();
}

std::string job_event(const std::string& id, const drive::Glimpse& now, std::size_t text_told) {
  bool queued = !now.begun || now.progress.queue_position > 0;
  std::string event = "event: job\ndata: ";
  wire::JsonWriter out(event);
  out.begin_object().field("id", id).field("status", queued ? "queued" : "in_progress");
  out.field("progress", now.progress.fraction).field("stage", now.progress.stage);
  out.field("queue_position", now.progress.queue_position).key("previews").begin_object();
  for (auto [picture, version] : now.previews)
    out.field(std::to_string(picture), static_cast<std::uint64_t>(version));
  out.end_object().field("text", std::string_view(now.text).substr(text_told)).end_object();
  return event + "\n\n";
}

std::string ended_event(const std::string& id) {
  std::string event = "event: ended\ndata: ";
  wire::JsonWriter(event).begin_object().field("id", id).end_object();
  return event + "\n\n";
}

// All that is new since the last look.
Task<std::string> news(api::House& house, std::string key_hash, std::map<std::string, Seen>& seen) {
  std::string text;
  std::map<std::string, Seen> next;
  for (const auto& id : house.jobs.of(key_hash)) {
    auto now = co_await drive::glimpse(house.jobs, id);
    if (!now || now->ended || !now->keep_answer) continue;
    auto& last = seen[id];
    if (!last.told || differs(last.last, *now)) text += job_event(id, *now, last.last.text.size());
    next[id] = {std::move(*now), true};
  }
  for (const auto& [id, last] : seen)
    if (last.told && !next.contains(id)) text += ended_event(id);
  seen = std::move(next);
  co_return text;
}

Task<> get_events(api::House& house, Request& in, Response& out) {
  auto found = co_await signed_in(house, in);
  if (!found) co_return co_await api::send_error(out, found.error());
  auto key_hash = to_hex(sha256(key_secret(house, found->member.id)));
  out.add_header("Cache-Control", "no-store");
  out.add_header("X-Accel-Buffering", "no");
  auto started = co_await out.start(200, "text/event-stream");
  auto written = started ? co_await out.write(": easel\n\n") : started;
  std::map<std::string, Seen> seen;
  auto beat = house.clock.now() + kHeartbeat;
  while (written && !in.client_gone() && !house.draining) {
    auto text = co_await news(house, key_hash, seen);
    if (text.empty() && house.clock.now() >= beat) {
      auto still = co_await signed_in(house, in);
      if (!still) break;
      text = ": still here\n\n";
    }
    if (!text.empty()) {
      beat = house.clock.now() + kHeartbeat;
      written = co_await out.write(text);
    }
    co_await house.clock.sleep(seen.empty() ? kWhileIdle : kWhileRunning);
  }
  (void)co_await out.finish();
}

Task<> get_preview(api::House& house, Request& in, Response& out, std::string id,
                   std::string picture) {
  auto found = co_await signed_in(house, in);
  if (!found) co_return co_await api::send_error(out, found.error());
  auto key_hash = to_hex(sha256(key_secret(house, found->member.id)));
  auto preview =
      co_await drive::newest_preview(house.jobs, id, key_hash, std::atoi(picture.c_str()));
  auto kind = preview ? media::sniff(preview->bytes) : std::nullopt;
  if (!kind)
    co_return co_await api::send_error(
        out, {.kind = ErrorKind::not_found, .message = "There is no such preview any more."});
  out.add_header("Cache-Control", "no-store");
  out.add_header("X-Content-Type-Options", "nosniff");
  out.add_header("Content-Security-Policy", "default-src 'none'; sandbox");
  (void)co_await out.send(200, kind->media_type, preview->bytes);
}

}  // namespace

void add_event_routes(http::Router& router, api::House& house) {
  std::string base(kBase);
  router.add("GET", base + "/events", [&house](Request& in, Response& out, const PathParams&) {
    return get_events(house, in, out);
  });
  router.add("GET", base + "/jobs/{id}/previews/{picture}",
             [&house](Request& in, Response& out, const PathParams& path) {
               return get_preview(house, in, out, std::string(path["id"]),
                                  std::string(path["picture"]));
             });
}

}  // namespace easel::pages
