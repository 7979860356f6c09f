#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_guitar(Sculptor& s, const Subject& subject) {
  const int body = s.paint({.colour = own(subject, pigment(0xc87a2c)),
                            .second = pigment(0x5a2410),
                            .pattern = Pattern::mottled,
                            .scale = 0.5f,
                            .gloss = 0.35f});
  const int dark = s.paint(pigment(0x2a1a12), 0.2f);
  const int steel = s.paint(pigment(0xd8d4c8), 0.5f);
  const bool fiddle = subject.variant == 1;
  s.piece(body, 0.03f);
  s.drum({0, 0.24f, -0.045f}, 0.09f, 0.20f, 0.20f, 0.012f).turning(90, 0, 0);
  s.drum({0, 0.51f, -0.045f}, 0.09f, 0.145f, 0.145f, 0.012f).turning(90, 0, 0);
  s.box({0, 0.38f, 0}, {0.115f, 0.1f, 0.045f}, 0.012f);
  s.piece(dark);
  s.drum({0, 0.40f, 0.030f}, 0.017f, 0.062f, 0.062f).turning(90, 0, 0);
  s.box({0, 0.19f, 0.05f}, {0.075f, 0.012f, 0.008f}, 0.003f);
  s.box({0, 0.82f, 0.045f}, {0.028f, 0.36f, 0.012f}, 0.004f);
  s.piece(body);
  s.box({0, 0.82f, 0.022f}, {0.026f, 0.36f, 0.016f}, 0.006f);
  s.slab({0, 0, 0.025f}, {{-0.03f, 1.17f}, {0.03f, 1.17f}, {0.044f, 1.33f}, {-0.044f, 1.33f}},
         0.012f, 0.006f);
  s.piece(steel);
  for (int i = 0; i < 3; ++i)
    s.rod({0.03f, 1.20f + 0.045f * static_cast<float>(i), 0.025f},
          {0.07f, 1.20f + 0.045f * static_cast<float>(i), 0.025f}, 0.009f)
        .both();
  for (int i = 0; i < (fiddle ? 4 : 6); ++i) {
    const float x = -0.02f + 0.008f * static_cast<float>(i);
    s.rod({x, 0.19f, 0.06f}, {x, 1.18f, 0.060f}, 0.0012f);
  }
  for (int i = 0; i < 9; ++i)
    s.box({0, 1.12f - 0.062f * static_cast<float>(i), 0.058f}, {0.027f, 0.002f, 0.002f});
  for (Part& part : s.model().parts) part.at.y += 0.0f;
  s.model().height = 1.36f;
  s.model().breadth = 0.24f;
}

void sculpt_piano(Sculptor& s, const Subject& subject) {
  const int black_one = s.paint(own(subject, pigment(0x121214)), 0.45f);
  const int ivory = s.paint(pigment(0xf6f2e6), 0.3f);
  const int ebony = s.paint(pigment(0x18181a), 0.3f);
  const int gold = s.paint(pigment(0xd0a040), 0.4f);
  // A grand piano: keys ahead, its wing behind, the lid open.
  s.piece(black_one);
  s.slab({0, 0.86f, 0},
         {{-0.76f, 0.62f},
          {0.76f, 0.62f},
          {0.76f, -0.1f},
          {0.62f, -0.6f},
          {0.28f, -1.0f},
          {-0.2f, -1.25f},
          {-0.6f, -1.2f},
          {-0.76f, -0.9f}},
         0.15f, 0.02f)
      .turning(90, 0, 0);
  s.box({0, 0.72f, 0.78f}, {0.78f, 0.06f, 0.20f}, 0.015f);
  s.box({0.75f, 0.82f, 0.72f}, {0.035f, 0.10f, 0.26f}, 0.02f).both();
  s.piece(black_one);
  s.slab({-0.76f, 1.03f, 0},
         {{0, 0.5f},
          {1.5f, 0.5f},
          {1.5f, -0.1f},
          {1.38f, -0.6f},
          {1.04f, -1.0f},
          {0.56f, -1.25f},
          {0.16f, -1.2f},
          {0, -0.9f}},
         0.012f, 0.008f)
      .turning(90, 0, 38);
  s.rod({0.55f, 1.0f, -0.2f}, {0.30f, 1.85f, -0.2f}, 0.012f);
  s.piece(gold);
  s.box({0.02f, 1.015f, -0.25f}, {0.60f, 0.003f, 0.55f}, 0.02f);
  for (const Point& at : {Point{0.62f, 0, 0.5f}, Point{-0.62f, 0, 0.5f}, Point{-0.2f, 0, -1.0f}}) {
    s.piece(black_one);
    s.limb(at + Point{0, 0.06f, 0}, at + Point{0, 0.75f, 0}, 0.045f, 0.085f);
    s.piece(gold);
    s.ball(at + Point{0, 0.04f, 0}, 0.045f);
  }
  s.piece(ivory);
  s.box({0, 0.80f, 0.80f}, {0.69f, 0.02f, 0.15f}, 0.004f);
  s.piece(ebony);
  for (int i = 0; i < 28; ++i) {
    s.box({-0.665f + 0.049f * static_cast<float>(i), 0.815f, 0.87f}, {0.0025f, 0.008f, 0.085f});
    if (i % 7 == 2 || i % 7 == 6) continue;
    s.box({-0.640f + 0.049f * static_cast<float>(i), 0.832f, 0.745f}, {0.013f, 0.018f, 0.09f},
          0.003f);
  }
  s.model().height = 1.9f;
  s.model().breadth = 1.1f;
}

void sculpt_drum(Sculptor& s, const Subject& subject) {
  const int shell = s.paint(glaze(own(subject, pigment(0xc0201c)), 0.3f));
  const int rim = s.paint(pigment(0xd9b04a), 0.4f);
  s.piece(shell);
  s.drum({0, 0.02f, 0}, 0.30f, 0.24f, 0.24f);
  s.piece(rim);
  s.ring({0, 0.02f, 0}, 0.24f, 0.02f);
  s.ring({0, 0.32f, 0}, 0.24f, 0.02f);
  for (int i = 0; i < 12; ++i) {
    const float a = 30.0f * static_cast<float>(i), b = a + 15;
    s.rod({0.25f * cosine(a), 0.32f, 0.25f * sine(a)}, {0.25f * cosine(b), 0.03f, 0.25f * sine(b)},
          0.006f);
    s.rod({0.25f * cosine(b), 0.03f, 0.25f * sine(b)},
          {0.25f * cosine(a + 30), 0.32f, 0.25f * sine(a + 30)}, 0.006f);
  }
  s.piece(s.paint(pigment(0xf4efe2), 0.1f));
  s.drum({0, 0.315f, 0}, 0.012f, 0.232f, 0.232f, 0.004f);
  s.piece(s.paint(polished(pigment(0xb8824a))));
  s.rod({-0.22f, 0.34f, 0.12f}, {0.20f, 0.36f, 0.02f}, 0.010f);
  s.rod({-0.16f, 0.345f, -0.06f}, {0.24f, 0.355f, 0.14f}, 0.010f);
  s.ball({0.21f, 0.36f, 0.018f}, 0.018f);
  s.ball({0.25f, 0.357f, 0.145f}, 0.018f);
  s.model().height = 0.38f;
  s.model().breadth = 0.27f;
}

void sculpt_bell(Sculptor& s, const Subject& subject) {
  const int gold = s.paint(own(subject, pigment(0xd0a038)), 0.45f);
  s.piece(gold);
  s.lathe({0, 0, 0}, {{0.13f, 0.04f},
                      {0.15f, 0.045f},
                      {0.145f, 0.06f},
                      {0.105f, 0.12f},
                      {0.088f, 0.22f},
                      {0.06f, 0.275f},
                      {0, 0.285f},
                      {0, 0.26f},
                      {0.05f, 0.255f},
                      {0.075f, 0.21f},
                      {0.09f, 0.12f}});
  s.ring({0, 0.315f, 0}, 0.028f, 0.010f).turning(90, 0, 0);
  s.ring({0, 0.075f, 0}, 0.131f, 0.006f);
  s.piece(s.paint(pigment(0x8a6a20), 0.4f));
  s.ball({0, 0.032f, 0}, 0.032f);
  s.model().height = 0.35f;
  s.model().breadth = 0.16f;
}

void sculpt_trophy(Sculptor& s, const Subject& subject) {
  const int gold = s.paint(own(subject, pigment(0xe0ac34)), 0.5f);
  s.piece(s.paint(polished(pigment(0x3a2416))));
  s.box({0, 0.04f, 0}, {0.09f, 0.04f, 0.09f}, 0.006f);
  s.piece(gold, 0.006f);
  s.lathe({0, 0, 0}, {{0, 0.08f},
                      {0.065f, 0.08f},
                      {0.05f, 0.10f},
                      {0.016f, 0.125f},
                      {0.02f, 0.18f},
                      {0.06f, 0.215f},
                      {0.11f, 0.28f},
                      {0.125f, 0.40f},
                      {0.117f, 0.40f},
                      {0.10f, 0.28f},
                      {0, 0.23f}});
  s.cord({{0.112f, 0.37f, 0},
          {0.19f, 0.385f, 0},
          {0.20f, 0.31f, 0},
          {0.14f, 0.26f, 0},
          {0.085f, 0.25f, 0}},
         0.011f, 0.010f);
  s.cord({{-0.112f, 0.37f, 0},
          {-0.19f, 0.385f, 0},
          {-0.20f, 0.31f, 0},
          {-0.14f, 0.26f, 0},
          {-0.085f, 0.25f, 0}},
         0.011f, 0.010f);
  s.model().height = 0.41f;
  s.model().breadth = 0.21f;
}

void sculpt_crown(Sculptor& s, const Subject& subject) {
  const int gold = s.paint(own(subject, pigment(0xe0ac34)), 0.5f);
  const int velvet = s.paint({.colour = pigment(0x8a1430), .relief = 0.004f, .grain = 0.01f});
  s.piece(velvet);
  s.ellipsoid({0, 0.09f, 0}, {0.098f, 0.10f, 0.098f});
  s.piece(gold, 0.006f);
  s.lathe({0, 0, 0}, {{0.105f, 0}, {0.118f, 0}, {0.122f, 0.05f}, {0.108f, 0.05f}});
  constexpr std::uint32_t kGems[] = {0xc01828, 0x1c4fc0, 0x1f8a4a};
  for (int i = 0; i < 8; ++i) {
    const float turn = 45.0f * static_cast<float>(i) + 22.5f, c = cosine(turn), z = sine(turn);
    s.piece(gold, 0.008f);
    s.limb({0.113f * c, 0.04f, 0.113f * z}, {0.135f * c, 0.175f, 0.135f * z}, 0.026f, 0.006f);
    s.ball({0.136f * c, 0.185f, 0.136f * z}, 0.015f);
    s.piece(
        s.paint({.colour = pigment(kGems[i % 3]), .gloss = 0.6f, .glow = {0.02f, 0.02f, 0.02f}}));
    s.ball({0.121f * c, 0.026f, 0.121f * z}, 0.014f);
  }
  s.model().height = 0.2f;
  s.model().breadth = 0.15f;
}

void sculpt_sword(Sculptor& s, const Subject& subject) {
  const int blade = s.paint(pigment(0xc8d0d8), 0.6f);
  const int gold = s.paint(own(subject, pigment(0xd0a030)), 0.45f);
  const int grip = s.paint({.colour = pigment(0x4a2418),
                            .second = pigment(0x2a120a),
                            .pattern = Pattern::bands,
                            .scale = 0.02f});
  // Its point in the ground.
  s.piece(blade);
  s.slab({0, 0, 0},
         {{0, -0.08f}, {0.034f, 0.06f}, {0.036f, 0.80f}, {-0.036f, 0.80f}, {-0.034f, 0.06f}},
         0.004f, 0.004f);
  s.piece(s.paint(pigment(0x8a949e), 0.5f));
  s.box({0, 0.45f, 0}, {0.008f, 0.34f, 0.0095f}, 0.004f);
  s.piece(gold, 0.01f);
  s.limb({0, 0.815f, 0}, {0.15f, 0.835f, 0}, 0.022f, 0.015f).both();
  s.ball({0.155f, 0.837f, 0}, 0.022f).both();
  s.ball({0, 1.035f, 0}, 0.034f);
  s.piece(grip);
  s.rod({0, 0.83f, 0}, {0, 1.01f, 0}, 0.019f);
  s.piece(s.paint(pigment(0xc01828), 0.5f));
  s.ball({0, 0.815f, 0.02f}, 0.014f);
  s.model().height = 1.07f;
  s.model().breadth = 0.19f;
}

void sculpt_key(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(own(subject, pigment(0xc9962e)), 0.4f), 0.006f);
  // Stands on its teeth.
  s.rod({0, 0.0f, 0}, {0, 0.26f, 0}, 0.012f);
  s.ring({0, 0.315f, 0}, 0.05f, 0.014f).turning(90, 0, 0);
  s.ring({-0.045f, 0.36f, 0}, 0.032f, 0.011f).turning(90, 0, 0);
  s.ring({0.045f, 0.36f, 0}, 0.032f, 0.011f).turning(90, 0, 0);
  s.ring({0, 0.25f, 0}, 0.016f, 0.008f);
  s.box({0.035f, 0.025f, 0}, {0.035f, 0.016f, 0.008f}, 0.002f);
  s.box({0.028f, 0.075f, 0}, {0.028f, 0.013f, 0.008f}, 0.002f);
  s.model().height = 0.41f;
  s.model().breadth = 0.09f;
}

void sculpt_anchor(Sculptor& s, const Subject& subject) {
  s.piece(s.paint({.colour = own(subject, pigment(0x4a5058)),
                   .gloss = 0.2f,
                   .relief = 0.006f,
                   .grain = 0.05f}),
          0.03f);
  s.limb({0, 0.08f, 0}, {0, 1.18f, 0}, 0.07f, 0.05f);
  s.ring({0, 1.30f, 0}, 0.11f, 0.03f).turning(90, 0, 0);
  s.rod({-0.32f, 1.04f, 0}, {0.32f, 1.04f, 0}, 0.045f);
  s.ball({0.33f, 1.04f, 0}, 0.06f).both();
  s.limb({0, 0.06f, 0}, {0.32f, 0.16f, 0}, 0.075f, 0.065f).both();
  s.limb({0.32f, 0.16f, 0}, {0.50f, 0.42f, 0}, 0.065f, 0.05f).both();
  s.pyramid({0.505f, 0.36f, 0}, 0.11f, 0.004f, 0.26f).turning(0, 0, -22).both();
  s.model().height = 1.45f;
  s.model().breadth = 0.62f;
}

}  // namespace

bool sculpt_metalwork(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {
      {guitar, sculpt_guitar}, {piano, sculpt_piano},   {drum, sculpt_drum},
      {bell, sculpt_bell},     {trophy, sculpt_trophy}, {crown, sculpt_crown},
      {sword, sculpt_sword},   {key, sculpt_key},       {anchor, sculpt_anchor}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
