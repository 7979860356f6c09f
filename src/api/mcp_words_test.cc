#include "api/mcp_words.h"

#include <gtest/gtest.h>

#include "wire/json.h"

namespace easel::api::mcp {
namespace {

gateway::json::object object(std::string_view text) {
  return wire::parse_json(text)->as_object();
}

TEST(McpWords, agree_on_a_version_both_speak) {
  for (auto version : {"2025-03-26", "2025-06-18", "2025-11-25"})
    EXPECT_EQ(agree_on(version), version);
  EXPECT_EQ(agree_on("2031-01-01"), "2025-11-25");
  EXPECT_FALSE(speaks("2024-11-05"));
}

TEST(McpWords, tools_are_one_line_of_json_with_schemas) {
  EXPECT_EQ(tools().find('\n'), std::string_view::npos);
  auto list = object(tools()).at("tools").as_array();
  ASSERT_EQ(list.size(), 4u);
  for (const auto& tool : list) {
    EXPECT_EQ(tool.at("inputSchema").at("type"), "object");
    EXPECT_EQ(tool.at("outputSchema").at("type"), "object");
  }
}

TEST(McpWords, arguments_become_the_body_of_the_image_door) {
  EXPECT_EQ(picture_body("generate_image", object(R"({"prompt":"x","n":2})"), "m").value(),
            object(R"({"prompt":"x","n":2,"model":"m"})"));
  EXPECT_EQ(picture_body("edit_image", object(R"({"prompt":"x","images":["u"],"model":"o"})"), "m")
                .value(),
            object(R"({"prompt":"x","model":"o",)"
                   R"("input_references":[{"type":"image_url","image_url":{"url":"u"}}]})"));
}

TEST(McpWords, an_argument_that_there_is_not_is_named) {
  EXPECT_EQ(picture_body("generate_image", object(R"({"steps":3})"), "m").error().field, "steps");
  EXPECT_EQ(picture_body("generate_image", object(R"({"images":[]})"), "m").error().field,
            "images");
  for (auto images : {R"({})", R"({"images":[]})", R"({"images":"u"})", R"({"images":[7]})"})
    EXPECT_EQ(picture_body("edit_image", object(images), "m").error().field, "images") << images;
}

struct Done {
  drive::Job job;
  std::vector<Linked> pictures;

  Done() {
    job.id = "gen-1";
    job.outcome = drive::Outcome{.model = "a/b", .provider = "P", .cost = Money::nano(40'000'000)};
    job.outcome->easel["seed"] = 7;
    for (std::uint64_t bytes : {100u, 3u << 20})
      pictures.push_back({{.file = {.sha256 = std::string(64, 'a'),
                                    .media_type = "image/png",
                                    .bytes = bytes,
                                    .width = 8,
                                    .height = 6}},
                          "http://h/p"});
  }
  gateway::json::object told(std::string_view version) {
    std::string text;
    for (const auto& piece : picture_result(job, pictures, version))
      text += piece.text + (piece.picture ? "QUJD" : "");
    return object(text);
  }
};

TEST(McpWords, small_pictures_are_content_and_all_are_links) {
  auto result = Done().told("2025-11-25");
  const auto& content = result.at("content").as_array();
  ASSERT_EQ(content.size(), 4u);
  EXPECT_EQ(content[0].at("data"), "QUJD");
  EXPECT_EQ(content[1].at("type"), "resource_link");
  EXPECT_EQ(content[2].at("uri"), "http://h/p");
  EXPECT_EQ(content[3].at("type"), "text");
  EXPECT_EQ(result.at("structuredContent").at("cost"), 0.04);
  EXPECT_EQ(result.at("structuredContent").at("pictures").as_array().size(), 2u);
  EXPECT_EQ(result.at("structuredContent").at("seed"), 7);
}

TEST(McpWords, the_first_revision_gets_addresses_in_the_text) {
  auto result = Done().told("2025-03-26");
  EXPECT_EQ(result.if_contains("structuredContent"), nullptr);
  const auto& content = result.at("content").as_array();
  ASSERT_EQ(content.size(), 2u);
  EXPECT_NE(content[1].at("text").as_string().find("http://h/p"), std::string::npos);
}

}  // namespace
}  // namespace easel::api::mcp
