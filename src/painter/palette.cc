#include "painter/palette.h"

#include <algorithm>
#include <cmath>

namespace easel::painter {
namespace {

// cos of a whole turn times x by Taylor's series on a folded quarter: libm's may differ by machine.
float cos_of_turn(float x) {
  x = std::fabs(x - std::floor(x + 0.5f));  // 0 … ½
  const bool far = x > 0.25f;
  const float y = (far ? 0.5f - x : x) * 6.28318531f;
  const float y2 = y * y;
  const float c = 1 - y2 / 2 * (1 - y2 / 12 * (1 - y2 / 30 * (1 - y2 / 56 * (1 - y2 / 90))));
  return far ? -c : c;
}

float linear(float c) {
  if (c <= 0.04045f) return c / 12.92f;
  const float x = (c + 0.055f) / 1.055f;
  // x^2.4 = x² · x^0.4, and x^0.4 by Newton's method for y⁵ = x².
  float y = 0.3f + 0.7f * x;
  for (int i = 0; i < 12; ++i) y -= (y * y * y * y * y - x * x) / (5 * y * y * y * y);
  return x * x * y;
}

}  // namespace

Rgb from_srgb(float r, float g, float b) {
  return {linear(r), linear(g), linear(b)};
}

Rgb colour_of(Concept word) {
  switch (word) {
    case Concept::golden:
      return from_srgb(0.98f, 0.72f, 0.20f);
    case Concept::pink:
      return from_srgb(0.98f, 0.45f, 0.66f);
    case Concept::purple:
      return from_srgb(0.52f, 0.22f, 0.82f);
    case Concept::red:
      return from_srgb(0.88f, 0.12f, 0.14f);
    case Concept::orange:
      return from_srgb(0.98f, 0.50f, 0.10f);
    case Concept::blue:
      return from_srgb(0.10f, 0.32f, 0.88f);
    case Concept::green:
      return from_srgb(0.12f, 0.62f, 0.28f);
    case Concept::teal:
      return from_srgb(0.05f, 0.66f, 0.68f);
    case Concept::white:
      return from_srgb(0.95f, 0.95f, 0.94f);
    case Concept::black:
      return from_srgb(0.07f, 0.07f, 0.08f);
    case Concept::grey:
      return from_srgb(0.55f, 0.56f, 0.58f);
    case Concept::brown:
      return from_srgb(0.45f, 0.28f, 0.16f);
    case Concept::yellow:
      return from_srgb(0.99f, 0.86f, 0.18f);
    default:
      return from_srgb(0.5f, 0.5f, 0.5f);
  }
}

Rgb from_oklch(float lightness, float chroma, float hue) {
  const float a = chroma * cos_of_turn(hue), b = chroma * cos_of_turn(hue - 0.25f);
  float l = lightness + 0.3963377774f * a + 0.2158037573f * b;
  float m = lightness - 0.1055613458f * a - 0.0638541728f * b;
  float s = lightness - 0.0894841775f * a - 1.2914855480f * b;
  l = l * l * l;
  m = m * m * m;
  s = s * s * s;
  const auto clip = [](float c) { return std::clamp(c, 0.0f, 1.0f); };
  return {clip(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s),
          clip(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s),
          clip(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s)};
}

}  // namespace easel::painter
