#include "gateway/geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace easel::gateway {

TEST(Geometry, gives_the_ten_documented_sizes) {
  struct Row {
    const char* ratio;
    Size size;
  };
  for (auto [ratio, size] :
       {Row{"1:1", {1024, 1024}}, Row{"2:3", {832, 1248}}, Row{"3:2", {1248, 832}},
        Row{"3:4", {864, 1184}}, Row{"4:3", {1184, 864}}, Row{"4:5", {896, 1152}},
        Row{"5:4", {1152, 896}}, Row{"9:16", {768, 1344}}, Row{"16:9", {1344, 768}},
        Row{"21:9", {1536, 672}}})
    EXPECT_EQ(dimensions(ratio, "1K"), size) << ratio;
}

TEST(Geometry, tiers_are_exact_multiples_of_the_1k_row) {
  for (auto ratio : known_ratios()) {
    Size one = *dimensions(ratio, "1K");
    EXPECT_EQ(dimensions(ratio, "2K"), (Size{one.width * 2, one.height * 2}));
    EXPECT_EQ(dimensions(ratio, "4K"), (Size{one.width * 4, one.height * 4}));
    EXPECT_EQ(dimensions(ratio, "0.5K"), (Size{one.width / 2, one.height / 2}));
  }
}

TEST(Geometry, other_ratios_keep_their_shape_and_about_a_megapixel) {
  for (auto [ratio, shape] :
       {std::pair{"1:8", 1.0 / 8}, {"8:1", 8.0}, {"19.5:9", 19.5 / 9}, {"2.35:1", 2.35}}) {
    Size size = *dimensions(ratio, "1K");
    EXPECT_NEAR(std::log2(double(size.width) / size.height), std::log2(shape), 0.08) << ratio;
    EXPECT_NEAR(size.width * size.height / 1048576.0, 1, 0.1) << ratio;
  }
}

TEST(Geometry, knows_no_other_ratio_or_tier) {
  EXPECT_FALSE(dimensions("16x9", "1K"));
  EXPECT_FALSE(dimensions("16:9", "4k"));
  EXPECT_FALSE(dimensions("", ""));
}

TEST(Geometry, reads_pixels_in_plain_digits_only) {
  EXPECT_EQ(parse_size("1024x768"), (Size{1024, 768}));
  for (auto text : {"", "x", "1024", "1024x", "x768", "0x10", "-1x10", "1e3x10", "99999x10",
                    "10x10x10", " 10x10"})
    EXPECT_FALSE(parse_size(text)) << text;
}

}  // namespace easel::gateway
