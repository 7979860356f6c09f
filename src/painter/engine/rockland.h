#pragma once

#include "painter/engine/shore.h"

// Lands of bare rock: table mountains, sea cliffs, karst towers, a volcano.
namespace easel::painter::EASEL_ISA {

class Mesa final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 460 * std::max(1.0f, g_.relief); }

  // A field of noise read through steps: talus, wall, ledge, wall, cap.
  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    canopy = splat(0);
    const Floats n = field(x, z, detail);
    const Floats talus = smooth(-0.30f, 0.17f, n);
    Floats h = 20.0f + talus * talus * 95.0f + smooth(0.15f, 0.185f, n) * 150.0f +
               smooth(0.20f, 0.30f, n) * 22.0f + smooth(0.315f, 0.345f, n) * 120.0f +
               saturate(n - 0.35f) * 60.0f;
    h += layered_noise(x, z, {34, 6, 0.5f}, detail, seed_ + 60) * 2.6f * (0.3f + talus);
    h += layered_noise(x, z, {420, 2, 0.5f}, detail, seed_ + 70) * 9.0f;
    return h * g_.relief;
  }

 private:
  Floats field(Floats x, Floats z, float detail) const {
    Floats n = layered_noise(x, z, {1900, 3, 0.5f}, detail, seed_);
    const Floats fluting = layered_noise(x, z, {150, 5, 0.55f}, detail, seed_ + 40);
    n += 0.075f * (0.35f - vabs(fluting) * 1.6f);
    const Floats aside = x - (0.08f * g_.side) * z;
    const float width = std::max(g_.half_width, 60.0f), length = std::max(g_.meadow, 600.0f);
    return n + 0.10f -
           0.62f * vexp(aside * aside * (-1 / (width * width))) * vexp(z * (-1 / length));
  }
};

class Coast final : public LandForm {
 public:
  Coast(const Ground& ground, std::uint32_t seed) : LandForm(ground, seed) {
    // The viewer stands a little off the shore, whatever the noise says there.
    offset_ = -g_.half_width - shore(splat(0), splat(g_.stage > 0 ? g_.stage : 150), 2)[0];
  }

  float highest() const override { return 420 + g_.cliff; }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    canopy = splat(0);
    const Floats d = shore(x, z, detail);
    const Floats top = g_.cliff + layered_noise(x, z, {900, 3, 0.5f}, detail, seed_ + 20) * 26.0f +
                       smooth(400.0f, 3500.0f, d) * 180.0f;
    const Floats sand = g_.beach * smooth(700.0f, 200.0f, z);
    const Floats crag = layered_noise(x, z, {26, 3, 0.5f}, detail, seed_ + 30) * 7.0f;
    const Floats wall = smooth(16.0f, 42.0f, d - sand + crag);
    const Floats low = vmin(d * (g_.beach > 0 ? 0.045f : 0.10f), 9.0f);
    Floats h = vmax(low, -12.0f) + wall * top * (0.92f + 0.08f * smooth(42.0f, 140.0f, d));
    const Floats blocks = layered_noise(x, z, {19, 5, 0.5f}, detail, seed_ + 40) * 2.2f;
    h += blocks * saturate(d * 0.1f) * (1.0f - 0.6f * smooth(42.0f, 60.0f, d)) *
         saturate(0.05f + wall * 3.0f);
    return h;
  }

  // Signed distance from the shore line, with sea stacks standing off it.
  Floats shore(Floats x, Floats z, float detail) const override {
    const Floats bays = gradient_noise(z * (1 / 1500.0f), x * (1 / 2400.0f), seed_ + 0) * 330.0f +
                        gradient_noise(z * (1 / 420.0f), x * (1 / 420.0f), seed_ + 1) * 110.0f +
                        layered_noise(x, z, {130, 5, 0.52f}, detail, seed_ + 2) * 30.0f;
    const Floats d =
        x * g_.side - (z * 0.02f - smooth(900.0f, 6000.0f, z) * 1500.0f) + bays + offset_;
    constexpr float kCell = 420;
    Floats stack = splat(-1000);
    visit_cells(x * (1 / kCell), z * (1 / kCell), 0.6f, seed_ + 77,
                [&](Floats dx, Floats dz, Words h) {
                  const Floats radius =
                      select(unit(rehash(h, 3)) < 0.33f, 44.0f + 34.0f * unit(h), splat(-500));
                  stack = vmax(stack, radius - vsqrt(dx * dx + dz * dz) * kCell);
                });
    stack += layered_noise(x, z, {60, 3, 0.5f}, detail, seed_ + 9) * 9.0f;
    return vmax(d, select((d > -420.0f) & (z > 260.0f), stack, splat(-900)));
  }

 private:
  float offset_ = 0;
};

class Karst final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 1500 * std::max(1.0f, g_.relief); }

  // The highest of many steep domes, two sizes.
  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    const Floats wx = layered_noise(x, z, {230, 3, 0.5f}, detail, seed_ + 0) * 60.0f;
    const Floats wz = layered_noise(x + 91.0f, z, {230, 3, 0.5f}, detail, seed_ + 3) * 60.0f;
    Floats h = vmax(domes(x + wx, z + wz, 620, 0.0f, 120, 420, 0.26f, 5),
                    domes(x + wx, z + wz, 1500, 0.5f, 320, 760, 0.30f, 6));
    h += layered_noise(x, z, {170, 5, 0.5f}, detail, seed_ + 30) * 40.0f * saturate(h * 0.01f);
    h += layered_noise(x, z, {26, 4, 0.55f}, detail, seed_ + 35) * 6.0f * saturate(h * 0.02f);
    h *= smooth(800.0f, 2600.0f, z + vabs(x) * 0.9f) * 0.9f + 0.1f;
    canopy = smooth(-0.25f, 0.15f, layered_noise(x, z, {150, 3, 0.6f}, detail, seed_ + 38)) *
             smooth(330.0f, 200.0f, h);
    Floats low = splat(20);
    if (g_.water != Water::none) {
      const Floats inland = shore_distance(g_, seed_, x, z);
      h *= smooth(-5.0f, 160.0f, inland);
      low = vmin(vmax(inland * 0.06f, -20.0f), 14.0f);
    }
    canopy *= smooth(2.0f, 6.0f, low + h);
    return h * g_.relief + low + round_crowns(x, z, canopy, detail, 5, 9, seed_ + 36);
  }

 private:
  Floats domes(Floats x, Floats z, float cell, float shift, float low, float rise, float radius,
               std::uint32_t which) const {
    Floats tallest = splat(0);
    visit_cells(x * (1 / cell) + shift, z * (1 / cell) + shift * 0.62f, 0.7f, seed_ + which,
                [&](Floats dx, Floats dz, Words h) {
                  const Floats r1 = unit(rehash(h, 4));
                  const Floats r = vsqrt(dx * dx + dz * dz) * (1 / radius) * (1.05f - 0.35f * r1);
                  const Floats k = vmax(1.0f - r, 0.0f);
                  const Floats dome = (low + rise * r1 * r1) * (1.0f - vexp(k * -4.2f));
                  tallest = vmax(tallest, dome * (0.72f + 0.28f * k));
                });
    return tallest;
  }
};

class Volcano final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 2100 * std::max(1.0f, g_.relief); }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    const Floats inland = shore_distance(g_, seed_, x, z);
    const Floats dx = x - g_.peak_x, dz = z - g_.peak_z;
    const Floats r = vsqrt(dx * dx + dz * dz + 1.0f);
    const Floats warped = r * (1.0f + 0.10f * layered_noise(x, z, {2600, 3, 0.5f}, detail, seed_));
    const Floats k = vmax(1.0f - warped * (1 / 6200.0f), 0.0f);
    Floats cone = 2500.0f * k * k * (k * 0.85f + 0.15f);
    const Floats crater = saturate(1.0f - warped * (1 / 420.0f)) * 170.0f;
    cone = vmin(cone,
                1750.0f - crater + layered_noise(x, z, {300, 3, 0.5f}, detail, seed_ + 2) * 45.0f);
    // Ravines run down from the rim, so they follow the angle and not the place.
    const Floats ravine =
        layered_noise(dx / r * 6.0f + 3.0f, dz / r * 6.0f, {1, 3, 0.6f}, 0, seed_ + 5);
    cone -= vabs(ravine) * 160.0f * saturate(k * 2.0f) * saturate((1.0f - k) * 3.0f);
    cone += layered_noise(x, z, {300, 6, 0.52f}, detail, seed_ + 10) * 34.0f * saturate(k * 4.0f);
    const Floats low = 60.0f + layered_noise(x, z, {1500, 5, 0.5f}, detail, seed_ + 20) * 95.0f;
    const Floats h = (cone * g_.relief + vmax(low, 5.0f)) * smooth(-30.0f, 700.0f, inland);
    canopy = smooth(320.0f, 180.0f, h) * smooth(3.0f, 8.0f, h) * 0.8f;
    return h + vmin(vmax(inland * 0.055f, -30.0f), 20.0f);
  }
};

}  // namespace easel::painter::EASEL_ISA
