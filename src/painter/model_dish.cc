#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

// Noodles or soup in a bowl, with what floats in it and two sticks across.
void sculpt_bowl(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "bowl");
  const Rgb colour = any_of(subject, {0xb8281c, 0x24405a, 0xf2efe8, 0x2a2a2c});
  s.piece(s.paint(glaze(colour)), 0.004f);
  s.drum({0, 0, 0}, 0.018f, 0.045f, 0.050f, 0.003f);
  s.lathe({0, 0.014f, 0}, {{0.02f, 0}, {0.06f, 0.008f}, {0.092f, 0.036f}, {0.104f, 0.075f}},
          0.005f);
  s.piece(s.paint({.colour = pigment(0xb8702a),
                   .second = pigment(0xd89a4a),
                   .pattern = Pattern::mottled,
                   .scale = 0.02f,
                   .gloss = 0.35f}));
  s.drum({0, 0.04f, 0}, 0.034f, 0.085f, 0.097f);
  const int noodle = s.paint({.colour = pigment(0xf0d48a), .gloss = 0.2f, .thin = 0.3f});
  for (int i = 0; i < 16; ++i) {
    const float turn = d.between(0, 360), out = d.between(0.01f, 0.05f);
    s.piece(noodle);
    s.ring({out * cosine(turn), 0.074f, out * sine(turn)}, d.between(0.016f, 0.034f), 0.0034f)
        .turning(d.around(0, 12), 0, d.around(0, 12));
  }
  // Half an egg, greens, slices of meat.
  s.piece(s.paint(pigment(0xf8f6f0), 0.2f));
  s.ellipsoid({0.045f, 0.078f, 0.040f}, {0.026f, 0.016f, 0.021f});
  s.piece(s.paint(pigment(0xf2941c), 0.2f));
  s.ellipsoid({0.045f, 0.088f, 0.042f}, {0.013f, 0.009f, 0.012f});
  const int meat = s.paint({.colour = pigment(0xb0684a),
                            .second = pigment(0xe8c0a8),
                            .pattern = Pattern::mottled,
                            .scale = 0.016f,
                            .gloss = 0.15f});
  for (int i = 0; i < 2; ++i) {
    s.piece(meat);
    s.ellipsoid(
         {-0.045f + 0.016f * static_cast<float>(i), 0.082f + 0.006f * static_cast<float>(i), 0.02f},
         {0.034f, 0.005f, 0.027f})
        .turning(14, 0, -10);
  }
  const int greens = s.paint({.colour = pigment(0x3f8a34), .thin = 0.4f});
  for (int i = 0; i < 9; ++i) {
    s.piece(greens);
    const float turn = d.between(190, 340), out = d.between(0.02f, 0.075f);
    s.ring({out * cosine(turn), 0.083f, out * sine(turn)}, 0.006f, 0.0022f);
  }
  const int stick = s.paint(polished(pigment(0x7a2a1c)));
  for (const float x : {-0.012f, 0.012f}) {
    s.piece(stick);
    s.limb({x - 0.11f, 0.096f, -0.05f + x}, {x + 0.16f, 0.098f, -0.075f - x}, 0.0028f, 0.0045f);
  }
  s.model().height = 0.105f;
  s.model().breadth = 0.11f;
}

void sculpt_sushi(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(own(subject, pigment(0x24282c)), 0.35f));
  s.box({0, 0.008f, 0}, {0.20f, 0.008f, 0.115f}, 0.006f);
  const int rice = s.paint({.colour = pigment(0xf6f4ec), .relief = 0.0014f, .grain = 0.004f});
  const int fish_one = s.paint({.colour = pigment(0xf07a3c),
                                .second = pigment(0xf8c09a),
                                .pattern = Pattern::strata,
                                .scale = 0.010f,
                                .gloss = 0.25f,
                                .thin = 0.3f});
  const int tuna = s.paint({.colour = pigment(0xb0242c), .gloss = 0.25f, .thin = 0.2f});
  const int weed = s.paint(pigment(0x16241a), 0.12f);
  for (int i = 0; i < 3; ++i) {
    const float x = -0.125f + 0.075f * static_cast<float>(i);
    s.piece(rice, 0.006f);
    s.box({x, 0.032f, -0.045f}, {0.025f, 0.016f, 0.045f}, 0.014f);
    s.piece(i == 1 ? tuna : fish_one, 0.004f);
    s.box({x, 0.052f, -0.045f}, {0.029f, 0.006f, 0.053f}, 0.006f).turning(-3, 0, 0);
  }
  for (int i = 0; i < 4; ++i) {
    const float x = -0.135f + 0.066f * static_cast<float>(i);
    s.piece(weed);
    s.drum({x, 0.016f, 0.055f}, 0.038f, 0.028f, 0.028f, 0.002f);
    s.piece(rice);
    s.drum({x, 0.020f, 0.055f}, 0.0355f, 0.0255f, 0.0255f, 0.002f);
    s.piece(i % 2 ? fish_one : s.paint(pigment(0x6aa83a)));
    s.drum({x, 0.022f, 0.055f}, 0.035f, 0.011f, 0.011f, 0.003f);
  }
  s.piece(s.paint(pigment(0x8ab84a)), 0.006f);
  s.ellipsoid({0.145f, 0.024f, -0.055f}, {0.022f, 0.014f, 0.018f});
  s.piece(s.paint({.colour = pigment(0xf4c0b0), .thin = 0.5f}));
  for (int i = 0; i < 4; ++i)
    s.ellipsoid(
         {0.145f + 0.006f * static_cast<float>(i), 0.022f + 0.004f * static_cast<float>(i), 0.03f},
         {0.020f, 0.002f, 0.026f})
        .turning(0, 30.0f * static_cast<float>(i), 20);
  s.model().height = 0.062f;
  s.model().breadth = 0.2f;
}

// A frying pan with an egg in it.
void sculpt_pan(Sculptor& s, const Subject& subject) {
  const int iron = s.paint(own(subject, pigment(0x242628)), 0.3f);
  s.piece(iron, 0.008f);
  s.lathe({0, 0, 0}, {{0, 0}, {0.10f, 0.002f}, {0.125f, 0.034f}}, 0.005f);
  s.cord({{0.12f, 0.03f, 0}, {0.18f, 0.046f, 0}, {0.31f, 0.056f, 0}}, 0.013f, 0.011f);
  s.piece(s.paint(pigment(0xfaf8f2), 0.2f), 0.02f);
  s.ellipsoid({0.01f, 0.008f, 0.01f}, {0.062f, 0.008f, 0.055f});
  s.ellipsoid({-0.035f, 0.008f, -0.02f}, {0.042f, 0.007f, 0.040f});
  s.piece(s.paint(pigment(0xf2a41c), 0.35f));
  s.ellipsoid({-0.008f, 0.015f, 0.0f}, {0.026f, 0.017f, 0.026f});
  s.model().height = 0.07f;
  s.model().breadth = 0.26f;
}

// A pot with its lid, and steam.
void sculpt_pot(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xb8321c, 0x2f5a8a, 0x3a7a5a, 0xb8bcc0});
  const int enamel = s.paint(glaze(colour, 0.35f));
  s.piece(enamel, 0.006f);
  s.drum({0, 0, 0}, 0.13f, 0.118f, 0.125f, 0.014f);
  s.ring({0, 0.13f, 0}, 0.124f, 0.006f);
  s.piece(enamel, 0.008f);
  s.lathe({0, 0.132f, 0}, {{0.126f, 0}, {0.10f, 0.022f}, {0.02f, 0.036f}, {0, 0.036f}}, 0.005f);
  s.piece(s.paint(pigment(0x24201c), 0.2f), 0.006f);
  s.ball({0, 0.190f, 0}, 0.018f);
  s.drum({0, 0.166f, 0}, 0.014f, 0.009f, 0.009f);
  s.cord({{0.12f, 0.085f, -0.045f},
          {0.162f, 0.088f, -0.04f},
          {0.162f, 0.088f, 0.04f},
          {0.12f, 0.085f, 0.045f}},
         0.010f, 0.010f);
  s.cord({{-0.12f, 0.085f, -0.045f},
          {-0.162f, 0.088f, -0.04f},
          {-0.162f, 0.088f, 0.04f},
          {-0.12f, 0.085f, 0.045f}},
         0.010f, 0.010f);
  s.model().height = 0.21f;
  s.model().breadth = 0.17f;
}

// A plate between a knife and a fork.
void sculpt_cutlery(Sculptor& s, const Subject& subject) {
  const int china = s.paint(glaze(own(subject, pigment(0xf4f2ec))));
  const int silver = s.paint(pigment(0xc8ccd0), 0.6f);
  s.piece(china, 0.004f);
  s.lathe({0, 0, 0}, {{0, 0.003f}, {0.075f, 0.003f}, {0.09f, 0.008f}, {0.135f, 0.017f}}, 0.004f);
  // The knife at the right, the fork at the left, the spoon beyond.
  s.piece(silver, 0.004f);
  s.box({0.185f, 0.006f, 0.055f}, {0.009f, 0.004f, 0.052f}, 0.004f);
  s.box({0.183f, 0.005f, -0.055f}, {0.011f, 0.0016f, 0.066f}, 0.001f);
  s.piece(silver, 0.006f);
  s.limb({-0.185f, 0.006f, 0.115f}, {-0.185f, 0.007f, -0.04f}, 0.007f, 0.004f);
  s.box({-0.185f, 0.008f, -0.058f}, {0.015f, 0.002f, 0.016f}, 0.002f);
  for (int i = 0; i < 4; ++i) {
    const float x = -0.1985f + 0.009f * static_cast<float>(i);
    s.limb({x, 0.008f, -0.07f}, {x, 0.009f, -0.118f}, 0.0026f, 0.0018f);
  }
  s.piece(silver, 0.006f);
  s.limb({0.225f, 0.006f, 0.115f}, {0.225f, 0.007f, -0.05f}, 0.007f, 0.004f);
  s.ellipsoid({0.225f, 0.008f, -0.085f}, {0.020f, 0.006f, 0.033f});
  s.ellipsoid({0.225f, 0.019f, -0.085f}, {0.016f, 0.010f, 0.027f}).carving(0.003f);
  s.model().height = 0.03f;
  s.model().breadth = 0.24f;
}

}  // namespace

bool sculpt_dish(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{bowl, sculpt_bowl},
                            {sushi, sculpt_sushi},
                            {pan, sculpt_pan},
                            {pot, sculpt_pot},
                            {cutlery, sculpt_cutlery}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
