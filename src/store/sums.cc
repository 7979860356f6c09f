#include <algorithm>
#include <string_view>

#include "store/sql_database.h"

// Sums over generations: by the hour they are written as each generation ends; finer questions are
// answered from the generations themselves.
namespace easel::store {
namespace {

using soci::into;

constexpr Micros kMinute = 60'000'000, kHour = 60 * kMinute;

struct Column {
  std::string_view name;
  bool summed;  // a column of the sums, too
};

Column column(Dimension dimension) {
  switch (dimension) {
    case Dimension::key:
      return {"key_hash", true};
    case Dimension::model:
      return {"model", true};
    case Dimension::provider:
      return {"provider", true};
    case Dimension::api_type:
      return {"api_type", true};
    case Dimension::app:
      return {"app", true};
    case Dimension::user:
      return {"external_user", false};
    case Dimension::session:
      return {"session_id", false};
    case Dimension::state:
      return {"state", false};
  }
  return {"model", true};
}

bool from_hours(const SumsQuery& query) {
  auto summed = [](Dimension dimension) { return column(dimension).summed; };
  return query.step != Step::minute && query.since % kHour == 0 && query.before % kHour == 0 &&
         std::ranges::all_of(query.by, summed) &&
         std::ranges::all_of(query.filters, summed, &SumsFilter::field);
}

std::string bucket(Step step, bool hours) {
  auto unit = hours ? std::string("hour") : "created_at / " + std::to_string(kHour);
  switch (step) {
    case Step::minute:
      return "created_at / " + std::to_string(kMinute);
    case Step::hour:
      return unit;
    case Step::day:
      return unit + " / 24";
    case Step::none:
      break;
  }
  return "0";
}

constexpr std::string_view kOfHours =
    "SUM(requests), SUM(failures), SUM(spent), SUM(byok), SUM(prompt_tokens),"
    " SUM(completion_tokens), SUM(reasoning_tokens), SUM(pictures), SUM(milliseconds)";
constexpr std::string_view kOfRows =
    "COUNT(*), SUM(CASE WHEN state = 'done' THEN 0 ELSE 1 END), SUM(cost),"
    " SUM(CASE WHEN byok > 0 THEN byok ELSE 0 END), SUM(prompt_tokens),"
    " SUM(completion_tokens), SUM(reasoning_tokens), SUM(pictures_out), SUM(milliseconds)";

// PostgreSQL's sums are wider than what is added.
std::string as_bigints(std::string_view sums) {
  std::string sql;
  while (!sums.empty()) {
    auto end = sums.find(", ");
    sql += std::string(sql.empty() ? "" : ", ") + "CAST(" + std::string(sums.substr(0, end)) +
           " AS BIGINT)";
    sums.remove_prefix(end == sums.npos ? sums.size() : end + 2);
  }
  return sql;
}

void add_filter(Where& where, const SumsFilter& filter) {
  using Test = SumsFilter::Test;
  std::string name(column(filter.field).name);
  if (filter.test == Test::in || filter.test == Test::not_in) {
    where.among(name, filter.test == Test::in, filter.values);
    return;
  }
  constexpr const char* kTests[] = {" = ?", " <> ?", "", "", " > ?", " >= ?", " < ?", " <= ?"};
  where.add(name + kTests[static_cast<int>(filter.test)], filter.values.at(0));
}

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
  requests += other.requests;
  failures += other.failures;
  spent += other.spent;
  byok += other.byok;
  prompt_tokens += other.prompt_tokens;
  completion_tokens += other.completion_tokens;
  reasoning_tokens += other.reasoning_tokens;
  pictures += other.pictures;
  milliseconds += other.milliseconds;
  return *this;
}

void SqlDatabase::add_to_sums(const Generation& row) {
  std::int64_t hour = row.created_at / kHour, failures = row.state == "done" ? 0 : 1;
  auto cost = row.cost.nano(), byok = row.byok.nano();
  kept_.run(
      "INSERT INTO activity (account_id, hour, key_hash, model, provider, api_type, app,"
      " requests, failures, spent, byok, prompt_tokens, completion_tokens, reasoning_tokens,"
      " pictures, milliseconds) VALUES ('default', :hour, :key, :model, :provider, :type, :app,"
      " 1, :failures, :spent, :byok, :prompt, :completion, :reasoning, :pictures, :ms)"
      " ON CONFLICT (account_id, hour, key_hash, model, provider, api_type, app) DO UPDATE SET"
      " requests = activity.requests + 1, failures = activity.failures + excluded.failures,"
      " spent = activity.spent + excluded.spent, byok = activity.byok + excluded.byok,"
      " prompt_tokens = activity.prompt_tokens + excluded.prompt_tokens,"
      " completion_tokens = activity.completion_tokens + excluded.completion_tokens,"
      " reasoning_tokens = activity.reasoning_tokens + excluded.reasoning_tokens,"
      " pictures = activity.pictures + excluded.pictures,"
      " milliseconds = activity.milliseconds + excluded.milliseconds",
      hour, row.key_hash, row.model, row.provider, row.api_type, row.by.app, failures, cost, byok,
      row.prompt_tokens, row.completion_tokens, row.reasoning_tokens, row.pictures_out,
      row.milliseconds);
}

Result<std::vector<SumsRow>> SqlDatabase::sums(const SumsQuery& query) {
  return guarded([&]() -> Result<std::vector<SumsRow>> {
    bool hours = from_hours(query);
    Where where;
    where.add("account_id = 'default'");
    if (hours)
      where.add("hour >= ? AND hour < ?", query.since / kHour, query.before / kHour);
    else
      where.add("created_at >= ? AND created_at < ? AND state <> 'running'", query.since,
                query.before);
    if (!query.parent_hash.empty())
      where.add("key_hash IN (SELECT hash FROM keys WHERE parent_hash = ? OR hash = ?)",
                query.parent_hash, query.parent_hash);
    for (const auto& filter : query.filters) add_filter(where, filter);

    std::string columns = bucket(query.step, hours);
    std::string groups = query.step == Step::none ? "" : columns;
    for (auto dimension : query.by) {
      auto name = std::string(column(dimension).name);
      columns += ", " + name;
      groups += (groups.empty() ? "" : ", ") + name;
    }
    for (auto missing = query.by.size(); missing < 2; ++missing) columns += ", ''";
    // Ungrouped sums of nothing are one row of nulls.
    auto grouped = groups.empty() ? std::string(" HAVING COUNT(*) > 0")
                                  : " GROUP BY " + groups + " ORDER BY " + groups;

    SumsRow row;
    auto& s = row.sums;
    std::int64_t spent = 0, byok = 0;
    soci::statement select(sql_);
    select.exchange(into(row.step));
    for (auto& text : row.by) select.exchange(into(text));
    for (auto number : {&s.requests, &s.failures, &spent, &byok, &s.prompt_tokens,
                        &s.completion_tokens, &s.reasoning_tokens, &s.pictures, &s.milliseconds})
      select.exchange(into(*number));
    where.bind(select);
    select.alloc();

    select.prepare("SELECT " + columns + ", " + as_bigints(hours ? kOfHours : kOfRows) + " FROM " +
                   (hours ? "activity" : "generations") + " WHERE " + where.sql() + grouped +
                   " LIMIT " + std::to_string(query.at_most));
    select.define_and_bind();
    select.execute();
    std::vector<SumsRow> found;
    while (select.fetch()) {
      s.spent = Money::nano(spent);
      s.byok = Money::nano(byok);
      found.push_back(row);
    }
    return found;
  });
}

}  // namespace easel::store
