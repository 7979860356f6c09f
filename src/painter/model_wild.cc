#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_frog(Sculptor& s, const Subject& subject) {
  const Rgb green_one = own(subject, pigment(0x4f9a2c));
  const int skin =
      hide(s, green_one, blend(green_one, pigment(0x1c3a10), 0.6f), Pattern::spots, 0.035f);
  const int pale = s.paint(pigment(0xe6e2b0), 0.1f);
  s.piece(skin, 0.03f);
  s.ellipsoid({0, 0.105f, -0.02f}, {0.105f, 0.085f, 0.14f}).turning(-22, 0, 0);
  s.ellipsoid({0, 0.165f, 0.105f}, {0.098f, 0.062f, 0.085f});
  s.ball({0.062f, 0.222f, 0.09f}, 0.038f).both().blended(0.015f);
  // Folded hind legs, and the arms it leans on.
  s.limb({0.09f, 0.075f, -0.10f}, {0.175f, 0.11f, 0.035f}, 0.052f, 0.036f).both();
  s.limb({0.175f, 0.11f, 0.035f}, {0.145f, 0.02f, -0.12f}, 0.034f, 0.02f).both();
  s.limb({0.145f, 0.015f, -0.12f}, {0.20f, 0.008f, 0.03f}, 0.02f, 0.012f).both();
  s.limb({0.085f, 0.11f, 0.085f}, {0.115f, 0.02f, 0.13f}, 0.030f, 0.018f).both();
  for (const float x : {0.09f, 0.12f, 0.15f})
    s.limb({0.115f, 0.014f, 0.13f}, {x, 0.008f, 0.185f}, 0.012f, 0.008f).both();
  for (const float x : {0.17f, 0.21f, 0.25f})
    s.limb({0.19f, 0.01f, 0.02f}, {x, 0.007f, 0.085f}, 0.011f, 0.008f).both();
  s.piece(pale, 0.02f);
  s.ellipsoid({0, 0.125f, 0.10f}, {0.085f, 0.055f, 0.080f});
  s.piece(s.paint(pigment(0x24401a)));
  s.ring({0, 0.158f, 0.106f}, 0.088f, 0.0035f).turning(4, 0, 0);
  s.piece(s.paint(pigment(0xe8c030), 0.3f));
  s.ball({0.076f, 0.228f, 0.102f}, 0.028f).both();
  s.piece(s.paint({.colour = {0.006f, 0.006f, 0.006f}, .gloss = 0.4f}));
  s.ellipsoid({0.086f, 0.230f, 0.118f}, {0.016f, 0.011f, 0.016f}).both();
  s.model().height = 0.26f;
  s.model().breadth = 0.24f;
}

void sculpt_snake(Sculptor& s, const Subject& subject) {
  const Rgb green_one = own(subject, pigment(0x5a8a2a));
  s.piece(hide(s, green_one, pigment(0x2c2412), Pattern::bands, 0.05f), 0.02f);
  // Two coils, and the neck rising from them.
  Point from{};
  for (int i = 0; i <= 30; ++i) {
    const float k = static_cast<float>(i), turn = 26 * k, out = 0.26f - 0.005f * k;
    const Point to{out * cosine(turn), 0.05f + 0.0034f * k, out * sine(turn)};
    if (i > 0) s.limb(from, to, 0.046f - 0.0002f * k, 0.047f);
    from = to;
  }
  const Point neck[] = {from, {0.10f, 0.22f, 0.02f}, {0.02f, 0.36f, 0.06f}, {0, 0.47f, 0.12f}};
  for (int i = 0; i < 3; ++i) s.limb(neck[i], neck[i + 1], 0.044f, 0.040f);
  s.ellipsoid({0, 0.485f, 0.18f}, {0.05f, 0.034f, 0.08f}).blended(0.03f);
  s.piece(s.paint(pigment(0xc81c24)));
  s.rod({0, 0.475f, 0.25f}, {0, 0.472f, 0.31f}, 0.004f);
  s.rod({0, 0.472f, 0.31f}, {0.018f, 0.472f, 0.345f}, 0.003f).both();
  eyes(s, {0.038f, 0.502f, 0.205f}, 0.011f);
  s.model().height = 0.53f;
  s.model().breadth = 0.32f;
}

void sculpt_snail(Sculptor& s, const Subject& subject) {
  const int skin = s.paint({.colour = pigment(0xb8a27c), .gloss = 0.2f, .thin = 0.3f});
  const Rgb brown_one = own(subject, pigment(0x9a5c24));
  const int shell = s.paint({.colour = brown_one,
                             .second = blend(brown_one, {1, 0.9f, 0.7f}, 0.55f),
                             .pattern = Pattern::mottled,
                             .scale = 0.02f,
                             .gloss = 0.25f});
  const int groove = s.paint(blend(brown_one, {0, 0, 0}, 0.55f));
  s.piece(skin, 0.015f);
  s.limb({0, 0.014f, -0.11f}, {0, 0.022f, 0.06f}, 0.010f, 0.026f);
  s.limb({0, 0.024f, 0.06f}, {0, 0.060f, 0.105f}, 0.026f, 0.024f);
  s.limb({0.012f, 0.075f, 0.11f}, {0.026f, 0.125f, 0.128f}, 0.005f, 0.004f).both();
  s.ball({0.026f, 0.128f, 0.129f}, 0.007f).both();
  s.limb({0.010f, 0.055f, 0.125f}, {0.018f, 0.055f, 0.150f}, 0.004f, 0.003f).both();
  s.piece(shell, 0.006f);
  s.drum({-0.034f, 0.088f, -0.02f}, 0.068f, 0.072f, 0.066f, 0.03f).turning(0, 0, -90);
  s.drum({-0.045f, 0.092f, -0.022f}, 0.09f, 0.044f, 0.04f, 0.018f).turning(0, 0, -90);
  s.piece(groove);
  Point from{};
  for (int i = 0; i <= 24; ++i) {
    const float k = static_cast<float>(i), out = 0.066f - 0.0024f * k;
    const Point to{0.030f + 0.018f * k / 24, 0.088f + out * sine(-40 + 34 * k),
                   -0.02f + out * cosine(-40 + 34 * k)};
    if (i > 0) s.rod(from, to, 0.0045f).both();
    from = to;
  }
  s.model().height = 0.17f;
  s.model().breadth = 0.14f;
}

void sculpt_crab(Sculptor& s, const Subject& subject) {
  const Rgb red_one = own(subject, pigment(0xd0401c));
  const int shell = hide(s, red_one, blend(red_one, {0, 0, 0}, 0.35f), Pattern::spots, 0.02f);
  s.piece(shell, 0.015f);
  s.ellipsoid({0, 0.085f, 0}, {0.15f, 0.062f, 0.105f});
  s.ellipsoid({0, 0.068f, 0.05f}, {0.10f, 0.045f, 0.075f});
  for (int i = 0; i < 4; ++i) {
    const float z = 0.05f - 0.045f * static_cast<float>(i);
    const Point knee{0.215f, 0.135f, 1.5f * z};
    s.limb({0.10f, 0.085f, z}, knee, 0.016f, 0.013f).both();
    s.limb(knee, {0.265f, 0.0f, 1.9f * z}, 0.012f, 0.005f).both();
  }
  // The arms with their claws.
  s.limb({0.10f, 0.09f, 0.06f}, {0.19f, 0.13f, 0.125f}, 0.02f, 0.018f).both();
  s.limb({0.19f, 0.13f, 0.125f}, {0.14f, 0.15f, 0.18f}, 0.02f, 0.022f).both();
  s.piece(shell, 0.01f);
  s.ellipsoid({0.125f, 0.165f, 0.205f}, {0.034f, 0.044f, 0.026f}).both();
  s.limb({0.105f, 0.19f, 0.215f}, {0.078f, 0.235f, 0.225f}, 0.020f, 0.006f).both();
  s.limb({0.148f, 0.19f, 0.215f}, {0.115f, 0.245f, 0.225f}, 0.017f, 0.005f).both();
  s.piece(shell);
  s.rod({0.035f, 0.11f, 0.075f}, {0.038f, 0.15f, 0.085f}, 0.007f).both();
  eyes(s, {0.038f, 0.158f, 0.087f}, 0.014f);
  s.model().height = 0.25f;
  s.model().breadth = 0.29f;
}

void sculpt_octopus(Sculptor& s, const Subject& subject) {
  const Rgb red_one = own(subject, pigment(0xc4502e));
  const int skin = hide(s, red_one, blend(red_one, {1, 0.85f, 0.7f}, 0.5f), Pattern::spots, 0.05f);
  s.piece(skin, 0.06f);
  s.ellipsoid({0, 0.66f, -0.06f}, {0.21f, 0.27f, 0.23f}).turning(-14, 0, 0);
  s.ellipsoid({0, 0.42f, 0}, {0.16f, 0.14f, 0.16f});
  for (int i = 0; i < 8; ++i) {
    const float turn = 22.5f + 45 * static_cast<float>(i), c = cosine(turn), z = sine(turn);
    Point from{0.10f * c, 0.36f, 0.10f * z};
    float out = 0.10f;
    for (int k = 1; k <= 7; ++k) {
      const float t = static_cast<float>(k) / 7;
      out += 0.085f;
      const float curl = turn + 26 * t * t * (i % 2 == 0 ? 1.0f : -1.0f);
      const float up = 0.36f * (1 - t) * (1 - t) + 0.035f + (t > 0.75f ? 0.28f * (t - 0.75f) : 0);
      const Point to{out * cosine(curl), up, out * sine(curl)};
      s.limb(from, to, 0.062f - 0.046f * (t - 1 / 7.0f), 0.062f - 0.046f * t);
      from = to;
    }
  }
  s.piece(s.paint(pigment(0xf2e6c0), 0.2f));
  s.ball({0.125f, 0.50f, 0.10f}, 0.052f).both();
  s.piece(s.paint({.colour = {0.006f, 0.006f, 0.006f}, .gloss = 0.4f}));
  s.ellipsoid({0.145f, 0.505f, 0.135f}, {0.03f, 0.016f, 0.026f}).both();
  s.model().height = 0.95f;
  s.model().breadth = 0.62f;
}

void sculpt_jellyfish(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "jellyfish");
  const Rgb colour = any_of(subject, {0xd88ad8, 0x8ab4f0, 0xf0a890});
  const Rgb glow{0.25f * colour.r, 0.25f * colour.g, 0.25f * colour.b};
  const int bell = s.paint({.colour = colour,
                            .second = blend(colour, {1, 1, 1}, 0.6f),
                            .pattern = Pattern::gores,
                            .scale = 12,
                            .gloss = 0.35f,
                            .thin = 0.9f,
                            .glow = glow});
  s.piece(bell, 0.02f);
  s.ellipsoid({0, 0.72f, 0}, {0.30f, 0.24f, 0.30f});
  s.ellipsoid({0, 0.60f, 0}, {0.27f, 0.20f, 0.27f}).carving(0.02f);
  s.piece(bell, 0.02f);
  for (int i = 0; i < 14; ++i) {
    const float turn = 360.0f / 14 * static_cast<float>(i), reach = i % 3 == 0 ? 0.12f : 0.25f;
    Point from{reach * cosine(turn), 0.66f, reach * sine(turn)};
    const float swing = d.between(18, 60), length = d.between(0.08f, 0.13f);
    for (int k = 0; k < 5; ++k) {
      const float sway = 0.035f * sine(swing * static_cast<float>(k) + turn);
      const Point to = from + Point{sway, -length, 0.6f * sway};
      s.limb(from, to, (i % 3 == 0 ? 0.030f : 0.011f) * (1 - 0.15f * static_cast<float>(k)),
             (i % 3 == 0 ? 0.024f : 0.009f) * (1 - 0.15f * static_cast<float>(k)));
      from = to;
    }
  }
  s.model().height = 0.96f;
  s.model().breadth = 0.34f;
}

void sculpt_spider(Sculptor& s, const Subject& subject) {
  const Rgb dark_one = own(subject, pigment(0x2a221c));
  const int fur = s.paint({.colour = dark_one,
                           .second = blend(dark_one, pigment(0xb07a3a), 0.5f),
                           .pattern = Pattern::mottled,
                           .scale = 0.03f,
                           .relief = 0.004f,
                           .grain = 0.008f,
                           .fur = true});
  s.piece(fur, 0.01f);
  s.ellipsoid({0, 0.085f, -0.085f}, {0.068f, 0.060f, 0.085f});
  s.ellipsoid({0, 0.075f, 0.03f}, {0.046f, 0.034f, 0.052f});
  for (int i = 0; i < 4; ++i) {
    const float turn = 62 - 38 * static_cast<float>(i);
    const float c = cosine(turn), z = sine(turn);
    const Point knee{0.15f * c, 0.165f, 0.03f + 0.15f * z};
    s.limb({0.035f * c, 0.075f, 0.03f + 0.035f * z}, knee, 0.013f, 0.010f).both();
    s.limb(knee, {0.265f * c, 0.0f, 0.03f + 0.265f * z}, 0.010f, 0.004f).both();
  }
  s.limb({0.018f, 0.06f, 0.075f}, {0.015f, 0.03f, 0.098f}, 0.012f, 0.006f).both();
  eyes(s, {0.014f, 0.098f, 0.072f}, 0.010f);
  s.model().height = 0.18f;
  s.model().breadth = 0.26f;
}

// A bee with its stripes, or a ladybird with its dots.
void sculpt_insect(Sculptor& s, const Subject& subject) {
  const int black_one = s.paint(pigment(0x17140f), 0.15f);
  if (subject.what == ladybird) {
    s.piece(s.paint({.colour = own(subject, pigment(0xd0181c)),
                     .second = pigment(0x141210),
                     .pattern = Pattern::dots,
                     .scale = 0.055f,
                     .gloss = 0.4f}),
            0.01f);
    s.ellipsoid({0, 0.05f, -0.01f}, {0.105f, 0.095f, 0.125f});
    s.box({0, -0.1f, 0}, {0.2f, 0.12f, 0.2f}).carving();
    s.piece(black_one, 0.01f);
    s.ellipsoid({0, 0.05f, -0.01f}, {0.0035f, 0.0965f, 0.1265f});
    s.ellipsoid({0, 0.055f, 0.11f}, {0.062f, 0.05f, 0.048f});
    for (const float z : {-0.06f, 0.0f, 0.06f})
      s.limb({0.08f, 0.03f, z}, {0.145f, 0.0f, 1.4f * z}, 0.010f, 0.006f).both();
    s.limb({0.025f, 0.09f, 0.14f}, {0.05f, 0.125f, 0.185f}, 0.005f, 0.004f).both();
    s.piece(s.paint(pigment(0xf4f2ea)));
    s.ball({0.038f, 0.078f, 0.145f}, 0.015f).both();
    s.model().height = 0.15f;
    s.model().breadth = 0.15f;
    return;
  }
  s.piece(s.paint({.colour = own(subject, pigment(0xf2b41c)),
                   .second = pigment(0x1a1510),
                   .pattern = Pattern::bands,
                   .scale = 0.045f,
                   .relief = 0.003f,
                   .grain = 0.006f,
                   .fur = true}),
          0.01f);
  // Made upright, so that the bands go round it, and laid down.
  s.ellipsoid({0, 0, 0}, {0.052f, 0.095f, 0.052f}).turning(90, 0, 0);
  s.piece(s.paint({.colour = pigment(0xd9a030), .relief = 0.006f, .grain = 0.01f, .fur = true}),
          0.01f);
  s.ball({0, 0.012f, 0.085f}, 0.050f);
  s.piece(black_one, 0.01f);
  s.ball({0, 0.0f, 0.145f}, 0.036f);
  s.limb({0, 0, -0.085f}, {0, 0, -0.125f}, 0.018f, 0.001f);
  s.limb({0.014f, 0.028f, 0.17f}, {0.035f, 0.055f, 0.205f}, 0.004f, 0.003f).both();
  for (const float z : {0.03f, 0.07f, 0.11f})
    s.limb({0.03f, -0.03f, z}, {0.055f, -0.085f, z - 0.02f}, 0.006f, 0.003f).both();
  s.piece(s.paint({.colour = pigment(0xdfe8f2), .gloss = 0.4f, .thin = 0.95f}));
  s.ellipsoid({0.095f, 0.085f, 0.045f}, {0.085f, 0.006f, 0.036f}).turning(0, 22, 32).both();
  s.ellipsoid({0.075f, 0.075f, 0.0f}, {0.060f, 0.006f, 0.028f}).turning(0, 50, 32).both();
  eyes(s, {0.028f, 0.01f, 0.165f}, 0.013f);
  for (Part& part : s.model().parts) part.at.y += 0.13f;
  s.model().height = 0.26f;
  s.model().breadth = 0.19f;
}

void sculpt_monkey(Sculptor& s, const Subject& subject) {
  const Rgb brown_one = own(subject, pigment(0x6a4526));
  const int coat = s.paint({.colour = brown_one,
                            .second = blend(brown_one, {0, 0, 0}, 0.3f),
                            .pattern = Pattern::mottled,
                            .scale = 0.1f,
                            .relief = 0.012f,
                            .grain = 0.03f,
                            .fur = true});
  const int face = s.paint(pigment(0xd9a982), 0.08f);
  s.piece(coat, 0.05f);
  s.ellipsoid({0, 0.32f, 0}, {0.16f, 0.22f, 0.14f});
  s.ball({0, 0.63f, 0.03f}, 0.135f);
  s.limb({0.12f, 0.45f, 0.02f}, {0.22f, 0.27f, 0.10f}, 0.058f, 0.046f).both();
  s.limb({0.22f, 0.27f, 0.10f}, {0.15f, 0.10f, 0.20f}, 0.046f, 0.036f).both();
  s.limb({0.10f, 0.16f, 0.03f}, {0.21f, 0.22f, 0.20f}, 0.07f, 0.052f).both();
  s.limb({0.21f, 0.22f, 0.20f}, {0.17f, 0.03f, 0.19f}, 0.048f, 0.036f).both();
  s.cord({{0, 0.12f, -0.12f},
          {0, 0.10f, -0.28f},
          {0.1f, 0.24f, -0.36f},
          {0.12f, 0.42f, -0.30f},
          {0.05f, 0.45f, -0.22f}},
         0.032f, 0.018f);
  s.piece(face, 0.03f);
  s.ball({0.145f, 0.65f, 0.02f}, 0.045f).both();
  s.ellipsoid({0, 0.59f, 0.125f}, {0.078f, 0.055f, 0.06f});
  s.ellipsoid({0.042f, 0.66f, 0.115f}, {0.05f, 0.045f, 0.04f}).both();
  s.ellipsoid({0.17f, 0.03f, 0.24f}, {0.035f, 0.022f, 0.07f}).both();
  s.ellipsoid({0, 0.33f, 0.085f}, {0.10f, 0.15f, 0.07f}).blended(0.02f);
  s.piece(s.paint(pigment(0x5a3020)));
  s.ellipsoid({0, 0.57f, 0.178f}, {0.04f, 0.006f, 0.01f});
  s.ball({0.014f, 0.612f, 0.182f}, 0.008f).both();
  eyes(s, {0.042f, 0.668f, 0.150f}, 0.018f);
  s.model().height = 0.78f;
  s.model().breadth = 0.3f;
}

// Spines all over its back, and a pointed face.
void sculpt_hedgehog(Sculptor& s, const Subject&) {
  const int skin =
      s.paint({.colour = pigment(0xc9a87c), .relief = 0.004f, .grain = 0.01f, .fur = true});
  const int under = s.paint(pigment(0x3a2c20));
  const int spine = s.paint({.colour = pigment(0x5a4330),
                             .second = pigment(0xe2d2b0),
                             .pattern = Pattern::mottled,
                             .scale = 0.018f});
  s.piece(skin, 0.02f);
  s.ellipsoid({0, 0.075f, 0.02f}, {0.080f, 0.062f, 0.125f});
  s.ellipsoid({0, 0.088f, 0.125f}, {0.058f, 0.052f, 0.055f});
  s.limb({0, 0.078f, 0.155f}, {0, 0.070f, 0.215f}, 0.034f, 0.014f);
  s.ball({0.044f, 0.128f, 0.115f}, 0.019f).both();
  for (const float z : {0.085f, -0.06f})
    s.limb({0.05f, 0.04f, z}, {0.055f, 0.008f, z + 0.03f}, 0.022f, 0.016f).both();
  s.piece(under);
  s.ellipsoid({0, 0.098f, -0.025f}, {0.098f, 0.088f, 0.130f});
  s.piece(spine);
  constexpr int kSpines = 150;
  for (int i = 0; i < kSpines; ++i) {
    // A spiral of the golden angle over the upper half.
    const float up = (static_cast<float>(i) + 0.5f) / kSpines,
                turn = 137.5f * static_cast<float>(i);
    const float flat = 1 - up * up * 0.98f, c = cosine(turn), z = sine(turn);
    const Point out{flat * c, up, flat * z};
    const Point root{0.090f * out.x, 0.098f + 0.080f * out.y - 0.03f * (1 - up),
                     -0.025f + 0.122f * out.z};
    if (root.z > 0.095f) continue;
    s.limb(root, root + Point{0.034f * out.x, 0.040f * out.y + 0.006f, 0.030f * out.z - 0.020f},
           0.007f, 0.0012f);
  }
  s.piece(s.paint(pigment(0x14100e), 0.4f));
  s.ball({0, 0.072f, 0.222f}, 0.014f);
  eyes(s, {0.040f, 0.098f, 0.160f}, 0.011f);
  s.model().height = 0.22f;
  s.model().breadth = 0.2f;
}

void sculpt_kangaroo(Sculptor& s, const Subject& subject) {
  const Rgb brown_one = own(subject, pigment(0xa8784a));
  const int coat = s.paint({.colour = brown_one,
                            .second = blend(brown_one, {1, 1, 1}, 0.35f),
                            .pattern = Pattern::front,
                            .scale = 0.08f,
                            .at = 0.2f,
                            .relief = 0.012f,
                            .grain = 0.035f,
                            .fur = true});
  s.piece(coat, 0.07f);
  s.ellipsoid({0, 0.72f, 0}, {0.23f, 0.40f, 0.25f}).turning(20, 0, 0);
  s.limb({0, 1.0f, 0.12f}, {0, 1.36f, 0.22f}, 0.15f, 0.085f);
  s.ellipsoid({0, 1.45f, 0.28f}, {0.085f, 0.085f, 0.11f});
  s.limb({0, 1.43f, 0.33f}, {0, 1.39f, 0.47f}, 0.06f, 0.042f);
  s.limb({0.045f, 1.5f, 0.24f}, {0.085f, 1.72f, 0.20f}, 0.045f, 0.018f).both();
  s.limb({0.14f, 1.12f, 0.2f}, {0.17f, 0.9f, 0.36f}, 0.05f, 0.036f).both();
  s.limb({0.17f, 0.9f, 0.36f}, {0.13f, 0.84f, 0.5f}, 0.034f, 0.03f).both();
  s.limb({0.16f, 0.55f, -0.05f}, {0.23f, 0.34f, 0.30f}, 0.18f, 0.09f).both();
  s.limb({0.23f, 0.34f, 0.30f}, {0.22f, 0.12f, -0.05f}, 0.075f, 0.05f).both();
  s.limb({0.22f, 0.06f, -0.08f}, {0.22f, 0.04f, 0.46f}, 0.055f, 0.04f).both();
  s.cord({{0, 0.5f, -0.2f}, {0, 0.22f, -0.55f}, {0, 0.08f, -1.0f}, {0.05f, 0.06f, -1.4f}}, 0.15f,
         0.03f);
  s.piece(s.paint(pigment(0x201814), 0.15f));
  s.ball({0, 1.405f, 0.51f}, 0.028f);
  eyes(s, {0.066f, 1.475f, 0.345f}, 0.02f);
  s.model().height = 1.75f;
  s.model().breadth = 0.9f;
}

// Branches that fork twice, round knobs between them, and a fan.
void sculpt_coral(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "coral");
  constexpr std::uint32_t kColours[] = {0xe8604a, 0xf08ab0, 0xf2a040, 0x9a5ac0, 0xe8d060};
  const int first = d.below(5);
  const auto tone = [&](int which) { return pigment(kColours[(first + which) % 5]); };
  const auto rough = [&](Rgb colour) {
    return s.paint({.colour = colour,
                    .second = blend(colour, {1, 1, 1}, 0.35f),
                    .pattern = Pattern::mottled,
                    .scale = 0.05f,
                    .gloss = 0.1f,
                    .relief = 0.008f,
                    .grain = 0.03f});
  };
  s.piece(rough(own(subject, tone(0))), 0.04f);
  for (int i = 0; i < 6; ++i) {
    const float turn = 60 * static_cast<float>(i) + d.around(0, 14);
    const float lean = i == 0 ? 0.06f : d.between(0.20f, 0.34f), tall = d.between(0.5f, 0.78f);
    const Point fork{lean * sine(turn), 0.55f * tall, 0.6f * lean * cosine(turn)};
    s.limb({0.06f * sine(turn), 0, 0.06f * cosine(turn)}, fork, 0.062f, 0.045f);
    for (const float to : {-34.0f, 30.0f}) {
      const Point tip =
          fork + Point{0.20f * sine(turn + to), 0.45f * tall, 0.14f * cosine(turn + to)};
      s.limb(fork, tip, 0.045f, 0.028f);
      s.ball(tip, 0.034f);
    }
  }
  s.piece(rough(tone(1)), 0.05f);
  s.ellipsoid({0.46f, 0.10f, 0.10f}, {0.21f, 0.17f, 0.20f});
  s.ellipsoid({0.62f, 0.06f, -0.08f}, {0.15f, 0.12f, 0.15f});
  s.piece(rough(tone(2)), 0.05f);
  for (int i = 0; i < 7; ++i) {
    const float turn = -60 + 20 * static_cast<float>(i);
    s.limb({-0.44f, 0.02f, 0.02f},
           {-0.44f + 0.36f * sine(turn), 0.06f + 0.46f * cosine(turn), 0.02f}, 0.030f, 0.022f);
  }
  s.model().height = 0.82f;
  s.model().breadth = 0.75f;
}

}  // namespace

bool sculpt_wild(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {
      {frog, sculpt_frog},        {snake, sculpt_snake},       {snail, sculpt_snail},
      {crab, sculpt_crab},        {octopus, sculpt_octopus},   {jellyfish, sculpt_jellyfish},
      {coral, sculpt_coral},      {spider, sculpt_spider},     {bee, sculpt_insect},
      {ladybird, sculpt_insect},  {hedgehog, sculpt_hedgehog}, {monkey, sculpt_monkey},
      {kangaroo, sculpt_kangaroo}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
