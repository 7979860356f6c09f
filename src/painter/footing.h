#pragma once

#include "painter/brief.h"
#include "painter/places.h"
#include "painter/scene.h"

// What the things of a prompt stand on, and which places have it.
namespace easel::painter {

// Water wide enough to float in.
// The room that the prompt is set in; unknown where it is set outside.
Concept room_of(const Brief& brief);

bool watery(const Scene& scene);

// What a thing stands on in this prompt: a lighthouse in a desert stands on the sand.
Footing footing_of(const Thing& thing, const Brief& brief);
bool any_on(const Brief& brief, Footing footing);
bool grounded(const Brief& brief);  // the first thing stands on the ground

// Small things stand on a table, unless the prompt names a ground for them.
bool on_table(const Brief& brief);

// The words for a setting that things bring along where the prompt has none.
Concepts home_of(const Brief& brief);

// Whether a place has room for the things: ground to stand on, water to float in.
bool has_room(const Place& place, const Brief& brief);

}  // namespace easel::painter
