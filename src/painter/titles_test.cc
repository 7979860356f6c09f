#include <gtest/gtest.h>

#include <algorithm>

#include "painter/painter.h"

namespace easel::painter {
namespace {

Painting draw(const std::string& prompt, int width = 160, int height = 120) {
  auto threads = make_threads(2);
  Job job{*threads};
  return paint({.prompt = prompt, .width = width, .height = height, .seed = 1}, job).value();
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

TEST(Texts, stand_on_the_thing_that_the_prompt_asks_for) {
  for (const auto& [prompt, on, manner] :
       {std::tuple{"a wooden sign that says \"BAKERY\"", "the sign", "painted"},
        std::tuple{"a red banner that reads \"Welcome\"", "the banner", "painted"},
        std::tuple{"\"1923\" carved in stone", "the stone", "carved"},
        std::tuple{"a billboard in the desert that says \"EAT\"", "the billboard", "painted"},
        std::tuple{"a blackboard, \"E = mc2\"", "the blackboard", "painted"},
        std::tuple{"neon sign \"OPEN\"", "the neon sign", "neon"},
        std::tuple{"an old town street by day with a sign \"Books\"", "the sign", "painted"}}) {
    const auto painting = draw(prompt, 320, 320);
    ASSERT_EQ(painting.account.texts.size(), 1u) << prompt;
    const auto& text = painting.account.texts[0];
    EXPECT_EQ(text.on, on) << prompt;
    EXPECT_EQ(text.manner, manner) << prompt;
    EXPECT_GE(text.contrast, 4.5) << prompt;
    EXPECT_GT(text.match, 0.88) << prompt;
    EXPECT_NE(painting.account.text().find("stands on"), std::string::npos) << prompt;
  }
}

TEST(Texts, stand_there_in_every_style) {
  for (const char* style : {"oil painting", "pixel art", "watercolour", "woodcut", "low poly",
                            "stained glass", "pencil drawing"}) {
    const auto painting = draw(std::string(style) + ", a wooden sign saying \"SEA\"", 384, 384);
    ASSERT_EQ(painting.account.texts.size(), 1u) << style;
    EXPECT_EQ(painting.account.texts[0].on, "the sign") << style;
    EXPECT_GE(painting.account.texts[0].contrast, 4.5) << style;
    EXPECT_GT(painting.account.texts[0].match, 0.7) << style;
  }
}

TEST(Texts, are_a_title_where_one_is_asked_for_or_nothing_bears_them) {
  EXPECT_EQ(draw("a wooden sign, with the title \"Roads\"").account.texts.at(0).on, "");
  const auto afar = draw("city skyline with neon signs \"Harbour\"");
  EXPECT_EQ(afar.account.texts.at(0).on, "");
  EXPECT_NE(afar.account.text().find("Set as a title"), std::string::npos);
  EXPECT_TRUE(afar.account.no_surface);
  EXPECT_FALSE(draw("calm sea \"Blue\"").account.no_surface);
}

TEST(Texts, in_a_font_of_the_clients_stand_on_the_sign_too) {
  auto threads = make_threads(2);
  Job job{*threads};
  auto set = std::make_shared<const imaging::Lettering>(
      imaging::set_text("Harbour", imaging::title_room(320, 320)).value());
  const auto painting =
      paint({.prompt = "a wooden sign", .width = 320, .height = 320, .letterings = {set}}, job);
  ASSERT_TRUE(painting);
  EXPECT_EQ(painting->account.texts.at(0).on, "the sign");
  EXPECT_GT(painting->account.texts.at(0).match, 0.85);
}

TEST(Texts, beside_something_else_are_not_hidden_by_it) {
  for (const char* prompt : {"a cat next to a blackboard that says \"Soup\"",
                             "a wooden sign that says \"WILD\" beside a bear"}) {
    const auto painting = draw(prompt, 320, 320);
    EXPECT_FALSE(painting.account.texts.at(0).on.empty()) << prompt;
  }
}

}  // namespace
}  // namespace easel::painter
