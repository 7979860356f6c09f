#include <algorithm>

#include "api/management.h"
#include "api/route_parts.h"
#include "pages/links.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

// Who else uses the pages, how they are asked in, and which browsers are signed in.
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;

std::string origin_or_host(const api::House& house, const Request& in) {
  auto origin = api::origin_of(house, in);
  return origin.empty() ? "http://" + std::string(in.header("host")) : origin;
}

Task<Result<std::string>> members(api::House& house, Request& in) {
  auto who = co_await owner(house, in);
  CO_TRY(std::move(who));
  auto found = co_await house.store.read([](Database& database) { return database.members(); });
  auto all = CO_TRY(std::move(found));
  std::string body = R"({"members":[)";
  for (const auto& one : all) body += (body.back() == '[' ? "" : ",") + member_json(one);
  co_return body + "]}";
}

Task<Result<std::string>> invite(api::House& house, Request& in) {
  auto who = co_await owner(house, in);
  CO_TRY(std::move(who));
  auto read = co_await api::read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  auto role = fields.choice("role", {"owner", "member", "viewer"}).value_or("member");
  CO_TRY(fields.status());
  auto origin = origin_or_host(house, in);
  auto now = house.micros();
  auto made = co_await house.store.write(
      [origin, role, now](Database& database) { return invitation(database, origin, role, now); });
  auto url = CO_TRY(std::move(made));
  std::string out;
  wire::JsonWriter(out).begin_object().field("url", url).field("minutes", 15).end_object();
  co_return out;
}

// The last owner stays one: nobody could make another.
Status check_owners(Database& database, const store::Member& changed) {
  auto all = TRY(database.members());
  bool some = std::ranges::any_of(all, [&](const auto& one) {
    const auto& now = one.id == changed.id ? changed : one;
    return now.role == "owner" && !now.disabled;
  });
  if (some) return {};
  return fail(invalid("role", "This is the last owner; make another one first."));
}

Result<store::Member> change(Database& database, const api::Settings& settings,
                             const std::string& id, std::optional<std::string> role,
                             std::optional<bool> disabled, store::Micros now) {
  auto member = TRY(database.find_member(id));
  if (!member) return fail(ErrorKind::not_found, "There is no such member.");
  if (role) member->role = *role;
  if (disabled) member->disabled = *disabled;
  TRY(check_owners(database, *member));
  TRY(database.change_member(*member));
  TRY(make_keys(settings, database, *member, now));
  return *member;
}

Task<Result<std::string>> change_member(api::House& house, Request& in, std::string id) {
  auto who = co_await owner(house, in);
  CO_TRY(std::move(who));
  auto read = co_await api::read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  auto role = fields.choice("role", {"owner", "member", "viewer"});
  auto disabled = fields.flag("disabled");
  CO_TRY(fields.status());
  auto settings = &house.settings;
  auto now = house.micros();
  auto changed =
      co_await house.store.write([settings, id, role, disabled, now](Database& database) {
        return change(database, *settings, id, role, disabled, now);
      });
  auto member = CO_TRY(std::move(changed));
  co_return R"({"member":)" + member_json(member) + "}";
}

Task<Result<std::string>> sessions(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  auto who = CO_TRY(std::move(found));
  auto now = house.micros();
  auto listed = co_await house.store.read(
      [id = who.member.id, now](Database& database) { return database.sessions(id, now); });
  auto all = CO_TRY(std::move(listed));
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("sessions").begin_array();
  for (const auto& one : all) {
    out.begin_object().field("id", one.id).field("agent", one.agent);
    out.field("created_at", one.created_at / 1'000'000).field("seen_at", one.seen_at / 1'000'000);
    out.field("this", one.id == who.session.id).end_object();
  }
  out.end_array().end_object();
  co_return body;
}

Task<Result<std::string>> end_session(api::House& house, Request& in, std::string id) {
  auto found = co_await signed_in(house, in);
  auto who = CO_TRY(std::move(found));
  auto ended = co_await house.store.write([member = who.member.id, id](Database& database) {
    return database.end_session(member, id);
  });
  CO_TRY(std::move(ended));
  co_return std::string("{}");
}

}  // namespace

void add_team_routes(http::Router& router, api::House& house) {
  std::string base(kBase);
  router.add("GET", base + "/members", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, members(house, in));
  });
  router.add("POST", base + "/invitations",
             [&house](Request& in, Response& out, const PathParams&) {
               return answer(out, invite(house, in));
             });
  router.add("PATCH", base + "/members/{id}",
             [&house](Request& in, Response& out, const PathParams& path) {
               return answer(out, change_member(house, in, std::string(path["id"])));
             });
  router.add("GET", base + "/sessions", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, sessions(house, in));
  });
  router.add("DELETE", base + "/sessions/{id}",
             [&house](Request& in, Response& out, const PathParams& path) {
               return answer(out, end_session(house, in, std::string(path["id"])));
             });
}

}  // namespace easel::pages
