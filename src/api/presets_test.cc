#include "api/presets.h"

#include <gtest/gtest.h>

#include "wire/json.h"
#include "wire/json_writer.h"

namespace easel::api {
namespace {

boost::json::object object(std::string_view text) {
  return wire::parse_json(text).value().get_object();
}

// The name, and what is left of the document.
std::string taken(std::string_view text) {
  auto document = object(text);
  auto name = take_preset_name(document);
  return name + " " + wire::to_json(document);
}

std::string filled(std::string_view document, std::string_view config, std::string prompt = "") {
  auto into = object(document);
  fill_in(into, {.system_prompt = std::move(prompt), .config = object(config)});
  return wire::to_json(into);
}

}  // namespace

TEST(Presets, are_named_in_three_ways) {
  EXPECT_EQ(taken(R"({"model":"@preset/fox"})"), "fox {}");
  EXPECT_EQ(taken(R"({"model":"a/b@preset/fox"})"), R"(fox {"model":"a/b"})");
  EXPECT_EQ(taken(R"({"model":"a/b","preset":"fox"})"), R"(fox {"model":"a/b"})");
  EXPECT_EQ(taken(R"({"model":"a/b","preset":null})"), R"( {"model":"a/b","preset":null})");
  EXPECT_EQ(taken(R"({"model":5})"), R"( {"model":5})");
}

TEST(Presets, a_field_of_the_request_goes_before_theirs) {
  EXPECT_EQ(filled(R"({"seed":1})", R"({"seed":2,"model":"a/b","provider":{"zdr":true}})"),
            R"({"seed":1,"model":"a/b","provider":{"zdr":true}})");
  EXPECT_EQ(filled(R"({"model":"a/b"})", R"({"model":"c/d","models":["e/f"]})"),
            R"({"model":"a/b"})");
}

TEST(Presets, what_they_say_of_pictures_reaches_the_image_doors) {
  auto document = object(R"({"prompt":"x","n":2,)"
                         R"("image_config":{"aspect_ratio":"1:1","image_size":"2K","n":1}})");
  spread_image_config(document);
  EXPECT_EQ(wire::to_json(document),
            R"({"prompt":"x","n":2,"aspect_ratio":"1:1","resolution":"2K"})");
  document = object(R"({"size":"64x64","image_config":{"image_size":"2K","seed":1}})");
  spread_image_config(document);
  EXPECT_EQ(wire::to_json(document), R"({"size":"64x64","seed":1})");
}

TEST(Presets, tools_are_joined) {
  EXPECT_EQ(filled(R"({"tools":[{"a":1}]})", R"({"tools":[{"a":1},{"b":2}]})"),
            R"({"tools":[{"a":1},{"b":2}]})");
}

TEST(Presets, a_system_prompt_goes_where_the_dialect_has_it) {
  EXPECT_EQ(filled(R"({"messages":[{"role":"user","content":"x"}]})", "{}", "Be kind."),
            R"({"messages":[{"role":"system","content":"Be kind."},)"
            R"({"role":"user","content":"x"}]})");
  EXPECT_EQ(filled(R"({"input":"x"})", "{}", "Be kind."),
            R"({"input":"x","instructions":"Be kind."})");
  EXPECT_EQ(filled(R"({"prompt":"x"})", "{}", "Be kind."), R"({"prompt":"x"})");
}

}  // namespace easel::api
