#pragma once

#include "painter/engine/style_lines.h"
#include "painter/engine/style_paint.h"
#include "painter/engine/style_print.h"
#include "painter/engine/style_shapes.h"

namespace easel::painter::EASEL_ISA {

inline void work_over(imaging::Bitmap& picture, Style style, std::uint32_t seed, Job& job) {
  switch (style) {
    case Style::natural:
      return;
    case Style::oil:
      return paint_oil(picture, job);
    case Style::watercolour:
      return paint_watercolour(picture, seed, job);
    case Style::ink:
      return draw_ink(picture, seed, job);
    case Style::pencil:
      return draw_pencil(picture, seed, job);
    case Style::chalk:
      return paint_chalk(picture, seed, job);
    case Style::pixels:
      return build_pixels(picture, job);
    case Style::low_poly:
      return build_low_poly(picture, seed, job);
    case Style::ukiyo_e:
      return print_ukiyo_e(picture, seed, job);
    case Style::scroll:
      return draw_scroll(picture, seed, job);
    case Style::woodcut:
      return draw_woodcut(picture, seed, job);
    case Style::pop_art:
      return print_pop_art(picture, job);
    case Style::poster:
      return print_poster(picture, job);
    case Style::noir:
      return print_noir(picture, seed, job);
    case Style::glass:
      return build_glass(picture, seed, job);
  }
}

}  // namespace easel::painter::EASEL_ISA
