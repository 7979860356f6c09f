#include <algorithm>

#include "api/management.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

// Rooms: a member's conversations, kept here so that they follow them to every device. What a room
// and a turn are made of is the pages' affair (web/src/lib/rooms.ts); here it is JSON. Pictures are
// in it by their hash alone.
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;

constexpr std::int64_t kMostRooms = 1000;
constexpr std::size_t kMostBytes = 128 * 1024;

Error no_such_room() {
  return {.kind = ErrorKind::not_found, .message = "There is no such room."};
}

// Letters beyond ASCII stay as they are: the store's lower() leaves them too.
std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  });
  return text;
}

Status check_id(const std::string& id) {
  bool plain = std::ranges::all_of(id, [](unsigned char c) { return std::isalnum(c) || c == '-'; });
  if (plain && !id.empty() && id.size() <= 64) return {};
  return fail(invalid("id", "An id has 1 to 64 letters, digits and dashes.", "letters and digits"));
}

// The member's JSON under "body"; without one, an empty object.
Result<std::string> body_of(const boost::json::object& given) {
  auto body = given.if_contains("body");
  if (!body) return std::string("{}");
  if (!body->is_object()) return fail(invalid("body", "body must be an object.", "an object"));
  auto text = wire::to_json(*body);
  if (text.size() <= kMostBytes) return text;
  return fail(ErrorKind::payload_too_large,
              "This is larger than 128 KiB; pictures go to /ui/v1/uploads.");
}

void write_room(wire::JsonWriter& out, const store::Room& room) {
  out.begin_object().field("id", room.id).field("title", room.title);
  out.field_raw("body", room.body).field("created_at", room.created_at / 1000);
  out.field("updated_at", room.updated_at / 1000).end_object();
}

Task<Result<std::string>> list(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member.id;
  auto text = lower(http::query_value(in.query(), "q").value.substr(0, 200));
  auto read = co_await house.store.read(
      [member, text](Database& database) { return database.rooms(member, text, kMostRooms); });
  auto rooms = CO_TRY(std::move(read));
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("rooms").begin_array();
  for (const auto& room : rooms) write_room(out, room);
  out.end_array().end_object();
  co_return body;
}

Task<Result<std::string>> get(api::House& house, Request& in, std::string id) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member.id;
  std::vector<store::Turn> turns;
  auto read = co_await house.store.read(
      [member, id](Database& database) { return database.find_room(member, id); });
  auto room = CO_TRY(std::move(read));
  if (!room) co_return fail(no_such_room());
  auto listed = co_await house.store.read([id](Database& database) { return database.turns(id); });
  turns = CO_TRY(std::move(listed));
  std::string body;
  wire::JsonWriter out(body);
  write_room(out.begin_object().key("room"), *room);
  out.key("turns").begin_array();
  for (const auto& turn : turns) {
    out.begin_object().field("id", turn.id).field("created_at", turn.created_at / 1000);
    out.field_raw("body", turn.body).end_object();
  }
  out.end_array().end_object();
  co_return body;
}

Task<Result<std::string>> put(api::House& house, Request& in, std::string id) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member.id;
  auto read = co_await api::read_object(in);
  auto given = CO_TRY(std::move(read));
  CO_TRY(check_id(id));
  wire::Fields fields(given, "");
  auto title = fields.text("title").value_or("");
  CO_TRY(fields.status());
  auto now = house.micros();
  store::Room room{.id = id,
                   .member_id = member,
                   .title = title.substr(0, 400),
                   .body = CO_TRY(body_of(given)),
                   .created_at = now,
                   .updated_at = now};
  auto saved =
      co_await house.store.write([room](Database& database) { return database.save_room(room); });
  CO_TRY(std::move(saved));
  co_return std::string("{}");
}

Task<Result<std::string>> remove(api::House& house, Request& in, std::string id) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member.id;
  auto gone = co_await house.store.write(
      [member, id](Database& database) { return database.delete_room(member, id); });
  CO_TRY(std::move(gone));
  co_return std::string("{}");
}

Status in_room(Database& database, const std::string& member, const store::Turn& turn) {
  auto room = TRY(database.find_room(member, turn.room_id));
  if (!room) return fail(no_such_room());
  return database.save_turn(turn);
}

Task<Result<std::string>> put_turn(api::House& house, Request& in, std::string room,
                                   std::string id) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member.id;
  auto read = co_await api::read_object(in);
  auto given = CO_TRY(std::move(read));
  CO_TRY(check_id(id));
  wire::Fields fields(given, "");
  auto words = fields.text("words").value_or("");
  CO_TRY(fields.status());
  store::Turn turn{.room_id = room,
                   .id = id,
                   .body = CO_TRY(body_of(given)),
                   .words = lower(words.substr(0, 20'000)),
                   .created_at = house.micros()};
  auto saved = co_await house.store.write(
      [member, turn](Database& database) { return in_room(database, member, turn); });
  CO_TRY(std::move(saved));
  co_return std::string("{}");
}

Status out_of_room(Database& database, const std::string& member, const std::string& room,
                   const std::string& id) {
  auto found = TRY(database.find_room(member, room));
  if (!found) return fail(no_such_room());
  return database.delete_turn(room, id);
}

Task<Result<std::string>> remove_turn(api::House& house, Request& in, std::string room,
                                      std::string id) {
  auto found = co_await signed_in(house, in);
  auto member = CO_TRY(std::move(found)).member.id;
  auto gone = co_await house.store.write(
      [member, room, id](Database& database) { return out_of_room(database, member, room, id); });
  CO_TRY(std::move(gone));
  co_return std::string("{}");
}

}  // namespace

void add_room_routes(http::Router& router, api::House& house) {
  std::string rooms = std::string(kBase) + "/rooms";
  router.add("GET", rooms, [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, list(house, in));
  });
  auto one = [&](std::string_view method, auto handle) {
    router.add(method, rooms + "/{id}",
               [&house, handle](Request& in, Response& out, const PathParams& path) {
                 return answer(out, handle(house, in, std::string(path["id"])));
               });
  };
  one("GET", get);
  one("PUT", put);
  one("DELETE", remove);
  auto turn = [&](std::string_view method, auto handle) {
    router.add(method, rooms + "/{id}/turns/{turn}",
               [&house, handle](Request& in, Response& out, const PathParams& path) {
                 return answer(
                     out, handle(house, in, std::string(path["id"]), std::string(path["turn"])));
               });
  };
  turn("PUT", put_turn);
  turn("DELETE", remove_turn);
}

}  // namespace easel::pages
