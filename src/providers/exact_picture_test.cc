#include "providers/exact_picture.h"

#include <gtest/gtest.h>

#include "imaging/decode.h"
#include "imaging/png.h"
#include "providers/testing.h"

namespace easel::providers {
namespace {

using namespace gateway;

// Red tells the column, green the row.
std::string numbered_png(int width, int height) {
  imaging::Bitmap bitmap(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      bitmap.row(y)[static_cast<std::size_t>(x) * 3] = static_cast<std::uint8_t>(x);
      bitmap.row(y)[static_cast<std::size_t>(x) * 3 + 1] = static_cast<std::uint8_t>(y);
    }
  auto threads = make_threads(1);
  Job job{.parallel = *threads};
  auto file = imaging::encode_png(bitmap, {}, job);
  return {file->begin(), file->end()};
}

struct Made {
  Status status{};
  std::string file{};
  Events events{};
};

Made make(const std::string& file, const ExactPicture& wanted, int threads = 1) {
  Made made;
  auto parallel = make_threads(threads);
  Job job{.parallel = *parallel};
  made.status = emit_exactly(file, wanted, 0, job, [&](Event event) -> Status {
    if (auto data = std::get_if<PictureData>(&event)) made.file += data->bytes;
    made.events.push_back(std::move(event));
    return {};
  });
  return made;
}

imaging::Bitmap read(const std::string& file) {
  ByteBudget budget(1 << 26);
  auto rows = imaging::open_rows(file, budget);
  imaging::Bitmap bitmap((*rows)->width, (*rows)->height, (*rows)->channels);
  for (int y = 0; y < bitmap.height; ++y) EXPECT_TRUE((*rows)->read(bitmap.row(y)));
  return bitmap;
}

}  // namespace

TEST(ExactPicture, what_is_too_much_is_cut_from_both_edges_equally) {
  auto bitmap = read(make(numbered_png(128, 64), {.size = Size{100, 60}}).file);
  ASSERT_EQ(bitmap.width, 100);
  ASSERT_EQ(bitmap.height, 60);
  EXPECT_EQ(bitmap.row(0)[0], 14);
  EXPECT_EQ(bitmap.row(0)[1], 2);
  EXPECT_EQ(bitmap.row(59)[99 * 3], 113);
  EXPECT_EQ(bitmap.row(59)[99 * 3 + 1], 61);
}

TEST(ExactPicture, the_same_picture_gives_the_same_bytes_on_any_number_of_threads) {
  auto file = numbered_png(200, 200);
  EXPECT_EQ(make(file, {.size = Size{150, 150}}).file,
            make(file, {.size = Size{150, 150}}, 3).file);
}

TEST(ExactPicture, one_that_is_right_goes_out_byte_for_byte) {
  auto file = numbered_png(64, 64);
  EXPECT_EQ(make(file, {.size = Size{64, 64}}).file, file);
  EXPECT_EQ(make(file, {}).file, file);
}

TEST(ExactPicture, a_side_that_is_too_short_stays_as_it_is) {
  auto bitmap = read(make(numbered_png(64, 64), {.size = Size{32, 100}}).file);
  EXPECT_EQ(bitmap.width, 32);
  EXPECT_EQ(bitmap.height, 64);
}

TEST(ExactPicture, it_leaves_in_the_format_that_was_asked) {
  auto file = numbered_png(64, 64);
  EXPECT_TRUE(make(file, {.format = "jpeg"}).file.starts_with("\xff\xd8"));
  EXPECT_EQ(make(file, {.format = "webp"}).file.substr(8, 4), "WEBP");
}

TEST(ExactPicture, what_is_no_picture_is_the_providers_failure) {
  auto file = numbered_png(64, 64);
  for (const auto& broken :
       {std::string(), std::string("hello"), file.substr(0, file.size() / 2)}) {
    auto made = make(broken, {.size = Size{32, 32}});
    ASSERT_FALSE(made.status);
    EXPECT_EQ(made.status.error().kind, ErrorKind::provider_error);
  }
}

}  // namespace easel::providers
