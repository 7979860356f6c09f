#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_bench(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(polished(own(subject, pigment(0x8a5a30))));
  const int iron = s.paint(pigment(0x24282c), 0.2f);
  s.piece(wood);
  for (int i = 0; i < 4; ++i)
    s.box({0, 0.46f, -0.18f + 0.12f * static_cast<float>(i)}, {0.82f, 0.018f, 0.05f}, 0.01f);
  for (int i = 0; i < 3; ++i)
    s.box({0, 0.60f + 0.13f * static_cast<float>(i), -0.27f - 0.03f * static_cast<float>(i)},
          {0.82f, 0.05f, 0.016f}, 0.01f)
        .turning(-12, 0, 0);
  s.piece(iron, 0.02f);
  s.limb({0.7f, 0.0f, 0.22f}, {0.7f, 0.44f, 0.18f}, 0.03f, 0.03f).both();
  s.limb({0.7f, 0.0f, -0.30f}, {0.7f, 0.44f, -0.22f}, 0.03f, 0.03f).both();
  s.limb({0.7f, 0.44f, -0.22f}, {0.7f, 0.96f, -0.36f}, 0.026f, 0.022f).both();
  s.rod({0.76f, 0.66f, 0.2f}, {0.76f, 0.66f, -0.28f}, 0.024f).both();
  s.rod({0.76f, 0.44f, 0.18f}, {0.76f, 0.66f, 0.2f}, 0.022f).both();
  s.model().height = 0.98f;
  s.model().breadth = 0.85f;
}

void sculpt_fence(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "fence");
  const Rgb colour = own(subject, pigment(0x9a7a58));
  const int wood = s.paint({.colour = colour,
                            .second = blend(colour, {0, 0, 0}, 0.25f),
                            .pattern = Pattern::grain,
                            .scale = 0.06f,
                            .relief = 0.006f,
                            .grain = 0.05f});
  for (int i = -2; i <= 2; ++i) {
    s.piece(wood);
    s.box({1.5f * static_cast<float>(i), 0.5f, 0}, {0.075f, 0.66f, 0.06f}, 0.02f)
        .turning(d.around(0, 1.5f), 0, d.around(0, 1.5f));
  }
  for (const float y : {0.38f, 0.92f}) {
    s.piece(wood);
    s.box({0, y, 0.075f}, {3.25f, 0.055f, 0.022f}, 0.01f).turning(0, 0, d.around(0, 0.7f));
  }
  for (int i = 0; i < 22; ++i) {
    const float x = -3.15f + 0.3f * static_cast<float>(i);
    s.piece(wood);
    s.slab({x, 0, 0.11f},
           {{-0.055f, 0.1f}, {0.055f, 0.1f}, {0.055f, 1.12f}, {0, 1.22f}, {-0.055f, 1.12f}}, 0.014f,
           0.006f)
        .turning(0, 0, d.around(0, 0.8f));
  }
  s.model().height = 1.22f;
  s.model().breadth = 3.3f;
}

// Planks on posts, running out over the water.
void sculpt_pier(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0x8a6a4a));
  const int wood = s.paint({.colour = colour,
                            .second = blend(colour, {0, 0, 0}, 0.45f),
                            .pattern = Pattern::grain,
                            .scale = 0.12f,
                            .relief = 0.008f,
                            .grain = 0.1f});
  for (int i = 0; i < 34; ++i) {
    s.piece(wood);
    s.box({0, 0.78f, -6.6f + 0.4f * static_cast<float>(i)}, {1.15f, 0.04f, 0.185f}, 0.012f);
  }
  for (int i = 0; i < 6; ++i) {
    const float z = -6.2f + 2.5f * static_cast<float>(i);
    s.piece(wood);
    s.rod({1.05f, -1.5f, z}, {1.05f, i % 2 == 0 ? 1.7f : 0.76f, z}, 0.11f).both();
    s.box({0, 0.66f, z}, {1.2f, 0.07f, 0.07f}, 0.01f);
  }
  s.piece(wood);
  s.box({0.98f, 0.68f, 0}, {0.06f, 0.07f, 6.7f}, 0.01f).both();
  s.model().deck = 0.82f;
  s.model().height = 1.75f;
  s.model().breadth = 2.6f;
  s.model().floats = true;
}

void sculpt_signpost(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(polished(own(subject, pigment(0x8a5c34))));
  const int dark = s.paint(pigment(0x2a1c10));
  s.piece(wood);
  s.rod({0, -0.2f, 0}, {0, 2.3f, 0}, 0.06f);
  const auto arrow = [&](float y, float turn, float side) {
    s.piece(wood);
    s.slab({0, y, 0.075f},
           {{-0.45f * side, -0.12f},
            {0.5f * side, -0.12f},
            {0.68f * side, 0},
            {0.5f * side, 0.12f},
            {-0.45f * side, 0.12f}},
           0.022f, 0.008f)
        .turning(0, 0, turn);
    s.piece(dark);
    for (int i = 0; i < 5; ++i)
      s.box({(-0.30f + 0.15f * static_cast<float>(i)) * side, y, 0.102f}, {0.045f, 0.03f, 0.004f},
            0.004f);
  };
  arrow(1.95f, 3, 1);
  arrow(1.60f, -3, -1);
  s.model().height = 2.35f;
  s.model().breadth = 0.72f;
}

void sculpt_sofa(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xa8302c, 0x2f5a8a, 0x4a7a5a});
  const int cloth = s.paint({.colour = colour, .relief = 0.003f, .grain = 0.012f});
  const int dark = s.paint(polished(pigment(0x5a3a20)));
  s.piece(cloth, 0.04f);
  s.box({0, 0.24f, 0}, {1.02f, 0.12f, 0.42f}, 0.05f);
  s.box({0, 0.58f, -0.36f}, {1.0f, 0.34f, 0.12f}, 0.09f).turning(-6, 0, 0);
  s.limb({0.98f, 0.50f, -0.34f}, {0.98f, 0.50f, 0.36f}, 0.14f, 0.14f).both();
  s.box({0.98f, 0.30f, 0.0f}, {0.12f, 0.2f, 0.38f}, 0.05f).both();
  s.piece(cloth);
  s.box({0.44f, 0.42f, 0.06f}, {0.42f, 0.085f, 0.36f}, 0.06f).both();
  s.piece(dark);
  for (const float z : {0.34f, -0.34f})
    s.limb({0.92f, 0.13f, z}, {0.94f, 0, z}, 0.04f, 0.028f).both();
  s.model().deck = 0.5f;
  s.model().height = 0.92f;
  s.model().breadth = 1.12f;
}

void sculpt_laptop(Sculptor& s, const Subject& subject) {
  const int shell = s.paint(own(subject, pigment(0xb8bcc2)), 0.3f);
  const int keys = s.paint(pigment(0x26282c), 0.1f);
  const int glass = s.paint({.colour = pigment(0x2a6ac0),
                             .second = pigment(0x8ad0f0),
                             .pattern = Pattern::above,
                             .scale = 0.08f,
                             .at = 0.14f,
                             .gloss = 0.3f,
                             .glow = {0.25f, 0.5f, 0.9f}});
  s.piece(shell);
  s.box({0, 0.010f, 0.0f}, {0.17f, 0.008f, 0.12f}, 0.006f);
  s.box({0, 0.125f, -0.155f}, {0.17f, 0.112f, 0.006f}, 0.006f).turning(-16, 0, 0);
  s.piece(glass);
  s.box({0, 0.125f, -0.150f}, {0.158f, 0.100f, 0.004f}, 0.002f).turning(-16, 0, 0);
  s.piece(keys);
  for (int row = 0; row < 5; ++row)
    for (int i = 0; i < 12; ++i)
      s.box({-0.138f + 0.025f * static_cast<float>(i), 0.019f,
             -0.075f + 0.024f * static_cast<float>(row)},
            {0.0105f, 0.002f, 0.0095f}, 0.001f);
  s.box({0, 0.0185f, 0.075f}, {0.045f, 0.001f, 0.028f});
  s.model().height = 0.235f;
  s.model().breadth = 0.18f;
}

// An old set with its aerial.
void sculpt_television(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(polished(own(subject, pigment(0x8a5a34)))));
  s.box({0, 0.24f, 0}, {0.30f, 0.20f, 0.17f}, 0.03f);
  const int dark = s.paint(pigment(0x242220), 0.2f);
  s.piece(dark);
  s.box({-0.06f, 0.24f, 0.165f}, {0.205f, 0.165f, 0.02f}, 0.03f);
  for (const float x : {-0.24f, 0.24f}) s.limb({x, 0.06f, 0}, {1.2f * x, 0, 0.08f}, 0.016f, 0.010f);
  s.rod({0, 0.44f, -0.02f}, {0.20f, 0.72f, -0.05f}, 0.006f);
  s.rod({0, 0.44f, -0.02f}, {-0.18f, 0.74f, -0.05f}, 0.006f);
  s.piece(s.paint({.colour = pigment(0x5a8aa0), .gloss = 0.5f, .glow = {0.35f, 0.55f, 0.7f}}));
  s.ellipsoid({-0.06f, 0.24f, 0.165f}, {0.18f, 0.14f, 0.035f});
  s.piece(s.paint(pigment(0xd9b04a), 0.4f));
  for (const float y : {0.32f, 0.24f})
    s.drum({0.225f, y, 0.165f}, 0.025f, 0.03f, 0.026f).turning(90, 0, 0);
  s.box({0.225f, 0.14f, 0.172f}, {0.035f, 0.045f, 0.004f});
  s.model().height = 0.75f;
  s.model().breadth = 0.33f;
}

void sculpt_camera(Sculptor& s, const Subject& subject) {
  const int black_one = s.paint({.colour = own(subject, pigment(0x222224)),
                                 .gloss = 0.12f,
                                 .relief = 0.002f,
                                 .grain = 0.006f});
  const int steel = s.paint(pigment(0xc4c8cc), 0.45f);
  s.piece(black_one);
  s.box({0, 0.075f, 0}, {0.14f, 0.065f, 0.045f}, 0.014f);
  s.piece(steel);
  s.box({0, 0.150f, 0}, {0.138f, 0.018f, 0.043f}, 0.012f);
  s.pyramid({0, 0.16f, 0}, 0.05f, 0.026f, 0.04f);
  s.drum({0.10f, 0.165f, 0}, 0.02f, 0.024f, 0.022f, 0.003f);
  s.drum({-0.10f, 0.165f, 0}, 0.016f, 0.02f, 0.02f, 0.003f);
  s.drum({0, 0.08f, 0.04f}, 0.045f, 0.068f, 0.068f, 0.004f).turning(90, 0, 0);
  s.piece(black_one);
  s.drum({0, 0.08f, 0.075f}, 0.045f, 0.060f, 0.056f, 0.004f).turning(90, 0, 0);
  s.piece(s.paint({.colour = pigment(0x2a2060), .gloss = 0.6f, .glow = {0.02f, 0.01f, 0.05f}}));
  s.ellipsoid({0, 0.08f, 0.115f}, {0.044f, 0.044f, 0.014f});
  s.piece(s.paint({.colour = pigment(0xe8f0f4), .gloss = 0.5f}));
  s.box({0, 0.182f, 0.036f}, {0.02f, 0.012f, 0.004f});
  s.model().height = 0.2f;
  s.model().breadth = 0.15f;
}

void sculpt_telephone(Sculptor& s, const Subject& subject) {
  const int shell = s.paint(glaze(own(subject, pigment(0xb8201c)), 0.35f));
  s.piece(shell, 0.03f);
  s.pyramid({0, 0, 0}, 0.135f, 0.07f, 0.12f);
  s.limb({0, 0.12f, -0.01f}, {0, 0.155f, -0.01f}, 0.05f, 0.05f);
  s.limb({0.06f, 0.15f, -0.01f}, {0.09f, 0.185f, -0.01f}, 0.02f, 0.014f).both();
  s.piece(shell, 0.02f);
  s.cord({{-0.15f, 0.175f, -0.01f},
          {-0.10f, 0.215f, -0.01f},
          {0, 0.225f, -0.01f},
          {0.10f, 0.215f, -0.01f},
          {0.15f, 0.175f, -0.01f}},
         0.026f, 0.026f);
  s.drum({0.155f, 0.14f, -0.01f}, 0.045f, 0.048f, 0.035f, 0.01f).both();
  s.piece(s.paint(pigment(0xf2ead8), 0.3f));
  s.drum({0, 0.058f, 0.088f}, 0.012f, 0.065f, 0.062f, 0.003f).turning(60, 0, 0);
  s.piece(s.paint(pigment(0x1c1a18)));
  for (int i = 0; i < 10; ++i) {
    const float turn = 30.0f * static_cast<float>(i) - 60;
    const float x = 0.044f * cosine(turn), y = 0.044f * sine(turn);
    s.ball({x, 0.064f + y * sine(60), 0.099f - y * cosine(60)}, 0.0095f);
  }
  s.model().height = 0.255f;
  s.model().breadth = 0.2f;
}

void sculpt_lantern(Sculptor& s, const Subject& subject) {
  const Rgb paper = own(subject, pigment(0xd8281c));
  s.piece(
      s.paint({.colour = paper,
               .second = blend(paper, {1, 0.7f, 0.3f}, 0.4f),
               .pattern = Pattern::gores,
               .scale = 12,
               .thin = 0.8f,
               .glow = {1.9f * paper.r + 0.5f, 1.9f * paper.g + 0.18f, 1.9f * paper.b + 0.02f}}));
  s.ellipsoid({0, 0.26f, 0}, {0.17f, 0.15f, 0.17f});
  s.piece(s.paint(pigment(0xd9a93a), 0.4f));
  s.drum({0, 0.40f, 0}, 0.03f, 0.075f, 0.065f);
  s.drum({0, 0.09f, 0}, 0.03f, 0.065f, 0.075f);
  s.ring({0, 0.45f, 0}, 0.025f, 0.006f).turning(90, 0, 0);
  s.piece(s.paint(pigment(0xf2b41c)));
  for (int i = 0; i < 7; ++i) {
    const float c = cosine(51.0f * static_cast<float>(i)), z = sine(51.0f * static_cast<float>(i));
    s.limb({0.012f * c, 0.09f, 0.012f * z}, {0.028f * c, 0.0f, 0.028f * z}, 0.006f, 0.004f);
  }
  s.lamp({0, 0.26f, 0.2f}, {1.4f, 0.7f, 0.2f}, 0.15f);
  s.model().height = 0.47f;
  s.model().breadth = 0.18f;
}

}  // namespace

bool sculpt_furniture(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{bench, sculpt_bench},           {sofa, sculpt_sofa},
                            {fence, sculpt_fence},           {pier, sculpt_pier},
                            {signpost, sculpt_signpost},     {laptop, sculpt_laptop},
                            {television, sculpt_television}, {camera, sculpt_camera},
                            {telephone, sculpt_telephone},   {lantern, sculpt_lantern}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
