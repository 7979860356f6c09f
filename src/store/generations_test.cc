#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

Hold with_key(Hold hold, const std::string& idempotency, const std::string& request) {
  hold.idempotency_key = idempotency;
  hold.request_hash = request;
  return hold;
}

Money held_by(Database& database, const std::string& secret) {
  return (**database.find_key(hash_of(secret), kNow)).held;
}

TEST(Hold, OpensTheGenerationAndReservesTheMoney) {
  auto database = open_fresh();
  make_key(*database, "k");
  auto answer = database->hold(hold_of("gen-1", "k", Money::dollars(2)));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->twin);
  EXPECT_EQ(held_by(*database, "k"), Money::dollars(2));
  auto row = **database->find_generation("gen-1");
  EXPECT_EQ(row.state, "running");
  EXPECT_EQ(row.model, "easel/painter-1");
  EXPECT_EQ(database->running()->size(), 1u);
}

TEST(Hold, IsRefusedForAnUnknownADisabledAndAnExpiredKey) {
  auto database = open_fresh();
  EXPECT_EQ(database->hold(hold_of("g", "nobody", Money())).error().kind, ErrorKind::not_found);
  make_key(*database, "k");
  ASSERT_TRUE(database->revoke_key("k", kNow));
  EXPECT_EQ(database->hold(hold_of("g", "k", Money())).error().kind, ErrorKind::authentication);
  ASSERT_TRUE(database->create_key({.secret = "old", .name = "old", .expires_at = kNow - 1}, kNow));
  EXPECT_EQ(database->hold(hold_of("g", "old", Money())).error().kind, ErrorKind::authentication);
}

TEST(Hold, OverTheLimitIsRefusedAndLeavesNothing) {
  auto database = open_fresh();
  make_key(*database, "k", Money::dollars(5));
  ASSERT_TRUE(database->hold(hold_of("g1", "k", Money::dollars(3))));
  auto refused = database->hold(hold_of("g2", "k", Money::dollars(3)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::payment_required);
  EXPECT_TRUE(refused.error().retry_after) << "the other request may end";
  EXPECT_FALSE(*database->find_generation("g2"));
  EXPECT_TRUE(database->ledger("g2")->empty());

  ASSERT_TRUE(database->settle(settlement_of("g1", Money::dollars(3))));
  refused = database->hold(hold_of("g3", "k", Money::dollars(3)));
  ASSERT_FALSE(refused);
  EXPECT_FALSE(refused.error().retry_after) << "only money helps";
  EXPECT_TRUE(database->hold(hold_of("g4", "k", Money::dollars(2))));
}

TEST(Hold, AFreeGenerationNeedsNoLimitAndWritesNoLedger) {
  auto database = open_fresh();
  make_key(*database, "k", Money());
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money())));
  ASSERT_TRUE(database->settle(settlement_of("g", Money())));
  EXPECT_TRUE(database->ledger("g")->empty());
  EXPECT_EQ((**database->find_generation("g")).state, "done");
}

TEST(Settle, TurnsTheHoldIntoTheChargeWithSignedEntries) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money::dollars(2))));
  auto settlement = settlement_of("g", Money::dollars(1));
  settlement.model = "openai/gpt-image";
  settlement.provider = "OpenRouter";
  settlement.detail = R"({"a":1})";
  auto row = database->settle(settlement);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->cost, Money::dollars(1));
  EXPECT_EQ(row->model, "openai/gpt-image");
  EXPECT_EQ(row->finished_at, kNow);

  auto entries = *database->ledger("g");
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].kind, "hold");
  EXPECT_EQ(entries[0].amount, Money::dollars(-2));
  EXPECT_EQ(entries[1].kind, "release");
  EXPECT_EQ(entries[1].amount, Money::dollars(2));
  EXPECT_EQ(entries[2].kind, "charge");
  EXPECT_EQ(entries[2].amount, Money::dollars(-1));
  EXPECT_EQ(held_by(*database, "k"), Money());
  EXPECT_TRUE(database->running()->empty());
}

TEST(Settle, TheTruthIsChargedEvenWhenItIsMoreThanTheHold) {
  auto database = open_fresh();
  make_key(*database, "k", Money::dollars(2));
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money::dollars(2))));
  ASSERT_TRUE(database->settle(settlement_of("g", Money::dollars(3))));
  EXPECT_EQ((**database->find_key(hash_of("k"), kNow)).usage.total, Money::dollars(3));
}

TEST(Settle, ASecondTimeReturnsTheFirstsRow) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money::dollars(2))));
  ASSERT_TRUE(database->settle(settlement_of("g", Money::dollars(1))));
  auto again = database->settle(settlement_of("g", Money::dollars(9), "failed"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->state, "done");
  EXPECT_EQ(again->cost, Money::dollars(1));
  EXPECT_EQ(database->ledger("g")->size(), 3u);
}

TEST(Settle, AnUnknownGenerationIsNotFound) {
  auto database = open_fresh();
  EXPECT_EQ(database->settle(settlement_of("g", Money())).error().kind, ErrorKind::not_found);
}

TEST(Twin, TheSameRequestFindsTheRunningAndTheFinishedGeneration) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(with_key(hold_of("g1", "k", Money::dollars(1)), "idem", "hash")));
  auto again = database->hold(with_key(hold_of("g2", "k", Money::dollars(1)), "idem", "hash"));
  ASSERT_TRUE(again->twin);
  EXPECT_EQ(again->twin->id, "g1");
  EXPECT_EQ(again->twin->state, "running");
  ASSERT_TRUE(database->settle(settlement_of("g1", Money::dollars(1))));
  again = database->hold(with_key(hold_of("g3", "k", Money::dollars(1)), "idem", "hash"));
  EXPECT_EQ(again->twin->state, "done");
  EXPECT_EQ(held_by(*database, "k"), Money());
  EXPECT_FALSE(*database->find_generation("g3"));
}

TEST(Twin, AnotherRequestWithTheSameKeyIsAConflict) {
  auto database = open_fresh();
  make_key(*database, "k");
  make_key(*database, "other");
  ASSERT_TRUE(database->hold(with_key(hold_of("g1", "k", Money()), "idem", "hash")));
  EXPECT_EQ(database->hold(with_key(hold_of("g2", "k", Money()), "idem", "else")).error().kind,
            ErrorKind::conflict);
  auto elsewhere = database->hold(with_key(hold_of("g3", "other", Money()), "idem", "else"));
  ASSERT_TRUE(elsewhere) << "idempotency keys belong to an API key";
  EXPECT_FALSE(elsewhere->twin);
}

TEST(Twin, OneThatEndedBadlyForNothingRunsAgain) {
  for (const auto* state : {"failed", "cancelled", "interrupted"}) {
    auto database = open_fresh();
    make_key(*database, "k");
    ASSERT_TRUE(database->hold(with_key(hold_of("g1", "k", Money::dollars(1)), "i", "h")));
    ASSERT_TRUE(database->settle(settlement_of("g1", Money(), state)));
    auto again = database->hold(with_key(hold_of("g2", "k", Money::dollars(1)), "i", "h"));
    ASSERT_TRUE(again);
    EXPECT_FALSE(again->twin) << state;
    auto third = database->hold(with_key(hold_of("g3", "k", Money::dollars(1)), "i", "h"));
    EXPECT_EQ(third->twin->id, "g2");
  }
}

TEST(Twin, OneThatEndedBadlyButWasBilledIsAnsweredAgain) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(with_key(hold_of("g1", "k", Money::dollars(1)), "i", "h")));
  ASSERT_TRUE(database->settle(settlement_of("g1", Money::nano(1), "cancelled")));
  auto again = database->hold(with_key(hold_of("g2", "k", Money::dollars(1)), "i", "h"));
  EXPECT_EQ(again->twin->id, "g1");
}

TEST(Resume, IsKeptWhileTheGenerationRunsAndForgottenAfter) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money())));
  ASSERT_TRUE(database->save_resume("g", "job 17"));
  EXPECT_EQ(database->running()->front().resume, "job 17");
  ASSERT_TRUE(database->settle(settlement_of("g", Money())));
  ASSERT_TRUE(database->save_resume("g", "late"));
  EXPECT_EQ((**database->find_generation("g")).resume, "");
}

TEST(Pictures, ComeBackInOrderAndAreReplacedByIndex) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money())));
  Picture picture{.index = 1,
                  .sha256 = "b",
                  .media_type = "image/png",
                  .bytes = 5'000'000'000,
                  .width = 4096,
                  .height = 2048,
                  .path = "pictures/b.png"};
  ASSERT_TRUE(database->add_picture("g", picture));
  picture.index = 0;
  picture.sha256 = "a";
  ASSERT_TRUE(database->add_picture("g", picture));
  picture.sha256 = "c";
  ASSERT_TRUE(database->add_picture("g", picture));
  auto found = *database->pictures("g");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].sha256, "c");
  EXPECT_EQ(found[1].bytes, 5'000'000'000);
  EXPECT_EQ(found[1].width, 4096);
  EXPECT_FALSE(found[1].keep_until);
}

TEST(Pictures, ExpireOnceNoOtherRowNamesTheirFile) {
  auto database = open_fresh();
  make_key(*database, "k");
  for (const auto* id : {"g1", "g2", "g3"}) {
    ASSERT_TRUE(database->hold(hold_of(id, "k", Money())));
  }
  Picture shared{.path = "pictures/shared.png", .keep_until = kNow - 2};
  Picture alone{.index = 1, .path = "pictures/alone.png", .keep_until = kNow - 1};
  ASSERT_TRUE(database->add_picture("g1", shared));
  ASSERT_TRUE(database->add_picture("g1", alone));
  shared.keep_until = kNow + 1;
  ASSERT_TRUE(database->add_picture("g2", shared));
  shared.keep_until.reset();
  shared.path = "pictures/kept.png";
  ASSERT_TRUE(database->add_picture("g3", shared));

  std::vector<std::string> removed;
  auto remove = [&](const std::string& path) -> Status {
    removed.push_back(path);
    return {};
  };
  EXPECT_EQ(*database->expire_pictures(kNow, 1, remove), 1);
  EXPECT_EQ(removed, std::vector<std::string>{});
  EXPECT_EQ(*database->expire_pictures(kNow, 10, remove), 1);
  EXPECT_EQ(removed, std::vector<std::string>{"pictures/alone.png"});
  EXPECT_EQ(*database->expire_pictures(kNow + kDay, 10, remove), 1);
  EXPECT_EQ(removed.back(), "pictures/shared.png");
  EXPECT_EQ(database->pictures("g3")->size(), 1u);
}

TEST(Pictures, KeepTheirRowWhileTheirFileCannotBeRemoved) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g1", "k", Money())));
  ASSERT_TRUE(database->add_picture("g1", {.path = "pictures/a.png", .keep_until = kNow - 1}));
  auto refuse = [](const std::string&) -> Status { return fail(ErrorKind::unavailable, "busy"); };
  EXPECT_FALSE(database->expire_pictures(kNow, 10, refuse));
  EXPECT_EQ(database->pictures("g1")->size(), 1u);
}

TEST(Idempotency, IsForgottenByAge) {
  auto database = open_fresh();
  make_key(*database, "k");
  auto hold = hold_of("g1", "k", Money());
  hold.idempotency_key = "again";
  ASSERT_TRUE(database->hold(hold));
  ASSERT_TRUE(database->settle(settlement_of("g1", Money())));
  hold.generation_id = "g2";
  ASSERT_TRUE(database->forget_idempotency(hold.now));
  EXPECT_TRUE(database->hold(hold)->twin);
  ASSERT_TRUE(database->forget_idempotency(hold.now + 1));
  EXPECT_FALSE(database->hold(hold)->twin);
}

// Any order of holds, settlements (also twice) and generations left behind by a crash, on two keys
// of which one has a limit.
RC_GTEST_PROP(Accounts, AreSquareWhateverTheOrderOfEvents, ()) {
  auto database = open_fresh();
  const Money limit = Money::nano(1000);
  make_key(*database, "free");
  make_key(*database, "limited", limit);
  std::vector<std::string> ids;
  std::vector<std::string> open;
  const auto steps = *rc::gen::inRange(1, 40);
  for (int step = 0; step < steps; ++step) {
    const auto what = *rc::gen::inRange(0, 4);
    if (what < 2 || open.empty()) {
      const std::string key = *rc::gen::element<std::string>("free", "limited");
      const auto amount = Money::nano(*rc::gen::inRange<std::int64_t>(0, 500));
      const auto id = "gen-" + std::to_string(step);
      const auto before = **database->find_key(hash_of(key), kNow);
      const bool fits =
          !before.limit || amount == Money() || before.usage.total + before.held + amount <= limit;
      const auto answer = database->hold(hold_of(id, key, amount));
      RC_ASSERT(answer.has_value() == fits);
      if (!answer) continue;
      ids.push_back(id);
      open.push_back(id);
    } else if (what == 2) {
      const auto at = *rc::gen::inRange<std::size_t>(0, open.size());
      const auto cost = Money::nano(*rc::gen::inRange<std::int64_t>(0, 600));
      RC_ASSERT(database->settle(settlement_of(open[at], cost)).has_value());
      open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      const auto id = *rc::gen::elementOf(ids);
      const auto row = **database->find_generation(id);
      if (row.state == "running") continue;
      RC_ASSERT(database->settle(settlement_of(id, Money::nano(77)))->cost == row.cost);
    }
  }
  for (const auto& left : *database->running()) {
    RC_ASSERT(database->settle(settlement_of(left.id, Money(), "interrupted")).has_value());
  }
  Money moved, charged;
  for (const auto& id : ids) {
    for (const auto& entry : *database->ledger(id)) {
      (entry.kind == "charge" ? charged : moved) += entry.amount;
    }
  }
  Money used;
  for (const auto& key : *database->list_keys(kNow)) {
    used += key.usage.total;
    RC_ASSERT(key.held == Money());
  }
  RC_ASSERT(moved == Money());
  RC_ASSERT(charged == Money() - used);
  RC_ASSERT(database->running()->empty());
}

}  // namespace
}  // namespace easel::store
