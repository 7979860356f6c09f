#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "painter/brief.h"
#include "painter/dice.h"
#include "painter/scene.h"

// The composer's repertoire. A place is a good combination of land, camera and foreground, and a
// light a good combination of sun, clouds and air; each jitters its numbers within the range where
// it stays good. Choosing among curated wholes, instead of drawing every number by itself, is what
// makes every picture a different place and none of them a failure.
namespace easel::painter {

struct Place {
  std::string_view name;
  Concepts shows;          // what a picture of it can be relied on to show
  std::string_view suits;  // letters of the lights that flatter it most, best first
  void (*lay)(Scene&, Dice&);
};

struct SkyLight {
  char letter;
  void (*lay)(Scene&, Dice&);
};

std::span<const Place> places();

// Lights of a time of day: Concept::sunset, sunrise, golden_hour, day, dusk or night.
std::span<const SkyLight> lights_of(Concept time);

inline Concepts concepts(std::initializer_list<Concept> list) {
  Concepts set;
  for (const Concept what : list) set.set(index(what));
  return set;
}

}  // namespace easel::painter
