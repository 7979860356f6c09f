#include "imaging/font.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb-ft.h>
#include <hb.h>

#include <algorithm>
#include <cmath>

namespace easel::imaging {
namespace {

constexpr FT_Long kMostGlyphs = 65535, kMostFaces = 16;
constexpr int kMostPoints = 20000;
constexpr FT_Int32 kLoad = FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP;

Error unusable(std::string why) {
  return invalid("", "This font cannot be used: " + std::move(why),
                 "a TrueType, OpenType, WOFF or WOFF2 font of at most 8 MiB");
}

}  // namespace

struct Font::State {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  hb_font_t* shaper = nullptr;
  int size = 0;

  ~State() {
    if (shaper) hb_font_destroy(shaper);
    if (face) FT_Done_Face(face);
    if (library) FT_Done_FreeType(library);
  }
};

Font::Font(std::unique_ptr<State> state) : state_(std::move(state)) {}
Font::Font(Font&&) noexcept = default;
Font& Font::operator=(Font&&) noexcept = default;
Font::~Font() = default;

std::string_view font_kind(std::string_view file) {
  const auto head = file.substr(0, 4);
  if (head == std::string_view("\0\1\0\0", 4) || head == "true") return "TrueType";
  if (head == "OTTO") return "OpenType";
  if (head == "ttcf") return "collection";
  if (head == "wOFF") return "WOFF";
  return head == "wOF2" ? "WOFF2" : "";
}

Result<Font> Font::open(std::span<const std::uint8_t> file) {
  if (file.size() > kLargestFont) return fail(unusable("it is larger than 8 MiB."));
  const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
  if (font_kind(bytes).empty()) return fail(unusable("it is none, by its first bytes."));
  auto state = std::make_unique<State>();
  if (FT_Init_FreeType(&state->library) != 0) return fail(internal("FT_Init_FreeType"));
  if (FT_New_Memory_Face(state->library, file.data(), static_cast<FT_Long>(file.size()), 0,
                         &state->face) != 0)
    return fail(unusable("it is broken."));
  const FT_Face face = state->face;
  if (face->num_faces > kMostFaces || face->num_glyphs > kMostGlyphs || face->num_glyphs < 1)
    return fail(unusable("it has too many glyphs or fonts, or none."));
  if (!FT_IS_SCALABLE(face) || face->units_per_EM == 0)
    return fail(unusable("it has no outlines."));
  if (face->charmap == nullptr) return fail(unusable("it does not say which letters it has."));
  Font font(std::move(state));
  TRY(font.set_size(64));
  return font;
}

Status Font::set_size(int pixels) {
  auto& state = *state_;
  state.size = std::clamp(pixels, 4, 2048);
  if (FT_Set_Pixel_Sizes(state.face, 0, static_cast<FT_UInt>(state.size)) != 0)
    return fail(unusable("it cannot be scaled."));
  if (state.shaper) hb_font_destroy(state.shaper);
  state.shaper = hb_ft_font_create_referenced(state.face);
  hb_ft_font_set_load_flags(state.shaper, kLoad);
  return {};
}

float Font::ascent() const {
  const float most = 3.0f * static_cast<float>(state_->size);
  return std::clamp(static_cast<float>(state_->face->size->metrics.ascender) / 64, 0.0f, most);
}

float Font::descent() const {
  const float most = 3.0f * static_cast<float>(state_->size);
  return std::clamp(static_cast<float>(-state_->face->size->metrics.descender) / 64, 0.0f, most);
}

bool Font::has(char32_t character) const {
  return FT_Get_Char_Index(state_->face, character) != 0;
}

std::vector<Font::Placed> Font::shape(std::u32string_view text, int from, int count,
                                      bool right_to_left, std::uint32_t script) const {
  hb_buffer_t* buffer = hb_buffer_create();
  hb_buffer_add_utf32(buffer, reinterpret_cast<const std::uint32_t*>(text.data()),
                      static_cast<int>(text.size()), static_cast<unsigned>(from), count);
  hb_buffer_set_direction(buffer, right_to_left ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
  if (script != 0) hb_buffer_set_script(buffer, static_cast<hb_script_t>(script));
  hb_buffer_set_language(buffer, hb_language_from_string("en", -1));
  hb_buffer_guess_segment_properties(buffer);
  hb_shape(state_->shaper, buffer, nullptr, 0);
  unsigned length = 0;
  const auto* glyphs = hb_buffer_get_glyph_infos(buffer, &length);
  const auto* places = hb_buffer_get_glyph_positions(buffer, &length);
  // What a font's tables can say is any number; on a line of letters nothing is further than this.
  const float most = 16.0f * static_cast<float>(state_->size);
  const auto pixels = [&](hb_position_t value) {
    return std::clamp(static_cast<float>(value) / 64, -most, most);
  };
  std::vector<Placed> placed;
  float pen = 0;
  for (unsigned i = 0; i < length; ++i) {
    const float advance = std::max(0.0f, pixels(places[i].x_advance));
    placed.push_back({.glyph = glyphs[i].codepoint,
                      .character = static_cast<int>(glyphs[i].cluster),
                      .x = pen + pixels(places[i].x_offset),
                      .y = pixels(places[i].y_offset),
                      .advance = advance});
    pen += advance;
  }
  hb_buffer_destroy(buffer);
  return placed;
}

Result<GlyphShape> Font::draw(unsigned glyph, float shift) const {
  const FT_Face face = state_->face;
  if (FT_Load_Glyph(face, glyph, kLoad) != 0 || face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
    return fail(unusable("one of its letters is broken."));
  FT_Outline& outline = face->glyph->outline;
  if (outline.n_points > kMostPoints) return fail(unusable("one of its letters is too complex."));
  FT_Outline_Translate(&outline, static_cast<FT_Pos>(shift * 64), 0);
  FT_BBox box;
  FT_Outline_Get_CBox(&outline, &box);
  const FT_Pos most = FT_Pos{state_->size} * 64 * 8;
  if (box.xMin < -most || box.yMin < -most || box.xMax > most || box.yMax > most)
    return fail(unusable("one of its letters is larger than letters are."));
  if (FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0)
    return fail(unusable("one of its letters cannot be drawn."));
  const FT_Bitmap& bitmap = face->glyph->bitmap;
  GlyphShape shape{.left = face->glyph->bitmap_left,
                   .top = face->glyph->bitmap_top,
                   .width = static_cast<int>(bitmap.width),
                   .height = static_cast<int>(bitmap.rows)};
  for (int y = 0; y < shape.height; ++y) {
    const auto* row = bitmap.buffer + static_cast<std::ptrdiff_t>(y) * bitmap.pitch;
    shape.coverage.insert(shape.coverage.end(), row, row + shape.width);
  }
  return shape;
}

}  // namespace easel::imaging
