#include "api/moments.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace easel::api {
namespace {

constexpr store::Micros kSecond = 1'000'000;

// Takes `digits` digits off the front.
std::optional<int> number(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return {};
  auto [end, ec] = std::from_chars(text.data(), text.data() + digits, value);
  if (ec != std::errc() || end != text.data() + digits || text[0] == '-') return {};
  text.remove_prefix(digits);
  return value;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// ".123456789": what is finer than a microsecond is cut.
std::optional<store::Micros> fraction(std::string_view& text) {
  if (!skip(text, '.')) return 0;
  store::Micros micros = 0;
  int places = 0;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1))
    if (++places <= 6) micros = micros * 10 + (text[0] - '0');
  if (places == 0) return {};
  for (; places < 6; ++places) micros *= 10;
  return micros;
}

std::optional<store::Micros> offset(std::string_view& text) {
  if (text.empty() || skip(text, 'Z') || skip(text, 'z')) return 0;
  int sign = text[0] == '-' ? 1 : -1;
  if (!skip(text, '+') && !skip(text, '-')) return {};
  auto hours = number(text, 2);
  skip(text, ':');
  auto minutes = text.empty() ? std::optional(0) : number(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
  return sign * (*hours * 3600 + *minutes * 60) * kSecond;
}

}  // namespace

std::string iso(store::Micros at) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::time_t(at / kSecond)),
                     at / 1000 % 1000);
}

std::string iso_day(store::Micros at) {
  return fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time_t(at / kSecond)));
}

std::optional<store::Micros> read_iso(std::string_view text) {
  using namespace std::chrono;
  auto y = number(text, 4);
  if (!y || !skip(text, '-')) return {};
  auto m = number(text, 2);
  if (!m || !skip(text, '-')) return {};
  auto d = number(text, 2);
  if (!d) return {};
  year_month_day date{year(*y), month(unsigned(*m)), day(unsigned(*d))};
  if (!date.ok() || *y < 1970) return {};
  auto at = duration_cast<microseconds>(sys_days(date).time_since_epoch()).count();
  if (text.empty()) return at;
  if (!skip(text, 'T') && !skip(text, 't') && !skip(text, ' ')) return {};
  auto hour = number(text, 2);
  if (!hour || *hour > 23 || !skip(text, ':')) return {};
  auto minute = number(text, 2);
  if (!minute || *minute > 59) return {};
  std::optional<int> second = 0;
  if (skip(text, ':')) second = number(text, 2);
  if (!second || *second > 60) return {};
  auto part = fraction(text);
  auto moved = part ? offset(text) : part;
  if (!moved || !text.empty()) return {};
  return at + (*hour * 3600 + *minute * 60 + *second) * kSecond + *part + *moved;
}

}  // namespace easel::api
