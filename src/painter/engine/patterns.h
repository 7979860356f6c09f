#pragma once

#include "painter/engine/abstract_colours.h"

// Flat patterns and poured colours, each a function of the place: gradients, waves, tiles, glass,
// marble, dots, stripes, checks. `pixel` is the width of a pixel, for edges.
namespace easel::painter::EASEL_ISA {

class PatternForm {
 public:
  PatternForm(const AbstractScene& scene, const Inks& inks, float pixel)
      : scene_(scene),
        inks_(inks),
        pixel_(pixel),
        seed_(scene.seed * 37u),
        cos_(cos1(scene.turn * 6.2831853f)),
        sin_(sin1(scene.turn * 6.2831853f)),
        variant_(Dice(scene.seed, "variant").below(3)) {}

  Rgbs at(Floats x, Floats y) const {
    const Floats u = x * cos_ + y * sin_, v = y * cos_ - x * sin_;
    switch (scene_.form) {
      case AbstractScene::Form::gradient:
        return gradient(u, v);
      case AbstractScene::Form::waves:
        return variant_ == 0 ? scallops(x, y) : waves(x, y);
      case AbstractScene::Form::geometric:
        return variant_ == 0 ? tiles(u, v) : variant_ == 1 ? triangles(u, v) : cubes(x, y);
      case AbstractScene::Form::glass:
        return glass(x, y);
      case AbstractScene::Form::marble:
        return marble(u, v);
      case AbstractScene::Form::dots:
        return dots(u, v);
      case AbstractScene::Form::stripes:
        return stripes(u);
      default:
        return checks(u, v);
    }
  }

 private:
  Floats step(Floats d) const { return saturate(d / pixel_ + 0.5f); }  // 1 where d > 0
  Floats part(Floats x) const { return x - vfloor(x); }

  // Pools of colour that flow into each other.
  Rgbs gradient(Floats u, Floats v) const {
    const Floats w1 = plane_noise(u * 0.55f + 3.0f, v * 0.55f, 2, seed_ + 1);
    const Floats w2 = plane_noise(u * 0.55f, v * 0.55f + 7.0f, 2, seed_ + 2);
    const Floats t = 0.5f + v * 0.42f + w1 * 0.55f;
    Rgbs c = inks_.run(t);
    const Floats pool =
        saturate(plane_noise(u * 0.7f + w2, v * 0.7f + w1, 2, seed_ + 3) * 1.6f + 0.2f);
    c = mix(c, inks_.run(t + 0.35f * w2 + 0.3f), pool * 0.6f);
    return c * (1.0f + 0.03f * value_noise(u * 260.0f, v * 260.0f, seed_ + 4));
  }

  // Sheets of paper cut in waves, each with a shadow on the one behind.
  Rgbs waves(Floats x, Floats y) const {
    const int layers = 9;
    Rgbs c = inks_.run(splat(1)) * 1.0f;
    c = mix(c, Rgb{1, 1, 1}, splat(0.15f) + y * 0.1f);
    for (int i = 0; i < layers; ++i) {
      const float f = static_cast<float>(i);
      Dice dice(scene_.seed, "wave", static_cast<std::uint64_t>(i));
      const float base = 0.78f - 1.75f * (f + 0.5f) / layers;
      const float a = dice.between(0.05f, 0.12f), b = dice.between(0.02f, 0.05f);
      const float fa = dice.between(0.35f, 0.7f), fb = dice.between(0.9f, 1.6f), p = dice.unit(),
                  q = dice.unit();
      const Floats edge = base + a * sin_turn(x * fa + p) + b * sin_turn(x * fb + q);
      const Floats below = edge - y;
      const Floats shadow =
          vexp(vmax(vabs(below + 0.012f), 0.0f) * -26.0f) * (1.0f - step(below)) * 0.42f;
      c = c * (1.0f - shadow);
      const Rgbs paper = inks_.run(splat(1 - (f + 0.5f) / layers)) *
                         (0.93f + 0.15f * vexp(below * -5.0f) +
                          0.025f * plane_noise(x * 90.0f, y * 90.0f, 2, seed_ + 5));
      c = mix(c, paper, step(below));
    }
    return c;
  }

  // Overlapping arcs in rows (seigaiha).
  Rgbs scallops(Floats x, Floats y) const {
    const float size = 0.16f * scene_.scale;
    Rgbs c = splat(scene_.ground);
    // From the top row down: each row lies over the one above it.
    for (int k = 2; k >= -2; --k) {
      const Floats row = vfloor(y / (size * 0.5f)) + static_cast<float>(k);
      const Floats odd = row * 0.5f - vfloor(row * 0.5f);
      const Floats cx = (vfloor(x / (2 * size) + 0.5f - odd) + odd) * (2 * size);
      const Floats dy = y - row * (size * 0.5f), dx = x - cx;
      const Floats r = vsqrt(dx * dx + dy * dy) / size;
      const Floats in = saturate((1.0f - r) * (size / pixel_) + 0.5f);
      const Floats ring = vfloor(r * 4.0f);
      const Floats line = vabs(r * 4.0f - ring - 0.5f);
      Rgbs own = inks_.pick(to_ints(clamp(ring, 0, static_cast<float>(inks_.count() - 1))));
      own =
          mix(own, scene_.ground * 1.0f, saturate((line - 0.40f) * (0.25f * size / pixel_) + 0.5f));
      c = mix(c, own, in);
    }
    return c;
  }

  // Squares with quarter circles, half circles and triangles in them.
  Rgbs tiles(Floats u, Floats v) const {
    const float size = 0.26f * scene_.scale;
    const Floats gx = u / size, gy = v / size, cx = vfloor(gx), cy = vfloor(gy);
    const Words h = hash(to_ints(cx), to_ints(cy), seed_);
    Floats a = gx - cx, b = gy - cy;
    const Ints turn = to_ints(unit(rehash(h, 1)) * 3.99f);
    a = select((turn & 1) != 0, 1.0f - a, a);
    b = select((turn & 2) != 0, 1.0f - b, b);
    const Floats kind = unit(rehash(h, 2)), r = vsqrt(a * a + b * b);
    const float sharp = size / pixel_;
    Floats in = saturate((1.0f - r) * sharp + 0.5f);
    in = select(kind > 0.30f, saturate((1.0f - a - b) * (0.7f * sharp) + 0.5f), in);
    const Floats half = vsqrt(square(a - 0.5f) + b * b);
    in = select(kind > 0.5f, saturate((0.5f - half) * sharp + 0.5f), in);
    const Floats middle = vsqrt(square(a - 0.5f) + square(b - 0.5f));
    in = select(kind > 0.68f, saturate((0.36f - middle) * sharp + 0.5f), in);
    in = select(kind > 0.84f, in * saturate((middle - 0.17f) * sharp + 0.5f), in);
    const Ints back = to_ints(unit(h) * (static_cast<float>(inks_.count()) - 0.01f));
    Ints front =
        back + 1 + to_ints(unit(rehash(h, 3)) * (static_cast<float>(inks_.count()) - 1.01f));
    front = (front >= inks_.count()) ? front - inks_.count() : front;
    return mix(inks_.pick(back), inks_.pick(front), in) *
           (1.0f + 0.03f * plane_noise(u * 110.0f, v * 110.0f, 2, seed_ + 5));
  }

  Rgbs triangles(Floats u, Floats v) const {
    const float size = 0.24f * scene_.scale;
    const Floats gy = v / (size * 0.8660254f), row = vfloor(gy);
    const Floats gx = u / size + row * 0.5f;
    const Floats cx = vfloor(gx), a = gx - cx, b = gy - row;
    // The upper and the lower half of a rhombus.
    const Floats side = a + b * 0.5f;
    const Floats shifted = side - vfloor(side);
    const Mask upper = shifted < b;
    const Words h = hash(to_ints(vfloor(side) + cx), to_ints(row) * 2 + (upper & 1), seed_);
    const Floats slope = plane_noise(u * 0.8f, v * 0.8f, 2, seed_ + 7) * 0.9f + 0.5f;
    const Floats tone = saturate(slope + (unit(h) - 0.5f) * 0.55f);
    Rgbs c = inks_.run(tone) * (0.86f + 0.26f * unit(rehash(h, 1)));
    return c;
  }

  // Cubes in three tones, as of stacked boxes.
  Rgbs cubes(Floats x, Floats y) const {
    const float size = 0.17f * scene_.scale;
    const Floats q = (x * 0.57735027f - y * 0.33333333f) / size, r = (y * 0.66666667f) / size;
    const Floats s = -q - r;
    Floats rq = vfloor(q + 0.5f), rr = vfloor(r + 0.5f), rs = vfloor(s + 0.5f);
    const Floats dq = vabs(rq - q), dr = vabs(rr - r), ds = vabs(rs - s);
    rq = select((dq > dr) & (dq > ds), -rr - rs, rq);
    rr = select(~((dq > dr) & (dq > ds)) & (dr > ds), -rq - rs, rr);
    const Floats cx = (rq * 1.7320508f + rr * 0.8660254f) * size, cy = rr * 1.5f * size;
    const Floats dx = x - cx, dy = y - cy;
    const Words h = hash(to_ints(rq), to_ints(rr), seed_);
    const Rgbs own = inks_.any_of(unit(h));
    const Floats top = step(dy - vabs(dx) * 0.57735027f);
    const Floats right = step(dx);
    const Floats side = mix(splat(0.42f), splat(0.72f), right);
    return own * mix(side, splat(1.12f), top);
  }

  Rgbs glass(Floats x, Floats y) const {
    const float cell = 0.17f * scene_.scale;
    const Floats u = x / cell, v = y / cell;
    Floats best = splat(9), ox = splat(0), oy = splat(0);
    Words piece{};
    visit_cells(u, v, 0.82f, seed_, [&](Floats dx, Floats dy, Words h) {
      const Floats d = dx * dx + dy * dy;
      const Mask nearer = d < best;
      best = select(nearer, d, best);
      ox = select(nearer, dx, ox);
      oy = select(nearer, dy, oy);
      piece = nearer ? h : piece;
    });
    Floats edge = splat(9);
    visit_cells(u, v, 0.82f, seed_, [&](Floats dx, Floats dy, Words) {
      const Floats ax = ox - dx, ay = oy - dy, apart = ax * ax + ay * ay;
      const Floats d = ((ox + dx) * ax + (oy + dy) * ay) * (-0.5f / vsqrt(vmax(apart, 1e-6f)));
      edge = select(apart > 1e-5f, vmin(edge, vabs(d)), edge);
    });
    const Floats r1 = unit(piece), r2 = unit(rehash(piece, 1));
    const Floats cx = x - ox * cell, cy = y - oy * cell;
    const Floats field = plane_noise(cx * 0.9f, cy * 0.9f, 2, seed_ + 9) * 0.9f + 0.5f;
    const Rgbs own = select(r1 > 0.45f, inks_.any_of(r2), inks_.run(field));
    const Floats c = cos_turn(r1), s = sin_turn(r1), p = u * c + v * s, w = v * c - u * s;
    const Floats streak = plane_noise(p * 0.6f + r2 * 40.0f, w * 3.0f + r1 * 9.0f, 4, seed_ + 60);
    const Floats seeds = plane_noise(u * 7.0f, v * 7.0f, 3, seed_ + 80);
    const Floats back = 0.7f + 0.6f * vexp((square(x - 0.2f) + square(y - 0.3f)) * -1.2f);
    const Floats tone = (0.8f + 0.4f * r2) * (1.0f + 0.36f * streak + 0.12f * seeds) * back *
                        (0.58f + 0.42f * smooth(0.0f, 0.22f, edge));
    const Floats lead = saturate((0.045f - edge) * (cell / pixel_) + 0.5f);
    const Floats bevel = vsqrt(vmax(1.0f - square(edge * (1 / 0.045f)), 0.0f));
    const Floats metal = 0.010f + 0.08f * bevel * bevel * bevel * (0.6f + 0.5f * seeds);
    return mix(own * tone, Rgb{1.05f, 0.98f, 0.86f} * metal, lead);
  }

  // Noise that bends noise, with veins of metal where it folds.
  Rgbs marble(Floats u, Floats v) const {
    const float f = 0.8f / scene_.scale;
    const Floats x = u * f, y = v * f;
    const Floats q1 = plane_noise(x + 1.0f, y, 5, seed_),
                 q2 = plane_noise(x, y + 4.0f, 5, seed_ + 11);
    const Floats r1 = plane_noise(x + 2.2f * q1 + 1.7f, y + 2.2f * q2 + 9.2f, 5, seed_ + 21);
    const Floats r2 = plane_noise(x + 2.2f * q1 + 8.3f, y + 2.2f * q2 + 2.8f, 5, seed_ + 31);
    const Floats n = plane_noise(x + 2.6f * r1, y + 2.6f * r2, 6, seed_ + 41);
    Rgbs c = inks_.run(0.5f + n * 1.15f + q1 * 0.35f);
    c = mix(c, inks_.run(saturate(0.5f + r2 * 1.2f)), saturate(r1 * r1 * 2.2f));
    c = c * (0.86f + 0.5f * saturate(0.5f + n));
    const Floats fold =
        vabs(plane_noise(x * 1.3f + 2.4f * r1, y * 1.3f + 2.4f * r2, 5, seed_ + 51));
    const Floats vein = vexp(square(fold * 34.0f) * -1.0f) * smooth(-0.15f, 0.25f, q2);
    const Floats shine = 0.6f + 0.9f * plane_noise(x * 9.0f, y * 9.0f, 4, seed_ + 61);
    return mix(c, Rgb{0.95f, 0.66f, 0.22f} * vmax(shine, 0.15f), saturate(vein * 1.1f));
  }

  Rgbs dots(Floats u, Floats v) const {
    const float size = 0.2f * scene_.scale;
    const Floats row = vfloor(v / size), odd = row * 0.5f - vfloor(row * 0.5f);
    const Floats gx = u / size + odd, cx = vfloor(gx);
    const Floats a = gx - cx - 0.5f, b = v / size - row - 0.5f;
    const Floats in = saturate((0.29f - vsqrt(a * a + b * b)) * (size / pixel_) + 0.5f);
    const Words h = hash(to_ints(cx), to_ints(row), seed_);
    return mix(splat(scene_.ground), inks_.any_of(unit(h)), in);
  }

  Rgbs stripes(Floats u) const {
    const float size = 0.17f * scene_.scale;
    const Floats at = u / size, i = vfloor(at);
    const float n = static_cast<float>(inks_.count());
    const auto colour = [&](Floats k) {
      return inks_.pick(to_ints(k - vfloor(k * (1 / n) + 1e-4f) * n));
    };
    return mix(colour(i), colour(i + 1.0f), saturate((at - i - 1.0f) * (size / pixel_) + 0.5f));
  }

  Rgbs checks(Floats u, Floats v) const {
    const float size = 0.22f * scene_.scale;
    const auto wave = [&](Floats x) {
      const Floats p = part(x / (2 * size));
      const Floats d = (0.25f - vabs(p - 0.5f)) * (2 * size);
      return saturate(d / pixel_ + 0.5f);
    };
    const Floats a = wave(u), b = wave(v);
    const Floats odd = a + b - 2.0f * a * b;
    return mix(splat(inks_.at(0)), splat(inks_.at(inks_.count() - 1)), odd);
  }

  const AbstractScene& scene_;
  const Inks& inks_;
  float pixel_;
  std::uint32_t seed_;
  float cos_, sin_;
  int variant_;
};

}  // namespace easel::painter::EASEL_ISA
