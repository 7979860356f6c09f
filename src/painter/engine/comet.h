#pragma once

#include "painter/engine/volume_noise.h"
#include "painter/space_scene.h"

// A comet: a bright head, a straight tail of glowing gas and a broader one of dust that bends away.
namespace easel::painter::EASEL_ISA {

class CometLight {
 public:
  CometLight(const Comet& comet, std::uint32_t seed)
      : c_(comet),
        seed_(seed * 7u),
        cos_(cos1(comet.angle * 0.0174532925f)),
        sin_(sin1(comet.angle * 0.0174532925f)) {}

  // Adds its light; returns how much of it is worth seeing.
  Floats draw(Floats x, Floats y, Rgbs& light) const {
    const Floats dx = x - c_.x, dy = y - c_.y;
    const Floats along = (dx * cos_ + dy * sin_) * (1 / c_.length);
    const Floats across = (dy * cos_ - dx * sin_) * (1 / c_.length);
    const Floats s = vmax(along, 0.0f), behind = smooth(-0.012f, 0.02f, along);
    const Floats wave = plane_noise(s * 3.0f, splat(1), 3, seed_) * 0.012f * s;
    const Floats threads =
        0.55f + 0.9f * plane_noise(across / (s + 0.12f) * 16.0f, s * 1.6f, 4, seed_ + 9);
    const Floats wide = 0.007f + 0.035f * s;
    const Floats gas = vexp(square((across - wave) / wide) * -1.0f) * vexp(s * -2.6f) * behind *
                       vmax(threads, 0.1f);
    const Floats curve = across - 0.20f * s * s;
    const Floats broad = 0.010f + 0.13f * s;
    const Floats lanes =
        0.7f + 0.5f * plane_noise(curve / (s + 0.15f) * 7.0f, s * 0.9f, 3, seed_ + 19);
    const Floats dust =
        vexp(square(curve / broad) * -1.0f) * vexp(s * -3.4f) * behind * vmax(lanes, 0.1f);
    const Floats r2 = (along * along + across * across) * (c_.length * c_.length);
    const Floats head =
        vexp(r2 * (-1 / (0.011f * 0.011f))) * 6.0f + vexp(vsqrt(r2) * -22.0f) * 1.1f;
    const Rgbs c = Rgb{0.28f, 0.60f, 1.0f} * (gas * 0.95f) +
                   Rgb{1.0f, 0.88f, 0.66f} * (dust * 0.62f) + Rgb{0.86f, 0.97f, 1.0f} * head;
    light = light + c;
    return saturate(luminance(c) * 6.0f);
  }

 private:
  Comet c_;
  std::uint32_t seed_;
  float cos_, sin_;
};

}  // namespace easel::painter::EASEL_ISA
