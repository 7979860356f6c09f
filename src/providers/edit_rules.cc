#include "providers/edit_rules.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "painter/composition.h"
#include "painter/reader.h"

namespace easel::providers {
namespace {

constexpr std::size_t kMostStyleWords = 24;  // a clause that names a style is short

double strength_of(const Clause& clause) {
  if (clause.percent && clause.numbers.size() == 1)
    return std::clamp(std::fabs(clause.numbers[0]) / 50, 0.05, 2.0);
  if (clause.has({"slightly", "slight", "subtle", "subtly", "bit", "little", "touch", "softly",
                  "gently", "lightly"}))
    return 0.5;
  if (clause.has({"very", "much", "lot", "strong", "strongly", "heavy", "heavily", "extremely",
                  "dramatic", "really", "far"}))
    return 1.6;
  return 1;
}

std::optional<Area> area_of(const Clause& clause) {
  if (clause.numbers.size() < 4) return {};
  Area area{clause.numbers[0], clause.numbers[1], clause.numbers[2], clause.numbers[3], false};
  // "from 10,10 to 200,100" has corners; a box has its size.
  const bool corners = clause.has({"from"}) && clause.has({"to"});
  const bool small = std::ranges::all_of(clause.numbers, [](double n) { return n >= 0 && n <= 1; });
  if (corners) area.width -= area.x, area.height -= area.y;
  if (clause.percent || small) {
    const double by = clause.percent ? 100 : 1;
    area = {area.x / by, area.y / by, area.width / by, area.height / by, true};
  }
  return area;
}

using Rule = bool (*)(const Clause&, Instruction&);

bool before_after(const Clause& c, Instruction& out) {
  if (!c.says("before and after") && !c.says("before after")) return false;
  out.verb = Verb::before_after;
  return true;
}

bool sheet(const Clause& c, Instruction& out) {
  if (!c.has({"collage", "grid", "montage"}) && !c.says("contact sheet") && !c.says("side by side"))
    return false;
  out.verb = Verb::sheet;
  out.what = c.says("side by side") ? "row" : "grid";
  return true;
}

bool palette(const Clause& c, Instruction& out) {
  const bool main = c.has({"dominant", "main"}) && c.has({"colours", "colors"});
  if (!c.has({"palette", "swatches"}) && !main) return false;
  out.verb = Verb::palette;
  out.amount = c.numbers.empty() ? 5 : std::clamp(c.numbers[0], 2.0, 12.0);
  return true;
}

bool vectorise(const Clause& c, Instruction& out) {
  if (!c.has({"vectorise", "vectorize", "svg", "vector", "vectors"})) return false;
  out.verb = Verb::vectorise;
  out.amount = c.numbers.empty() ? 8 : std::clamp(c.numbers[0], 2.0, 16.0);
  return true;
}

bool background(const Clause& c, Instruction& out) {
  const bool named = c.has({"background", "backdrop", "bg"});
  if (c.has({"bokeh"}) || c.says("portrait mode") || c.says("depth of field") ||
      (named && c.has({"blur", "blurred", "blurry", "soften", "defocus"}))) {
    out.verb = Verb::blur_background;
    out.amount = strength_of(c);
    return true;
  }
  const bool away = c.has(
      {"remove", "erase", "delete", "transparent", "cut", "drop", "without", "knock", "isolate"});
  if ((!named || !away) && !c.says("make transparent") && !c.says("cut out the subject"))
    return false;
  out.verb = Verb::remove_background;
  return true;
}

bool fill(const Clause& c, Instruction& out) {
  if (!c.has({"remove", "erase", "inpaint", "fill", "heal", "retouch", "delete", "clean"}))
    return false;
  const auto area = area_of(c);
  out.masked = c.has({"mask", "masked"});
  if (!area && !out.masked) return false;
  out.verb = Verb::fill;
  out.area = area;
  return true;
}

bool text(const Clause& c, Instruction& out) {
  if (c.texts.empty()) return false;
  out.verb = Verb::text;
  for (const auto& some : c.texts) out.text += (out.text.empty() ? "" : "\n") + some;
  for (const auto* place : {"top", "bottom", "middle", "centre", "center"})
    if (c.has({place})) out.what = place;
  return true;
}

bool extend(const Clause& c, Instruction& out) {
  if (!c.has({"extend", "outpaint", "expand", "widen", "uncrop", "broaden", "extended"}))
    return false;
  out.verb = Verb::extend;
  out.ratio = c.ratio;
  out.size = c.size;
  if (c.has({"square"})) out.ratio = 1;
  out.measured = !c.numbers.empty();
  out.amount = c.numbers.empty() ? 25 : std::clamp(std::fabs(c.numbers[0]), 1.0, 200.0);
  for (const auto* side : {"left", "right", "top", "bottom"})
    if (c.has({side})) out.what = side;
  if (c.has({"up", "upwards"})) out.what = "top";
  if (c.has({"down", "downwards"})) out.what = "bottom";
  return true;
}

bool crop(const Clause& c, Instruction& out) {
  const bool square = c.has({"square"}) && !c.has({"squares"});
  if (!c.has({"crop", "cropped", "trim", "cut"}) && !(square && c.words.size() <= 5)) return false;
  out.verb = Verb::crop;
  out.ratio = c.ratio;
  out.size = c.size;
  out.area = area_of(c);
  if (square) out.ratio = 1;
  for (const auto* side : {"left", "right", "top", "bottom", "middle", "center", "centre"})
    if (c.has({side})) out.what = side;
  if (c.has({"half"}) && !out.what.empty()) out.amount = 50, out.measured = true;
  if (!out.area && c.numbers.size() == 1) out.amount = c.numbers[0], out.measured = true;
  if (c.percent && c.numbers.size() == 1) out.amount = c.numbers[0];
  return out.ratio || out.size || out.area || out.measured || c.has({"crop", "trim"});
}

bool rotate(const Clause& c, Instruction& out) {
  const bool straighten = c.has({"straighten", "level"});
  const bool upside = c.says("upside down");
  if (!c.has({"rotate", "rotated", "tilt", "spin"}) && !straighten && !upside &&
      !(c.has({"turn"}) &&
        (c.has({"clockwise", "counterclockwise", "anticlockwise", "degrees", "degree"}) ||
         (c.has({"left", "right"}) && c.words.size() <= 6))))
    return false;
  out.verb = Verb::rotate;
  out.what = straighten ? "inside" : "";
  out.measured = !c.numbers.empty();
  out.amount = upside ? 180 : c.numbers.empty() ? 90 : c.numbers[0];
  if (straighten && c.numbers.empty()) return false;
  if (c.has({"counterclockwise", "anticlockwise", "left", "ccw"}) || c.says("counter clockwise"))
    out.amount = -out.amount;
  out.amount = std::fmod(out.amount, 360);
  return true;
}

bool flip(const Clause& c, Instruction& out) {
  if (!c.has({"flip", "flipped", "mirror", "mirrored"})) return false;
  out.verb = Verb::flip;
  out.what = c.has({"vertically", "vertical"}) || c.says("up and down") || c.says("top to bottom")
                 ? "vertical"
                 : "horizontal";
  return true;
}

bool resize(const Clause& c, Instruction& out) {
  const bool up = c.has({"enlarge", "upscale", "upsize", "bigger", "larger", "double"});
  const bool down = c.has({"shrink", "downscale", "smaller", "reduce", "halve"}) ||
                    c.says("half the size") || c.says("half size");
  if (!up && !down && !c.has({"resize", "scale", "resized"})) return false;
  out.verb = Verb::resize;
  out.size = c.size;
  out.amount = down ? 0.5 : 2;
  if (!c.numbers.empty()) {
    const double n = std::fabs(c.numbers[0]);
    out.measured = true;
    if (c.percent)
      out.amount = n / 100;
    else if (n >= 16 && !c.has({"times", "x", "fold"}))
      out.size = gateway::Size{static_cast<int>(std::min(n, 20'000.0)), 0};  // a width
    else if (n > 0)
      out.amount = down && n > 1 ? 1 / n : n;
  }
  return up || down || out.size || out.measured;
}

bool match(const Clause& c, Instruction& out) {
  const bool other = c.has({"second", "other", "reference", "another", "2nd"}) ||
                     c.says("image #") || c.says("picture #") || c.says("photo #");
  if (!other || !c.has({"match", "like", "transfer", "copy", "colours", "colors", "style", "grade",
                        "mood", "look", "palette"}))
    return false;
  out.verb = Verb::match;
  return true;
}

struct Named {
  std::initializer_list<std::string_view> words;
  const char* what;
};

bool mood(const Clause& c, Instruction& out) {
  static const Named kMoods[] = {
      {{"night", "nighttime", "midnight", "nocturnal", "moonlit"}, "night"},
      {{"day", "daytime", "daylight", "noon"}, "day"},
      {{"sunset", "sunrise", "golden", "dusk", "dawn"}, "golden"},
      {{"fog", "foggy", "mist", "misty", "haze", "hazy"}, "fog"},
      {{"snow", "snowy", "winter", "wintry", "snowing"}, "snow"},
      {{"autumn", "autumnal", "fall"}, "autumn"}};
  for (const auto& named : kMoods)
    if (c.has(named.words)) {
      if (c.has({"remove", "without", "no"})) return false;
      out.verb = Verb::mood;
      out.what = named.what;
      out.amount = strength_of(c);
      return true;
    }
  return false;
}

bool grade(const Clause& c, Instruction& out) {
  const bool less = c.has({"less", "reduce", "lower", "decrease", "not"});
  struct Row {
    std::initializer_list<std::string_view> words;
    const char* what;
    double sign;
  };
  static const Row kGrades[] = {
      {{"warmer", "warm", "warmth"}, "warmth", 1},
      {{"cooler", "cool", "colder", "cold", "bluish"}, "warmth", -1},
      {{"brighter", "brighten", "bright", "lighter", "lighten", "brightness", "exposure"},
       "light",
       1},
      {{"darker", "darken", "dark", "dim", "dimmer"}, "light", -1},
      {{"contrast", "contrasty", "punchier", "punchy"}, "contrast", 1},
      {{"flat", "flatter"}, "contrast", -1},
      {{"vivid", "saturated", "saturate", "saturation", "vibrant", "colourful", "colorful",
        "richer"},
       "saturation",
       1},
      {{"muted", "desaturate", "desaturated", "pastel", "paler"}, "saturation", -0.5},
      {{"grayscale", "greyscale", "monochrome", "bw", "gray", "grey", "colourless", "colorless"},
       "grey",
       1},
      {{"sepia"}, "sepia", 1},
      {{"vintage", "retro", "nostalgic", "aged"}, "vintage", 1},
      {{"faded", "fade", "matte"}, "fade", 1},
      {{"cinematic", "teal"}, "split", 1},
      {{"vignette", "vignetting"}, "vignette", 1},
      {{"invert", "inverted", "negative"}, "inverted", 1}};
  if (c.says("black and white") || c.says("black white")) {
    out.verb = Verb::grade, out.what = "grey";
    return true;
  }
  for (const auto& row : kGrades)
    if (c.has(row.words)) {
      out.verb = Verb::grade;
      out.what = row.what;
      out.amount = row.sign * strength_of(c) * (less ? -1 : 1);
      return true;
    }
  return false;
}

bool sharpness(const Clause& c, Instruction& out) {
  const bool sharp = c.has({"sharpen", "sharper", "crisp", "crisper"});
  if (!sharp && !c.has({"blur", "blurred", "blurry", "soften", "softer"})) return false;
  out.verb = sharp ? Verb::sharpen : Verb::soften;
  out.amount = strength_of(c);
  return true;
}

bool style(const Clause& c, Instruction& out) {
  if (c.words.size() > kMostStyleWords) return false;
  const auto made = painter::arrange(painter::read(c.written), 0, 0);
  if (made.style == painter::Style::natural) return false;
  out.verb = Verb::style;
  out.amount = static_cast<double>(made.style);
  return true;
}

constexpr Rule kRules[] = {before_after, sheet, match,  palette, vectorise, background,
                           fill,         text,  extend, crop,    rotate,    flip,
                           resize,       grade, style,  mood,    sharpness};

}  // namespace

bool understand(const Clause& clause, Instruction& instruction) {
  return std::ranges::any_of(kRules, [&](Rule rule) {
    Instruction tried{.words = clause.written};
    if (!rule(clause, tried)) return false;
    instruction = std::move(tried);
    return true;
  });
}

}  // namespace easel::providers
