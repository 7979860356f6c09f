#pragma once

#include "painter/engine/aurora.h"
#include "painter/engine/fog.h"
#include "painter/engine/moon.h"
#include "painter/engine/view.h"

// Everything above the land: the clear sky from the atmosphere's table, and clouds and aurora from
// a buffer over the picture plane, since marching them once serves picture and reflection alike.
namespace easel::painter::EASEL_ISA {

// The lights of a scene, as everything in it sees them.
struct Lights {
  Vec sun;      // toward the sun, or the moon by night
  Rgb direct;   // its light on the land
  Rgb ambient;  // mean radiance of the sky
};

class SkyDome {
 public:
  SkyDome(const Scene& scene, const View& view, Job& job)
      : scene_(scene),
        view_(view),
        sun_(direction(scene.light.elevation, scene.light.azimuth)),
        air_(sun_, scene.light.turbidity, kEnergy, job),
        lights_(measure_lights()),
        fog_(scene.air, sun_, lights_.direct, lights_.ambient),
        moon_(scene.sky, moon_light(), scene.seed),
        veil_dye_(scene.dyes.sky) {
    build_veils(job);
  }

  const Lights& lights() const { return lights_; }
  const Atmosphere& air() const { return air_; }
  const Fog& fog() const { return fog_; }

  // The sky without sun and moon; v is clamped to the horizon.
  Rgbs background(Floats u, float v) const {
    const Vecs d = direction_of(u, v);
    const Veil veil = veil_at(u, v);
    return dyed(air_.sky(d) * (1.0f - veil.cover) + veil.light, scene_.dyes.sky);
  }

  // As seen in the picture: sun and moon too. `cloud` and `fog` tell how much of it is theirs.
  struct Seen {
    Rgbs light;
    Floats cloud, fog, sun, moon, aurora;
  };
  Seen whole(Floats u, float v) const {
    const Vecs d = direction_of(u, v);
    const Veil veil = veil_at(u, v);
    const Floats fog = fog_.exists() ? fog_.hides_sky(d.y) : splat(0);
    Seen seen{air_.sky(d), vmax(veil.cover - fog, 0.0f), fog, splat(0), splat(0), splat(0)};
    if (!glow_.empty()) seen.aurora = aurora_at(u, v, seen.light);
    seen.light = dyed(seen.light, scene_.dyes.sky);
    if (!scene_.light.moonlit && v > -0.02f) add_sun(d, seen);
    if (moon_.reaches(v)) seen.moon = moon_.draw(u, v, view_.pixel, seen.light);
    const Floats open = 1.0f - veil.cover;
    seen.light = seen.light * open + dyed(veil.light, veil_dye_);
    seen.sun *= open;
    seen.moon *= open;
    return seen;
  }

  // How much of the sky there is hidden by clouds and fog.
  Floats cloud(Floats u, float v) const { return veil_at(u, v).cover; }

  // The haze's colour far away in a column.
  Rgbs horizon(Floats u) const { return dyed(air_.sky(direction_of(u, 0.018f)), scene_.dyes.sky); }

 private:
  static constexpr float kEnergy = 20;
  static constexpr float kMargin = 1.14f;  // reflections look beyond the picture's sides
  using Texel = std::array<float, 4>;

  static Vecs direction_of(Floats u, float v) {
    v = std::max(v, 0.0005f);
    return normalize(Vecs{u, splat(v), splat(1)});
  }

  Lights measure_lights() {
    const Light& light = scene_.light;
    Lights lights{sun_, air_.sunlight(0.4f, sun_.y) * light.tint, air_.ambient()};
    cloud_light_ = {sun_, air_.sunlight(2.6f, sun_.y + 0.012f) * light.tint,
                    air_.sunlight(6.0f, sun_.y + 0.02f) * light.tint,
                    air_.sky(normalize(Vec{-sun_.x, 1.2f, -sun_.z}))};
    if (light.moonlit) make_night(lights);
    if (scene_.air.none) take_air_away(lights);
    // Sunlight on clouds crosses more dust than the clear atmosphere holds.
    const float low = 1 - smooth1(0.12f, 0.4f, sun_.y);
    const float dust = light.moonlit ? 0.0f : low;
    cloud_light_.direct = cloud_light_.direct * exp1(Rgb{-0.08f, -0.40f, -0.75f} * dust);
    cloud_light_.high = cloud_light_.high * exp1(Rgb{-0.05f, -0.34f, -0.62f} * dust);
    Dye reflected = scene_.dyes.sky;
    reflected.share *= 0.6f;
    lights.ambient = dyed(lights.ambient, reflected);
    lights.direct = dyed(lights.direct, reflected);
    return lights;
  }

  // The eye sees moonlight as blue and dim: the sun's sky, tinted and turned down.
  void make_night(Lights& lights) {
    const bool moon = scene_.sky.moon > 0;
    const Rgb tint{0.52f, 0.78f, 1.15f};
    const float direct =
        (moon ? 0.30f : 0.17f) * (lights.direct.r + lights.direct.g + lights.direct.b) / 3;
    lights.direct = tint * direct;
    cloud_light_.direct = lights.direct * 1.2f;
    cloud_light_.high = cloud_light_.direct;
    const Rgb night{0.080f, 0.098f, 0.128f};
    lights.ambient = lights.ambient * tint * (moon ? 0.38f : 0.24f);
    cloud_light_.ambient = cloud_light_.ambient * night * 1.6f;
    air_.scale_sky(night);
    lights.ambient = lights.ambient + scene_.sky.aurora_colour * (0.09f * scene_.sky.aurora);
  }

  // Nothing scatters the light: the sky is black, and shadows see only the ground about them.
  void take_air_away(Lights& lights) {
    const float bright = luminance(lights.direct);
    lights.direct = Rgb{1, 0.98f, 0.95f} * bright;
    lights.ambient = Rgb{0.9f, 0.95f, 1} * (0.012f * bright);
    air_.scale_sky({0.0006f, 0.0006f, 0.0008f});
  }

  Rgb moon_light() const {
    const float bright = luminance(lights_.ambient) * 0.55f / scene_.grade.key;
    return dyed(Rgb{1.0f, 0.95f, 0.87f} * bright, scene_.dyes.moon);
  }

  void add_sun(Vecs d, Seen& seen) const {
    // The chord between two directions is exact where acos is not.
    const Floats chord = vsqrt(square(d.x - sun_.x) + square(d.y - sun_.y) + square(d.z - sun_.z));
    constexpr float kRadius = 0.0083f;
    const Floats disc = saturate((kRadius - chord) * (1 / (view_.pixel * 1.2f)) + 0.5f);
    if (!any(disc > 0.0f)) return;
    const Floats limb = vsqrt(vmax(1.0f - square(chord * (1 / kRadius)), 0.0f));
    seen.sun = disc;
    seen.light = seen.light + air_.sunlight(0.1f, sun_.y) * (disc * (0.4f + 0.6f * limb) * 60.0f);
  }

  void build_veils(Job& job) {
    const int coarse = view_.height >= 1500 ? 2 : 1;
    texel_ = view_.pixel * static_cast<float>(coarse);
    const float below = scene_.ground.water == Water::none ? 0.0f : 1 - scene_.camera.horizon;
    const float tall =
        std::max(scene_.camera.horizon, below) * 1.04f * static_cast<float>(view_.height);
    columns_ = static_cast<int>(static_cast<float>(view_.width) * kMargin) / coarse + 16;
    columns_ = (columns_ + kLanes - 1) / kLanes * kLanes;
    rows_ = static_cast<int>(tall) / coarse + 3;
    veils_.assign(static_cast<std::size_t>(columns_) * rows_, {});
    const Clouds clouds(scene_.sky, cloud_light_, scene_.seed * 104729u);
    const Aurora aurora(scene_.sky, scene_.seed * 7919u);
    if (!clouds.exist() && scene_.sky.aurora <= 0 && !fog_.exists()) return;
    if (scene_.sky.aurora > 0) {
      glow_.resize(veils_.size());
      veil_dye_ = {};
    }
    job.parallel.for_each((rows_ + 1) / 2, [&](int pair) {
      for (int row = pair * 2; row < std::min(rows_, pair * 2 + 2); ++row) {
        if (job.stop.requested()) return;
        march_row(row, clouds, aurora);
      }
    });
    smooth_veils(job);
  }

  void march_row(int row, const Clouds& clouds, const Aurora& aurora) {
    const float v = (static_cast<float>(row) + 0.5f) * texel_;
    for (int x = 0; x < columns_; x += kLanes) {
      const Floats column = lane_index() + static_cast<float>(x);
      const Floats u = (column + 0.5f - 0.5f * static_cast<float>(columns_)) * texel_;
      const Vecs d = direction_of(u, v);
      const Floats jitter = interleaved_noise(column, static_cast<float>(row));
      Veil veil = clouds.look(d, jitter);
      if (scene_.sky.aurora > 0) {
        const Rgbs glow = aurora.look(d, jitter) * ((1.0f - veil.cover) * scene_.sky.aurora);
        veil.light = veil.light + glow;
        store(&glow_[static_cast<std::size_t>(row) * columns_ + x], luminance(glow));
      }
      if (fog_.exists()) {
        const Floats hidden = fog_.hides_sky(d.y), left = 1.0f - hidden;
        veil.light = veil.light * left + fog_.light(d) * hidden;
        veil.cover = hidden + veil.cover * left;
      }
      Texel* to = &veils_[static_cast<std::size_t>(row) * columns_ + x];
      for (int i = 0; i < kLanes; ++i) {
        to[i] = {veil.light.r[i], veil.light.g[i], veil.light.b[i], veil.cover[i]};
      }
    }
  }

  // A 3 × 3 binomial blur takes the grain of the jitter away.
  void smooth_veils(Job& job) {
    const std::vector<Texel> rough = veils_;
    job.parallel.for_each(rows_, [&](int y) {
      for (int x = 0; x < columns_; ++x) {
        Texel sum{};
        for (int j = -1; j <= 1; ++j) {
          for (int i = -1; i <= 1; ++i) {
            const int at_x = std::clamp(x + i, 0, columns_ - 1);
            const int at_y = std::clamp(y + j, 0, rows_ - 1);
            const Texel& from = rough[static_cast<std::size_t>(at_y) * columns_ + at_x];
            const float weight = (i == 0 ? 2.0f : 1.0f) * (j == 0 ? 2.0f : 1.0f) * (1 / 16.0f);
            for (int k = 0; k < 4; ++k) sum[k] += from[k] * weight;
          }
        }
        veils_[static_cast<std::size_t>(y) * columns_ + x] = sum;
      }
    });
  }

  // 1 where the aurora outshines the sky behind it.
  Floats aurora_at(Floats u, float v, Rgbs sky) const {
    const int row = std::clamp(static_cast<int>(v / texel_), 0, rows_ - 1);
    const Floats column = clamp(u * (1 / texel_) + 0.5f * static_cast<float>(columns_), 0.0f,
                                static_cast<float>(columns_) - 1.0f);
    const Floats glow = gather(&glow_[static_cast<std::size_t>(row) * columns_], to_ints(column));
    return select(glow > luminance(sky) * 0.8f, splat(1), splat(0));
  }

  Veil veil_at(Floats u, float v) const {
    const Floats x = clamp(u * (1 / texel_) + 0.5f * static_cast<float>(columns_) - 0.5f, 0.0f,
                           static_cast<float>(columns_) - 1.01f);
    const float y = clamp1(v / texel_ - 0.5f, 0.0f, static_cast<float>(rows_) - 1.01f);
    const int row = static_cast<int>(y);
    const float down = y - static_cast<float>(row);
    const Texel* top = &veils_[static_cast<std::size_t>(row) * columns_];
    Veil veil;
    Floats* channel[4] = {&veil.light.r, &veil.light.g, &veil.light.b, &veil.cover};
    for (int i = 0; i < kLanes; ++i) {
      const int column = static_cast<int>(x[i]);
      const float right = x[i] - static_cast<float>(column);
      const Texel *a = top + column, *b = a + columns_;
      for (int k = 0; k < 4; ++k) {
        const float p = a[0][k] + (a[1][k] - a[0][k]) * right;
        const float q = b[0][k] + (b[1][k] - b[0][k]) * right;
        (*channel[k])[i] = p + (q - p) * down;
      }
    }
    return veil;
  }

  const Scene& scene_;
  View view_;
  Vec sun_;
  Atmosphere air_;
  CloudLight cloud_light_{};
  Lights lights_;
  Fog fog_;
  Moon moon_;
  int columns_ = 0, rows_ = 0;
  float texel_ = 1;
  std::vector<Texel> veils_;
  std::vector<float> glow_;  // how bright the aurora is, where there is one
  Dye veil_dye_;             // clouds share the sky's, an aurora has its own
};

}  // namespace easel::painter::EASEL_ISA
