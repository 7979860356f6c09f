#include "api/activity.h"

#include "api/analytics.h"
#include "api/key_json.h"
#include "api/management.h"
#include "api/moments.h"
#include "api/table.h"
#include "api/workspaces.h"
#include "store/workspaces.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using boost::json::array;
using boost::json::object;
using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::Dimension;

constexpr store::Micros kDay = 86'400'000'000;
constexpr store::Micros kDays = 30;

// The last 30 whole days, or one of them; and, beyond OpenRouter, today by its date.
Status read_days(const Request& in, store::Micros now, store::SumsQuery& query) {
  auto today = now / kDay * kDay;
  query.since = today - kDays * kDay;
  query.before = today;
  auto date = http::query_value(in.query(), "date");
  if (!date.found || date.value.empty()) return {};
  auto day = date.value.size() == 10 ? read_iso(date.value) : std::nullopt;
  if (!day || *day < query.since || *day > today)
    return fail(
        invalid("date", "Date must be within the last 30 (completed) UTC days", "YYYY-MM-DD"));
  query.since = *day;
  query.before = *day + kDay;
  return {};
}

Result<store::SumsQuery> read_query(const Request& in, const store::Key& key, store::Micros now) {
  store::SumsQuery query{.step = store::Step::day, .by = {Dimension::model, Dimension::provider}};
  query.parent_hash = scope_of(key);
  TRY(read_days(in, now, query));
  auto text = [&](std::string_view name) { return http::query_value(in.query(), name).value; };
  if (auto hash = text("api_key_hash"); !hash.empty())
    query.filters.push_back({.field = Dimension::key, .values = {hash}});
  if (auto user = text("user_id"); !user.empty())
    query.filters.push_back({.field = Dimension::user, .values = {user}});
  if (auto group = text("group_by"); !group.empty() && group != "workspace")
    return fail(invalid("group_by", "group_by must be workspace.", "workspace"));
  return query;
}

void add_items(const std::vector<store::SumsRow>& rows, const std::string& workspace, array& all) {
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {  // newest day first
    const auto& [model, provider] = row->by;
    const auto& sums = row->sums;
    object item{{"date", iso_day(row->step * kDay)},
                {"model", model},
                {"model_permaslug", model},
                {"endpoint_id", provider + ":" + model},
                {"provider_name", provider},
                {"usage", sums.spent.to_dollars()},
                {"byok_usage_inference", sums.byok.to_dollars()},
                {"requests", sums.requests},
                {"prompt_tokens", sums.prompt_tokens},
                {"completion_tokens", sums.completion_tokens},
                {"reasoning_tokens", sums.reasoning_tokens}};
    if (!workspace.empty()) item["workspace_id"] = workspace;
    all.push_back(std::move(item));
  }
}

// All of it, or of one workspace, or of each that has keys.
Result<array> sums_of(Database& database, const store::SumsQuery& query,
                      const std::string& workspace, bool grouped) {
  array all;
  if (workspace.empty() && !grouped) {
    add_items(TRY(database.sums(query)), "", all);
    return all;
  }
  for (const auto& one : TRY(store::workspaces(database))) {
    if (!workspace.empty() && one.id != workspace) continue;
    auto keys = TRY(store::keys_in(database, one.id));
    if (keys.empty()) continue;
    auto its = query;
    its.filters.push_back(
        {.field = Dimension::key, .test = store::SumsFilter::Test::in, .values = std::move(keys)});
    add_items(TRY(database.sums(its)), grouped ? one.id : "", all);
  }
  return all;
}

Task<Result<array>> activity(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto query = CO_TRY(read_query(in, key, house.micros()));
  auto named = co_await workspace_asked(house, in, key);
  auto workspace = CO_TRY(std::move(named));
  bool grouped = http::query_value(in.query(), "group_by").value == "workspace";
  auto read = co_await house.store.read([query, workspace, grouped](Database& database) {
    return sums_of(database, query, workspace, grouped);
  });
  co_return read;
}

Task<> get_activity(House& house, Request& in, Response& out) {
  auto rows = co_await activity(house, in);
  if (!rows) co_return co_await send_result(out, fail(rows.error()));
  if (wants_csv(in))
    co_return co_await send_result(
        out,
        csv({"date", "model", "model_permaslug", "endpoint_id", "provider_name", "usage",
             "byok_usage_inference", "requests", "prompt_tokens", "completion_tokens",
             "reasoning_tokens"},
            *rows),
        "text/csv; charset=utf-8");
  co_await send_result(out, R"({"data":)" + wire::to_json(*rows) + "}");
}

Task<> get_meta(House& house, Request& in, Response& out) {
  auto who = co_await manager(house, in);
  if (!who) co_return co_await send_result(out, fail(who.error()));
  co_await send_result(out, analytics_meta());
}

struct Answer {
  AnalyticsQuery query;
  array rows;
  bool truncated = false;
  std::int64_t milliseconds = 0;
};

Task<Result<Answer>> query(House& house, Request& in) {
  auto who = co_await manager(house, in);
  auto key = CO_TRY(std::move(who));
  auto read = co_await read_object(in);
  auto body = CO_TRY(std::move(read));
  Answer answer;
  answer.query = CO_TRY(read_analytics(body, house.micros()));
  answer.query.sums.parent_hash = scope_of(key);
  auto began = house.clock.now();
  auto found = co_await house.store.read(
      [sums = answer.query.sums](Database& database) { return database.sums(sums); });
  auto rows = CO_TRY(std::move(found));
  answer.milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(house.clock.now() - began).count();
  answer.rows = analytics_rows(answer.query, std::move(rows), answer.truncated);
  co_return answer;
}

Task<> post_query(House& house, Request& in, Response& out) {
  auto answer = co_await query(house, in);
  if (!answer) co_return co_await send_result(out, fail(answer.error()));
  if (wants_csv(in))
    co_return co_await send_result(out, csv(analytics_columns(answer->query), answer->rows),
                                   "text/csv; charset=utf-8");
  object metadata{{"query_time_ms", answer->milliseconds},
                  {"row_count", answer->rows.size()},
                  {"truncated", answer->truncated}};
  object body{{"data", object{{"data", answer->rows}, {"metadata", metadata}}}};
  co_await send_result(out, wire::to_json(body));
}

}  // namespace

void add_activity_routes(const AddRoute& add, House& house) {
  auto at = [&](std::string_view method, std::string_view path, auto handle) {
    add(method, path, [&house, handle](Request& in, Response& out, const PathParams&) {
      return handle(house, in, out);
    });
  };
  at("GET", "/activity", get_activity);
  at("GET", "/analytics/meta", get_meta);
  at("POST", "/analytics/query", post_query);
}

}  // namespace easel::api
