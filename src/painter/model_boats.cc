#include "painter/sculptor.h"

namespace easel::painter {
namespace {

Rgb wood() {
  return pigment(0x8c5a32);
}

// A hull with its sheer: an ellipsoid cut along the line of its gunwale.
struct Hull {
  float length, breadth, depth, freeboard, bow;
  int hollow = -1;  // the paint of its open inside
};

void lay_hull(Sculptor& s, const Hull& h, int paint, int trim) {
  const float l = h.length, f = h.freeboard;
  s.piece(paint);
  s.ellipsoid({0, f * 1.25f, -0.03f * l}, {h.breadth, f * 1.25f + h.depth, l * 0.51f});
  s.slab({0, 0, 0},
         {{-0.42f * l, f * 1.15f},
          {-0.2f * l, f * 0.95f},
          {0, f * 0.92f},
          {0.2f * l, f * 1.05f},
          {0.38f * l, f * 1.05f + 0.5f * h.bow},
          {0.5f * l, f * 1.05f + h.bow},
          {0.5f * l, -h.depth},
          {-0.42f * l, -h.depth}},
         h.breadth * 1.2f)
      .lengthwise()
      .keeping(0.02f * l);
  if (h.hollow >= 0) {
    s.ellipsoid({0, f * 1.4f, -0.03f * l}, {h.breadth * 0.9f, f * 1.25f, l * 0.47f})
        .carving()
        .painted(h.hollow);
  }
  // A rubbing strake under the gunwale.
  s.piece(trim);
  s.ellipsoid({0, f * 1.25f, -0.03f * l},
              {h.breadth * 1.03f, (f * 1.25f + h.depth) * 1.02f, l * 0.516f});
  s.slab({0, 0, 0},
         {{-0.425f * l, f * 1.16f},
          {-0.2f * l, f * 0.96f},
          {0, f * 0.93f},
          {0.2f * l, f * 1.06f},
          {0.38f * l, f * 1.06f + 0.5f * h.bow},
          {0.5f * l, f * 1.06f + h.bow},
          {0.5f * l, f * 0.94f + h.bow},
          {0.38f * l, f * 0.94f + 0.5f * h.bow},
          {0.2f * l, f * 0.94f},
          {0, f * 0.81f},
          {-0.2f * l, f * 0.84f},
          {-0.425f * l, f * 1.04f}},
         h.breadth * 1.2f)
      .lengthwise()
      .keeping();
  s.ellipsoid({0, f * 1.25f, -0.03f * l},
              {h.breadth * 0.95f, (f * 1.25f + h.depth) * 0.96f, l * 0.50f})
      .carving();
}

void sculpt_sailboat(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "sailboat");
  const Rgb colour = own(subject, dice.chance(0.5f) ? pigment(0x24466e) : pigment(0xe8e4da));
  const bool bright = subject.painted;
  const int hull = s.paint({.colour = colour, .second = pigment(0x2a2a30), .gloss = 0.12f});
  const int trim = s.paint(pigment(0xefe6d2), 0.1f);
  const int spar = s.paint(pigment(0x9a6b3e), 0.08f);
  const int rope = s.paint(pigment(0x3a3430));
  const int main = s.paint({.colour = bright ? colour : pigment(0xf2ede0),
                            .second = bright ? blend(colour, {0, 0, 0}, 0.35f) : pigment(0xd8cfbd),
                            .pattern = Pattern::planks,
                            .scale = 1.5f,
                            .thin = 0.9f});
  const int jib = s.paint({.colour = pigment(0xf4ecd8),
                           .second = pigment(0xd8ccb4),
                           .pattern = Pattern::planks,
                           .scale = 1.4f,
                           .thin = 0.9f});
  const int cabin = s.paint(pigment(0xeee8da), 0.1f);
  const int pane = s.paint({.colour = pigment(0x20262c),
                            .gloss = 0.4f,
                            .glow = subject.lit ? Rgb{1.3f, 0.62f, 0.2f} : Rgb{}});
  lay_hull(s, {10.4f, 1.45f, 0.7f, 0.85f, 0.45f}, hull, trim);
  s.piece(cabin);
  s.box({0, 1.1f, 0.1f}, {0.62f, 0.42f, 1.35f}, 0.14f);
  s.piece(pane);
  s.box({0.6f, 1.2f, 0.55f}, {0.05f, 0.12f, 0.34f}, 0.03f).both();
  s.box({0.6f, 1.2f, -0.45f}, {0.05f, 0.12f, 0.34f}, 0.03f).both();
  s.piece(spar);
  s.limb({0, 0.7f, 0.8f}, {0, 12.0f, 0.6f}, 0.10f, 0.06f);
  s.limb({0, 2.0f, 0.75f}, {0.35f, 2.0f, -3.8f}, 0.08f, 0.06f);
  s.piece(rope);
  s.rod({0, 11.8f, 0.6f}, {0, 1.5f, 5.0f}, 0.022f);
  s.rod({0, 11.8f, 0.6f}, {0, 1.1f, -4.2f}, 0.02f);
  s.rod({0, 11.4f, 0.6f}, {1.3f, 0.9f, 0.4f}, 0.02f).both();
  s.piece(main);
  s.sail({0.02f, 2.1f, 0.62f}, 4.3f, 9.5f, 0.85f, 0.04f);
  s.piece(jib);
  s.sail({0, 1.6f, 4.5f}, 4.3f, 8.7f, 0.9f, -3.85f);
  if (subject.lit) {
    s.piece(s.paint({.glow = {7, 4.2f, 1.6f}}));
    s.ball({0, 2.7f, -4.0f}, 0.11f);
    s.piece(spar);
    s.rod({0, 0.9f, -4.0f}, {0, 2.6f, -4.0f}, 0.03f);
    s.lamp({0, 2.7f, -3.6f}, {0.8f, 0.45f, 0.16f}, 1.4f);
  }
  s.model().height = 12;
  s.model().breadth = 4;
  s.model().deck = 0.85f;
}

// A great ship with funnels, for people or for goods.
void sculpt_ship(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "ship");
  const bool cargo = subject.variant == 1;
  const int hull = s.paint({.colour = pigment(0x7a1f1a),
                            .second = own(subject, cargo ? pigment(0x1d3557) : pigment(0x1c2430)),
                            .pattern = Pattern::above,
                            .scale = 0.2f,
                            .at = 1.6f,
                            .gloss = 0.1f});
  const int white = s.paint(pigment(0xf2f0ea), 0.1f);
  const int decks = s.paint({.colour = pigment(0xf2f0ea),
                             .second = pigment(0x2a3440),
                             .pattern = Pattern::windows,
                             .scale = 0.5f,
                             .gloss = 0.1f,
                             .glow = subject.lit ? Rgb{1.5f, 0.9f, 0.4f} : Rgb{}});
  const int funnel = s.paint({.colour = pigment(0xd9482b),
                              .second = pigment(0x17181c),
                              .pattern = Pattern::above,
                              .scale = 0.2f,
                              .at = cargo ? 15.5f : 17.5f});
  const int mast = s.paint(pigment(0xc9c2b0));
  lay_hull(s, {60, 5.2f, 3, 4.2f, 1.8f}, hull, white);
  if (cargo) {
    s.piece(decks);
    s.box({0, 8, -18.5f}, {4.2f, 5, 4}, 0.2f);
    s.box({0, 13.3f, -18}, {5, 0.9f, 2.6f}, 0.2f);
    s.piece(funnel);
    s.drum({0, 12, -22}, 5, 1.3f, 1.2f, 0.2f);
    constexpr std::uint32_t kBoxes[] = {0xb5402f, 0x2f6f9f, 0xd0a23a, 0x3f7f4f, 0xd8d4c8, 0x8a4a2c};
    for (int i = 0; i < 18; ++i) {
      const float z = -11 + 5.6f * static_cast<float>(i / 3);
      s.piece(s.paint(pigment(kBoxes[dice.below(6)])));
      const float rows = static_cast<float>(1 + dice.below(3));
      s.box({(static_cast<float>(i % 3) - 1) * 2.6f, 4.2f + 1.3f * rows, z},
            {1.25f, 1.3f * rows, 2.6f}, 0.05f);
    }
  } else {
    s.piece(decks);
    s.box({0, 6, -2}, {4.3f, 2, 20}, 0.3f);
    s.box({0, 9, -3}, {3.7f, 1.3f, 16}, 0.3f);
    s.box({0, 11.2f, -3}, {3.2f, 1.1f, 12}, 0.3f);
    s.piece(white);
    s.box({0, 12.2f, 9}, {4.3f, 1, 2}, 0.3f);
    s.piece(funnel);
    for (const float z : {-10.0f, -3.0f, 4.0f}) {
      s.drum({0, 12, z}, 7, 1.7f, 1.5f, 0.2f).turning(-8, 0, 0);
    }
    for (int i = 0; i < 5; ++i) {
      s.piece(s.paint(pigment(0xe07b2c)));
      s.ellipsoid({4.5f, 8.2f, -12 + 4.5f * static_cast<float>(i)}, {0.55f, 0.5f, 1.6f}).both();
    }
  }
  s.piece(mast);
  s.rod({0, 6, 21}, {0, 17, 20.4f}, 0.16f);
  s.rod({0, 8, -23}, {0, 18, -23.6f}, 0.14f);
  s.model().height = 18;
  s.model().breadth = 24;
}

// Three masts with square sails.
void sculpt_tall_ship(Sculptor& s, const Subject& subject) {
  const int hull = s.paint({.colour = own(subject, pigment(0x5a3620)),
                            .second = pigment(0xd9b26a),
                            .pattern = Pattern::planks,
                            .scale = 0.55f,
                            .gloss = 0.08f});
  const int trim = s.paint(pigment(0xd9b26a), 0.1f);
  const int spar = s.paint(pigment(0x6b4526));
  const int cloth = s.paint({.colour = pigment(0xf0e6cf),
                             .second = pigment(0xd6c7a4),
                             .pattern = Pattern::planks,
                             .scale = 1.6f,
                             .thin = 0.8f});
  const int rope = s.paint(pigment(0x2e2620));
  const int dark =
      s.paint({.colour = pigment(0x1c1410), .glow = subject.lit ? Rgb{1.4f, 0.7f, 0.2f} : Rgb{}});
  lay_hull(s, {30, 3.4f, 1.6f, 2.6f, 1.6f}, hull, trim);
  s.piece(hull);
  s.box({0, 3.6f, -10.8f}, {2.6f, 1.7f, 2.6f}, 0.2f);
  s.piece(dark);
  for (const float x : {0.7f, 1.7f}) s.box({x, 4.0f, -13.45f}, {0.33f, 0.45f, 0.1f}).both();
  for (int i = 0; i < 6; ++i) {
    s.box({3.05f, 1.7f, -6 + 2.6f * static_cast<float>(i)}, {0.3f, 0.3f, 0.35f}).both();
  }
  s.piece(spar);
  s.limb({0, 3.6f, 13}, {0, 6.6f, 19.5f}, 0.22f, 0.1f);
  constexpr float kMasts[3][2] = {{8, 22}, {-0.5f, 26}, {-9, 19}};
  for (const auto& [z, top] : kMasts) {
    s.piece(spar);
    s.limb({0, 2, z}, {0, top, z - 0.4f}, 0.3f, 0.12f);
    const float bottom = 5.5f, step = (top - bottom - 1) / 3;
    for (int k = 0; k < 3; ++k) {
      const float y = bottom + step * static_cast<float>(k),
                  half = 5.4f - 1.15f * static_cast<float>(k);
      s.piece(spar);
      s.rod({-half, y + step * 0.95f, z + 0.2f}, {half, y + step * 0.95f, z + 0.2f}, 0.12f);
      s.piece(cloth);
      // A pillow of wind, cut hollow from behind.
      s.ellipsoid({0, y + step * 0.45f, z - 0.6f}, {half * 1.1f, step * 0.62f, 2.0f});
      s.ellipsoid({0, y + step * 0.45f, z - 0.85f}, {half * 1.09f, step * 0.615f, 2.0f}).carving();
      s.box({0, y + step * 0.46f, z + 1.5f}, {half * 0.96f, step * 0.44f, 1.5f}).keeping();
    }
    s.piece(rope);
    s.rod({0, top - 2, z - 0.3f}, {3.0f, 2.8f, z - 2}, 0.05f).both();
    s.rod({0, top - 2, z - 0.3f}, {3.0f, 2.8f, z + 1}, 0.05f).both();
  }
  s.piece(rope);
  s.rod({0, 21, 7.7f}, {0, 6.4f, 19}, 0.05f);
  s.piece(cloth);
  s.sail({0, 5.6f, 17}, 6.5f, 12, 0.9f, -8);
  s.piece(s.paint({.colour = pigment(0xb3261e), .thin = 0.6f}));
  s.box({0, 26.6f, -1.7f}, {0.03f, 0.5f, 1.2f});
  s.model().height = 26;
  s.model().breadth = 13;
}

void sculpt_rowboat(Sculptor& s, const Subject& subject) {
  const int hull = s.paint({.colour = own(subject, pigment(0x9c4a2c)),
                            .second = pigment(0x3a2416),
                            .pattern = Pattern::planks,
                            .scale = 0.13f,
                            .gloss = 0.08f});
  const int inside = s.paint(
      {.colour = wood(), .second = pigment(0x5d3c22), .pattern = Pattern::planks, .scale = 0.12f});
  const int trim = s.paint(pigment(0xd8b98a));
  lay_hull(s, {4.2f, 0.75f, 0.15f, 0.40f, 0.16f, inside}, hull, trim);
  s.piece(trim);
  for (const float z : {-1.1f, 0.0f, 1.1f}) s.box({0, 0.30f, z}, {0.56f, 0.025f, 0.13f}, 0.02f);
  s.piece(s.paint(pigment(0xc9a774)));
  s.rod({0.55f, 0.47f, -0.35f}, {2.0f, 0.05f, -0.75f}, 0.028f).both();
  s.ellipsoid({2.15f, 0.0f, -0.79f}, {0.32f, 0.03f, 0.10f}).turning(0, 15, -16).both();
  s.model().deck = 0.25f;
  s.model().height = 0.9f;
  s.model().breadth = 2;
}

}  // namespace

bool sculpt_boat(Sculptor& s, const Subject& subject) {
  switch (subject.what) {
    case Concept::sailboat:
      sculpt_sailboat(s, subject);
      break;
    case Concept::ship:
      sculpt_ship(s, subject);
      break;
    case Concept::sailing_ship:
      sculpt_tall_ship(s, subject);
      break;
    case Concept::rowboat:
      sculpt_rowboat(s, subject);
      break;
    default:
      return false;
  }
  s.model().floats = true;
  return true;
}

}  // namespace easel::painter
