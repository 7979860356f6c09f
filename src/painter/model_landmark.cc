#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

// Four legs of lattice that bend together into one spire.
void sculpt_eiffel_tower(Sculptor& s, const Subject& subject) {
  const int iron = s.paint({.colour = own(subject, pigment(0x7a5a40)),
                            .gloss = 0.12f,
                            .glow = subject.lit ? Rgb{0.75f, 0.5f, 0.16f} : Rgb{}});
  struct Level {
    float y, out, thick;
  };
  constexpr Level kLevels[] = {{0, 24, 6.4f},    {12, 19, 5.6f},   {26, 13, 4.6f},
                               {42, 8.6f, 3.6f}, {58, 5.4f, 3.0f}, {80, 3.0f, 2.4f},
                               {104, 1.5f, 1.9f}};
  s.piece(iron);
  for (int leg = 0; leg < 2; ++leg) {
    const float z = leg == 0 ? 1.0f : -1.0f;
    for (int i = 0; i + 1 < 7; ++i) {
      const Level &a = kLevels[i], &b = kLevels[i + 1];
      s.limb({a.out, a.y, z * a.out}, {b.out, b.y, z * b.out}, a.thick * 0.55f, b.thick * 0.55f)
          .both();
      // Crossed braces between the legs, on every side.
      s.rod({a.out, a.y, z * a.out}, {-b.out, b.y, z * b.out}, 0.62f).both();
    }
  }
  for (int i = 0; i + 1 < 7; ++i) {
    const Level &a = kLevels[i], &b = kLevels[i + 1];
    if (i == 0) continue;  // the arch below stays open
    s.rod({a.out, a.y, a.out}, {b.out, b.y, -b.out}, 0.62f).both();
    s.rod({a.out, a.y, -a.out}, {b.out, b.y, b.out}, 0.62f).both();
  }
  s.limb({0, 104, 0}, {0, 122, 0}, 1.5f, 0.4f);
  s.rod({0, 122, 0}, {0, 130, 0}, 0.3f);
  s.piece(iron);
  s.box({0, 24.5f, 0}, {16.2f, 1.5f, 16.2f}, 0.3f);
  s.box({0, 50, 0}, {8.4f, 1.3f, 8.4f}, 0.3f);
  s.box({0, 104, 0}, {2.8f, 1.2f, 2.8f}, 0.3f);
  // The arches under the first platform.
  for (const float turn : {0.0f, 90.0f}) {
    Point from{};
    for (int i = 0; i <= 12; ++i) {
      const float angle = 15.0f * static_cast<float>(i);
      const Point flat{16.5f * cosine(angle), 4 + 17.5f * sine(angle), 19.5f - 6.0f * sine(angle)};
      const Point to = turn > 0 ? Point{flat.z, flat.y, flat.x} : flat;
      if (i > 0) {
        s.rod(from, to, 0.8f);
        const auto across = [&](Point p) {
          return turn > 0 ? Point{-p.x, p.y, p.z} : Point{p.x, p.y, -p.z};
        };
        s.rod(across(from), across(to), 0.8f);
      }
      from = to;
    }
  }
  s.piece(s.paint(pigment(0xb8ac98)));
  for (const float z : {24.0f, -24.0f}) s.box({24, 1, z}, {4.2f, 1.4f, 4.2f}, 0.3f).both();
  if (subject.lit) s.lamp({0, 128, 0}, {3, 2.4f, 1.2f}, 4);
  s.model().height = 130;
  s.model().breadth = 28;
}

void sculpt_ferris_wheel(Sculptor& s, const Subject& subject) {
  const int steel = s.paint({.colour = own(subject, pigment(0xe8ecf0)),
                             .gloss = 0.2f,
                             .glow = subject.lit ? Rgb{0.6f, 0.7f, 1.0f} : Rgb{}});
  const int dark = s.paint(pigment(0x4a5058), 0.2f);
  constexpr float kHub = 13, kOut = 11;
  s.piece(steel);
  for (const float z : {-0.9f, 0.9f}) {
    s.ring({0, kHub, z}, kOut, 0.17f).turning(90, 0, 0);
    s.ring({0, kHub, z}, 0.72f * kOut, 0.10f).turning(90, 0, 0);
    for (int i = 0; i < 8; ++i) {
      const float turn = 22.5f * static_cast<float>(i), c = kOut * cosine(turn),
                  y = kOut * sine(turn);
      s.rod({-c, kHub - y, z}, {c, kHub + y, z}, 0.075f);
    }
  }
  s.piece(dark);
  s.rod({0, kHub, -2.2f}, {0, kHub, 2.2f}, 0.5f);
  for (const float z : {-2.0f, 2.0f}) s.limb({0, kHub, z}, {5.4f, 0, 1.6f * z}, 0.3f, 0.45f).both();
  constexpr std::uint32_t kCabins[] = {0xd8281c, 0xf2b41c, 0x2f8ad0, 0x3aa04a};
  for (int i = 0; i < 16; ++i) {
    const float turn = 22.5f * static_cast<float>(i);
    const Point at{kOut * cosine(turn), kHub + kOut * sine(turn), 0};
    s.piece(s.paint({.colour = pigment(kCabins[i % 4]),
                     .gloss = 0.25f,
                     .glow = subject.lit ? Rgb{0.5f, 0.4f, 0.25f} : Rgb{}}));
    s.drum(at + Point{0, -1.5f, 0}, 1.1f, 0.62f, 0.70f, 0.2f);
    s.piece(steel);
    s.rod(at + Point{0, -0.4f, -0.9f}, at + Point{0, -0.4f, 0.9f}, 0.06f);
    s.rod(at + Point{0, -0.4f, 0}, at, 0.05f);
  }
  s.model().height = 24.5f;
  s.model().breadth = 11.8f;
}

void sculpt_fountain(Sculptor& s, const Subject& subject) {
  const int stone = s.paint({.colour = own(subject, pigment(0xc9c2b4)),
                             .second = pigment(0xa69e90),
                             .pattern = Pattern::mottled,
                             .scale = 0.4f,
                             .relief = 0.01f,
                             .grain = 0.1f});
  const int pool = s.paint(pigment(0x4a90a8), 0.6f);
  const int spray = s.paint({.colour = pigment(0xf0f6fa), .gloss = 0.3f, .thin = 0.9f});
  s.piece(stone, 0.05f);
  s.lathe({0, 0, 0}, {{0, 0},
                      {2.6f, 0},
                      {2.75f, 0.15f},
                      {2.6f, 0.3f},
                      {2.6f, 0.6f},
                      {2.8f, 0.75f},
                      {2.4f, 0.75f},
                      {2.35f, 0.4f},
                      {0, 0.4f}});
  s.lathe({0, 0, 0}, {{0, 0.3f},
                      {0.5f, 0.3f},
                      {0.28f, 0.9f},
                      {0.32f, 1.5f},
                      {1.3f, 1.95f},
                      {1.4f, 2.1f},
                      {1.2f, 2.05f},
                      {0.3f, 1.9f},
                      {0, 1.9f}});
  s.lathe({0, 0, 0}, {{0, 1.8f},
                      {0.25f, 1.8f},
                      {0.16f, 2.4f},
                      {0.65f, 2.75f},
                      {0.7f, 2.85f},
                      {0.5f, 2.82f},
                      {0, 2.75f}});
  s.piece(pool);
  s.drum({0, 0.5f, 0}, 0.1f, 2.36f, 2.36f);
  s.drum({0, 1.95f, 0}, 0.06f, 1.2f, 1.22f);
  s.piece(spray, 0.05f);
  s.limb({0, 2.8f, 0}, {0, 4.1f, 0}, 0.09f, 0.05f);
  for (int i = 0; i < 10; ++i) {
    const float c = cosine(36.0f * static_cast<float>(i)), z = sine(36.0f * static_cast<float>(i));
    s.cord({{0, 4.05f, 0},
            {0.35f * c, 4.0f, 0.35f * z},
            {0.75f * c, 3.4f, 0.75f * z},
            {0.95f * c, 2.2f, 0.95f * z}},
           0.05f, 0.035f);
    s.cord({{1.35f * c, 2.08f, 1.35f * z},
            {1.6f * c, 1.9f, 1.6f * z},
            {1.85f * c, 1.3f, 1.85f * z},
            {1.95f * c, 0.6f, 1.95f * z}},
           0.045f, 0.035f);
  }
  s.model().height = 4.2f;
  s.model().breadth = 2.8f;
}

// A ring of tall stones, some with a lintel.
void sculpt_standing_stones(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "stones");
  const int stone = s.paint({.colour = own(subject, pigment(0x8f8a80)),
                             .second = pigment(0x6a665c),
                             .pattern = Pattern::mottled,
                             .scale = 0.7f,
                             .relief = 0.09f,
                             .grain = 0.5f});
  constexpr int kStones = 14;
  for (int i = 0; i < kStones; ++i) {
    const float turn = 360.0f / kStones * static_cast<float>(i), c = cosine(turn), z = sine(turn);
    const float tall = d.between(1.9f, 2.15f);
    s.piece(stone);
    s.box({8 * c, tall - 0.3f, 8 * z}, {0.5f, tall, 0.95f}, 0.18f)
        .turning(d.around(0, 2), turn, d.around(0, 2));
    if (i % 7 < 4 && i + 1 < kStones) {
      const float half = turn + 180.0f / kStones;
      s.piece(stone);
      s.box({8 * cosine(half), 4.15f, 8 * sine(half)}, {0.5f, 0.36f, 1.95f}, 0.15f)
          .turning(0, half, 0);
    }
  }
  for (const float x : {-2.2f, 2.2f}) {
    s.piece(stone);
    s.box({x - 1.1f, 2.7f, -1.5f}, {0.6f, 3.0f, 0.55f}, 0.2f);
    s.box({x + 1.1f, 2.7f, -1.5f}, {0.6f, 3.0f, 0.55f}, 0.2f);
    s.piece(stone);
    s.box({x, 6.0f, -1.5f}, {1.95f, 0.42f, 0.62f}, 0.18f);
  }
  s.model().height = 6.4f;
  s.model().breadth = 9;
}

// Stones around a heap of logs, and flames.
void sculpt_campfire(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "campfire");
  const int log = s.paint({.colour = pigment(0x5a3c22),
                           .second = pigment(0x2c1c10),
                           .pattern = Pattern::grain,
                           .scale = 0.05f,
                           .relief = 0.008f,
                           .grain = 0.03f});
  const int stone = s.paint({.colour = pigment(0x77726a),
                             .second = pigment(0x55504a),
                             .pattern = Pattern::mottled,
                             .scale = 0.1f,
                             .relief = 0.01f,
                             .grain = 0.05f});
  const int ember = s.paint({.colour = pigment(0xff6a1c), .glow = {5, 1.1f, 0.12f}});
  const int flame =
      s.paint({.colour = pigment(0xff8a1c), .thin = 0.8f, .glow = {2.1f, 0.62f, 0.06f}});
  const int core =
      s.paint({.colour = pigment(0xffd060), .thin = 0.8f, .glow = {3.2f, 1.6f, 0.26f}});
  for (int i = 0; i < 12; ++i) {
    const float turn = 30.0f * static_cast<float>(i) + d.around(0, 5);
    s.piece(stone);
    s.ellipsoid({0.62f * cosine(turn), 0.06f, 0.62f * sine(turn)},
                {d.between(0.11f, 0.16f), d.between(0.08f, 0.12f), d.between(0.10f, 0.14f)});
  }
  for (int i = 0; i < 6; ++i) {
    const float turn = 60.0f * static_cast<float>(i) + 14, c = cosine(turn), z = sine(turn);
    s.piece(log);
    s.limb({0.48f * c, 0.05f, 0.48f * z}, {-0.05f * c, 0.46f, -0.05f * z}, 0.065f, 0.05f);
  }
  s.piece(ember, 0.04f);
  s.ellipsoid({0, 0.06f, 0}, {0.34f, 0.09f, 0.34f});
  s.piece(flame, 0.10f);
  for (int i = 0; i < 7; ++i) {
    const float turn = 51.0f * static_cast<float>(i), out = i == 0 ? 0 : d.between(0.1f, 0.2f);
    const float tall = i == 0 ? 1.15f : d.between(0.55f, 0.95f), sway = d.around(0, 0.08f);
    const Point foot{out * cosine(turn), 0.2f, out * sine(turn)};
    const Point waist = foot + Point{sway - 0.3f * foot.x, 0.45f * tall, -0.3f * foot.z};
    s.limb(foot, waist, 0.13f, 0.10f);
    s.limb(waist, waist + Point{-1.4f * sway, 0.5f * tall, 0}, 0.10f, 0.008f);
  }
  s.piece(core, 0.08f);
  for (const float side : {-1.0f, 0.0f, 1.0f})
    s.limb({0.09f * side, 0.2f, 0.14f}, {0.05f * side, 0.5f, 0.12f}, 0.10f, 0.02f);
  s.lamp({0, 0.7f, 0}, {3.4f, 1.5f, 0.45f}, 0.5f);
  s.model().height = 1.3f;
  s.model().breadth = 0.78f;
}

// Fir branches in tiers, with balls, lights and a star.
void sculpt_christmas_tree(Sculptor& s, const Subject& subject) {
  const Rgb green_one = own(subject, pigment(0x1f6a34));
  const int needles = s.paint({.colour = green_one,
                               .second = blend(green_one, {0, 0, 0}, 0.45f),
                               .pattern = Pattern::mottled,
                               .scale = 0.12f,
                               .relief = 0.07f,
                               .grain = 0.09f,
                               .fur = true});
  s.piece(s.paint(pigment(0x5a3c22)));
  s.drum({0, -0.1f, 0}, 0.6f, 0.16f, 0.14f);
  s.piece(needles, 0.08f);
  for (int i = 0; i < 6; ++i) {
    const float k = static_cast<float>(i), y = 0.35f + 0.42f * k, out = 1.10f - 0.165f * k;
    s.lathe({0, y, 0},
            {{0, 0.05f}, {out, 0}, {0.93f * out, 0.10f}, {0.32f * out, 0.72f}, {0, 0.72f}});
    for (int j = 0; j < 12 - i; ++j) {
      const float turn = 360.0f / (12 - k) * static_cast<float>(j) + 17 * k;
      s.limb({0.7f * out * cosine(turn), y + 0.12f, 0.7f * out * sine(turn)},
             {1.13f * out * cosine(turn), y - 0.03f, 1.13f * out * sine(turn)}, 0.10f, 0.02f);
    }
  }
  constexpr std::uint32_t kBalls[] = {0xd81c24, 0xf2c030, 0x2f6fd0, 0xd0d8e0};
  constexpr Rgb kGlow[] = {
      {0.5f, 0.05f, 0.05f}, {0.5f, 0.35f, 0.08f}, {0.05f, 0.15f, 0.5f}, {0.2f, 0.2f, 0.22f}};
  int balls[4];
  for (int i = 0; i < 4; ++i)
    balls[i] = s.paint({.colour = pigment(kBalls[i]), .gloss = 0.5f, .glow = kGlow[i]});
  const int bulb = s.paint({.colour = pigment(0xfff0c0), .glow = {9, 6.5f, 2.6f}});
  for (int i = 0; i < 46; ++i) {
    const float k = static_cast<float>(i) / 45, turn = 137.5f * static_cast<float>(i);
    const float y = 0.42f + 2.2f * k, out = 1.16f * (1 - 0.86f * k);
    s.piece(i % 2 == 0 ? balls[i / 2 % 4] : bulb);
    s.ball({out * cosine(turn), y, out * sine(turn)}, i % 2 == 0 ? 0.085f : 0.034f);
  }
  s.piece(s.paint({.colour = pigment(0xffd040), .gloss = 0.4f, .glow = {5, 3.4f, 0.7f}}));
  for (int i = 0; i < 5; ++i) {
    const float turn = 90 + 72.0f * static_cast<float>(i);
    s.limb({0, 3.08f, 0}, {0.22f * cosine(turn), 3.08f + 0.22f * sine(turn), 0}, 0.075f, 0.008f);
  }
  s.lamp({0, 1.6f, 0}, {1.2f, 0.85f, 0.4f}, 1.2f);
  s.model().height = 3.3f;
  s.model().breadth = 1.25f;
}

}  // namespace

bool sculpt_landmark(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {
      {eiffel_tower, sculpt_eiffel_tower}, {ferris_wheel, sculpt_ferris_wheel},
      {fountain, sculpt_fountain},         {standing_stones, sculpt_standing_stones},
      {campfire, sculpt_campfire},         {christmas_tree, sculpt_christmas_tree}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
