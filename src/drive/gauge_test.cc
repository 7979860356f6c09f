#include "drive/gauge.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel::drive {

TEST(Gauge, a_bar_of_steps_is_progress_and_is_told_once) {
  Gauge gauge;
  EXPECT_FALSE(gauge.news());
  gauge.hear("  |============>             | 5/20 - 1.52it/s");
  EXPECT_DOUBLE_EQ(gauge.news()->fraction, 0.25);
  EXPECT_FALSE(gauge.news());
  gauge.hear("  |=========================>| 20/20 - 7.84s/it");
  EXPECT_DOUBLE_EQ(gauge.news()->fraction, 1);
}

TEST(Gauge, a_bar_of_bytes_says_that_the_model_is_loaded) {
  Gauge gauge;
  gauge.hear("  |=====>   | 686/1356 - 120.50MB/s");
  auto news = gauge.news();
  EXPECT_EQ(news->stage, "loading the model");
  EXPECT_DOUBLE_EQ(news->fraction, 0);
}

TEST(Gauge, of_several_pictures_it_is_the_whole_and_never_goes_back) {
  Gauge gauge;
  gauge.reset(2);
  gauge.hear("|=| 10/10 - 1it/s");
  EXPECT_DOUBLE_EQ(gauge.news()->fraction, 0.5);
  gauge.hear("|=| 5/10 - 1it/s");
  EXPECT_DOUBLE_EQ(gauge.news()->fraction, 0.75);
  gauge.hear("|=| 1/10 - 1it/s");  // a decoder's, for all that is known
  EXPECT_DOUBLE_EQ(gauge.news()->fraction, 0.75);
}

TEST(Gauge, other_lines_say_nothing) {
  Gauge gauge;
  for (auto line :
       {"", "|", "[INFO ] | 3/20", "| 3/0 - 1it/s", "| 30/20 - 1it/s", "| -1/20 - 1it/s",
        "| 3/20 - 1 apples", "3/20 - 1it/s", "| 99999999999999/1 - 1it/s"})
    gauge.hear(line);
  EXPECT_FALSE(gauge.news());
}

RC_GTEST_PROP(Gauge, no_line_ends_it, (const std::string& line)) {
  Gauge gauge;
  gauge.hear(line);
  gauge.hear("|" + line);
  auto news = gauge.news();
  RC_ASSERT(!news || (news->fraction >= 0 && news->fraction <= 1));
}

}  // namespace easel::drive
