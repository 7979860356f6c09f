#include "painter/footing.h"

#include <algorithm>

#include "painter/things.h"

namespace easel::painter {

using enum Concept;

Concept room_of(const Brief& brief) {
  for (const Concept what : {room, library, kitchen, bedroom}) {
    if (brief.wants(what)) return what;
  }
  return unknown;
}

bool watery(const Scene& s) {
  return s.ground.water == Water::lake || s.ground.water == Water::sea;
}

// What a thing stands on in this prompt: a lighthouse in a desert stands on the sand.
Footing footing_of(const Thing& thing, const Brief& brief) {
  // Under water they swim where they like.
  const bool swims = (thing.what >= fish && thing.what <= turtle) || thing.what == submarine;
  if (brief.wants(underwater) && swims) return Footing::air;
  static const Concepts lands = concepts({desert, dunes, meadow, plain, forest, grass, hills});
  static const Concepts waters =
      concepts({lake, river, waterfall, sea, coast, beach, island, cliffs, waves});
  const bool ashore = (brief.wanted & lands).any() && (brief.wanted & waters).none();
  if (thing.what == lighthouse && ashore) return Footing::ground;
  return kind_of(thing.what).footing;
}

bool any_on(const Brief& brief, Footing footing) {
  return std::ranges::any_of(
      brief.things, [&](const Thing& thing) { return footing_of(thing, brief) == footing; });
}
bool grounded(const Brief& brief) {
  return footing_of(brief.things.front(), brief) == Footing::ground;
}

// Small things stand on a table, unless the prompt names a ground for them.
bool on_table(const Brief& brief) {
  static const Concepts grounds =
      concepts({snow, winter, beach, desert, dunes, grass, meadow, forest, cave, road});
  const Thing& first = brief.things.front();
  if (kind_of(first.what).home != Home::table) return false;
  if (first.relation == Relation::on && first.to >= 0) {
    const Concept under = brief.things[static_cast<std::size_t>(first.to)].what;
    if (under == bed || under == sofa) return false;
  }
  return room_of(brief) != unknown || (brief.wanted & grounds).none();
}

Concepts home_of(const Brief& brief) {
  if (brief.things.empty()) return {};
  static const Concepts settings = concepts(
      {mountains, peak,  ridges,  hills,  valley,  meadow,    plain,  forest, desert, dunes,
       canyon,    coast, beach,   cliffs, volcano, karst,     island, lake,   river,  waterfall,
       sea,       grass, flowers, trees,  pines,   broadleaf, snow,   winter, ice,    waves});
  const Concepts said = brief.wanted & settings;
  Home home = kind_of(brief.things.front().what).home;
  for (const Thing& thing : brief.things) {
    // Who stands on an iceberg is at sea.
    if (footing_of(thing, brief) == Footing::water) home = kind_of(thing.what).home;
  }
  const bool afloat = any_on(brief, Footing::water);
  static const Concepts waters =
      concepts({lake, river, waterfall, sea, coast, beach, waves, island, ice});
  if (afloat ? (said & waters).any() : said.any()) return {};
  switch (home) {
    case Home::table:
    case Home::sky:
      return {};
    case Home::meadow:
    case Home::farm:
      return concepts({meadow, grass});
    case Home::snow:
      return concepts({snow, winter, plain});
    case Home::sea:
      return concepts({sea});
    case Home::beach:
      return concepts({beach, coast, sea});
    case Home::lake:
      return concepts({lake});
    case Home::savanna:
      return concepts({plain, grass});
    case Home::desert:
      return concepts({desert, dunes});
    case Home::forest:
      return concepts({forest});
  }
  return {};
}

bool has_room(const Place& place, const Brief& brief) {
  if (brief.things.empty() && !brief.wants(road)) return true;
  Scene scene;
  Dice dice(1, "room");
  place.lay(scene, dice);
  const Ground& g = scene.ground;
  if (brief.wants(road)) {
    const bool level = g.land != Land::alpine || g.meadow > 0;
    return g.water == Water::none && scene.camera.eye < 60 && level;
  }
  const bool afloat = any_on(brief, Footing::water);
  if (afloat) {
    static const Concepts shores = concepts({coast, beach, cliffs, rocks});
    if (g.land == Land::coast && (brief.wanted & shores).none()) return false;
    return watery(scene) && scene.camera.eye < 60;
  }
  if (!any_on(brief, Footing::ground) || on_table(brief)) return scene.camera.eye < 300;
  if (g.water == Water::none) return g.land != Land::alpine || g.meadow > 0;
  static const Concepts waters = concepts(
      {lake, river, waterfall, sea, coast, beach, waves, island, ice, reflection, calm_water});
  const bool beached = g.land == Land::coast && g.beach > 0;
  return (brief.wanted & waters).any() && (beached || (watery(scene) && scene.camera.eye < 60));
}

}  // namespace easel::painter
