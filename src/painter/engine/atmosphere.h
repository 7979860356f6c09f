#pragma once

#include "painter/engine/color.h"

// The clear sky: sunlight scattered in a spherical shell of air, dust and ozone. Integrated as in
// S. Hillaire, "A scalable and production ready sky and atmosphere rendering technique", CGF 39(4),
// 2020: a table of transmittance, a table of multiple scattering (a geometric series over an
// isotropic second order) and a table of the sky seen from the ground. Kilometres inside.
namespace easel::painter::EASEL_ISA {

class Atmosphere {
 public:
  Atmosphere(Vec sun, float turbidity, float energy, Job& job)
      : sun_(sun), turbidity_(turbidity), energy_(energy) {
    build_transmittance(job);
    build_scattering(job);
    build_sky(job);
  }

  // Share of light that reaches `height` from beyond the air at a cosine to the zenith of `mu`,
  // with the Earth's shadow.
  Rgb transmittance(float height, float mu) const {
    return lane(transmittance(splat(height), splat(mu)), 0);
  }
  // The sun's light there.
  Rgb sunlight(float height, float mu) const { return transmittance(height, mu) * energy_; }

  // Radiance of the sky in a direction; below the horizon as at the horizon.
  Rgbs sky(Vecs d) const {
    const Floats elevation = 1.57079633f - vacos(clamp(d.y, 0.0f, 1.0f));
    const Floats flat =
        vsqrt(vmax((d.x * d.x + d.z * d.z) * (sun_.x * sun_.x + sun_.z * sun_.z), 1e-9f));
    const Floats turn = vacos(clamp((d.x * sun_.x + d.z * sun_.z) / flat, -1.0f, 1.0f));
    return look_up(sky_, kSkyWidth, kSkyHeight, vsqrt(turn * (1 / 3.14159265f)),
                   vsqrt(vmax(elevation * (1 / 1.57079633f), 0.0f)));
  }
  Rgb sky(Vec d) const { return lane(sky(Vecs{splat(d.x), splat(d.y), splat(d.z)}), 0); }

  // Light from the whole upper half of the sky on level ground, divided by π.
  Rgb ambient() const {
    Rgb sum{};
    for (int a = 0; a < 16; ++a) {
      for (int e = 0; e < 8; ++e) {
        const float y = (e + 0.5f) / 8, flat = std::sqrt(1 - y * y);
        const float turn = a * 0.39269908f;
        sum = sum + sky(Vec{flat * cos1(turn), y, flat * sin1(turn)}) * (y * (2.0f / 128));
      }
    }
    return sum;
  }

  void scale_sky(Rgb k) {
    for (auto& texel : sky_) texel = {texel[0] * k.r, texel[1] * k.g, texel[2] * k.b, 0};
  }

 private:
  using Texel = std::array<float, 4>;
  using Table = std::vector<Texel>;

  static constexpr float kGround = 6360, kTop = 6460;
  static constexpr Rgb kRayleigh{5.802e-3f, 13.558e-3f, 33.1e-3f};
  static constexpr Rgb kOzone{0.650e-3f, 1.881e-3f, 0.085e-3f};
  static constexpr float kMieScattering = 3.996e-3f, kMieAbsorption = 0.444e-3f;
  static constexpr int kTransmittanceWidth = 256, kTransmittanceHeight = 64;
  static constexpr int kScatteringSize = 32;
  static constexpr int kSkyWidth = 256, kSkyHeight = 160;

  struct Density {
    Floats air, dust, ozone;
  };
  Density density(Floats height) const {
    return {vexp(height * (-1 / 8.0f)), turbidity_ * vexp(height * (-1 / 1.2f)),
            vmax(1.0f - vabs(height - 25.0f) * (1 / 15.0f), 0.0f)};
  }
  static Rgbs extinction(const Density& d) {
    return kRayleigh * d.air + kOzone * d.ozone +
           splat(Rgb{1, 1, 1}) * (d.dust * (kMieScattering + kMieAbsorption));
  }

  static Rgbs look_up(const Table& table, int width, int height, Floats x, Floats y) {
    x = clamp(x * static_cast<float>(width - 1), 0.0f, static_cast<float>(width) - 1.001f);
    y = clamp(y * static_cast<float>(height - 1), 0.0f, static_cast<float>(height) - 1.001f);
    const Floats cx = vfloor(x), cy = vfloor(y);
    const Ints at = to_ints(cy) * width + to_ints(cx);
    x -= cx;
    y -= cy;
    Rgbs out;
    Floats* channel[3] = {&out.r, &out.g, &out.b};
    for (int i = 0; i < kLanes; ++i) {
      const Texel *top = &table[at[i]], *bottom = top + width;
      for (int k = 0; k < 3; ++k) {
        const float a = top[0][k] + (top[1][k] - top[0][k]) * x[i];
        const float b = bottom[0][k] + (bottom[1][k] - bottom[0][k]) * x[i];
        (*channel[k])[i] = a + (b - a) * y[i];
      }
    }
    return out;
  }

  static void put(Table& table, int at, Rgbs color) {
    for (int i = 0; i < kLanes; ++i) table[at + i] = {color.r[i], color.g[i], color.b[i], 0};
  }

  static Floats to_top(Floats r, Floats mu) {
    return vmax(vsqrt(vmax(r * r * (mu * mu - 1.0f) + kTop * kTop, 0.0f)) - r * mu, 0.0f);
  }

  // Cosines run through a signed square root, so that most of the table lies near the horizon.
  Rgbs transmittance(Floats height, Floats mu) const {
    const Floats root = vsqrt(vabs(mu));
    return look_up(transmittance_, kTransmittanceWidth, kTransmittanceHeight,
                   0.5f + 0.5f * select(mu < 0.0f, -root, root),
                   vsqrt(vmax(height, 0.0f) * (1 / 100.0f)));
  }
  Rgbs scattered(Floats height, Floats mu) const {
    return look_up(scattering_, kScatteringSize, kScatteringSize, mu * 0.5f + 0.5f,
                   vsqrt(vmax(height, 0.0f) * (1 / 100.0f)));
  }

  void build_transmittance(Job& job) {
    transmittance_.resize(kTransmittanceWidth * kTransmittanceHeight);
    job.parallel.for_each(kTransmittanceHeight, [&](int y) {
      const float q = y / (kTransmittanceHeight - 1.0f);
      const float height = 100 * q * q, r = kGround + height;
      // The sun is a disc: its light fades over its width as it sets.
      const float horizon = -std::sqrt(std::max(0.0f, 1 - (kGround / r) * (kGround / r)));
      for (int x = 0; x < kTransmittanceWidth; x += kLanes) {
        const Floats s =
            (lane_index() + static_cast<float>(x)) * (2.0f / (kTransmittanceWidth - 1)) - 1.0f;
        const Floats mu = s * vabs(s);
        constexpr int kSteps = 48;
        const Floats step = to_top(splat(r), mu) * (1.0f / kSteps);
        Rgbs depth = splat(Rgb{});
        for (int i = 0; i < kSteps; ++i) {
          const Floats t = step * (i + 0.5f);
          const Floats at = vsqrt(vmax(r * r + t * t + 2.0f * r * mu * t, 0.0f)) - kGround;
          depth = depth + extinction(density(vmax(at, 0.0f))) * step;
        }
        const Floats risen = saturate((mu - horizon) * (1 / 0.0093f) + 0.5f);
        put(transmittance_, y * kTransmittanceWidth + x, vexp(depth * -1.0f) * risen);
      }
    });
  }

  // For eight cosines of the sun at once, over 64 directions.
  void build_scattering(Job& job) {
    scattering_.resize(kScatteringSize * kScatteringSize);
    job.parallel.for_each(kScatteringSize, [&](int y) {
      const float q = y / (kScatteringSize - 1.0f);
      const float height = std::max(0.001f, 100 * q * q);
      for (int x = 0; x < kScatteringSize; x += kLanes) {
        const Floats sun_y =
            (lane_index() + static_cast<float>(x)) * (2.0f / (kScatteringSize - 1)) - 1.0f;
        Rgbs light = splat(Rgb{}), again = splat(Rgb{});
        for (int i = 0; i < 64; ++i) {
          const float turn = (i % 8 + 0.5f) * 0.78539816f, y_ = 1 - (i / 8 + 0.5f) / 4;
          const float flat = std::sqrt(1 - y_ * y_);
          gather_direction({flat * cos1(turn), y_, flat * sin1(turn)}, height, sun_y, light, again);
        }
        const Rgbs share = again * (1.0f / 64);
        const Rgbs first = light * (1.0f / 64);
        put(scattering_, y * kScatteringSize + x,
            {first.r / (1.0f - share.r), first.g / (1.0f - share.g), first.b / (1.0f - share.b)});
      }
    });
  }

  // Adds what one direction contributes to the second order of scattering, and the share of light
  // that is scattered on.
  void gather_direction(Vec d, float height, Floats sun_y, Rgbs& light, Rgbs& again) const {
    const float r = kGround + height;
    const float below = r * r * (d.y * d.y - 1) + kGround * kGround;
    const bool ground = d.y < 0 && below >= 0;
    const float end = ground ? -r * d.y - std::sqrt(below) : to_top(splat(r), splat(d.y))[0];
    const Floats sun_x = vsqrt(vmax(1.0f - sun_y * sun_y, 0.0f));
    const auto cosine = [&](float t, float at) {
      return (d.x * t * sun_x + (r + d.y * t) * sun_y) * (1.0f / at);
    };
    constexpr int kSteps = 20;
    const float step = end / kSteps;
    Rgb through{1, 1, 1};
    for (int i = 0; i < kSteps; ++i) {
      const float t = step * (i + 0.5f);
      const float at = std::sqrt(r * r + t * t + 2 * r * d.y * t);
      const Floats h = splat(std::max(0.0f, at - kGround));
      const Density here = density(h);
      const Rgb out = lane(extinction(here), 0);
      const Rgb scatter = kRayleigh * here.air[0] + Rgb{1, 1, 1} * (kMieScattering * here.dust[0]);
      const Rgb left = exp1(out * -step);
      const Rgb part =
          through * scatter * Rgb{(1 - left.r) / out.r, (1 - left.g) / out.g, (1 - left.b) / out.b};
      light = light + transmittance(h, cosine(t, at)) * splat(part * (1 / 12.5663706f));
      again = again + splat(part);
      through = through * left;
    }
    if (!ground) return;
    const Floats facing = cosine(end, kGround);
    light = light + transmittance(splat(0), facing) * splat(through * (0.2f / 3.14159265f)) *
                        vmax(facing, 0.0f);
  }

  void build_sky(Job& job) {
    sky_.resize(kSkyWidth * kSkyHeight);
    job.parallel.for_each(kSkyHeight, [&](int y) {
      const float q = y / (kSkyHeight - 1.0f);
      const float elevation = 1.57079633f * q * q;
      for (int x = 0; x < kSkyWidth; x += kLanes) {
        const Floats s = (lane_index() + static_cast<float>(x)) * (1.0f / (kSkyWidth - 1));
        put(sky_, y * kSkyWidth + x, integrate(elevation, s * s * 3.14159265f));
      }
    });
  }

  // Light along a ray from the ground at azimuths measured from the sun's.
  Rgbs integrate(float elevation, Floats azimuth) const {
    const float up = sin1(elevation), flat = cos1(elevation);
    const float sun_flat = std::sqrt(std::max(0.0f, 1 - sun_.y * sun_.y));
    const Floats toward = flat * cos_turn(azimuth * 0.159154943f);
    const Floats cosine = toward * sun_flat + up * sun_.y;
    const Floats rayleigh = (3 / (16 * 3.14159265f)) * (1.0f + cosine * cosine);
    const Floats mie = 0.93f * lobe(cosine, 0.8f) + 0.035f * lobe(cosine, 0.93f);

    const float r = kGround + 0.05f;
    const float end = std::min(to_top(splat(r), splat(up))[0], 600.0f);
    constexpr int kSteps = 40;
    Rgbs light = splat(Rgb{});
    Rgb through{1, 1, 1};
    float before = 0;
    for (int i = 0; i < kSteps; ++i) {
      const float q = (i + 1.0f) / kSteps;
      const float step = end * q * q - before, t = before + step * 0.5f;
      before = end * q * q;
      const float at = std::sqrt(r * r + t * t + 2 * r * up * t);
      const Floats height = splat(std::max(0.0f, at - kGround));
      const Density here = density(height);
      const Rgb out = lane(extinction(here), 0), left = exp1(out * -step);
      const Rgb length{(1 - left.r) / out.r, (1 - left.g) / out.g, (1 - left.b) / out.b};
      const Floats sun_mu = (toward * t * sun_flat + (r + up * t) * sun_.y) * (1.0f / at);
      const Rgbs once = kRayleigh * (here.air * rayleigh) +
                        splat(Rgb{1, 1, 1}) * (kMieScattering * here.dust * mie);
      const Rgbs many = kRayleigh * here.air + splat(Rgb{1, 1, 1}) * (kMieScattering * here.dust);
      light = light + (once * transmittance(height, sun_mu) + many * scattered(height, sun_mu)) *
                          splat(through * length);
      through = through * left;
    }
    return light * energy_;
  }

  // Henyey and Greenstein's phase function.
  static Floats lobe(Floats cosine, float g) {
    const Floats q = 1.0f + g * g - 2.0f * g * cosine;
    return (1 - g * g) / 12.5663706f / (q * vsqrt(q));
  }

  Vec sun_;
  float turbidity_, energy_;
  Table transmittance_, scattering_, sky_;
};

}  // namespace easel::painter::EASEL_ISA
