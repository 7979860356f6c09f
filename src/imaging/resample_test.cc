#include "imaging/resample.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace easel::imaging {
namespace {

Bitmap ramp(int width, int height) {
  Bitmap bitmap(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        bitmap.row(y)[static_cast<std::size_t>(x * 3 + c)] =
            static_cast<std::uint8_t>(20 + 200 * x / width);
  return bitmap;
}

TEST(Resample, a_ramp_stays_a_ramp_when_it_is_enlarged) {
  const Bitmap large = resample(ramp(50, 10), 150, 30);
  ASSERT_EQ(large.width, 150);
  ASSERT_EQ(large.height, 30);
  const Bitmap wanted = ramp(150, 30);
  for (int x = 6; x < 144; ++x)
    EXPECT_NEAR(large.row(15)[static_cast<std::size_t>(x) * 3],
                wanted.row(15)[static_cast<std::size_t>(x) * 3], 4)
        << x;
}

TEST(Resample, the_middle_of_a_picture_has_the_ratio_asked_for) {
  const Bitmap wide = middle_of(ramp(100, 100), 16, 9);
  EXPECT_EQ(wide.width, 100);
  EXPECT_EQ(wide.height, 56);
  const Bitmap tall = middle_of(ramp(100, 100), 1, 2);
  EXPECT_EQ(tall.width, 50);
  EXPECT_EQ(tall.row(0)[0], ramp(100, 100).row(0)[25 * 3]);
}

RC_GTEST_PROP(Resample, a_flat_picture_stays_flat_at_any_size, ()) {
  Bitmap flat(*rc::gen::inRange(1, 40), *rc::gen::inRange(1, 40), *rc::gen::element(3, 4));
  std::ranges::fill(flat.pixels, std::uint8_t{177});
  const Bitmap made = resample(flat, *rc::gen::inRange(1, 80), *rc::gen::inRange(1, 80));
  RC_ASSERT(std::ranges::all_of(made.pixels, [](int value) { return std::abs(value - 177) <= 1; }));
}

}  // namespace
}  // namespace easel::imaging
