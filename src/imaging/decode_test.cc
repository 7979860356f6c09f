#include "imaging/decode.h"

#include <gtest/gtest.h>
#include <jpeglib.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "imaging/png.h"
#include "imaging/scale.h"
#include "imaging/webp.h"

namespace easel::imaging {
namespace {

Bitmap gradient(int width, int height, int channels) {
  Bitmap bitmap(width, height, channels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        bitmap.row(y)[static_cast<std::size_t>(x * channels + c)] = static_cast<std::uint8_t>(
            c == 3 ? 255 - y * 200 / height : 40 + (c == 1 ? y * 150 / height : x * 150 / width));
  return bitmap;
}

std::string png(const Bitmap& bitmap) {
  auto threads = make_threads(1);
  Job job{*threads};
  auto bytes = encode_png(bitmap, {}, job).value();
  return {bytes.begin(), bytes.end()};
}

std::string webp(const Bitmap& bitmap, WebpOptions options = {}) {
  auto threads = make_threads(1);
  Job job{*threads};
  std::string file;
  auto done = encode_webp(bitmap, options, job, [&](auto piece) -> Status {
    EXPECT_LE(piece.size(), 64u * 1024);
    file.append(piece.begin(), piece.end());
    return {};
  });
  EXPECT_TRUE(done);
  return file;
}

std::string jpeg(const Bitmap& bitmap, bool progressive) {
  jpeg_compress_struct info{};
  jpeg_error_mgr errors{};
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &out, &size);
  info.image_width = static_cast<unsigned>(bitmap.width);
  info.image_height = static_cast<unsigned>(bitmap.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, 95, TRUE);
  if (progressive) jpeg_simple_progression(&info);
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    auto row = const_cast<unsigned char*>(bitmap.row(static_cast<int>(info.next_scanline)).data());
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  std::string file(reinterpret_cast<char*>(out), size);
  jpeg_destroy_compress(&info);
  std::free(out);
  return file;
}

Result<Bitmap> read(const std::string& file, std::int64_t room = 100 << 20) {
  ByteBudget budget(room);
  auto rows = TRY(open_rows(file, budget));
  Bitmap bitmap(rows->width, rows->height, rows->channels);
  for (int y = 0; y < bitmap.height; ++y) TRY(rows->read(bitmap.row(y)));
  rows.reset();
  EXPECT_EQ(budget.left(), budget.size());
  return bitmap;
}

// The largest difference of a channel.
int distance(const Bitmap& a, const Bitmap& b) {
  if (a.pixels.size() != b.pixels.size()) return 999;
  int most = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i)
    most = std::max(most, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
  return most;
}

TEST(Decode, png_and_lossless_webp_come_back_as_they_were) {
  for (int channels : {3, 4}) {
    auto bitmap = gradient(67, 41, channels);
    EXPECT_EQ(distance(read(png(bitmap)).value(), bitmap), 0);
    auto back = read(webp(bitmap, {.quality = 20, .lossless = true}));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->channels, channels);
    EXPECT_EQ(distance(*back, bitmap), 0);
  }
}

TEST(Decode, lossy_kinds_come_back_nearly_as_they_were) {
  auto bitmap = gradient(160, 90, 3);
  EXPECT_LT(distance(read(jpeg(bitmap, false)).value(), bitmap), 16);
  EXPECT_LT(distance(read(jpeg(bitmap, true)).value(), bitmap), 16);
  EXPECT_LT(distance(read(webp(bitmap)).value(), bitmap), 24);
}

TEST(Decode, a_file_that_stops_too_early_is_no_picture) {
  auto bitmap = gradient(64, 64, 3);
  for (const auto& file : {png(bitmap), webp(bitmap)}) {
    auto cut = read(file.substr(0, file.size() / 2));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().kind, ErrorKind::invalid_image);
  }
  EXPECT_FALSE(read("GIF89a and more"));
  EXPECT_FALSE(read(""));
}

TEST(Decode, a_picture_that_claims_too_many_pixels_is_refused_before_it_is_decoded) {
  auto file = png(gradient(4, 4, 3));
  // IHDR says 20000 × 20000; its checksum is then wrong, so either refusal is right, neither huge.
  for (std::size_t at : {16u, 20u}) file.replace(at, 4, std::string("\0\0\x4e\x20", 4));
  EXPECT_FALSE(read(file));
  auto large = jpeg(gradient(16, 16, 3), false);
  auto frame = large.find("\xff\xc0");
  large.replace(frame + 5, 4, "\xff\xdc\xff\xdc");
  auto refused = read(large);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::payload_too_large);
}

TEST(Decode, what_does_not_fit_the_byte_budget_is_refused_and_nothing_stays_taken) {
  auto refused = read(webp(gradient(200, 200, 3)), 1000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::overloaded);
}

RC_GTEST_PROP(Decode, no_damage_ends_the_process, (int kind, std::uint16_t where, char what)) {
  static const Bitmap bitmap = gradient(33, 21, 3);
  static const std::string files[] = {png(bitmap), jpeg(bitmap, true), webp(bitmap)};
  std::string file = files[static_cast<unsigned>(kind) % 3];
  file[where % file.size()] = what;
  ByteBudget budget(100 << 20);
  auto rows = open_rows(file, budget);
  if (!rows) return;
  std::vector<std::uint8_t> row(static_cast<std::size_t>((*rows)->width) * (*rows)->channels);
  for (int y = 0; y < (*rows)->height; ++y)
    if (!(*rows)->read(row)) return;
}

Bitmap scaled(const Bitmap& bitmap, int width, int height) {
  AreaScaler scaler(bitmap.width, bitmap.height, bitmap.channels, width, height);
  for (int y = 0; y < bitmap.height; ++y) scaler.push(bitmap.row(y));
  return scaler.take();
}

TEST(Scale, the_same_size_is_the_same_picture) {
  auto bitmap = gradient(31, 17, 3);
  EXPECT_EQ(distance(scaled(bitmap, 31, 17), bitmap), 0);
}

TEST(Scale, half_the_size_is_the_mean_of_four) {
  Bitmap bitmap(2, 2, 3);
  bitmap.pixels = {0, 0, 0, 100, 0, 0, 0, 200, 0, 100, 200, 40};
  EXPECT_EQ(scaled(bitmap, 1, 1).pixels, (std::vector<std::uint8_t>{50, 100, 10}));
}

TEST(Scale, what_is_not_seen_lends_no_colour) {
  Bitmap bitmap(2, 1, 4);
  bitmap.pixels = {255, 0, 0, 0, 0, 0, 200, 255};
  EXPECT_EQ(scaled(bitmap, 1, 1).pixels, (std::vector<std::uint8_t>{0, 0, 200, 128}));
}

RC_GTEST_PROP(Scale, one_colour_stays_that_colour_at_any_size,
              (std::uint8_t colour, std::uint8_t a, std::uint8_t b)) {
  int width = 1 + a % 90, height = 1 + b % 70;
  Bitmap bitmap(90, 70, 3);
  std::fill(bitmap.pixels.begin(), bitmap.pixels.end(), colour);
  auto small = scaled(bitmap, width, height);
  RC_ASSERT(small.width == width && small.height == height);
  for (auto pixel : small.pixels) RC_ASSERT(std::abs(int{pixel} - int{colour}) <= 1);
}

}  // namespace
}  // namespace easel::imaging
