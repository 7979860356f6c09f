#include <gtest/gtest.h>

#include "store/testing.h"

namespace easel::store {
namespace {

using namespace testing;

Preset preset_of(const std::string& owner, const std::string& slug, const std::string& config) {
  static int number = 0;
  auto id = std::to_string(++number);
  return {.id = "p" + id,
          .owner_hash = owner,
          .slug = slug,
          .name = slug,
          .created_at = kNow,
          .updated_at = kNow,
          .designated = {.id = "v" + id, .config = config, .created_at = kNow}};
}

TEST(StoredPresets, GetAVersionMoreEachTimeAndItCounts) {
  auto database = open_fresh();
  auto first = database->add_preset_version(preset_of("", "ink", "{}")).value();
  auto second = database->add_preset_version(preset_of("", "ink", R"({"seed":1})")).value();
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.designated.version, 2);
  auto found = database->find_preset("", "ink").value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->designated.config, R"({"seed":1})");
  EXPECT_EQ(database->preset_versions(first.id).value().size(), 2u);
}

TEST(StoredPresets, OfAnotherTeamAreNotFound) {
  auto database = open_fresh();
  ASSERT_TRUE(database->add_preset_version(preset_of("team", "ink", "{}")));
  EXPECT_FALSE(database->find_preset("", "ink").value());
  EXPECT_FALSE(database->find_preset("other", "ink").value());
  EXPECT_TRUE(database->presets("other").value().empty());
  EXPECT_EQ(database->change_preset("other", "ink", {.status = "disabled"}, kNow).error().kind,
            ErrorKind::not_found);
}

TEST(StoredPresets, DesignateOnlyAVersionThatThereIs) {
  auto database = open_fresh();
  ASSERT_TRUE(database->add_preset_version(preset_of("", "ink", R"({"seed":1})")));
  ASSERT_TRUE(database->add_preset_version(preset_of("", "ink", R"({"seed":2})")));
  auto wrong = database->change_preset("", "ink", {.designated = 3}, kNow);
  EXPECT_EQ(wrong.error().field, "designated_version");
  auto changed = database->change_preset("", "ink", {.status = "disabled", .designated = 1}, kNow);
  EXPECT_EQ(changed.value().designated.config, R"({"seed":1})");
  EXPECT_EQ(changed.value().status_updated_at, kNow);
}

}  // namespace
}  // namespace easel::store
