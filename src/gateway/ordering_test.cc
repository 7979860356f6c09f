#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "gateway/routing.h"
#include "wire/json.h"

namespace easel::gateway {
namespace {

// Providers a, b and c at $0.01, $0.02 and $0.04 a picture for "x/one"; b also serves "x/two".
constexpr auto kCatalog = R"(
[[provider]]
slug = "a"
name = "A Inc"
dialect = "bfl"
[[provider]]
slug = "b"
name = "B"
dialect = "bfl"
data_collection = "deny"
[[provider]]
slug = "c"
name = "C"
dialect = "bfl"
data_collection = "deny"
zdr = true
[[model]]
id = "x/one"
name = "One"
family = "x/ones"
created = 1
input_modalities = ["text", "image"]
output_modalities = ["image"]
pricing = { prompt = "0.000001", completion = "0" }
[[model.endpoint]]
provider = "a"
model_name = "one"
most_per_image = "0.02"
capabilities = { aspect_ratios = ["1:1", "16:9"] }
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "0.01"
[[model.endpoint]]
provider = "b"
model_name = "one"
most_per_image = "0.04"
capabilities = { aspect_ratios = ["1:1", "16:9"] }
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "0.02"
[[model.endpoint]]
provider = "c"
model_name = "one"
most_per_image = "0.08"
capabilities = { aspect_ratios = ["1:1", "16:9"] }
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "0.04"
[[model]]
id = "x/two"
name = "Two"
family = "x/ones"
created = 2
input_modalities = ["text"]
output_modalities = ["image"]
[[model.endpoint]]
provider = "b"
model_name = "two"
most_per_image = "0.004"
[[model.endpoint.price]]
billable = "output_image"
unit = "image"
cost = "0.002"
)";

Catalog catalog() {
  Catalog all;
  EXPECT_TRUE(all.add(kCatalog, "test.toml"));
  for (auto slug : {"a", "b", "c"}) EXPECT_TRUE(all.connect(slug, "key", ""));
  return all;
}

GenerationRequest asking(std::vector<std::string> models = {"x/one"}) {
  GenerationRequest request{.models = std::move(models), .wants_text = false, .wants_image = true};
  request.messages = {{.role = "user", .parts = {{.text = "a lake"}}}};
  return request;
}

// "abc", or the failed step's name.
std::string order(const Catalog& all, const GenerationRequest& request,
                  const RoutingOptions& options = {}) {
  auto candidates = route(all, request, options);
  if (!candidates) {
    auto metadata = wire::parse_json(candidates.error().metadata);
    if (!metadata) return candidates.error().message;
    auto step = metadata->get_object().if_contains("failed_routing_step");
    return step ? std::string(step->get_string()) : candidates.error().message;
  }
  std::string slugs;
  for (const auto& candidate : *candidates)
    slugs += candidate.provider->slug + (candidate.model->id == "x/two" ? "2" : "");
  return slugs;
}

RoutingOptions standing(std::map<std::string, Standing> of) {
  return {.standing = [of = std::move(of)](const Candidate& candidate) {
    auto found = of.find(candidate.provider->slug);
    return found == of.end() ? Standing{} : found->second;
  }};
}

Percentiles flat(double value) {
  return {value, value, value, value};
}

}  // namespace

TEST(Balance, cheaper_endpoints_come_first_by_the_inverse_square_of_their_price) {
  auto all = catalog();
  std::map<char, int> first;
  for (std::uint64_t seed = 0; seed < 4000; ++seed)
    ++first[order(all, asking(), {.seed = seed}).front()];
  // 1/1 : 1/4 : 1/16 of 21/16
  EXPECT_NEAR(first['a'] / 4000.0, 0.762, 0.03);
  EXPECT_NEAR(first['b'] / 4000.0, 0.190, 0.03);
  EXPECT_NEAR(first['c'] / 4000.0, 0.048, 0.02);
}

RC_GTEST_PROP(Balance, the_same_arguments_give_the_same_order_of_all, (std::uint64_t seed)) {
  auto all = catalog();
  auto once = order(all, asking(), {.seed = seed});
  RC_ASSERT(once == order(all, asking(), {.seed = seed}));
  std::ranges::sort(once);
  RC_ASSERT(once == "abc");
}

TEST(Balance, who_failed_lately_comes_after_those_who_did_not) {
  auto options = standing({{"a", {.failed_lately = true}}});
  for (options.seed = 0; options.seed < 50; ++options.seed)
    EXPECT_EQ(order(catalog(), asking(), options).back(), 'a');
}

TEST(Order, an_endpoint_that_is_out_goes_last_and_does_not_vanish) {
  auto request = asking();
  request.provider.order = {"a", "b", "c"};
  EXPECT_EQ(order(catalog(), request, standing({{"a", {.out = true}}})), "bca");
}

TEST(Order, provider_order_goes_before_price_and_takes_names_and_regions) {
  auto request = asking();
  request.provider.order = {"C"};
  EXPECT_EQ(order(catalog(), request), "cab");
  request.provider.order = {"b/europe", "a inc"};
  EXPECT_EQ(order(catalog(), request), "bac");
  request.provider.allow_fallbacks = false;
  EXPECT_EQ(order(catalog(), request), "b");
}

TEST(Order, sort_turns_the_balancing_off) {
  auto request = asking();
  request.provider.sort = Sort::price;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    EXPECT_EQ(order(catalog(), request, {.seed = seed}), "abc");
  auto seen = standing({{"b", {.latency_ms = flat(900), .throughput = flat(70)}},
                        {"c", {.latency_ms = flat(400), .throughput = flat(20)}}});
  request.provider.sort = Sort::latency;
  EXPECT_EQ(order(catalog(), request, seen), "cba") << "who was not seen comes last";
  request.provider.sort = Sort::throughput;
  EXPECT_EQ(order(catalog(), request, seen), "bca");
}

TEST(Order, models_keep_their_order_unless_all_are_sorted_together) {
  auto request = asking({"x/one", "x/two"});
  request.provider.sort = Sort::price;
  EXPECT_EQ(order(catalog(), request), "abcb2");
  request.provider.across_models = true;
  EXPECT_EQ(order(catalog(), request), "b2abc");
}

TEST(Order, variants_sort_their_model) {
  EXPECT_EQ(order(catalog(), asking({"x/one:floor"})), "abc");
  auto seen = standing({{"c", {.throughput = flat(70)}}});
  EXPECT_EQ(order(catalog(), asking({"x/one:nitro"}), seen), "cab");
  EXPECT_EQ(order(catalog(), asking({"x/one:free"})), "Filter by Free Variant");
  EXPECT_EQ(order(catalog(), asking({"x/one:online"})), "Filter by Web Search");
  EXPECT_EQ(route(catalog(), asking({"x/one:thinking"}), {}).error().kind,
            ErrorKind::model_not_found);
}

TEST(Order, who_misses_a_preferred_figure_goes_behind_but_stays) {
  auto request = asking();
  request.provider.sort = Sort::price;
  request.provider.max_latency.p90 = 1;
  EXPECT_EQ(order(catalog(), request, standing({{"a", {.latency_ms = flat(1500)}}})), "bca");
  request.provider.max_latency = {};
  request.provider.min_throughput.p50 = 30;
  EXPECT_EQ(order(catalog(), request, standing({{"a", {.throughput = flat(29)}}})), "bca");
}

TEST(Filter, data_policy_and_price_leave_whom_they_allow) {
  auto request = asking();
  request.provider.sort = Sort::price;
  request.provider.deny_collection = true;
  EXPECT_EQ(order(catalog(), request), "bc");
  request.provider.zdr = true;
  EXPECT_EQ(order(catalog(), request), "c");
  request.provider.max_price.image = 0.02;
  EXPECT_EQ(order(catalog(), request), "Filter by Max Price");
  request.provider = {.sort = Sort::price, .max_price = {.image = 0.02}};
  EXPECT_EQ(order(catalog(), request), "ab");
  request.provider.max_price = {.prompt = 0.9};
  EXPECT_EQ(order(catalog(), request), "Filter by Max Price") << "$1 a million";
  request.provider = {.distillable = true};
  EXPECT_EQ(order(catalog(), request), "Filter by Distillable Text");
  request.provider = {.only = {"b"}, .zdr = true};
  EXPECT_EQ(order(catalog(), request), "Filter by Zero Data Retention");
}

TEST(Fallback, never_loses_the_ratio_the_pictures_or_the_drawing) {
  auto request = asking({"x/one", "x/two"});
  request.provider.sort = Sort::price;
  request.image.aspect_ratio = "16:9";
  EXPECT_EQ(order(catalog(), request), "abc") << "x/two has no ratios";
  request.image.aspect_ratio.reset();
  request.messages[0].parts.push_back({.kind = Part::Kind::image});
  EXPECT_EQ(order(catalog(), request), "abc") << "x/two takes no pictures";
  request = asking({"x/two", "x/one"});
  request.provider.sort = Sort::price;
  request.image.aspect_ratio = "16:9";
  EXPECT_EQ(order(catalog(), request), "b2abc") << "what was asked for first is tried first";
}

TEST(Auto, takes_the_cheapest_connected_model_that_loses_nothing) {
  auto all = catalog();
  EXPECT_EQ(order(all, asking({"openrouter/auto"})), "b2abc");
  auto request = asking({"openrouter/auto"});
  request.image.aspect_ratio = "16:9";
  EXPECT_EQ(order(all, request), "abc");
  request = asking({"openrouter/auto"});
  request.auto_router.excluded = {"*/tw*"};
  EXPECT_EQ(order(all, request), "abc");
  request.auto_router = {.allowed = {"x/two"}};
  EXPECT_EQ(order(all, request), "b2");
  request.auto_router = {.allowed = {"y/*"}};
  EXPECT_FALSE(route(all, request, {}));
}

TEST(Auto, the_painter_draws_only_when_nobody_else_can) {
  auto all = Catalog::builtin().value();
  ASSERT_TRUE(all.connect("easel", "", ""));
  EXPECT_EQ(route(all, asking({"openrouter/auto"}), {})->front().model->id, "easel/painter-1");
  ASSERT_TRUE(all.connect("openrouter", "key", ""));
  auto candidates = route(all, asking({"openrouter/auto"}), {}).value();
  EXPECT_NE(candidates.front().model->id, "easel/painter-1");
  EXPECT_EQ(candidates.back().model->id, "easel/painter-1");
}

TEST(Latest, an_alias_is_the_newest_of_its_family_that_is_connected) {
  auto all = catalog();
  EXPECT_EQ(all.find("~x/ones-latest")->id, "x/two");
  Catalog only_a;
  ASSERT_TRUE(only_a.add(kCatalog, "test.toml"));
  ASSERT_TRUE(only_a.connect("a", "key", ""));
  EXPECT_EQ(only_a.find("~x/ones-latest")->id, "x/one");
  EXPECT_EQ(all.find("~x/twos-latest"), nullptr);
}

}  // namespace easel::gateway
