#include "api/moments.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace easel::api {

TEST(Moments, dates_and_times_are_read_with_their_offsets) {
  EXPECT_EQ(read_iso("1970-01-01"), 0);
  EXPECT_EQ(read_iso("1970-01-01T00:00:01.5Z"), 1'500'000);
  EXPECT_EQ(read_iso("1970-01-01T01:00:00+01:00"), 0);
  EXPECT_EQ(read_iso("1970-01-01 00:00"), 0);
  EXPECT_EQ(read_iso("2024-02-29T23:59:59.123456789-02:30"), 1'709'260'199'123'456);
}

TEST(Moments, what_is_no_moment_is_none) {
  for (auto text :
       {"", "today", "2023-02-29", "1969-12-31", "2023-1-1", "2023-01-01T", "2023-13-01",
        "2023-01-01T24:00:00Z", "2023-01-01T00:00:00.Z", "2023-01-01T00:00:00Zx",
        "2023-01-01T00:00:00+25:00", "-023-01-01", "99999-01-01"})
    EXPECT_FALSE(read_iso(text)) << text;
}

RC_GTEST_PROP(Moments, what_is_written_is_read_again, ()) {
  auto at = *rc::gen::inRange<store::Micros>(0, 250'000'000'000'000'000) / 1000 * 1000;
  RC_ASSERT(read_iso(iso(at)) == at);
}

RC_GTEST_PROP(Moments, any_text_is_read_or_refused, ()) {
  (void)read_iso(*rc::gen::string<std::string>());
}

}  // namespace easel::api
