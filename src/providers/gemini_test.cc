#include "providers/gemini.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>

#include "providers/testing.h"
#include "wire/json.h"

// Replies in the shapes of https://ai.google.dev/api/generate-content and of its error model
// (google.rpc.Status).
namespace easel::providers {
namespace {

using namespace gateway;
using boost::json::parse;

struct Scene : Place {
  GenerationRequest request = asking("a fox");
  explicit Scene(std::string name = "gemini-3-pro-image") {
    model = {.id = "google/" + name, .output_modalities = {"image", "text"}};
    provider = {.slug = "google-ai-studio",
                .name = "Google AI Studio",
                .dialect = "gemini",
                .base_url = "https://g.example/v1beta"};
    endpoint = {
        .provider = "google-ai-studio",
        .model_name = name,
        .capabilities = {
            .aspect_ratios = {"1:1", "16:9"}, .sizes = {"0.5K", "1K", "2K", "4K"}, .n_max = 4}};
    if (name.starts_with("gemini-2")) endpoint.capabilities.sizes.clear();
  }
  std::unique_ptr<Exchange> start() { return GeminiAdapter().start(request, candidate, 0); }
  Played play(std::vector<Reply> replies, std::vector<std::size_t> sizes = {}) {
    auto exchange = start();
    return providers::play(*exchange, replies, sizes);
  }
  boost::json::value body() {
    auto exchange = start();
    auto step = exchange->next();
    return wire::parse_json(body_of(std::get<Send>(step))).value();
  }
};

const std::string kBig = base64_encode(std::string(9000, 'p'));
const std::string kDraft = base64_encode("a draft");
const std::string kFinal = base64_encode("the final");

std::string inline_data(const std::string& data, const std::string& more = "") {
  return R"({"inlineData":{"mimeType":"image/png","data":")" + data + R"("})" + more + "}";
}
std::string reply(const std::string& parts, const std::string& finish = "STOP") {
  return R"({"candidates":[{"index":0,"content":{"role":"model","parts":[)" + parts +
         R"(]},"finishReason":")" + finish +
         R"("}],"usageMetadata":{"promptTokenCount":271,"candidatesTokenCount":1140,)"
         R"("thoughtsTokenCount":180,"totalTokenCount":1591,"candidatesTokensDetails":[)"
         R"({"modality":"IMAGE","tokenCount":1120},{"modality":"TEXT","tokenCount":20}]},)"
         R"("modelVersion":"gemini-3-pro-image","responseId":"abc"})";
}

const std::string kThoughtful = R"({"text":"Planning","thought":true},)" +
                                inline_data(kDraft, R"(,"thought":true)") + "," +
                                R"({"text":"Here it is.","thoughtSignature":"sig-t"},)" +
                                inline_data(kBig, R"(,"thoughtSignature":"sig-0")") + "," +
                                inline_data(kFinal, R"(,"thoughtSignature":"sig-1")");

const std::string kStreamed =
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"He\"}]}}],"
    "\"usageMetadata\":{\"promptTokenCount\":5}}\r\n\r\n"
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"re\"}]}}]}\r\n"
    "\r\ndata: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" +
    inline_data(kDraft, ",\"thought\":true") +
    "]}}]}\r\n\r\n"
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" +
    inline_data(kBig) + "]}}]}\r\n\r\ndata: " + reply(R"({"text":""})") + "\r\n\r\n";

}  // namespace

TEST(Gemini, sends_the_key_by_its_header_to_the_models_own_address) {
  Scene scene;
  auto played = scene.play({{.body = reply(inline_data(kFinal))}});
  EXPECT_EQ(played.sent[0].url,
            "https://g.example/v1beta/models/gemini-3-pro-image:generateContent");
  EXPECT_EQ(played.sent[0].credential->header, "x-goog-api-key");
  EXPECT_EQ(played.sent[0].credential->scheme, "");
  scene.request.stream = true;
  played = scene.play({event_stream(kStreamed)});
  EXPECT_EQ(played.sent[0].url,
            "https://g.example/v1beta/models/gemini-3-pro-image:streamGenerateContent?alt=sse");
}

TEST(Gemini, words_and_pictures_go_up_in_order_and_turns_of_one_role_are_one) {
  Scene scene;
  scene.request.messages = {
      {.role = "system", .parts = {{.text = "be brief"}}},
      {.role = "user", .parts = {{.text = "one"}, picture_part("A"), {.text = "two"}}},
      {.role = "user", .parts = {picture_part("B", "image/jpeg")}},
      {.role = "assistant", .parts = {{.text = "hm"}}},
      {.role = "user", .parts = {{.text = "go"}}}};
  auto body = scene.body();
  EXPECT_EQ(body.at("systemInstruction"), parse(R"({"parts":[{"text":"be brief"}]})"));
  EXPECT_EQ(
      body.at("contents"),
      parse(R"([{"role":"user","parts":[{"text":"one"},{"inlineData":{"mimeType":"image/png",)"
            R"("data":"QQ=="}},{"text":"two"},{"inlineData":{"mimeType":"image/jpeg","data":)"
            R"("Qg=="}}]},{"role":"model","parts":[{"text":"hm"}]},)"
            R"({"role":"user","parts":[{"text":"go"}]}])"));
}

TEST(Gemini, a_long_picture_goes_up_without_the_head_of_its_data_url) {
  ByteBudget budget(10 << 20);
  Scene scene;
  auto blob = std::make_shared<Blob>(ByteBudget::Lease(budget));
  std::string data(200'000, 'A');
  ASSERT_TRUE(blob->append("data:image/webp;base64," + data));
  Part part{.kind = Part::Kind::image};
  part.image.data_url = blob;
  scene.request.messages[0].parts.push_back(part);
  auto sent = scene.body().at("contents").at(0).at("parts").at(1).at("inlineData");
  EXPECT_EQ(sent.at("mimeType"), "image/webp");
  EXPECT_EQ(sent.at("data").as_string(), data);
}

TEST(Gemini, the_shape_goes_up_as_far_as_the_model_has_a_knob_for_it) {
  Scene scene;
  scene.request.image = {.aspect_ratio = "16:9", .image_size = "0.5K", .seed = 7};
  scene.request.body = {{"temperature", 0.5}, {"top_p", 0.9}, {"max_tokens", 99}, {"stop", "x"}};
  EXPECT_EQ(scene.body().at("generationConfig"),
            parse(R"({"responseModalities":["TEXT","IMAGE"],"imageConfig":{"aspectRatio":"16:9",)"
                  R"("imageSize":"512"},"seed":7,"temperature":0.5,"topP":0.9,)"
                  R"("maxOutputTokens":99,"stopSequences":["x"]})"));
  Scene old("gemini-2.5-flash-image");
  old.request.image = {.aspect_ratio = "auto", .image_size = "1K"};
  old.request.wants_text = false;
  EXPECT_EQ(old.body().at("generationConfig"), parse(R"({"responseModalities":["IMAGE"]})"));
}

TEST(Gemini, drafts_are_previews_and_thoughts_are_reasoning) {
  Scene scene;
  auto words = scene.play({{.body = reply(kThoughtful)}}).words();
  std::string details =
      R"([{"type":"reasoning.encrypted","data":"sig-t","id":"text","format":"google-gemini-v1","index":0},)"
      R"({"type":"reasoning.encrypted","data":"sig-0","id":"image_0","format":"google-gemini-v1","index":1},)"
      R"({"type":"reasoning.encrypted","data":"sig-1","id":"image_1","format":"google-gemini-v1","index":2}])";
  EXPECT_EQ(words, "picture 0 \ndata " + kDraft + "\npreview 0 " + kDraft + "\npicture 0 \ndata " +
                       kBig + "\nend 0\npicture 1 \ndata " + kFinal +
                       "\nend 1\ntext (r)PlanningHere it is.\nsignature " + details +
                       "\nextra message {\"reasoning_details\":" + details +
                       "}\nusage 271 1120 -\nfinish stop STOP \n");
}

TEST(Gemini, reads_a_stream_that_ends_without_a_word) {
  Scene scene;
  scene.request.stream = true;
  EXPECT_EQ(scene.play({event_stream(kStreamed)}).words(),
            "text Here\npicture 0 \ndata " + kDraft + "\npreview 0 " + kDraft +
                "\npicture 0 \ndata " + kBig + "\nend 0\nusage 271 1120 -\nfinish stop STOP \n");
}

RC_GTEST_PROP(Gemini, any_split_of_a_reply_gives_the_same_events, (std::vector<std::uint16_t> c)) {
  std::vector<std::size_t> sizes(c.begin(), c.end());
  if (sizes.empty()) sizes = {0};
  Scene scene;
  Reply buffered{.body = reply(kThoughtful)};
  RC_ASSERT(scene.play({buffered}, sizes).words() == scene.play({buffered}).words());
  auto streamed = event_stream(kStreamed);
  RC_ASSERT(scene.play({streamed}, sizes).words() == scene.play({streamed}).words());
}

TEST(Gemini, a_reply_that_is_cut_never_finishes) {
  Scene scene;
  auto whole = reply(inline_data(kFinal));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_TRUE(scene.play({{.body = whole.substr(0, size)}}).error()) << size;
  std::string streamed = "data: " + whole + "\r\n\r\n";
  for (std::size_t size = 0; size < whole.size() + 6; ++size)
    EXPECT_TRUE(scene.play({event_stream(streamed.substr(0, size))}).error()) << size;
  auto before_the_end = kStreamed.substr(0, kStreamed.rfind("data: "));
  EXPECT_TRUE(scene.play({event_stream(before_the_end)}).error());
}

TEST(Gemini, several_pictures_are_several_calls_and_one_sum) {
  Scene scene;
  scene.request.image.n = 2;
  scene.request.image.seed = 5;
  auto played =
      scene.play({{.body = reply(inline_data(kBig))}, {.body = reply(inline_data(kFinal))}});
  EXPECT_EQ(played.words(), "picture 0 \ndata " + kBig + "\nend 0\npicture 1 \ndata " + kFinal +
                                "\nend 1\nusage 542 2240 -\nfinish stop STOP \n");
  EXPECT_EQ(wire::parse_json(played.bodies[1])->at("generationConfig").at("seed"), 6);
}

TEST(Gemini, its_own_pictures_go_back_signed) {
  Scene scene;
  Message turn{.role = "assistant", .parts = {{.text = "Here"}, picture_part("A")}};
  turn.parts[1].image.signatures = {
      {"google-ai-studio",
       R"([{"data":"s-t","id":"text","format":"google-gemini-v1"},{"data":"s-0","id":"image_0","format":"google-gemini-v1"}])"}};
  scene.request.messages.push_back(turn);
  scene.request.messages.push_back({.role = "user", .parts = {{.text = "bluer"}}});
  auto signed_turn =
      parse(R"({"role":"model","parts":[{"text":"Here","thoughtSignature":"s-t"},{"inlineData":)"
            R"({"mimeType":"image/png","data":"QQ=="},"thoughtSignature":"s-0"}]})");
  EXPECT_EQ(scene.body().at("contents").at(1), signed_turn);

  // The client's own, in the order that an OpenRouter elsewhere gives them.
  scene.request.messages[1].parts[1].image.signatures.clear();
  scene.request.body =
      parse(R"({"messages":[{},{"reasoning_details":[{"data":"s-t","format":"google-gemini-v1"},)"
            R"({"data":"s-0","format":"google-gemini-v1"}]}]})")
          .as_object();
  EXPECT_EQ(scene.body().at("contents").at(1), signed_turn);
}

TEST(Gemini, a_picture_whose_signature_is_lost_goes_back_as_the_users) {
  Scene scene;
  scene.request.messages.push_back(
      {.role = "assistant", .parts = {{.text = "Here"}, picture_part("A")}});
  scene.request.messages.push_back({.role = "user", .parts = {{.text = "bluer"}}});
  auto contents = scene.body().at("contents");
  EXPECT_EQ(contents.at(1), parse(R"({"role":"model","parts":[{"text":"Here"}]})"));
  EXPECT_EQ(contents.at(2),
            parse(R"({"role":"user","parts":[{"inlineData":{"mimeType":"image/png",)"
                  R"("data":"QQ=="}},{"text":"bluer"}]})"));
  Scene old("gemini-2.5-flash-image");
  old.request.messages = scene.request.messages;
  EXPECT_EQ(old.body().at("contents").at(1).at("parts").as_array().size(), 2u);
}

TEST(Gemini, a_block_within_a_200_is_a_refusal_of_the_content) {
  Scene scene;
  auto kind = [&](const std::string& body) {
    auto played = scene.play({{.body = body}});
    return played.error() ? to_string(played.error()->kind) : "none";
  };
  EXPECT_EQ(kind(R"({"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"}})"), "content_policy");
  for (auto reason : {"SAFETY", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"})
    EXPECT_EQ(kind(std::string(R"({"candidates":[{"finishReason":")") + reason + R"("}]})"),
              "content_policy");
  for (auto reason : {"NO_IMAGE", "IMAGE_OTHER", "OTHER", "MALFORMED_FUNCTION_CALL"})
    EXPECT_EQ(
        kind(std::string(R"({"candidates":[{"content":{},"finishReason":")") + reason + R"("}]})"),
        "provider_error");
  EXPECT_EQ(kind(R"({"candidates":[{"content":{}}]})"), "provider_error");
}

TEST(Gemini, words_alone_are_an_answer) {
  Scene scene;
  EXPECT_EQ(scene.play({{.body = reply(R"({"text":"I would rather not."})")}}).words(),
            "text I would rather not.\nusage 271 1120 -\nfinish stop STOP \n");
}

TEST(Gemini, errors_say_what_they_mean_and_when_to_come_again) {
  Scene scene;
  auto words = [&](int status, const std::string& body) {
    return scene.play({{.status = status, .body = body}}).words();
  };
  EXPECT_EQ(words(429, R"({"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED",)"
                       R"("details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo",)"
                       R"("retryDelay":"1.5s"}]}})"),
            "failure provider_rate_limited Google AI Studio 2\n");
  EXPECT_EQ(words(429, R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[)"
                       R"({"violations":[{"quotaId":"GenerateRequestsPerDay","quotaValue":"0"}]},)"
                       R"({"retryDelay":"26s"}]}})"),
            "failure provider_rate_limited Google AI Studio 3600\n");
  EXPECT_EQ(words(400, R"({"error":{"code":400,"status":"INVALID_ARGUMENT","details":[)"
                       R"({"reason":"API_KEY_INVALID"}]}})"),
            "failure authentication Google AI Studio -1\n");
  EXPECT_EQ(words(400, R"({"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}})"),
            "failure invalid_request Google AI Studio -1\n");
  EXPECT_EQ(words(400, R"({"error":{"code":400,"status":"FAILED_PRECONDITION"}})"),
            "failure payment_required Google AI Studio -1\n");
  EXPECT_EQ(words(503, R"([{"error":{"code":503,"status":"UNAVAILABLE"}}])"),
            "failure provider_overloaded Google AI Studio -1\n");
  EXPECT_EQ(words(502, "<html>"), "failure provider_error Google AI Studio -1\n");
}

TEST(Gemini, an_error_within_a_stream_ends_it) {
  Scene scene;
  auto played = scene.play({event_stream(
      "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\n"
      "data: {\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n")});
  EXPECT_EQ(played.words(), "text a\nfailure provider_overloaded Google AI Studio -1\n");
}

RC_GTEST_PROP(Gemini, no_reply_crashes_it_and_each_ends_once,
              (const std::string& bytes, bool stream)) {
  Scene scene;
  auto played = scene.play({stream ? event_stream(bytes) : Reply{.body = bytes}}, {3});
  RC_ASSERT(played.ended());
}

}  // namespace easel::providers
