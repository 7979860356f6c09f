#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "media/spool.h"
#include "media/testing.h"

namespace easel::media {
namespace {

using namespace std::string_literals;
using testing::be32;
using testing::le32;
using testing::png;

std::string segment(unsigned char marker, std::string payload) {
  auto length = payload.size() + 2;
  return "\xFF"s + static_cast<char>(marker) + static_cast<char>(length >> 8) +
         static_cast<char>(length) + payload;
}

std::string frame(unsigned char marker, unsigned width, unsigned height) {
  return segment(marker, "\x08"s + static_cast<char>(height >> 8) + static_cast<char>(height) +
                             static_cast<char>(width >> 8) + static_cast<char>(width) +
                             "\x03zzzzzzzzz");
}

std::string riff(const std::string& kind, const std::string& payload) {
  auto chunk = kind + le32(static_cast<std::uint32_t>(payload.size())) + payload;
  return "RIFF" + le32(static_cast<std::uint32_t>(chunk.size() + 4)) + "WEBP" + chunk +
         std::string(16, '\0');
}

std::string box(const std::string& kind, const std::string& payload) {
  return be32(static_cast<std::uint32_t>(payload.size() + 8)) + kind + payload;
}

std::string avif() {
  auto extents = [](std::uint32_t w, std::uint32_t h) {
    return box("ispe", "\0\0\0\0"s + be32(w) + be32(h));
  };
  auto properties = box("ipco", extents(160, 120) + extents(1344, 768) + box("pixi", "zzzz"));
  return box("ftyp", "mif1\0\0\0\0mif1avif"s) +
         box("meta", "\0\0\0\0"s + box("hdlr", "pict") + box("iprp", properties)) +
         box("mdat", std::string(64, 'x'));
}

void expect_kind(const std::string& bytes, const char* type, int width, int height) {
  auto found = sniff(bytes);
  ASSERT_TRUE(found) << type;
  EXPECT_EQ(found->media_type, type);
  EXPECT_EQ(found->width, width);
  EXPECT_EQ(found->height, height);
}

TEST(Sniff, ReadsPngAndGif) {
  expect_kind(png(1344, 768), "image/png", 1344, 768);
  expect_kind("GIF89a\x00\x02\x2C\x01zzz"s, "image/gif", 512, 300);
}

TEST(Sniff, ReadsBaselineAndProgressiveJpegAlsoBehindMetadata) {
  auto exif = segment(0xE1, "Exif\0\0"s + std::string(60'000, '\xFF'));
  auto table = segment(0xC4, std::string(400, 'h'));
  expect_kind("\xFF\xD8" + frame(0xC0, 1024, 640), "image/jpeg", 1024, 640);
  expect_kind("\xFF\xD8" + segment(0xE0, "JFIF") + frame(0xC2, 65535, 1), "image/jpeg", 65535, 1);
  expect_kind("\xFF\xD8" + exif + exif + table + "\xFF\xFF\xFF" + frame(0xC2, 832, 1248),
              "image/jpeg", 832, 1248);
}

TEST(Sniff, ReadsTheThreeKindsOfWebp) {
  expect_kind(riff("VP8 ", "zzz\x9D\x01\x2A"s + "\x00\x04\x80\x02"s), "image/webp", 1024, 640);
  // 14 bits width − 1, 14 bits height − 1
  expect_kind(riff("VP8L", "\x2F" + le32((1024 - 1) | (640 - 1) << 14)), "image/webp", 1024, 640);
  expect_kind(riff("VP8X", "\0\0\0\0"s + "\xFF\x0F\x00\x7F\x02\x00"s), "image/webp", 4096, 640);
}

TEST(Sniff, ReadsTheLargestExtentsOfAvif) {
  expect_kind(avif(), "image/avif", 1344, 768);
}

TEST(Sniff, ReadsSvgWithSizeWithViewBoxAndWithNeither) {
  expect_kind(
      "\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE svg>\n"
      "<svg xmlns='x' stroke-width='3' width='640px' height=\"480\">",
      "image/svg+xml", 640, 480);
  expect_kind("<svg width='100%' height='100%' viewBox='0 0, 300 150'></svg>", "image/svg+xml", 300,
              150);
  expect_kind("<svg></svg>", "image/svg+xml", 0, 0);
}

TEST(Sniff, RefusesWhatIsNoPictureOrHasNoSize) {
  for (const auto& bytes :
       {""s, "hello"s, "<html><svg></svg></html>"s, "<svgx>"s, png(0, 10), png(10, 0),
        png(0x80000000u, 1), png(5, 5).substr(0, 20), "\xFF\xD8\xFF\xD9"s, "\xFF\xD8\xFF\xE1"s,
        "GIF89a"s, "RIFFxxxxWEBPVP8Q"s + std::string(30, 'x'), box("ftyp", "isomxxxxmp42")}) {
    EXPECT_FALSE(sniff(bytes)) << bytes.substr(0, 30);
  }
}

RC_GTEST_PROP(Sniff, SurvivesAnyBytes, (std::string bytes)) {
  (void)sniff(bytes);
}

// Cut anywhere and with any bytes changed: an answer or none, and no sanitizer report.
RC_GTEST_PROP(Sniff, SurvivesDamagedPictures, ()) {
  const auto samples = std::vector<std::string>{
      png(10, 20),
      "\xFF\xD8" + segment(0xE1, std::string(300, 'e')) + frame(0xC2, 30, 40),
      riff("VP8 ", "zzz\x9D\x01\x2A"s + "\x00\x04\x80\x02"s),
      riff("VP8L", "\x2F" + le32(77)),
      riff("VP8X", std::string(10, '\1')),
      avif(),
      "<?xml?><!-- --><svg width='10' height='20' viewBox='0 0 1 2'/>",
      "GIF87a\x01\x00\x01\x00"s,
  };
  auto bytes = *rc::gen::elementOf(samples);
  const auto changes = *rc::gen::inRange(0, 8);
  for (int i = 0; i < changes; ++i) {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  }
  bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
  const auto found = sniff(bytes);
  if (found && found->media_type != "image/svg+xml") {
    RC_ASSERT(found->width > 0);
    RC_ASSERT(found->height > 0);
  }
}

}  // namespace
}  // namespace easel::media
