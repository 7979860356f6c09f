#pragma once

#include "painter/brief.h"
#include "painter/scene.h"

// Words of colour and mood: what they do to a scene, and whether they can do anything at all.
namespace easel::painter {

void apply_mood(Scene& scene, const Brief& brief);
// The same for a picture whose light is its own: a city's, or space's. The words that it took up.
Concepts apply_mood(Grade& grade, const Brief& brief);

// Whether the painter can give that thing a colour; `unknown` stands for the whole picture.
bool can_be_coloured(Concept thing);

}  // namespace easel::painter
