#pragma once

#include "painter/engine/sky.h"

// The air between the viewer and the land: haze that thins with height, and a layer of mist whose
// thickness along a ray is the closed integral of an exponential. Far land takes the colour of the
// sky above it, so ridges melt into the horizon without a seam; near land only a cool veil, because
// the air of a valley lies in the shadow of its mountains.
namespace easel::painter::EASEL_ISA {

// How much of what lies behind is hidden: by mist and fog, and by all the air.
struct Clarity {
  Floats mist{}, veiled{};
};

class Haze {
 public:
  Haze(const Scene& scene, const SkyDome& dome, float eye, float level, std::uint32_t seed)
      : air_(scene.air),
        fog_(dome.fog()),
        eye_(eye < 0 ? -eye : eye),
        base_(level),
        seed_(seed),
        cool_(mix(dome.lights().ambient * Rgb{0.75f, 0.95f, 1.25f} * 0.85f, fog_.diffuse(),
                  clamp1((air_.haze - 1.8f) * 0.4f, 0, 0.8f))),
        mist_light_(mix(dome.lights().ambient * Rgb{0.95f, 1.05f, 1.2f}, fog_.diffuse(),
                        scene.air.mist_least > 0.1f ? 0.8f : 0.25f) +
                    dome.lights().direct * 0.014f) {
    air_.mist_base += level;
  }

  // `light` left at (x, y, z), `distance` away, under a sky that is `horizon` there; returns what
  // arrives, and in `clarity` how much does not.
  Rgbs through(Rgbs light, Rgbs horizon, Floats x, Floats y, Floats z, Floats distance,
               Clarity& clarity) const {
    const Floats mean_height = vmax((y + eye_) * 0.5f - base_, 0.0f);
    const Floats depth = distance * vexp(mean_height * (-1 / 2600.0f)) * air_.haze;
    const Rgbs pass = vexp(kExtinction * (depth * -1.0f));
    const Floats far = 1.0f - vexp(distance * (-1 / 13000.0f));
    const Rgbs veil = mix(splat(cool_), horizon, far);
    light = light * pass + veil * (splat(Rgb{1, 1, 1}) - pass);
    Floats left = pass.g, clear = splat(1);
    if (air_.mist > 0) {
      const Floats mist = mist_share(x, y, z, distance);
      light = mix(light, mist_glow(horizon, x, y, z, distance), mist);
      clear = 1.0f - mist;
    }
    if (fog_.exists()) {
      const Floats hidden = fog_.hides(distance, mean_height);
      const Floats scale = 1.0f / distance;
      light = mix(light, fog_.light({x * scale, (y - eye_) * scale, z * scale}), hidden);
      clear *= 1.0f - hidden;
    }
    clarity = {1.0f - clear, 1.0f - left * clear};
    return light;
  }

  // The same for a thing of one brightness: what share of its light arrives, and what is added.
  struct Veil {
    float clear;
    Rgb light;
  };
  Veil at(Rgb horizon, float x, float y, float z) const {
    const float distance = std::sqrt(x * x + z * z);
    Clarity clarity;
    const Rgbs veil = through(splat(Rgb{}), splat(horizon), splat(x), splat(y), splat(z),
                              splat(distance), clarity);
    return {1 - clarity.veiled[0], lane(veil, 0)};
  }

 private:
  Rgbs mist_glow(Rgbs horizon, Floats x, Floats y, Floats z, Floats distance) const {
    // Mist near by lies in the shade and far mist in the light of the sky behind it.
    const Floats lit = 1.0f - vexp(distance * (-1 / 7000.0f));
    const Rgbs glow = mix(splat(mist_light_), horizon * 0.78f, lit);
    return glow * billows(x, y, z, distance);
  }

  static constexpr Rgb kExtinction{2.4e-5f, 3.3e-5f, 5.6e-5f};

  // From above, a layer of mist is a landscape of its own: where the ray enters its top, the light
  // on its swells.
  Floats billows(Floats x, Floats y, Floats z, Floats distance) const {
    const float top = air_.mist_base + air_.mist_height * 1.6f;
    if (eye_ < top + 40) return splat(1);
    const Floats share = saturate((eye_ - top) / vmax(eye_ - y, 1.0f));
    const Floats px = x * share, pz = z * share;
    const float detail = 6 + 0.004f * min_lane(distance);
    const Floats swell = layered_noise(px, pz, {1500, 6, 0.55f}, detail, seed_ + 64);
    const Floats behind =
        layered_noise(px + 90.0f, pz + 160.0f, {1500, 6, 0.55f}, detail, seed_ + 64);
    return clamp(1.0f + (swell - behind) * 0.55f + swell * 0.16f, 0.62f, 1.4f);
  }

  Floats mist_share(Floats x, Floats y, Floats z, Floats distance) const {
    const float here = std::max(eye_ - air_.mist_base, 0.0f) / air_.mist_height;
    const Floats there = vmax(y - air_.mist_base, 0.0f) * (1 / air_.mist_height);
    const Floats rise = there - here;
    const Floats mean = select(
        vabs(rise) < 0.02f, splat(exp1(-here)),
        (exp1(-here) - vexp(there * -1.0f)) / select(vabs(rise) < 0.01f, splat(0.01f), rise));
    const Floats patchy =
        0.6f +
        0.85f * gradient_noise(x * (1 / 1700.0f), z * (1 / 1700.0f) + y * (1 / 300.0f), seed_ + 61);
    const Floats path = vmax(distance - air_.mist_start, 0.0f);
    return 1.0f - vexp(vmax(patchy, air_.mist_least) * mean * path * (-air_.mist / 14000.0f));
  }

  Air air_;
  Fog fog_;
  float eye_, base_;
  std::uint32_t seed_;
  Rgb cool_, mist_light_;
};

}  // namespace easel::painter::EASEL_ISA
