#include "imaging/origin.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "imaging/exif.h"
#include "imaging/jpeg.h"
#include "imaging/png.h"
#include "imaging/webp.h"

namespace easel::imaging {
namespace {

const Origin kOrigin{.tool = "Easel painter-1 (procedural)",
                     .model = "easel/painter-1",
                     .seed = "7",
                     .prompt = "a \"sea\" & <sky>\n\u05e9",
                     .generation = "gen-1"};

std::string file_of(const std::string& format, const Origin& origin) {
  auto threads = make_threads(1);
  Job job{*threads};
  const Bitmap bitmap(30, 20);
  std::vector<std::uint8_t> bytes;
  if (format == "png")
    bytes = encode_png(bitmap, {.xmp = origin.xmp(), .exif = origin.exif()}, job).value();
  if (format == "jpeg")
    bytes = encode_jpeg(bitmap, {.xmp = origin.xmp(), .exif = origin.exif()}, job).value();
  if (format == "webp")
    bytes = encode_webp(bitmap, {.xmp = origin.xmp(), .exif = origin.exif()}, job).value();
  return {bytes.begin(), bytes.end()};
}

TEST(Origin, is_read_back_from_every_format) {
  for (const std::string format : {"png", "jpeg", "webp"}) {
    auto found = inspect(file_of(format, kOrigin));
    ASSERT_TRUE(found) << format;
    EXPECT_EQ(found->format, format);
    EXPECT_EQ(found->width, 30);
    EXPECT_EQ(found->height, 20);
    EXPECT_EQ(found->source_type, "algorithmicMedia");
    EXPECT_EQ(found->tool, kOrigin.tool);
    EXPECT_EQ(found->model, kOrigin.model);
    EXPECT_EQ(found->seed, "7");
    EXPECT_EQ(found->prompt, "a \"sea\" & <sky> \u05e9");
    EXPECT_EQ(found->generation, "gen-1");
    EXPECT_TRUE(found->xmp && found->exif);
    EXPECT_TRUE(found->by_easel);
    EXPECT_FALSE(found->changed);
    EXPECT_FALSE(found->manifest);
  }
}

TEST(Origin, is_read_from_exif_where_a_program_has_dropped_the_rest) {
  auto threads = make_threads(1);
  Job job{*threads};
  for (const std::string format : {"png", "jpeg", "webp"}) {
    Origin bare = kOrigin;
    std::vector<std::uint8_t> bytes;
    const Bitmap bitmap(30, 20);
    if (format == "png") bytes = encode_png(bitmap, {.exif = bare.exif()}, job).value();
    if (format == "jpeg") bytes = encode_jpeg(bitmap, {.exif = bare.exif()}, job).value();
    if (format == "webp") bytes = encode_webp(bitmap, {.exif = bare.exif()}, job).value();
    auto found = inspect({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    ASSERT_TRUE(found) << format;
    EXPECT_EQ(found->source_type, "algorithmicMedia") << format;
    EXPECT_EQ(found->tool, kOrigin.tool);
    EXPECT_EQ(found->model, kOrigin.model);
    EXPECT_EQ(found->seed, "7");
    EXPECT_EQ(found->generation, "gen-1");
    EXPECT_EQ(found->prompt, "");
    EXPECT_TRUE(found->by_easel && found->exif && !found->xmp);
  }
}

TEST(Exif, of_the_other_byte_order_is_read_and_what_is_broken_is_empty) {
  using namespace std::string_literals;
  const std::string big = "MM\0*\0\0\0\10"s +                          // its directory
                          "\0\1\1\61\0\2\0\0\0\5\0\0\0\32\0\0\0\0"s +  // one entry: Software
                          "abcd\0"s;
  EXPECT_EQ(read_exif(big).software, "abcd");
  for (std::size_t size = 0; size < 26; ++size)
    EXPECT_EQ(read_exif(big.substr(0, size)).software, "") << size;
}

TEST(Origin, a_long_prompt_is_cut_between_characters) {
  Origin origin{.tool = "x"};
  for (int i = 0; i < 40000; ++i) origin.prompt += "\u8336";
  auto found = inspect(file_of("jpeg", origin));
  ASSERT_TRUE(found);
  EXPECT_LE(found->prompt.size(), 8000u);
  EXPECT_EQ(found->prompt.size() % 3, 0u);
}

TEST(Origin, a_manifest_is_seen) {
  std::string file = file_of("png", kOrigin);
  file.insert(8 + 25, std::string("\0\0\0\4caBXabcd\0\0\0\0", 16));
  auto found = inspect(file);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->manifest);
}

RC_GTEST_PROP(Origin, hostile_files_are_walked_through_in_bounds, ()) {
  const auto format = *rc::gen::element<std::string>("png", "jpeg", "webp");
  std::string file = file_of(format, kOrigin);
  for (int i = *rc::gen::inRange(1, 30); i > 0; --i)
    file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<char>();
  file.resize(*rc::gen::inRange<std::size_t>(0, file.size()));
  auto found = inspect(file);
  if (!found) RC_ASSERT(found.error().kind == ErrorKind::invalid_image);
}

}  // namespace
}  // namespace easel::imaging
