#include "base/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel {

TEST(Base64, gives_the_vectors_of_rfc_4648) {
  EXPECT_EQ(base64_encode(""), "");
  EXPECT_EQ(base64_encode("f"), "Zg==");
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_EQ(base64_encode("foo"), "Zm9v");
  EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, refuses_foreign_characters_and_broken_ends) {
  for (auto text : {"Z", "Zg==Zg==", "Zm9v!", "====", "Zm9", "Zg==="})
    EXPECT_FALSE(base64_decode(text).has_value()) << text;
}

TEST(Base64, takes_line_breaks_and_the_url_safe_alphabet) {
  EXPECT_EQ(base64_decode("Zm9v\r\nYmFy").value(), "foobar");
  EXPECT_EQ(base64_decode("-_-_").value(), base64_decode("+/+/").value());
}

RC_GTEST_PROP(Base64, any_split_encodes_and_decodes_to_the_same_bytes,
              (const std::string& bytes, std::size_t a, std::size_t b)) {
  std::size_t cut = bytes.empty() ? 0 : a % (bytes.size() + 1);
  std::string text;
  Base64Encoder encoder;
  encoder.encode(std::string_view(bytes).substr(0, cut), text);
  encoder.encode(std::string_view(bytes).substr(cut), text);
  encoder.finish(text);
  RC_ASSERT(text == base64_encode(bytes));
  RC_ASSERT(text.size() == base64_size(bytes.size()));

  std::size_t split = text.empty() ? 0 : b % (text.size() + 1);
  std::string back;
  Base64Decoder decoder;
  RC_ASSERT(decoder.decode(std::string_view(text).substr(0, split), back).has_value());
  RC_ASSERT(decoder.decode(std::string_view(text).substr(split), back).has_value());
  RC_ASSERT(decoder.finish().has_value());
  RC_ASSERT(back == bytes);
}

}  // namespace easel
