#pragma once

#include "painter/brief.h"
#include "painter/scene.h"

// A picture of a city before it has pixels: a street that runs away from the viewer, or a skyline
// across water. Lengths are metres, angles degrees; heights on the picture are fractions of it.
namespace easel::painter {

enum class CityTime { day, dusk, night };

// A sign that hangs over the pavement, for words.
struct StreetSign {
  float aspect = 0;  // width by height of the words; 0: there is no sign
  float side = 1;    // −1 left, 1 right
  float turn = 16;   // degrees, toward the road's middle
  float away = 7.4f;
  float high = 4;      // of its middle, over the road
  bool tubes = false;  // of neon, else a painted board
  Rgb board{0.8f, 0.75f, 0.6f};
};

struct CityScene {
  enum class View { street, skyline };
  enum class Kind { modern, neon, old };
  std::uint32_t seed = 1;
  View view = View::street;
  Kind kind = Kind::modern;
  CityTime time = CityTime::night;
  float horizon = 0.58f;
  float span = 1.64f;    // tangent of what the picture's height sees
  float eye = 1.75f;     // above the road
  float along = 0;       // where in the city the viewer stands
  float aside = 0.4f;    // to the right of the road's middle
  float tall = 1;        // of the houses, 1 as the kind has them
  float signs = 0.7f;    // share of places for signs that have one
  float windows = 0.4f;  // share of windows that are lit
  float wet = 0;         // 0 dry, 1 puddles everywhere
  float rain = 0, snowfall = 0;
  bool snowed = false;
  float fog = 1;  // 1 clear air
  float clouds = 0.4f;
  float stars = 0;
  float moon = 0;  // radius of its disc; 0 none
  int people = 4;
  int cars = 2;
  bool lamps = true;
  int fireworks = 0;                                      // bursts over a skyline
  bool bridge = false;                                    // of a skyline
  float calm = 0.5f;                                      // of the water before a skyline
  Rgb glow{0.92f, 0.42f, 0.62f};                          // of the light that hangs over the city
  Rgb signs_a{1, 0.12f, 0.5f}, signs_b{0.08f, 0.82f, 1};  // colours most signs have
  float signs_mix = 1;                                    // 0 only those two, 1 all neon colours
  StreetSign sign{};
  Grade grade{};
  Concepts heeded{};  // moods and colours that the composer took up
};

}  // namespace easel::painter
