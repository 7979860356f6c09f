#include <algorithm>

#include "painter/composition.h"
#include "painter/dice.h"
#include "painter/palette.h"

namespace easel::painter {
namespace {

using enum Concept;
using Form = AbstractScene::Form;

Form form_of(const Brief& brief, std::uint64_t turn) {
  constexpr std::pair<Concept, Form> kAsked[] = {
      {mandala, Form::mandala},     {fractal, Form::fractal},  {stained_glass, Form::glass},
      {flow_field, Form::flow},     {marble, Form::marble},    {wave_pattern, Form::waves},
      {dots, Form::dots},           {stripes, Form::stripes},  {checker, Form::checker},
      {geometric, Form::geometric}, {gradient, Form::gradient}};
  for (const auto& [word, form] : kAsked) {
    if (brief.wants(word)) return form;
  }
  if (brief.wants(waves)) return Form::waves;
  constexpr Form kAny[] = {Form::flow, Form::marble, Form::geometric, Form::waves, Form::gradient};
  return kAny[turn % 5];
}

Rgb toward(Rgb a, Rgb b, float t) {
  return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

// Colours asked for, whatever thing they stand by; their tones fill in where they are few.
std::vector<Rgb> asked_colours(const Brief& brief, AbstractScene& scene) {
  std::vector<Rgb> colours;
  for (const Mention& m : brief.mentions) {
    if (!is_colour(m.what) || m.negated) continue;
    scene.heeded.set(index(m.what));
    colours.push_back(colour_of(m.what));
  }
  return colours;
}

void fill_tones(AbstractScene& scene, std::vector<Rgb> asked) {
  const Rgb white = from_srgb(0.97f, 0.95f, 0.90f), black = from_srgb(0.05f, 0.05f, 0.09f);
  const bool plain =
      scene.form == Form::stripes || scene.form == Form::checker || scene.form == Form::dots;
  if (plain && asked.size() >= 2) {
    if (scene.form == Form::dots) {
      scene.ground = asked.back();
      asked.pop_back();
    }
    scene.colours = std::move(asked);
    return;
  }
  if (plain) {
    scene.ground = white;
    scene.colours = scene.form == Form::dots ? asked : std::vector<Rgb>{asked[0], white};
    return;
  }
  scene.ground = toward(asked[0], black, 0.72f);
  if (scene.form == Form::flow || scene.form == Form::waves) scene.ground = white;
  std::vector<Rgb> tones;
  for (const Rgb& c : asked) {
    if (asked.size() <= 2) tones.push_back(toward(c, black, 0.55f));
    tones.push_back(c);
    if (asked.size() <= 2) tones.push_back(toward(c, white, 0.45f));
  }
  if (tones.size() < 5) tones.push_back(toward(tones.back(), white, 0.6f));
  scene.colours.assign(tones.begin(), tones.begin() + static_cast<std::ptrdiff_t>(
                                                          std::min<std::size_t>(tones.size(), 12)));
}

void own_colours(AbstractScene& scene, Dice& dice) {
  const auto s = from_srgb;
  struct Palette {
    Rgb ground;
    std::vector<Rgb> inks;
  };
  const Palette palettes[] = {
      {s(.955f, .925f, .865f),
       {s(.04f, .16f, .28f), s(.02f, .36f, .43f), s(.10f, .58f, .58f), s(.97f, .78f, .36f),
        s(.94f, .52f, .22f), s(.84f, .27f, .20f)}},
      {s(.05f, .06f, .14f),
       {s(.12f, .10f, .35f), s(.38f, .15f, .60f), s(.85f, .22f, .55f), s(.99f, .52f, .35f),
        s(1, .82f, .45f)}},
      {s(.93f, .95f, .93f),
       {s(.05f, .20f, .24f), s(.10f, .42f, .40f), s(.45f, .68f, .55f), s(.85f, .86f, .62f),
        s(.95f, .60f, .45f)}},
      {s(.97f, .94f, .90f),
       {s(.16f, .19f, .38f), s(.22f, .40f, .70f), s(.60f, .75f, .90f), s(.98f, .85f, .80f),
        s(.92f, .45f, .48f)}},
      {s(.08f, .05f, .06f),
       {s(.25f, .05f, .12f), s(.60f, .10f, .16f), s(.90f, .35f, .16f), s(.98f, .70f, .25f),
        s(.98f, .92f, .78f)}},
      {s(.95f, .95f, .97f),
       {s(.10f, .12f, .22f), s(.30f, .20f, .55f), s(.55f, .40f, .85f), s(.35f, .75f, .85f),
        s(.90f, .95f, .80f)}},
  };
  const Palette& p = palettes[dice.below(6)];
  scene.colours = p.inks;
  scene.ground = p.ground;
  if (scene.form == Form::mandala || scene.form == Form::glass)
    scene.ground = toward(p.inks[0], {}, 0.35f);
  if (scene.form == Form::stripes || scene.form == Form::checker) scene.colours.push_back(p.ground);
  if (scene.form == Form::checker) scene.colours = {s(.07f, .07f, .08f), s(.95f, .94f, .91f)};
}

void lean(AbstractScene& scene, const Brief& brief) {
  const auto each = [&](Concept mood, auto change) {
    if (!brief.wants(mood)) return;
    scene.heeded.set(index(mood));
    for (Rgb& c : scene.colours) c = change(c);
    scene.ground = change(scene.ground);
  };
  const auto stretched = [](Rgb c, float k) {
    const float l = 0.2126f * c.r + 0.7152f * c.g + 0.0722f * c.b;
    return Rgb{std::clamp(l + (c.r - l) * k, 0.0f, 1.0f), std::clamp(l + (c.g - l) * k, 0.0f, 1.0f),
               std::clamp(l + (c.b - l) * k, 0.0f, 1.0f)};
  };
  each(pastel, [](Rgb c) { return toward(c, from_srgb(0.97f, 0.95f, 0.95f), 0.55f); });
  each(vivid, [&](Rgb c) { return stretched(c, 1.35f); });
  each(dark, [](Rgb c) { return toward(c, {}, 0.55f); });
  each(bright, [](Rgb c) { return toward(c, {1, 1, 1}, 0.22f); });
  each(warm, [](Rgb c) { return toward(c, {c.r * 1.2f + 0.05f, c.g * 0.95f, c.b * 0.55f}, 0.8f); });
  each(cold, [](Rgb c) { return toward(c, {c.r * 0.6f, c.g * 0.98f, c.b * 1.2f + 0.05f}, 0.8f); });
  each(serene, [&](Rgb c) { return stretched(c, 0.75f); });
  each(dramatic, [&](Rgb c) { return stretched(toward(c, {}, 0.15f), 1.3f); });
}

}  // namespace

AbstractScene compose_abstract(const Brief& brief, std::uint64_t seed, int index) {
  const std::uint64_t turn = seed + static_cast<std::uint64_t>(index);
  const std::uint64_t picture = seed + static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15u;
  AbstractScene scene;
  scene.seed = static_cast<std::uint32_t>(Dice(picture, "scene").word() | 1u) & 0xffffffu;
  Dice dice(picture, "abstract");
  scene.form = form_of(brief, turn);
  scene.scale = dice.between(0.8f, 1.3f);
  const bool upright =
      scene.form == Form::checker || scene.form == Form::dots || scene.form == Form::geometric;
  scene.turn = upright ? (dice.chance(0.5f) ? 0.0f : 0.125f) : dice.unit();
  constexpr int kSymmetry[] = {8, 10, 12, 16};
  scene.symmetry = kSymmetry[dice.below(4)];
  std::vector<Rgb> asked = asked_colours(brief, scene);
  if (asked.empty()) {
    own_colours(scene, dice);
  } else {
    fill_tones(scene, std::move(asked));
  }
  lean(scene, brief);
  return scene;
}

}  // namespace easel::painter
