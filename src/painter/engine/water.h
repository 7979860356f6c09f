#pragma once

#include "painter/engine/mirror.h"

// Water: 32 directed waves with sharpened crests tilt the view into the mirror; waves shorter than
// a pixel become roughness, which smears the reflection upward and downward. Fresnel after Schlick
// (1994). Along a coast, surf: lacy foam in bands that follow the distance from the shore.
namespace easel::painter::EASEL_ISA {

class WaterSurface {
 public:
  WaterSurface(const Scene& scene, const View& view, const Terrain& terrain, const SkyDome& dome,
               const Haze& haze, const Mirror& mirror)
      : ground_(scene.ground),
        dye_(scene.dyes.water),
        pixel_(view.pixel),
        eye_(terrain.eye()),
        seed_(terrain.seed()),
        terrain_(terrain),
        dome_(dome),
        haze_(haze),
        mirror_(mirror),
        lights_(dome.lights()) {
    const bool sea = ground_.water == Water::sea;
    body_ = (sea ? pigment(.04f, .20f, .27f) * 2.0f : pigment(.04f, .11f, .13f)) *
            (lights_.ambient + lights_.direct * 0.02f);
    make_waves(sea ? 34.0f : 16.0f);
  }

  // Pixels at (u, v), v below the horizon.
  Rgbs look(Floats u, float v, Clarity& air) const {
    const float away = std::min(eye_ / -v, 40000.0f);
    const Floats x = u * away, z = splat(away);
    const float footprint = std::max(away * pixel_, away * away * pixel_ / eye_);
    Ripples ripples =
        ground_.ice > 0 ? Ripples{splat(0), splat(0), splat(0.004f)} : ruffle(x, z, footprint);
    const Floats facing = clamp(-v / vsqrt(u * u + (v * v + 1.0f)) + ripples.z * 0.8f, 0.02f, 1.0f);
    const Floats grazing = 1.0f - facing;
    const Floats fresnel = 0.02f + 0.98f * square(square(grazing)) * grazing;
    Rgbs light = reflect(u, v, ripples) * (fresnel * 0.95f) + body_ * (1.0f - fresnel);
    if (ground_.ice > 0) light = freeze(light, x, z, footprint);
    if (ground_.land == Land::coast) light = surf(light, x, z, footprint);
    if (ground_.land == Land::sea) light = whitecaps(light, x, z, footprint);
    light = dyed(light, dye_);
    const Floats distance = z * vsqrt(u * u + (v * v + 1.0f));
    return haze_.through(light, dome_.horizon(u), x, splat(0), z, distance, air);
  }

 private:
  static constexpr int kWaves = 32;

  struct Wave {
    float x, z;  // cycles a metre
    float length, phase, slope;
  };
  struct Ripples {
    Floats x, z, roughness;
  };

  void make_waves(float longest) {
    float length = longest;
    for (int i = 0; i < kWaves; ++i) {
      Dice dice(seed_, "wave", static_cast<std::uint64_t>(i));
      const float angle = 1.15f + dice.around(0, 1.05f);
      waves_[i] = {cos1(angle) / length, sin1(angle) / length, length, dice.between(0, 17),
                   0.0135f * dice.between(0.55f, 1.45f) * ground_.wave};
      length *= 0.862f;
    }
  }

  // Slopes of the surface. Gusts leave calm lanes and rough ones.
  Ripples ruffle(Floats x, Floats z, float footprint) const {
    const Floats patch = gradient_noise(x * (1 / 260.0f), z * (1 / 520.0f), seed_ + 91) +
                         0.5f * gradient_noise(x * (1 / 60.0f), z * (1 / 150.0f), seed_ + 92);
    const Floats gust =
        clamp(0.40f + patch * (0.75f * clamp1(1.5f - footprint / 140, 0, 1)), 0.1f, 1.0f);
    Floats tilt_x = splat(0), tilt_z = splat(0);
    float lost = 0;
    for (const Wave& wave : waves_) {
      const float seen = clamp1(1.5f - footprint / (wave.length * 0.45f), 0, 1);
      lost += square1(wave.slope * (1 - seen));
      if (seen <= 0) continue;
      const Floats turn = x * wave.x + z * wave.z + wave.phase;
      const Floats slope =
          cos_turn(turn) * vexp(sin_turn(turn) * 0.7f - 0.5f) * (wave.slope * seen);
      tilt_x += slope * (wave.x * wave.length);
      tilt_z += slope * (wave.z * wave.length);
    }
    return {tilt_x * gust, tilt_z * gust, gust * std::sqrt(lost * 0.5f) * 1.1f + 0.0015f};
  }
  static float square1(float a) { return a * a; }

  Rgbs reflect(Floats u, float v, const Ripples& ripples) const {
    Rgbs out;
    for (int i = 0; i < kLanes; ++i) {
      constexpr int kTaps = 9;
      constexpr float kWeights[kTaps] = {0.135f, 0.325f, 0.607f, 0.882f, 1,
                                         0.882f, 0.607f, 0.325f, 0.135f};
      const float across = u[i] + ripples.x[i] * (0.15f - 2.4f * v);
      Quad sum{};
      for (int k = 0; k < kTaps; ++k) {
        const float q = static_cast<float>(k) / (kTaps - 1) * 2 - 1;
        float up = -v + 2 * ripples.z[i] + 3.2f * ripples.roughness[i] * q;
        if (up < 0) up *= -0.6f;
        sum += mirror_.at(across, up) * kWeights[k];
      }
      sum *= 1 / 4.898f;
      out.r[i] = sum[0];
      out.g[i] = sum[1];
      out.b[i] = sum[2];
    }
    return out;
  }

  Rgb diffuse() const {
    return lights_.ambient * 1.9f + lights_.direct * (0.30f * std::max(0.1f, lights_.sun.y));
  }

  // Clear ice with cracks, and snow blown over it in patches.
  Rgbs freeze(Rgbs reflection, Floats x, Floats z, float footprint) const {
    const float fine = clamp1(1.5f - footprint / 6, 0, 1);
    const Floats wx = x + 3.0f * gradient_noise(x * (1 / 9.0f), z * (1 / 9.0f), seed_ + 110);
    const Floats plates = vabs(gradient_noise(wx * (1 / 38.0f), z * (1 / 38.0f), seed_ + 111));
    const Floats lines = vabs(gradient_noise(wx * (1 / 11.0f), z * (1 / 11.0f), seed_ + 112));
    const Floats cracks =
        smooth(0.045f, 0.0f, plates) * fine + smooth(0.05f, 0.0f, lines) * fine * 0.5f;
    const Floats drift =
        smooth(0.0f, 0.42f,
               gradient_noise(x * (1 / 120.0f), z * (1 / 60.0f), seed_ + 113) +
                   0.5f * gradient_noise(x * (1 / 31.0f), z * (1 / 17.0f), seed_ + 114) +
                   0.25f * fine * gradient_noise(x * 0.3f, z * 0.16f, seed_ + 115));
    const Rgb lit = diffuse();
    const Rgbs ice = reflection * 0.62f + splat(pigment(.42f, .58f, .66f) * lit * 0.30f);
    const Rgbs cracked =
        mix(ice, splat(pigment(.86f, .93f, .96f) * lit * 0.8f), saturate(cracks) * 0.6f);
    return mix(cracked, splat(pigment(.93f, .95f, .98f) * lit * 0.78f),
               drift * 0.85f * ground_.ice);
  }

  Rgbs surf(Rgbs light, Floats x, Floats z, float footprint) const {
    const Floats out = terrain_.shore(x, z, std::max(2.0f, footprint)) * -1.0f;
    if (!any(out < 220.0f)) return whitecaps(light, x, z, footprint);
    const auto vanish = [&](float size) { return clamp1(1.5f - footprint / size, 0, 1); };
    const Floats ragged = value_noise(x * (1 / 3.1f), z * (1 / 3.1f), seed_ + 95) * vanish(3) +
                          0.7f * value_noise(x * (1 / 9.0f), z * (1 / 9.0f), seed_ + 96) +
                          0.6f * gradient_noise(x * (1 / 40.0f), z * (1 / 40.0f), seed_ + 97);
    const Floats phase =
        out * (1 / 21.0f) + 0.55f * gradient_noise(x * (1 / 60.0f), z * (1 / 60.0f), seed_ + 98);
    const Floats fall = 1.0f - (phase - vfloor(phase));
    const Floats band = fall * fall * fall * vexp(vmax(out, 0.0f) * (-1 / 48.0f));
    const Floats lace = value_noise(x * 1.1f, z * 1.1f, seed_ + 101) * vanish(1.2f);
    const Floats foam = band * 2.2f + vexp(vmax(out, 0.0f) * (-1 / 9.0f)) * 1.5f - 0.62f +
                        ragged * 0.42f + lace * 0.22f;
    const Floats net =
        1.0f -
        saturate(vabs(gradient_noise(x * 0.43f + lace * 0.25f, z * 0.43f, seed_ + 102)) * 4.2f);
    const Floats holes = mix(splat(0.5f), net, splat(vanish(2)));
    const Floats solid = saturate(foam * 1.7f - 0.5f);
    const Floats white = select(
        out > -20.0f, saturate(foam * 2.2f + 0.25f) * (solid + (1.0f - solid) * holes), splat(0));
    const Rgb shallow =
        pigment(.12f, .46f, .46f) *
        (lights_.ambient * 1.4f + lights_.direct * (0.10f * std::max(0.1f, lights_.sun.y)));
    light = mix(light, shallow, vexp(vmax(out, 0.0f) * (-1 / 34.0f)) * 0.7f);
    return mix(light, pigment(.93f, .95f, .96f) * diffuse(), white);
  }

  Rgbs whitecaps(Rgbs light, Floats x, Floats z, float footprint) const {
    const float rough = clamp1(ground_.wave - 1.2f, 0, 1) * clamp1(1.6f - footprint / 40, 0, 1);
    if (rough <= 0) return light;
    const Floats crest = gradient_noise(x * (1 / 16.0f), z * (1 / 7.0f), seed_ + 99) +
                         0.5f * gradient_noise(x * (1 / 4.0f), z * (1 / 2.5f), seed_ + 100);
    return mix(light, pigment(.9f, .92f, .94f) * diffuse(),
               saturate((crest - (0.62f - 0.16f * clamp1(ground_.wave - 2.2f, 0, 1))) * 2.4f) *
                   (rough * 0.7f));
  }

  Ground ground_;
  Dye dye_;
  float pixel_, eye_;
  std::uint32_t seed_;
  const Terrain& terrain_;
  const SkyDome& dome_;
  const Haze& haze_;
  const Mirror& mirror_;
  Lights lights_;
  Rgb body_;
  std::array<Wave, kWaves> waves_{};
};

}  // namespace easel::painter::EASEL_ISA
