#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_hat(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0x2a2422, 0xd8b878, 0x6a3a1e});
  s.piece(s.paint({.colour = colour, .relief = 0.002f, .grain = 0.008f}), 0.02f);
  s.ellipsoid({0, 0.018f, 0}, {0.21f, 0.014f, 0.19f});
  s.drum({0, 0.02f, 0}, 0.14f, 0.115f, 0.098f, 0.03f);
  s.ellipsoid({0, 0.175f, 0}, {0.02f, 0.03f, 0.08f}).carving(0.03f);
  s.piece(s.paint(subject.painted ? blend(colour, {0, 0, 0}, 0.5f) : pigment(0x9a2a24)));
  s.drum({0, 0.03f, 0}, 0.035f, 0.1175f, 0.113f);
  s.model().height = 0.17f;
  s.model().breadth = 0.22f;
}

void sculpt_hourglass(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(polished(own(subject, pigment(0x7a4a26))));
  s.piece(wood);
  s.drum({0, 0, 0}, 0.03f, 0.115f, 0.105f, 0.008f);
  s.drum({0, 0.35f, 0}, 0.03f, 0.105f, 0.115f, 0.008f);
  for (int i = 0; i < 3; ++i) {
    const float turn = 30 + 120.0f * static_cast<float>(i);
    s.rod({0.093f * cosine(turn), 0.02f, 0.093f * sine(turn)},
          {0.093f * cosine(turn), 0.36f, 0.093f * sine(turn)}, 0.010f);
  }
  s.piece(s.paint({.colour = pigment(0xe2b45a), .relief = 0.001f, .grain = 0.004f}));
  s.lathe({0, 0, 0}, {{0, 0.03f}, {0.066f, 0.032f}, {0.05f, 0.065f}, {0.01f, 0.10f}, {0, 0.11f}});
  s.lathe({0, 0, 0},
          {{0, 0.192f}, {0.008f, 0.20f}, {0.058f, 0.255f}, {0.064f, 0.275f}, {0, 0.265f}});
  s.rod({0, 0.10f, 0}, {0, 0.20f, 0}, 0.003f);
  s.piece(s.paint({.colour = pigment(0xcfe4ea), .gloss = 0.5f, .thin = 0.95f}));
  s.ring({0, 0.19f, 0}, 0.014f, 0.005f);
  s.ring({0, 0.035f, 0}, 0.072f, 0.005f);
  s.ring({0, 0.345f, 0}, 0.072f, 0.005f);
  for (int i = 0; i < 8; ++i) {
    const float turn = 45.0f * static_cast<float>(i), c = cosine(turn), z = sine(turn);
    s.cord({{0.07f * c, 0.04f, 0.07f * z},
            {0.074f * c, 0.09f, 0.074f * z},
            {0.04f * c, 0.155f, 0.04f * z},
            {0.012f * c, 0.19f, 0.012f * z},
            {0.04f * c, 0.225f, 0.04f * z},
            {0.074f * c, 0.29f, 0.074f * z},
            {0.07f * c, 0.345f, 0.07f * z}},
           0.0022f, 0.0022f);
  }
  s.model().height = 0.38f;
  s.model().breadth = 0.12f;
}

void sculpt_chest(Sculptor& s, const Subject& subject) {
  const int wood = s.paint({.colour = own(subject, pigment(0x7a4a22)),
                            .second = pigment(0x3a220e),
                            .pattern = Pattern::planks,
                            .scale = 0.09f,
                            .gloss = 0.1f});
  const int iron = s.paint(pigment(0xc09030), 0.4f);
  const int coin =
      s.paint({.colour = pigment(0xf0bc3c), .gloss = 0.5f, .glow = {0.12f, 0.08f, 0.01f}});
  s.piece(wood);
  s.box({0, 0.16f, 0}, {0.32f, 0.16f, 0.21f}, 0.01f);
  s.box({0, 0.32f, 0}, {0.29f, 0.10f, 0.18f}).carving();
  s.piece(wood);
  s.drum({-0.32f, 0.49f, -0.26f}, 0.64f, 0.20f, 0.20f, 0.01f).turning(0, 0, -90);
  s.drum({-0.29f, 0.46f, -0.20f}, 0.58f, 0.17f, 0.17f).turning(0, 0, -90).carving();
  s.box({0, 0.36f, 0.0f}, {0.5f, 0.2f, 0.16f}).turning(-32, 0, 0).carving();
  s.piece(iron);
  for (const float x : {-0.25f, 0.25f}) {
    s.box({x, 0.16f, 0.0f}, {0.025f, 0.164f, 0.216f}, 0.006f);
    s.box({x, 0.33f, 0}, {0.04f, 0.10f, 0.18f}).carving();
  }
  s.box({0, 0.22f, 0.215f}, {0.045f, 0.055f, 0.012f}, 0.008f);
  s.piece(coin, 0.004f);
  Dice d(subject.seed, "coins");
  for (int i = 0; i < 46; ++i) {
    const float x = d.around(0, 0.26f), z = d.around(0, 0.15f);
    s.drum({x, 0.30f + 0.09f * (1 - x * x / 0.09f) * d.between(0.4f, 1.0f), z}, 0.008f, 0.034f,
           0.034f, 0.002f)
        .turning(d.around(0, 40), 0, d.around(0, 40));
  }
  s.piece(s.paint({.colour = pigment(0xc01838), .gloss = 0.6f, .glow = {0.1f, 0, 0.02f}}));
  s.ball({0.10f, 0.40f, 0.06f}, 0.035f);
  s.piece(s.paint({.colour = pigment(0x1c6ad0), .gloss = 0.6f, .glow = {0, 0.03f, 0.12f}}));
  s.ball({-0.13f, 0.39f, 0.09f}, 0.03f);
  s.model().height = 0.68f;
  s.model().breadth = 0.36f;
}

void sculpt_skull(Sculptor& s, const Subject& subject) {
  const int bone = s.paint({.colour = own(subject, pigment(0xe8dec4)),
                            .second = pigment(0xc0b08a),
                            .pattern = Pattern::mottled,
                            .scale = 0.06f,
                            .gloss = 0.08f});
  const int dark = s.paint(pigment(0x14100c));
  s.piece(bone, 0.03f);
  s.ellipsoid({0, 0.18f, -0.03f}, {0.092f, 0.098f, 0.115f});
  s.ellipsoid({0, 0.115f, 0.055f}, {0.062f, 0.06f, 0.045f});
  s.ellipsoid({0.062f, 0.125f, 0.045f}, {0.025f, 0.022f, 0.035f}).both();
  s.ellipsoid({0, 0.04f, 0.055f}, {0.048f, 0.032f, 0.04f});
  s.ball({0.038f, 0.155f, 0.085f}, 0.027f).both().carving(0.008f).painted(dark);
  s.pyramid({0, 0.088f, 0.095f}, 0.017f, 0.003f, 0.036f).carving(0.004f).painted(dark);
  s.piece(dark);
  s.ball({0.037f, 0.153f, 0.064f}, 0.026f).both();
  s.piece(s.paint(pigment(0xf2ead2), 0.2f));
  for (int i = 0; i < 4; ++i) {
    const float x = 0.007f + 0.012f * static_cast<float>(i);
    s.box({x, 0.068f, 0.094f - 0.1f * x * x / 0.02f}, {0.005f, 0.012f, 0.006f}, 0.002f).both();
    s.box({x, 0.046f, 0.092f - 0.1f * x * x / 0.02f}, {0.005f, 0.010f, 0.006f}, 0.002f).both();
  }
  s.model().height = 0.28f;
  s.model().breadth = 0.11f;
}

void sculpt_teddy(Sculptor& s, const Subject& subject) {
  const Rgb brown_one = own(subject, pigment(0xb5783c));
  const int plush = s.paint({.colour = brown_one, .relief = 0.008f, .grain = 0.014f});
  const int pale = s.paint(
      {.colour = blend(brown_one, {1, 0.95f, 0.8f}, 0.6f), .relief = 0.005f, .grain = 0.012f});
  const int dark = s.paint(pigment(0x1c1410), 0.4f);
  s.piece(plush, 0.02f);
  s.ellipsoid({0, 0.165f, 0}, {0.115f, 0.135f, 0.10f});
  s.ball({0, 0.365f, 0.01f}, 0.105f);
  s.ball({0.085f, 0.452f, 0}, 0.042f).both();
  s.limb({0.095f, 0.24f, 0.02f}, {0.175f, 0.15f, 0.09f}, 0.045f, 0.042f).both();
  s.limb({0.075f, 0.065f, 0.03f}, {0.115f, 0.055f, 0.18f}, 0.062f, 0.052f).both();
  s.piece(pale, 0.01f);
  s.ellipsoid({0, 0.335f, 0.10f}, {0.05f, 0.04f, 0.04f});
  s.ball({0.087f, 0.452f, 0.022f}, 0.028f).both();
  s.ellipsoid({0.117f, 0.055f, 0.222f}, {0.036f, 0.036f, 0.014f}).both();
  s.ellipsoid({0, 0.165f, 0.07f}, {0.07f, 0.085f, 0.045f});
  s.piece(dark);
  s.ellipsoid({0, 0.352f, 0.138f}, {0.018f, 0.012f, 0.010f});
  s.ball({0.038f, 0.390f, 0.100f}, 0.013f).both();
  s.rod({0, 0.342f, 0.140f}, {0, 0.322f, 0.140f}, 0.003f);
  s.piece(s.paint(pigment(0xc8202c)), 0.006f);
  s.ring({0, 0.272f, 0.01f}, 0.07f, 0.012f);
  s.ellipsoid({0.032f, 0.268f, 0.085f}, {0.03f, 0.02f, 0.012f}).turning(0, 0, 20).both();
  s.model().height = 0.5f;
  s.model().breadth = 0.2f;
}

void sculpt_star(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = own(subject, pigment(0xf6c02a)),
                   .gloss = 0.4f,
                   .glow = subject.lit ? Rgb{2, 1.3f, 0.25f} : Rgb{}}),
          0.012f);
  for (int i = 0; i < 5; ++i) {
    const float turn = 90 + 72.0f * static_cast<float>(i);
    s.limb({0, 0.2f, 0}, {0.195f * cosine(turn), 0.2f + 0.195f * sine(turn), 0}, 0.072f, 0.012f);
  }
  s.model().height = 0.4f;
  s.model().breadth = 0.2f;
}

// A king, a knight's square, and the board they stand on.
void sculpt_chess(Sculptor& s, const Subject&) {
  const int ivory = s.paint(pigment(0xf0e4c8), 0.3f);
  const int ebony = s.paint(pigment(0x241a14), 0.35f);
  s.piece(s.paint(polished(pigment(0x6a4020))));
  s.box({0, 0.012f, 0}, {0.27f, 0.012f, 0.27f}, 0.004f);
  for (int i = 0; i < 64; ++i) {
    const int x = i % 8, z = i / 8;
    s.piece((x + z) % 2 ? ivory : ebony);
    s.box({-0.21f + 0.06f * static_cast<float>(x), 0.025f, -0.21f + 0.06f * static_cast<float>(z)},
          {0.0297f, 0.002f, 0.0297f});
  }
  const auto man = [&](int paint, int x, int z, bool king) {
    const Point at{-0.21f + 0.06f * static_cast<float>(x), 0.027f,
                   -0.21f + 0.06f * static_cast<float>(z)};
    s.piece(paint, 0.004f);
    if (!king) {
      s.lathe(at, {{0, 0},
                   {0.022f, 0},
                   {0.020f, 0.008f},
                   {0.011f, 0.018f},
                   {0.008f, 0.042f},
                   {0.013f, 0.045f},
                   {0, 0.048f}});
      s.ball(at + Point{0, 0.056f, 0}, 0.0125f);
      return;
    }
    s.lathe(at, {{0, 0},
                 {0.025f, 0},
                 {0.023f, 0.01f},
                 {0.013f, 0.022f},
                 {0.010f, 0.075f},
                 {0.017f, 0.082f},
                 {0.012f, 0.088f},
                 {0.020f, 0.118f},
                 {0, 0.122f}});
    s.box(at + Point{0, 0.137f, 0}, {0.004f, 0.017f, 0.004f});
    s.box(at + Point{0, 0.140f, 0}, {0.013f, 0.004f, 0.004f});
  };
  for (int x = 0; x < 8; ++x) {
    man(ivory, x, x == 4 ? 4 : 6, false);
    man(ebony, x, x == 3 ? 3 : 1, false);
    man(ivory, x, 7, x == 3 || x == 4);
    man(ebony, x, 0, x == 3 || x == 4);
  }
  s.model().height = 0.19f;
  s.model().breadth = 0.28f;
}

void sculpt_shoe(Sculptor& s, const Subject& subject) {
  const int leather = s.paint(
      {.colour = own(subject, pigment(0x8a4a22)), .gloss = 0.2f, .relief = 0.001f, .grain = 0.01f});
  const int sole = s.paint(pigment(0x241c16));
  s.piece(leather, 0.03f);
  s.limb({0, 0.06f, -0.08f}, {0, 0.055f, 0.11f}, 0.052f, 0.046f);
  s.limb({0, 0.10f, -0.085f}, {0, 0.27f, -0.095f}, 0.056f, 0.060f);
  s.drum({0, 0.2f, -0.095f}, 0.14f, 0.046f, 0.048f).carving();
  s.piece(sole);
  s.slab({0, 0, 0},
         {{-0.145f, 0.0f},
          {-0.06f, 0.0f},
          {-0.05f, 0.012f},
          {0.15f, 0.004f},
          {0.16f, 0.022f},
          {-0.145f, 0.026f}},
         0.046f, 0.006f)
      .lengthwise();
  s.piece(s.paint(pigment(0xe8dcc0)));
  for (int i = 0; i < 6; ++i) {
    const float k = static_cast<float>(i), y = 0.11f + 0.026f * k;
    s.rod({-0.026f, y, -0.02f - 0.003f * k * k * 0.5f},
          {0.026f, y + 0.016f, -0.02f - 0.003f * k * k * 0.5f}, 0.0035f);
  }
  s.model().height = 0.33f;
  s.model().breadth = 0.17f;
}

// A globe of the Earth on its stand, or a ball of glass on a foot.
void sculpt_globe(Sculptor& s, const Subject& subject) {
  if (subject.what == crystal_ball) {
    const Rgb colour = own(subject, pigment(0xa8c8e8));
    s.piece(s.paint({.colour = colour,
                     .second = blend(colour, pigment(0x6a3ab0), 0.6f),
                     .pattern = Pattern::mottled,
                     .scale = 0.12f,
                     .gloss = 0.6f,
                     .thin = 0.9f,
                     .glow = {0.28f, 0.26f, 0.5f}}));
    s.ball({0, 0.235f, 0}, 0.155f);
    s.piece(s.paint(pigment(0xb88a34), 0.45f), 0.01f);
    s.lathe({0, 0, 0}, {{0, 0},
                        {0.13f, 0},
                        {0.125f, 0.02f},
                        {0.07f, 0.05f},
                        {0.10f, 0.10f},
                        {0.09f, 0.105f},
                        {0, 0.07f}});
    s.model().height = 0.39f;
    s.model().breadth = 0.16f;
    return;
  }
  s.piece(s.paint({.colour = pigment(0x2a6ab0),
                   .second = pigment(0x6a9a3a),
                   .pattern = Pattern::patches,
                   .scale = 0.13f,
                   .gloss = 0.35f}));
  s.ball({0, 0.27f, 0}, 0.15f);
  s.piece(s.paint(pigment(0xc8963c), 0.45f), 0.008f);
  s.ring({0, 0.27f, 0}, 0.168f, 0.008f).turning(90, 0, 0).turning(0, 0, 23);
  s.rod({-0.066f, 0.425f, 0}, {0.066f, 0.115f, 0}, 0.006f);
  s.limb({0.03f, 0.115f, 0}, {0, 0.03f, 0}, 0.014f, 0.018f);
  s.piece(s.paint(polished(pigment(0x6a4020))));
  s.drum({0, 0, 0}, 0.032f, 0.105f, 0.085f, 0.01f);
  s.model().height = 0.45f;
  s.model().breadth = 0.18f;
}

}  // namespace

bool sculpt_keepsake(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{hat, sculpt_hat},     {hourglass, sculpt_hourglass},
                            {chest, sculpt_chest}, {skull, sculpt_skull},
                            {teddy, sculpt_teddy}, {star, sculpt_star},
                            {chess, sculpt_chess}, {shoe, sculpt_shoe},
                            {globe, sculpt_globe}, {crystal_ball, sculpt_globe}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
