#pragma once

#include "painter/engine/alpine.h"
#include "painter/engine/cratered.h"
#include "painter/engine/gorge.h"
#include "painter/engine/lowland.h"
#include "painter/engine/rockland.h"

// The land as a function of place, and a coarse map of it for skipping and shadows.
namespace easel::painter::EASEL_ISA {

class Terrain {
 public:
  Terrain(const Scene& scene)
      : land_(make(scene)), seed_(scene.seed * 7919u), ground_(scene.ground) {
    if (ground_.stage > 0) {
      level_allowed_ = 0.05f + 0.04f * scene.camera.eye;
      Floats canopy;
      stage_level_ = land_->height(splat(0), splat(ground_.stage), 20, canopy)[0];
    }
    eye_ = scene.camera.eye;
    if (ground_.water == Water::none) level_ = ground_.stage > 0 ? stage_level_ : level_at_viewer();
    eye_ += ground_.stage > 0 ? std::max(stage_level_, level_) : level_;
  }

  // Metres above the water, trees included. `detail` is the shortest wavelength worth having.
  Floats height(Floats x, Floats z, float detail) const {
    Floats canopy;
    return height(x, z, detail, canopy);
  }
  Floats height(Floats x, Floats z, float detail, Floats& canopy) const {
    const Floats h = land_->height(x, z, detail, canopy);
    return ground_.stage > 0 ? levelled(h, z, canopy) : h;
  }
  float highest() const { return land_->highest(); }

  // Signed distance to the sea, where there is one.
  Floats shore(Floats x, Floats z, float detail) const { return land_->shore(x, z, detail); }

  const Ground& ground() const { return ground_; }
  std::uint32_t seed() const { return seed_; }
  float eye() const { return eye_; }
  // Of the ground at the viewer's feet; 0 where there is water.
  float level() const { return level_; }
  bool has_water() const { return ground_.water != Water::none; }
  // Kinds whose walls are too steep for long strides.
  bool steep() const {
    const Land land = ground_.land;
    return land == Land::mesa || land == Land::coast || land == Land::karst || land == Land::gorge;
  }
  // The finest detail the kind has: ripples of sand are worth more than pebbles on a summit.
  float finest() const {
    const bool mountain = ground_.land == Land::alpine || ground_.land == Land::volcano;
    return mountain && ground_.meadow <= 0 ? 0.9f : 0.03f;
  }

 private:
  static std::unique_ptr<LandForm> make(const Scene& scene) {
    const Ground& g = scene.ground;
    const std::uint32_t seed = scene.seed * 7919u;
    switch (g.land) {
      case Land::hills:
        return std::make_unique<Hills>(g, seed + 800);
      case Land::dunes:
        return std::make_unique<Dunes>(g, seed + 500);
      case Land::sea:
        return std::make_unique<OpenSea>(g, seed + 450);
      case Land::mesa:
        return std::make_unique<Mesa>(g, seed + 600);
      case Land::coast:
        return std::make_unique<Coast>(g, seed + 700);
      case Land::karst:
        return std::make_unique<Karst>(g, seed + 900);
      case Land::volcano:
        return std::make_unique<Volcano>(g, seed + 950);
      case Land::gorge:
        return std::make_unique<Gorge>(g, seed + 970);
      case Land::cratered:
        return std::make_unique<Cratered>(g, seed + 990);
      case Land::alpine:
        break;
    }
    return std::make_unique<Alpine>(g, seed);
  }

  // The highest ground near the viewer's feet, so that no knoll or dune fills the picture.
  float level_at_viewer() const {
    if (ground_.land == Land::karst) return 20;
    const float reach = ground_.land == Land::dunes ? 4.0f : 1.0f;
    float level = 0;
    for (const float z : {2.0f, 7 * reach, 12 * reach}) {
      const Floats ground = height((lane_index() - 3.5f) * (0.1f * z + 0.5f), splat(z), 1);
      level = std::max(level, -min_lane(-ground) - 0.035f * z);
    }
    return level;
  }

  // Where things stand the land keeps its small forms and loses its large ones.
  Floats levelled(Floats h, Floats z, Floats& canopy) const {
    Floats near = smooth(5.0f * ground_.stage, 1.5f * ground_.stage, z);
    if (has_water()) near *= smooth(-0.1f, 0.15f, h);
    canopy *= 1.0f - near;
    const Floats off = h - stage_level_;
    const float allowed = level_allowed_;
    return mix(h, stage_level_ + off / (1.0f + vabs(off) * (1 / allowed)), near);
  }

  std::unique_ptr<LandForm> land_;
  std::uint32_t seed_;
  Ground ground_;
  float eye_ = 9, level_ = 0, stage_level_ = 0, level_allowed_ = 1;
};

// Heights on a fan-shaped grid, even in x/z and in log z: as fine near the viewer as needed there.
class HeightMap {
 public:
  static constexpr float kSlack = 45;  // how much the land may rise above its map

  HeightMap(const Terrain& terrain, float half_width, float nearest, Job& job)
      : half_width_(half_width), near_(nearest), per_log_((kRows - 1) / log1(kFar / nearest)) {
    heights_.resize(static_cast<std::size_t>(kColumns) * kRows);
    job.parallel.for_each((kRows + 7) / 8, [&](int band) {
      if (job.stop.requested()) return;
      for (int row = band * 8; row < std::min(kRows, band * 8 + 8); ++row) {
        const float z = near_ * exp1(static_cast<float>(row) / per_log_);
        for (int column = 0; column < kColumns; column += kLanes) {
          const Floats u =
              ((lane_index() + static_cast<float>(column)) * (2.0f / (kColumns - 1)) - 1.0f) *
              half_width_;
          store(&heights_[static_cast<std::size_t>(row) * kColumns + column],
                terrain.height(u * z, splat(z), 45));
        }
      }
    });
  }

  float nearest() const { return near_; }

  Floats at(Floats x, Floats z) const {
    z = clamp(z, near_ * 1.001f, kFar * 0.999f);
    const Floats u = clamp(x / z * (1 / half_width_), -0.999f, 0.999f);
    Floats column = (u + 1.0f) * (0.5f * (kColumns - 1));
    Floats row = clamp(vlog(z * (1 / near_)) * per_log_, 0.0f, kRows - 1.01f);
    const Floats cell_x = vfloor(column), cell_y = vfloor(row);
    const Ints cell = to_ints(cell_y) * kColumns + to_ints(cell_x);
    column -= cell_x;
    row -= cell_y;
    const float* map = heights_.data();
    const Floats top = mix(gather(map, cell), gather(map, cell + 1), column);
    const Floats bottom =
        mix(gather(map, cell + kColumns), gather(map, cell + kColumns + 1), column);
    return mix(top, bottom, row);
  }

 private:
  static constexpr int kColumns = 640, kRows = 1100;
  static constexpr float kFar = 56000;

  float half_width_, near_, per_log_;
  std::vector<float> heights_;
};

}  // namespace easel::painter::EASEL_ISA
