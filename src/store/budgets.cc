#include "store/budgets.h"

#include <array>
#include <chrono>
#include <cstdio>

#include "store/sql_database.h"
#include "store/workspaces.h"

// What keys, guardrails and workspaces let a request hold.
namespace easel::store {
namespace {

using soci::into;
using soci::use;

// Windows end at midnight, UTC.
std::string when(Micros at) {
  using namespace std::chrono;
  year_month_day date{floor<days>(sys_time<microseconds>(microseconds(at)))};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT00:00:00.000Z", int(date.year()),
                unsigned(date.month()), unsigned(date.day()));
  return text;
}

// As if the guardrail's budget were the key's own limit.
Status check_budget(Key key, const Guardrail& guardrail, Money amount, Micros now) {
  key.limit = guardrail.limit;
  key.limit_reset = guardrail.limit_reset;
  key.include_byok = guardrail.include_byok;
  return check_limit(key, "The guardrail \"" + guardrail.name + "\" of this key: its", amount, now,
                     "openrouter_guardrail_budget");
}

}  // namespace

Status check_limit(const Key& key, const std::string& whose, Money amount, Micros now,
                   const std::string& source) {
  if (!key.limit) return {};
  auto used = key.used_in_window();
  if (used + key.held + amount <= *key.limit || amount == Money()) return {};
  // Without what is held for requests still running it would fit: worth another try soon.
  bool in_flight = used + amount <= *key.limit;
  auto window = key.limit_reset.empty() ? std::string() : key.limit_reset + " ";
  auto why = whose + " " + window + "limit of $" + key.limit->text() +
             " does not cover this request: $" + used.text() + " spent, $" + key.held.text() +
             " held for running requests, up to $" + amount.text() + " needed.";
  Error error{.kind = ErrorKind::payment_required, .message = why};
  if (in_flight) {
    error.retry_after = 5;
    error.metadata =
        R"({"limit_source":"openrouter_in_flight_budget","reason":"in_flight_budget_exhausted"})";
  } else if (key.limit_reset.empty()) {
    error.metadata = R"({"limit_source":")" + source + R"(","reason":"weight_exceeds_budget"})";
  } else {  // a budget that comes back
    error.kind = ErrorKind::permission_denied;
    error.message = "Budget limit exceeded: " + why;
    error.metadata = R"({"limit_source":")" + source + R"(","scope":")" + key.limit_reset +
                     R"(","limit_usd":)" + key.limit->text() + R"(,"spend_usd":)" + used.text() +
                     R"(,"resets_at":")" + when(window_end(key.limit_reset, now)) + "\"}";
  }
  return fail(std::move(error));
}

Status SqlDatabase::check_budgets(const Key& key, const Hold& hold) {
  auto guards = select_guardrails(holding(hold.key_hash).add("g.money_limit IS NOT NULL"));
  for (const auto& guard : guards) TRY(check_budget(key, guard, hold.amount, hold.now));
  return check_workspace_budgets(key, hold);
}

// All its keys together, deleted ones too, as if they were one.
Status SqlDatabase::check_workspace_budgets(const Key& key, const Hold& hold) {
  auto budgets = TRY(workspace_budgets(*this, key.workspace));
  if (budgets.empty()) return {};
  auto today = periods_of(hold.now);
  std::array<std::int64_t, 9> sums{};
  std::int64_t include = 0;
  auto sum = [](const std::string& what) {
    std::string sql;
    for (std::string period : {"day", "week", "month"})
      sql += "CAST(COALESCE(SUM(CASE WHEN " + period + " >= :" + what + period + " THEN " + what +
             "_" + period + " ELSE 0 END), 0) AS BIGINT), ";
    return sql + "CAST(COALESCE(SUM(" + what + "_total), 0) AS BIGINT), ";
  };
  sql_ << "SELECT " << sum("usage") << sum("byok")
       << "CAST((SELECT COALESCE(SUM(h.amount), 0) FROM holds h JOIN keys k ON k.hash = h.key_hash"
          " WHERE k.workspace_id = :held) AS BIGINT),"
          " (SELECT include_byok FROM workspaces WHERE id = :space)"
          " FROM keys WHERE workspace_id = :id AND management = 0",
      into(sums[0]), into(sums[1]), into(sums[2]), into(sums[3]), into(sums[4]), into(sums[5]),
      into(sums[6]), into(sums[7]), into(sums[8]), into(include), use(today.day, "usageday"),
      use(today.week, "usageweek"), use(today.month, "usagemonth"), use(today.day, "byokday"),
      use(today.week, "byokweek"), use(today.month, "byokmonth"), use(key.workspace, "held"),
      use(key.workspace, "space"), use(key.workspace, "id");
  auto usage = [&](std::size_t first) {
    return Usage{Money::nano(sums[first]), Money::nano(sums[first + 1]),
                 Money::nano(sums[first + 2]), Money::nano(sums[first + 3])};
  };
  Key all{.usage = usage(0), .byok = usage(4)};
  all.include_byok = include != 0;
  all.held = Money::nano(sums[8]);
  for (const auto& budget : budgets) {
    all.limit = budget.limit;
    all.limit_reset = budget.limit_reset;
    TRY(check_limit(all, "The workspace of this key: its", hold.amount, hold.now,
                    "openrouter_workspace_budget"));
  }
  return {};
}

}  // namespace easel::store
