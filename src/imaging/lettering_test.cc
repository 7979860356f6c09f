#include "imaging/lettering.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "imaging/built_in_fonts.h"
#include "imaging/font.h"
#include "imaging/line_breaking.h"
#include "imaging/text_runs.h"

namespace easel::imaging {
namespace {

const auto kRoom = LetteringRoom{800, 300, 100};

std::span<const std::uint8_t> dejavu() {
  return built_in_fonts()[1];
}

// The characters of a line from left to right.
std::u32string in_order(const Lettering& lettering, std::u32string_view text) {
  std::u32string out;
  for (const auto& glyph : lettering.glyphs) out += text[static_cast<std::size_t>(glyph.character)];
  return out;
}

TEST(Lettering, a_word_is_as_large_as_the_room_allows_and_cut_to_its_ink) {
  auto set = set_text("OPEN", kRoom);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->size, 100);
  EXPECT_EQ(set->lines, 1);
  EXPECT_EQ(set->missing, "");
  EXPECT_GT(set->width, 200);
  EXPECT_GT(set->height, 65);
  EXPECT_LT(set->height, 85);
  EXPECT_EQ(set->coverage.size(), static_cast<std::size_t>(set->width * set->height));
  EXPECT_GT(std::ranges::count(set->coverage, 255), 1000);
}

TEST(Lettering, long_titles_break_into_even_lines) {
  auto set = set_text("The quick brown fox jumps over the lazy dog and far away", {600, 400, 100});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_GT(set->lines, 1);
  EXPECT_LE(set->width, 620);
  EXPECT_LE(set->height, 400);
  std::vector<float> ends(static_cast<std::size_t>(set->lines));
  std::vector<float> starts(ends.size(), 1e9f);
  for (const auto& glyph : set->glyphs) {
    auto line = static_cast<std::size_t>(glyph.line);
    ends[line] = std::max(ends[line], glyph.x);
    starts[line] = std::min(starts[line], glyph.x);
  }
  for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_GT(ends[i] - starts[i], 300) << i;
}

TEST(Lettering, hebrew_arabic_latin_and_digits_stand_in_visual_order) {
  // "Abc shalom 12 salam": the Latin paragraph goes left to right, the rest of it right to left, in
  // which the digits keep their own direction.
  const std::u32string text = U"Abc \u05e9\u05dc\u05d5\u05dd 12 \u0633\u0644\u0627\u0645";
  auto set = set_text(dejavu(), utf8(text), {1200, 200, 60});
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->missing, "");
  auto order = in_order(*set, text);
  auto at = [&](char32_t c) { return order.find(c); };
  EXPECT_EQ(at('A'), 0u);
  EXPECT_LT(at('b'), at('c'));
  EXPECT_LT(at('c'), at(U'\u0645'));  // the Arabic word is next, its end first
  EXPECT_LT(at(U'\u0645'), at(U'\u0633'));
  EXPECT_LT(at(U'\u0633'), at('1'));
  EXPECT_LT(at('1'), at('2'));
  EXPECT_LT(at('2'), at(U'\u05dd'));
  EXPECT_LT(at(U'\u05dd'), at(U'\u05d5'));
  EXPECT_LT(at(U'\u05d5'), at(U'\u05e9'));
  EXPECT_TRUE(std::ranges::is_sorted(set->glyphs, {}, &Lettering::Glyph::x));
}

TEST(Lettering, arabic_letters_are_joined) {
  auto joined = set_text(dejavu(), "\u0633\u0633", {800, 200, 80});
  auto apart = set_text(dejavu(), "\u0633\u200c\u0633", {800, 200, 80});
  ASSERT_TRUE(joined && apart);
  EXPECT_NE(joined->glyphs.front().id, apart->glyphs.front().id);
}

TEST(Lettering, characters_that_a_font_lacks_are_named_once) {
  auto set = set_text("Tea \u8336\u8336 \u4e00", kRoom);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->missing, "\u8336\u4e00");
}

TEST(Lettering, the_built_in_font_that_has_all_letters_is_taken) {
  auto set = set_text("\u05e9\u05dc\u05d5\u05dd", kRoom);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->missing, "");
}

TEST(Lettering, texts_that_cannot_be_set_are_refused) {
  for (const std::string& text :
       {std::string(), std::string("  "), std::string("a\x01"), std::string("\xff"),
        std::string("a\0b", 3), std::string(301, 'a'), std::string(10000, 'a'),
        std::string("\u200e\u200f")}) {
    auto set = set_text(text, kRoom);
    ASSERT_FALSE(set) << text;
    EXPECT_EQ(set.error().kind, ErrorKind::invalid_request);
  }
  EXPECT_TRUE(set_text("two\nlines", kRoom));
  EXPECT_EQ(set_text("two\nlines", kRoom)->lines, 2);
}

TEST(Lettering, what_is_no_font_is_refused) {
  const std::string svg = "<svg></svg>";
  for (std::string_view file :
       {std::string_view(), std::string_view(svg), std::string_view("OTTO"),
        std::string_view("wOF2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")}) {
    auto set =
        set_text({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}, "a", kRoom);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().kind, ErrorKind::invalid_request);
  }
}

RC_GTEST_PROP(Lettering, mutated_and_cut_fonts_give_letters_or_an_error, ()) {
  auto whole = dejavu();
  std::vector<std::uint8_t> font(whole.begin(), whole.end());
  const auto changes = *rc::gen::container<std::vector<std::pair<std::uint32_t, std::uint8_t>>>(
      *rc::gen::inRange(1, 40),
      rc::gen::pair(rc::gen::arbitrary<std::uint32_t>(), rc::gen::arbitrary<std::uint8_t>()));
  const bool in_tables = *rc::gen::arbitrary<bool>();
  const std::size_t reach = in_tables ? 1200 : font.size();  // table directory and what is near it
  for (auto [where, value] : changes) font[where % reach] = value;
  font[0] = 0, font[1] = 1, font[2] = 0, font[3] = 0;
  if (*rc::gen::arbitrary<bool>()) font.resize(*rc::gen::inRange<std::size_t>(1, font.size()));
  auto set = set_text(font, "Wave \u0633\u0644 9", {400, 100, 40});
  if (!set) RC_ASSERT(set.error().kind == ErrorKind::invalid_request);
}

RC_GTEST_PROP(Lettering, line_breaking_keeps_every_piece_and_the_order, ()) {
  const auto widths = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 50));
  RC_PRE(!widths.empty());
  std::vector<Unbroken> pieces;
  for (int width : widths)
    pieces.push_back({static_cast<float>(width + 3), static_cast<float>(width), false});
  pieces.back().ends_line = true;
  auto ends = break_lines(pieces, *rc::gen::inRange(1, 6));
  RC_ASSERT(std::ranges::is_sorted(ends));
  RC_ASSERT(ends.back() == static_cast<int>(pieces.size()));
  RC_ASSERT(ends.front() > 0);
}

}  // namespace
}  // namespace easel::imaging
