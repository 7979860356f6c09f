#include <algorithm>
#include <cmath>

#include "api/errors.h"
#include "api/guardrails.h"
#include "api/key_json.h"
#include "api/management.h"
#include "api/moments.h"
#include "api/workspaces.h"
#include "base/ids.h"
#include "store/guardrails.h"
#include "wire/fields.h"
#include "wire/json.h"
#include "wire/json_writer.h"

// /guardrails: by management keys.
namespace easel::api {
namespace {

namespace json = boost::json;
using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::Guardrail;
using store::GuardrailKey;
using store::GuardrailMember;

constexpr std::size_t kMostNamed = 200;
constexpr const char* kLists[] = {"allowed_models", "ignored_models", "allowed_providers",
                                  "ignored_providers"};
constexpr const char* kZdr[] = {"enforce_zdr_anthropic", "enforce_zdr_google", "enforce_zdr_openai",
                                "enforce_zdr_xai", "enforce_zdr_other"};
constexpr const char* kFlags[] = {"enforce_zdr", "enable_free_model_publication",
                                  "enable_free_model_training", "enable_paid_model_training"};
// Of OpenRouter's, not served here: what would be accepted must also be done.
constexpr const char* kUnserved[] = {"allowed_data_regions"};
constexpr const char* kFilters[] = {"content_filters", "content_filter_builtins"};

Error no_such_guardrail() {
  return {.kind = ErrorKind::not_found, .message = "Guardrail not found"};
}

std::string guardrail_json(const Guardrail& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("name", row.name);
  out.field_or_null("description", row.description);
  if (row.limit)
    out.field("limit_usd", *row.limit);
  else
    out.field_null("limit_usd");
  out.field_or_null("reset_interval", row.limit_reset);
  out.field("include_byok_in_budgets", row.include_byok);
  auto rules = wire::parse_json(row.rules);
  auto known = rules && rules->is_object() ? rules->get_object() : json::object{};
  auto rule = [&](const char* name) {
    auto found = known.if_contains(name);
    out.field(name, found ? *found : json::value());
  };
  for (auto name : kLists) rule(name);
  for (auto name : kZdr) rule(name);
  for (auto name : kFlags) rule(name);
  for (auto name : kFilters) rule(name);
  for (auto name : kUnserved) out.field_null(name);
  out.field("created_at", iso(row.created_at));
  out.field_or_null("updated_at", row.updated_at ? iso(*row.updated_at) : "");
  out.field("workspace_id", row.default_of.empty() ? kDefaultWorkspace : row.default_of);
  out.end_object();
  return body;
}

void read_rules(const json::object& body, wire::Fields& fields, json::object& rules) {
  for (auto name : kLists) {
    if (!body.contains(name)) continue;
    auto list = fields.texts(name);
    bool null = body.at(name).is_null();
    if (!null && (list.empty() || list.size() > kMostNamed))
      fields.complain(name, "an array of 1 to 200 texts, or null");
    rules[name] = null ? json::value() : json::value(json::array(list.begin(), list.end()));
  }
  auto flag = [&](const char* name) {
    if (!body.contains(name)) return;
    auto given = fields.flag(name);
    rules[name] = given ? json::value(*given) : json::value();
  };
  for (auto name : kFlags) flag(name);
  // The older word stands for those of each author that are not said.
  if (auto all = body.if_contains("enforce_zdr"))
    for (auto name : kZdr)
      if (!body.contains(name)) rules[name] = *all;
  for (auto name : kZdr) flag(name);
  take_filters(body, fields, rules);
  for (auto name : kUnserved) {
    auto given = fields.value(name);
    bool empty = given && given->is_array() && given->get_array().empty();
    if (given && !empty) fields.complain(name, "absent: this server has none of these");
  }
}

// What the body does not say stays.
Status read_guardrail(const json::object& body, Guardrail& row) {
  wire::Fields fields(body, "");
  row.name = fields.text("name").value_or(row.name);
  if (row.name.empty() || row.name.size() > 200)
    fields.complain("name", "a text of 1 to 200 bytes");
  if (body.contains("description")) row.description = fields.text("description").value_or("");
  if (row.description.size() > 1000) fields.complain("description", "at most 1000 bytes");
  if (auto limit = body.if_contains("limit_usd")) {
    double dollars = limit->is_number() ? limit->to_number<double>() : -1;
    bool good = std::isfinite(dollars) && dollars >= 0 && dollars <= 1e9;
    if (!limit->is_null() && !good)
      fields.complain("limit_usd", "an amount in dollars, from 0 to a billion, or null");
    row.limit = good ? std::optional(Money::from_dollars(dollars)) : std::nullopt;
  }
  if (body.contains("reset_interval"))
    row.limit_reset = fields.choice("reset_interval", {"daily", "weekly", "monthly"}).value_or("");
  row.include_byok = fields.flag("include_byok_in_budgets").value_or(row.include_byok);
  auto workspace = fields.text("workspace_id");
  if (workspace && *workspace != (row.default_of.empty() ? kDefaultWorkspace : row.default_of))
    fields.complain("workspace_id",
                    "absent: assign it to keys or members, or change a workspace's own");
  auto rules = wire::parse_json(row.rules);
  auto known = rules && rules->is_object() ? rules->get_object() : json::object{};
  read_rules(body, fields, known);
  TRY(fields.status());
  row.rules = wire::to_json(known);
  return {};
}

Task<Result<std::vector<Guardrail>>> all_seen(House& house, std::string scope) {
  auto read =
      co_await house.store.read([](Database& database) { return store::guardrails(database); });
  auto rows = CO_TRY(std::move(read));
  std::erase_if(rows, [&](const Guardrail& row) { return !may_see(scope, row.owner_hash); });
  co_return rows;
}

struct Asked {
  store::Key manager;
  Guardrail row;
};

Task<Result<Asked>> asked_for(House& house, Request& in, std::string id) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await all_seen(house, scope_of(key));
  auto rows = CO_TRY(std::move(read));
  for (auto& row : rows)
    if (row.id == id) co_return Asked{std::move(key), std::move(row)};
  co_return fail(no_such_guardrail());
}

Task<Result<std::string>> save(House& house, Guardrail row) {
  auto written = co_await house.store.write(
      [row](Database& database) { return store::save_guardrail(database, row); });
  CO_TRY(std::move(written));
  co_return R"({"data":)" + guardrail_json(row) + "}";
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await all_seen(house, scope_of(key));
  auto rows = CO_TRY(std::move(read));
  auto workspace = co_await workspace_asked(house, in, key);
  if (auto id = CO_TRY(std::move(workspace)); !id.empty())
    std::erase_if(rows, [&](const Guardrail& row) {
      return (row.default_of.empty() ? kDefaultWorkspace : row.default_of) != id;
    });
  co_return page_json(in, rows.size(), [&](std::size_t at) { return guardrail_json(rows[at]); });
}

Task<Result<std::string>> create(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  Guardrail row{.id = new_uuid(), .owner_hash = scope_of(key), .created_at = house.micros()};
  CO_TRY(read_guardrail(body, row));
  co_return co_await save(house, std::move(row));
}

Task<Result<std::string>> get_one(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, std::move(id));
  auto asked = CO_TRY(std::move(found));
  co_return R"({"data":)" + guardrail_json(asked.row) + "}";
}

Task<Result<std::string>> change(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  CO_TRY(read_guardrail(body, row));
  row.updated_at = house.micros();
  co_return co_await save(house, std::move(row));
}

Task<Result<std::string>> remove(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, id);
  CO_TRY(std::move(found));
  auto gone = co_await house.store.write(
      [id](Database& database) { return store::delete_guardrail(database, id); });
  CO_TRY(std::move(gone));
  co_return R"({"deleted":true})";
}

std::string assignment_json(const GuardrailKey& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("guardrail_id", row.guardrail_id);
  out.field("key_hash", row.key_hash).field("key_name", row.key_name);
  out.field("key_label", row.key_label).field_or_null("assigned_by", row.assigned_by);
  out.field("created_at", iso(row.created_at)).end_object();
  return body;
}

std::string assignment_json(const GuardrailMember& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("guardrail_id", row.guardrail_id);
  out.field("user_id", row.member_id).field("organization_id", "org_easel");
  out.field_or_null("assigned_by", row.assigned_by).field("created_at", iso(row.created_at));
  out.end_object();
  return body;
}

template <class Row>
using AllRows = Result<std::vector<Row>> (*)(Database&);

// Of the guardrails with these ids, who they are assigned to: keys or members.
template <class Row>
Task<Result<std::string>> assigned(House& house, Request& in, std::vector<std::string> guardrails,
                                   AllRows<Row> all) {
  auto read = co_await house.store.read([all](Database& database) { return all(database); });
  auto rows = CO_TRY(std::move(read));
  std::erase_if(rows, [&](const Row& row) {
    return std::ranges::find(guardrails, row.guardrail_id) == guardrails.end();
  });
  co_return page_json(in, rows.size(), [&](std::size_t at) { return assignment_json(rows[at]); });
}

// Of all guardrails that this key sees.
template <class Row>
Task<Result<std::string>> assigned_by_any(House& house, Request& in, AllRows<Row> all) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await all_seen(house, scope_of(key));
  auto rows = CO_TRY(std::move(read));
  std::vector<std::string> ids;
  for (const auto& row : rows) ids.push_back(row.id);
  co_return co_await assigned(house, in, std::move(ids), all);
}

template <class Row>
Task<Result<std::string>> assigned_by(House& house, Request& in, std::string id, AllRows<Row> all) {
  auto found = co_await asked_for(house, in, id);
  CO_TRY(std::move(found));
  co_return co_await assigned(house, in, std::vector{id}, all);
}

Task<Result<std::string>> all_assignments(House& house, Request& in) {
  return assigned_by_any(house, in, store::guardrail_keys);
}
Task<Result<std::string>> assignments(House& house, Request& in, std::string id) {
  return assigned_by(house, in, std::move(id), store::guardrail_keys);
}
Task<Result<std::string>> all_members(House& house, Request& in) {
  return assigned_by_any(house, in, store::guardrail_members);
}
Task<Result<std::string>> members(House& house, Request& in, std::string id) {
  return assigned_by(house, in, std::move(id), store::guardrail_members);
}

Result<std::vector<std::string>> read_hashes(const json::object& body) {
  wire::Fields fields(body, "");
  auto hashes = fields.texts("key_hashes");
  if (hashes.empty() || hashes.size() > 100)
    fields.complain("key_hashes", "an array of 1 to 100 hashes of keys");
  TRY(fields.status());
  return hashes;
}

Task<Result<std::string>> assign(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, id);
  auto asked = CO_TRY(std::move(found));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  auto hashes = CO_TRY(read_hashes(body));
  auto scope = scope_of(asked.manager);
  std::vector<GuardrailKey> rows;
  for (const auto& hash : hashes) {
    auto looked = co_await house.store.find_key(hash, house.micros());
    auto key = CO_TRY(std::move(looked));
    if (!key || key->management || (!scope.empty() && key->parent_hash != scope))
      co_return fail(ErrorKind::not_found, "One of these keys is not there, or is not yours.");
    rows.push_back({.id = new_uuid(),
                    .guardrail_id = id,
                    .key_hash = hash,
                    .assigned_by = asked.manager.hash,
                    .created_at = house.micros()});
  }
  auto written = co_await house.store.write(
      [rows](Database& database) { return store::assign_guardrail(database, rows); });
  auto count = CO_TRY(std::move(written));
  co_return R"({"assigned_count":)" + std::to_string(count) + "}";
}

Task<Result<std::string>> unassign(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, id);
  CO_TRY(std::move(found));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  auto hashes = CO_TRY(read_hashes(body));
  auto written = co_await house.store.write(
      [id, hashes](Database& database) { return store::unassign_guardrail(database, id, hashes); });
  auto count = CO_TRY(std::move(written));
  co_return R"({"unassigned_count":)" + std::to_string(count) + "}";
}

Result<std::vector<std::string>> read_members(const json::object& body) {
  wire::Fields fields(body, "");
  auto ids = fields.texts("member_user_ids");
  if (ids.empty() || ids.size() > 100)
    fields.complain("member_user_ids",
                    "an array of 1 to 100 ids of members (GET /organization/members)");
  TRY(fields.status());
  return ids;
}

Task<Result<std::string>> assign_members(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, id);
  auto asked = CO_TRY(std::move(found));
  auto read = co_await read_object(in);
  auto ids = CO_TRY(read_members(CO_TRY(std::move(read))));
  if (!scope_of(asked.manager).empty())  // members are the whole house's
    co_return fail(ErrorKind::not_found, "One of these members is not there, or is not yours.");
  std::vector<GuardrailMember> rows;
  for (const auto& member : ids)
    rows.push_back({.id = new_uuid(),
                    .guardrail_id = id,
                    .member_id = member,
                    .assigned_by = asked.manager.hash,
                    .created_at = house.micros()});
  auto written = co_await house.store.write(
      [rows](Database& database) { return store::assign_guardrail(database, rows); });
  auto count = CO_TRY(std::move(written));
  co_return R"({"assigned_count":)" + std::to_string(count) + "}";
}

Task<Result<std::string>> unassign_members(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, id);
  CO_TRY(std::move(found));
  auto read = co_await read_object(in);
  auto ids = CO_TRY(read_members(CO_TRY(std::move(read))));
  auto written = co_await house.store.write(
      [id, ids](Database& database) { return store::unassign_members(database, id, ids); });
  auto count = CO_TRY(std::move(written));
  co_return R"({"unassigned_count":)" + std::to_string(count) + "}";
}

using Work = Task<Result<std::string>> (*)(House&, Request&);
using WorkOnOne = Task<Result<std::string>> (*)(House&, Request&, std::string);

Task<> answer(House& house, Request& in, Response& out, Work work) {
  auto body = co_await work(house, in);
  co_await send_result(out, std::move(body));
}

Task<> answer_one(House& house, Request& in, Response& out, WorkOnOne work, std::string id) {
  auto body = co_await work(house, in, std::move(id));
  co_await send_result(out, std::move(body));
}

Task<> post_one(House& house, Request& in, Response& out) {
  auto body = co_await create(house, in);
  if (!body) co_return co_await send_result(out, std::move(body));
  allow_any_origin(out);
  (void)co_await out.send(201, "application/json", *body);
}

}  // namespace

void add_guardrail_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view path, Work work) {
    add("GET", path, [&house, work](Request& in, Response& out, const PathParams&) {
      return answer(house, in, out, work);
    });
  };
  auto one = [&](std::string_view method, std::string_view path, WorkOnOne work) {
    add(method, "/guardrails/{id}" + std::string(path),
        [&house, work](Request& in, Response& out, const PathParams& params) {
          return answer_one(house, in, out, work, std::string(params["id"]));
        });
  };
  at("/guardrails", list);
  at("/guardrails/assignments/keys", all_assignments);
  at("/guardrails/assignments/members", all_members);
  add("POST", "/guardrails",
      [&house](Request& in, Response& out, const PathParams&) { return post_one(house, in, out); });
  one("GET", "", get_one);
  one("PATCH", "", change);
  one("DELETE", "", remove);
  one("GET", "/assignments/keys", assignments);
  one("POST", "/assignments/keys", assign);
  one("POST", "/assignments/keys/remove", unassign);
  one("GET", "/assignments/members", members);
  one("POST", "/assignments/members", assign_members);
  one("POST", "/assignments/members/remove", unassign_members);
}

}  // namespace easel::api
