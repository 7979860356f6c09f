#pragma once

#include "painter/engine/starfield.h"
#include "painter/engine/volume_noise.h"

// An inclined spiral galaxy: arms along logarithmic spirals, dust on their inner edges in front of
// the light behind it, a warm bulge, and clusters of stars strewn along the arms.
namespace easel::painter::EASEL_ISA {

class GalaxyLight {
 public:
  GalaxyLight(const Galaxy& galaxy, std::uint32_t seed)
      : g_(galaxy),
        seed_(seed * 151u),
        cos_i_(cos1(galaxy.inclination * 0.0174532925f)),
        sin_i_(sin1(galaxy.inclination * 0.0174532925f)),
        cos_a_(cos1(galaxy.angle * 0.0174532925f)),
        sin_a_(sin1(galaxy.angle * 0.0174532925f)) {}

  // Adds its light; returns how much of it is worth seeing.
  Floats draw(Floats x, Floats y, Rgbs& light) const {
    const float scale = 1 / g_.size;
    const Floats a = (x - g_.x) * scale, b = (y - g_.y) * scale;
    const Floats u = a * cos_a_ + b * sin_a_, v = b * cos_a_ - a * sin_a_;
    Rgbs c = splat(Rgb{});
    Rgbs through = splat(Rgb{1, 1, 1});
    constexpr int kSlices = 5;
    constexpr float kWeights[kSlices] = {0.10f, 0.22f, 0.36f, 0.22f, 0.10f};
    for (int k = 0; k < kSlices; ++k) {
      const float height = static_cast<float>(2 - k) * 0.012f;
      slice(u, (v - height * sin_i_) * (1 / cos_i_), kWeights[k], c, through);
    }
    const Floats far = vsqrt(u * u * 0.55f + square(v / (0.3f + 0.7f * cos_i_)) * 0.6f);
    c = c + g_.bulge * (vexp(far * -5.0f) * 0.12f) + g_.arm * (vexp(far * -2.2f) * 0.022f);
    const Floats bright = saturate(luminance(c) * 6.0f);
    light = light * (through * 0.5f + splat(Rgb{0.5f, 0.5f, 0.5f})) + c;
    return bright;
  }

  // Clusters, more of them where arms are bright.
  void strew(StarField& field, std::uint32_t seed) const {
    constexpr int kTries = 9000;
    for (int i = 0; i < kTries; ++i) {
      Dice dice(seed, "cluster", static_cast<std::uint64_t>(i));
      const float r = 0.04f + 1.02f * std::sqrt(dice.unit()), turn = dice.unit();
      const float X = r * cos1(turn * 6.2831853f), Z = r * sin1(turn * 6.2831853f);
      const float arm = arm_at(splat(X), splat(Z), splat(r), 0)[0];
      const float chance = (0.08f + arm * arm) * exp1(-r * 1.8f) * smooth1(1.15f, 0.8f, r) * 1.3f;
      if (dice.unit() > chance) continue;
      const float u = X, v = Z * cos_i_;
      const float m = dice.unit();
      const bool young = dice.chance(0.12f * smooth1(0.15f, 0.4f, r));
      const Rgb tint = young ? Rgb{1, 0.35f, 0.5f} : mix(g_.bulge, g_.arm, smooth1(0.1f, 0.5f, r));
      const float light = (0.05f + 0.75f * m * m * m * m) * (young ? 1.3f : 1.0f);
      field.add({g_.x + g_.size * (u * cos_a_ - v * sin_a_),
                 g_.y + g_.size * (u * sin_a_ + v * cos_a_), young ? 0.0026f : 0.0014f,
                 mix(tint, Rgb{1, 1, 1}, 0.35f) * light, 0});
    }
  }

 private:
  // How deep in an arm, 0 … 1: the cosine of the angle left when the spiral is unwound, `ahead`
  // turns further.
  Floats arm_at(Floats X, Floats Z, Floats r, Floats ahead) const {
    const Floats turn = vlog(r + 0.03f) * g_.twist + ahead;
    return 0.5f + 0.5f * cos_turn((angle(X, Z) + turn) * static_cast<float>(g_.arms));
  }
  Floats arm_at(Floats X, Floats Z, Floats r, float ahead) const {
    return arm_at(X, Z, r, splat(ahead));
  }
  // In turns.
  static Floats angle(Floats x, Floats y) {
    const Floats ax = vabs(x), ay = vabs(y);
    const Floats a = vmin(ax, ay) / vmax(vmax(ax, ay), 1e-9f), s = a * a;
    Floats r = ((-0.0464964749f * s + 0.15931422f) * s - 0.327622764f) * s * a + a;
    r = select(ay > ax, 1.57079637f - r, r);
    r = select(x < 0.0f, 3.14159274f - r, r);
    return select(y < 0.0f, -r, r) * 0.159154943f;
  }

  void slice(Floats X, Floats Z, float weight, Rgbs& c, Rgbs& through) const {
    const Floats r = vsqrt(X * X + Z * Z) + 1e-4f;
    if (!any(r < 1.6f)) return;
    const Floats bend = plane_noise(X * 3.0f + 11.0f, Z * 3.0f, 4, seed_) * 0.11f;
    const Floats wind = vlog(r + 0.03f) * g_.twist;
    // Noise drawn out along the arms: looked up in the unwound frame.
    const Floats cw = cos_turn(wind), sw = sin_turn(wind);
    const Floats px = X * cw - Z * sw, pz = X * sw + Z * cw;
    const Floats lr = wind * (2.0f / g_.twist);
    const Floats n1 =
        plane_noise(px * 2.0f + lr * 2.5f, pz * 2.0f + lr, 5, seed_ + 10) * 0.5f + 0.5f;
    const Floats n2 = plane_noise(X * 13.0f, Z * 13.0f, 5, seed_ + 20) * 0.5f + 0.5f;
    const Floats n3 = plane_noise(X * 30.0f + 5.0f, Z * 30.0f, 4, seed_ + 30) * 0.5f + 0.5f;
    const Floats arm = arm_at(X, Z, r, bend);
    const Floats body = arm * arm * arm;
    const Floats disc = vexp(r * -3.1f) * smooth(1.25f, 0.75f, r);
    const Floats armed = (body * 1.35f + 0.10f) * disc * smooth(0.06f, 0.30f, r);
    const Floats flakes = smooth(0.30f, 0.75f, n1 * 0.5f + n2 * 0.5f);
    const Floats shine = armed * (0.25f + 1.9f * flakes);
    const Floats bulge = vexp(r * -13.0f) * 1.9f + vexp(r * r * -160.0f) * 3.2f;
    const Rgbs own = mix(g_.bulge, g_.arm * 1.1f, smooth(0.10f, 0.48f, r));
    const Floats births =
        smooth(0.56f, 0.74f, n3) * body * smooth(0.10f, 0.3f, r) * disc * smooth(0.45f, 0.6f, n2);
    c = c +
        through *
            (own * (shine * (2.6f * weight)) + Rgb{1, 0.08f, 0.19f} * (births * (20.0f * weight)) +
             Rgb{1, 0.79f, 0.45f} * (bulge * weight) + g_.bulge * (disc * (0.25f * weight)));
    const Floats inner =
        square(square(arm_at(X, Z, r, bend + 0.06f * (g_.twist < 0 ? -1.0f : 1.0f))));
    const Floats ridge = 1.0f - vabs(n1 * 2.0f - 1.0f);
    const Floats dust = (inner * smooth(0.35f, 0.7f, n2 * 0.6f + ridge * 0.4f) * 2.2f +
                         smooth(0.55f, 0.8f, n2) * 0.5f * ridge) *
                        vexp(r * -1.6f) * smooth(0.05f, 0.16f, r) * smooth(1.15f, 0.6f, r) *
                        (weight * 4.6f);
    through = through * Rgbs{vexp(dust * -0.75f), vexp(dust * -1.15f), vexp(dust * -1.7f)};
  }

  Galaxy g_;
  std::uint32_t seed_;
  float cos_i_, sin_i_, cos_a_, sin_a_;
};

}  // namespace easel::painter::EASEL_ISA
