#pragma once

#include "base/job.h"
#include "imaging/bitmap.h"

// Changes of a picture's colours and light as a whole. Each pixel is looked at in OKLab
// (colour.h); alpha stays. Amounts are 1 for what the word means, less for "slightly", more for
// "much". Deterministic on any number of threads.
namespace easel::imaging {

struct Grade {
  float warmth = 0;      // −1 cool … 1 warm
  float light = 0;       // −1 darker … 1 brighter
  float contrast = 0;    // −1 flat … 1 strong
  float saturation = 0;  // −1 grey … 1 vivid
  float fade = 0;        // blacks lifted, as an old print
  float sepia = 0;
  float split = 0;     // teal shadows, orange lights
  float vignette = 0;  // darker corners
  bool inverted = false;
};

void apply(Bitmap& picture, const Grade& grade, Job& job);

// The colours of `other`: mean and spread of each of OKLab's axes (Reinhard et al., 2001).
void match_colours(Bitmap& picture, const Bitmap& other, Job& job);

// Another hour, weather or season as a grade: light and colours change, the sky where one is seen
// changes more; nothing in the picture is lit anew.
enum class Mood { night, day, golden, fog, snow, autumn };
struct MoodTaken {
  double changed = 0;  // mean distance in OKLab that the colours went, 1 from black to white
  // Share of the picture that has what the mood is known by: leaves that turned, ground that snow
  // covers; 1 of moods that are all over it.
  double marked = 1;
};
MoodTaken apply(Bitmap& picture, Mood mood, float amount, Job& job);

// How much each pixel is sky, 0 … 255: what is smooth, bright or blue, and joined with the top
// edge.
std::vector<std::uint8_t> sky_of(const Bitmap& picture);

// Blurred by so many pixels (a Gaussian's sigma, made of three boxes), or sharpened (unsharp mask)
// with an amount of 0.5 … 3.
Bitmap blurred(const Bitmap& picture, float sigma, Job& job);
void sharpen(Bitmap& picture, float amount, Job& job);

}  // namespace easel::imaging
