#pragma once

#include <cstdint>
#include <variant>

#include "painter/abstract_scene.h"
#include "painter/brief.h"
#include "painter/city_scene.h"
#include "painter/scene.h"
#include "painter/space_scene.h"

// Everything about a picture that is decided before it has pixels: what kind of picture, its scene,
// and the style it is worked over in.
namespace easel::painter {

enum class Style {
  natural,
  oil,
  watercolour,
  ink,
  pencil,
  chalk,
  pixels,
  low_poly,
  ukiyo_e,
  scroll,
  woodcut,
  pop_art,
  poster,
  noir,
  glass
};

struct Composition {
  Brief brief;  // as this picture takes it: a word may stand for something simpler here
  std::variant<Scene, CityScene, SpaceScene, AbstractScene> scene;
  Style style = Style::natural;
};

// Chooses the kind of picture that most of the words ask for (a thing counts more than where it is)
// and composes it. With nothing to draw in them it is an abstract picture.
Composition arrange(const Brief& brief, std::uint64_t seed, int index);

// The style a word asks for; natural for every word that names none.
Style style_of(Concept what);
bool is_colourless(Style style);

CityScene compose_city(const Brief& brief, std::uint64_t seed, int index);
SpaceScene compose_space(const Brief& brief, std::uint64_t seed, int index);
AbstractScene compose_abstract(const Brief& brief, std::uint64_t seed, int index);

}  // namespace easel::painter
