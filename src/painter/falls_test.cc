#include <gtest/gtest.h>

#include <algorithm>

#include "painter/account.h"
#include "painter/composer.h"
#include "painter/engine.h"
#include "painter/picture_measures.h"
#include "painter/reader.h"

namespace easel::painter {
namespace {

using enum Concept;

Rendering drawn(const char* prompt, int width, int height, std::uint64_t seed, int threads = 2) {
  const auto workers = make_threads(threads);
  Job job{*workers};
  auto rendering = render(arrange(read(prompt), seed, 0), width, height, job, {});
  EXPECT_TRUE(rendering) << prompt;
  return std::move(rendering).value();
}

TEST(Waterfall, is_understood_in_many_words) {
  for (const char* words :
       {"a waterfall in a green valley", "jungle waterfalls", "a cascade", "a roaring cataract",
        "the falls at dawn", "una cascada", "ein Wasserfall", "водопад", "瀑布", "滝"}) {
    EXPECT_TRUE(read(words).wants(waterfall)) << words;
  }
  EXPECT_FALSE(read("snow falls on the hills").wants(waterfall));
  EXPECT_FALSE(read("fall leaves").wants(waterfall));
}

TEST(Waterfall, is_plain_to_see_with_every_seed) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Composition made = arrange(read("a waterfall in a green valley"), seed, 0);
    const auto workers = make_threads(2);
    Job job{*workers};
    const auto rendering = render(made, 128, 128, job, {});
    EXPECT_GT(rendering->seen[Seen::waterfall], 0.03f) << seed;
    const auto claimed = settle(made, rendering->seen).drawn;
    EXPECT_NE(std::ranges::find(claimed, "a waterfall"), claimed.end()) << seed;
  }
}

TEST(Waterfall, falls_only_where_it_is_asked_for) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    EXPECT_EQ(compose(read("mountains, rocks and a river"), seed, 0).ground.fall, 0);
  }
}

TEST(Waterfall, varies_in_height_width_and_number) {
  int twins = 0;
  float lowest = 1000, highest = 0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Ground ground = compose(read("a waterfall"), seed, 0).ground;
    twins += ground.second_width > 0 ? 1 : 0;
    lowest = std::min(lowest, ground.fall);
    highest = std::max(highest, ground.fall);
  }
  EXPECT_GT(twins, 3);
  EXPECT_LT(twins, 25);
  EXPECT_GT(highest, 1.3f * lowest);
}

TEST(RoughSea, stands_up_only_where_the_words_ask_for_it) {
  for (const char* words : {"stormy sea", "big waves", "a rough ocean", "a storm at sea"}) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      EXPECT_GT(compose(read(words), seed, 0).ground.swell, 0.4f) << words;
    }
  }
  for (const char* words : {"a calm sea", "the sea at sunset", "a stormy mountain lake"}) {
    EXPECT_EQ(compose(read(words), 1, 0).ground.swell, 0) << words;
  }
}

TEST(RoughSea, leaves_the_viewer_above_its_crests) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Scene scene = compose(read("a red sailboat on a stormy sea"), seed, 0);
    EXPECT_GT(scene.camera.eye, 4 * scene.ground.swell);
  }
}

TEST(RoughSea, keeps_what_swims_in_it_in_the_picture) {
  for (const char* prompt : {"a rowboat in big waves", "a duck on big waves"}) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      const auto rendering = drawn(prompt, 96, 96, seed);
      ASSERT_FALSE(rendering.seen.subjects.empty());
      EXPECT_GT(rendering.seen.subjects.front().share, 0.005f) << prompt;
    }
  }
}

TEST(FallsAndSwell, give_the_same_bytes_everywhere) {
  for (const char* prompt : {"two waterfalls at dawn", "a sailboat on a stormy sea"}) {
    const auto one = drawn(prompt, 104, 88, 3, 1), three = drawn(prompt, 104, 88, 3, 3);
    EXPECT_EQ(one.bitmap.pixels, three.bitmap.pixels) << prompt;
    if (!has_v3()) continue;
    const auto workers = make_threads(2);
    Job job{*workers};
    const Scene scene = compose(read(prompt), 3, 0);
    EXPECT_EQ(v2::render(scene, 104, 88, job, {})->bitmap.pixels,
              v3::render(scene, 104, 88, job, {})->bitmap.pixels)
        << prompt;
  }
}

TEST(FallsAndSwell, are_the_same_at_twice_the_size) {
  for (const char* prompt : {"a waterfall in a green valley", "stormy sea"}) {
    const auto small = drawn(prompt, 320, 320, 2), large = drawn(prompt, 640, 640, 2);
    EXPECT_GE(similarity(small.bitmap, halved(large.bitmap)), 0.9) << prompt;
  }
}

}  // namespace
}  // namespace easel::painter
