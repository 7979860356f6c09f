#pragma once

#include <array>
#include <optional>

#include "imaging/homography.h"
#include "imaging/ink.h"
#include "imaging/title.h"

// Words on something in a picture: a sign, a banner, a stone. They are seen from where it is seen,
// and take the light that it stands in.
namespace easel::imaging {

enum class Manner {
  painted,  // ink that the surface's own shading goes through
  neon,     // tubes: a bright core, and a glow around it
  carved    // sunk into it: dark in the grooves, edges lit and shaded
};

// A flat place for words.
struct Tablet {
  // Its corners in pixels (a pixel's middle at whole numbers), the upper left first, clockwise as
  // its words are read.
  std::array<Point, 4> quad{};
  double aspect = 1;  // its width by its height, as it is, not as it is seen
  Manner manner = Manner::painted;
  std::array<float, 3> colour{1, 0.2f, 0.4f};  // of tubes, in linear light
  Point light{0, -1};  // where the light comes from: to its right, and down it
};

class Inscription {
 public:
  // None where the place is too small or too slanted for the words to be read: an em under seven
  // pixels.
  static std::optional<Inscription> on(const Tablet& tablet, const Lettering& lettering);

  // What the words should be set for, to fill the place.
  static LetteringRoom room(const Tablet& tablet);

  // Puts the words on a picture, RGB or RGBA. The same picture and words give the same bytes.
  void write(Bitmap& picture);

  // After the whole picture was worked over in a style: says how they came out, and where they
  // cannot be read any more puts them there again, in blocks of `cell` pixels.
  PlacedTitle settle(Bitmap& picture, int cell);

 private:
  Inscription(const Tablet& tablet, const Homography& place, LetterMask flat);

  struct Reading {
    double contrast = 0;
    bool light = true;
  };
  Reading read(const Bitmap& picture) const;
  double match(const Bitmap& picture) const;
  // For each pixel of the picture around the letters: `change` gets its light, and its place in
  // `cover_`.
  template <class Change>
  void each(Bitmap& picture, Change change) const;
  // Tries `lay` with 0 … 1 of effort until the words can be read, each time on the same picture.
  template <class Lay>
  void until_readable(Bitmap& picture, Lay lay) const;
  void paint(Bitmap& picture) const;
  void carve(Bitmap& picture) const;
  void light_tubes(Bitmap& picture) const;
  Point toward_light() const;
  float ground_of(const Bitmap& picture) const;
  bool dark_ink() const;

  Tablet tablet_;
  PlacedTitle told_{};
  Homography place_;  // from the letters' pixels into the picture
  LetterMask flat_;   // the letters as they were set
  LetterMask cover_;  // as they are seen: of the picture's pixels from (left_, top_)
  LetterMask near_;   // … blurred by a pixel
  int left_ = 0, top_ = 0;
  float ground_ = 0;  // how bright the place was before the words
  double em_ = 1;  // as it is seen, pixels
};

}  // namespace easel::imaging
