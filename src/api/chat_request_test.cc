#include "api/chat_request.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace easel::api {
namespace {

Result<gateway::GenerationRequest> read(std::string_view body, std::size_t piece = 1 << 20) {
  static ByteBudget budget(256 << 20);
  ChatBody reader(budget);
  for (std::size_t i = 0; i < body.size(); i += piece) {
    auto fed = reader.feed(body.substr(i, piece));
    if (!fed) return fail(fed.error());
  }
  return reader.finish();
}

std::string with(std::string_view fields) {
  return fmt::format(R"({{"model":"a/b","messages":[{{"role":"user","content":"hi"}}],{}}})",
                     fields);
}

struct Wrong {
  std::string body;
  std::string field;
};

}  // namespace

TEST(ChatRequest, reads_the_seed_example) {
  auto request =
      read(R"({"model":"google/gemini-2.5-flash-image-preview","messages":[{"role":"user",)"
           R"("content":"Generate a sunset over mountains"}],"modalities":["image","text"]})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->models, std::vector<std::string>{"google/gemini-2.5-flash-image-preview"});
  EXPECT_EQ(request->prompt(), "Generate a sunset over mountains");
  EXPECT_TRUE(request->wants_image && request->wants_text && request->modalities_given);
  EXPECT_FALSE(request->stream);
}

TEST(ChatRequest, takes_parts_and_pictures_and_assistant_images) {
  auto request = read(
      R"({"model":"a/b","messages":[{"role":"user","content":[{"type":"text","text":"one"},)"
      R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"two"}]},)"
      R"({"role":"assistant","content":"done","images":[{"type":"image_url","image_url":{"url":"https://x/y.png"}}]},)"
      R"({"role":"user","content":[{"type":"text","text":"again"},{"type":"file","file":{}}]}]})");
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->image_parts(), 2);
  EXPECT_EQ(request->prompt(), "again");
}

TEST(ChatRequest, image_config_is_read_and_n_may_stand_outside_it) {
  auto request = read(with(
      R"("n":2,"seed":5,"image_config":{"aspect_ratio":"16:9","image_size":"2K","size":"1024x512"})"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->image.aspect_ratio, "16:9");
  EXPECT_EQ(request->image.image_size, "2K");
  EXPECT_EQ(request->image.n, 2);
  EXPECT_EQ(request->image.seed, 5);
  EXPECT_EQ(request->image.pixels, (gateway::Size{1024, 512}));
}

TEST(ChatRequest, a_long_picture_lands_in_blocks_and_not_in_the_document) {
  std::string data = "data:image/png;base64," + std::string(300'000, 'Q');
  auto request =
      read(R"({"model":"a/b","messages":[{"role":"user","content":[{"type":"text","text":"x"},)"
           R"({"type":"image_url","image_url":{"url":")" +
               data + R"("}}]}]})",
           1000);
  ASSERT_TRUE(request);
  ASSERT_EQ(request->blobs.size(), 1u);
  EXPECT_EQ(request->blobs[0]->size(), data.size());
  EXPECT_EQ(request->messages[0].parts[1].image.data_url, request->blobs[0]);
}

TEST(ChatRequest, a_prompt_as_long_as_a_book_is_still_a_prompt) {
  std::string book(200'000, 'w');
  auto request =
      read(R"({"model":"a/b","messages":[{"role":"user","content":")" + book + R"("}]})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->prompt(), book);
}

TEST(ChatRequest, the_legacy_prompt_becomes_a_message) {
  auto request = read(R"({"model":"a/b","prompt":"old"})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->prompt(), "old");
  EXPECT_TRUE(request->body.contains("messages"));
}

TEST(ChatRequest, each_wrong_field_is_named_with_what_it_accepts) {
  std::vector<Wrong> wrongs = {
      {R"({"messages":[{"role":"user","content":"x"}]})", "model"},
      {R"({"model":5,"messages":[]})", "model"},
      {R"({"model":"a/b"})", "messages"},
      {R"({"model":"a/b","messages":"x"})", "messages"},
      {R"({"model":"a/b","messages":[]})", "messages"},
      {R"({"model":"a/b","messages":["x"]})", "messages[0]"},
      {R"({"model":"a/b","messages":[{"content":"x"}]})", "messages[0].role"},
      {R"({"model":"a/b","messages":[{"role":"wizard","content":"x"}]})", "messages[0].role"},
      {R"({"model":"a/b","messages":[{"role":"user"}]})", "messages[0].content"},
      {R"({"model":"a/b","messages":[{"role":"user","content":7}]})", "messages[0].content"},
      {R"({"model":"a/b","messages":[{"role":"user","content":[{"text":"x"}]}]})",
       "messages[0].content[0].type"},
      {R"({"model":"a/b","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]})",
       "messages[0].content[0].image_url"},
      {with(R"("modalities":["picture"])"), "modalities"},
      {with(R"("modalities":"image")"), "modalities"},
      {with(R"("stream":"yes")"), "stream"},
      {with(R"("temperature":3)"), "temperature"},
      {with(R"("n":0)"), "n"},
      {with(R"("n":11)"), "n"},
      {with(R"("seed":"x")"), "seed"},
      {with(R"("image_config":[])"), "image_config"},
      {with(R"("image_config":{"aspect_ratio":"16x9"})"), "image_config.aspect_ratio"},
      {with(R"("image_config":{"aspect_ratio":1.5})"), "image_config.aspect_ratio"},
      {with(R"("image_config":{"image_size":"8K"})"), "image_config.image_size"},
      {with(R"("image_config":{"n":2.5})"), "image_config.n"},
      {with(R"("image_config":{"size":"big"})"), "image_config.size"},
      {with(R"("image_config":{"output_compression":101})"), "image_config.output_compression"},
      {with(R"("provider":{"only":"openrouter"})"), "provider.only"},
  };
  for (const auto& [body, field] : wrongs) {
    auto request = read(body);
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(request.error().kind, ErrorKind::invalid_request) << body;
    EXPECT_EQ(request.error().field, field) << body;
    EXPECT_FALSE(request.error().expected.empty()) << body;
  }
}

TEST(ChatRequest, what_is_no_json_object_is_refused) {
  for (auto body : {"", "[]", "5", "{", "null", "{\"model\":\"a/b\"}}", "\xff\xfe"})
    EXPECT_FALSE(read(body)) << body;
}

TEST(ChatRequest, a_full_byte_budget_is_said_so) {
  ByteBudget small(100'000);
  ChatBody reader(small);
  auto fed = reader.feed(R"({"a":")" + std::string(400'000, 'x'));
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().kind, ErrorKind::overloaded);
  EXPECT_TRUE(fed.error().retry_after);
}

RC_GTEST_PROP(ChatRequest, no_bytes_crash_it, (const std::string& bytes)) {
  (void)read(bytes, 3);
  (void)read(with("\"image_config\":" + bytes), 5);
}

}  // namespace easel::api
