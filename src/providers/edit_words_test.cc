#include "providers/edit_words.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel::providers {
namespace {

Instruction only(const std::string& prompt) {
  const auto made = read_instructions(prompt);
  EXPECT_EQ(made.size(), 1u) << prompt;
  return made.empty() ? Instruction{} : made.front();
}

TEST(EditWords, several_instructions_of_a_sentence_keep_their_order) {
  const auto made = read_instructions(
      "Please crop to 16:9, rotate it 90 degrees clockwise and then make it warmer. Add the text "
      "\"Tea, and cake\" at the top");
  ASSERT_EQ(made.size(), 4u);
  EXPECT_EQ(made[0].verb, Verb::crop);
  EXPECT_NEAR(made[0].ratio.value_or(0), 16.0 / 9, 1e-9);
  EXPECT_EQ(made[1].verb, Verb::rotate);
  EXPECT_EQ(made[1].amount, 90);
  EXPECT_EQ(made[2].verb, Verb::grade);
  EXPECT_EQ(made[2].what, "warmth");
  EXPECT_EQ(made[3].verb, Verb::text);
  EXPECT_EQ(made[3].text, "Tea, and cake");
  EXPECT_EQ(made[3].what, "top");
}

TEST(EditWords, each_verb_has_its_words) {
  const std::vector<std::pair<const char*, Verb>> known = {
      {"crop to a square", Verb::crop},
      {"Crop the box 10, 20, 300, 200", Verb::crop},
      {"extend to 21:9", Verb::extend},
      {"outpaint 30% to the left", Verb::extend},
      {"resize to 800x600", Verb::resize},
      {"upscale 2x", Verb::resize},
      {"make it half the size", Verb::resize},
      {"turn it upside down", Verb::rotate},
      {"straighten by 2.5 degrees", Verb::rotate},
      {"mirror it", Verb::flip},
      {"black and white", Verb::grade},
      {"more contrast", Verb::grade},
      {"a vintage look", Verb::grade},
      {"match the colours of the second picture", Verb::match},
      {"make it night", Verb::mood},
      {"turn it into autumn", Verb::mood},
      {"as an oil painting", Verb::style},
      {"in pixel art", Verb::style},
      {"sharpen it", Verb::sharpen},
      {"blur the background", Verb::blur_background},
      {"remove the background", Verb::remove_background},
      {"make the background transparent", Verb::remove_background},
      {"remove the box 40%,40%,20%,20%", Verb::fill},
      {"fill the mask", Verb::fill},
      {"write “Ahoy”", Verb::text},
      {"make a collage", Verb::sheet},
      {"show before and after", Verb::before_after},
      {"give me its palette", Verb::palette},
      {"vectorise it", Verb::vectorise},
  };
  for (const auto& [prompt, verb] : known)
    EXPECT_EQ(static_cast<int>(only(prompt).verb), static_cast<int>(verb)) << prompt;
}

TEST(EditWords, what_would_change_what_is_seen_is_refused_with_its_reason) {
  for (const auto* prompt : {"make the dog smile", "remove the dog", "add a hat", "swap the faces",
                             "change her dress into a suit", "open the door", "fliegender Fisch"}) {
    const auto made = only(prompt);
    EXPECT_EQ(static_cast<int>(made.verb), static_cast<int>(Verb::refused)) << prompt;
    EXPECT_FALSE(made.reason.empty());
    EXPECT_EQ(made.words, prompt);
  }
}

TEST(EditWords, a_thing_that_is_named_is_remembered_as_not_found) {
  EXPECT_EQ(only("make the dog brighter").unfound, "dog");
  EXPECT_EQ(only("make it brighter").unfound, "");
}

TEST(EditWords, amounts_follow_the_words) {
  EXPECT_EQ(only("make it slightly warmer").amount, 0.5);
  EXPECT_EQ(only("much darker").amount, -1.6);
  EXPECT_LT(only("less contrast").amount, 0);
  EXPECT_EQ(only("rotate 12.5 degrees counterclockwise").amount, -12.5);
  EXPECT_EQ(only("resize to 50%").amount, 0.5);
}

TEST(EditWords, boxes_are_read_in_pixels_shares_and_corners) {
  const auto pixels = only("remove the box 10,20,30,40").area.value();
  EXPECT_EQ(pixels.width, 30);
  EXPECT_FALSE(pixels.shares);
  const auto shares = only("erase the box 10%, 20%, 30%, 40%").area.value();
  EXPECT_NEAR(shares.x, 0.1, 1e-9);
  EXPECT_TRUE(shares.shares);
  EXPECT_EQ(only("crop from 10,20 to 110,220").area.value().height, 200);
}

TEST(EditWords, courtesies_ask_for_nothing) {
  EXPECT_TRUE(read_instructions("").empty());
  EXPECT_TRUE(read_instructions("Please, could you edit this photo? Thanks!").empty());
}

RC_GTEST_PROP(EditWords, any_bytes_give_a_list_of_bounded_length, (const std::string& prompt)) {
  const auto made = read_instructions(prompt);
  RC_ASSERT(made.size() <= 32u);
  for (const auto& one : made) RC_ASSERT((one.verb == Verb::refused) == !one.reason.empty());
}

}  // namespace
}  // namespace easel::providers
