#include <gtest/gtest.h>

#include <algorithm>

#include "painter/painter.h"

namespace easel::painter {
namespace {

Result<Painting> draw(const char* prompt, bool transparent, bool strict = false) {
  const auto workers = make_threads(2);
  Job job{*workers};
  return paint({.prompt = prompt,
                .width = 160,
                .height = 120,
                .seed = 3,
                .transparent = transparent,
                .strict = strict},
               job);
}

}  // namespace

TEST(Cutout, leaves_the_thing_alone_on_nothing) {
  const auto made = draw("a red sailboat", true);
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_EQ(made->bitmap.channels, 4);
  int clear = 0, solid = 0;
  for (std::size_t i = 3; i < made->bitmap.pixels.size(); i += 4) {
    clear += made->bitmap.pixels[i] == 0;
    solid += made->bitmap.pixels[i] == 255;
  }
  const int all = 160 * 120;
  EXPECT_GT(clear, all / 3);
  EXPECT_GT(solid, all / 50);
  EXPECT_EQ(made->bitmap.pixels[3], 0) << "the corner is clear";
}

TEST(Cutout, is_refused_where_there_is_nothing_to_cut_out) {
  for (const char* prompt : {"a sunset over mountains", "a galaxy", "a neon street"}) {
    const auto made = draw(prompt, true);
    ASSERT_FALSE(made) << prompt;
    EXPECT_EQ(made.error().field, "background");
  }
}

TEST(Strict, refuses_what_leaves_nothing_to_draw_and_nothing_else) {
  EXPECT_FALSE(draw("quarterly revenue synergy", false, true));
  EXPECT_TRUE(draw("quarterly revenue synergy", false));
  EXPECT_TRUE(draw("a lake of synergy", false, true));
}

}  // namespace easel::painter
