#include <gtest/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

Member ann(const std::string& role = "owner") {
  return {.id = "member-1", .name = "ann", .role = role, .created_at = kNow};
}

Session session_of(const Member& member, const std::string& id) {
  return {.hash = "hash-" + id,
          .id = id,
          .member_id = member.id,
          .agent = "Browser",
          .created_at = kNow,
          .seen_at = kNow,
          .expires_at = kNow + kDay};
}

TEST(Members, AreFoundByIdAndByNameAndTheNameIsTheirOwn) {
  auto database = open_fresh();
  ASSERT_TRUE(database->add_member(ann()));
  EXPECT_EQ(database->find_member("member-1").value()->name, "ann");
  EXPECT_EQ(database->find_member_named("ann").value()->id, "member-1");
  EXPECT_FALSE(database->find_member_named("bob").value());
  auto twin = ann();
  twin.id = "member-2";
  EXPECT_EQ(database->add_member(twin).error().kind, ErrorKind::conflict);
}

TEST(Members, ALinkOpensOnceAndOnlyInItsTime) {
  auto database = open_fresh();
  ASSERT_TRUE(database->add_link({.hash = "a", .role = "member", .expires_at = kNow + 10}));
  ASSERT_TRUE(database->add_link({.hash = "b", .role = "member", .expires_at = kNow + 10}));
  EXPECT_TRUE(database->find_link("a", kNow).value());
  EXPECT_EQ(database->take_link("a", kNow).value()->role, "member");
  EXPECT_FALSE(database->take_link("a", kNow).value());
  EXPECT_FALSE(database->take_link("b", kNow + 10).value());
}

TEST(Members, ASessionEndsWithItsTimeWhenItIsRevokedAndWhenItsMemberIsShutOut) {
  auto database = open_fresh();
  auto member = ann();
  ASSERT_TRUE(database->add_member(member));
  for (auto id : {"one", "two", "three"})
    ASSERT_TRUE(database->add_session(session_of(member, id)));
  EXPECT_EQ(database->find_session("hash-one", kNow).value()->member.name, "ann");
  EXPECT_FALSE(database->find_session("hash-one", kNow + kDay).value());
  ASSERT_TRUE(database->end_session("member-1", "one"));
  ASSERT_TRUE(database->end_session("somebody else", "two"));
  EXPECT_FALSE(database->find_session("hash-one", kNow).value());
  EXPECT_EQ(database->sessions("member-1", kNow).value().size(), 2u);
  member.disabled = true;
  ASSERT_TRUE(database->change_member(member));
  EXPECT_FALSE(database->find_session("hash-two", kNow).value());
  EXPECT_TRUE(database->sessions("member-1", kNow).value().empty());
}

TEST(Rooms, AreAMembersOwnAndFoundByTheirWords) {
  auto database = open_fresh();
  ASSERT_TRUE(database->add_member(ann()));
  Member bob{.id = "member-2", .name = "bob", .role = "member", .created_at = kNow};
  ASSERT_TRUE(database->add_member(bob));
  Room room{.id = "r",
            .member_id = "member-1",
            .title = "Red Panda",
            .created_at = kNow,
            .updated_at = kNow};
  ASSERT_TRUE(database->save_room(room));
  ASSERT_TRUE(database->save_turn(
      {.room_id = "r", .id = "t", .body = R"({"a":1})", .words = "100% snow", .created_at = kNow}));
  for (auto text : {"", "panda", "snow", "0% s"})
    EXPECT_EQ(database->rooms("member-1", text, 9).value().size(), 1u) << text;
  for (auto text : {"fox", "1_0", "%x"})
    EXPECT_TRUE(database->rooms("member-1", text, 9).value().empty()) << text;
  EXPECT_TRUE(database->rooms("member-2", "", 9).value().empty());
  room.member_id = "member-2";
  room.title = "Mine now";
  ASSERT_TRUE(database->save_room(room));
  EXPECT_EQ(database->find_room("member-1", "r").value()->title, "Red Panda");
  ASSERT_TRUE(database->delete_room("member-2", "r"));
  EXPECT_EQ(database->turns("r").value().size(), 1u);
  ASSERT_TRUE(database->delete_room("member-1", "r"));
  EXPECT_TRUE(database->turns("r").value().empty());
}

TEST(Uploads, AreFoundAsPicturesOfTheirKeyAndKeepAFileThatAGenerationForgets) {
  auto database = open_fresh();
  make_key(*database, "k");
  make_key(*database, "other");
  Picture picture{.sha256 = "abc",
                  .media_type = "image/png",
                  .bytes = 3,
                  .width = 1,
                  .height = 2,
                  .path = "pictures/ab/abc.png"};
  ASSERT_TRUE(database->add_upload(hash_of("k"), picture, kNow));
  EXPECT_EQ(database->find_picture(hash_of("k"), "abc").value()->height, 2);
  EXPECT_FALSE(database->find_picture(hash_of("other"), "abc").value());
  EXPECT_EQ(database->picture_bytes().value(), 3);

  ASSERT_TRUE(database->hold(hold_of("gen-1", "k", Money())));
  picture.keep_until = kNow + 1;
  ASSERT_TRUE(database->add_picture("gen-1", picture));
  int removed = 0;
  auto remove = [&](const std::string&) -> Status {
    ++removed;
    return {};
  };
  EXPECT_EQ(database->expire_pictures(kNow + 2, 9, remove).value(), 1);
  EXPECT_EQ(removed, 0);
  ASSERT_TRUE(database->add_upload(hash_of("k"), picture, kNow));  // now with an end
  EXPECT_EQ(database->expire_pictures(kNow + 2, 9, remove).value(), 0);
  EXPECT_EQ(removed, 1);
  EXPECT_FALSE(database->find_picture(hash_of("k"), "abc").value());
}

}  // namespace
}  // namespace easel::store
