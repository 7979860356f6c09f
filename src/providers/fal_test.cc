#include "providers/fal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "providers/testing.h"
#include "wire/json.h"

// Replies in the shapes of https://docs.fal.ai/model-apis/model-endpoints/queue.
namespace easel::providers {
namespace {

using namespace gateway;

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  Scene() {
    model = {.id = "black-forest-labs/flux.2-pro", .output_modalities = {"image"}};
    provider = {
        .slug = "fal", .name = "fal", .dialect = "fal", .base_url = "https://queue.fal.run"};
    endpoint = {.provider = "fal",
                .model_name = "fal-ai/flux-2-pro",
                .capabilities = {.n_max = 1, .references_max = 8}};
  }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = FalAdapter().start(request, candidate, 0);
    return providers::play(*exchange, replies, sizes);
  }
};

const std::string kUrls =
    R"("request_id":"r","response_url":"https://queue.fal.run/fal-ai/flux-2-pro/requests/r",)"
    R"("status_url":"https://queue.fal.run/fal-ai/flux-2-pro/requests/r/status")";
const Reply kQueued{.body = R"({"status":"IN_QUEUE","queue_position":1,)" + kUrls + "}"};
const Reply kRunning{.status = 202, .body = R"({"status":"IN_PROGRESS",)" + kUrls + "}"};
const Reply kCompleted{.body = R"({"status":"COMPLETED",)" + kUrls + "}"};
const Reply kResult{.body = R"({"images":[{"url":"https://v3.fal.media/a.png","width":64}],)"
                            R"("seed":1,"has_nsfw_concepts":[false],"prompt":"a fox"})"};
const Reply kFile{.body = "bytes", .headers = {{"content-length", "5"}}};

}  // namespace

TEST(Fal, waits_in_the_queue_asks_for_the_result_and_fetches_the_picture_without_the_key) {
  Scene scene;
  auto played = scene.play({kQueued, kQueued, kRunning, kCompleted, kResult, kFile});
  EXPECT_EQ(played.words(),
            "progress 0.00 IN_QUEUE 2\nprogress 0.00 IN_PROGRESS -1\npicture 0 \ndata bytes\n"
            "end 0\nusage -1 -1 -\nfinish stop ready \n");
  EXPECT_EQ(played.sent[0].url, "https://queue.fal.run/fal-ai/flux-2-pro");
  EXPECT_EQ(played.sent[0].credential->scheme, "Key");
  EXPECT_EQ(played.sent[1].url, "https://queue.fal.run/fal-ai/flux-2-pro/requests/r/status");
  EXPECT_EQ(played.sent[4].url, "https://queue.fal.run/fal-ai/flux-2-pro/requests/r");
  EXPECT_EQ(played.sent[4].credential->scheme, "Key");
  EXPECT_EQ(played.sent[5].url, "https://v3.fal.media/a.png");
  EXPECT_FALSE(played.sent[5].credential);
}

TEST(Fal, pictures_go_to_the_models_editing_address) {
  Scene scene;
  scene.request.image = {.aspect_ratio = "1:1", .seed = 7};
  scene.request.messages[0].parts.push_back(picture_part("A"));
  auto played = scene.play({{.status = 500}});
  EXPECT_EQ(played.sent[0].url, "https://queue.fal.run/fal-ai/flux-2-pro/edit");
  EXPECT_EQ(wire::parse_json(played.bodies[0]),
            boost::json::parse(R"({"prompt":"a fox","image_urls":["data:image/png;base64,QQ=="],)"
                               R"("image_size":{"width":1024,"height":1024},"seed":7})"));
}

TEST(Fal, refusals_and_failures_become_kinds) {
  Scene scene;
  auto kind = [&](std::vector<Reply> replies) {
    auto played = scene.play(std::move(replies));
    return played.error() ? std::string(to_string(played.error()->kind)) : "none";
  };
  std::string blocked =
      R"({"detail":[{"loc":["body","prompt"],"msg":"no","type":"content_policy_violation"}]})";
  EXPECT_EQ(kind({{.status = 422, .body = blocked}}), "content_policy");
  EXPECT_EQ(kind({kQueued, kCompleted, {.status = 422, .body = blocked}}), "content_policy");
  EXPECT_EQ(kind({kQueued,
                  kCompleted,
                  {.body = R"({"images":[{"url":"https://v3.fal.media/a"}],)"
                           R"("has_nsfw_concepts":[true]})"}}),
            "content_policy");
  EXPECT_EQ(kind({{.status = 401, .body = R"({"detail":"No user found"})"}}), "authentication");
  EXPECT_EQ(kind({{.status = 403, .body = R"({"detail":"User is locked: Exhausted balance."})"}}),
            "payment_required");
  EXPECT_EQ(kind({kQueued,
                  {.body = R"({"status":"COMPLETED","error":"worker died",)"
                           R"("error_type":"runner_disconnected"})"}}),
            "provider_error");
  EXPECT_EQ(kind({kQueued, {.status = 401, .body = R"({"detail":"no"})"}}), "provider_error");
  EXPECT_EQ(kind({kQueued, kCompleted, {.body = R"({"images":[]})"}}), "provider_error");
  EXPECT_EQ(kind({kQueued, kRunning}), "timeout");
  EXPECT_EQ(kind({kQueued, kCompleted, {.status = 500, .body = "{}"}, kCompleted}),
            "provider_error");
}

TEST(Fal, a_result_that_cannot_be_had_is_not_asked_for_without_end) {
  Scene scene;
  std::vector<Reply> replies{kQueued};
  for (int i = 0; i < 100; ++i) replies.insert(replies.end(), {kCompleted, {.status = 503}});
  auto played = scene.play(replies);
  ASSERT_TRUE(played.error());
  EXPECT_LT(played.sent.size(), 20u);
}

TEST(Fal, a_request_is_taken_up_again_from_its_token) {
  Scene scene;
  auto token = scene.play({kQueued, kCompleted, kResult, kFile}).tokens.at(0);
  auto exchange = FalAdapter().resume(scene.candidate, token);
  ASSERT_TRUE(exchange);
  EXPECT_FALSE(play(*exchange, {kCompleted, kResult, kFile}).error());
}

RC_GTEST_PROP(Fal, any_split_of_the_replies_gives_the_same_events, (std::vector<std::uint8_t> c)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  std::vector<Reply> replies{kQueued, kRunning, kCompleted, kResult, kFile};
  RC_ASSERT(scene.play(replies, sizes).words() == scene.play(replies).words());
}

TEST(Fal, a_result_that_is_cut_never_finishes) {
  Scene scene;
  for (std::size_t size = 0; size < kResult.body.size(); ++size)
    EXPECT_TRUE(
        scene.play({kQueued, kCompleted, {.body = kResult.body.substr(0, size)}, kFile}).error());
  for (std::size_t size = 0; size < kFile.body.size(); ++size) {
    Reply cut{.body = kFile.body.substr(0, size), .headers = kFile.headers};
    EXPECT_TRUE(scene.play({kQueued, kCompleted, kResult, cut}).error());
  }
}

}  // namespace easel::providers
