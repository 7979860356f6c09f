#include "store/workspaces.h"

#include <gtest/gtest.h>

#include "store/guardrails.h"
#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

constexpr auto kSpace = "11111111-1111-4111-8111-111111111111";

// A workspace with the keys "a" and "b".
std::unique_ptr<Database> house() {
  auto database = open_fresh();
  EXPECT_TRUE(save_workspace(
      *database,
      {.id = kSpace, .slug = "spring", .name = "Spring", .created_at = kNow, .guardrail_id = "g"}));
  for (auto secret : {"a", "b"})
    EXPECT_TRUE(
        database->create_key({.secret = secret, .name = secret, .workspace = kSpace}, kNow));
  return database;
}

Status budget(Database& database, Money limit, const std::string& reset, bool byok = false) {
  auto saved = save_workspace_budget(database,
                                     {.id = "budget-" + reset,
                                      .workspace_id = kSpace,
                                      .limit_reset = reset,
                                      .limit = limit,
                                      .created_at = kNow,
                                      .updated_at = kNow},
                                     byok);
  return saved ? Status{} : Status(std::unexpected(saved.error()));
}

TEST(Workspaces, TheFirstIsThereAndHoldsWhateverSaysNothing) {
  auto database = open_fresh();
  auto all = workspaces(*database).value();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].id, kDefaultWorkspace);
  EXPECT_EQ(guardrails(*database).value().at(0).id, all[0].guardrail_id);
  EXPECT_EQ(make_key(*database, "k").workspace, kDefaultWorkspace);
}

TEST(Workspaces, ABudgetIsOfAllTheirKeysTogether) {
  auto database = house();
  ASSERT_TRUE(budget(*database, Money::dollars(3), "daily"));
  ASSERT_TRUE(database->hold(hold_of("one", "a", Money::dollars(2))));
  auto in_flight = database->hold(hold_of("two", "b", Money::dollars(2)));
  EXPECT_EQ(in_flight.error().kind, ErrorKind::payment_required);
  ASSERT_TRUE(database->settle(settlement_of("one", Money::dollars(2))));
  auto spent = database->hold(hold_of("three", "b", Money::dollars(2)));
  EXPECT_EQ(spent.error().kind, ErrorKind::permission_denied);
  EXPECT_NE(spent.error().metadata.find("openrouter_workspace_budget"), std::string::npos);
  EXPECT_TRUE(database->hold(hold_of("four", "b", Money::dollars(1))));
  make_key(*database, "elsewhere");
  EXPECT_TRUE(database->hold(hold_of("five", "elsewhere", Money::dollars(9))));
  auto tomorrow = hold_of("six", "a", Money::dollars(2));
  tomorrow.now = kNow + kDay;
  EXPECT_TRUE(database->hold(tomorrow));
}

TEST(Workspaces, WhatARotatedOrDeletedKeySpentCountsOnce) {
  auto database = house();
  ASSERT_TRUE(budget(*database, Money::dollars(3), ""));
  ASSERT_TRUE(database->hold(hold_of("one", "a", Money::dollars(2))));
  ASSERT_TRUE(database->settle(settlement_of("one", Money::dollars(2))));
  ASSERT_TRUE(database->rotate_key(hash_of("a"), "fresh", kNow));
  ASSERT_TRUE(database->delete_key(hash_of("fresh"), kNow));
  EXPECT_FALSE(database->hold(hold_of("two", "b", Money::dollars(2))));
  EXPECT_TRUE(database->hold(hold_of("three", "b", Money::dollars(1))));
}

TEST(Workspaces, WhatTheTeamsOwnAccountsPaidCountsWhereItIsSaid) {
  auto database = house();
  auto own = settlement_of("one", {});
  own.byok = Money::dollars(3);
  ASSERT_TRUE(database->hold(hold_of("one", "a", {})));
  ASSERT_TRUE(database->settle(own));
  ASSERT_TRUE(budget(*database, Money::dollars(3), "monthly"));
  EXPECT_TRUE(database->hold(hold_of("two", "b", Money::dollars(1))));
  ASSERT_TRUE(budget(*database, Money::dollars(3), "monthly", true));
  EXPECT_FALSE(database->hold(hold_of("three", "b", Money::dollars(1))));
}

TEST(Workspaces, TheirGuardrailHoldsForTheirKeysAndGoesWithThem) {
  auto database = house();
  make_key(*database, "elsewhere");
  EXPECT_EQ(guardrails_of(*database, hash_of("a")).value().at(0).id, "g");
  EXPECT_NE(guardrails_of(*database, hash_of("elsewhere")).value().at(0).id, "g");
  EXPECT_EQ(delete_guardrail(*database, "g").error().kind, ErrorKind::conflict);
  EXPECT_EQ(delete_workspace(*database, kSpace).error().kind, ErrorKind::conflict);
  for (auto secret : {"a", "b"}) ASSERT_TRUE(database->delete_key(hash_of(secret), kNow));
  ASSERT_TRUE(delete_workspace(*database, kSpace));
  EXPECT_EQ(guardrails(*database).value().size(), 1u);
}

TEST(Workspaces, AGuardrailHoldsForEveryKeyThatAMemberUses) {
  auto database = house();
  ASSERT_TRUE(database->add_member({.id = "m", .name = "ada", .role = "member"}));
  ASSERT_TRUE(database->create_key({.secret = "k", .name = "k", .creator = "m"}, kNow));
  ASSERT_TRUE(save_guardrail(*database, {.id = "two", .name = "n", .limit = Money::dollars(1)}));
  EXPECT_EQ(assign_guardrail(
                *database,
                std::vector<GuardrailMember>{{.id = "x", .guardrail_id = "two", .member_id = "m"}}),
            1);
  EXPECT_FALSE(assign_guardrail(
      *database,
      std::vector<GuardrailMember>{{.id = "y", .guardrail_id = "two", .member_id = "nobody"}}));
  EXPECT_EQ(guardrails_of(*database, hash_of("k")).value().size(), 2u);
  EXPECT_FALSE(database->hold(hold_of("one", "k", Money::dollars(2))));
  EXPECT_EQ(unassign_members(*database, "two", {"m", "nobody"}), 1);
  EXPECT_TRUE(database->hold(hold_of("one", "k", Money::dollars(2))));
}

TEST(Workspaces, KeysForMembersAreForThoseWhoAreInIt) {
  auto database = house();
  ASSERT_TRUE(database->add_member({.id = "m", .name = "ada", .role = "member"}));
  NewKey key{.secret = "k", .name = "k", .creator = "m", .workspace = kSpace};
  EXPECT_EQ(database->create_key(key, kNow).error().field, "creator_user_id");
  EXPECT_EQ(
      add_workspace_members(*database, {{.id = "x", .workspace_id = kSpace, .member_id = "m"}}), 1);
  EXPECT_TRUE(database->create_key(key, kNow));
  EXPECT_EQ(workspace_members(*database, kSpace).value().size(), 1u);
  EXPECT_EQ(remove_workspace_members(*database, kSpace, {"m"}), 1);
  EXPECT_EQ(workspace_members(*database, std::string(kDefaultWorkspace)).value().size(), 1u);
  key.secret = "z";
  key.workspace = "nowhere";
  EXPECT_EQ(database->create_key(key, kNow).error().field, "workspace_id");
}

}  // namespace
}  // namespace easel::store
