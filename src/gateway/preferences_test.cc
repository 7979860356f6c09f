#include "gateway/preferences.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "wire/json.h"

namespace easel::gateway {
namespace {

Result<ProviderPreferences> read(std::string_view text) {
  return read_preferences(wire::parse_json(text).value().get_object());
}

}  // namespace

TEST(Preferences, every_field_is_read) {
  auto wish = read(R"({"order":["a"],"only":["b"],"ignore":["c"],"allow_fallbacks":false,
    "require_parameters":true,"data_collection":"deny","zdr":true,"enforce_distillable_text":true,
    "quantizations":["fp8"],"sort":{"by":"latency","partition":"none"},
    "max_price":{"prompt":"1.5","completion":2,"image":0.1,"request":"0"},
    "preferred_min_throughput":50,"preferred_max_latency":{"p50":1,"p99":9.5},"x":1})");
  ASSERT_TRUE(wish) << wish.error().message;
  EXPECT_EQ(wish->order, std::vector<std::string>{"a"});
  EXPECT_EQ(wish->only, std::vector<std::string>{"b"});
  EXPECT_EQ(wish->ignore, std::vector<std::string>{"c"});
  EXPECT_FALSE(wish->allow_fallbacks);
  EXPECT_TRUE(wish->require_parameters && wish->deny_collection && wish->zdr && wish->distillable);
  EXPECT_EQ(wish->sort, Sort::latency);
  EXPECT_TRUE(wish->across_models);
  EXPECT_EQ(wish->max_price.prompt, 1.5);
  EXPECT_EQ(wish->max_price.completion, 2);
  EXPECT_EQ(wish->max_price.image, 0.1);
  EXPECT_EQ(wish->max_price.request, 0);
  EXPECT_EQ(wish->min_throughput.p50, 50);
  EXPECT_EQ(wish->max_latency.p99, 9.5);
}

TEST(Preferences, null_is_not_given) {
  auto wish = read(R"({"order":null,"sort":null,"data_collection":null,"max_price":null,
    "preferred_max_latency":null,"zdr":null,"quantizations":null})");
  ASSERT_TRUE(wish) << wish.error().message;
  EXPECT_TRUE(wish->order.empty());
  EXPECT_EQ(wish->sort, Sort::none);
  EXPECT_FALSE(wish->max_price.any());
}

TEST(Preferences, a_wrong_field_is_named) {
  for (auto [text, field] :
       {std::pair{R"({"order":"a"})", "provider.order"},
        {R"({"only":[1]})", "provider.only"},
        {R"({"ignore":[""]})", "provider.ignore"},
        {R"({"allow_fallbacks":"no"})", "provider.allow_fallbacks"},
        {R"({"data_collection":"never"})", "provider.data_collection"},
        {R"({"zdr":1})", "provider.zdr"},
        {R"({"quantizations":["fp9"]})", "provider.quantizations"},
        {R"({"sort":"cheapest"})", "provider.sort"},
        {R"({"sort":{"by":"size"}})", "provider.sort.by"},
        {R"({"sort":{"partition":"all"}})", "provider.sort.partition"},
        {R"({"max_price":5})", "provider.max_price"},
        {R"({"max_price":{"image":"much"}})", "provider.max_price.image"},
        {R"({"max_price":{"prompt":-1}})", "provider.max_price.prompt"},
        {R"({"preferred_min_throughput":"fast"})", "provider.preferred_min_throughput"},
        {R"({"preferred_max_latency":{"p90":true}})", "provider.preferred_max_latency.p90"}}) {
    auto wish = read(text);
    ASSERT_FALSE(wish) << text;
    EXPECT_EQ(wish.error().kind, ErrorKind::invalid_request);
    EXPECT_EQ(wish.error().field, field);
  }
}

RC_GTEST_PROP(Preferences, no_value_of_a_field_crashes_it,
              (const std::string& text, double number)) {
  for (auto name : {"order", "sort", "max_price", "preferred_max_latency", "quantizations", "zdr"})
    for (boost::json::value value :
         {boost::json::value(text), boost::json::value(number),
          boost::json::value(boost::json::array{text, number}),
          boost::json::value(boost::json::object{{"by", text}, {"p50", number}, {"image", text}})})
      (void)read_preferences({{name, value}});
}

}  // namespace easel::gateway
