#include "providers/bfl.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "providers/testing.h"
#include "wire/json.h"

// Replies in the shapes of https://docs.bfl.ai/api-reference and of the vendor's Python SDK.
namespace easel::providers {
namespace {

using namespace gateway;

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  Scene() {
    model = {.id = "black-forest-labs/flux.2-pro", .output_modalities = {"image"}};
    provider = {.slug = "black-forest-labs",
                .name = "Black Forest Labs",
                .dialect = "bfl",
                .base_url = "https://api.bfl.ai/v1",
                .trusted_hosts = {"bfl.ai"}};
    endpoint = {.provider = "black-forest-labs",
                .model_name = "flux-2-pro",
                .capabilities = {.n_max = 4, .references_max = 8}};
  }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = BflAdapter().start(request, candidate, 0);
    return providers::play(*exchange, replies, sizes);
  }
};

const Reply kAccepted{
    .body = R"({"id":"t","polling_url":"https://api.eu2.bfl.ai/v1/get_result?id=t","cost":4.5,)"
            R"("input_mp":1.05,"output_mp":1.05})"};
const Reply kPending{.body = R"({"id":"t","status":"Pending","result":null,"progress":0.4})"};
const Reply kReady{
    .body = R"({"id":"t","status":"Ready","result":{"sample":"https://delivery-eu.bfl.ai/r/s.jpeg?)"
            R"(signature=x","prompt":"a fox","seed":1},"progress":1.0})"};
Reply picture(std::string bytes = "the picture") {
  return {.body = bytes, .headers = {{"Content-Length", std::to_string(bytes.size())}}};
}
Reply status(const std::string& word, int http = 200) {
  return {.status = http, .body = R"({"id":"t","status":")" + word + R"(","result":null})"};
}

}  // namespace

TEST(Bfl, submits_remembers_asks_and_fetches_with_the_key_only_where_it_belongs) {
  Scene scene;
  auto played = scene.play({kAccepted, kPending, kReady, picture()});
  EXPECT_EQ(played.words(),
            "progress 0.40 Pending -1\npicture 0 \ndata the picture\nend 0\n"
            "usage -1 -1 0.045\nfinish stop ready \n");
  ASSERT_EQ(played.sent.size(), 4u);
  EXPECT_EQ(played.sent[0].url, "https://api.bfl.ai/v1/flux-2-pro");
  EXPECT_EQ(played.sent[0].credential->header, "x-key");
  EXPECT_EQ(played.sent[1].url, "https://api.eu2.bfl.ai/v1/get_result?id=t");
  EXPECT_EQ(played.sent[1].credential->header, "x-key");
  EXPECT_TRUE(played.sent[1].from_reply);
  EXPECT_EQ(played.sent[3].url, "https://delivery-eu.bfl.ai/r/s.jpeg?signature=x");
  EXPECT_FALSE(played.sent[3].credential);
  EXPECT_TRUE(played.sent[3].from_reply);
  EXPECT_EQ(played.tokens.size(), 1u);
}

TEST(Bfl, the_body_holds_pixels_and_pictures_and_only_what_was_asked) {
  Scene scene;
  EXPECT_EQ(scene.play({kAccepted, kReady, picture()}).bodies[0], R"({"prompt":"a fox"})");
  scene.request.messages[0].parts.push_back(picture_part("A"));
  scene.request.messages[0].parts.push_back(picture_part("B"));
  scene.request.image = {
      .aspect_ratio = "16:9", .image_size = "1K", .seed = 7, .output_format = "png"};
  EXPECT_EQ(wire::parse_json(scene.play({kAccepted, kReady, picture()}).bodies[0]),
            boost::json::parse(R"({"prompt":"a fox","input_image":"QQ==","input_image_2":"Qg==",)"
                               R"("width":1344,"height":768,"seed":7,"output_format":"png"})"));
}

TEST(Bfl, sizes_are_multiples_of_sixteen_within_four_megapixels) {
  for (auto ratio : known_ratios())
    for (auto tier : known_tiers()) {
      auto size = flux_size({.aspect_ratio = std::string(ratio), .image_size = std::string(tier)});
      ASSERT_TRUE(size);
      EXPECT_EQ(size->width % 16 + size->height % 16, 0) << ratio << tier;
      EXPECT_LE(size->width * size->height, 2048 * 2048) << ratio << tier;
      EXPECT_GE(std::min(size->width, size->height), 64) << ratio << tier;
    }
  EXPECT_EQ(flux_size({.pixels = Size{1001, 999}}), (Size{992, 992}));
  EXPECT_FALSE(flux_size({}));
}

TEST(Bfl, several_pictures_are_several_tasks_and_one_price) {
  Scene scene;
  scene.request.image.n = 2;
  auto played = scene.play({kAccepted, kAccepted, kReady, picture("one"), kReady, picture("two")});
  EXPECT_EQ(played.words(),
            "picture 0 \ndata one\nend 0\npicture 1 \ndata two\nend 1\n"
            "usage -1 -1 0.09\nfinish stop ready \n");
}

TEST(Bfl, all_tasks_are_given_and_remembered_before_the_first_is_asked_about) {
  Scene scene;
  scene.request.image.n = 2;
  auto played = scene.play({kAccepted, kAccepted, kReady, picture("one"), kReady, picture("two")});
  std::string methods;
  for (const auto& send : played.sent) methods += send.method == "POST" ? 'P' : 'G';
  EXPECT_EQ(methods, "PPGGGG");
  ASSERT_EQ(played.tokens.size(), 3u);
  auto exchange = BflAdapter().resume(scene.candidate, played.tokens[1]);
  ASSERT_TRUE(exchange && exchange->go_on_after(0));
  EXPECT_EQ(play(*exchange, {kReady, picture("one"), kReady, picture("two")}).words(),
            "picture 0 \ndata one\nend 0\npicture 1 \ndata two\nend 1\n"
            "usage -1 -1 0.09\nfinish stop ready \n");
}

TEST(Bfl, what_was_kept_before_a_restart_is_not_fetched_again) {
  Scene scene;
  scene.request.image.n = 2;
  auto tokens =
      scene.play({kAccepted, kAccepted, kReady, picture("one"), kReady, picture("two")}).tokens;
  for (const auto& token : {tokens[1], tokens[2]}) {  // known to it, or not yet
    auto exchange = BflAdapter().resume(scene.candidate, token);
    ASSERT_TRUE(exchange && exchange->go_on_after(1));
    EXPECT_EQ(play(*exchange, {kReady, picture("two")}).words(),
              "picture 0 \ndata two\nend 0\nusage -1 -1 0.09\nfinish stop ready \n");
    EXPECT_FALSE(BflAdapter().resume(scene.candidate, token)->go_on_after(2));
  }
}

TEST(Bfl, a_task_that_fails_or_is_refused_does_not_cost_the_others_their_pictures) {
  Scene scene;
  scene.request.image.n = 2;
  Reply busy{.status = 429, .body = R"({"detail":"Too many tasks"})"};
  EXPECT_EQ(scene.play({kAccepted, busy, kReady, picture("one")}).words(),
            "picture 0 \ndata one\nend 0\nusage -1 -1 0.045\n"
            "extra easel {\"incomplete\":\"Too many tasks\"}\nfinish stop incomplete \n");
  Reply moderated{.body = R"({"id":"t","status":"Content Moderated"})"};
  auto played = scene.play({kAccepted, kAccepted, moderated, kReady, picture("two")});
  EXPECT_TRUE(played.words().contains("data two\nend 0\nusage -1 -1 0.045\n")) << played.words();
  EXPECT_TRUE(played.words().contains("finish stop incomplete")) << played.words();
  ASSERT_TRUE(scene.play({kAccepted, kAccepted, moderated}).error());
  EXPECT_EQ(scene.play({kAccepted, kAccepted, moderated}).error()->kind, ErrorKind::content_policy);
}

TEST(Bfl, a_question_or_a_fetch_that_breaks_off_is_asked_again) {
  Scene scene;
  Reply cut{.body = kReady.body.substr(0, 9), .breaks = true};
  auto half = picture();
  half.body.resize(5);
  half.breaks = true;
  auto played = scene.play({kAccepted, cut, kPending, cut, kReady, half, half, picture()});
  EXPECT_EQ(played.sent[0].method, "POST");
  EXPECT_TRUE(
      played.words().ends_with("data the picture\nend 0\nusage -1 -1 0.045\n"
                               "finish stop ready \n"))
      << played.words();
  EXPECT_GT(played.waited, std::chrono::seconds(1));
  auto never = scene.play({kAccepted, kReady, half});
  ASSERT_TRUE(never.error());
  EXPECT_LT(never.sent.size(), 12u);
  EXPECT_EQ(scene.play({{.breaks = true}}).sent.size(), 1u) << "what may be paid is sent once";
}

TEST(Bfl, every_word_for_the_state_of_a_task_is_understood) {
  Scene scene;
  auto kind = [&](const std::string& word, int http = 200) {
    auto played = scene.play({kAccepted, status(word, http)});
    return played.error() ? std::string(to_string(played.error()->kind)) : "none";
  };
  EXPECT_EQ(kind("Request Moderated"), "content_policy");
  EXPECT_EQ(kind("Content Moderated"), "content_policy");
  EXPECT_EQ(kind("Content Moderated", 503), "content_policy");
  EXPECT_EQ(kind("Error"), "provider_error");
  EXPECT_EQ(kind("Failed"), "provider_error");
  EXPECT_EQ(kind("Task not found"), "provider_error");
  EXPECT_EQ(kind("Sleeping"), "timeout");
  EXPECT_EQ(kind("Reasoning"), "timeout");
}

TEST(Bfl, a_task_that_is_not_found_at_first_is_waited_for) {
  Scene scene;
  auto played = scene.play({kAccepted, status("Task not found"), status("Task not found", 404),
                            status("Reasoning"), kReady, picture()});
  EXPECT_FALSE(played.error());
}

TEST(Bfl, asks_for_five_minutes_with_pauses_of_up_to_five_seconds) {
  Scene scene;
  auto played = scene.play({kAccepted, kPending});
  EXPECT_GE(played.waited, std::chrono::minutes(5));
  EXPECT_LE(played.waited, std::chrono::seconds(306));
  EXPECT_LT(played.sent.size(), 80u);
}

TEST(Bfl, a_poll_that_fails_is_asked_again_but_not_for_ever) {
  Scene scene;
  Reply broken{.status = 502, .body = "<html>"};
  EXPECT_FALSE(scene.play({kAccepted, broken, broken, kReady, picture()}).error());
  EXPECT_EQ(scene.play({kAccepted, broken}).error()->kind, ErrorKind::provider_error);
}

TEST(Bfl, a_poll_that_came_too_soon_is_asked_again_when_it_says_but_within_a_minute) {
  Scene scene;
  auto waited = [&](std::string seconds) {
    Reply soon{.status = 429, .body = "{}", .headers = {{"Retry-After", seconds}}};
    return scene.play({kAccepted, soon, kReady, picture()}).waited;
  };
  EXPECT_EQ(waited("7"), std::chrono::milliseconds(7500));
  EXPECT_EQ(waited("86400"), std::chrono::milliseconds(60'500));
}

TEST(Bfl, after_submission_no_error_says_that_nothing_was_done) {
  Scene scene;
  for (int code : {401, 402, 403, 404, 429}) {
    auto played = scene.play({kAccepted, {.status = code, .body = R"({"detail":"no"})"}});
    ASSERT_TRUE(played.error()) << code;
    EXPECT_EQ(classify(*played.error(), true).submitted, Submitted::unknown) << code;
  }
}

TEST(Bfl, refusals_of_the_submission_become_kinds) {
  Scene scene;
  auto words = [&](int code, const std::string& body) {
    return scene.play({{.status = code, .body = body, .headers = {{"Retry-After", "9"}}}}).words();
  };
  EXPECT_EQ(words(422, R"({"detail":[{"loc":["body","width"],"msg":"too wide","type":"v"}]})"),
            "failure invalid_request Black Forest Labs 9\n");
  EXPECT_EQ(words(402, R"({"detail":"Insufficient credits"})"),
            "failure payment_required Black Forest Labs 9\n");
  EXPECT_EQ(words(403, R"({"detail":"Not authenticated"})"),
            "failure authentication Black Forest Labs 9\n");
  EXPECT_EQ(words(429, R"({"detail":"Too many tasks"})"),
            "failure provider_rate_limited Black Forest Labs 9\n");
  EXPECT_EQ(words(200, R"({"id":"t"})"), "failure provider_error Black Forest Labs -1\n");
}

TEST(Bfl, a_picture_that_is_gone_or_cut_is_a_failure) {
  Scene scene;
  EXPECT_TRUE(scene.play({kAccepted, kReady, {.status = 403, .body = "expired"}}).error());
  EXPECT_TRUE(scene.play({kAccepted, kReady, picture("")}).error());
  auto whole = picture();
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    Reply cut{.body = whole.body.substr(0, size), .headers = whole.headers};
    EXPECT_TRUE(scene.play({kAccepted, kReady, cut}).error()) << size;
  }
  for (std::size_t size = 0; size < kReady.body.size(); ++size)
    EXPECT_TRUE(scene.play({kAccepted, {.body = kReady.body.substr(0, size)}, picture()}).error());
}

TEST(Bfl, a_task_is_taken_up_again_from_its_token) {
  Scene scene;
  auto token = scene.play({kAccepted, kReady, picture()}).tokens.at(0);
  auto exchange = BflAdapter().resume(scene.candidate, token);
  ASSERT_TRUE(exchange);
  auto played = play(*exchange, {kPending, kReady, picture()});
  EXPECT_EQ(played.sent[0].url, "https://api.eu2.bfl.ai/v1/get_result?id=t");
  EXPECT_EQ(played.words(),
            "progress 0.40 Pending -1\npicture 0 \ndata the picture\nend 0\n"
            "usage -1 -1 0.045\nfinish stop ready \n");
  EXPECT_FALSE(BflAdapter().resume(scene.candidate, "not a token"));
}

RC_GTEST_PROP(Bfl, any_split_of_the_replies_gives_the_same_events, (std::vector<std::uint8_t> c)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  std::vector<Reply> replies{kAccepted, kPending, kReady, picture()};
  RC_ASSERT(scene.play(replies, sizes).words() == scene.play(replies).words());
}

}  // namespace easel::providers
