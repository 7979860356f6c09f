#include "gateway/routing.h"

#include <gtest/gtest.h>

#include "gateway/capabilities.h"
#include "wire/json.h"

namespace easel::gateway {
namespace {

Catalog catalog(bool openrouter = true) {
  auto catalog = Catalog::builtin().value();
  EXPECT_TRUE(catalog.connect("easel", "", ""));
  if (openrouter) EXPECT_TRUE(catalog.connect("openrouter", "key", ""));
  return catalog;
}

GenerationRequest asking(std::vector<std::string> models, bool text = true) {
  GenerationRequest request;
  request.models = std::move(models);
  request.messages = {{.role = "user", .parts = {{.text = "a lake"}}}};
  request.wants_image = true;
  request.wants_text = text;
  return request;
}

}  // namespace

TEST(Catalog, every_model_has_an_author_modalities_and_an_endpoint_of_a_known_provider) {
  auto all = Catalog::builtin().value();
  EXPECT_GE(all.models().size(), 15u);
  for (const auto& model : all.models()) {
    EXPECT_NE(model.id.find('/'), std::string::npos);
    EXPECT_FALSE(model.input_modalities.empty()) << model.id;
    EXPECT_TRUE(model.outputs("image") || model.outputs("text")) << model.id;
    ASSERT_FALSE(model.endpoints.empty()) << model.id;
    for (const auto& endpoint : model.endpoints) {
      EXPECT_NE(all.provider(endpoint.provider), nullptr) << model.id;
      bool free = endpoint.provider == "easel" || !model.outputs("image");
      EXPECT_EQ(endpoint.most_per_image > Money(), !free) << model.id << " needs a hold";
    }
    EXPECT_EQ(all.find(model.id), &model);
  }
}

TEST(Catalog, finds_a_model_by_alias_and_with_a_variant) {
  auto all = catalog();
  EXPECT_EQ(all.find("google/gemini-2.5-flash-image-preview")->id, "google/gemini-2.5-flash-image");
  EXPECT_EQ(all.find("easel/painter-1:free")->id, "easel/painter-1");
  EXPECT_EQ(all.find("no/such"), nullptr);
}

TEST(Catalog, a_wrong_file_is_told_with_its_line) {
  Catalog all;
  auto broken = all.add("[[model]]\nid = 5\n", "mine.toml");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find("mine.toml, line 1: id must be a text"), std::string::npos)
      << broken.error().message;
  EXPECT_FALSE(all.add("[[model", "mine.toml"));
}

TEST(Routing, gives_the_connected_endpoint) {
  auto all = catalog();
  auto candidates = route(all, asking({"black-forest-labs/flux.2-pro"}, false), {});
  ASSERT_TRUE(candidates);
  EXPECT_EQ(candidates->front().provider->slug, "openrouter");
  EXPECT_FALSE(candidates->front().fallback);
}

TEST(Routing, tries_the_models_in_the_order_given) {
  auto all = catalog();
  auto candidates =
      route(all, asking({"no/such", "easel/painter-1", "google/gemini-2.5-flash-image"}), {});
  ASSERT_TRUE(candidates);
  ASSERT_EQ(candidates->size(), 2u);
  EXPECT_EQ((*candidates)[0].model->id, "easel/painter-1");
  EXPECT_EQ((*candidates)[1].model->id, "google/gemini-2.5-flash-image");
}

TEST(Routing, an_unknown_model_names_the_three_nearest) {
  auto all = catalog();
  auto error = route(all, asking({"black-forest-labs/flux-2-pro"}), {}).error();
  EXPECT_EQ(error.kind, ErrorKind::model_not_found);
  EXPECT_NE(error.message.find("black-forest-labs/flux.2-pro"), std::string::npos) << error.message;
  EXPECT_EQ(all.nearest_image_models("flux2", 3).size(), 3u);
}

TEST(Routing, text_of_an_image_only_model_ends_at_the_modality_filter) {
  auto all = catalog();
  auto words = asking({"black-forest-labs/flux.2-pro"});
  words.wants_image = false;
  auto answer = route(all, words, {});
  ASSERT_FALSE(answer);
  const auto& error = answer.error();
  EXPECT_EQ(error.kind, ErrorKind::no_endpoints);
  EXPECT_EQ(error.message, "No endpoints found that support the requested output modalities: text");
  auto metadata = wire::parse_json(error.metadata).value();
  EXPECT_EQ(metadata.at("failed_routing_step"), "Filter by Model Output Modalities");
  EXPECT_EQ(metadata.at("routing_funnel").at(0).at("endpoint_count"),
            all.find("black-forest-labs/flux.2-pro")->endpoints.size());
}

TEST(Routing, words_asked_beside_a_picture_do_not_shut_out_a_model_that_has_none) {
  auto all = catalog();
  auto candidates = route(all, asking({"black-forest-labs/flux.2-pro"}), {});
  ASSERT_TRUE(candidates);
  EXPECT_EQ(candidates->size(), 1u);
}

TEST(Routing, a_model_that_is_not_connected_says_what_to_set) {
  auto all = catalog(false);
  auto error = route(all, asking({"google/gemini-2.5-flash-image"}), {}).error();
  EXPECT_EQ(error.kind, ErrorKind::no_endpoints);
  for (auto part : {"OPENROUTER_API_KEY", "[fallback] image_model", "output_modalities=image"})
    EXPECT_NE(error.message.find(part), std::string::npos) << part;
}

TEST(Routing, the_fallback_stands_in_only_for_what_is_not_connected) {
  auto without = catalog(false);
  without.set_stand_in("easel/painter-1");
  auto stood_in = route(without, asking({"google/gemini-2.5-flash-image"}), {});
  ASSERT_TRUE(stood_in);
  EXPECT_EQ(stood_in->front().model->id, "easel/painter-1");
  EXPECT_TRUE(stood_in->front().fallback);
  auto with = catalog();
  with.set_stand_in("easel/painter-1");
  EXPECT_EQ(route(with, asking({"google/gemini-2.5-flash-image"}), {})->front().model->id,
            "google/gemini-2.5-flash-image");
}

TEST(Routing, a_picture_in_needs_a_model_that_takes_pictures) {
  auto all = catalog();
  auto request = asking({"meta-llama/llama-3.3-70b-instruct"});
  request.wants_image = false;
  request.messages[0].parts.push_back({.kind = Part::Kind::image});
  auto error = route(all, request, {}).error();
  EXPECT_EQ(error.message, "No endpoints found that support image input");
}

TEST(Routing, provider_only_and_ignore_are_obeyed) {
  auto all = catalog();
  auto request = asking({"easel/painter-1"});
  request.provider.only = {"openrouter"};
  EXPECT_EQ(route(all, request, {}).error().kind, ErrorKind::no_endpoints);
  request.provider = {.ignore = {"easel"}};
  EXPECT_EQ(route(all, request, {}).error().kind, ErrorKind::no_endpoints);
}

TEST(Routing, a_provider_of_openrouters_own_is_left_to_openrouter) {
  auto all = catalog();
  auto request = asking({"google/gemini-2.5-flash-image"});
  request.provider.only = {"google-vertex"};
  EXPECT_TRUE(route(all, request, {}));
}

TEST(Capabilities, a_wrong_value_of_a_knob_names_what_it_accepts) {
  Capabilities can{.aspect_ratios = {"1:1", "16:9"}};
  auto error = fit({.aspect_ratio = "4:3"}, can, 0).error();
  EXPECT_EQ(error.kind, ErrorKind::invalid_request);
  EXPECT_EQ(error.field, "image_config.aspect_ratio");
  EXPECT_EQ(error.expected, "1:1, 16:9");
}

TEST(Capabilities, a_knob_the_model_lacks_is_ignored_and_listed) {
  auto fits = fit({.image_size = "2K", .seed = 7, .quality = "high"}, {}, 0);
  ASSERT_TRUE(fits);
  EXPECT_EQ(fits->ignored, (std::vector<std::string>{"image_config.image_size",
                                                     "image_config.quality", "image_config.seed"}));
}

TEST(Routing, says_which_models_have_fonts_and_references) {
  auto all = catalog();
  auto request = asking({"google/gemini-2.5-flash-image"});
  request.image.fonts = 1;
  auto refused = route(all, request, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "image_config.font_inputs");
  EXPECT_TRUE(refused.error().message.contains("sourceful/riverflow-v2-pro"))
      << refused.error().message;
  request.image = {.super_resolution_references = 1};
  EXPECT_TRUE(route(all, request, {}).error().message.contains("sourceful/riverflow-v2-pro"));
  request = asking({"sourceful/riverflow-v2-pro"}, false);
  request.image.fonts = 3;
  EXPECT_FALSE(route(all, request, {}).error().message.contains("Models that have"));
}

TEST(Capabilities, fonts_and_references_are_never_left_out_silently) {
  EXPECT_FALSE(fit({.fonts = 1}, {}, 0));
  EXPECT_FALSE(fit({.super_resolution_references = true}, {}, 0));
}

TEST(Capabilities, require_parameters_routes_away_what_lacks_a_knob) {
  auto all = catalog();
  auto request = asking({"google/gemini-2.5-flash-image"});
  request.image.seed = 1;
  EXPECT_TRUE(route(all, request, {}));
  request.provider.require_parameters = true;
  EXPECT_EQ(route(all, request, {}).error().kind, ErrorKind::no_endpoints);
}

}  // namespace easel::gateway
