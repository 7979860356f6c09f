#pragma once

#include "painter/abstract_scene.h"
#include "painter/engine/canvas.h"
#include "painter/engine/volume_noise.h"

// The colours of an abstract picture, by number and as a smooth run from the first to the last.
namespace easel::painter::EASEL_ISA {

class Inks {
 public:
  explicit Inks(const AbstractScene& scene) : count_(static_cast<int>(scene.colours.size())) {
    for (int i = 0; i < kMost; ++i) {
      const Rgb c =
          count_ > 0 ? scene.colours[static_cast<std::size_t>(std::min(i, count_ - 1))] : Rgb{};
      table_[0][i] = c.r;
      table_[1][i] = c.g;
      table_[2][i] = c.b;
    }
  }

  int count() const { return count_; }
  Rgb at(int i) const {
    i = ((i % count_) + count_) % count_;
    return {table_[0][i], table_[1][i], table_[2][i]};
  }
  Rgbs pick(Ints i) const {
    return {gather(table_[0].data(), i), gather(table_[1].data(), i), gather(table_[2].data(), i)};
  }
  // One of them by a number 0 … 1.
  Rgbs any_of(Floats draw) const {
    return pick(
        to_ints(clamp(draw * static_cast<float>(count_), 0, static_cast<float>(count_) - 0.01f)));
  }
  // 0 the first … 1 the last.
  Rgbs run(Floats t) const {
    const Floats z = saturate(t) * static_cast<float>(count_ - 1);
    const Floats low = vfloor(vmin(z, static_cast<float>(count_) - 1.001f));
    const Ints i = to_ints(vmax(low, 0.0f));
    const Floats f = saturate(z - low);
    return mix(pick(i), pick(i + 1), f * f * (3.0f - 2.0f * f));
  }
  // Round and round: t and t + 1 are the same.
  Rgbs cycle(Floats t) const {
    const Floats z = (t - vfloor(t)) * static_cast<float>(count_);
    const Floats low = vfloor(vmin(z, static_cast<float>(count_) - 0.001f));
    const Ints i = to_ints(low);
    const Ints next = (i + 1 >= count_) ? Ints{} : i + 1;
    const Floats f = saturate(z - low);
    return mix(pick(i), pick(next), f * f * (3.0f - 2.0f * f));
  }

 private:
  static constexpr int kMost = 16;
  int count_;
  std::array<std::array<float, kMost>, 3> table_{};
};

// atan2 in turns, −½ … ½.
inline Floats turn_of(Floats y, Floats x) {
  const Floats ax = vabs(x), ay = vabs(y);
  const Floats a = vmin(ax, ay) / vmax(vmax(ax, ay), 1e-9f), s = a * a;
  Floats r = ((-0.0464964749f * s + 0.15931422f) * s - 0.327622764f) * s * a + a;
  r = select(ay > ax, 1.57079637f - r, r);
  r = select(x < 0.0f, 3.14159274f - r, r);
  return select(y < 0.0f, -r, r) * 0.159154943f;
}

}  // namespace easel::painter::EASEL_ISA
