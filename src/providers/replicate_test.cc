#include "providers/replicate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "providers/testing.h"
#include "wire/json.h"

// Replies in the shapes of https://replicate.com/docs/reference/http, inputs in those of the
// models' own pages (sourceful/riverflow-2.0-pro).
namespace easel::providers {
namespace {

using namespace gateway;

struct Scene : Place {
  GenerationRequest request = asking("a label");
  Scene() {
    model = {.id = "sourceful/riverflow-v2-pro", .output_modalities = {"image"}};
    provider = {.slug = "replicate",
                .name = "Replicate",
                .dialect = "replicate",
                .base_url = "https://api.replicate.com/v1"};
    endpoint = {.provider = "replicate", .model_name = "sourceful/riverflow-2.0-pro"};
  }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = ReplicateAdapter().start(request, candidate, 0);
    return providers::play(*exchange, replies, sizes);
  }
};

Reply prediction(const std::string& status, const std::string& more = R"("output":null)",
                 int http = 200) {
  return {.status = http,
          .body = R"({"id":"p","status":")" + status +
                  R"(","urls":{"get":"https://api.replicate.com/v1/predictions/p"},)" + more + "}"};
}
const Reply kStarting = prediction("starting", R"("output":null)", 201);
const Reply kSucceeded =
    prediction("succeeded", R"("output":["https://replicate.delivery/a.png"])");
const Reply kFile{.body = "bytes", .headers = {{"Content-Length", "5"}}};

}  // namespace

TEST(Replicate, makes_a_prediction_asks_for_it_and_fetches_the_files_without_the_key) {
  Scene scene;
  auto played = scene.play({kStarting, prediction("processing"), kSucceeded, kFile});
  EXPECT_EQ(played.words(),
            "progress 0.00 processing -1\npicture 0 \ndata bytes\nend 0\n"
            "usage -1 -1 -\nfinish stop ready \n");
  EXPECT_EQ(played.sent[0].url,
            "https://api.replicate.com/v1/models/sourceful/riverflow-2.0-pro/predictions");
  EXPECT_EQ(played.sent[0].credential->scheme, "Bearer");
  EXPECT_EQ(played.sent[1].url, "https://api.replicate.com/v1/predictions/p");
  EXPECT_EQ(played.sent[3].url, "https://replicate.delivery/a.png");
  EXPECT_FALSE(played.sent[3].credential);
}

TEST(Replicate, riverflow_gets_its_instruction_fonts_and_references) {
  Scene scene;
  scene.request.messages[0].parts.push_back(picture_part("A"));
  scene.request.image = {.aspect_ratio = "4:5", .image_size = "2K"};
  scene.request.body =
      boost::json::parse(
          R"({"image_config":{"font_inputs":[{"font_url":"https://f/a.ttf","text":"A"},)"
          R"({"font_url":"https://f/b.ttf","text":"B"}],)"
          R"("super_resolution_references":["https://r/1.png"]}})")
          .as_object();
  EXPECT_EQ(
      wire::parse_json(scene.play({{.status = 500}}).bodies[0]),
      boost::json::parse(
          R"({"input":{"instruction":"a label","init_images":["data:image/png;base64,QQ=="],)"
          R"("aspect_ratio":"4:5","resolution":"2K","super_resolution_refs":["https://r/1.png"],)"
          R"("font_urls":["https://f/a.ttf","https://f/b.ttf"],"font_texts":["A","B"]}})"));
}

TEST(Replicate, refusals_and_failures_become_kinds) {
  Scene scene;
  auto kind = [&](std::vector<Reply> replies) {
    auto played = scene.play(std::move(replies));
    return played.error() ? std::string(to_string(played.error()->kind)) : "none";
  };
  EXPECT_EQ(kind({{.status = 401, .body = R"({"title":"Unauthenticated","detail":"no"})"}}),
            "authentication");
  EXPECT_EQ(kind({{.status = 402, .body = R"({"detail":"no credit"})"}}), "payment_required");
  EXPECT_EQ(kind({{.status = 422, .body = R"({"detail":"- input: bad"})"}}), "invalid_request");
  EXPECT_EQ(kind({{.status = 429, .body = R"({"detail":"throttled"})"}}), "provider_rate_limited");
  EXPECT_EQ(kind({kStarting, prediction("failed", R"("error":"NSFW content detected")")}),
            "content_policy");
  EXPECT_EQ(kind({kStarting, prediction("failed", R"("error":"CUDA out of memory")")}),
            "provider_error");
  EXPECT_EQ(kind({kStarting, prediction("canceled")}), "provider_error");
  EXPECT_EQ(kind({kStarting, prediction("succeeded")}), "provider_error");
  EXPECT_EQ(kind({kStarting, prediction("processing")}), "timeout");
}

TEST(Replicate, one_output_is_a_text_and_a_token_takes_it_up_again) {
  Scene scene;
  auto one = prediction("succeeded", R"("output":"https://replicate.delivery/a.png")");
  auto played = scene.play({kStarting, one, kFile});
  EXPECT_FALSE(played.error());
  auto exchange = ReplicateAdapter().resume(scene.candidate, played.tokens.at(0));
  ASSERT_TRUE(exchange);
  EXPECT_FALSE(play(*exchange, {one, kFile}).error());
}

RC_GTEST_PROP(Replicate, any_split_of_the_replies_gives_the_same_events,
              (std::vector<std::uint8_t> c)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  std::vector<Reply> replies{kStarting, prediction("processing"), kSucceeded, kFile};
  RC_ASSERT(scene.play(replies, sizes).words() == scene.play(replies).words());
}

TEST(Replicate, a_reply_that_is_cut_never_finishes) {
  Scene scene;
  for (std::size_t size = 0; size < kSucceeded.body.size(); ++size)
    EXPECT_TRUE(scene.play({kStarting, {.body = kSucceeded.body.substr(0, size)}, kFile}).error());
}

}  // namespace easel::providers
