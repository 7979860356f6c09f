#include "store/period.h"
#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

TEST(Keys, OnlyTheHashAndALabelOfTheSecretAreKept) {
  auto database = open_fresh();
  auto secret = "sk-easel-v1-" + std::string(61, 'a') + "xyz";
  auto key = make_key(*database, secret);
  EXPECT_EQ(key.hash, hash_of(secret));
  EXPECT_EQ(key.label, "sk-easel-v1-aaa…xyz");
}

TEST(Keys, EveryFieldComesBackAsItWasGiven) {
  auto database = open_fresh();
  NewKey given{.secret = "s",
               .name = "O'Brien \"; DROP TABLE keys; --",
               .limit = Money::nano(9'007'199'254'740'993),
               .limit_reset = "weekly",
               .expires_at = kNow + kDay,
               .management = true};
  ASSERT_TRUE(database->create_key(given, kNow));
  auto key = **database->find_key(hash_of("s"), kNow);
  EXPECT_EQ(key.name, given.name);
  EXPECT_EQ(key.limit, given.limit);
  EXPECT_EQ(key.limit_reset, "weekly");
  EXPECT_EQ(key.expires_at, given.expires_at);
  EXPECT_EQ(key.created_at, kNow);
  EXPECT_TRUE(key.management);
  EXPECT_FALSE(key.disabled);
  EXPECT_FALSE(key.updated_at);
}

TEST(Keys, TheSameSecretTwiceIsAConflict) {
  auto database = open_fresh();
  make_key(*database, "s");
  EXPECT_EQ(database->create_key({.secret = "s", .name = "n"}, kNow).error().kind,
            ErrorKind::conflict);
}

TEST(Keys, AnUnknownLimitResetNamesWhatIsAccepted) {
  auto database = open_fresh();
  auto made = database->create_key({.secret = "s", .name = "n", .limit_reset = "hourly"}, kNow);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().field, "limit_reset");
}

TEST(Keys, AnUnknownHashIsNoKey) {
  auto database = open_fresh();
  make_key(*database, "s");
  EXPECT_FALSE(*database->find_key(hash_of("other"), kNow));
}

TEST(Revoke, TakesAHashAPrefixANameOrTheSecret) {
  auto database = open_fresh();
  for (const auto* secret : {"one", "two", "three", "sk-easel-v1-four"}) {
    make_key(*database, secret);
  }
  EXPECT_TRUE(database->revoke_key(hash_of("one"), kNow)->disabled);
  EXPECT_EQ(database->revoke_key(hash_of("two").substr(0, 6), kNow)->name, "two");
  EXPECT_EQ(database->revoke_key("three", kNow)->name, "three");
  EXPECT_EQ(database->revoke_key("sk-easel-v1-four", kNow)->name, "sk-easel-v1-four");
  for (const auto& key : *database->list_keys(kNow)) EXPECT_TRUE(key.disabled) << key.name;
}

TEST(Revoke, DoesNotTakeFewerThanSixDigitsOrShowASecret) {
  auto database = open_fresh();
  make_key(*database, "one");
  EXPECT_EQ(database->revoke_key(hash_of("one").substr(0, 5), kNow).error().kind,
            ErrorKind::not_found);
  auto unknown = database->revoke_key("sk-easel-v1-0123456789", kNow);
  EXPECT_EQ(unknown.error().message.find("0123456789"), std::string::npos);
}

TEST(Revoke, AsksWhichWhenSeveralMatch) {
  auto database = open_fresh();
  ASSERT_TRUE(database->create_key({.secret = "a", .name = "twin"}, kNow));
  ASSERT_TRUE(database->create_key({.secret = "b", .name = "twin"}, kNow));
  EXPECT_EQ(database->revoke_key("twin", kNow).error().kind, ErrorKind::invalid_request);
  ASSERT_TRUE(database->revoke_key(hash_of("a"), kNow));
  EXPECT_EQ(database->revoke_key("twin", kNow)->hash, hash_of("b"));
}

TEST(Revoke, TwiceChangesNothingTheSecondTime) {
  auto database = open_fresh();
  make_key(*database, "a");
  ASSERT_TRUE(database->revoke_key("a", kNow + 1));
  auto epoch = *database->key_epoch();
  EXPECT_EQ(database->revoke_key("a", kNow + 2)->updated_at, kNow + 1);
  EXPECT_EQ(*database->key_epoch(), epoch);
}

TEST(Usage, RollsOverWithTheUtcDayTheIsoWeekAndTheMonth) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("g", "k", Money::dollars(1))));
  ASSERT_TRUE(database->settle(settlement_of("g", Money::dollars(1))));
  auto usage_at = [&](Micros at) { return (**database->find_key(hash_of("k"), at)).usage; };
  const auto one = Money::dollars(1);
  auto usage = usage_at(kNow);
  EXPECT_EQ(usage.day, one);
  EXPECT_EQ(usage.week, one);
  EXPECT_EQ(usage.month, one);
  usage = usage_at(kNow + kDay);  // Tuesday
  EXPECT_EQ(usage.day, Money());
  EXPECT_EQ(usage.week, one);
  usage = usage_at(kNow + 7 * kDay);  // the Monday after, still September
  EXPECT_EQ(usage.week, Money());
  EXPECT_EQ(usage.month, one);
  usage = usage_at(kNow + 14 * kDay);  // October
  EXPECT_EQ(usage.month, Money());
  EXPECT_EQ(usage.total, one);
}

TEST(Usage, AClockThatWentBackForgivesNothing) {
  auto database = open_fresh();
  make_key(*database, "k", Money::dollars(5), "daily");
  auto hold = hold_of("g", "k", Money::dollars(4));
  ASSERT_TRUE(database->hold(hold));
  ASSERT_TRUE(database->settle(settlement_of("g", Money::dollars(4))));
  hold.generation_id = "g2";
  hold.now = kNow - 3 * kDay;
  EXPECT_EQ(database->hold(hold).error().kind, ErrorKind::permission_denied);
}

TEST(Periods, WeeksBeginOnMondayAndMonthsOnTheFirst) {
  auto at = [](std::int64_t day) { return periods_of(day * kDay); };
  EXPECT_EQ(at(3).week, at(0).week);      // Sunday 4 January 1970
  EXPECT_EQ(at(4).week, at(0).week + 1);  // Monday
  EXPECT_EQ(at(10).week, at(4).week);
  EXPECT_EQ(at(30).month, at(0).month);
  EXPECT_EQ(at(31).month, at(0).month + 1);
  EXPECT_EQ(at(-4).week, at(-10).week);
  EXPECT_EQ(at(-3).week, at(-4).week + 1);
}

}  // namespace
}  // namespace easel::store
