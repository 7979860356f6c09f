#include "http/range.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace easel::http {
namespace {

std::string said(std::string_view header, std::uint64_t size) {
  auto answer = read_range(header, size);
  if (std::holds_alternative<WholeBody>(answer)) return "whole";
  if (std::holds_alternative<Unsatisfiable>(answer)) return "unsatisfiable";
  auto range = std::get<ByteRange>(answer);
  return std::to_string(range.first) + "+" + std::to_string(range.length);
}

TEST(Range, reads_the_three_forms_of_one_range) {
  EXPECT_EQ(said("bytes=0-0", 10), "0+1");
  EXPECT_EQ(said("bytes=2-5", 10), "2+4");
  EXPECT_EQ(said("bytes=2-", 10), "2+8");
  EXPECT_EQ(said("bytes=-3", 10), "7+3");
  EXPECT_EQ(said("bytes=-30", 10), "0+10");
  EXPECT_EQ(said("bytes=8-99", 10), "8+2");
}

TEST(Range, what_lies_behind_the_end_cannot_be_had) {
  EXPECT_EQ(said("bytes=10-", 10), "unsatisfiable");
  EXPECT_EQ(said("bytes=-0", 10), "unsatisfiable");
  EXPECT_EQ(said("bytes=0-", 0), "unsatisfiable");
}

TEST(Range, what_is_not_understood_gets_the_whole) {
  for (auto header : {"", "bytes", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=1-2,4-5",
                      "items=0-1", "bytes=+1-2", "bytes=99999999999999999999-"})
    EXPECT_EQ(said(header, 10), "whole") << header;
}

RC_GTEST_PROP(Range, always_lies_within_the_body, (const std::string& text, std::uint16_t size)) {
  auto answer = read_range("bytes=" + text, size);
  if (auto range = std::get_if<ByteRange>(&answer)) {
    RC_ASSERT(range->length > 0u);
    RC_ASSERT(range->first + range->length <= size);
  }
}

TEST(Range, a_tag_is_found_in_a_list) {
  EXPECT_TRUE(names_tag(R"("a", W/"b")", R"("b")"));
  EXPECT_TRUE(names_tag("*", R"("b")"));
  EXPECT_FALSE(names_tag(R"("a", "bc")", R"("b")"));
  EXPECT_FALSE(names_tag("", R"("b")"));
}

}  // namespace
}  // namespace easel::http
