#include <algorithm>

#include "api/errors.h"
#include "api/key_json.h"
#include "api/management.h"
#include "api/moments.h"
#include "api/own_keys.h"
#include "base/ids.h"
#include "wire/fields.h"
#include "wire/json.h"
#include "wire/json_writer.h"

// /byok: by management keys. What they hold is told by its label alone.
namespace easel::api {
namespace {

namespace json = boost::json;
using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using Row = store::OwnKey;

constexpr std::size_t kLongestSecret = 8192;

Error no_such_key() {
  return {.kind = ErrorKind::not_found, .message = "BYOK key not found"};
}

bool may_see(const std::string& scope, const Row& row) {
  return scope.empty() || row.owner_hash == scope;
}

// The ends of it, where enough stays hidden between them.
std::string label_of(const std::string& secret) {
  if (secret.size() < 16) return "…";
  return secret.substr(0, 3) + "…" + secret.substr(secret.size() - 4);
}

std::string row_json(const Row& row) {
  std::string body;
  wire::JsonWriter out(body);
  auto list = [&](std::string_view name, const std::string& items) {
    out.field_raw(name, items.empty() ? "null" : items);
  };
  out.begin_object().field("id", row.id).field("provider", row.provider);
  out.field_or_null("name", row.name).field("label", row.label).field("disabled", row.disabled);
  out.field("is_fallback", row.fallback).field("is_required", row.required);
  out.field("is_byok_only", row.only);
  out.field_raw("declared_zdr", !row.declared_zdr ? "null" : *row.declared_zdr ? "true" : "false");
  list("allowed_models", row.allowed_models);
  list("allowed_api_key_hashes", row.allowed_keys);
  list("allowed_user_ids", row.allowed_users);
  out.field("sort_order", row.sort_order).field("created_at", iso(row.created_at));
  out.field("workspace_id", kDefaultWorkspace).end_object();
  return body;
}

// "" where it is not given, or null.
void read_list(const json::object& body, wire::Fields& fields, std::string_view name,
               std::string& into) {
  if (!body.contains(name)) return;
  auto texts = fields.texts(name);
  bool null = body.at(name).is_null();
  if (!null && (texts.empty() || texts.size() > 100))
    fields.complain(name, "an array of 1 to 100 texts, or null");
  json::array list(texts.begin(), texts.end());
  into = null ? "" : wire::to_json(list);
}

// What a body says of a row; what it does not say stays. The secret is given back.
Result<std::string> read_row(const json::object& body, Row& row) {
  wire::Fields fields(body, "");
  if (body.contains("name")) row.name = fields.text("name").value_or("");
  if (row.name.size() > 255) fields.complain("name", "at most 255 bytes");
  row.disabled = fields.flag("disabled").value_or(row.disabled);
  row.fallback = fields.flag("is_fallback").value_or(row.fallback);
  row.required = fields.flag("is_required").value_or(row.required);
  row.only = fields.flag("is_byok_only").value_or(row.only);
  if (body.contains("declared_zdr")) row.declared_zdr = fields.flag("declared_zdr");
  read_list(body, fields, "allowed_models", row.allowed_models);
  read_list(body, fields, "allowed_api_key_hashes", row.allowed_keys);
  read_list(body, fields, "allowed_user_ids", row.allowed_users);
  row.sort_order = fields.integer("sort_order", 0, 1'000'000).value_or(row.sort_order);
  auto workspace = fields.text("workspace_id");
  if (workspace && *workspace != kDefaultWorkspace)
    fields.complain("workspace_id", "the id of a workspace that there is");
  auto secret = fields.text("key").value_or("");
  bool printable = std::ranges::all_of(secret, [](char c) { return c > ' ' && c < 127; });
  bool given = body.contains("key");
  if (given && (secret.empty() || secret.size() > kLongestSecret || !printable))
    fields.complain("key", "a credential of 1 to 8192 printable characters");
  TRY(fields.status());
  return secret;
}

// Keys that it is narrowed to must be there.
Task<Status> check_keys(House& house, const Row& row, std::string scope) {
  auto list = wire::parse_json(row.allowed_keys.empty() ? "[]" : row.allowed_keys);
  for (const auto& item : list->get_array()) {
    auto found =
        co_await house.store.find_key(std::string(item.get_string().subview()), house.micros());
    auto key = CO_TRY(std::move(found));
    if (!key || (!scope.empty() && key->parent_hash != scope))
      co_return fail(invalid("allowed_api_key_hashes", "One of these keys is not yours.",
                             "hashes of your API keys"));
  }
  co_return Status{};
}

Task<Result<Row>> seen(House& house, Request& in, std::string id) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  for (const auto& row : *house.own_keys->rows())
    if (row.id == id && may_see(scope_of(key), row)) co_return row;
  co_return fail(no_such_key());
}

Task<Result<std::string>> save(House& house, Row row, std::string secret) {
  if (!secret.empty()) {
    row.label = label_of(secret);
    row.sealed = CO_TRY(house.own_keys->seal(row.id, secret));
  }
  auto written =
      co_await house.store.write([row](Database& database) { return database.save_own_key(row); });
  CO_TRY(std::move(written));
  auto loaded = co_await house.own_keys->load(house.store);
  CO_TRY(std::move(loaded));
  for (const auto& saved : *house.own_keys->rows())
    if (saved.id == row.id) co_return R"({"data":)" + row_json(saved) + "}";
  co_return fail(no_such_key());
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto provider = http::query_value(in.query(), "provider");
  auto workspace = http::query_value(in.query(), "workspace_id");
  bool elsewhere = workspace.found && workspace.value != kDefaultWorkspace;
  std::vector<Row> found;
  for (const auto& row : *house.own_keys->rows())
    if (may_see(scope_of(key), row) && !elsewhere &&
        (!provider.found || provider.value == row.provider))
      found.push_back(row);
  co_return page_json(in, found.size(), [&](std::size_t at) { return row_json(found[at]); });
}

Task<> get_all(House& house, Request& in, Response& out) {
  auto body = co_await list(house, in);
  co_await send_result(out, std::move(body));
}

Status check_provider(const House& house, const std::string& slug) {
  auto catalog = house.catalog.get();
  auto known = catalog->provider(slug);
  if (known && known->enabled && !known->key_variable.empty()) return {};
  std::string names;
  for (const auto& provider : catalog->providers())
    if (provider.enabled && !provider.key_variable.empty())
      names += (names.empty() ? "" : ", ") + provider.slug;
  return fail(invalid("provider",
                      "This server reaches no such provider with a key; it knows " + names + ".",
                      "one of " + names));
}

Task<Result<std::string>> create(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  Row row{.id = new_uuid(), .owner_hash = scope_of(key), .created_at = house.micros()};
  wire::Fields fields(body, "");
  row.provider = fields.text("provider").value_or("");
  CO_TRY(fields.status());
  CO_TRY(check_provider(house, row.provider));
  auto secret = CO_TRY(read_row(body, row));
  if (secret.empty())
    co_return fail(invalid("key", "key is the provider's API key.", "the provider's API key"));
  auto checked = co_await check_keys(house, row, scope_of(key));
  CO_TRY(std::move(checked));
  co_return co_await save(house, std::move(row), std::move(secret));
}

Task<> post_one(House& house, Request& in, Response& out) {
  auto body = co_await create(house, in);
  if (!body) co_return co_await send_result(out, std::move(body));
  allow_any_origin(out);
  (void)co_await out.send(201, "application/json", *body);
}

Task<> get_one(House& house, Request& in, Response& out, std::string id) {
  auto row = co_await seen(house, in, std::move(id));
  if (!row) co_return co_await send_result(out, fail(row.error()));
  co_await send_result(out, R"({"data":)" + row_json(*row) + "}");
}

Task<Result<std::string>> change(House& house, Request& in, std::string id) {
  auto found = co_await seen(house, in, std::move(id));
  auto row = CO_TRY(std::move(found));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  auto secret = CO_TRY(read_row(body, row));
  auto checked = co_await check_keys(house, row, row.owner_hash);
  CO_TRY(std::move(checked));
  co_return co_await save(house, std::move(row), std::move(secret));
}

Task<> patch_one(House& house, Request& in, Response& out, std::string id) {
  auto body = co_await change(house, in, std::move(id));
  co_await send_result(out, std::move(body));
}

Task<Result<std::string>> remove(House& house, Request& in, std::string id) {
  auto found = co_await seen(house, in, id);
  CO_TRY(std::move(found));
  auto gone =
      co_await house.store.write([id](Database& database) { return database.delete_own_key(id); });
  CO_TRY(std::move(gone));
  auto loaded = co_await house.own_keys->load(house.store);
  CO_TRY(std::move(loaded));
  co_return R"({"deleted":true})";
}

Task<> delete_one(House& house, Request& in, Response& out, std::string id) {
  auto body = co_await remove(house, in, std::move(id));
  co_await send_result(out, std::move(body));
}

}  // namespace

void add_own_key_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view method, auto handle) {
    add(method, "/byok", [&house, handle](Request& in, Response& out, const PathParams&) {
      return handle(house, in, out);
    });
  };
  auto one = [&](std::string_view method, auto handle) {
    add(method, "/byok/{id}",
        [&house, handle](Request& in, Response& out, const PathParams& params) {
          return handle(house, in, out, std::string(params["id"]));
        });
  };
  at("GET", get_all);
  at("POST", post_one);
  one("GET", get_one);
  one("PATCH", patch_one);
  one("DELETE", delete_one);
}

}  // namespace easel::api
