#pragma once

#include "painter/engine/color.h"
#include "painter/engine/noise.h"

// Noise in space, in octaves that are turned against each other so that no lattice shows.
namespace easel::painter::EASEL_ISA {

// 0 … 1, mostly near ½.
inline Floats cloud_noise(Vecs p, int octaves, std::uint32_t seed) {
  Floats sum = splat(0);
  float height = 0.5f;
  for (int k = 0; k < octaves; ++k) {
    sum += height * value_noise(p.x, p.y, p.z, seed + static_cast<std::uint32_t>(k));
    p = {p.x * 1.62f + p.y * 1.2f, p.y * 1.62f - p.x * 1.2f + p.z * 0.4f, p.z * 2.02f - p.y * 0.4f};
    height *= 0.5f;
  }
  return sum;
}

// The same on a plane, about −1 … 1.
inline Floats plane_noise(Floats x, Floats y, int octaves, std::uint32_t seed) {
  Floats sum = splat(0);
  float height = 0.5f;
  for (int k = 0; k < octaves; ++k) {
    sum += height * gradient_noise(x, y, seed + static_cast<std::uint32_t>(k));
    const Floats turned = x * 1.6f + y * 1.2f;
    y = y * 1.6f - x * 1.2f;
    x = turned;
    height *= 0.5f;
  }
  return sum;
}

}  // namespace easel::painter::EASEL_ISA
