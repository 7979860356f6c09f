#pragma once

#include "painter/engine/clouds.h"

// Fog: a cloud that lies on the ground. Contrast falls with distance as exp(−σd), and σ is given as
// a visibility V, the distance at which a dark thing keeps 2 % of its contrast: σ = 3.912 / V
// (H. Koschmieder, 1924). What it hides it replaces by light of its own: the sky's, its colour
// washed out by many scatterings, and the sun's thrown forward by the droplets.
namespace easel::painter::EASEL_ISA {

class Fog {
 public:
  Fog() = default;
  Fog(const Air& air, Vec sun, Rgb direct, Rgb ambient)
      : thick_(air.visibility > 0 ? 3.912f / air.visibility : 0.0f),
        height_(air.fog_height),
        overhead_(air.fog_overhead),
        sun_(sun),
        water_(air.water) {
    diffuse_ = grey(ambient, 0.68f) * 1.05f + direct * (0.16f * std::max(sun.y, 0.0f));
    sunlight_ = grey(direct, 0.35f);
    if (!water_) return;
    // Of all light water keeps blue and green the longest.
    const float bright = luminance(diffuse_);
    diffuse_ = Rgb{0.05f, 0.52f, 0.86f} * bright;
    sunlight_ = Rgb{0.10f, 0.55f, 0.75f} * luminance(sunlight_);
  }

  // Of the droplets anywhere out of the sun's glare.
  Rgb diffuse() const { return diffuse_; }
  bool exists() const { return thick_ > 0; }

  // Share of what lies `distance` away that the fog hides, seen from and lying on average at
  // `height` above the ground.
  Floats hides(Floats distance, Floats height) const {
    return 1.0f - vexp(distance * vexp(height * (-1 / height_)) * -thick_);
  }

  // Share of the sky it hides at a sine of elevation.
  Floats hides_sky(Floats up) const { return 1.0f - vexp(-overhead_ / vmax(up, 0.03f)); }

  // The fog's own light along unit directions.
  Rgbs light(Vecs d) const {
    const Floats cosine = dot(d, sun_);
    if (water_) {
      const Floats up = saturate(d.y * 0.9f + 0.35f);
      return mix(splat(diffuse_ * 0.16f), splat(diffuse_ * 1.7f + Rgb{0, 0.02f, 0.02f}), up * up) +
             sunlight_ * (phase(cosine, 0.8f) * 0.12f);
    }
    const Floats forward = phase(cosine, 0.72f) * 0.10f + phase(cosine, 0.35f) * 0.14f;
    return splat(diffuse_) * (0.94f + 0.10f * vmax(d.y, 0.0f)) + sunlight_ * forward;
  }

 private:
  static Rgb grey(Rgb light, float share) {
    const float bright = luminance(light);
    return mix(light, Rgb{bright, bright, bright}, share);
  }

  float thick_ = 0, height_ = 400, overhead_ = 0;
  Vec sun_{};
  bool water_ = false;
  Rgb sunlight_{}, diffuse_{};
};

}  // namespace easel::painter::EASEL_ISA
