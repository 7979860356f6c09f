#include "api/moderation.h"

#include <gtest/gtest.h>

#include "wire/json.h"

namespace easel::api {

TEST(Moderation, a_verdict_is_flagged_by_any_of_its_results) {
  auto verdict = read_verdict(
      R"({"results":[{"flagged":false,"categories":{"hate":true}},
          {"flagged":true,"categories":{"violence":true,"hate":false}},
          {"flagged":true,"categories":{"violence":true,"sexual":true}}]})");
  ASSERT_TRUE(verdict);
  EXPECT_TRUE(verdict->flagged);
  EXPECT_EQ(verdict->reasons, (std::vector<std::string>{"sexual", "violence"}));
}

TEST(Moderation, an_answer_that_judges_nothing_is_no_pass) {
  for (auto answer : {"", "{}", "[]", R"({"results":[]})", R"({"results":[{}]})",
                      R"({"results":[{"flagged":"no"}]})", R"({"results":{"flagged":false}})"})
    EXPECT_FALSE(read_verdict(answer)) << answer;
}

TEST(Moderation, long_words_are_shown_in_parts_that_make_the_whole) {
  std::string words;
  while (words.size() < 40'000) words += "bö";
  auto body = wire::parse_json(moderation_of_words("", words));
  ASSERT_TRUE(body);
  std::string joined;
  for (const auto& part : body->at("input").as_array()) joined += part.as_string();
  EXPECT_EQ(joined, words);
  EXPECT_FALSE(body->as_object().contains("model"));
}

TEST(Moderation, what_is_quoted_is_short_and_cut_between_letters) {
  EXPECT_EQ(shortened("a lake"), "a lake");
  std::string text;
  for (int i = 0; i < 100; ++i) text += "ä";
  auto quoted = shortened(text);
  EXPECT_LE(quoted.size(), 100u);
  EXPECT_NE(quoted.find("ä...ä"), std::string::npos);
}

}  // namespace easel::api
