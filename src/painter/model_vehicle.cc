#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

struct Fleet {
  Sculptor& s;
  int tyre, rim, glass, lamp, chrome;

  void wheel(Point at, float radius, float half_wide) const {
    s.piece(tyre);
    Part& tread =
        s.drum({at.x - half_wide, at.y, at.z}, 2 * half_wide, radius, radius, 0.2f * radius)
            .turning(0, 0, -90);
    if (at.x != 0) tread.both();
    s.piece(rim);
    Part& hub = s.drum({at.x + 0.2f * half_wide, at.y, at.z}, half_wide, radius * 0.58f,
                       radius * 0.5f, 0.03f)
                    .turning(0, 0, -90);
    if (at.x != 0) hub.both();
  }
};

Fleet fleet(Sculptor& s, const Subject& subject) {
  const Rgb light = subject.lit ? Rgb{5, 4.2f, 2.4f} : Rgb{0.25f, 0.24f, 0.2f};
  return {s,
          s.paint(pigment(0x1b1b1d), 0.05f),
          s.paint(pigment(0xb9bec4), 0.45f),
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
  const int red_light = s.paint({.colour = pigment(0xb01018),
                                 .gloss = 0.3f,
                                 .glow = subject.lit ? Rgb{3, 0.15f, 0.1f} : Rgb{}});
  s.piece(paint, 0.08f);
  // The body seen from the side, rounded, and a narrower cabin on it.
  s.slab({0, 0, 0},
         {{-2.05f, 0.36f},
          {2.02f, 0.36f},
          {2.1f, 0.62f},
          {1.95f, 0.80f},
          {0.95f, 0.95f},
          {-1.5f, 0.98f},
          {-2.1f, 0.90f}},
         0.72f, 0.10f)
      .lengthwise();
  s.slab({0, 0, 0}, {{-1.55f, 0.90f}, {0.95f, 0.90f}, {0.30f, 1.36f}, {-0.85f, 1.38f}}, 0.52f,
         0.10f)
      .lengthwise()
      .blended(0.10f);
  for (const float z : {1.32f, -1.28f})
    s.drum({-1.2f, 0.36f, z}, 2.4f, 0.43f, 0.43f).turning(0, 0, -90).carving(0.02f).painted(dark);
  s.piece(f.glass);
  s.slab({0, 0, 0}, {{-1.32f, 0.98f}, {-0.34f, 0.98f}, {-0.34f, 1.31f}, {-0.80f, 1.32f}}, 0.632f,
         0.01f)
      .lengthwise();
  s.slab({0, 0, 0}, {{-0.24f, 0.98f}, {0.72f, 0.98f}, {0.26f, 1.30f}, {-0.24f, 1.31f}}, 0.632f,
         0.01f)
      .lengthwise();
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
  const int load =
      s.paint({.colour = subject.painted ? blend(colour, {1, 1, 1}, 0.5f) : pigment(0xe9e6de),
               .second = pigment(0xc2beb4),
               .pattern = Pattern::planks,
               .scale = 0.9f,
               .gloss = 0.06f});
  const int dark = s.paint(pigment(0x232427), 0.1f);
  s.piece(cab);
  s.slab({0, 0, 0}, {{1.75f, 0.6f}, {3.5f, 0.6f}, {3.5f, 1.5f}, {3.25f, 2.7f}, {1.75f, 2.8f}},
         1.08f, 0.08f)
      .lengthwise();
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
  const int pane = s.paint({.colour = pigment(0x1c2730),
                            .gloss = 0.4f,
                            .glow = subject.lit ? Rgb{1.6f, 1.2f, 0.6f} : Rgb{}});
  const int dark = s.paint(pigment(0x202226), 0.1f);
  s.piece(paint);
  s.box({0, 1.75f, 0}, {1.2f, 1.3f, 4.6f}, 0.25f);
  for (const float z : {3.0f, -2.8f})
    s.drum({-1.5f, 0.5f, z}, 3.0f, 0.58f, 0.58f).turning(0, 0, -90).carving().painted(dark);
  s.piece(pane);
  for (int i = 0; i < 6; ++i)
    s.box({1.2f, 2.2f, 2.7f - 1.2f * static_cast<float>(i)}, {0.03f, 0.42f, 0.50f}, 0.04f).both();
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
  const int coach =
      s.paint({.colour = subject.painted ? colour : pigment(0x7a1f1c), .gloss = 0.16f});
  const int cream = s.paint(pigment(0xe9dcbc), 0.1f);
  const int roof = s.paint(pigment(0x55585a));
  const int pane = s.paint({.colour = pigment(0x202a30),
                            .gloss = 0.4f,
                            .glow = subject.lit ? Rgb{2.2f, 1.4f, 0.6f} : Rgb{}});
  const int lamp = s.paint({.colour = pigment(0xf6f0dc),
                            .glow = subject.lit ? Rgb{7, 5.6f, 3} : Rgb{0.3f, 0.28f, 0.2f}});
  const auto wheels = [&](std::initializer_list<float> at, float radius) {
    s.piece(red_one);
    for (const float z : at) {
      s.drum({0.66f, radius, z}, 0.12f, radius, radius, 0.02f).turning(0, 0, -90).both();
      s.drum({0.60f, radius, z}, 0.3f, radius * 0.75f, radius * 0.75f)
          .turning(0, 0, -90)
          .carving()
          .both();
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
  s.slab({0, 0, 0}, {{front + 0.3f, 0.95f}, {front + 0.95f, 0.25f}, {front + 0.3f, 0.25f}}, 0.7f,
         0.04f)
      .lengthwise();
  s.piece(brass);
  for (const float z : {front - 1.6f, front - 2.9f, front - 4.1f})
    s.drum({0, 2.05f, z}, 0.10f, 0.845f, 0.845f).turning(90, 0, 0);
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
    for (int k = 0; k < 7; ++k)
      s.box({1.18f, 2.45f, z - 3.3f + 1.1f * static_cast<float>(k)}, {0.025f, 0.30f, 0.38f}, 0.03f)
          .both();
    wheels({z - 2.8f, z + 2.8f}, 0.45f);
  }
  // Steam, blown back.
  Dice d(subject.seed, "steam");
  s.piece(s.paint({.colour = pigment(0xf4f4f2), .thin = 0.8f, .relief = 0.5f, .grain = 0.75f}),
          0.5f);
  for (int i = 0; i < 12; ++i) {
    const float t = static_cast<float>(i) / 11;
    const float r = 0.30f + 1.15f * t;
    s.ball({d.around(0, 0.35f * t), 4.15f + 3.4f * t - 1.1f * t * t + d.around(0, 0.25f * t),
            front - 0.75f - 10.5f * t * (0.4f + 0.6f * t)},
           r * d.between(0.8f, 1.15f));
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
      const float a = 180.0f / 7 * static_cast<float>(i), y = (kWheel - 0.045f) * sine(a),
                  x = (kWheel - 0.045f) * cosine(a);
      s.rod({0, kWheel - y, z - x}, {0, kWheel + y, z + x}, 0.0035f);
    }
    s.drum({-0.04f, kWheel, z}, 0.08f, 0.03f, 0.03f).turning(0, 0, -90);
  }
  const Point rear{0, kWheel, -0.53f}, crank{0, 0.30f, -0.10f}, seat{0, 0.80f, -0.24f},
      head{0, 0.82f, 0.34f}, fork{0, 0.70f, 0.38f}, axle{0, kWheel, 0.53f};
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

}  // namespace

bool sculpt_vehicle(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{car, sculpt_car},
                            {truck, sculpt_truck},
                            {bus, sculpt_bus},
                            {train, sculpt_train},
                            {bicycle, sculpt_bicycle}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
