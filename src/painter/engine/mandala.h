#pragma once

#include "painter/engine/abstract_colours.h"

// A mandala in leaded glass: rings of petals folded into one, the distance to the nearest outline
// drawn as lead, every piece of glass with a tone and a streak of its own, light from behind.
namespace easel::painter::EASEL_ISA {

class MandalaForm {
 public:
  MandalaForm(const AbstractScene& scene, const Inks& inks)
      : inks_(inks), ground_(scene.ground), seed_(scene.seed * 31u), n_(scene.symmetry) {
    Dice dice(scene.seed, "mandala");
    const auto ring = [&](int count, float shift, float middle, float length, float width,
                          Shape shape, int colour, float value) {
      rings_.push_back({count, shift, middle, length * dice.between(0.94f, 1.06f),
                        width * dice.between(0.85f, 1.12f), shape, inks_.at(colour) * value});
    };
    const int n = n_, colour = dice.below(8);
    const float turn = dice.chance(0.5f) ? 0.5f : 0.0f, other = 0.5f - turn;
    const bool kites = dice.chance(0.5f);
    const Shape pointed = kites ? Shape::kite : Shape::petal;
    ring(2 * n, turn, 0.83f, 0.115f, 0.085f, Shape::petal, colour, 1);
    ring(2 * n, other, 0.80f, 0.125f, 0.072f, Shape::petal, colour + 1, 1);
    ring(2 * n, other, 0.905f, 0.034f, 0.034f, Shape::disc, colour + 2, 1);
    ring(n, turn, 0.665f, 0.175f, 0.125f, Shape::petal, colour + 3, 1);
    ring(n, turn, 0.655f, 0.125f, 0.075f, Shape::petal, colour + 4, 1);
    ring(n, turn, 0.645f, 0.070f, 0.036f, Shape::petal, colour + 2, 1);
    ring(n, other, 0.60f, 0.120f, 0.085f, pointed, colour + 5, 1.1f);
    ring(n, other, 0.615f, 0.042f, 0.042f, Shape::disc, colour + 1, 1);
    ring(n, other, 0.44f, 0.150f, 0.090f, Shape::petal, colour + 1, 1);
    ring(n, other, 0.435f, 0.090f, 0.045f, Shape::petal, colour + 4, 1);
    ring(n, turn, 0.385f, 0.115f, 0.060f, pointed, colour + 3, 1);
    ring(n, turn, 0.425f, 0.026f, 0.026f, Shape::disc, colour + 2, 1);
    ring(n / 2, turn, 0.235f, 0.150f, 0.085f, Shape::petal, colour + 5, 1);
    ring(n / 2, turn, 0.235f, 0.095f, 0.043f, Shape::petal, colour, 1.2f);
    ring(n / 2, other, 0.185f, 0.120f, 0.062f, Shape::petal, colour + 1, 1.1f);
    ring(n / 2, other, 0.195f, 0.030f, 0.030f, Shape::disc, colour + 2, 1);
    ring(1, 0, 0, 0.085f, 0.085f, Shape::disc, colour + 4, 1);
    ring(8, 0, 0.045f, 0.034f, 0.016f, Shape::petal, colour + 2, 1);
    ring(1, 0, 0, 0.020f, 0.020f, Shape::disc, colour + 1, 1.2f);
  }

  Rgbs at(Floats u, Floats v) const {
    const Floats r = vsqrt(u * u + v * v), turn = turn_of(v, u);
    const float sectors = static_cast<float>(2 * n_);
    const Floats k = vfloor(turn * sectors + 0.5f), band = vfloor(r * 5.0f);
    Floats piece = k * 7.0f + band * 57.0f;
    Floats lead = vmin(vabs(vabs(turn * sectors - k) - 0.5f) * (6.2831853f / sectors) * r,
                       vabs(r * 5.0f - vfloor(r * 5.0f + 0.5f)) * 0.2f);
    const Floats parity = (k + band) * 0.5f;
    Rgbs glass =
        select(parity - vfloor(parity) > 0.25f, splat(ground_ * 1.2f), splat(ground_ * 0.7f));
    for (std::size_t i = 0; i < rings_.size(); ++i) {
      add(rings_[i], static_cast<float>(i), u, v, r, turn, lead, glass, piece);
    }
    border(u, v, r, turn, lead, glass, piece);
    return lit(u, v, r, lead, glass, piece);
  }

 private:
  enum class Shape { petal, disc, kite };
  struct Ring {
    int count;
    float shift, middle, length, width;
    Shape shape;
    Rgb glass;
  };

  static void add(const Ring& g, float number, Floats u, Floats v, Floats r, Floats turn,
                  Floats& lead, Rgbs& glass, Floats& piece) {
    const float n = static_cast<float>(g.count);
    const Floats s = turn * n - g.shift, k = vfloor(s + 0.5f), a = (s - k) * (1 / n);
    Floats x = r * cos_turn(a) - g.middle, y = r * sin_turn(a);
    if (g.count == 1) {
      x = u;
      y = v;
    }
    Floats d;
    if (g.shape == Shape::petal) {
      const float radius = (g.length * g.length + g.width * g.width) / (2 * g.width);
      d = vsqrt(x * x + square(vabs(y) + (radius - g.width))) - radius;
    } else if (g.shape == Shape::disc) {
      d = vsqrt(x * x + y * y) - g.length;
    } else {
      const Floats along = x * (1 / g.length), across = vabs(y) * (1 / g.width);
      const Floats f =
          select(along > 0.2f, (along - 0.2f) * (1 / 0.8f), (0.2f - along) * (1 / 1.2f));
      d = (f + across - 1.0f) * (g.width * 0.72f);
    }
    const Mask in = d < 0.0f;
    lead = select(in, vabs(d), vmin(lead, vabs(d)));
    glass = select(in, splat(g.glass), glass);
    piece = select(in, k + number * 101.0f, piece);
  }

  void border(Floats u, Floats v, Floats r, Floats turn, Floats& lead, Rgbs& glass,
              Floats& piece) const {
    constexpr float kRim = 0.955f, kOuter = 1.005f;
    lead = vmin(lead, vabs(r - kRim));
    const Mask rim = (r > kRim) & (r < kOuter), corner = r > kOuter;
    const float parts = static_cast<float>(6 * n_);
    const Floats part = turn * parts, off = vabs(part - vfloor(part) - 0.5f);
    const Floats seam = (0.5f - off) * (6.2831853f / parts) * r;
    lead = select(rim, vmin(vmin(vabs(r - kRim), vabs(r - kOuter)), seam), lead);
    glass = select(rim, splat(inks_.at(1) * 0.9f), glass);
    piece = select(rim, vfloor(part) + 9000.0f, piece);
    const Floats a = (u + v) * 7.0f, b = (u - v) * 7.0f, fa = vfloor(a), fb = vfloor(b);
    const Floats diamond =
        vmin(vmin(a - fa, 1.0f - (a - fa)), vmin(b - fb, 1.0f - (b - fb))) * (0.707f / 7);
    const Floats h = unit(hash(to_ints(fa), to_ints(fb), seed_ + 5u));
    const Rgbs cell = select(h > 0.8f, splat(inks_.at(2) * 0.7f),
                             select(h > 0.4f, splat(ground_), splat(ground_ * 0.55f)));
    lead = select(corner, vmin(diamond, vabs(r - kOuter)), lead);
    glass = select(corner, cell, glass);
    piece = select(corner, fa * 37.0f + fb + 20000.0f, piece);
  }

  Rgbs lit(Floats u, Floats v, Floats r, Floats lead, Rgbs glass, Floats piece) const {
    constexpr float kLead = 0.0075f;
    const Words h = hash(to_ints(piece), to_ints(piece * 0.37f), seed_);
    const Floats r1 = unit(h), r2 = unit(rehash(h, 1));
    const Floats c = cos_turn(r1), s = sin_turn(r1), p = u * c + v * s, w = v * c - u * s;
    const Floats streak = plane_noise(p * 5.0f + r2 * 40.0f, w * 22.0f + r1 * 9.0f, 4, seed_ + 60u);
    const Floats seeds = plane_noise(u * 46.0f, v * 46.0f, 3, seed_ + 80u);
    const Floats light = 0.62f + 0.85f * vexp(r * r * -1.1f) +
                         0.25f * vexp((square(u + 0.35f) + square(v - 0.45f)) * -2.5f);
    const Floats tone = (0.78f + 0.4f * r2) * (1.0f + 0.36f * streak + 0.12f * seeds) * light *
                        (0.62f + 0.38f * smooth(0.0f, 0.035f, lead));
    Rgbs out = glass * tone + Rgb{1, 1, 1} * (saturate(tone - 1.15f) * 0.12f);
    const Floats bevel = vsqrt(vmax(1.0f - lead * lead * (1 / (kLead * kLead)), 0.0f));
    const Floats metal = 0.012f + 0.085f * bevel * bevel * bevel * (0.6f + 0.5f * seeds);
    return mix(out, Rgb{1.05f, 0.98f, 0.86f} * metal,
               smooth(kLead + 0.0022f, kLead - 0.0012f, lead));
  }

  const Inks& inks_;
  Rgb ground_;
  std::uint32_t seed_;
  int n_;
  std::vector<Ring> rings_;
};

}  // namespace easel::painter::EASEL_ISA
