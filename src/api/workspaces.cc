#include "api/workspaces.h"

#include <algorithm>
#include <cmath>

#include "api/errors.h"
#include "api/key_json.h"
#include "api/moments.h"
#include "base/ids.h"
#include "store/workspaces.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

namespace json = boost::json;
using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::Workspace;
using store::WorkspaceBudget;
using store::WorkspaceMember;

// Of OpenRouter's, for which nothing stands here: models and ways of routing that a request does
// not name, and logging beside that of keys.
constexpr const char* kNulls[] = {"default_text_model", "default_image_model",
                                  "default_provider_sort", "io_logging_api_key_ids"};
constexpr const char* kOff[] = {"is_observability_io_logging_enabled",
                                "is_observability_broadcast_enabled",
                                "is_data_discount_logging_enabled"};

Error no_such_workspace() {
  return {.kind = ErrorKind::not_found, .message = "Workspace not found"};
}

std::string workspace_json(const Workspace& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("name", row.name).field("slug", row.slug);
  out.field_or_null("description", row.description);
  out.field("default_guardrail_id", row.guardrail_id);
  out.field("include_byok_in_budgets", row.include_byok);
  for (auto name : kNulls) out.field_null(name);
  for (auto name : kOff) out.field(name, false);
  out.field("io_logging_sampling_rate", 1);
  out.field_or_null("created_by", row.created_by).field("created_at", iso(row.created_at));
  out.field_or_null("updated_at", row.updated_at ? iso(*row.updated_at) : "").end_object();
  return body;
}

std::string budget_json(const WorkspaceBudget& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("workspace_id", row.workspace_id);
  out.field("limit_usd", row.limit).field_or_null("reset_interval", row.limit_reset);
  out.field("created_at", iso(row.created_at)).field("updated_at", iso(row.updated_at));
  out.end_object();
  return body;
}

std::string member_json(const WorkspaceMember& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("workspace_id", row.workspace_id);
  out.field("user_id", row.member_id).field("role", row.role == "owner" ? "admin" : "member");
  out.field("created_at", iso(row.created_at)).end_object();
  return body;
}

bool is_slug(std::string_view text) {
  auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 50 && std::ranges::all_of(text, fits) &&
         !text.starts_with('-') && !text.ends_with('-') && !text.contains("--");
}

// What the body does not say stays.
Status read_workspace(const json::object& body, Workspace& row) {
  wire::Fields fields(body, "");
  row.name = fields.text("name").value_or(row.name);
  row.slug = fields.text("slug").value_or(row.slug);
  if (body.contains("description")) row.description = fields.text("description").value_or("");
  row.include_byok = fields.flag("include_byok_in_budgets").value_or(row.include_byok);
  if (row.name.empty() || row.name.size() > 100)
    fields.complain("name", "a text of 1 to 100 bytes");
  if (!is_slug(row.slug))
    fields.complain("slug", "at most 50 of a-z, 0-9, and single - between them");
  if (row.description.size() > 1000) fields.complain("description", "at most 1000 bytes");
  for (auto name : kNulls)
    if (fields.value(name)) fields.complain(name, "absent or null: this server has none of these");
  for (auto name : kOff)
    if (fields.flag(name).value_or(false))
      fields.complain(name, "absent or false: keys say what is kept (easel.logging)");
  return fields.status();
}

Task<Result<std::vector<Workspace>>> all_seen(House& house, std::string scope) {
  auto read =
      co_await house.store.read([](Database& database) { return store::workspaces(database); });
  auto rows = CO_TRY(std::move(read));
  std::erase_if(rows, [&](const Workspace& row) {
    return row.id != kDefaultWorkspace && !may_see(scope, row.owner_hash);
  });
  co_return rows;
}

struct Asked {
  store::Key manager;
  Workspace row;
};

Task<Result<Asked>> asked_for(House& house, Request& in, std::string which) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await all_seen(house, scope_of(key));
  auto rows = CO_TRY(std::move(read));
  for (auto& row : rows)
    if (row.id == which || row.slug == which) co_return Asked{std::move(key), std::move(row)};
  co_return fail(no_such_workspace());
}

// The same, to be changed: what everybody is in is not a limited key's to change.
Task<Result<Asked>> asked_to_change(House& house, Request& in, std::string which) {
  auto found = co_await asked_for(house, in, std::move(which));
  auto asked = CO_TRY(std::move(found));
  if (!scope_of(asked.manager).empty() && asked.row.owner_hash != asked.manager.hash)
    co_return fail(ErrorKind::permission_denied,
                   "This workspace is everybody's; only a management key without a limit changes "
                   "it.");
  co_return std::move(asked);
}

Task<Result<std::string>> list(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await all_seen(house, scope_of(key));
  auto rows = CO_TRY(std::move(read));
  co_return page_json(in, rows.size(), [&](std::size_t at) { return workspace_json(rows[at]); });
}

Task<Result<std::string>> save(House& house, Workspace row) {
  auto written = co_await house.store.write(
      [row](Database& database) { return store::save_workspace(database, row); });
  CO_TRY(std::move(written));
  co_return R"({"data":)" + workspace_json(row) + "}";
}

Task<Result<std::string>> create(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  Workspace row{.id = new_uuid(),
                .owner_hash = scope_of(key),
                .created_by = key.hash,
                .created_at = house.micros(),
                .guardrail_id = new_uuid()};
  CO_TRY(read_workspace(body, row));
  co_return co_await save(house, std::move(row));
}

Task<Result<std::string>> get_one(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, std::move(id));
  auto asked = CO_TRY(std::move(found));
  co_return R"({"data":)" + workspace_json(asked.row) + "}";
}

Task<Result<std::string>> change(House& house, Request& in, std::string id) {
  auto found = co_await asked_to_change(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  CO_TRY(read_workspace(body, row));
  row.updated_at = house.micros();
  co_return co_await save(house, std::move(row));
}

Task<Result<std::string>> remove(House& house, Request& in, std::string id) {
  auto found = co_await asked_to_change(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  if (row.id == kDefaultWorkspace)
    co_return fail(invalid("id", "The default workspace stays: what has no other is in it."));
  auto gone = co_await house.store.write(
      [id = row.id](Database& database) { return store::delete_workspace(database, id); });
  CO_TRY(std::move(gone));
  co_return R"({"deleted":true})";
}

Task<Result<std::string>> budgets(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto read = co_await house.store.read(
      [id = row.id](Database& database) { return store::workspace_budgets(database, id); });
  auto rows = CO_TRY(std::move(read));
  std::string body = R"({"data":[)";
  for (const auto& one : rows) body += (body.back() == '[' ? "" : ",") + budget_json(one);
  co_return body + R"(],"include_byok_in_budgets":)" + (row.include_byok ? "true}" : "false}");
}

// "lifetime" never comes back.
Result<std::string> reset_of(const std::string& interval) {
  for (auto known : {"daily", "weekly", "monthly"})
    if (interval == known) return interval;
  if (interval == "lifetime") return std::string();
  return fail(invalid("interval", "interval must be daily, weekly, monthly or lifetime.",
                      "\"daily\", \"weekly\", \"monthly\" or \"lifetime\""));
}

Task<Result<std::string>> get_budget(House& house, Request& in, std::string id,
                                     std::string interval) {
  auto found = co_await asked_for(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto reset = CO_TRY(reset_of(interval));
  auto read = co_await house.store.read(
      [id = row.id](Database& database) { return store::workspace_budgets(database, id); });
  auto rows = CO_TRY(std::move(read));
  auto one = std::ranges::find(rows, reset, &WorkspaceBudget::limit_reset);
  if (one == rows.end()) co_return fail(ErrorKind::not_found, "This workspace has no such budget.");
  co_return R"({"data":)" + budget_json(*one) + R"(,"include_byok_in_budgets":)" +
      (row.include_byok ? "true}" : "false}");
}

Task<Result<std::string>> put_budget(House& house, Request& in, std::string id,
                                     std::string interval) {
  auto found = co_await asked_to_change(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto reset = CO_TRY(reset_of(interval));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  wire::Fields fields(body, "");
  auto given = body.if_contains("limit_usd");
  double dollars = given && given->is_number() ? given->to_number<double>() : -1;
  if (!std::isfinite(dollars) || dollars <= 0 || dollars > 1e9)
    fields.complain("limit_usd", "an amount in dollars, over 0 and at most a billion");
  auto include = fields.flag("include_byok_in_budgets");
  CO_TRY(fields.status());
  WorkspaceBudget budget{.id = new_uuid(),
                         .workspace_id = row.id,
                         .limit_reset = reset,
                         .limit = Money::from_dollars(dollars),
                         .created_at = house.micros(),
                         .updated_at = house.micros()};
  auto written = co_await house.store.write([budget, include](Database& database) {
    return store::save_workspace_budget(database, budget, include);
  });
  auto kept = CO_TRY(std::move(written));
  co_return R"({"data":)" + budget_json(kept) + R"(,"include_byok_in_budgets":)" +
      (include.value_or(row.include_byok) ? "true}" : "false}");
}

Task<Result<std::string>> delete_budget(House& house, Request& in, std::string id,
                                        std::string interval) {
  auto found = co_await asked_to_change(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto reset = CO_TRY(reset_of(interval));
  auto gone = co_await house.store.write([id = row.id, reset](Database& database) {
    return store::delete_workspace_budget(database, id, reset);
  });
  if (!CO_TRY(std::move(gone)))
    co_return fail(ErrorKind::not_found, "This workspace has no such budget.");
  co_return R"({"deleted":true})";
}

Task<Result<std::string>> members(House& house, Request& in, std::string id) {
  auto found = co_await asked_for(house, in, std::move(id));
  auto asked = CO_TRY(std::move(found));
  auto read = co_await house.store.read(
      [id = asked.row.id](Database& database) { return store::workspace_members(database, id); });
  auto rows = CO_TRY(std::move(read));
  if (!scope_of(asked.manager).empty()) rows.clear();  // who else is here is not its to see
  co_return page_json(in, rows.size(), [&](std::size_t at) { return member_json(rows[at]); });
}

Result<std::vector<std::string>> read_users(const json::object& body) {
  wire::Fields fields(body, "");
  auto ids = fields.texts("user_ids");
  if (ids.empty() || ids.size() > 100)
    fields.complain("user_ids", "an array of 1 to 100 ids of members (GET /organization/members)");
  TRY(fields.status());
  return ids;
}

// Members are the whole house's: only who sees all of it may say where they are.
Task<Result<Asked>> asked_for_members(House& house, Request& in, std::string id) {
  auto found = co_await asked_to_change(house, in, std::move(id));
  auto asked = CO_TRY(std::move(found));
  if (!scope_of(asked.manager).empty())
    co_return fail(ErrorKind::permission_denied,
                   "Only a management key without a limit says who is in a workspace.");
  if (asked.row.id == kDefaultWorkspace)
    co_return fail(invalid("id", "Every member is in the default workspace."));
  co_return std::move(asked);
}

Task<Result<std::string>> add_members(House& house, Request& in, std::string id) {
  auto found = co_await asked_for_members(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto read = co_await read_object(in);
  auto ids = CO_TRY(read_users(CO_TRY(std::move(read))));
  std::vector<WorkspaceMember> rows;
  for (const auto& member : ids)
    rows.push_back({.id = new_uuid(),
                    .workspace_id = row.id,
                    .member_id = member,
                    .created_at = house.micros()});
  auto written = co_await house.store.write(
      [rows](Database& database) { return store::add_workspace_members(database, rows); });
  auto count = CO_TRY(std::move(written));
  auto now = co_await house.store.read(
      [id = row.id](Database& database) { return store::workspace_members(database, id); });
  auto all = CO_TRY(std::move(now));
  std::string body = R"({"data":[)";
  for (const auto& one : all)
    if (std::ranges::find(ids, one.member_id) != ids.end())
      body += (body.back() == '[' ? "" : ",") + member_json(one);
  co_return body + R"(],"added_count":)" + std::to_string(count) + "}";
}

Task<Result<std::string>> remove_members(House& house, Request& in, std::string id) {
  auto found = co_await asked_for_members(house, in, std::move(id));
  auto row = CO_TRY(std::move(found)).row;
  auto read = co_await read_object(in);
  auto ids = CO_TRY(read_users(CO_TRY(std::move(read))));
  auto written = co_await house.store.write([id = row.id, ids](Database& database) {
    return store::remove_workspace_members(database, id, ids);
  });
  auto count = CO_TRY(std::move(written));
  co_return R"({"removed_count":)" + std::to_string(count) + "}";
}

// Members sign in by a name; where that is an address, it is their email.
std::string person_json(const store::Member& row) {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().field("id", row.id).field("first_name", row.name).field_null("last_name");
  out.field("email", row.name.contains('@') ? row.name : "");
  out.field("role", row.role == "owner" ? "org:admin" : "org:member").end_object();
  return body;
}

Task<Result<std::string>> organization(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await house.store.read([](Database& database) { return database.members(); });
  auto rows = CO_TRY(std::move(read));
  std::erase_if(rows, [&](const store::Member& row) {
    return row.disabled || !scope_of(key).empty();  // a limited key sees what it made, alone
  });
  co_return page_json(in, rows.size(), [&](std::size_t at) { return person_json(rows[at]); });
}

Task<> answer(Response& out, Task<Result<std::string>> work) {
  auto body = co_await std::move(work);
  co_await send_result(out, std::move(body));
}

Task<> post_one(House& house, Request& in, Response& out) {
  auto body = co_await create(house, in);
  if (!body) co_return co_await send_result(out, std::move(body));
  allow_any_origin(out);
  (void)co_await out.send(201, "application/json", *body);
}

}  // namespace

Task<Result<std::string>> workspace_asked(House& house, const http::Request& in,
                                          const store::Key& manager) {
  auto which = http::query_value(in.query(), "workspace_id");
  if (!which.found || which.value.empty()) co_return std::string();
  auto read = co_await all_seen(house, scope_of(manager));
  auto rows = CO_TRY(std::move(read));
  for (auto& row : rows)
    if (row.id == which.value || row.slug == which.value) co_return row.id;
  co_return fail(no_such_workspace());
}

void add_workspace_routes(const AddRoute& add, House& house) {
  using Work = Task<Result<std::string>> (*)(House&, Request&);
  using OnOne = Task<Result<std::string>> (*)(House&, Request&, std::string);
  using OnBudget = Task<Result<std::string>> (*)(House&, Request&, std::string, std::string);
  auto at = [&](std::string_view path, Work work) {
    add("GET", path, [&house, work](Request& in, Response& out, const PathParams&) {
      return answer(out, work(house, in));
    });
  };
  auto one = [&](std::string_view method, std::string_view path, OnOne work) {
    add(method, "/workspaces/{id}" + std::string(path),
        [&house, work](Request& in, Response& out, const PathParams& params) {
          return answer(out, work(house, in, std::string(params["id"])));
        });
  };
  auto budget = [&](std::string_view method, OnBudget work) {
    add(method, "/workspaces/{id}/budgets/{interval}",
        [&house, work](Request& in, Response& out, const PathParams& params) {
          return answer(
              out, work(house, in, std::string(params["id"]), std::string(params["interval"])));
        });
  };
  at("/organization/members", organization);
  at("/workspaces", list);
  add("POST", "/workspaces",
      [&house](Request& in, Response& out, const PathParams&) { return post_one(house, in, out); });
  one("GET", "", get_one);
  one("PATCH", "", change);
  one("DELETE", "", remove);
  one("GET", "/budgets", budgets);
  budget("GET", get_budget);
  budget("PUT", put_budget);
  budget("DELETE", delete_budget);
  one("GET", "/members", members);
  one("POST", "/members/add", add_members);
  one("POST", "/members/remove", remove_members);
}

}  // namespace easel::api
