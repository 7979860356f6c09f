#pragma once

#include "painter/engine/clouds.h"

// Northern lights: curtains of glowing air from 95 to 265 km up, by nature green below where oxygen
// glows at 558 nm, violet and red above. The curtains are the zero lines of a warped wave over the
// map.
namespace easel::painter::EASEL_ISA {

class Aurora {
 public:
  Aurora(const Sky& sky, std::uint32_t seed)
      : colour_(sky.aurora_colour),
        fringe_(sky.aurora_fringe),
        parted_(sky.aurora_parted),
        seed_(seed) {
    // One curtain always crosses the middle of the view.
    Floats wx;
    shift_ = 0.5f - wave(splat(0), splat(0.5f), wx)[0];
  }

  Rgbs look(Vecs d, Floats jitter) const {
    constexpr int kSteps = 48;
    Rgbs light = splat(Rgb{});
    for (int i = 0; i < kSteps; ++i) {
      const Floats a = (jitter + static_cast<float>(i)) * (1.0f / kSteps);
      const Floats altitude = 95.0f + 170.0f * a * a;
      const Floats b = d.y * 6360.0f;
      const Floats t = vsqrt(b * b + 2.0f * 6360.0f * altitude) - b;
      const Floats glow = curtain(d.x * t * (1 / 420.0f), d.z * t * (1 / 420.0f)) *
                          vexp(a * -4.2f) * smooth(0.0f, 0.05f, a) * (14.0f / kSteps);
      Floats low = vexp(a * -2.2f) * 1.25f + 0.08f, high = a * a * 1.3f + 0.06f;
      if (parted_) {
        const Floats up = smooth(0.10f, 0.34f, a);
        high = up * 3.2f;
        low *= 1.0f - up;
      }
      light = light + (colour_ * low + fringe_ * high) * glow;
    }
    return light * smooth(0.01f, 0.22f, d.y);
  }

 private:
  Floats wave(Floats x, Floats z, Floats& wx) const {
    wx = gradient_noise(x * 1.1f, z * 1.1f, seed_ + 1) * 0.9f +
         gradient_noise(x * 3.3f, z * 3.3f, seed_ + 2) * 0.22f;
    const Floats wz = gradient_noise(x * 1.1f + 7.0f, z * 1.1f, seed_ + 3) * 0.5f;
    return (z + wz) * 1.05f + wx * 0.9f + 0.35f * x + shift_;
  }

  Floats curtain(Floats x, Floats z) const {
    Floats wx;
    const Floats phase = wave(x, z, wx);
    const Floats off = vabs(phase - vfloor(phase) - 0.5f) * 2.0f;
    const Floats line = vexp(off * off * -260.0f) + 0.22f * vexp(off * off * -22.0f);
    const Floats rays = 0.45f + 0.55f * saturate(0.5f + 0.9f * gradient_noise(x * 26.0f + wx * 9.0f,
                                                                              z * 3.0f, seed_ + 4));
    const Floats where =
        smooth(-0.35f, 0.35f, gradient_noise(x * 0.8f, z * 0.8f, seed_ + 5) + 0.2f);
    return line * rays * where;
  }

  Rgb colour_, fringe_;
  bool parted_;
  std::uint32_t seed_;
  float shift_ = 0;
};

}  // namespace easel::painter::EASEL_ISA
