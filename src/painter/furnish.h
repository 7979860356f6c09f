#pragma once

#include "painter/brief.h"
#include "painter/dice.h"
#include "painter/scene.h"

namespace easel::painter {

// Builds the room that the prompt is set in around a scene whose things are staged: floor, walls
// and furniture, with the landscape behind its windows. Nothing happens where it names no room.
// Pure.
void furnish(Scene& scene, const Brief& brief, Dice& dice);

}  // namespace easel::painter
