#include "imaging/title.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace easel::imaging {
namespace {

Bitmap plain(int width, int height, std::uint8_t value, int channels = 3) {
  Bitmap bitmap(width, height, channels);
  std::ranges::fill(bitmap.pixels, value);
  return bitmap;
}

Lettering letters(const Bitmap& picture, const char* text) {
  return set_text(text, title_room(picture.width, picture.height)).value();
}

// How well the change of the picture within a box follows the letters' own coverage.
double correlation(const Bitmap& before, const Bitmap& after, const Lettering& lettering,
                   const Box& box) {
  double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (int y = 0; y < box.height; ++y)
    for (int x = 0; x < box.width; ++x) {
      const auto at = static_cast<std::size_t>(box.x + x) * before.channels;
      const double a = std::abs(after.row(box.y + y)[at] - before.row(box.y + y)[at]);
      const double b = lettering.coverage[static_cast<std::size_t>(y) * lettering.width + x];
      sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b;
    }
  const double n = static_cast<double>(box.width) * box.height;
  return (sab - sa * sb / n) / std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

TEST(Title, letters_are_the_fonts_own_shapes_at_the_place_that_is_told) {
  const Bitmap before = plain(800, 500, 40);
  Bitmap after = before;
  const auto set = letters(before, "Mountains");
  const auto placed = draw_title(after, set, {});
  EXPECT_EQ(placed.box.width, set.width);
  EXPECT_EQ(placed.box.height, set.height);
  EXPECT_GT(correlation(before, after, set, placed.box), 0.95);
}

TEST(Title, goes_where_the_picture_is_quiet) {
  Bitmap picture = plain(640, 640, 120);
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 640; ++x)
      for (int c = 0; c < 3; ++c)
        picture.row(y)[static_cast<std::size_t>(x * 3 + c)] = (x / 8 + y / 8) % 2 ? 220 : 30;
  const auto placed = draw_title(picture, letters(picture, "Quiet"), {});
  EXPECT_GT(placed.box.y, 390);
}

TEST(Title, two_titles_keep_apart) {
  Bitmap picture = plain(640, 480, 200);
  const auto first = draw_title(picture, letters(picture, "First"), {});
  const auto second = draw_title(picture, letters(picture, "Second"), {first.box});
  EXPECT_GT(std::abs(first.box.y - second.box.y), first.box.height);
}

TEST(Title, can_be_read_on_any_ground) {
  for (int value : {0, 60, 118, 150, 200, 255}) {
    Bitmap picture = plain(400, 300, static_cast<std::uint8_t>(value));
    const auto placed = draw_title(picture, letters(picture, "Read me"), {});
    EXPECT_GE(placed.contrast, 4.5) << value;
    EXPECT_EQ(placed.light, value < 140) << value;
  }
}

RC_GTEST_PROP(Title, can_be_read_on_any_picture, ()) {
  Bitmap picture(160, 120);
  std::uint32_t noise = *rc::gen::arbitrary<std::uint32_t>();
  for (auto& value : picture.pixels) {
    noise = noise * 1664525 + 1013904223;
    value = static_cast<std::uint8_t>(noise >> 24);
  }
  Bitmap again = picture;
  const auto set = letters(picture, "Noise 12");
  const auto placed = draw_title(picture, set, {});
  RC_ASSERT(placed.contrast >= 4.5);
  draw_title(again, set, {});
  RC_ASSERT(again.pixels == picture.pixels);
}

TEST(Title, letters_stand_on_nothing_too) {
  Bitmap picture = plain(400, 300, 0, 4);
  const auto placed = draw_title(picture, letters(picture, "Glass"), {});
  int solid = 0;
  for (int x = 0; x < placed.box.width; ++x)
    solid += picture.row(placed.box.y +
                         placed.box.height /
                             2)[static_cast<std::size_t>((placed.box.x + x) * 4 + 3)] == 255;
  EXPECT_GT(solid, 10);
  EXPECT_EQ(picture.pixels[3], 0);
}

TEST(Title, letters_for_a_larger_picture_are_scaled_down) {
  Bitmap picture = plain(300, 200, 30);
  const auto large = set_text("Scaled", title_room(1600, 1200)).value();
  const auto placed = draw_title(picture, large, {});
  EXPECT_LE(placed.box.width, 300);
  EXPECT_GT(placed.box.width, 100);
}

}  // namespace
}  // namespace easel::imaging
