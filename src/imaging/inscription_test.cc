#include "imaging/inscription.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace easel::imaging {
namespace {

Tablet slanted(Manner manner) {
  return {.quad = {{{60, 70}, {420, 40}, {430, 200}, {50, 180}}}, .aspect = 2.8, .manner = manner};
}

Bitmap plain(int value) {
  Bitmap bitmap(500, 260);
  std::ranges::fill(bitmap.pixels, static_cast<std::uint8_t>(value));
  return bitmap;
}

Lettering letters(const Tablet& tablet, const char* text = "Bakery 24") {
  return set_text(text, Inscription::room(tablet)).value();
}

PlacedTitle written(Bitmap& picture, const Tablet& tablet) {
  auto inscription = Inscription::on(tablet, letters(tablet)).value();
  inscription.write(picture);
  return inscription.settle(picture, 1);
}

// What is seen between the corners that are told, turned flat, against the font's own shapes.
double correlation(const Bitmap& picture, const PlacedTitle& placed, const Lettering& set) {
  const auto place =
      to_quad(set.width, set.height,
              {placed.corners[0], placed.corners[1], placed.corners[2], placed.corners[3]});
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (int y = 0; y < set.height; ++y)
    for (int x = 0; x < set.width; ++x) {
      const auto p = (*place)({static_cast<double>(x), static_cast<double>(y)});
      const auto px = static_cast<std::size_t>(std::lround(p->x));
      const double a = picture.row(static_cast<int>(std::lround(p->y)))[px * 3 + 1];
      const double b = set.coverage[static_cast<std::size_t>(y) * set.width + x];
      n += 1, sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b;
    }
  return std::abs(sab - sa * sb / n) / std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

TEST(Inscription, words_lie_in_perspective_as_the_font_shapes_them) {
  for (const Manner manner : {Manner::painted, Manner::neon, Manner::carved}) {
    const Tablet tablet = slanted(manner);
    Bitmap picture = plain(manner == Manner::neon ? 18 : 190);
    const auto placed = written(picture, tablet);
    EXPECT_GT(correlation(picture, placed, letters(tablet)), 0.9) << placed.manner;
    EXPECT_GT(placed.match, 0.9) << placed.manner;
    EXPECT_LT(placed.corners[1].y,
              placed.corners[0].y);  // it rises to the right, as the place does
  }
}

TEST(Inscription, can_be_read_on_any_ground) {
  for (const Manner manner : {Manner::painted, Manner::neon, Manner::carved})
    for (const int value : {0, 50, 100, 118, 150, 200, 255}) {
      Bitmap picture = plain(value);
      EXPECT_GE(written(picture, slanted(manner)).contrast, 4.5)
          << value << " " << static_cast<int>(manner);
    }
}

TEST(Inscription, ink_lets_the_shading_of_the_ground_through) {
  Bitmap picture = plain(0);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width * 3; ++x)
      picture.row(y)[static_cast<std::size_t>(x)] = static_cast<std::uint8_t>(150 + x / 3 / 5);
  const Tablet tablet = slanted(Manner::painted);
  auto inscription = Inscription::on(tablet, letters(tablet, "IIIIIIIII")).value();
  inscription.write(picture);
  const auto darkest = [&](int from, int to) {
    int least = 255;
    for (int x = from; x < to; ++x)
      least = std::min<int>(least, picture.row(120)[static_cast<std::size_t>(x * 3)]);
    return least;
  };
  EXPECT_LT(darkest(60, 150), darkest(330, 420));
}

TEST(Inscription, tubes_shine_on_what_is_around_them) {
  Bitmap picture = plain(10);
  const auto placed = written(picture, slanted(Manner::neon));
  int lit = 0;
  for (int x = placed.box.x; x < placed.box.x + placed.box.width; ++x)
    lit = std::max<int>(lit, picture.row(placed.box.y - 4)[static_cast<std::size_t>(x * 3)]);
  EXPECT_GT(lit, 18);
  EXPECT_TRUE(placed.light);
}

TEST(Inscription, carved_edges_follow_the_light) {
  const auto shades = [](double from) {
    Tablet tablet = slanted(Manner::carved);
    tablet.light = {from, 0};
    Bitmap picture = plain(180);
    auto inscription = Inscription::on(tablet, letters(tablet, "III")).value();
    inscription.write(picture);
    // How much brighter it is beyond the strokes' right edges than before their left ones.
    double sum = 0;
    const auto at = [&](int x, int y) { return picture.row(y)[static_cast<std::size_t>(x * 3)]; };
    for (int y = 100; y < 140; ++y)
      for (int x = 60; x < 420; ++x) {
        if (at(x, y) < 110 && at(x + 1, y) >= 110) sum += at(x + 2, y);
        if (at(x, y) >= 110 && at(x + 1, y) < 110) sum -= at(x - 1, y);
      }
    return sum;
  };
  EXPECT_GT(shades(-1), 100);
  EXPECT_LT(shades(1), -100);
}

TEST(Inscription, takes_no_place_that_is_too_small_to_read) {
  Tablet tablet = slanted(Manner::painted);
  for (Point& corner : tablet.quad) corner = {corner.x / 14, corner.y / 14};
  EXPECT_FALSE(Inscription::on(tablet, letters(tablet)));
  Tablet edge_on = slanted(Manner::painted);
  for (Point& corner : edge_on.quad) corner.x = 60 + (corner.x - 60) / 60;
  EXPECT_FALSE(Inscription::on(edge_on, letters(edge_on)));
}

TEST(Inscription, a_style_that_blots_the_words_out_does_not_keep_them_away) {
  for (const int cell : {1, 5}) {
    const Tablet tablet = slanted(Manner::painted);
    Bitmap picture = plain(200);
    auto inscription = Inscription::on(tablet, letters(tablet)).value();
    inscription.write(picture);
    std::ranges::fill(picture.pixels, static_cast<std::uint8_t>(130));
    const auto placed = inscription.settle(picture, cell);
    EXPECT_GE(placed.contrast, 4.5) << cell;
    EXPECT_GT(placed.match, 0.6) << cell;
  }
}

RC_GTEST_PROP(Inscription, is_readable_and_the_same_again_on_any_picture, ()) {
  Bitmap picture(260, 130);
  std::uint32_t noise = *rc::gen::arbitrary<std::uint32_t>();
  for (auto& value : picture.pixels) {
    noise = noise * 1664525 + 1013904223;
    value = static_cast<std::uint8_t>(noise >> 24);
  }
  Bitmap again = picture;
  Tablet tablet = slanted(*rc::gen::element(Manner::painted, Manner::neon, Manner::carved));
  for (Point& corner : tablet.quad) corner = {corner.x / 2, corner.y / 2};
  RC_ASSERT(written(picture, tablet).contrast >= 4.5);
  written(again, tablet);
  RC_ASSERT(again.pixels == picture.pixels);
}

}  // namespace
}  // namespace easel::imaging
