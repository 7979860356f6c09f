#pragma once

#include "painter/engine/canvas.h"
#include "painter/space_scene.h"

// Stars on a canvas: points of every brightness, the brightest with the spikes that a telescope's
// struts draw. Placed on the picture and not on its pixels, so they stay where they are at any
// size.
namespace easel::painter::EASEL_ISA {

class StarField {
 public:
  struct Star {
    float x, y, radius;
    Rgb light;
    float spike;  // length of its spikes; 0 none
  };

  explicit StarField(const Canvas& canvas)
      : canvas_(canvas), rows_(static_cast<std::size_t>(canvas.frame.height)) {}

  void add(Star star) {
    star.radius = std::max(star.radius, 0.55f * canvas_.unit);
    const float reach = std::max(star.radius * 2.6f, star.spike);
    const int first = static_cast<int>(std::max(0.0f, canvas_.row_of(star.y + reach)));
    const int last = std::min(canvas_.frame.height - 1,
                              static_cast<int>(std::max(-1.0f, canvas_.row_of(star.y - reach))));
    stars_.push_back(star);
    for (int y = first; y <= last; ++y) rows_[y].push_back(static_cast<int>(stars_.size()) - 1);
  }

  // Strews stars over the whole canvas, `density` 1 as on a clear night in space.
  void strew(std::uint32_t seed, float density) {
    struct Kind {
      const char* name;
      float count, radius, least, most, power;
    };
    // Squares of the picture's half, so wide pictures get more.
    const float area = canvas_.half_width() * canvas_.half_height();
    constexpr Kind kKinds[] = {{"faint", 2600, 0.0011f, 0.02f, 0.35f, 3},
                               {"common", 620, 0.0016f, 0.08f, 1.6f, 4},
                               {"bright", 60, 0.0024f, 0.9f, 4.0f, 3}};
    for (const Kind& kind : kKinds) {
      const int count = static_cast<int>(kind.count * density * area);
      for (int i = 0; i < count; ++i) {
        Dice dice(seed, kind.name, static_cast<std::uint64_t>(i));
        const float x = dice.around(0, canvas_.half_width());
        const float y = dice.around(0, canvas_.half_height());
        const float m = dice.unit();
        const float power = kind.power > 3 ? m * m * m * m : m * m * m;
        const float tint = dice.around(0, 1);
        const float light = kind.least + (kind.most - kind.least) * power;
        const float spike = kind.least > 0.5f && power > 0.25f ? 0.03f + 0.09f * power : 0;
        add({x, y, kind.radius, Rgb{1 + 0.3f * tint, 1, 1 - 0.3f * tint} * light, spike});
      }
    }
  }

  // Adds the stars of a row to what is there; returns how many pixels got light worth seeing.
  float draw(Frame& frame, int y) const {
    float lit = 0;
    for (const int i : rows_[y]) lit += draw(frame, stars_[i], y);
    return lit;
  }

 private:
  float draw(Frame& frame, const Star& star, int y) const {
    const float dy = canvas_.y_of(static_cast<float>(y) + 0.5f) - star.y;
    const float thin = 0.55f * std::max(canvas_.unit, 0.0016f);  // of a spike
    const bool spiked = star.spike > 0;
    const bool along = spiked && std::fabs(dy) < 2.5f * thin;
    const float core = star.radius * 2.6f;
    const float reach =
        along ? std::max(star.spike, core) : std::max(core, spiked ? 2.5f * thin : 0);
    const int first = static_cast<int>(std::max(0.0f, canvas_.column_of(star.x - reach)));
    const int last = std::min(frame.width - 1,
                              static_cast<int>(std::max(-1.0f, canvas_.column_of(star.x + reach))));
    // A star smaller than a pixel gives the pixel no more light than it has.
    float lit = 0;
    for (int x = first; x <= last; ++x) {
      const float dx = canvas_.x_of(splat(static_cast<float>(x) + 0.5f))[0] - star.x;
      float k = exp1(-(dx * dx + dy * dy) / (star.radius * star.radius));
      if (spiked) {
        const float across = std::min(std::fabs(dx), std::fabs(dy));
        const float out = std::max(std::fabs(dx), std::fabs(dy)) / star.spike;
        if (out < 1) {
          k += 0.16f * (1 - out) * (1 - out) * exp1(-across * across / (thin * thin));
        }
      }
      const std::size_t at = frame.at(x, y);
      frame.planes[0][at] += star.light.r * k;
      frame.planes[1][at] += star.light.g * k;
      frame.planes[2][at] += star.light.b * k;
      if (k * luminance(star.light) > 0.05f) lit += 1;
    }
    return lit;
  }

  const Canvas& canvas_;
  std::vector<Star> stars_;
  std::vector<std::vector<int>> rows_;
};

}  // namespace easel::painter::EASEL_ISA
