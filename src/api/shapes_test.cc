#include <gtest/gtest.h>

#include "api/chat_shape.h"
#include "api/completions.h"
#include "api/image_shape.h"
#include "api/responses_shape.h"
#include "wire/json.h"

// Every shape, asked for every kind of thing that can be told: what leaves is valid JSON.
namespace easel::api {
namespace {

struct Told {
  gateway::Model model{.id = "a/b", .name = "B"};
  gateway::Endpoint endpoint{.capabilities = {.n_max = 4, .native_streaming = true}};
  gateway::Provider provider{.slug = "p", .name = "P"};
  drive::Job job;

  explicit Told(int n, gateway::Door door = gateway::Door::images) {
    gateway::GenerationRequest request{.door = door, .models = {"a/b"}, .wants_image = true};
    request.image.n = n;
    job.id = "gen-1-a";
    job.created = 5;
    job.request = std::make_shared<const gateway::GenerationRequest>(std::move(request));
    job.candidates = {{.model = &model, .endpoint = &endpoint, .provider = &provider}};
    job.subscribers = 1;
  }

  drive::KeptPicture picture(int index) {
    return {.index = index, .file = {.media_type = "image/png", .bytes = 3}};
  }

  void run(int pictures, std::optional<Error> error = {}) {
    job.tell(gateway::Progress{.fraction = 0.5, .stage = "work"});
    job.tell(gateway::Text{.delta = "two \"words\"\n"});
    job.tell(gateway::Preview{.index = 0, .bytes = "abc"});
    drive::Outcome outcome{.model = "a/b", .provider = "P", .error = std::move(error)};
    for (int i = 0; i < pictures; ++i) {
      job.tell(picture(i));
      outcome.pictures.push_back(picture(i));
    }
    outcome.easel["seed"] = 7;
    job.outcome = std::move(outcome);
  }
};

void append(std::string& text, const Pieces& pieces) {
  for (const auto& piece : pieces) {
    text += piece.text;
    if (piece.picture && !piece.bare) text += data_url_head(*piece.picture);
    if (piece.picture) text += "QUJD";
  }
}

std::string streamed(Shape& shape, const drive::Job& job) {
  std::string text;
  append(text, shape.opening());
  for (const auto& told : job.told) append(text, shape.told(told));
  append(text, shape.ending(*job.outcome));
  return text;
}

std::vector<wire::json::value> events(std::string_view text) {
  std::vector<wire::json::value> out;
  while (!text.empty()) {
    auto end = text.find("\n\n");
    EXPECT_TRUE(text.starts_with("data: ") && end != text.npos) << text;
    if (end == text.npos) break;
    auto data = text.substr(6, end - 6);
    text.remove_prefix(end + 2);
    if (data == "[DONE]") break;
    auto parsed = wire::parse_json(data);
    EXPECT_TRUE(parsed) << data;
    if (parsed) out.push_back(*parsed);
  }
  EXPECT_EQ(text, "") << "something follows [DONE]";
  return out;
}

std::vector<std::string> types(const std::vector<wire::json::value>& list) {
  std::vector<std::string> out;
  for (const auto& event : list) out.emplace_back(event.at("type").as_string().c_str());
  return out;
}

wire::json::value whole(Shape& shape, const drive::Job& job) {
  std::string text;
  append(text, shape.whole(*job.outcome));
  auto parsed = wire::parse_json(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(wire::json::value());
}

using Types = std::vector<std::string>;
const std::string kPartial = "image_generation.partial_image";
const std::string kCompleted = "image_generation.completed";

}  // namespace

TEST(ImageShape, a_buffered_answer_is_pictures_and_usage) {
  Told told(2);
  told.run(2);
  ImageShape shape(told.job, ImageDialect::openrouter);
  auto body = whole(shape, told.job);
  EXPECT_EQ(body.at("created"), 5);
  ASSERT_EQ(body.at("data").as_array().size(), 2u);
  EXPECT_EQ(body.at("data").at(1).at("b64_json"), "QUJD");
  EXPECT_EQ(body.at("data").at(1).at("media_type"), "image/png");
  EXPECT_EQ(body.at("usage").at("total_tokens"), 0);
  EXPECT_EQ(body.at("easel").at("seed"), 7);
  EXPECT_FALSE(body.as_object().contains("id"));
}

TEST(ImageShape, a_stream_has_previews_then_each_picture_and_the_usage_with_the_last) {
  Told told(2);
  told.run(2);
  ImageShape shape(told.job, ImageDialect::openrouter);
  auto list = events(streamed(shape, told.job));
  EXPECT_EQ(types(list), (Types{kPartial, kCompleted, kCompleted}));
  EXPECT_EQ(list[0].at("partial_image_index"), 0);
  EXPECT_FALSE(list[1].as_object().contains("usage"));
  EXPECT_TRUE(list[2].as_object().contains("usage"));
}

TEST(ImageShape, a_picture_that_is_not_the_last_leaves_at_once) {
  Told told(2);
  ImageShape shape(told.job, ImageDialect::openrouter);
  EXPECT_FALSE(shape.told(told.picture(0)).empty());
  EXPECT_TRUE(shape.told(told.picture(1)).empty());
}

TEST(ImageShape, an_edit_says_so_in_its_events) {
  Told told(1);
  told.run(1);
  ImageShape shape(told.job, ImageDialect::edits);
  EXPECT_EQ(types(events(streamed(shape, told.job))),
            (Types{"image_edit.partial_image", "image_edit.completed"}));
}

TEST(ImageShape, a_failure_in_the_stream_has_a_code_that_is_a_string) {
  Told told(1);
  told.run(0, Error{.kind = ErrorKind::provider_error, .message = "no", .provider = "P"});
  ImageShape shape(told.job, ImageDialect::openrouter);
  auto list = events(streamed(shape, told.job));
  EXPECT_EQ(types(list), (Types{kPartial, "error"}));
  EXPECT_EQ(list[1].at("error").at("code"), "502");
  EXPECT_EQ(list[1].at("error").at("message"), "no");
}

TEST(CompletionShape, both_forms_are_json_and_hold_text_and_pictures) {
  for (int pictures : {0, 1, 3}) {
    Told told(1, gateway::Door::completions);
    told.run(pictures);
    CompletionShape shape(told.job);
    auto body = whole(shape, told.job);
    EXPECT_EQ(body.at("object"), "text_completion");
    EXPECT_EQ(body.at("choices").at(0).at("text"), "two \"words\"\n");
    EXPECT_EQ(body.at("choices").at(0).as_object().contains("images"), pictures > 0);
    EXPECT_EQ(events(streamed(shape, told.job)).size(), std::size_t(pictures) + 2);
  }
  Told failed(1, gateway::Door::completions);
  failed.run(0, Error{.kind = ErrorKind::timeout, .message = "late"});
  CompletionShape shape(failed.job);
  EXPECT_EQ(events(streamed(shape, failed.job)).back().at("error").at("code"), 504);
}

TEST(ChatShape, both_forms_are_json_with_any_number_of_pictures) {
  for (int pictures : {0, 1, 3}) {
    Told told(1, gateway::Door::chat);
    told.run(pictures);
    ChatShape shape(told.job);
    auto body = whole(shape, told.job);
    auto& message = body.at("choices").at(0).at("message").as_object();
    EXPECT_EQ(message.contains("images"), pictures > 0);
    if (pictures) EXPECT_EQ(message.at("images").as_array().size(), std::size_t(pictures));
    EXPECT_EQ(events(streamed(shape, told.job)).size(), std::size_t(pictures) + 3);
  }
}

namespace {

std::int64_t nine() {
  return 9;
}

}  // namespace

TEST(ResponsesShape, a_buffered_answer_holds_the_words_and_then_the_pictures) {
  Told told(2, gateway::Door::responses);
  told.run(2);
  ResponsesShape shape(told.job, nine);
  auto body = whole(shape, told.job);
  EXPECT_EQ(body.at("status"), "completed");
  EXPECT_EQ(body.at("completed_at"), 9);
  const auto& output = body.at("output").as_array();
  ASSERT_EQ(output.size(), 3u);
  EXPECT_EQ(output[0].at("content").at(0).at("text"), "two \"words\"\n");
  EXPECT_EQ(output[1].at("type"), "image_generation_call");
  EXPECT_EQ(output[2].at("result"), "data:image/png;base64,QUJD");
  EXPECT_EQ(output[2].at("status"), "completed");
  for (auto key : {"error", "incomplete_details", "temperature", "top_p", "presence_penalty",
                   "frequency_penalty", "instructions", "metadata"})
    EXPECT_TRUE(body.at(key).is_null()) << key;
  for (auto key : {"tools", "tool_choice", "parallel_tool_calls", "usage", "output_text"})
    EXPECT_TRUE(body.as_object().contains(key)) << key;
}

TEST(ResponsesShape, a_stream_tells_every_step_with_running_numbers) {
  Told told(1, gateway::Door::responses);
  told.run(1);
  ResponsesShape shape(told.job, nine);
  auto list = events(streamed(shape, told.job));
  EXPECT_EQ(
      types(list),
      (Types{"response.created", "response.in_progress", "response.output_item.added",
             "response.content_part.added", "response.output_text.delta",
             "response.output_text.done", "response.content_part.done", "response.output_item.done",
             "response.output_item.added", "response.image_generation_call.in_progress",
             "response.image_generation_call.generating",
             "response.image_generation_call.partial_image",
             "response.image_generation_call.completed", "response.output_item.done",
             "response.completed"}));
  for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(list[i].at("sequence_number"), i);
  EXPECT_EQ(list[2].at("output_index"), 0);
  EXPECT_EQ(list[8].at("output_index"), 1);
  EXPECT_TRUE(list[8].at("item").at("result").is_null());
  EXPECT_EQ(list[11].at("partial_image_b64"), "YWJj");
  EXPECT_EQ(list[13].at("item"), list[14].at("response").at("output").at(1));
  ResponsesShape buffered(told.job, nine);
  EXPECT_EQ(list[14].at("response"), whole(buffered, told.job));
}

TEST(ResponsesShape, a_failure_is_told_with_what_was_made_until_then) {
  Told told(1, gateway::Door::responses);
  told.run(0, Error{.kind = ErrorKind::provider_rate_limited, .message = "slow", .provider = "P"});
  ResponsesShape shape(told.job, nine);
  auto list = events(streamed(shape, told.job));
  EXPECT_EQ(list.back().at("type"), "response.failed");
  const auto& response = list.back().at("response");
  EXPECT_EQ(response.at("status"), "failed");
  EXPECT_EQ(response.at("error").at("code"), "rate_limit_exceeded");
  EXPECT_EQ(response.at("error_type"), "rate_limit_exceeded");
  EXPECT_EQ(response.at("output").at(1).at("status"), "failed");
  EXPECT_TRUE(response.at("output").at(1).at("result").is_null());
}

TEST(ResponsesShape, openais_own_tool_gets_bare_base64) {
  Told told(1, gateway::Door::responses);
  auto request = *told.job.request;
  request.repeated =
      wire::parse_json(R"({"tools":[{"type":"image_generation"}],"user":"u"})").value().as_object();
  told.job.request = std::make_shared<const gateway::GenerationRequest>(request);
  told.run(1);
  ResponsesShape shape(told.job, nine);
  auto body = whole(shape, told.job);
  EXPECT_EQ(body.at("output").at(1).at("result"), "QUJD");
  EXPECT_EQ(body.at("tools").at(0).at("type"), "image_generation");
  EXPECT_EQ(body.at("user"), "u");
}

TEST(ResponsesShape, what_was_cut_short_is_incomplete) {
  Told told(1, gateway::Door::responses);
  told.run(1);
  told.job.outcome->finish.reason = "length";
  ResponsesShape shape(told.job, nine);
  auto list = events(streamed(shape, told.job));
  EXPECT_EQ(list.back().at("type"), "response.incomplete");
  EXPECT_EQ(list.back().at("response").at("incomplete_details").at("reason"), "max_output_tokens");
}

}  // namespace easel::api
