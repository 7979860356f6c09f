#include "api/analytics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "api/moments.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using store::Dimension;
using store::Sums;
using wire::Fields;

constexpr store::Micros kMinute = 60'000'000, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr std::size_t kMostRows = 10'000;

struct Metric {
  std::string_view name, label, format;
  bool rate;
  value (*of)(const Sums&);
};

double ratio(double part, std::int64_t whole) {
  return whole == 0 ? 0 : part / static_cast<double>(whole);
}

constexpr auto kCount = "number";
const Metric kMetrics[] = {
    {"request_count", "Requests", kCount, false, [](const Sums& s) { return value(s.requests); }},
    {"error_count", "Failed requests", kCount, false,
     [](const Sums& s) { return value(s.failures); }},
    {"error_rate", "Share that failed", "percent", true,
     [](const Sums& s) { return value(ratio(double(s.failures), s.requests)); }},
    {"usage", "Spent", "currency", false,
     [](const Sums& s) { return value(s.spent.to_dollars()); }},
    {"byok_usage", "Spent at your own providers", "currency", false,
     [](const Sums& s) { return value(s.byok.to_dollars()); }},
    {"avg_cost", "Spent a request", "currency", true,
     [](const Sums& s) { return value(ratio(s.spent.to_dollars(), s.requests)); }},
    {"prompt_tokens", "Tokens in", kCount, false,
     [](const Sums& s) { return value(s.prompt_tokens); }},
    {"completion_tokens", "Tokens out", kCount, false,
     [](const Sums& s) { return value(s.completion_tokens); }},
    {"reasoning_tokens", "Tokens thought", kCount, false,
     [](const Sums& s) { return value(s.reasoning_tokens); }},
    {"total_tokens", "Tokens", kCount, false,
     [](const Sums& s) { return value(s.prompt_tokens + s.completion_tokens); }},
    {"images", "Pictures", kCount, false, [](const Sums& s) { return value(s.pictures); }},
    {"avg_generation_time", "Time a request, ms", "latency", true,
     [](const Sums& s) { return value(ratio(double(s.milliseconds), s.requests)); }},
    {"throughput", "Tokens out a second", "throughput", true,
     [](const Sums& s) {
       return value(ratio(double(s.completion_tokens) * 1000, s.milliseconds));
     }},
};

struct Word {
  std::string_view name, label;
};
struct NamedDimension {
  std::string_view name, label;
  Dimension dimension;
};
constexpr NamedDimension kDimensions[] = {{"api_key_id", "API key", Dimension::key},
                                          {"model", "Model", Dimension::model},
                                          {"provider", "Provider", Dimension::provider},
                                          {"api_type", "Kind", Dimension::api_type},
                                          {"app", "App", Dimension::app},
                                          {"user", "User", Dimension::user},
                                          {"session_id", "Session", Dimension::session},
                                          {"state", "How it ended", Dimension::state}};
constexpr Word kGranularities[] = {
    {"minute", "Minute"}, {"hour", "Hour"}, {"day", "Day"}, {"week", "Week"}, {"month", "Month"}};
constexpr Word kOperators[] = {{"eq", "scalar"},    {"neq", "scalar"}, {"in", "array"},
                               {"not_in", "array"}, {"gt", "scalar"},  {"gte", "scalar"},
                               {"lt", "scalar"},    {"lte", "scalar"}};

template <class List>
std::string names_of(const List& list) {
  std::vector<std::string_view> names;
  for (const auto& one : list) names.push_back(one.name);
  return fmt::format("one of {}", fmt::join(names, ", "));
}

template <class List>
auto find_in(const List& list, std::string_view name) {
  auto found = std::ranges::find_if(list, [&](const auto& one) { return one.name == name; });
  return found == std::end(list) ? nullptr : &*found;
}

Error wrong(std::string field, const std::string& expected) {
  auto message = field + " must be " + expected + ".";
  return invalid(std::move(field), message, expected);
}

// A filter's value as the column's text.
std::optional<std::string> text_of(const value& from) {
  if (from.is_string()) return std::string(from.get_string().data(), from.get_string().size());
  if (from.is_number()) return wire::to_json(from);
  return {};
}

Result<store::SumsFilter> read_filter(const value& given, const std::string& path) {
  if (!given.is_object()) return fail(wrong(path, "an object"));
  Fields fields(given.get_object(), path);
  auto field = fields.text("field").value_or("");
  auto test = fields.text("operator").value_or("");
  TRY(fields.status());
  auto dimension = find_in(kDimensions, field);
  if (!dimension) return fail(wrong(path + ".field", names_of(kDimensions)));
  auto known = find_in(kOperators, test);
  if (!known) return fail(wrong(path + ".operator", names_of(kOperators)));
  store::SumsFilter filter{.field = dimension->dimension};
  filter.test = static_cast<store::SumsFilter::Test>(known - kOperators);
  auto found = given.get_object().if_contains("value");
  bool wants_list = known->label == "array";
  if (wants_list && found && found->is_array()) {
    for (const auto& one : found->get_array())
      if (auto text = text_of(one)) filter.values.push_back(*text);
  } else if (!wants_list && found) {
    if (auto text = text_of(*found)) filter.values.push_back(*text);
  }
  if (filter.values.empty() || filter.values.size() > 1000)
    return fail(
        wrong(path + ".value", wants_list ? "1 to 1000 texts or numbers" : "a text or a number"));
  return filter;
}

Status read_range(const object& body, store::Micros now, AnalyticsQuery& query) {
  Fields fields(body, "");
  auto range = fields.object("time_range");
  TRY(fields.status());
  query.sums.since = now / kHour * kHour - 30 * kDay;
  query.sums.before = now / kHour * kHour + kHour;
  if (!range) return {};
  Fields inner(*range, "time_range");
  auto since = read_iso(inner.text("start").value_or(""));
  auto before = read_iso(inner.text("end").value_or(""));
  TRY(inner.status());
  if (!since || !before || *since > *before)
    return fail(wrong("time_range", "a start and a later end, ISO 8601"));
  query.sums.since = *since;
  query.sums.before = *before;
  return {};
}

store::Step step_of(const std::string& granularity) {
  if (granularity.empty()) return store::Step::none;
  if (granularity == "minute") return store::Step::minute;
  return granularity == "hour" ? store::Step::hour : store::Step::day;
}

bool holds(const std::vector<std::string>& list, const std::string& text) {
  return std::ranges::find(list, text) != list.end();
}

Status read_order(const object& body, AnalyticsQuery& query) {
  Fields fields(body, "");
  auto order = fields.object("order_by");
  TRY(fields.status());
  if (!order) return {};
  Fields inner(*order, "order_by");
  query.order_by = inner.text("field").value_or("");
  query.descending = inner.choice("direction", {"asc", "desc"}).value_or("asc") == "desc";
  TRY(inner.status());
  bool known = query.order_by == "date" || query.order_by == "request_count" ||
               holds(query.metrics, query.order_by) || holds(query.dimensions, query.order_by);
  if (known) return {};
  return fail(
      wrong("order_by.field", "date, request_count, or a metric or dimension of the query"));
}

// When the week or month of a day begins.
std::int64_t fold(const std::string& granularity, std::int64_t day) {
  using namespace std::chrono;
  sys_days at{days(day)};
  if (granularity == "week") return (at - (weekday(at) - Monday)).time_since_epoch().count();
  if (granularity != "month") return day;
  year_month_day date{at};
  return sys_days(date.year() / date.month() / 1).time_since_epoch().count();
}

std::string date_of(const std::string& granularity, std::int64_t step) {
  if (granularity == "minute") return iso(step * kMinute);
  if (granularity == "hour") return iso(step * kHour);
  return iso_day(step * kDay);
}

struct Line {
  std::int64_t step;
  std::array<std::string, 2> by;
  Sums sums;
};

bool before(const AnalyticsQuery& query, const Line& a, const Line& b) {
  if (auto metric = find_in(kMetrics, query.order_by)) {
    auto left = metric->of(a.sums).to_number<double>(),
         right = metric->of(b.sums).to_number<double>();
    return left < right;
  }
  for (std::size_t i = 0; i < query.dimensions.size(); ++i)
    if (query.order_by == query.dimensions[i]) return a.by[i] < b.by[i];
  return a.step < b.step;
}

}  // namespace

std::string analytics_meta() {
  std::string body;
  wire::JsonWriter out(body);
  out.begin_object().key("data").begin_object();
  out.key("metrics").begin_array();
  for (const auto& metric : kMetrics) {
    out.begin_object().field("name", metric.name).field("display_label", metric.label);
    out.field("is_rate", metric.rate).field("display_format", metric.format).end_object();
  }
  out.end_array().key("dimensions").begin_array();
  for (const auto& one : kDimensions)
    out.begin_object().field("name", one.name).field("display_label", one.label).end_object();
  out.end_array().key("operators").begin_array();
  for (const auto& one : kOperators)
    out.begin_object().field("name", one.name).field("value_type", one.label).end_object();
  out.end_array().key("granularities").begin_array();
  for (const auto& one : kGranularities)
    out.begin_object().field("name", one.name).field("display_label", one.label).end_object();
  out.end_array().end_object().end_object();
  return body;
}

Result<AnalyticsQuery> read_analytics(const object& body, store::Micros now) {
  Fields fields(body, "");
  AnalyticsQuery query;
  query.metrics = fields.texts("metrics");
  query.dimensions = fields.texts("dimensions");
  query.granularity = fields.text("granularity").value_or("");
  auto filters = fields.array("filters");
  auto limit = fields.integer("limit", 1, kMostRows);
  auto group_limit = fields.integer("group_limit", 1, kMostRows);
  TRY(fields.status());
  if (query.metrics.empty() || query.metrics.size() > std::size(kMetrics))
    return fail(wrong("metrics", names_of(kMetrics)));
  for (std::size_t i = 0; i < query.metrics.size(); ++i)
    if (!find_in(kMetrics, query.metrics[i]))
      return fail(wrong(fmt::format("metrics[{}]", i), names_of(kMetrics)));
  if (query.dimensions.size() > 2) return fail(wrong("dimensions", "at most two"));
  for (std::size_t i = 0; i < query.dimensions.size(); ++i) {
    auto known = find_in(kDimensions, query.dimensions[i]);
    if (!known) return fail(wrong(fmt::format("dimensions[{}]", i), names_of(kDimensions)));
    query.sums.by.push_back(known->dimension);
  }
  if (!query.granularity.empty() && !find_in(kGranularities, query.granularity))
    return fail(wrong("granularity", names_of(kGranularities)));
  query.sums.step = step_of(query.granularity);
  if (filters && filters->size() > 20) return fail(wrong("filters", "at most twenty"));
  for (std::size_t i = 0; filters && i < filters->size(); ++i)
    query.sums.filters.push_back(TRY(read_filter((*filters)[i], fmt::format("filters[{}]", i))));
  TRY(read_range(body, now, query));
  TRY(read_order(body, query));
  if (limit) query.limit = static_cast<std::size_t>(*limit);
  if (group_limit) query.group_limit = static_cast<std::size_t>(*group_limit);
  return query;
}

array analytics_rows(const AnalyticsQuery& query, std::vector<store::SumsRow> rows,
                     bool& truncated) {
  truncated = static_cast<std::int64_t>(rows.size()) >= query.sums.at_most;
  std::map<std::pair<std::int64_t, std::array<std::string, 2>>, Sums> folded;
  for (auto& row : rows) folded[{fold(query.granularity, row.step), row.by}] += row.sums;
  std::vector<Line> lines;
  std::map<std::array<std::string, 2>, std::size_t> in_group;
  for (auto& [key, sums] : folded) {
    if (!query.dimensions.empty() && ++in_group[key.second] > query.group_limit) {
      truncated = true;
      continue;
    }
    lines.push_back({key.first, key.second, sums});
  }
  std::ranges::stable_sort(lines, [&](const Line& a, const Line& b) {
    return query.descending ? before(query, b, a) : before(query, a, b);
  });
  if (lines.size() > query.limit) {
    lines.resize(query.limit);
    truncated = true;
  }
  array all;
  for (const auto& line : lines) {
    object item;
    if (!query.granularity.empty()) item["date"] = date_of(query.granularity, line.step);
    for (std::size_t i = 0; i < query.dimensions.size(); ++i)
      item[query.dimensions[i]] = line.by[i];
    for (const auto& name : query.metrics) item[name] = find_in(kMetrics, name)->of(line.sums);
    all.push_back(std::move(item));
  }
  return all;
}

std::vector<std::string> analytics_columns(const AnalyticsQuery& query) {
  std::vector<std::string> columns;
  if (!query.granularity.empty()) columns.emplace_back("date");
  columns.insert(columns.end(), query.dimensions.begin(), query.dimensions.end());
  columns.insert(columns.end(), query.metrics.begin(), query.metrics.end());
  return columns;
}

}  // namespace easel::api
