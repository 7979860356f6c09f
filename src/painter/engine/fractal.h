#pragma once

#include "painter/engine/abstract_colours.h"

// Julia sets and places of the Mandelbrot set: z → z² + c, coloured by how soon a point escapes
// (made smooth by the size it escapes with) and by how near its way came to the axes.
namespace easel::painter::EASEL_ISA {

class FractalForm {
 public:
  FractalForm(const AbstractScene& scene, const Inks& inks)
      : inks_(inks), cos_(cos1(scene.turn * 6.2831853f)), sin_(sin1(scene.turn * 6.2831853f)) {
    struct Place {
      bool julia;
      float x, y, size;
    };
    constexpr Place kPlaces[] = {
        {true, -0.8f, 0.156f, 1.25f},          {true, -0.7269f, 0.1889f, 1.2f},
        {true, 0.285f, 0.01f, 1.05f},          {true, -0.4f, 0.6f, 1.15f},
        {true, -0.835f, -0.2321f, 1.3f},       {true, -0.162f, 1.04f, 1.15f},
        {true, -0.70176f, -0.3842f, 1.2f},     {true, -0.391f, -0.587f, 1.2f},
        {false, -0.74364f, 0.13183f, 0.0045f}, {false, -0.55f, 0.0f, 1.3f}};
    const Place& place = kPlaces[Dice(scene.seed, "fractal").below(10)];
    julia_ = place.julia;
    x_ = place.x;
    y_ = place.y;
    size_ = place.size;
    shift_ = Dice(scene.seed, "shift").unit();
  }

  Rgbs at(Floats u, Floats v) const {
    const Floats px = (u * cos_ + v * sin_) * size_, py = (v * cos_ - u * sin_) * size_;
    Floats zx = julia_ ? px : splat(0), zy = julia_ ? py : splat(0);
    const Floats cx = julia_ ? splat(x_) : px + x_, cy = julia_ ? splat(y_) : py + y_;
    Floats count = splat(0), trap = splat(9), last = splat(4);
    Mask live = px == px;
    constexpr int kMost = 300;
    for (int i = 0; i < kMost && any(live); ++i) {
      const Floats nx = zx * zx - zy * zy + cx, ny = 2.0f * zx * zy + cy;
      zx = select(live, nx, zx);
      zy = select(live, ny, zy);
      const Floats r2 = zx * zx + zy * zy;
      trap = select(live, vmin(trap, vmin(vabs(zx), vabs(zy))), trap);
      count += select(live, splat(1), splat(0));
      last = select(live, r2, last);
      live &= r2 < 256.0f;
    }
    const Floats smooth_count = count - vlog2(vmax(vlog2(vmax(last, 4.0f)) * 0.5f, 1.0f)) + 2.0f;
    const Floats t = vlog2(vmax(smooth_count, 1.0f));
    Rgbs c = inks_.cycle(t * 0.42f + shift_);
    const Floats near_axis = vexp(trap * -14.0f);
    c = c * (0.55f + 0.16f * t) + Rgb{1, 0.95f, 0.85f} * (near_axis * 0.32f * saturate(t * 0.2f));
    const Rgbs inside = inks_.run(saturate(trap * 3.0f)) * 0.10f;
    return select(live, inside, c);
  }

 private:
  const Inks& inks_;
  float cos_, sin_, x_, y_, size_, shift_;
  bool julia_;
};

}  // namespace easel::painter::EASEL_ISA
