#include "api/callbacks.h"

#include <array>
#include <set>

#include "api/again.h"
#include "api/errors.h"
#include "api/jobs.h"
#include "api/route_parts.h"
#include "base/hash.h"
#include "base/log.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::chrono::seconds, 5> kPauses{10s, 60s, 300s, 1800s, 7200s};
constexpr int kAtOnce = 16;

// The generation told as its job would be, without its base64. None: its answer is not kept.
Task<Result<std::string>> body_of(House& house, store::Generation row) {
  auto told = co_await tell_again(house, std::move(row));
  auto job = CO_TRY(std::move(told));
  auto request = std::make_shared<gateway::GenerationRequest>(*job->request);
  request->wishes.by_address = true;
  job->request = request;
  std::string body;
  for (const auto& piece : in_words(house, *job, ended_job(house, *job, request->wishes.origin)))
    body += piece.text;
  co_return body;
}

Task<Status> post(House& house, store::Callback callback) {
  auto found = co_await house.store.find_generation(callback.generation_id);
  auto row = CO_TRY(std::move(found));
  if (!row) co_return fail(internal("a callback without a generation"));
  auto key_hash = row->key_hash;
  auto told = co_await body_of(house, std::move(*row));
  auto body = CO_TRY(std::move(told));
  auto at = house.micros() / 1'000'000;
  auto signature = callback_signature(callback_secret(house, key_hash), at, body);
  http::Outgoing request{.method = "POST",
                         .url = callback.url,
                         .headers = {{"Content-Type", "application/json"},
                                     {"User-Agent", "easel"},
                                     {"X-Easel-Signature", signature}},
                         .first_byte_timeout = 20s,
                         .idle_timeout = 20s,
                         .guarded = !house.settings.fetch.allow_private};
  request.body.push_back(http::Piece::owned(std::move(body)));
  auto reply = co_await house.client.send(std::move(request));
  if (!reply) co_return fail(std::move(reply.error().error));
  int status = (*reply)->status;
  if (status >= 200 && status < 300) co_return Status{};
  co_return fail(ErrorKind::provider_error, "it answered " + std::to_string(status));
}

using Running = std::shared_ptr<std::set<std::string>>;

Task<> deliver(House& house, store::Callback callback, Running running) {
  auto posted = co_await post(house, callback);
  auto tries = static_cast<std::size_t>(callback.tries++);
  if (posted) {
    callback.state = "delivered";
  } else if (tries >= kPauses.size() || posted.error().kind == ErrorKind::gone) {
    callback.state = "given_up";
  } else {
    callback.next_at = house.micros() + std::chrono::microseconds(kPauses[tries]).count();
  }
  if (!posted)
    log::info("{}: callback {}: {}", callback.generation_id,
              callback.state == "given_up" ? "given up" : "not delivered", posted.error().message);
  auto noted = co_await house.store.update_callback(callback);
  if (!noted) log::error("{}: callback not noted", callback.generation_id);
  running->erase(callback.generation_id);
}

Task<> get_secret(House& house, http::Request& in, http::Response& out) {
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) co_return co_await send_result(out, fail(key.error()));
  std::string body;
  wire::JsonWriter json(body);
  json.begin_object().key("data").begin_object();
  json.field("secret", callback_secret(house, (*key)->key.hash)).end_object().end_object();
  out.add_header("Cache-Control", "no-store");
  co_await send_result(out, body);
}

}  // namespace

std::string callback_secret(const House& house, std::string_view key_hash) {
  return "whsec_" + to_hex(hmac_sha256(house.settings.callback_secret, key_hash));
}

std::string callback_signature(std::string_view secret, std::int64_t at, std::string_view body) {
  auto time = std::to_string(at);
  std::string said = time + ".";
  said += body;
  return "t=" + time + ",v1=" + to_hex(hmac_sha256(secret, said));
}

Task<> post_callbacks(House& house) {
  auto running = std::make_shared<std::set<std::string>>();
  for (;;) {
    auto due = co_await house.store.due_callbacks(house.micros(), 2 * kAtOnce);
    if (!due) log::error("callbacks cannot be read: {}", due.error().message);
    for (auto& callback : due ? *due : std::vector<store::Callback>()) {
      if (running->size() >= kAtOnce || !running->insert(callback.generation_id).second) continue;
      spawn(house.executor, "callback", deliver(house, std::move(callback), running));
    }
    co_await house.clock.sleep(due ? 500ms : 10s);
  }
}

void add_callback_routes(const AddRoute& add, House& house) {
  add("GET", "/callbacks/secret",
      [&house](http::Request& in, http::Response& out, const http::PathParams&) {
        return get_secret(house, in, out);
      });
}

}  // namespace easel::api
