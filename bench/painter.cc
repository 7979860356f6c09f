// How long the painter takes for one picture, in this process: wall and processor seconds of the
// drawing and of the PNG, the moment of the first preview, and the process's peak memory.
//   painter_bench WIDTH HEIGHT [SEED [PROMPT]]
//   painter_bench looks PROMPT…
// `looks` measures pictures instead: how alike 1K and a halved 2K are (SSIM of luma over 8 × 8
// blocks), the share of smooth blocks with bands, the luma at the first and last hundredth, the
// share of burnt pixels, each for seed 3. Beside it a fixed loop of arithmetic on one thread, so
// that figures of two machines can be told apart from figures of two programs.
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <span>
#include <string_view>
#include <thread>

#include "imaging/png.h"
#include "painter/painter.h"
#include "painter/picture_measures.h"

namespace {

using Seconds = std::chrono::duration<double>;

double now() {
  return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

// 200 million steps of a xorshift and a float sum: about half a second on a processor of 2023.
double calibration() {
  double start = now();
  std::uint32_t x = 2463534242u;
  float sum = 0;
  for (int i = 0; i < 200'000'000; ++i) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    sum += static_cast<float>(x & 255) * 0.5f;
  }
  volatile float keep = sum;
  (void)keep;
  return now() - start;
}

int measure_looks(std::span<char*> prompts) {
  using namespace easel;
  auto threads = make_threads(0);
  Job job{.parallel = *threads};
  for (const char* prompt : prompts) {
    auto small = painter::paint({prompt, 1024, 1024, 3, 0}, job);
    auto large = painter::paint({prompt, 2048, 2048, 3, 0}, job);
    if (!small || !large) return 1;
    const auto [dark, light] = painter::luma_range(small->bitmap, 0.01, 0.99);
    fmt::print("1K to 2K {:.3f}, bands {:.1f} %, luma {:.0f} to {:.0f}, burnt {:.2f} %: {}\n",
               painter::similarity(small->bitmap, painter::halved(large->bitmap)),
               100 * painter::banding(small->bitmap), dark, light,
               100 * painter::burnt(small->bitmap), prompt);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace easel;
  if (argc > 2 && std::string_view(argv[1]) == "looks") {
    return measure_looks(std::span(argv + 2, argv + argc));
  }
  if (argc < 3) {
    fmt::print(stderr, "painter_bench WIDTH HEIGHT [SEED [PROMPT]]\n");
    return 2;
  }
  painter::Order order{.prompt = argc > 4 ? argv[4] : "Generate a sunset over mountains",
                       .width = std::atoi(argv[1]),
                       .height = std::atoi(argv[2]),
                       .seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1};
  double loop = calibration();
  auto threads = make_threads(0);
  Job job{.parallel = *threads};
  double start = now(), cpu_start = cpu(), first_preview = -1;
  auto painting = painter::paint(order, job, [&](const imaging::Bitmap&) {
    if (first_preview < 0) first_preview = now() - start;
  });
  if (!painting) {
    fmt::print(stderr, "{}\n", painting.error().message);
    return 1;
  }
  double drawn = now() - start;
  std::size_t bytes = 0;
  auto encoded = imaging::encode_png(painting->bitmap, {}, job, [&](auto piece) {
    bytes += piece.size();
    return Status{};
  });
  if (!encoded) return 1;
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{}x{} seed {} \"{}\": wall {:.2f} s (drawing {:.2f}), processor {:.2f} s on {} threads, "
      "first "
      "preview {:.2f} s, peak memory {} MB, file {:.1f} MB; calibration loop {:.2f} s\n",
      order.width, order.height, order.seed, order.prompt, now() - start, drawn, cpu() - cpu_start,
      threads->width(), first_preview, usage.ru_maxrss / 1024, static_cast<double>(bytes) / 1e6,
      loop);
}
