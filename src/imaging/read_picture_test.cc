#include "imaging/read_picture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "imaging/jpeg.h"
#include "imaging/png.h"
#include "imaging/webp.h"

namespace easel::imaging {
namespace {

// An EXIF block that says one thing only.
std::string exif(int orientation, bool big = false) {
  std::string out = big ? std::string("MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0", 19)
                        : std::string("II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0", 18);
  out += static_cast<char>(orientation);
  return out + std::string(big ? 2 : 3, '\0');
}

std::string jpeg_with(const std::string& exif) {
  auto threads = make_threads(1);
  Job job{.parallel = *threads};
  Bitmap picture(3, 2);
  picture.pixels.assign(picture.pixels.size(), 90);
  const auto file = encode_jpeg(picture, {}, job);
  std::string out(file->begin(), file->end());
  const std::string body = std::string("Exif\0\0", 6) + exif;
  std::string segment = "\xff\xe1";
  segment += static_cast<char>((body.size() + 2) >> 8);
  segment += static_cast<char>(body.size() + 2);
  return out.insert(2, segment + body);
}

// The first bytes of a picture of one letter a pixel.
Bitmap letters(int width, const std::string& text) {
  Bitmap out(width, static_cast<int>(text.size()) / width);
  for (std::size_t i = 0; i < text.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c) out.pixels[i * 3 + c] = static_cast<std::uint8_t>(text[i]);
  return out;
}

std::string text_of(const Bitmap& picture) {
  std::string out;
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3)
    out += static_cast<char>(picture.pixels[i]);
  return out;
}

TEST(ReadPicture, each_orientation_is_brought_upright) {
  // Seen upright: "abc" above "def".
  const std::vector<std::pair<int, std::string>> lying = {
      {1, "abcdef"}, {2, "cbafed"}, {3, "fedcba"}, {4, "defabc"}};
  for (const auto& [orientation, text] : lying)
    EXPECT_EQ(text_of(upright(letters(3, text), orientation)), "abcdef") << orientation;
  const std::vector<std::pair<int, std::string>> turned = {
      {5, "adbecf"}, {6, "cfbead"}, {7, "fcebda"}, {8, "daebfc"}};
  for (const auto& [orientation, text] : turned) {
    const Bitmap up = upright(letters(2, text), orientation);
    EXPECT_EQ(up.width, 3);
    EXPECT_EQ(text_of(up), "abcdef") << orientation;
  }
}

TEST(ReadPicture, jpegs_that_lie_on_their_side_are_turned) {
  ByteBudget budget(1 << 20);
  for (const bool big : {false, true}) {
    const auto file = jpeg_with(exif(6, big));
    EXPECT_EQ(orientation_of(file), 6);
    const auto picture = read_picture(file, 1000, budget);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->width, 2);
    EXPECT_EQ(picture->height, 3);
  }
}

TEST(ReadPicture, nonsense_means_upright) {
  EXPECT_EQ(orientation_of(jpeg_with(exif(9))), 1);
  EXPECT_EQ(orientation_of(jpeg_with("II*")), 1);
  EXPECT_EQ(orientation_of("RIFF"), 1);
  EXPECT_EQ(orientation_of(""), 1);
}

RC_GTEST_PROP(ReadPicture, whatever_a_file_says_it_is_an_orientation, (const std::string& tail)) {
  for (const std::string head : {"\xff\xd8\xff\xe1", "\x89PNG\r\n\x1a\n", "RIFF\1\1\1\1WEBP"}) {
    const int orientation = orientation_of(head + tail);
    RC_ASSERT(orientation >= 1 && orientation <= 8);
  }
}

TEST(ReadPicture, files_that_end_within_their_first_words_are_no_pictures) {
  ByteBudget budget(1 << 20);
  for (const std::string whole :
       {"RIFF1234WEBPVP8 ", "\x89PNG\r\n\x1a\nIHDR", "\xff\xd8\xff\xe0JFIF"})
    for (std::size_t length = 0; length <= whole.size(); ++length)
      EXPECT_FALSE(read_picture(whole.substr(0, length), 1000, budget)) << length;
  EXPECT_EQ(budget.left(), budget.size());
}

TEST(ReadPicture, large_ones_become_smaller_while_they_are_read) {
  auto threads = make_threads(1);
  Job job{.parallel = *threads};
  const auto file = encode_png(Bitmap(400, 100), {}, job);
  ByteBudget budget(1 << 20);
  const auto picture =
      read_picture({reinterpret_cast<const char*>(file->data()), file->size()}, 10'000, budget);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->width, 200);
  EXPECT_EQ(picture->height, 50);
}

}  // namespace
}  // namespace easel::imaging
