#include <gtest/gtest.h>
#include <webp/decode.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

#include "imaging/jpeg.h"
#include "imaging/webp.h"

namespace easel::imaging {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bitmap sample(int width, int height, int channels) {
  Bitmap bitmap(width, height, channels);
  for (int y = 0; y < height; ++y) {
    for (int i = 0; i < width * channels; ++i) {
      const int x = i / channels, k = i % channels;
      bitmap.row(y)[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(
          k == 3 ? 255 : 128 + 100 * std::sin(x * 0.05 + k) * std::cos(y * 0.04));
    }
  }
  return bitmap;
}

template <class Encode>
Bytes encoded(Encode encode) {
  const auto workers = make_threads(1);
  Job job{*workers};
  auto file = encode(job);
  EXPECT_TRUE(file);
  return std::move(file).value_or(Bytes{});
}

Bitmap from_jpeg(const Bytes& file) {
  jpeg_decompress_struct d{};
  jpeg_error_mgr errors{};
  d.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&d);
  jpeg_mem_src(&d, file.data(), file.size());
  jpeg_read_header(&d, TRUE);
  jpeg_start_decompress(&d);
  Bitmap out(static_cast<int>(d.output_width), static_cast<int>(d.output_height),
             d.output_components);
  while (d.output_scanline < d.output_height) {
    JSAMPROW row = out.row(static_cast<int>(d.output_scanline)).data();
    jpeg_read_scanlines(&d, &row, 1);
  }
  jpeg_finish_decompress(&d);
  jpeg_destroy_decompress(&d);
  return out;
}

double difference(const Bitmap& a, const Bitmap& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

TEST(Jpeg, gives_back_nearly_the_pixels) {
  for (const auto& [width, height] : {std::pair{1, 1}, {7, 65}, {200, 300}}) {
    const Bitmap bitmap = sample(width, height, 3);
    const Bitmap decoded =
        from_jpeg(encoded([&](Job& job) { return encode_jpeg(bitmap, {.quality = 95}, job); }));
    ASSERT_EQ(decoded.width, width);
    ASSERT_EQ(decoded.height, height);
    EXPECT_LT(difference(bitmap, decoded), 2);
  }
}

TEST(Jpeg, lays_what_is_transparent_on_white) {
  Bitmap bitmap = sample(16, 16, 4);
  for (std::size_t i = 3; i < bitmap.pixels.size(); i += 4) bitmap.pixels[i] = 0;
  const Bitmap decoded = from_jpeg(encoded([&](Job& job) { return encode_jpeg(bitmap, {}, job); }));
  for (const std::uint8_t value : decoded.pixels) EXPECT_GE(value, 250);
}

TEST(Jpeg, is_smaller_at_lower_quality_and_carries_a_comment) {
  const Bitmap bitmap = sample(300, 300, 3);
  const Bytes small = encoded([&](Job& job) { return encode_jpeg(bitmap, {.quality = 20}, job); });
  const Bytes large = encoded(
      [&](Job& job) { return encode_jpeg(bitmap, {.quality = 95, .comment = "dusk"}, job); });
  EXPECT_LT(small.size(), large.size());
  EXPECT_NE(std::string(large.begin(), large.end()).find("dusk"), std::string::npos);
}

TEST(Webp, gives_back_nearly_the_pixels_and_exactly_when_lossless) {
  const Bitmap bitmap = sample(123, 77, 3);
  for (const bool lossless : {false, true}) {
    const Bytes file = encoded(
        [&](Job& job) { return encode_webp(bitmap, {.quality = 90, .lossless = lossless}, job); });
    Bitmap decoded(123, 77, 3);
    ASSERT_NE(WebPDecodeRGBInto(file.data(), file.size(), decoded.pixels.data(),
                                decoded.pixels.size(), 123 * 3),
              nullptr);
    EXPECT_LE(difference(bitmap, decoded), lossless ? 0 : 3);
  }
}

TEST(Webp, keeps_transparency) {
  Bitmap bitmap = sample(20, 20, 4);
  for (std::size_t i = 3; i < bitmap.pixels.size(); i += 4) bitmap.pixels[i] = 0;
  const Bytes file = encoded([&](Job& job) { return encode_webp(bitmap, {}, job); });
  WebPBitstreamFeatures features;
  ASSERT_EQ(WebPGetFeatures(file.data(), file.size(), &features), VP8_STATUS_OK);
  EXPECT_TRUE(features.has_alpha);
}

using Sink = std::function<Status(std::span<const std::uint8_t>)>;

TEST(Formats, hand_out_small_pieces_and_stop_when_the_sink_fails) {
  const auto workers = make_threads(1);
  Job job{*workers};
  Bitmap noise(700, 700, 3);
  std::uint32_t state = 1;
  for (auto& p : noise.pixels)
    p = static_cast<std::uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
  const Sink full = [](std::span<const std::uint8_t> piece) -> Status {
    EXPECT_LE(piece.size(), 64u * 1024);
    return fail(ErrorKind::unavailable, "full");
  };
  EXPECT_EQ(encode_jpeg(noise, {}, job, full).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(encode_webp(noise, {}, job, full).error().kind, ErrorKind::unavailable);
}

TEST(Formats, stop_when_asked_and_refuse_what_is_not_a_bitmap) {
  const auto workers = make_threads(1);
  Job job{*workers};
  EXPECT_FALSE(encode_jpeg(Bitmap{}, {}, job));
  EXPECT_FALSE(encode_webp(Bitmap{}, {}, job));
  job.stop.request();
  EXPECT_EQ(encode_jpeg(sample(80, 80, 3), {}, job).error().kind, ErrorKind::cancelled);
  EXPECT_EQ(encode_webp(sample(80, 80, 3), {}, job).error().kind, ErrorKind::cancelled);
}

TEST(Formats, refuse_sides_that_they_cannot_say) {
  const auto workers = make_threads(1);
  Job job{*workers};
  EXPECT_EQ(encode_webp(Bitmap(16384, 1, 3), {}, job).error().field, "output_format");
  EXPECT_EQ(encode_jpeg(Bitmap(65501, 1, 3), {}, job).error().field, "output_format");
}

}  // namespace
}  // namespace easel::imaging
