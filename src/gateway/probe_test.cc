#include "gateway/probe.h"

#include <gtest/gtest.h>

namespace easel::gateway {
namespace {

TEST(Probe, AnAnswerOrWhatDoesNotExistMeansThatTheCredentialWasTaken) {
  for (int status : {200, 204, 404, 422}) EXPECT_EQ(verdict_of(status, ""), Verdict::accepted);
}

TEST(Probe, AWrongCredentialIsToldApartFromAServerInTrouble) {
  EXPECT_EQ(verdict_of(401, ""), Verdict::refused);
  EXPECT_EQ(verdict_of(403, ""), Verdict::refused);
  EXPECT_EQ(verdict_of(400, R"({"reason":"API_KEY_INVALID"})"), Verdict::refused);
  EXPECT_EQ(verdict_of(400, "{}"), Verdict::unclear);
  for (int status : {301, 429, 500, 503}) EXPECT_EQ(verdict_of(status, ""), Verdict::unclear);
}

}  // namespace
}  // namespace easel::gateway
