#include "api/record.h"

#include <gtest/gtest.h>

#include "wire/json.h"

namespace easel::api {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<drive::Job> job_of(std::string idempotency_key) {
  auto made = std::make_unique<drive::Job>();
  auto& job = *made;
  gateway::GenerationRequest request;
  request.models = {"a/model"};
  job.id = "gen-1";
  job.idempotency_key = std::move(idempotency_key);
  job.request = std::make_shared<const gateway::GenerationRequest>(std::move(request));
  job.tell(gateway::Text{.delta = "words"});
  return made;
}

drive::Outcome outcome_of(std::optional<Error> error) {
  drive::Outcome outcome{.model = "a/model", .provider = "Up", .cost = Money::nano(7)};
  outcome.usage.cost = Money::nano(7);
  outcome.error = std::move(error);
  return outcome;
}

TEST(Settlement, ChargesWhatADoneGenerationTook) {
  auto end = settlement_of(*job_of(""), outcome_of({}), 5ms, 1);
  EXPECT_EQ(end.cost, Money::nano(7));
  EXPECT_EQ(end.finish_reason, "stop");
  EXPECT_EQ(end.error, "");
}

TEST(Settlement, ChargesNothingForAFailureWhateverUpstreamTook) {
  Error error{.kind = ErrorKind::provider_error, .message = "It broke."};
  auto end = settlement_of(*job_of(""), outcome_of(error), 5ms, 1);
  EXPECT_EQ(end.cost, Money());
  EXPECT_EQ(end.finish_reason, "error");
  EXPECT_EQ(end.error, "It broke.");
}

TEST(Settlement, KeepsTheWordsOnlyForAnIdempotencyKey) {
  EXPECT_EQ(settlement_of(*job_of(""), outcome_of({}), 5ms, 1).detail.find("words"),
            std::string::npos);
  auto detail = wire::parse_json(settlement_of(*job_of("key"), outcome_of({}), 5ms, 1).detail);
  ASSERT_TRUE(detail);
  EXPECT_EQ(detail->at("replay").at("content"), "words");
}

}  // namespace
}  // namespace easel::api
