#include "providers/openrouter.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/base64.h"
#include "providers/testing.h"
#include "wire/json.h"

namespace easel::providers {
namespace {

using namespace gateway;

struct Scene {
  Model model{.id = "google/gemini-2.5-flash-image"};
  Provider provider{.slug = "openrouter",
                    .name = "OpenRouter",
                    .dialect = "openrouter",
                    .base_url = "https://up.example/api/v1"};
  Endpoint endpoint{.provider = "openrouter", .model_name = "google/gemini-2.5-flash-image"};
  Candidate candidate{&model, &endpoint, &provider};
  GenerationRequest request;

  explicit Scene(bool stream = false, std::string_view body = R"({"model":"x","messages":[]})") {
    request.stream = stream;
    request.body = wire::parse_json(body)->as_object();
  }
  std::unique_ptr<Exchange> start() { return OpenRouterAdapter().start(request, candidate, 0); }
};

std::string sent_body(Scene& scene) {
  auto exchange = scene.start();
  auto step = exchange->next();
  std::string body;
  for (const auto& piece : std::get<Send>(step).body) body += piece.bytes;
  return body;
}

// Plays a reply of that status and type, in pieces of the given sizes, over and over.
std::string play(bool stream, int status, std::string_view reply, std::vector<std::size_t> sizes,
                 std::vector<std::pair<std::string, std::string>> headers = {}) {
  Scene scene(stream);
  auto exchange = scene.start();
  (void)exchange->next();
  headers.emplace_back("Content-Type",
                       stream && status < 400 ? "text/event-stream" : "application/json");
  exchange->head(status, headers);
  Events events;
  for (std::size_t i = 0; !reply.empty(); ++i) {
    auto size = std::min(reply.size(), sizes.empty() ? reply.size() : sizes[i % sizes.size()] + 1);
    exchange->feed(reply.substr(0, size), events);
    reply.remove_prefix(size);
  }
  exchange->end(events);
  return told(events);
}

const std::string kPicture = base64_encode(std::string(9000, 'p'));
const std::string kSmall = base64_encode("tiny");

std::string image(const std::string& data) {
  return R"({"type":"image_url","image_url":{"url":"data:image/png;base64,)" + data +
         R"("},"index":0})";
}

const std::string kUsage =
    R"("usage":{"prompt_tokens":7,"completion_tokens":1290,"total_tokens":1297,"cost":0.0387021,)"
    R"("completion_tokens_details":{"image_tokens":1290},"x":1})";

const std::string kBuffered =
    R"({"id":"gen-1","object":"chat.completion","created":1,"model":"m","provider":"Google","novel":[1],)"
    R"("choices":[{"index":0,"finish_reason":"stop","native_finish_reason":"STOP","message":)"
    R"({"role":"assistant","content":"Here","refusal":null,"reasoning":"why","annotations":[{"a":1}],)"
    R"("images":[)" +
    image(kPicture) + "," + image(kSmall) + "]}}]," + kUsage + "}";

const std::string kStreamed =
    ": OPENROUTER PROCESSING\n\n"
    R"(data: {"id":"g","provider":"Google","choices":[{"index":0,"delta":{"role":"assistant","content":"He"},"finish_reason":null}]})"
    "\n\n"
    R"(data: {"id":"g","choices":[{"index":0,"delta":{"content":"re"},"finish_reason":null}]})"
    "\r\n\r\n"
    R"(data: {"id":"g","choices":[{"index":0,"delta":{"content":"","images":[)" +
    image(kPicture) +
    R"(]},"finish_reason":null}]})"
    "\n\n"
    R"(data: {"id":"g","choices":[{"index":0,"delta":{"images":[)" +
    image(kSmall) +
    R"(]},"finish_reason":"stop","native_finish_reason":"STOP"}]})"
    "\n\n"
    "data: {\"id\":\"g\",\"choices\":[]," +
    kUsage + "}\n\ndata: [DONE]\n\n";

}  // namespace

TEST(OpenRouter, sends_the_body_up_with_the_upstream_name_and_unknown_fields) {
  Scene scene(false,
              R"({"model":"google/gemini-2.5-flash-image-preview","messages":[{"role":"user",)"
              R"("content":"x"}],"models":["a"],"temperature":0.5,"novel":{"deep":[null]}})");
  auto body = wire::parse_json(sent_body(scene)).value();
  EXPECT_EQ(body.at("model"), "google/gemini-2.5-flash-image");
  EXPECT_EQ(body.at("novel"), boost::json::parse(R"({"deep":[null]})"));
  EXPECT_EQ(body.at("temperature"), 0.5);
  EXPECT_FALSE(body.as_object().contains("models"));
}

TEST(OpenRouter, asks_for_the_credential_by_its_scheme_and_holds_none) {
  Scene scene;
  auto exchange = scene.start();
  auto step = exchange->next();
  auto& send = std::get<Send>(step);
  EXPECT_EQ(send.url, "https://up.example/api/v1/chat/completions");
  ASSERT_TRUE(send.credential);
  EXPECT_EQ(send.credential->scheme, "Bearer");
  for (const auto& [name, value] : send.headers) EXPECT_NE(name, "Authorization");
}

TEST(OpenRouter, a_long_string_goes_up_as_the_blocks_it_lies_in) {
  ByteBudget budget(10 << 20);
  Scene scene(false, R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url",)"
                     R"("image_url":{"url":"MARK0"}}]}]})");
  auto blob = std::make_shared<Blob>(ByteBudget::Lease(budget));
  std::string url = "data:image/png;base64," + std::string(200'000, 'A');
  ASSERT_TRUE(blob->append(url));
  scene.request.blobs = {blob};
  scene.request.blob_mark = "MARK";
  auto body = wire::parse_json(sent_body(scene)).value();
  EXPECT_EQ(body.at("messages").at(0).at("content").at(0).at("image_url").at("url").as_string(),
            url);
}

TEST(OpenRouter, a_long_string_cannot_break_out_of_its_quotes) {
  ByteBudget budget(10 << 20);
  Scene scene(false, R"({"model":"m","user":"MARK0"})");
  auto blob = std::make_shared<Blob>(ByteBudget::Lease(budget));
  std::string hostile = std::string(70'000, 'a') + "\",\"model\":\"dear\",\"x\":\"\n";
  ASSERT_TRUE(blob->append(hostile));
  scene.request.blobs = {blob};
  scene.request.blob_mark = "MARK";
  auto body = wire::parse_json(sent_body(scene)).value();
  EXPECT_EQ(body.at("user").as_string(), hostile);
  EXPECT_EQ(body.at("model"), "google/gemini-2.5-flash-image");
}

TEST(OpenRouter, own_provider_names_do_not_go_up) {
  Scene scene(
      false,
      R"({"model":"m","provider":{"only":["openrouter"],"order":["easel","google-vertex"],"sort":"price"}})");
  auto body = wire::parse_json(sent_body(scene)).value();
  EXPECT_EQ(body.at("provider"),
            boost::json::parse(R"({"order":["google-vertex"],"sort":"price"})"));
}

TEST(OpenRouter, reads_a_buffered_reply) {
  EXPECT_EQ(play(false, 200, kBuffered, {}),
            "picture 0 image/png\ndata " + kPicture +
                "\nend 0\ntext Here(r)why\npicture 1 image/png\ndata " + kSmall +
                "\nend 1\nextra message {\"annotations\":[{\"a\":1}]}\n" +
                "usage 7 1290 0.0387021\nextra body {\"novel\":[1]}\nfinish stop STOP Google\n");
}

TEST(OpenRouter, reads_a_streamed_reply) {
  EXPECT_EQ(play(true, 200, kStreamed, {}),
            "text Here\npicture 0 image/png\ndata " + kPicture +
                "\nend 0\npicture 1 image/png\ndata " + kSmall +
                "\nend 1\nusage 7 1290 0.0387021\nfinish stop STOP Google\n");
}

RC_GTEST_PROP(OpenRouter, any_split_of_a_reply_gives_the_same_events,
              (std::vector<std::uint16_t> cuts)) {
  std::vector<std::size_t> sizes(cuts.begin(), cuts.end());
  if (sizes.empty()) sizes = {0};
  RC_ASSERT(play(false, 200, kBuffered, sizes) == play(false, 200, kBuffered, {}));
  RC_ASSERT(play(true, 200, kStreamed, sizes) == play(true, 200, kStreamed, {}));
}

TEST(OpenRouter, a_reply_that_is_cut_is_a_failure_wherever_it_is_cut) {
  for (std::size_t size = 0; size < kStreamed.size(); size += 97) {
    auto events = play(true, 200, kStreamed.substr(0, size), {});
    bool finished = kStreamed.substr(0, size).find("\"STOP\"}]}") != std::string::npos;
    EXPECT_EQ(events.find("finish ") != std::string::npos, finished) << size;
  }
  for (std::size_t size = 0; size < kBuffered.size(); size += 97)
    EXPECT_NE(play(false, 200, kBuffered.substr(0, size), {}).find("failure provider_error"),
              std::string::npos);
}

TEST(OpenRouter, a_failure_within_a_stream_ends_it) {
  auto events = play(
      true, 200,
      R"(data: {"choices":[{"index":0,"delta":{"content":"a"}}]})"
      "\n\n"
      R"(data: {"error":{"code":502,"message":"down"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]})"
      "\n\ndata: [DONE]\n\n",
      {});
  EXPECT_EQ(events, "text a\nfailure provider_error OpenRouter -1\n");
}

TEST(OpenRouter, statuses_become_kinds) {
  auto status = [](int code, std::string_view body = R"({"error":{"message":"m"}})") {
    return play(false, code, body, {}, {{"Retry-After", "7"}});
  };
  EXPECT_EQ(status(429), "failure provider_rate_limited OpenRouter 7\n");
  EXPECT_EQ(status(401), "failure authentication OpenRouter 7\n");
  EXPECT_EQ(status(402), "failure payment_required OpenRouter 7\n");
  EXPECT_EQ(status(503), "failure provider_overloaded OpenRouter 7\n");
  EXPECT_EQ(status(502, "<html>bad gateway</html>"), "failure provider_error OpenRouter 7\n");
  EXPECT_EQ(status(400), "failure invalid_request OpenRouter 7\n");
}

TEST(OpenRouter, a_body_that_is_no_json_is_a_failure) {
  EXPECT_EQ(play(false, 200, "<html>", {}), "failure provider_error OpenRouter -1\n");
  EXPECT_EQ(play(false, 200, "[]", {}), "failure provider_error OpenRouter -1\n");
  EXPECT_EQ(play(false, 200, "", {}), "failure provider_error OpenRouter -1\n");
}

Events events_of(std::string_view reply) {
  Scene scene;
  auto exchange = scene.start();
  (void)exchange->next();
  exchange->head(200, {{"Content-Type", "application/json"}});
  Events events;
  exchange->feed(reply, events);
  exchange->end(events);
  return events;
}

// The usage of a reply whose usage object is this.
Usage usage_of(const std::string& object) {
  auto events = events_of(
      R"({"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],"usage":)" + object + "}");
  for (const auto& event : events)
    if (auto usage = std::get_if<Usage>(&event)) return *usage;
  ADD_FAILURE() << "no usage came of " << object;
  return {};
}

TEST(OpenRouter, a_cost_that_cannot_be_true_is_none) {
  EXPECT_EQ(usage_of(R"({"cost":0.0387021})").cost, Money::nano(38'702'100));
  EXPECT_EQ(usage_of(R"({"cost":0})").cost, Money());
  EXPECT_EQ(usage_of(R"({"cost":2})").cost, Money::dollars(2));
  for (auto lie : {"-5", "-1e-9", "1e300", "1e9", "18446744073709551615", "\"0.5\"", "null", "[]"})
    EXPECT_FALSE(usage_of(std::string(R"({"cost":)") + lie + "}").cost) << lie;
}

TEST(OpenRouter, a_count_that_cannot_be_true_is_unknown) {
  EXPECT_EQ(usage_of(R"({"prompt_tokens":7,"completion_tokens":1290.0})").completion_tokens, 1290);
  for (auto lie : {"-7", "1e300", "18446744073709551615", "9223372036854775807", "\"7\""}) {
    auto usage = usage_of(std::string(R"({"prompt_tokens":)") + lie + "}");
    EXPECT_EQ(usage.prompt_tokens, -1) << lie;
  }
}

TEST(OpenRouter, long_texts_in_unknown_fields_end_at_a_limit) {
  std::string reply = R"({"x":[)";
  for (int i = 0; i < 5; ++i) reply += "\"" + std::string(4 << 20, 'x') + "\",";
  reply += R"(""],"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]})";
  EXPECT_EQ(std::get<Failure>(events_of(reply).back()).error.message,
            "The provider's answer holds a text without end.");
}

TEST(OpenRouter, a_document_that_is_too_large_is_the_providers_failure) {
  std::string many = R"({"x":[0)";
  for (int i = 0; i < 600'000; ++i) many += ",0";
  EXPECT_EQ(std::get<Failure>(events_of(many).back()).error.kind, ErrorKind::provider_error);
}

RC_GTEST_PROP(OpenRouter, no_reply_crashes_it_and_each_ends_once,
              (const std::string& bytes, bool stream)) {
  auto events = play(stream, 200, bytes, {3});
  auto ends = [&](std::string_view word) {
    int count = 0;
    for (auto at = events.find(word); at != events.npos; at = events.find(word, at + 1)) ++count;
    return count;
  };
  RC_ASSERT(ends("failure ") + ends("finish ") == 1);
}

TEST(Classify, only_a_refusal_before_work_is_known_unbilled) {
  auto verdict = [](ErrorKind kind, bool left) { return classify({.kind = kind}, left); };
  EXPECT_EQ(verdict(ErrorKind::provider_rate_limited, true).submitted, Submitted::no);
  EXPECT_TRUE(verdict(ErrorKind::provider_rate_limited, true).retryable);
  EXPECT_EQ(verdict(ErrorKind::provider_error, true).submitted, Submitted::unknown);
  EXPECT_EQ(verdict(ErrorKind::provider_error, false).submitted, Submitted::no);
  EXPECT_FALSE(verdict(ErrorKind::content_policy, true).retryable);
}

}  // namespace easel::providers
