#pragma once

#include <initializer_list>
#include <span>

#include "painter/dice.h"
#include "painter/model.h"

// Builds models. Shapes are added to the current piece, which is one surface: its shapes blend by
// the piece's width and take its paint unless told otherwise.
namespace easel::painter {

// A colour as painters' tools show it (sRGB, 0xrrggbb) in linear light.
Rgb pigment(std::uint32_t rgb);
Rgb blend(Rgb a, Rgb b, float share);

class Sculptor {
 public:
  int paint(Paint paint) {
    model_.paints.push_back(paint);
    return static_cast<int>(model_.paints.size()) - 1;
  }
  int paint(Rgb colour, float gloss = 0.04f) {
    return paint(Paint{.colour = colour, .gloss = gloss});
  }
  Paint& paint_of(int which) { return model_.paints[static_cast<std::size_t>(which)]; }

  // Begins a new surface.
  void piece(int paint, float blend = 0) {
    ++piece_;
    paint_ = paint;
    blend_ = blend;
  }

  Part& ellipsoid(Point at, Point half);
  Part& ball(Point at, float radius) { return ellipsoid(at, {radius, radius, radius}); }
  Part& limb(Point from, Point to, float radius, float radius_to);
  Part& rod(Point from, Point to, float radius) { return limb(from, to, radius, radius); }
  // A chain of limbs.
  void cord(std::initializer_list<Point> points, float radius, float radius_to);
  Part& box(Point at, Point half, float round = 0);
  Part& drum(Point at, float height, float radius, float radius_above, float round = 0);
  Part& ring(Point at, float radius, float thick);
  Part& gable(Point at, float half_width, float height, float half_length);
  Part& pyramid(Point at, float half, float half_above, float height);
  Part& sail(Point at, float foot, float height, float belly, float rake);
  struct Corner {
    float x, y;
  };
  Part& slab(Point at, std::initializer_list<Corner> outline, float half_thick, float round = 0);
  Part& lathe(Point at, std::initializer_list<Corner> outline, float shell = 0);
  Part& eaves(Point at, float half, float height, float curl);
  // A hull of planes around an ellipsoid with these half axes, as cut by chance; its flat top lies
  // at `top` of its half height.
  Part& facets(Point at, Point half, int planes, Dice& dice, float soft, float top = 1);

  void lamp(Point at, Rgb light, float reach) { model_.lamps.push_back({at, light, reach}); }
  Model& model() { return model_; }

  // Measures everything. The sculptor is spent.
  Model finish();

 private:
  Part& add(Shape shape, Point at);

  Model model_;
  int piece_ = -1, paint_ = 0;
  float blend_ = 0;
};

// A subject's colour where one was asked for, else the kind's own.
inline Rgb own(const Subject& subject, Rgb usual) {
  return subject.painted ? subject.colour : usual;
}

// A glazed or lacquered surface.
inline Paint glaze(Rgb colour, float gloss = 0.3f) {
  return {.colour = colour, .gloss = gloss};
}
// Varnished wood.
inline Paint polished(Rgb colour) {
  return {.colour = colour,
          .second = blend(colour, {0, 0, 0}, 0.35f),
          .pattern = Pattern::grain,
          .scale = 0.04f,
          .gloss = 0.3f};
}
// The colour asked for, or one of some.
Rgb any_of(const Subject& subject, std::initializer_list<std::uint32_t> choices);

// Round eyes with a light in them, on both sides; dark ones, or with an iris of a colour.
void eyes(Sculptor& s, Point right, float radius, Rgb iris = {0.010f, 0.008f, 0.007f});
// A skin that is marked, with a relief of that scale.
int hide(Sculptor& s, Rgb colour, Rgb second, Pattern pattern, float scale);

// A family's list: who sculpts what.
struct Craft {
  Concept what;
  void (*sculpt)(Sculptor&, const Subject&);
};
// False: the list does not have the subject.
bool sculpt_from(std::span<const Craft> list, Sculptor& s, const Subject& subject);

// The families. Each returns false for a kind it does not make.
bool sculpt_quadruped(Sculptor& s, const Subject& subject);
bool sculpt_bird(Sculptor& s, const Subject& subject);
bool sculpt_creature(Sculptor& s, const Subject& subject);
bool sculpt_boat(Sculptor& s, const Subject& subject);
bool sculpt_building(Sculptor& s, const Subject& subject);
bool sculpt_monument(Sculptor& s, const Subject& subject);
bool sculpt_vehicle(Sculptor& s, const Subject& subject);
bool sculpt_aircraft(Sculptor& s, const Subject& subject);
bool sculpt_plant(Sculptor& s, const Subject& subject);
bool sculpt_tableware(Sculptor& s, const Subject& subject);
bool sculpt_thing(Sculptor& s, const Subject& subject);
bool sculpt_figure(Sculptor& s, const Subject& subject);
bool sculpt_wild(Sculptor& s, const Subject& subject);
bool sculpt_reptile(Sculptor& s, const Subject& subject);
bool sculpt_machine(Sculptor& s, const Subject& subject);
bool sculpt_landmark(Sculptor& s, const Subject& subject);
bool sculpt_food(Sculptor& s, const Subject& subject);
bool sculpt_metalwork(Sculptor& s, const Subject& subject);
bool sculpt_furniture(Sculptor& s, const Subject& subject);
bool sculpt_keepsake(Sculptor& s, const Subject& subject);
bool sculpt_interior(Sculptor& s, const Subject& subject);
bool sculpt_dish(Sculptor& s, const Subject& subject);
bool sculpt_tool(Sculptor& s, const Subject& subject);
bool sculpt_lettered(Sculptor& s, const Subject& subject);

}  // namespace easel::painter
