#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

struct Fleet {
  Sculptor& s;
  int tyre, rim, glass, lamp, chrome;

  void wheel(Point at, float radius, float half_wide) const {
    s.piece(tyre);
    Part& tread = s.drum({at.x - half_wide, at.y, at.z}, 2 * half_wide, radius, radius, 0.2f * radius).turning(0, 0, -90);
    s.piece(rim);
    Part& hub = s.drum({at.x + 0.2f * half_wide, at.y, at.z}, half_wide, radius * 0.58f, radius * 0.5f, 0.03f).turning(0, 0, -90);
    if (at.x != 0) tread.both(), hub.both();
  }
};

Fleet fleet(Sculptor& s, const Subject& subject) {
  const Rgb light = subject.lit ? Rgb{5, 4.2f, 2.4f} : Rgb{0.25f, 0.24f, 0.2f};
  return {s, s.paint(pigment(0x1b1b1d), 0.05f), s.paint(pigment(0xb9bec4), 0.45f),
          s.paint(pigment(0x1c2730), 0.5f),
          s.paint({.colour = pigment(0xf6f0dc), .gloss = 0.3f, .glow = light}),
          s.paint(pigment(0xc9ccd0), 0.55f)};
}

Rgb lacquer(const Subject& subject) {
  Dice d(subject.seed, "lacquer");
  constexpr std::uint32_t kColours[] = {0xb8141c, 0x1c4fa8, 0xe8b41c, 0x1f7a5a, 0xd9dcdf, 0x2a6f8f};
  return own(subject, pigment(kColours[subject.painted ? 0 : d.below(6)]));
}

void sculpt_car(Sculptor& s, const Subject& subject) {
  const Fleet f = fleet(s, subject);
  const int paint = s.paint({.colour = lacquer(subject), .gloss = 0.32f});
  const int dark = s.paint(pigment(0x202226), 0.1f);
  const int red_light = s.paint({.colour = pigment(0xb01018), .gloss = 0.3f, .glow = subject.lit ? Rgb{3, 0.15f, 0.1f} : Rgb{}});
  s.piece(paint, 0.08f);
  // The body seen from the side, rounded, and a narrower cabin on it.
  s.slab({0, 0, 0}, {{-2.05f, 0.36f}, {2.02f, 0.36f}, {2.1f, 0.62f}, {1.95f, 0.80f}, {0.95f, 0.95f}, {-1.5f, 0.98f}, {-2.1f, 0.90f}}, 0.72f, 0.10f).lengthwise();
  s.slab({0, 0, 0}, {{-1.55f, 0.90f}, {0.95f, 0.90f}, {0.30f, 1.36f}, {-0.85f, 1.38f}}, 0.52f, 0.10f).lengthwise().blended(0.10f);
  for (const float z : {1.32f, -1.28f}) s.drum({-1.2f, 0.36f, z}, 2.4f, 0.43f, 0.43f).turning(0, 0, -90).carving(0.02f).painted(dark);
  s.piece(f.glass);
  s.slab({0, 0, 0}, {{-1.32f, 0.98f}, {-0.34f, 0.98f}, {-0.34f, 1.31f}, {-0.80f, 1.32f}}, 0.632f, 0.01f).lengthwise();
  s.slab({0, 0, 0}, {{-0.24f, 0.98f}, {0.72f, 0.98f}, {0.26f, 1.30f}, {-0.24f, 1.31f}}, 0.632f, 0.01f).lengthwise();
  s.box({0, 1.14f, 0.72f}, {0.50f, 0.24f, 0.035f}, 0.02f).turning(-54, 0, 0);
  s.box({0, 1.15f, -1.26f}, {0.50f, 0.22f, 0.035f}, 0.02f).turning(52, 0, 0);
  for (const float z : {1.32f, -1.28f}) f.wheel({0.72f, 0.34f, z}, 0.34f, 0.12f);
  s.piece(f.lamp);
  s.ellipsoid({0.58f, 0.68f, 2.06f}, {0.17f, 0.11f, 0.09f}).both();
  s.piece(red_light);
  s.box({0.62f, 0.76f, -2.14f}, {0.14f, 0.08f, 0.05f}, 0.03f).both();
  s.piece(f.chrome);
  s.box({0, 0.42f, 2.14f}, {0.80f, 0.07f, 0.05f}, 0.04f);
  s.box({0, 0.44f, -2.14f}, {0.80f, 0.07f, 0.05f}, 0.04f);
  s.box({0.83f, 0.84f, -0.15f}, {0.02f, 0.02f, 0.09f}, 0.01f).both();
  s.piece(dark);
  s.box({0, 0.56f, 2.15f}, {0.36f, 0.10f, 0.04f}, 0.02f);
  s.piece(paint);
  s.ellipsoid({0.90f, 1.0f, 0.62f}, {0.10f, 0.07f, 0.06f}).both();
  if (subject.lit) s.lamp({0, 0.6f, 3.4f}, {0.7f, 0.6f, 0.35f}, 1.2f);
  s.model().height = 1.48f;
  s.model().breadth = 2.1f;
}

void sculpt_truck(Sculptor& s, const Subject& subject) {
  const Fleet f = fleet(s, subject);
  const Rgb colour = lacquer(subject);
  const int cab = s.paint({.colour = colour, .gloss = 0.25f});
  const int load = s.paint({.colour = subject.painted ? blend(colour, {1, 1, 1}, 0.5f) : pigment(0xe9e6de), .second = pigment(0xc2beb4), .pattern = Pattern::planks, .scale = 0.9f, .gloss = 0.06f});
  const int dark = s.paint(pigment(0x232427), 0.1f);
  s.piece(cab);
  s.slab({0, 0, 0}, {{1.75f, 0.6f}, {3.5f, 0.6f}, {3.5f, 1.5f}, {3.25f, 2.7f}, {1.75f, 2.8f}}, 1.08f, 0.08f).lengthwise();
  s.piece(load);
  s.box({0, 2.05f, -0.85f}, {1.25f, 1.25f, 2.45f}, 0.05f);
  s.piece(dark);
  s.box({0, 0.68f, -0.2f}, {0.9f, 0.14f, 3.2f}, 0.05f);
  s.box({0, 1.02f, 3.58f}, {0.75f, 0.28f, 0.05f}, 0.03f);
  for (const float z : {2.55f, -1.2f, -2.3f}) f.wheel({1.0f, 0.5f, z}, 0.5f, 0.16f);
  s.piece(f.glass);
  s.box({0, 2.1f, 3.46f}, {0.95f, 0.44f, 0.06f}, 0.04f).turning(-12, 0, 0);
  s.box({1.13f, 2.1f, 2.65f}, {0.06f, 0.38f, 0.45f}, 0.04f).both();
  s.piece(f.lamp);
  s.box({0.85f, 0.95f, 3.6f}, {0.16f, 0.12f, 0.05f}, 0.04f).both();
  s.piece(f.chrome);
  s.box({0, 0.62f, 3.62f}, {1.1f, 0.12f, 0.07f}, 0.04f);
  s.rod({1.2f, 0.9f, 1.55f}, {1.2f, 3.3f, 1.55f}, 0.08f);
  s.model().height = 3.3f;
  s.model().breadth = 3.6f;
}

void sculpt_bus(Sculptor& s, const Subject& subject) {
  const Fleet f = fleet(s, subject);
  const int paint = s.paint({.colour = own(subject, pigment(0xf2b61c)), .gloss = 0.25f});
  const int pane = s.paint({.colour = pigment(0x1c2730), .gloss = 0.4f, .glow = subject.lit ? Rgb{1.6f, 1.2f, 0.6f} : Rgb{}});
  const int dark = s.paint(pigment(0x202226), 0.1f);
  s.piece(paint);
  s.box({0, 1.75f, 0}, {1.2f, 1.3f, 4.6f}, 0.25f);
  for (const float z : {3.0f, -2.8f}) s.drum({-1.5f, 0.5f, z}, 3.0f, 0.58f, 0.58f).turning(0, 0, -90).carving().painted(dark);
  s.piece(pane);
  for (int i = 0; i < 6; ++i) s.box({1.2f, 2.2f, 2.7f - 1.2f * static_cast<float>(i)}, {0.03f, 0.42f, 0.50f}, 0.04f).both();
  s.box({1.2f, 1.55f, 3.95f}, {0.03f, 1.05f, 0.42f}, 0.04f).both();
  s.box({0, 2.15f, 4.6f}, {1.02f, 0.55f, 0.04f}, 0.05f);
  s.piece(dark);
  s.box({0, 1.35f, 0}, {1.215f, 0.06f, 4.4f}, 0.02f);
  s.box({0, 0.62f, 4.62f}, {1.15f, 0.12f, 0.06f}, 0.04f);
  for (const float z : {3.0f, -2.8f}) f.wheel({1.0f, 0.5f, z}, 0.5f, 0.15f);
  s.piece(f.lamp);
  s.ellipsoid({0.85f, 1.0f, 4.6f}, {0.17f, 0.15f, 0.06f}).both();
  s.model().height = 3.1f;
  s.model().breadth = 4.7f;
}

// An engine with its plume, a tender and coaches.
void sculpt_train(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0x1f2a24));
  const int black = s.paint({.colour = colour, .gloss = 0.18f});
  const int iron = s.paint(pigment(0x17181a), 0.12f);
  const int red_one = s.paint(pigment(0x9c1f1a), 0.15f);
  const int brass = s.paint(pigment(0xd0a040), 0.5f);
  const int coach = s.paint({.colour = subject.painted ? colour : pigment(0x7a1f1c), .gloss = 0.16f});
  const int cream = s.paint(pigment(0xe9dcbc), 0.1f);
  const int roof = s.paint(pigment(0x55585a));
  const int pane = s.paint({.colour = pigment(0x202a30), .gloss = 0.4f, .glow = subject.lit ? Rgb{2.2f, 1.4f, 0.6f} : Rgb{}});
  const int lamp = s.paint({.colour = pigment(0xf6f0dc), .glow = subject.lit ? Rgb{7, 5.6f, 3} : Rgb{0.3f, 0.28f, 0.2f}});
  const auto wheels = [&](std::initializer_list<float> at, float radius) {
    s.piece(red_one);
    for (const float z : at) {
      s.drum({0.66f, radius, z}, 0.12f, radius, radius, 0.02f).turning(0, 0, -90).both();
      s.drum({0.60f, radius, z}, 0.3f, radius * 0.75f, radius * 0.75f).turning(0, 0, -90).carving().both();
      s.drum({0.68f, radius, z}, 0.12f, radius * 0.3f, radius * 0.2f).turning(0, 0, -90).both();
      s.box({0.72f, radius, z}, {0.03f, radius * 0.85f, 0.05f}).both();
      s.box({0.72f, radius, z}, {0.03f, 0.05f, radius * 0.85f}).both();
    }
  };
  const float front = 13.0f;
  s.piece(black);
  s.drum({0, 2.05f, front - 4.9f}, 4.9f, 0.82f, 0.82f, 0.06f).turning(90, 0, 0);
  s.piece(iron);
  s.drum({0, 2.05f, front - 0.1f}, 0.25f, 0.86f, 0.80f, 0.05f).turning(90, 0, 0);
  s.drum({0, 2.7f, front - 0.75f}, 1.15f, 0.24f, 0.34f);
  s.drum({0, 3.8f, front - 0.75f}, 0.12f, 0.40f, 0.40f, 0.02f);
  s.box({0, 1.05f, front - 3.0f}, {0.78f, 0.14f, 3.6f}, 0.04f);
  s.slab({0, 0, 0}, {{front + 0.3f, 0.95f}, {front + 0.95f, 0.25f}, {front + 0.3f, 0.25f}}, 0.7f, 0.04f).lengthwise();
  s.piece(brass);
  for (const float z : {front - 1.6f, front - 2.9f, front - 4.1f}) s.drum({0, 2.05f, z}, 0.10f, 0.845f, 0.845f).turning(90, 0, 0);
  s.ellipsoid({0, 2.95f, front - 2.3f}, {0.33f, 0.40f, 0.33f});
  s.ellipsoid({0, 2.95f, front - 3.6f}, {0.28f, 0.34f, 0.28f});
  s.piece(lamp);
  s.drum({0, 3.0f, front + 0.05f}, 0.22f, 0.22f, 0.24f, 0.03f).turning(90, 0, 0);
  s.piece(black);
  s.box({0, 2.25f, front - 5.8f}, {1.05f, 1.15f, 0.95f}, 0.05f);
  s.piece(roof);
  s.ellipsoid({0, 3.35f, front - 5.9f}, {1.25f, 0.28f, 1.25f});
  s.piece(pane);
  s.box({1.05f, 2.65f, front - 5.8f}, {0.03f, 0.36f, 0.5f}, 0.03f).both();
  wheels({front - 1.2f, front - 2.9f, front - 4.6f}, 0.80f);
  wheels({front + 0.1f, front - 6.2f}, 0.45f);
  s.piece(iron);
  s.rod({0.86f, 0.85f, front - 0.6f}, {0.86f, 0.62f, front - 4.6f}, 0.06f).both();
  s.box({0.80f, 1.05f, front - 0.35f}, {0.2f, 0.3f, 0.5f}, 0.06f).both();
  // The tender.
  s.piece(black);
  s.box({0, 1.75f, front - 8.6f}, {1.0f, 0.75f, 1.5f}, 0.05f);
  s.piece(s.paint({.colour = pigment(0x16161a), .relief = 0.12f, .grain = 0.2f}));
  s.ellipsoid({0, 2.45f, front - 8.6f}, {0.8f, 0.35f, 1.2f});
  wheels({front - 7.9f, front - 9.3f}, 0.5f);
  for (int i = 0; i < 3; ++i) {
    const float z = front - 14.4f - 8.6f * static_cast<float>(i);
    s.piece(coach);
    s.box({0, 1.9f, z}, {1.15f, 0.95f, 4.0f}, 0.06f);
    s.piece(cream);
    s.box({0, 2.45f, z}, {1.17f, 0.42f, 3.95f}, 0.04f);
    s.piece(roof);
    s.ellipsoid({0, 2.82f, z}, {1.28f, 0.42f, 4.2f});
    s.piece(pane);
    for (int k = 0; k < 7; ++k) s.box({1.18f, 2.45f, z - 3.3f + 1.1f * static_cast<float>(k)}, {0.025f, 0.30f, 0.38f}, 0.03f).both();
    wheels({z - 2.8f, z + 2.8f}, 0.45f);
  }
  // Steam, blown back.
  Dice d(subject.seed, "steam");
  s.piece(s.paint({.colour = pigment(0xf4f4f2), .thin = 0.8f, .relief = 0.5f, .grain = 0.75f}), 0.5f);
  for (int i = 0; i < 12; ++i) {
    const float t = static_cast<float>(i) / 11;
    const float r = 0.30f + 1.15f * t;
    s.ball({d.around(0, 0.35f * t), 4.15f + 3.4f * t - 1.1f * t * t + d.around(0, 0.25f * t), front - 0.75f - 10.5f * t * (0.4f + 0.6f * t)}, r * d.between(0.8f, 1.15f));
  }
  s.model().height = 4.6f;
  s.model().breadth = 13;
}

void sculpt_bicycle(Sculptor& s, const Subject& subject) {
  const int frame = s.paint({.colour = lacquer(subject), .gloss = 0.3f});
  const int tyre = s.paint(pigment(0x1a1a1c));
  const int steel = s.paint(pigment(0xc4c8cc), 0.5f);
  const int leather = s.paint(pigment(0x5a3820), 0.1f);
  constexpr float kWheel = 0.34f;
  for (const float z : {0.53f, -0.53f}) {
    s.piece(tyre);
    s.ring({0, kWheel, z}, kWheel - 0.02f, 0.022f).turning(0, 0, 90);
    s.piece(steel);
    s.ring({0, kWheel, z}, kWheel - 0.045f, 0.010f).turning(0, 0, 90);
    for (int i = 0; i < 7; ++i) {
      const float a = 180.0f / 7 * static_cast<float>(i), y = (kWheel - 0.045f) * sine(a), x = (kWheel - 0.045f) * cosine(a);
      s.rod({0, kWheel - y, z - x}, {0, kWheel + y, z + x}, 0.0035f);
    }
    s.drum({-0.04f, kWheel, z}, 0.08f, 0.03f, 0.03f).turning(0, 0, -90);
  }
  const Point rear{0, kWheel, -0.53f}, crank{0, 0.30f, -0.10f}, seat{0, 0.80f, -0.24f}, head{0, 0.82f, 0.34f}, fork{0, 0.70f, 0.38f}, axle{0, kWheel, 0.53f};
  s.piece(frame);
  s.rod(crank, seat, 0.018f);
  s.rod({0, 0.76f, -0.23f}, head, 0.018f);
  s.rod(crank, fork, 0.02f);
  s.rod(crank, rear, 0.013f);
  s.rod({0, 0.76f, -0.23f}, rear, 0.012f);
  s.rod(head, axle, 0.016f);
  s.piece(steel);
  s.rod(head, {0, 1.0f, 0.29f}, 0.014f);
  s.rod({0, 1.0f, 0.29f}, {0.24f, 1.02f, 0.27f}, 0.012f).both();
  s.rod({0.24f, 1.02f, 0.27f}, {0.26f, 1.0f, 0.12f}, 0.014f).both();
  s.rod(seat, {0, 0.92f, -0.26f}, 0.012f);
  s.ring(crank, 0.09f, 0.012f).turning(0, 0, 90);
  s.rod(crank + Point{0.06f, 0, 0}, crank + Point{0.08f, -0.13f, 0.10f}, 0.012f);
  s.rod(crank + Point{-0.06f, 0, 0}, crank + Point{-0.08f, 0.13f, -0.10f}, 0.012f);
  s.box(crank + Point{0.12f, -0.13f, 0.10f}, {0.05f, 0.012f, 0.035f});
  s.box(crank + Point{-0.12f, 0.13f, -0.10f}, {0.05f, 0.012f, 0.035f});
  s.piece(leather);
  s.ellipsoid({0, 0.935f, -0.27f}, {0.075f, 0.03f, 0.13f});
  s.piece(tyre);
  s.rod({0.26f, 1.0f, 0.20f}, {0.26f, 1.0f, 0.11f}, 0.019f).both();
  s.model().height = 1.06f;
  s.model().breadth = 0.9f;
}

void sculpt_airplane(Sculptor& s, const Subject& subject) {
  const Rgb white_one = own(subject, pigment(0xf2f3f5));
  const int body = s.paint({.colour = white_one, .gloss = 0.22f});
  const int tail = s.paint({.colour = subject.painted ? blend(white_one, {1, 1, 1}, 0.4f) : pigment(0x1f4fa0), .gloss = 0.2f});
  const int grey_one = s.paint(pigment(0x9aa1a8), 0.25f);
  const int pane = s.paint({.colour = pigment(0x1c2832), .gloss = 0.4f, .glow = subject.lit ? Rgb{1.6f, 1.2f, 0.6f} : Rgb{}});
  s.piece(body, 0.8f);
  s.limb({0, 0, 13}, {0, 0.2f, -11}, 1.9f, 1.8f);
  s.limb({0, 0.2f, -11}, {0, 1.3f, -18}, 1.8f, 0.45f);
  s.ellipsoid({0, -0.15f, 14.2f}, {1.7f, 1.65f, 2.8f});
  s.piece(body, 0.3f);
  s.slab({0.8f, -0.9f, 0}, {{0, 4.2f}, {0, -3.4f}, {3.5f, -4.4f}, {15.5f, -9.5f}, {15.8f, -7.9f}}, 0.14f, 0.10f).turning(90, 0, 5).both();
  s.slab({0.3f, 1.1f, -14.2f}, {{0, 1.0f}, {0, -2.6f}, {5.8f, -4.4f}, {5.9f, -3.2f}}, 0.08f, 0.08f).turning(90, 0, 6).both();
  s.piece(tail);
  s.slab({0, 0, 0}, {{-12.0f, 1.8f}, {-16.4f, 7.2f}, {-18.4f, 7.2f}, {-17.6f, 1.6f}}, 0.12f, 0.10f).lengthwise();
  s.piece(grey_one);
  s.drum({5.2f, -2.3f, -0.6f}, 4.2f, 0.85f, 1.05f, 0.1f).turning(90, 0, 0).both();
  s.piece(pane);
  for (int i = 0; i < 16; ++i) s.box({1.86f, 0.45f, 10.5f - 1.35f * static_cast<float>(i)}, {0.08f, 0.24f, 0.17f}, 0.08f).both();
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
  const int pane = s.paint({.colour = pigment(0x24506a), .gloss = 0.5f, .glow = subject.lit ? Rgb{0.8f, 1.0f, 1.2f} : Rgb{}});
  const int fire = s.paint({.colour = pigment(0xff9a2c), .glow = {7, 3.0f, 0.6f}});
  const int core = s.paint({.colour = pigment(0xfff0c0), .glow = {12, 9, 4}});
  const float base = 6;
  s.piece(body);
  s.lathe({0, base, 0}, {{0, 0}, {1.15f, 0}, {1.55f, 2.4f}, {1.6f, 4.4f}, {1.35f, 6.6f}, {1.02f, 8.0f}, {0, 8.0f}});
  s.piece(paint);
  s.lathe({0, base, 0}, {{0, 7.9f}, {1.05f, 7.9f}, {0.55f, 9.3f}, {0.0f, 10.4f}});
  s.lathe({0, base, 0}, {{0, 2.0f}, {1.55f, 2.0f}, {1.60f, 2.45f}, {0, 2.45f}});
  for (int i = 0; i < 3; ++i) {
    s.slab({0, base, 0}, {{1.0f, 2.8f}, {2.5f, 0.6f}, {2.6f, -1.3f}, {2.2f, -1.2f}, {1.0f, 0.3f}}, 0.09f, 0.06f).turning(0, 120 * static_cast<float>(i) + 30, 0);
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
  constexpr std::uint32_t kPairs[][2] = {{0xd8231c, 0xf6c21c}, {0x1f5fb0, 0xf4efe2}, {0x1f8a6a, 0xf2b41c}, {0x7a2f9c, 0xf07a3a}, {0xe8661c, 0x1f3f7a}};
  const auto& pair = kPairs[d.below(5)];
  const Rgb first = own(subject, pigment(pair[0]));
  const Rgb second = subject.painted ? blend(first, {1, 1, 1}, 0.55f) : pigment(pair[1]);
  const bool zigzag = d.chance(0.3f);
  const float lift = 6;
  const int cloth = s.paint({.colour = first, .second = second, .pattern = zigzag ? Pattern::zigzag : Pattern::gores, .scale = zigzag ? 3.2f : 8.0f, .gloss = 0.06f, .thin = 0.75f,
                             .glow = subject.lit ? Rgb{first.r * 0.7f, first.g * 0.55f, first.b * 0.4f} : Rgb{}});
  const int band = s.paint({.colour = blend(first, {0, 0, 0}, 0.3f), .thin = 0.4f});
  s.piece(cloth);
  s.lathe({0, lift, 0}, {{0, 0}, {1.1f, 0}, {1.6f, 0.9f}, {3.3f, 3.2f}, {4.9f, 5.6f}, {5.8f, 7.9f}, {6.1f, 10.1f}, {5.8f, 12.2f}, {4.9f, 14.1f}, {3.4f, 15.5f}, {1.7f, 16.2f}, {0, 16.4f}});
  s.lathe({0, lift, 0}, {{5.7f, 9.2f}, {6.16f, 9.2f}, {6.2f, 10.1f}, {6.14f, 11.0f}, {5.7f, 11.0f}}).painted(band);
  s.piece(band);
  s.drum({0, lift - 0.15f, 0}, 0.6f, 1.12f, 1.35f);
  s.piece(s.paint(pigment(0x3a3430)));
  for (const float x : {-0.8f, 0.8f}) {
    for (const float z : {-0.8f, 0.8f}) s.rod({x * 1.15f, lift + 0.1f, z * 1.15f}, {x, 1.5f, z}, 0.045f);
  }
  s.piece(s.paint({.colour = pigment(0x9a6a3a), .second = pigment(0x5d3d1e), .pattern = Pattern::bricks, .scale = 0.4f}));
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
  const int dome = s.paint({.colour = pigment(0x7fc8d8), .gloss = 0.5f, .glow = {0.25f, 0.7f, 0.75f}});
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
  s.slab({0, 1.0f, 0}, {{0, 0.55f}, {0.45f, 0.08f}, {0, -0.8f}, {-0.45f, 0.08f}}, 0.006f, 0.004f).turning(-22, 0, 14);
  s.piece(other);
  s.slab({0, 1.0f, 0.01f}, {{0, 0.0f}, {0.45f, 0.08f}, {0, 0.55f}}, 0.007f, 0.003f).turning(-22, 0, 14);
  s.slab({0, 1.0f, 0.01f}, {{0, 0.08f}, {-0.45f, 0.08f}, {0, -0.8f}}, 0.007f, 0.003f).turning(-22, 0, 14);
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
    s.ellipsoid(Point{0.18f, 0.23f, 0.28f} + (at - Point{0.18f, 0.23f, 0.28f}) * t, {0.075f, 0.03f, 0.015f}).turning(0, 0, i % 2 ? 25.0f : -25.0f);
  }
  s.piece(s.paint(pigment(0xd8d4c8)));
  s.rod({0, 1.0f, -0.02f}, {1.6f, -3.2f, -1.5f}, 0.006f);
  s.model().height = 1.7f;
  s.model().breadth = 0.6f;
}

}  // namespace

bool sculpt_vehicle(Sculptor& s, const Subject& subject) {
  constexpr struct {
    Concept what;
    void (*sculpt)(Sculptor&, const Subject&);
  } kAll[] = {{car, sculpt_car},         {truck, sculpt_truck},       {bus, sculpt_bus},
              {train, sculpt_train},     {bicycle, sculpt_bicycle},   {airplane, sculpt_airplane},
              {rocket, sculpt_rocket},   {balloon, sculpt_balloon},   {ufo, sculpt_ufo},
              {kite, sculpt_kite}};
  for (const auto& [what, sculpt] : kAll) {
    if (what != subject.what) continue;
    sculpt(s, subject);
    return true;
  }
  return false;
}

}  // namespace easel::painter
