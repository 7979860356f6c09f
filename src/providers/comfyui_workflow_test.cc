#include "providers/comfyui_workflow.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace easel::providers {
namespace {

using namespace gateway;

std::string node(const std::string& inputs) {
  return R"({"1":{"class_type":"X","inputs":)" + inputs + "}}";
}
json::value inputs_of(const ComfyWorkflow& workflow, const ComfyWorkflow::Values& values) {
  return workflow.filled(values).at("1").at("inputs");
}
std::string complaint(const std::string& text) {
  auto workflow = ComfyWorkflow::parse(text);
  return workflow ? "" : workflow.error().message;
}

}  // namespace

TEST(ComfyWorkflow, a_text_that_is_one_placeholder_becomes_a_value_of_its_type) {
  auto workflow = *ComfyWorkflow::parse(
      node(R"({"text":"{{prompt}}","seed":"{{seed}}","link":["4",0],"kept":1.5})"));
  EXPECT_EQ(inputs_of(workflow, {{"prompt", "a fox"}, {"seed", 7}}),
            json::parse(R"({"text":"a fox","seed":7,"link":["4",0],"kept":1.5})"));
}

TEST(ComfyWorkflow, placeholders_within_a_longer_text_are_put_in_as_words) {
  auto workflow =
      *ComfyWorkflow::parse(node(R"({"text":"{{prompt}}, {{steps}} times, not {{prompt}"})"));
  EXPECT_EQ(inputs_of(workflow, {{"prompt", "a fox"}, {"steps", 3}}).at("text"),
            "a fox, 3 times, not {{prompt}");
}

TEST(ComfyWorkflow, what_is_not_given_is_the_workflows_default_or_the_usual) {
  auto workflow = *ComfyWorkflow::parse(
      node(R"({"t":"{{prompt}}","a":"{{steps|28}}","b":"{{sampler|dpmpp_2m}}","c":"{{width}}"})"));
  auto inputs = inputs_of(workflow, {{"prompt", "x"}});
  EXPECT_EQ(inputs.at("a"), 28);
  EXPECT_EQ(inputs.at("b"), "dpmpp_2m");
  EXPECT_EQ(inputs.at("c"), 1024);
}

TEST(ComfyWorkflow, says_what_is_wrong_with_a_file_that_is_none) {
  EXPECT_TRUE(complaint("no json").contains("no JSON object"));
  EXPECT_TRUE(complaint("{}").contains("no JSON object"));
  EXPECT_TRUE(complaint(R"({"nodes":[],"links":[]})").contains("Export (API)"));
  EXPECT_TRUE(complaint(R"({"1":{"inputs":{}}})").contains("node \"1\""));
  EXPECT_TRUE(complaint(node(R"({"text":"{{promt}}"})")).contains("{{promt}}"));
  EXPECT_TRUE(complaint(node(R"({"text":"fixed"})")).contains("{{prompt}}"));
}

TEST(ComfyWorkflow, knows_how_many_pictures_it_needs) {
  EXPECT_EQ(ComfyWorkflow::from_words().pictures(), 0);
  EXPECT_EQ(ComfyWorkflow::from_picture().pictures(), 1);
  auto two = *ComfyWorkflow::parse(node(R"({"t":"{{prompt}}","a":"{{image}}","b":"{{image_2}}"})"));
  EXPECT_EQ(two.pictures(), 2);
}

// Whatever a user writes, it stands in the graph once, as one text.
RC_GTEST_PROP(ComfyWorkflow, a_prompt_cannot_name_a_placeholder_or_leave_its_text,
              (const std::string& words)) {
  std::string prompt = "{{seed}}" + words + "{{width|3}}\",\"x\":\"";
  auto workflow = *ComfyWorkflow::parse(node(R"({"text":"{{prompt}}","in":"a {{prompt}} b"})"));
  auto inputs = inputs_of(workflow, {{"prompt", json::string(prompt)}, {"seed", 7}});
  RC_ASSERT(inputs.as_object().size() == 2u);
  RC_ASSERT(inputs.at("text") == json::value(json::string(prompt)));
  RC_ASSERT(inputs.at("in") == json::value(json::string("a " + prompt + " b")));
}

}  // namespace easel::providers
