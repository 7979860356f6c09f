#include "store/shelf.h"

#include <gtest/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

std::unique_ptr<Database> with_ann() {
  auto database = open_fresh();
  EXPECT_TRUE(
      database->add_member({.id = "ann", .name = "ann", .role = "owner", .created_at = kNow}));
  EXPECT_TRUE(
      database->add_member({.id = "bob", .name = "bob", .role = "member", .created_at = kNow}));
  return database;
}

TEST(Shelf, StarsAreReplacedAndTakenAwayAndAreTheMembersOwn) {
  auto database = with_ann();
  ASSERT_TRUE(rate(*database, "ann", {"sha", 2}, kNow));
  ASSERT_TRUE(rate(*database, "ann", {"sha", 5}, kNow));
  ASSERT_EQ(ratings(*database, "ann").value().size(), 1u);
  EXPECT_EQ(ratings(*database, "ann").value()[0].stars, 5);
  EXPECT_TRUE(ratings(*database, "bob").value().empty());
  ASSERT_TRUE(rate(*database, "ann", {"sha", 0}, kNow));
  EXPECT_TRUE(ratings(*database, "ann").value().empty());
}

TEST(Shelf, SavedPromptsAreListedLastChangedFirst) {
  auto database = with_ann();
  ASSERT_TRUE(save_prompt(*database, "ann", {"1", "a cat", "A {animal}", kNow}));
  ASSERT_TRUE(save_prompt(*database, "ann", {"2", "a dog", "A dog", kNow + 1}));
  ASSERT_TRUE(save_prompt(*database, "ann", {"1", "an animal", "A {animal}", kNow + 2}));
  auto all = saved_prompts(*database, "ann").value();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "an animal");
  EXPECT_TRUE(saved_prompts(*database, "bob").value().empty());
  ASSERT_TRUE(delete_prompt(*database, "bob", "1"));
  EXPECT_EQ(saved_prompts(*database, "ann").value().size(), 2u);
}

TEST(Shelf, ATurnIsFoundByThePictureInItInTheMembersOwnRooms) {
  auto database = with_ann();
  ASSERT_TRUE(database->save_room({.id = "room", .member_id = "ann", .title = "t"}));
  ASSERT_TRUE(database->save_turn({.room_id = "room",
                                   .id = "turn",
                                   .body = R"({"frames":[{"pictures":[{"sha":"abc"}]}]})",
                                   .created_at = kNow}));
  ASSERT_EQ(turns_with(*database, "ann", "abc", 5).value().size(), 1u);
  EXPECT_EQ(turns_with(*database, "ann", "abc", 5).value()[0].id, "turn");
  EXPECT_TRUE(turns_with(*database, "ann", "ab", 5).value().empty());
  EXPECT_TRUE(turns_with(*database, "bob", "abc", 5).value().empty());
}

TEST(Shelf, APictureLeadsToTheGenerationOfItsKeyAndItsStarsDoToo) {
  auto database = with_ann();
  make_key(*database, "secret");
  auto key = hash_of("secret");
  ASSERT_TRUE(database->hold(hold_of("gen-1", "secret", Money())));
  ASSERT_TRUE(database->add_picture("gen-1", {.sha256 = "abc",
                                              .media_type = "image/png",
                                              .bytes = 1,
                                              .width = 1,
                                              .height = 1,
                                              .path = "p"}));
  ASSERT_TRUE(database->settle(settlement_of("gen-1", Money())));
  EXPECT_EQ(generation_of(*database, key, "abc").value(), "gen-1");
  EXPECT_FALSE(generation_of(*database, hash_of("another"), "abc").value());
  EXPECT_EQ(generation_of(*database, "", "abc").value(), "gen-1");
  ASSERT_TRUE(rate(*database, "ann", {"abc", 4}, kNow));
  EXPECT_EQ(rated_generations(*database, "ann", key, 4, 10).value(),
            std::vector<std::string>{"gen-1"});
  EXPECT_TRUE(rated_generations(*database, "ann", key, 5, 10).value().empty());
  EXPECT_TRUE(rated_generations(*database, "bob", key, 1, 10).value().empty());
}

TEST(Shelf, TriesAreCountedByTheHourAndFailWhenTheProviderFailed) {
  auto database = with_ann();
  make_key(*database, "secret");
  ASSERT_TRUE(database->hold(hold_of("gen-1", "secret", Money())));
  auto end = settlement_of("gen-1", Money());
  end.attempts = {{.provider = "a", .model = "m", .status = 503, .at = kNow},
                  {.provider = "a", .model = "m", .status = 403, .at = kNow},
                  {.provider = "b", .model = "m", .status = 200, .at = kNow}};
  ASSERT_TRUE(database->settle(end));
  auto rows = tries_by_hour(*database, "m", kNow - kHour).value();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].provider, "a");
  EXPECT_EQ(rows[0].tries, 2);
  EXPECT_EQ(rows[0].failures, 1);
  EXPECT_EQ(rows[1].failures, 0);
  EXPECT_EQ(tries_by_hour(*database, "", kNow - kHour).value().size(), 2u);
  EXPECT_TRUE(tries_by_hour(*database, "another", kNow - kHour).value().empty());
}

TEST(Shelf, ClearingTakesOnlyTheMembersOwnThings) {
  auto database = with_ann();
  for (std::string who : {"ann", "bob"}) {
    ASSERT_TRUE(database->save_room({.id = "room-" + who, .member_id = who, .title = "t"}));
    ASSERT_TRUE(database->save_turn({.room_id = "room-" + who, .id = "turn"}));
    ASSERT_TRUE(rate(*database, who, {"sha", 3}, kNow));
    ASSERT_TRUE(save_prompt(*database, who, {"1", "n", "b", kNow}));
  }
  ASSERT_TRUE(clear_shelf(*database, "ann"));
  EXPECT_TRUE(database->rooms("ann", "", 10).value().empty());
  EXPECT_TRUE(database->turns("room-ann").value().empty());
  EXPECT_TRUE(saved_prompts(*database, "ann").value().empty());
  EXPECT_EQ(database->turns("room-bob").value().size(), 1u);
  EXPECT_EQ(ratings(*database, "bob").value().size(), 1u);
}

}  // namespace
}  // namespace easel::store
