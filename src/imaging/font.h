#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Fonts, as bytes that nobody vouches for: TrueType, OpenType (CFF), WOFF, WOFF2, and the first
// font of a collection, by FreeType. Hinting programs never run, bitmaps and SVG glyphs are not
// looked at, so a glyph is its outline. A font that a stranger gave is read in a process of its own
// only (drive/glyph_worker.h); those that are built in need none.
namespace easel::imaging {

inline constexpr std::size_t kLargestFont = 8 << 20;  // bytes, as the file is

// What the first bytes say a file is: "TrueType", "OpenType", "collection", "WOFF", "WOFF2", or "".
std::string_view font_kind(std::string_view file);

struct GlyphShape {
  int left = 0, top = 0;  // of the coverage's upper left corner: right of the pen, above the line
  int width = 0, height = 0;
  std::vector<std::uint8_t> coverage{};  // row-major, 0 … 255
};

class Font {
 public:
  // `file` outlives the font. Errors: invalid_request (no field; whoever knows it adds it): no
  // font, broken, too large, no outlines, or more than 65535 glyphs or 16 fonts in one file.
  static Result<Font> open(std::span<const std::uint8_t> file);
  Font(Font&&) noexcept;
  Font& operator=(Font&&) noexcept;
  ~Font();

  // From here on everything is measured for letters of so many pixels to the em, 4 … 2048.
  Status set_size(int pixels);
  // From the baseline, in pixels, both positive; never more than three times the size.
  float ascent() const, descent() const;
  bool has(char32_t character) const;

  struct Placed {
    unsigned glyph = 0;  // 0: the font has none, and shows its box
    int character = 0;   // index of the first character that it stands for
    float x = 0, y = 0;  // of its pen, right of the run's start and above its line
    float advance = 0;
  };
  // Shapes characters [from, from + count) of `text`, one script and one direction, by HarfBuzz:
  // in visual order, left to right. `script` is an ISO 15924 tag as HarfBuzz has it; 0: found out.
  std::vector<Placed> shape(std::u32string_view text, int from, int count, bool right_to_left,
                            std::uint32_t script) const;

  // The outline of a glyph as coverage, moved right by `shift` (0 … 1) of a pixel. Empty where
  // there is nothing to see. Errors: invalid_request, where the outline is broken, has more than
  // 20000 points or leaves eight times the size.
  Result<GlyphShape> draw(unsigned glyph, float shift) const;

 private:
  struct State;
  explicit Font(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace easel::imaging
