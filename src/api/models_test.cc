#include "api/models.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/json.h"

namespace easel::api {
namespace {

gateway::Catalog catalog() {
  auto catalog = gateway::Catalog::builtin().value();
  EXPECT_TRUE(catalog.connect("easel", "", ""));
  EXPECT_TRUE(catalog.connect("openrouter", "k", ""));
  return catalog;
}

std::vector<std::string> ids(std::string_view query) {
  auto text = models_json(catalog(), "/api/v1/models", query);
  EXPECT_TRUE(text) << query;
  std::vector<std::string> out;
  auto document = wire::parse_json(*text).value();
  for (const auto& model : document.at("data").as_array())
    out.emplace_back(model.at("id").as_string().c_str());
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view id) {
  return std::ranges::count(list, id) > 0;
}

}  // namespace

TEST(Models, image_only_models_are_hidden_unless_asked_for) {
  EXPECT_TRUE(has(ids(""), "easel/painter-1"));
  EXPECT_FALSE(has(ids(""), "black-forest-labs/flux.2-pro"));
  EXPECT_TRUE(has(ids("output_modalities=image"), "black-forest-labs/flux.2-pro"));
  EXPECT_TRUE(has(ids("output_modalities=all"), "black-forest-labs/flux.2-pro"));
}

TEST(Models, what_is_not_connected_is_listed_only_on_demand) {
  auto builtin = gateway::Catalog::builtin().value();
  ASSERT_TRUE(builtin.connect("easel", "", ""));
  auto only = wire::parse_json(*models_json(builtin, "/m", "output_modalities=all")).value();
  EXPECT_EQ(only.at("total_count"), 2);
  auto all =
      wire::parse_json(*models_json(builtin, "/m", "output_modalities=all&connected=all")).value();
  EXPECT_GT(all.at("total_count").as_int64(), 10);
}

TEST(Models, filters_narrow_the_list) {
  EXPECT_TRUE(has(ids("output_modalities=image&q=FLUX"), "black-forest-labs/flux.2-max"));
  EXPECT_FALSE(has(ids("output_modalities=image&q=FLUX"), "easel/painter-1"));
  EXPECT_TRUE(has(ids("output_modalities=image&input_modalities=image"), "easel/painter-1"));
  EXPECT_FALSE(has(ids("output_modalities=image&input_modalities=text"), "easel/upscale-1"));
  EXPECT_EQ(ids("model_authors=easel").size(), 1u);
  EXPECT_EQ(ids("providers=easel"), std::vector<std::string>{"easel/painter-1"});
  EXPECT_TRUE(has(ids("supported_parameters=seed"), "easel/painter-1"));
  EXPECT_TRUE(ids("supported_parameters=seed,nothing").empty());
}

TEST(Models, pages_cover_the_list_once_and_link_on) {
  auto all = ids("output_modalities=image");
  std::vector<std::string> paged;
  std::string query = "output_modalities=image&limit=4";
  for (int page = 0; page < 50; ++page) {
    auto document = wire::parse_json(*models_json(catalog(), "/m", query)).value();
    for (const auto& model : document.at("data").as_array())
      paged.emplace_back(model.at("id").as_string().c_str());
    EXPECT_EQ(document.at("total_count").as_int64(), static_cast<std::int64_t>(all.size()));
    auto& next = document.at("links").at("next");
    if (next.is_null()) break;
    query = std::string(next.as_string().c_str()).substr(3);
  }
  EXPECT_EQ(paged, all);
}

TEST(Models, a_wrong_parameter_is_named) {
  for (auto [query, field] : {std::pair{"limit=0", "limit"},
                              {"limit=x", "limit"},
                              {"offset=-1", "offset"},
                              {"output_modalities=smell", "output_modalities"}}) {
    auto error = models_json(catalog(), "/m", query);
    ASSERT_FALSE(error) << query;
    EXPECT_EQ(error.error().field, field);
  }
}

TEST(Models, one_model_is_found_by_alias_too) {
  auto document =
      wire::parse_json(*model_json(catalog(), "google/gemini-2.5-flash-image-preview")).value();
  EXPECT_EQ(document.at("data").at("id"), "google/gemini-2.5-flash-image");
  EXPECT_EQ(model_json(catalog(), "no/such").error().kind, ErrorKind::not_found);
}

TEST(Models, endpoints_name_the_provider) {
  auto document = wire::parse_json(*endpoints_json(catalog(), "easel/painter-1")).value();
  EXPECT_EQ(document.at("data").at("endpoints").at(0).at("provider_name"), "Easel");
}

RC_GTEST_PROP(Models, no_query_crashes_it, (const std::string& query)) {
  static const auto known = catalog();
  (void)models_json(known, "/m", query);
  (void)model_json(known, query);
}

TEST(Models, every_filter_of_openrouters_leaves_what_it_says) {
  auto builtin = std::make_shared<const gateway::Catalog>(gateway::Catalog::builtin().value());
  fleet::Health health;
  auto ids = [&](std::string query) {
    ModelsView view(builtin, health, Time{}, 1'795'300'000);
    std::vector<std::string> found;
    auto models = select_models(view, query + "&connected=all");
    if (!models) return std::vector<std::string>{"wrong: " + models.error().message};
    for (auto model : *models) found.push_back(model->id);
    return found;
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(ids("category=academia"), List{"anthropic/claude-sonnet-4.5"});
  EXPECT_EQ(ids("arch=llama3"), List{"meta-llama/llama-3.3-70b-instruct"});
  EXPECT_EQ(ids("context=1000000"),
            (List{"anthropic/claude-sonnet-4.5", "google/gemini-2.5-flash"}));
  EXPECT_EQ(ids("min_price=3&max_price=3"), List{"anthropic/claude-sonnet-4.5"});
  EXPECT_EQ(ids("min_output_price=15"), List{"anthropic/claude-sonnet-4.5"});
  EXPECT_EQ(ids("zdr=true"), List{"easel/painter-1"});
  EXPECT_EQ(ids("region=eu"), List{"easel/painter-1"});
  EXPECT_EQ(ids("distillable=true"),
            (List{"easel/painter-1", "meta-llama/llama-3.3-70b-instruct"}));
  EXPECT_EQ(ids("max_age_days=2"), List{"easel/painter-1"});
  EXPECT_EQ(ids("min_coding_index=40"), List{});
  EXPECT_EQ(ids("sort=pricing-high-to-low").front(), "anthropic/claude-sonnet-4.5");
}

TEST(Models, what_was_seen_sorts_them) {
  auto builtin = std::make_shared<const gateway::Catalog>(gateway::Catalog::builtin().value());
  fleet::Health health;
  for (int i = 0; i < 3; ++i)
    health.note("openrouter", "openai/gpt-4o-mini", {.first_ms = 900}, Time{});
  health.note("openrouter", "google/gemini-2.5-flash", {.first_ms = 20, .tokens_per_second = 90},
              Time{});
  ModelsView view(builtin, health, Time{}, 0);
  auto first = [&](std::string sort) {
    return (*select_models(view, "connected=all&sort=" + sort)).front()->id;
  };
  EXPECT_EQ(first("most-popular"), "openai/gpt-4o-mini");
  EXPECT_EQ(first("latency-low-to-high"), "google/gemini-2.5-flash");
  EXPECT_EQ(first("throughput-high-to-low"), "google/gemini-2.5-flash");
}

TEST(Models, a_filter_that_cannot_be_is_named) {
  auto builtin = gateway::Catalog::builtin().value();
  for (std::string query : {"category=cooking", "min_price=cheap", "context=-1", "sort=by-taste",
                            "zdr=maybe", "region=mars"}) {
    auto models = select_models(builtin, query);
    ASSERT_FALSE(models) << query;
    EXPECT_EQ(models.error().field, query.substr(0, query.find('=')));
  }
}

}  // namespace easel::api
