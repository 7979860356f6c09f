#pragma once

#include <string>
#include <vector>

#include "imaging/bitmap.h"
#include "imaging/homography.h"
#include "imaging/lettering.h"

// Letters on a picture: where they disturb it least, in ink that can be read.
namespace easel::imaging {

struct Box {
  int x = 0, y = 0, width = 0, height = 0;  // pixels, from the upper left corner
};

struct PlacedTitle {
  std::string text{};
  std::string missing{};  // characters that the font has not
  std::string on{};       // what in the picture the words stand on; empty: they lie over it
  std::string manner{};   // painted, neon, carved (inscription.h); empty: a title
  // Of words on something: where the corners of their ink are, the upper left first, clockwise as
  // the words are read, and how well what is seen there follows the font's shapes, 0 … 1.
  std::vector<Point> corners{};
  double match = 0;
  Box box{};  // of the letters' ink
  int size = 0, lines = 1;
  bool light = true;  // the ink, on a dark halo; else dark ink on a light one
  // WCAG 2.2 contrast of the ink with what lies beside the letters, the nearest tenth to the ink's
  // own luminance counting; at least 4.5.
  double contrast = 0;
};

// Draws a text where the picture is quiet, near a sixth of its height from the top or the bottom,
// centred, and clear of `taken`, where that is possible. Ink is nearly white or nearly black,
// whichever differs more from the place; a soft halo of the other lies under it, as strong as the
// contrast needs. Letters set for another size of picture are scaled. On a transparent picture
// letters and halo are laid on what is there. The same picture and letters give the same bytes.
PlacedTitle draw_title(Bitmap& picture, const Lettering& lettering, const std::vector<Box>& taken);

}  // namespace easel::imaging
