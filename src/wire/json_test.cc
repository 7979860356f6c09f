#include "wire/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/json_writer.h"

namespace easel::wire {
namespace {

// Writes down what it is told, joined up.
struct Recorder : LongStrings {
  std::vector<std::pair<std::string, std::string>> seen;
  bool open = false;
  Status begin(const Path& path, std::string_view first) override {
    seen.emplace_back(path.text(), first);
    open = true;
    return {};
  }
  Status part(std::string_view piece) override {
    seen.back().second += piece;
    return {};
  }
  Status end() override {
    open = false;
    return {};
  }
};

constexpr JsonLimits kSmall{.long_string = 8};

}  // namespace

TEST(JsonReader, builds_an_ordinary_document_from_short_values) {
  auto document = parse_json(R"({"a":[1,2.5,true,null,"x\u00e9"]})");
  ASSERT_TRUE(document);
  EXPECT_EQ(to_json(*document), "{\"a\":[1,2.5,true,null,\"x\xC3\xA9\"]}");
}

TEST(JsonReader, hands_a_long_string_over_and_leaves_a_reference) {
  Recorder strings;
  JsonReader reader(&strings, kSmall);
  ASSERT_TRUE(reader.feed(R"({"m":[{"url":"0123456789abcdef"},{"url":"short"}]})"));
  auto document = reader.finish();
  ASSERT_TRUE(document);
  ASSERT_EQ(strings.seen.size(), 1u);
  EXPECT_EQ(strings.seen[0].first, "m[0].url");
  EXPECT_EQ(strings.seen[0].second, "0123456789abcdef");
  auto& held = document->at("m").at(0).at("url").as_string();
  EXPECT_EQ(reader.referred(std::string_view(held.data(), held.size())), 0);
  EXPECT_EQ(document->at("m").at(1).at("url").as_string(), "short");
}

TEST(JsonReader, says_where_the_text_stops_being_json) {
  auto document = parse_json(R"({"a":})");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().kind, ErrorKind::invalid_request);
  EXPECT_NE(document.error().message.find("byte"), std::string::npos);
}

TEST(JsonReader, refuses_an_empty_a_cut_and_a_doubled_document) {
  for (auto text : {"", "  ", "{\"a\":1", "{} {}", "[1,2"}) EXPECT_FALSE(parse_json(text)) << text;
}

// Boost's parser overruns a buffer when it gets such a letter in two pieces.
TEST(JsonReader, a_letter_in_two_pieces_is_read_whole_however_long_the_string_goes_on) {
  for (std::string letter : {"ö", "→", "😀"})
    for (std::size_t cut = 1; cut < letter.size(); ++cut)
      for (bool escaped : {false, true}) {
        std::string text = (escaped ? "\n" : "") + letter + std::string(9000, 'a');
        auto written = to_json(json::value(text));
        auto at = written.find(letter) + cut;
        JsonReader reader(nullptr, {.long_string = 1 << 20});
        ASSERT_TRUE(reader.feed(written.substr(0, at)));
        ASSERT_TRUE(reader.feed(written.substr(at)));
        auto read = reader.finish();
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, json::value(text));
      }
}

TEST(JsonReader, refuses_a_letter_that_never_ends) {
  for (auto text : {"\"a\xC3", "\"a\xC3\"", "\"\xF0\x9F\"\"", "\xC3"}) {
    JsonReader reader(nullptr, {});
    bool good = true;
    for (auto byte = text; good && *byte; ++byte) good = reader.feed({byte, 1}).has_value();
    EXPECT_FALSE(good && reader.finish());
  }
}

TEST(JsonReader, refuses_nesting_without_end) {
  EXPECT_FALSE(parse_json(std::string(100'000, '[')));
}

TEST(JsonReader, refuses_a_document_over_its_limit) {
  JsonReader reader(nullptr, {.max_document = 1000});
  std::string many = "[0";
  for (int i = 0; i < 1000; ++i) many += ",0";
  auto fed = reader.feed(many);
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().kind, ErrorKind::payload_too_large);
}

TEST(Path, matches_a_pattern_with_any_index) {
  Path path;
  path.enter_object();
  path.key("choices");
  path.enter_array();
  path.next();
  path.enter_object();
  path.key("url");
  EXPECT_TRUE(path.matches("choices[].url"));
  EXPECT_FALSE(path.matches("choices[].urls"));
  EXPECT_FALSE(path.matches("choices[]"));
  EXPECT_EQ(path.text(), "choices[1].url");
  EXPECT_EQ(path.index(0), 1);
}

RC_GTEST_PROP(JsonReader, any_split_gives_the_same_document_and_strings,
              (const std::vector<std::string>& texts, std::vector<std::uint8_t> cuts)) {
  std::string text;
  JsonWriter out(text);
  out.begin_object().key("items").begin_array();
  for (const auto& item : texts) out.begin_object().field("v", item).field("n", 7).end_object();
  out.end_array().end_object();

  Recorder whole, pieces;
  JsonReader at_once(&whole, kSmall), split(&pieces, kSmall);
  RC_ASSERT(at_once.feed(text).has_value());
  std::string_view rest = text;
  for (auto cut : cuts) {
    RC_ASSERT(split.feed(rest.substr(0, cut)).has_value());
    rest.remove_prefix(std::min<std::size_t>(cut, rest.size()));
  }
  RC_ASSERT(split.feed(rest).has_value());
  auto a = at_once.finish(), b = split.finish();
  RC_ASSERT(a.has_value() && b.has_value());
  RC_ASSERT(whole.seen == pieces.seen);
  RC_ASSERT(a->at("items").as_array().size() == b->at("items").as_array().size());
}

RC_GTEST_PROP(JsonReader, no_bytes_crash_it, (const std::string& bytes)) {
  Recorder strings;
  JsonReader reader(&strings, kSmall);
  if (reader.feed(bytes)) (void)reader.finish();
}

RC_GTEST_PROP(JsonWriter, whatever_a_string_holds_the_text_is_json, (const std::string& bytes)) {
  std::string text;
  JsonWriter(text).begin_object().field("k", bytes).end_object();
  RC_ASSERT(parse_json(text).has_value());
}

TEST(JsonWriter, writes_numbers_the_short_way) {
  std::string text;
  JsonWriter(text)
      .begin_array()
      .value(0.1)
      .value(38.0)
      .value(std::int64_t{-5})
      .value(Money::nano(38'702'100))
      .value(std::nan(""))
      .end_array();
  EXPECT_EQ(text, "[0.1,38,-5,0.0387021,null]");
}

}  // namespace easel::wire
