#include <gtest/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

std::vector<PictureSignature> found(Database& database, const std::string& key,
                                    const std::string& hash) {
  return database.signatures(hash_of(key), {hash}).value();
}

TEST(Signatures, AreFoundByKeyAndHashAndTheNewestStays) {
  auto database = open_fresh();
  make_key(*database, "k");
  make_key(*database, "other");
  PictureSignature one{
      .key_hash = hash_of("k"), .sha256 = "aa", .provider = "p", .json = "1", .at = 5};
  ASSERT_TRUE(database->keep_signatures({one}));
  one.json = "2";
  ASSERT_TRUE(database->keep_signatures({one}));
  auto rows = found(*database, "k", "aa");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].json, "2");
  EXPECT_TRUE(found(*database, "other", "aa").empty());
  EXPECT_TRUE(found(*database, "k", "bb").empty());
}

TEST(Signatures, AreForgottenByAge) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->keep_signatures(
      {{.key_hash = hash_of("k"), .sha256 = "aa", .provider = "p", .json = "1", .at = 5},
       {.key_hash = hash_of("k"), .sha256 = "bb", .provider = "p", .json = "1", .at = 9}}));
  ASSERT_TRUE(database->forget_signatures(9));
  EXPECT_TRUE(found(*database, "k", "aa").empty());
  EXPECT_EQ(found(*database, "k", "bb").size(), 1u);
}

TEST(Attempts, AreWrittenWithTheSettlementInTheirOrder) {
  auto database = open_fresh();
  make_key(*database, "k");
  ASSERT_TRUE(database->hold(hold_of("gen-1", "k", Money())));
  Settlement end{
      .generation_id = "gen-1", .state = "done", .model = "m", .provider = "P", .now = kNow};
  end.attempts = {
      {.provider = "a", .model = "m", .status = 429, .error = "slow", .milliseconds = 3},
      {.provider = "b", .model = "m", .status = 200, .milliseconds = 70}};
  ASSERT_TRUE(database->settle(end));
  ASSERT_TRUE(database->settle(end));
  auto rows = database->attempts("gen-1").value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].status, 429);
  EXPECT_EQ(rows[0].error, "slow");
  EXPECT_EQ(rows[1].provider, "b");
}

}  // namespace
}  // namespace easel::store
