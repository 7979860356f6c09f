#include <cmath>

#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

struct Plumage {
  Rgb back, belly, head, beak, legs;
};

int feathers(Sculptor& s, Rgb colour, Rgb second, Pattern pattern, float scale, float at = 0) {
  return s.paint({.colour = colour,
                  .second = second,
                  .pattern = pattern,
                  .scale = scale,
                  .at = at,
                  .gloss = 0.05f,
                  .thin = 0.1f,
                  .relief = 0.12f * scale,
                  .grain = 0.35f * scale,
                  .fur = true});
}

void sculpt_penguin(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "penguin");
  const Rgb black = own(subject, pigment(0x1b1d22)), white = pigment(0xf6f3ea);
  const int back = s.paint({.colour = black,
                            .second = white,
                            .pattern = Pattern::front,
                            .scale = 0.05f,
                            .at = 0.055f,
                            .gloss = 0.08f,
                            .relief = 0.004f,
                            .grain = 0.016f,
                            .fur = true});
  const int hood =
      s.paint({.colour = black, .gloss = 0.08f, .relief = 0.004f, .grain = 0.016f, .fur = true});
  const int gold = s.paint(pigment(0xf2b12e));
  const int foot = s.paint(pigment(0x33302f));
  s.piece(back, 0.12f);
  s.ellipsoid({0, 0.43f, -0.01f}, {0.205f, 0.37f, 0.195f}).turning(-3, 0, 0);
  s.ellipsoid({0, 0.30f, 0.03f}, {0.205f, 0.24f, 0.20f});
  s.limb({0, 0.68f, 0.0f}, {0, 0.80f, 0.015f}, 0.135f, 0.105f);
  s.limb({0, 0.80f, 0.01f}, {0, 0.90f, 0.03f}, 0.103f, 0.10f).blended(0.06f).painted(hood);
  s.ellipsoid({0, 0.91f, 0.035f}, {0.104f, 0.100f, 0.122f}).blended(0.05f).painted(hood);
  s.limb({0, 0.16f, -0.15f}, {0, 0.03f, -0.26f}, 0.07f, 0.02f).blended(0.08f).painted(hood);
  s.ellipsoid({0.098f, 0.83f, 0.03f}, {0.030f, 0.055f, 0.05f}).both().blended(0.02f).painted(gold);
  s.piece(hood, 0.04f);
  const float lift = d.between(4, 18);
  s.ellipsoid({0.235f, 0.48f, -0.02f}, {0.030f, 0.26f, 0.085f}).turning(0, 0, lift).both();
  s.ellipsoid({0.185f, 0.64f, -0.01f}, {0.06f, 0.09f, 0.07f}).both();
  s.piece(s.paint({.colour = pigment(0xf08a2e),
                   .second = pigment(0x1f1c1b),
                   .pattern = Pattern::above,
                   .scale = 0.006f,
                   .at = 0.888f}));
  s.limb({0, 0.895f, 0.13f}, {0, 0.872f, 0.275f}, 0.032f, 0.008f);
  s.piece(foot);
  s.ellipsoid({0.088f, 0.022f, 0.09f}, {0.068f, 0.028f, 0.115f}).both();
  eyes(s, {0.078f, 0.93f, 0.105f}, 0.021f);
  s.model().height = 1.0f;
  s.model().breadth = 0.27f;
}

void sculpt_owl(Sculptor& s, const Subject& subject) {
  const Rgb brown = own(subject, pigment(0x8a6540));
  const int back = feathers(s, brown, blend(brown, {0, 0, 0}, 0.5f), Pattern::spots, 0.035f);
  const int breast =
      feathers(s, pigment(0xe6d3ae), blend(brown, {0, 0, 0}, 0.2f), Pattern::spots, 0.028f);
  const int disc = s.paint({.colour = pigment(0xd9bd8c),
                            .second = pigment(0xb8935c),
                            .pattern = Pattern::mottled,
                            .scale = 0.03f});
  const int dark = s.paint(blend(brown, {0, 0, 0}, 0.55f));
  s.piece(back, 0.06f);
  s.ellipsoid({0, 0.24f, 0}, {0.150f, 0.215f, 0.145f});
  s.ellipsoid({0, 0.24f, 0.045f}, {0.115f, 0.185f, 0.118f}).blended(0.03f).painted(breast);
  s.ellipsoid({0, 0.46f, 0.01f}, {0.142f, 0.122f, 0.122f});
  s.limb({0, 0.12f, -0.10f}, {0, -0.02f, -0.15f}, 0.07f, 0.05f);
  s.limb({0.095f, 0.53f, 0.02f}, {0.135f, 0.645f, 0.0f}, 0.038f, 0.006f).both().blended(0.03f);
  s.piece(disc, 0.01f);
  s.ellipsoid({0.056f, 0.462f, 0.108f}, {0.066f, 0.072f, 0.026f}).turning(0, 18, 0).both();
  s.piece(back, 0.02f);
  s.ellipsoid({0.145f, 0.24f, -0.01f}, {0.04f, 0.19f, 0.10f}).turning(4, 0, 4).both();
  s.piece(dark);
  s.limb({0.022f, 0.475f, 0.135f}, {0.10f, 0.535f, 0.112f}, 0.012f, 0.009f).both();
  eyes(s, {0.056f, 0.47f, 0.122f}, 0.036f, pigment(0xf2a81d));
  s.piece(s.paint(pigment(0x3a342c), 0.15f));
  s.limb({0, 0.45f, 0.142f}, {0, 0.405f, 0.155f}, 0.020f, 0.005f);
  s.piece(s.paint(pigment(0xc9a04a)));
  for (const float x : {0.04f, 0.075f})
    s.limb({x, 0.05f, 0.07f}, {x, 0.0f, 0.11f}, 0.016f, 0.012f).both();
  // The stump it sits on.
  s.piece(s.paint({.colour = pigment(0x5d4630),
                   .second = pigment(0x3a2a1c),
                   .pattern = Pattern::mottled,
                   .scale = 0.05f,
                   .relief = 0.03f,
                   .grain = 0.05f}));
  s.drum({0, -0.42f, 0}, 0.42f, 0.21f, 0.17f, 0.02f);
  for (Part& part : s.model().parts) part.at.y += 0.40f;
  s.model().height = 1.05f;
  s.model().breadth = 0.2f;
}

// A long-necked bird on the water, or a duck.
void sculpt_waterfowl(Sculptor& s, const Subject& subject) {
  const bool long_neck = subject.what == swan;
  const Rgb white = own(subject, long_neck ? pigment(0xf8f6f0) : pigment(0xa89a86));
  const int coat = feathers(s, white, blend(white, {0, 0, 0}, long_neck ? 0.10f : 0.4f),
                            Pattern::mottled, 0.06f);
  const int head = long_neck ? coat
                             : feathers(s, subject.painted ? white : pigment(0x0f5a3c),
                                        pigment(0x0a3a28), Pattern::mottled, 0.05f);
  const int tail = long_neck ? coat : s.paint(pigment(0x2a2624));
  const int wing = feathers(s, long_neck ? white : blend(white, {0, 0, 0}, 0.15f),
                            blend(white, {0, 0, 0}, 0.3f), Pattern::mottled, 0.05f);
  const int beak = s.paint(long_neck ? pigment(0xe8702a) : pigment(0xe0a82a), 0.1f);
  const float k = long_neck ? 1.0f : 0.55f;
  s.piece(coat, 0.12f * k);
  s.ellipsoid({0, 0.12f * k, 0}, {0.27f * k, 0.22f * k, 0.50f * k});
  s.ellipsoid({0, 0.13f * k, 0.28f * k}, {0.21f * k, 0.21f * k, 0.24f * k});
  s.limb({0, 0.18f * k, -0.35f * k}, {0, 0.34f * k, -0.62f * k}, 0.13f * k, 0.02f * k)
      .painted(tail);
  if (long_neck) {
    const Point curve[] = {{0, 0.16f, 0.42f}, {0, 0.36f, 0.56f}, {0, 0.58f, 0.53f},
                           {0, 0.78f, 0.44f}, {0, 0.94f, 0.46f}, {0, 0.99f, 0.55f}};
    for (int i = 0; i + 1 < 6; ++i) {
      const float r = 0.088f - 0.008f * static_cast<float>(i);
      s.limb(curve[i], curve[i + 1], r, r - 0.008f).blended(0.03f);
    }
    s.ellipsoid({0, 0.985f, 0.59f}, {0.060f, 0.062f, 0.095f}).blended(0.03f);
    s.piece(beak);
    s.limb({0, 0.975f, 0.66f}, {0, 0.935f, 0.80f}, 0.034f, 0.018f);
    s.piece(s.paint(pigment(0x161414)));
    s.ball({0, 1.0f, 0.675f}, 0.026f);
    s.ellipsoid({0.042f, 0.985f, 0.655f}, {0.014f, 0.018f, 0.03f}).both();
    eyes(s, {0.048f, 1.005f, 0.625f}, 0.012f);
  } else {
    s.limb({0, 0.14f, 0.21f}, {0, 0.29f, 0.235f}, 0.060f, 0.050f).blended(0.04f).painted(head);
    s.ellipsoid({0, 0.315f, 0.255f}, {0.062f, 0.062f, 0.078f}).blended(0.02f).painted(head);
    s.piece(s.paint(pigment(0xf2efe8)));
    s.ring({0, 0.205f, 0.222f}, 0.054f, 0.012f).turning(8, 0, 0);
    s.piece(beak);
    s.ellipsoid({0, 0.300f, 0.352f}, {0.030f, 0.014f, 0.055f}).turning(6, 0, 0);
    eyes(s, {0.050f, 0.335f, 0.285f}, 0.011f);
  }
  s.piece(wing, 0.03f);
  s.ellipsoid({0.20f * k, 0.22f * k, -0.06f * k}, {0.09f * k, 0.16f * k, 0.42f * k})
      .turning(14, 0, -12)
      .both();
  s.ellipsoid({0.12f * k, 0.32f * k, -0.26f * k}, {0.08f * k, 0.09f * k, 0.32f * k})
      .turning(20, 0, -12)
      .both();
  s.model().height = long_neck ? 1.05f : 0.38f;
  s.model().breadth = 0.62f * k;
  s.model().floats = true;
}

void sculpt_flamingo(Sculptor& s, const Subject& subject) {
  const Rgb pink_one = own(subject, pigment(0xf2808c));
  const int coat =
      feathers(s, pink_one, blend(pink_one, {1, 1, 1}, 0.35f), Pattern::mottled, 0.07f);
  const int leg = s.paint(blend(pink_one, {0, 0, 0}, 0.15f));
  s.piece(coat, 0.08f);
  s.ellipsoid({0, 0.86f, 0}, {0.15f, 0.16f, 0.27f}).turning(-12, 0, 0);
  s.limb({0, 0.86f, -0.2f}, {0, 0.76f, -0.42f}, 0.09f, 0.02f);
  const Point curve[] = {{0, 0.92f, 0.22f}, {0, 1.04f, 0.38f}, {0, 1.22f, 0.36f},
                         {0, 1.36f, 0.25f}, {0, 1.50f, 0.27f}, {0, 1.54f, 0.36f}};
  for (int i = 0; i + 1 < 6; ++i) s.limb(curve[i], curve[i + 1], 0.050f, 0.042f).blended(0.03f);
  s.ellipsoid({0, 1.53f, 0.39f}, {0.045f, 0.045f, 0.065f}).blended(0.02f);
  s.piece(s.paint({.colour = pigment(0x1c1818),
                   .second = pigment(0xf4c8bc),
                   .pattern = Pattern::above,
                   .scale = 0.01f,
                   .at = 1.47f}));
  s.limb({0, 1.515f, 0.44f}, {0, 1.485f, 0.50f}, 0.028f, 0.026f);
  s.limb({0, 1.485f, 0.50f}, {0, 1.42f, 0.505f}, 0.026f, 0.010f);
  s.piece(leg);
  s.rod({0.05f, 0.76f, 0.02f}, {0.05f, 0.0f, 0.02f}, 0.017f);
  s.limb({-0.05f, 0.76f, 0.02f}, {-0.05f, 0.42f, -0.06f}, 0.018f, 0.018f);
  s.limb({-0.05f, 0.42f, -0.06f}, {0.0f, 0.36f, 0.16f}, 0.017f, 0.014f);
  s.ball({0.05f, 0.38f, 0.02f}, 0.026f);
  eyes(s, {0.040f, 1.55f, 0.415f}, 0.011f);
  s.model().height = 1.6f;
  s.model().breadth = 0.35f;
  s.model().floats = true;
}

void sculpt_chicken(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "chicken");
  const Rgb colour = own(subject, d.chance(0.5f) ? pigment(0xb5622a) : pigment(0xf2eee4));
  const int coat = feathers(s, colour, blend(colour, {0, 0, 0}, 0.25f), Pattern::mottled, 0.05f);
  const int tail = feathers(s, d.chance(0.5f) ? pigment(0x1f3a34) : blend(colour, {0, 0, 0}, 0.3f),
                            colour, Pattern::mottled, 0.08f);
  const int comb = s.paint(pigment(0xd0241e), 0.08f);
  const int leg = s.paint(pigment(0xe2b04a));
  s.piece(coat, 0.08f);
  s.ellipsoid({0, 0.27f, 0}, {0.115f, 0.125f, 0.175f}).turning(-14, 0, 0);
  s.limb({0, 0.32f, 0.10f}, {0, 0.475f, 0.145f}, 0.080f, 0.050f);
  s.ball({0, 0.49f, 0.152f}, 0.052f).blended(0.03f);
  s.ellipsoid({0.105f, 0.285f, -0.02f}, {0.03f, 0.085f, 0.13f})
      .turning(12, 0, 0)
      .both()
      .blended(0.02f);
  s.piece(tail, 0.02f);
  for (int i = 0; i < 7; ++i) {
    const float turn = 38 + 11 * static_cast<float>(i),
                aside = 0.008f * static_cast<float>(i % 3 - 1);
    const Point root{aside, 0.30f, -0.12f};
    const Point bend = root + Point{aside, 0.17f * sine(turn), -0.17f * cosine(turn)};
    const Point end = bend + Point{aside, 0.12f * sine(turn - 62), -0.12f * cosine(turn - 62)};
    s.limb(root, bend, 0.034f, 0.026f);
    s.limb(bend, end, 0.026f, 0.008f);
  }
  s.piece(comb, 0.01f);
  for (int i = 0; i < 4; ++i) {
    s.ellipsoid({0, 0.545f - 0.008f * static_cast<float>(i * i) * 0.5f,
                 0.185f - 0.028f * static_cast<float>(i)},
                {0.011f, 0.026f, 0.017f});
  }
  s.ellipsoid({0.014f, 0.435f, 0.205f}, {0.012f, 0.028f, 0.014f}).both();
  s.piece(leg);
  s.limb({0, 0.488f, 0.195f}, {0, 0.475f, 0.245f}, 0.018f, 0.004f);
  s.rod({0.05f, 0.18f, 0.0f}, {0.05f, 0.01f, 0.02f}, 0.011f).both();
  s.rod({0.05f, 0.012f, 0.01f}, {0.075f, 0.008f, 0.085f}, 0.009f).both();
  s.rod({0.05f, 0.012f, 0.01f}, {0.035f, 0.008f, 0.09f}, 0.009f).both();
  s.rod({0.05f, 0.012f, 0.01f}, {0.05f, 0.008f, -0.045f}, 0.009f).both();
  eyes(s, {0.044f, 0.502f, 0.172f}, 0.010f);
  s.model().height = 0.58f;
  s.model().breadth = 0.25f;
}

// Wings spread: small birds, gulls, eagles.
void sculpt_flyer(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "flyer");
  const bool great = subject.what == eagle, white_one = subject.what == gull;
  const Plumage p = great       ? Plumage{pigment(0x4a3320), pigment(0x5a3f28), pigment(0xf4f1e8),
                                    pigment(0xf2b530), pigment(0xf2b530)}
                    : white_one ? Plumage{pigment(0xb9c2c9), pigment(0xf6f6f4), pigment(0xf6f6f4),
                                          pigment(0xf0b43a), pigment(0xe8a03a)}
                                : Plumage{pigment(0x3a4858), pigment(0xd9c8b0), pigment(0x3a4858),
                                          pigment(0x2a2622), pigment(0x2a2622)};
  const Rgb back = own(subject, p.back);
  const float wave = d.between(12, 34);
  const int body = feathers(s, back, subject.painted ? back : p.belly, Pattern::below, 0.06f);
  const int head = feathers(s, subject.painted ? back : p.head, p.head, Pattern::plain, 0.05f);
  const int wing = s.paint({.colour = back,
                            .second = white_one ? pigment(0x26282c) : blend(back, {0, 0, 0}, 0.45f),
                            .pattern = Pattern::mottled,
                            .scale = 0.14f,
                            .thin = 0.4f});
  const int tips = s.paint(
      {.colour = white_one ? pigment(0x26282c) : blend(back, {0, 0, 0}, 0.35f), .thin = 0.3f});
  s.piece(body, 0.05f);
  s.ellipsoid({0, 0, 0}, {0.085f, 0.082f, 0.24f});
  s.ellipsoid({0, 0.025f, 0.24f}, {0.062f, 0.062f, 0.082f}).painted(head);
  s.piece(s.paint(p.beak, 0.1f));
  s.limb({0, 0.02f, 0.30f}, {0, great ? -0.02f : 0.005f, 0.37f}, great ? 0.028f : 0.018f, 0.004f);
  s.piece(great ? head : body, 0.02f);
  s.slab({0, 0, -0.2f}, {{-0.03f, 0}, {0.03f, 0}, {0.12f, -0.22f}, {0, -0.26f}, {-0.12f, -0.22f}},
         0.008f, 0.006f)
      .turning(84, 0, 0);
  // Each wing: an arm and a hand of feathers, raised by its beat.
  const float up = wave;
  s.piece(wing);
  s.slab({0.05f, 0.03f, 0.03f},
         {{0, 0.10f}, {0.38f, 0.13f}, {0.40f, -0.12f}, {0.2f, -0.18f}, {0, -0.17f}}, 0.007f, 0.008f)
      .turning(90, 0, up)
      .both();
  s.piece(tips);
  s.slab({0.05f + 0.38f * cosine(up), 0.03f + 0.38f * sine(up), 0.03f},
         {{-0.02f, 0.12f},
          {0.2f, 0.09f},
          {0.54f, -0.11f},
          {0.42f, -0.11f},
          {0.2f, -0.14f},
          {-0.02f, -0.16f}},
         0.005f, 0.006f)
      .turning(90, 0, 0.1f * up - 6)
      .both();
  eyes(s, {0.050f, 0.045f, 0.275f}, 0.013f);
  for (Part& part : s.model().parts) part.at.y += 0.3f;
  s.model().height = 0.62f;
  s.model().breadth = 0.75f;
}

// Bright, long-tailed, on its perch.
void sculpt_parrot(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xd8201c, 0x2f9a3a, 0x1f6fd0});
  const int coat = feathers(s, colour, blend(colour, {0, 0, 0}, 0.3f), Pattern::mottled, 0.05f);
  const int wing = s.paint({.colour = pigment(0x1c5fc8),
                            .second = pigment(0xf2c020),
                            .pattern = Pattern::above,
                            .scale = 0.03f,
                            .at = 0.98f,
                            .relief = 0.006f,
                            .grain = 0.02f,
                            .fur = true});
  const int pale = s.paint(pigment(0xf4f0e6));
  const int dark = s.paint(pigment(0x24211f), 0.25f);
  s.piece(coat, 0.05f);
  s.ellipsoid({0, 1.00f, 0}, {0.105f, 0.175f, 0.110f}).turning(-14, 0, 0);
  s.ellipsoid({0, 1.22f, 0.055f}, {0.088f, 0.092f, 0.096f});
  s.piece(wing, 0.02f);
  s.ellipsoid({0.095f, 0.96f, -0.03f}, {0.032f, 0.19f, 0.085f}).turning(-16, 0, 3).both();
  s.piece(coat, 0.02f);
  for (const float x : {-0.03f, 0.0f, 0.03f})
    s.limb({x, 0.88f, -0.07f}, {1.6f * x, 0.36f, -0.15f}, 0.032f, 0.008f);
  s.piece(pale);
  s.ellipsoid({0.055f, 1.225f, 0.095f}, {0.04f, 0.045f, 0.045f}).both();
  s.piece(dark, 0.01f);
  s.limb({0, 1.235f, 0.145f}, {0, 1.205f, 0.195f}, 0.036f, 0.026f);
  s.limb({0, 1.205f, 0.195f}, {0, 1.145f, 0.185f}, 0.024f, 0.006f);
  s.limb({0, 1.185f, 0.135f}, {0, 1.165f, 0.165f}, 0.026f, 0.012f);
  for (const float x : {0.03f, 0.055f})
    s.limb({x, 0.845f, 0.045f}, {x, 0.80f, 0.075f}, 0.016f, 0.012f).both();
  s.piece(s.paint({.colour = pigment(0x7a5634),
                   .second = pigment(0x4a321e),
                   .pattern = Pattern::grain,
                   .scale = 0.04f}),
          0.03f);
  s.rod({-0.24f, 0.80f, 0.03f}, {0.24f, 0.80f, 0.03f}, 0.032f);
  s.rod({0, 0.30f, 0.03f}, {0, 0.80f, 0.03f}, 0.038f);
  eyes(s, {0.078f, 1.24f, 0.12f}, 0.016f);
  for (Part& part : s.model().parts) part.at.y -= 0.32f;
  s.model().height = 1.0f;
  s.model().breadth = 0.25f;
}

// Facing the viewer, its train spread.
void sculpt_peacock(Sculptor& s, const Subject& subject) {
  const Rgb blue_one = own(subject, pigment(0x1440b0));
  const int coat = feathers(s, blue_one, pigment(0x0a8a8a), Pattern::mottled, 0.05f);
  const int vane = s.paint({.colour = pigment(0x2a7a3a),
                            .second = pigment(0x8a9a2a),
                            .pattern = Pattern::mottled,
                            .scale = 0.08f,
                            .thin = 0.3f});
  const int copper = s.paint(pigment(0xc98a2a), 0.3f);
  const int iris = s.paint(pigment(0x16a0b8), 0.3f);
  const int pupil = s.paint(pigment(0x141a6a), 0.3f);
  s.piece(vane);
  for (int ring_of = 0; ring_of < 3; ++ring_of) {
    const int count = 13 - 2 * ring_of;
    const float out = 1.28f - 0.3f * static_cast<float>(ring_of);
    for (int i = 0; i < count; ++i) {
      const float turn = 6 + 168.0f * static_cast<float>(i) / static_cast<float>(count - 1);
      const float c = cosine(turn), y = sine(turn),
                  z = -0.12f + 0.05f * static_cast<float>(ring_of);
      const Point tip{out * c, 0.34f + out * y, z};
      s.piece(vane);
      s.limb({0.05f * c, 0.36f, z}, tip, 0.012f, 0.062f);
      s.ellipsoid(tip, {0.105f, 0.105f, 0.012f});
      s.piece(copper);
      s.ellipsoid(tip + Point{0, 0, 0.012f}, {0.066f, 0.066f, 0.008f});
      s.piece(iris);
      s.ellipsoid(tip + Point{0, 0, 0.018f}, {0.045f, 0.045f, 0.008f});
      s.piece(pupil);
      s.ellipsoid(tip + Point{-0.01f * c, -0.01f * y, 0.025f}, {0.024f, 0.024f, 0.006f});
    }
  }
  s.piece(coat, 0.06f);
  s.ellipsoid({0, 0.40f, 0.06f}, {0.135f, 0.16f, 0.20f}).turning(-20, 0, 0);
  s.cord({{0, 0.46f, 0.18f}, {0, 0.66f, 0.26f}, {0, 0.84f, 0.24f}, {0, 0.93f, 0.27f}}, 0.085f,
         0.045f);
  s.ellipsoid({0, 0.945f, 0.285f}, {0.05f, 0.05f, 0.06f});
  s.piece(s.paint(pigment(0x8a7a60)));
  s.limb({0, 0.94f, 0.33f}, {0, 0.925f, 0.40f}, 0.018f, 0.004f);
  s.rod({0.06f, 0.28f, 0.04f}, {0.06f, 0.0f, 0.06f}, 0.016f).both();
  for (const float x : {0.03f, 0.06f, 0.09f})
    s.rod({0.06f, 0.01f, 0.06f}, {x, 0.008f, 0.14f}, 0.010f).both();
  s.piece(coat);
  for (const float x : {-0.03f, 0.0f, 0.03f}) {
    s.rod({0.3f * x, 0.985f, 0.27f}, {x, 1.08f, 0.26f}, 0.004f);
    s.ball({x, 1.085f, 0.26f}, 0.014f);
  }
  eyes(s, {0.038f, 0.955f, 0.325f}, 0.012f);
  s.model().height = 1.72f;
  s.model().breadth = 1.38f;
}

}  // namespace

bool sculpt_bird(Sculptor& s, const Subject& subject) {
  switch (subject.what) {
    case penguin:
      sculpt_penguin(s, subject);
      return true;
    case parrot:
      sculpt_parrot(s, subject);
      return true;
    case peacock:
      sculpt_peacock(s, subject);
      return true;
    case owl:
      sculpt_owl(s, subject);
      return true;
    case swan:
    case duck:
      sculpt_waterfowl(s, subject);
      return true;
    case flamingo:
      sculpt_flamingo(s, subject);
      return true;
    case chicken:
      sculpt_chicken(s, subject);
      return true;
    case bird:
    case eagle:
    case gull:
      sculpt_flyer(s, subject);
      return true;
    default:
      return false;
  }
}

}  // namespace easel::painter
