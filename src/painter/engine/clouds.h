#pragma once

#include "painter/engine/atmosphere.h"
#include "painter/engine/noise.h"

// Three kinds of clouds. Cumulus is a volume: a slab of noise on the round Earth, marched with
// Beer's law and three octaves of multiple scattering (M. Wrenninge, "Oz: the great and
// volumetric", 2013; A. Schneider, "The real-time volumetric cloudscapes of Horizon", 2015).
// Mackerel clouds and cirrus are sheets, lit by the difference of their thickness toward the sun.
namespace easel::painter::EASEL_ISA {

// Premultiplied light and how much of what lies behind is covered.
struct Veil {
  Rgbs light;
  Floats cover;
};

// What lights the clouds.
struct CloudLight {
  Vec sun;
  Rgb direct;   // at the height of cumulus
  Rgb high;     // at the height of cirrus
  Rgb ambient;  // of the sky above
};

EASEL_FAST Floats phase(Floats cosine, float g) {
  const Floats q = 1.0f + g * g - 2.0f * g * cosine;
  return (1 - g * g) / 12.5663706f / (q * vsqrt(q));
}

// Distance along a ray, y its sine of elevation, to a shell `height` metres up.
EASEL_FAST Floats distance_to_shell(Floats y, float height) {
  constexpr float kEarth = 6360e3f;
  const Floats b = y * kEarth;
  return vsqrt(b * b + 2 * kEarth * height) - b;
}

class Clouds {
 public:
  Clouds(const Sky& sky, const CloudLight& light, std::uint32_t seed)
      : sky_(sky), light_(light), seed_(seed) {}

  bool exist() const { return sky_.cumulus > -0.6f || sky_.mackerel > 0 || sky_.cirrus > 0; }

  // All clouds along eight directions; `jitter` in 0 … 1 hides the steps of the march.
  Veil look(Vecs d, Floats jitter) const {
    const Floats cosine = dot(d, light_.sun);
    Veil veil = sky_.cumulus > -0.6f ? cumulus(d, cosine, jitter) : Veil{splat(Rgb{}), splat(0.0f)};
    if (sky_.mackerel > 0) behind(veil, mackerel(d, cosine));
    if (sky_.cirrus > 0) behind(veil, cirrus(d, cosine));
    return veil;
  }

 private:
  static constexpr int kSteps = 48, kLightSteps = 4;

  static void behind(Veil& front, const Veil& back) {
    const Floats open = 1.0f - front.cover;
    front.light = front.light + back.light * open;
    front.cover += back.cover * open;
  }

  // Where clouds stand and how tall they may grow there, about −1 … 1.
  Floats cover_at(Floats x, Floats z) const {
    const Floats large = gradient_noise(x * (1 / 7000.0f), z * (1 / 5200.0f), seed_ + 1);
    const Floats small = gradient_noise(x * (1 / 2400.0f), z * (1 / 2000.0f), seed_ + 2);
    return saturate((large * 0.85f + small * 0.5f) * 0.6f + sky_.cumulus);
  }

  // Density 0 … 1; fewer octaves suffice for the way of the light.
  Floats density(Floats x, Floats y, Floats z, int octaves) const {
    const Floats level = (y - sky_.base) * (1.0f / (sky_.top - sky_.base));
    const Floats profile = smooth(0.0f, 0.10f, level) * smooth(1.0f, 0.25f, level);
    const Floats room = profile * cover_at(x, z);
    if (!any(room > 0.03f)) return splat(0);
    const Floats wx = x + 260.0f * value_noise(x * (1 / 900.0f), z * (1 / 900.0f), seed_ + 3);
    const Floats wz =
        z + 260.0f * value_noise(x * (1 / 900.0f) + 5.0f, z * (1 / 900.0f), seed_ + 4);
    Floats billow = splat(0);
    float weight = 0.53f, f = 1.0f / sky_.size;
    for (int k = 0; k < octaves; ++k) {
      const Floats n = value_noise(wx * f, y * (f * 1.5f), wz * f, seed_ + 10 + k);
      billow += weight * (k == 0 ? n : 1.0f - vabs(n * 2.0f - 1.0f));
      f *= 2.07f;
      weight *= 0.5f;
    }
    const Floats d = vmax(billow * 1.02f - (1.0f - room * 0.98f), 0.0f) * 2.4f;
    return vmin(d, 1.0f) * smooth(0.0f, 0.08f, level);
  }

  Floats depth_to_sun(Floats x, Floats y, Floats z) const {
    Floats depth = splat(0);
    float step = 70, t = 0;
    for (int k = 0; k < kLightSteps; ++k) {
      const float at = t + step * 0.5f;
      depth += density(x + light_.sun.x * at, y + (light_.sun.y + 0.03f) * at,
                       z + light_.sun.z * at, 3) *
               step;
      t += step;
      step *= 2.1f;
    }
    return depth * sky_.density;
  }

  Veil cumulus(Vecs d, Floats cosine, Floats jitter) const {
    const Floats begin = distance_to_shell(d.y, sky_.base);
    const Floats end = vmin(distance_to_shell(d.y, sky_.top), 70000.0f);
    const Floats start = vmin(begin, end), step = (end - start) * (1.0f / kSteps);
    Floats lobe[3];
    float sharp = 1;
    for (auto& value : lobe) {
      value = 0.72f * phase(cosine, 0.8f * sharp) + 0.28f * phase(cosine, -0.25f * sharp);
      sharp *= 0.55f;
    }
    Floats through = splat(1), depth = splat(0), weight = splat(1e-4f);
    Rgbs light = splat(Rgb{});
    for (int i = 0; i < kSteps; ++i) {
      const Floats t = start + step * (jitter + static_cast<float>(i));
      const Floats x = d.x * t, z = d.z * t;
      const Floats y = d.y * t + (d.x * d.x + d.z * d.z) * t * t * (0.5f / 6360e3f);
      Floats here = density(x, y, z, 6);
      const Mask inside = (here > 0.002f) & (through > 0.01f);
      if (!any(inside)) continue;
      here = select(inside, here, splat(0));
      const Floats level = saturate((y - sky_.base) * (1.0f / (sky_.top - sky_.base)));
      const Rgbs glow = lit(lobe, depth_to_sun(x, y, z), here, level);
      const Floats pass = vexp(here * step * -sky_.density);
      const Floats part = through * (1.0f - pass);
      light = light + glow * part;
      depth += t * part;
      weight += part;
      through *= pass;
    }
    // Far clouds melt into the sky behind them.
    const Floats near = vexp(depth / weight * (-1 / 30000.0f));
    return {light * near, (1.0f - through) * near};
  }

  Rgbs lit(const Floats (&lobe)[3], Floats depth, Floats here, Floats level) const {
    Floats scattered = splat(0);
    float extinction = 1, weight = 1;
    for (const auto& value : lobe) {
      scattered += weight * value * vexp(depth * -extinction);
      extinction *= 0.32f;
      weight *= 0.62f;
    }
    const Floats powder = 1.0f - 0.75f * vexp(here * (-260.0f * sky_.density));
    const float high_sun = smooth1(0.1f, 0.5f, light_.sun.y);
    return light_.direct * (scattered * powder * mix1(1.7f, 2.6f, high_sun) + 0.010f) +
           light_.ambient * ((0.12f + 0.26f * level) * mix1(1.1f, 3.4f, high_sun));
  }

  // A field of small puffs in rows, 5 km up.
  Floats puffs(Floats x, Floats z) const {
    const Floats wx = x + 0.7f * gradient_noise(x * 0.35f, z * 0.35f, seed_ + 60);
    const Floats wz = z + 0.7f * gradient_noise(x * 0.35f + 7.0f, z * 0.35f, seed_ + 61);
    const Floats field = gradient_noise(x * 0.085f, z * 0.12f, seed_ + 62) +
                         0.5f * gradient_noise(x * 0.24f, z * 0.3f, seed_ + 63);
    Floats nearest = splat(4);
    visit_cells(wx * 0.95f, wz * 1.5f, 0.75f, seed_ + 64,
                [&](Floats dx, Floats dz, Words) { nearest = vmin(nearest, dx * dx + dz * dz); });
    const Floats fine = gradient_noise(wx * 3.1f, wz * 3.9f, seed_ + 65) +
                        0.5f * gradient_noise(wx * 6.7f, wz * 8.1f, seed_ + 66) +
                        0.25f * gradient_noise(wx * 14.0f, wz * 16.0f, seed_ + 67);
    const Floats body = 0.75f - 1.15f * vsqrt(nearest) + 0.30f * fine;
    return saturate(body + 0.75f * field + 1.25f * sky_.mackerel - 0.85f);
  }

  Veil mackerel(Vecs d, Floats cosine) const {
    const Floats t = distance_to_shell(d.y, 5000);
    const Floats x = d.x * t * 0.001f, z = d.z * t * 0.001f;
    const Floats here = puffs(x, z);
    if (!any(here > 0.0f)) return {splat(Rgb{}), splat(0)};
    const float reach = 0.45f;
    const Floats toward = puffs(x + light_.sun.x * reach, z + light_.sun.z * reach);
    const Floats fade = vexp(t * (-1 / 60000.0f));
    const Floats cover = (1.0f - vexp(here * -3.2f)) * fade;
    const Floats edge = saturate(0.42f + (here - toward) * 1.1f) * vexp(here * -0.9f);
    const Floats forward = phase(cosine, 0.55f) * 1.6f + 0.07f;
    return {
        (light_.high * (edge * forward + 0.012f) + light_.ambient * (0.20f - 0.06f * here)) * cover,
        cover};
  }

  // Ice drawn out by the wind, 8 km up.
  Veil cirrus(Vecs d, Floats cosine) const {
    const Floats t = distance_to_shell(d.y, 8200);
    const Floats x = d.x * t * 0.001f, z = d.z * t * 0.001f;
    const Floats wx = x + 1.9f * gradient_noise(x * 0.13f, z * 0.13f, seed_ + 71);
    const Floats wz = z + 1.9f * gradient_noise(x * 0.13f + 9.0f, z * 0.13f, seed_ + 72);
    const Floats along = wx * 0.86f + wz * 0.5f, across = wz * 0.86f - wx * 0.5f;
    Floats n = splat(0);
    float weight = 0.5f, f = 1;
    for (int k = 0; k < 6; ++k) {
      n += weight * gradient_noise(along * (0.055f * f), across * (0.30f * f), seed_ + 80 + k);
      f *= 2.1f;
      weight *= 0.56f;
    }
    const Floats patch = gradient_noise(x * 0.045f, z * 0.06f, seed_ + 90) * 0.5f + 0.5f;
    const Floats cover =
        smooth(0.02f, 0.62f, n + patch * 0.45f - 0.14f) * sky_.cirrus * vexp(t * (-1 / 65000.0f));
    const Rgbs light =
        light_.high * (phase(cosine, 0.62f) * 1.5f + 0.035f) + splat(light_.ambient * 0.14f);
    return {light * cover, cover};
  }

  Sky sky_;
  CloudLight light_;
  std::uint32_t seed_;
};

}  // namespace easel::painter::EASEL_ISA
