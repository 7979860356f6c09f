#include "painter/composition.h"

#include <algorithm>
#include <string_view>

#include "painter/composer.h"
#include "painter/dice.h"
#include "painter/lexicon.h"
#include "painter/places.h"

namespace easel::painter {
namespace {

using enum Concept;

enum class Kind { landscape, city, space, abstract };

// Words that say how something looks, and for which any kind of picture will do.
bool suits_any(Concept what) {
  static const Concepts light =
      concepts({sunrise, sunset,    golden_hour, day,    dusk, night,      moonlight,
                sky,     clear_sky, clouds,      stars,  mist, fog,        haze,
                rain,    snowfall,  snow,        winter, moon, reflection, calm_water});
  return is_style(what) || is_colour(what) || (what >= serene && what <= pastel) ||
         light[index(what)];
}

// How much of a landscape a word asks for: things, which stand in landscapes, most, and land more
// than what grows on it.
int of_landscape(Concept what) {
  if (is_thing(what)) return 5;
  if (is_attribute(what) || suits_any(what) || is_of_city(what) || is_of_space(what) ||
      is_abstract(what))
    return 0;
  if (what >= landscape && what <= lava) return 4;
  return what >= karst && what <= sea ? 4 : 2;
}

int of_city(Concept what) {
  static const Concepts settings =
      concepts({city, street, skyline, skyscrapers, old_town, cyberpunk, neon});
  return !is_of_city(what) ? 0 : settings[index(what)] ? 6 : 3;
}

int of_space(Concept what) {
  if (!is_of_space(what)) return 0;
  return what == outer_space || what == rings || what == moons ? 2 : 6;
}

int of_abstract(Concept what) {
  if (!is_abstract(what)) return 0;
  return what == abstract || what == mandala || what == fractal ? 7 : 5;
}

struct Scores {
  int landscape = 0, city = 0, space = 0, abstract = 0;
};

Scores count(const Brief& brief) {
  Scores scores;
  bool any = false;
  for (const Mention& m : brief.mentions) {
    if (m.negated || m.what == unknown) continue;
    scores.landscape += of_landscape(m.what);
    scores.city += of_city(m.what);
    scores.space += of_space(m.what);
    scores.abstract += of_abstract(m.what);
    any = any || (suits_any(m.what) && !is_style(m.what) && !is_colour(m.what) && m.what < serene);
  }
  if (any) scores.landscape += 1;  // a sky alone is still a place
  return scores;
}

Kind kind_of(const Brief& brief) {
  const Scores s = count(brief);
  if (s.landscape + s.city + s.space + s.abstract == 0) return Kind::abstract;
  // What is in the sky of a place does not take the place away.
  if (s.space > 0 && s.landscape >= 4) return Kind::landscape;
  const int most = std::max({s.landscape, s.city, s.space, s.abstract});
  // A forest in stained glass is a forest, worked over.
  if (s.abstract == most && s.landscape + s.city + s.space > 0 && brief.wants(stained_glass) &&
      s.abstract <= 5) {
    return s.city >= s.landscape && s.city >= s.space ? Kind::city
           : s.space > s.landscape                    ? Kind::space
                                                      : Kind::landscape;
  }
  if (s.abstract == most) return Kind::abstract;
  if (s.city == most) return Kind::city;
  return s.space == most ? Kind::space : Kind::landscape;
}

// In a landscape a galaxy is the Milky Way, and colours that only made things can have are lost.
Brief for_landscape(Brief brief) {
  for (Mention& m : brief.mentions) {
    if (m.what == galaxy || m.what == nebula || m.what == outer_space) {
      m.what = milky_way;
      m.name = "the Milky Way";
      m.stands_in = true;
      if (!m.negated) brief.wanted.set(index(milky_way));
    }
  }
  if (brief.wants(lightning) && !brief.wants(clear_sky)) brief.wanted.set(index(storm));
  // Fields lie on hills or plains; the scene is dressed afterwards.
  if (brief.wants(lavender_field)) brief.wanted |= concepts({hills, flowers, meadow, summer});
  if (brief.wants(wheat_field)) brief.wanted |= concepts({hills, meadow, grass, summer});
  const bool timed = (brief.wanted & concepts({sunset, sunrise, dusk, day, golden_hour})).any();
  if ((brief.wants(fireworks) || brief.wants(shooting_star)) && !timed) {
    brief.wanted.set(index(night));
    if (brief.wants(shooting_star)) brief.wanted.set(index(stars));
  }
  return brief;
}

// In a city some things are what a city has of them.
Brief for_city(Brief brief) {
  for (Mention& m : brief.mentions) {
    Concept there = m.what;
    if (m.what == lamp) there = street_lamps;
    if (m.what == car || m.what == bus || m.what == truck) there = traffic;
    if (m.what == figure) there = passers_by;
    if (there == m.what) continue;
    if (!m.negated) brief.wanted.set(index(there));
    m.what = there;
    m.name = name_of(there);
    m.stands_in = there != street_lamps;
  }
  return brief;
}

bool is_fields(const Brief& brief) {
  return brief.wants(lavender_field) || brief.wants(wheat_field);
}

bool wants_worlds(const Brief& brief) {
  for (const Mention& m : brief.mentions) {
    const bool sky = m.what == comet || m.what == asteroids || m.what == black_hole;
    if (is_of_space(m.what) && !m.negated && !sky) return true;
  }
  return false;
}

// A planet stands where the sun does not, and the sky gets room for it.
void raise_worlds(Scene& scene, const Brief& brief, std::uint64_t seed, int picture) {
  Dice dice(seed + static_cast<std::uint64_t>(picture), "worlds");
  const SpaceScene space = compose_space(brief, seed, picture);
  if (space.globes.empty()) return;
  Camera& camera = scene.camera;
  camera.horizon = std::max(camera.horizon, 0.66f);
  const float room = camera.span * camera.horizon;
  Globe main = space.globes.back();
  const float side = scene.light.azimuth > 0 ? -1.0f : 1.0f;
  main.radius = (main.rings > 0 ? 0.21f : 0.30f) * room * dice.between(0.9f, 1.1f);
  main.x = side * (main.rings > 0 ? dice.between(0.02f, 0.12f) : dice.between(0.14f, 0.26f)) *
           camera.span;
  main.y = room * dice.between(0.54f, 0.62f);
  for (std::size_t i = 0; i + 1 < space.globes.size() && i < 2; ++i) {
    Globe other = space.globes[i];
    other.radius = room * dice.between(0.03f, 0.055f);
    other.x = -side * dice.between(0.05f, 0.4f) * camera.span;
    other.y = room * dice.between(0.62f, 0.84f);
    scene.sky.worlds.push_back(other);
  }
  scene.sky.worlds.push_back(main);
  if (!brief.wants(clouds) && !brief.wants(storm)) {
    scene.sky.cumulus = std::min(scene.sky.cumulus, -0.4f);
    scene.sky.mackerel = 0;
  }
}

// Every plant of a field has one colour, and it grows up to the viewer.
void sow_field(Scene& scene, const Brief& brief) {
  if (!is_fields(brief)) return;
  const bool lavender = brief.wants(lavender_field);
  scene.ground.snowed = false;
  scene.front.kind = Front::grass;
  scene.front.height = lavender ? 0.15f : 0.2f;
  if (lavender) {
    scene.ground.flowers = scene.front.flowers = 1;
    scene.dyes.flowers = {{0.36f, 0.20f, 1.25f}, 1};
    scene.dyes.grass = {{0.62f, 0.42f, 1.15f}, 0.62f};
  } else {
    scene.ground.flowers = scene.front.flowers = 0;
    scene.ground.dryness = 1;
    scene.dyes.grass = {{1.75f, 1.10f, 0.30f}, 0.8f};
  }
}

void stage_events(Scene& scene, const Brief& brief, std::uint64_t seed, int picture) {
  Dice dice(seed + static_cast<std::uint64_t>(picture), "events");
  sow_field(scene, brief);
  if (wants_worlds(brief)) raise_worlds(scene, brief, seed, picture);
  const auto room_for = [&] { scene.camera.horizon = std::max(scene.camera.horizon, 0.6f); };
  if (brief.wants(lightning)) {
    scene.sky.bolts = 1 + dice.below(3);
    scene.grade.key *= 0.8f;
    room_for();
  }
  if (brief.wants(fireworks)) {
    scene.sky.fireworks = 5 + dice.below(3);
    room_for();
  }
  if (brief.wants(shooting_star)) {
    const bool shower = std::ranges::any_of(brief.mentions, [](const Mention& m) {
      return m.what == shooting_star && (m.words.ends_with('s') || m.words.ends_with("shower"));
    });
    scene.sky.shooting_stars = shower ? 6 + dice.below(4) : 1;
    room_for();
  }
}

}  // namespace

Style style_of(Concept what) {
  switch (what) {
    case oil:
      return Style::oil;
    case watercolour:
      return Style::watercolour;
    case ink:
      return Style::ink;
    case pencil:
      return Style::pencil;
    case chalk:
      return Style::chalk;
    case pixel_art:
      return Style::pixels;
    case low_poly:
      return Style::low_poly;
    case ukiyo_e:
      return Style::ukiyo_e;
    case scroll:
      return Style::scroll;
    case woodcut:
      return Style::woodcut;
    case pop_art:
      return Style::pop_art;
    case poster:
      return Style::poster;
    case noir:
      return Style::noir;
    case stained_glass:
      return Style::glass;
    default:
      return Style::natural;
  }
}

bool is_colourless(Style style) {
  return style == Style::ink || style == Style::pencil || style == Style::scroll ||
         style == Style::woodcut || style == Style::noir;
}

Composition arrange(const Brief& asked, std::uint64_t seed, int index) {
  Composition made{.brief = asked, .scene = {}, .style = Style::natural};
  const Kind kind = kind_of(asked);
  for (const Mention& m : asked.mentions) {
    if (m.negated || style_of(m.what) == Style::natural) continue;
    if (m.what == stained_glass && kind == Kind::abstract) continue;
    made.style = style_of(m.what);
    break;
  }
  switch (kind) {
    case Kind::landscape:
      made.brief = for_landscape(asked);
      {
        Scene scene = compose(made.brief, seed, index);
        stage_events(scene, made.brief, seed, index);
        made.scene = std::move(scene);
      }
      break;
    case Kind::city:
      made.brief = for_city(asked);
      made.scene = compose_city(made.brief, seed, index);
      break;
    case Kind::space:
      made.scene = compose_space(asked, seed, index);
      break;
    case Kind::abstract:
      made.scene = compose_abstract(asked, seed, index);
      break;
  }
  return made;
}

}  // namespace easel::painter
