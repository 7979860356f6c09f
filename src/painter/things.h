#pragma once

#include <string_view>

#include "painter/brief.h"
#include "painter/scene.h"

// What the painter knows about the things it can draw, one row each.
namespace easel::painter {

// Where a thing stands when the prompt does not say.
enum class Home { meadow, snow, sea, lake, savanna, desert, forest, sky, farm, table, beach };

struct Kind {
  Concept what;
  std::string_view one, many;  // "a dog", "dogs"
  Footing footing;
  Home home;
  float heading;  // the view that shows it best, degrees from straight away
};

const Kind& kind_of(Concept thing);

bool takes_colour(Concept thing);  // whether a colour word changes it
bool glows(Concept thing);         // whether it has a light of its own
bool made_of(std::string_view material, Concept thing);

}  // namespace easel::painter
