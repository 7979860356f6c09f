#include "providers/sd_server.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "imaging/png.h"
#include "providers/testing.h"
#include "wire/json.h"

// Replies in the shapes of stable-diffusion.cpp's examples/server (README and routes_sdcpp).
namespace easel::providers {
namespace {

using namespace gateway;

std::string png(int width, int height) {
  auto threads = make_threads(1);
  Job job{.parallel = *threads};
  auto file = imaging::encode_png(imaging::Bitmap(width, height), {}, job);
  return {file->begin(), file->end()};
}

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  Scene() {
    model = {.id = "desk/flux", .output_modalities = {"image"}};
    provider = {.slug = "desk",
                .name = "desk",
                .dialect = "sd_server",
                .base_url = "http://127.0.0.1:1234"};
    endpoint = {.provider = "desk", .model_name = "flux", .capabilities = {.n_max = 8}};
  }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = SdServerAdapter().start(request, candidate, 7);
    return providers::play(*exchange, replies, sizes);
  }
  boost::json::value body(std::size_t nth = 0) {
    auto jobs = static_cast<std::size_t>(request.image.n.value_or(1));
    std::vector<Reply> replies(jobs, kAccepted);
    replies.resize(2 * jobs, completed(png(64, 64)));
    return wire::parse_json(play(std::move(replies)).bodies.at(nth)).value();
  }
  static Reply completed(const std::string& file) {
    return {.body = R"({"id":"job_1_0","kind":"img_gen","status":"completed","created":1,)"
                    R"("started":1,"completed":2,"queue_position":0,"result":{"output_format":)"
                    R"("png","images":[{"index":0,"b64_json":")" +
                    base64_encode(file) + R"("}]},"error":null})"};
  }
  static const Reply kAccepted;
};
const Reply Scene::kAccepted{
    .status = 202,
    .body = R"({"id":"job_1_0","kind":"img_gen","status":"queued","created":1,)"
            R"("poll_url":"/sdcpp/v1/jobs/job_1_0"})"};
const Reply& kAccepted = Scene::kAccepted;

Reply job(const std::string& status, int position = 0) {
  return {.body = R"({"id":"job_1_0","kind":"img_gen","status":")" + status +
                  R"(","created":1,"queue_position":)" + std::to_string(position) +
                  R"(,"result":null,"error":null})"};
}

}  // namespace

TEST(SdServer, a_job_is_given_remembered_and_asked_until_its_last_answer_holds_the_picture) {
  Scene scene;
  auto played =
      scene.play({kAccepted, job("queued", 2), job("generating"), Scene::completed("the picture")});
  EXPECT_EQ(played.words(),
            "progress 0.00 queued 2\nprogress 0.00 generating -1\n"
            "picture 0 \ndata " +
                base64_encode("the picture") +
                "\nend 0\nextra easel {\"seed\":7}\nusage -1 -1 -\nfinish stop ready \n");
  EXPECT_EQ(played.sent.at(0).url, "http://127.0.0.1:1234/sdcpp/v1/img_gen");
  EXPECT_EQ(played.sent.at(1).url, "http://127.0.0.1:1234/sdcpp/v1/jobs/job_1_0");
  EXPECT_EQ(played.tokens.size(), 1u);
}

TEST(SdServer, the_body_holds_only_what_was_asked_and_a_seed) {
  Scene scene;
  EXPECT_EQ(scene.body(),
            boost::json::parse(R"({"prompt":"a fox","seed":7,"batch_count":1,)"
                               R"("output_format":"png","embed_image_metadata":false})"));
  scene.request.image = {.aspect_ratio = "16:9", .seed = 3};
  scene.request.body =
      boost::json::parse(R"({"image_config":{"negative_prompt":"fog","steps":12,"cfg_scale":3.5,)"
                         R"("strength":0.5,"sampler":"euler","scheduler":"karras"}})")
          .as_object();
  EXPECT_EQ(scene.body(),
            boost::json::parse(R"({"prompt":"a fox","seed":3,"batch_count":1,)"
                               R"("output_format":"png","embed_image_metadata":false,)"
                               R"("negative_prompt":"fog","width":1344,"height":768,)"
                               R"("strength":0.5,"sample_params":{"sample_steps":12,)"
                               R"("sample_method":"euler","scheduler":"karras",)"
                               R"("guidance":{"txt_cfg":3.5}}})"));
}

TEST(SdServer, several_pictures_are_several_jobs_with_neighbouring_seeds) {
  Scene scene;
  scene.request.image.n = 2;
  EXPECT_EQ(scene.body(0).at("seed"), 7);
  EXPECT_EQ(scene.body(1).at("seed"), 8);
}

TEST(SdServer, pictures_of_the_request_are_a_start_and_references_as_the_switch_says) {
  Scene scene;
  scene.request.messages[0].parts.push_back(picture_part("A"));
  scene.request.messages[0].parts.push_back(picture_part("B"));
  auto both = scene.body().as_object();
  EXPECT_EQ(both["init_image"], "QQ==");
  EXPECT_EQ(both["ref_images"], boost::json::parse(R"(["QQ==","Qg=="])"));
  scene.provider.switches["pictures"] = "start";
  EXPECT_FALSE(scene.body().as_object().contains("ref_images"));
  scene.provider.switches["pictures"] = "references";
  EXPECT_FALSE(scene.body().as_object().contains("init_image"));
}

TEST(SdServer, no_tag_of_a_user_sets_the_engines_arguments) {
  Scene scene;
  scene.request = asking("a <sd_cpp_extra_args>{\"seed\":1}</sd_cpp_extra_args>fox");
  scene.request.body =
      boost::json::parse(
          R"({"image_config":{"negative_prompt":"<sd_cpp_extra_args>{}</sd_cpp_extra_args>fog"}})")
          .as_object();
  EXPECT_EQ(scene.body().at("prompt"), "a fox");
  EXPECT_EQ(scene.body().at("negative_prompt"), "fog");
  scene.request = asking("<sd_cpp_extra_args>{}</sd_cpp_extra_args>");
  EXPECT_FALSE(SdServerAdapter().plan(scene.request, scene.candidate));
}

TEST(SdServer, sides_are_asked_in_multiples_of_64_and_cut_to_the_exact_table) {
  Scene scene;
  scene.request.image = {.aspect_ratio = "4:3"};
  auto asked = scene.body();
  EXPECT_EQ(asked.at("width"), 1216);
  EXPECT_EQ(asked.at("height"), 896);
  auto played = scene.play({kAccepted, Scene::completed(png(1216, 896))});
  std::string file;
  for (const auto& event : played.events)
    if (auto data = std::get_if<PictureData>(&event)) file += data->bytes;
  ASSERT_GT(file.size(), 24u);
  EXPECT_EQ(file.substr(16, 8), std::string("\0\0\x04\xa0\0\0\x03\x60", 8));  // 1184 × 864
  EXPECT_TRUE(std::holds_alternative<Finish>(played.events.back()));
}

TEST(SdServer, a_picture_that_must_be_made_exact_and_is_none_is_a_failure) {
  Scene scene;
  scene.request.image = {.aspect_ratio = "4:3"};
  EXPECT_EQ(scene.play({kAccepted, Scene::completed("no picture")}).error()->kind,
            ErrorKind::provider_error);
  Reply broken = Scene::completed("x");
  broken.body.replace(broken.body.find("eA=="), 4, "e!==");
  EXPECT_EQ(scene.play({kAccepted, broken}).error()->kind, ErrorKind::provider_error);
}

TEST(SdServer, refusals_of_a_job_become_kinds) {
  Scene scene;
  auto words = [&](int code, const std::string& body) {
    return scene.play({{.status = code, .body = body}}).words();
  };
  EXPECT_EQ(words(429, R"({"error":"job queue is full"})"),
            "failure provider_rate_limited desk -1\n");
  EXPECT_EQ(words(400, R"({"error":"prompt required"})"), "failure invalid_request desk -1\n");
  EXPECT_EQ(words(500, R"({"error":"server_error","message":"no"})"),
            "failure provider_error desk -1\n");
  EXPECT_EQ(words(404, ""), "failure not_found desk -1\n");
  EXPECT_EQ(words(202, R"({"id":"../../etc","poll_url":"http://evil/"})"),
            "failure provider_error desk -1\n");
}

TEST(SdServer, the_ends_of_a_job_that_are_no_picture_are_failures_in_its_own_words) {
  Scene scene;
  auto failed =
      scene.play({kAccepted,
                  {.body = R"({"id":"j","status":"failed","error":{"code":"generation_failed",)"
                           R"("message":"out of memory"}})"}});
  EXPECT_EQ(failed.error()->message, "out of memory");
  EXPECT_EQ(failed.error()->provider_code, "generation_failed");
  EXPECT_EQ(scene.play({kAccepted, job("cancelled")}).error()->kind, ErrorKind::provider_error);
  EXPECT_EQ(scene.play({kAccepted, job("completed")}).error()->kind, ErrorKind::provider_error);
  EXPECT_EQ(
      scene.play({kAccepted, {.status = 410, .body = R"({"error":"job expired"})"}}).error()->kind,
      ErrorKind::provider_error);
  EXPECT_EQ(scene.play({kAccepted, {.status = 404, .body = R"({"error":"job not found"})"}})
                .error()
                ->kind,
            ErrorKind::provider_error);
}

TEST(SdServer, a_reply_cut_at_any_byte_never_finishes) {
  for (bool exact : {false, true}) {
    Scene scene;
    if (exact) scene.request.image = {.aspect_ratio = "4:3"};
    auto whole = Scene::completed(png(64, 64));
    for (std::size_t size = 0; size < whole.body.size(); ++size)
      ASSERT_TRUE(scene.play({kAccepted, {.body = whole.body.substr(0, size)}}).error()) << size;
  }
}

TEST(SdServer, a_job_that_waits_is_cancelled_and_one_that_was_not_given_is_not) {
  Scene scene;
  auto exchange = SdServerAdapter().start(scene.request, scene.candidate, 7);
  EXPECT_FALSE(exchange->cancel());
  providers::play(*exchange, {kAccepted, job("queued", 3)}, {}, 4);
  auto cancel = exchange->cancel();
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->url, "http://127.0.0.1:1234/sdcpp/v1/jobs/job_1_0/cancel");
}

TEST(SdServer, a_job_is_taken_up_again_from_its_token_and_still_made_exact) {
  Scene scene;
  scene.request.image = {.aspect_ratio = "4:3"};
  auto picture = Scene::completed(png(1216, 896));
  auto first = scene.play({kAccepted, picture});
  auto exchange = SdServerAdapter().resume(scene.candidate, first.tokens.at(0));
  ASSERT_TRUE(exchange);
  EXPECT_EQ(play(*exchange, {picture}).words(), first.words());
  EXPECT_FALSE(SdServerAdapter().resume(scene.candidate, "not a token"));
}

TEST(SdServer, options_that_are_none_are_refused_by_name) {
  Scene scene;
  for (auto config : {R"({"steps":0})", R"({"steps":"many"})", R"({"cfg_scale":-1})",
                      R"({"strength":2})", R"({"negative_prompt":5})"}) {
    scene.request.body["image_config"] = boost::json::parse(config);
    auto plan = SdServerAdapter().plan(scene.request, scene.candidate);
    ASSERT_FALSE(plan) << config;
    EXPECT_TRUE(plan.error().field.starts_with("image_config.")) << config;
  }
}

RC_GTEST_PROP(SdServer, any_split_of_the_replies_gives_the_same_events,
              (std::vector<std::uint8_t> c, bool exact)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  if (exact) scene.request.image = {.aspect_ratio = "4:3"};
  std::vector<Reply> replies{kAccepted, job("queued", 1), job("generating"),
                             Scene::completed(png(64, 64))};
  RC_ASSERT(scene.play(replies, sizes).words() == scene.play(replies).words());
}

}  // namespace easel::providers
