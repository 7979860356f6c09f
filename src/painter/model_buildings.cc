#include "painter/sculptor.h"

namespace easel::painter {
namespace {

Rgb lamplight(const Subject& subject) {
  return subject.lit ? Rgb{2.6f, 1.35f, 0.45f} : Rgb{};
}

// What buildings are made of.
struct Builder {
  Sculptor& s;
  int wall, roof, trim, pane, door;

  // A window or door on a wall that faces ahead (z) or to both sides (x).
  void opening(Point at, float half_width, float half_height, bool ahead, int filling) const {
    const auto board = [&](float margin, float out, int paint) {
      s.piece(paint);
      const float w = half_width + margin, h = half_height + margin;
      Part& part = s.box(at, ahead ? Point{w, h, out} : Point{out, h, w}, 0.01f);
      if (!ahead || at.x > 0) part.both();
    };
    board(0.09f, 0.06f, trim);
    board(0, 0.09f, filling);
    if (filling != pane) return;
    s.piece(trim);
    const float out = 0.11f, bar = 0.025f;
    const bool twice = !ahead || at.x > 0;
    Part& upright = s.box(at, ahead ? Point{bar, half_height, out} : Point{out, half_height, bar});
    if (twice) upright.both();
    Part& across = s.box(at, ahead ? Point{half_width, bar, out} : Point{out, bar, half_width});
    if (twice) across.both();
  }
  void window(Point at, float half_width, float half_height, bool ahead) const {
    opening(at, half_width, half_height, ahead, pane);
  }

  // Walls to height h with a gable roof along z.
  void hall(Point at, float half_x, float half_z, float h, float rise, float overhang) const {
    s.piece(wall);
    s.box({at.x, at.y + 0.5f * h - 0.5f, at.z}, {half_x, 0.5f * h + 0.5f, half_z});
    s.gable({at.x, at.y + h, at.z}, half_x, rise, half_z);
    s.piece(roof);
    const float up = rise * overhang / half_x;
    s.gable({at.x, at.y + h - up + 0.12f, at.z}, half_x + overhang, rise + up + 0.16f,
            half_z + overhang);
    s.gable({at.x, at.y + h - up - 0.12f, at.z}, half_x + overhang, rise + up,
            half_z + overhang * 1.2f)
        .carving();
    s.box({at.x, at.y + h - up - 0.3f, at.z}, {half_x + overhang, 0.3f, half_z + overhang})
        .carving();
  }

  void chimney(Point at, float height) const {
    s.piece(wall);
    s.box({at.x, at.y + 0.5f * height, at.z}, {0.38f, 0.5f * height, 0.38f});
    s.piece(trim);
    s.box({at.x, at.y + height, at.z}, {0.46f, 0.12f, 0.46f}, 0.02f);
  }
};

Builder builder(Sculptor& s, const Subject& subject, Paint wall, Paint roof) {
  return {s,
          s.paint(wall),
          s.paint(roof),
          s.paint(pigment(0xf0ece2)),
          s.paint({.colour = pigment(0x2b3a48), .gloss = 0.35f, .glow = lamplight(subject)}),
          s.paint({.colour = pigment(0x5b3a22),
                   .second = pigment(0x3c2414),
                   .pattern = Pattern::planks,
                   .scale = 0.3f})};
}

Paint tiles(Rgb colour) {
  return {.colour = colour,
          .second = blend(colour, {0, 0, 0}, 0.4f),
          .pattern = Pattern::shingles,
          .scale = 0.55f};
}
Paint masonry(Rgb colour, float scale) {
  return {.colour = colour,
          .second = blend(colour, {0, 0, 0}, 0.45f),
          .pattern = Pattern::bricks,
          .scale = scale,
          .relief = 0.03f,
          .grain = 0.4f};
}
Paint logs(Rgb colour) {
  return {.colour = colour,
          .second = blend(colour, {0, 0, 0}, 0.55f),
          .pattern = Pattern::planks,
          .scale = 0.32f};
}

void sculpt_house(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "house");
  constexpr std::uint32_t kWalls[] = {0xf0e2c4, 0xe9d5c0, 0xd9e2e4, 0xf2eee4, 0xe8cfa8};
  constexpr std::uint32_t kRoofs[] = {0xa8452c, 0x8f3b28, 0x6e5344, 0x4d5560};
  const Rgb plaster = own(subject, pigment(kWalls[dice.below(5)]));
  const Builder b = builder(s, subject, {.colour = plaster, .relief = 0.01f, .grain = 0.2f},
                            tiles(pigment(kRoofs[dice.below(4)])));
  b.hall({0, 0, 0}, 3.4f, 4.6f, 4.6f, 3.3f, 0.55f);
  b.opening({0, 1.1f, 4.6f}, 0.55f, 1.1f, true, b.door);
  b.window({2.0f, 1.5f, 4.6f}, 0.5f, 0.65f, true);
  b.window({1.35f, 3.7f, 4.6f}, 0.45f, 0.6f, true);
  b.window({0, 5.7f, 4.6f}, 0.4f, 0.5f, true);
  for (const float z : {-2.8f, 0.0f, 2.8f}) {
    b.window({3.4f, 1.6f, z}, 0.45f, 0.65f, false);
    b.window({3.4f, 3.6f, z}, 0.42f, 0.5f, false);
  }
  b.chimney({1.7f, 5.2f, -1.8f}, 3.2f);
  s.piece(b.trim);
  s.box({0, 0.08f, 5.3f}, {1.0f, 0.14f, 0.8f}, 0.02f);
  s.model().height = 8.4f;
  s.model().breadth = 5.5f;
}

void sculpt_cabin(Sculptor& s, const Subject& subject) {
  const Builder b = builder(s, subject, logs(own(subject, pigment(0x8a5a34))),
                            {.colour = pigment(0x4f4238),
                             .second = pigment(0x2f2822),
                             .pattern = Pattern::shingles,
                             .scale = 0.5f});
  b.hall({0, 0, 0}, 3.0f, 3.6f, 2.6f, 2.5f, 0.7f);
  b.opening({-1.2f, 0.95f, 3.6f}, 0.5f, 0.95f, true, b.door);
  b.opening({0.75f, 1.35f, 3.62f}, 0.6f, 0.5f, true, b.pane);
  for (const float z : {-1.6f, 1.4f}) b.window({3.0f, 1.4f, z}, 0.5f, 0.5f, false);
  s.piece(s.paint(masonry(pigment(0x8d8578), 0.5f)));
  s.box({1.6f, 3.2f, -1.6f}, {0.5f, 3.0f, 0.5f});
  // A porch.
  s.piece(b.wall);
  for (const float x : {2.7f, 0.0f}) s.rod({x, -0.3f, 5.1f}, {x, 2.3f, 5.1f}, 0.09f).both();
  s.box({0, 0.0f, 4.5f}, {3.0f, 0.16f, 0.9f});
  s.piece(b.roof);
  s.box({0, 2.5f, 4.6f}, {3.3f, 0.08f, 1.1f}, 0.02f).turning(14, 0, 0);
  s.model().height = 5.6f;
  s.model().breadth = 4.5f;
}

void sculpt_barn(Sculptor& s, const Subject& subject) {
  const Rgb red = own(subject, pigment(0xa3231c));
  const Builder b = builder(s, subject,
                            {.colour = red,
                             .second = blend(red, {0, 0, 0}, 0.4f),
                             .pattern = Pattern::planks,
                             .scale = 0.5f},
                            {.colour = pigment(0x6d6a66),
                             .second = pigment(0x4e4b48),
                             .pattern = Pattern::shingles,
                             .scale = 0.9f});
  s.piece(b.wall);
  s.slab({0, 0, 0},
         {{-5, -0.6f}, {5, -0.6f}, {5, 4.6f}, {3.6f, 7.4f}, {0, 9}, {-3.6f, 7.4f}, {-5, 4.6f}}, 7);
  s.piece(b.roof);
  s.slab({0, 0, 0},
         {{-5.6f, 4.1f},
          {-5.3f, 4.1f},
          {-3.6f, 7.4f},
          {0, 9.0f},
          {3.6f, 7.4f},
          {5.3f, 4.1f},
          {5.6f, 4.1f},
          {3.8f, 7.75f},
          {0, 9.45f},
          {-3.8f, 7.75f}},
         7.5f);
  s.piece(b.trim);
  s.box({0, 2.0f, 7}, {1.95f, 2.1f, 0.10f});
  s.box({4.9f, 2.2f, 7}, {0.16f, 2.5f, 0.1f}).both();
  s.piece(b.wall);
  s.box({0.92f, 1.9f, 7.02f}, {0.80f, 1.8f, 0.12f}).both();
  s.piece(b.trim);
  for (const float tilt : {-1.0f, 1.0f}) {
    s.box({0.92f, 1.9f, 7.06f}, {0.08f, 1.9f, 0.11f}).turning(0, 0, 23 * tilt).both();
  }
  b.opening({0, 6.4f, 7}, 0.7f, 0.7f, true, b.pane);
  for (const float z : {-4.0f, 0.0f, 4.0f}) b.window({5, 2.4f, z}, 0.6f, 0.6f, false);
  // A silo beside it.
  s.piece(s.paint({.colour = pigment(0xc9cdd0),
                   .second = pigment(0xa4abb0),
                   .pattern = Pattern::bands,
                   .scale = 1.1f,
                   .gloss = 0.15f}));
  s.drum({-8.2f, -0.6f, -2}, 11, 2.0f, 2.0f);
  s.piece(s.paint(pigment(0x8b9299), 0.2f));
  s.ellipsoid({-8.2f, 10.4f, -2}, {2.05f, 1.7f, 2.05f});
  s.model().height = 12;
  s.model().breadth = 9;
}

// A round tower with battlements, or a pointed roof.
void turret(const Builder& b, Point at, float radius, float height, bool roofed) {
  Sculptor& s = b.s;
  s.piece(b.wall);
  s.drum({at.x, at.y - 2, at.z}, height + 2, radius * 1.06f, radius);
  s.drum({at.x, at.y + height, at.z}, 1.6f, radius * 1.18f, radius * 1.18f);
  s.drum({at.x, at.y + height + 0.5f, at.z}, 3, radius * 0.95f, radius * 0.95f).carving();
  if (!roofed) {
    for (int i = 0; i < 3; ++i) {
      s.box({at.x, at.y + height + 1.5f, at.z}, {radius * 1.4f, 0.55f, 0.42f})
          .turning(0, 60 * static_cast<float>(i) + 15, 0)
          .carving();
    }
  } else {
    s.piece(b.roof);
    s.drum({at.x, at.y + height + 1.2f, at.z}, radius * 3.1f, radius * 1.35f, 0.05f);
    s.piece(b.trim);
    s.rod({at.x, at.y + height + radius * 3.1f, at.z},
          {at.x, at.y + height + radius * 3.1f + 3.2f, at.z}, 0.08f);
    s.piece(b.door);
    s.box({at.x + 0.9f, at.y + height + radius * 3.1f + 2.7f, at.z}, {0.9f, 0.45f, 0.04f});
  }
  s.piece(b.pane);
  for (const float share : {0.35f, 0.68f}) {
    for (const float turn : {0.0f, 90.0f}) {
      s.box({at.x + radius * sine(turn + 20), at.y + height * share,
             at.z + radius * cosine(turn + 20)},
            {0.28f, 0.85f, 0.35f}, 0.2f)
          .turning(0, turn + 20, 0);
    }
  }
}

void sculpt_castle(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "castle");
  constexpr std::uint32_t kRoofs[] = {0x35558a, 0x8c2f2a, 0x3f6b5a, 0x5a4a7a};
  Builder b = builder(s, subject, masonry(own(subject, pigment(0xc2b8a4)), 1.5f),
                      tiles(pigment(kRoofs[dice.below(4)])));
  b.door = s.paint(pigment(0xb0302a));
  s.paint_of(b.roof).scale = 1.2f;
  const auto wall = [&](Point at, Point half) {
    s.piece(b.wall);
    s.box({at.x, at.y - 1, at.z}, {half.x, half.y + 1, half.z});
    const bool across = half.x > half.z;
    const float length = across ? half.x : half.z;
    for (float t = -length + 1.2f; t < length - 0.6f; t += 2.2f) {
      s.box({at.x + (across ? t : 0), at.y + half.y, at.z + (across ? 0 : t)},
            {across ? 0.5f : half.x + 1, 0.75f, across ? half.z + 1 : 0.5f})
          .carving();
    }
  };
  wall({0, 4.5f, 10}, {11, 4.5f, 1});
  wall({-11, 4.5f, 0}, {1, 4.5f, 10});
  wall({11, 4.5f, 0}, {1, 4.5f, 10});
  for (const float x : {-11.0f, 11.0f}) {
    turret(b, {x, 0, 10}, 2.6f, 13, true);
    turret(b, {x, 0, -10}, 2.6f, 15, true);
  }
  // The keep, and a taller tower behind it.
  s.piece(b.wall);
  s.box({0, 8, -3}, {6, 9, 5});
  for (float t = -5; t < 5.5f; t += 2) s.box({t, 17, -3}, {0.45f, 0.8f, 6}).carving();
  s.piece(b.roof);
  s.pyramid({0, 16.2f, -3}, 4.6f, 0.1f, 6);
  turret(b, {-5, 0, -6}, 2.4f, 24, true);
  turret(b, {5.4f, 0, 1}, 2.0f, 19, true);
  s.piece(b.pane);
  for (const float x : {1.4f, 4.0f}) {
    for (const float y : {9.5f, 13.5f}) s.box({x, y, 2.0f}, {0.4f, 1.0f, 0.12f}, 0.1f).both();
  }
  // The gate between two towers.
  turret(b, {-3.4f, 0, 11}, 1.9f, 11, false);
  turret(b, {3.4f, 0, 11}, 1.9f, 11, false);
  s.piece(s.paint({.colour = pigment(0x4a2e1a),
                   .second = pigment(0x23150c),
                   .pattern = Pattern::planks,
                   .scale = 0.6f}));
  s.box({0, 2.0f, 11.1f}, {1.6f, 2.2f, 0.3f});
  s.drum({0, 4.2f, 10.8f}, 0.6f, 1.6f, 1.6f).turning(90, 0, 0);
  s.model().height = 32;
  s.model().breadth = 18.5f;
}

void sculpt_tower(Sculptor& s, const Subject& subject) {
  const Builder b =
      builder(s, subject, masonry(own(subject, pigment(0xa79c8a)), 1.2f), tiles(pigment(0x7c3528)));
  turret(b, {0, 0, 0}, 3.2f, 18, subject.variant == 0);
  s.piece(b.door);
  s.box({0, 1.2f, 3.3f}, {0.8f, 1.5f, 0.2f}, 0.05f);
  s.model().height = 29;
  s.model().breadth = 5;
}

void sculpt_church(Sculptor& s, const Subject& subject) {
  const Builder b = builder(
      s, subject, {.colour = own(subject, pigment(0xf0ece2)), .relief = 0.01f, .grain = 0.3f},
      tiles(pigment(0x55433a)));
  b.hall({0, 0, -3}, 3.6f, 8, 6, 4, 0.5f);
  s.piece(b.wall);
  s.box({0, 6, 6}, {2.1f, 7, 2.1f});
  s.piece(b.roof);
  s.pyramid({0, 13, 6}, 2.45f, 0.02f, 9);
  s.piece(s.paint(pigment(0xd8b04a), 0.5f));
  s.box({0, 22.9f, 6}, {0.09f, 1.0f, 0.09f});
  s.box({0, 23.2f, 6}, {0.5f, 0.09f, 0.09f});
  b.opening({0, 1.3f, 8.1f}, 0.8f, 1.5f, true, b.door);
  b.window({0, 5.4f, 8.1f}, 0.5f, 0.9f, true);
  s.piece(b.pane);
  s.box({0, 10.8f, 6}, {0.6f, 1.1f, 2.16f}, 0.1f);
  s.box({0, 10.8f, 6}, {2.16f, 1.1f, 0.6f}, 0.1f);
  s.piece(b.trim);
  s.box({0, 12.8f, 6}, {2.3f, 0.18f, 2.3f});
  for (const float z : {-9.0f, -6.0f, -3.0f, 0.0f, 3.0f}) {
    b.window({3.6f, 3.3f, z}, 0.5f, 1.4f, false);
  }
  s.model().height = 24;
  s.model().breadth = 8;
}

void sculpt_tent(Sculptor& s, const Subject& subject) {
  const Rgb cloth = own(subject, pigment(0xd9822b));
  const int skin =
      s.paint({.colour = cloth,
               .thin = 0.6f,
               .glow = subject.lit ? Rgb{cloth.r * 1.6f, cloth.g * 1.2f, cloth.b} : Rgb{}});
  const int inside =
      s.paint({.colour = pigment(0x3a2a20), .glow = subject.lit ? Rgb{1.8f, 1.0f, 0.4f} : Rgb{}});
  s.piece(skin, 0.05f);
  s.gable({0, 0, 0}, 1.35f, 1.55f, 1.7f);
  s.gable({0, -0.06f, 1.4f}, 0.62f, 1.2f, 0.7f).carving().painted(inside);
  const int rope = s.paint(pigment(0xe8e2d0));
  s.piece(rope);
  s.rod({0, 1.5f, 1.7f}, {0, 0, 2.9f}, 0.012f);
  s.rod({0.68f, 0.8f, 1.7f}, {1.9f, 0, 2.2f}, 0.012f).both();
  s.rod({0, 1.6f, 1.68f}, {0, 0, 1.68f}, 0.025f);
  s.model().height = 1.6f;
  s.model().breadth = 1.8f;
}

void sculpt_igloo(Sculptor& s, const Subject& subject) {
  const Paint blocks{.colour = pigment(0xeef4fa),
                     .second = pigment(0xa9c3d8),
                     .pattern = Pattern::bricks,
                     .scale = 0.75f,
                     .thin = 0.3f};
  const int snow = s.paint(blocks);
  const int dark =
      s.paint({.colour = pigment(0x22303c), .glow = subject.lit ? Rgb{2.2f, 1.2f, 0.4f} : Rgb{}});
  s.piece(snow, 0.15f);
  s.ellipsoid({0, 0, 0}, {2.2f, 2.0f, 2.2f});
  s.drum({0, 0.25f, 1.6f}, 1.5f, 0.95f, 0.95f).turning(90, 0, 0);
  s.drum({0, 0.2f, 2.2f}, 1.5f, 0.65f, 0.65f).turning(90, 0, 0).carving().painted(dark);
  s.model().height = 2;
  s.model().breadth = 2.6f;
}

void sculpt_well(Sculptor& s, const Subject& subject) {
  const Builder b = builder(s, subject, masonry(own(subject, pigment(0x9a9284)), 0.35f),
                            tiles(pigment(0x7a3b2a)));
  s.paint_of(b.roof).scale = 0.3f;
  s.piece(b.wall);
  s.drum({0, -0.2f, 0}, 1.1f, 0.85f, 0.85f);
  s.drum({0, 0.2f, 0}, 1.5f, 0.62f, 0.62f).carving();
  s.piece(b.door);
  s.rod({0.78f, 0.7f, 0}, {0.78f, 2.1f, 0}, 0.07f).both();
  s.rod({-0.8f, 1.55f, 0}, {0.8f, 1.55f, 0}, 0.06f);
  s.rod({0, 1.5f, 0}, {0, 1.15f, 0}, 0.02f);
  s.drum({0, 0.9f, 0}, 0.28f, 0.13f, 0.17f);
  s.piece(b.roof);
  s.gable({0, 2.0f, 0}, 0.85f, 0.7f, 1.15f).turning(0, 90, 0);
  s.gable({0, 1.9f, 0}, 0.85f, 0.7f, 1.3f).turning(0, 90, 0).carving();
  s.model().height = 2.7f;
  s.model().breadth = 1.3f;
}

}  // namespace

bool sculpt_building(Sculptor& s, const Subject& subject) {
  switch (subject.what) {
    case Concept::house:
      sculpt_house(s, subject);
      return true;
    case Concept::cabin:
      sculpt_cabin(s, subject);
      return true;
    case Concept::barn:
      sculpt_barn(s, subject);
      return true;
    case Concept::castle:
      sculpt_castle(s, subject);
      return true;
    case Concept::tower:
      sculpt_tower(s, subject);
      return true;
    case Concept::church:
      sculpt_church(s, subject);
      return true;
    case Concept::tent:
      sculpt_tent(s, subject);
      return true;
    case Concept::igloo:
      sculpt_igloo(s, subject);
      return true;
    case Concept::well:
      sculpt_well(s, subject);
      return true;
    default:
      return false;
  }
}

}  // namespace easel::painter
