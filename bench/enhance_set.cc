// enhance_set FOLDER: draws the pictures that super-resolution is measured by: scenes, and each
// scene again as a reference would show it. They are frozen in tests/pictures/enhance (as lossless
// WebP), so that what is measured is not the painter; this shows how they were made.
#include <fmt/core.h>

#include <fstream>
#include <functional>
#include <string>
#include <variant>

#include "imaging/webp.h"
#include "painter/engine.h"
#include "painter/reader.h"

namespace {

using namespace easel;
using painter::CityScene;
using painter::Scene;

constexpr int kSide = 480;

bool draw(const std::string& path, const char* prompt, std::uint64_t seed,
          const std::function<void(painter::Composition&)>& change = {}) {
  auto threads = make_threads(0);
  Job job{.parallel = *threads};
  auto composition = painter::arrange(painter::read(prompt), seed, 0);
  if (change) change(composition);
  auto rendering = painter::render(composition, kSide, kSide, job, {});
  if (!rendering) return false;
  auto file = imaging::encode_webp(rendering->bitmap, {.lossless = true}, job);
  if (!file) return false;
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(file->data()), static_cast<long>(file->size()));
  return true;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  const std::string folder = std::string(words[1]) + "/";
  const char* day = "alpine mountains and a forest above a lake in summer, noon";
  const char* cat = "a tabby cat in a meadow";
  const char* street = "neon city street at night";
  const char* coast = "rocky coast with a lighthouse, afternoon";
  const auto closer = [](painter::Composition& made) {
    auto& scene = std::get<Scene>(made.scene);
    scene.camera.span /= 1.27f;
    scene.sky.size *= 1.2f;
  };
  const auto later = [](painter::Composition& made) {
    auto& scene = std::get<Scene>(made.scene);
    scene.light.elevation *= 0.7f;
    scene.light.azimuth -= 14;
    scene.camera.span /= 1.06f;
  };
  const auto turned = [](painter::Composition& made) {
    auto& scene = std::get<Scene>(made.scene);
    scene.camera.span /= 1.09f;
    for (auto& subject : scene.subjects) {
      subject.heading += 20;
      subject.away /= 1.18f;
    }
  };
  const auto stepped = [](painter::Composition& made) {
    auto& scene = std::get<CityScene>(made.scene);
    scene.span /= 1.15f;
    scene.aside += 0.3f;
  };
  const bool drawn =
      draw(folder + "day.webp", day, 3) && draw(folder + "day_closer.webp", day, 3, closer) &&
      draw(folder + "day_later.webp", day, 3, later) &&
      draw(folder + "day_elsewhere.webp", day, 8) && draw(folder + "cat.webp", cat, 5) &&
      draw(folder + "cat_turned.webp", cat, 5, turned) && draw(folder + "street.webp", street, 4) &&
      draw(folder + "street_stepped.webp", street, 4, stepped) &&
      draw(folder + "coast.webp", coast, 6) && draw(folder + "coast_closer.webp", coast, 6, closer);
  return drawn ? 0 : 1;
}
