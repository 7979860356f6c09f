#include "api/image_models.h"

#include <gtest/gtest.h>

#include "api/models.h"
#include "wire/json.h"

namespace easel::api {
namespace {

gateway::Catalog catalog() {
  auto catalog = gateway::Catalog::builtin().value();
  EXPECT_TRUE(catalog.connect("easel", "", ""));
  EXPECT_TRUE(catalog.connect("openrouter", "k", ""));
  return catalog;
}

wire::json::value model(std::string_view id) {
  auto document = wire::parse_json(image_models_json(catalog(), "")).value();
  for (const auto& model : document.at("data").as_array())
    if (model.at("id") == wire::json::string_view(id.data(), id.size())) return model;
  return {};
}

}  // namespace

TEST(ImageModels, descriptors_are_typed_and_a_missing_knob_is_absent) {
  auto seedream = model("bytedance-seed/seedream-4.5");
  EXPECT_EQ(seedream.at("supported_parameters"),
            wire::parse_json(R"({"resolution":{"type":"enum","values":["1K","2K","4K"]},)"
                             R"("n":{"type":"range","min":1,"max":10},)"
                             R"("input_references":{"type":"range","min":0,"max":14},)"
                             R"("seed":{"type":"boolean"}})")
                .value());
  EXPECT_EQ(seedream.at("supports_streaming"), false);
  EXPECT_EQ(seedream.at("endpoints"),
            "/api/v1/images/models/bytedance-seed/seedream-4.5/endpoints");
  EXPECT_EQ(model("easel/painter-1").at("supported_parameters").at("resolution").at("values").at(0),
            "512");
}

TEST(ImageModels, only_what_is_connected_is_listed_unless_asked) {
  auto builtin = gateway::Catalog::builtin().value();
  ASSERT_TRUE(builtin.connect("easel", "", ""));
  auto count = [&](std::string_view query) {
    return wire::parse_json(image_models_json(builtin, query))->at("data").as_array().size();
  };
  EXPECT_EQ(count(""), 2u);
  EXPECT_GT(count("connected=all"), 10u);
}

TEST(ImageModels, endpoints_are_not_wrapped_and_price_in_numbers) {
  auto text = image_endpoints_json(catalog(), "bytedance-seed/seedream-4.5");
  ASSERT_TRUE(text);
  auto body = wire::parse_json(*text).value();
  EXPECT_EQ(body.at("id"), "bytedance-seed/seedream-4.5");
  const auto& endpoint = body.at("endpoints").at(0);
  EXPECT_EQ(endpoint.at("provider_slug"), "openrouter");
  EXPECT_EQ(endpoint.at("pricing").at(0).at("billable"), "output_image");
  EXPECT_EQ(endpoint.at("pricing").at(0).at("cost_usd").to_number<double>(), 0.04);
  EXPECT_TRUE(endpoint.at("allowed_passthrough_parameters").as_array().empty());
  EXPECT_EQ(image_endpoints_json(catalog(), "no/body").error().kind, ErrorKind::not_found);
}

TEST(Models, the_count_is_that_of_the_list) {
  auto count = wire::parse_json(*models_count_json(catalog(), "output_modalities=image")).value();
  auto list =
      wire::parse_json(*models_json(catalog(), "/m", "output_modalities=image&limit=1")).value();
  EXPECT_EQ(count.at("data").at("count"), list.at("total_count"));
  EXPECT_FALSE(models_count_json(catalog(), "output_modalities=smell"));
}

TEST(Models, the_feed_has_an_item_a_model_and_escapes_what_it_says) {
  auto feed = models_rss(catalog(), "http://a&b", "output_modalities=image");
  ASSERT_TRUE(feed);
  EXPECT_TRUE(feed->starts_with("<?xml"));
  EXPECT_NE(feed->find("<link>http://a&amp;b/api/v1/model/easel/painter-1</link>"), feed->npos);
  EXPECT_NE(feed->find(" GMT</pubDate>"), feed->npos);
  EXPECT_EQ(feed->find("a&b"), feed->npos);
}

TEST(Models, what_leaves_no_trace_elsewhere_is_what_runs_here) {
  auto list = wire::parse_json(zdr_endpoints_json(catalog())).value();
  ASSERT_EQ(list.at("data").as_array().size(), 2u);
  EXPECT_EQ(list.at("data").at(0).at("model_id"), "easel/painter-1");
}

}  // namespace easel::api
