#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

int steel_of(Sculptor& s) {
  return s.paint(pigment(0xb4b8bc), 0.45f);
}

// Lies on its side: the head at the left, the handle to the right.
void sculpt_hammer(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(polished(own(subject, pigment(0xa8703c))));
  const int iron = s.paint(pigment(0x4a4e54), 0.4f);
  s.piece(wood, 0.01f);
  s.limb({-0.10f, 0.026f, 0}, {0.16f, 0.022f, 0}, 0.012f, 0.019f);
  s.piece(iron, 0.006f);
  s.box({-0.11f, 0.028f, 0}, {0.022f, 0.020f, 0.034f}, 0.006f);
  s.rod({-0.11f, 0.028f, 0.03f}, {-0.11f, 0.028f, 0.062f}, 0.020f);
  s.drum({-0.11f, 0.028f, 0.055f}, 0.022f, 0.026f, 0.026f, 0.003f).turning(90, 0, 0);
  // The claw.
  for (const float y : {0.020f, 0.036f}) {
    s.piece(iron, 0.004f);
    s.cord({{-0.11f, y, -0.03f}, {-0.104f, y, -0.062f}, {-0.082f, y, -0.088f}}, 0.0085f, 0.004f);
  }
  s.model().height = 0.06f;
  s.model().breadth = 0.16f;
}

void sculpt_screwdriver(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xc82a1c, 0x1f5fb0, 0xe0a01c});
  s.piece(s.paint({.colour = colour,
                   .second = blend(colour, {0, 0, 0}, 0.5f),
                   .pattern = Pattern::gores,
                   .scale = 8,
                   .gloss = 0.35f}),
          0.008f);
  s.limb({0.03f, 0.020f, 0}, {0.125f, 0.020f, 0}, 0.016f, 0.019f);
  s.ball({0.02f, 0.020f, 0}, 0.014f);
  s.piece(steel_of(s));
  s.rod({0.02f, 0.019f, 0}, {-0.11f, 0.012f, 0}, 0.0046f);
  s.box({-0.118f, 0.012f, 0}, {0.014f, 0.0018f, 0.0066f}, 0.001f);
  s.model().height = 0.04f;
  s.model().breadth = 0.14f;
}

void sculpt_wrench(Sculptor& s, const Subject& subject) {
  s.piece(s.paint(own(subject, pigment(0xa8acb2)), 0.5f), 0.012f);
  s.box({0, 0.014f, 0}, {0.105f, 0.009f, 0.014f}, 0.006f);
  s.drum({-0.125f, 0.002f, 0}, 0.024f, 0.034f, 0.034f, 0.005f);
  s.box({-0.150f, 0.014f, 0.006f}, {0.026f, 0.04f, 0.0125f}).turning(0, 18, 0).carving(0.002f);
  s.drum({0.125f, 0.003f, 0}, 0.022f, 0.028f, 0.028f, 0.005f);
  s.drum({0.125f, -0.02f, 0}, 0.07f, 0.015f, 0.015f).carving(0.002f);
  s.model().height = 0.03f;
  s.model().breadth = 0.16f;
}

void sculpt_saw(Sculptor& s, const Subject& subject) {
  const int wood = s.paint(polished(own(subject, pigment(0x9a5f30))));
  s.piece(steel_of(s));
  s.slab({0, 0.086f, 0}, {{-0.30f, -0.032f}, {0.14f, -0.072f}, {0.14f, 0.052f}, {-0.30f, 0.012f}},
         0.0022f);
  for (int i = 0; i < 22; ++i) {
    const float x = -0.285f + 0.019f * static_cast<float>(i);
    const float edge = 0.086f - 0.032f - 0.0909f * (x + 0.30f);
    s.box({x, edge, 0}, {0.008f, 0.008f, 0.0024f}).turning(0, 0, 45).carving();
  }
  s.piece(wood, 0.014f);
  s.limb({0.15f, 0.131f, 0}, {0.25f, 0.151f, 0}, 0.019f, 0.016f);
  s.limb({0.15f, 0.026f, 0}, {0.235f, 0.018f, 0}, 0.019f, 0.016f);
  s.cord({{0.25f, 0.151f, 0}, {0.262f, 0.086f, 0}, {0.235f, 0.018f, 0}}, 0.017f, 0.017f);
  s.limb({0.15f, 0.131f, 0}, {0.15f, 0.026f, 0}, 0.018f, 0.018f);
  s.model().height = 0.17f;
  s.model().breadth = 0.3f;
}

void sculpt_scissors(Sculptor& s, const Subject& subject) {
  const int steel = steel_of(s);
  const int grip = s.paint(glaze(any_of(subject, {0xd8321c, 0x1f6fb8, 0x2a2a2c})));
  for (const float side : {-1.0f, 1.0f}) {
    s.piece(steel, 0.002f);
    s.slab({0, 0.008f + 0.003f * side, 0},
           {{-0.13f, 0}, {0.01f, -0.013f}, {0.03f, 0.006f}, {0, 0.010f}}, 0.0016f)
        .turning(90, 17 * side, 0);
    s.piece(grip, 0.006f);
    s.limb({0.01f, 0.010f, 0.004f * side}, {0.055f, 0.010f, 0.020f * side}, 0.006f, 0.007f);
    s.ring({0.088f, 0.010f, 0.032f * side}, 0.028f, 0.0075f);
  }
  s.piece(steel);
  s.drum({0, 0.006f, 0}, 0.010f, 0.006f, 0.005f);
  s.model().height = 0.02f;
  s.model().breadth = 0.13f;
}

// Lies open on its front, frames up.
void sculpt_glasses(Sculptor& s, const Subject& subject) {
  const int frame = s.paint(glaze(own(subject, pigment(0x1c1a1a)), 0.4f));
  const int lens = s.paint({.colour = pigment(0x1a2028), .gloss = 0.7f});
  s.piece(frame, 0.004f);
  for (const float x : {-0.036f, 0.036f}) {
    s.piece(frame, 0.003f);
    s.ring({x, 0.030f, 0}, 0.027f, 0.0038f).turning(84, 0, 0);
    s.piece(lens);
    s.drum({x, 0.030f, -0.001f}, 0.002f, 0.026f, 0.026f).turning(84, 0, 0);
  }
  s.piece(frame, 0.003f);
  s.cord({{-0.011f, 0.038f, 0.002f}, {0, 0.042f, 0.004f}, {0.011f, 0.038f, 0.002f}}, 0.003f,
         0.003f);
  s.cord({{0.063f, 0.040f, 0},
          {0.068f, 0.038f, -0.012f},
          {0.066f, 0.030f, -0.095f},
          {0.064f, 0.008f, -0.125f}},
         0.003f, 0.003f);
  s.cord({{-0.063f, 0.040f, 0},
          {-0.068f, 0.038f, -0.012f},
          {-0.066f, 0.030f, -0.095f},
          {-0.064f, 0.008f, -0.125f}},
         0.003f, 0.003f);
  s.model().height = 0.06f;
  s.model().breadth = 0.075f;
}

void sculpt_backpack(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xb8451c, 0x2f6a4a, 0x2a4a7a, 0x6a5a3a});
  const int cloth = s.paint({.colour = colour, .relief = 0.0012f, .grain = 0.006f});
  const int dark =
      s.paint({.colour = blend(colour, {0, 0, 0}, 0.5f), .relief = 0.001f, .grain = 0.006f});
  const int brass = s.paint(pigment(0xc8a24a), 0.5f);
  s.piece(cloth, 0.03f);
  s.box({0, 0.22f, 0}, {0.15f, 0.21f, 0.085f}, 0.06f);
  s.piece(dark, 0.02f);
  s.box({0, 0.13f, 0.10f}, {0.11f, 0.095f, 0.035f}, 0.03f);
  s.box({0, 0.36f, 0.02f}, {0.155f, 0.075f, 0.092f}, 0.055f);
  s.piece(cloth, 0.01f);
  s.box({0, 0.215f, 0.138f}, {0.08f, 0.012f, 0.004f}, 0.004f);
  s.ellipsoid({0.17f, 0.13f, 0}, {0.035f, 0.085f, 0.06f}).both();
  s.piece(dark, 0.01f);
  s.cord({{-0.03f, 0.42f, -0.03f},
          {-0.025f, 0.465f, -0.03f},
          {0.025f, 0.465f, -0.03f},
          {0.03f, 0.42f, -0.03f}},
         0.010f, 0.010f);
  s.box({0.085f, 0.30f, 0.105f}, {0.014f, 0.10f, 0.006f}, 0.003f).both();
  s.piece(brass);
  s.box({0.085f, 0.235f, 0.114f}, {0.020f, 0.014f, 0.005f}, 0.004f).both();
  s.model().height = 0.48f;
  s.model().breadth = 0.2f;
}

// On a hanger that hangs from nothing: arms held out.
void sculpt_shirt(Sculptor& s, const Subject& subject) {
  const Rgb colour = any_of(subject, {0xf2f0ec, 0x2f5fa8, 0xb8302a, 0x2a2c30});
  const int cloth = s.paint({.colour = colour, .relief = 0.0012f, .grain = 0.05f});
  s.piece(cloth, 0.03f);
  s.slab({0, 0.05f, 0},
         {{-0.21f, 0},
          {0.21f, 0},
          {0.205f, 0.42f},
          {0.20f, 0.56f},
          {0.08f, 0.62f},
          {-0.08f, 0.62f},
          {-0.20f, 0.56f},
          {-0.205f, 0.42f}},
         0.028f, 0.03f);
  s.limb({0.19f, 0.56f, 0}, {0.34f, 0.38f, 0.01f}, 0.062f, 0.072f).both();
  s.ellipsoid({0, 0.70f, 0.03f}, {0.085f, 0.06f, 0.06f}).carving(0.01f);
  s.piece(s.paint({.colour = blend(colour, {0, 0, 0}, 0.25f), .relief = 0.002f, .grain = 0.01f}));
  s.ring({0, 0.652f, 0.0f}, 0.082f, 0.010f).turning(-24, 0, 0);
  s.model().height = 0.70f;
  s.model().breadth = 0.42f;
}

}  // namespace

bool sculpt_tool(Sculptor& s, const Subject& subject) {
  constexpr Craft kAll[] = {{hammer, sculpt_hammer},     {screwdriver, sculpt_screwdriver},
                            {wrench, sculpt_wrench},     {saw, sculpt_saw},
                            {scissors, sculpt_scissors}, {spectacles, sculpt_glasses},
                            {backpack, sculpt_backpack}, {shirt, sculpt_shirt}};
  return sculpt_from(kAll, s, subject);
}

}  // namespace easel::painter
