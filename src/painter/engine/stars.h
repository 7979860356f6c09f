#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/sky.h"

// Stars and the Milky Way, laid over what the frame shows of the open sky. Stars are placed on the
// picture and not on its pixels, so they stay where they are at every size.
namespace easel::painter::EASEL_ISA {

class Stars {
 public:
  Stars(const Scene& scene, const View& view, const SkyDome& dome)
      : sky_(scene.sky),
        view_(view),
        dome_(dome),
        seed_(scene.seed * 7919u + 930),
        unit_(luminance(dome.air().sky(Vec{0, 0.6f, 0.8f})) +
              0.02f * luminance(dome.lights().ambient)),
        tilt_(Dice(scene.seed, "milky way").around(0, 0.55f)),
        shift_(Dice(scene.seed, "milky way", 1).around(0.05f, 0.22f)) {
    place();
  }

  // Returns how many pixels got light worth seeing from stars and from the Milky Way.
  struct Lit {
    float stars = 0, band = 0;
  };
  Lit draw(Frame& frame, Job& job) const {
    const int rows = std::min(frame.height, static_cast<int>(view_.horizon) + 1);
    std::vector<Lit> lit(static_cast<std::size_t>(std::max(rows, 0)));
    job.parallel.for_each(std::max(rows, 0), [&](int y) {
      if (job.stop.requested()) return;
      if (sky_.milky_way > 0) lit[y].band = draw_band(frame, y);
      for (const int star : rows_[y]) lit[y].stars += splat_star(frame, stars_[star], y);
    });
    Lit sum;
    for (const Lit& row : lit) {
      sum.stars += row.stars;
      sum.band += row.band;
    }
    return sum;
  }

 private:
  struct Star {
    float x, y, radius;  // fractions of the picture's height
    Rgb light;
  };

  void place() {
    rows_.resize(static_cast<std::size_t>(view_.height));
    const float tall = view_.horizon / static_cast<float>(view_.height);
    scatter("faint", 2600, 0.00055f, 0.7f, tall);
    scatter("common", 700, 0.00075f, 2.2f, tall);
    scatter("bright", 60, 0.00115f, 9.0f, tall);
    if (sky_.milky_way > 0) scatter("dust", 9000, 0.0005f, 1.0f, tall);
  }

  void scatter(std::string_view kind, float density, float radius, float strength, float tall) {
    const float aspect = view_.aspect();
    const int count = static_cast<int>(density * aspect * tall * std::min(1.0f, sky_.stars * 1.2f));
    for (int k = 0; k < count; ++k) {
      Dice dice(seed_, kind, static_cast<std::uint64_t>(k));
      Star star{dice.unit() * aspect, dice.unit() * tall, radius, {}};
      const float m = dice.unit(), tint = dice.around(0, 1);
      if (kind == "dust" && dice.unit() > band_core(star)) continue;
      const float light = unit_ * strength * (0.06f + m * m * m * m) * 3.2f * sky_.stars;
      star.light = Rgb{1 + 0.22f * tint, 1, 1 - 0.22f * tint} * light;
      star.radius = std::max(radius, 0.55f / static_cast<float>(view_.height));
      const float height = static_cast<float>(view_.height), reach = star.radius * 2.6f;
      const int first = std::max(0, static_cast<int>((star.y - reach) * height));
      const int last = std::min(view_.height - 1, static_cast<int>((star.y + reach) * height));
      stars_.push_back(star);
      for (int y = first; y <= last; ++y) rows_[y].push_back(static_cast<int>(stars_.size()) - 1);
    }
  }

  // Distance across the Milky Way's band, in units of the picture's height, and place along it.
  Floats across(Floats x, Floats y) const {
    return (x - 0.5f * view_.aspect() - shift_) * (0.86f - 0.2f * std::fabs(tilt_)) +
           (y - 0.3f) * (0.55f + tilt_);
  }
  float band_core(const Star& star) const {
    const float d = across(splat(star.x), splat(star.y))[0];
    return exp1(-d * d * 34);
  }

  float draw_band(Frame& frame, int y) const {
    float lit = 0;
    const float scale = 1 / static_cast<float>(view_.height);
    const float py = (static_cast<float>(y) + 0.5f) * scale;
    const float v = view_.v(static_cast<float>(y) + 0.5f);
    const float low = clamp1(v * 7, 0, 1);
    for (int x = 0; x < frame.width; x += kLanes) {
      const Floats depth = load(&frame.depth[frame.at(x, y)]);
      const Mask open = depth >= 0.99e9f;
      if (!any(open)) continue;
      const Floats column = lane_index() + (static_cast<float>(x) + 0.5f);
      const Floats px = column * scale, zero = splat(py);
      const auto n = [&](float f, std::uint32_t k) {
        return gradient_noise(px * f, zero * f, seed_ + k);
      };
      const Floats d = across(px, zero) + 0.05f * n(3, 1) + 0.02f * n(8, 2);
      const Floats body =
          vexp(d * d * -20.0f) * (0.62f + 0.38f * n(5, 3) + 0.25f * n(13, 4) + 0.15f * n(31, 5));
      const Floats core = vexp(d * d * -95.0f);
      const Floats lane = vexp(square(d + 0.03f * n(4, 6) + 0.012f) * -420.0f) *
                          saturate(0.75f + 0.8f * n(7, 7) + 0.5f * n(19, 8));
      const Floats glow = vmax(body * (1.0f - 0.8f * lane) + core * (0.5f - 0.55f * lane), 0.0f) *
                          (low * 2.3f * unit_ * sky_.milky_way) *
                          (1.0f - dome_.cloud(view_.u(column), v));
      const Rgbs colour = mix(Rgb{0.72f, 0.82f, 1.15f}, Rgb{1.18f, 0.95f, 0.86f}, saturate(core));
      const Rgbs light = frame.load8(x, y);
      frame.store8(x, y, select(open, light + colour * glow, light));
      const Mask clear =
          open & (glow > luminance(light) * 0.25f) & (column < static_cast<float>(frame.width));
      lit -= static_cast<float>(__builtin_reduce_add(clear));
    }
    return lit;
  }

  float splat_star(Frame& frame, const Star& star, int y) const {
    const float height = static_cast<float>(view_.height);
    const float v = view_.v(static_cast<float>(y) + 0.5f);
    const float dim = clamp1(v * 6, 0, 1);
    const float dy = (static_cast<float>(y) + 0.5f) / height - star.y, reach = star.radius * 2.6f;
    const int first = std::max(0, static_cast<int>((star.x - reach) * height));
    const int last = std::min(frame.width - 1, static_cast<int>((star.x + reach) * height));
    float lit = 0;
    for (int x = first; x <= last; ++x) {
      const std::size_t at = frame.at(x, y);
      if (frame.depth[at] < 0.99e9f) continue;
      const float dx = (static_cast<float>(x) + 0.5f) / height - star.x;
      const float fall = exp1(-(dx * dx + dy * dy) / (star.radius * star.radius));
      const float clear = 1 - dome_.cloud(splat(view_.u(static_cast<float>(x) + 0.5f)), v)[0];
      const float k = fall * dim * clear;
      frame.planes[0][at] += star.light.r * k;
      frame.planes[1][at] += star.light.g * k;
      frame.planes[2][at] += star.light.b * k;
      if (k > 0.2f) lit += 1;
    }
    return lit;
  }

  Sky sky_;
  const View& view_;
  const SkyDome& dome_;
  std::uint32_t seed_;
  float unit_, tilt_, shift_;
  std::vector<Star> stars_;
  std::vector<std::vector<int>> rows_;
};

}  // namespace easel::painter::EASEL_ISA
