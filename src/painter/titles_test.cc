#include <gtest/gtest.h>

#include <algorithm>

#include "painter/painter.h"

namespace easel::painter {
namespace {

Painting draw(const std::string& prompt, bool transparent = false) {
  auto threads = make_threads(2);
  Job job{*threads};
  return paint({.prompt = prompt, .width = 160, .height = 120, .transparent = transparent}, job)
      .value();
}

TEST(Titles, quoted_words_are_drawn_and_no_longer_missing) {
  const auto painting = draw("calm sea with the title \u201cDeep Blue\u201d");
  ASSERT_EQ(painting.account.texts.size(), 1u);
  EXPECT_EQ(painting.account.texts[0].text, "Deep Blue");
  EXPECT_GE(painting.account.texts[0].contrast, 4.5);
  EXPECT_EQ(std::ranges::count(painting.account.drawn, "the text \u201cDeep Blue\u201d"), 1);
  EXPECT_TRUE(painting.account.not_drawn.empty());
}

TEST(Titles, a_text_that_is_too_long_stays_undrawn_and_is_named) {
  const auto painting = draw("calm sea \"" + std::string(400, 'x') + "\"");
  EXPECT_TRUE(painting.account.texts.empty());
  EXPECT_EQ(painting.account.not_drawn.size(), 1u);
}

TEST(Titles, what_comes_set_in_a_font_is_not_drawn_twice) {
  auto threads = make_threads(2);
  Job job{*threads};
  auto set = std::make_shared<const imaging::Lettering>(
      imaging::set_text("OPEN", imaging::title_room(160, 120)).value());
  const auto painting =
      paint({.prompt = "calm sea \"OPEN\"", .width = 160, .height = 120, .letterings = {set}}, job);
  ASSERT_TRUE(painting);
  EXPECT_EQ(painting->account.texts.size(), 1u);
}

TEST(Titles, what_is_promised_is_what_is_drawn) {
  const std::string prompt = "mountains that says \"Up\"";
  EXPECT_EQ(understand(prompt).drawn, draw(prompt).account.drawn);
}

}  // namespace
}  // namespace easel::painter
