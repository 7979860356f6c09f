#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/job.h"
#include "base/result.h"
#include "imaging/bitmap.h"
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
  water,
  mist,    // hidden by mist or fog
  veiled,  // land and water hidden by mist, fog or haze
  trees,
  flowers,
  reeds,
  rocks,  // in the foreground
  precipitation,
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

struct Rendering {
  imaging::Bitmap bitmap;
  Sightings seen;
};

// The only error is `cancelled`.
using Render = Result<Rendering> (*)(const Scene&, int width, int height, Job&,
                                     const PreviewSink& preview);

namespace v2 {
Result<Rendering> render(const Scene&, int width, int height, Job&, const PreviewSink& preview);
}
namespace v3 {
Result<Rendering> render(const Scene&, int width, int height, Job&, const PreviewSink& preview);
}

bool has_v3();         // whether this machine can run v3::render
Render best_render();  // the fastest this machine can run; all give the same bytes

}  // namespace easel::painter
