#include "store/files.h"

#include <gtest/gtest.h>

#include <vector>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

struct Files : ::testing::Test {
  Files() {
    make_key(*database, "ann");
    make_key(*database, "bob");
  }
  Status add(const std::string& id, const std::string& sha, const std::string& who = "ann",
             std::optional<Micros> keep_until = {}) {
    Picture picture{.sha256 = sha,
                    .media_type = "image/png",
                    .bytes = 7,
                    .width = 3,
                    .height = 2,
                    .path = "pictures/" + sha + ".png",
                    .keep_until = keep_until};
    return add_file(*database, hash_of(who), {id, id + ".png", kNow, picture});
  }
  std::vector<std::string> ids(const std::string& who = "ann", const std::string& after = "",
                               std::int64_t at_most = 100, Micros now = kNow) {
    std::vector<std::string> found;
    for (auto& file : files(*database, hash_of(who), after, at_most, now).value())
      found.push_back(file.id);
    return found;
  }

  std::unique_ptr<Database> database = open_fresh();
  std::vector<std::string> removed;
  RemoveFile remove = [this](const std::string& path) -> Status {
    removed.push_back(path);
    return {};
  };
  using Ids = std::vector<std::string>;
};

TEST_F(Files, are_listed_by_page_and_found_by_their_key_alone) {
  ASSERT_TRUE(add("1", "a") && add("2", "b") && add("3", "a") && add("4", "a", "bob"));
  EXPECT_EQ(ids(), (Ids{"1", "2", "3"}));
  EXPECT_EQ(ids("ann", "", 2), (Ids{"1", "2"}));
  EXPECT_EQ(ids("ann", "2"), Ids{"3"});
  auto found = find_file(*database, hash_of("ann"), "2", kNow).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->filename, "2.png");
  EXPECT_EQ(found->picture.path, "pictures/b.png");
  EXPECT_EQ(found->picture.width, 3);
  EXPECT_FALSE(find_file(*database, hash_of("bob"), "2", kNow).value());
}

TEST_F(Files, deleting_one_takes_its_bytes_when_nobody_else_names_them) {
  ASSERT_TRUE(add("1", "a") && add("2", "a") && add("3", "a", "bob"));
  EXPECT_FALSE(delete_file(*database, hash_of("bob"), "1", remove).value());
  for (auto id : {"1", "2"}) {
    EXPECT_TRUE(delete_file(*database, hash_of("ann"), id, remove).value());
    EXPECT_FALSE(delete_file(*database, hash_of("ann"), id, remove).value());
    EXPECT_EQ(removed, Ids{});
  }
  EXPECT_EQ(ids(), Ids{});
  EXPECT_EQ(ids("bob"), Ids{"3"});
  EXPECT_TRUE(delete_file(*database, hash_of("bob"), "3", remove).value());
  EXPECT_EQ(removed, Ids{"pictures/a.png"});
}

TEST_F(Files, end_with_their_time_and_an_equal_one_stays_as_long_as_the_longer) {
  ASSERT_TRUE(add("1", "a", "ann", kNow + 10) && add("2", "a", "ann", kNow + 5));
  EXPECT_EQ(ids("ann", "", 9, kNow + 9), (Ids{"1", "2"}));
  EXPECT_EQ(ids("ann", "", 9, kNow + 10), Ids{});
  EXPECT_FALSE(find_file(*database, hash_of("ann"), "1", kNow + 10).value());
  ASSERT_TRUE(database->expire_pictures(kNow + 10, 100, remove));
  EXPECT_EQ(removed, Ids{"pictures/a.png"});
  EXPECT_EQ(ids(), Ids{});
}

TEST_F(Files, go_over_to_the_secret_that_takes_the_place_of_theirs) {
  ASSERT_TRUE(add("1", "a"));
  ASSERT_TRUE(database->rotate_key(hash_of("ann"), "new", kNow));
  EXPECT_EQ(ids("new"), Ids{"1"});
}

TEST_F(Files, are_forgotten_with_their_key) {
  ASSERT_TRUE(add("1", "a") && add("2", "b", "bob"));
  ASSERT_TRUE(database->forget({.key_hash = hash_of("ann")}, kNow, 100, remove));
  EXPECT_EQ(removed, Ids{"pictures/a.png"});
  EXPECT_EQ(ids(), Ids{});
  EXPECT_EQ(ids("bob"), Ids{"2"});
}

}  // namespace
}  // namespace easel::store
