#pragma once

#include "painter/engine/simd.h"

// Light and directions, one at a time and eight at a time. Colours are linear Rec. 709.
namespace easel::painter::EASEL_ISA {

struct Vec {
  float x = 0, y = 0, z = 0;
};
struct Vecs {
  Floats x, y, z;
};
struct Rgbs {
  Floats r, g, b;
};

EASEL_FAST Rgb operator+(Rgb a, Rgb b) {
  return {a.r + b.r, a.g + b.g, a.b + b.b};
}
EASEL_FAST Rgb operator-(Rgb a, Rgb b) {
  return {a.r - b.r, a.g - b.g, a.b - b.b};
}
EASEL_FAST Rgb operator*(Rgb a, Rgb b) {
  return {a.r * b.r, a.g * b.g, a.b * b.b};
}
EASEL_FAST Rgb operator*(Rgb a, float k) {
  return {a.r * k, a.g * k, a.b * k};
}
EASEL_FAST Rgb mix(Rgb a, Rgb b, float t) {
  return a + (b - a) * t;
}
EASEL_FAST Rgb exp1(Rgb a) {
  return {exp1(a.r), exp1(a.g), exp1(a.b)};
}
EASEL_FAST float luminance(Rgb a) {
  return 0.2126f * a.r + 0.7152f * a.g + 0.0722f * a.b;
}

EASEL_FAST Rgbs splat(Rgb a) {
  return {splat(a.r), splat(a.g), splat(a.b)};
}
EASEL_FAST Rgbs operator+(Rgbs a, Rgbs b) {
  return {a.r + b.r, a.g + b.g, a.b + b.b};
}
EASEL_FAST Rgbs operator-(Rgbs a, Rgbs b) {
  return {a.r - b.r, a.g - b.g, a.b - b.b};
}
EASEL_FAST Rgbs operator*(Rgbs a, Rgbs b) {
  return {a.r * b.r, a.g * b.g, a.b * b.b};
}
EASEL_FAST Rgbs operator*(Rgbs a, Floats k) {
  return {a.r * k, a.g * k, a.b * k};
}
EASEL_FAST Rgbs operator*(Rgbs a, float k) {
  return {a.r * k, a.g * k, a.b * k};
}
EASEL_FAST Rgbs operator*(Rgb a, Floats k) {
  return {a.r * k, a.g * k, a.b * k};
}
EASEL_FAST Rgbs mix(Rgbs a, Rgbs b, Floats t) {
  return a + (b - a) * t;
}
EASEL_FAST Rgbs mix(Rgb a, Rgb b, Floats t) {
  return mix(splat(a), splat(b), t);
}
EASEL_FAST Rgbs mix(Rgbs a, Rgb b, Floats t) {
  return mix(a, splat(b), t);
}
EASEL_FAST Rgbs select(Mask m, Rgbs a, Rgbs b) {
  return {select(m, a.r, b.r), select(m, a.g, b.g), select(m, a.b, b.b)};
}
EASEL_FAST Rgbs vexp(Rgbs a) {
  return {vexp(a.r), vexp(a.g), vexp(a.b)};
}
EASEL_FAST Floats luminance(Rgbs a) {
  return 0.2126f * a.r + 0.7152f * a.g + 0.0722f * a.b;
}
EASEL_FAST Rgb lane(Rgbs a, int i) {
  return {a.r[i], a.g[i], a.b[i]};
}

EASEL_FAST Vec operator*(Vec a, float k) {
  return {a.x * k, a.y * k, a.z * k};
}
EASEL_FAST float dot(Vec a, Vec b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
EASEL_FAST Vec normalize(Vec a) {
  return a * (1.0f / std::sqrt(dot(a, a)));
}
EASEL_FAST Vecs normalize(Vecs a) {
  const Floats k = 1.0f / vsqrt(a.x * a.x + a.y * a.y + a.z * a.z);
  return {a.x * k, a.y * k, a.z * k};
}
EASEL_FAST Vecs operator-(Vecs a, Vecs b) {
  return {a.x - b.x, a.y - b.y, a.z - b.z};
}
EASEL_FAST Vecs operator*(Vecs a, Floats k) {
  return {a.x * k, a.y * k, a.z * k};
}
EASEL_FAST Vecs operator*(Vecs a, float k) {
  return {a.x * k, a.y * k, a.z * k};
}
EASEL_FAST Vecs operator+(Vecs a, Vecs b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
EASEL_FAST Vecs operator+(Vecs a, Vec b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z};
}
EASEL_FAST Floats dot(Vecs a, Vecs b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
EASEL_FAST Vecs select(Mask m, Vecs a, Vecs b) {
  return {select(m, a.x, b.x), select(m, a.y, b.y), select(m, a.z, b.z)};
}
EASEL_FAST Vecs splat(Vec a) {
  return {splat(a.x), splat(a.y), splat(a.z)};
}
EASEL_FAST Floats dot(Vecs a, Vec b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

// What the eye makes of moonlight: little colour, and that bluish (the Purkinje shift).
inline Rgbs by_night(Rgbs c) {
  return mix(c, Rgb{0.64f, 0.93f, 1.55f} * luminance(c), splat(0.5f));
}

// A thing in another colour.
inline Rgbs dyed(Rgbs c, const Dye& dye, Floats share) {
  return mix(c, dye.colour * luminance(c), share * dye.share);
}
inline Rgbs dyed(Rgbs c, const Dye& dye) {
  return dye.share > 0 ? dyed(c, dye, splat(1)) : c;
}
inline Rgb dyed(Rgb c, const Dye& dye) {
  return dye.share > 0 ? mix(c, dye.colour * luminance(c), dye.share) : c;
}

// A colour as painters' tools show it (sRGB, 0 … 1) in linear light.
inline Rgb pigment(float r, float g, float b) {
  const auto linear = [](float c) {
    return c <= 0.04045f ? c / 12.92f : pow1((c + 0.055f) / 1.055f, 2.4f);
  };
  return {linear(r), linear(g), linear(b)};
}

// Elevation above the horizon and azimuth from straight ahead, positive to the right; degrees.
inline Vec direction(float elevation, float azimuth) {
  constexpr float kRadians = 0.0174532925f;
  const float e = elevation * kRadians, a = azimuth * kRadians;
  return {cos1(e) * sin1(a), sin1(e), cos1(e) * cos1(a)};
}

}  // namespace easel::painter::EASEL_ISA
