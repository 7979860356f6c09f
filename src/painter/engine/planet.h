#pragma once

#include "painter/engine/volume_noise.h"
#include "painter/space_scene.h"

// One globe: its ground by kind, relief that shows where the light is low, an air that glows along
// the lit limb, and rings that throw shadows on it as it does on them.
namespace easel::painter::EASEL_ISA {

class PlanetView {
 public:
  PlanetView(const Globe& globe, Vec sun)
      : g_(globe),
        sun_(normalize(sun)),
        cos_tilt_(cos1(globe.tilt * 0.0174532925f)),
        sin_tilt_(sin1(globe.tilt * 0.0174532925f)),
        turn_(static_cast<float>(globe.seed % 1000) * 0.001f) {
    // The plane of the rings, seen from a little above.
    const float open = globe.ring_open, upright = std::sqrt(1 - open * open);
    ring_up_ = {sin_tilt_ * upright, cos_tilt_ * upright, open};
  }

  float reach() const { return g_.radius * std::max(1.25f, g_.rings * 1.02f); }

  struct Cover {
    Floats globe, rings;
  };
  // Lays the globe over `light` at the canvas' (x, y), a pixel being `pixel` wide. `sky` is what
  // the viewer's air adds in front of it (nothing in space).
  Cover draw(Floats x, Floats y, float pixel, Rgbs& light) const {
    const float scale = 1 / g_.radius, edge = pixel * scale;
    const Floats px = (x - g_.x) * scale, py = (y - g_.y) * scale;
    const Floats r = vsqrt(px * px + py * py);
    Cover cover{saturate((1.0f - r) / edge + 0.5f), splat(0)};
    Floats ring = splat(0);
    Mask front{};
    Rgbs ring_light = splat(Rgb{});
    if (g_.rings > 0) ring = rings(px, py, edge, ring_light, front);
    if (any(ring > 0.0f)) {
      const Floats behind = select(front, splat(0), ring) * (1.0f - cover.globe);
      light = mix(light, ring_light, behind);
      cover.rings = behind;
    }
    glow(px, py, r, cover.globe, light);
    if (any(cover.globe > 0.0f)) {
      light = mix(light, ground(px, py, r, edge), cover.globe);
    }
    if (any(ring > 0.0f)) {
      const Floats before = select(front, ring, splat(0));
      light = mix(light, ring_light, before);
      cover.rings = vmax(cover.rings, before);
    }
    return cover;
  }

 private:
  struct Ground {
    Rgbs albedo;
    Floats height, gloss;  // gloss: of water
    Rgbs glows;            // by itself
  };

  // What the air scatters toward the viewer beside the globe.
  void glow(Floats px, Floats py, Floats r, Floats disc, Rgbs& light) const {
    if (g_.kind == Globe::Kind::moon) return;
    const Floats side = saturate((px * sun_.x + py * sun_.y) * 0.9f + 0.35f);
    const Floats out = vmax(r - 1.0f, 0.0f);
    const Floats air = (vexp(out * -34.0f) * 0.34f + vexp(out * -9.0f) * 0.05f) * side;
    light = light + g_.air * (air * (1.0f - disc));
  }

  Rgbs ground(Floats px, Floats py, Floats r, float edge) const {
    const Floats inside = vmin(r, 0.999f) / vmax(r, 1e-6f);
    const Floats nx = select(r > 0.999f, px * inside, px), ny = select(r > 0.999f, py * inside, py);
    const Floats nz = vsqrt(vmax(1.0f - nx * nx - ny * ny, 0.0f));
    const Vecs n{nx, ny, nz};
    const Vecs q = turned(n);
    const Ground here = ground_at(q, edge);
    Floats lit = dot(n, sun_);
    if (g_.kind != Globe::Kind::gas) {
      // Height toward the sun, against here: relief without normals.
      const float step = std::max(0.012f, edge);
      const Vec s = turned(sun_);
      const Ground there = ground_at(q + s * step, edge);
      lit = lit + (here.height - there.height) * (relief() / step) * smooth(-0.2f, 0.5f, lit);
    }
    const Floats day = vmax(lit + 0.03f, 0.0f);
    Rgbs c = here.albedo * (day * 1.5f + 0.004f) + here.glows * smooth(0.22f, -0.12f, lit) +
             here.glows * (g_.kind == Globe::Kind::lava ? 0.65f : 0.0f);
    const Vec half = normalize(Vec{sun_.x, sun_.y, sun_.z + 1});
    c = c + Rgb{1, 0.93f, 0.8f} * (vpow(vmax(dot(n, half), 0.0f), 70) * here.gloss * 1.3f);
    if (g_.kind != Globe::Kind::moon) {
      const Floats rim = vpow(1.0f - nz, 3.2f) * vmax(dot(n, sun_) + 0.22f, 0.0f);
      c = c + g_.air * (rim * 0.95f);
      c = mix(c, g_.air * (vmax(dot(n, sun_), 0.0f) * 0.8f), vpow(1.0f - nz, 2) * 0.25f);
    }
    if (g_.rings > 0) c = c * (1.0f - ring_shadow(n));
    return c;
  }

  float relief() const {
    switch (g_.kind) {
      case Globe::Kind::moon:
        return 0.11f;
      case Globe::Kind::earth:
        return 0.05f;
      default:
        return 0.085f;
    }
  }

  // From the picture to the globe's own axes.
  Vecs turned(Vecs n) const {
    const Floats x = n.x * cos_tilt_ - n.y * sin_tilt_, y = n.x * sin_tilt_ + n.y * cos_tilt_;
    const float c = cos1(turn_ * 6.2831853f), s = sin1(turn_ * 6.2831853f);
    return {x * c - n.z * s, y, x * s + n.z * c};
  }
  Vec turned(Vec n) const {
    const Vecs v = turned(splat(n));
    return {v.x[0], v.y[0], v.z[0]};
  }

  Ground ground_at(Vecs q, float edge) const {
    switch (g_.kind) {
      case Globe::Kind::gas:
        return gas(q);
      case Globe::Kind::earth:
        return earth_like(q);
      case Globe::Kind::moon:
        return moon(q, edge);
      case Globe::Kind::desert:
        return desert(q, edge);
      case Globe::Kind::ice:
        return ice(q);
      case Globe::Kind::lava:
        return lava(q);
    }
    return gas(q);
  }

  // Bands along the latitudes, torn by whirls where they meet, and one great storm.
  Ground gas(Vecs q) const {
    const std::uint32_t seed = g_.seed * 17u;
    const float s1 = 0.3f - 0.6f * turn_, s2 = turn_ > 0.5f ? -0.34f : -0.24f;
    // The storm stands where it can be seen, whatever the globe's turn.
    const Vec facing = turned(Vec{s1, s2, std::sqrt(1 - s1 * s1 - s2 * s2)});
    const Floats ex = (q.x - facing.x), ey = (q.y - facing.y) * 1.9f, ez = (q.z - facing.z);
    const Floats spot = vexp((ex * ex + ey * ey + ez * ez) * -36.0f);
    const Floats w0 = cloud_noise({q.x * 2.2f, q.y * 5.5f, q.z * 2.2f}, 4, seed) - 0.5f;
    const Floats w1 =
        cloud_noise({q.x * 5 + w0 * 2.6f, q.y * 15, q.z * 5 + w0 * 2.6f}, 5, seed + 9) - 0.5f;
    const Floats fine =
        cloud_noise({q.x * 11 + w1 * 5.0f, q.y * 46, q.z * 11 - w1 * 5.0f}, 4, seed + 30) - 0.5f;
    const float wide = 0.7f + 0.5f * turn_;
    const Floats lat = q.y * 5.4f * wide + w0 * 0.5f + w1 * 0.38f + spot * 0.6f;
    const Floats band = 0.5f + 0.5f * sin_turn(lat * 0.62f + turn_);
    const Floats thin = 0.5f + 0.5f * sin_turn(lat * 1.7f + 0.3f);
    const Floats hair = 0.5f + 0.5f * sin_turn(lat * 4.3f);
    Rgbs c = mix(g_.tones[0], g_.tones[1], smooth(0.15f, 0.85f, band));
    c = mix(c, g_.tones[2], square(thin) * 0.5f);
    c = mix(c, g_.tones[1], hair * 0.14f);
    c = c * (1.0f + fine * 0.55f + w1 * 0.3f);
    c = mix(c, mix(g_.tones[2], g_.tones[1] * 1.1f, smooth(0.86f, 1.0f, spot)),
            smooth(0.35f, 0.75f, spot) * 0.75f);
    const Floats pole = smooth(0.66f, 0.98f, vabs(q.y));
    c = mix(c, g_.tones[2] * 0.6f, pole * 0.55f);
    return {c, splat(0), splat(0), splat(Rgb{})};
  }

  Ground earth_like(Vecs q) const {
    const std::uint32_t seed = g_.seed * 19u;
    const Floats bend = cloud_noise(q * 2.4f + Vec{3, 1, 7}, 3, seed + 3) - 0.5f;
    const Floats big =
        cloud_noise({q.x * 1.7f + bend, q.y * 1.7f + bend * 0.6f, q.z * 1.7f - bend}, 8, seed);
    const Floats land = smooth(0.495f, 0.515f, big);
    const Floats heat = 1.0f - vabs(q.y) + bend * 0.25f;
    const Floats dry = smooth(0.42f, 0.62f, cloud_noise(q * 3.1f + Vec{9, 2, 4}, 5, seed + 40)) *
                       smooth(0.45f, 0.72f, heat);
    Rgbs c =
        mix(g_.tones[0], g_.tones[0] * 2.6f + Rgb{0.0f, 0.03f, 0.03f}, smooth(0.43f, 0.505f, big));
    Rgbs ground = mix(g_.tones[1] * 0.8f, g_.tones[2] * 0.8f, dry);
    ground = mix(ground, g_.tones[2] * 0.42f, smooth(0.58f, 0.7f, big) * 0.7f);
    ground = mix(ground, Rgb{0.75f, 0.79f, 0.83f}, smooth(0.26f, 0.12f, heat));
    c = mix(c, ground, land);
    c = mix(c, Rgb{0.85f, 0.9f, 0.95f}, smooth(0.15f, 0.06f, heat + bend * 0.3f));
    // Clouds in swirls, thin over deserts.
    const Floats w = cloud_noise(q * 2.0f + Vec{1, 5, 2}, 4, seed + 60) - 0.5f;
    const Floats sheet =
        cloud_noise({q.x * 3.2f + w * 3.4f, q.y * 5.4f + w * 1.5f, q.z * 3.2f}, 7, seed + 80);
    const Floats cloud = smooth(0.50f, 0.70f, sheet + 0.05f * sin_turn(q.y * 1.6f)) * 0.92f;
    c = mix(c, Rgb{0.93f, 0.94f, 0.96f}, cloud);
    const Floats cells = cloud_noise(q * 26.0f, 3, seed + 90);
    const Floats cities = land * (1.0f - dry) * smooth(0.58f, 0.72f, cells) * (1.0f - cloud) *
                          smooth(0.3f, 0.6f, heat);
    return {c, vmax(big - 0.5f, 0.0f) * 1.2f + cloud * 0.05f, (1.0f - land) * (1.0f - cloud),
            Rgb{1, 0.66f, 0.28f} * (cities * 0.14f)};
  }

  // Craters of several sizes: a bowl, a rim, and rays of the youngest.
  Floats craters(Vecs q, float edge, Floats& bright) const {
    Floats height = splat(0);
    for (int level = 0; level < 5; ++level) {
      const float f = 2.6f * static_cast<float>(1 << level);
      if (edge * f > 0.7f) break;
      const Floats cx = vfloor(q.x * f), cy = vfloor(q.y * f), cz = vfloor(q.z * f);
      const Words h = hash(to_ints(cx), to_ints(cy), to_ints(cz),
                           g_.seed * 23u + static_cast<std::uint32_t>(level));
      const Floats ox = q.x * f - cx - 0.35f - 0.3f * unit(h);
      const Floats oy = q.y * f - cy - 0.35f - 0.3f * unit(rehash(h, 1));
      const Floats oz = q.z * f - cz - 0.35f - 0.3f * unit(rehash(h, 2));
      const Floats size = 0.10f + 0.22f * unit(rehash(h, 3));
      const Floats d = vsqrt(ox * ox + oy * oy + oz * oz) / size;
      const Floats there = select(unit(rehash(h, 4)) < 0.62f, splat(1.0f / f), splat(0));
      const Floats bowl = -0.34f * (1.0f - smooth(0.0f, 1.0f, d));
      const Floats rim = 0.15f * vexp(square(d - 1.0f) * -16.0f);
      height += there * size * 3.0f * (bowl + rim);
      bright += there * f *
                (vexp(square(d - 1.0f) * -10.0f) * 0.10f - (1.0f - smooth(0.2f, 0.95f, d)) * 0.10f);
    }
    return height;
  }

  Ground moon(Vecs q, float edge) const {
    const std::uint32_t seed = g_.seed * 29u;
    const Floats maria = smooth(0.46f, 0.58f, cloud_noise(q * 1.7f + Vec{2, 8, 1}, 5, seed));
    const Floats grain = cloud_noise(q * 14.0f, 4, seed + 20) - 0.5f;
    Floats bright = splat(0);
    const Floats height = craters(q, edge, bright) + grain * 0.02f;
    Rgbs c = mix(g_.tones[0], g_.tones[1], maria * 0.8f);
    c = mix(c, g_.tones[2], saturate(bright * 2.0f));
    return {c * (0.72f + bright + grain * 0.35f), height, splat(0), splat(Rgb{})};
  }

  Ground desert(Vecs q, float edge) const {
    const std::uint32_t seed = g_.seed * 37u;
    const Floats w = cloud_noise(q * 2.3f + Vec{4, 4, 1}, 4, seed) - 0.5f;
    const Floats areas = cloud_noise({q.x * 1.6f + w, q.y * 2.4f + w, q.z * 1.6f}, 6, seed + 10);
    const Floats fine = cloud_noise(q * 9.0f + Vec{1, 1, 6}, 5, seed + 20) - 0.5f;
    // A canyon follows where a noise passes through its middle.
    const Floats rift = cloud_noise({q.x * 1.5f + w * 0.7f, q.y * 3.4f, q.z * 1.5f}, 5, seed + 30);
    const Floats canyon =
        vexp(square((rift - 0.5f) * 34.0f) * -1.0f) * smooth(0.40f, 0.5f, areas + 0.03f);
    Rgbs c = mix(g_.tones[0], g_.tones[1], smooth(0.45f, 0.60f, areas) * 0.85f);
    c = mix(c, g_.tones[2], smooth(0.46f, 0.34f, areas) * 0.6f);
    c = c * (0.92f + fine * 0.7f);
    c = c * (1.0f - canyon * 0.45f);
    const Floats cap = smooth(0.90f, 0.94f, vabs(q.y) + fine * 0.09f);
    c = mix(c, Rgb{0.9f, 0.9f, 0.93f}, cap);
    Floats bright = splat(0);
    const Floats pits = craters(q, edge, bright);
    return {c * (1.0f + bright * 0.5f), pits * 0.8f + fine * 0.06f - canyon * 0.05f, splat(0),
            splat(Rgb{})};
  }

  // Cracks between plates: where two noises are equal.
  Floats cracks(Vecs q, float f, std::uint32_t seed) const {
    const Floats w = cloud_noise(q * (f * 0.7f), 3, seed + 5) - 0.5f;
    const Floats a = cloud_noise({q.x * f + w * 1.4f, q.y * f, q.z * f + w}, 5, seed);
    return vexp(square((a - 0.5f) * 30.0f) * -1.0f);
  }

  Ground ice(Vecs q) const {
    const std::uint32_t seed = g_.seed * 41u;
    const Floats lines = vmax(cracks(q, 1.6f, seed), cracks(q, 4.0f, seed + 50) * 0.7f);
    const Floats areas = cloud_noise(q * 1.9f + Vec{8, 1, 3}, 6, seed + 20);
    const Floats fine = cloud_noise(q * 12.0f, 4, seed + 30) - 0.5f;
    Rgbs c = mix(g_.tones[0], g_.tones[1], smooth(0.48f, 0.64f, areas) * 0.7f);
    c = mix(c, g_.tones[2], smooth(0.45f, 0.35f, areas));
    c = mix(c, Rgb{0.30f, 0.22f, 0.20f}, lines * 0.42f);
    return {c * (0.86f + fine * 0.4f), fine * 0.05f - lines * 0.02f, splat(0.12f), splat(Rgb{})};
  }

  Ground lava(Vecs q) const {
    const std::uint32_t seed = g_.seed * 43u;
    const Floats areas = smooth(0.44f, 0.62f, cloud_noise(q * 1.6f + Vec{3, 3, 3}, 5, seed + 9));
    const Floats lines = vmax(cracks(q, 1.8f, seed), cracks(q, 4.6f, seed + 50) * areas);
    const Floats fine = cloud_noise(q * 8.0f, 5, seed + 30) - 0.5f;
    const Rgbs c = mix(g_.tones[0], g_.tones[1], saturate(0.5f + fine * 2.0f));
    const Rgbs hot = mix(g_.tones[2], Rgb{1, 0.8f, 0.35f}, square(lines));
    return {c, fine * 0.08f - lines * 0.03f, splat(0),
            hot * (square(lines) * 1.5f + areas * 0.05f)};
  }

  Floats ring_density(Floats radius, Floats edge) const {
    const float inner = 1.28f, outer = g_.rings;
    const Floats t = (radius - inner) * (1 / (outer - inner));
    const Floats e = vmax(edge * (1 / (outer - inner)), 0.006f);
    const Floats within = saturate(t / e) * saturate((1.0f - t) / e);
    if (!any(within > 0.0f)) return within;
    const std::uint32_t seed = g_.seed * 47u;
    const Floats soft = saturate(1.4f - edge * 46.0f);  // fine ringlets only where pixels show them
    Floats d = 0.62f + 0.36f * value_noise(t * 11.0f, splat(1), seed) +
               0.24f * value_noise(t * 34.0f, splat(2), seed + 1) * soft +
               0.20f * value_noise(t * 120.0f, splat(3), seed + 2) * square(soft);
    d = d * (1.0f - vexp(square((t - 0.60f) * (1 / 0.028f)) * -1.0f) * 0.92f);  // the wide gap
    d = d * (1.0f - vexp(square((t - 0.86f) * (1 / 0.009f)) * -1.0f) * 0.7f * soft);
    d = d * smooth(-0.05f, 0.26f, t);
    return clamp(d, 0.0f, 0.96f) * within;
  }

  // Density along the line of sight; which part lies before the globe.
  Floats rings(Floats px, Floats py, float edge, Rgbs& light, Mask& front) const {
    const Floats z = (px * ring_up_.x + py * ring_up_.y) * (-1 / ring_up_.z);
    front = z > 0.0f;
    const Floats radius = vsqrt(px * px + py * py + z * z);
    const Floats density = ring_density(radius, splat(edge / std::max(0.2f, ring_up_.z)));
    const Floats along = px * sun_.x + py * sun_.y + z * sun_.z;
    const Floats sx = px - along * sun_.x, sy = py - along * sun_.y, sz = z - along * sun_.z;
    const Floats away = vsqrt(sx * sx + sy * sy + sz * sz);
    const Floats lit = select(along < 0.0f, smooth(0.96f, 1.04f, away), splat(1));
    const Floats t = saturate((radius - 1.28f) * (1 / (g_.rings - 1.28f)));
    const Rgb inner = mix(g_.tones[0], Rgb{0.5f, 0.45f, 0.38f}, 0.5f);
    const Rgb outer = mix(g_.tones[1], Rgb{0.85f, 0.8f, 0.72f}, 0.5f);
    light = mix(inner, outer, t) * (lit * 0.95f + 0.012f);
    return density;
  }

  Floats ring_shadow(Vecs n) const {
    const float facing = dot(sun_, ring_up_);
    const Floats steps = dot(n, ring_up_) * (-1 / (std::fabs(facing) < 0.02f ? 0.02f : facing));
    const Floats hx = n.x + steps * sun_.x, hy = n.y + steps * sun_.y, hz = n.z + steps * sun_.z;
    const Floats radius = vsqrt(hx * hx + hy * hy + hz * hz);
    return select(steps > 0.0f, ring_density(radius, splat(0.02f)) * 0.78f, splat(0));
  }

  Globe g_;
  Vec sun_;
  float cos_tilt_, sin_tilt_, turn_;
  Vec ring_up_;
};

}  // namespace easel::painter::EASEL_ISA
