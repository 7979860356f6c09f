#include "painter/composition.h"

#include <algorithm>
#include <string_view>

#include "painter/composer.h"
#include "painter/dress.h"
#include "painter/footing.h"
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
  if ((what >= landscape && what <= lava) || what >= lavender_field) return 4;
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

// A thing that the prompt begins with is what the picture is about, wherever it says it stands: a
// street has no room for it.
bool about_a_thing(const Brief& brief) {
  for (const Mention& m : brief.mentions) {
    if (m.negated || (!is_thing(m.what) && of_city(m.what) == 0)) continue;
    return is_thing(m.what) && m.what != figure && m.what != lamp && m.what != umbrella;
  }
  return false;
}

Kind kind_of(const Brief& brief) {
  if (room_of(brief) != unknown) return Kind::landscape;
  const Scores s = count(brief);
  if (s.landscape + s.city + s.space + s.abstract == 0) return Kind::abstract;
  // What is in the sky of a place does not take the place away.
  if (s.space > 0 && s.landscape >= 4) return Kind::landscape;
  if (s.city > 0 && (about_a_thing(brief) || brief.wants(eiffel_tower))) return Kind::landscape;
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

// What lives below the waves is shown there, unless the prompt names a place above them.
bool dives(const Brief& brief) {
  if (brief.wants(underwater)) return true;
  static const Concepts above = concepts({lake, river, coast, beach, waves, island, sky, sunset,
                                          sunrise, waterfall, ice, night, storm, reflection});
  if (brief.things.empty() || (brief.wanted & above).any()) return false;
  for (const Thing& thing : brief.things) {
    const bool deep = thing.what == fish || thing.what == shark || thing.what == jellyfish ||
                      thing.what == octopus || thing.what == coral;
    if (!deep) return false;
  }
  return true;
}

// What belongs in a room stands in one, unless the prompt names another place.
Concept room_for(const Brief& brief) {
  static const Concepts outside = concepts(
      {mountains, hills,  valley,  meadow,    plain,   forest, desert,     dunes, canyon, coast,
       beach,     cliffs, volcano, island,    lake,    river,  sea,        grass, snow,   ice,
       rocks,     road,   cave,    landscape, flowers, trees,  underwater, lunar, martian});
  if ((brief.wanted & outside).any()) return unknown;
  for (const Thing& thing : brief.things) {
    if (thing.what == bed) return bedroom;
    if (thing.what == counter) return kitchen;
    if (thing.what == bookshelf || thing.what == fireplace || thing.what == sofa ||
        thing.what == piano || thing.what == television)
      return room;
  }
  return unknown;
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
  if (dives(brief)) {
    static const Concepts above =
        concepts({sea, waves, lake, river, coast, beach, calm_water, island, snow, winter, forest,
                  meadow, mountains, hills});
    for (Mention& m : brief.mentions) {
      if (m.of == sea) m.of = underwater;
      if (m.what != sea || m.negated) continue;
      m.what = underwater;
      m.name = name_of(underwater);
    }
    brief.wanted &= ~above;
    brief.wanted |= concepts({underwater, dunes, day});
  }
  // Other worlds are deserts with another ground and sky.
  if (brief.wants(lunar) || brief.wants(martian)) {
    static const Concepts earthly =
        concepts({sea, lake, river, forest, meadow, grass, snow, winter, trees});
    brief.wanted &= ~earthly;
    brief.wanted |= concepts({desert, dunes, day});
    if (brief.wants(lunar) && !brief.forbids(earth)) brief.wanted.set(index(earth));
  }
  if (const Concept there = room_for(brief); there != unknown) brief.wanted.set(index(there));
  // Behind the windows lies dry land.
  if (room_of(brief) != unknown) {
    static const Concepts seen =
        concepts({mountains, hills, forest, desert, snow, winter, plain, meadow, valley});
    static const Concepts wet = concepts({lake, river, sea, coast, beach, waterfall});
    brief.wanted &= ~wet;
    if ((brief.wanted & seen).none()) brief.wanted |= concepts({meadow, grass});
  }
  // A road leads over dry land.
  if (brief.wants(road)) {
    static const Concepts dry = concepts({desert, dunes, canyon, forest, hills, plain, meadow});
    static const Concepts wet = concepts({lake, river, sea, coast, beach, waterfall});
    if ((brief.wanted & (dry | wet)).none()) brief.wanted |= concepts({meadow, grass});
  }
  if (brief.wants(lightning) && !brief.wants(clear_sky)) brief.wanted.set(index(storm));
  // Fields lie on hills or plains; the scene is dressed afterwards.
  if (brief.wants(lavender_field)) brief.wanted |= concepts({hills, flowers, meadow, summer});
  if (brief.wants(wheat_field)) brief.wanted |= concepts({hills, meadow, grass, summer});
  const bool timed = (brief.wanted & concepts({sunset, sunrise, dusk, day, golden_hour})).any();
  if (brief.wants(eclipse)) brief.wanted |= concepts({night, moon, clear_sky});
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
    if (bears_words(m.what) && !brief.writings.empty()) there = street_sign;
    if (there == m.what) continue;
    if (!m.negated) brief.wanted.set(index(there));
    m.what = there;
    m.name = name_of(there);
    m.stands_in = there != street_lamps && !(there == street_sign && m.words.ends_with("sign"));
  }
  return brief;
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
  // One seed shows another place for another subject.
  if (!asked.things.empty()) {
    seed += 0x9e3779b97f4a7c15u * (1 + painter::index(asked.things.front().what));
  }
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
        dress(scene, made.brief, seed, index);
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
