#include "painter/furnish.h"
#include "painter/sculptor.h"

// Rooms and what stands in them. A room is open toward the viewer, who stands in it: its back wall
// lies at z = 0, its floor runs to z = -12 at y = 0.
namespace easel::painter {
namespace {

using enum Concept;

constexpr float kHalf = kRoomHalf, kHigh = kRoomHigh, kDeep = kRoomDeep;
constexpr float kThick = 0.12f;  // half of a wall

struct Opening {
  float at, half, low, high;  // along its wall, metres
};

struct Walls {
  int plaster, trim, floor, ceiling, cloth;
  Opening back, side;
  float lit_side;  // where the window in a side wall is: -1 left, 1 right
};

// Bars of a window, upright ones and one across; `turned` where it is in a side wall.
void glaze_window(Sculptor& s, const Walls& walls, Opening o, float plane, bool turned) {
  const auto bar = [&](float along, float y, float half_along, float half_y, float half_deep) {
    if (turned) {
      s.box({plane, y, along}, {half_deep, half_y, half_along}, 0.006f);
    } else {
      s.box({along, y, plane}, {half_along, half_y, half_deep}, 0.006f);
    }
  };
  const float middle = 0.5f * (o.low + o.high), half_y = 0.5f * (o.high - o.low);
  s.piece(walls.trim);
  bar(o.at - o.half, middle, 0.045f, half_y + 0.045f, 0.09f);
  bar(o.at + o.half, middle, 0.045f, half_y + 0.045f, 0.09f);
  bar(o.at, o.high, o.half + 0.045f, 0.045f, 0.09f);
  bar(o.at, o.low, o.half + 0.10f, 0.03f, 0.15f);
  bar(o.at, middle, 0.024f, half_y, 0.03f);
  bar(o.at, o.low + 1.25f * half_y, o.half, 0.02f, 0.03f);
}

// Drapery hangs in folds beside a window of the back wall.
void hang_curtains(Sculptor& s, const Walls& walls) {
  const Opening& o = walls.back;
  for (const float side : {-1.0f, 1.0f}) {
    s.piece(walls.cloth, 0.035f);
    for (int i = 0; i < 6; ++i) {
      const float x = o.at + side * (o.half + 0.01f + 0.065f * static_cast<float>(i));
      s.rod({x, 0.06f, -0.17f - 0.022f * static_cast<float>(i % 2)},
            {x, o.high + 0.16f, -0.17f - 0.022f * static_cast<float>(i % 2)}, 0.036f);
    }
  }
  s.piece(walls.trim);
  s.rod({o.at - o.half - 0.46f, o.high + 0.19f, -0.19f},
        {o.at + o.half + 0.46f, o.high + 0.19f, -0.19f}, 0.018f);
}

void build_shell(Sculptor& s, const Walls& walls) {
  s.piece(walls.floor);
  s.box({0, -0.1f, -0.5f * kDeep}, {kHalf + 0.3f, 0.1f, 0.5f * kDeep + 0.3f});
  s.piece(walls.ceiling);
  s.box({0, kHigh + 0.1f, -0.5f * kDeep}, {kHalf + 0.3f, 0.1f, 0.5f * kDeep + 0.3f});
  const Opening &b = walls.back, &o = walls.side;
  s.piece(walls.plaster);
  s.box({0, 0.5f * kHigh, kThick}, {kHalf + 0.3f, 0.5f * kHigh, kThick});
  s.box({b.at, 0.5f * (b.low + b.high), kThick}, {b.half, 0.5f * (b.high - b.low), 0.5f}).carving();
  s.piece(walls.plaster);
  s.box({walls.lit_side * (kHalf + kThick), 0.5f * kHigh, -0.5f * kDeep},
        {kThick, 0.5f * kHigh, 0.5f * kDeep + 0.2f});
  s.box({walls.lit_side * (kHalf + kThick), 0.5f * (o.low + o.high), o.at},
        {0.5f, 0.5f * (o.high - o.low), o.half})
      .carving();
  s.piece(walls.plaster);
  s.box({-walls.lit_side * (kHalf + kThick), 0.5f * kHigh, -0.5f * kDeep},
        {kThick, 0.5f * kHigh, 0.5f * kDeep + 0.2f});
  // Skirting and cornice.
  s.piece(walls.trim);
  s.box({0, 0.06f, -0.012f}, {kHalf, 0.06f, 0.014f}, 0.004f);
  s.box({kHalf - 0.012f, 0.06f, -0.5f * kDeep}, {0.014f, 0.06f, 0.5f * kDeep}, 0.004f).both();
  s.box({0, kHigh - 0.04f, -0.03f}, {kHalf, 0.04f, 0.035f}, 0.01f);
  s.box({kHalf - 0.03f, kHigh - 0.04f, -0.5f * kDeep}, {0.035f, 0.04f, 0.5f * kDeep}, 0.01f).both();
}

void hang_lamp(Sculptor& s, const Subject& subject, const Walls& walls) {
  const float z = -2.9f;
  s.piece(s.paint(pigment(0x2a2624)));
  s.rod({0, 2.2f, z}, {0, kHigh, z}, 0.008f);
  s.piece(walls.trim);
  s.lathe({0, 2.0f, z}, {{0.24f, 0}, {0.10f, 0.19f}, {0.03f, 0.22f}, {0, 0.22f}}, 0.008f);
  const float glow = subject.lit ? 7.0f : 0.8f;
  s.piece(s.paint({.colour = pigment(0xfff2d8), .glow = {glow, 0.82f * glow, 0.55f * glow}}));
  s.ball({0, 2.06f, z}, 0.055f);
  if (subject.lit) s.lamp({0, 1.95f, z}, {3.4f, 2.35f, 1.3f}, 2.2f);
}

void hang_picture(Sculptor& s, Dice& d, const Walls& walls) {
  const float x = walls.back.at > 0 ? d.between(-2.2f, -1.5f) : d.between(1.5f, 2.2f);
  const float half = d.between(0.3f, 0.42f), tall = d.between(0.26f, 0.4f), y = 1.62f;
  s.piece(s.paint(polished(pigment(0x4a3220))));
  s.box({x, y, -0.02f}, {half + 0.04f, tall + 0.04f, 0.02f}, 0.006f);
  s.piece(s.paint(pigment(0xf4f0e6)));
  s.box({x, y, -0.038f}, {half, tall, 0.006f});
  constexpr std::uint32_t kHills[] = {0x6a8aa8, 0x8a9a5a, 0xc88a4a};
  const float low = y - tall + 0.07f;
  for (int i = 0; i < 3; ++i) {
    s.piece(s.paint(pigment(kHills[i])));
    const float up = 0.30f * tall * static_cast<float>(3 - i);
    s.box({x, low + 0.5f * up, -0.045f - 0.003f * static_cast<float>(i)},
          {half - 0.07f, 0.5f * up, 0.003f});
  }
}

void lay_rug(Sculptor& s, Dice& d) {
  constexpr std::uint32_t kColours[] = {0x8a2f2a, 0x2f4f6f, 0x6f7f5a, 0xb08a5a};
  const Rgb colour = pigment(kColours[d.below(4)]);
  s.piece(s.paint({.colour = blend(colour, {1, 1, 1}, 0.35f), .relief = 0.002f, .grain = 0.01f}));
  s.box({0, 0.006f, -2.3f}, {1.75f, 0.006f, 1.15f}, 0.004f);
  s.piece(s.paint({.colour = colour,
                   .second = blend(colour, {0, 0, 0}, 0.3f),
                   .pattern = Pattern::mottled,
                   .scale = 0.12f,
                   .relief = 0.002f,
                   .grain = 0.01f}));
  s.box({0, 0.009f, -2.3f}, {1.6f, 0.006f, 1.0f}, 0.004f);
}

void sculpt_room(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "room");
  constexpr std::uint32_t kWalls[] = {0xe8dfcf, 0xb9c4b0, 0xb4c2cc, 0xd9b79c, 0xd8cfc4};
  constexpr std::uint32_t kFloors[] = {0x9a6a3c, 0x7a4e2c, 0xb58a58};
  constexpr std::uint32_t kCloths[] = {0xd8c8a8, 0x7a8a9a, 0xa85a4a, 0xe8e2d6};
  const bool shelves = subject.what == library;
  const Rgb wall = shelves ? pigment(0x5a6a5a) : pigment(kWalls[d.below(5)]);
  const Rgb wood = pigment(kFloors[d.below(3)]);
  Walls walls{
      .plaster = s.paint({.colour = wall, .relief = 0.0006f, .grain = 0.02f}),
      .trim = s.paint(glaze(shelves ? pigment(0x5a3820) : pigment(0xf2efe8), 0.12f)),
      .floor = s.paint(subject.what == kitchen ? Paint{.colour = pigment(0xd8d2c6),
                                                       .second = pigment(0xa8a096),
                                                       .pattern = Pattern::bricks,
                                                       .scale = 0.6f,
                                                       .gloss = 0.25f}
                                               : Paint{.colour = wood,
                                                       .second = blend(wood, {0, 0, 0}, 0.28f),
                                                       .pattern = Pattern::grain,
                                                       .scale = 0.16f,
                                                       .gloss = 0.22f}),
      .ceiling = s.paint(pigment(0xf4f1ea)),
      .cloth = s.paint({.colour = pigment(kCloths[d.below(4)]), .thin = 0.6f}),
      .back = {shelves || subject.what == kitchen
                   ? 0
                   : (subject.variant & 1 ? 1.0f : -1.0f) * d.between(0.5f, 1.1f),
               shelves ? 0.62f : d.between(0.8f, 1.0f), shelves ? 0.75f : d.between(0.85f, 1.05f),
               d.between(2.15f, 2.3f)},
      .side = {-d.between(2.2f, 2.8f), d.between(0.7f, 0.9f), 0.45f, 2.35f},
      .lit_side = subject.variant & 2 ? 1.0f : -1.0f,
  };
  build_shell(s, walls);
  glaze_window(s, walls, walls.back, 0.06f, false);
  glaze_window(s, walls, walls.side, walls.lit_side * (kHalf + 0.06f), true);
  if (subject.what == room || subject.what == bedroom) {
    hang_curtains(s, walls);
    hang_picture(s, d, walls);
  }
  if (subject.what != kitchen) lay_rug(s, d);
  hang_lamp(s, subject, walls);
  s.model().deck = 0;
  s.model().height = kHigh;
  s.model().breadth = kHalf;
}

void sculpt_bookshelf(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "books");
  const Rgb colour = own(subject, pigment(0x6a4426));
  const int wood = s.paint(polished(colour));
  s.piece(wood);
  s.box({0, 1.1f, -0.15f}, {0.62f, 1.1f, 0.012f});
  s.box({0.61f, 1.1f, 0}, {0.02f, 1.1f, 0.16f}, 0.004f).both();
  s.box({0, 2.21f, 0}, {0.66f, 0.025f, 0.18f}, 0.008f);
  s.box({0, 0.04f, 0}, {0.60f, 0.04f, 0.15f});
  constexpr std::uint32_t kBacks[] = {0x7a1f1f, 0x1f3f6a, 0x2f5a3a, 0xb8863a,
                                      0x4a2f5a, 0xd8cbb0, 0x24282c, 0x9a4a24};
  int covers[8];
  for (int i = 0; i < 8; ++i) covers[i] = s.paint(pigment(kBacks[i]), 0.12f);
  for (int shelf = 0; shelf < 6; ++shelf) {
    const float floor = 0.08f + 0.355f * static_cast<float>(shelf);
    if (shelf > 0) {
      s.piece(wood);
      s.box({0, floor - 0.012f, 0}, {0.60f, 0.012f, 0.15f});
    }
    const float until = d.chance(0.3f) ? d.between(0.1f, 0.4f) : 0.58f;
    for (float x = -0.585f; x < until;) {
      const float half = d.between(0.014f, 0.032f), tall = d.between(0.20f, 0.31f);
      const float deep = d.between(0.085f, 0.115f);
      s.piece(covers[d.below(8)]);
      s.box({x + half, floor + 0.5f * tall, 0.02f}, {half, 0.5f * tall, deep}, 0.004f);
      x += 2 * half + 0.002f;
      if (x + 0.06f > until) break;
    }
  }
  s.model().height = 2.24f;
  s.model().breadth = 0.66f;
}

void sculpt_bed(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(polished(pigment(0x6a4426)));
  const Rgb colour = any_of(subject, {0x5a7a9a, 0xa85a4a, 0x7a8a6a, 0xb8a488});
  const int sheet = s.paint(pigment(0xf4f2ee));
  const int cover = s.paint({.colour = colour, .relief = 0.004f, .grain = 0.05f});
  s.piece(wood);
  s.box({0, 0.22f, 0}, {0.84f, 0.09f, 1.04f}, 0.02f);
  s.box({0, 0.62f, -1.04f}, {0.88f, 0.52f, 0.035f}, 0.03f);
  s.box({0, 0.30f, 1.05f}, {0.88f, 0.22f, 0.03f}, 0.02f);
  s.box({0.82f, 0.08f, 1.0f}, {0.04f, 0.09f, 0.04f}).both();
  s.piece(sheet, 0.02f);
  s.box({0, 0.42f, 0}, {0.79f, 0.13f, 0.98f}, 0.07f);
  s.piece(cover, 0.03f);
  s.box({0, 0.47f, 0.30f}, {0.83f, 0.12f, 0.72f}, 0.09f);
  s.limb({-0.76f, 0.58f, -0.36f}, {0.76f, 0.58f, -0.36f}, 0.055f, 0.055f);
  s.piece(sheet, 0.02f);
  s.ellipsoid({0.38f, 0.63f, -0.74f}, {0.34f, 0.11f, 0.21f}).turning(-18, 0, 0).both();
  s.model().deck = 0.60f;
  s.model().height = 1.14f;
  s.model().breadth = 0.9f;
}

void sculpt_fireplace(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "fireplace");
  const Rgb colour = any_of(subject, {0x9a948a, 0xa8553a, 0x7a746c});
  const int stone = s.paint({.colour = colour,
                             .second = blend(colour, {0, 0, 0}, 0.4f),
                             .pattern = Pattern::bricks,
                             .scale = 0.22f,
                             .relief = 0.004f,
                             .grain = 0.04f});
  s.piece(stone);
  s.box({0, 0.58f, 0}, {0.80f, 0.58f, 0.30f}, 0.015f);
  s.box({0, 0.42f, 0.2f}, {0.48f, 0.40f, 0.36f}, 0.02f).carving();
  s.piece(stone);
  s.box({0, 1.95f, -0.06f}, {0.56f, 0.80f, 0.22f}, 0.01f);
  s.piece(s.paint(polished(pigment(0x5a3820))));
  s.box({0, 1.19f, 0.02f}, {0.92f, 0.045f, 0.34f}, 0.012f);
  s.piece(s.paint(pigment(0x1a1614)));
  s.box({0, 0.42f, -0.07f}, {0.47f, 0.40f, 0.02f});
  s.piece(s.paint(pigment(0x6a655e)));
  s.box({0, 0.025f, 0.36f}, {0.85f, 0.025f, 0.2f}, 0.01f);
  const int bark = s.paint(pigment(0x3a2416));
  s.piece(bark);
  for (const float side : {-1.0f, 1.0f})
    s.rod({-0.30f, 0.08f, 0.04f + 0.09f * side}, {0.30f, 0.11f, 0.04f - 0.03f * side}, 0.05f);
  s.rod({-0.22f, 0.20f, 0.05f}, {0.24f, 0.17f, 0.03f}, 0.045f);
  // Flames, lighter within.
  const int outer = s.paint({.colour = pigment(0xff8a2a), .glow = {9, 3.4f, 0.5f}});
  const int inner = s.paint({.colour = pigment(0xffd27a), .glow = {16, 9, 2.4f}});
  for (int i = 0; i < 7; ++i) {
    const float x = -0.26f + 0.087f * static_cast<float>(i), tall = d.between(0.18f, 0.40f);
    s.piece(outer, 0.03f);
    s.limb({x, 0.18f, 0.02f}, {x + d.around(0, 0.03f), 0.18f + tall, 0}, 0.05f, 0.004f);
    s.piece(inner, 0.02f);
    s.limb({x, 0.18f, 0.06f}, {x, 0.18f + 0.5f * tall, 0.06f}, 0.032f, 0.004f);
  }
  s.lamp({0, 0.42f, 0.55f}, {3.6f, 1.7f, 0.55f}, 0.75f);
  s.model().height = 1.25f;  // of its mantel: the chimney goes up to the ceiling
  s.model().breadth = 0.92f;
}

// A run of cupboards with a hob and an oven.
void sculpt_counter(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xf0ece2, 0x5a7468, 0x4a5f78, 0xb8a07a});
  const int doors = s.paint(glaze(colour, 0.15f));
  const int top = s.paint({.colour = pigment(0x6a4a2c),
                           .second = pigment(0x4a321e),
                           .pattern = Pattern::grain,
                           .scale = 0.06f,
                           .gloss = 0.3f});
  const int steel = s.paint(pigment(0xb8bcc0), 0.5f), dark = s.paint(pigment(0x1c1c1e), 0.4f);
  s.piece(doors);
  s.box({0, 0.46f, -0.02f}, {2.0f, 0.38f, 0.28f}, 0.006f);
  s.piece(s.paint(blend(colour, {0, 0, 0}, 0.5f)));
  s.box({0, 0.05f, -0.06f}, {1.98f, 0.05f, 0.25f});
  for (int i = 0; i < 5; ++i) {
    if (i == 3) continue;
    const float x = -1.6f + 0.8f * static_cast<float>(i);
    s.piece(doors);
    s.box({x, 0.46f, 0.27f}, {0.375f, 0.35f, 0.012f}, 0.008f);
    s.piece(steel);
    s.rod({x - 0.10f, 0.74f, 0.305f}, {x + 0.10f, 0.74f, 0.305f}, 0.010f);
  }
  s.piece(dark);
  s.box({0.8f, 0.46f, 0.27f}, {0.30f, 0.26f, 0.02f}, 0.01f);
  s.box({0.8f, 0.915f, 0}, {0.30f, 0.008f, 0.22f}, 0.004f);
  s.piece(steel);
  s.rod({0.56f, 0.74f, 0.32f}, {1.04f, 0.74f, 0.32f}, 0.014f);
  for (int i = 0; i < 4; ++i)
    s.ring({0.67f + 0.26f * static_cast<float>(i % 2), 0.925f,
            -0.1f + 0.2f * static_cast<float>(i / 2)},
           0.085f, 0.008f);
  s.piece(top);
  s.box({0, 0.88f, 0}, {2.04f, 0.025f, 0.32f}, 0.008f);
  // A sink with its tap.
  s.piece(steel, 0.01f);
  s.box({-0.8f, 0.905f, 0}, {0.30f, 0.006f, 0.20f}, 0.006f);
  s.cord(
      {{-0.8f, 0.9f, -0.2f}, {-0.8f, 1.16f, -0.2f}, {-0.8f, 1.2f, -0.12f}, {-0.8f, 1.13f, -0.06f}},
      0.016f, 0.013f);
  s.piece(dark);
  s.box({-0.8f, 0.911f, 0}, {0.25f, 0.003f, 0.15f}, 0.003f);
  s.model().deck = 0.905f;
  s.model().height = 1.22f;
  s.model().breadth = 2.05f;
}

}  // namespace

bool sculpt_interior(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{room, sculpt_room},           {library, sculpt_room},
                            {kitchen, sculpt_room},        {bedroom, sculpt_room},
                            {bookshelf, sculpt_bookshelf}, {bed, sculpt_bed},
                            {fireplace, sculpt_fireplace}, {counter, sculpt_counter}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
