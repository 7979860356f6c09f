#include "api/responses.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/json.h"

namespace easel::api {
namespace {

Result<ResponsesRequest> read(std::string_view body, std::size_t piece = 1 << 20) {
  static ByteBudget budget(256 << 20);
  ResponsesBody reader(budget);
  for (std::size_t i = 0; i < body.size(); i += piece) {
    auto fed = reader.feed(body.substr(i, piece));
    if (!fed) return fail(fed.error());
  }
  return reader.finish();
}

std::string with(std::string_view fields) {
  return fmt::format(R"({{"model":"a/b","input":"a fox",{}}})", fields);
}

std::string input(std::string_view items) {
  return fmt::format(R"({{"model":"a/b","input":[{}]}})", items);
}

gateway::json::value chat(const Result<ResponsesRequest>& read) {
  EXPECT_TRUE(read) << read.error().message;
  return read ? gateway::json::value(read->request.body) : gateway::json::value();
}

std::string text_of(const gateway::Blob& blob) {
  std::string all;
  for (const auto& block : blob.blocks()) all += block;
  return all;
}

}  // namespace

TEST(ResponsesRequest, a_string_is_a_chat_with_one_message) {
  auto got = read(with(R"("instructions":"be brief","modalities":["image","text"],"stream":true,)"
                       R"("store":false,"service_tier":"auto","max_output_tokens":9,"user":"u",)"
                       R"("image_config":{"aspect_ratio":"16:9"},"temperature":null,"include":[],)"
                       R"("previous_response_id":null,"metadata":{"a":"b"})"));
  EXPECT_EQ(chat(got), wire::parse_json(R"({"model":"a/b","modalities":["image","text"],)"
                                        R"("image_config":{"aspect_ratio":"16:9"},)"
                                        R"("service_tier":"auto","user":"u","metadata":{"a":"b"},)"
                                        R"("stream":true,"max_tokens":9,"messages":[)"
                                        R"({"role":"system","content":"be brief"},)"
                                        R"({"role":"user","content":"a fox"}]})")
                           .value());
  EXPECT_EQ(got->request.door, gateway::Door::responses);
  EXPECT_TRUE(got->request.stream && got->request.wants_image && got->request.wants_text);
  EXPECT_EQ(got->request.repeated.at("instructions"), "be brief");
  EXPECT_FALSE(got->tool);
}

TEST(ResponsesRequest, items_become_messages_and_pictures_of_earlier_turns_references) {
  std::string long_png = "iVBORw0K" + std::string(200'000, 'A');
  auto got = read(
      input(R"({"role":"user","content":"draw"},)"
            R"({"type":"message","role":"assistant","id":"m","status":"completed",)"
            R"("content":[{"type":"output_text","text":"done","annotations":[]}]},)"
            R"({"type":"reasoning","summary":[]},)"
            R"({"type":"image_generation_call","id":"1","status":"completed","result":")" +
            long_png +
            R"("},{"type":"image_generation_call","id":"2","status":"failed","result":null},)"
            R"({"type":"image_generation_call","id":"3","result":"data:image/webp;base64,AAAA"},)"
            R"({"type":"message","role":"user","content":[{"type":"input_text","text":"bluer"},)"
            R"({"type":"input_image","detail":"low","image_url":"https://x/y.png"}]})"),
      777);
  auto body = chat(got);
  const auto& request = got->request;
  EXPECT_EQ(request.prompt(), "bluer");
  EXPECT_EQ(request.image_parts(), 3);
  ASSERT_EQ(body.at("messages").as_array().size(), 5u);
  EXPECT_EQ(text_of(*request.messages[2].parts[0].image.data_url),
            "data:image/png;base64," + long_png);
  EXPECT_EQ(text_of(*request.blobs[0]), "data:image/png;base64," + long_png);
  EXPECT_EQ(body.at("messages").at(3).at("content").at(0).at("image_url").at("url"),
            "data:image/webp;base64,AAAA");
  EXPECT_EQ(body.at("messages").at(4).at("content").at(1).at("image_url").at("detail"), "low");
}

TEST(ResponsesRequest, instructions_as_long_as_a_book_are_repeated_as_they_were) {
  std::string book(200'000, 'w');
  auto got = read(with("\"instructions\":\"" + book + "\""));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->request.repeated.at("instructions"), book.c_str());
  EXPECT_EQ(got->request.messages[0].parts[0].text, book);
}

TEST(ResponsesRequest, both_tools_speak_of_the_picture) {
  auto openai = read(with(R"("tools":[{"type":"image_generation","model":"gpt-image-1",)"
                          R"("size":"1024x1024","quality":"low","partial_images":2}])"));
  EXPECT_EQ(chat(openai).at("image_config"),
            wire::parse_json(R"({"size":"1024x1024","quality":"low"})").value());
  EXPECT_EQ(openai->tool->model, "gpt-image-1");
  auto own = read(with(R"("image_config":{"aspect_ratio":"1:1"},"tools":[)"
                       R"({"type":"openrouter:image_generation","parameters":)"
                       R"({"aspect_ratio":"16:9","quality":"high"}}])"));
  EXPECT_EQ(chat(own).at("image_config"),
            wire::parse_json(R"({"aspect_ratio":"1:1","quality":"high"})").value());
  auto alone = read(R"({"input":"x","tools":[{"type":"image_generation","model":"c/d"}]})");
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->request.models.front(), "c/d");
}

TEST(ResponsesRequest, the_tools_model_draws_where_the_host_cannot) {
  auto catalog = gateway::Catalog::builtin().value();
  ASSERT_TRUE(catalog.connect("easel", "", ""));
  ASSERT_TRUE(catalog.add(R"(
    [[model]]
    id = "talk/only"
    name = "Talk"
    input_modalities = ["text"]
    output_modalities = ["text"]
  )",
                          "test"));
  auto drawn_by = [&](std::string host, std::string tool, std::string fallback = "") {
    gateway::GenerationRequest request{.models = {std::move(host)}};
    catalog.set_stand_in(fallback);
    auto used = use_tool(catalog, {.field = "tools[0]", .model = tool}, request);
    return used ? request.models.front() : used.error().field;
  };
  EXPECT_EQ(drawn_by("easel/painter-1", "gpt-image-1"), "easel/painter-1");
  EXPECT_EQ(drawn_by("talk/only", "gpt-image-1"), "openai/gpt-image-1");
  EXPECT_EQ(drawn_by("talk/only", "easel/painter-1"), "easel/painter-1");
  EXPECT_EQ(drawn_by("talk/only", ""), "openai/gpt-5-image");
  EXPECT_EQ(drawn_by("talk/only", "", "easel/painter-1"), "easel/painter-1");
  EXPECT_EQ(drawn_by("talk/only", "talk/only"), "tools[0].model");
  EXPECT_EQ(drawn_by("nobody/nothing", ""), "nobody/nothing");
  EXPECT_EQ(drawn_by("gpt-image-1", "gpt-image-1"), "openai/gpt-image-1");
}

TEST(ResponsesRequest, each_wrong_field_is_named_with_what_it_accepts) {
  std::vector<std::pair<std::string, std::string>> wrongs = {
      {R"({"input":"x"})", "model"},
      {R"({"model":"a/b"})", "input"},
      {R"({"model":"a/b","input":[]})", "input"},
      {R"({"model":"a/b","input":5})", "input"},
      {input("5"), "input[0]"},
      {input(R"({"role":"wizard","content":"x"})"), "input[0].role"},
      {input(R"({"role":"user"})"), "input[0].content"},
      {input(R"({"type":"item_reference","id":"x"})"), "input[0].type"},
      {input(R"({"role":"user","content":["x"]})"), "input[0].content[0]"},
      {input(R"({"role":"user","content":[{"type":"smell"}]})"), "input[0].content[0].type"},
      {input(R"({"role":"user","content":[{"type":"input_text"}]})"), "input[0].content[0].text"},
      {input(R"({"role":"user","content":[{"type":"input_image","file_id":"x"}]})"),
       "input[0].content[0].image_url"},
      {input(R"({"role":"user","content":[{"type":"input_image","image_url":"ftp://x"}]})"),
       "input[0].content[0].image_url"},
      {input(R"({"type":"image_generation_call","result":"not base64!"})"), "input[0].result"},
      {with(R"("store":true)"), "store"},
      {with(R"("previous_response_id":"resp_1")"), "previous_response_id"},
      {with(R"("background":true)"), "background"},
      {with(R"("instructions":[])"), "instructions"},
      {with(R"("max_output_tokens":0)"), "max_output_tokens"},
      {with(R"("temperature":3)"), "temperature"},
      {with(R"("modalities":["smell"])"), "modalities"},
      {with(R"("stream":"yes")"), "stream"},
      {with(R"("tools":{})"), "tools"},
      {with(R"("tools":[5])"), "tools[0]"},
      {with(R"("tools":[{"type":"web_search"}])"), "tools[0].type"},
      {with(R"("tools":[{"type":"image_generation","model":5}])"), "tools[0].model"},
      {with(R"("tools":[{"type":"image_generation","size":"big"}])"), "tools[0].size"},
      {with(R"("tools":[{"type":"image_generation","input_image_mask":{}}])"),
       "tools[0].input_image_mask"},
      {with(R"("tools":[{"type":"openrouter:image_generation","parameters":5}])"),
       "tools[0].parameters"},
      {with(R"("image_config":{"aspect_ratio":"16x9"})"), "image_config.aspect_ratio"},
  };
  for (const auto& [body, field] : wrongs) {
    auto request = read(body);
    ASSERT_FALSE(request) << body;
    EXPECT_EQ(request.error().kind, ErrorKind::invalid_request) << body;
    EXPECT_EQ(request.error().field, field) << body;
    EXPECT_FALSE(request.error().expected.empty()) << body;
  }
}

RC_GTEST_PROP(ResponsesRequest, no_bytes_crash_it, (const std::string& bytes)) {
  (void)read(bytes, 3);
  (void)read(input(bytes), 5);
  (void)read(with("\"tools\":[{\"type\":\"image_generation\"," + bytes), 5);
}

}  // namespace easel::api
