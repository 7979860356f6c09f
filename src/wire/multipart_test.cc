#include "wire/multipart.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel::wire {
namespace {

struct Part {
  std::string name, filename, content_type, data;
  friend bool operator==(const Part&, const Part&) = default;
};

class Collector : public MultipartReader::Handler {
 public:
  Status begin(const MultipartReader::Head& head) override {
    parts.push_back({head.name, head.filename, head.content_type, ""});
    return {};
  }
  Status data(std::string_view piece) override {
    parts.back().data += piece;
    return {};
  }
  Status end() override {
    ++ended;
    return {};
  }
  std::vector<Part> parts;
  std::size_t ended = 0;
};

Result<std::vector<Part>> read(std::string_view body, std::size_t piece = 1 << 20,
                               MultipartLimits limits = {}) {
  Collector collector;
  MultipartReader reader("XX", collector, limits);
  for (std::size_t i = 0; i < body.size(); i += piece) TRY(reader.feed(body.substr(i, piece)));
  TRY(reader.finish());
  EXPECT_EQ(collector.ended, collector.parts.size());
  return collector.parts;
}

std::string write(const std::vector<Part>& parts) {
  std::string body;
  for (const auto& part : parts) {
    body += "--XX\r\nContent-Disposition: form-data; name=\"" + part.name + "\"";
    if (!part.filename.empty()) body += "; filename=\"" + part.filename + "\"";
    body += "\r\n";
    if (!part.content_type.empty()) body += "content-type:" + part.content_type + "\r\n";
    body += "\r\n" + part.data + "\r\n";
  }
  return body + "--XX--\r\n";
}

}  // namespace

TEST(Multipart, reads_fields_and_files_at_any_split) {
  std::vector<Part> parts = {{"prompt", "", "", "a fox"},
                             {"empty", "", "", ""},
                             {"image[]", "a; b.png", "image/png", "\x89PNG\r\n\r\n-\r\n--X\r\n"}};
  for (std::size_t piece = 1; piece < 40; ++piece) EXPECT_EQ(read(write(parts), piece), parts);
}

TEST(Multipart, a_preamble_padding_and_an_epilogue_are_passed_over) {
  auto parts = read(
      "hello\r\nworld\r\n--XX \t\r\nContent-Disposition: FORM-DATA ; name=a\r\n\r\n1"
      "\r\n--XX--\r\nbye\r\n--XX\r\nmore",
      3);
  ASSERT_TRUE(parts) << parts.error().message;
  EXPECT_EQ(*parts, (std::vector<Part>{{"a", "", "", "1"}}));
  EXPECT_TRUE(read("--XX--")->empty());
}

TEST(Multipart, an_escaped_quote_stays_in_the_name) {
  auto parts = read(
      "--XX\r\nContent-Disposition: form-data; filename=\"x\\\"y;z\"; name=\"n\"\r\n"
      "\r\n1\r\n--XX--");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->front().filename, "x\"y;z");
  EXPECT_EQ(parts->front().name, "n");
}

TEST(Multipart, what_is_no_form_is_refused) {
  for (auto body : {"", "hello", "--XX", "--XX\r\n", "--XXY\r\n\r\n1\r\n--XX--",
                    "--XX\r\n\r\nno name\r\n--XX--", "--XX\r\nX: y\r\n\r\n1\r\n--XX--",
                    "--XX\r\nnonsense\r\n\r\n1\r\n--XX--",
                    "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--XX--",
                    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1"})
    EXPECT_FALSE(read(body, 2)) << body;
}

TEST(Multipart, limits_hold) {
  std::vector<Part> many(5, Part{"a", "", "", "1"});
  EXPECT_TRUE(read(write(many), 7, {.max_parts = 5}));
  EXPECT_EQ(read(write(many), 7, {.max_parts = 4}).error().kind, ErrorKind::payload_too_large);
  std::string endless = "--XX\r\nX: " + std::string(9000, 'x');
  EXPECT_EQ(read(endless).error().kind, ErrorKind::payload_too_large);
  EXPECT_FALSE(read("--XX" + std::string(1000, ' ')));
}

TEST(Multipart, the_boundary_is_read_from_the_content_type) {
  auto of = MultipartReader::boundary_of;
  EXPECT_EQ(of("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(of("Multipart/Form-Data;charset=utf-8; BOUNDARY=\"a b\""), "a b");
  EXPECT_EQ(of("multipart/form-data"), "");
  EXPECT_EQ(of("multipart/mixed; boundary=abc"), "");
  EXPECT_EQ(of("multipart/form-data; boundary=" + std::string(71, 'a')), "");
  EXPECT_EQ(of("multipart/form-data; boundary=\"a \""), "");
  EXPECT_EQ(of("multipart/form-data; boundary=\"a\r\n\""), "");
  EXPECT_EQ(of("application/json"), "");
}

RC_GTEST_PROP(Multipart, any_data_comes_back_at_any_split, (const std::vector<std::string>& data)) {
  std::vector<Part> parts;
  for (const auto& text : data) {
    RC_PRE(("\r\n" + text).find("\r\n--XX") == std::string::npos);
    parts.push_back({"n", "f", "image/png", text});
  }
  auto piece = *rc::gen::inRange<std::size_t>(1, 30);
  auto back = read(write(parts), piece);
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == parts);
}

RC_GTEST_PROP(Multipart, no_bytes_crash_it, (const std::string& bytes)) {
  (void)read(bytes, 3);
  (void)read("--XX\r\nContent-Disposition: form-data; name=a\r\n" + bytes, 5);
  (void)MultipartReader::boundary_of("multipart/form-data;" + bytes);
}

}  // namespace easel::wire
