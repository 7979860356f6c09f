#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

// Trees are painted in strokes; this is what casts their shadow.
void sculpt_tree(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(pigment(0x3a2c20)));
  s.limb({0, 0, 0}, {0, 5, 0}, 0.35f, 0.2f);
  s.ellipsoid({0, 6.6f, 0}, {3.6f, 2.8f, 3.4f});
  s.model().ghost = true;
  s.model().height = subject.what == cherry_tree ? 8.5f : 11.0f;
  s.model().breadth = 4.2f;
}

void sculpt_palm(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "palm");
  const int trunk = s.paint({.colour = pigment(0x9a7a54),
                             .second = pigment(0x5d4630),
                             .pattern = Pattern::bands,
                             .scale = 0.28f,
                             .relief = 0.03f,
                             .grain = 0.12f});
  const Rgb green_one = own(subject, pigment(0x4a7a26));
  const int leaf = s.paint({.colour = green_one,
                            .second = blend(green_one, {0, 0, 0}, 0.35f),
                            .pattern = Pattern::mottled,
                            .scale = 0.3f,
                            .gloss = 0.08f,
                            .thin = 0.6f});
  const int nut = s.paint(pigment(0x5a3a1e));
  const float lean = d.sign() * d.between(0.5f, 1.3f);
  s.piece(trunk, 0.1f);
  Point at{0, -0.3f, 0};
  for (int i = 0; i < 6; ++i) {
    const float t = static_cast<float>(i + 1) / 6;
    const Point to{lean * t * t, 6.4f * t, 0};
    s.limb(at, to, 0.30f - 0.10f * t, 0.28f - 0.10f * t);
    at = to;
  }
  s.piece(nut);
  for (int i = 0; i < 4; ++i)
    s.ball(at + Point{0.25f * cosine(90.0f * static_cast<float>(i)), -0.15f,
                      0.25f * sine(90.0f * static_cast<float>(i))},
           0.15f);
  // Fronds: arching ribs with leaflets hanging from both sides.
  s.piece(leaf);
  constexpr int kFronds = 11;
  for (int k = 0; k < kFronds; ++k) {
    const float turn = 360.0f / kFronds * static_cast<float>(k) + d.around(0, 10),
                rise = d.between(8, 52);
    const float length = d.between(2.4f, 3.1f), c = cosine(turn), z = sine(turn);
    Point from = at;
    constexpr int kJoints = 6;
    for (int i = 0; i < kJoints; ++i) {
      const float bend = rise - 22.0f * static_cast<float>(i);
      const float step = length / kJoints;
      const Point to =
          from + Point{c * cosine(bend) * step, sine(bend) * step, z * cosine(bend) * step};
      s.limb(from, to, 0.045f, 0.035f);
      const float wide =
          0.62f * (1 - 0.5f * static_cast<float>(i) / kJoints) * (i == 0 ? 0.5f : 1.0f);
      for (const float side : {-1.0f, 1.0f}) {
        for (const float t : {0.25f, 0.75f}) {
          const Point root = from + (to - from) * t;
          const Point tip = root + Point{-z * side * wide * 0.75f + c * 0.25f, -0.45f * wide,
                                         c * side * wide * 0.75f + z * 0.25f};
          s.limb(root, tip, 0.055f, 0.012f);
        }
      }
      from = to;
    }
  }
  s.model().height = 7.9f;
  s.model().breadth = 2.4f;
}

void sculpt_cactus(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "cactus");
  const Rgb green_one = own(subject, pigment(0x4f7a3c));
  const int skin = s.paint({.colour = green_one,
                            .second = blend(green_one, {0, 0, 0}, 0.4f),
                            .pattern = Pattern::gores,
                            .scale = 13,
                            .gloss = 0.05f,
                            .relief = 0.02f,
                            .grain = 0.09f});
  const int arm = s.paint({.colour = blend(green_one, {0, 0, 0}, 0.1f),
                           .second = blend(green_one, {0, 0, 0}, 0.45f),
                           .pattern = Pattern::planks,
                           .scale = 0.10f,
                           .relief = 0.02f,
                           .grain = 0.09f});
  s.piece(skin, 0.08f);
  s.drum({0, -0.3f, 0}, 3.9f, 0.34f, 0.30f, 0.28f);
  s.piece(arm, 0.12f);
  const float side = d.sign(), low = d.between(1.2f, 1.6f), high = d.between(1.9f, 2.3f);
  s.limb({side * 0.25f, low, 0}, {side * 0.85f, low + 0.08f, 0}, 0.19f, 0.20f);
  s.limb({side * 0.85f, low + 0.08f, 0}, {side * 0.9f, low + 1.25f, 0}, 0.20f, 0.17f);
  s.limb({-side * 0.25f, high, 0.05f}, {-side * 0.72f, high + 0.06f, 0.1f}, 0.17f, 0.18f);
  s.limb({-side * 0.72f, high + 0.06f, 0.1f}, {-side * 0.76f, high + 0.95f, 0.1f}, 0.18f, 0.15f);
  s.piece(s.paint(pigment(0xe0487a)));
  s.ball({side * 0.9f, low + 1.42f, 0}, 0.09f);
  s.ball({0, 3.62f, 0.05f}, 0.11f);
  s.model().height = 3.75f;
  s.model().breadth = 1.05f;
}

void sculpt_mushroom(Sculptor& s, const Subject& subject) {
  const Rgb red_one = own(subject, pigment(0xc8201a));
  const int cap = s.paint({.colour = red_one,
                           .second = pigment(0xf6f0e2),
                           .pattern = Pattern::dots,
                           .scale = 0.062f,
                           .gloss = 0.14f,
                           .thin = 0.2f});
  const int stem = s.paint({.colour = pigment(0xf0e8d6),
                            .second = pigment(0xd4c8ae),
                            .pattern = Pattern::mottled,
                            .scale = 0.03f,
                            .relief = 0.004f,
                            .grain = 0.02f});
  s.piece(stem, 0.02f);
  s.limb({0, -0.02f, 0}, {0.01f, 0.20f, 0}, 0.052f, 0.036f);
  s.ball({0, 0.0f, 0}, 0.066f);
  s.lathe({0.005f, 0.165f, 0},
          {{0.02f, 0.0f}, {0.075f, -0.022f}, {0.07f, -0.03f}, {0.025f, -0.012f}});
  s.piece(s.paint({.colour = pigment(0xead9be),
                   .second = pigment(0xc4b090),
                   .pattern = Pattern::gores,
                   .scale = 40}));
  s.drum({0.01f, 0.20f, 0}, 0.02f, 0.145f, 0.15f);
  s.piece(cap);
  s.ellipsoid({0.01f, 0.205f, 0}, {0.165f, 0.115f, 0.165f});
  s.box({0.01f, 0.10f, 0}, {0.3f, 0.105f, 0.3f}).carving(0.02f);
  s.model().height = 0.32f;
  s.model().breadth = 0.17f;
}

void sculpt_sunflower(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "sunflower");
  const int green_one = s.paint({.colour = pigment(0x4f7a2a),
                                 .second = pigment(0x3a5c1e),
                                 .pattern = Pattern::mottled,
                                 .scale = 0.05f,
                                 .thin = 0.4f});
  const int petal = s.paint({.colour = pigment(0xf6b81a),
                             .second = pigment(0xf09a12),
                             .pattern = Pattern::mottled,
                             .scale = 0.05f,
                             .thin = 0.7f});
  const int heart_one = s.paint({.colour = pigment(0x4a2a12),
                                 .second = pigment(0x2a160a),
                                 .pattern = Pattern::seeds,
                                 .scale = 0.028f,
                                 .relief = 0.012f,
                                 .grain = 0.02f});
  s.piece(green_one);
  s.limb({0, -0.05f, 0}, {0.03f, 0.8f, 0}, 0.024f, 0.022f);
  s.limb({0.03f, 0.8f, 0}, {0, 1.50f, 0.02f}, 0.022f, 0.018f);
  for (int i = 0; i < 5; ++i) {
    const float turn = 140.0f * static_cast<float>(i) + d.around(0, 15);
    const float y = 0.35f + 0.2f * static_cast<float>(i), c = cosine(turn), k = sine(turn);
    s.limb({0.02f, y - 0.04f, 0}, {0.02f + 0.12f * c, y + 0.02f, 0.12f * k}, 0.012f, 0.010f);
    s.ellipsoid({0.02f + 0.26f * c, y + 0.02f, 0.26f * k}, {0.17f, 0.014f, 0.12f})
        .turning(0, -turn, -14 * c);
  }
  const Point head{0, 1.52f, 0.06f};
  s.piece(petal);
  constexpr int kPetals = 17;
  for (int ring = 0; ring < 2; ++ring) {
    for (int i = 0; i < kPetals; ++i) {
      const float turn =
          360.0f / kPetals * (static_cast<float>(i) + 0.5f * static_cast<float>(ring));
      const float out = ring == 0 ? 0.245f : 0.225f;
      s.ellipsoid(
           head + Point{out * cosine(turn), out * sine(turn), 0.015f * static_cast<float>(ring)},
           {0.115f, 0.036f, 0.010f})
          .turning(0, ring == 0 ? 6.0f : -8.0f, turn);
    }
  }
  s.piece(heart_one);
  s.drum(head + Point{0, 0, -0.02f}, 0.05f, 0.16f, 0.145f, 0.02f).turning(90, 0, 0);
  s.model().height = 1.9f;
  s.model().breadth = 0.4f;
}

void sculpt_tulip(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "tulip");
  constexpr std::uint32_t kColours[] = {0xd8231c, 0xf2b41c, 0xe8609a, 0x8a3ab0};
  const Rgb colour = own(subject, pigment(kColours[subject.painted ? 0 : d.below(4)]));
  const int petal = s.paint({.colour = colour,
                             .second = blend(colour, pigment(0xf6d24a), 0.5f),
                             .pattern = Pattern::mottled,
                             .scale = 0.05f,
                             .gloss = 0.06f,
                             .thin = 0.6f});
  const int green_one = s.paint({.colour = pigment(0x5d8a3c),
                                 .second = pigment(0x44702a),
                                 .pattern = Pattern::grain,
                                 .scale = 0.03f,
                                 .thin = 0.4f});
  s.piece(green_one, 0.01f);
  s.limb({0, -0.02f, 0}, {0.01f, 0.34f, 0}, 0.010f, 0.009f);
  for (const float side : {-1.0f, 1.0f})
    s.ellipsoid({0.045f * side, 0.13f, 0.01f}, {0.026f, 0.16f, 0.008f})
        .turning(0, 20 * side, -16 * side);
  s.piece(petal);
  for (int i = 0; i < 6; ++i) {
    const float turn = 60.0f * static_cast<float>(i), out = i % 2 ? 0.026f : 0.032f;
    s.ellipsoid({0.01f + out * cosine(turn), 0.40f, out * sine(turn)}, {0.020f, 0.062f, 0.034f})
        .turning(0, -turn, -7);
  }
  s.model().height = 0.47f;
  s.model().breadth = 0.1f;
}

// Petals in turns, the inner ones upright.
void sculpt_rose(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xc0142a, 0xf0a0b8, 0xf6f0e6, 0xf2c040});
  const int petal = s.paint({.colour = colour,
                             .second = blend(colour, {0, 0, 0}, 0.35f),
                             .pattern = Pattern::mottled,
                             .scale = 0.03f,
                             .gloss = 0.06f,
                             .thin = 0.5f});
  const int green_one = s.paint({.colour = pigment(0x3a6a2c), .gloss = 0.08f, .thin = 0.4f});
  s.piece(green_one, 0.006f);
  s.cord({{0, -0.02f, 0}, {0.012f, 0.15f, 0}, {-0.006f, 0.30f, 0}, {0, 0.36f, 0}}, 0.009f, 0.008f);
  for (const float side : {-1.0f, 1.0f}) {
    s.limb({0.005f, 0.17f + 0.04f * side, 0}, {0.07f * side, 0.22f + 0.04f * side, 0.02f}, 0.005f,
           0.004f);
    s.ellipsoid({0.10f * side, 0.235f + 0.04f * side, 0.025f}, {0.048f, 0.005f, 0.028f})
        .turning(0, 14 * side, 24 * side);
  }
  for (int i = 0; i < 5; ++i) {
    const float turn = 72.0f * static_cast<float>(i);
    s.limb({0, 0.36f, 0}, {0.06f * cosine(turn), 0.350f, 0.06f * sine(turn)}, 0.012f, 0.003f);
  }
  constexpr struct {
    int count;
    float out, rise, lean, wide, tall;
  } kRings[] = {{5, 0.088f, 0.425f, 52, 0.086f, 0.078f},
                {5, 0.066f, 0.452f, 30, 0.074f, 0.080f},
                {4, 0.044f, 0.474f, 16, 0.058f, 0.076f},
                {3, 0.020f, 0.486f, 6, 0.036f, 0.066f}};
  for (const auto& ring : kRings) {
    for (int i = 0; i < ring.count; ++i) {
      const float turn = 360.0f / static_cast<float>(ring.count) * static_cast<float>(i) +
                         static_cast<float>(&ring - kRings) * 37;
      s.piece(petal);
      s.ellipsoid({ring.out * cosine(turn), ring.rise, ring.out * sine(turn)},
                  {0.007f, ring.tall, ring.wide})
          .turning(0, 0, -ring.lean)
          .turning(0, -turn, 0);
    }
  }
  s.model().height = 0.56f;
  s.model().breadth = 0.13f;
}

// A clump of canes with their leaves.
void sculpt_bamboo(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "bamboo");
  const int cane = s.paint({.colour = pigment(0x7a9a3a),
                            .second = pigment(0x4a6a24),
                            .pattern = Pattern::bands,
                            .scale = 0.5f,
                            .gloss = 0.2f});
  const int leaf = s.paint({.colour = pigment(0x4f8a2c), .gloss = 0.06f, .thin = 0.6f});
  for (int i = 0; i < 5; ++i) {
    const float k = static_cast<float>(i);
    const Point foot{d.around(0, 0.9f), -0.1f, d.around(0, 0.7f)};
    const float tall = d.between(5.5f, 8), lean = d.around(0, 0.5f);
    const auto at = [&](float t) { return foot + Point{lean * t * t, tall * t, 0.2f * lean * t}; };
    s.piece(cane);
    for (int j = 0; j < 4; ++j)
      s.limb(at(0.25f * static_cast<float>(j)), at(0.25f * static_cast<float>(j + 1)),
             0.075f - 0.012f * static_cast<float>(j), 0.064f - 0.012f * static_cast<float>(j));
    s.piece(leaf);
    for (int j = 0; j < 10; ++j) {
      const float turn = 137.5f * static_cast<float>(j) + 40 * k;
      const Point root = at(d.between(0.45f, 1)),
                  twig{0.5f * cosine(turn), 0.12f, 0.5f * sine(turn)};
      s.limb(root, root + twig, 0.012f, 0.008f);
      for (const float fan : {-35.0f, 0.0f, 35.0f}) {
        const Point tip{0.45f * cosine(turn + fan), -0.25f, 0.45f * sine(turn + fan)};
        s.limb(root + twig, root + twig + tip * 0.5f, 0.014f, 0.045f);
        s.limb(root + twig + tip * 0.5f, root + twig + tip, 0.045f, 0.004f);
      }
    }
  }
  s.model().height = 7.6f;
  s.model().breadth = 1.5f;
}

void sculpt_pumpkin(Sculptor& s, const Subject& subject) {
  const Rgb orange_one = own(subject, pigment(0xe8761a));
  const int skin = s.paint({.colour = orange_one,
                            .second = blend(orange_one, {0, 0, 0}, 0.18f),
                            .pattern = Pattern::mottled,
                            .scale = 0.08f,
                            .gloss = 0.12f});
  s.piece(skin, 0.03f);
  for (int i = 0; i < 9; ++i) {
    const float turn = 40.0f * static_cast<float>(i);
    s.ellipsoid({0.10f * cosine(turn), 0.15f, 0.10f * sine(turn)}, {0.115f, 0.155f, 0.088f})
        .turning(0, -turn, 0);
  }
  if (subject.lit) {
    const int fire = s.paint({.colour = pigment(0xffc04a), .glow = {9, 4.4f, 0.9f}});
    s.piece(fire);
    s.slab({0.075f, 0.20f, 0.17f}, {{-0.04f, -0.025f}, {0.04f, -0.025f}, {0, 0.04f}}, 0.05f).both();
    s.slab({0, 0.145f, 0.18f}, {{-0.02f, -0.015f}, {0.02f, -0.015f}, {0, 0.02f}}, 0.05f);
    s.slab({0, 0.09f, 0.17f},
           {{-0.11f, 0.035f},
            {-0.06f, 0.0f},
            {0.06f, 0.0f},
            {0.11f, 0.035f},
            {0.05f, -0.03f},
            {-0.05f, -0.03f}},
           0.05f);
    s.lamp({0, 0.1f, 0.3f}, {0.8f, 0.4f, 0.1f}, 0.2f);
  }
  s.piece(s.paint({.colour = pigment(0x6a7a34),
                   .second = pigment(0x4a5424),
                   .pattern = Pattern::mottled,
                   .scale = 0.02f}),
          0.01f);
  s.limb({0, 0.28f, 0}, {0.02f, 0.35f, 0}, 0.030f, 0.020f);
  s.limb({0.02f, 0.35f, 0}, {0.06f, 0.39f, 0.01f}, 0.020f, 0.023f);
  s.model().height = 0.40f;
  s.model().breadth = 0.22f;
}

}  // namespace

bool sculpt_plant(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{tree, sculpt_tree},         {cherry_tree, sculpt_tree},
                            {palm, sculpt_palm},         {cactus, sculpt_cactus},
                            {mushroom, sculpt_mushroom}, {sunflower, sculpt_sunflower},
                            {tulip, sculpt_tulip},       {pumpkin, sculpt_pumpkin},
                            {rose, sculpt_rose},         {bamboo, sculpt_bamboo}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
