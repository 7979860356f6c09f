#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void stalk(Sculptor& s, Point at, float length) {
  s.piece(s.paint(pigment(0x5a4020)));
  s.limb(at, at + Point{0.2f * length, length, 0}, 0.006f, 0.004f);
}

void sculpt_fruit_bowl(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xe9e4d8, 0x3a6a9a});
  s.piece(s.paint(glaze(colour, 0.3f)));
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.09f, 0},
                      {0.10f, 0.02f},
                      {0.20f, 0.09f},
                      {0.235f, 0.145f},
                      {0.225f, 0.147f},
                      {0.18f, 0.09f},
                      {0, 0.05f}});
  struct Fruit {
    Point at;
    float radius;
    std::uint32_t colour;
  };
  constexpr Fruit kFruits[] = {
      {{-0.10f, 0.165f, 0.06f}, 0.068f, 0xc8201c}, {{0.06f, 0.17f, 0.10f}, 0.070f, 0xf08a1c},
      {{0.12f, 0.165f, -0.04f}, 0.066f, 0x6aa832}, {{-0.05f, 0.17f, -0.10f}, 0.070f, 0xf08a1c},
      {{0.01f, 0.245f, 0.0f}, 0.068f, 0xd02a20},   {{0.05f, 0.155f, -0.13f}, 0.062f, 0xc8201c}};
  for (const Fruit& fruit : kFruits) {
    s.piece(s.paint(pigment(fruit.colour), 0.25f));
    s.ball(fruit.at, fruit.radius);
  }
  for (const Point& at : {Point{-0.10f, 0.222f, 0.06f}, Point{0.01f, 0.302f, 0}})
    stalk(s, at, 0.03f);
  // Grapes hang over the rim, and bananas lie along it.
  s.piece(s.paint({.colour = pigment(0x5a2a78), .gloss = 0.3f, .thin = 0.4f}));
  for (int i = 0; i < 16; ++i) {
    const float k = static_cast<float>(i), turn = 137.5f * k;
    s.ball({-0.20f + 0.035f * cosine(turn), 0.165f - 0.006f * k, 0.10f + 0.035f * sine(turn)},
           0.023f);
  }
  s.piece(s.paint({.colour = pigment(0xf4cc2c), .gloss = 0.14f}), 0.012f);
  for (const float z : {0.0f, 0.045f})
    s.cord({{0.20f, 0.16f, -0.10f + z},
            {0.15f, 0.225f, 0.0f + z},
            {0.16f, 0.235f, 0.08f + z},
            {0.22f, 0.20f, 0.16f + z}},
           0.026f, 0.016f);
  s.model().height = 0.32f;
  s.model().breadth = 0.25f;
}

void sculpt_ice_cream(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = pigment(0xd8a05a),
                   .second = pigment(0xa8702e),
                   .pattern = Pattern::plates,
                   .scale = 0.03f,
                   .relief = 0.003f,
                   .grain = 0.02f}));
  s.drum({0, 0, 0}, 0.17f, 0.006f, 0.058f, 0.004f);
  constexpr std::uint32_t kScoops[] = {0xf6b8c8, 0xf6ecc8, 0x6a4028};
  for (int i = 0; i < 3; ++i) {
    const Rgb colour = i == 0 ? own(subject, pigment(kScoops[0])) : pigment(kScoops[i]);
    s.piece(
        s.paint(
            {.colour = colour, .gloss = 0.16f, .thin = 0.2f, .relief = 0.006f, .grain = 0.018f}),
        0.012f);
    const float y = 0.20f + 0.072f * static_cast<float>(i);
    s.ball({0, y, 0}, 0.064f - 0.004f * static_cast<float>(i));
    s.ring({0, y - 0.030f, 0}, 0.054f - 0.004f * static_cast<float>(i), 0.014f);
  }
  s.piece(s.paint(pigment(0xd0142a), 0.4f));
  s.ball({0, 0.415f, 0}, 0.021f);
  stalk(s, {0, 0.43f, 0}, 0.04f);
  s.model().height = 0.47f;
  s.model().breadth = 0.07f;
}

void sculpt_pizza(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "pizza");
  s.piece(s.paint(pigment(0xc9c6c0), 0.2f));
  s.drum({0, 0, 0}, 0.008f, 0.205f, 0.21f, 0.003f).turning(24, 0, 0);
  // Tilted towards the viewer, as it lies on its board.
  const auto lay = [&](Part& part) -> Part& { return part.turning(24, 0, 0); };
  const auto on = [](float x, float z, float up) {
    return Point{x, 0.016f + up * cosine(24) + -z * sine(24), z * cosine(24) + up * sine(24)};
  };
  s.piece(s.paint({.colour = pigment(0xd8a45a),
                   .second = pigment(0xa86a2a),
                   .pattern = Pattern::mottled,
                   .scale = 0.04f,
                   .relief = 0.004f,
                   .grain = 0.02f}),
          0.01f);
  lay(s.drum(on(0, 0, -0.004f), 0.014f, 0.185f, 0.185f, 0.006f));
  lay(s.ring(on(0, 0, 0.010f), 0.176f, 0.017f));
  s.piece(s.paint({.colour = pigment(0xf2cc60),
                   .second = pigment(0xd8481c),
                   .pattern = Pattern::mottled,
                   .scale = 0.045f,
                   .gloss = 0.16f}));
  lay(s.drum(on(0, 0, 0.004f), 0.011f, 0.163f, 0.163f, 0.004f));
  const int salami = s.paint({.colour = pigment(0xb02a1c),
                              .second = pigment(0xe08a6a),
                              .pattern = Pattern::spots,
                              .scale = 0.008f,
                              .gloss = 0.2f});
  const int leaf = s.paint(pigment(0x2f8a2c), 0.1f);
  for (int i = 0; i < 11; ++i) {
    const float out = i == 0 ? 0.0f : (i % 2 ? 0.115f : 0.07f),
                turn = 36.0f * static_cast<float>(i);
    s.piece(salami);
    lay(s.drum(on(out * cosine(turn), out * sine(turn), 0.014f), 0.005f, 0.027f, 0.027f, 0.002f));
  }
  for (int i = 0; i < 7; ++i) {
    const float out = d.between(0.03f, 0.14f), turn = 51.0f * static_cast<float>(i) + 12;
    s.piece(leaf);
    s.ellipsoid(on(out * cosine(turn), out * sine(turn), 0.021f), {0.020f, 0.004f, 0.011f})
        .turning(24, turn, 0);
  }
  for (Part& part : s.model().parts) part.at.y += 0.085f;
  s.model().height = 0.19f;
  s.model().breadth = 0.21f;
}

void sculpt_burger(Sculptor& s, const Subject&) {
  const int bun = s.paint({.colour = pigment(0xc8842e), .gloss = 0.2f});
  s.piece(bun, 0.01f);
  s.drum({0, 0, 0}, 0.034f, 0.088f, 0.098f, 0.014f);
  s.piece(s.paint({.colour = pigment(0x6aa82c), .relief = 0.006f, .grain = 0.02f}), 0.01f);
  for (int i = 0; i < 16; ++i) {
    const float turn = 22.5f * static_cast<float>(i);
    s.ellipsoid({0.094f * cosine(turn), 0.040f + 0.004f * sine(3 * turn), 0.094f * sine(turn)},
                {0.022f, 0.006f, 0.022f});
  }
  s.piece(s.paint({.colour = pigment(0x4a2814),
                   .second = pigment(0x2c160a),
                   .pattern = Pattern::mottled,
                   .scale = 0.02f,
                   .relief = 0.005f,
                   .grain = 0.012f}));
  s.drum({0, 0.045f, 0}, 0.032f, 0.102f, 0.102f, 0.014f);
  s.piece(s.paint(pigment(0xf6b01c), 0.2f));
  s.box({0, 0.081f, 0}, {0.084f, 0.004f, 0.084f}, 0.003f).turning(0, 36, 0);
  s.piece(s.paint(pigment(0xc82018), 0.25f));
  for (const float x : {-0.045f, 0.045f})
    s.drum({x, 0.085f, 0.03f}, 0.010f, 0.052f, 0.052f, 0.004f);
  s.piece(bun, 0.01f);
  s.ellipsoid({0, 0.100f, 0}, {0.100f, 0.070f, 0.100f});
  s.box({0, 0.04f, 0}, {0.2f, 0.058f, 0.2f}).carving(0.012f);
  s.piece(s.paint(pigment(0xf4e6c4)));
  for (int i = 0; i < 26; ++i) {
    const float turn = 137.5f * static_cast<float>(i),
                out = 0.083f * (0.2f + 0.03f * static_cast<float>(i));
    const float y = 0.100f + 0.070f * (1 - 0.62f * (out * out) / (0.1f * 0.1f));
    s.ellipsoid({out * cosine(turn), y, out * sine(turn)}, {0.0045f, 0.003f, 0.0065f})
        .turning(0, turn, 0);
  }
  s.model().height = 0.172f;
  s.model().breadth = 0.115f;
}

void sculpt_donut(Sculptor& s, const Subject& subject) {
  const int dough = s.paint({.colour = pigment(0xd09a52), .gloss = 0.1f});
  const int icing = s.paint({.colour = own(subject, pigment(0xf078a8)), .gloss = 0.35f});
  constexpr std::uint32_t kSprinkles[] = {0xf4f2ea, 0xf2c81e, 0x2f8ad0, 0x5ac04a, 0xd8281c};
  // Stands up, facing the viewer a little.
  s.piece(dough);
  s.ring({0, 0.13f, 0}, 0.085f, 0.046f).turning(66, 0, 0);
  s.piece(icing, 0.01f);
  s.ring({0, 0.137f, 0.018f}, 0.085f, 0.040f).turning(66, 0, 0);
  for (int i = 0; i < 34; ++i) {
    const float turn = 137.5f * static_cast<float>(i),
                out = 0.060f + 0.052f * static_cast<float>(i * 7 % 10) / 10;
    const float rise =
        0.040f * (1 - 6.0f * (out - 0.085f) * (out - 0.085f) / (0.04f * 0.16f)) + 0.018f;
    const float y = out * sine(turn);
    s.piece(s.paint(pigment(kSprinkles[i % 5]), 0.2f));
    const Point at{out * cosine(turn), 0.137f + y * sine(66) + rise * cosine(66),
                   0.012f - y * cosine(66) + rise * sine(66)};
    s.limb(at, at + Point{0.011f * sine(3 * turn), 0.011f * cosine(3 * turn), 0.002f}, 0.0035f,
           0.0035f);
  }
  s.model().height = 0.26f;
  s.model().breadth = 0.13f;
}

void sculpt_watermelon(Sculptor& s, const Subject&) {
  const int rind = s.paint({.colour = pigment(0x2f7a34),
                            .second = pigment(0x123c1c),
                            .pattern = Pattern::gores,
                            .scale = 9,
                            .gloss = 0.25f});
  s.piece(rind);
  s.ellipsoid({-0.12f, 0.14f, -0.14f}, {0.15f, 0.14f, 0.19f});
  // A slice before it: rind, white, red flesh, seeds.
  const struct {
    float radius, half;
    std::uint32_t colour;
  } kLayers[] = {{0.20f, 0.034f, 0x2f7a34}, {0.186f, 0.036f, 0xe8f0d0}, {0.172f, 0.038f, 0xe0303a}};
  for (const auto& layer : kLayers) {
    s.piece(s.paint({.colour = pigment(layer.colour), .gloss = 0.2f}));
    s.drum({0.08f, 0.20f, 0.06f - layer.half}, 2 * layer.half, layer.radius, layer.radius)
        .turning(90, 0, 0);
    s.box({0.08f, 0.42f, 0.05f}, {0.4f, 0.22f, 0.4f}).carving();
  }
  s.piece(s.paint(pigment(0x1c120c), 0.3f));
  for (int i = 0; i < 9; ++i) {
    const float turn = 200 + 17.5f * static_cast<float>(i), out = i % 2 == 0 ? 0.125f : 0.075f;
    s.ellipsoid({0.08f + out * cosine(turn), 0.20f + out * sine(turn), 0.099f},
                {0.007f, 0.011f, 0.004f})
        .turning(0, 0, turn + 90);
  }
  s.model().height = 0.29f;
  s.model().breadth = 0.28f;
}

void sculpt_banana(Sculptor& s, const Subject& subject) {
  const int peel = s.paint({.colour = own(subject, pigment(0xf4cc2c)), .gloss = 0.14f});
  const int tip = s.paint(pigment(0x4a3818));
  for (int i = 0; i < 3; ++i) {
    const float fan = 24.0f * static_cast<float>(i - 1);
    const auto p = [&](float x, float y) {
      return Point{x, y + 0.02f, 0.12f * sine(fan) * (x + 0.16f) / 0.3f};
    };
    s.piece(peel, 0.012f);
    s.cord(
        {p(-0.15f, 0.13f), p(-0.09f, 0.065f), p(0.0f, 0.032f), p(0.09f, 0.045f), p(0.16f, 0.105f)},
        0.026f, 0.018f);
    s.piece(tip, 0.006f);
    s.limb(p(0.16f, 0.105f), p(0.175f, 0.128f), 0.014f, 0.009f);
    s.limb(p(-0.15f, 0.13f), p(-0.172f, 0.175f), 0.016f, 0.014f);
  }
  s.model().height = 0.2f;
  s.model().breadth = 0.19f;
}

void sculpt_strawberry(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = own(subject, pigment(0xd0181c)),
                   .second = pigment(0xf2d060),
                   .pattern = Pattern::dots,
                   .scale = 0.034f,
                   .gloss = 0.3f,
                   .relief = 0.003f,
                   .grain = 0.017f}));
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.03f, 0.01f},
                      {0.075f, 0.07f},
                      {0.098f, 0.13f},
                      {0.085f, 0.17f},
                      {0.04f, 0.185f},
                      {0, 0.185f}});
  s.piece(s.paint(pigment(0x3a8a2c), 0.1f), 0.006f);
  for (int i = 0; i < 7; ++i) {
    const float turn = 51.4f * static_cast<float>(i);
    s.limb({0, 0.187f, 0}, {0.085f * cosine(turn), 0.172f, 0.085f * sine(turn)}, 0.017f, 0.004f);
  }
  s.limb({0, 0.185f, 0}, {0.012f, 0.235f, 0}, 0.007f, 0.006f);
  s.model().height = 0.235f;
  s.model().breadth = 0.1f;
}

void sculpt_lemon(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = own(subject, pigment(0xf4d42a)),
                   .gloss = 0.2f,
                   .relief = 0.0025f,
                   .grain = 0.012f}),
          0.02f);
  s.ellipsoid({0, 0.075f, 0}, {0.072f, 0.072f, 0.088f});
  s.limb({0, 0.075f, 0.08f}, {0, 0.075f, 0.112f}, 0.022f, 0.012f);
  s.limb({0, 0.075f, -0.08f}, {0, 0.075f, -0.105f}, 0.020f, 0.014f);
  s.piece(s.paint(pigment(0x3a8a2c), 0.1f));
  s.ellipsoid({0.03f, 0.10f, -0.12f}, {0.04f, 0.003f, 0.018f}).turning(0, 30, 24);
  s.model().height = 0.16f;
  s.model().breadth = 0.11f;
}

void sculpt_cheese(Sculptor& s, const Subject& subject) {
  const int cheese_one = s.paint({.colour = own(subject, pigment(0xf2c040)), .gloss = 0.14f});
  s.piece(cheese_one, 0.004f);
  s.slab({0, 0, 0}, {{-0.19f, 0.0f}, {0.17f, 0.0f}, {0.17f, 0.13f}, {-0.19f, 0.13f}}, 0.12f,
         0.004f);
  // Cut to a wedge, with holes.
  s.box({-0.02f, 0.06f, 0.185f}, {0.4f, 0.2f, 0.12f}).turning(0, 17, 0).carving();
  s.box({-0.02f, 0.06f, -0.185f}, {0.4f, 0.2f, 0.12f}).turning(0, -17, 0).carving();
  constexpr Point kHoles[] = {
      {0.09f, 0.08f, 0.10f},    {0.01f, 0.05f, 0.078f}, {0.14f, 0.03f, 0.118f},
      {-0.06f, 0.085f, 0.055f}, {0.05f, 0.135f, 0.0f},  {0.12f, 0.135f, -0.03f},
      {0.17f, 0.07f, 0.02f},    {0.17f, 0.03f, -0.06f}, {-0.03f, 0.135f, 0.01f}};
  constexpr float kSizes[] = {0.026f, 0.020f, 0.018f, 0.016f, 0.024f,
                              0.016f, 0.028f, 0.02f,  0.014f};
  for (int i = 0; i < 9; ++i) s.ball(kHoles[i], kSizes[i]).carving(0.003f);
  s.model().height = 0.135f;
  s.model().breadth = 0.19f;
}

void sculpt_wine_glass(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = pigment(0xdce6ea), .gloss = 0.5f, .thin = 0.9f}));
  s.lathe({0, 0, 0}, {{0, 0},
                      {0.06f, 0},
                      {0.058f, 0.005f},
                      {0.008f, 0.014f},
                      {0.006f, 0.11f},
                      {0.02f, 0.125f},
                      {0.058f, 0.165f},
                      {0.064f, 0.20f},
                      {0.054f, 0.265f},
                      {0.051f, 0.265f},
                      {0.060f, 0.20f},
                      {0.05f, 0.165f},
                      {0, 0.135f}});
  s.piece(s.paint({.colour = own(subject, pigment(0x8a1226)), .gloss = 0.4f, .thin = 0.3f}));
  s.lathe({0, 0, 0}, {{0, 0.128f},
                      {0.021f, 0.127f},
                      {0.059f, 0.166f},
                      {0.0645f, 0.20f},
                      {0.0625f, 0.214f},
                      {0, 0.214f}});
  s.model().height = 0.27f;
  s.model().breadth = 0.07f;
}

void sculpt_bread(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = own(subject, pigment(0xb87432)),
                   .second = pigment(0xe0b060),
                   .pattern = Pattern::mottled,
                   .scale = 0.06f,
                   .gloss = 0.08f,
                   .relief = 0.004f,
                   .grain = 0.02f}),
          0.02f);
  s.ellipsoid({0, 0.07f, 0}, {0.092f, 0.082f, 0.19f});
  s.box({0, -0.04f, 0}, {0.3f, 0.05f, 0.3f}).carving(0.01f);
  s.piece(s.paint(pigment(0xf2d8a0)));
  for (const float z : {-0.10f, -0.03f, 0.04f, 0.11f})
    s.ellipsoid({0, 0.145f - 1.4f * z * z, z}, {0.055f, 0.012f, 0.012f}).turning(0, 34, 0);
  s.model().height = 0.155f;
  s.model().breadth = 0.2f;
}

void sculpt_carrot(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = own(subject, pigment(0xf07818)),
                   .second = pigment(0xc85a0c),
                   .pattern = Pattern::bands,
                   .scale = 0.05f,
                   .gloss = 0.1f}));
  s.lathe({0, 0.03f, 0},
          {{0, 0}, {0.006f, 0.0f}, {0.028f, 0.12f}, {0.045f, 0.25f}, {0.04f, 0.275f}, {0, 0.28f}});
  s.piece(s.paint(pigment(0x3a8a2c), 0.06f), 0.004f);
  for (int i = 0; i < 9; ++i) {
    const float turn = 40.0f * static_cast<float>(i),
                out = 0.03f + 0.02f * static_cast<float>(i % 3);
    const Point tip{2.2f * out * cosine(turn), 0.43f - out, 2.2f * out * sine(turn)};
    s.limb({0, 0.30f, 0}, tip, 0.007f, 0.004f);
    for (const float t : {0.6f, 0.8f, 1.0f})
      s.ball({tip.x * t, 0.30f + (tip.y - 0.30f) * t, tip.z * t}, 0.016f);
  }
  s.model().height = 0.44f;
  s.model().breadth = 0.1f;
}

void sculpt_egg(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(glaze(any_of(subject, {0xf0e2c8, 0xf6f2ea, 0xd8a878}), 0.16f)), 0.05f);
  s.ellipsoid({0, 0.088f, 0}, {0.086f, 0.088f, 0.086f});
  s.ellipsoid({0, 0.125f, 0}, {0.072f, 0.095f, 0.072f});
  s.model().height = 0.22f;
  s.model().breadth = 0.09f;
}

}  // namespace

bool sculpt_food(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{fruit_bowl, sculpt_fruit_bowl}, {ice_cream, sculpt_ice_cream},
                            {pizza, sculpt_pizza},           {burger, sculpt_burger},
                            {donut, sculpt_donut},           {watermelon, sculpt_watermelon},
                            {banana, sculpt_banana},         {strawberry, sculpt_strawberry},
                            {lemon, sculpt_lemon},           {cheese, sculpt_cheese},
                            {wine_glass, sculpt_wine_glass}, {bread, sculpt_bread},
                            {carrot, sculpt_carrot},         {egg, sculpt_egg}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
