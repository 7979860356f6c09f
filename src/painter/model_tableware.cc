#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_cup(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xf2efe8, 0xc8402a, 0x2f6f8f, 0xe0b23a});
  const int clay = s.paint(glaze(colour));
  s.piece(clay, 0.01f);
  s.ring({0, 0.052f, 0.062f}, 0.032f, 0.0085f).turning(0, 0, 90);
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.036f, 0},
                      {0.045f, 0.006f},
                      {0.053f, 0.03f},
                      {0.056f, 0.10f},
                      {0.052f, 0.102f},
                      {0.049f, 0.03f},
                      {0, 0.02f}})
      .blended(0.006f);
  s.piece(s.paint({.colour = pigment(0x3a2012), .gloss = 0.2f}));
  s.drum({0, 0.05f, 0}, 0.035f, 0.050f, 0.051f);
  s.piece(s.paint(glaze(blend(colour, {1, 1, 1}, 0.4f))));
  s.lathe(
      {0, 0, 0},
      {{0, 0.0f}, {0.05f, 0.0f}, {0.092f, 0.014f}, {0.092f, 0.018f}, {0.05f, 0.006f}, {0, 0.005f}});
  // Steam.
  s.piece(s.paint({.colour = pigment(0xf6f6f4), .thin = 0.95f}), 0.01f);
  for (const float x : {-0.016f, 0.014f}) {
    s.limb({x, 0.115f, 0}, {x + 0.008f, 0.14f, 0}, 0.0028f, 0.0032f);
    s.limb({x + 0.008f, 0.14f, 0}, {x - 0.004f, 0.168f, 0}, 0.0032f, 0.0018f);
  }
  s.model().height = 0.125f;
  s.model().breadth = 0.1f;
}

void sculpt_teapot(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xb8402a, 0x2f6f8f, 0xf2efe8, 0x4a7a4a});
  const int clay = s.paint(glaze(colour));
  const int trim = s.paint(glaze(blend(colour, {0, 0, 0}, 0.3f)));
  s.piece(clay, 0.02f);
  s.ellipsoid({0, 0.105f, 0}, {0.118f, 0.098f, 0.118f});
  s.drum({0, 0, 0}, 0.03f, 0.07f, 0.08f);
  s.cord({{0, 0.075f, 0.10f}, {0, 0.10f, 0.155f}, {0, 0.155f, 0.185f}, {0, 0.185f, 0.215f}}, 0.030f,
         0.013f);
  s.piece(clay, 0.012f);
  s.cord({{0, 0.155f, -0.095f},
          {0, 0.178f, -0.14f},
          {0, 0.165f, -0.185f},
          {0, 0.115f, -0.19f},
          {0, 0.070f, -0.155f},
          {0, 0.060f, -0.105f}},
         0.013f, 0.012f);
  s.piece(trim);
  s.ring({0, 0.188f, 0}, 0.062f, 0.006f);
  s.piece(clay, 0.01f);
  s.ellipsoid({0, 0.188f, 0}, {0.06f, 0.024f, 0.06f});
  s.piece(trim);
  s.ball({0, 0.228f, 0}, 0.017f);
  s.model().height = 0.245f;
  s.model().breadth = 0.2f;
}

void sculpt_vase(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "vase");
  const Rgb colour = any_of(subject, {0x2f5fb0, 0xf2efe8, 0xb5622a, 0x3a8a86});
  s.piece(s.paint({.colour = colour,
                   .second = blend(colour, {1, 1, 1}, 0.6f),
                   .pattern = Pattern::zigzag,
                   .scale = 0.13f,
                   .gloss = 0.28f}));
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.065f, 0},
                      {0.085f, 0.03f},
                      {0.125f, 0.12f},
                      {0.130f, 0.17f},
                      {0.105f, 0.25f},
                      {0.055f, 0.32f},
                      {0.048f, 0.36f},
                      {0.070f, 0.40f},
                      {0.064f, 0.402f},
                      {0.040f, 0.36f},
                      {0, 0.30f}});
  // Three flowers.
  const int stem = s.paint(pigment(0x4a7a34));
  constexpr std::uint32_t kPetals[] = {0xd8366a, 0xf2b41c, 0xe8e2f0};
  for (int i = 0; i < 3; ++i) {
    const float side = static_cast<float>(i - 1);
    const Point top{0.10f * side, 0.60f - 0.05f * side * side + d.around(0, 0.02f),
                    0.04f * (i % 2 ? 1.0f : -1.0f)};
    s.piece(stem);
    s.limb({0.01f * side, 0.34f, 0}, top, 0.005f, 0.005f);
    s.ellipsoid({0.05f * side, 0.47f, 0.01f}, {0.012f, 0.04f, 0.004f}).turning(0, 0, -30 * side);
    s.piece(s.paint({.colour = pigment(kPetals[i]), .thin = 0.5f}));
    for (int k = 0; k < 7; ++k) {
      const float turn = 360.0f / 7 * static_cast<float>(k);
      s.ellipsoid(top + Point{0.036f * cosine(turn), 0.036f * sine(turn), 0.008f},
                  {0.028f, 0.016f, 0.006f})
          .turning(0, 0, turn);
    }
    s.piece(s.paint(pigment(0xf0c83a)));
    s.ball(top + Point{0, 0, 0.012f}, 0.017f);
  }
  s.model().height = 0.67f;
  s.model().breadth = 0.17f;
}

void sculpt_fruit(Sculptor& s, const Subject& subject) {
  const bool apple_one = subject.what == apple;
  const Rgb colour =
      apple_one ? any_of(subject, {0xc01c20, 0xb8202a, 0x86b02c}) : own(subject, pigment(0xf2861a));
  s.piece(s.paint({.colour = colour,
                   .second = apple_one ? blend(colour, pigment(0xf0c85a), 0.55f)
                                       : blend(colour, {0, 0, 0}, 0.12f),
                   .pattern = Pattern::mottled,
                   .scale = apple_one ? 0.05f : 0.006f,
                   .gloss = apple_one ? 0.2f : 0.1f,
                   .relief = apple_one ? 0.0f : 0.0018f,
                   .grain = 0.005f}),
          0.01f);
  if (apple_one) {
    s.ellipsoid({0, 0.048f, 0}, {0.047f, 0.042f, 0.047f});
    s.ellipsoid({0, 0.026f, 0}, {0.034f, 0.028f, 0.034f}).blended(0.02f);
    s.ball({0, 0.100f, 0}, 0.017f).carving(0.014f);
  } else {
    s.ellipsoid({0, 0.042f, 0}, {0.045f, 0.042f, 0.045f});
  }
  s.piece(s.paint(pigment(0x4a3018)));
  s.limb({0, 0.070f, 0}, {0.008f, apple_one ? 0.102f : 0.086f, 0}, 0.0026f, 0.0030f);
  s.piece(s.paint({.colour = pigment(0x4f8a34), .thin = 0.5f}));
  s.ellipsoid({0.026f, apple_one ? 0.100f : 0.090f, 0}, {0.022f, 0.0024f, 0.011f})
      .turning(0, 20, 22);
  s.model().height = apple_one ? 0.108f : 0.095f;
  s.model().breadth = 0.05f;
}

void sculpt_cake(Sculptor& s, const Subject& subject) {
  const Rgb icing = any_of(subject, {0xf6c8d4, 0xf6efe2, 0x6b3f24});
  const int cream = s.paint({.colour = icing, .gloss = 0.1f, .thin = 0.2f});
  const int sponge = s.paint({.colour = pigment(0xe0b878),
                              .second = pigment(0xb88a4c),
                              .pattern = Pattern::mottled,
                              .scale = 0.01f});
  const int white_one = s.paint(pigment(0xfaf6ee), 0.1f);
  s.piece(s.paint(pigment(0xf2f2f0), 0.3f));
  s.drum({0, 0, 0}, 0.012f, 0.19f, 0.20f, 0.003f);
  s.piece(sponge);
  s.drum({0, 0.012f, 0}, 0.09f, 0.148f, 0.148f, 0.004f);
  s.piece(cream, 0.012f);
  s.drum({0, 0.075f, 0}, 0.04f, 0.153f, 0.153f, 0.012f);
  for (int i = 0; i < 12; ++i) {
    const float turn = 30.0f * static_cast<float>(i),
                long_one = 0.03f + 0.018f * static_cast<float>(i * 7 % 3);
    s.limb({0.15f * cosine(turn), 0.085f, 0.15f * sine(turn)},
           {0.152f * cosine(turn), 0.085f - long_one, 0.152f * sine(turn)}, 0.017f, 0.014f);
  }
  s.piece(cream, 0.012f);
  s.drum({0, 0.11f, 0}, 0.075f, 0.092f, 0.092f, 0.014f);
  s.piece(white_one);
  for (int i = 0; i < 10; ++i) {
    const float turn = 36.0f * static_cast<float>(i);
    s.ball({0.122f * cosine(turn), 0.120f, 0.122f * sine(turn)}, 0.014f);
    s.ball({0.094f * cosine(turn), 0.112f, 0.094f * sine(turn)}, 0.010f);
  }
  constexpr std::uint32_t kCandles[] = {0x2f8fd0, 0xf2b41c, 0x4aa05a, 0xd8366a, 0x8a4ab0};
  for (int i = 0; i < 5; ++i) {
    const float turn = 72.0f * static_cast<float>(i) + 20, x = 0.058f * cosine(turn),
                z = 0.058f * sine(turn);
    s.piece(s.paint({.colour = pigment(kCandles[i]),
                     .second = pigment(0xffffff),
                     .pattern = Pattern::bands,
                     .scale = 0.02f}));
    s.rod({x, 0.18f, z}, {x, 0.245f, z}, 0.0055f);
    s.piece(s.paint({.colour = pigment(0xffc45a), .glow = {12, 6, 1.6f}}), 0.003f);
    s.limb({x, 0.257f, z}, {x, 0.277f, z}, 0.0065f, 0.001f);
  }
  s.piece(s.paint(pigment(0xc8141a), 0.25f));
  s.ball({0, 0.20f, 0}, 0.018f);
  s.model().height = 0.28f;
  s.model().breadth = 0.2f;
}

void sculpt_bottle(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0x1f5a34, 0x1f4a6a, 0x6a3a14});
  s.piece(s.paint({.colour = colour, .gloss = 0.45f, .thin = 0.7f}));
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.036f, 0},
                      {0.039f, 0.006f},
                      {0.039f, 0.185f},
                      {0.034f, 0.208f},
                      {0.017f, 0.235f},
                      {0.0145f, 0.30f},
                      {0.0175f, 0.303f},
                      {0.0175f, 0.312f},
                      {0, 0.312f}});
  s.piece(s.paint({.colour = pigment(0xf2ead2),
                   .second = pigment(0xb8402a),
                   .pattern = Pattern::above,
                   .scale = 0.004f,
                   .at = 0.125f}));
  s.drum({0, 0.065f, 0}, 0.085f, 0.0400f, 0.0400f);
  s.piece(s.paint(pigment(0xb58a55)));
  s.drum({0, 0.30f, 0}, 0.028f, 0.0135f, 0.0145f);
  s.model().height = 0.33f;
  s.model().breadth = 0.06f;
}

void sculpt_candle(Sculptor& s, const Subject& subject) {
  const int wax = s.paint({.colour = own(subject, pigment(0xf2e8d0)),
                           .gloss = 0.1f,
                           .thin = 0.7f,
                           .glow = Rgb{0.14f, 0.08f, 0.03f}});
  s.piece(wax, 0.008f);
  s.drum({0, 0.02f, 0}, 0.20f, 0.034f, 0.033f, 0.004f);
  s.limb({0.028f, 0.21f, 0.014f}, {0.032f, 0.14f, 0.016f}, 0.008f, 0.010f);
  s.limb({-0.02f, 0.21f, 0.026f}, {-0.022f, 0.17f, 0.028f}, 0.007f, 0.009f);
  s.piece(s.paint(pigment(0xc9a04a), 0.45f));
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.06f, 0},
                      {0.088f, 0.014f},
                      {0.088f, 0.019f},
                      {0.05f, 0.012f},
                      {0.042f, 0.03f},
                      {0, 0.03f}});
  s.ring({0, 0.018f, -0.10f}, 0.022f, 0.006f);
  s.piece(s.paint(pigment(0x1c1612)));
  s.rod({0, 0.215f, 0}, {0, 0.24f, 0}, 0.003f);
  s.piece(s.paint({.colour = pigment(0xffc45a), .glow = {18, 9, 2.2f}}), 0.006f);
  s.ball({0, 0.250f, 0}, 0.0135f);
  s.limb({0, 0.252f, 0}, {0, 0.292f, 0}, 0.0115f, 0.0015f);
  s.lamp({0, 0.262f, 0}, {2.6f, 1.4f, 0.5f}, 0.05f);
  s.model().height = 0.30f;
  s.model().breadth = 0.09f;
}

}  // namespace

bool sculpt_tableware(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{cup, sculpt_cup},     {teapot, sculpt_teapot},
                            {vase, sculpt_vase},   {candle, sculpt_candle},
                            {apple, sculpt_fruit}, {orange_fruit, sculpt_fruit},
                            {cake, sculpt_cake},   {bottle, sculpt_bottle}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
