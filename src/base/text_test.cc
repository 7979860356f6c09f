#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel {
namespace {

TEST(Storable, TextStaysAsItIs) {
  for (std::string text : {"", "plain", "Grüße, 画 and 🎨", "\u07FF\u0800\uFFFF"})
    EXPECT_EQ(storable(text), text);
}

TEST(Storable, WhatIsNoTextIsReplaced) {
  EXPECT_EQ(storable(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(storable("caf\xE9"), "caf\uFFFD");                // Latin-1
  EXPECT_EQ(storable("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(storable("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // half of a surrogate pair
  EXPECT_EQ(storable("\xF0\x9F\x8E"), "\uFFFD\uFFFD\uFFFD");  // cut
}

RC_GTEST_PROP(Storable, IsDoneOnce, (const std::string& bytes)) {
  RC_ASSERT(storable(storable(bytes)) == storable(bytes));
}

}  // namespace
}  // namespace easel
