#pragma once

#include "painter/engine/nebula.h"
#include "painter/engine/volume_noise.h"

// A black hole that does not turn (Schwarzschild), with a thin disc of glowing gas: every ray is
// bent step by step by x'' = −1.5 h² x / r⁵ (h its angular momentum, r in units of the hole's
// radius), so the far side of the disc stands above and below the hole, and a ring of light around
// it, as they would. The gas is hotter inside, brighter and bluer where it comes toward the viewer.
namespace easel::painter::EASEL_ISA {

class BlackHoleView {
 public:
  BlackHoleView(const BlackHole& hole, const Nebula& nebula, std::uint32_t seed)
      : hole_(hole), sky_(nebula, seed), seed_(seed * 101u) {
    const float tilt = hole.inclination * 0.0174532925f;
    eye_ = {0, kDistance * sin1(tilt), -kDistance * cos1(tilt)};
    forward_ = normalize(eye_ * -1);
    up_ = {0, forward_.z, -forward_.y};
    cos_roll_ = cos1(hole.roll * 0.0174532925f);
    sin_roll_ = sin1(hole.roll * 0.0174532925f);
  }

  struct Seen {
    Floats disc, hole, sky;
  };

  Rgbs light(Floats x, Floats y, float pixel, Seen& seen) const {
    const float zoom = hole_.size / 2.05f;
    const Floats u = (x * cos_roll_ - y * sin_roll_) * zoom;
    const Floats v = (x * sin_roll_ + y * cos_roll_) * zoom;
    Ray ray{splat(eye_), normalize(Vecs{u, v * up_.y + forward_.y, v * up_.z + forward_.z})};
    const Vecs spin{ray.p.y * ray.d.z - ray.p.z * ray.d.y, ray.p.z * ray.d.x - ray.p.x * ray.d.z,
                    ray.p.x * ray.d.y - ray.p.y * ray.d.x};
    const Floats pull = dot(spin, spin) * -1.5f;
    Floats r2 = dot(ray.p, ray.p);
    Mask live = r2 > 0.0f;
    for (int step = 0; step < 240 && any(live); ++step) advance(ray, live, r2, pull, spin.y);
    const Floats open = select(ray.fell, splat(0), ray.through);
    Rgbs c = ray.light;
    if (any(open > 0.02f)) c = c + background(normalize(ray.d), pixel * zoom) * open;
    seen.disc = saturate(luminance(ray.light) * 8.0f);
    seen.hole = select(ray.fell, ray.through, splat(0));
    seen.sky = open;
    return {vmin(c.r, 12.0f), vmin(c.g, 12.0f), vmin(c.b, 12.0f)};
  }

 private:
  static constexpr float kDistance = 26, kInner = 2.6f, kOuter = 11.5f;

  struct Ray {
    Vecs p, d;
    Rgbs light = splat(Rgb{});
    Floats through = splat(1);
    Mask fell{};
  };

  void advance(Ray& ray, Mask& live, Floats& r2, Floats pull, Floats spin) const {
    const Floats r = vsqrt(r2), inverse = 1.0f / r;
    Floats dt = vmin(r * 0.055f, 0.25f + 0.10f * r);
    dt = vmin(dt, vabs(ray.p.y) * 0.6f + 0.16f + 0.02f * r);
    const Floats bend = pull * inverse * inverse * inverse * inverse * inverse;
    const Vecs d = ray.d + ray.p * (bend * dt);
    const Vecs p = ray.p + d * dt;
    const Mask crossing = live & (ray.p.y * p.y < 0.0f);
    if (any(crossing)) cross_disc(ray, p, crossing, spin);
    ray.p = select(live, p, ray.p);
    ray.d = select(live, d, ray.d);
    r2 = dot(ray.p, ray.p);
    ray.fell |= live & (r2 < 1.02f);
    live &= (r2 > 1.02f) & ~((r2 > 1400.0f) & (dot(ray.p, ray.d) > 0.0f)) & (ray.through > 0.02f);
  }

  void cross_disc(Ray& ray, Vecs p, Mask crossing, Floats spin) const {
    const Floats k = ray.p.y / (ray.p.y - p.y);
    const Floats x = ray.p.x + (p.x - ray.p.x) * k, z = ray.p.z + (p.z - ray.p.z) * k;
    const Floats r = vsqrt(x * x + z * z);
    const Mask on = crossing & (r > kInner) & (r < kOuter);
    if (!any(on)) return;
    // Streaks: noise in a frame that turns with the logarithm of the distance.
    const Floats lr = vlog(vmax(r, 0.1f));
    const Floats turn = lr * -0.62f + 0.08f;
    const Floats ct = cos_turn(turn), st = sin_turn(turn), c = x / r, s = z / r;
    const Floats X = c * ct - s * st, Z = c * st + s * ct;
    const Floats n1 = cloud_noise({X * 2.2f, Z * 2.2f, lr * 9.0f}, 4, seed_ + 5);
    const Floats n2 = cloud_noise({X * 1.1f + 4.0f, Z * 1.1f, r * 6.5f + n1 * 1.5f}, 4, seed_ + 25);
    const Floats n3 = cloud_noise({X * 5.0f, Z * 5.0f, r * 2.6f}, 3, seed_ + 45);
    const Floats out = (r - kInner) * (1 / (kOuter - kInner));
    const Floats profile = smooth(0.0f, 0.10f, out) * vpow(vmax(1.0f - out, 0.0f), 1.35f);
    Floats gas = smooth(0.30f, 0.72f, n1 * 0.45f + n2 * 0.55f);
    gas = 0.10f + 1.25f * gas * gas + 0.55f * smooth(0.5f, 0.8f, n3) * gas;
    const Floats orbit = vsqrt(0.5f / (r * r * r));
    const Floats shift = vsqrt(vmax(1.0f - 1.5f / r, 0.01f)) / vmax(1.0f - orbit * spin, 0.2f);
    const Floats heat = vpow(r * (1 / kInner), -0.62f) * vpow(shift, 0.9f);
    const Floats power = vpow(heat, 3.2f) * profile * gas * vpow(shift, 1.6f) * 13.0f;
    const Floats warm = saturate(heat * 1.05f - 0.18f);
    Rgbs glow = mix(hole_.cool * 0.62f, Rgb{1, 0.82f, 0.6f}, warm * warm);
    glow = mix(glow, hole_.hot, saturate(heat * 1.1f - 0.85f));
    const Floats cover = saturate(profile * gas * 2.8f + 0.30f * profile) * 0.93f;
    ray.light = ray.light + glow * (select(on, ray.through, splat(0)) * power);
    ray.through = select(on, ray.through * (1.0f - cover), ray.through);
  }

  // Stars and gas by direction, so that the bent rays find them where they lead.
  Rgbs background(Vecs d, float pixel) const {
    Floats bright;
    Rgbs c = sky_.light(d.x * 1.6f, d.y * 1.6f, bright) * 0.55f;
    for (int level = 0; level < 3; ++level) {
      const float cells = level == 0 ? 110.0f : level == 1 ? 48.0f : 16.0f;
      const Floats X = d.x * cells, Y = d.y * cells, Z = d.z * cells;
      const Floats cx = vfloor(X), cy = vfloor(Y), cz = vfloor(Z);
      const Words h = hash(to_ints(cx), to_ints(cy), to_ints(cz),
                           seed_ + 77u + static_cast<std::uint32_t>(level));
      const Floats dx = X - cx - 0.2f - 0.6f * unit(h);
      const Floats dy = Y - cy - 0.2f - 0.6f * unit(rehash(h, 1));
      const Floats dz = Z - cz - 0.2f - 0.6f * unit(rehash(h, 2));
      const Floats ahead = dx * d.x + dy * d.y + dz * d.z;
      const Floats off =
          (dx * dx + dy * dy + dz * dz - ahead * ahead * 0.9f) * (1 / (cells * cells));
      const Floats m = unit(rehash(h, 3)), tint = unit(rehash(h, 4));
      const Floats m8 = square(square(square(m)));
      const float size = std::max(pixel, 0.0011f) * (level == 2   ? 1.5f
                                                     : level == 1 ? 0.95f
                                                                  : 0.72f);
      const float strength = level == 2 ? 12.0f : level == 1 ? 5.0f : 2.6f;
      Floats shine = vexp(off * (-1 / (size * size))) * m8 * strength;
      if (level == 2) shine += m8 * 0.36f / (off * (0.6f / (size * size)) + 1.0f);
      c = c + Rgbs{shine * (1.25f - 0.6f * tint), shine * 0.95f, shine * (0.70f + 0.65f * tint)};
    }
    return c;
  }

  BlackHole hole_;
  NebulaLight sky_;
  std::uint32_t seed_;
  Vec eye_, forward_, up_;
  float cos_roll_, sin_roll_;
};

}  // namespace easel::painter::EASEL_ISA
