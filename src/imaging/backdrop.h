#pragma once

#include <cstdint>
#include <vector>

#include "base/job.h"
#include "imaging/bitmap.h"

// What stands before what.
namespace easel::imaging {

struct Subject {
  std::vector<std::uint8_t> alpha{};  // a byte a pixel, 255 = of the subject
  double share = 0;                   // of the picture
  double sure = 0;                    // 0 … 1
};

// The subject on a plain ground, a colour that may change slowly, joined with the edge: sure where
// nearly all of the edge is such a ground. What is half ground at the subject's edge is partly
// transparent.
Subject on_plain_ground(const Bitmap& picture);

// The subject of any picture, guessed: what has other colours than the edge and lies in the middle
// (colours by k-means, each as likely of the ground as it is common at the edge). Sure where the
// two have few colours in common.
Subject in_the_middle(const Bitmap& picture, Job& job);

// RGBA: the subject alone, the ground's colour taken out of its edge.
Bitmap cut_out(const Bitmap& picture, const Subject& subject);

// All but the subject blurred, as a lens would; nothing of the subject bleeds into it.
Bitmap before_blur(const Bitmap& picture, const Subject& subject, float sigma, Job& job);

}  // namespace easel::imaging
