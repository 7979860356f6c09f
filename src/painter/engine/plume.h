#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/noise.h"
#include "painter/engine/sky.h"

// The smoke of a burning volcano: billowed noise around an axis that leans with the wind, widening
// as it rises, red from below where the crater lights it. Painted on the picture behind the land.
namespace easel::painter::EASEL_ISA {

class Plume {
 public:
  Plume(const Scene& scene, const View& view, const Lights& lights)
      : seed_(scene.seed * 7919u + 80),
        wind_(Dice(scene.seed, "plume").sign()),
        glow_(scene.ground.lava),
        ambient_(lights.ambient) {
    const Ground& g = scene.ground;
    const float height = static_cast<float>(view.height);
    crater_x_ = view.x_of(g.peak_x / g.peak_z) / height;
    crater_y_ = view.y_of((1640 * g.relief - scene.camera.eye) / g.peak_z) / height;
    // A picture's height sees so many crater widths of sky at any focal length.
    size_ = 0.94f / (view.pixel * height);
  }

  void draw(Frame& frame, Job& job) const {
    const int rows = std::min(frame.height, static_cast<int>((crater_y_ + 0.05f) * frame.height));
    job.parallel.for_each(std::max(rows, 0), [&](int y) {
      if (job.stop.requested()) return;
      for (int x = 0; x < frame.width; x += kLanes) draw8(frame, x, y);
    });
  }

 private:
  void draw8(Frame& frame, int x, int y) const {
    const float scale = 1 / static_cast<float>(frame.height);
    const float rise = (crater_y_ + 0.03f - (static_cast<float>(y) + 0.5f) * scale) / size_;
    if (rise <= 0) return;
    const Floats px = (lane_index() + (static_cast<float>(x) + 0.5f)) * scale * (1 / size_);
    const Floats py = splat(-rise);
    const auto n = [&](float f, std::uint32_t k) {
      return gradient_noise(px * f, py * f, seed_ + k);
    };
    const Floats sway = n(4, 1) * 0.055f + n(11, 2) * 0.02f;
    const float axis = wind_ * (0.30f * rise + 0.42f * rise * rise);
    const Floats off = px - crater_x_ / size_ - axis + sway * (0.3f + 2.6f * rise);
    const float width = 0.018f + 0.24f * rise;
    const Floats body = 1.0f - off * off * (1 / (width * width));
    Floats billow = splat(0);
    float weight = 0.5f, f = 8;
    for (std::uint32_t k = 0; k < 5; ++k) {
      billow += weight *
                (0.42f - 1.3f * vabs(gradient_noise(px * f, py * f + rise * 1.5f, seed_ + 4 + k)));
      f *= 2.1f;
      weight *= 0.56f;
    }
    const float thin = exp1(-rise * 1.5f) * clamp1(rise * 22, 0, 1);
    Floats cover = smooth(0.0f, 0.8f, body + billow * 1.3f) * (0.94f * thin);
    cover = select(load(&frame.depth[frame.at(x, y)]) >= 0.99e9f, cover, splat(0));
    if (!any(cover > 0.0f)) return;
    const Floats fire = square(saturate(0.75f + billow * 1.3f) * exp1(-rise * 8)) * (0.55f * glow_);
    const Rgbs smoke =
        ambient_ * (0.16f + 0.34f * saturate(billow + 0.4f)) + Rgb{1.1f, 0.27f, 0.06f} * fire;
    frame.store8(x, y, mix(frame.load8(x, y), smoke, cover));
  }

  std::uint32_t seed_;
  float wind_, glow_;
  Rgb ambient_;
  float crater_x_ = 0, crater_y_ = 0, size_ = 1;
};

}  // namespace easel::painter::EASEL_ISA
