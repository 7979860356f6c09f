#include "gateway/import.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "gateway/pattern.h"
#include "wire/json.h"

namespace easel::gateway {
namespace {

// Shapes: OpenRouter's GET /models, GET /images/models and GET /images/models/{id}/endpoints.
constexpr auto kListing = R"({
"models":[
 {"id":"a/talks","name":"A: Talks","created":5,"context_length":32768,
  "architecture":{"input_modalities":["image","text"],"output_modalities":["image","text"],
   "tokenizer":"Gemini"},
  "pricing":{"prompt":"0.0000003","completion":"0.0000025","image_output":"0.00003"},
  "supported_parameters":["seed","temperature"]},
 {"id":"openrouter/auto","architecture":{"output_modalities":["image"]},"pricing":{"prompt":"-1"}},
 {"id":"b/words","architecture":{"output_modalities":["text"]},"pricing":{}}],
"images":[
 {"id":"c/draws","name":"C: Draws","created":7,"description":"d",
  "architecture":{"input_modalities":["text","image"],"output_modalities":["image"]},
  "supported_parameters":{"resolution":{"type":"enum","values":["512","1K","4K"]},
   "aspect_ratio":{"type":"enum","values":["1:1","16:9","auto"]},
   "n":{"type":"range","min":1,"max":10},"input_references":{"type":"range","min":0,"max":14},
   "output_compression":{"type":"range","min":0,"max":100},"seed":{"type":"boolean"}},
  "supports_streaming":true}],
"endpoints":{"c/draws":[
 {"pricing":[{"billable":"output_image","unit":"image","cost_usd":0.04,"variant":"1k"},
             {"billable":"output_image","unit":"image","cost_usd":0.09,"variant":"4k"},
             {"billable":"input_image","unit":"image","cost_usd":0.01}]},
 {"pricing":[{"billable":"output_image","unit":"image","cost_usd":0.2}]}]}})";

std::vector<Model> imported(std::string_view text) {
  return imported_models(wire::parse_json(text).value().get_object(), "up");
}

}  // namespace

TEST(Import, a_model_of_the_chat_list_keeps_its_prices_and_modalities) {
  auto models = imported(kListing);
  ASSERT_EQ(models.size(), 2u) << "no router, no model of words alone";
  const auto& talks = models[0];
  EXPECT_EQ(talks.id, "a/talks");
  EXPECT_EQ(talks.pricing.at("image_output"), "0.00003");
  EXPECT_EQ(talks.context_length, 32768);
  EXPECT_TRUE(talks.outputs("text") && talks.takes("image") && talks.imported);
  ASSERT_EQ(talks.endpoints.size(), 1u);
  EXPECT_EQ(talks.endpoints[0].model_name, "a/talks");
  EXPECT_EQ(talks.endpoints[0].most_per_image, Money::from_dollars(0.00003 * 8192));
}

TEST(Import, a_model_of_the_image_door_has_its_knobs_and_price_lines) {
  const auto draws = imported(kListing).at(1);
  const auto& endpoint = draws.endpoints.at(0);
  const auto& can = endpoint.capabilities;
  EXPECT_EQ(can.sizes, (std::vector<std::string>{"0.5K", "1K", "4K"}));
  EXPECT_EQ(can.aspect_ratios, (std::vector<std::string>{"1:1", "16:9"}));
  EXPECT_EQ(can.n_max, 10);
  EXPECT_EQ(can.references_max, 14);
  EXPECT_TRUE(can.seed && can.compression && can.native_streaming);
  ASSERT_EQ(endpoint.prices.size(), 4u);
  EXPECT_EQ(endpoint.prices[0].variant, "1K");
  EXPECT_EQ(endpoint.prices[3].cost, Money::from_dollars(0.09)) << "for whom no size was named";
  EXPECT_EQ(endpoint.most_per_image, Money::from_dollars(0.2)) << "the dearest of its endpoints";
}

TEST(Import, what_cannot_be_used_is_left_out) {
  auto lists = [](std::string id, std::string more = "") {
    return imported(R"({"images":[{"id":")" + id +
                    R"(","architecture":{"output_modalities":["image"]})" + more + "}]}")
        .size();
  };
  EXPECT_EQ(lists("x/y"), 1u);
  for (auto id : {"", "noauthor", "/x", "x/", "easel/painter-1", "x y/z", "~x/latest"})
    EXPECT_EQ(lists(id), 0u) << id;
  EXPECT_EQ(imported("{}").size(), 0u);
}

RC_GTEST_PROP(Import, no_listing_crashes_it, (const std::string& text, double number)) {
  for (boost::json::value value :
       {boost::json::value(text), boost::json::value(number), boost::json::value(nullptr),
        boost::json::value(boost::json::array{number, text})}) {
    boost::json::object entry{
        {"id", "x/y"},
        {"name", value},
        {"created", value},
        {"pricing", value},
        {"context_length", value},
        {"architecture", boost::json::object{{"output_modalities", {"image"}}}},
        {"supported_parameters",
         boost::json::object{{"n", boost::json::object{{"max", value}}}, {"resolution", value}}}};
    boost::json::object listing{{"models", {entry, value}},
                                {"images", {entry, value}},
                                {"endpoints", boost::json::object{{"x/y", {entry, value}}}}};
    (void)imported_models(listing, "up");
  }
}

TEST(Pattern, a_star_stands_for_anything) {
  EXPECT_TRUE(matches("google/gemini", "google/*"));
  EXPECT_TRUE(matches("google/gemini", "*gem*"));
  EXPECT_TRUE(matches("a", "a"));
  EXPECT_TRUE(matches("", "*"));
  EXPECT_FALSE(matches("google/gemini", "google"));
  EXPECT_FALSE(matches("aab", "a*c"));
  EXPECT_TRUE(matches(std::string(5000, 'a') + "b", "*a*a*a*a*a*b"));
}

}  // namespace easel::gateway
