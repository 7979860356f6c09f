#include "providers/edits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "imaging/colour.h"

// Each verb on a picture that shows whether it was done.
namespace easel::providers {
namespace {

using imaging::Bitmap;
using imaging::Lab;

// Blue sky above green land, a red disc before both, and some grain.
Bitmap scene(int width = 240, int height = 160) {
  Bitmap out(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const bool disc = std::hypot(x - width / 2.0, y - height * 0.55) < height * 0.2;
      const bool sky = y < height / 2;
      const int grain = sky ? (x + y) % 2 : (x * 7 + y * 13) % 23;
      std::uint8_t* p = out.row(y).data() + x * 3;
      p[0] = static_cast<std::uint8_t>(disc ? 200 : sky ? 120 : 60 + grain);
      p[1] = static_cast<std::uint8_t>(disc ? 40 : sky ? 170 : 130 + grain);
      p[2] = static_cast<std::uint8_t>(disc ? 40 : sky ? 235 : 50);
    }
  return out;
}

// A dark disc on white, its edge smooth.
Bitmap disc(int side = 120) {
  Bitmap out(side, side);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const double off = std::hypot(x - side / 2.0, y - side / 2.0) - side * 0.3;
      const double ground = std::clamp(off + 0.5, 0.0, 1.0);
      std::uint8_t* p = out.row(y).data() + x * 3;
      p[0] = static_cast<std::uint8_t>(30 + 225 * ground);
      p[1] = static_cast<std::uint8_t>(60 + 195 * ground);
      p[2] = static_cast<std::uint8_t>(160 + 95 * ground);
    }
  return out;
}

Lab mean(const Bitmap& picture, int y0, int y1) {
  Lab sum;
  float count = 0;
  for (int y = y0; y < y1; ++y)
    for (int x = 0; x < picture.width; ++x) {
      const Lab lab = imaging::lab_of(picture.row(y).data() + x * picture.channels);
      sum.l += lab.l, sum.a += lab.a, sum.b += lab.b, count += 1;
    }
  return {sum.l / count, sum.a / count, sum.b / count};
}
Lab mean(const Bitmap& picture) {
  return mean(picture, 0, picture.height);
}

class Edits : public ::testing::Test {
 protected:
  Edited edited(const std::string& prompt, std::vector<Bitmap> pictures = {scene()}) {
    auto made = edit(pictures, read_instructions(prompt), {}, job_);
    EXPECT_TRUE(made) << prompt;
    return made ? std::move(*made) : Edited{};
  }
  // What came of one instruction that must be done.
  Bitmap done(const std::string& prompt, std::vector<Bitmap> pictures = {scene()}) {
    auto made = edited(prompt, std::move(pictures));
    EXPECT_EQ(made.told.size(), 1u) << prompt;
    if (!made.told.empty())
      EXPECT_EQ(static_cast<int>(made.told[0].how), static_cast<int>(How::done))
          << prompt << ": " << made.told[0].said;
    return std::move(made.picture);
  }
  std::string refusal(const std::string& prompt, std::vector<Bitmap> pictures = {scene()}) {
    const auto before = pictures.front().pixels;
    const auto made = edited(prompt, std::move(pictures));
    EXPECT_FALSE(made.changed()) << prompt;
    EXPECT_EQ(made.picture.pixels, before) << prompt;
    return made.told.empty() ? "" : made.told[0].said;
  }

  std::unique_ptr<Parallel> threads_ = make_threads(2);
  Job job_{.parallel = *threads_};
};

TEST_F(Edits, crops_to_a_ratio_a_size_and_a_box) {
  const Bitmap square = done("crop to 1:1");
  EXPECT_EQ(square.width, 160);
  EXPECT_EQ(square.height, 160);
  EXPECT_EQ(done("crop to 100x50").width, 100);
  const Bitmap box = done("crop the box 10,20,30,40");
  EXPECT_EQ(box.height, 40);
  EXPECT_TRUE(std::ranges::equal(box.row(0), scene().row(20).subspan(30, 90)));
  EXPECT_NE(refusal("crop the box 500,500,10,10").find("outside"), std::string::npos);
}

TEST_F(Edits, extends_to_a_ratio_with_more_of_the_same) {
  const Bitmap wide = done("extend to 2:1");
  ASSERT_EQ(wide.width, 320);
  ASSERT_EQ(wide.height, 160);
  // What was there stays where it was, and what is new is sky above and land below.
  EXPECT_TRUE(std::ranges::equal(wide.row(7).subspan(40 * 3, 240 * 3), scene().row(7)));
  for (const int x : {4, 20, 300, 315}) {
    EXPECT_GT(wide.row(20)[static_cast<std::size_t>(x) * 3 + 2], 200) << x;
    EXPECT_LT(wide.row(140)[static_cast<std::size_t>(x) * 3 + 2], 90) << x;
  }
}

TEST_F(Edits, resizes_by_factors_and_to_sizes) {
  EXPECT_EQ(done("resize to 120x80").width, 120);
  EXPECT_EQ(done("upscale 2x").height, 320);
  EXPECT_EQ(done("make it half the size").width, 120);
  EXPECT_FALSE(refusal("enlarge it 100 times").empty());
}

TEST_F(Edits, turns_by_quarters_and_by_any_angle) {
  const Bitmap quarter = done("rotate 90 degrees clockwise");
  EXPECT_EQ(quarter.width, 160);
  EXPECT_TRUE(std::ranges::equal(quarter.row(0).subspan(159 * 3, 3), scene().row(0).first(3)));
  const Bitmap some = done("rotate by 10 degrees");
  EXPECT_GT(some.width, 240);
  EXPECT_EQ(some.row(0)[3], 0);  // a corner: transparent
  const Bitmap straight = done("straighten by 3 degrees");
  EXPECT_EQ(straight.channels, 3);
  EXPECT_LT(straight.width, 240);
  EXPECT_EQ(done("rotate 360 degrees").pixels, scene().pixels);
}

TEST_F(Edits, mirrors_both_ways) {
  const Bitmap picture = done("flip it horizontally");
  EXPECT_TRUE(std::ranges::equal(picture.row(80).first(3), scene().row(80).last(3)));
  EXPECT_TRUE(std::ranges::equal(done("flip vertically").row(0), scene().row(159)));
}

TEST_F(Edits, grades_move_colours_the_way_the_word_says) {
  const Lab before = mean(scene());
  EXPECT_GT(mean(done("make it warmer")).b, before.b + 0.01f);
  EXPECT_LT(mean(done("make it cooler")).b, before.b - 0.01f);
  EXPECT_GT(mean(done("brighter")).l, before.l + 0.03f);
  EXPECT_LT(mean(done("much darker")).l, before.l - 0.08f);
  EXPECT_LT(mean(done("black and white"), 0, 60).chroma(), 0.002f);
  EXPECT_GT(mean(done("more vivid"), 100, 160).chroma(), mean(scene(), 100, 160).chroma() * 1.2f);
  EXPECT_GT(mean(done("sepia")).b, 0.03f);
  EXPECT_LT(mean(done("add a vignette"), 0, 4).l, mean(scene(), 0, 4).l);
  EXPECT_EQ(done("invert it").row(0)[2], 20);
  EXPECT_NE(done("vintage").pixels, scene().pixels);
}

TEST_F(Edits, matches_the_colours_of_another_picture) {
  Bitmap warm = scene();
  for (std::size_t i = 0; i < warm.pixels.size(); i += 3) warm.pixels[i + 2] /= 3;
  const Lab wanted = mean(warm),
            got = mean(done("match the colours of the second picture", {scene(), warm}));
  EXPECT_NEAR(got.l, wanted.l, 0.03f);
  EXPECT_NEAR(got.b, wanted.b, 0.03f);
  EXPECT_NE(refusal("match the colours of the other picture").find("no other"), std::string::npos);
}

TEST_F(Edits, hours_weathers_and_seasons_are_grades_that_show) {
  const Lab before = mean(scene());
  const Lab night = mean(done("make it night"));
  EXPECT_LT(night.l, before.l * 0.75f);
  EXPECT_GT(mean(done("make it day", {done("make it night")})).l, night.l + 0.1f);
  const Bitmap fog = done("add fog");
  EXPECT_LT(mean(fog, 0, 40).chroma(), mean(scene(), 0, 40).chroma() * 0.5f);
  const Bitmap snow = done("make it snowy");
  EXPECT_GT(mean(snow, 130, 160).l, mean(scene(), 130, 160).l + 0.1f);
  EXPECT_GT(mean(done("turn it into autumn"), 130, 160).a, 0.02f);
  EXPECT_GT(mean(done("at sunset")).b, before.b + 0.01f);
}

TEST_F(Edits, styles_are_the_painters_own) {
  for (const auto* style :
       {"as an oil painting", "as pixel art", "as a watercolour", "as a pencil drawing"}) {
    const Bitmap made = done(style);
    EXPECT_EQ(made.width, 240) << style;
    EXPECT_NE(made.pixels, scene().pixels) << style;
  }
}

TEST_F(Edits, sharpens_and_blurs) {
  const auto edge = [](const Bitmap& p) {
    return std::abs(p.row(50)[30 * 3 + 1] - p.row(90)[30 * 3 + 1]);
  };
  EXPECT_GE(edge(done("sharpen it")), edge(scene()) - 12);
  const auto step = [](const Bitmap& p) {
    return std::abs(p.row(79)[30 * 3 + 2] - p.row(81)[30 * 3 + 2]);
  };
  EXPECT_LT(step(done("blur it")), step(scene()));
}

TEST_F(Edits, a_plain_ground_becomes_transparent_with_a_clean_edge) {
  const Bitmap cut = done("remove the background", {disc()});
  ASSERT_EQ(cut.channels, 4);
  EXPECT_EQ(cut.row(2)[2 * 4 + 3], 0);
  EXPECT_EQ(cut.row(60)[60 * 4 + 3], 255);
  int wrong = 0;
  for (int y = 0; y < 120; ++y)
    for (int x = 0; x < 120; ++x) {
      const double ground = std::clamp(std::hypot(x - 60, y - 60) - 36 + 0.5, 0.0, 1.0);
      wrong +=
          std::fabs(cut.row(y)[static_cast<std::size_t>(x) * 4 + 3] / 255.0 - (1 - ground)) > 0.35;
    }
  EXPECT_LT(wrong, 30);
  EXPECT_NE(refusal("remove the background").find("not plain"), std::string::npos);
}

TEST_F(Edits, the_background_is_blurred_and_the_subject_is_not) {
  Bitmap picture = disc();
  for (int y = 0; y < 120; y += 2)  // lines in the ground and a pattern in the subject
    for (int x = 0; x < 120; ++x)
      if (std::hypot(x - 60, y - 60) > 40 || std::hypot(x - 60, y - 60) < 20)
        for (int c = 0; c < 3; ++c) picture.row(y)[static_cast<std::size_t>(x * 3 + c)] -= 12;
  const auto made = edited("blur the background strongly", {picture});
  EXPECT_TRUE(made.changed());
  const auto contrast = [](const Bitmap& p, int x, int y) {
    return std::abs(p.row(y)[static_cast<std::size_t>(x) * 3] -
                    p.row(y + 1)[static_cast<std::size_t>(x) * 3]);
  };
  EXPECT_LE(contrast(made.picture, 8, 8), 4);
  EXPECT_GE(contrast(made.picture, 60, 60), 10);
}

TEST_F(Edits, a_box_or_a_mask_is_filled_with_what_is_around_it) {
  Bitmap spotted = scene();
  for (int y = 20; y < 40; ++y)
    for (int x = 20; x < 50; ++x) std::fill_n(spotted.row(y).data() + x * 3, 3, std::uint8_t{0});
  const Bitmap healed = done("remove the box 18,18,34,24", {spotted});
  EXPECT_GT(healed.row(30)[35 * 3 + 2], 215);
  EXPECT_NEAR(healed.row(30)[35 * 3], 120, 15);
  EXPECT_TRUE(std::ranges::equal(healed.row(100), spotted.row(100)));
  Bitmap mask(240, 160);
  for (int y = 18; y < 42; ++y) std::fill_n(mask.row(y).data() + 18 * 3, 34 * 3, std::uint8_t{255});
  EXPECT_EQ(done("fill the mask", {spotted, mask}).pixels, healed.pixels);
  EXPECT_NE(refusal("remove the box 0,0,240,150").find("too much"), std::string::npos);
}

TEST_F(Edits, texts_are_set_where_they_are_wanted) {
  const auto made = edited("add the text \"Fog Harbour\" at the bottom");
  ASSERT_EQ(made.told.size(), 1u);
  EXPECT_EQ(static_cast<int>(made.told[0].how), static_cast<int>(How::done));
  EXPECT_TRUE(std::ranges::equal(made.picture.row(10), scene().row(10)));
  EXPECT_NE(made.picture.pixels, scene().pixels);
}

TEST_F(Edits, pictures_are_laid_side_by_side) {
  const Bitmap grid = done("make a collage", {scene(), disc(), scene(), disc()});
  EXPECT_GT(grid.width, 480);
  EXPECT_GT(grid.height, 320);
  const Bitmap both = done("before and after");
  EXPECT_GT(both.width, 480);
  EXPECT_LT(both.height, 180);
  EXPECT_NE(refusal("make a grid").find("only one"), std::string::npos);
}

TEST_F(Edits, a_palette_names_the_colours_of_the_picture) {
  const auto made = edited("palette of 3 colours");
  EXPECT_GT(made.picture.height, 160);
  EXPECT_NE(made.told[0].said.find("#78aa"), std::string::npos) << made.told[0].said;  // the sky
}

TEST_F(Edits, simple_art_becomes_shapes_and_photographs_do_not) {
  const auto made = edited("vectorise it in 4 colours", {disc()});
  EXPECT_TRUE(made.svg.starts_with("<svg")) << made.told[0].said;
  EXPECT_NE(made.svg.find("<path"), std::string::npos);
  Bitmap noisy = scene();
  for (std::size_t i = 0; i < noisy.pixels.size(); ++i)
    noisy.pixels[i] = static_cast<std::uint8_t>(i * i * 31 + (i >> 3) * 97);
  EXPECT_NE(refusal("vectorise it", {noisy}).find("more colours"), std::string::npos);
}

TEST_F(Edits, instructions_are_done_in_their_order_and_each_is_told) {
  const auto made =
      edited("Crop to 1:1, make the dog smile, make the dog brighter and rotate 90 degrees");
  ASSERT_EQ(made.told.size(), 4u);
  EXPECT_EQ(static_cast<int>(made.told[0].how), static_cast<int>(How::done));
  EXPECT_EQ(static_cast<int>(made.told[1].how), static_cast<int>(How::refused));
  EXPECT_EQ(static_cast<int>(made.told[2].how), static_cast<int>(How::approximated));
  EXPECT_EQ(made.picture.width, 160);
  const auto text = made.text();
  EXPECT_NE(text.find("Done: \"Crop to 1:1\""), std::string::npos) << text;
  EXPECT_NE(text.find("Not done: \"make the dog smile\""), std::string::npos) << text;
}

TEST_F(Edits, transparency_survives_what_changes_colours) {
  const Bitmap cut = done("remove the background", {disc()});
  for (const auto* prompt : {"make it warmer", "as an oil painting", "blur it"}) {
    const Bitmap made = done(prompt, {cut});
    ASSERT_EQ(made.channels, 4) << prompt;
    EXPECT_EQ(made.row(2)[2 * 4 + 3], 0) << prompt;
  }
}

TEST_F(Edits, the_smallest_and_emptiest_pictures_bear_every_verb) {
  const std::string every =
      "crop to 1:1, extend to 2:1, upscale 2x, rotate 10 degrees, flip it, warmer, night, fog, "
      "snow, "
      "as oil painting, sharpen, blur the background, remove the background, "
      "remove the box 0,0,1,1, palette, vectorise, before and after";
  for (const int channels : {3, 4})  // of which those of four are all transparent
    for (const int side : {1, 2, 17}) {
      const Bitmap nothing(side, side, channels);
      EXPECT_EQ(edited(every, {nothing, nothing}).told.size(), 17u) << side;
    }
}

Bitmap coloured(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  Bitmap out(100, 80);
  for (std::size_t i = 0; i < out.pixels.size(); i += 3)
    out.pixels[i] = r, out.pixels[i + 1] = g, out.pixels[i + 2] = b;
  return out;
}

TEST_F(Edits, autumn_without_leaves_is_refused_and_with_few_it_is_no_more_than_approximated) {
  const Bitmap blue = coloured(60, 90, 190);
  const Edited bare = edited("turn it into autumn", {blue});
  EXPECT_EQ(bare.told.at(0).how, How::refused);
  EXPECT_NE(bare.told.at(0).said.find("leaves"), std::string::npos);
  EXPECT_EQ(bare.picture.pixels, blue.pixels);
  Bitmap bush = blue;
  for (int y = 70; y < 80; ++y)
    for (int x = 0; x < 16; ++x) {
      auto* p = bush.row(y).data() + x * 3;
      p[0] = 70, p[1] = 140, p[2] = 50;
    }
  EXPECT_EQ(edited("turn it into autumn", {bush}).told.at(0).how, How::approximated);
  EXPECT_EQ(edited("turn it into autumn").told.at(0).how, How::done);
}

TEST_F(Edits, a_mood_that_is_there_already_is_refused) {
  EXPECT_EQ(edited("add fog", {coloured(194, 199, 204)}).told.at(0).how, How::refused);
}

TEST_F(Edits, snow_on_what_lies_nowhere_open_is_approximated) {
  EXPECT_EQ(edited("make it snow", {coloured(200, 30, 30)}).told.at(0).how, How::approximated);
}

}  // namespace
}  // namespace easel::providers
