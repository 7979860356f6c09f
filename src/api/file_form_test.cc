#include "api/file_form.h"

#include <gtest/gtest.h>

namespace easel::api {
namespace {

std::string part(const std::string& name, const std::string& filename, const std::string& data) {
  return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename +
         "\"\r\n\r\n" + data + "\r\n";
}
const std::string kEnd = "--x--\r\n";

std::string name_of(const std::string& filename) {
  FileForm form("x");
  EXPECT_TRUE(form.feed(part("file", filename, "data") + kEnd));
  return form.filename();
}

TEST(FileForm, gives_the_bytes_of_its_file_as_they_come) {
  FileForm form("x");
  std::string got;
  for (char c : part("purpose", "", "vision") + part("file", "a.png", "bytes\r\nof it") + kEnd) {
    ASSERT_TRUE(form.feed({&c, 1}));
    got += form.take();
  }
  ASSERT_TRUE(form.finish());
  EXPECT_EQ(got, "bytes\r\nof it");
  EXPECT_EQ(form.filename(), "a.png");
}

TEST(FileForm, is_refused_without_a_file_with_two_or_without_an_end) {
  FileForm none("x"), two("x"), open("x");
  ASSERT_TRUE(none.feed(part("image", "a.png", "a") + kEnd));
  EXPECT_EQ(none.finish().error().field, "file");
  EXPECT_EQ(two.feed(part("file", "a", "a") + part("file", "b", "b") + kEnd).error().field, "file");
  ASSERT_TRUE(open.feed(part("file", "a", "a")));
  EXPECT_FALSE(open.finish());
}

TEST(FileForm, a_name_is_what_stands_behind_the_folders_and_fits_a_line) {
  EXPECT_EQ(name_of("../../etc/a.png"), "a.png");
  EXPECT_EQ(name_of(""), "file");
  EXPECT_EQ(name_of("a\x01\tb.png"), "ab.png");
  EXPECT_EQ(name_of("\xff.png"), "\xEF\xBF\xBD.png");
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "\xC3\xBC";
  EXPECT_EQ(name_of(umlauts), umlauts.substr(0, 254));
}

}  // namespace
}  // namespace easel::api
