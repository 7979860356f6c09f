#include "providers/openai_images.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "providers/openai_images_request.h"
#include "providers/testing.h"
#include "wire/json.h"
#include "wire/multipart.h"

// Replies in the shapes of https://platform.openai.com/docs/api-reference/images and of the servers
// that look like it: LocalAI, vLLM-Omni, SGLang and stable-diffusion.cpp.
namespace easel::providers {
namespace {

using namespace gateway;
using boost::json::parse;

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  Scene() {
    model = {.id = "openai/gpt-image-1", .output_modalities = {"image"}};
    provider = {.slug = "openai",
                .name = "OpenAI",
                .dialect = "openai_images",
                .base_url = "https://api.openai.com/v1"};
    endpoint = {.provider = "openai",
                .model_name = "gpt-image-1",
                .capabilities = {.n_max = 10,
                                 .references_max = 16,
                                 .qualities = {"low", "high"},
                                 .formats = {"png", "webp"},
                                 .backgrounds = {"transparent"},
                                 .compression = true,
                                 .native_streaming = true}};
  }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = OpenAiImagesAdapter().start(request, candidate, 0);
    return providers::play(*exchange, replies, sizes);
  }
  boost::json::value body() {
    return wire::parse_json(play({{.status = 500}}).bodies.at(0)).value();
  }
};

const std::string kBig = base64_encode(std::string(9000, 'p'));
const std::string kSmall = base64_encode("tiny");
const std::string kUsage = R"("usage":{"input_tokens":50,"output_tokens":4160,"total_tokens":4210,)"
                           R"("output_tokens_details":{"text_tokens":0,"image_tokens":4160}})";
const std::string kBuffered = R"({"created":1,"size":"1024x1024","data":[{"b64_json":")" + kBig +
                              R"("},{"b64_json":")" + kSmall + R"("}],)" + kUsage + "}";
const std::string kPartial =
    "event: image_generation.partial_image\n"
    R"(data: {"type":"image_generation.partial_image","partial_image_index":0,"b64_json":")" +
    kSmall + "\"}\n\n";
const std::string kStreamed = kPartial +
                              "event: image_generation.completed\n"
                              R"(data: {"type":"image_generation.completed","b64_json":")" +
                              kBig + "\"," + kUsage + "}\n\n";

// A form's parts: name, type and bytes.
struct Parts : wire::MultipartReader::Handler {
  std::string all;
  Status begin(const wire::MultipartReader::Head& head) override {
    all += head.name + (head.filename.empty() ? "" : "(" + head.content_type + ")") + "=";
    return {};
  }
  Status data(std::string_view piece) override {
    all += piece;
    return {};
  }
  Status end() override {
    all += ";";
    return {};
  }
};

}  // namespace

TEST(OpenAiImages, generations_hold_what_the_model_has_a_knob_for) {
  Scene scene;
  EXPECT_EQ(scene.body(), parse(R"({"model":"gpt-image-1","prompt":"a fox"})"));
  scene.request.image = {.aspect_ratio = "16:9",
                         .n = 3,
                         .seed = 7,
                         .quality = "high",
                         .output_format = "webp",
                         .background = "transparent",
                         .output_compression = 80};
  EXPECT_EQ(scene.body(),
            parse(R"({"model":"gpt-image-1","prompt":"a fox","n":3,"size":"1536x1024",)"
                  R"("quality":"high","background":"transparent","output_format":"webp",)"
                  R"("output_compression":80})"));
  auto played = scene.play({{.body = kBuffered}});
  EXPECT_EQ(played.sent[0].url, "https://api.openai.com/v1/images/generations");
  EXPECT_EQ(played.sent[0].credential->scheme, "Bearer");
}

TEST(OpenAiImages, pictures_go_up_as_files_of_a_form) {
  Scene scene;
  scene.request.messages[0].parts.push_back(picture_part("A\r\n--x"));
  scene.request.messages[0].parts.push_back(picture_part("B", "image/jpeg"));
  auto played = scene.play({{.body = kBuffered}});
  EXPECT_EQ(played.sent[0].url, "https://api.openai.com/v1/images/edits");
  Parts parts;
  auto boundary = wire::MultipartReader::boundary_of(played.sent[0].headers[0].second);
  wire::MultipartReader reader(boundary, parts);
  ASSERT_TRUE(reader.feed(played.bodies[0]));
  ASSERT_TRUE(reader.finish());
  EXPECT_EQ(parts.all,
            "model=gpt-image-1;prompt=a fox;image[](image/png)=A\r\n--x;image[](image/jpeg)=B;");
}

TEST(OpenAiImages, switches_say_how_a_server_differs) {
  Scene scene;
  scene.request.image.seed = 7;
  scene.provider.switches = {
      {"edits", "json"}, {"ask_b64", "yes"}, {"seed", "yes"}, {"key", "api-key"}};
  scene.request.messages[0].parts.push_back(picture_part("A"));
  auto played = scene.play({{.body = kBuffered}});
  EXPECT_EQ(played.sent[0].credential->header, "api-key");
  EXPECT_EQ(
      wire::parse_json(played.bodies[0]),
      parse(R"({"model":"gpt-image-1","prompt":"a fox","seed":7,"response_format":"b64_json",)"
            R"("images":[{"image_url":"data:image/png;base64,QQ=="}]})"));
  scene.provider.switches = {{"edits", "none"}};
  EXPECT_FALSE(OpenAiImagesAdapter().plan(scene.request, scene.candidate));
}

TEST(OpenAiImages, sizes_follow_the_models_rules) {
  Capabilities three, free{.pixels = true, .max_pixels_side = 3840};
  EXPECT_EQ(openai_size({}, free), "");
  EXPECT_EQ(openai_size({.aspect_ratio = "9:16"}, three), "1024x1536");
  EXPECT_EQ(openai_size({.pixels = Size{100, 100}}, three), "1024x1024");
  EXPECT_EQ(openai_size({.aspect_ratio = "16:9", .image_size = "2K"}, free), "2688x1536");
  for (auto ratio : known_ratios())
    for (auto tier : known_tiers()) {
      auto text =
          openai_size({.aspect_ratio = std::string(ratio), .image_size = std::string(tier)}, free);
      auto size = parse_size(text).value();
      EXPECT_EQ(size.width % 16 + size.height % 16, 0) << text;
      EXPECT_LE(std::max(size.width, size.height), 3840) << text;
      EXPECT_LE(size.width * size.height, 8'294'400) << text;
    }
}

TEST(OpenAiImages, the_tag_that_stable_diffusion_cpp_obeys_never_leaves) {
  EXPECT_EQ(prompt_without_tags("a <sd_cpp_extra_args>{\"x\":1}</sd_cpp_extra_args>fox"), "a fox");
  EXPECT_EQ(prompt_without_tags("a <sd_cpp_extra_args>fox"), "a fox");
  EXPECT_EQ(prompt_without_tags("<sd_cpp_<sd_cpp_extra_args></sd_cpp_extra_args>extra_args>{}"),
            "{}");
}

TEST(OpenAiImages, reads_a_buffered_reply) {
  Scene scene;
  EXPECT_EQ(scene.play({{.body = kBuffered}}).words(),
            "picture 0 \ndata " + kBig + "\nend 0\npicture 1 \ndata " + kSmall +
                "\nend 1\nusage 50 4160 -\nfinish stop  \n");
}

TEST(OpenAiImages, reads_a_stream_whose_partial_pictures_are_previews) {
  Scene scene;
  scene.request.stream = true;
  auto played = scene.play({event_stream(kStreamed)});
  EXPECT_EQ(played.words(), "picture 0 \ndata " + kSmall + "\npreview 0 " + kSmall +
                                "\npicture 0 \ndata " + kBig +
                                "\nend 0\nusage 50 4160 -\nfinish stop  \n");
  EXPECT_EQ(wire::parse_json(played.bodies[0])->at("partial_images"), 2);
}

TEST(OpenAiImages, a_picture_by_address_is_fetched_without_the_key) {
  Scene scene;
  auto played =
      scene.play({{.body = R"({"data":[{"url":"/v1/images/7/content"}]})"}, {.body = "bytes"}});
  EXPECT_EQ(played.sent[1].url, "https://api.openai.com/v1/images/7/content");
  EXPECT_FALSE(played.sent[1].credential);
  EXPECT_EQ(played.words(), "picture 0 \ndata bytes\nend 0\nusage -1 -1 -\nfinish stop  \n");
}

RC_GTEST_PROP(OpenAiImages, any_split_of_a_reply_gives_the_same_events,
              (std::vector<std::uint16_t> c)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  RC_ASSERT(scene.play({{.body = kBuffered}}, sizes).words() ==
            scene.play({{.body = kBuffered}}).words());
  auto streamed = event_stream(kStreamed);
  RC_ASSERT(scene.play({streamed}, sizes).words() == scene.play({streamed}).words());
}

TEST(OpenAiImages, a_reply_that_is_cut_never_finishes) {
  Scene scene;
  std::string whole = R"({"created":1,"data":[{"b64_json":")" + kSmall + R"("}],)" + kUsage + "}";
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(scene.play({{.body = whole.substr(0, size)}}).error()) << size;
  std::string streamed = kPartial + "event: image_generation.completed\ndata: " +
                         R"({"type":"image_generation.completed","b64_json":")" + kSmall + "\"}";
  for (std::size_t size = 0; size < streamed.size(); ++size)
    EXPECT_TRUE(scene.play({event_stream(streamed.substr(0, size))}).error()) << size;
}

TEST(OpenAiImages, errors_of_every_servers_shape_become_kinds) {
  Scene scene;
  auto kind = [&](int status, const std::string& body) {
    return std::string(to_string(scene.play({{.status = status, .body = body}}).error()->kind));
  };
  auto coded = [](const std::string& code) {
    return R"({"error":{"message":"m","type":"t","param":null,"code":")" + code + R"("}})";
  };
  EXPECT_EQ(kind(400, coded("moderation_blocked")), "content_policy");
  EXPECT_EQ(kind(400, coded("contentFilter")), "content_policy");
  EXPECT_EQ(kind(429, coded("insufficient_quota")), "payment_required");
  EXPECT_EQ(kind(400, coded("billing_hard_limit_reached")), "payment_required");
  EXPECT_EQ(kind(429, coded("rate_limit_exceeded")), "provider_rate_limited");
  EXPECT_EQ(kind(401, coded("invalid_api_key")), "authentication");
  EXPECT_EQ(kind(404, coded("model_not_found")), "not_found");
  EXPECT_EQ(kind(400, R"({"error":"prompt required"})"), "invalid_request");
  EXPECT_EQ(kind(422, R"({"detail":[{"loc":["body"],"msg":"bad","type":"v"}]})"),
            "invalid_request");
  EXPECT_EQ(kind(500, R"({"detail":"out of memory"})"), "provider_error");
  EXPECT_EQ(kind(404, ""), "not_found");
  EXPECT_EQ(kind(200, coded("server_error")), "provider_error");
  EXPECT_EQ(kind(200, R"({"data":[]})"), "provider_error");
}

TEST(OpenAiImages, an_error_within_a_stream_ends_it) {
  Scene scene;
  auto played = scene.play({event_stream(
      kPartial +
      "event: error\ndata: {\"type\":\"error\",\"error\":{\"code\":\"moderation_blocked\","
      "\"message\":\"no\"}}\n\n")});
  EXPECT_EQ(played.error()->kind, ErrorKind::content_policy);
}

RC_GTEST_PROP(OpenAiImages, no_reply_crashes_it_and_each_ends_once,
              (const std::string& bytes, bool stream)) {
  Scene scene;
  RC_ASSERT(scene.play({stream ? event_stream(bytes) : Reply{.body = bytes}}, {3}).ended());
}

}  // namespace easel::providers
