#include "api/image_request.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/json.h"

namespace easel::api {
namespace {

Result<gateway::GenerationRequest> read(std::string_view body, std::size_t piece = 1 << 20,
                                        ImageDialect dialect = ImageDialect::openrouter) {
  static ByteBudget budget(256 << 20);
  ImageBody reader(budget, dialect);
  for (std::size_t i = 0; i < body.size(); i += piece) {
    auto fed = reader.feed(body.substr(i, piece));
    if (!fed) return fail(fed.error());
  }
  return reader.finish();
}

std::string with(std::string_view fields) {
  return fmt::format(R"({{"model":"a/b","prompt":"a fox",{}}})", fields);
}

std::string reference(std::string_view url) {
  return fmt::format(R"({{"type":"image_url","image_url":{{"url":"{}"}}}})", url);
}

}  // namespace

TEST(ImageRequest, reads_every_field_and_ignores_what_it_does_not_know) {
  auto request = read(with(
      R"("n":3,"resolution":"2K","aspect_ratio":"16:9","quality":"high","output_format":"webp",)"
      R"("background":"transparent","output_compression":80,"seed":7,"stream":true,"user":"u",)"
      R"("session_id":"s","trace":{"trace_id":"t"},"messages":5,"response_format":"url","mask":1,)"
      R"("provider":{"only":["x"],"order":["x"],"ignore":["y"],"sort":"price",)"
      R"("allow_fallbacks":false,"options":{"a":{"moderation":"low"},"z":{"other":1}}})"));
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->door, gateway::Door::images);
  EXPECT_EQ(request->prompt(), "a fox");
  EXPECT_TRUE(request->wants_image && !request->wants_text && request->stream);
  EXPECT_EQ(request->image.n, 3);
  EXPECT_EQ(request->image.image_size, "2K");
  EXPECT_EQ(request->image.aspect_ratio, "16:9");
  EXPECT_EQ(request->image.output_compression, 80);
  EXPECT_FALSE(request->provider.allow_fallbacks);
  EXPECT_EQ(
      wire::parse_json(R"({"model":"a/b","stream":true,)"
                       R"("messages":[{"role":"user","content":"a fox"}],)"
                       R"("seed":7,"user":"u","session_id":"s","trace":{"trace_id":"t"},)"
                       R"("image_config":{"aspect_ratio":"16:9","image_size":"2K",)"
                       R"("quality":"high","output_format":"webp","background":"transparent",)"
                       R"("output_compression":80,"n":3,"moderation":"low"},)"
                       R"("provider":{"only":["x"],"order":["x"],"ignore":["y"],)"
                       R"("sort":"price","allow_fallbacks":false}})")
          .value(),
      gateway::json::value(request->body));
}

TEST(ImageRequest, a_size_is_a_tier_or_pixels) {
  EXPECT_EQ(read(with(R"("size":"4K")"))->image.image_size, "4K");
  EXPECT_EQ(read(with(R"("resolution":"512")"))->image.image_size, "0.5K");
  EXPECT_EQ(read(with(R"("size":"2K","resolution":"2K")"))->image.image_size, "2K");
  EXPECT_FALSE(read(with(R"("size":"auto")"))->image.pixels);
  auto pixels = read(with(R"("size":"1536x1024","aspect_ratio":"3:2","resolution":"1K")"));
  ASSERT_TRUE(pixels) << pixels.error().message;
  EXPECT_EQ(pixels->image.pixels, (gateway::Size{1536, 1024}));
  EXPECT_FALSE(pixels->image.aspect_ratio);
  EXPECT_EQ(pixels->body.at("image_config").at("aspect_ratio"), "3:2");
  EXPECT_TRUE(read(with(R"("size":"1344x768","aspect_ratio":"16:9")")));  // the table's own row
}

TEST(ImageRequest, references_become_parts_behind_the_prompt) {
  std::string long_data = "data:image/png;base64," + std::string(200'000, 'Q');
  auto request =
      read(with("\"input_references\":[" + reference("https://x/y.png") + "," +
                reference("data:image/webp;base64,AAAA") + "," + reference(long_data) + "]"),
           777);
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->image_parts(), 3);
  ASSERT_EQ(request->blobs.size(), 1u);
  EXPECT_EQ(request->messages[0].parts[3].image.data_url, request->blobs[0]);
  const auto& parts = request->body.at("messages").at(0).at("content").as_array();
  ASSERT_EQ(parts.size(), 4u);
  EXPECT_EQ(parts[0].at("text"), "a fox");
  auto last = parts[3].at("image_url").at("url").as_string();
  EXPECT_EQ(request->blob_index({last.data(), last.size()}), 0);
}

TEST(ImageRequest, each_wrong_field_is_named_with_what_it_accepts) {
  std::string many;
  for (int i = 0; i < 17; ++i) many += (i ? "," : "") + reference("https://x/y");
  std::vector<std::pair<std::string, std::string>> wrongs = {
      {R"({"prompt":"x"})", "model"},
      {R"({"model":"a/b"})", "prompt"},
      {R"({"model":"a/b","prompt":""})", "prompt"},
      {R"({"model":"a/b","prompt":["x"]})", "prompt"},
      {with(R"("n":0)"), "n"},
      {with(R"("n":11)"), "n"},
      {with(R"("n":"2")"), "n"},
      {with(R"("resolution":"8K")"), "resolution"},
      {with(R"("resolution":512)"), "resolution"},
      {with(R"("aspect_ratio":"16x9")"), "aspect_ratio"},
      {with(R"("size":"big")"), "size"},
      {with(R"("size":"2K","resolution":"4K")"), "size"},
      {with(R"("size":"1024x1024","aspect_ratio":"16:9")"), "size"},
      {with(R"("size":"1024x1024","resolution":"4K")"), "size"},
      {with(R"("quality":"best")"), "quality"},
      {with(R"("output_format":"tiff")"), "output_format"},
      {with(R"("background":"blue")"), "background"},
      {with(R"("background":"transparent","output_format":"jpeg")"), "output_format"},
      {with(R"("output_compression":101)"), "output_compression"},
      {with(R"("seed":1.5)"), "seed"},
      {with(R"("stream":1)"), "stream"},
      {with(R"("user":5)"), "user"},
      {with(R"("trace":"x")"), "trace"},
      {with(R"("provider":[])"), "provider"},
      {with(R"("provider":{"sort":"speed"})"), "provider.sort"},
      {with(R"("provider":{"options":[]})"), "provider.options"},
      {with(R"("input_references":"x")"), "input_references"},
      {with(R"("input_references":[)" + many + "]"), "input_references"},
      {with(R"("input_references":["https://x/y"])"), "input_references[0]"},
      {with(R"("input_references":[{"type":"text"}])"), "input_references[0].type"},
      {with(R"("input_references":[{"type":"image_url"}])"), "input_references[0].image_url"},
  };
  for (auto url :
       {"ftp://x", "data:image/png;base64", "data:image/png,AAAA", "data:;base64,AAAA",
        "data:text/html;base64,AAAA", "data:image/png;base64,", "x.png", "data:image/png;base64,A",
        "data:image/png;base64,AA*A", "data:image/png;base64,AA==AAAA"})
    wrongs.emplace_back(with("\"input_references\":[" + reference(url) + "]"),
                        "input_references[0].image_url.url");
  for (const auto& [body, field] : wrongs) {
    auto request = read(body);
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(request.error().kind, ErrorKind::invalid_request) << body;
    EXPECT_EQ(request.error().field, field) << body;
    EXPECT_FALSE(request.error().expected.empty()) << body;
  }
}

TEST(ImageRequest, what_openai_calls_things_is_understood_or_refused_by_name) {
  auto openai = [](std::string_view fields) {
    return read(with(fields), 100, ImageDialect::generations);
  };
  EXPECT_TRUE(openai(R"("response_format":"b64_json","size":"1024x1024","style":"vivid")"));
  EXPECT_EQ(openai(R"("quality":"hd")")->image.quality, "high");
  EXPECT_TRUE(openai(R"("response_format":"url")")->wishes.by_address);
  EXPECT_EQ(openai(R"("response_format":"pigeon")").error().field, "response_format");
  EXPECT_EQ(openai(R"("mask":"x")").error().field, "mask");
  EXPECT_EQ(read(with(R"("n":1)"), 100, ImageDialect::edits).error().field, "image");
}

RC_GTEST_PROP(ImageRequest, no_bytes_crash_it, (const std::string& bytes)) {
  (void)read(bytes, 3);
  (void)read(with("\"size\":" + bytes), 5);
  (void)read(with("\"aspect_ratio\":\"16:9\",\"size\":\"" + bytes + "x9\""), 5);
}

}  // namespace easel::api
