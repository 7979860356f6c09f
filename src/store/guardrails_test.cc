#include "store/guardrails.h"

#include <gtest/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

// A key "k" that a guardrail of a dollar a day holds.
std::unique_ptr<Database> held() {
  auto database = open_fresh();
  make_key(*database, "k");
  EXPECT_TRUE(save_guardrail(*database, {.id = "g",
                                         .name = "rules",
                                         .limit = Money::dollars(1),
                                         .limit_reset = "daily",
                                         .created_at = kNow}));
  EXPECT_EQ(
      assign_guardrail(*database, {{.id = "a", .guardrail_id = "g", .key_hash = hash_of("k")}}), 1);
  return database;
}

// How many hold for the key beside its workspace's own.
std::size_t held_by(Database& database, const std::string& secret) {
  return guardrails_of(database, hash_of(secret)).value().size() - 1;
}

TEST(Guardrails, HoldTheirBudgetTogetherWithWhatIsHeldAndSpent) {
  auto database = held();
  ASSERT_TRUE(database->hold(hold_of("one", "k", Money::dollars(1))));
  auto in_flight = database->hold(hold_of("two", "k", Money::dollars(1)));
  EXPECT_EQ(in_flight.error().kind, ErrorKind::payment_required);
  ASSERT_TRUE(database->settle(settlement_of("one", Money::dollars(1))));
  auto spent = database->hold(hold_of("three", "k", Money::dollars(1)));
  EXPECT_EQ(spent.error().kind, ErrorKind::permission_denied);
  EXPECT_NE(spent.error().metadata.find("openrouter_guardrail_budget"), std::string::npos);
  auto tomorrow = hold_of("four", "k", Money::dollars(1));
  tomorrow.now = kNow + kDay;
  EXPECT_TRUE(database->hold(tomorrow));
}

TEST(Guardrails, HoldAKeyUntilItIsLetGo) {
  auto database = held();
  EXPECT_EQ(held_by(*database, "k"), 1u);
  EXPECT_EQ(unassign_guardrail(*database, "g", {hash_of("k"), "none"}), 1);
  EXPECT_EQ(held_by(*database, "k"), 0u);
  EXPECT_TRUE(database->hold(hold_of("one", "k", Money::dollars(5))));
}

TEST(Guardrails, GoOverToTheNewSecretOfAKey) {
  auto database = held();
  ASSERT_TRUE(database->rotate_key(hash_of("k"), "fresh", kNow));
  EXPECT_EQ(held_by(*database, "fresh"), 1u);
}

TEST(OauthCodes, AreTakenOnceAndWithinTenMinutes) {
  auto database = open_fresh();
  make_key(*database, "k");
  constexpr Micros kMinute = 60'000'000;
  for (auto id : {"one", "late", "early"})
    ASSERT_TRUE(save_code(*database, {.id = id, .made_by = hash_of("k"), .created_at = kNow}));
  EXPECT_TRUE(take_code(*database, "one", kNow + 10 * kMinute).value());
  EXPECT_FALSE(take_code(*database, "one", kNow).value());
  EXPECT_FALSE(take_code(*database, "late", kNow + 10 * kMinute + 1).value());
  EXPECT_FALSE(take_code(*database, "early", kNow - 1).value());
  EXPECT_FALSE(take_code(*database, "nobody", kNow).value());
}

}  // namespace
}  // namespace easel::store
