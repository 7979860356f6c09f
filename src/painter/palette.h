#pragma once

#include "painter/brief.h"
#include "painter/scene.h"

// What the painter's colour words look like.
namespace easel::painter {

// A colour as painters' tools show it (sRGB, 0 … 1) in linear light.
Rgb from_srgb(float r, float g, float b);

// The pure colour a word means, linear.
Rgb colour_of(Concept word);

// OKLCh (B. Ottosson, 2020) in linear light: lightness 0 … 1, chroma 0 … about 0.3, hue in turns.
// What no screen can show is clipped.
Rgb from_oklch(float lightness, float chroma, float hue);

}  // namespace easel::painter
