#pragma once

#include "painter/engine/terrain.h"

// Finds what each pixel of a column sees of the land. Since a column of the picture is one vertical
// plane in the world, one walk away from the viewer serves all its rows: where the land rises above
// everything before it, the rows between get the exact point where their ray meets the segment.
// Cost grows with the picture's width and not its area (the "voxel space" idea of Comanche, 1992,
// with exact hits). Eight neighbouring columns walk side by side.
namespace easel::painter::EASEL_ISA {

inline constexpr float kNothing = 1e9f;  // the depth of a sample that sees no land

// How rows map to slopes: row r looks along v = (horizon − r − ½) · pitch.
struct Rows {
  int count;
  float horizon;
  float pitch;
  float slope(float row) const { return (horizon - row - 0.5f) * pitch; }
};

class ColumnTracer {
 public:
  // `eye` may be negative: the viewer's mirror image under the water.
  ColumnTracer(const Terrain& terrain, const HeightMap& map, float eye, float nearest)
      : terrain_(terrain), map_(map), eye_(eye), near_(nearest) {}

  // Fills depth[row * stride + lane] with distances z, kNothing where there is no land.
  void trace(Floats u, const Rows& rows, float* depth, int stride) const {
    for (int r = 0; r < rows.count; ++r) store(depth + r * stride, splat(kNothing));
    Walk walk{u,        rows,  depth, stride, splat(static_cast<float>(rows.count)),
              splat(0), near_, {},    {}};
    walk.open.fill(-1);
    const float stride_z = std::max(0.00042f, rows.pitch * 1.1f);
    const float highest = terrain_.highest();
    float z = near_;
    bool fresh = true;  // no segment ends here yet
    while (z < kFar) {
      const Floats sight = (rows.horizon - walk.top) * rows.pitch;
      // In the mirror any land matters that rays still coming up may meet.
      const bool rising = eye_ < 0 && (walk.any_pending() || open_row(rows, z) < rows.count - 2);
      const Floats needed = rising ? splat(0) : eye_ + sight * z;
      if (all(needed > highest)) return;
      const float gap =
          min_lane(needed - map_.at(u * z, splat(z))) - clamp1(0.15f * z, 4.0f, HeightMap::kSlack);
      if (gap > 0) {
        const float skip =
            terrain_.steep() ? std::min(gap * 0.16f, z * 0.02f) : std::min(gap * 0.55f, z * 0.06f);
        walk.before_z = z;
        z += std::max(z * stride_z, skip);
        fresh = true;
        continue;
      }
      const float detail = std::max(terrain_.finest(), z * rows.pitch);
      const Floats h = terrain_.height(u * z, splat(z), detail) - z * z * (0.5f / 6360e3f);
      float turn = 1;
      if (!fresh) {
        const Floats rise = (h - walk.before_h) * (1 / (z - walk.before_z));
        const Floats relative =
            vabs(rise - select(walk.top >= static_cast<float>(rows.count), splat(0), sight));
        turn = clamp1(-min_lane(-relative), 0.30f, 1.6f);
        for (int i = 0; i < kLanes; ++i) {
          eye_ < 0 ? climb_mirrored(walk, i, h[i], z) : climb(walk, i, h[i], z);
        }
      }
      walk.before_h = h;
      walk.before_z = z;
      fresh = false;
      z += z * stride_z / turn;
    }
  }

 private:
  static constexpr float kFar = 52000;
  static constexpr float kWaterline = -0.5f;

  struct Walk {
    Floats u;
    const Rows& rows;
    float* depth;
    int stride;
    Floats top;  // the highest row each lane has filled
    Floats before_h;
    float before_z;
    // For the mirrored viewer: the lowest row whose ray has left the water, and whether rows above
    // it still wait for land.
    std::array<int, kLanes> open;
    std::array<bool, kLanes> pending;

    bool any_pending() const { return std::ranges::find(pending, true) != pending.end(); }
  };

  // The segment from the last sample to (z, h): fills the rows it shows above the lane's top.
  void climb(Walk& walk, int i, float h, float z) const {
    const Rows& rows = walk.rows;
    const float h0 = walk.before_h[i], z0 = walk.before_z;
    if (h <= kWaterline) return;
    if (h0 <= kWaterline) {
      // The shore: rows below it belong to the water, not to the lake's bed.
      const float shore = z0 + (z - z0) * (kWaterline - h0) / (h - h0);
      const float row = rows.horizon + (eye_ - kWaterline) / shore / rows.pitch + 0.5f;
      walk.top[i] = std::min(walk.top[i], row);
    }
    const float row = rows.horizon - (h - eye_) / z / rows.pitch;
    if (!(row < walk.top[i] - 0.5f)) return;
    const int first = std::min(static_cast<int>(std::floor(walk.top[i] - 0.5f)), rows.count - 1);
    const int last = std::max(0, static_cast<int>(std::ceil(row - 0.5f)));
    fill(walk, i, first, last, h, z);
    walk.top[i] = static_cast<float>(last);
  }

  // The lowest row whose ray from under the water has come up by z.
  int open_row(const Rows& rows, float z) const {
    const float level = rows.horizon + eye_ / z / rows.pitch - 0.5f;
    return std::clamp(static_cast<int>(std::floor(std::max(level, -1.0f))), -1, rows.count - 1);
  }

  // A ray from the viewer's mirror image counts only from where it leaves the water: the steeper,
  // the sooner. So land near by must not hide what lies behind it from water that is farther off,
  // and rows wait until their ray has come up.
  void climb_mirrored(Walk& walk, int i, float h, float z) const {
    const Rows& rows = walk.rows;
    const int before = walk.open[i];
    walk.open[i] = open_row(rows, z);
    const int top = std::min(static_cast<int>(walk.top[i]), before + 1);
    if (h <= kWaterline) {
      walk.pending[i] = walk.pending[i] || walk.open[i] > before;
      return;
    }
    const float row = rows.horizon - (h - eye_) / z / rows.pitch;
    const int last = std::max(0, static_cast<int>(std::ceil(row - 0.5f)));
    // Rays that come up under land see its foot, if only where waves bend them there.
    fill(walk, i, walk.open[i], before + 1, h, z);
    fill(walk, i, walk.pending[i] ? before : top - 1, last, h, z);
    walk.pending[i] = walk.pending[i] && static_cast<float>(last) > walk.top[i];
    walk.top[i] = std::min(walk.top[i], static_cast<float>(last));
  }

  // Rows `first` … `last`, upward, see the segment that ends at (z, h), unless they see something
  // already.
  void fill(Walk& walk, int i, int first, int last, float h, float z) const {
    const float h0 = walk.before_h[i], z0 = walk.before_z;
    const float chord = (h - h0) / (z - z0);
    for (int r = first; r >= last; --r) {
      float& depth = walk.depth[r * walk.stride + i];
      if (depth < kNothing) continue;
      const float slope = walk.rows.slope(static_cast<float>(r));
      const float hit = (h0 - eye_ - chord * z0) / (slope - chord);
      depth = hit >= z0 ? std::min(hit, z) : z0;
    }
  }

  const Terrain& terrain_;
  const HeightMap& map_;
  float eye_, near_;
};

}  // namespace easel::painter::EASEL_ISA
