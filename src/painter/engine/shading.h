#pragma once

#include "painter/engine/columns.h"
#include "painter/engine/haze.h"
#include "painter/engine/materials.h"

// The light that reaches the eye from a point of the land.
namespace easel::painter::EASEL_ISA {

struct Shade {
  Rgbs light;
  Surface surface;
  Clarity air;
};

class Shading {
 public:
  Shading(const Scene& scene, const Terrain& terrain, const HeightMap& map, const SkyDome& dome)
      : terrain_(terrain),
        map_(map),
        dome_(dome),
        materials_(scene, terrain.seed()),
        haze_(scene, dome, terrain.eye(), terrain.level(), terrain.seed()),
        lights_(dome.lights()),
        night_(scene.light.moonlit) {}

  // Rays (u, v, 1) from `eye` that meet the land at depths z; `pitch` is the tangent of a sample.
  Shade look(Floats u, float v, Floats z, float pitch, float eye) const {
    const Floats x = u * z, y = eye + v * z;
    const float nearest = min_lane(z), finest = terrain_.finest();
    const float detail = std::max(std::min(finest, 0.6f), nearest * pitch);
    const float reach = std::max(std::min(finest, 0.8f), nearest * pitch * 1.1f);
    Spot spot{x, z, splat(0), splat(0), splat(0), detail};
    spot.height = terrain_.height(x, z, detail, spot.canopy);
    Floats east_canopy, north_canopy;
    const Floats east = terrain_.height(x + reach, z, detail, east_canopy);
    const Floats north = terrain_.height(x, z + reach, detail, north_canopy);
    if (detail < 4) {
      // A ray that meets the land above the ground at its foot, or a slope whose upper end is a
      // tree, sees that tree's side, and no bare rock.
      const Floats beside = vmax(select(east - spot.height > 1.2f, east_canopy, splat(0)),
                                 select(north - spot.height > 1.2f, north_canopy, splat(0)));
      const Floats above = smooth(1.0f, 3.0f, y + z * z * (0.5f / 6360e3f) - spot.height);
      const Floats near = vmax(spot.canopy, vmax(east_canopy, north_canopy));
      spot.canopy = vmax(spot.canopy, vmax(beside, above * saturate(near * 8.0f)));
    }
    const Vecs normal = normalize(
        Vecs{(spot.height - east) * (1 / reach), splat(1), (spot.height - north) * (1 / reach)});
    spot.upright = normal.y;

    Shade out{splat(Rgb{}), materials_.at(spot), {}};
    out.light = lit(spot, normal, out.surface, sunshine(x, y, z, nearest, pitch));
    const Floats distance = z * vsqrt(u * u + (v * v + 1.0f));
    out.light = haze_.through(out.light, dome_.horizon(u), x, y, z, distance, out.air);
    return out;
  }

  const Haze& haze() const { return haze_; }

 private:
  Rgbs lit(const Spot& spot, Vecs normal, const Surface& s, Floats sunshine) const {
    const Floats cosine = dot(normal, lights_.sun);
    // A forest's crowns let light through and have no single normal.
    const Floats soft = saturate((cosine + 0.35f) * (1 / 1.35f)) * 0.6f;
    const Floats facing = mix(vmax(cosine, 0.0f), soft, s.forest) * sunshine;
    // Hollows see less of the sky than ridges do: the map is the land without its detail.
    const Floats above = spot.height - map_.at(spot.x, spot.z);
    const Floats open = terrain_.finest() < 0.5f
                            ? saturate(0.9f + above * (1 / 30.0f)) * 0.5f + 0.5f
                            : saturate(0.62f + above * (1 / 70.0f)) * 0.65f + 0.35f;
    const Rgb sky = lights_.ambient * Rgb{1.75f, 1.95f, 2.35f};
    const Rgbs light = lights_.direct * (facing * (1 / 3.14159265f)) +
                       sky * ((0.5f + 0.5f * normal.y) * open) +
                       lights_.direct * (0.010f * open * (1.0f - normal.y * 0.5f));
    const Rgbs back = s.albedo * light * 1.3f;
    return (night_ ? by_night(back) : back) + s.glow;
  }

  // How much of the sun's disc is free: a walk toward it over the map, with a soft edge that widens
  // with the distance of what hides it.
  Floats sunshine(Floats x, Floats y, Floats z, float nearest, float pitch) const {
    const float start = std::max(clamp1(nearest * 0.03f, 0.25f, 14.0f), nearest * pitch * 6);
    const float lift = std::min(5.0f, 0.02f + nearest * 0.012f);
    const float growth = start < 10 ? 1.36f : 1.27f;
    Floats free = splat(1);
    float t = start;
    for (int k = 0; k < 26 && t < 26000; ++k) {
      const Floats px = x + lights_.sun.x * t, pz = z + lights_.sun.z * t;
      const Floats clearance = y + (lift + lights_.sun.y * t) - map_.at(px, pz);
      const Floats part = clearance * (0.5f / (0.012f * t + lift * 0.8f)) + 0.5f;
      free = vmin(free, select(pz < map_.nearest() * 1.2f, splat(1), part));
      if (!any(free > 0.0f)) break;
      t *= growth;
    }
    return saturate(free);
  }

  const Terrain& terrain_;
  const HeightMap& map_;
  const SkyDome& dome_;
  Materials materials_;
  Haze haze_;
  Lights lights_;
  bool night_;
};

}  // namespace easel::painter::EASEL_ISA
