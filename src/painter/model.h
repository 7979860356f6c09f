#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "painter/scene.h"

// Things as solids: a model is a list of simple shapes that blend, cut and join into one surface,
// with the paints on it. Models are plain numbers, made once for each subject; the engine finds
// their surfaces by distance. Lengths are metres in the model's own space: x to its right, y up,
// z ahead, the ground it stands on (or the water it floats in) at y = 0.
namespace easel::painter {

struct Point {
  float x = 0, y = 0, z = 0;
};
inline Point operator+(Point a, Point b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
inline Point operator-(Point a, Point b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
inline Point operator*(Point a, float k) {
  return {a.x * k, a.y * k, a.z * k};
}

enum class Shape : std::uint8_t {
  ellipsoid,  // half axes a, b, c
  limb,       // from the origin to `to`, radius a there and b here
  box,        // half sides a, b, c, edges rounded by d
  drum,       // upright, from y = 0 to c, radius a below and b above, edges rounded by d
  ring,       // lying, radius a, thickness b
  gable,      // half width a, height b, half length c along z
  pyramid,    // square, half side a below and b above, height c
  sail,       // foot a along −z, height b along y, belly c, rake d of its luff
  slab,       // outline in x, y, half thickness c, edges rounded by d
  lathe,      // outline in radius, y; a > 0: only a shell that thick
  eaves,      // half side a, height b, how much its corners turn up c
  facets      // planes: a crystal, a rock, an ice floe; blended by d
};

// How a shape meets what its piece has so far.
enum class Join : std::uint8_t { add, carve, keep };

enum class Pattern : std::uint8_t {
  plain,
  bands,     // rings along y
  gores,     // sectors around y
  zigzag,    // bands that go up and down around y
  spots,     // a leopard's
  dots,      // round ones
  patches,   // a cow's
  plates,    // a giraffe's: the second colour between them
  tiger,     // a tiger's or a tabby's
  planks,    // lying boards
  bricks,    // courses of stone
  shingles,  // rows of tiles
  front,     // the second colour ahead of z = at
  below,     // the second colour where the surface faces down
  above,     // the second colour above y = at
  top,       // the second colour where the surface faces up
  mottled,   // both, cloudily
  grain,     // both, along z
  windows,   // panes of the second colour, which glow when lit
  strata,    // layers, as in ice
  seeds      // a spiral of florets around y
};

struct Paint {
  Rgb colour, second{};
  Pattern pattern = Pattern::plain;
  float scale = 1, at = 0;
  float gloss = 0.04f;  // 0 chalk … 1 mirror
  float thin = 0;       // share of light that passes through
  Rgb glow{};
  float relief = 0;  // height of the surface's own detail, metres
  float grain = 1;   // its size
  bool fur = false;  // relief in strands along z
};

struct Part {
  Shape shape{};
  Join join = Join::add;
  bool mirrored = false;  // stands on both sides of x = 0
  std::uint16_t paint = 0, piece = 0;
  float blend = 0;  // width of the seam to what its piece has so far
  Point at, to;
  float turn[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};  // rows: the part's axes in the model
  bool turned = false;
  float a = 0, b = 0, c = 0, d = 0;
  int first = 0, count = 0;  // of its outline's points, or of its planes
  Point middle;              // of a sphere around it
  float reach = 0;           // that sphere's radius

  // Turned about its own place, degrees: first about x, then y, then z.
  Part& turning(float about_x, float about_y, float about_z);
  // Its x runs ahead: outlines become seen from the side.
  Part& lengthwise() { return turning(0, -90, 0); }
  Part& both() {
    mirrored = true;
    return *this;
  }
  Part& carving(float width = 0) {
    join = Join::carve;
    blend = width;
    return *this;
  }
  Part& keeping(float width = 0) {
    join = Join::keep;
    blend = width;
    return *this;
  }
  Part& blended(float width) {
    blend = width;
    return *this;
  }
  Part& painted(int which) {
    paint = static_cast<std::uint16_t>(which);
    return *this;
  }
};

struct Lamp {
  Point at;
  Rgb light;
  float reach = 1;
};

// A flat part that words can be put on, as a reader stands before it.
struct Face {
  std::string_view on{};  // what it is; empty: there is none
  bool stone = false;     // they are carved
  Point corner;           // its upper left
  Point right, down;      // its whole width and height
};

struct Model {
  std::vector<Part> parts;
  std::vector<Paint> paints;
  std::vector<float> outline;  // pairs x, y of slabs and lathes; x, y, z, distance of planes
  std::vector<Lamp> lamps;
  Point middle;       // of a sphere around everything
  float reach = 0;    // that sphere's radius
  float height = 0;   // its top
  float deck = 0;     // height of what other things can stand on
  float breadth = 0;  // half the width it takes beside others
  Face face;
  float beam = 0;       // brightness of a lighthouse's beams, at its first lamp
  bool ghost = false;   // casts a shadow only: its picture is made of strokes
  bool floats = false;  // lies in the water it stands on
};

// The model of a subject: its kind, colour, pose and markings. Pure: the same on any machine.
Model model_of(const Subject& subject);

// Sine and cosine of degrees, the same on any machine.
float sine(float degrees);
float cosine(float degrees);

}  // namespace easel::painter
