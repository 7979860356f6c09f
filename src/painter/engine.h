#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"
#include "imaging/inscription.h"
#include "painter/composition.h"
#include "painter/painter.h"
#include "painter/scene.h"

// Scenes → pixels. What another kind of renderer (objects, cities, space) would have to offer too.
namespace easel::painter {

// What can be seen in a picture and how much of it, as shares of all pixels: the account of a
// painting claims nothing that was not counted here.
enum class Seen {
  sky,
  clouds,
  stars,
  sun,
  moon,
  milky_way,
  aurora,
  rainbow,
  land,
  relief,  // relief: land that stands above the horizon
  snow,
  rock,
  sand,
  grass,
  forest,
  lava,
  road,
  water,
  waterfall,
  mist,    // hidden by mist or fog
  veiled,  // land and water hidden by mist, fog or haze
  trees,
  flowers,
  reeds,
  rocks,  // in the foreground
  precipitation,
  // space
  cosmos,
  nebula,
  galaxy,
  black_hole,
  planet,
  moons,
  rings,
  comet,
  asteroids,
  // events in the sky
  lightning,
  fireworks,
  shooting_star,
  // city
  buildings,
  skyline,
  street,
  lit_windows,
  neon,
  shops,
  lamps,
  traffic,
  people,
  wet_road,
  old_houses,
  street_sign,
  // abstract
  pattern,
  count_
};

// How much of the picture a subject takes: in plain sight, and if nothing stood before it.
struct SubjectSeen {
  float share = 0, whole = 0;
};

struct Sightings {
  std::array<float, static_cast<std::size_t>(Seen::count_)> share{};
  std::vector<SubjectSeen> subjects{};  // in the order of the scene's
  float& operator[](Seen what) { return share[static_cast<std::size_t>(what)]; }
  float operator[](Seen what) const { return share[static_cast<std::size_t>(what)]; }
};

// Something in the picture that words can be put on: flat, turned to the viewer and with nothing
// before it.
struct TextSurface {
  std::string_view on;  // what it is: "the sign"
  imaging::Tablet tablet{};
};

struct Rendering {
  imaging::Bitmap bitmap;
  Sightings seen;
  std::vector<std::uint8_t> alpha{};    // of a cut-out, one byte a pixel
  std::vector<TextSurface> surfaces{};  // those that were meant for words
};

// The only error is `cancelled`.
using Render = Result<Rendering> (*)(const Scene&, int width, int height, Job&,
                                     const PreviewSink& preview);

#define EASEL_RENDERERS(SCENE) \
  Result<Rendering> render(const SCENE&, int width, int height, Job&, const PreviewSink& preview);
namespace v2 {
EASEL_RENDERERS(Scene)
EASEL_RENDERERS(CityScene)
EASEL_RENDERERS(SpaceScene)
EASEL_RENDERERS(AbstractScene)
}  // namespace v2
namespace v3 {
EASEL_RENDERERS(Scene)
EASEL_RENDERERS(CityScene)
EASEL_RENDERERS(SpaceScene)
EASEL_RENDERERS(AbstractScene)
}  // namespace v3
#undef EASEL_RENDERERS

// Works a finished picture over in a style, in place; stopped, it leaves it half done. Memory:
// about 80 bytes for each of at most 1.4 million pixels.
namespace v2 {
void restyle(imaging::Bitmap& picture, Style style, std::uint32_t seed, Job& job);
}
namespace v3 {
void restyle(imaging::Bitmap& picture, Style style, std::uint32_t seed, Job& job);
}

bool has_v3();         // whether this machine can run v3::render
Render best_render();  // the fastest this machine can run; all give the same bytes

// The same for any composition, in its style. `before_style` may be empty; it gets the picture
// before it is worked over, to put words into it.
Result<Rendering> render(const Composition& composition, int width, int height, Job& job,
                         const PreviewSink& preview,
                         const std::function<void(Rendering&)>& before_style = {});

// Side of the blocks that a style makes a picture of that size of; 1 where it has none.
int block_of(Style style, int width, int height);

}  // namespace easel::painter
