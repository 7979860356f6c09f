#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// A text set in a font: lines broken so that they are about equally long and the letters as large
// as the room allows, centred, any mixture of scripts and directions.
namespace easel::imaging {

// The room for a text, in pixels.
struct LetteringRoom {
  int width = 0, height = 0;  // 8 … 16384 each
  int size = 0;               // most pixels to the em; the letters are smaller where they must be
};

struct Lettering {
  std::string text{};  // as it was asked for
  // The letters' coverage, 0 … 255, row-major, cut to their ink.
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage{};
  int size = 0;  // pixels to the em
  int lines = 1;
  std::string missing{};  // characters that the font has no glyph for, each once; drawn as boxes

  struct Glyph {
    unsigned id = 0;
    int character = 0;  // of the text, its outer spaces left out
    int line = 0;
    float x = 0;  // of its pen, from the coverage's left edge
  };
  std::vector<Glyph> glyphs{};  // line by line, each from left to right
};

// The same font, text and room give the same bytes. Time and memory are bounded by the room.
// Errors: invalid_request (no field): the font (font.h) or the text (text_runs.h) cannot be used,
// or the room is too small for it.
Result<Lettering> set_text(std::span<const std::uint8_t> font, std::string_view text,
                           const LetteringRoom& room);

// The same in a font that is built in: Open Sans, and where it lacks a character DejaVu Sans, which
// has Arabic and Hebrew too.
Result<Lettering> set_text(std::string_view text, const LetteringRoom& room);

// The room of a title on a picture of that size.
LetteringRoom title_room(int width, int height);

}  // namespace easel::imaging
