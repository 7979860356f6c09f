#include "painter/painter.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "painter/composer.h"
#include "painter/engine.h"
#include "painter/picture_measures.h"
#include "painter/reader.h"

namespace easel::painter {
namespace {

using imaging::Bitmap;

Painting draw(std::string prompt, int width = 128, int height = 128, std::uint64_t seed = 1,
              int threads = 2) {
  const auto workers = make_threads(threads);
  Job job{*workers};
  auto painting = paint({std::move(prompt), width, height, seed, 0}, job);
  EXPECT_TRUE(painting) << painting.error().message;
  return std::move(painting).value();
}

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// Mean of a function of the pixels' red, green and blue (0 … 1) over rows begin … end.
template <class F>
double mean(const Bitmap& b, double begin, double end, F value) {
  double sum = 0;
  int count = 0;
  for (int y = static_cast<int>(b.height * begin); y < static_cast<int>(b.height * end); ++y) {
    const auto row = b.row(y);
    for (int x = 0; x < b.width; ++x, ++count) {
      sum += value(row[x * 3] / 255.0, row[x * 3 + 1] / 255.0, row[x * 3 + 2] / 255.0);
    }
  }
  return sum / count;
}
TEST(Painter, gives_the_same_bytes_for_the_same_order) {
  EXPECT_EQ(draw("sunset over mountains").bitmap.pixels,
            draw("sunset over mountains").bitmap.pixels);
}

TEST(Painter, gives_the_same_bytes_on_any_number_of_threads) {
  for (const char* prompt :
       {"sunset over mountains", "spring meadow with flowers", "aurora over a frozen lake"}) {
    EXPECT_EQ(draw(prompt, 120, 104, 5, 1).bitmap.pixels,
              draw(prompt, 120, 104, 5, 3).bitmap.pixels)
        << prompt;
  }
}

TEST(Painter, gives_the_same_bytes_on_both_instruction_sets) {
  if (!has_v3()) GTEST_SKIP() << "this machine has only one of them";
  const auto workers = make_threads(2);
  Job job{*workers};
  for (const char* prompt :
       {"sunset over mountains", "stormy sea coast", "volcano at night with stars",
        "autumn hills at noon", "red canyon", "dunes at dusk", "misty karst towers",
        "rainbow over hills", "foggy winter forest in snowfall", "green and pink aurora"}) {
    const Scene scene = compose(read(prompt), 3, 0);
    const auto old_cpu = v2::render(scene, 104, 96, job, {});
    const auto new_cpu = v3::render(scene, 104, 96, job, {});
    EXPECT_EQ(old_cpu->bitmap.pixels, new_cpu->bitmap.pixels) << prompt;
  }
}

TEST(Painter, keeps_exact_sizes) {
  const std::pair<int, int> sizes[] = {{64, 64},  {65, 67},   {101, 64},  {336, 147},  {64, 512},
                                       {512, 64}, {64, 2048}, {2048, 64}, {1600, 200}, {64, 520}};
  for (const auto& [width, height] : sizes) {
    const Bitmap bitmap = draw("sunset over a mountain lake", width, height).bitmap;
    EXPECT_EQ(bitmap.width, width);
    EXPECT_EQ(bitmap.height, height);
    EXPECT_EQ(bitmap.pixels.size(), static_cast<std::size_t>(width) * height * 3);
  }
}

TEST(Painter, draws_the_same_picture_at_twice_the_size) {
  for (const std::uint64_t seed : {0, 3, 8}) {
    const Bitmap small = draw("sunset over mountains", 320, 320, seed).bitmap;
    const Bitmap large = draw("sunset over mountains", 640, 640, seed).bitmap;
    EXPECT_GE(similarity(small, halved(large)), 0.90) << "seed " << seed;
  }
}

TEST(Painter, gives_neighbouring_seeds_different_places) {
  std::vector<Bitmap> pictures;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    pictures.push_back(draw("sunset over mountains", 128, 128, seed).bitmap);
  }
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) EXPECT_LT(similarity(pictures[i], pictures[j]), 0.75);
  }
}

TEST(Painter, varies_the_pictures_of_one_order) {
  const auto workers = make_threads(2);
  Job job{*workers};
  const auto first = paint({"mountains", 96, 96, 9, 0}, job),
             second = paint({"mountains", 96, 96, 9, 1}, job);
  EXPECT_LT(similarity(first->bitmap, second->bitmap), 0.75);
}

TEST(Painter, makes_night_darker_than_day) {
  for (const std::uint64_t seed : {0, 1, 2}) {
    const double night = mean(draw("mountains at night", 96, 96, seed).bitmap, 0, 1, luma);
    const double day = mean(draw("mountains at noon", 96, 96, seed).bitmap, 0, 1, luma);
    EXPECT_LT(night * 1.3, day) << "seed " << seed;
  }
}

TEST(Painter, makes_sunset_skies_warmer_than_noon_skies) {
  const auto warmth = [](double r, double, double b) { return r - b; };
  for (const std::uint64_t seed : {0, 2, 5}) {
    const double evening = mean(draw("sunset over a lake", 96, 96, seed).bitmap, 0, 0.4, warmth);
    const double noon = mean(draw("noon over a lake", 96, 96, seed).bitmap, 0, 0.4, warmth);
    EXPECT_GT(evening, noon + 0.08) << "seed " << seed;
  }
}

TEST(Painter, leaves_clouds_away_when_told_to) {
  for (const std::uint64_t seed : {0, 1, 2, 3}) {
    const auto without = draw("mountains at noon, no clouds", 96, 96, seed).account;
    EXPECT_TRUE(has(without.drawn, "no clouds")) << without.text();
    const auto with = draw("mountains at noon with clouds", 96, 96, seed).account;
    EXPECT_TRUE(has(with.drawn, "clouds")) << with.text();
  }
}

// How much luma differs a few pixels apart: the upper third of all such differences begins there,
// so that a dark tree before white fog does not count for the whole.
double local_contrast(const Bitmap& b) {
  std::vector<double> steps;
  for (int y = 0; y < b.height; ++y) {
    const auto row = b.row(y);
    for (int x = 0; x + 3 < b.width; ++x) {
      const auto *p = &row[x * 3], *q = &row[(x + 3) * 3];
      steps.push_back(std::abs(luma(p[0], p[1], p[2]) - luma(q[0], q[1], q[2])));
    }
  }
  const auto third = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() * 2 / 3);
  std::ranges::nth_element(steps, third);
  return *third;
}

TEST(Painter, swallows_the_distance_in_fog_and_says_so) {
  const std::pair<const char*, const char*> pairs[] = {
      {"a lake", "thick fog over a lake"},
      {"mountains at noon", "foggy mountains at noon"},
      {"sunset coast", "sunset coast in dense fog"},
      {"rolling hills at night", "fog over rolling hills at night"},
  };
  for (const auto& [clear, foggy] : pairs) {
    for (const std::uint64_t seed : {2, 5}) {
      const Painting fog = draw(foggy, 96, 96, seed);
      EXPECT_LT(local_contrast(fog.bitmap), 0.7 * local_contrast(draw(clear, 96, 96, seed).bitmap))
          << foggy << " " << seed;
      EXPECT_TRUE(has(fog.account.drawn, "fog")) << fog.account.text();
    }
  }
}

// Share of pixels whose colour lies nearer to the hue of `wanted` than 40° and is not grey, by the
// hue angle of OKLab's plane approximated by opponent colours.
double share_of_hue(const Bitmap& b, double begin, double end, double degrees) {
  return mean(b, begin, end, [&](double r, double g, double bl) {
    const double x = r - 0.5 * (g + bl), y = 0.8660254 * (g - bl);
    if (std::hypot(x, y) < 0.06) return 0.0;
    double off = std::abs(std::atan2(y, x) * 57.29578 - degrees);
    off = std::fmod(off, 360);
    return std::min(off, 360 - off) < 40 ? 1.0 : 0.0;
  });
}

TEST(Painter, gives_things_the_colours_asked_for) {
  struct Case {
    const char *plain, *coloured, *word;
    double degrees, begin, end;  // hue, rows
  };
  const Case cases[] = {
      {"northern lights", "purple northern lights", "purple", 275, 0, 0.4},
      {"northern lights", "red northern lights", "red", 350, 0, 0.4},
      {"hills at noon", "pink sky over hills at noon", "pink", 320, 0, 0.4},
      {"sunset over a lake", "purple sunset over a lake", "purple", 290, 0, 0.4},
      {"canyon at noon", "blue canyon at noon", "blue", 245, 0.6, 1},
      {"open sea at noon", "green sea at noon", "green", 130, 0.7, 1},
      {"summer forest at noon", "red summer forest at noon", "red", 10, 0.5, 1},
      {"mountains at sunset", "mountains at sunset in purple", "purple", 290, 0, 1},
  };
  for (const auto& c : cases) {
    const Painting coloured = draw(c.coloured, 96, 96, 3);
    const double before = share_of_hue(draw(c.plain, 96, 96, 3).bitmap, c.begin, c.end, c.degrees);
    const double after = share_of_hue(coloured.bitmap, c.begin, c.end, c.degrees);
    EXPECT_GT(after, before + 0.15) << c.coloured;
    EXPECT_TRUE(has(coloured.account.drawn, c.word)) << coloured.account.text();
  }
}

TEST(Painter, raises_a_rainbow_where_it_can_be_seen) {
  for (const char* prompt :
       {"rainbow over mountains", "rainbow over a lake", "rainbow over hills"}) {
    const Account account = draw(prompt, 96, 96, 2).account;
    EXPECT_TRUE(has(account.drawn, "a rainbow")) << account.text();
  }
  EXPECT_TRUE(has(draw("rainbow at night", 64, 64).account.not_drawn, "rainbow"));
}

TEST(Painter, admits_colours_it_cannot_give) {
  for (const char* prompt : {"purple snow in the mountains", "a red giraffe by a lake"}) {
    EXPECT_EQ(draw(prompt, 64, 64).account.not_drawn.front(), prompt[0] == 'p' ? "purple" : "red");
  }
}

TEST(Painter, claims_aurora_and_milky_way_only_where_they_shine) {
  for (const std::uint64_t seed : {1, 4}) {
    EXPECT_TRUE(has(draw("aurora over mountains", 96, 96, seed).account.drawn, "northern lights"));
    EXPECT_TRUE(has(draw("milky way over mountains", 96, 96, seed).account.drawn, "the Milky Way"));
  }
  Scene scene = compose(read("aurora and milky way over mountains"), 1, 0);
  scene.sky.aurora = 0.002f;
  scene.sky.milky_way = 0.01f;
  const auto workers = make_threads(2);
  Job job{*workers};
  const auto faint = best_render()(scene, 96, 96, job, {});
  EXPECT_LT(faint->seen[Seen::aurora], 0.02f);
  EXPECT_LT(faint->seen[Seen::milky_way], 0.015f);
}

TEST(Painter, whitens_the_land_in_winter) {
  const auto white = [](double r, double g, double b) {
    return luma(r, g, b) > 0.5 && std::max({r, g, b}) - std::min({r, g, b}) < 0.2 ? 1.0 : 0.0;
  };
  const double winter =
      mean(draw("winter hills at noon, clear sky", 96, 96, 1).bitmap, 0.6, 1, white);
  const double summer =
      mean(draw("summer hills at noon, clear sky", 96, 96, 1).bitmap, 0.6, 1, white);
  EXPECT_GT(winter, summer + 0.3);
}

TEST(Painter, accounts_for_the_sunset_and_the_mountains) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Account account = draw("Generate a sunset over mountains", 96, 96, seed).account;
    EXPECT_TRUE(has(account.drawn, "sunset") && has(account.drawn, "mountains"))
        << seed << ": " << account.text();
    EXPECT_TRUE(account.not_drawn.empty()) << account.text();
  }
}

TEST(Painter, names_what_it_cannot_draw) {
  for (const char* word :
       {"toaster", "bathtub", "ladder", "trombone", "harp", "handshake", "trumpet", "wheelchair"}) {
    const Account account = draw(std::string("a ") + word + " by a lake at sunset", 64, 64).account;
    EXPECT_TRUE(has(account.not_drawn, word)) << account.text();
    EXPECT_NE(account.text().find(word), std::string::npos);
  }
}

TEST(Painter, does_not_claim_two_times_of_day_at_once) {
  const Account account = draw("mountains by day and by night", 64, 64).account;
  EXPECT_EQ(has(account.drawn, "daylight") + has(account.drawn, "night"), 1) << account.text();
}

TEST(Painter, admits_when_nothing_was_understood) {
  const Account account = draw("quarterly tax report", 64, 64).account;
  EXPECT_TRUE(account.drawn.empty());
  EXPECT_NE(account.text().find("Nothing in the prompt"), std::string::npos);
  EXPECT_TRUE(account.text().starts_with("Drawn by Easel's built-in procedural painter"));
}

TEST(Painter, stops_soon_when_asked) {
  const auto workers = make_threads(2);
  Job job{*workers};
  job.progress = [&](double fraction, std::string_view) {
    if (fraction > 0.3) job.stop.request();
  };
  const auto painting = paint({"sunset over mountains", 256, 256, 1, 0}, job);
  ASSERT_FALSE(painting);
  EXPECT_EQ(painting.error().kind, ErrorKind::cancelled);
}

TEST(Painter, tells_progress_that_never_goes_back) {
  const auto workers = make_threads(2);
  Job job{*workers};
  double last = 0;
  job.progress = [&](double fraction, std::string_view stage) {
    EXPECT_GE(fraction, last);
    EXPECT_FALSE(stage.empty());
    last = fraction;
  };
  ASSERT_TRUE(paint({"desert", 96, 96, 1, 0}, job));
  EXPECT_EQ(last, 1);
}

TEST(Painter, shows_smaller_pictures_of_the_same_shape_on_the_way) {
  const auto workers = make_threads(2);
  Job job{*workers};
  std::vector<Bitmap> previews;
  const auto painting = paint({"sunset over mountains", 640, 360, 4, 0}, job,
                              [&](const Bitmap& b) { previews.push_back(b); });
  ASSERT_GE(previews.size(), 2u);
  for (const Bitmap& preview : previews) {
    EXPECT_LT(preview.width, 640);
    EXPECT_NEAR(static_cast<double>(preview.width) / preview.height, 640.0 / 360, 0.05);
  }
  EXPECT_EQ(painting->bitmap.pixels, draw("sunset over mountains", 640, 360, 4).bitmap.pixels);
}

TEST(Painter, refuses_orders_it_cannot_fill) {
  const auto workers = make_threads(1);
  Job job{*workers};
  EXPECT_EQ(paint({"", 64, 64, 1, 0}, job).error().field, "prompt");
  EXPECT_EQ(paint({" \n", 64, 64, 1, 0}, job).error().field, "prompt");
  EXPECT_EQ(paint({"sea", 63, 64, 1, 0}, job).error().field, "width");
  EXPECT_EQ(paint({"sea", 64, 16385, 1, 0}, job).error().field, "height");
  const auto large = paint({"sea", 10000, 4001, 1, 0}, job);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().field, "width");
  EXPECT_NE(large.error().message.find("40 megapixels"), std::string::npos);
}

RC_GTEST_PROP(Painter, understands_any_bytes_without_failing,
              (const std::vector<unsigned char>& bytes)) {
  const std::string prompt(bytes.begin(), bytes.end());
  const Account account = understand(prompt);
  RC_ASSERT(account.text().starts_with("Drawn by Easel's built-in procedural painter"));
}

}  // namespace
}  // namespace easel::painter
