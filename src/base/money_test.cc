#include "base/money.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel {

TEST(Money, reads_a_price_string_exactly) {
  EXPECT_EQ(Money::parse("0.0000003")->nano(), 300);
  EXPECT_EQ(Money::parse("12")->nano(), 12'000'000'000);
  EXPECT_EQ(Money::parse("-1")->nano(), -1'000'000'000);
}

TEST(Money, rounds_digits_past_the_ninth_up) {
  EXPECT_EQ(Money::parse("0.00000008333333333333334")->nano(), 84);
  EXPECT_EQ(Money::parse("0.0000000010000")->nano(), 1);
}

TEST(Money, refuses_what_is_not_a_decimal_number) {
  for (auto text : {"", "-", ".", "1e3", "1.2.3", " 1", "99999999999999999999"})
    EXPECT_FALSE(Money::parse(text)) << text;
}

TEST(Money, takes_a_float_as_the_nano_dollars_it_was_meant_to_be) {
  EXPECT_EQ(Money::from_dollars(0.1 + 0.2).nano(), 300'000'000);
  EXPECT_EQ(Money::from_dollars(0.0387021).nano(), 38'702'100);
  EXPECT_EQ(Money::from_dollars(-5).nano(), 0);
  EXPECT_EQ(Money::from_dollars(std::nan("")).nano(), 0);
}

TEST(Money, saturates_instead_of_wrapping) {
  Money most = Money::nano(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(most + Money::nano(1), most);
  EXPECT_EQ(most * 2, most);
}

RC_GTEST_PROP(Money, text_reads_back_as_the_same_amount, (std::int64_t nano)) {
  auto back = Money::parse(Money::nano(nano).text());
  if (nano != std::numeric_limits<std::int64_t>::min()) RC_ASSERT(back.value().nano() == nano);
}

}  // namespace easel
