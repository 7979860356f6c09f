#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_airplane(Sculptor& s, const Subject& subject) {
  const Rgb white_one = own(subject, pigment(0xf2f3f5));
  const int body = s.paint({.colour = white_one, .gloss = 0.22f});
  const int tail =
      s.paint({.colour = subject.painted ? blend(white_one, {1, 1, 1}, 0.4f) : pigment(0x1f4fa0),
               .gloss = 0.2f});
  const int grey_one = s.paint(pigment(0x9aa1a8), 0.25f);
  const int pane = s.paint({.colour = pigment(0x1c2832),
                            .gloss = 0.4f,
                            .glow = subject.lit ? Rgb{1.6f, 1.2f, 0.6f} : Rgb{}});
  s.piece(body, 0.8f);
  s.limb({0, 0, 13}, {0, 0.2f, -11}, 1.9f, 1.8f);
  s.limb({0, 0.2f, -11}, {0, 1.3f, -18}, 1.8f, 0.45f);
  s.ellipsoid({0, -0.15f, 14.2f}, {1.7f, 1.65f, 2.8f});
  s.piece(body, 0.3f);
  s.slab({0.8f, -0.9f, 0}, {{0, 4.2f}, {0, -3.4f}, {3.5f, -4.4f}, {15.5f, -9.5f}, {15.8f, -7.9f}},
         0.14f, 0.10f)
      .turning(90, 0, 5)
      .both();
  s.slab({0.3f, 1.1f, -14.2f}, {{0, 1.0f}, {0, -2.6f}, {5.8f, -4.4f}, {5.9f, -3.2f}}, 0.08f, 0.08f)
      .turning(90, 0, 6)
      .both();
  s.piece(tail);
  s.slab({0, 0, 0}, {{-12.0f, 1.8f}, {-16.4f, 7.2f}, {-18.4f, 7.2f}, {-17.6f, 1.6f}}, 0.12f, 0.10f)
      .lengthwise();
  s.piece(grey_one);
  s.drum({5.2f, -1.55f, -1.2f}, 4.2f, 0.85f, 1.05f, 0.1f).turning(90, 0, 0).both();
  s.piece(pane);
  for (int i = 0; i < 16; ++i)
    s.box({1.86f, 0.45f, 10.5f - 1.35f * static_cast<float>(i)}, {0.08f, 0.24f, 0.17f}, 0.08f)
        .both();
  s.box({0.62f, 0.85f, 15.35f}, {0.62f, 0.3f, 0.4f}, 0.1f).turning(30, 0, 0).both();
  for (Part& part : s.model().parts) part.at.y += 3;
  s.model().height = 10;
  s.model().breadth = 17;
}

void sculpt_rocket(Sculptor& s, const Subject& subject) {
  const Rgb red_one = own(subject, pigment(0xc4201c));
  const int body = s.paint({.colour = pigment(0xf2f1ee), .gloss = 0.22f});
  const int paint = s.paint({.colour = red_one, .gloss = 0.22f});
  const int steel = s.paint(pigment(0x8d9298), 0.4f);
  const int pane = s.paint({.colour = pigment(0x24506a),
                            .gloss = 0.5f,
                            .glow = subject.lit ? Rgb{0.8f, 1.0f, 1.2f} : Rgb{}});
  const int fire = s.paint({.colour = pigment(0xff9a2c), .glow = {7, 3.0f, 0.6f}});
  const int core = s.paint({.colour = pigment(0xfff0c0), .glow = {12, 9, 4}});
  const float base = 6;
  s.piece(body);
  s.lathe(
      {0, base, 0},
      {{0, 0}, {1.15f, 0}, {1.55f, 2.4f}, {1.6f, 4.4f}, {1.35f, 6.6f}, {1.02f, 8.0f}, {0, 8.0f}});
  s.piece(paint);
  s.lathe({0, base, 0}, {{0, 7.9f}, {1.05f, 7.9f}, {0.55f, 9.3f}, {0.0f, 10.4f}});
  s.lathe({0, base, 0}, {{0, 2.0f}, {1.55f, 2.0f}, {1.60f, 2.45f}, {0, 2.45f}});
  for (int i = 0; i < 3; ++i) {
    s.slab({0, base, 0}, {{1.0f, 2.8f}, {2.5f, 0.6f}, {2.6f, -1.3f}, {2.2f, -1.2f}, {1.0f, 0.3f}},
           0.09f, 0.06f)
        .turning(0, 120 * static_cast<float>(i) + 30, 0);
  }
  s.piece(steel);
  s.drum({0, base - 0.7f, 0}, 0.75f, 0.95f, 0.75f);
  s.ring({0, base + 5.4f, 1.48f}, 0.62f, 0.12f).turning(84, 0, 0);
  s.piece(pane);
  s.ellipsoid({0, base + 5.4f, 1.42f}, {0.56f, 0.56f, 0.14f});
  s.piece(core, 0.3f);
  s.limb({0, base - 0.8f, 0}, {0, base - 2.6f, 0}, 0.5f, 0.25f);
  s.piece(fire, 0.4f);
  s.limb({0, base - 0.9f, 0}, {0, base - 2.6f, 0}, 0.72f, 0.62f);
  s.limb({0, base - 2.6f, 0}, {0, base - 5.6f, 0}, 0.62f, 0.06f);
  s.lamp({0, base - 2, 0}, {1.6f, 0.8f, 0.2f}, 2.5f);
  s.model().height = 16.4f;
  s.model().breadth = 3;
}

void sculpt_balloon(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "balloon");
  constexpr std::uint32_t kPairs[][2] = {{0xd8231c, 0xf6c21c},
                                         {0x1f5fb0, 0xf4efe2},
                                         {0x1f8a6a, 0xf2b41c},
                                         {0x7a2f9c, 0xf07a3a},
                                         {0xe8661c, 0x1f3f7a}};
  const auto& pair = kPairs[d.below(5)];
  const Rgb first = own(subject, pigment(pair[0]));
  const Rgb second = subject.painted ? blend(first, {1, 1, 1}, 0.55f) : pigment(pair[1]);
  const bool zigzag = d.chance(0.3f);
  const float lift = 6;
  const int cloth =
      s.paint({.colour = first,
               .second = second,
               .pattern = zigzag ? Pattern::zigzag : Pattern::gores,
               .scale = zigzag ? 3.2f : 8.0f,
               .gloss = 0.06f,
               .thin = 0.75f,
               .glow = subject.lit ? Rgb{first.r * 0.7f, first.g * 0.55f, first.b * 0.4f} : Rgb{}});
  const int band = s.paint({.colour = blend(first, {0, 0, 0}, 0.3f), .thin = 0.4f});
  s.piece(cloth);
  s.lathe({0, lift, 0}, {{0, 0},
                         {1.1f, 0},
                         {1.6f, 0.9f},
                         {3.3f, 3.2f},
                         {4.9f, 5.6f},
                         {5.8f, 7.9f},
                         {6.1f, 10.1f},
                         {5.8f, 12.2f},
                         {4.9f, 14.1f},
                         {3.4f, 15.5f},
                         {1.7f, 16.2f},
                         {0, 16.4f}});
  s.lathe({0, lift, 0}, {{5.7f, 9.2f}, {6.16f, 9.2f}, {6.2f, 10.1f}, {6.14f, 11.0f}, {5.7f, 11.0f}})
      .painted(band);
  s.piece(band);
  s.drum({0, lift - 0.15f, 0}, 0.6f, 1.12f, 1.35f);
  s.piece(s.paint(pigment(0x3a3430)));
  for (const float x : {-0.8f, 0.8f}) {
    for (const float z : {-0.8f, 0.8f})
      s.rod({x * 1.15f, lift + 0.1f, z * 1.15f}, {x, 1.5f, z}, 0.045f);
  }
  s.piece(s.paint({.colour = pigment(0x9a6a3a),
                   .second = pigment(0x5d3d1e),
                   .pattern = Pattern::bricks,
                   .scale = 0.4f}));
  s.box({0, 0.8f, 0}, {1.0f, 0.75f, 1.0f}, 0.15f);
  s.box({0, 1.2f, 0}, {0.82f, 0.8f, 0.82f}, 0.1f).carving();
  s.piece(s.paint(pigment(0x4a2f18)));
  s.box({0, 1.55f, 0}, {1.06f, 0.09f, 1.06f}, 0.08f);
  s.piece(s.paint({.colour = pigment(0xffb040), .glow = {8, 4, 1}}));
  s.limb({0, lift - 1.6f, 0}, {0, lift - 0.3f, 0}, 0.20f, 0.05f);
  s.lamp({0, lift + 2, 0}, {0.5f, 0.3f, 0.1f}, 4);
  s.model().height = lift + 16.4f;
  s.model().breadth = 6.2f;
}

void sculpt_ufo(Sculptor& s, const Subject& subject) {
  const int steel = s.paint({.colour = own(subject, pigment(0xa8afb6)), .gloss = 0.5f});
  const int dome =
      s.paint({.colour = pigment(0x7fc8d8), .gloss = 0.5f, .glow = {0.25f, 0.7f, 0.75f}});
  const int bulb = s.paint({.colour = pigment(0xfff0a0), .glow = {5, 4, 1.4f}});
  const int beam = s.paint({.colour = pigment(0xc8ffe8), .glow = {1.3f, 2.2f, 1.7f}});
  s.piece(steel, 0.3f);
  s.ellipsoid({0, 1.5f, 0}, {5, 0.75f, 5});
  s.ellipsoid({0, 1.8f, 0}, {2.9f, 0.9f, 2.9f});
  s.ellipsoid({0, 1.1f, 0}, {2.6f, 0.8f, 2.6f});
  s.piece(dome);
  s.ellipsoid({0, 2.4f, 0}, {1.7f, 1.45f, 1.7f});
  s.piece(bulb);
  for (int i = 0; i < 12; ++i) {
    const float turn = 30 * static_cast<float>(i);
    s.ball({4.25f * cosine(turn), 1.3f, 4.25f * sine(turn)}, 0.27f);
  }
  s.piece(beam);
  s.drum({0, 0.2f, 0}, 0.3f, 1.3f, 1.5f);
  s.model().height = 3.9f;
  s.model().breadth = 5;
}

void sculpt_kite(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "kite");
  constexpr std::uint32_t kColours[] = {0xd8231c, 0x2f6fd0, 0xf2a81c, 0x3f9c4a};
  const Rgb colour = own(subject, pigment(kColours[subject.painted ? 0 : d.below(4)]));
  const int cloth = s.paint({.colour = colour, .thin = 0.8f});
  const int other = s.paint({.colour = pigment(0xf6d21c), .thin = 0.8f});
  s.piece(cloth);
  s.slab({0, 1.0f, 0}, {{0, 0.55f}, {0.45f, 0.08f}, {0, -0.8f}, {-0.45f, 0.08f}}, 0.006f, 0.004f)
      .turning(-22, 0, 14);
  s.piece(other);
  s.slab({0, 1.0f, 0.01f}, {{0, 0.0f}, {0.45f, 0.08f}, {0, 0.55f}}, 0.007f, 0.003f)
      .turning(-22, 0, 14);
  s.slab({0, 1.0f, 0.01f}, {{0, 0.08f}, {-0.45f, 0.08f}, {0, -0.8f}}, 0.007f, 0.003f)
      .turning(-22, 0, 14);
  s.piece(s.paint(pigment(0xe8e4da)));
  Point at{0.18f, 0.23f, 0.28f};
  for (int i = 0; i < 7; ++i) {
    const Point to = at + Point{0.05f * (i % 2 ? 1.0f : -1.0f) - 0.05f, -0.15f, 0.03f};
    s.rod(at, to, 0.007f);
    at = to;
  }
  for (int i = 0; i < 5; ++i) {
    s.piece(i % 2 ? cloth : other);
    const float t = static_cast<float>(i + 1) / 6;
    s.ellipsoid(Point{0.18f, 0.23f, 0.28f} + (at - Point{0.18f, 0.23f, 0.28f}) * t,
                {0.075f, 0.03f, 0.015f})
        .turning(0, 0, i % 2 ? 25.0f : -25.0f);
  }
  s.piece(s.paint(pigment(0xd8d4c8)));
  s.rod({0, 1.0f, -0.02f}, {1.6f, -3.2f, -1.5f}, 0.006f);
  s.model().height = 1.7f;
  s.model().breadth = 0.6f;
}

}  // namespace

bool sculpt_aircraft(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{airplane, sculpt_airplane},
                            {rocket, sculpt_rocket},
                            {balloon, sculpt_balloon},
                            {ufo, sculpt_ufo},
                            {kite, sculpt_kite}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
