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
    for (int k = 0; k < Frame::kStrip; k += kLanes) {
      const Mask whole = add_smooth(first + k, y, k, depth + 2 * k, sums, seen);
      if (all(whole)) continue;
      for (int sub = 0; sub < 2; ++sub) {
        add_samples(first, 2 * k, y, sub, depth,
                    __builtin_shufflevector(whole, whole, 0, 0, 1, 1, 2, 2, 3, 3), sums, seen);
        add_samples(first, 2 * k + kLanes, y, sub, depth,
                    __builtin_shufflevector(whole, whole, 4, 4, 5, 5, 6, 6, 7, 7), sums, seen);
      }
    }
    for (int k = 0; k < Frame::kStrip; k += kLanes) finish(first, k, y, sums, seen);
  }

  // Where a pixel's four samples see one unbroken surface, one look in their middle is enough.
  // Returns which of eight pixels are done with that.
  Mask add_smooth(int first, int y, int k, const float* depth, Sums& sums, Sightings& seen) {
    std::array<Floats, 4> z;
    for (int sub = 0; sub < 2; ++sub) {
      const Floats a = load(depth + sub * kSamples), b = load(depth + sub * kSamples + kLanes);
      z[2 * sub] = __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
      z[2 * sub + 1] = __builtin_shufflevector(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
    }
    const Floats low = vmin(vmin(z[0], z[1]), vmin(z[2], z[3]));
    const Floats high = vmax(vmax(z[0], z[1]), vmax(z[2], z[3]));
    const Mask whole = (high < kNothing) & (high - low < low * 0.012f);
    if (!any(whole)) return whole;
    const Floats mean = (low + high) * 0.5f;
    const Floats known = select(whole, mean, splat(min_lane(select(whole, mean, splat(kNothing)))));
    const Floats u = view_.u(lane_index() + (static_cast<float>(first) + 0.5f));
    const float v = view_.v(static_cast<float>(y) + 0.5f);
    const Shade shade = shading_.look(u, v, known, view_.pixel * 0.7f, terrain_.eye());
    for (int i = 0; i < kLanes; ++i) {
      if (whole[i]) add(shade, i, k + i, 1, low[i], v > 0, first + i < view_.width, sums, seen);
    }
    return whole;
  }

  // Eight samples in a row, but not those of pixels that are `done`.
  void add_samples(int first, int k, int y, int sub, const float* depth, Mask done, Sums& sums,
                   Sightings& seen) {
    const Floats z = load(depth + sub * kSamples + k);
    const Mask land = (z < kNothing) & ~done;
    if (!any(land)) return;
    const float v = view_.v(static_cast<float>(y) + 0.25f + 0.5f * static_cast<float>(sub));
    const Floats known = select(land, z, splat(min_lane(select(land, z, splat(kNothing)))));
    const Shade shade =
        shading_.look(sample_u(first, k), v, known, view_.pixel * 0.5f, terrain_.eye());
    for (int i = 0; i < kLanes; ++i) {
      const int x = (k + i) / 2;
      if (land[i]) add(shade, i, x, 0.25f, z[i], v > 0, first + x < view_.width, sums, seen);
    }
  }

  static void add(const Shade& shade, int i, int x, float share, float z, bool above, bool counts,
                  Sums& sums, Sightings& seen) {
    sums.r[x] += shade.light.r[i] * share;
    sums.g[x] += shade.light.g[i] * share;
    sums.b[x] += shade.light.b[i] * share;
    sums.cover[x] += share;
    sums.near[x] = std::min(sums.near[x], z);
    if (counts) count_land(shade, i, share, above, seen);
  }

  static void count_land(const Shade& shade, int i, float share, bool above, Sightings& seen) {
    const Surface& s = shade.surface;
    const float clear = share * (1 - shade.air.veiled[i]);
    seen[Seen::land] += share;
    if (above) seen[Seen::relief] += share;
    seen[Seen::mist] += share * shade.air.mist[i];
    seen[Seen::veiled] += share * shade.air.veiled[i];
    seen[Seen::snow] += clear * s.snow[i];
    seen[Seen::forest] += clear * s.forest[i];
    seen[Seen::grass] += clear * std::max(0.0f, s.grass[i] - s.forest[i]);
    seen[Seen::sand] += clear * s.sand[i];
    seen[Seen::lava] += clear * s.lava[i];
    seen[Seen::road] += clear * s.road[i];
    const float bare = 1 - s.snow[i] - s.forest[i] - s.grass[i] - s.sand[i] - s.road[i];
    seen[Seen::rock] += clear * std::max(0.0f, bare);
  }

  // Lays what the samples saw of the land over sky or water.
  void finish(int first, int k, int y, const Sums& sums, Sightings& seen) {
    const Floats cover = load(&sums.cover[k]);
    Rgbs light{load(&sums.r[k]), load(&sums.g[k]), load(&sums.b[k])};
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
        Clarity air;
        Floats away;
        light = light + water_->look(u, v, air, away) * open;
        depth = vmin(depth, away);
        for (int i = 0; i < last; ++i) count_water(air, i, open[i], seen);
      }
    }
    frame_.store8(first + k, y, light);
    store(&frame_.depth[frame_.at(first + k, y)], depth);
  }

  static void count_water(const Clarity& air, int i, float open, Sightings& seen) {
    seen[Seen::water] += open * (1 - air.veiled[i]);
    seen[Seen::mist] += open * air.mist[i];
    seen[Seen::veiled] += open * air.veiled[i];
  }

  static void count_sky(const SkyDome::Seen& sky, int i, float open, Sightings& seen) {
    seen[Seen::sky] += open * (1 - sky.fog[i]);
    seen[Seen::mist] += open * sky.fog[i];
    if (sky.cloud[i] > 0.15f) seen[Seen::clouds] += open;
    seen[Seen::aurora] += open * sky.aurora[i] * (1 - sky.cloud[i]) * (1 - sky.fog[i]);
    seen[Seen::sun] += open * sky.sun[i];
    seen[Seen::moon] += open * sky.moon[i];
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
