#pragma once

#include "painter/engine/noise.h"

// Where the water ends: signed distances in metres, positive on land.
namespace easel::painter::EASEL_ISA {

// A lake that opens from the viewer to its far shore.
inline Floats lake_shore(const Ground& g, std::uint32_t seed, Floats x, Floats z) {
  const Floats wander = gradient_noise(x * (1 / 900.0f), z * (1 / 900.0f), seed + 11) * 260.0f +
                        gradient_noise(x * (1 / 230.0f), z * (1 / 230.0f), seed + 12) * 60.0f +
                        value_noise(x * (1 / 50.0f), z * (1 / 50.0f), seed + 13) * 9.0f +
                        value_noise(x * (1 / 14.0f), z * (1 / 14.0f), seed + 14) * 2.5f;
  const Floats beyond = z - g.far_shore;
  const Floats beside = vabs(x - g.valley * z) - (g.half_width + 0.36f * z);
  return vmax(beyond, beside) + wander;
}

// The middle of a meandering river.
inline Floats river_course(const Ground& g, std::uint32_t seed, Floats z) {
  const Floats zero = splat(0);
  const Floats bend = gradient_noise(z * (1 / 1500.0f), zero + 3.5f, seed + 15) * 1.2f +
                      gradient_noise(z * (1 / 560.0f), zero + 8.5f, seed + 16) * 0.5f;
  return g.valley * z + bend * (90.0f + 0.20f * vmin(z, 5000.0f)) * g.side;
}

inline Floats river_shore(const Ground& g, std::uint32_t seed, Floats x, Floats z) {
  const Floats wander = gradient_noise(x * (1 / 160.0f), z * (1 / 160.0f), seed + 17) * 16.0f +
                        value_noise(x * (1 / 40.0f), z * (1 / 40.0f), seed + 18) * 5.0f;
  const Floats across = vabs(x - river_course(g, seed, z));
  return (across - (g.half_width + z * 0.006f)) * 0.85f + wander;
}

inline Floats shore_distance(const Ground& g, std::uint32_t seed, Floats x, Floats z) {
  if (g.water == Water::lake) return lake_shore(g, seed, x, z);
  if (g.water == Water::river) return river_shore(g, seed, x, z);
  return splat(2600);
}

// Rounded crowns of trees, one in each cell where `canopy` is dense enough; from far away a raised
// canopy.
inline Floats round_crowns(Floats x, Floats z, Floats canopy, float detail, float low, float rise,
                           std::uint32_t seed) {
  if (!any(canopy > 0.02f)) return splat(0);
  if (detail >= 7) return canopy * (low + 0.3f * rise);
  constexpr float kCell = 9.0f;
  Floats tallest = splat(0);
  visit_cells(x * (1 / kCell), z * (1 / kCell), 0.8f, seed, [&](Floats dx, Floats dz, Words h) {
    const Floats r = unit(h);
    const Floats crown = (low + rise * r) * vsqrt(vmax(1.0f - (dx * dx + dz * dz) * 2.1f, 0.0f));
    tallest = vmax(tallest, select(r < canopy + 0.05f, crown, splat(0)));
  });
  const float leaves = detail < 1.5f ? 1.2f : 0.0f;
  return tallest + canopy * gradient_noise(x * (1 / 3.1f), z * (1 / 3.1f), seed + 2) * leaves;
}

// One kind of land. Heights are metres above the water, trees included; `canopy` tells how dense
// they stand; `detail` is the shortest wavelength worth computing.
class LandForm {
 public:
  LandForm(const Ground& ground, std::uint32_t seed) : g_(ground), seed_(seed) {}
  virtual ~LandForm() = default;

  virtual float highest() const = 0;
  virtual Floats height(Floats x, Floats z, float detail, Floats& canopy) const = 0;
  virtual Floats shore(Floats x, Floats z, float) const { return shore_distance(g_, seed_, x, z); }

 protected:
  Ground g_;
  std::uint32_t seed_;
};

}  // namespace easel::painter::EASEL_ISA
