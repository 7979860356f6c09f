#pragma once

#include "painter/engine/road.h"
#include "painter/engine/shore.h"

// Lands without mountains near by: hills, dunes and open sea.
namespace easel::painter::EASEL_ISA {

// One wind-blown wave over phase 0 … 1: a long gentle face up to `crest`, a short slip face down.
EASEL_FAST Floats dune_profile(Floats phase, float crest) {
  const Floats t = phase - vfloor(phase);
  const Floats up = t * (1 / crest), down = (1.0f - t) * (1 / (1 - crest));
  return select(t < crest, up * vsqrt(up) * 0.65f + up * up * 0.35f,
                down * down * (1.9f - 0.9f * down));
}

class Hills final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 900 + 160 * g_.relief; }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    Floats h = 80.0f + g_.relief * swell(x, z) + g_.tilt * vmin(z, 500.0f);
    const Floats far = smooth(1500.0f, 9000.0f, z);
    const Floats ranges = layered_noise(x, z, {4200, 5, 0.45f}, detail, seed_ + 10);
    h += far * (110.0f + 380.0f * g_.relief * (0.5f + ranges) * 0.6f);
    h += smooth(500.0f, 2600.0f, z) *
         (gradient_noise(x * (1 / 1300.0f), z * (1 / 1300.0f), seed_ + 3) * 55.0f + 25.0f);
    h += layered_noise(x, z, {7, 5, 0.5f}, detail, seed_ + 20) * 0.16f;
    if (g_.snowed) h += drifts(x, z);
    return h + woods(x, z, detail, canopy);
  }

 private:
  Floats swell(Floats x, Floats z) const {
    return gradient_noise(x * (1 / 560.0f), z * (1 / 560.0f), seed_ + 0) * 34.0f +
           gradient_noise(x * (1 / 210.0f), z * (1 / 210.0f), seed_ + 1) * 8.0f +
           gradient_noise(x * (1 / 60.0f), z * (1 / 60.0f), seed_ + 2) * 0.9f;
  }

  Floats drifts(Floats x, Floats z) const {
    const Floats bend = gradient_noise(x * (1 / 23.0f), z * (1 / 23.0f), seed_ + 21) * 0.8f;
    const Floats wave = dune_profile((x * (g_.side * 0.5f) + z * 0.75f) * (1 / 17.0f) + bend, 0.7f);
    return wave * 0.5f *
           saturate(0.5f + gradient_noise(x * (1 / 60.0f), z * (1 / 60.0f), seed_ + 22));
  }

  Floats woods(Floats x, Floats z, float detail, Floats& canopy) const {
    const Floats patch = gradient_noise(x * (1 / 420.0f), z * (1 / 420.0f), seed_ + 33) +
                         gradient_noise(x * (1 / 95.0f), z * (1 / 95.0f), seed_ + 34) * 0.55f;
    canopy = smooth(0.22f - g_.forest, 0.36f - g_.forest, patch) * smooth(260.0f, 520.0f, z);
    if (g_.road.half > 0) canopy *= Roadway(g_.road).away(x, z);
    return round_crowns(x, z, canopy, detail, 7, 7, seed_ + 35);
  }
};

class Dunes final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 260 * std::max(1.0f, g_.relief); }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    canopy = splat(0);
    const auto n = [&](float wavelength, std::uint32_t which) {
      return gradient_noise(x * (1 / wavelength), z * (1 / wavelength), seed_ + which);
    };
    const Floats bend = n(1100, 0) * 1.15f + n(380, 1) * 0.33f + n(130, 2) * 0.05f;
    Floats tall = vmax(42.0f * (0.55f + 0.75f * n(800, 3)) + 16.0f, 6.0f);
    tall *= 1.0f + smooth(900.0f, 6000.0f, z) * 1.1f;
    const Floats wx = x * g_.side;
    Floats h =
        60.0f + tall * dune_profile((wx * 0.80f + z * 0.30f) * (1 / 330.0f) + bend + 0.55f, 0.72f);
    const Floats small = n(230, 5) * 0.9f + n(70, 6) * 0.2f;
    h += 5.0f * dune_profile((wx * 0.75f + z * 0.55f) * (1 / 88.0f) + small, 0.72f) *
         saturate(0.6f + n(300, 4));
    h += layered_noise(x, z, {40, 2, 0.4f}, detail, seed_ + 7) * 0.5f;
    if (detail < 0.1f) {
      const Floats wander = n(3.1f, 8) * 0.6f + n(11, 9) * 1.56f;
      h += (0.028f * (1 - detail / 0.1f)) *
           dune_profile((z * 0.9f + wx * 0.4f) * (1 / 0.62f) + wander, 0.66f);
    }
    return h * g_.relief;
  }
};

// Water to the horizon, with a few far islands.
class OpenSea final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 700 * std::max(1.0f, g_.relief); }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    Floats island = splat(-1);
    visit_cells(x * (1 / 4200.0f), z * (1 / 6500.0f), 0.6f, seed_ + 1,
                [&](Floats dx, Floats dz, Words h) {
                  const Floats r = unit(h);
                  const Floats away = vsqrt(dx * dx + dz * dz * 2.4f) / (0.10f + 0.16f * r);
                  const Floats here = (1.0f - away) * (0.35f + 0.65f * unit(rehash(h, 5)));
                  island = vmax(island, select(unit(rehash(h, 2)) < 0.42f, here, splat(-1)));
                });
    const Floats rough = layered_noise(x, z, {900, 7, 0.52f}, detail, seed_ + 5);
    const Floats up = vmin(island, (z - 2400.0f) * (1 / 900.0f));
    Floats h = up * (420.0f * g_.relief) + rough * 130.0f * saturate(up * 4.0f + 0.4f) - 30.0f;
    h = vmax(h, -30.0f);
    canopy = smooth(12.0f, 30.0f, h) * smooth(0.35f, -0.1f, rough);
    return h + canopy * 8.0f;
  }
};

}  // namespace easel::painter::EASEL_ISA
