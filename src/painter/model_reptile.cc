#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_crocodile(Sculptor& s, const Subject& subject) {
  const Rgb green_one = own(subject, pigment(0x5a6a32));
  const int skin = s.paint({.colour = green_one,
                            .second = blend(green_one, {0, 0, 0}, 0.5f),
                            .pattern = Pattern::plates,
                            .scale = 0.16f,
                            .gloss = 0.14f,
                            .relief = 0.03f,
                            .grain = 0.12f});
  s.piece(skin, 0.10f);
  s.ellipsoid({0, 0.36f, 0}, {0.34f, 0.24f, 0.85f});
  s.limb({0, 0.36f, 0.7f}, {0, 0.38f, 1.15f}, 0.22f, 0.19f);
  s.cord({{0, 0.36f, -0.7f}, {0.12f, 0.26f, -1.3f}, {0.05f, 0.17f, -1.9f}, {-0.22f, 0.12f, -2.4f}},
         0.24f, 0.04f);
  for (const float z : {0.55f, -0.5f}) {
    s.limb({0.26f, 0.32f, z}, {0.52f, 0.24f, z - 0.06f}, 0.11f, 0.09f).both();
    s.limb({0.52f, 0.24f, z - 0.06f}, {0.54f, 0.04f, z + 0.1f}, 0.085f, 0.065f).both();
    s.ellipsoid({0.56f, 0.03f, z + 0.18f}, {0.09f, 0.035f, 0.13f}).both();
  }
  s.piece(skin, 0.05f);  // jaws
  s.limb({0, 0.46f, 1.15f}, {0, 0.50f, 1.95f}, 0.15f, 0.075f);
  s.limb({0, 0.30f, 1.15f}, {0, 0.20f, 1.9f}, 0.12f, 0.06f);
  s.ball({0.10f, 0.59f, 1.2f}, 0.07f).both();
  s.ball({0, 0.58f, 1.93f}, 0.05f);
  s.piece(s.paint(pigment(0xf4efdc), 0.2f));
  for (int i = 0; i < 6; ++i) {
    const float z = 1.35f + 0.11f * static_cast<float>(i);
    const float x = 0.125f - 0.011f * static_cast<float>(i);
    s.limb({x, 0.43f, z}, {x, 0.35f, z}, 0.020f, 0.003f).both();
    s.limb({0.9f * x, 0.30f, z + 0.05f}, {0.9f * x, 0.38f, z + 0.05f}, 0.018f, 0.003f).both();
  }
  s.piece(skin);  // the crest along its back
  for (int i = 0; i < 14; ++i) {
    const float z = 0.75f - 0.2f * static_cast<float>(i);
    const float y = i < 8 ? 0.60f - 0.006f * static_cast<float>(i * i) : 0.52f - 0.035f * (i - 6);
    s.pyramid({0.07f, y - 0.06f, z}, 0.055f, 0.006f, 0.11f).both();
  }
  eyes(s, {0.135f, 0.62f, 1.245f}, 0.034f);
  s.model().height = 0.7f;
  s.model().breadth = 1.9f;
}

// Wings, a long neck, horns, and fire.
void sculpt_dragon(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xa8201c, 0x2f7a34, 0x3a4a8a});
  const int skin = hide(s, colour, blend(colour, {0, 0, 0}, 0.45f), Pattern::plates, 0.22f);
  const int belly = s.paint({.colour = pigment(0xe0b860),
                             .second = pigment(0xb08838),
                             .pattern = Pattern::bands,
                             .scale = 0.14f});
  const int web = s.paint({.colour = blend(colour, {1, 0.6f, 0.3f}, 0.3f),
                           .second = blend(colour, {0, 0, 0}, 0.4f),
                           .pattern = Pattern::mottled,
                           .scale = 0.3f,
                           .thin = 0.6f});
  const int horn = s.paint(pigment(0xe8dcc0), 0.2f);
  s.piece(skin, 0.16f);
  s.ellipsoid({0, 1.2f, 0}, {0.46f, 0.52f, 0.85f}).turning(-12, 0, 0);
  const Point neck[] = {{0, 1.45f, 0.6f}, {0, 1.95f, 0.98f}, {0, 2.5f, 1.02f}, {0, 2.9f, 1.2f}};
  for (int i = 0; i < 3; ++i) {
    const float r = 0.34f - 0.07f * static_cast<float>(i);
    s.limb(neck[i], neck[i + 1], r, r - 0.06f);
  }
  s.cord({{0, 1.15f, -0.65f},
          {0.15f, 0.75f, -1.5f},
          {0.5f, 0.45f, -2.2f},
          {0.3f, 0.4f, -2.9f},
          {-0.2f, 0.65f, -3.3f}},
         0.36f, 0.05f);
  for (const float z : {0.45f, -0.5f}) {
    const bool hind = z < 0;
    s.limb({0.32f, 1.05f, z}, {0.48f, 0.55f, z + (hind ? 0.25f : -0.05f)}, hind ? 0.28f : 0.19f,
           0.14f)
        .both();
    s.limb({0.48f, 0.55f, z + (hind ? 0.25f : -0.05f)}, {0.48f, 0.1f, z + 0.02f}, 0.14f, 0.10f)
        .both();
    s.ellipsoid({0.48f, 0.08f, z + 0.16f}, {0.15f, 0.09f, 0.24f}).both();
  }
  s.piece(skin, 0.06f);  // the head
  s.ellipsoid({0, 2.98f, 1.32f}, {0.22f, 0.20f, 0.28f});
  s.limb({0, 2.99f, 1.45f}, {0, 2.92f, 1.95f}, 0.17f, 0.10f);
  s.limb({0, 2.82f, 1.42f}, {0, 2.64f, 1.82f}, 0.11f, 0.07f);
  s.piece(belly);
  s.ellipsoid({0, 1.12f, 0.14f}, {0.34f, 0.47f, 0.72f}).turning(-12, 0, 0);
  s.piece(horn, 0.02f);
  s.limb({0.12f, 3.1f, 1.2f}, {0.24f, 3.42f, 0.92f}, 0.06f, 0.03f).both();
  s.limb({0.24f, 3.42f, 0.92f}, {0.22f, 3.66f, 0.86f}, 0.03f, 0.004f).both();
  for (int i = 0; i < 9; ++i) {
    const float t = static_cast<float>(i) / 8;
    const Point at = i < 4 ? neck[3 - i] + Point{0, 0.05f, -0.20f}
                           : Point{0, 1.72f - 0.55f * (t - 0.4f), 0.35f - 2.2f * (t - 0.4f)};
    s.pyramid(at, 0.09f, 0.004f, 0.26f).turning(-24, 0, 0);
  }
  s.piece(horn);
  for (const float z : {0.0f, 0.12f, 0.24f})
    s.limb({0.10f, 2.86f, 1.55f + z}, {0.10f, 2.76f, 1.55f + z}, 0.022f, 0.003f).both();
  // Wings half open: three fingers and the skin between them.
  const Point wrist{1.25f, 2.75f, -0.25f},
      ends[] = {{2.9f, 2.35f, -0.7f}, {2.45f, 1.45f, -1.15f}, {1.55f, 1.05f, -1.2f}};
  s.piece(skin, 0.04f);
  s.limb({0.3f, 1.6f, 0.1f}, wrist, 0.11f, 0.07f).both();
  for (const Point& end : ends) s.limb(wrist, end, 0.055f, 0.015f).both();
  s.piece(web);
  s.slab({0, 0, 0},
         {{0.3f, 1.55f},
          {1.25f, 2.75f},
          {2.9f, 2.35f},
          {2.5f, 1.75f},
          {2.45f, 1.45f},
          {1.95f, 1.4f},
          {1.55f, 1.05f},
          {1.0f, 1.25f},
          {0.35f, 1.1f}},
         0.015f, 0.01f)
      .turning(0, 22, 0)
      .both();
  eyes(s, {0.17f, 3.06f, 1.45f}, 0.055f);
  s.piece(s.paint({.colour = pigment(0xffb040), .thin = 0.6f, .glow = {9, 3.6f, 0.7f}}), 0.12f);
  s.limb({0, 2.76f, 2.0f}, {0, 2.70f, 2.5f}, 0.05f, 0.16f);
  s.limb({0, 2.70f, 2.5f}, {0.05f, 2.75f, 3.1f}, 0.16f, 0.02f);
  s.limb({0, 2.70f, 2.5f}, {-0.06f, 2.58f, 2.95f}, 0.13f, 0.02f);
  s.lamp({0, 2.7f, 2.6f}, {2.4f, 1.1f, 0.3f}, 0.5f);
  s.model().height = 3.6f;
  s.model().breadth = 2.7f;
}

// The large one on two legs, with the small arms.
void sculpt_dinosaur(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0x6a7a3a));
  const int skin = hide(s, colour, blend(colour, {0, 0, 0}, 0.5f), Pattern::tiger, 0.4f);
  s.piece(skin, 0.25f);
  s.ellipsoid({0, 2.35f, 0}, {0.72f, 0.85f, 1.35f}).turning(-14, 0, 0);
  s.limb({0, 2.75f, 0.9f}, {0, 3.75f, 1.45f}, 0.62f, 0.42f);
  s.cord({{0, 2.2f, -0.9f}, {0, 2.05f, -2.0f}, {0.2f, 2.0f, -3.1f}, {0.5f, 2.2f, -4.2f}}, 0.66f,
         0.06f);
  s.limb({0.48f, 2.2f, -0.35f}, {0.62f, 1.25f, 0.25f}, 0.52f, 0.30f).both();
  s.limb({0.62f, 1.25f, 0.25f}, {0.62f, 0.55f, -0.35f}, 0.27f, 0.17f).both();
  s.limb({0.62f, 0.55f, -0.35f}, {0.62f, 0.12f, 0.0f}, 0.16f, 0.14f).both();
  for (const float x : {0.42f, 0.62f, 0.82f})
    s.limb({0.62f, 0.1f, 0.0f}, {x, 0.06f, 0.5f}, 0.12f, 0.06f).both();
  s.limb({0.45f, 2.75f, 1.2f}, {0.58f, 2.35f, 1.45f}, 0.13f, 0.09f).both();
  s.limb({0.58f, 2.35f, 1.45f}, {0.5f, 2.35f, 1.75f}, 0.085f, 0.05f).both();
  s.piece(skin, 0.14f);  // the skull and its jaws
  s.ellipsoid({0, 4.05f, 1.65f}, {0.44f, 0.46f, 0.6f});
  s.limb({0, 4.0f, 1.9f}, {0, 3.92f, 2.75f}, 0.36f, 0.24f);
  s.limb({0, 3.55f, 1.75f}, {0, 3.25f, 2.6f}, 0.22f, 0.15f);
  s.piece(s.paint(pigment(0x8a2a2a)));
  s.ellipsoid({0, 3.66f, 2.1f}, {0.2f, 0.16f, 0.5f}).turning(10, 0, 0);
  s.piece(s.paint(pigment(0xf4efdc), 0.2f));
  for (int i = 0; i < 6; ++i) {
    const float z = 2.1f + 0.12f * static_cast<float>(i), x = 0.27f - 0.02f * static_cast<float>(i);
    s.limb({x, 3.78f, z}, {x, 3.60f, z}, 0.045f, 0.004f).both();
    s.limb({0.75f * x, 3.42f - 0.03f * static_cast<float>(i), z},
           {0.75f * x, 3.56f - 0.03f * static_cast<float>(i), z}, 0.035f, 0.004f)
        .both();
  }
  s.piece(s.paint(pigment(0xe0b020), 0.3f));
  s.ball({0.37f, 4.2f, 1.9f}, 0.1f).both();
  eyes(s, {0.42f, 4.2f, 1.95f}, 0.062f);
  s.model().height = 4.5f;
  s.model().breadth = 3.4f;
}

}  // namespace

bool sculpt_reptile(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {
      {crocodile, sculpt_crocodile}, {dragon, sculpt_dragon}, {dinosaur, sculpt_dinosaur}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
