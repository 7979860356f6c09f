#include <algorithm>

#include "api/management.h"
#include "base/hash.h"
#include "base/ids.h"
#include "pages/passwords.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/fields.h"

// Coming in, by a link that opens once or by name and password; going out; changing one's own name
// and password.
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::Member;

Error dead_link() {
  return {.kind = ErrorKind::permission_denied,
          .message =
              "This link was used, or is older than 15 minutes. `easel link` makes another "
              "where Easel runs; an owner makes invitations under Settings."};
}

Error wrong_pair() {
  return {.kind = ErrorKind::permission_denied, .message = "The name or the password is wrong."};
}

Error too_often() {
  return {.kind = ErrorKind::rate_limited,
          .message = "Too many wrong passwords for this name; wait a quarter of an hour.",
          .retry_after = 900};
}

Status check_name(const std::string& name) {
  bool plain = std::ranges::all_of(name, [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
  if (plain && !name.empty() && name.size() <= 60 && name.front() != ' ' && name.back() != ' ')
    return {};
  return fail(invalid("name", "A name has 1 to 60 characters, none of them at its ends a space.",
                      "1 to 60 characters"));
}

// Far from the loop: a password's hash takes a tenth of a second.
Task<Result<std::string>> hashed(api::House& house, std::string password) {
  CO_TRY(check_password(password));
  auto hash = std::make_shared<std::string>();
  auto done = co_await house.workers.run("passwords", {}, [hash, password](Parallel&) -> Status {
    *hash = TRY(hash_password(password));
    return {};
  });
  CO_TRY(std::move(done));
  co_return *hash;
}

Task<Result<bool>> matches(api::House& house, std::string password, std::string hash) {
  auto same = std::make_shared<bool>(false);
  auto done =
      co_await house.workers.run("passwords", {}, [same, password, hash](Parallel&) -> Status {
        *same = is_password(password, hash);
        return {};
      });
  CO_TRY(std::move(done));
  co_return *same;
}

// Whom the link signs in; somebody new is entered.
Result<Member> follow_link(Database& database, const api::Settings& settings,
                           const std::string& hash, Member fresh, store::Micros now) {
  auto link = TRY(database.take_link(hash, now));
  if (!link) return fail(dead_link());
  if (!link->member_id.empty()) {
    auto member = TRY(database.find_member(link->member_id));
    if (!member || member->disabled) return fail(dead_link());
    return *member;
  }
  fresh.role = link->role;
  TRY(database.add_member(fresh));
  TRY(make_keys(settings, database, fresh, now));
  return fresh;
}

// The very first one has nobody to be mistaken for, and may choose name and password later.
Task<Result<bool>> needs_a_name(api::House& house, std::string hash) {
  auto now = house.micros();
  auto found = co_await house.store.read([hash, now](Database& database) -> Result<bool> {
    auto link = TRY(database.find_link(hash, now));
    if (!link) return fail(dead_link());
    auto members = TRY(database.members());
    return link->member_id.empty() && !members.empty();
  });
  co_return CO_TRY(std::move(found));
}

Task<Result<std::string>> by_link(api::House& house, Request& in, Response& out, std::string secret,
                                  std::string name, std::string password) {
  auto hash = to_hex(sha256(secret));
  auto asked = co_await needs_a_name(house, hash);
  bool named = CO_TRY(std::move(asked));
  if (named && name.empty()) co_return std::string(R"({"needs":"name"})");
  auto now = house.micros();
  Member fresh{.id = "member-" + random_alphanumeric(16), .name = "owner", .created_at = now};
  if (named) {
    CO_TRY(check_name(name));
    fresh.name = name;
    auto made = co_await hashed(house, password);
    fresh.password = CO_TRY(std::move(made));
  }
  auto settings = &house.settings;
  auto entered = co_await house.store.write([settings, hash, fresh, now](Database& database) {
    return follow_link(database, *settings, hash, fresh, now);
  });
  auto member = CO_TRY(std::move(entered));
  auto begun = co_await begin_session(house, in, out, member.id);
  CO_TRY(std::move(begun));
  co_return R"({"member":)" + member_json(member) + "}";
}

Task<Result<std::string>> by_password(api::House& house, Guard& guard, Request& in, Response& out,
                                      std::string name, std::string password) {
  if (!guard.may_try(name, house.clock.now())) co_return fail(too_often());
  auto found = co_await house.store.read(
      [name](Database& database) { return database.find_member_named(name); });
  auto member = CO_TRY(std::move(found));
  // A name that nobody has takes as long.
  auto hash = member ? member->password : "scrypt$15$8$1$00$00";
  auto compared = co_await matches(house, std::move(password), hash);
  bool right = CO_TRY(std::move(compared));
  if (!right || !member || member->disabled) {
    guard.wrong(name, house.clock.now());
    co_return fail(wrong_pair());
  }
  guard.right(name);
  auto begun = co_await begin_session(house, in, out, member->id);
  CO_TRY(std::move(begun));
  co_return R"({"member":)" + member_json(*member) + "}";
}

Task<Result<std::string>> sign_in(api::House& house, Guard& guard, Request& in, Response& out) {
  auto read = co_await api::read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  auto link = fields.text("link").value_or("");
  auto name = fields.text("name").value_or("");
  auto password = fields.text("password").value_or("");
  CO_TRY(fields.status());
  if (!link.empty()) {
    auto done = co_await by_link(house, in, out, link, name, password);
    co_return done;
  }
  auto done = co_await by_password(house, guard, in, out, name, password);
  co_return done;
}

Task<Result<std::string>> sign_out(api::House& house, Request& in, Response& out) {
  auto found = co_await signed_in(house, in);
  drop_cookie(out);
  if (!found) co_return std::string("{}");
  auto ended = co_await house.store.write([session = found->session](Database& database) {
    return database.end_session(session.member_id, session.id);
  });
  CO_TRY(std::move(ended));
  co_return std::string("{}");
}

Task<Result<std::string>> me(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  if (!found && found.error().kind == ErrorKind::authentication)
    co_return std::string(R"({"member":null})");
  auto who = CO_TRY(std::move(found));
  auto now = house.micros();
  auto touched = co_await house.store.write([hash = who.session.hash, now](Database& database) {
    return database.touch_session(hash, now);
  });
  CO_TRY(std::move(touched));
  co_return R"({"member":)" + member_json(who.member) + "}";
}

Task<Result<std::string>> change_me(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member;
  auto read = co_await api::read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  auto name = fields.text("name");
  auto password = fields.text("password");
  auto old = fields.text("old_password").value_or("");
  CO_TRY(fields.status());
  if (name) CO_TRY(check_name(*name));
  if (name) member.name = *name;
  if (password && !member.password.empty()) {
    auto compared = co_await matches(house, old, member.password);
    bool right = CO_TRY(std::move(compared));
    if (!right) co_return fail(invalid("old_password", "The old password is wrong."));
  }
  if (password) {
    auto made = co_await hashed(house, *password);
    member.password = CO_TRY(std::move(made));
  }
  auto changed = co_await house.store.write(
      [member](Database& database) { return database.change_member(member); });
  CO_TRY(std::move(changed));
  co_return R"({"member":)" + member_json(member) + "}";
}

}  // namespace

void add_sign_in_routes(http::Router& router, api::House& house, Guard& guard) {
  std::string base(kBase);
  router.add("POST", base + "/sign-in",
             [&house, &guard](Request& in, Response& out, const PathParams&) {
               return answer(out, sign_in(house, guard, in, out));
             });
  router.add("POST", base + "/sign-out", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, sign_out(house, in, out));
  });
  router.add("GET", base + "/me", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, me(house, in));
  });
  router.add("PATCH", base + "/me", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, change_me(house, in));
  });
}

}  // namespace easel::pages
