#include "base/money.h"

#include <cmath>
#include <limits>

namespace easel {
namespace {

constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
constexpr auto kMin = std::numeric_limits<std::int64_t>::min();
constexpr int kPlaces = 9;

}  // namespace

Money Money::from_dollars(double dollars) {
  if (!(dollars > 0)) return Money();
  // The nearest nano-dollar when the number was meant as one (0.1 + 0.2), else the next above.
  double nano = dollars * 1e9;
  double nearest = std::nearbyint(nano);
  double rounded = std::abs(nano - nearest) < 1e-4 ? nearest : std::ceil(nano);
  return Money(rounded >= static_cast<double>(kMax) ? kMax : static_cast<std::int64_t>(rounded));
}

Result<Money> Money::parse(std::string_view text) {
  auto bad = [&] { return fail(invalid("", "An amount is a decimal number such as 0.04.")); };
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t value = 0;
  int places = -1;
  bool round_up = false;
  bool digits = false;
  for (char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9') return bad();
    digits = true;
    if (places >= kPlaces) {
      round_up = round_up || c != '0';
      continue;
    }
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return bad();
    if (places >= 0) ++places;
  }
  if (!digits) return bad();
  for (int i = places < 0 ? 0 : places; i < kPlaces; ++i)
    if (__builtin_mul_overflow(value, 10, &value)) return bad();
  if (round_up && __builtin_add_overflow(value, 1, &value)) return bad();
  return Money(negative ? -value : value);
}

std::string Money::text() const {
  // Worked on the unsigned magnitude: the most negative value has no positive twin.
  std::uint64_t magnitude =
      nano_ < 0 ? ~static_cast<std::uint64_t>(nano_) + 1 : static_cast<std::uint64_t>(nano_);
  std::string whole = std::to_string(magnitude / 1'000'000'000);
  std::string rest = std::to_string(magnitude % 1'000'000'000);
  rest.insert(0, kPlaces - rest.size(), '0');
  while (!rest.empty() && rest.back() == '0') rest.pop_back();
  return (nano_ < 0 ? "-" : "") + whole + (rest.empty() ? "" : "." + rest);
}

Money operator+(Money a, Money b) {
  std::int64_t sum;
  if (__builtin_add_overflow(a.nano_, b.nano_, &sum)) sum = b.nano_ > 0 ? kMax : kMin;
  return Money(sum);
}

Money operator-(Money a, Money b) {
  std::int64_t difference;
  if (__builtin_sub_overflow(a.nano_, b.nano_, &difference)) difference = b.nano_ < 0 ? kMax : kMin;
  return Money(difference);
}

Money operator*(Money a, std::int64_t times) {
  std::int64_t product;
  if (__builtin_mul_overflow(a.nano_, times, &product))
    product = (a.nano_ < 0) == (times < 0) ? kMax : kMin;
  return Money(product);
}

}  // namespace easel
