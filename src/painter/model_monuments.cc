#include "painter/sculptor.h"

namespace easel::painter {
namespace {

Paint rock(Rgb colour) {
  return {.colour = blend(colour, {0, 0, 0}, 0.25f),
          .second = colour,
          .pattern = Pattern::mottled,
          .scale = 1.4f,
          .relief = 0.5f,
          .grain = 1.6f};
}

void sculpt_lighthouse(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "lighthouse");
  const Rgb bands = own(subject, pigment(0xb8221c));
  const int tower = s.paint({.colour = pigment(0xf3efe6),
                             .second = bands,
                             .pattern = Pattern::bands,
                             .scale = 7.2f,
                             .at = 0.25f,
                             .gloss = 0.08f});
  const int iron = s.paint(pigment(0x2a2a2e), 0.15f);
  const int roof = s.paint(blend(bands, {0, 0, 0}, 0.25f), 0.2f);
  const int pane = s.paint({.colour = pigment(0x2b3a48),
                            .gloss = 0.3f,
                            .glow = subject.lit ? Rgb{2.2f, 1.2f, 0.4f} : Rgb{}});
  const int lantern = s.paint({.colour = pigment(0xfff0c8),
                               .gloss = 0.3f,
                               .glow = subject.lit ? Rgb{16, 11, 5} : Rgb{0.5f, 0.42f, 0.25f}});
  const bool rocky = subject.footing == Footing::water;
  const float base = rocky ? 5.2f : 0;
  if (rocky) {
    s.piece(s.paint(rock(pigment(0x7a6e62))), 1.6f);
    s.facets({0, 1.0f, 0}, {10, 4.6f, 8}, 13, dice, 0.5f, 0.92f);
    s.facets({-8, 0, 1.5f}, {6, 2.6f, 5}, 10, dice, 0.4f);
    s.facets({8.5f, -0.3f, -1}, {7, 2.8f, 6}, 10, dice, 0.4f);
    s.facets({2, 0, 6.5f}, {5, 1.7f, 4}, 9, dice, 0.3f);
  }
  s.piece(tower);
  s.drum({0, base - 1.5f, 0}, 19.5f, 2.75f, 1.65f);
  s.piece(iron);
  s.drum({0, base + 17.9f, 0}, 0.45f, 2.0f, 2.4f, 0.05f);
  s.ring({0, base + 19.4f, 0}, 2.3f, 0.06f);
  s.ring({0, base + 18.9f, 0}, 2.3f, 0.045f);
  for (int i = 0; i < 8; ++i) {
    const float turn = 45 * static_cast<float>(i);
    s.rod({2.3f * cosine(turn), base + 18.2f, 2.3f * sine(turn)},
          {2.3f * cosine(turn), base + 19.4f, 2.3f * sine(turn)}, 0.05f);
    s.rod({1.28f * cosine(turn), base + 18.2f, 1.28f * sine(turn)},
          {1.28f * cosine(turn), base + 21.0f, 1.28f * sine(turn)}, 0.06f);
  }
  s.piece(lantern);
  s.drum({0, base + 18.2f, 0}, 2.7f, 1.2f, 1.2f);
  s.piece(roof);
  s.drum({0, base + 20.9f, 0}, 1.9f, 1.75f, 0.15f);
  s.ball({0, base + 22.9f, 0}, 0.3f);
  s.piece(iron);
  s.rod({0, base + 22.9f, 0}, {0, base + 24.4f, 0}, 0.05f);
  s.piece(pane);
  for (int i = 0; i < 3; ++i) {
    const float y = base + 4.5f + 4.4f * static_cast<float>(i);
    const float r = 2.75f - 1.1f * (y - base + 1.5f) / 19.5f;
    s.box({r * sine(12), y, r * cosine(12)}, {0.38f, 0.65f, 0.25f}, 0.1f).turning(0, 12, 0);
  }
  // The keeper's house.
  const int wall = s.paint(pigment(0xf3efe6));
  const float x = 5.2f;
  s.piece(wall);
  s.box({x, base + 0.9f, -0.5f}, {2.2f, 2.0f, 1.8f});
  s.gable({x, base + 2.9f, -0.5f}, 1.8f, 1.3f, 2.2f).turning(0, 90, 0);
  s.piece(roof);
  s.gable({x, base + 2.75f, -0.5f}, 2.15f, 1.65f, 2.45f).turning(0, 90, 0);
  s.gable({x, base + 2.45f, -0.5f}, 2.15f, 1.65f, 2.6f).turning(0, 90, 0).carving();
  s.piece(pane);
  for (const float w : {-1.1f, 1.1f}) s.box({x + w, base + 1.5f, 1.3f}, {0.36f, 0.45f, 0.08f});
  if (subject.lit) {
    s.lamp({0, base + 19.6f, 0}, {1.4f, 0.95f, 0.42f}, 2.6f);
    s.model().beam = 1;
  }
  s.model().height = base + 24;
  s.model().breadth = 9;
  s.model().floats = rocky;
}

void sculpt_pagoda(Sculptor& s, const Subject& subject) {
  const Rgb red = own(subject, pigment(0xa02a1e));
  const int wood = s.paint({.colour = red,
                            .second = blend(red, {0, 0, 0}, 0.35f),
                            .pattern = Pattern::grain,
                            .scale = 0.2f});
  const int dark = s.paint(blend(red, {0, 0, 0}, 0.45f));
  const int tile = s.paint({.colour = pigment(0x465a58),
                            .second = pigment(0x2c3a3a),
                            .pattern = Pattern::shingles,
                            .scale = 0.6f,
                            .gloss = 0.1f});
  const int screen = s.paint({.colour = pigment(0xeadfbf),
                              .second = pigment(0x6a4526),
                              .pattern = Pattern::planks,
                              .scale = 0.42f,
                              .glow = subject.lit ? Rgb{1.7f, 1.0f, 0.4f} : Rgb{}});
  const int stone = s.paint({.colour = pigment(0x9a958a),
                             .second = pigment(0x6d685f),
                             .pattern = Pattern::bricks,
                             .scale = 1.0f});
  const int gold = s.paint(pigment(0xd9a93a), 0.5f);
  s.piece(stone);
  s.box({0, 0.2f, 0}, {4.4f, 0.9f, 4.4f}, 0.05f);
  s.box({0, 0.1f, 4.7f}, {1.2f, 0.5f, 0.8f});
  constexpr int kFloors = 5;
  for (int i = 0; i < kFloors; ++i) {
    const float k = static_cast<float>(i), y = 1.1f + 3.25f * k;
    const float half = 2.75f - 0.30f * k, wide = 4.9f - 0.48f * k;
    s.piece(wood);
    s.box({0, y + 1.15f, 0}, {half, 1.25f, half});
    s.piece(screen);
    s.box({0, y + 1.2f, 0}, {half * 0.26f, 0.72f, half + 0.05f});
    s.box({half * 0.66f, y + 1.2f, 0}, {half * 0.20f, 0.72f, half + 0.05f}).both();
    s.box({0, y + 1.2f, 0}, {half + 0.05f, 0.72f, half * 0.26f});
    for (const float z : {-1.0f, 1.0f}) {
      s.box({0, y + 1.2f, z * half * 0.66f}, {half + 0.05f, 0.72f, half * 0.20f});
    }
    s.piece(dark);
    for (const float z : {-1.0f, 1.0f}) {
      s.rod({half, y, z * half}, {half, y + 2.4f, z * half}, 0.17f).both();
    }
    // A gallery with its rail.
    s.box({0, y - 0.02f, 0}, {half + 0.7f, 0.08f, half + 0.7f});
    const float rail = half + 0.62f;
    for (const float h : {0.35f, 0.62f}) {
      for (const float z : {-1.0f, 1.0f}) {
        s.rod({-rail, y + h, z * rail}, {rail, y + h, z * rail}, 0.045f);
        s.rod({rail, y + h, z * -rail}, {rail, y + h, z * rail}, 0.045f).both();
      }
    }
    s.piece(tile);
    s.eaves({0, y + 2.2f, 0}, wide, i + 1 == kFloors ? 2.4f : 1.75f, 0.85f);
    s.piece(wood);
    s.pyramid({0, y + 1.95f, 0}, wide * 0.80f, half * 0.6f, 0.62f);
  }
  const float top = 1.1f + 3.25f * kFloors;
  s.piece(gold);
  s.limb({0, top, 0}, {0, top + 6.2f, 0}, 0.12f, 0.05f);
  for (int i = 0; i < 7; ++i) {
    const float k = static_cast<float>(i);
    s.ring({0, top + 1.9f + 0.5f * k, 0}, 0.5f - 0.04f * k, 0.07f);
  }
  s.ball({0, top + 6.2f, 0}, 0.22f);
  s.model().height = top + 6.4f;
  s.model().breadth = 5.5f;
}

// Columns under a gable, on steps.
void sculpt_temple(Sculptor& s, const Subject& subject) {
  const int marble = s.paint({.colour = own(subject, pigment(0xe9e2d2)),
                              .second = pigment(0xcfc4ae),
                              .pattern = Pattern::mottled,
                              .scale = 1.2f,
                              .gloss = 0.06f});
  const int shade = s.paint(pigment(0x9a8f7c));
  s.piece(marble);
  for (int i = 0; i < 3; ++i) {
    const float k = static_cast<float>(i);
    s.box({0, 0.2f + 0.4f * k, 0}, {6.6f - 0.5f * k, 0.25f, 9.4f - 0.5f * k});
  }
  s.piece(shade);
  s.box({0, 4.3f, -0.5f}, {3.6f, 3.3f, 6.2f});
  s.piece(marble);
  for (const float x : {1.05f, 3.1f, 5.1f}) {
    for (const float z : {7.8f, -7.8f}) {
      s.drum({x, 1.2f, z}, 6.2f, 0.62f, 0.5f).both();
      s.box({x, 7.5f, z}, {0.72f, 0.2f, 0.72f}).both();
    }
  }
  for (int i = 0; i < 6; ++i) {
    const float z = -5.2f + 2.1f * static_cast<float>(i);
    s.drum({5.1f, 1.2f, z}, 6.2f, 0.62f, 0.5f).both();
    s.box({5.1f, 7.5f, z}, {0.72f, 0.2f, 0.72f}).both();
  }
  s.box({0, 8.2f, 0}, {6.0f, 0.55f, 8.7f});
  s.gable({0, 8.7f, 0}, 6.4f, 2.5f, 9.0f);
  s.gable({0, 9.0f, 9.0f}, 4.9f, 1.75f, 0.5f).carving();
  s.model().height = 11.2f;
  s.model().breadth = 10.5f;
}

void sculpt_pyramid(Sculptor& s, const Subject& subject) {
  const Rgb sand = own(subject, pigment(0xd9b27a));
  s.piece(s.paint({.colour = sand,
                   .second = blend(sand, {0, 0, 0}, 0.4f),
                   .pattern = Pattern::bricks,
                   .scale = 4,
                   .relief = 0.7f,
                   .grain = 3}));
  s.pyramid({0, -3, 0}, 47, 0.3f, 62);
  s.model().height = 58;
  s.model().breadth = 46;
}

// Arches of stone, with a track or a road on them.
void sculpt_bridge(Sculptor& s, const Subject& subject) {
  const Rgb grey = own(subject, pigment(0xa3978a));
  const Paint masonry{.colour = grey,
                      .second = blend(grey, {0, 0, 0}, 0.5f),
                      .pattern = Pattern::bricks,
                      .scale = 1.3f,
                      .relief = 0.08f,
                      .grain = 0.6f};
  const int stone = s.paint(masonry);
  const int inner = s.paint(blend(grey, {0, 0, 0}, 0.25f));
  constexpr float kSpan = 11, kDeck = 11;
  const float half = 66;
  s.piece(stone);
  s.box({0, 0.5f * kDeck - 6, 0}, {2.2f, 0.5f * kDeck + 6, half});
  for (float z = -half + 0.5f * kSpan; z < half; z += kSpan) {
    s.drum({-3, 5.4f, z}, 6, 4.3f, 4.3f).turning(0, 0, -90).carving().painted(inner);
    s.box({0, -3.5f, z}, {3, 9, 4.3f}).carving().painted(inner);
  }
  s.piece(stone);
  s.box({1.95f, kDeck + 0.2f, 0}, {0.22f, 0.3f, half}).both();
  s.box({0, kDeck - 0.35f, 0}, {2.45f, 0.22f, half});
  if (subject.variant == 1) {
    s.piece(s.paint(pigment(0x6d5a48)));
    s.box({0, kDeck + 0.05f, 0}, {1.4f, 0.05f, half});
    s.piece(s.paint(pigment(0x4a4f55), 0.4f));
    s.box({0.72f, kDeck + 0.16f, 0}, {0.04f, 0.08f, half}).both();
  }
  s.model().deck = kDeck + (subject.variant == 1 ? 0.24f : 0);
  s.model().height = kDeck + 1;
  s.model().breadth = 40;
}

void sculpt_windmill(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "windmill");
  const int wall = s.paint({.colour = own(subject, pigment(0xeee6d4)),
                            .second = pigment(0xd4c8b0),
                            .pattern = Pattern::bricks,
                            .scale = 0.9f});
  const int cap = s.paint({.colour = pigment(0x6b4a32),
                           .second = pigment(0x46301f),
                           .pattern = Pattern::planks,
                           .scale = 0.4f});
  const int spar = s.paint(pigment(0x5a4430));
  const int cloth = s.paint({.colour = pigment(0xf2ead6),
                             .second = pigment(0x9c8562),
                             .pattern = Pattern::planks,
                             .scale = 0.5f,
                             .thin = 0.5f});
  const int pane = s.paint({.colour = pigment(0x2c3440),
                            .gloss = 0.3f,
                            .glow = subject.lit ? Rgb{2.2f, 1.2f, 0.4f} : Rgb{}});
  s.piece(wall);
  s.drum({0, -1, 0}, 12, 4.1f, 2.6f);
  s.piece(cap);
  s.ellipsoid({0, 11, 0}, {2.9f, 2.5f, 3.1f});
  s.box({0, 8.6f, 0}, {4, 2.3f, 4}).carving();
  s.drum({0, 3.6f, 0}, 0.25f, 4.7f, 4.7f);
  s.piece(spar);
  s.rod({0, 11.6f, 1}, {0, 11.6f, 4.2f}, 0.3f);
  for (int i = 0; i < 10; ++i) {
    const float turn = 36 * static_cast<float>(i);
    s.rod({4.6f * sine(turn), 3.7f, 4.6f * cosine(turn)},
          {4.6f * sine(turn), 4.7f, 4.6f * cosine(turn)}, 0.06f);
  }
  s.ring({0, 4.7f, 0}, 4.6f, 0.07f);
  const float start = dice.between(15, 70);
  for (int i = 0; i < 4; ++i) {
    const float turn = start + 90 * static_cast<float>(i);
    const auto on = [&](float out, float side, float z) {
      return Point{out * cosine(turn) - side * sine(turn),
                   11.6f + out * sine(turn) + side * cosine(turn), z};
    };
    s.piece(spar);
    s.limb(on(0, 0, 4), on(9.2f, 0, 4), 0.17f, 0.1f);
    s.piece(cloth);
    s.box(on(5.5f, 0.75f, 4.0f), {3.5f, 0.72f, 0.05f}).turning(0, 0, turn);
    s.piece(spar);
    s.rod(on(2, 1.45f, 4), on(9, 1.45f, 4), 0.06f);
    for (int k = 0; k < 6; ++k) {
      const float out = 2.1f + 1.36f * static_cast<float>(k);
      s.rod(on(out, 0, 4.06f), on(out, 1.45f, 4.06f), 0.05f);
    }
  }
  s.piece(spar);
  s.box({0, 0.9f, 3.9f}, {0.65f, 1.2f, 0.3f}, 0.05f);
  s.piece(pane);
  s.box({0, 6.2f, 3.2f}, {0.4f, 0.55f, 0.25f}, 0.05f);
  s.box({0, 8.6f, 2.85f}, {0.35f, 0.45f, 0.25f}, 0.05f);
  s.model().height = 20;
  s.model().breadth = 8;
}

void sculpt_iceberg(Sculptor& s, const Subject& subject) {
  Dice dice(subject.seed, "iceberg");
  const int ice = s.paint({.colour = pigment(0xc4e6f0),
                           .second = pigment(0x68b4d2),
                           .pattern = Pattern::strata,
                           .scale = 0.55f,
                           .gloss = 0.10f,
                           .thin = 0.8f,
                           .glow = {0.02f, 0.07f, 0.09f},
                           .relief = 0.14f,
                           .grain = 0.7f});
  const bool stage = subject.variant == 1;
  s.piece(ice, 0.35f);
  if (stage) {
    // A wide floe to stand on, peaks behind it.
    s.facets({0, 0, 0.3f}, {4.4f, 1.0f, 2.6f}, 14, dice, 0.15f, 0.95f);
    s.facets({-2.6f, 0.3f, -3.6f}, {2.3f, 4.2f, 1.8f}, 12, dice, 0.12f);
    s.facets({0.4f, 0.1f, -4.2f}, {1.7f, 2.6f, 1.5f}, 11, dice, 0.12f);
    s.facets({2.5f, 0.1f, -3.6f}, {1.7f, 3.0f, 1.5f}, 11, dice, 0.12f);
    s.model().deck = 0.95f;
    s.model().height = 4;
    s.model().breadth = 4.5f;
  } else {
    s.facets({0, 1, 0}, {13, 15, 10}, 15, dice, 0.3f);
    s.facets({9, 0, -2}, {9, 9.5f, 7}, 13, dice, 0.3f);
    s.facets({-10, 0, 1}, {7, 6.5f, 6}, 12, dice, 0.3f);
    s.facets({2, -1, 8}, {12, 3, 6}, 12, dice, 0.3f);
    s.paint_of(ice).relief = 0.5f;
    s.paint_of(ice).grain = 2.6f;
    s.paint_of(ice).scale = 2.2f;
    s.model().height = 14;
    s.model().breadth = 21;
  }
  s.model().floats = true;
}

// Land in the water that others stand on; as wide as its size.
void sculpt_spit(Sculptor& s, const Subject& subject) {
  const Paint snow{.colour = pigment(0xeef2f7),
                   .second = pigment(0xd5dfea),
                   .pattern = Pattern::mottled,
                   .scale = 0.3f,
                   .relief = 0.02f,
                   .grain = 0.25f};
  const Paint sand{.colour = pigment(0xcdb58a),
                   .second = pigment(0xa99268),
                   .pattern = Pattern::mottled,
                   .scale = 0.08f,
                   .relief = 0.03f,
                   .grain = 0.16f};
  const Paint grass{.colour = pigment(0x5f7a2c),
                    .second = pigment(0x3d5a1e),
                    .pattern = Pattern::mottled,
                    .scale = 0.04f,
                    .relief = 0.025f,
                    .grain = 0.022f};
  Dice dice(subject.seed, "spit");
  s.piece(s.paint(subject.variant == 1 ? snow : subject.variant == 2 ? sand : grass), 0.2f);
  s.drum({0, -0.5f, 0}, 0.66f, 1.35f, 1.1f, 0.12f);
  s.drum({dice.around(0, 0.6f), -0.5f, 0.7f}, 0.60f, 1.2f, 1.0f, 0.12f);
  s.drum({dice.around(0, 0.9f), -0.5f, -0.5f}, 0.60f, 1.2f, 1.0f, 0.12f);
  s.model().deck = 0.15f;
  s.model().height = 0.2f;
  s.model().breadth = 1.2f;
  s.model().floats = true;
}

}  // namespace

bool sculpt_monument(Sculptor& s, const Subject& subject) {
  switch (subject.what) {
    case Concept::lighthouse:
      sculpt_lighthouse(s, subject);
      return true;
    case Concept::pagoda:
      sculpt_pagoda(s, subject);
      return true;
    case Concept::temple:
      sculpt_temple(s, subject);
      return true;
    case Concept::pyramid:
      sculpt_pyramid(s, subject);
      return true;
    case Concept::bridge:
      sculpt_bridge(s, subject);
      return true;
    case Concept::windmill:
      sculpt_windmill(s, subject);
      return true;
    case Concept::island:
      sculpt_spit(s, subject);
      return true;
    case Concept::iceberg:
      sculpt_iceberg(s, subject);
      return true;
    default:
      return false;
  }
}

}  // namespace easel::painter
