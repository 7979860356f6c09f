#include "providers/comfyui.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "providers/testing.h"
#include "wire/json.h"

// Replies in the shapes of server.py and execution.py of https://github.com/comfyanonymous/ComfyUI.
namespace easel::providers {
namespace {

using namespace gateway;

const std::string kWorkflow =
    R"({"1":{"class_type":"Draw","inputs":{"text":"{{prompt}}","seed":"{{seed}}"}}})";

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  Scene() {
    model = {.id = "comfyui/portrait", .output_modalities = {"image"}};
    provider = {.slug = "comfyui",
                .name = "comfyui",
                .dialect = "comfyui",
                .base_url = "http://127.0.0.1:8188"};
    endpoint = {.provider = "comfyui",
                .model_name = "sd_xl.safetensors",
                .capabilities = {.n_max = 8},
                .recipe = kWorkflow};
  }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = ComfyUiAdapter().start(request, candidate, 7);
    return providers::play(*exchange, replies, sizes);
  }
};

const Reply kAccepted{.body = R"({"prompt_id":"0a-1","number":4,"node_errors":{}})"};
const Reply kNothing{.body = "{}"};
const Reply kWaiting{.body = R"({"queue_running":[[2,"other",{},{},["9"]]],)"
                             R"("queue_pending":[[4,"0a-1",{},{},["9"]],[3,"b",{},{},["9"]]]})"};
const Reply kRunning{.body = R"({"queue_running":[[4,"0a-1",{},{},["9"]]],"queue_pending":[]})"};
const Reply kGone{.body = R"({"queue_running":[],"queue_pending":[]})"};
const Reply kDone{
    .body = R"({"0a-1":{"prompt":[4,"0a-1",{},{},["9"]],"outputs":{"8":{"images":[)"
            R"({"filename":"p.png","subfolder":"","type":"temp"}]},"9":{"images":[)"
            R"({"filename":"easel 1_.png","subfolder":"a/b","type":"output"}]}},)"
            R"("status":{"status_str":"success","completed":true,"messages":[]},"meta":{}}})"};
Reply picture(std::string bytes = "the picture") {
  return {.body = bytes, .headers = {{"Content-Length", std::to_string(bytes.size())}}};
}
Reply failed(const std::string& message) {
  return {.body = R"({"0a-1":{"outputs":{},"status":{"status_str":"error","completed":false,)"
                  R"("messages":[["execution_start",{"prompt_id":"0a-1"}],)" +
                  message + "]}}}"};
}

}  // namespace

TEST(ComfyUi, a_prompt_is_given_remembered_followed_through_the_queue_and_its_picture_fetched) {
  Scene scene;
  auto played = scene.play(
      {kAccepted, kNothing, kWaiting, kNothing, kRunning, kNothing, kRunning, kDone, picture()});
  EXPECT_EQ(played.words(),
            "progress 0.00 queued -1\nprogress 0.00 queued 2\nprogress 0.00 queued -1\n"
            "progress 0.00 running -1\nprogress 0.00 running -1\nprogress 0.00 running -1\n"
            "picture 0 \ndata the picture\nend 0\n"
            "extra easel {\"seed\":7}\nusage -1 -1 -\nfinish stop ready \n");
  EXPECT_EQ(wire::parse_json(played.bodies.at(0)),
            boost::json::parse(R"({"prompt":{"1":{"class_type":"Draw","inputs":)"
                               R"({"text":"a fox","seed":7}}},"client_id":"easel"})"));
  EXPECT_EQ(played.sent.at(1).url, "http://127.0.0.1:8188/history/0a-1");
  EXPECT_EQ(played.sent.at(2).url, "http://127.0.0.1:8188/queue");
  EXPECT_EQ(played.sent.back().url,
            "http://127.0.0.1:8188/view?filename=easel%201_.png&subfolder=a%2Fb&type=output");
  EXPECT_EQ(played.tokens.size(), 1u);
}

TEST(ComfyUi, a_checkpoint_is_drawn_with_by_the_workflows_that_are_built_in) {
  Scene scene;
  scene.endpoint.recipe.clear();
  scene.request.image = {.aspect_ratio = "16:9"};
  auto graph = wire::parse_json(scene.play({kAccepted, kDone, picture()}).bodies.at(0))
                   ->at("prompt")
                   .as_object();
  EXPECT_EQ(graph["4"].at("inputs").at("ckpt_name"), "sd_xl.safetensors");
  EXPECT_EQ(graph["5"].at("inputs").at("width"), 1344);
  EXPECT_EQ(graph["3"].at("inputs").at("steps"), 20);
  EXPECT_EQ(graph["6"].at("inputs").at("text"), "a fox");
}

TEST(ComfyUi, pictures_of_the_request_go_up_first_and_are_named_where_they_came_to_lie) {
  Scene scene;
  scene.endpoint.recipe.clear();
  scene.request.messages[0].parts.push_back(picture_part("A"));
  auto played =
      scene.play({{.body = R"({"name":"easel-x (1).png","subfolder":"easel","type":"input"})"},
                  kAccepted,
                  kDone,
                  picture()});
  EXPECT_EQ(played.sent.at(0).url, "http://127.0.0.1:8188/upload/image");
  EXPECT_TRUE(
      played.bodies.at(0).contains("filename=\"easel-559aead08264d5795d3909718cdd05ab.png"));
  EXPECT_TRUE(played.bodies.at(0).contains("\r\n\r\nA\r\n--"));
  auto graph = wire::parse_json(played.bodies.at(1))->at("prompt");
  EXPECT_EQ(graph.at("10").at("inputs").at("image"), "easel/easel-x (1).png");
}

TEST(ComfyUi, a_workflow_gets_as_many_pictures_as_it_needs_or_refuses) {
  Scene scene;
  EXPECT_TRUE(ComfyUiAdapter().plan(scene.request, scene.candidate));
  scene.request.messages[0].parts.push_back(picture_part("A"));
  EXPECT_TRUE(ComfyUiAdapter()
                  .plan(scene.request, scene.candidate)
                  .error()
                  .message.contains("works with words alone"));
}

TEST(ComfyUi, several_pictures_are_several_prompts_with_neighbouring_seeds) {
  Scene scene;
  scene.request.image.n = 2;
  auto played = scene.play({kAccepted, kAccepted, kDone, picture("one"), kDone, picture("two")});
  EXPECT_TRUE(played.words().starts_with(
      "picture 0 \ndata one\nend 0\npicture 1 \ndata two\nend 1\nextra"));
  EXPECT_TRUE(played.bodies.at(1).contains("\"seed\":8"));
}

TEST(ComfyUi, a_workflow_without_a_place_for_the_size_is_not_cut) {
  Scene scene;
  scene.request.image = {.pixels = Size{100, 100}};
  EXPECT_TRUE(scene.play({kAccepted, kDone, picture()}).words().contains("data the picture"));
}

TEST(ComfyUi, a_refused_workflow_is_one_sentence_that_names_the_node) {
  Scene scene;
  auto played = scene.play(
      {{.status = 400,
        .body = R"({"error":{"type":"prompt_outputs_failed_validation","message":)"
                R"("Prompt outputs failed validation","details":"","extra_info":{}},)"
                R"("node_errors":{"4":{"errors":[{"type":"value_not_in_list","message":)"
                R"("Value not in list","details":"ckpt_name: 'x' not in []","extra_info":{}}],)"
                R"("dependent_outputs":["9"],"class_type":"CheckpointLoaderSimple"}}})"}});
  EXPECT_EQ(played.error()->kind, ErrorKind::invalid_request);
  EXPECT_EQ(played.error()->message,
            "ComfyUI refused the workflow: node 4 (CheckpointLoaderSimple): Value not in list: "
            "ckpt_name: 'x' not in []");
}

TEST(ComfyUi, refusals_of_other_kinds_become_failures) {
  Scene scene;
  auto words = [&](int code, const std::string& body) {
    return scene.play({{.status = code, .body = body}}).words();
  };
  EXPECT_EQ(words(401, "no"), "failure authentication comfyui -1\n");
  EXPECT_EQ(words(500, "<html>"), "failure provider_error comfyui -1\n");
  EXPECT_EQ(words(200, R"({"prompt_id":"../x"})"), "failure provider_error comfyui -1\n");
  EXPECT_EQ(words(200, R"({"error":"no"})"), "failure provider_error comfyui -1\n");
}

TEST(ComfyUi, what_went_wrong_while_it_drew_is_said_with_its_node) {
  Scene scene;
  auto oom = scene.play(
      {kAccepted, failed(R"(["execution_error",{"node_id":"3","node_type":"KSampler",)"
                         R"("exception_message":"CUDA out of memory","traceback":[]}])")});
  EXPECT_EQ(oom.error()->message, "ComfyUI failed in node 3 (KSampler): CUDA out of memory");
  auto stopped = scene.play(
      {kAccepted, failed(R"(["execution_interrupted",{"node_id":"3","node_type":"KSampler"}])")});
  EXPECT_EQ(stopped.error()->provider_code, "execution_interrupted");
  EXPECT_EQ(scene.play({kAccepted, failed("[]")}).error()->kind, ErrorKind::provider_error);
}

TEST(ComfyUi, a_prompt_that_is_nowhere_any_more_is_lost) {
  Scene scene;
  auto played = scene.play({kAccepted, kNothing, kGone, kNothing, kGone, kNothing, kGone, kNothing,
                            kGone, kNothing, kGone});
  EXPECT_TRUE(played.error()->message.contains("restarted"));
}

TEST(ComfyUi, a_queue_that_cannot_be_read_or_is_too_long_changes_nothing) {
  Scene scene;
  Reply broken{.status = 500, .body = "<html>"};
  Reply endless{.body = R"({"queue_running":[[1,")" + std::string(5 << 20, 'x') + "\"]]}"};
  EXPECT_FALSE(
      scene.play({kAccepted, kNothing, broken, kNothing, endless, kDone, picture()}).error());
}

TEST(ComfyUi, without_a_saved_picture_one_that_was_shown_is_taken_and_none_is_a_failure) {
  Scene scene;
  Reply shown{.body = R"({"0a-1":{"outputs":{"8":{"images":[{"filename":"p.png","subfolder":"",)"
                      R"("type":"temp"}]}},"status":{"status_str":"success"}}})"};
  EXPECT_FALSE(scene.play({kAccepted, shown, picture()}).error());
  Reply none{.body = R"({"0a-1":{"outputs":{},"status":{"status_str":"success"}}})"};
  EXPECT_EQ(scene.play({kAccepted, none}).error()->kind, ErrorKind::provider_error);
}

TEST(ComfyUi, a_picture_that_is_gone_or_cut_is_a_failure) {
  Scene scene;
  EXPECT_TRUE(scene.play({kAccepted, kDone, {.status = 404, .body = ""}}).error());
  auto whole = picture();
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    Reply cut{.body = whole.body.substr(0, size), .headers = whole.headers};
    EXPECT_TRUE(scene.play({kAccepted, kDone, cut}).error()) << size;
  }
  for (std::size_t size = 0; size < kDone.body.size(); ++size)
    EXPECT_TRUE(scene.play({kAccepted, {.body = kDone.body.substr(0, size)}, picture()}).error());
}

TEST(ComfyUi, one_that_waits_is_taken_from_the_queue_and_one_that_runs_is_interrupted) {
  Scene scene;
  auto url_after = [&](const Reply& queue) {
    auto exchange = ComfyUiAdapter().start(scene.request, scene.candidate, 7);
    providers::play(*exchange, {kAccepted, kNothing, queue}, {}, 7);
    auto cancel = exchange->cancel();
    return cancel ? cancel->url + " " + body_of(*cancel) : "";
  };
  EXPECT_EQ(url_after(kWaiting), R"(http://127.0.0.1:8188/queue {"delete":["0a-1"]})");
  EXPECT_EQ(url_after(kRunning), R"(http://127.0.0.1:8188/interrupt {"prompt_id":"0a-1"})");
}

TEST(ComfyUi, a_prompt_is_taken_up_again_from_its_token) {
  Scene scene;
  auto first = scene.play({kAccepted, kDone, picture()});
  auto exchange = ComfyUiAdapter().resume(scene.candidate, first.tokens.at(0));
  ASSERT_TRUE(exchange);
  EXPECT_EQ(play(*exchange, {kDone, picture()}).words(), first.words());
  EXPECT_FALSE(ComfyUiAdapter().resume(scene.candidate, "not a token"));
}

RC_GTEST_PROP(ComfyUi, any_split_of_the_replies_gives_the_same_events,
              (std::vector<std::uint8_t> c)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  std::vector<Reply> replies{kAccepted, kNothing, kWaiting, kNothing, kRunning, kDone, picture()};
  RC_ASSERT(scene.play(replies, sizes).words() == scene.play(replies).words());
}

}  // namespace easel::providers
