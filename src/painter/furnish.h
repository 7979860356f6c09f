#pragma once

#include "painter/brief.h"
#include "painter/dice.h"
#include "painter/scene.h"

namespace easel::painter {

// A room as it is built (model_interior.cc), metres: half its width, its height, its depth.
inline constexpr float kRoomHalf = 3.1f, kRoomHigh = 2.75f, kRoomDeep = 12;

// Builds the room that the prompt is set in around a scene whose things are staged: floor, walls
// and furniture, with the landscape behind its windows. Nothing happens where it names no room.
// Pure.
void furnish(Scene& scene, const Brief& brief, Dice& dice);

}  // namespace easel::painter
