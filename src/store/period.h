#pragma once

#include <chrono>
#include <string_view>

#include "store/records.h"

namespace easel::store {

// The numbers of the UTC day, ISO week (from Monday) and month that a moment lies in. Consecutive,
// so that "later" is "greater".
struct Periods {
  std::int64_t day = 0, week = 0, month = 0;
};

inline Periods periods_of(Micros now) {
  using namespace std::chrono;
  auto days = floor<std::chrono::days>(sys_time<microseconds>(microseconds(now)));
  std::int64_t day = days.time_since_epoch().count();
  year_month_day date{days};
  // Day 0 was a Thursday, so the week's number changes at day 4, 11, … Adding whole weeks keeps the
  // division exact before 1970 too.
  std::int64_t week = (day + 3 + 7 * 1'000'000) / 7 - 1'000'000;
  std::int64_t month = std::int64_t{int(date.year())} * 12 + unsigned(date.month()) - 1;
  return {day, week, month};
}

// Names of the windows that a limit may come back in; "" = it never does.
inline bool is_reset(std::string_view name) {
  return name.empty() || name == "daily" || name == "weekly" || name == "monthly";
}

// When the running window of that name ends, UTC.
inline Micros window_end(std::string_view reset, Micros now) {
  using namespace std::chrono;
  auto today = floor<std::chrono::days>(sys_time<microseconds>(microseconds(now)));
  auto end = today + std::chrono::days(1);
  if (reset == "weekly") end = today + (std::chrono::days(7) - (weekday(today) - Monday));
  if (reset == "monthly") {
    year_month_day date{today};
    end = sys_days((date.year() / date.month() + months(1)) / 1);
  }
  return duration_cast<microseconds>(end.time_since_epoch()).count();
}

// Brings accumulators that belong to `stored` to the running periods. A clock that went back never
// forgives what was spent: the accumulator then stays with the later period.
inline void roll_over(Usage& usage, Periods& stored, const Periods& now) {
  auto roll = [](Money& amount, std::int64_t& period, std::int64_t running) {
    if (running <= period) return;
    amount = Money();
    period = running;
  };
  roll(usage.day, stored.day, now.day);
  roll(usage.week, stored.week, now.week);
  roll(usage.month, stored.month, now.month);
}

}  // namespace easel::store
