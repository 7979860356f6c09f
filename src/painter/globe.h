#pragma once

#include <cstdint>

// A planet or a moon, in space or in the sky of a landscape.
namespace easel::painter {

struct Rgb {
  float r = 0, g = 0, b = 0;
};

// Places and sizes are in the coordinates of the picture that holds it; angles are degrees.
struct Globe {
  enum class Kind { gas, earth, moon, desert, ice, lava };
  Kind kind = Kind::gas;
  float x = 0, y = 0, radius = 0.36f;
  float tilt = 20;  // of its axis, clockwise
  float rings = 0;  // their outer edge, in radii of the globe; 0 none
  float ring_open =
      0.3f;        // how far they open toward the viewer: 0 seen from the edge, 1 from above
  Rgb tones[3]{};  // of its bands, its ground or its rock, linear
  Rgb air{0.35f, 0.55f, 1};
  bool companion = false;  // a moon of another globe
  std::uint32_t seed = 1;
};

}  // namespace easel::painter
