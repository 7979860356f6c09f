#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/simd.h"

// Lines of light: each a core that fades away from it. Used for what flashes in a sky.
namespace easel::painter::EASEL_ISA {

class Streaks {
 public:
  // A pixel is `unit` wide; x is 0 at a column and y at a row, upward.
  Streaks(float unit, float column, float row, int rows)
      : unit_(unit),
        column_(column),
        row_(row),
        rows_(static_cast<std::size_t>(std::max(0, rows))) {}

  // From a to b with a strength at either end; light falls off over `width`.
  struct Streak {
    float ax, ay, bx, by, width;
    Rgb light;
    float first = 1, last = 1;
  };

  void add(Streak s) {
    s.width = std::max(s.width, 0.7f * unit_);
    const float reach = 3 * s.width;
    const int top = static_cast<int>(row_ - (std::max(s.ay, s.by) + reach) / unit_);
    const int bottom = static_cast<int>(row_ - (std::min(s.ay, s.by) - reach) / unit_) + 1;
    streaks_.push_back(s);
    for (int y = std::max(0, top); y < std::min(bottom, static_cast<int>(rows_.size())); ++y) {
      rows_[y].push_back(static_cast<int>(streaks_.size()) - 1);
    }
  }

  // Adds them to a row where `open(x)` is above 0; returns how many pixels got light worth seeing.
  template <class Open>
  float draw(Frame& frame, int y, Open open) const {
    float lit = 0;
    if (y >= static_cast<int>(rows_.size())) return lit;
    const float py = (row_ - static_cast<float>(y) - 0.5f) * unit_;
    for (const int i : rows_[y]) {
      const Streak& s = streaks_[i];
      const float reach = 3 * s.width;
      const float dx = s.bx - s.ax, dy = s.by - s.ay, inverse = 1 / (dx * dx + dy * dy + 1e-12f);
      const int first =
          std::max(0, static_cast<int>((std::min(s.ax, s.bx) - reach) / unit_ + column_));
      const int last = std::min(
          frame.width - 1, static_cast<int>((std::max(s.ax, s.bx) + reach) / unit_ + column_) + 1);
      for (int x = first; x <= last; ++x) {
        const float room = open(x);
        if (room <= 0) continue;
        const float px = (static_cast<float>(x) + 0.5f - column_) * unit_;
        const float t = clamp1(((px - s.ax) * dx + (py - s.ay) * dy) * inverse, 0, 1);
        const float ex = px - s.ax - dx * t, ey = py - s.ay - dy * t;
        const float k =
            exp1(-(ex * ex + ey * ey) / (s.width * s.width)) * mix1(s.first, s.last, t) * room;
        const std::size_t at = frame.at(x, y);
        frame.planes[0][at] += s.light.r * k;
        frame.planes[1][at] += s.light.g * k;
        frame.planes[2][at] += s.light.b * k;
        if (k > 0.3f) lit += 1;
      }
    }
    return lit;
  }

 private:
  float unit_, column_, row_;
  std::vector<Streak> streaks_;
  std::vector<std::vector<int>> rows_;
};

// Bursts of fireworks within a part of the sky: sparks fly out, are held back by the air and sink,
// brightest at their heads. `light` is the brightness of a spark.
inline void add_fireworks(Streaks& streaks, int bursts, std::uint32_t seed, float half_width,
                          float low, float high, float light) {
  constexpr Rgb kColours[] = {{1, 0.25f, 0.12f}, {1, 0.72f, 0.25f}, {0.25f, 0.55f, 1},
                              {0.4f, 1, 0.45f},  {1, 0.35f, 0.75f}, {0.75f, 0.45f, 1},
                              {1, 0.9f, 0.7f}};
  const float tall = high - low;
  for (int i = 0; i < bursts; ++i) {
    Dice dice(seed, "burst", static_cast<std::uint64_t>(i));
    const float slot = (static_cast<float>(i) + 0.5f) / static_cast<float>(bursts) * 2 - 1;
    const float x = half_width * (0.82f * slot + dice.around(0, 0.12f));
    const float y = low + tall * dice.between(0.35f, 0.82f),
                size = tall * dice.between(0.16f, 0.34f);
    const Rgb colour = kColours[dice.below(7)], tip = kColours[dice.below(7)];
    const bool ring = dice.chance(0.25f);
    const int sparks = 90;
    for (int k = 0; k < sparks; ++k) {
      // Directions spread evenly over a ball, seen from the side.
      const float z = 1 - 2 * (static_cast<float>(k) + 0.5f) / sparks;
      const float turn = static_cast<float>(k) * 0.381966f + dice.around(0, 0.02f);
      const float round = ring ? 1 : std::sqrt(1 - z * z);
      const float dx = round * sin_turn(splat(turn))[0];
      const float dy = ring ? cos_turn(splat(turn))[0] * 0.45f : round * cos_turn(splat(turn))[0];
      const float reach = size * dice.between(0.82f, 1.05f);
      constexpr int kParts = 5;
      float px = x, py = y;
      for (int part = 0; part <= kParts; ++part) {
        const float t = 0.25f + 0.75f * static_cast<float>(part) / kParts;
        const float flown = 1 - (1 - t) * (1 - t);
        const float nx = x + dx * reach * flown, ny = y + dy * reach * flown - size * 0.22f * t * t;
        if (part > 0) {
          const Rgb own = mix(colour, tip, t * t) * (light * (0.25f + 0.75f * t * t));
          streaks.add({px, py, nx, ny, size * 0.011f, own, 0.7f, 1});
        }
        px = nx;
        py = ny;
      }
      streaks.add({px, py, px, py, size * 0.019f, Rgb{1, 0.95f, 0.85f} * light});
    }
    streaks.add({x, y, x, y, size * 0.5f, colour * (light * 0.035f)});
    // The way up.
    const float from = low - tall * 0.05f;
    streaks.add({x + size * 0.08f, from, x, y - size * 0.2f, tall * 0.004f,
                 Rgb{1, 0.75f, 0.4f} * (light * 0.10f), 1, 0.1f});
  }
}

}  // namespace easel::painter::EASEL_ISA
