#include "api/analytics.h"

#include <gtest/gtest.h>

#include "api/moments.h"
#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

constexpr store::Micros kNow = 1'790'000'000'000'000;

Result<AnalyticsQuery> read(std::string_view text) {
  return read_analytics(wire::parse_json(text)->get_object(), kNow);
}

store::SumsRow row(std::string_view day, std::string model, std::int64_t requests) {
  store::SumsRow row{.step = *read_iso(day) / 86'400'000'000, .by = {std::move(model), ""}};
  row.sums.requests = requests;
  row.sums.spent = Money::dollars(requests);
  return row;
}

std::string rows_of(std::string_view query, std::vector<store::SumsRow> rows, bool& truncated) {
  return wire::to_json(analytics_rows(*read(query), std::move(rows), truncated));
}

}  // namespace

TEST(Analytics, days_are_folded_into_weeks_from_monday_and_months) {
  bool truncated = false;
  std::vector rows{row("2026-11-29", "a", 1), row("2026-11-30", "a", 2), row("2026-12-01", "a", 4)};
  EXPECT_EQ(rows_of(R"({"metrics":["request_count"],"granularity":"week"})", rows, truncated),
            R"([{"date":"2026-11-23","request_count":1},{"date":"2026-11-30","request_count":6}])");
  EXPECT_EQ(rows_of(R"({"metrics":["request_count"],"granularity":"month"})", rows, truncated),
            R"([{"date":"2026-11-01","request_count":3},{"date":"2026-12-01","request_count":4}])");
  EXPECT_FALSE(truncated);
}

TEST(Analytics, rows_are_ordered_and_cut_and_say_so) {
  bool truncated = false;
  std::vector rows{row("2026-11-29", "a", 1), row("2026-11-29", "b", 5), row("2026-11-29", "c", 3)};
  auto text = rows_of(R"({"metrics":["usage","avg_cost"],"dimensions":["model"],"limit":2,)"
                      R"("order_by":{"field":"usage","direction":"desc"}})",
                      rows, truncated);
  EXPECT_EQ(text, R"([{"model":"b","usage":5,"avg_cost":1},{"model":"c","usage":3,)"
                  R"("avg_cost":1}])");
  EXPECT_TRUE(truncated);
}

TEST(Analytics, what_is_wrong_is_named) {
  const std::pair<const char*, const char*> wrong[] = {
      {"{}", "metrics"},
      {R"({"metrics":["joy"]})", "metrics[0]"},
      {R"({"metrics":["usage"],"dimensions":["model","app","user"]})", "dimensions"},
      {R"({"metrics":["usage"],"dimensions":["colour"]})", "dimensions[0]"},
      {R"({"metrics":["usage"],"granularity":"decade"})", "granularity"},
      {R"({"metrics":["usage"],"time_range":{"start":"x","end":"y"}})", "time_range"},
      {R"({"metrics":["usage"],"filters":[{"field":"model","operator":"like","value":"x"}]})",
       "filters[0].operator"},
      {R"({"metrics":["usage"],"filters":[{"field":"model","operator":"in","value":"x"}]})",
       "filters[0].value"},
      {R"({"metrics":["usage"],"filters":[{"field":"1=1","operator":"eq","value":"x"}]})",
       "filters[0].field"},
      {R"({"metrics":["usage"],"order_by":{"field":"images"}})", "order_by.field"},
      {R"({"metrics":["usage"],"limit":0})", "limit"}};
  for (const auto& [text, field] : wrong) {
    auto query = read(text);
    ASSERT_FALSE(query) << text;
    EXPECT_EQ(query.error().field, field);
  }
}

TEST(Analytics, every_word_of_the_meta_answer_is_understood) {
  auto meta = wire::parse_json(analytics_meta())->at("data");
  for (const auto& metric : meta.at("metrics").as_array())
    EXPECT_TRUE(read(R"({"metrics":[)" + wire::to_json(metric.at("name")) + "]}"));
  for (const auto& dimension : meta.at("dimensions").as_array())
    EXPECT_TRUE(read(R"({"metrics":["usage"],"dimensions":[)" +
                     wire::to_json(dimension.at("name")) + "]}"));
  for (const auto& step : meta.at("granularities").as_array())
    EXPECT_TRUE(
        read(R"({"metrics":["usage"],"granularity":)" + wire::to_json(step.at("name")) + "}"));
}

}  // namespace easel::api
