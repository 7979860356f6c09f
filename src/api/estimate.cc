#include "api/estimate.h"

#include <algorithm>

#include "api/chat_request.h"
#include "api/completions.h"
#include "api/errors.h"
#include "api/image_request.h"
#include "api/messages_request.h"
#include "api/presets.h"
#include "api/responses.h"
#include "api/route_parts.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using namespace gateway;
using wire::Fields;
using wire::JsonWriter;

Result<std::string> door_of(const json::object& body) {
  Fields fields(body, "");
  auto said = fields.choice("door", {"chat", "images", "responses", "completions", "messages"});
  TRY(fields.status());
  if (said) return *said;
  if (body.contains("messages")) return "chat";
  if (body.contains("input")) return "responses";
  if (!body.contains("prompt"))
    return fail(invalid("messages",
                        "The body is that of no door: it has no messages, input or "
                        "prompt.",
                        "messages, input or prompt"));
  constexpr std::string_view kOfCompletions[] = {"max_tokens", "temperature", "top_p",  "stop",
                                                 "logprobs",   "echo",        "suffix", "best_of",
                                                 "modalities", "image_config"};
  bool completes = std::ranges::any_of(kOfCompletions,
                                       [&](std::string_view name) { return body.contains(name); });
  return completes ? "completions" : "images";
}

void write_refusal(JsonWriter& out, const Refusal& refusal) {
  out.begin_object().field("model", refusal.model).field_or_null("provider", refusal.provider);
  out.field("code", status_of(refusal.error)).field("message", refusal.error.message);
  out.field("reason", to_string(refusal.error.kind)).end_object();
}

void write_candidates(JsonWriter& out, const Planned& planned) {
  out.key("candidates").begin_array();
  for (std::size_t i = 0; i < planned.candidates.size(); ++i) {
    const auto& candidate = planned.candidates[i];
    out.begin_object().field("model", candidate.model->id);
    out.field("provider", candidate.provider->slug).field("most", planned.most_of[i]);
    out.key("ignored").begin_array();
    for (const auto& name : candidate.ignored) out.value(name);
    out.end_array().end_object();
  }
  out.end_array();
}

// "" when the key's limit covers it.
std::string what_the_limit_says(const store::Key& key, Money most) {
  if (!key.limit) return {};
  auto used = key.used_in_window() + key.held;
  if (used + most <= *key.limit) return {};
  return "This key's limit of $" + key.limit->text() + " does not cover it: $" + used.text() +
         " are spent or held, and it can cost up to $" + most.text() + ".";
}

Task<> post_estimate(House& house, http::Request& in, http::Response& out) {
  auto key = co_await house.keys.find(secret_of(in));
  if (!key) co_return co_await send_result(out, fail(key.error()));
  AnyBody body(house, house.budget);
  auto fed = co_await read_body(house, (*key)->key, in, body);
  if (!fed) co_return co_await send_result(out, fail(fed.error()));
  auto request = body.finish();
  if (!request) co_return co_await send_result(out, fail(request.error()));
  auto fresh = co_await house.store.find_key((*key)->key.hash, house.micros());
  if (!fresh) co_return co_await send_result(out, fail(fresh.error()));
  auto now = *fresh ? **fresh : (*key)->key;
  auto brought = co_await bring_keys(house, now, request->user);
  if (!brought) co_return co_await send_result(out, fail(brought.error()));
  auto guards = co_await guards_of(house, now.hash);
  if (!guards) co_return co_await send_result(out, fail(guards.error()));
  tighten(*request, *guards);
  Bringing bringing{
      .keys = std::move(*brought),
      .counts = now.include_byok || std::ranges::any_of(*guards, &Guard::counts_own_keys),
      .guards = std::move(*guards)};
  co_await send_result(out, estimate_json(house, now, std::move(*request), bringing));
}

}  // namespace

Result<GenerationRequest> AnyBody::finish() {
  auto document = TRY(finish_document());
  auto door = TRY(door_of(document.body));
  document.body.erase("door");
  if (door == "chat") return read_chat(std::move(document));
  if (door == "messages") return read_messages(std::move(document), budget());
  if (door == "images") return read_image(std::move(document), ImageDialect::openrouter);
  if (door == "completions") return read_completion(std::move(document));
  auto read = TRY(read_responses(std::move(document), budget()));
  if (read.tool) TRY(use_tool(*house_.catalog.get(), *read.tool, read.request));
  return std::move(read.request);
}

std::string estimate_json(const House& house, const store::Key& key, GenerationRequest request,
                          const Bringing& bringing) {
  auto catalog = house.catalog.get();
  derive_modalities(*catalog, request);
  auto planned = plan(house, std::move(catalog), request, bringing);
  std::string reason;
  if (!planned) {
    reason = planned.error().message;
    Refusal refusal{.model = request.models.front(), .provider = {}, .error = planned.error()};
    planned = Planned{};
    planned->refusals.push_back(std::move(refusal));
  } else {
    reason = what_the_limit_says(key, planned->most);
  }
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.field("most", planned->most).field("currency", "USD").field("pictures", planned->pictures);
  write_candidates(out, *planned);
  out.key("refusals").begin_array();
  for (const auto& refusal : planned->refusals) write_refusal(out, refusal);
  out.end_array().field("allowed", reason.empty());
  if (!reason.empty()) out.field("reason", reason);
  out.end_object().end_object();
  return body;
}

void add_estimate_route(const AddRoute& add, House& house) {
  add("POST", "/estimate",
      [&house](http::Request& in, http::Response& out, const http::PathParams&) {
        return post_estimate(house, in, out);
      });
}

}  // namespace easel::api
