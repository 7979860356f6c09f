#include "pages/sessions.h"

#include <fmt/format.h>

#include "api/route_parts.h"
#include "base/hash.h"
#include "base/ids.h"
#include "wire/json_writer.h"

namespace easel::pages {
namespace {

constexpr std::string_view kCookie = "easel_session";
constexpr std::int64_t kDays = 30;
constexpr std::int64_t kSecondsOfDay = 86'400;

std::string_view cookie_of(const http::Request& in) {
  auto rest = in.header("cookie");
  while (!rest.empty()) {
    auto pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    if (pair.starts_with(kCookie) && pair.substr(kCookie.size()).starts_with('='))
      return pair.substr(kCookie.size() + 1);
  }
  return {};
}

Error not_signed_in() {
  return {.kind = ErrorKind::authentication, .message = "Nobody is signed in here."};
}

std::string secret_for(const api::Settings& settings, const std::string& use,
                       const std::string& member_id) {
  return settings.keys.prefix + to_hex(hmac_sha256(settings.member_secret, use + ":" + member_id));
}

Status make_key(store::Database& database, store::NewKey key, store::Micros now) {
  auto known = TRY(database.find_key(to_hex(sha256(key.secret)), now));
  if (known) return {};
  TRY(database.create_key(key, now));
  return {};
}

}  // namespace

bool has_cookie(const http::Request& in) {
  return !cookie_of(in).empty();
}

Task<Result<store::SignedIn>> signed_in(api::House& house, const http::Request& in) {
  auto cookie = cookie_of(in);
  if (cookie.empty()) co_return fail(not_signed_in());
  auto hash = to_hex(sha256(cookie));
  auto now = house.micros();
  auto found = co_await house.store.read(
      [hash, now](store::Database& database) { return database.find_session(hash, now); });
  auto known = CO_TRY(std::move(found));
  if (!known) co_return fail(not_signed_in());
  co_return std::move(*known);
}

Task<Result<store::SignedIn>> owner(api::House& house, const http::Request& in) {
  auto found = co_await signed_in(house, in);
  auto who = CO_TRY(std::move(found));
  if (who.member.role != "owner")
    co_return fail(ErrorKind::permission_denied, "Only an owner of this Easel can do that.");
  co_return std::move(who);
}

bool is_same_origin(const http::Request& in) {
  if (auto site = in.header("sec-fetch-site"); !site.empty()) return site == "same-origin";
  auto origin = in.header("origin");
  auto scheme = origin.find("://");
  return scheme != origin.npos && origin.substr(scheme + 3) == in.header("host");
}

std::string key_secret(const api::House& house, const std::string& member_id) {
  return secret_for(house.settings, "pictures", member_id);
}

std::string manager_secret(const api::House& house, const std::string& member_id) {
  return secret_for(house.settings, "manager", member_id);
}

Status make_keys(const api::Settings& settings, store::Database& database,
                 const store::Member& member, store::Micros now) {
  store::NewKey key{.secret = secret_for(settings, "pictures", member.id),
                    .name = "Pages: " + member.name,
                    .creator = member.id};
  // The gallery is searched by prompt, and holds what its member did not delete.
  key.policy.logging = true;
  key.policy.keep_hours = 0;
  if (member.role != "owner") {
    key.limit = settings.keys.default_limit;
    key.limit_reset = key.limit ? settings.keys.default_reset : "";
  }
  TRY(make_key(database, std::move(key), now));
  if (member.role != "owner") return {};
  return make_key(database,
                  {.secret = secret_for(settings, "manager", member.id),
                   .name = "Pages: " + member.name + " manages",
                   .management = true,
                   .creator = member.id},
                  now);
}

Task<Status> begin_session(api::House& house, const http::Request& in, http::Response& out,
                           std::string member_id) {
  auto token = random_alphanumeric(43);  // 256 bits
  auto now = house.micros();
  bool secure = api::origin_of(house, in).starts_with("https://");
  store::Session session{.hash = to_hex(sha256(token)),
                         .id = random_alphanumeric(16),
                         .member_id = std::move(member_id),
                         .agent = std::string(in.header("user-agent").substr(0, 300)),
                         .created_at = now,
                         .seen_at = now,
                         .expires_at = now + kDays * kSecondsOfDay * 1'000'000};
  auto added = co_await house.store.write(
      [session](store::Database& database) { return database.add_session(session); });
  CO_TRY(std::move(added));
  out.add_header("Set-Cookie",
                 fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", kCookie, token,
                             kDays * kSecondsOfDay, secure ? "; Secure" : ""));
  co_return Status{};
}

void drop_cookie(http::Response& out) {
  out.add_header("Set-Cookie",
                 fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", kCookie));
}

std::string member_json(const store::Member& member) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", member.id).field("name", member.name).field("role", member.role);
  out.field("has_password", !member.password.empty()).field("disabled", member.disabled);
  out.field("created_at", member.created_at / 1'000'000).end_object();
  return body;
}

}  // namespace easel::pages
