#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void eye(Sculptor& s, Point right, float radius) {
  s.piece(s.paint(pigment(0xf4f2ea), 0.2f));
  s.ball(right, radius).both();
  s.piece(s.paint({.colour = {0.006f, 0.006f, 0.006f}, .gloss = 0.35f}));
  s.ball(right + Point{0.5f * radius, 0, 0.25f * radius}, 0.68f * radius).both();
}

// A fish leaping out of the water.
void sculpt_fish(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0xf0781e));
  const int body = s.paint({.colour = colour,
                            .second = blend(colour, {1, 1, 1}, 0.6f),
                            .pattern = Pattern::below,
                            .scale = 0.2f,
                            .gloss = 0.25f,
                            .relief = 0.006f,
                            .grain = 0.02f});
  const int fin = s.paint({.colour = blend(colour, {0, 0, 0}, 0.15f), .gloss = 0.1f, .thin = 0.6f});
  s.piece(body, 0.04f);
  s.ellipsoid({0, 0, 0.05f}, {0.085f, 0.13f, 0.24f});
  s.limb({0, 0, -0.1f}, {0, 0.01f, -0.32f}, 0.07f, 0.028f);
  s.piece(fin);
  s.slab({0, 0, 0},
         {{-0.29f, 0.02f}, {-0.50f, 0.17f}, {-0.44f, 0.0f}, {-0.50f, -0.17f}, {-0.29f, -0.02f}},
         0.006f, 0.01f)
      .lengthwise();
  s.slab({0, 0, 0}, {{0.10f, 0.11f}, {0.0f, 0.22f}, {-0.16f, 0.19f}, {-0.14f, 0.08f}}, 0.006f,
         0.01f)
      .lengthwise();
  s.slab({0, 0, 0}, {{0.02f, -0.11f}, {-0.08f, -0.19f}, {-0.13f, -0.08f}}, 0.006f, 0.01f)
      .lengthwise();
  s.ellipsoid({0.095f, -0.03f, 0.08f}, {0.012f, 0.045f, 0.085f}).turning(0, 35, 25).both();
  eye(s, {0.062f, 0.035f, 0.195f}, 0.026f);
  for (Part& part : s.model().parts) part.at.y += 0.34f;
  s.model().height = 0.58f;
  s.model().breadth = 0.4f;
}

// Sleek swimmers, curved in a leap: the dolphin, and the shark whose fin cuts the water.
void sculpt_swimmer(Sculptor& s, const Subject& subject) {
  const bool leap = subject.what == dolphin;
  const Rgb grey_one = own(subject, leap ? pigment(0x5d7486) : pigment(0x39434b));
  const int skin = s.paint({.colour = grey_one,
                            .second = pigment(0xe9edee),
                            .pattern = Pattern::below,
                            .scale = 0.4f,
                            .gloss = 0.10f});
  s.piece(skin, 0.22f);
  const Point spine[] = {{0, leap ? -0.40f : 0.0f, 1.15f},
                         {0, leap ? 0.18f : 0.06f, 0.65f},
                         {0, leap ? 0.42f : 0.08f, 0.05f},
                         {0, leap ? 0.30f : 0.05f, -0.6f},
                         {0, leap ? -0.12f : 0.08f, -1.15f}};
  const float thick[] = {0.13f, 0.25f, 0.29f, 0.19f, 0.06f};
  for (int i = 0; i + 1 < 5; ++i) s.limb(spine[i], spine[i + 1], thick[i], thick[i + 1]);
  if (leap) {
    s.limb({0, -0.42f, 1.12f}, {0, -0.60f, 1.38f}, 0.085f, 0.045f).blended(0.08f);
  } else {
    s.limb({0, 0.0f, 1.1f}, {0, -0.02f, 1.42f}, 0.15f, 0.04f).blended(0.1f);
  }
  s.piece(skin, 0.03f);
  s.slab({0, leap ? 0.62f : 0.26f, -0.05f},
         {{0.22f, -0.06f},
          {-0.16f, leap ? 0.28f : 0.42f},
          {-0.26f, leap ? 0.28f : 0.44f},
          {-0.2f, -0.06f}},
         0.02f, 0.015f)
      .lengthwise();
  if (leap) {
    s.slab({0, -0.12f, -1.15f},
           {{0, 0.10f},
            {0.36f, -0.16f},
            {0.34f, -0.24f},
            {0, -0.08f},
            {-0.34f, -0.24f},
            {-0.36f, -0.16f}},
           0.018f, 0.015f)
        .turning(60, 0, 0);
  } else {
    s.slab({0, 0.08f, -1.15f},
           {{0.1f, 0.02f},
            {-0.22f, 0.5f},
            {-0.30f, 0.5f},
            {-0.1f, 0.0f},
            {-0.26f, -0.3f},
            {-0.18f, -0.3f}},
           0.02f, 0.012f)
        .lengthwise();
  }
  s.ellipsoid({0.33f, leap ? 0.02f : -0.08f, 0.42f}, {0.26f, 0.03f, 0.11f})
      .turning(leap ? 20.0f : 0.0f, 28, -34)
      .both();
  s.piece(s.paint({.colour = {0.008f, 0.008f, 0.008f}, .gloss = 0.4f}));
  s.ball(leap ? Point{0.155f, -0.20f, 0.98f} : Point{0.15f, 0.04f, 1.12f}, 0.028f).both();
  const float rise = leap ? 1.05f : -0.06f;
  for (Part& part : s.model().parts) part.at.y += rise;
  s.model().height = leap ? 2.0f : 0.85f;
  s.model().breadth = 1.45f;
  s.model().floats = true;
}

// A whale's back and flukes, and its spout.
void sculpt_whale(Sculptor& s, const Subject& subject) {
  const Rgb blue_one = own(subject, pigment(0x2f4a5c));
  const int skin = s.paint({.colour = blue_one,
                            .second = pigment(0xcfd8da),
                            .pattern = Pattern::below,
                            .scale = 3,
                            .gloss = 0.08f,
                            .relief = 0.03f,
                            .grain = 0.5f});
  s.piece(skin, 1.0f);
  s.ellipsoid({0, 0.3f, 2.6f}, {1.7f, 1.75f, 3.6f}).turning(-14, 0, 0);
  s.limb({0, 0.2f, 0}, {0, -0.2f, -4.2f}, 1.4f, 0.7f);
  s.limb({0, -0.2f, -4.2f}, {0, 1.5f, -6.3f}, 0.62f, 0.30f);
  s.piece(skin, 0.1f);
  s.slab({0, 1.6f, -6.4f},
         {{0, 0.35f},
          {1.7f, 1.15f},
          {2.3f, 0.95f},
          {1.2f, -0.05f},
          {0, -0.25f},
          {-1.2f, -0.05f},
          {-2.3f, 0.95f},
          {-1.7f, 1.15f}},
         0.08f, 0.08f)
      .turning(-24, 0, 0);
  s.ellipsoid({1.9f, -0.2f, 2.6f}, {1.2f, 0.12f, 0.5f}).turning(0, 30, -24).both();
  s.slab({0, 1.5f, -1.0f}, {{0.6f, -0.1f}, {-0.35f, 0.55f}, {-0.55f, -0.2f}}, 0.06f, 0.05f)
      .lengthwise();
  s.piece(s.paint({.colour = {0.01f, 0.01f, 0.01f}, .gloss = 0.3f}));
  s.ball({1.42f, 0.62f, 4.7f}, 0.13f).both();
  s.piece(s.paint(pigment(0x1c2c36)));
  s.limb({1.45f, 0.15f, 4.4f}, {0.7f, 0.45f, 6.1f}, 0.05f, 0.03f).both();
  s.model().height = 3.9f;
  s.model().breadth = 6.8f;
  s.model().floats = true;
  if (subject.footing != Footing::water) return;  // only above the waves does it blow
  const int spray =
      s.paint({.colour = pigment(0xf2f7fa), .thin = 0.9f, .relief = 0.2f, .grain = 0.25f});
  s.piece(spray, 0.2f);
  for (int i = 0; i < 5; ++i) {
    const float turn = 72 * static_cast<float>(i);
    s.limb({0, 1.9f, 3.6f}, {0.2f * cosine(turn), 3.4f, 3.6f + 0.2f * sine(turn)}, 0.08f, 0.18f);
    s.limb({0.2f * cosine(turn), 3.4f, 3.6f + 0.2f * sine(turn)},
           {0.8f * cosine(turn), 3.7f, 3.6f + 0.8f * sine(turn)}, 0.18f, 0.22f);
    s.limb({0.8f * cosine(turn), 3.7f, 3.6f + 0.8f * sine(turn)},
           {1.2f * cosine(turn), 3.0f, 3.6f + 1.2f * sine(turn)}, 0.22f, 0.10f);
  }
}

void sculpt_turtle(Sculptor& s, const Subject& subject) {
  const Rgb green_one = own(subject, pigment(0x6d7a3a));
  const int shell = s.paint({.colour = blend(green_one, pigment(0x5a3e1e), 0.4f),
                             .second = pigment(0xd9c07a),
                             .pattern = Pattern::plates,
                             .scale = 0.14f,
                             .gloss = 0.12f,
                             .relief = 0.01f,
                             .grain = 0.1f});
  const int skin = s.paint({.colour = green_one,
                            .second = blend(green_one, {0, 0, 0}, 0.4f),
                            .pattern = Pattern::spots,
                            .scale = 0.03f,
                            .gloss = 0.06f});
  s.piece(shell, 0.04f);
  s.ellipsoid({0, 0.16f, 0}, {0.28f, 0.21f, 0.34f});
  s.box({0, -0.16f, 0}, {0.5f, 0.26f, 0.5f}).carving(0.03f);
  s.piece(s.paint(pigment(0xc9b070)));
  s.ellipsoid({0, 0.10f, 0}, {0.285f, 0.05f, 0.345f});
  s.piece(skin, 0.03f);
  s.limb({0, 0.13f, 0.28f}, {0, 0.24f, 0.43f}, 0.065f, 0.06f);
  s.ellipsoid({0, 0.26f, 0.47f}, {0.068f, 0.066f, 0.09f});
  for (const float z : {-0.22f, 0.22f})
    s.limb({0.20f, 0.12f, z}, {0.30f, 0.02f, z * 1.25f}, 0.072f, 0.058f).both();
  s.limb({0, 0.08f, -0.32f}, {0, 0.04f, -0.44f}, 0.03f, 0.01f);
  eye(s, {0.055f, 0.285f, 0.505f}, 0.018f);
  s.model().height = 0.38f;
  s.model().breadth = 0.48f;
}

void sculpt_butterfly(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "butterfly");
  constexpr std::uint32_t kWings[] = {0xf08a1c, 0x2f6fd0, 0xf2c81e, 0xc23a78};
  const Rgb colour = own(subject, pigment(kWings[subject.painted ? 0 : d.below(4)]));
  const int wing = s.paint({.colour = colour,
                            .second = blend(colour, {1, 1, 1}, 0.45f),
                            .pattern = Pattern::mottled,
                            .scale = 0.03f,
                            .thin = 0.8f});
  const int edge = s.paint({.colour = pigment(0x17120f),
                            .second = pigment(0xf4efe4),
                            .pattern = Pattern::spots,
                            .scale = 0.012f,
                            .thin = 0.2f});
  const int body =
      s.paint({.colour = pigment(0x1c1613), .relief = 0.002f, .grain = 0.008f, .fur = true});
  const auto pair = [&](int paint, float k, float out, float thick) {
    s.piece(paint);
    s.slab({0.004f, 0, 0},
           {{0, 0.004f},
            {0.05f * k + out, 0.085f * k + out},
            {0.115f * k + out, 0.098f * k + out},
            {0.122f * k + out, 0.055f * k},
            {0.07f * k + out, 0.004f},
            {0, -0.012f}},
           thick, 0.003f)
        .turning(18, -24, 0)
        .both();
    s.slab({0.004f, -0.006f, 0},
           {{0, 0.006f},
            {0.075f * k + out, 0.0f},
            {0.094f * k + out, -0.035f * k},
            {0.062f * k + out, -0.092f * k - out},
            {0.02f * k, -0.07f * k - out}},
           thick, 0.003f)
        .turning(18, -24, 0)
        .both();
  };
  pair(edge, 1.0f, 0.0f, 0.0010f);
  pair(wing, 0.82f, 0.0f, 0.0022f);
  s.piece(body, 0.004f);
  s.limb({0, 0.035f, 0.004f}, {0, -0.055f, 0.0f}, 0.0085f, 0.005f);
  s.ball({0, 0.045f, 0.006f}, 0.0095f);
  s.limb({0.003f, 0.05f, 0.006f}, {0.025f, 0.095f, 0.012f}, 0.0014f, 0.0014f).both();
  s.ball({0.025f, 0.095f, 0.012f}, 0.003f).both();
  for (Part& part : s.model().parts) part.at.y += 0.1f;
  s.model().height = 0.2f;
  s.model().breadth = 0.13f;
}

}  // namespace

bool sculpt_creature(Sculptor& s, const Subject& subject) {
  switch (subject.what) {
    case fish:
      sculpt_fish(s, subject);
      return true;
    case shark:
    case dolphin:
      sculpt_swimmer(s, subject);
      return true;
    case whale:
      sculpt_whale(s, subject);
      return true;
    case turtle:
      sculpt_turtle(s, subject);
      return true;
    case butterfly:
      sculpt_butterfly(s, subject);
      return true;
    default:
      return false;
  }
}

}  // namespace easel::painter
