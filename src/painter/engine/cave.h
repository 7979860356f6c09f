#pragma once

#include "painter/engine/rocks.h"

// The viewer stands in a cave: rock all around the view, with teeth of stone hanging into it, lit
// from outside.
namespace easel::painter::EASEL_ISA {

class CaveMouth {
 public:
  CaveMouth(const Scene& scene, float aspect)
      : seed_(scene.seed * 613u),
        middle_x_(0.5f * aspect + scene.front.side * 0.05f * aspect),
        half_x_(0.40f * aspect),
        snowed_(scene.ground.snowed) {}

  // `covered` is how many of the row's pixels are rock.
  void paint_row(Frame& frame, int y, const NearLight& light, float& covered) const {
    const float scale = 1 / static_cast<float>(frame.height);
    const float py = (static_cast<float>(y) + 0.5f) * scale;
    for (int x = 0; x < frame.width; x += kLanes) {
      const Floats px = (lane_index() + (static_cast<float>(x) + 0.5f)) * scale;
      const Floats inside = depth(px, py);
      const Floats cover = saturate(inside * (kHalfY / scale) + 0.5f);
      if (!any(cover > 0.0f)) continue;
      const Rgbs rock = colour(px, py, inside, light);
      for (int i = 0; i < kLanes && x + i < frame.width; ++i) {
        if (cover[i] <= 0) continue;
        const std::size_t at = frame.at(x + i, y);
        frame.planes[0][at] += (rock.r[i] - frame.planes[0][at]) * cover[i];
        frame.planes[1][at] += (rock.g[i] - frame.planes[1][at]) * cover[i];
        frame.planes[2][at] += (rock.b[i] - frame.planes[2][at]) * cover[i];
        if (cover[i] > 0.5f) frame.depth[at] = 3;
        covered += cover[i];
      }
    }
  }

 private:
  static constexpr float kMiddleY = 0.53f, kHalfY = 0.44f;

  Floats noise(Floats x, Floats y, float frequency, std::uint32_t which) const {
    return gradient_noise(x * frequency, y * frequency, seed_ + which);
  }

  // How far within the rock, in heights of the opening; below 0 in the open.
  Floats depth(Floats x, float y) const {
    const Floats up = splat(y);
    const Floats dx = (x - middle_x_) * (1 / half_x_);
    Floats dy = splat((y - kMiddleY) * (1 / kHalfY));
    if (y < kMiddleY) {
      const Floats tooth =
          vmax(noise(x, splat(0.5f), 9, 1) + 0.35f * noise(x, splat(1.5f), 27, 2), 0.0f);
      dy -= 0.85f * tooth * tooth + 0.10f * tooth;
    }
    // Below, the floor lies flat across the mouth.
    const Floats r =
        y > kMiddleY ? vmax(vabs(dx), dy) + 0.18f * vabs(dx) * dy : vsqrt(dx * dx + dy * dy);
    return r - 1.0f + 0.34f * noise(x, up, 1.7f, 3) + 0.17f * noise(x, up, 4.3f, 4) +
           0.07f * noise(x, up, 11, 5) + 0.03f * noise(x, up, 29, 6) + 0.012f * noise(x, up, 71, 7);
  }

  // Height of the rock's own face toward the viewer, in heights of the picture.
  Floats relief(Floats x, Floats y) const {
    const Floats ledges = noise(x + 0.6f * y, y * 3.2f, 3.1f, 11);
    return 0.075f * ledges + 0.040f * noise(x, y * 1.5f, 7, 12) + 0.014f * noise(x, y, 19, 13) +
           0.004f * noise(x, y, 57, 14);
  }

  Rgbs colour(Floats x, float y, Floats inside, const NearLight& light) const {
    const Floats up = splat(y);
    constexpr float kStep = 0.004f;
    const Floats here = relief(x, up);
    const Floats slope_x = (relief(x + kStep, up) - here) * (1 / kStep);
    const Floats slope_y = (relief(x, up + kStep) - here) * (1 / kStep);
    // Toward the opening's middle, from where all light comes.
    const Floats to_x = (middle_x_ - x) * (1 / half_x_), to_y = splat((kMiddleY - y) / kHalfY);
    const Floats facing = saturate(0.42f - 0.55f * (slope_x * to_x + slope_y * to_y));
    const Floats reach = vexp(vmax(inside, 0.0f) * -2.3f);
    const Floats rim = vexp(vmax(inside, 0.0f) * -26.0f);
    const Floats t = saturate(0.5f + 0.6f * noise(x, up, 6, 21) + 0.4f * noise(x, up, 24, 22));
    Rgbs stone = mix(pigment(.30f, .26f, .23f), pigment(.52f, .45f, .38f), t);
    if (snowed_) stone = mix(stone, pigment(.62f, .70f, .80f), splat(0.45f));
    const Rgb open = light.sky + light.direct * 0.10f;
    return stone * (splat(open) * (facing * reach * 0.9f + 0.035f) +
                    splat(light.direct) * (rim * facing * 0.22f));
  }

  std::uint32_t seed_;
  float middle_x_, half_x_;
  bool snowed_;
};

}  // namespace easel::painter::EASEL_ISA
