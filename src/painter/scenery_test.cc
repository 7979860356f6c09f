#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "painter/account.h"
#include "painter/engine.h"
#include "painter/picture_measures.h"
#include "painter/reader.h"

namespace easel::painter {
namespace {

struct Drawn {
  imaging::Bitmap bitmap;
  Sightings seen;
  Account account;
};

Drawn drawn(const std::string& prompt, std::uint64_t seed, int side = 128) {
  const Composition made = arrange(read(prompt), seed, 0);
  const auto workers = make_threads(2);
  Job job{*workers};
  auto rendering = render(made, side, side, job, {});
  EXPECT_TRUE(rendering) << prompt;
  return {std::move(rendering->bitmap), rendering->seen, settle(made, rendering->seen)};
}

bool tells(const Drawn& picture, std::string_view what) {
  return std::ranges::find(picture.account.drawn, what) != picture.account.drawn.end();
}

TEST(Scenery, of_roads_caves_seas_and_other_worlds_is_plain_to_see_with_every_seed) {
  const std::pair<const char*, const char*> places[] = {
      {"a winding road", "a road"},
      {"a hiking trail through a forest", "a road"},
      {"a road through the desert", "a road"},
      {"a cave", "a cave"},
      {"a grotto at the sea", "a cave"},
      {"on the moon", "the face of the moon"},
      {"the surface of mars", "the face of Mars"},
      {"a shark under water", "a shark"},
      {"a coral reef", "a coral reef"},
      {"a cozy living room", "a room"},
      {"a library", "a library"},
      {"a cat in a kitchen", "a kitchen"},
      {"a candle in a bedroom at night", "a bedroom"},
  };
  for (const auto& [prompt, name] : places) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
      EXPECT_TRUE(tells(drawn(prompt, seed), name)) << prompt << " " << seed;
  }
}

TEST(Scenery, of_a_forest_path_is_earth_and_of_a_highway_is_asphalt) {
  const auto road_of = [](const std::string& prompt) {
    return std::get<Scene>(arrange(read(prompt), 1, 0).scene).ground.road;
  };
  EXPECT_TRUE(road_of("a highway in the desert").paved);
  EXPECT_FALSE(road_of("a dirt road between hills").paved);
  EXPECT_FALSE(road_of("a path in the woods").paved);
  EXPECT_EQ(road_of("mountains and a lake").half, 0);
}

TEST(Scenery, under_water_is_blue_and_only_there_for_who_lives_below) {
  const auto wet = [](const std::string& prompt) {
    return std::get<Scene>(arrange(read(prompt), 1, 0).scene).air.water;
  };
  EXPECT_TRUE(wet("an octopus"));
  EXPECT_TRUE(wet("a whale deep under water"));
  EXPECT_FALSE(wet("a whale in the sea at sunset"));
  EXPECT_FALSE(wet("a fish in a lake"));
  const Drawn sea = drawn("a jellyfish under water", 3);
  double red = 0, blue = 0;
  for (std::size_t i = 0; i < sea.bitmap.pixels.size() / 2; i += 3) {
    red += sea.bitmap.pixels[i];
    blue += sea.bitmap.pixels[i + 2];
  }
  EXPECT_GT(blue, 2 * red);
}

TEST(Scenery, of_the_moon_has_a_black_sky_and_the_earth_in_it_unless_it_is_forbidden) {
  const auto moon = std::get<Scene>(arrange(read("an astronaut on the moon"), 1, 0).scene);
  EXPECT_TRUE(moon.air.none);
  EXPECT_EQ(moon.sky.worlds.size(), 1u);
  EXPECT_TRUE(
      std::get<Scene>(arrange(read("on the moon, no earth"), 1, 0).scene).sky.worlds.empty());
}

TEST(Scenery, of_a_room_holds_what_the_prompt_names_and_stands_on_its_floor) {
  const std::pair<const char*, const char*> rooms[] = {
      {"a cat in a living room", "a cat"},         {"a cup on a table in a kitchen", "a cup"},
      {"a room with a fireplace", "a fireplace"},  {"a horse in a library", "a horse"},
      {"a bookshelf in a bedroom", "a bookshelf"},
  };
  for (const auto& [prompt, name] : rooms) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
      EXPECT_TRUE(tells(drawn(prompt, seed), name)) << prompt << " " << seed;
    const auto scene = std::get<Scene>(arrange(read(prompt), 1, 0).scene);
    ASSERT_TRUE(is_room(scene.subjects.front().what)) << prompt;
    for (const Subject& subject : scene.subjects) EXPECT_NE(subject.footing, Footing::ground);
  }
}

TEST(Scenery, of_what_belongs_in_a_room_is_one_unless_another_place_is_named) {
  const auto first = [](const std::string& prompt) {
    return std::get<Scene>(arrange(read(prompt), 1, 0).scene).subjects.front().what;
  };
  EXPECT_EQ(first("a bed"), Concept::bedroom);
  EXPECT_EQ(first("a red sofa"), Concept::room);
  EXPECT_EQ(first("a sofa in a meadow"), Concept::sofa);
}

TEST(Scenery, of_a_room_by_night_is_lit_by_its_lamp) {
  const auto brightness = [](const std::string& prompt) {
    const Drawn picture = drawn(prompt, 2);
    double sum = 0;
    for (const std::uint8_t value : picture.bitmap.pixels) sum += value;
    return sum / static_cast<double>(picture.bitmap.pixels.size());
  };
  EXPECT_GT(brightness("a bedroom at night"), 25);
  const auto scene = std::get<Scene>(arrange(read("a bedroom at night"), 2, 0).scene);
  EXPECT_TRUE(scene.subjects.front().lit);
}

TEST(Scenery, is_the_same_picture_at_twice_the_size) {
  for (const char* prompt :
       {"a library", "a country road", "a cave at the sea", "on the moon", "a shark"})
    EXPECT_GE(similarity(drawn(prompt, 2, 192).bitmap, halved(drawn(prompt, 2, 384).bitmap)), 0.80)
        << prompt;
}

}  // namespace
}  // namespace easel::painter
