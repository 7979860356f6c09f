#include <benchmark/benchmark.h>

#include <cmath>

#include "imaging/enlarge.h"

// Seconds for a megapixel of the result, ×4 and ×2, with 0, 1 and 4 references of a megapixel each,
// on as many threads as the machine has. Waves of many lengths stand for a picture.
namespace easel::imaging {
namespace {

Bitmap waves(int side, double phase) {
  Bitmap out(side, side);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      double sum = 128;
      for (double length = 1024; length > 2; length *= 0.61)
        sum += 18 * std::sin(6.283 * (x * std::cos(length) + y * std::sin(length)) * 1024 / side /
                                 length +
                             phase);
      for (std::size_t c = 0; c < 3; ++c)
        out.row(y)[static_cast<std::size_t>(x) * 3 + c] =
            static_cast<std::uint8_t>(std::clamp(sum, 0.0, 255.0));
    }
  return out;
}

void enlarging(benchmark::State& state) {
  const int times = static_cast<int>(state.range(0));
  const Bitmap small = waves(1024 / times, 0);
  const std::vector<Bitmap> references(static_cast<std::size_t>(state.range(1)), waves(1024, 1));
  auto threads = make_threads(0);
  Job job{.parallel = *threads};
  for (auto _ : state) benchmark::DoNotOptimize(enlarge(small, 1024, 1024, references, job));
}
BENCHMARK(enlarging)
    ->ArgNames({"times", "references"})
    ->ArgsProduct({{2, 4}, {0, 1, 4}})
    ->Unit(benchmark::kSecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
}  // namespace easel::imaging
