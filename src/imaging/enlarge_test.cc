#include "imaging/enlarge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "imaging/decode.h"
#include "imaging/homography.h"
#include "imaging/lettering.h"

// What super-resolution must be worth, on scenes that the painter drew (bench/enhance_set.cc) and
// that are frozen in tests/pictures/enhance.
namespace easel::imaging {
namespace {

Bitmap picture(const std::string& name) {
  // The runner lies in build/PRESET/tests.
  const auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path() /
                      "../../../tests/pictures/enhance";
  std::stringstream file;
  file << std::ifstream(folder / (name + ".webp"), std::ios::binary).rdbuf();
  const std::string bytes = file.str();
  ByteBudget budget(64 << 20);
  auto rows = open_rows(bytes, budget);
  if (!rows) throw std::runtime_error("no picture " + name);
  Bitmap out((*rows)->width, (*rows)->height, (*rows)->channels);
  for (int y = 0; y < out.height; ++y) EXPECT_TRUE((*rows)->read(out.row(y)));
  return out;
}

// The pass under sanitizers looks at memory and not at decibels: one picture of each kind will do.
std::size_t of(std::size_t all) {
  return std::getenv("EASEL_SHORT") ? 1 : all;
}

class Enlarge : public ::testing::Test {
 protected:
  Bitmap reduced(const Bitmap& whole, int times) {
    YCbCr planes = split(whole, job_);
    for (Plane* plane : {&planes.y, &planes.cb, &planes.cr})
      *plane = resized(*plane, whole.width / times, whole.height / times, Kernel::cubic, job_);
    return joined(planes, job_);
  }

  Plane lanczos(const Bitmap& small, const Bitmap& whole) {
    return resized(luma_of(small, job_), whole.width, whole.height, Kernel::lanczos, job_);
  }

  // PSNR of luma in decibels, where `in` is not 0; a frame at the edge is left out.
  static double psnr(const Plane& made, const Plane& truth, const Plane& in) {
    constexpr int kFrame = 8;
    double sum = 0, count = 0;
    for (int y = kFrame; y < made.height - kFrame; ++y)
      for (int x = kFrame; x < made.width - kFrame; ++x) {
        if (in.at(x, y) == 0) continue;
        const double off = std::clamp(made.at(x, y), 0.0f, 1.0f) - truth.at(x, y);
        sum += off * off;
        count += 1;
      }
    return 10 * std::log10(count / sum);
  }

  // Decibels over Lanczos, or over what comes without a reference.
  double gain(const std::string& scene, const std::string& reference, int times,
              bool over_base = false) {
    const Bitmap whole = picture(scene), small = reduced(whole, times), other = picture(reference);
    const Plane truth = luma_of(whole, job_), all(whole.width, whole.height, 1);
    const auto made = enlarge_luma(small, whole.width, whole.height, std::span(&other, 1), job_);
    const auto base = enlarge_luma(small, whole.width, whole.height, {}, job_);
    if (!made || !base) return -100;
    used_ = made->references.at(0);
    return psnr(made->luma, truth, all) -
           psnr(over_base ? base->luma : lanczos(small, whole), truth, all);
  }

  std::unique_ptr<Parallel> threads_ = make_threads(0);
  Job job_{.parallel = *threads_};
  ReferenceUse used_{};
};

TEST_F(Enlarge, references_of_the_same_scene_are_worth_a_decibel_four_times_enlarged) {
  double sum = 0;
  std::vector<std::pair<std::string, std::string>> scenes = {{"day", "day_closer"},
                                                             {"day", "day_later"},
                                                             {"cat", "cat_turned"},
                                                             {"street", "street_stepped"},
                                                             {"coast", "coast_closer"}};
  scenes.resize(of(scenes.size()));
  for (const auto& [scene, reference] : scenes) {
    const double gained = gain(scene, reference, 4);
    EXPECT_GE(gained, 0.8) << reference;
    EXPECT_TRUE(used_.used) << reference;
    EXPECT_GT(used_.matched, 0.1) << reference;
    sum += gained;
  }
  EXPECT_GE(sum / static_cast<double>(scenes.size()), 1.0);
}

TEST_F(Enlarge, references_of_the_same_scene_are_worth_half_a_decibel_twice_enlarged) {
  EXPECT_GE(gain("street", "street_stepped", 2), 0.5);
  if (of(2) == 2) EXPECT_GE(gain("coast", "coast_closer", 2), 0.5);
}

TEST_F(Enlarge, unrelated_references_cost_nothing_and_are_told) {
  EXPECT_GE(gain("day", "cat", 4, true), -0.1);
  EXPECT_FALSE(used_.used);
  EXPECT_GE(gain("street", "day", 4, true), -0.1);
  EXPECT_FALSE(used_.used);
  EXPECT_GE(gain("day", "day_elsewhere", 4, true), -0.1);
  EXPECT_GE(gain("cat", "street", 2, true), -0.1);
}

TEST_F(Enlarge, the_right_reference_among_wrong_ones_keeps_its_worth) {
  const Bitmap whole = picture("street"), small = reduced(whole, 4);
  const std::vector<Bitmap> references = {picture("day"), picture("street_stepped"),
                                          picture("cat")};
  const auto made = enlarge_luma(small, whole.width, whole.height, references, job_);
  ASSERT_TRUE(made);
  const Plane truth = luma_of(whole, job_), all(whole.width, whole.height, 1);
  EXPECT_GE(psnr(made->luma, truth, all) - psnr(lanczos(small, whole), truth, all), 0.8);
  EXPECT_FALSE(made->references[0].used);
  EXPECT_TRUE(made->references[1].used);
  EXPECT_FALSE(made->references[2].used);
}

TEST_F(Enlarge, the_scale_of_a_reference_is_found) {
  gain("coast", "coast_closer", 4);
  EXPECT_NEAR(used_.scale, 1 / 1.27, 0.12);
}

TEST_F(Enlarge, made_small_again_it_is_the_picture_that_came) {
  for (const int times : {2, 4}) {
    const Bitmap whole = picture("cat"), small = reduced(whole, times),
                 other = picture("cat_turned");
    const auto made = enlarge_luma(small, whole.width, whole.height, std::span(&other, 1), job_);
    ASSERT_TRUE(made);
    const Plane came = luma_of(small, job_);
    const Plane back = resized(made->luma, came.width, came.height, Kernel::cubic, job_);
    std::vector<float> off;
    for (std::size_t i = 0; i < came.values.size(); ++i)
      off.push_back(std::fabs(back.values[i] - came.values[i]));
    std::ranges::sort(off);
    EXPECT_LE(off[off.size() * 999 / 1000], 1.0f / 255) << times;
  }
}

TEST_F(Enlarge, what_is_as_large_already_is_enhanced) {
  const Bitmap whole = picture("cat"), other = picture("cat_turned");
  const Plane truth = luma_of(whole, job_), all(whole.width, whole.height, 1);
  for (const int times : {2, 4}) {
    YCbCr soft = split(whole, job_);
    for (Plane* plane : {&soft.y, &soft.cb, &soft.cr})
      *plane =
          resized(resized(*plane, whole.width / times, whole.height / times, Kernel::cubic, job_),
                  whole.width, whole.height, Kernel::lanczos, job_);
    const auto made =
        enlarge_luma(joined(soft, job_), whole.width, whole.height, std::span(&other, 1), job_);
    ASSERT_TRUE(made);
    EXPECT_GE(psnr(made->luma, truth, all) - psnr(soft.y, truth, all), 0.8) << times;
  }
}

Bitmap label() {
  Bitmap out(480, 320);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) {
      const bool frame = std::min({x, y, out.width - 1 - x, out.height - 1 - y}) < 14;
      const bool disc = std::hypot(x - 90, y - 160) < 55;
      const std::array<std::uint8_t, 3> ink = frame  ? std::array<std::uint8_t, 3>{120, 30, 40}
                                              : disc ? std::array<std::uint8_t, 3>{200, 60, 50}
                                                     : std::array<std::uint8_t, 3>{240, 235, 215};
      std::ranges::copy(ink, out.row(y).begin() + x * 3);
    }
  int top = 50;
  for (const auto& [text, size] : std::vector<std::pair<const char*, int>>{
           {"Hausmarke", 60}, {"Feinster Kaffee", 40}, {"seit 1897 · 500 g", 30}}) {
    const auto letters = set_text(text, {320, 120, size});
    for (int y = 0; y < letters->height; ++y)
      for (int x = 0; x < letters->width; ++x) {
        const int ink = letters->coverage[static_cast<std::size_t>(y * letters->width + x)];
        for (int c = 0; c < 3; ++c) {
          auto& value = out.row(top + y)[static_cast<std::size_t>((170 + x) * 3 + c)];
          value = static_cast<std::uint8_t>((value * (255 - ink) + 30 * ink) / 255);
        }
      }
    top += 90;
  }
  return out;
}

// The flat picture on another one, seen at an angle and in less light; 1 where it covers.
Plane stick(Bitmap& on, const Bitmap& flat, const std::array<Point, 4>& quad) {
  const auto back = to_quad(flat.width, flat.height, quad)->inverse();
  Plane covered(on.width, on.height);
  constexpr int kFine = 4;
  for (int y = 0; y < on.height; ++y)
    for (int x = 0; x < on.width; ++x) {
      double count = 0;
      std::array<double, 3> sum{};
      for (int k = 0; k < kFine * kFine; ++k) {
        const auto at =
            back({x + (k % kFine + 0.5) / kFine - 0.5, y + (k / kFine + 0.5) / kFine - 0.5});
        const long column = at ? std::lround(at->x) : -1, row = at ? std::lround(at->y) : -1;
        if (column < 0 || row < 0 || column >= flat.width || row >= flat.height) continue;
        count += 1;
        for (std::size_t c = 0; c < 3; ++c)
          sum[c] += flat.row(static_cast<int>(row))[static_cast<std::size_t>(column) * 3 + c];
      }
      const double share = count / (kFine * kFine);
      covered.at(x, y) = share == 1;
      for (std::size_t c = 0; c < 3 && count > 0; ++c) {
        auto& value = on.row(y)[static_cast<std::size_t>(x) * 3 + c];
        value = static_cast<std::uint8_t>(
            std::lround(value * (1 - share) + 0.85 * sum[c] / count * share));
      }
    }
  return covered;
}

TEST_F(Enlarge, a_label_seen_flat_in_the_reference_becomes_clear) {
  const Bitmap flat = label();
  std::vector<std::array<Point, 4>> quads = {{{{60, 50}, {330, 100}, {310, 290}, {70, 280}}},
                                             {{{160, 150}, {380, 110}, {400, 280}, {150, 290}}},
                                             {{{210, 180}, {450, 260}, {360, 440}, {130, 350}}}};
  quads.resize(of(quads.size()));
  for (const auto& quad : quads) {
    Bitmap whole = picture("cat");
    const Plane covered = stick(whole, flat, quad);
    const Bitmap small = reduced(whole, 4);
    const auto made = enlarge_luma(small, whole.width, whole.height, std::span(&flat, 1), job_);
    ASSERT_TRUE(made);
    const Plane truth = luma_of(whole, job_);
    EXPECT_GE(psnr(made->luma, truth, covered) - psnr(lanczos(small, whole), truth, covered), 3);
    EXPECT_GE(made->references[0].flat, 1);
  }
}

TEST_F(Enlarge, the_same_pictures_give_the_same_bytes_on_any_number_of_threads) {
  const Bitmap whole = picture("street"), small = reduced(whole, 4);
  const Bitmap other = reduced(picture("street_stepped"), 2);
  auto one = make_threads(1), three = make_threads(3);
  Job alone{.parallel = *one}, together{.parallel = *three};
  const auto a = enlarge(small, 240, 240, std::span(&other, 1), alone);
  const auto b = enlarge(small, 240, 240, std::span(&other, 1), together);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->bitmap.pixels, b->bitmap.pixels);
}

TEST_F(Enlarge, what_cannot_be_done_is_refused) {
  const Bitmap small(40, 30);
  EXPECT_EQ(enlarge(small, 161, 120, {}, job_).error().kind, ErrorKind::invalid_request);
  EXPECT_EQ(enlarge(small, 39, 30, {}, job_).error().kind, ErrorKind::invalid_request);
  const std::vector<Bitmap> five(5, small);
  EXPECT_EQ(enlarge(small, 80, 60, five, job_).error().kind, ErrorKind::invalid_request);
}

TEST_F(Enlarge, tiny_pictures_and_references_are_enlarged_too) {
  for (const int side : {1, 2, 9, 31}) {
    const Bitmap small(side, 1), other(1, side);
    const auto made = enlarge(small, side * 4, 4, std::span(&other, 1), job_);
    ASSERT_TRUE(made) << side;
    EXPECT_EQ(made->bitmap.width, side * 4);
    EXPECT_FALSE(made->references[0].used);
  }
}

TEST_F(Enlarge, transparency_is_kept) {
  Bitmap small(20, 20, 4);
  for (std::size_t i = 0; i < small.pixels.size(); i += 4) {
    small.pixels[i] = 200;
    small.pixels[i + 3] = i < small.pixels.size() / 2 ? 0 : 255;
  }
  const auto made = enlarge(small, 60, 60, {}, job_);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->bitmap.channels, 4);
  EXPECT_EQ(made->bitmap.row(5)[30 * 4 + 3], 0);
  EXPECT_EQ(made->bitmap.row(55)[30 * 4 + 3], 255);
  EXPECT_NEAR(made->bitmap.row(55)[30 * 4], 200, 2);
}

TEST_F(Enlarge, who_cancels_is_heard) {
  const Bitmap whole = picture("street"), small = reduced(whole, 4);
  Job job{.parallel = *threads_};
  job.stop.request();
  EXPECT_EQ(enlarge(small, 480, 480, std::span(&whole, 1), job).error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace easel::imaging
