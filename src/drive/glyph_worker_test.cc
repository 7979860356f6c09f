#include "drive/glyph_worker.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "drive/glyph_jail.h"
#include "imaging/built_in_fonts.h"

namespace easel::drive {
namespace {

// Run as `… glyphs`, this test program is what it tests.
[[maybe_unused]] const bool kIsJail = [] {
  std::ifstream file("/proc/self/cmdline");
  const std::string line(std::istreambuf_iterator<char>(file), {});
  if (line == std::string("easel\0glyphs\0", 13)) std::_Exit(run_glyph_jail());
  return false;
}();

const imaging::LetteringRoom kRoom{600, 200, 80};

std::string font() {
  const auto file = imaging::built_in_fonts()[0];
  return {file.begin(), file.end()};
}

TEST(GlyphWorker, sets_what_this_process_would_set) {
  auto apart = set_text_apart(font(), "Apart", kRoom, {});
  ASSERT_TRUE(apart) << apart.error().message;
  auto here = imaging::set_text(imaging::built_in_fonts()[0], "Apart", kRoom);
  ASSERT_TRUE(here);
  EXPECT_EQ(apart->coverage, here->coverage);
  EXPECT_EQ(apart->width, here->width);
  EXPECT_EQ(apart->text, "Apart");
}

TEST(GlyphWorker, names_missing_characters_and_refuses_what_is_no_font) {
  auto tea = set_text_apart(font(), "Tea \u8336", kRoom, {});
  ASSERT_TRUE(tea) << tea.error().message;
  EXPECT_EQ(tea->missing, "\u8336");
  auto none = set_text_apart("<svg/>", "Tea", kRoom, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::invalid_request);
}

TEST(GlyphWorker, one_that_is_killed_costs_that_text_alone) {
  auto killed = set_text_apart(font(), "Killed", kRoom, {}, "/proc/self/exe",
                               [](pid_t pid) { ::kill(pid, SIGKILL); });
  ASSERT_FALSE(killed);
  EXPECT_EQ(killed.error().kind, ErrorKind::invalid_request);
  EXPECT_TRUE(set_text_apart(font(), "Next", kRoom, {}));
}

TEST(GlyphWorker, ends_when_nobody_wants_it) {
  StopToken stop;
  stop.request();
  auto set = set_text_apart(font(), "Late", kRoom, stop);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, ErrorKind::cancelled);
}

TEST(GlyphWorker, says_so_when_it_cannot_be_started) {
  auto set = set_text_apart(font(), "None", kRoom, {}, "/nonexistent/easel");
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, ErrorKind::unavailable);
}

RC_GTEST_PROP(GlyphAnswers, are_believed_in_nothing, ()) {
  const GlyphQuestion question{"", "Text", kRoom};
  auto true_answer = imaging::set_text("Text", kRoom);
  std::string bytes = to_bytes(true_answer);
  RC_ASSERT(read_answer(bytes, question)->coverage == true_answer->coverage);
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i)
    bytes[static_cast<std::size_t>(*rc::gen::inRange(0, 40))] = *rc::gen::arbitrary<char>();
  bytes.resize(static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(bytes.size()))));
  auto read = read_answer(bytes, question);
  if (read)
    RC_ASSERT(read->coverage.size() == static_cast<std::size_t>(read->width) * read->height);
}

}  // namespace
}  // namespace easel::drive
