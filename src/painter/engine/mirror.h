#pragma once

#include "painter/engine/objects.h"
#include "painter/engine/shading.h"
#include "painter/engine/waterfall.h"

// What the water reflects: the world seen from the viewer's mirror image below the surface. A true
// second rendering, not the picture turned over, so that near shores and far peaks shift against
// each other as they do in nature.
namespace easel::painter::EASEL_ISA {

using Quad = float __attribute__((vector_size(16)));

class Mirror {
 public:
  Mirror(const Scene& scene, const View& view, const Terrain& terrain, const HeightMap& map,
         const SkyDome& dome, const Shading& shading, const Objects& objects, const Waterfall& fall,
         float nearest, Job& job)
      : objects_(objects), fall_(fall) {
    const int coarse = view.height >= 3000 ? 3 : view.height >= 1500 ? 2 : 1;
    pitch_ = view.pixel * static_cast<float>(coarse);
    columns_ = (static_cast<int>(static_cast<float>(view.width) * 1.13f) / coarse + kLanes) /
               kLanes * kLanes;
    const float below = (1 - scene.camera.horizon) * static_cast<float>(view.height);
    rows_ = static_cast<int>(below * 1.08f) / coarse + 4;
    texels_.assign(static_cast<std::size_t>(columns_) * rows_, Quad{});
    const ColumnTracer tracer(terrain, map, -terrain.eye(), nearest);
    job.parallel.for_each(columns_ / kLanes, [&](int strip) {
      if (job.stop.requested()) return;
      draw_strip(strip * kLanes, tracer, dome, shading, -terrain.eye());
    });
  }

  // Light from slope v above the horizon.
  Quad at(float u, float v) const {
    const float x = clamp1(u / pitch_ + 0.5f * static_cast<float>(columns_) - 0.5f, 0,
                           static_cast<float>(columns_) - 1.01f);
    const float y = clamp1(v / pitch_ - 0.5f, 0, static_cast<float>(rows_) - 1.01f);
    const int column = static_cast<int>(x), row = static_cast<int>(y);
    const float right = x - static_cast<float>(column), up = y - static_cast<float>(row);
    const Quad* a = &texels_[static_cast<std::size_t>(row) * columns_ + column];
    const Quad* b = a + columns_;
    const Quad p = a[0] + (a[1] - a[0]) * right, q = b[0] + (b[1] - b[0]) * right;
    return p + (q - p) * up;
  }

 private:
  // Row 0 lies at the horizon; the tracer counts from the top.
  void draw_strip(int first, const ColumnTracer& tracer, const SkyDome& dome,
                  const Shading& shading, float eye) {
    const Floats u =
        (lane_index() + static_cast<float>(first) + 0.5f - 0.5f * static_cast<float>(columns_)) *
        pitch_;
    std::vector<float> depth(static_cast<std::size_t>(rows_) * kLanes);
    tracer.trace(u, {rows_, static_cast<float>(rows_), pitch_}, depth.data(), kLanes);
    for (int row = 0; row < rows_; ++row) {
      const float v = (static_cast<float>(row) + 0.5f) * pitch_;
      Floats z = load(&depth[static_cast<std::size_t>(rows_ - 1 - row) * kLanes]);
      const Mask land = z < kNothing;
      Rgbs light = dome.whole(u, v).light;
      if (any(land)) {
        const Floats known = select(land, z, splat(min_lane(z)));
        light = select(land, shading.look(u, v, known, pitch_, eye).light, light);
      }
      if (fall_.exists()) fall_.look(u, v, eye, pitch_, light, z);
      if (!objects_.empty()) add_objects(u, v, z, eye, light);
      Quad* to = &texels_[static_cast<std::size_t>(row) * columns_ + first];
      // The sun's own reflection would break into single white pixels.
      for (int i = 0; i < kLanes; ++i) {
        to[i] = Quad{std::min(light.r[i], 30.0f), std::min(light.g[i], 30.0f),
                     std::min(light.b[i], 30.0f), 0};
      }
    }
    close_shore(first, depth);
  }

  void add_objects(Floats u, float v, Floats land, float eye, Rgbs& light) const {
    Sight sight = objects_.look(u, splat(v), eye, pitch_);
    const Mask seen = sight.z < land;
    if (!any(seen)) return;
    sight.which = seen ? sight.which : Ints{} - 1;
    Floats veiled;
    light = select(seen, objects_.shade(sight, u, splat(v), eye, veiled), light);
  }

  // Below the far shore's foot there is nothing to see but that foot: waves that tilt the view
  // under it must not find bright sky.
  void close_shore(int first, const std::vector<float>& depth) {
    const int most = std::max(4, rows_ / 40);
    for (int i = 0; i < kLanes; ++i) {
      int foot = 0;
      while (foot < most && depth[(rows_ - 1 - foot) * kLanes + i] >= kNothing) ++foot;
      if (foot >= most) continue;
      foot = std::min(foot + 3, rows_ - 1);  // the lowest rows graze land far behind the shore
      for (int row = 0; row < foot; ++row) {
        texels_[static_cast<std::size_t>(row) * columns_ + first + i] =
            texels_[static_cast<std::size_t>(foot) * columns_ + first + i];
      }
    }
  }

  const Objects& objects_;
  const Waterfall& fall_;
  int columns_ = 0, rows_ = 0;
  float pitch_ = 1;
  std::vector<Quad> texels_;
};

}  // namespace easel::painter::EASEL_ISA
