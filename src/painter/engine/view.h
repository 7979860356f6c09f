#pragma once

#include "painter/engine/simd.h"

// From pixels to directions. The picture plane is upright and one metre away: a point at (u, v) on
// it is seen along (u, v, 1). The horizon is moved by shifting the lens, never by tilting it, so
// verticals stay vertical and every column of the picture is one vertical plane in the world.
namespace easel::painter::EASEL_ISA {

struct View {
  View(const Camera& camera, int w, int h)
      : width(w),
        height(h),
        pixel(camera.span * breadth(w, h) / static_cast<float>(h)),
        horizon(camera.horizon * static_cast<float>(h)) {}

  // Wide pictures see a little less height and tall ones a little more, so that the composition
  // holds its subject at every ratio.
  static float breadth(int w, int h) {
    const float aspect = static_cast<float>(w) / static_cast<float>(h);
    return aspect > 1 ? 1 / (1 + 0.22f * (std::min(aspect, 4.0f) - 1)) : 1 + 0.45f * (1 - aspect);
  }

  Floats u(Floats x) const { return (x - 0.5f * static_cast<float>(width)) * pixel; }
  float u(float x) const { return (x - 0.5f * static_cast<float>(width)) * pixel; }
  float v(float y) const { return (horizon - y) * pixel; }
  float x_of(float u) const { return u / pixel + 0.5f * static_cast<float>(width); }
  float y_of(float v) const { return horizon - v / pixel; }
  float aspect() const { return static_cast<float>(width) / static_cast<float>(height); }

  int width, height;
  float pixel;    // tangent of a pixel
  float horizon;  // in pixels from the top
};

}  // namespace easel::painter::EASEL_ISA
