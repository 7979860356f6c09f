#pragma once

#include "painter/city_scene.h"
#include "painter/engine/canvas.h"
#include "painter/engine/volume_noise.h"

// The light over a city by its time of day: the sky, what it gives to walls, the colour of the
// distance, and how much lamps count against it.
namespace easel::painter::EASEL_ISA {

struct CityLight {
  Rgb low, middle, high, top;  // of the sky, from the horizon up
  Rgb ambient;                 // on walls and roads
  Rgb sun;                     // on the side that faces it
  Rgb cloud_shade, cloud_lit;
  float lamps = 1;  // how bright what people light is
  float stars = 0;
};

inline CityLight city_light(const CityScene& scene) {
  const Rgb glow = scene.glow;
  switch (scene.time) {
    case CityTime::day:
      return {pigment(0.80f, 0.87f, 0.93f),
              pigment(0.58f, 0.76f, 0.92f),
              pigment(0.33f, 0.58f, 0.86f),
              pigment(0.18f, 0.42f, 0.76f),
              {0.26f, 0.31f, 0.40f},
              {1.35f, 1.18f, 0.90f},
              pigment(0.66f, 0.72f, 0.80f),
              pigment(1.0f, 0.99f, 0.97f),
              0.05f,
              0};
    case CityTime::dusk:
      return {pigment(1.0f, 0.60f, 0.30f),
              pigment(0.92f, 0.44f, 0.46f),
              pigment(0.40f, 0.32f, 0.60f),
              pigment(0.09f, 0.13f, 0.34f),
              {0.080f, 0.066f, 0.105f},
              {0.42f, 0.18f, 0.08f},
              pigment(0.28f, 0.22f, 0.40f),
              pigment(1.0f, 0.50f, 0.36f),
              0.8f,
              0.6f};
    case CityTime::night:
      break;
  }
  return {glow * 0.34f,
          mix(glow, pigment(0.20f, 0.20f, 0.42f), 0.75f) * 0.30f,
          pigment(0.07f, 0.09f, 0.22f) * 0.8f,
          pigment(0.03f, 0.05f, 0.14f) * 0.7f,
          Rgb{0.012f, 0.013f, 0.024f} + glow * 0.006f,
          {0, 0, 0},
          pigment(0.10f, 0.10f, 0.18f) * 0.7f,
          glow * 0.10f + pigment(0.14f, 0.14f, 0.24f) * 0.5f,
          1,
          1};
}

class CitySky {
 public:
  explicit CitySky(const CityScene& scene)
      : scene_(scene),
        light_(city_light(scene)),
        sun_x_(Dice(scene.seed, "sun").around(0.1f, 0.7f)),
        moon_x_(Dice(scene.seed, "moon").around(0, 0.6f)) {}

  const CityLight& light() const { return light_; }
  float sun_x() const { return sun_x_; }
  float moon_x() const { return moon_x_; }

  // The sky at x to the right and y above the horizon, in tangents or halves of the picture; a
  // pixel is `pixel` wide. `cloud` and `moon` are told how much of them is there.
  Rgbs at(Floats x, Floats y, float pixel, Floats& cloud, Floats& moon) const {
    const Floats warm = vexp(square(x - sun_x_) * -1.1f);
    Rgbs c = mix(light_.low, light_.middle, smooth(0.0f, 0.26f, y));
    c = mix(c, light_.high, smooth(0.12f, 0.60f, y));
    c = mix(c, light_.top, smooth(0.44f, 1.3f, y));
    if (scene_.time == CityTime::dusk) {
      c = c * (0.60f + 0.5f * warm) + pigment(1, 0.50f, 0.18f) * (warm * vexp(y * -7.0f) * 0.6f);
    }
    moon = splat(0);
    cloud = clouds(x, y, warm, c);
    if (scene_.moon > 0) moon = disc(x, y, pixel, cloud, c);
    return c;
  }

 private:
  Floats clouds(Floats x, Floats y, Floats warm, Rgbs& c) const {
    if (scene_.clouds <= 0) return splat(0);
    const std::uint32_t seed = scene_.seed * 9u;
    const Floats q = 1.0f / (vmax(y, 0.0f) + 0.16f);
    const Floats cx = x * q * 0.55f, cy = q * 1.5f;
    const Floats w = plane_noise(cx * 1.3f, cy * 1.3f, 3, seed + 3);
    const auto body = [&](float dx, float dy) {
      return plane_noise(cx * 1.1f + w * 0.5f + dx, cy * 2.2f + w + dy, 6, seed + 7) * 0.5f + 0.5f;
    };
    const Floats n = body(0, 0), toward = body(-0.05f, 0.16f);
    const float least = 0.66f - 0.34f * scene_.clouds;
    const Floats cover = smooth(least, least + 0.22f, n) * smooth(0.02f, 0.12f, y);
    const Floats lit = saturate((n - toward) * 3.4f + 0.4f);
    const bool day = scene_.time == CityTime::day;
    const Rgbs own = mix(light_.cloud_shade, light_.cloud_lit,
                         day ? 0.35f + 0.65f * lit : lit * (0.35f + 0.65f * warm));
    c = mix(c, own, cover * (day ? 0.92f : 0.85f));
    return cover;
  }

  Floats disc(Floats x, Floats y, float pixel, Floats cloud, Rgbs& c) const {
    const Floats dx = x - moon_x_, dy = y - 0.72f;
    const Floats r = vsqrt(dx * dx + dy * dy);
    const Floats face = saturate((scene_.moon - r) / pixel + 0.5f) * (1.0f - cloud * 0.8f);
    const Floats spots =
        plane_noise(dx / scene_.moon * 1.3f + 3.0f, dy / scene_.moon * 1.3f, 4, scene_.seed + 31u);
    c = c + Rgb{0.6f, 0.66f, 0.8f} * (vexp(r * -9.0f) * 0.16f);
    c = mix(c, Rgb{1.1f, 1.06f, 0.95f} * (0.95f + 0.45f * spots), face);
    return face;
  }

  const CityScene& scene_;
  CityLight light_;
  float sun_x_, moon_x_;
};

// Rain as streaks in three depths and snow as soft flakes, over a finished canvas.
inline bool draw_falling(Canvas& canvas, const CityScene& scene) {
  const float scale = 1024 * canvas.unit / 2;  // one pixel of a picture 1024 high
  return canvas.rows(0.86, 0.9, "weather", [&](int y, Tally& tally) {
    const float row = (static_cast<float>(y) + 0.5f) * scale;
    for (int x = 0; x < canvas.frame.width; x += kLanes) {
      const Floats column = (lane_index() + (static_cast<float>(x) + 0.5f)) * scale;
      Floats fall = splat(0);
      for (int depth = 0; depth < 3; ++depth) {
        const float d = static_cast<float>(depth);
        const std::uint32_t seed = scene.seed + 70u + static_cast<std::uint32_t>(depth);
        const bool rain = scene.rain > 0;
        const float wide = rain ? 7 + 9 * d : 26 + 34 * d, tall = rain ? 50 + 75 * d : wide;
        const Floats across = (column + row * (rain ? 0.09f : 0.0f)) * (1 / wide);
        const Floats cx = vfloor(across);
        const Floats shift = unit(hash(to_ints(cx), Ints{}, seed)) * 1000.0f;
        const Floats down = (row + shift) * (1 / tall);
        const Floats cy = vfloor(down);
        const Words h = hash(to_ints(cx), to_ints(cy), seed + 9u);
        const Floats on = select(unit(h) > (rain ? 0.8f : 0.45f), splat(1), splat(0));
        const Floats a = across - cx - 0.5f, b = down - cy;
        if (rain) {
          const float thin = std::max(0.6f + 0.25f * d, 0.5f * scale);
          fall += on * vexp(square(a * (wide / thin)) * -1.0f) * b * (1.0f - b) *
                  (0.16f + 0.06f * d) * scene.rain;
        } else {
          const float size = 1.5f + 1.7f * d;
          const Floats ox = (a + 0.6f * (unit(rehash(h, 1)) - 0.5f)) * wide;
          const Floats oy = (b - 0.5f + 0.6f * (unit(rehash(h, 2)) - 0.5f)) * tall;
          fall += on * smooth(size * 1.3f, size * 0.4f, vsqrt(ox * ox + oy * oy)) *
                  (0.75f - 0.15f * d) * scene.snowfall;
        }
      }
      tally.see(Seen::precipitation, select(fall > 0.02f, canvas.inside(x), splat(0)));
      Rgbs light = canvas.frame.load8(x, y);
      const Floats own = vmin(luminance(light), 1.0f);
      if (scene.rain > 0) {
        const float least = scene.time == CityTime::day ? 0.5f : 0.2f;
        light = light + Rgb{0.75f, 0.78f, 1} * (fall * (own * 0.8f + least));
      } else {
        const float bright = scene.time == CityTime::day ? 1.0f : 0.42f;
        light = mix(light, Rgb{0.92f, 0.95f, 1} * bright, saturate(fall));
      }
      canvas.frame.store8(x, y, light);
    }
  });
}

}  // namespace easel::painter::EASEL_ISA
