#include "store/testing.h"

// Secrets, pictures by their hash, and callbacks.
namespace easel::store {
namespace {

using namespace testing;

void generate(Database& database, const std::string& key, const std::string& id,
              const std::string& callback = "") {
  auto held = database.hold({.generation_id = id,
                             .key_hash = hash_of(key),
                             .model = "a/b",
                             .now = kNow,
                             .callback_url = callback});
  ASSERT_TRUE(held) << held.error().message;
}

TEST(Secrets, are_made_once_and_survive) {
  Place place;
  auto file = place.uri();
  EXPECT_EQ(open(file)->secret("pictures", "first").value(), "first");
  EXPECT_EQ(open(file)->secret("pictures", "second").value(), "first");
  EXPECT_EQ(open(file)->secret("callbacks", "other").value(), "other");
}

TEST(PicturesByHash, are_found_by_their_owner_alone) {
  auto database = open_fresh();
  make_key(*database, "one");
  make_key(*database, "two");
  generate(*database, "one", "gen-1");
  generate(*database, "one", "gen-2");
  Picture picture{.sha256 = "abc", .media_type = "image/png", .bytes = 3, .path = "p"};
  picture.keep_until = kNow + kHour;
  ASSERT_TRUE(database->add_picture("gen-1", picture));
  picture.keep_until = kNow + kDay;
  ASSERT_TRUE(database->add_picture("gen-2", picture));

  auto whole = hash_of("one");
  EXPECT_EQ(database->find_picture(whole, "abc").value()->keep_until, kNow + kDay);
  EXPECT_EQ(database->find_picture(whole.substr(0, 16), "abc").value()->media_type, "image/png");
  EXPECT_FALSE(database->find_picture(whole.substr(0, 8), "abc").value());
  EXPECT_FALSE(database->find_picture("", "abc").value());
  EXPECT_FALSE(database->find_picture(hash_of("two"), "abc").value());
  EXPECT_FALSE(database->find_picture(whole, "abd").value());
}

TEST(Callbacks, become_due_when_their_generation_is_settled) {
  auto database = open_fresh();
  make_key(*database, "one");
  generate(*database, "one", "gen-1", "https://example.com/done");
  generate(*database, "one", "gen-2");
  EXPECT_TRUE(database->due_callbacks(kNow + kDay, 10).value().empty());
  for (auto id : {"gen-1", "gen-2"})
    ASSERT_TRUE(database->settle({.generation_id = id, .state = "done", .now = kNow}));
  auto due = database->due_callbacks(kNow, 10).value();
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].generation_id, "gen-1");
  EXPECT_EQ(due[0].url, "https://example.com/done");
}

TEST(Callbacks, wait_for_their_next_try_and_end) {
  auto database = open_fresh();
  make_key(*database, "one");
  generate(*database, "one", "gen-1", "https://example.com/done");
  ASSERT_TRUE(database->settle({.generation_id = "gen-1", .state = "failed", .now = kNow}));
  auto due = database->due_callbacks(kNow, 10).value().at(0);
  due.tries = 1;
  due.next_at = kNow + kHour;
  ASSERT_TRUE(database->update_callback(due));
  EXPECT_TRUE(database->due_callbacks(kNow, 10).value().empty());
  EXPECT_EQ(database->due_callbacks(kNow + kHour, 10).value().at(0).tries, 1);
  due.state = "delivered";
  ASSERT_TRUE(database->update_callback(due));
  EXPECT_TRUE(database->due_callbacks(kNow + kDay, 10).value().empty());
}

}  // namespace
}  // namespace easel::store
