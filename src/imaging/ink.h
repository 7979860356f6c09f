#pragma once

#include <array>
#include <vector>

#include "imaging/lettering.h"

// Letters as coverage, and how readable their ink is: what everything that draws words on pictures
// shares.
namespace easel::imaging {

constexpr double kReadable = 4.5;  // WCAG 2.2, success criterion 1.4.3
// How much of a letter, blurred by a pixel, there is in what counts as right beside it.
constexpr float kBeside = 0.12f;

using Ink = std::array<float, 3>;  // sRGB, 0 … 255
constexpr Ink kLight = {255, 252, 244}, kDark = {20, 18, 26};

// Of each 8-bit sRGB value, the light it stands for, 0 … 1, as WCAG has it.
const std::array<float, 256>& linear();
// And back, to the nearest.
std::uint8_t encoded(float light);

double luminance(const Ink& colour);
double contrast_of(double a, double b);

// One plane of values 0 … 1.
struct LetterMask {
  int width = 0, height = 0;
  std::vector<float> values{};
  float& at(int x, int y) { return values[static_cast<std::size_t>(y) * width + x]; }
  float at(int x, int y) const { return values[static_cast<std::size_t>(y) * width + x]; }
};

// A text's coverage, scaled by area.
LetterMask scaled(const Lettering& lettering, int width, int height);

// Padded by nothing on all sides, and blurred by three running means.
LetterMask blurred(const LetterMask& letters, int padding, int radius);

}  // namespace easel::imaging
