#include <map>

#include "api/management.h"
#include "pages/routes.h"
#include "pages/sessions.h"
#include "store/shelf.h"
#include "wire/json_writer.h"

// How models and apps stand on this Easel, for everybody who is signed in:
//
//   GET /ui/v1/rankings?days=30     models and apps by requests, pictures, failures and time; what
//                                   was spent is for owners (null for others)
//   GET /ui/v1/uptime?model=a/b     tries and failures of each provider in the last 24 hours
namespace easel::pages {
namespace {

using http::PathParams;
using http::Request;
using http::Response;
using store::Database;
using store::Dimension;
using wire::JsonWriter;

constexpr store::Micros kHour = 3'600'000'000;
constexpr std::int64_t kHoursShown = 24;

void write_rows(JsonWriter& out, std::string_view name, const std::vector<store::SumsRow>& rows,
                bool with_money) {
  out.key(name).begin_array();
  for (const auto& row : rows) {
    const auto& sums = row.sums;
    out.begin_object().field("name", row.by[0]).field("requests", sums.requests);
    out.field("failures", sums.failures).field("pictures", sums.pictures);
    out.field("milliseconds", sums.milliseconds);
    if (with_money)
      out.field("spent", sums.spent + sums.byok);
    else
      out.field_null("spent");
    out.end_object();
  }
  out.end_array();
}

struct Standings {
  std::vector<store::SumsRow> models, apps;
};

Result<Standings> read_standings(Database& database, store::Micros since, store::Micros before) {
  store::SumsQuery query{.since = since, .before = before, .by = {Dimension::model}};
  Standings found;
  found.models = TRY(database.sums(query));
  query.by = {Dimension::app};
  found.apps = TRY(database.sums(query));
  return found;
}

Task<Result<std::string>> rankings(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  bool is_owner = CO_TRY(std::move(found)).member.role == "owner";
  auto days = CO_TRY(api::query_number(in, "days", 30, 1, 366));
  auto before = (house.micros() / kHour + 1) * kHour;
  auto since = before - days * 24 * kHour;
  auto read = co_await house.store.read(
      [since, before](Database& database) { return read_standings(database, since, before); });
  auto standings = CO_TRY(std::move(read));
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("days", days);
  write_rows(out, "models", standings.models, is_owner);
  write_rows(out, "apps", standings.apps, is_owner);
  out.end_object();
  co_return body;
}

Task<Result<std::string>> uptime(api::House& house, Request& in) {
  auto found = co_await signed_in(house, in);
  CO_TRY(std::move(found));
  auto model = http::query_value(in.query(), "model").value;
  auto first = house.micros() / kHour - kHoursShown + 1;
  auto read = co_await house.store.read([model, first](Database& database) {
    return store::tries_by_hour(database, model, first * kHour);
  });
  auto rows = CO_TRY(std::move(read));
  std::map<std::string, std::map<std::int64_t, store::TriesOfHour>> by_provider;
  for (auto& row : rows) by_provider[row.provider][row.hour] = row;
  std::string body;
  JsonWriter out(body);
  out.begin_object().field("first_hour", first).key("providers").begin_array();
  for (auto& [provider, hours] : by_provider) {
    out.begin_object().field("provider", provider).key("hours").begin_array();
    for (auto hour = first; hour < first + kHoursShown; ++hour) {
      const auto& one = hours[hour];
      out.begin_object().field("tries", one.tries).field("failures", one.failures).end_object();
    }
    out.end_array().end_object();
  }
  out.end_array().end_object();
  co_return body;
}

}  // namespace

void add_standing_routes(http::Router& router, api::House& house) {
  std::string base(kBase);
  router.add("GET", base + "/rankings", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, rankings(house, in));
  });
  router.add("GET", base + "/uptime", [&house](Request& in, Response& out, const PathParams&) {
    return answer(out, uptime(house, in));
  });
}

}  // namespace easel::pages
