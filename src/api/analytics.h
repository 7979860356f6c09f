#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/account_records.h"

// The words of /analytics: a query read, and the store's sums told in them. Pure.
namespace easel::api {

struct AnalyticsQuery {
  store::SumsQuery sums{};
  std::vector<std::string> metrics{}, dimensions{};
  std::string granularity{};  // "" = none
  std::string order_by{};     // "" = by time
  bool descending = false;
  std::size_t limit = 1000, group_limit = SIZE_MAX;
};

// Which words there are, {"data":{…}}.
std::string analytics_meta();

// Errors name the field and what it accepts. Without a time range: the last 30 days.
Result<AnalyticsQuery> read_analytics(const boost::json::object& body, store::Micros now);

// One object a row: "date" (where there is a granularity), dimensions, metrics.
boost::json::array analytics_rows(const AnalyticsQuery& query, std::vector<store::SumsRow> rows,
                                  bool& truncated);
std::vector<std::string> analytics_columns(const AnalyticsQuery& query);

}  // namespace easel::api
