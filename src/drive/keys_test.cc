#include "drive/keys.h"

#include <gtest/gtest.h>

#include "runtime/sim_clock.h"
#include "runtime/testing.h"
#include "store/sim_runner.h"

namespace easel::drive {
namespace {

const std::string kSecret = "sk-easel-v1-" + std::string(64, 'b');

template <class T>
Task<> keep(Task<T> task, std::optional<T>& into) {
  into.emplace(co_await std::move(task));
}

struct Bench {
  SimClock clock;
  boost::asio::io_context io{1};
  std::unique_ptr<store::Database> database = std::move(*store::Database::open(":memory:"));
  store::SimSqlRunner runner{*database, clock, 1};
  store::Store store{runner};
  std::shared_ptr<KeyVersions> versions = std::make_shared<KeyVersions>();
  KeyCache cache{store, clock, versions}, other_loop{store, clock, versions};

  Bench() {
    auto made = database->create_key({.secret = kSecret, .name = "k"}, now());
    EXPECT_TRUE(made);
    refresh();
  }
  store::Micros now() const { return clock.wall().time_since_epoch().count(); }
  Result<KeyCache::Ref> find(KeyCache& from, std::string secret = kSecret) {
    std::optional<Result<KeyCache::Ref>> result;
    boost::asio::co_spawn(io, keep(from.find(secret), result), [](std::exception_ptr) {});
    clock.run(io);
    return std::move(*result);
  }
  void refresh() {
    boost::asio::co_spawn(io, cache.refresh(), [](std::exception_ptr) {});
    clock.run(io);
  }
  void charge(Money cost) {
    store::Hold hold{.generation_id = "g" + cost.text(),
                     .key_hash = to_hex(sha256(kSecret)),
                     .model = "m",
                     .now = now()};
    ASSERT_TRUE(database->hold(hold));
    ASSERT_TRUE(database->settle(
        {.generation_id = hold.generation_id, .state = "done", .cost = cost, .now = now()}));
  }
};

TEST(KeyCache, AnswersFromMemoryOnceItKnowsAKey) {
  Bench bench;
  EXPECT_FALSE(bench.cache.cached(kSecret));
  auto found = bench.find(bench.cache);
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)->key.name, "k");
  EXPECT_EQ(bench.cache.cached(kSecret), *found);
}

TEST(KeyCache, RefusesUnknownMissingAndForeignKeys) {
  Bench bench;
  for (auto secret : {"", "sk-easel-v1-none", "sk-or-v1-abc"}) {
    auto found = bench.find(bench.cache, secret);
    ASSERT_FALSE(found) << secret;
    EXPECT_EQ(found.error().kind, ErrorKind::authentication);
  }
  EXPECT_NE(bench.find(bench.cache, "sk-or-v1-abc").error().message.find("OPENROUTER_API_KEY"),
            std::string::npos);
}

TEST(KeyCache, ShowsAChargeInTheNextAnswerOfEveryLoop) {
  Bench bench;
  ASSERT_TRUE(bench.find(bench.cache));
  ASSERT_TRUE(bench.find(bench.other_loop));
  bench.charge(Money::nano(7));
  bench.cache.forget(to_hex(sha256(kSecret)));
  EXPECT_FALSE(bench.other_loop.cached(kSecret));
  EXPECT_EQ((*bench.find(bench.other_loop))->key.usage.total, Money::nano(7));
  EXPECT_EQ((*bench.find(bench.cache))->key.usage.total, Money::nano(7));
}

TEST(KeyCache, ForgetsARevokedKeyWhenItRefreshes) {
  Bench bench;
  ASSERT_TRUE(bench.find(bench.cache));
  ASSERT_TRUE(bench.database->revoke_key("k", bench.now()));
  bench.refresh();
  auto found = bench.find(bench.cache);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::authentication);
}

TEST(KeyCache, DoesNotServeAKeyPastItsTime) {
  Bench bench;
  auto secret = "sk-easel-v1-" + std::string(64, 'c');
  ASSERT_TRUE(bench.database->create_key(
      {.secret = secret, .name = "short", .expires_at = bench.now() + 3'600'000'000}, bench.now()));
  bench.refresh();
  ASSERT_TRUE(bench.find(bench.cache, secret));
  auto timer = bench.clock.at(bench.clock.now() + std::chrono::hours(2), [] {});
  bench.clock.run(bench.io);
  EXPECT_FALSE(bench.cache.cached(secret));
  EXPECT_FALSE(bench.find(bench.cache, secret));
}

}  // namespace
}  // namespace easel::drive
