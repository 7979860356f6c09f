#include "api/keys.h"

#include "api/errors.h"
#include "api/key_json.h"
#include "api/management.h"
#include "api/workspaces.h"
#include "base/ids.h"

namespace easel::api {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;

constexpr std::int64_t kPage = 100;

Error no_such_key() {
  return {.kind = ErrorKind::not_found, .message = "API key not found"};
}

// A key that this manager may see: not another management key, and of a limited one only its own.
Task<Result<store::Key>> managed(House& house, store::Key manager, std::string hash) {
  auto found = co_await house.store.find_key(hash, house.micros());
  auto key = CO_TRY(std::move(found));
  auto scope = scope_of(manager);
  if (!key || key->management || (!scope.empty() && key->parent_hash != scope))
    co_return fail(no_such_key());
  co_return std::move(*key);
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  store::KeyFilter filter{.parent_hash = scope_of(key), .management = false, .at_most = kPage};
  filter.offset = CO_TRY(query_number(in, "offset", 0, 0, 1'000'000'000));
  filter.include_disabled = http::query_value(in.query(), "include_disabled").value == "true";
  auto workspace = co_await workspace_asked(house, in, key);
  filter.workspace = CO_TRY(std::move(workspace));
  auto now = house.micros();
  auto read = co_await house.store.read(
      [filter, now](Database& database) { return database.list_keys(now, filter); });
  auto keys = CO_TRY(std::move(read));
  std::string body = R"({"data":[)";
  for (const auto& one : keys) body += (body.back() == '[' ? "" : ",") + key_record(one);
  co_return body + "]}";
}

Task<> get_keys(House& house, Request& in, Response& out) {
  auto body = co_await list(house, in);
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> create(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto maker = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  auto key = CO_TRY(read_new_key(body, maker, house.settings.keys));
  if (key.expires_at && *key.expires_at <= house.micros())
    co_return fail(invalid("expires_at", "expires_at lies in the past."));
  key.parent_hash = maker.hash;
  key.secret = new_api_key(house.settings.keys.prefix);
  auto secret = key.secret;
  auto made = co_await house.store.create_key(std::move(key), house.micros());
  auto row = CO_TRY(std::move(made));
  co_return new_key_json(row, secret);
}

Task<> post_keys(House& house, Request& in, Response& out) {
  auto body = co_await create(house, in);
  if (!body) co_return co_await send_result(out, std::move(body));
  allow_any_origin(out);
  out.add_header("Cache-Control", "no-store");
  (void)co_await out.send(201, "application/json", *body);
}

Task<> get_one(House& house, Request& in, Response& out, std::string hash) {
  auto who = co_await manager(house, in);
  if (!who) co_return co_await send_result(out, fail(who.error()));
  auto key = co_await managed(house, std::move(*who), std::move(hash));
  if (!key) co_return co_await send_result(out, fail(key.error()));
  co_await send_result(out, R"({"data":)" + key_record(*key) + "}");
}

Task<Result<std::string>> change(House& house, Request& in, std::string hash) {
  auto who = co_await manager(house, in);
  auto maker = CO_TRY(std::move(who));
  auto found = co_await managed(house, maker, hash);
  auto key = CO_TRY(std::move(found));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  auto changes = CO_TRY(read_key_change(body, key));
  auto now = house.micros();
  auto changed = co_await house.store.write(
      [hash, changes, now](Database& database) { return database.change_key(hash, changes, now); });
  auto row = CO_TRY(std::move(changed));
  house.keys.forget(hash);
  co_return R"({"data":)" + key_record(row) + "}";
}

Task<> patch_one(House& house, Request& in, Response& out, std::string hash) {
  auto body = co_await change(house, in, std::move(hash));
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> remove(House& house, Request& in, std::string hash) {
  auto who = co_await manager(house, in);
  auto maker = CO_TRY(std::move(who));
  auto found = co_await managed(house, std::move(maker), hash);
  CO_TRY(std::move(found));
  auto now = house.micros();
  auto gone = co_await house.store.write(
      [hash, now](Database& database) { return database.delete_key(hash, now); });
  CO_TRY(std::move(gone));
  house.keys.forget(hash);
  co_return R"({"deleted":true})";
}

Task<> delete_one(House& house, Request& in, Response& out, std::string hash) {
  auto body = co_await remove(house, in, std::move(hash));
  co_await send_result(out, std::move(body));
}

Task<> get_own(House& house, Request& in, Response& out) {
  auto key = house.keys.cached(secret_of(in));
  if (!key) {
    auto found = co_await house.keys.find(secret_of(in));
    if (!found) {
      allow_any_origin(out);
      co_return co_await send_error(out, found.error());
    }
    key = *found;
  }
  if (key->rendered.empty()) {
    std::string body = key_json(key->key);
    key->rendered =
        "HTTP/1.1 200 OK\r\nServer: easel\r\nContent-Type: application/json\r\n"
        "Access-Control-Allow-Origin: *\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  auto keep = key;  // a refresh may drop the cache's own reference while this is sent
  (void)co_await out.send_raw(keep->rendered);
}

}  // namespace

void add_key_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    add(method, path, [&house, handle](Request& in, Response& out, const PathParams&) {
      return handle(house, in, out);
    });
  };
  auto one = [&](std::string_view method, auto handle) {
    add(method, "/keys/{hash}",
        [&house, handle](Request& in, Response& out, const PathParams& params) {
          return handle(house, in, out, std::string(params["hash"]));
        });
  };
  at("GET", "/key", get_own);
  at("GET", "/auth/key", get_own);
  at("GET", "/keys", get_keys);
  at("POST", "/keys", post_keys);
  one("GET", get_one);
  one("PATCH", patch_one);
  one("DELETE", delete_one);
}

}  // namespace easel::api
