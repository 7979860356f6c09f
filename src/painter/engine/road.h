#pragma once

#include "painter/engine/noise.h"

// A road or a path over the land: a winding middle line and what lies on both sides of it.
namespace easel::painter::EASEL_ISA {

class Roadway {
 public:
  explicit Roadway(const Road& road) : road_(road) {}

  bool exists() const { return road_.half > 0; }
  float half() const { return road_.half; }
  bool paved() const { return road_.paved; }

  // Metres to the right of its middle.
  Floats off(Floats x, Floats z) const {
    const Floats sway = vmin(z * 0.075f, 60.0f);
    const Floats bend = sin_turn(z * (1 / road_.bend) + road_.phase) +
                        0.4f * sin_turn(z * (2.3f / road_.bend) + 2.0f * road_.phase);
    return x - (road_.start + road_.heading * z + sway * bend);
  }

  // 0 on it, 1 where trees may stand.
  Floats away(Floats x, Floats z) const {
    return smooth(road_.half + 1.0f, road_.half + 5.0f, vabs(off(x, z)));
  }

 private:
  Road road_;
};

}  // namespace easel::painter::EASEL_ISA
