#include "painter/composition.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "painter/engine.h"
#include "painter/painter.h"
#include "painter/picture_measures.h"
#include "painter/reader.h"

namespace easel::painter {
namespace {

Painting draw(const std::string& prompt, std::uint64_t seed = 1, int width = 96, int height = 96) {
  const auto workers = make_threads(2);
  Job job{*workers};
  auto painting = paint({prompt, width, height, seed, 0}, job);
  EXPECT_TRUE(painting) << prompt;
  return std::move(painting).value();
}

bool has(const std::vector<std::string>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

bool approximates(const Account& account, std::string_view as) {
  return std::ranges::any_of(account.approximated, [&](const auto& a) { return a.as == as; });
}

double mean(const Bitmap& b, int channel) {
  double sum = 0;
  for (std::size_t i = static_cast<std::size_t>(channel); i < b.pixels.size(); i += 3)
    sum += b.pixels[i];
  return sum / (static_cast<double>(b.pixels.size()) / 3);
}
double brightness(const Bitmap& b) {
  return (mean(b, 0) + mean(b, 1) + mean(b, 2)) / 3;
}

TEST(Composition, chooses_the_kind_of_picture_by_what_the_words_ask_for) {
  const std::pair<const char*, std::size_t> table[] = {
      {"sunset over mountains", 0},
      {"a ringed planet above a desert of dunes", 0},
      {"galaxy over a mountain lake", 0},
      {"stars", 0},
      {"neon city street in heavy rain, reflections", 1},
      {"city skyline at dusk over a river", 1},
      {"a medieval street in snow", 1},
      {"a ringed planet", 2},
      {"purple nebula with stars", 2},
      {"a black hole", 2},
      {"a mandala in blue and gold", 3},
      {"polka dots", 3},
      {"quarterly tax report", 3},
      {"something red", 3},
      {"a forest in stained glass", 0},
  };
  for (const auto& [prompt, kind] : table) {
    EXPECT_EQ(arrange(read(prompt), 1, 0).scene.index(), kind) << prompt;
  }
}

TEST(Composition, understands_styles_in_their_usual_forms) {
  const std::pair<const char*, Style> table[] = {
      {"a lake in the style of ukiyo-e", Style::ukiyo_e},
      {"a lake as a watercolor painting", Style::watercolour},
      {"oil on canvas, mountains", Style::oil},
      {"8-bit mountains", Style::pixels},
      {"black and white photo of dunes", Style::noir},
      {"Low-Poly island", Style::low_poly},
      {"pencil sketch of a city street", Style::pencil},
      {"mountains, sumi-e", Style::scroll},
      {"linocut of the sea", Style::woodcut},
      {"a travel poster of a volcano", Style::poster},
      {"pop art skyline", Style::pop_art},
      {"soft pastel drawing of hills", Style::chalk},
      {"pen and ink drawing of hills", Style::ink},
      {"photorealistic hills", Style::natural},
  };
  for (const auto& [prompt, style] : table)
    EXPECT_EQ(arrange(read(prompt), 1, 0).style, style) << prompt;
}

constexpr const char* kPrompts[] = {
    "neon city street in heavy rain",
    "old town by day",
    "city street in snow at dusk",
    "city skyline at night",
    "skyline by day, calm water",
    "a ringed planet with moons",
    "earth and a nebula",
    "spiral galaxy",
    "a black hole",
    "comet above an ice planet",
    "asteroid belt, mars",
    "mandala",
    "fractal",
    "marble",
    "flow field",
    "stained glass",
    "geometric pattern",
    "lava planet",
    "a ringed planet above dunes",
    "lightning over the sea",
    "fireworks over a lake",
    "a winding road",
    "a cave by a lake",
    "an astronaut on the moon",
    "the surface of mars",
    "a fish over a coral reef",
};

TEST(Composition, gives_the_same_bytes_on_both_instruction_sets_and_any_number_of_threads) {
  const auto one = make_threads(1), three = make_threads(3);
  Job alone{*one}, shared{*three};
  for (const char* prompt : kPrompts) {
    const Composition c = arrange(read(prompt), 3, 0);
    std::visit(
        [&](const auto& scene) {
          const auto old_cpu = v2::render(scene, 72, 64, alone, {});
          EXPECT_EQ(old_cpu->bitmap.pixels, v2::render(scene, 72, 64, shared, {})->bitmap.pixels)
              << prompt;
          if (!has_v3()) return;
          EXPECT_EQ(old_cpu->bitmap.pixels, v3::render(scene, 72, 64, shared, {})->bitmap.pixels)
              << prompt;
        },
        c.scene);
  }
}

TEST(Composition, accounts_for_what_it_draws_in_cities_space_and_patterns) {
  const std::pair<const char*, std::vector<const char*>> table[] = {
      {"a ringed planet with moons", {"a ringed planet", "moons"}},
      {"the earth from outer space", {"the earth", "outer space"}},
      {"a purple nebula with stars", {"a nebula", "stars", "purple"}},
      {"a black hole in outer space", {"a black hole"}},
      {"comet and asteroids", {"a comet", "asteroids"}},
      {"neon city street at night in heavy rain", {"neon signs", "a street", "night", "rain"}},
      {"old town with street lamps at dusk", {"an old town", "street lamps", "dusk"}},
      {"city skyline by day, calm water", {"a city skyline", "daylight", "calm water"}},
      {"mandala in blue and gold", {"a mandala", "blue", "gold"}},
      {"red and white stripes", {"stripes", "red", "white"}},
      {"oil painting of a city street", {"oil paint", "a street"}},
      {"a ringed planet above a desert of dunes", {"a ringed planet", "dunes"}},
      {"lightning over the sea", {"lightning", "the sea"}},
      {"a solar eclipse over mountains", {"an eclipse of the sun", "mountains"}},
      {"fireworks over a city skyline", {"fireworks", "a city skyline"}},
      {"lavender field at noon", {"a lavender field"}},
      {"wheat field at noon", {"a wheat field"}},
      {"shooting star over mountains", {"a shooting star", "mountains"}},
  };
  for (const auto& [prompt, words] : table) {
    const Account account = draw(prompt, 2).account;
    for (const char* word : words)
      EXPECT_TRUE(has(account.drawn, word)) << prompt << ": " << account.text();
    EXPECT_TRUE(account.not_drawn.empty()) << prompt << ": " << account.text();
  }
}

TEST(Composition, says_what_a_kind_of_picture_leaves_out) {
  EXPECT_TRUE(has(draw("neon city street with mountains").account.not_drawn, "mountains"));
  EXPECT_TRUE(has(draw("a mandala with a dragon").account.not_drawn, "dragon"));
  EXPECT_TRUE(has(draw("a red lake, pencil drawing").account.not_drawn, "red"));
  EXPECT_TRUE(approximates(draw("tokyo at night").account, "a city"));
  EXPECT_TRUE(approximates(draw("galaxy over mountains").account, "the Milky Way"));
}

TEST(Composition, moves_the_picture_the_way_the_words_say) {
  EXPECT_LT(brightness(draw("city street at night").bitmap) * 1.3,
            brightness(draw("city street by day").bitmap));
  const Bitmap red = draw("a red planet with rings").bitmap,
               blue = draw("a blue planet with rings").bitmap;
  EXPECT_GT(mean(red, 0) - mean(red, 2), mean(blue, 0) - mean(blue, 2) + 4);
  const Bitmap warm = draw("orange stripes").bitmap, cold = draw("blue stripes").bitmap;
  EXPECT_GT(mean(warm, 0) - mean(warm, 2), mean(cold, 0) - mean(cold, 2) + 60);
}

TEST(Composition, draws_the_same_picture_at_twice_the_size) {
  for (const char* prompt : {"city street by day", "old town at dusk", "city skyline by day",
                             "a gas giant", "spiral galaxy", "a mandala", "marble", "flow field",
                             "fractal", "a mountain lake, watercolor"}) {
    const Bitmap small = draw(prompt, 3, 384, 384).bitmap, large = draw(prompt, 3, 768, 768).bitmap;
    EXPECT_GE(similarity(small, halved(large)), 0.80) << prompt;
  }
}

TEST(Composition, shows_no_bands_and_burns_nothing) {
  for (const char* prompt : {"city street by day", "city skyline at sunset", "a ringed planet",
                             "a nebula", "pink to orange gradient", "foggy city street"}) {
    const Bitmap b = draw(prompt, 3, 320, 320).bitmap;
    EXPECT_LE(banding(b), 0.02) << prompt;
    EXPECT_LT(burnt(b), 0.01) << prompt;
    const auto [dark, light] = luma_range(b, 0.01, 0.99);
    EXPECT_GT(light - dark, 80) << prompt;
  }
}

TEST(Composition, gives_neighbouring_seeds_different_pictures) {
  for (const char* prompt :
       {"city street", "city skyline", "a planet", "spiral galaxy", "abstract"}) {
    std::vector<Bitmap> pictures;
    for (std::uint64_t seed = 0; seed < 4; ++seed)
      pictures.push_back(draw(prompt, seed, 128, 128).bitmap);
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < i; ++j)
        EXPECT_LT(similarity(pictures[i], pictures[j]), 0.75) << prompt;
    }
  }
}

TEST(Composition, stops_soon_in_every_kind_of_picture) {
  const auto workers = make_threads(2);
  for (const char* prompt :
       {"neon street", "skyline", "a black hole", "a nebula", "fractal", "lake, oil painting"}) {
    Job job{*workers};
    job.progress = [&](double fraction, std::string_view) {
      if (fraction > 0.3) job.stop.request();
    };
    const auto painting = paint({prompt, 160, 160, 1, 0}, job);
    ASSERT_FALSE(painting) << prompt;
    EXPECT_EQ(painting.error().kind, ErrorKind::cancelled);
  }
}

TEST(Composition, tells_progress_and_shows_previews_in_every_kind_of_picture) {
  const auto workers = make_threads(2);
  for (const char* prompt : {"old town", "a planet", "marble", "skyline, watercolor"}) {
    Job job{*workers};
    double last = 0;
    job.progress = [&](double fraction, std::string_view) {
      EXPECT_GE(fraction, last) << prompt;
      last = fraction;
    };
    int previews = 0;
    ASSERT_TRUE(paint({prompt, 560, 300, 1, 0}, job, [&](const Bitmap& b) {
      EXPECT_LT(b.width, 560);
      ++previews;
    }));
    EXPECT_EQ(last, 1) << prompt;
    EXPECT_GE(previews, 1) << prompt;
  }
}

TEST(Style, gives_the_same_bytes_on_both_instruction_sets_and_any_number_of_threads) {
  const auto one = make_threads(1), three = make_threads(3);
  Job alone{*one}, shared{*three};
  const Bitmap picture = draw("sunset over a lake", 2, 120, 104).bitmap;
  for (int style = 0; style <= static_cast<int>(Style::glass); ++style) {
    Bitmap a = picture, b = picture, c = picture;
    v2::restyle(a, static_cast<Style>(style), 7, alone);
    v2::restyle(b, static_cast<Style>(style), 7, shared);
    EXPECT_EQ(a.pixels, b.pixels) << style;
    if (!has_v3()) continue;
    v3::restyle(c, static_cast<Style>(style), 7, shared);
    EXPECT_EQ(a.pixels, c.pixels) << style;
  }
}

TEST(Style, changes_any_kind_of_picture_at_any_size) {
  const auto workers = make_threads(2);
  Job job{*workers};
  for (const auto& [width, height] : {std::pair{64, 64}, {65, 67}, {512, 64}, {64, 300}}) {
    const Bitmap picture = draw("city street", 1, width, height).bitmap;
    for (int style = 1; style <= static_cast<int>(Style::glass); ++style) {
      Bitmap worked = picture;
      v2::restyle(worked, static_cast<Style>(style), 7, job);
      EXPECT_EQ(worked.pixels.size(), picture.pixels.size());
      EXPECT_NE(worked.pixels, picture.pixels) << style;
    }
  }
}

TEST(Style, makes_pixel_art_of_blocks_and_few_colours) {
  const Bitmap b = draw("pixel art sunset over mountains", 1, 256, 256).bitmap;
  std::set<std::array<std::uint8_t, 3>> colours;
  for (int y = 0; y < 256; y += 2) {
    for (int x = 0; x < 256; x += 2) {
      const auto* p = &b.row(y)[x * 3];
      const auto* q = &b.row(y + 1)[(x + 1) * 3];
      EXPECT_TRUE(std::equal(p, p + 3, q));
      colours.insert({p[0], p[1], p[2]});
    }
  }
  EXPECT_LE(colours.size(), 24u);
}

TEST(Style, leaves_ink_and_paper_and_little_between) {
  const Bitmap b = draw("woodcut of sea cliffs", 1, 400, 400).bitmap;
  int middle = 0;
  for (std::size_t i = 0; i < b.pixels.size(); i += 3)
    middle += b.pixels[i] > 90 && b.pixels[i] < 170;
  EXPECT_LT(middle, 400 * 400 / 5);
}

TEST(Style, takes_the_colour_out_of_black_and_white) {
  const Bitmap b = draw("sunset over mountains, black and white photo").bitmap;
  for (std::size_t i = 0; i < b.pixels.size(); i += 3) EXPECT_NEAR(b.pixels[i], b.pixels[i + 2], 8);
}

TEST(Style, smooths_within_forms_in_oil) {
  const auto roughness = [](const Bitmap& b) {
    double sum = 0;
    for (int y = 0; y < b.height; ++y) {
      for (int x = 0; x + 1 < b.width; ++x) sum += std::abs(b.row(y)[x * 3] - b.row(y)[x * 3 + 3]);
    }
    return sum;
  };
  const auto workers = make_threads(2);
  Job job{*workers};
  const Bitmap plain = draw("meadow with flowers", 3, 400, 400).bitmap;
  Bitmap poster = plain;
  v2::restyle(poster, Style::poster, 1, job);
  EXPECT_LT(roughness(poster), 0.7 * roughness(plain));
}

}  // namespace
}  // namespace easel::painter
