#pragma once

#include "painter/engine/shore.h"

// A pool in a bowl of rock walls, and wooded land above them. The walls themselves are a surface of
// their own (waterfall.h), because a height for each place has no detail on its sides; here the
// land only rises behind them.
namespace easel::painter::EASEL_ISA {

// How far off the wall's foot stands, to the side `x`.
inline Floats gorge_wall(const Ground& g, Floats x) {
  const Floats aside = vabs(x - g.fall_x * 0.5f) * (1 / g.half_width);
  return g.fall_away * (1.0f - 0.52f * smooth(0.55f, 2.3f, aside));
}

// How far a place to the side is from the middle of the nearer fall, in halves of its width.
inline Floats aside_of_fall(const Ground& g, Floats x) {
  Floats aside = vabs(x - g.fall_x) * (2 / g.fall_width);
  if (g.second_width > 0) aside = vmin(aside, vabs(x - g.second_x) * (2 / g.second_width));
  return aside;
}

class Gorge final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return g_.fall + 420 * std::max(1.0f, g_.relief); }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    const Floats behind = z - gorge_wall(g_, x) - 9.0f - 0.1f * g_.fall;
    const Floats above = smooth(0.0f, 4.0f, behind);
    const Floats open = smooth(0.9f, 1.8f, aside_of_fall(g_, x));
    const Floats stream = open + (1.0f - open) * smooth(14.0f, 60.0f, behind);
    const Floats top = g_.fall - 1.5f - 2.5f * (1.0f - stream) + hillside(x, z, behind, detail);
    const Floats bank = banks(x, z, detail);
    canopy = smooth(45.0f, 80.0f, behind) * stream *
             smooth(-0.5f, 0.1f, layered_noise(x, z, {70, 2, 0.6f}, 0, seed_ + 3));
    const Floats h = mix(bank, top, above);
    const Floats crowns = round_crowns(x, z, canopy, detail, 4, 8, seed_ + 4);
    canopy = vmax(canopy, above * (1.0f - stream));  // no tree stands in the stream
    return h + crowns;
  }

  Floats shore(Floats x, Floats z, float) const override { return beside(x, z); }

 private:
  Floats hillside(Floats x, Floats z, Floats behind, float detail) const {
    const Floats far = smooth(10.0f, 520.0f, behind);
    const Floats rough = layered_noise(x, z, {380, 5, 0.5f}, detail, seed_ + 1);
    const Floats dip = 1.0f - 0.6f * vexp(square((x - g_.fall_x) / (40.0f + 0.25f * z)) * -1.0f);
    return far * (170.0f + 90.0f * rough) * g_.relief * dip + vmax(behind, 0.0f) * 0.05f;
  }

  // Metres inland of the pool's edge.
  Floats beside(Floats x, Floats z) const {
    const Floats wander = gradient_noise(x * (1 / 24.0f), z * (1 / 24.0f), seed_ + 5) * 5.0f +
                          gradient_noise(x * (1 / 7.0f), z * (1 / 7.0f), seed_ + 6) * 1.6f;
    return vabs(x - g_.fall_x * 0.6f) - 0.78f * g_.half_width - 0.03f * z + wander;
  }

  Floats banks(Floats x, Floats z, float detail) const {
    const Floats d = beside(x, z);
    const Floats stones = layered_noise(x, z, {4, 4, 0.5f}, detail, seed_ + 7);
    return vmin(vmax(d * 0.3f, -4.0f), 4.5f) +
           vmax(stones, 0.0f) * 1.4f * saturate(d * 0.4f + 1.0f);
  }
};

}  // namespace easel::painter::EASEL_ISA
