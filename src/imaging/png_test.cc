#include "imaging/png.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <string>

namespace easel::imaging {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Noise over a gradient: exercises all three filters.
Bitmap sample(int width, int height, int channels) {
  Bitmap bitmap(width, height, channels);
  std::uint32_t state = 12345;
  for (std::size_t i = 0; i < bitmap.pixels.size(); ++i) {
    state = state * 1664525u + 1013904223u;
    bitmap.pixels[i] = static_cast<std::uint8_t>(i / 7 + (state >> 29));
  }
  return bitmap;
}

Bytes encode(const Bitmap& bitmap, int threads = 2, PngOptions options = {}) {
  const auto workers = make_threads(threads);
  Job job{*workers};
  auto file = encode_png(bitmap, options, job);
  EXPECT_TRUE(file);
  return std::move(file).value_or(Bytes{});
}

std::uint32_t u32(const Bytes& file, std::size_t at) {
  return file[at] << 24 | file[at + 1] << 16 | file[at + 2] << 8 | file[at + 3];
}

// A second opinion on the format: walks the chunks, checks every CRC, inflates and unfilters.
struct Decoded {
  std::uint32_t width = 0, height = 0;
  int colour_type = -1;
  Bytes pixels;
  std::string text;
};

int predict(int filter, int left, int up, int corner) {
  if (filter == 1) return left;
  if (filter == 2) return up;
  const int p = left + up - corner;
  const int a = std::abs(p - left), b = std::abs(p - up), c = std::abs(p - corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

Decoded decode(const Bytes& file, int channels) {
  Decoded out;
  Bytes packed;
  EXPECT_EQ(std::string(file.begin() + 1, file.begin() + 4), "PNG");
  for (std::size_t at = 8; at + 12 <= file.size();) {
    const std::uint32_t size = u32(file, at);
    const std::string type(file.begin() + at + 4, file.begin() + at + 8);
    EXPECT_EQ(u32(file, at + 8 + size), crc32(0, file.data() + at + 4, size + 4)) << type;
    const auto data = file.begin() + at + 8;
    if (type == "IHDR") {
      out.width = u32(file, at + 8);
      out.height = u32(file, at + 12);
      out.colour_type = file[at + 17];
    }
    if (type == "tEXt") out.text.assign(data, data + size);
    if (type == "IDAT") packed.insert(packed.end(), data, data + size);
    at += 12 + size;
    if (type == "IEND") EXPECT_EQ(at, file.size());
  }
  const std::size_t row = static_cast<std::size_t>(out.width) * channels;
  Bytes raw((row + 1) * out.height);
  uLongf length = raw.size();
  EXPECT_EQ(uncompress(raw.data(), &length, packed.data(), packed.size()), Z_OK);
  EXPECT_EQ(length, raw.size());
  out.pixels.resize(row * out.height);
  for (std::size_t y = 0; y < out.height; ++y) {
    const int filter = raw[y * (row + 1)];
    for (std::size_t x = 0; x < row; ++x) {
      const std::size_t c = channels;
      const int left = x >= c ? out.pixels[y * row + x - c] : 0;
      const int up = y > 0 ? out.pixels[(y - 1) * row + x] : 0;
      const int corner = x >= c && y > 0 ? out.pixels[(y - 1) * row + x - c] : 0;
      out.pixels[y * row + x] =
          static_cast<std::uint8_t>(raw[y * (row + 1) + 1 + x] + predict(filter, left, up, corner));
    }
  }
  return out;
}

TEST(Png, gives_back_the_pixels) {
  for (const auto& [width, height, channels] :
       {std::tuple{1, 1, 3}, {7, 65, 3}, {200, 300, 3}, {64, 64, 4}, {33, 129, 4}, {50, 20, 1}}) {
    const Bitmap bitmap = sample(width, height, channels);
    const Decoded decoded = decode(encode(bitmap), channels);
    EXPECT_EQ(decoded.width, static_cast<std::uint32_t>(width));
    EXPECT_EQ(decoded.height, static_cast<std::uint32_t>(height));
    EXPECT_EQ(decoded.colour_type, channels == 4 ? 6 : channels == 3 ? 2 : 0);
    EXPECT_EQ(decoded.pixels, bitmap.pixels);
  }
}

TEST(Png, gives_the_same_bytes_on_any_number_of_threads) {
  const Bitmap bitmap = sample(150, 700, 3);
  EXPECT_EQ(encode(bitmap, 1), encode(bitmap, 2));
  EXPECT_EQ(encode(bitmap, 1), encode(bitmap, 5));
}

TEST(Png, carries_text) {
  const Decoded decoded = decode(encode(sample(8, 8, 3), 1, {.text = {{"Title", "dusk"}}}), 3);
  EXPECT_EQ(decoded.text, std::string("Title\0dusk", 10));
}

TEST(Png, hands_out_small_pieces_in_order) {
  const auto workers = make_threads(2);
  Job job{*workers};
  const Bitmap bitmap = sample(500, 500, 3);
  Bytes joined;
  ASSERT_TRUE(encode_png(bitmap, {}, job, [&](std::span<const std::uint8_t> piece) -> Status {
    EXPECT_LE(piece.size(), 64u * 1024);
    joined.insert(joined.end(), piece.begin(), piece.end());
    return {};
  }));
  EXPECT_EQ(joined, encode(bitmap));
}

TEST(Png, stops_when_the_sink_fails) {
  const auto workers = make_threads(2);
  Job job{*workers};
  int calls = 0;
  const auto status =
      encode_png(sample(500, 500, 3), {}, job, [&](std::span<const std::uint8_t>) -> Status {
        if (++calls == 2) return fail(ErrorKind::unavailable, "full");
        return {};
      });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(calls, 2);
}

TEST(Png, stops_when_asked) {
  const auto workers = make_threads(2);
  Job job{*workers};
  job.stop.request();
  EXPECT_EQ(encode_png(sample(80, 80, 3), {}, job).error().kind, ErrorKind::cancelled);
}

TEST(Png, refuses_what_is_not_a_bitmap) {
  const auto workers = make_threads(1);
  Job job{*workers};
  Bitmap broken = sample(8, 8, 3);
  broken.pixels.pop_back();
  EXPECT_FALSE(encode_png(broken, {}, job));
  EXPECT_FALSE(encode_png(Bitmap{}, {}, job));
}

}  // namespace
}  // namespace easel::imaging
