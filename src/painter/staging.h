#pragma once

#include "painter/brief.h"
#include "painter/dice.h"
#include "painter/places.h"
#include "painter/scene.h"

// Things come before places: where the prompt names any, the place is one they can stand in, and
// the camera goes where they fill a good part of the picture.
namespace easel::painter {

// The words for a setting that things bring along where the prompt has none.
Concepts home_of(const Brief& brief);

// Whether a place has room for the things: ground to stand on, water to float in.
bool has_room(const Place& place, const Brief& brief);

// Puts the things into the scene, and the camera before them.
void stage(Scene& scene, const Brief& brief, Dice& dice);

}  // namespace easel::painter
