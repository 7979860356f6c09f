#include "painter/sculptor.h"

namespace easel::painter {
namespace {

using enum Concept;

void sculpt_snowman(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "snowman");
  const int snow_one =
      s.paint({.colour = pigment(0xf4f7fa), .thin = 0.3f, .relief = 0.02f, .grain = 0.07f});
  const int coal = s.paint(pigment(0x18181a));
  const int twig = s.paint(pigment(0x5a3e26));
  constexpr std::uint32_t kScarves[] = {0xc8201c, 0x1f5fb0, 0x2f8a4a};
  const int scarf = s.paint({.colour = own(subject, pigment(kScarves[d.below(3)])),
                             .second = pigment(0xf2efe6),
                             .pattern = Pattern::plain,
                             .relief = 0.01f,
                             .grain = 0.03f});
  s.piece(snow_one, 0.05f);
  s.ellipsoid({0, 0.42f, 0}, {0.52f, 0.48f, 0.52f});
  s.ball({0, 1.05f, 0}, 0.37f);
  s.ball({0, 1.53f, 0}, 0.26f);
  s.piece(s.paint(pigment(0xf07a1c)));
  s.limb({0, 1.52f, 0.24f}, {0, 1.50f, 0.50f}, 0.045f, 0.006f);
  s.piece(coal);
  s.ball({0.09f, 1.61f, 0.225f}, 0.032f).both();
  for (int i = 0; i < 5; ++i) {
    const float turn = 212 + 29.0f * static_cast<float>(i);
    s.ball({0.14f * cosine(turn), 1.50f + 0.11f * sine(turn), 0.222f}, 0.019f);
  }
  for (const float y : {0.88f, 1.05f, 1.22f}) s.ball({0, y, y > 1.2f ? 0.325f : 0.36f}, 0.035f);
  s.drum({0, 1.72f, 0}, 0.03f, 0.30f, 0.30f, 0.01f);
  s.drum({0, 1.74f, 0}, 0.30f, 0.19f, 0.20f, 0.015f);
  s.piece(scarf, 0.03f);
  s.ring({0, 1.32f, 0}, 0.255f, 0.075f);
  s.box({0.15f, 1.12f, 0.365f}, {0.075f, 0.20f, 0.03f}, 0.02f).turning(4, 0, 8);
  s.piece(twig);
  const float lift = d.between(0.1f, 0.4f);
  for (const float side : {-1.0f, 1.0f}) {
    const Point hand{0.86f * side, 1.12f + (side > 0 ? lift : 0.1f), 0.06f};
    s.limb({0.30f * side, 1.12f, 0}, hand, 0.024f, 0.014f);
    s.limb(hand - Point{0.08f * side, 0.02f, 0}, hand + Point{0.02f * side, 0.12f, 0.04f}, 0.012f,
           0.007f);
    s.limb(hand - Point{0.06f * side, 0.02f, 0}, hand + Point{0.08f * side, -0.04f, 0.05f}, 0.012f,
           0.007f);
  }
  s.model().height = 2.05f;
  s.model().breadth = 0.8f;
}

void sculpt_robot(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, pigment(0x8fa3b0));
  const int shell = s.paint({.colour = colour, .gloss = 0.28f});
  const int dark = s.paint(pigment(0x2e3338), 0.3f);
  const int joint = s.paint(pigment(0x5a6066), 0.4f);
  const int eye = s.paint({.colour = pigment(0x7fe8ff), .gloss = 0.3f, .glow = {1.2f, 4.2f, 5}});
  const int red_one = s.paint({.colour = pigment(0xe8402a), .glow = {3, 0.5f, 0.3f}});
  const int yellow_one = s.paint({.colour = pigment(0xf2c81e), .glow = {1.4f, 1.1f, 0.2f}});
  s.piece(shell);
  s.box({0, 1.02f, 0}, {0.30f, 0.32f, 0.20f}, 0.08f);
  s.box({0, 1.62f, 0}, {0.27f, 0.21f, 0.21f}, 0.09f);
  s.piece(dark);
  s.box({0, 1.64f, 0.19f}, {0.21f, 0.13f, 0.04f}, 0.04f);
  s.box({0, 1.10f, 0.19f}, {0.17f, 0.12f, 0.03f}, 0.02f);
  s.piece(eye);
  s.ball({0.09f, 1.66f, 0.225f}, 0.052f).both();
  s.box({0, 1.55f, 0.225f}, {0.07f, 0.012f, 0.012f}, 0.006f);
  s.piece(red_one);
  s.ball({-0.08f, 1.13f, 0.215f}, 0.028f);
  s.ball({0, 2.06f, 0}, 0.045f);
  s.piece(yellow_one);
  s.ball({0.0f, 1.13f, 0.215f}, 0.028f);
  s.piece(eye);
  s.ball({0.08f, 1.13f, 0.215f}, 0.028f);
  s.piece(joint);
  s.rod({0, 1.3f, 0}, {0, 1.45f, 0}, 0.08f);
  s.rod({0, 1.8f, 0}, {0, 2.04f, 0}, 0.014f);
  s.drum({0.26f, 1.62f, 0}, 0.07f, 0.075f, 0.06f).turning(0, 0, -90).both();
  s.ball({0.34f, 1.22f, 0}, 0.085f).both();
  s.limb({0.38f, 1.2f, 0}, {0.44f, 0.92f, 0.02f}, 0.045f, 0.045f).both();
  s.rod({0.14f, 0.72f, 0}, {0.15f, 0.30f, 0}, 0.06f).both();
  s.piece(shell, 0.02f);
  s.limb({0.44f, 0.92f, 0.02f}, {0.45f, 0.68f, 0.10f}, 0.075f, 0.085f).both();
  s.box({0.15f, 0.45f, 0}, {0.095f, 0.15f, 0.10f}, 0.04f).both();
  s.box({0.16f, 0.09f, 0.05f}, {0.115f, 0.09f, 0.19f}, 0.06f).both();
  s.piece(dark);
  s.limb({0.42f, 0.62f, 0.12f}, {0.40f, 0.52f, 0.15f}, 0.03f, 0.022f).both();
  s.limb({0.49f, 0.62f, 0.12f}, {0.50f, 0.52f, 0.15f}, 0.03f, 0.022f).both();
  s.model().height = 2.1f;
  s.model().breadth = 0.55f;
}

// Somebody, far off: a silhouette and no more.
void sculpt_person(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "figure");
  const int cloth = s.paint(own(subject, pigment(0x2a2c34)));
  const int legs = s.paint(pigment(0x1c1d22));
  const int head = s.paint(pigment(0x3a2c24));
  const float step = d.between(0.08f, 0.2f);
  s.piece(cloth, 0.06f);
  s.limb({0, 0.98f, 0}, {0, 1.42f, 0.02f}, 0.15f, 0.17f);
  s.limb({0.19f, 1.42f, 0}, {0.25f, 1.12f, -step * 0.6f}, 0.062f, 0.05f);
  s.limb({-0.19f, 1.42f, 0}, {-0.25f, 1.12f, step * 0.6f}, 0.062f, 0.05f);
  s.limb({0.25f, 1.12f, -step * 0.6f}, {0.24f, 0.86f, -step * 0.3f}, 0.05f, 0.04f);
  s.limb({-0.25f, 1.12f, step * 0.6f}, {-0.24f, 0.86f, step}, 0.05f, 0.04f);
  s.ellipsoid({0, 0.95f, 0}, {0.18f, 0.22f, 0.13f});
  s.piece(legs, 0.04f);
  s.limb({0.09f, 0.92f, 0}, {0.10f, 0.48f, step * 0.7f}, 0.09f, 0.065f);
  s.limb({0.10f, 0.48f, step * 0.7f}, {0.10f, 0.05f, step}, 0.065f, 0.05f);
  s.limb({-0.09f, 0.92f, 0}, {-0.10f, 0.48f, -step * 0.5f}, 0.09f, 0.065f);
  s.limb({-0.10f, 0.48f, -step * 0.5f}, {-0.10f, 0.05f, -step * 1.4f}, 0.065f, 0.05f);
  s.ellipsoid({0.10f, 0.04f, step + 0.06f}, {0.05f, 0.04f, 0.12f});
  s.ellipsoid({-0.10f, 0.04f, -step * 1.4f + 0.06f}, {0.05f, 0.04f, 0.12f});
  s.piece(head, 0.03f);
  s.ellipsoid({0, 1.68f, 0.02f}, {0.092f, 0.122f, 0.105f});
  s.limb({0, 1.48f, 0}, {0, 1.6f, 0.01f}, 0.05f, 0.05f);
  s.model().height = 1.8f;
  s.model().breadth = 0.32f;
}

}  // namespace

bool sculpt_figure(Sculptor& s, const Subject& subject) {
  if (subject.what == snowman) {
    sculpt_snowman(s, subject);
  } else if (subject.what == robot) {
    sculpt_robot(s, subject);
  } else if (subject.what == figure) {
    sculpt_person(s, subject);
  } else {
    return false;
  }
  return true;
}

}  // namespace easel::painter
