#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

Paint timber(Rgb colour, float width) {
  return {.colour = colour,
          .second = blend(colour, {0, 0, 0}, 0.4f),
          .pattern = Pattern::grain,
          .scale = width,
          .gloss = 0.1f};
}
void sculpt_ball(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0xd8231c));
  const bool striped = !subject.painted;
  s.piece(s.paint({.colour = colour,
                   .second = pigment(0xf4f1ea),
                   .pattern = striped ? Pattern::gores : Pattern::plain,
                   .scale = 3,
                   .gloss = 0.22f}));
  s.ball({0, 0.3f, 0}, 0.3f).turning(24, 0, 18);
  s.model().height = 0.6f;
  s.model().breadth = 0.32f;
}

void sculpt_cube(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(glaze(any_of(subject, {0x2f6fd0, 0xd8731c, 0x3a9a5a}), 0.12f)));
  s.box({0, 0.2f, 0}, {0.2f, 0.2f, 0.2f}, 0.012f);
  s.model().height = 0.4f;
  s.model().breadth = 0.28f;
}

void sculpt_book(Sculptor& s, const Subject& subject) {
  const int cover = s.paint(glaze(any_of(subject, {0x8a1c20, 0x1f3f7a, 0x2a5a3a}), 0.12f));
  const int pages = s.paint({.colour = pigment(0xf4ecd8),
                             .second = pigment(0xcdbf9e),
                             .pattern = Pattern::planks,
                             .scale = 0.006f});
  const int gold = s.paint(pigment(0xd9a93a), 0.45f);
  s.piece(pages);
  s.box({0.006f, 0.034f, 0}, {0.112f, 0.026f, 0.152f}).turning(0, 90, 0);
  s.piece(cover);
  s.box({0, 0.064f, 0}, {0.160f, 0.005f, 0.122f}, 0.002f);
  s.box({0, 0.005f, 0}, {0.160f, 0.005f, 0.122f}, 0.002f);
  s.drum({-0.160f, 0.035f, -0.118f}, 0.322f, 0.034f, 0.034f, 0.002f).turning(0, 0, -90);
  s.piece(gold);
  s.box({0, 0.0695f, 0.02f}, {0.09f, 0.001f, 0.012f});
  s.box({0, 0.0695f, -0.02f}, {0.06f, 0.001f, 0.007f});
  s.piece(s.paint(pigment(0xc8201a)));
  s.box({0.05f, 0.03f, 0.150f}, {0.008f, 0.001f, 0.05f}).turning(20, 0, 0);
  // Another leans behind it.
  s.piece(pages);
  s.box({0.02f, 0.155f, -0.20f}, {0.10f, 0.145f, 0.02f}).turning(-16, 8, 0);
  s.piece(s.paint(glaze(blend(pigment(0x1f3f7a), {0, 0, 0}, 0.1f), 0.12f)));
  s.box({0.02f, 0.155f, -0.172f}, {0.108f, 0.152f, 0.004f}, 0.002f).turning(-16, 8, 0);
  s.box({0.02f, 0.155f, -0.226f}, {0.108f, 0.152f, 0.004f}, 0.002f).turning(-16, 8, 0);
  s.model().height = 0.32f;
  s.model().breadth = 0.17f;
}

void sculpt_lamp(Sculptor& s, const Subject& subject) {
  const int iron = s.paint(own(subject, pigment(0x20242a)), 0.15f);
  const int light = s.paint({.colour = pigment(0xfff0c8),
                             .gloss = 0.2f,
                             .glow = subject.lit ? Rgb{13, 9, 4} : Rgb{0.5f, 0.45f, 0.3f}});
  s.piece(iron, 0.02f);
  s.drum({0, -0.1f, 0}, 0.5f, 0.22f, 0.13f, 0.02f);
  s.limb({0, 0.3f, 0}, {0, 3.3f, 0}, 0.075f, 0.05f);
  s.ring({0, 0.6f, 0}, 0.09f, 0.03f);
  s.ring({0, 2.9f, 0}, 0.07f, 0.025f);
  s.rod({-0.34f, 3.0f, 0}, {0.34f, 3.0f, 0}, 0.025f);
  s.piece(light);
  s.drum({0, 3.34f, 0}, 0.46f, 0.14f, 0.21f);
  s.piece(iron);
  s.drum({0, 3.80f, 0}, 0.22f, 0.27f, 0.03f);
  s.ball({0, 4.06f, 0}, 0.05f);
  s.drum({0, 3.28f, 0}, 0.07f, 0.10f, 0.17f);
  for (int i = 0; i < 4; ++i) {
    const float turn = 45 + 90.0f * static_cast<float>(i);
    s.rod({0.15f * cosine(turn), 3.34f, 0.15f * sine(turn)},
          {0.22f * cosine(turn), 3.82f, 0.22f * sine(turn)}, 0.014f);
  }
  if (subject.lit) s.lamp({0, 3.55f, 0}, {1.2f, 0.8f, 0.35f}, 0.7f);
  s.model().height = 4.1f;
  s.model().breadth = 0.5f;
}

void sculpt_chair(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(timber(own(subject, pigment(0x9a6236)), 0.03f));
  s.piece(wood, 0.006f);
  s.box({0, 0.45f, 0}, {0.22f, 0.02f, 0.21f}, 0.015f);
  for (const float z : {-0.18f, 0.18f})
    s.limb({0.19f, 0.44f, z}, {0.21f, 0.0f, z * 1.1f}, 0.021f, 0.016f).both();
  s.limb({0.19f, 0.45f, -0.18f}, {0.19f, 0.98f, -0.25f}, 0.020f, 0.017f).both();
  s.box({0, 0.93f, -0.245f}, {0.20f, 0.045f, 0.014f}, 0.012f).turning(-7, 0, 0);
  s.box({0, 0.72f, -0.217f}, {0.19f, 0.022f, 0.011f}, 0.01f).turning(-7, 0, 0);
  for (const float x : {0.0f, 0.09f})
    s.rod({x, 0.47f, -0.185f}, {x, 0.92f, -0.243f}, 0.010f).both();
  s.rod({-0.19f, 0.2f, 0.19f}, {0.19f, 0.2f, 0.19f}, 0.011f);
  s.rod({0.2f, 0.24f, -0.19f}, {0.2f, 0.24f, 0.19f}, 0.011f).both();
  s.model().height = 1.0f;
  s.model().breadth = 0.3f;
}

void sculpt_table(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0x8f5a30));
  if (subject.variant == 1) {
    // Only its top, for what stands on it.
    s.piece(s.paint({.colour = colour,
                     .second = blend(colour, {0, 0, 0}, 0.4f),
                     .pattern = Pattern::grain,
                     .scale = 0.05f,
                     .gloss = 0.14f}));
    s.box({0, -0.05f, 0}, {1.0f, 0.05f, 1.5f}, 0.012f);
    s.piece(s.paint(blend(colour, {0, 0, 0}, 0.65f)));
    for (int i = -3; i <= 3; ++i) {
      s.box({0.27f * static_cast<float>(i), 0.0004f, 0}, {0.0022f, 0.0008f, 1.5f});
    }
    s.model().deck = 0;
    s.model().height = 0.01f;
    s.model().breadth = 1.0f;
    return;
  }
  const int wood = s.paint(timber(colour, 0.06f));
  s.piece(wood);
  s.box({0, 0.74f, 0}, {0.48f, 0.022f, 0.80f}, 0.012f);
  s.box({0, 0.68f, 0}, {0.40f, 0.04f, 0.70f}, 0.01f);
  for (const float z : {-0.68f, 0.68f})
    s.limb({0.38f, 0.70f, z}, {0.38f, 0.0f, z}, 0.042f, 0.030f).both();
  s.model().deck = 0.762f;
  s.model().height = 0.76f;
  s.model().breadth = 0.85f;
}

void sculpt_gift(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xc8201c, 0x2f6fb0, 0x3a8a4a});
  const int ribbon = s.paint(glaze(subject.painted ? pigment(0xf2d27a) : pigment(0xf6d24a), 0.25f));
  s.piece(s.paint(glaze(colour, 0.14f)));
  s.box({0, 0.11f, 0}, {0.14f, 0.11f, 0.14f}, 0.006f);
  s.box({0, 0.205f, 0}, {0.150f, 0.030f, 0.150f}, 0.006f);
  s.piece(ribbon);
  s.box({0, 0.119f, 0}, {0.024f, 0.119f, 0.153f}, 0.002f);
  s.box({0, 0.119f, 0}, {0.153f, 0.119f, 0.024f}, 0.002f);
  s.piece(ribbon, 0.006f);
  for (const float side : {-1.0f, 1.0f}) {
    s.ring({0.055f * side, 0.268f, 0}, 0.042f, 0.013f).turning(90, 0, 32 * side);
    s.ring({0, 0.262f, 0.05f * side}, 0.036f, 0.012f).turning(0, 0, 90);
  }
  s.ball({0, 0.25f, 0}, 0.022f);
  s.model().height = 0.32f;
  s.model().breadth = 0.19f;
}

void sculpt_crystal(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "crystal");
  const Rgb colour = any_of(subject, {0x8a5ad0, 0x4ab0d8, 0xd86aa8});
  const int gem = s.paint({.colour = colour,
                           .second = blend(colour, {1, 1, 1}, 0.5f),
                           .pattern = Pattern::mottled,
                           .scale = 0.06f,
                           .gloss = 0.45f,
                           .thin = 0.8f,
                           .glow = {colour.r * 0.22f, colour.g * 0.22f, colour.b * 0.22f}});
  for (int i = 0; i < 7; ++i) {
    const float turn = 51.4f * static_cast<float>(i), lean = i == 0 ? 4.0f : d.between(14, 34);
    const float tall = i == 0 ? 0.36f : d.between(0.14f, 0.26f), wide = tall * 0.17f,
                out = i == 0 ? 0 : 0.05f;
    s.piece(gem);
    // A six-sided shaft with a point.
    const auto prism = [&](float from, float to, float bottom, float top) {
      s.slab({out * cosine(turn), 0, out * sine(turn)},
             {{-bottom, from}, {bottom, from}, {top, to}, {-top, to}}, wide * 0.9f)
          .turning(0, 0, -lean * cosine(turn))
          .turning(lean * sine(turn), 0, 0);
      s.slab({out * cosine(turn), 0, out * sine(turn)},
             {{-bottom, from}, {bottom, from}, {top, to}, {-top, to}}, wide * 0.9f)
          .turning(0, 60, 0)
          .turning(0, 0, -lean * cosine(turn))
          .turning(lean * sine(turn), 0, 0)
          .keeping();
    };
    prism(-0.03f, tall * 0.72f, wide, wide * 1.05f);
    s.piece(gem);
    prism(tall * 0.70f, tall, wide * 1.05f, 0.002f);
  }
  s.piece(s.paint({.colour = pigment(0x6a6258),
                   .second = pigment(0x45403a),
                   .pattern = Pattern::mottled,
                   .scale = 0.03f,
                   .relief = 0.02f,
                   .grain = 0.03f}));
  s.ellipsoid({0, 0.0f, 0}, {0.15f, 0.035f, 0.13f});
  s.model().height = 0.37f;
  s.model().breadth = 0.16f;
}

void sculpt_umbrella(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xd8231c, 0x2f6fb0, 0xf2b41c});
  const int cloth =
      s.paint({.colour = colour,
               .second = subject.painted ? blend(colour, {0, 0, 0}, 0.2f) : pigment(0xf4efe4),
               .pattern = Pattern::gores,
               .scale = 4,
               .gloss = 0.06f,
               .thin = 0.7f});
  s.piece(cloth);
  s.ellipsoid({0, 1.62f, 0}, {1.15f, 0.55f, 1.15f});
  s.ellipsoid({0, 1.59f, 0}, {1.14f, 0.54f, 1.14f}).carving();
  s.box({0, 1.15f, 0}, {2, 0.5f, 2}).carving();
  s.piece(s.paint(pigment(0x8a5a34), 0.1f));
  s.rod({0, -0.2f, 0}, {0, 2.28f, 0}, 0.024f);
  s.model().height = 2.25f;
  s.model().breadth = 1.15f;
}

void sculpt_clock(Sculptor& s, const Subject& subject) {
  const int metal = s.paint(glaze(any_of(subject, {0xb8402a, 0x2f6f8f, 0xc9a04a}), 0.3f));
  const int steel = s.paint(pigment(0xb8bcc0), 0.5f);
  const int face = s.paint(pigment(0xf6f2e6));
  const int ink = s.paint(pigment(0x1a1a1c));
  s.piece(metal);
  s.drum({0, 0.125f, -0.035f}, 0.07f, 0.105f, 0.105f, 0.012f).turning(90, 0, 0);
  s.drum({0, 0.125f, 0.028f}, 0.02f, 0.088f, 0.088f).turning(90, 0, 0).carving();
  s.piece(face);
  s.drum({0, 0.125f, 0.02f}, 0.010f, 0.090f, 0.090f).turning(90, 0, 0);
  s.piece(ink);
  for (int i = 0; i < 12; ++i) {
    const float turn = 30.0f * static_cast<float>(i);
    s.box({0.074f * sine(turn), 0.125f + 0.074f * cosine(turn), 0.031f},
          {i % 3 ? 0.002f : 0.0035f, 0.009f, 0.0015f})
        .turning(0, 0, -turn);
  }
  s.limb({0, 0.125f, 0.033f}, {-0.030f, 0.155f, 0.033f}, 0.0045f, 0.003f);
  s.limb({0, 0.125f, 0.034f}, {0.038f, 0.170f, 0.034f}, 0.0035f, 0.002f);
  s.ball({0, 0.125f, 0.034f}, 0.006f);
  s.piece(steel);
  s.ellipsoid({0.062f, 0.238f, 0}, {0.040f, 0.030f, 0.040f}).turning(0, 0, -28).both();
  s.rod({0, 0.23f, 0}, {0, 0.262f, 0}, 0.005f);
  s.ball({0, 0.265f, 0}, 0.011f);
  s.limb({0.05f, 0.035f, 0}, {0.078f, 0.0f, 0.01f}, 0.010f, 0.008f).both();
  s.model().height = 0.275f;
  s.model().breadth = 0.12f;
}

void sculpt_heart(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(glaze(own(subject, pigment(0xd0142a)), 0.3f)), 0.03f);
  s.limb({0, 0.03f, 0}, {0.105f, 0.24f, 0}, 0.03f, 0.098f).both();
  s.ball({0.10f, 0.25f, 0}, 0.098f).both();
  s.ball({0, 0.16f, 0}, 0.09f);
  s.model().height = 0.35f;
  s.model().breadth = 0.2f;
}

}  // namespace

bool sculpt_thing(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {
      {ball, sculpt_ball},   {cube, sculpt_cube},       {book, sculpt_book},
      {lamp, sculpt_lamp},   {chair, sculpt_chair},     {table, sculpt_table},
      {gift, sculpt_gift},   {crystal, sculpt_crystal}, {umbrella, sculpt_umbrella},
      {clock, sculpt_clock}, {heart, sculpt_heart}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
