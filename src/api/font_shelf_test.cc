#include "api/font_shelf.h"

#include <gtest/gtest.h>

namespace easel::api {
namespace {

TEST(FontShelf, gives_the_same_font_again_until_it_is_old) {
  FontShelf shelf;
  Time now{};
  EXPECT_EQ(shelf.find("https://a/f", now), nullptr);
  auto font = shelf.keep("https://a/f", "bytes", now);
  EXPECT_EQ(shelf.find("https://a/f", now + std::chrono::minutes(9)), font);
  EXPECT_EQ(shelf.find("https://a/f", now + std::chrono::minutes(11)), nullptr);
}

TEST(FontShelf, holds_equal_fonts_once) {
  FontShelf shelf;
  EXPECT_EQ(shelf.keep("https://a/f", "bytes", {}), shelf.keep("https://b/g", "bytes", {}));
}

TEST(FontShelf, lets_the_oldest_go_when_it_is_full) {
  FontShelf shelf;
  for (int i = 0; i < 12; ++i)
    shelf.keep("https://a/" + std::to_string(i), std::string(8 << 20, static_cast<char>(i)),
               Time{} + std::chrono::seconds(i));
  EXPECT_EQ(shelf.find("https://a/0", Time{} + std::chrono::seconds(12)), nullptr);
  EXPECT_NE(shelf.find("https://a/11", Time{} + std::chrono::seconds(12)), nullptr);
}

}  // namespace
}  // namespace easel::api
