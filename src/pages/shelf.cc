#include "store/shelf.h"

#include <algorithm>

#include "api/forget.h"
#include "api/management.h"
#include "api/record.h"
#include "base/hash.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

// What a member keeps beside rooms:
//
//   GET /ui/v1/ratings, PUT …/{sha256} {"stars":4}   0 takes it away
//   GET /ui/v1/rated?stars=4                         their generations, as /generations tells them
//   GET, PUT, DELETE /ui/v1/prompts[/{id}]           {"name","body"}
//   GET /ui/v1/pictures/{sha256}                     where a picture came from and what became of
//                                                    it: its generation and the turns it is in, as
//                                                    far as they are theirs; an owner is told of
//                                                    every key's generation
//   DELETE /ui/v1/everything {"pictures":true}       rooms, ratings and prompts, and if so wished
//                                                    every generation's words and pictures
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using wire::JsonWriter;

constexpr std::int64_t kMostRated = 500, kMostTurns = 50;
constexpr std::size_t kLongestName = 200, kLongestBody = 20'000;

Task<Result<std::string>> member_id(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  co_return CO_TRY(std::move(found)).member.id;
}

std::string key_hash_of(const api::House& house, const std::string& member) {
  return to_hex(sha256(key_secret(house, member)));
}

Status check_hash(const std::string& text) {
  bool good = text.size() == 64 && std::ranges::all_of(text, [](char c) {
                return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
              });
  if (good) return {};
  return fail(invalid("sha256", "This is no SHA-256 of a picture.", "64 hexadecimal digits"));
}

Task<Result<std::string>> list_ratings(api::House& house, Request& in) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto read = co_await house.store.read(
      [member](Database& database) { return store::ratings(database, member); });
  auto all = CO_TRY(std::move(read));
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("ratings").begin_object();
  for (const auto& one : all) out.field(one.sha256, one.stars);
  out.end_object().end_object();
  co_return body;
}

Task<Result<std::string>> put_rating(api::House& house, Request& in, std::string sha256) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto read = co_await api::read_object(in);
  auto given = CO_TRY(std::move(read));
  CO_TRY(check_hash(sha256));
  wire::Fields fields(given, "");
  auto stars = fields.integer("stars", 0, 5).value_or(0);
  CO_TRY(fields.status());
  auto now = house.micros();
  store::Rating rating{.sha256 = sha256, .stars = stars};
  auto done = co_await house.store.write([member, rating, now](Database& database) {
    return store::rate(database, member, rating, now);
  });
  CO_TRY(std::move(done));
  co_return std::string("{}");
}

// The record of a generation, as JSON; "" when it is gone or runs still.
Result<std::string> record_of(Database& database, const std::string& id) {
  auto row = TRY(database.find_generation(id));
  if (!row || row->state == "running") return std::string();
  auto parts = TRY(api::parts_of_record(database, *row));
  return api::generation_record(*row, parts);
}

Task<Result<std::string>> list_rated(api::House& house, Request& in) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto stars = CO_TRY(api::query_number(in, "stars", 1, 1, 5));
  auto key = key_hash_of(house, member);
  auto read =
      co_await house.store.read([member, key, stars](Database& database) -> Result<std::string> {
        std::string body = R"({"data":[)";
        auto ids = TRY(store::rated_generations(database, member, key, stars, kMostRated));
        for (const auto& id : ids)
          if (auto record = TRY(record_of(database, id)); !record.empty())
            body += (body.back() == '[' ? "" : ",") + record;
        return body + "]}";
      });
  co_return CO_TRY(std::move(read));
}

Task<Result<std::string>> list_prompts(api::House& house, Request& in) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto read = co_await house.store.read(
      [member](Database& database) { return store::saved_prompts(database, member); });
  auto all = CO_TRY(std::move(read));
  std::string body;
  JsonWriter out(body);
  out.begin_object().key("prompts").begin_array();
  for (const auto& one : all)
    out.begin_object()
        .field("id", one.id)
        .field("name", one.name)
        .field("body", one.body)
        .end_object();
  out.end_array().end_object();
  co_return body;
}

Task<Result<std::string>> put_prompt(api::House& house, Request& in, std::string id) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto read = co_await api::read_object(in);
  auto given = CO_TRY(std::move(read));
  wire::Fields fields(given, "");
  store::SavedPrompt prompt{.id = id,
                            .name = fields.text("name").value_or(""),
                            .body = fields.text("body").value_or(""),
                            .updated_at = house.micros()};
  if (id.size() > 64) fields.complain("id", "at most 64 bytes");
  if (prompt.name.empty() || prompt.name.size() > kLongestName)
    fields.complain("name", "a text of 1 to 200 bytes");
  if (prompt.body.empty() || prompt.body.size() > kLongestBody)
    fields.complain("body", "a text of 1 to 20000 bytes");
  CO_TRY(fields.status());
  auto done = co_await house.store.write([member, prompt](Database& database) {
    return store::save_prompt(database, member, prompt);
  });
  CO_TRY(std::move(done));
  co_return std::string("{}");
}

Task<Result<std::string>> remove_prompt(api::House& house, Request& in, std::string id) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto done = co_await house.store.write(
      [member, id](Database& database) { return store::delete_prompt(database, member, id); });
  CO_TRY(std::move(done));
  co_return std::string("{}");
}

Result<std::string> story_of(Database& database, const store::Member& who, const std::string& key,
                             const std::string& sha256) {
  const auto& member = who.id;
  auto id = TRY(store::generation_of(database, key, sha256));
  if (!id && who.role == "owner") id = TRY(store::generation_of(database, "", sha256));
  auto record = id ? TRY(record_of(database, *id)) : std::string();
  auto turns = TRY(store::turns_with(database, member, sha256, kMostTurns));
  std::string body;
  JsonWriter out(body);
  out.begin_object().field_raw("generation", record.empty() ? "null" : record);
  out.key("turns").begin_array();
  for (const auto& turn : turns)
    out.begin_object()
        .field("room", turn.room_id)
        .field("id", turn.id)
        .field_raw("body", turn.body)
        .end_object();
  out.end_array().end_object();
  return body;
}

Task<Result<std::string>> get_picture(api::House& house, Request& in, std::string sha256) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member;
  CO_TRY(check_hash(sha256));
  auto key = key_hash_of(house, member.id);
  auto read = co_await house.store.read([member, key, sha256](Database& database) {
    return story_of(database, member, key, sha256);
  });
  co_return CO_TRY(std::move(read));
}

Task<Result<std::string>> clear(api::House& house, Request& in) {
  auto who = co_await member_id(house, in);
  auto member = CO_TRY(std::move(who));
  auto read = co_await api::read_object(in);
  auto given = CO_TRY(std::move(read));
  wire::Fields fields(given, "");
  bool pictures = fields.flag("pictures").value_or(false);
  CO_TRY(fields.status());
  auto cleared = co_await house.store.write(
      [member](Database& database) { return store::clear_shelf(database, member); });
  CO_TRY(std::move(cleared));
  int forgotten = 0;
  if (pictures) {
    auto gone = co_await api::forget(house, {.key_hash = key_hash_of(house, member)});
    forgotten = CO_TRY(std::move(gone));
  }
  std::string body;
  JsonWriter(body).begin_object().field("generations", forgotten).end_object();
  co_return body;
}

}  // namespace

void add_shelf_routes(http::Router& router, api::House& house) {
  std::string base(kBase);
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    router.add(method, base + std::string(path),
               [&house, handle](Request& in, Response& out, const PathParams&) {
                 return answer(out, handle(house, in));
               });
  };
  auto one = [&](std::string_view method, std::string_view path, auto handle) {
    router.add(method, base + std::string(path) + "/{id}",
               [&house, handle](Request& in, Response& out, const PathParams& params) {
                 return answer(out, handle(house, in, std::string(params["id"])));
               });
  };
  at("GET", "/ratings", list_ratings);
  one("PUT", "/ratings", put_rating);
  at("GET", "/rated", list_rated);
  at("GET", "/prompts", list_prompts);
  one("PUT", "/prompts", put_prompt);
  one("DELETE", "/prompts", remove_prompt);
  one("GET", "/pictures", get_picture);
  at("DELETE", "/everything", clear);
}

}  // namespace easel::pages
