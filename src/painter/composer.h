#pragma once

#include <cstdint>

#include "painter/brief.h"
#include "painter/scene.h"

// Brief → scene: which place, in which light, changed by what the words ask for.
namespace easel::painter {

// Neighbouring seeds, and the pictures of one order, get different places and not only other noise.
Scene compose(const Brief& brief, std::uint64_t seed, int index);

}  // namespace easel::painter
