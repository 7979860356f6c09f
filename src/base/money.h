#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace easel {

// An amount in nano-dollars (1e-9 USD), never in floating point. Range ±9.2 billion dollars; the
// arithmetic saturates instead of wrapping, so no sum of hostile numbers turns into a credit.
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money nano(std::int64_t n) { return Money(n); }
  static constexpr Money dollars(std::int64_t d) { return Money(d * 1'000'000'000); }
  // From a provider's JSON number; rounds up to the next nano-dollar, clamps NaN and negatives to
  // 0.
  static Money from_dollars(double dollars);
  // Exact, from a decimal string such as "0.0000003" (digits past the ninth round up).
  static Result<Money> parse(std::string_view text);

  constexpr std::int64_t nano() const { return nano_; }
  double to_dollars() const { return static_cast<double>(nano_) / 1e9; }
  // Shortest exact decimal: "0", "0.0387", "12.5". Also valid as a JSON number.
  std::string text() const;

  friend constexpr auto operator<=>(Money, Money) = default;
  friend Money operator+(Money a, Money b);
  friend Money operator-(Money a, Money b);
  friend Money operator*(Money a, std::int64_t times);
  Money& operator+=(Money other) { return *this = *this + other; }

 private:
  explicit constexpr Money(std::int64_t n) : nano_(n) {}
  std::int64_t nano_ = 0;
};

}  // namespace easel
