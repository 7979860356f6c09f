#include "imaging/lettering.h"

#include <algorithm>
#include <cmath>

#include "imaging/built_in_fonts.h"
#include "imaging/font.h"
#include "imaging/line_breaking.h"
#include "imaging/text_runs.h"

namespace easel::imaging {
namespace {

constexpr int kMeasured = 64;  // pixels to the em while lines are broken
constexpr int kMostLines = 8;
constexpr float kWorthALine = 1.12f;  // so much larger must letters become to add a line for it
constexpr std::size_t kMostGlyphs = 4096;
constexpr std::int64_t kMostCoverage = 64'000'000;

struct Line {
  int from = 0, count = 0;  // characters
};

class Setter {
 public:
  Setter(Font font, std::u32string text, const LetteringRoom& room)
      : font_(std::move(font)), text_(std::move(text)), layout_(lay_out(text_)), room_(room) {}

  Result<Lettering> set() {
    TRY(font_.set_size(kMeasured));
    measure();
    choose_lines();
    if (out_.size < 4) return fail(invalid("", "This text is too long for the picture.", "less"));
    TRY(font_.set_size(out_.size));
    make_canvas();
    for (std::size_t i = 0; i < lines_.size(); ++i) TRY(draw_line(lines_[i], static_cast<int>(i)));
    if (!crop()) return fail(invalid("", "In this font nothing of the text can be seen.", ""));
    out_.lines = static_cast<int>(lines_.size());
    out_.missing = utf8(missing_);
    return std::move(out_);
  }

 private:
  // Without the spaces at its end.
  Line trimmed(int from, int end) const {
    while (end > from && is_space(text_[static_cast<std::size_t>(end - 1)])) --end;
    return {from, end - from};
  }

  std::vector<Font::Placed> shape(const Line& line) const {
    std::vector<Font::Placed> placed;
    float pen = 0;
    for (const TextRun& run : runs_of(layout_, line.from, line.count)) {
      for (auto glyph : font_.shape(text_, run.from, run.count, run.level % 2 == 1, run.script)) {
        glyph.x += pen;
        placed.push_back(glyph);
      }
      for (auto i = placed.size(); i-- > 0 && placed[i].character >= run.from &&
                                   placed[i].character < run.from + run.count;)
        pen += placed[i].advance;
      if (placed.size() > kMostGlyphs) break;
    }
    return placed;
  }

  float width_of(const Line& line) const {
    float width = 0;
    for (const auto& glyph : shape(line)) width += glyph.advance;
    return width;
  }

  void measure() {
    int from = 0;
    for (std::size_t i = 0; i < layout_.ends.size(); ++i) {
      const int end = layout_.ends[i];
      pieces_.push_back({.width = width_of({from, end - from}),
                         .visible = width_of(trimmed(from, end)),
                         .ends_line = layout_.must[i]});
      from = end;
    }
    const float line = (font_.ascent() + font_.descent()) / kMeasured;
    leading_ = std::clamp(line, 1.05f, 1.2f);
  }

  int size_of(const std::vector<int>& ends) const {
    const float widest = std::max(longest_line(pieces_, ends), 1.0f);
    const float across = static_cast<float>(room_.width) * kMeasured / widest;
    const float down =
        static_cast<float>(room_.height) / (leading_ * static_cast<float>(ends.size()));
    return static_cast<int>(std::min({across, down, static_cast<float>(room_.size)}));
  }

  void choose_lines() {
    std::vector<int> chosen;
    for (int lines = 1; lines <= kMostLines; ++lines) {
      auto ends = break_lines(pieces_, lines);
      const int size = size_of(ends);
      if (!chosen.empty() && static_cast<float>(size) < kWorthALine * static_cast<float>(out_.size))
        continue;
      chosen = std::move(ends);
      out_.size = size;
    }
    int from = 0;
    for (const int piece : chosen) {
      const int end = layout_.ends[static_cast<std::size_t>(piece) - 1];
      lines_.push_back(trimmed(from, end));
      from = end;
    }
  }

  // Room for swashes on all sides; what a font draws further away is cut off.
  void make_canvas() {
    margin_ = out_.size;
    out_.width = room_.width + 2 * margin_;
    const float height =
        leading_ * static_cast<float>(out_.size) * static_cast<float>(lines_.size());
    out_.height = static_cast<int>(height) + 2 * margin_;
    out_.coverage.assign(static_cast<std::size_t>(out_.width) * out_.height, 0);
  }

  Status draw_line(const Line& line, int number) {
    const auto glyphs = shape(line);
    float width = 0;
    for (const auto& glyph : glyphs) width += glyph.advance;
    const float left = (static_cast<float>(out_.width) - width) / 2;
    const float rise = font_.ascent() / std::max(font_.ascent() + font_.descent(), 1.0f);
    const float step = leading_ * static_cast<float>(out_.size);
    const int baseline =
        margin_ + static_cast<int>(std::lround(step * (static_cast<float>(number) + rise)));
    for (const auto& glyph : glyphs) {
      note_missing(glyph);
      const float x = left + glyph.x;
      out_.glyphs.push_back({glyph.glyph, glyph.character, number, x});
      const float whole = std::floor(x);
      const auto shape = TRY(font_.draw(glyph.glyph, x - whole));
      put(shape, static_cast<int>(whole) + shape.left,
          baseline - static_cast<int>(std::lround(glyph.y)) - shape.top);
    }
    return {};
  }

  void note_missing(const Font::Placed& glyph) {
    const char32_t character = text_[static_cast<std::size_t>(glyph.character)];
    if (glyph.glyph == 0 && !is_invisible(character) && !missing_.contains(character))
      missing_ += character;
  }

  void put(const GlyphShape& shape, int left, int top) {
    for (int y = std::max(0, -top); y < shape.height && top + y < out_.height; ++y)
      for (int x = std::max(0, -left); x < shape.width && left + x < out_.width; ++x) {
        auto& under = out_.coverage[static_cast<std::size_t>(top + y) * out_.width + left + x];
        under = std::max(under, shape.coverage[static_cast<std::size_t>(y) * shape.width + x]);
      }
  }

  // To the ink; false: there is none.
  bool crop() {
    int left = out_.width, right = 0, top = out_.height, bottom = 0;
    for (int y = 0; y < out_.height; ++y)
      for (int x = 0; x < out_.width; ++x) {
        if (out_.coverage[static_cast<std::size_t>(y) * out_.width + x] == 0) continue;
        left = std::min(left, x), right = std::max(right, x + 1);
        top = std::min(top, y), bottom = y + 1;
      }
    if (right <= left) return false;
    std::vector<std::uint8_t> cut;
    for (int y = top; y < bottom; ++y) {
      const auto row = out_.coverage.begin() + static_cast<std::ptrdiff_t>(y) * out_.width;
      cut.insert(cut.end(), row + left, row + right);
    }
    for (auto& glyph : out_.glyphs) glyph.x -= static_cast<float>(left);
    out_.coverage = std::move(cut);
    out_.width = right - left;
    out_.height = bottom - top;
    return true;
  }

  Font font_;
  std::u32string text_;
  TextLayout layout_;
  LetteringRoom room_;
  std::vector<Unbroken> pieces_{};
  std::vector<Line> lines_{};
  float leading_ = 1.2f;
  int margin_ = 0;
  std::u32string missing_{};
  Lettering out_{};
};

Status check(const LetteringRoom& room) {
  const bool fits =
      room.width >= 8 && room.height >= 8 && room.size >= 4 &&
      std::int64_t{room.width + 2 * room.size} * (room.height + 2 * room.size) <= kMostCoverage;
  if (fits) return {};
  return fail(invalid("", "The picture is too small or too large for a text.", ""));
}

std::size_t lacking(const Font& font, std::u32string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [&](char32_t c) { return !is_invisible(c) && !font.has(c); }));
}

}  // namespace

Result<Lettering> set_text(std::span<const std::uint8_t> font, std::string_view text,
                           const LetteringRoom& room) {
  TRY(check(room));
  auto characters = TRY(characters_of(text));
  auto lettering = TRY(Setter(TRY(Font::open(font)), std::move(characters), room).set());
  lettering.text = text;
  return lettering;
}

Result<Lettering> set_text(std::string_view text, const LetteringRoom& room) {
  const auto characters = TRY(characters_of(text));
  std::span<const std::uint8_t> best;
  std::size_t least = characters.size() + 1;
  for (const auto file : built_in_fonts()) {
    const std::size_t lacks = lacking(TRY(Font::open(file)), characters);
    if (lacks < least) best = file, least = lacks;
  }
  return set_text(best, text, room);
}

LetteringRoom title_room(int width, int height) {
  return {.width = std::max(8, width * 82 / 100),
          .height = std::max(8, height * 24 / 100),
          .size = std::clamp(std::min(width, height * 3 / 2) / 9, 4, 1024)};
}

}  // namespace easel::imaging
