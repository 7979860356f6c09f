#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

// A wheel on both sides, or on the middle where x is 0.
void wheel(Sculptor& s, Point at, float radius, float half_wide, int tyre, int rim) {
  const bool pair = at.x != 0;
  s.piece(tyre);
  Part& tread =
      s.drum({at.x - half_wide, at.y, at.z}, 2 * half_wide, radius, radius, 0.25f * half_wide)
          .turning(0, 0, -90);
  s.piece(rim);
  Part& hub = s.drum({at.x - 1.04f * half_wide, at.y, at.z}, 2.08f * half_wide, 0.55f * radius,
                     0.55f * radius)
                  .turning(0, 0, -90);
  if (pair) tread.both(), hub.both();
}

void sculpt_tractor(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xc8201c, 0x2f8a2f, 0x1f5fb0});
  const int paint = s.paint({.colour = colour, .gloss = 0.28f});
  const int tyre = s.paint({.colour = pigment(0x1c1b1a), .relief = 0.03f, .grain = 0.12f});
  const int rim = s.paint(pigment(0xf2c81e), 0.2f);
  const int dark = s.paint(pigment(0x26282a), 0.15f);
  const int glass = s.paint(pigment(0x2c3c48), 0.5f);
  const int light = s.paint({.colour = pigment(0xf6f0dc),
                             .gloss = 0.3f,
                             .glow = subject.lit ? Rgb{5, 4.2f, 2.4f} : Rgb{0.2f, 0.2f, 0.16f}});
  s.piece(paint, 0.05f);
  s.box({0, 1.12f, 1.0f}, {0.36f, 0.34f, 0.95f}, 0.10f);
  s.piece(dark);
  s.box({0, 0.75f, 0.5f}, {0.26f, 0.16f, 1.3f}, 0.05f);
  s.box({0, 1.08f, 1.96f}, {0.28f, 0.26f, 0.02f}, 0.02f);
  s.rod({0.22f, 1.4f, 1.1f}, {0.22f, 2.15f, 1.1f}, 0.05f);
  s.rod({0, 0.5f, 1.45f}, {0.55f, 0.5f, 1.45f}, 0.07f).both();
  // The cabin: posts, panes and a roof.
  s.piece(paint, 0.02f);
  s.box({0, 2.58f, -0.45f}, {0.72f, 0.07f, 0.72f}, 0.05f);
  s.box({0, 1.1f, -0.55f}, {0.55f, 0.35f, 0.55f}, 0.08f);
  for (const float z : {-1.05f, 0.18f})
    s.rod({0.62f, 1.35f, z}, {0.62f, 2.55f, z * 0.95f}, 0.045f).both();
  s.slab({0, 0, 0}, {{-1.35f, 1.35f}, {-1.1f, 1.72f}, {-0.5f, 1.72f}, {-0.05f, 1.35f}}, 0.95f,
         0.05f)
      .lengthwise();
  s.piece(glass);
  s.box({0, 1.98f, -0.44f}, {0.58f, 0.52f, 0.58f}, 0.02f);
  wheel(s, {0.78f, 0.86f, -0.7f}, 0.86f, 0.23f, tyre, rim);
  wheel(s, {0.68f, 0.50f, 1.45f}, 0.50f, 0.15f, tyre, rim);
  s.piece(light);
  s.ball({0.24f, 1.28f, 1.95f}, 0.08f).both();
  s.model().height = 2.65f;
  s.model().breadth = 1.8f;
}

void sculpt_helicopter(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xc8201c, 0x1f5fb0, 0xe8a41c});
  const int paint = s.paint({.colour = colour,
                             .second = pigment(0xf2efe8),
                             .pattern = Pattern::above,
                             .scale = 0.02f,
                             .at = 3.1f,
                             .gloss = 0.3f});
  const int glass = s.paint(pigment(0x1c2c3a), 0.55f);
  const int dark = s.paint(pigment(0x2a2c30), 0.2f);
  const int blade = s.paint({.colour = pigment(0x3a3c40), .gloss = 0.2f, .thin = 0.3f});
  s.piece(paint, 0.25f);
  s.ellipsoid({0, 2.6f, 0.4f}, {0.95f, 1.0f, 1.7f});
  s.limb({0, 2.9f, -0.9f}, {0, 3.05f, -4.6f}, 0.55f, 0.16f);
  s.slab({0, 0, 0}, {{-4.9f, 2.9f}, {-4.3f, 2.9f}, {-4.6f, 4.1f}, {-5.0f, 4.2f}}, 0.05f, 0.04f)
      .lengthwise()
      .blended(0.05f);
  s.box({0, 3.0f, -3.9f}, {0.8f, 0.04f, 0.22f}, 0.03f).blended(0.05f);
  s.piece(glass);
  s.ellipsoid({0, 2.72f, 0.75f}, {0.90f, 0.82f, 1.42f});
  s.box({0, 2.0f, -1.4f}, {2, 2, 1.5f}).carving();
  s.box({0, 1.6f, 1}, {2, 0.7f, 3}).carving();
  s.piece(paint);
  s.box({0, 2.9f, 0.6f}, {0.97f, 0.9f, 0.07f}, 0.02f);
  s.box({0, 2.9f, 1.75f}, {0.05f, 0.85f, 0.65f}, 0.02f);
  s.piece(dark, 0.02f);
  s.drum({0, 3.5f, 0.1f}, 0.5f, 0.30f, 0.12f, 0.03f);
  s.ball({0, 4.0f, 0.1f}, 0.16f);
  for (const float z : {1.1f, -0.6f}) s.rod({0.5f, 1.8f, z}, {0.95f, 1.05f, z}, 0.05f).both();
  s.rod({0.95f, 1.0f, 1.9f}, {0.95f, 1.0f, -1.4f}, 0.07f).both();
  s.limb({0.95f, 1.0f, 1.9f}, {0.95f, 1.25f, 2.3f}, 0.07f, 0.05f).both();
  s.piece(blade);
  for (int i = 0; i < 4; ++i)
    s.box({0, 4.06f, 0.1f}, {4.3f, 0.02f, 0.13f})
        .turning(0, 22 + 90.0f * static_cast<float>(i % 2), 1.5f);
  for (int i = 0; i < 2; ++i)
    s.box({0.14f, 3.75f, -4.75f}, {0.015f, 0.75f, 0.06f})
        .turning(30 + 90.0f * static_cast<float>(i), 0, 0);
  s.model().height = 4.3f;
  s.model().breadth = 4.4f;
}

void sculpt_submarine(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0xf2b81c));
  const int paint = s.paint({.colour = colour, .gloss = 0.3f});
  const int trim = s.paint({.colour = blend(colour, {0, 0, 0}, 0.55f), .gloss = 0.3f});
  const int glass = s.paint({.colour = pigment(0x2c5a7a),
                             .gloss = 0.5f,
                             .glow = subject.lit ? Rgb{2.4f, 1.9f, 1.0f} : Rgb{}});
  s.piece(paint, 0.3f);
  s.limb({0, 0.55f, -2.6f}, {0, 0.55f, 2.4f}, 0.75f, 1.0f);
  s.limb({0, 0.55f, -2.4f}, {0, 0.55f, -4.0f}, 0.72f, 0.25f);
  s.slab({0, 0, 0}, {{-0.9f, 1.2f}, {1.0f, 1.2f}, {0.8f, 2.5f}, {-0.6f, 2.5f}}, 0.38f, 0.14f)
      .lengthwise()
      .blended(0.12f);
  s.piece(trim);
  s.box({0, 0.62f, -3.7f}, {1.15f, 0.05f, 0.32f}, 0.04f);
  s.box({0, 0.62f, -3.7f}, {0.05f, 1.1f, 0.32f}, 0.04f);
  s.ring({0, 0.55f, -1.3f}, 0.86f, 0.05f).turning(90, 0, 0);
  s.ring({0, 0.55f, 1.4f}, 0.95f, 0.05f).turning(90, 0, 0);
  s.rod({0, 2.4f, 0.35f}, {0, 3.5f, 0.35f}, 0.07f);
  s.rod({0, 3.46f, 0.3f}, {0, 3.46f, 0.72f}, 0.09f);
  s.rod({0, 2.4f, -0.2f}, {0, 3.1f, -0.2f}, 0.04f);
  for (int i = 0; i < 4; ++i) {
    const float z = 2.1f - 1.05f * static_cast<float>(i);
    const float x = 0.93f - 0.035f * static_cast<float>(i);
    s.piece(trim);
    s.drum({x - 0.12f, 0.75f, z}, 0.16f, 0.33f, 0.33f, 0.03f).turning(0, 0, -90).both();
    s.piece(glass);
    s.drum({x - 0.10f, 0.75f, z}, 0.16f, 0.25f, 0.25f, 0.03f).turning(0, 0, -90).both();
  }
  s.model().height = 3.4f;
  s.model().breadth = 4.0f;
  s.model().floats = true;
}

void sculpt_motorcycle(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xb8141c, 0x1c1c20, 0x1c4fa8});
  const int paint = s.paint({.colour = colour, .gloss = 0.35f});
  const int tyre = s.paint(pigment(0x1a1a1b), 0.05f);
  const int chrome = s.paint(pigment(0xc9ccd0), 0.55f);
  const int dark = s.paint(pigment(0x242527), 0.15f);
  for (const float z : {0.74f, -0.70f}) {
    s.piece(tyre);
    s.ring({0, 0.33f, z}, 0.255f, 0.078f).turning(0, 0, 90);
    s.piece(chrome);
    s.ring({0, 0.33f, z}, 0.19f, 0.018f).turning(0, 0, 90);
    for (int i = 0; i < 4; ++i) {
      const float turn = 45.0f * static_cast<float>(i), c = 0.19f * cosine(turn),
                  y = 0.19f * sine(turn);
      s.rod({0, 0.33f - y, z - c}, {0, 0.33f + y, z + c}, 0.008f);
    }
  }
  s.piece(chrome, 0.01f);
  s.rod({0.065f, 0.33f, 0.74f}, {0.065f, 0.92f, 0.50f}, 0.025f).both();
  s.limb({0.12f, 0.36f, 0.1f}, {0.14f, 0.34f, -0.95f}, 0.04f, 0.055f).both();
  s.rod({0.05f, 0.95f, 0.47f}, {0.36f, 1.0f, 0.32f}, 0.017f).both();
  // The frame and the engine in it.
  s.piece(dark, 0.03f);
  s.limb({0, 0.86f, 0.44f}, {0, 0.64f, -0.24f}, 0.045f, 0.04f);
  s.limb({0, 0.84f, 0.44f}, {0, 0.34f, 0.20f}, 0.04f, 0.04f);
  s.limb({0, 0.34f, 0.20f}, {0, 0.34f, -0.30f}, 0.04f, 0.04f);
  s.limb({0.07f, 0.66f, -0.22f}, {0.09f, 0.33f, -0.70f}, 0.03f, 0.026f).both();
  s.limb({0.05f, 0.36f, -0.28f}, {0.09f, 0.33f, -0.70f}, 0.03f, 0.026f).both();
  s.box({0, 0.45f, 0.02f}, {0.15f, 0.17f, 0.22f}, 0.06f);
  s.piece(chrome);
  for (int i = 0; i < 5; ++i)
    s.box({0, 0.46f + 0.045f * static_cast<float>(i), 0.13f}, {0.17f, 0.012f, 0.12f}, 0.006f)
        .turning(24, 0, 0);
  s.drum({-0.17f, 0.42f, -0.06f}, 0.34f, 0.11f, 0.11f, 0.01f).turning(0, 0, -90);
  s.piece(dark, 0.03f);
  s.rod({0, 0.36f, 0.1f}, {0, 0.33f, -0.70f}, 0.055f);
  s.slab({0, 0, 0},
         {{-0.82f, 0.78f}, {-0.2f, 0.70f}, {-0.02f, 0.74f}, {-0.3f, 0.80f}, {-0.78f, 0.86f}}, 0.11f,
         0.05f)
      .lengthwise();
  s.limb({0.34f, 1.0f, 0.33f}, {0.40f, 0.99f, 0.26f}, 0.026f, 0.026f).both();
  s.piece(paint, 0.04f);
  s.ellipsoid({0, 0.79f, 0.20f}, {0.15f, 0.12f, 0.27f}).turning(6, 0, 0);
  s.slab({0, 0, 0},
         {{-0.98f, 0.62f}, {-0.62f, 0.70f}, {-0.50f, 0.66f}, {-0.66f, 0.64f}, {-0.95f, 0.54f}},
         0.09f, 0.03f)
      .lengthwise();
  s.slab({0, 0, 0}, {{0.50f, 0.68f}, {0.74f, 0.73f}, {1.0f, 0.62f}, {0.74f, 0.69f}, {0.54f, 0.62f}},
         0.07f, 0.02f)
      .lengthwise();
  s.piece(s.paint({.colour = pigment(0xf6f0dc),
                   .gloss = 0.3f,
                   .glow = subject.lit ? Rgb{6, 5, 3} : Rgb{0.3f, 0.3f, 0.25f}}));
  s.ball({0, 0.88f, 0.58f}, 0.095f);
  s.piece(chrome);
  s.ring({0, 0.88f, 0.59f}, 0.095f, 0.014f).turning(90, 0, 0);
  s.model().height = 1.1f;
  s.model().breadth = 1.1f;
}

void sculpt_satellite(Sculptor& s, const Subject& subject) {
  const int foil = s.paint({.colour = own(subject, pigment(0xd9a93a)),
                            .second = pigment(0xb07a1c),
                            .pattern = Pattern::mottled,
                            .scale = 0.3f,
                            .gloss = 0.4f,
                            .relief = 0.02f,
                            .grain = 0.15f});
  const int cell = s.paint({.colour = pigment(0x182a6a),
                            .second = pigment(0xb8c4d8),
                            .pattern = Pattern::planks,
                            .scale = 0.42f,
                            .gloss = 0.4f});
  const int steel = s.paint(pigment(0xc9ccd0), 0.4f);
  s.piece(foil);
  s.box({0, 1.5f, 0}, {0.75f, 0.9f, 0.75f}, 0.06f);
  s.piece(steel);
  s.rod({-3.9f, 1.5f, 0}, {3.9f, 1.5f, 0}, 0.06f);
  s.piece(cell);
  for (const float x : {1.75f, 3.1f})
    s.box({x, 1.5f, 0}, {0.6f, 0.8f, 0.03f}).turning(20, 0, 0).both();
  s.piece(steel);
  s.ellipsoid({0, 2.9f, 0.1f}, {0.75f, 0.4f, 0.75f}).turning(28, 0, 0);
  s.ellipsoid({0, 3.12f, 0.2f}, {0.72f, 0.4f, 0.72f}).turning(28, 0, 0).carving();
  s.rod({0, 2.3f, 0}, {0, 2.6f, 0.05f}, 0.09f);
  s.rod({0, 2.6f, 0.1f}, {0, 3.35f, 0.45f}, 0.03f);
  s.model().height = 3.5f;
  s.model().breadth = 3.9f;
}

// A suit, a helmet, a pack of air: nobody's face is seen.
void sculpt_astronaut(Sculptor& s, const Subject& subject) {
  const Rgb white_one = own(subject, pigment(0xeef0f2));
  const int suit = s.paint({.colour = white_one, .gloss = 0.1f, .relief = 0.008f, .grain = 0.1f});
  const int grey_one = s.paint(pigment(0x8a9098), 0.15f);
  const int visor = s.paint(pigment(0xd99a2c), 0.6f);
  const int red_one = s.paint(pigment(0xc8281c));
  s.piece(suit, 0.06f);
  s.ellipsoid({0, 1.18f, 0}, {0.27f, 0.34f, 0.21f});
  s.ellipsoid({0, 0.88f, 0}, {0.24f, 0.18f, 0.20f});
  s.ball({0, 1.64f, 0.02f}, 0.235f);
  s.limb({0.25f, 1.36f, 0}, {0.43f, 1.12f, 0.08f}, 0.12f, 0.105f).both();
  s.limb({0.43f, 1.12f, 0.08f}, {0.42f, 0.90f, 0.26f}, 0.105f, 0.09f).both();
  s.limb({0.13f, 0.85f, 0}, {0.17f, 0.48f, 0.08f}, 0.145f, 0.125f).both();
  s.limb({0.17f, 0.48f, 0.08f}, {0.18f, 0.14f, 0}, 0.12f, 0.115f).both();
  s.piece(grey_one, 0.03f);
  s.ball({0.42f, 0.86f, 0.29f}, 0.095f).both();
  s.ellipsoid({0.18f, 0.085f, 0.06f}, {0.12f, 0.085f, 0.20f}).both();
  s.ring({0, 1.43f, 0.01f}, 0.19f, 0.035f);
  s.piece(suit);
  s.box({0, 1.28f, -0.29f}, {0.26f, 0.36f, 0.12f}, 0.06f);
  s.piece(visor);
  s.ellipsoid({0, 1.66f, 0.09f}, {0.185f, 0.155f, 0.185f});
  s.piece(grey_one);
  s.box({0, 1.20f, 0.21f}, {0.14f, 0.10f, 0.045f}, 0.02f);
  s.piece(red_one);
  s.ring({0.42f, 1.02f, 0.16f}, 0.10f, 0.016f).turning(50, 0, 0).both();
  s.ball({0.06f, 1.22f, 0.26f}, 0.022f);
  s.piece(s.paint({.colour = pigment(0x3a8ae0), .glow = {0.2f, 0.7f, 1.6f}}));
  s.ball({-0.06f, 1.22f, 0.26f}, 0.022f);
  s.model().height = 1.9f;
  s.model().breadth = 0.55f;
}

}  // namespace

bool sculpt_machine(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{tractor, sculpt_tractor},     {helicopter, sculpt_helicopter},
                            {submarine, sculpt_submarine}, {motorcycle, sculpt_motorcycle},
                            {satellite, sculpt_satellite}, {astronaut, sculpt_astronaut}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
