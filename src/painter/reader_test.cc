#include "painter/reader.h"

#include <gtest/gtest.h>

#include "painter/lexicon.h"
#include "painter/painter.h"

namespace easel::painter {
namespace {

using enum Concept;

TEST(Reader, finds_concepts_in_the_order_of_the_prompt) {
  const Brief brief = read("Generate a sunset over mountains");
  ASSERT_EQ(brief.mentions.size(), 2u);
  EXPECT_EQ(brief.mentions[0].what, sunset);
  EXPECT_EQ(brief.mentions[1].what, mountains);
}

TEST(Reader, knows_many_ways_to_say_a_thing) {
  const std::pair<const char*, Concept> table[] = {
      {"northern lights", aurora},  {"Aurora Borealis", aurora}, {"MILKY WAY", milky_way},
      {"starry sky", stars},        {"at dawn", sunrise},        {"blue hour", dusk},
      {"golden-hour", golden_hour}, {"snow-capped peaks", peak}, {"sand dunes", dunes},
      {"foggy morning", fog},       {"wildflowers", flowers},    {"poppies", flowers},
      {"crescent moon", crescent},  {"sea cliffs", cliffs},      {"rolling hills", hills},
      {"god rays", sun_rays},       {"stormy", storm},           {"the ocean's waves", waves},
      {"mountain lake", lake},      {"frozen lake", ice},        {"frozen lake", lake},
  };
  for (const auto& [words, what] : table) EXPECT_TRUE(read(words).wants(what)) << words;
}

TEST(Reader, turns_negated_words_around) {
  for (const char* words :
       {"mountains without clouds", "no clouds over mountains", "cloud-free mountains",
        "mountains, no clouds, sunset", "mountains with no clouds"}) {
    const Brief brief = read(words);
    EXPECT_TRUE(brief.forbids(clouds)) << words;
    EXPECT_FALSE(brief.wants(clouds)) << words;
    EXPECT_TRUE(brief.wants(mountains)) << words;
  }
  EXPECT_TRUE(read("no clouds, sunset").wants(sunset));
}

TEST(Reader, keeps_words_it_does_not_know) {
  const Brief brief = read("a purple toaster above the sea");
  ASSERT_EQ(brief.mentions.size(), 3u);
  EXPECT_EQ(brief.mentions[0].what, unknown);
  EXPECT_EQ(brief.mentions[1].words, "toaster");
  EXPECT_EQ(brief.mentions[1].what, unknown);
}

TEST(Reader, gives_a_colour_to_the_word_after_it) {
  EXPECT_FALSE(read("a red car by the sea").wants(red));
  EXPECT_TRUE(read("a red canyon").wants(red));
  EXPECT_TRUE(read("mountains in red").wants(red));
  const std::pair<const char*, Concept> table[] = {{"purple northern lights over a lake", aurora},
                                                   {"red summer forest", forest},
                                                   {"green and purple aurora", aurora},
                                                   {"golden vivid leafy sunset", unknown},
                                                   {"pink, mountains", unknown},
                                                   {"a purple mountain lake at dusk", lake}};
  for (const auto& [words, thing] : table) EXPECT_EQ(read(words).mentions[0].of, thing) << words;
}

TEST(Reader, says_what_stands_in_for_what) {
  const Account account = understand("sunrise in the Alps by a pond");
  ASSERT_EQ(account.approximated.size(), 2u);
  EXPECT_EQ(account.approximated[0].word, "Alps");
  EXPECT_EQ(account.approximated[0].as, "mountains");
  EXPECT_EQ(account.approximated[1].as, "a lake");
}

TEST(Reader, passes_over_broken_utf8) {
  const Brief brief = read("sunset\xff\xfe over\xc3 mountains \xe2\x80\x93 caf\xc3\xa9");
  EXPECT_TRUE(brief.wants(sunset) && brief.wants(mountains));
  EXPECT_EQ(brief.mentions.back().words, "caf\xc3\xa9");
}

TEST(Reader, puts_every_content_word_in_exactly_one_list) {
  const Account account =
      understand("please draw a red dragon and a lake in Tuscany without people");
  EXPECT_EQ(account.drawn.size() + account.approximated.size() + account.not_drawn.size(), 5u);
}

TEST(Lexicon, has_each_phrase_once_and_in_lower_case) {
  std::vector<std::string_view> seen;
  for (const Word& word : vocabulary()) {
    EXPECT_EQ(std::count(seen.begin(), seen.end(), word.phrase), 0) << word.phrase;
    seen.push_back(word.phrase);
    for (const char c : word.phrase)
      EXPECT_TRUE(c == ' ' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) << word.phrase;
  }
}

}  // namespace
}  // namespace easel::painter
