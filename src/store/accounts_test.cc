#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "store/period.h"
#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

constexpr Money kDollar = Money::dollars(1);

Key child_of(Database& database, const Key& parent, const std::string& secret, Money limit) {
  auto key = database.create_key(
      {.secret = secret, .name = secret, .parent_hash = parent.hash, .limit = limit}, kNow);
  if (!key) throw std::runtime_error(key.error().message);
  return *key;
}

RemoveFile remember(std::vector<std::string>& removed) {
  return [&removed](const std::string& path) -> Status {
    removed.push_back(path);
    return {};
  };
}

void finish(Database& database, const std::string& id, const std::string& secret, Money cost,
            const std::string& user = "", Micros now = kNow) {
  auto hold = hold_of(id, secret, cost);
  hold.by.user = user;
  hold.now = now;
  ASSERT_TRUE(database.hold(hold));
  auto end = settlement_of(id, cost);
  end.provider = "p";
  end.now = now;
  ASSERT_TRUE(database.settle(end));
}

}  // namespace

TEST(Accounts, CreditIsAppendedAndSummedAndTheSameRowCountsOnce) {
  auto database = open_fresh();
  Credit credit{.id = "c1", .at = kNow, .amount = Money::dollars(25), .note = "'; --"};
  ASSERT_TRUE(database->add_credit(credit));
  ASSERT_TRUE(database->add_credit(credit));
  ASSERT_TRUE(database->add_credit({.id = "c2", .at = kNow + 1, .amount = Money::dollars(-5)}));
  EXPECT_EQ(database->account()->credits, Money::dollars(20));
  auto rows = database->credits(10);
  ASSERT_EQ(rows->size(), 2);
  EXPECT_EQ(rows->at(1).note, "'; --");
}

TEST(Accounts, CreditOfNothingOfTooMuchOrBelowZeroIsRefused) {
  auto database = open_fresh();
  for (auto amount : {Money(), Money::dollars(2'000'000'000), Money::dollars(-1)})
    EXPECT_EQ(database->add_credit({.id = "c", .amount = amount}).error().kind,
              ErrorKind::invalid_request);
}

TEST(Accounts, AnEmptyAccountHoldsNothingThatCostsWhereThatIsEnforced) {
  auto database = open_fresh();
  make_key(*database, "k");
  auto hold = hold_of("g", "k", kDollar);
  hold.enforce_credits = true;
  auto refused = database->hold(hold);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::payment_required);
  EXPECT_NE(refused.error().metadata.find("openrouter_credits"), std::string::npos);
  auto free = hold_of("free", "k", {});
  free.enforce_credits = true;
  EXPECT_TRUE(database->hold(free));
  ASSERT_TRUE(database->add_credit({.id = "c", .amount = kDollar}));
  EXPECT_TRUE(database->hold(hold));
  hold.generation_id = "g2";
  auto busy = database->hold(hold);
  ASSERT_FALSE(busy);
  EXPECT_TRUE(busy.error().retry_after);
}

TEST(Accounts, WhatAKeySpendsIsSpentOfItsMakersLimitToo) {
  auto database = open_fresh();
  auto lead = make_key(*database, "lead", Money::dollars(3));
  child_of(*database, lead, "a", Money::dollars(2));
  child_of(*database, lead, "b", Money::dollars(2));
  finish(*database, "g1", "a", Money::dollars(2));
  ASSERT_TRUE(database->hold(hold_of("g2", "b", kDollar)));
  EXPECT_EQ((*database->find_key(lead.hash, kNow))->held, kDollar);
  EXPECT_FALSE(database->hold(hold_of("g3", "b", Money::nano(1))));
  EXPECT_EQ((*database->find_key(lead.hash, kNow))->usage.total, Money::dollars(2));
  EXPECT_EQ(database->account()->spent, Money::dollars(2));
}

TEST(Accounts, AKeyIsNeverWiderThanItsMakerWhenMadeOrChanged) {
  auto database = open_fresh();
  auto lead = make_key(*database, "lead", Money::dollars(3));
  NewKey wide{.secret = "w", .name = "w", .parent_hash = lead.hash, .limit = Money::dollars(4)};
  EXPECT_EQ(database->create_key(wide, kNow).error().field, "limit");
  wide.limit.reset();
  EXPECT_EQ(database->create_key(wide, kNow).error().field, "limit");
  auto child = child_of(*database, lead, "c", kDollar);
  EXPECT_FALSE(database->change_key(child.hash, {.limit = std::optional<Money>()}, kNow));
  EXPECT_TRUE(database->change_key(child.hash, {.limit = Money::dollars(3)}, kNow));
}

TEST(Accounts, ADeletedKeyIsGoneAndItsSpendingStays) {
  auto database = open_fresh();
  auto key = make_key(*database, "k");
  finish(*database, "g", "k", kDollar);
  ASSERT_TRUE(database->delete_key(key.hash, kNow));
  EXPECT_EQ(database->delete_key(key.hash, kNow).error().kind, ErrorKind::not_found);
  EXPECT_FALSE(*database->find_key(key.hash, kNow));
  EXPECT_TRUE(database->list_keys(kNow)->empty());
  EXPECT_FALSE(database->which_key("k", kNow));
  EXPECT_EQ(database->account()->spent, kDollar);
}

TEST(Accounts, ARotatedKeyKeepsWhatWasSpentAndPaysForWhatRuns) {
  auto database = open_fresh();
  auto old = make_key(*database, "old", Money::dollars(3), "daily");
  finish(*database, "g1", "old", kDollar);
  ASSERT_TRUE(database->hold(hold_of("g2", "old", kDollar)));
  auto made = database->rotate_key(old.hash, "new", kNow);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->usage.day, kDollar);
  EXPECT_EQ(made->held, kDollar);
  ASSERT_TRUE(database->settle(settlement_of("g2", kDollar)));
  EXPECT_EQ((*database->find_key(made->hash, kNow))->usage.total, Money::dollars(2));
  EXPECT_FALSE(database->hold(hold_of("g3", "old", {})));
}

TEST(Accounts, ALostAnswerIsJoinedOnceAndOnlyWhileItIsLost) {
  auto database = open_fresh();
  make_key(*database, "k");
  auto hold = hold_of("g1", "k", kDollar);
  hold.request_hash = "r";
  hold.joins_since = kNow - kHour;
  ASSERT_TRUE(database->hold(hold));
  hold.generation_id = "g2";
  EXPECT_FALSE(database->hold(hold)->twin) << "whoever asked still listens";
  ASSERT_TRUE(database->note_delivery("g1", Delivery::lost, ""));
  hold.generation_id = "g3";
  EXPECT_EQ(database->hold(hold)->twin->id, "g1");
  ASSERT_TRUE(database->settle(settlement_of("g1", kDollar)));
  EXPECT_EQ(database->hold(hold)->twin->id, "g1");
  hold.joins_since = kNow + 1;
  EXPECT_FALSE(database->hold(hold)->twin) << "too long ago";
  hold.joins_since = kNow - kHour;
  hold.generation_id = "g4";
  ASSERT_TRUE(database->note_delivery("g1", Delivery::whole, ""));
  EXPECT_FALSE(database->hold(hold)->twin);
}

TEST(Accounts, WhatIsForgottenIsGoneButForWhatItCost) {
  auto database = open_fresh();
  make_key(*database, "k");
  finish(*database, "g1", "k", kDollar, "ada");
  finish(*database, "g2", "k", kDollar, "ada'");
  Picture picture{.sha256 = "s", .media_type = "image/png", .path = "p"};
  ASSERT_TRUE(database->add_picture("g1", picture));
  std::vector<std::string> removed;
  EXPECT_EQ(database->forget({.user = "ada"}, kNow, 10, remember(removed)).value(), 1);
  EXPECT_EQ(removed, std::vector<std::string>{"p"});
  EXPECT_FALSE(*database->find_generation("g1"));
  EXPECT_TRUE(*database->find_generation("g2"));
  EXPECT_TRUE(database->pictures("g1")->empty());
  EXPECT_EQ(database->account()->spent, Money::dollars(2));
  EXPECT_EQ(database->forget({.user = "ada"}, kNow, 10, remember(removed)).value(), 0);
}

TEST(Accounts, WhatAnUpstreamBilledForNothingIsARowOfItsOwn) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g1", "k", kDollar)));
  auto end = settlement_of("g1", {}, "failed");
  end.loss = Money::nano(7);
  ASSERT_TRUE(database->settle(end));
  ASSERT_TRUE(database->hold(hold_of("g2", "k", kDollar)));
  end = settlement_of("g2", {}, "interrupted");
  end.may_have_billed = true;
  ASSERT_TRUE(database->settle(end));
  auto losses = database->losses(0);
  ASSERT_EQ(losses->size(), 2);
  EXPECT_EQ(losses->at(0).amount, Money::nano(7));
  EXPECT_TRUE(losses->at(0).certain);
  EXPECT_EQ(losses->at(1).amount, kDollar);
  EXPECT_FALSE(losses->at(1).certain);
}

TEST(Accounts, TheSumsByTheHourAreThoseOfTheRows) {
  rc::check([] {
    auto database = open_fresh();
    make_key(*database, "a");
    make_key(*database, "b");
    int count = *rc::gen::inRange(1, 25);
    for (int i = 0; i < count; ++i) {
      auto at =
          kNow - *rc::gen::inRange<Micros>(0, 60) * kHour - *rc::gen::inRange<Micros>(0, kHour);
      finish(*database, "g" + std::to_string(i), *rc::gen::element<std::string>("a", "b"),
             Money::nano(*rc::gen::inRange(0, 1000)), *rc::gen::element<std::string>("", "u"), at);
    }
    auto since = kNow / kHour * kHour - 61 * kHour, before = kNow / kHour * kHour + kHour;
    std::vector<Dimension> by{Dimension::key, Dimension::model};
    SumsQuery hours{.since = since, .before = before, .step = Step::day, .by = by};
    // A range that is no whole hour cannot be answered from the hours.
    SumsQuery rows = hours;
    rows.since = since - 1;
    auto left = database->sums(hours), right = database->sums(rows);
    RC_ASSERT(left.has_value());
    RC_ASSERT(right.has_value());
    RC_ASSERT(left->size() == right->size());
    std::int64_t requests = 0;
    for (std::size_t i = 0; i < left->size(); ++i) {
      const auto &a = left->at(i), &b = right->at(i);
      RC_ASSERT(a.step == b.step);
      RC_ASSERT(a.by == b.by);
      RC_ASSERT(a.sums.requests == b.sums.requests);
      RC_ASSERT(a.sums.spent == b.sums.spent);
      requests += a.sums.requests;
    }
    RC_ASSERT(requests == count);
  });
}

TEST(Accounts, TheAccountsSumsAreThoseOfTheLedger) {
  rc::check([] {
    auto database = open_fresh();
    auto lead = make_key(*database, "lead", Money::dollars(1'000));
    child_of(*database, lead, "child", Money::dollars(1'000));
    std::vector<std::string> open;
    Money credits, spent, held;
    std::map<std::string, Money> holds;
    for (int step = 0; step < 40; ++step) {
      auto id = "g" + std::to_string(step);
      if (*rc::gen::arbitrary<bool>() || open.empty()) {
        auto amount = Money::nano(*rc::gen::inRange(0, 1'000'000));
        auto who = *rc::gen::element<std::string>("lead", "child");
        if (!database->hold(hold_of(id, who, amount))) continue;
        open.push_back(id);
        holds[id] = amount;
        held += amount;
      } else {
        auto at = *rc::gen::inRange<std::size_t>(0, open.size());
        auto cost = Money::nano(*rc::gen::inRange(0, 1'000'000));
        RC_ASSERT(database->settle(settlement_of(open[at], cost)).has_value());
        held = held - holds[open[at]];
        spent += cost;
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
      }
      if (*rc::gen::inRange(0, 4) == 0) {
        auto amount = Money::nano(*rc::gen::inRange(1, 1'000'000));
        RC_ASSERT(database->add_credit({.id = "c" + id, .amount = amount}).has_value());
        credits += amount;
      }
      auto sums = database->account().value();
      RC_ASSERT(sums.credits == credits);
      RC_ASSERT(sums.spent == spent);
      RC_ASSERT(sums.held == held);
      RC_ASSERT((*database->find_key(lead.hash, kNow))->usage.total == spent);
      RC_ASSERT((*database->find_key(lead.hash, kNow))->held == held);
    }
  });
}

TEST(Accounts, WhatIsSearchedForIsBoundAndNeverWrittenIntoAStatement) {
  auto database = open_fresh();
  make_key(*database, "k");
  auto hold = hold_of("g", "k", {});
  hold.by.labels = {{"trace.x'", "y\" OR 1=1"}};
  ASSERT_TRUE(database->hold(hold));
  auto end = settlement_of("g", {});
  end.content = Content{.input = "{}", .output = "{}", .words = "50%_off \\ today"};
  ASSERT_TRUE(database->settle(end));
  auto found = [&](GenerationFilter filter) { return database->list_generations(filter)->size(); };
  EXPECT_EQ(found({.text = "%_OFF \\"}), 1);
  EXPECT_EQ(found({.text = "50_"}), 0);
  EXPECT_EQ(found({.labels = {{"trace.x'", "y\" OR 1=1"}}}), 1);
  EXPECT_EQ(found({.model = "' OR '1'='1"}), 0);
}

TEST(Periods, WindowsEndAtMidnightOnMondayAndOnTheFirst) {
  auto day = [](int y, unsigned m, unsigned d) {
    using namespace std::chrono;
    return duration_cast<microseconds>(
               sys_days(year(y) / month(m) / std::chrono::day(d)).time_since_epoch())
        .count();
  };
  auto last = day(2026, 12, 31) + 23 * kHour;  // a Thursday
  EXPECT_EQ(window_end("daily", last), day(2027, 1, 1));
  EXPECT_EQ(window_end("weekly", last), day(2027, 1, 4));
  EXPECT_EQ(window_end("monthly", last), day(2027, 1, 1));
  EXPECT_EQ(window_end("monthly", day(2028, 2, 29)), day(2028, 3, 1));
  EXPECT_EQ(window_end("weekly", day(2026, 9, 21)), day(2026, 9, 28));
}

TEST(Usage, AClockSetForwardAndBackNeverGivesTheSameBudgetTwice) {
  auto database = open_fresh();
  make_key(*database, "k", kDollar, "daily");
  finish(*database, "g1", "k", kDollar);
  finish(*database, "g2", "k", kDollar, "", kNow + kDay);
  for (auto now : {kNow, kNow + kDay, kNow - 40 * kDay}) {
    auto hold = hold_of("again", "k", Money::nano(1));
    hold.now = now;
    EXPECT_FALSE(database->hold(hold)) << now;
  }
}

}  // namespace easel::store
