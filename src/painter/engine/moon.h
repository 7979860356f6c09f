#pragma once

#include "painter/engine/color.h"
#include "painter/engine/noise.h"
#include "painter/engine/view.h"

// The moon's disc: maria from noise on the sphere, craters with bright rims, a phase.
namespace easel::painter::EASEL_ISA {

class Moon {
 public:
  Moon(const Sky& sky, Rgb light, std::uint32_t seed)
      : radius_(sky.moon),
        light_(light),
        seed_(seed),
        phase_(sky.moon_phase),
        eclipse_(sky.eclipse) {
    const Vec d = direction(sky.moon_elevation, sky.moon_azimuth);
    visible_ = radius_ > 0 && d.z > 0.05f;
    u_ = d.x / std::max(d.z, 0.05f);
    v_ = d.y / std::max(d.z, 0.05f);
    place_craters();
  }

  bool reaches(float v) const { return visible_ && std::fabs(v - v_) < radius_ * 9; }

  // Lays disc and halo over the sky's light; returns how much of each pixel the disc covers.
  Floats draw(Floats u, float v, float pixel, Rgbs& light) const {
    const Floats x = (u - u_) * (1 / radius_);
    const float y = (v - v_) / radius_;
    const Floats r = vsqrt(x * x + y * y);
    if (eclipse_) return before_the_sun(x, y, r, pixel, light);
    const Floats halo = vexp(vmax(r - 1.0f, 0.0f) * -1.1f) * 0.05f + vexp(r * -0.35f) * 0.012f;
    light = light + light_ * (halo * phase_);
    const Floats disc = saturate((1.0f - r) * (radius_ / (pixel * 1.2f)) + 0.5f);
    if (!any(disc > 0.0f)) return disc;
    const Floats shown = disc * lit_side(x, y, r);
    light = light * (1.0f - shown * 0.35f) + light_ * (shown * albedo(x, y, r));
    return disc;
  }

 private:
  struct Crater {
    float x, y, size;
  };

  void place_craters() {
    for (std::size_t k = 0; k < craters_.size(); ++k) {
      const float turn = 2.39996f * k + static_cast<float>(seed_ % 628) * 0.01f;
      const float r = std::sqrt((k + 0.5f) / craters_.size()) * 0.95f;
      craters_[k] = {r * cos1(turn), r * sin1(turn), 0.03f + 0.05f * ((k * 7919u) % 17) / 17.0f};
    }
  }

  // A black disc with the sun's corona around it: streamers that thin out, and a bright ring.
  Floats before_the_sun(Floats x, float y, Floats r, float pixel, Rgbs& light) const {
    const Floats out = vmax(r, 1.0f), cx = x / out, cy = splat(y) / out;
    const Floats streamers = gradient_noise(cx * 2.3f, cy * 2.3f, seed_ + 6) * 0.8f +
                             gradient_noise(cx * 9.0f, cy * 9.0f, seed_ + 7) * 0.35f;
    const Floats away = out - 1.0f;
    const Floats corona =
        vexp(away * -2.4f) * 0.9f + vexp(away * (-0.75f + 0.5f * streamers)) * 0.28f;
    const Floats ring = vexp(away * -26.0f) * 4.0f;
    const Floats disc = saturate((1.0f - r) * (radius_ / (pixel * 1.2f)) + 0.5f);
    light = light + Rgb{1.0f, 0.96f, 0.90f} * (light_.g * (corona + ring) * vexp(away * -0.22f));
    light = light * (1.0f - disc);
    return disc;
  }

  // 1 where the sun shines on the sphere, with a soft terminator.
  Floats lit_side(Floats x, float y, Floats r) const {
    if (phase_ > 0.97f) return splat(1);
    const Floats z = vsqrt(vmax(1.0f - r * r, 0.0f));
    const float c = 2 * phase_ - 1, s = std::sqrt(1 - c * c);
    return smooth(-0.06f, 0.16f, (x * 0.94f + y * 0.34f) * s + z * c);
  }

  Floats albedo(Floats x, float y, Floats r) const {
    const Floats z = vsqrt(vmax(1.0f - r * r, 0.0f));
    const Floats gx = x / (0.4f + 0.6f * z), gy = y / (0.4f + 0.6f * z);
    const Floats maria = gradient_noise(gx * 1.1f + 4.0f, gy * 1.1f, seed_ + 1) * 1.2f +
                         gradient_noise(gx * 2.7f, gy * 2.7f, seed_ + 2) * 0.5f +
                         gradient_noise(gx * 7.0f, gy * 7.0f, seed_ + 3) * 0.25f;
    const Floats grain = gradient_noise(gx * 22.0f, gy * 22.0f, seed_ + 4) * 0.05f +
                         gradient_noise(gx * 50.0f, gy * 50.0f, seed_ + 5) * 0.04f;
    Floats craters = splat(0);
    for (const Crater& c : craters_) {
      const Floats d = vsqrt(square(x - c.x) + (y - c.y) * (y - c.y)) * (1 / c.size);
      craters += vexp(square(d - 1.1f) * -14.0f) * 0.13f - vexp(d * d * -1.5f) * 0.10f;
    }
    const Floats ground = 0.82f - 0.36f * saturate(maria * 1.5f + 0.25f) + grain + craters;
    return ground * (0.72f + 0.28f * z);
  }

  float radius_;
  Rgb light_;
  std::uint32_t seed_;
  float phase_;
  bool eclipse_;
  bool visible_ = false;
  float u_ = 0, v_ = 0;
  std::array<Crater, 24> craters_{};
};

}  // namespace easel::painter::EASEL_ISA
