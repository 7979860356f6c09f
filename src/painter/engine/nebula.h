#pragma once

#include "painter/engine/canvas.h"
#include "painter/engine/volume_noise.h"
#include "painter/space_scene.h"

// Clouds of gas in space: noise bent by noise, brightest where ridges of one layer meet the body of
// another, with lanes of dust in front.
namespace easel::painter::EASEL_ISA {

class NebulaLight {
 public:
  NebulaLight(const Nebula& nebula, std::uint32_t seed)
      : n_(nebula),
        seed_(seed * 131u),
        depth_(static_cast<float>(seed % 97) * 0.7f),
        slope_(sin1(nebula.angle * 0.0174532925f)),
        run_(cos1(nebula.angle * 0.0174532925f)) {}

  // `bright` is told how much light worth seeing is there, 0 … 1.
  Rgbs light(Floats x, Floats y, Floats& bright) const {
    const Rgb dark{0.0012f, 0.0017f, 0.0042f};
    bright = splat(0);
    if (n_.density <= 0) return splat(dark);
    const Vecs p{x * 1.25f + 3.0f, y * 1.25f + 11.0f, splat(depth_)};
    const Floats w1 = cloud_noise(p * 0.9f, 4, seed_);
    const Floats w2 = cloud_noise({p.x * 0.9f + 7.0f, p.y * 0.9f + 2.0f, p.z * 0.9f}, 4, seed_ + 9);
    const Vecs q{p.x + 1.9f * (w1 - 0.5f), p.y + 1.9f * (w2 - 0.5f), p.z + w1};
    const Floats n = cloud_noise(q * 1.15f, 6, seed_ + 20);
    const Floats m = cloud_noise({q.x * 2.1f + 4.0f, q.y * 2.1f, q.z}, 7, seed_ + 40);
    const Floats k = cloud_noise({q.x * 3.7f, q.y * 3.7f + 8.0f, q.z}, 6, seed_ + 60);
    const Floats off = (y * run_ - x * slope_ - n_.shift + (w2 - 0.5f) * 0.9f) / n_.width;
    const Floats band = vexp(square(off) * -2.2f) * n_.density;
    const Floats body = smooth(0.40f, 0.80f, n) * band;
    const Floats wisps = smooth(0.42f, 0.80f, m) * band;
    Floats ridge = square(1.0f - vabs(m * 2.0f - 1.0f));
    ridge = square(square(ridge));
    Rgbs c = splat(dark) + n_.veil * (body * 0.9f + band * 0.05f);
    c = c + n_.glow * (wisps * body * 4.6f + body * 0.2f);
    c = c + n_.rim * (wisps * (1.0f - n) * 0.5f);
    c = c + n_.heart * (body * body * ridge * 4.2f);
    const Floats dust = smooth(0.47f, 0.70f, k) * smooth(0.34f, 0.6f, n);
    c = c * (1.0f - 0.74f * dust);
    bright = saturate(luminance(c) * 14.0f);
    return c;
  }

 private:
  Nebula n_;
  std::uint32_t seed_;
  float depth_, slope_, run_;
};

}  // namespace easel::painter::EASEL_ISA
