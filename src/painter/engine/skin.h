#pragma once

#include "painter/engine/solids.h"

// What a surface looks like: the paints of a model, with their patterns and their relief.
namespace easel::painter::EASEL_ISA {

struct Skin {
  Rgbs colour;
  Floats gloss, thin;
  Rgbs glow;
};

// The angle around y, in turns, 0 … 1; error below 0.0002 (a polynomial of the octant's tangent).
EASEL_FAST Floats turn_of(Floats x, Floats z) {
  const Floats ax = vabs(x), az = vabs(z);
  const Floats t = vmin(ax, az) / vmax(vmax(ax, az), 1e-9f), t2 = t * t;
  Floats a = t * (0.1591549f + t2 * (-0.0525f + t2 * (0.0277f + t2 * -0.0094f)));
  a = select(az > ax, 0.25f - a, a);
  a = select(x < 0.0f, 0.5f - a, a);
  return select(z < 0.0f, 1.0f - a, a);
}

EASEL_FAST Floats fraction(Floats x) {
  return x - vfloor(x);
}
// 0 … ½ … 0 over each whole number.
EASEL_FAST Floats zigzag(Floats x) {
  return vabs(fraction(x) - 0.5f);
}

// The surface's own detail, about −½ … ½ of the paint's relief.
inline Floats relief(const Paint& paint, Vecs p) {
  const float f = (paint.fur ? 2.0f : 1.0f) / paint.grain;
  const Vecs q = paint.fur ? Vecs{p.x * f, p.y * (0.55f * f), p.z * (0.30f * f)} : p * splat(f);
  const Floats coarse = value_noise(q.x, q.y, q.z, 5u) - 0.5f;
  const Floats fine = value_noise(q.x * 2.7f, q.y * 2.7f, q.z * 2.7f, 6u) - 0.5f;
  return (coarse * 0.6f + fine * 0.4f) * paint.relief;
}

class Weave {
 public:
  // The share of a paint's second colour at p of the model, q of the part, under the normal n.
  static Floats second(const Paint& paint, Vecs p, Vecs q, Vecs n) {
    const float s = 1 / paint.scale;
    switch (paint.pattern) {
      case Pattern::plain:
        return splat(0);
      case Pattern::bands:
        return smooth(0.235f, 0.265f, zigzag(q.y * s + paint.at));
      case Pattern::gores:
        return smooth(0.23f, 0.27f, zigzag(turn_of(q.x, q.z) * paint.scale));
      case Pattern::zigzag: {
        const Floats wave = zigzag(turn_of(q.x, q.z) * 9.0f) * 0.9f;
        return smooth(0.22f, 0.28f, zigzag(q.y * s + wave));
      }
      case Pattern::spots:
        return smooth(0.60f, 0.68f, noise(p, s, 31));
      case Pattern::dots:
        return dots(p * splat(s));
      case Pattern::patches:
        return smooth(0.50f, 0.56f, noise(p, s, 33));
      case Pattern::plates:
        return seams(p * splat(s));
      case Pattern::tiger:
        return tiger(paint, p, s);
      case Pattern::planks:
        return boards(q.y * s, 0.05f);
      case Pattern::bricks:
        return courses(p, n, s, 0.06f);
      case Pattern::shingles:
        return courses(p, n, s, 0.12f);
      case Pattern::front:
        return smooth(-0.5f, 0.5f, (p.z - paint.at) * s + noise(p, s * 0.7f, 35) - 0.5f);
      case Pattern::below:
        return smooth(0.15f, -0.45f, n.y + (noise(p, s, 36) - 0.5f) * 0.5f);
      case Pattern::above:
        return smooth(-0.5f, 0.5f, (p.y - paint.at) * s + (noise(p, s, 37) - 0.5f) * 0.6f);
      case Pattern::top:
        return smooth(0.32f, 0.58f, n.y + (noise(p, s, 38) - 0.5f) * 0.16f);
      case Pattern::mottled:
        return smooth(0.25f, 0.75f, noise(p, s, 39) * 0.65f + noise(p, s * 2.9f, 40) * 0.35f);
      case Pattern::grain:
        return smooth(0.2f, 0.8f, value_noise(p.x * s, p.y * s, p.z * (0.12f * s), 41u));
      case Pattern::windows:
        return panes(p, n, s);
      case Pattern::strata:
        return smooth(0.25f, 0.45f, zigzag(p.y * s + noise(p, s * 0.4f, 42) * 0.9f)) *
               smooth(0.6f, 0.2f, n.y);
      case Pattern::seeds:
        return dots(Vecs{q.x * s, q.y * 0.0f, q.z * s});
    }
    return splat(0);
  }

 private:
  static Floats noise(Vecs p, float f, std::uint32_t seed) {
    return value_noise(p.x * f, p.y * f, p.z * f, seed);
  }

  // The borders between cells around scattered points.
  static Floats seams(Vecs p) {
    const Vecs cell{vfloor(p.x), vfloor(p.y), vfloor(p.z)};
    Floats first = splat(9), second = splat(9);
    for (int i = 0; i < 27; ++i) {
      const int dx = i % 3 - 1, dy = i / 3 % 3 - 1, dz = i / 9 - 1;
      const Words h = hash(to_ints(cell.x) + dx, to_ints(cell.y) + dy, to_ints(cell.z) + dz, 91u);
      const Vecs to{p.x - cell.x - (dx + 0.15f + 0.7f * unit(h)),
                    p.y - cell.y - (dy + 0.15f + 0.7f * unit(rehash(h, 1))),
                    p.z - cell.z - (dz + 0.15f + 0.7f * unit(rehash(h, 2)))};
      const Floats away = length(to);
      second = vmin(second, vmax(first, away));
      first = vmin(first, away);
    }
    return smooth(0.20f, 0.12f, second - first);
  }

  static Floats dots(Vecs p) {
    const Floats row = vfloor(p.y);
    const Floats x = fraction(p.x + row * 0.5f) - 0.5f, z = fraction(p.z + row * 0.37f) - 0.5f;
    const Floats y = p.y - row - 0.5f;
    return smooth(0.36f, 0.30f, vsqrt(x * x + y * y + z * z));
  }

  // Dark stripes across the body, broken up, fading toward the belly.
  static Floats tiger(const Paint& paint, Vecs p, float s) {
    const Floats wander = noise(p, s * 0.9f, 43) * 0.9f + vabs(p.x) * (s * 0.35f);
    const Floats stripe = sin_turn(p.z * s + p.y * (0.25f * s) + wander);
    return smooth(0.25f, 0.55f, stripe) * smooth(-0.25f, 0.25f, (p.y - paint.at) * s);
  }

  static Floats boards(Floats across, float joint) {
    const Floats f = fraction(across);
    const Floats gap = smooth(joint, 0.0f, vmin(f, 1.0f - f));
    const Words h = hash(to_ints(vfloor(across)), to_ints(vfloor(across)), 71u);
    return saturate(gap + unit(h) * 0.35f);
  }

  // Along the wall, whichever way it faces.
  static Floats along(Vecs p, Vecs n) { return select(vabs(n.x) > vabs(n.z), p.z, p.x); }

  static Floats courses(Vecs p, Vecs n, float s, float joint) {
    const Floats y = p.y * (2.0f * s), row = vfloor(y);
    const Floats x = along(p, n) * s + row * 0.37f;
    const Floats fx = fraction(x), fy = y - row;
    const Floats gap = vmax(smooth(joint, 0.0f, vmin(fx, 1.0f - fx)),
                            smooth(joint * 1.6f, 0.0f, vmin(fy, 1.0f - fy)));
    const Words h = hash(to_ints(vfloor(x)), to_ints(row), 72u);
    return saturate(gap * 0.8f + unit(h) * 0.45f);
  }

  static Floats panes(Vecs p, Vecs n, float s) {
    const Floats x = zigzag(along(p, n) * s), y = zigzag(p.y * (0.8f * s));
    return smooth(0.26f, 0.23f, x) * smooth(0.34f, 0.31f, y) * smooth(0.5f, 0.3f, vabs(n.y));
  }
};

}  // namespace easel::painter::EASEL_ISA
