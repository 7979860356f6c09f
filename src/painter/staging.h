#pragma once

#include "painter/brief.h"
#include "painter/dice.h"
#include "painter/scene.h"

// Things come before places: where the prompt names any, the place is one they can stand in, and
// the camera goes where they fill a good part of the picture.
namespace easel::painter {

// Puts the things into the scene, and the camera before them.
void stage(Scene& scene, const Brief& brief, Dice& dice);

}  // namespace easel::painter
