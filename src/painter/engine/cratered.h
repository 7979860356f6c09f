#pragma once

#include "painter/engine/shore.h"

// The face of a moon or of a dry planet: dust, craters of every size, worn mountains far away.
namespace easel::painter::EASEL_ISA {

class Cratered final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 1200; }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    canopy = splat(0);
    const auto n = [&](float wavelength, std::uint32_t which) {
      return gradient_noise(x * (1 / wavelength), z * (1 / wavelength), seed_ + which);
    };
    const Floats far = smooth(1200.0f, 7000.0f, z);
    Floats h = 60.0f + n(620, 0) * 16.0f * g_.relief + n(150, 1) * 2.2f;
    h += far * vmax(140.0f + 620.0f * g_.relief * (0.25f + n(3900, 2) + 0.4f * n(1500, 3)), 0.0f);
    h += craters(x, z, 820, 10) * smooth(260.0f, 900.0f, z);
    h += craters(x, z, 190, 20) * smooth(40.0f, 220.0f, z);
    h += craters(x, z, 46, 30) * smooth(6.0f, 40.0f, z);
    if (detail < 3) h += craters(x, z, 9.5f, 40);
    if (detail < 0.6f) h += craters(x, z, 2.1f, 50) * 0.7f;
    return h + layered_noise(x, z, {11, 5, 0.5f}, detail, seed_ + 5) * 0.16f;
  }

 private:
  // One crater at most in each cell of that size: a bowl with a raised rim and a skirt of ejecta.
  Floats craters(Floats x, Floats z, float cell, std::uint32_t which) const {
    Floats sum = splat(0);
    visit_cells(x * (1 / cell), z * (1 / cell), 0.6f, seed_ + which,
                [&](Floats dx, Floats dz, Words h) {
                  const Floats size = 0.10f + 0.26f * square(unit(h));
                  const Floats r = vsqrt(dx * dx + dz * dz) / size;
                  const Floats bowl =
                      select(r < 1.0f, r * r * 0.30f - 0.22f, 0.08f * vexp((r - 1.0f) * -3.4f));
                  const Floats there = select(unit(rehash(h, 3)) < 0.62f, size, splat(0));
                  sum += select(r < 2.4f, bowl * there, splat(0));
                });
    return sum * cell;
  }
};

}  // namespace easel::painter::EASEL_ISA
