#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/water.h"

// Sky, water and land into the frame, strip by strip: each strip traces its columns, then shades
// them row by row while its depths are still in the cache. Land is sampled 2 × 2 a pixel.
namespace easel::painter::EASEL_ISA {

class Panorama {
 public:
  Panorama(const View& view, const Terrain& terrain, const SkyDome& dome, const Shading& shading,
           const WaterSurface* water, const ColumnTracer& tracer, Frame& frame)
      : view_(view),
        terrain_(terrain),
        dome_(dome),
        shading_(shading),
        water_(water),
        tracer_(tracer),
        frame_(frame),
        seen_(strips()) {}

  int strips() const { return frame_.stride / Frame::kStrip; }

  void draw(int strip, const StopToken& stop) {
    const int first = strip * Frame::kStrip;
    std::vector<float> depth(static_cast<std::size_t>(view_.height) * 2 * kSamples);
    const Rows rows{view_.height * 2, view_.horizon * 2, view_.pixel * 0.5f};
    for (int k = 0; k < kSamples; k += kLanes) {
      if (stop.requested()) return;
      tracer_.trace(sample_u(first, k), rows, &depth[k], kSamples);
    }
    for (int y = 0; y < view_.height; ++y) {
      if (stop.requested()) return;
      draw_row(first, y, &depth[static_cast<std::size_t>(y) * 2 * kSamples], seen_[strip]);
    }
  }

  Sightings seen() const {
    Sightings sum;
    const float pixels = static_cast<float>(view_.width) * static_cast<float>(view_.height);
    for (std::size_t k = 0; k < sum.share.size(); ++k) {
      double total = 0;
      for (const auto& strip : seen_) total += strip.share[k];
      sum.share[k] = static_cast<float>(total) / pixels;
    }
    return sum;
  }

 private:
  static constexpr int kSamples = Frame::kStrip * 2;  // columns of samples in a strip

  Floats sample_u(int first, int k) const {
    return view_.u((lane_index() + (static_cast<float>(k) + 0.5f)) * 0.5f +
                   static_cast<float>(first));
  }

  struct Sums {
    std::array<float, Frame::kStrip> r{}, g{}, b{}, cover{};
    std::array<float, Frame::kStrip> near;
  };

  void draw_row(int first, int y, const float* depth, Sightings& seen) {
    Sums sums;
    sums.near.fill(kNothing);
    for (int sub = 0; sub < 2; ++sub) {
      const float v = view_.v(static_cast<float>(y) + 0.25f + 0.5f * static_cast<float>(sub));
      for (int k = 0; k < kSamples; k += kLanes) {
        const Floats z = load(depth + sub * kSamples + k);
        const Mask land = z < kNothing;
        if (any(land)) add_land(first, k, v, z, land, sums, seen);
      }
    }
    for (int k = 0; k < Frame::kStrip; k += kLanes) finish(first, k, y, sums, seen);
  }

  void add_land(int first, int k, float v, Floats z, Mask land, Sums& sums, Sightings& seen) {
    const Floats known = select(land, z, splat(min_lane(z)));
    const Shade shade =
        shading_.look(sample_u(first, k), v, known, view_.pixel * 0.5f, terrain_.eye());
    const bool above = v > 0;
    for (int i = 0; i < kLanes; ++i) {
      const int x = (k + i) / 2;
      if (!land[i]) continue;
      sums.r[x] += shade.light.r[i];
      sums.g[x] += shade.light.g[i];
      sums.b[x] += shade.light.b[i];
      sums.cover[x] += 0.25f;
      sums.near[x] = std::min(sums.near[x], z[i]);
      if (first + x < view_.width) count_land(shade, i, above, seen);
    }
  }

  static void count_land(const Shade& shade, int i, bool above, Sightings& seen) {
    const Surface& s = shade.surface;
    const float clear = 0.25f * (1 - shade.mist[i]);
    seen[Seen::land] += 0.25f;
    if (above) seen[Seen::relief] += 0.25f;
    seen[Seen::mist] += 0.25f * shade.mist[i];
    seen[Seen::snow] += clear * s.snow[i];
    seen[Seen::forest] += clear * s.forest[i];
    seen[Seen::grass] += clear * std::max(0.0f, s.grass[i] - s.forest[i]);
    seen[Seen::sand] += clear * s.sand[i];
    seen[Seen::lava] += clear * s.lava[i];
    const float bare = 1 - s.snow[i] - s.forest[i] - s.grass[i] - s.sand[i];
    seen[Seen::rock] += clear * std::max(0.0f, bare);
  }

  // Lays what the samples saw of the land over sky or water.
  void finish(int first, int k, int y, const Sums& sums, Sightings& seen) {
    const Floats cover = load(&sums.cover[k]);
    Rgbs light{load(&sums.r[k]) * 0.25f, load(&sums.g[k]) * 0.25f, load(&sums.b[k]) * 0.25f};
    Floats depth = load(&sums.near[k]);
    const Floats open = 1.0f - cover;
    if (any(open > 0.0f)) {
      const float v = view_.v(static_cast<float>(y) + 0.5f);
      const Floats u = view_.u(lane_index() + (static_cast<float>(first + k) + 0.5f));
      const int last = std::min(kLanes, view_.width - first - k);
      if (v > 0 || water_ == nullptr) {
        const SkyDome::Seen sky = dome_.whole(u, v);
        light = light + sky.light * open;
        for (int i = 0; i < last; ++i) count_sky(sky, i, open[i], seen);
      } else {
        light = light + water_->look(u, v) * open;
        depth = vmin(depth, splat(terrain_.eye() / std::max(-v, 1e-5f)));
        for (int i = 0; i < last; ++i) seen[Seen::water] += open[i];
      }
    }
    frame_.store8(first + k, y, light);
    store(&frame_.depth[frame_.at(first + k, y)], depth);
  }

  static void count_sky(const SkyDome::Seen& sky, int i, float open, Sightings& seen) {
    seen[Seen::sky] += open;
    if (sky.cloud[i] > 0.15f) seen[Seen::clouds] += open;
    seen[Seen::sun] += open * sky.sun[i] * (1 - sky.cloud[i]);
    seen[Seen::moon] += open * sky.moon[i] * (1 - sky.cloud[i]);
  }

  const View& view_;
  const Terrain& terrain_;
  const SkyDome& dome_;
  const Shading& shading_;
  const WaterSurface* water_;
  const ColumnTracer& tracer_;
  Frame& frame_;
  std::vector<Sightings> seen_;  // one for each strip: sums do not depend on who drew what
};

}  // namespace easel::painter::EASEL_ISA
