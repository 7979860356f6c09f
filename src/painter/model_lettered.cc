#include <algorithm>
#include <cmath>

#include "painter/sculptor.h"

// Things that bear words: a sign, a banner, a stone, a billboard, a blackboard. Their faces have
// the shape that the words need.
namespace easel::painter {
namespace {

using enum Concept;

struct Size {
  float width, height;
};

// Of so many square metres, as wide by its height as the words are.
Size face_of(const Subject& subject, float area, float least, float most) {
  const float wanted = subject.writing > 0 ? subject.writing * 0.86f : 1.5f;
  const float aspect = std::clamp(wanted, least, most);
  return {std::sqrt(area * aspect), std::sqrt(area / aspect)};
}

// Seen from ahead, x runs to the left.
Face face(std::string_view on, Size size, float middle, float z, bool stone = false) {
  return {.on = on,
          .stone = stone,
          .corner = {0.5f * size.width, middle + 0.5f * size.height, z},
          .right = {-size.width, 0, 0},
          .down = {0, -size.height, 0}};
}

int wood_of(Sculptor& s, Rgb colour, float scale = 0.09f) {
  return s.paint({.colour = colour,
                  .second = blend(colour, {0, 0, 0}, 0.22f),
                  .pattern = Pattern::grain,
                  .scale = scale,
                  .gloss = 0.06f});
}

// Boards on two posts.
void sculpt_sign(Sculptor& s, const Subject& subject) {
  Dice d(subject.seed, "sign");
  const Rgb colour = own(subject, any_of(subject, {0xd8b07c, 0xe6d3ac, 0xc99a63, 0xead9b8}));
  const int board = wood_of(s, colour), post = wood_of(s, pigment(0x5a3d24), 0.2f);
  const Size size = face_of(subject, 0.80f, 1.0f, 3.6f);
  const float middle = 1.05f + 0.5f * size.height;
  const float top = middle + 0.5f * size.height;
  for (const float side : {-1.0f, 1.0f}) {
    s.piece(post);
    s.box({side * (0.5f * size.width - 0.10f), 0.5f * top - 0.1f, -0.055f},
          {0.045f, 0.5f * top + 0.16f, 0.035f}, 0.012f)
        .turning(0, 0, d.around(0, 0.6f));
  }
  const int boards = std::max(2, static_cast<int>(size.height / 0.21f + 0.5f));
  const float each = (size.height + 0.10f) / static_cast<float>(boards);
  for (int i = 0; i < boards; ++i) {
    s.piece(board);
    s.box({d.around(0, 0.012f), top + 0.05f - each * (static_cast<float>(i) + 0.5f), 0},
          {0.5f * size.width + 0.09f, 0.5f * each - 0.003f, 0.022f}, 0.006f);
  }
  s.model().face = face("the sign", size, middle, 0.022f);
  s.model().height = top + 0.08f;
  s.model().breadth = 0.5f * size.width + 0.12f;
}

// Cloth between two poles.
void sculpt_banner(Sculptor& s, const Subject& subject) {
  const int cloth = s.paint(
      {.colour = own(subject, any_of(subject, {0x8e1b22, 0x1f3f7a, 0xf0e6cc, 0x1e5a3c, 0xe8b73a})),
       .gloss = 0.02f,
       .thin = 0.15f});
  const int pole = wood_of(s, pigment(0x6a4a2c), 0.2f);
  const int gold = s.paint(pigment(0xd8a83a), 0.5f);
  const Size size = face_of(subject, 1.9f, 1.4f, 4.2f);
  const float middle = 1.35f + 0.5f * size.height, top = middle + 0.5f * size.height;
  for (const float side : {-1.0f, 1.0f}) {
    const float x = side * (0.5f * size.width + 0.16f);
    s.piece(pole);
    s.rod({x, -0.2f, 0}, {x, top + 0.2f, 0}, 0.035f);
    s.piece(gold);
    s.ball({x, top + 0.24f, 0}, 0.065f);
    s.piece(pole);
    for (const float y : {0.5f, -0.5f})
      s.rod({side * (0.5f * size.width + 0.02f), middle + y * size.height, 0.0f},
            {x, middle + y * size.height * 1.06f, 0}, 0.009f);
  }
  s.piece(cloth);
  s.box({0, middle, 0}, {0.5f * size.width + 0.05f, 0.5f * size.height + 0.05f, 0.008f}, 0.004f);
  s.piece(gold);
  for (const float y : {-1.0f, 1.0f})
    s.box({0, middle + y * (0.5f * size.height + 0.03f), 0.006f},
          {0.5f * size.width + 0.03f, 0.012f, 0.006f}, 0.003f);
  s.model().face = face("the banner", size, middle, 0.009f);
  s.model().height = top + 0.3f;
  s.model().breadth = 0.5f * size.width + 0.25f;
}

// An upright stone with a round head, on a plinth.
void sculpt_stone(Sculptor& s, const Subject& subject) {
  const Rgb colour = own(subject, any_of(subject, {0xa9a69c, 0xb9ae98, 0x94989a, 0xc4bfb2}));
  const int stone = s.paint({.colour = colour,
                             .second = blend(colour, pigment(0x5a6048), 0.28f),
                             .pattern = Pattern::mottled,
                             .scale = 0.35f,
                             .gloss = 0.05f,
                             .relief = 0.0025f,
                             .grain = 0.03f});
  const Size size = face_of(subject, 0.52f, 0.9f, 2.6f);
  const float half = 0.5f * size.width + 0.11f, shoulder = 0.34f + size.height + 0.04f;
  const float head = std::min(0.62f * half, 0.34f);
  const auto at = [&](float degrees) {
    return Sculptor::Corner{half * cosine(degrees), shoulder + head * sine(degrees)};
  };
  s.piece(stone);
  s.slab({0, 0, 0},
         {{-half, -0.2f},
          {half, -0.2f},
          at(0),
          at(20),
          at(40),
          at(60),
          at(80),
          at(100),
          at(120),
          at(140),
          at(160),
          at(180)},
         0.085f, 0.018f);
  s.piece(stone);
  s.box({0, 0.06f, 0}, {half + 0.12f, 0.15f, 0.22f}, 0.03f);
  s.model().face = face("the stone", size, 0.32f + 0.5f * size.height, 0.105f, true);
  s.model().height = shoulder + head;
  s.model().breadth = half + 0.14f;
}

void sculpt_billboard(Sculptor& s, const Subject& subject) {
  const int panel =
      s.paint(own(subject, any_of(subject, {0xf2ead8, 0xf4c531, 0xe9eef2, 0x2f6fb0})), 0.08f);
  const int steel = s.paint(pigment(0x4a5056), 0.25f);
  const Size size = face_of(subject, 15, 1.2f, 3.4f);
  const float middle = 2.6f + 0.5f * size.height, top = middle + 0.5f * size.height;
  s.piece(panel);
  s.box({0, middle, 0}, {0.5f * size.width + 0.1f, 0.5f * size.height + 0.1f, 0.08f}, 0.02f);
  s.piece(steel);
  for (const float y : {-1.0f, 1.0f})
    s.box({0, middle + y * (0.5f * size.height + 0.13f), 0},
          {0.5f * size.width + 0.2f, 0.07f, 0.12f}, 0.01f);
  s.piece(steel);
  s.box({0.5f * size.width + 0.15f, middle, 0}, {0.07f, 0.5f * size.height + 0.2f, 0.12f}, 0.01f)
      .both();
  s.piece(steel);
  s.rod({0.32f * size.width, -0.5f, -0.25f}, {0.32f * size.width, top, -0.25f}, 0.14f).both();
  s.rod({0.32f * size.width, -0.3f, -1.9f}, {0.32f * size.width, middle, -0.3f}, 0.08f).both();
  s.model().face = face("the billboard", size, middle, 0.081f);
  s.model().height = top + 0.25f;
  s.model().breadth = 0.5f * size.width + 0.3f;
}

// Slate in a frame, leaning on legs behind.
void sculpt_blackboard(Sculptor& s, const Subject& subject) {
  const int slate = s.paint({.colour = own(subject, any_of(subject, {0x22282a, 0x1f3a30})),
                             .second = pigment(0x3c4444),
                             .pattern = Pattern::mottled,
                             .scale = 0.5f,
                             .gloss = 0.05f});
  const int frame = wood_of(s, pigment(0xa8763f), 0.1f);
  const Size size = face_of(subject, 0.85f, 0.75f, 2.4f);
  const float middle = 0.42f + 0.5f * size.height, top = middle + 0.5f * size.height;
  s.piece(slate);
  s.box({0, middle, 0}, {0.5f * size.width + 0.04f, 0.5f * size.height + 0.04f, 0.015f}, 0.004f);
  s.piece(frame);
  for (const float y : {-1.0f, 1.0f})
    s.box({0, middle + y * (0.5f * size.height + 0.05f), 0.006f},
          {0.5f * size.width + 0.09f, 0.035f, 0.03f}, 0.008f);
  s.piece(frame);
  s.box({0.5f * size.width + 0.05f, 0.5f * top - 0.02f, 0.006f},
        {0.036f, 0.5f * top + 0.10f, 0.032f}, 0.008f)
      .both();
  s.piece(frame);
  s.rod({0.4f * size.width, top, -0.02f}, {0.42f * size.width, -0.05f, -0.42f}, 0.022f).both();
  s.model().face = face("the blackboard", size, middle, 0.016f);
  s.model().height = top + 0.1f;
  s.model().breadth = 0.5f * size.width + 0.12f;
}

}  // namespace

bool sculpt_lettered(Sculptor& s, const Subject& subject) {
  if (subject.what == signpost && subject.writing <= 0) return false;  // pointing two ways
  constexpr Craft kCrafts[] = {{signpost, sculpt_sign},
                               {banner, sculpt_banner},
                               {gravestone, sculpt_stone},
                               {billboard, sculpt_billboard},
                               {blackboard, sculpt_blackboard}};
  return sculpt_from(kCrafts, s, subject);
}

}  // namespace easel::painter
