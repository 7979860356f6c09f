#pragma once

#include <cstdint>

#include "painter/brief.h"
#include "painter/scene.h"

namespace easel::painter {

// What is laid over a composed landscape: fields, water all around, another world's ground and sky,
// a road, a cave's mouth, and what happens in the sky. Pure: the same for the same seed and
// picture.
void dress(Scene& scene, const Brief& brief, std::uint64_t seed, int picture);

}  // namespace easel::painter
