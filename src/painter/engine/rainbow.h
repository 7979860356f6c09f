#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/sky.h"

// A rainbow: drops send sunlight back at up to 42.4° from the point opposite the sun for red and
// 40.6° for violet, and what is not at the edge brightens the sky within (Descartes, 1637; widths
// from the refraction of water, 1.331 … 1.344). It hangs in the rain, before the sky and far land.
namespace easel::painter::EASEL_ISA {

class Rainbow {
 public:
  Rainbow(const Scene& scene, const View& view, const SkyDome& dome)
      : strength_(scene.sky.rainbow), view_(view), sun_(dome.lights().sun) {
    bright_ = luminance(dome.air().sky(normalize(Vec{0, 0.25f, 1}))) * 0.55f * strength_;
  }

  // Returns how many pixels got its colours.
  float draw(Frame& frame, Job& job) const {
    std::vector<float> lit(static_cast<std::size_t>(frame.height));
    job.parallel.for_each(frame.height, [&](int y) {
      if (job.stop.requested()) return;
      for (int x = 0; x < frame.width; x += kLanes) lit[y] += draw8(frame, x, y);
    });
    float sum = 0;
    for (const float row : lit) sum += row;
    return sum;
  }

 private:
  float draw8(Frame& frame, int x, int y) const {
    const Floats column = lane_index() + (static_cast<float>(x) + 0.5f);
    const float v = view_.v(static_cast<float>(y) + 0.5f);
    const Vecs d = normalize(Vecs{view_.u(column), splat(v), splat(1)});
    const Floats angle = vacos(clamp(-dot(d, sun_), -1.0f, 1.0f)) * 57.29578f;
    const Floats depth = load(&frame.depth[frame.at(x, y)]);
    const Floats room =
        smooth(250.0f, 2500.0f, depth) * saturate(1.0f - vabs(angle - 41.0f) / 6.0f);
    if (!any(room > 0.0f)) return 0;
    const auto band = [&](float middle) { return vexp(square((angle - middle) / 0.62f) * -1.0f); };
    const Floats within = smooth(41.0f, 39.0f, angle) * 0.10f;
    const Floats red = band(42.1f) + 0.22f * band(40.3f), green = band(41.4f), blue = band(40.7f);
    const Rgbs glow{red * 1.15f + green * 0.35f + within, green + red * 0.22f + within,
                    blue * 1.2f + within};
    const Rgbs before = frame.load8(x, y);
    frame.store8(x, y, before + glow * (room * bright_));
    const Mask seen = (room * bright_ * (red + green + blue) > luminance(before) * 0.1f) &
                      (column < static_cast<float>(frame.width));
    return -static_cast<float>(__builtin_reduce_add(seen));
  }

  float strength_;
  const View& view_;
  Vec sun_;
  float bright_ = 0;
};

}  // namespace easel::painter::EASEL_ISA
