#pragma once

#include "painter/engine/canvas.h"
#include "painter/engine/volume_noise.h"
#include "painter/space_scene.h"

// Rocks adrift in a belt: lumpy balls, pitted, lit from the scene's sun; many small, few large.
namespace easel::painter::EASEL_ISA {

class Asteroids {
 public:
  Asteroids(const SpaceScene& scene, const Canvas& canvas)
      : sun_(normalize(Vec{scene.sun.x, scene.sun.y, scene.sun.z})), canvas_(canvas) {
    const float slope = Dice(scene.seed, "belt").around(0, 0.45f);
    for (int i = 0; i < scene.asteroids; ++i) {
      Dice dice(scene.seed, "asteroid", static_cast<std::uint64_t>(i));
      const float near = dice.unit();
      const float size = 0.007f + 0.03f * near * near + (i < 9 ? dice.between(0.05f, 0.17f) : 0);
      const float x = dice.around(0, canvas.half_width() * 1.05f);
      const float spread = i < 9 ? 0.75f : 0.16f + 0.3f * near;
      const float y = slope * x + spread * (dice.around(0, 0.5f) + dice.around(0, 0.5f));
      const float turn = dice.unit();
      rocks_.push_back({x, y, size, 0.72f + 0.3f * dice.unit(), turn,
                        static_cast<std::uint32_t>(dice.word() & 0xffffff)});
    }
    // Far ones first, which are the small ones.
    std::ranges::stable_sort(rocks_, {}, &Rock::size);
  }

  // Returns the pixels of a row that rocks cover.
  float draw(Frame& frame, int y) const {
    float sum = 0;
    const float at = canvas_.y_of(static_cast<float>(y) + 0.5f);
    for (const Rock& rock : rocks_) {
      const float reach = rock.size * 1.4f;
      if (std::fabs(at - rock.y) > reach) continue;
      const int first = static_cast<int>(std::max(0.0f, canvas_.column_of(rock.x - reach))) & ~7;
      const int last = std::min(
          frame.width, static_cast<int>(std::max(0.0f, canvas_.column_of(rock.x + reach) + 1)));
      for (int x = first; x < last; x += kLanes) {
        const Floats column = lane_index() + (static_cast<float>(x) + 0.5f);
        Rgbs light = frame.load8(x, y);
        const Floats cover = draw(rock, canvas_.x_of(column), at, light);
        frame.store8(x, y, light);
        const Floats counted = cover * canvas_.inside(x);
        for (int i = 0; i < kLanes; ++i) sum += counted[i];
      }
    }
    return sum;
  }

 private:
  struct Rock {
    float x, y, size, flat, turn;
    std::uint32_t seed;
  };

  Floats draw(const Rock& rock, Floats x, float y, Rgbs& light) const {
    const float c = cos1(rock.turn * 6.2831853f), s = sin1(rock.turn * 6.2831853f);
    const float scale = 1 / rock.size;
    const Floats dx = (x - rock.x) * scale, dy = splat((y - rock.y) * scale);
    const Floats px = dx * c + dy * s, py = (dy * c - dx * s) * (1 / rock.flat);
    const Floats r = vsqrt(px * px + py * py);
    const Floats ux = px / vmax(r, 1e-4f), uy = py / vmax(r, 1e-4f);
    const Floats lump = cloud_noise({ux * 1.3f + 5.0f, uy * 1.3f + 5.0f, splat(1)}, 4, rock.seed);
    const Floats edge = 0.72f + 0.62f * lump;
    const Floats q = r / edge;
    const Floats cover = saturate((1.0f - q) * (rock.size / canvas_.unit) + 0.5f);
    if (!any(cover > 0.0f)) return cover;
    const Floats qx = px / edge, qy = py / edge;
    const Floats z = vsqrt(vmax(1.0f - qx * qx - qy * qy, 0.0f));
    const auto bump = [&](Floats ox, Floats oy) {
      return cloud_noise({(qx + ox) * 2.6f, (qy + oy) * 2.6f, z * 2.6f}, 5, rock.seed + 7);
    };
    const Floats here = bump(splat(0), splat(0));
    const Vec sun{sun_.x * c + sun_.y * s, (sun_.y * c - sun_.x * s), sun_.z};
    const Floats relief = (here - bump(splat(sun.x * 0.06f), splat(sun.y * 0.06f))) * 4.5f;
    const Floats lit = qx * sun.x + qy * sun.y + z * sun.z + relief;
    const Floats tone = (0.5f + 0.9f * (here - 0.4f)) * (vmax(lit, 0.0f) * 1.1f + 0.012f);
    light = mix(light, Rgb{0.62f, 0.53f, 0.45f} * tone, cover);
    return cover;
  }

  Vec sun_;
  const Canvas& canvas_;
  std::vector<Rock> rocks_;
};

}  // namespace easel::painter::EASEL_ISA
