#include "wire/sse.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "wire/data_url.h"

namespace easel::wire {
namespace {

struct Recorder : SseReader::Handler {
  std::vector<std::string> events;
  std::string running;
  int comments = 0;
  Status data(std::string_view piece) override {
    running += piece;
    return {};
  }
  Status event_end() override {
    events.push_back(std::exchange(running, {}));
    return {};
  }
  void comment() override { ++comments; }
};

std::vector<std::string> read(std::string_view text, std::size_t piece = 1 << 20) {
  Recorder recorder;
  SseReader reader(recorder);
  for (std::size_t i = 0; i < text.size(); i += piece)
    EXPECT_TRUE(reader.feed(text.substr(i, piece)));
  EXPECT_TRUE(reader.finish());
  return recorder.events;
}

using Events = std::vector<std::string>;

}  // namespace

TEST(Sse, joins_data_lines_and_skips_comments_and_other_fields) {
  EXPECT_EQ(read(": hi\n\nevent: x\ndata: a\ndata: b\nid: 1\n\ndata:c\n\n"), (Events{"a\nb", "c"}));
}

TEST(Sse, takes_any_line_ending) {
  EXPECT_EQ(read("data: a\r\n\r\ndata: b\r\rdata: c\n\n"), (Events{"a", "b", "c"}));
}

TEST(Sse, gives_the_last_event_even_without_its_blank_line) {
  EXPECT_EQ(read("data: a\n\ndata: b\n"), (Events{"a", "b"}));
  EXPECT_EQ(read("data: a\n\ndata: b"), (Events{"a", "b"}));
}

TEST(Sse, removes_one_space_only) {
  EXPECT_EQ(read("data:  a\n\n"), (Events{" a"}));
}

TEST(Sse, a_blank_line_without_data_is_no_event) {
  EXPECT_EQ(read("\n\n:x\n\n\n"), Events{});
}

RC_GTEST_PROP(Sse, any_split_gives_the_same_events, (std::uint8_t piece)) {
  auto lines = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "data: one", "data:two", ": beat", "event: x", "", "", "data: three  ", "data"));
  std::string text;
  for (const auto& line : lines) text += line + *rc::gen::element<std::string>("\n", "\r\n", "\r");
  RC_ASSERT(read(text) == read(text, piece + 1u));
}

TEST(DataUrl, is_recognised_in_any_case_with_parameters) {
  auto head = parse_data_url_head("DATA:image/PNG;name=x;BASE64,AAAA");
  ASSERT_TRUE(head);
  EXPECT_EQ(head->media_type, "image/png");
  EXPECT_EQ(head->data_at, std::string_view("DATA:image/PNG;name=x;BASE64,").size());
}

TEST(DataUrl, refuses_what_is_not_base64) {
  for (auto text : {"https://x/y.png", "data:image/png,abc", "data:image/png;base64", ""})
    EXPECT_FALSE(parse_data_url_head(text)) << text;
}

}  // namespace easel::wire
