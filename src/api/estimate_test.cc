#include "api/estimate.h"

#include <gtest/gtest.h>

#include "api/simulation.h"
#include "wire/json.h"

namespace easel::api::sim {
namespace {

// A house with OpenRouter connected, that is never asked to do anything.
struct Asked {
  SimClock clock;
  media::SimDisk disk{clock, 1};
  store::SimVfs vfs{2};
  Upstream upstream;
  gateway::Catalog catalog = connected();
  Life life{clock, disk, vfs, upstream, catalog, 3};

  static gateway::Catalog connected() {
    auto catalog = gateway::Catalog::builtin().value();
    EXPECT_TRUE(catalog.connect("openrouter", "key", "http://upstream/api/v1"));
    return catalog;
  }
  Result<gateway::GenerationRequest> read(std::string_view json) {
    AnyBody body(*life.house, life.budget);
    TRY(body.feed(json));
    return body.finish();
  }
  gateway::json::object tell(std::string_view json, store::Key key = {}) {
    auto text = estimate_json(*life.house, key, read(json).value());
    return wire::parse_json(text)->at("data").as_object();
  }
};

constexpr std::string_view kModel = R"("model":"google/gemini-2.5-flash-image")";

std::string with(std::string_view fields) {
  return "{" + std::string(kModel) + "," + std::string(fields) + "}";
}

TEST(Estimate, tells_the_doors_apart_by_their_fields) {
  Asked asked;
  auto door = [&](std::string_view fields) { return asked.read(with(fields)).value().door; };
  EXPECT_EQ(door(R"("messages":[{"role":"user","content":"x"}])"), gateway::Door::chat);
  EXPECT_EQ(door(R"("input":"x")"), gateway::Door::responses);
  EXPECT_EQ(door(R"("prompt":"x","n":2)"), gateway::Door::images);
  EXPECT_EQ(door(R"("prompt":"x","max_tokens":2)"), gateway::Door::completions);
  EXPECT_EQ(door(R"("prompt":"x","door":"completions")"), gateway::Door::completions);
  EXPECT_EQ(door(R"("door":"messages","max_tokens":9,"messages":[{"role":"user","content":"x"}])"),
            gateway::Door::messages);
  EXPECT_EQ(asked.read(with(R"("door":"back")")).error().field, "door");
  EXPECT_EQ(asked.read(with(R"("n":1)")).error().field, "messages");
}

TEST(Estimate, says_the_most_that_admission_would_hold_and_holds_nothing) {
  Asked asked;
  auto data = asked.tell(with(R"("prompt":"x","door":"images")"));
  EXPECT_TRUE(data.at("allowed").as_bool());
  EXPECT_EQ(data.at("currency"), "USD");
  EXPECT_EQ(data.at("pictures"), 1);
  EXPECT_GT(data.at("most").to_number<double>(), 0);
  EXPECT_EQ(data.at("candidates").at(0).at("provider"), "openrouter");
  EXPECT_EQ(data.at("candidates").at(0).at("most"), data.at("most"));
  EXPECT_TRUE(asked.upstream.submissions.empty());
  EXPECT_TRUE(asked.life.database->running().value().empty());
}

TEST(Estimate, a_limit_that_does_not_cover_it_is_the_reason) {
  Asked asked;
  store::Key poor{.limit = Money::nano(1)};
  auto data = asked.tell(with(R"("prompt":"x","door":"images")"), poor);
  EXPECT_FALSE(data.at("allowed").as_bool());
  EXPECT_NE(data.at("reason").as_string().find("limit"), std::string::npos);
  EXPECT_EQ(data.at("candidates").as_array().size(), 1u);
}

TEST(Estimate, what_nobody_serves_is_a_refusal_with_its_code) {
  Asked asked;
  auto data = asked.tell(R"({"model":"no/such","messages":[{"role":"user","content":"x"}]})");
  EXPECT_FALSE(data.at("allowed").as_bool());
  EXPECT_EQ(data.at("most"), 0);
  EXPECT_EQ(data.at("refusals").at(0).at("model"), "no/such");
  EXPECT_EQ(data.at("refusals").at(0).at("code"), 400);
  EXPECT_TRUE(data.at("candidates").as_array().empty());
}

}  // namespace
}  // namespace easel::api::sim
