#include "pages/files.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel::pages {
namespace {

TEST(Files, AreReadInTheOrderOfTheIndex) {
  auto files = read_files(
      "/a.js\ttext/javascript\taa\t3\t2\n/assets/b.woff2\tfont/woff2\tbb\t4\t0\n", "oneGZfour");
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].plain, "one");
  EXPECT_EQ(files[0].gzip, "GZ");
  EXPECT_EQ(files[0].tag, "\"aa\"");
  EXPECT_FALSE(files[0].immutable());
  EXPECT_EQ(files[1].plain, "four");
  EXPECT_EQ(files[1].gzip, "");
  EXPECT_TRUE(files[1].immutable());
}

TEST(Files, ThereIsAlwaysAPage) {
  bool page = false;
  for (const auto& file : files()) page |= file.path == "/index.html" && !file.plain.empty();
  EXPECT_TRUE(page);
}

RC_GTEST_PROP(Files, AnyIndexIsReadWithoutLeavingTheBytes, (std::string index, std::string bytes)) {
  for (const auto& file : read_files(index, bytes))
    RC_ASSERT(file.plain.size() + file.gzip.size() <= bytes.size());
}

TEST(Files, GzipIsForThoseWhoTakeIt) {
  EXPECT_TRUE(takes_gzip("gzip, deflate, br"));
  EXPECT_TRUE(takes_gzip("br, gzip;q=0.5"));
  EXPECT_FALSE(takes_gzip("br"));
  EXPECT_FALSE(takes_gzip("gzip;q=0, br"));
  EXPECT_FALSE(takes_gzip(""));
}

}  // namespace
}  // namespace easel::pages
