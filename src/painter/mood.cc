#include "painter/mood.h"

#include <algorithm>

#include "painter/places.h"

namespace easel::painter {
namespace {

using enum Concept;

// What the painter's pure colours make of white light. Red and blue are darker than it: as bright,
// they would turn into pink and sky blue.
Rgb paint_of(Concept colour) {
  switch (colour) {
    case golden:
      return {1.55f, 0.88f, 0.10f};
    case orange:
      return {1.85f, 0.55f, 0.06f};
    case pink:
      return {1.75f, 0.52f, 0.85f};
    case purple:
      return {1.05f, 0.36f, 1.90f};
    case red:
      return {1.75f, 0.13f, 0.09f};
    case blue:
      return {0.20f, 0.55f, 1.95f};
    case teal:
      return {0.12f, 1.05f, 1.05f};
    default:
      return {0.30f, 1.15f, 0.28f};
  }
}

using Target = Dye Dyes::*;

// What of the scene a colour word on this thing dyes.
Target target_of(Concept thing) {
  static const Concepts skies =
      concepts({sky,       clear_sky, clouds, overcast,    storm, cirrus, sun,
                sun_rays,  sunrise,   sunset, golden_hour, day,   dusk,   night,
                moonlight, mist,      fog,    haze,        stars, unknown});
  static const Concepts stones = concepts({mountains, peak, ridges, desert, dunes, canyon, coast,
                                           beach, cliffs, volcano, karst, island, rocks, valley});
  static const Concepts waters =
      concepts({lake, river, waterfall, sea, waves, calm_water, reflection, ice});
  static const Concepts leaves = concepts({forest, trees, pines, broadleaf, autumn});
  static const Concepts grasses = concepts({grass, meadow, plain, hills, reeds});
  const auto at = easel::painter::index(thing);
  if (skies[at]) return &Dyes::sky;
  if (stones[at]) return &Dyes::stone;
  if (waters[at]) return &Dyes::water;
  if (leaves[at]) return &Dyes::leaves;
  if (grasses[at]) return &Dyes::grass;
  if (thing == flowers) return &Dyes::flowers;
  if (thing == moon || thing == crescent) return &Dyes::moon;
  return nullptr;
}

void dye(Scene& s, const Mention& word) {
  const Target target = target_of(word.of);
  if (target == nullptr || word.what >= white) return;  // greys dye nothing
  const bool all = word.of == unknown;
  float share = all ? 0.4f : 0.7f;
  // A blue sky takes more to turn than an evening's.
  const float noon = s.light.moonlit ? 0.0f : std::clamp((s.light.elevation - 8) / 12, 0.0f, 1.0f);
  if (target == &Dyes::sky) share = (all ? 0.46f : 0.5f) + 0.18f * noon;
  if (target == &Dyes::flowers) share = 1;
  // In a green gorge it is the leaves that are green.
  if (target == &Dyes::stone && s.ground.land == Land::gorge && word.what == green) share = 0.15f;
  // A second colour for the same thing is mixed with the first.
  Dye& dye = s.dyes.*target;
  Rgb paint = paint_of(word.what);
  if (target == &Dyes::flowers) paint = {paint.r * 0.62f, paint.g * 0.55f, paint.b * 0.8f};
  const float old = dye.share > 0 ? 0.5f : 0.0f, fresh = 1 - old;
  dye.colour = {dye.colour.r * old + paint.r * fresh, dye.colour.g * old + paint.g * fresh,
                dye.colour.b * old + paint.b * fresh};
  dye.share = std::max(dye.share, share);
}

// Its colour from the lower edge up; one word colours all of it.
void colour_aurora(Scene& s, const std::vector<Concept>& colours) {
  if (colours.empty()) return;
  const auto glow = [](Concept colour) {
    const Rgb p = paint_of(colour);
    return Rgb{p.r * 0.5f, p.g * 0.5f, p.b * 0.5f};
  };
  if (colours.front() != green) s.sky.aurora_colour = glow(colours.front());
  s.sky.aurora_fringe = colours.back() == green ? Rgb{0.10f, 0.9f, 0.5f} : glow(colours.back());
  s.sky.aurora_parted = colours.size() > 1;
}

bool colours_all(const Brief& brief, Concept colour) {
  return std::ranges::any_of(brief.mentions, [&](const Mention& m) {
    return m.what == colour && !m.negated && target_of(m.of) == &Dyes::sky;
  });
}

}  // namespace

bool can_be_coloured(Concept thing) {
  return thing == aurora || target_of(thing) != nullptr;
}

// Words of colour and mood turn the grade, and the light where it carries the colour.
void apply_mood(Scene& s, const Brief& brief) {
  struct Tone {
    Concept word;
    float light_a, light_b, shadow_a, shadow_b, saturation;
    Rgb tint;
  };
  static constexpr Tone kTones[] = {
      {golden, 0.002f, 0.030f, 0, 0, 1.08f, {1, 0.95f, 0.80f}},
      {orange, 0.012f, 0.032f, 0, 0, 1.12f, {1, 0.88f, 0.72f}},
      {pink, 0.034f, 0.002f, 0.012f, -0.010f, 1.08f, {1, 0.84f, 0.92f}},
      {purple, 0.026f, -0.016f, 0.018f, -0.028f, 1.08f, {1, 0.84f, 1.05f}},
      {red, 0.040f, 0.020f, 0.010f, 0, 1.14f, {1, 0.76f, 0.70f}},
      {blue, -0.006f, -0.018f, -0.002f, -0.024f, 1.05f, {0.96f, 1, 1.06f}},
      {teal, -0.022f, -0.008f, -0.016f, -0.016f, 1.05f, {0.95f, 1.02f, 1.03f}},
      {green, -0.012f, 0.008f, -0.010f, 0.004f, 1.08f, {1, 1, 1}},
      {warm, 0.006f, 0.018f, 0, 0.004f, 1.04f, {1, 0.96f, 0.88f}},
      {cold, -0.004f, -0.014f, 0, -0.016f, 0.96f, {0.97f, 1, 1.05f}},
      {vivid, 0, 0, 0, 0, 1.22f, {1, 1, 1}},
      {pastel, 0.004f, 0.002f, 0.002f, 0, 0.84f, {1, 1, 1}},
  };
  const float share = s.light.elevation > 14 && !s.light.moonlit ? 0.6f : 1;
  const auto tinted = [&](float own, float tint) { return own * (1 + (tint - 1) * share); };
  for (const Tone& tone : kTones) {
    if (is_colour(tone.word) ? !colours_all(brief, tone.word) : !brief.wants(tone.word)) continue;
    const float grade = is_colour(tone.word) ? 0.7f * share : share;  // dyes do the rest
    s.grade.light_a += tone.light_a * grade;
    s.grade.light_b += tone.light_b * grade;
    s.grade.shadow_a += tone.shadow_a * grade;
    s.grade.shadow_b += tone.shadow_b * grade;
    s.grade.saturation *= tone.saturation;
    const Rgb old = s.light.tint;
    s.light.tint = {tinted(old.r, tone.tint.r), tinted(old.g, tone.tint.g),
                    tinted(old.b, tone.tint.b)};
  }
  for (const Mention& m : brief.mentions) {
    if (is_colour(m.what) && !m.negated) dye(s, m);
  }
  colour_aurora(s, brief.colours_of(aurora));
  if (brief.wants(dramatic)) {
    s.grade.contrast += 0.22f;
    s.grade.compression = std::min(1.0f, s.grade.compression + 0.07f);
    s.grade.vignette += 0.06f;
  }
  if (brief.wants(serene)) {
    s.ground.wave *= 0.5f;
    s.grade.contrast -= 0.05f;
  }
  if (brief.wants(dark)) s.grade.key *= 0.72f;
  if (brief.wants(bright)) s.grade.key *= 1.2f;
}

Concepts apply_mood(Grade& g, const Brief& brief) {
  Concepts heeded;
  const auto heed = [&](Concept mood) {
    if (brief.wants(mood)) heeded.set(index(mood));
    return brief.wants(mood);
  };
  if (heed(vivid)) g.saturation *= 1.2f;
  if (heed(pastel)) g.saturation *= 0.75f;
  if (heed(dramatic)) g.contrast += 0.2f;
  if (heed(dark)) g.exposure *= 0.75f;
  if (heed(bright)) g.exposure *= 1.25f;
  if (heed(serene)) g.contrast -= 0.05f;
  if (heed(warm)) g.light_b += 0.02f;
  if (heed(cold)) g.light_b -= 0.02f;
  return heeded;
}

}  // namespace easel::painter
