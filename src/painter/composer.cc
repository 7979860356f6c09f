#include "painter/composer.h"

#include <algorithm>
#include <vector>

#include "painter/footing.h"
#include "painter/mood.h"
#include "painter/places.h"
#include "painter/staging.h"

namespace easel::painter {
namespace {

using enum Concept;

// What a place must have for the words to be true; moods, colours and weather can be added to any.
const Concepts& settings() {
  static const Concepts all = concepts(
      {mountains, peak,      ridges,  hills,     valley, meadow,  plain,      forest,     desert,
       dunes,     canyon,    coast,   beach,     cliffs, volcano, lava,       karst,      island,
       rocks,     lake,      river,   waterfall, sea,    waves,   calm_water, reflection, trees,
       pines,     broadleaf, flowers, grass,     reeds,  winter,  snow,       mist});
  return all;
}

bool rough_sea(const Brief& brief) {
  if (brief.wants(calm_water) || brief.forbids(waves)) return false;
  return brief.wants(waves) || (brief.wants(storm) && brief.wants(sea));
}

// How true a place would be to the words: kinds of land and water count more than what grows there.
int merit(const Place& place, const Brief& brief) {
  static const Concepts major = concepts(
      {mountains, peak,   ridges,  hills, meadow, plain,  forest, desert, dunes,     canyon, coast,
       beach,     cliffs, volcano, lava,  karst,  island, lake,   river,  waterfall, sea});
  const Concepts met = place.shows & brief.wanted & settings();
  int points = static_cast<int>(met.count() * 2 + (met & major).count() * 4);
  points -= static_cast<int>((place.shows & brief.forbidden).count()) * 9;
  // Fire, deserts and seas are only for those who ask for them.
  static const Concepts loud = concepts({lava, desert, canyon, sea, waterfall});
  Concepts unasked = place.shows & loud & ~brief.wanted;
  // What a waterfall is part of is less than the waterfall itself.
  if (met[easel::painter::index(waterfall)]) points += 30;
  if (place.shows[easel::painter::index(waterfall)] && !brief.wants(waterfall)) points -= 30;
  // Waves stand highest on the open sea; who wants a shore names it.
  static const Concepts shores = concepts({coast, beach, cliffs, rocks, lake, river, waterfall});
  if (rough_sea(brief) && (brief.wanted & shores).none()) {
    static const Concepts far_out = concepts({sea, island, waves, sky});
    points += (place.shows & ~far_out).none() ? 8 : 0;
  }
  if (brief.wants(volcano)) unasked.reset(easel::painter::index(lava));
  points -= static_cast<int>(unasked.count()) * 3;
  const bool green = brief.wants(spring) || brief.wants(summer) || brief.wants(autumn);
  if (green && place.shows[easel::painter::index(winter)]) points -= 6;
  const bool cold = brief.wants(snow) || brief.wants(winter) || brief.wants(snowfall);
  if (!brief.things.empty() && !cold && place.shows[easel::painter::index(winter)]) points -= 4;
  // Nobody who asks for a forest or a desert alone means the mountains behind it.
  static const Concepts flat = concepts({plain, forest, desert, dunes, canyon, coast, beach, sea});
  const bool other = (brief.wanted & flat).any() && !brief.wants(mountains) && !brief.wants(peak);
  if (other && place.shows[easel::painter::index(mountains)]) points -= 2;
  return points;
}

// The best places for the words; with nothing to go by, all that suit everyone.
std::vector<const Place*> candidates(const Brief& brief) {
  std::vector<const Place*> best;
  int most = -1000;
  for (const Place& place : places()) {
    if (has_room(place, brief)) most = std::max(most, merit(place, brief));
  }
  // A little tolerance brings variety where the words are few.
  const int slack = (brief.wanted & settings()).count() <= 1 ? 1 : 0;
  for (const Place& place : places()) {
    if (has_room(place, brief) && merit(place, brief) >= most - slack) best.push_back(&place);
  }
  return best;
}

Concept time_of(const Brief& brief, Dice& dice) {
  for (const Concept time : {sunset, sunrise, golden_hour, dusk, night, day}) {
    if (brief.wants(time)) return time;
  }
  if (brief.wants(moonlight) || brief.wants(stars) || brief.wants(milky_way) ||
      brief.wants(aurora) || brief.wants(moon) || brief.wants(crescent)) {
    return night;
  }
  if (brief.wants(clear_sky) || brief.wants(blue) || brief.wants(spring) || brief.wants(summer) ||
      brief.wants(rain) || brief.wants(rainbow) || brief.wants(storm) || brief.wants(overcast) ||
      brief.wants(bright)) {
    return day;
  }
  if (brief.wants(lava)) return dusk;
  if (!brief.colours_of(unknown).empty() && brief.wants(golden)) return golden_hour;
  constexpr Concept kAny[] = {golden_hour, day, sunset, golden_hour, day};
  return kAny[dice.below(5)];
}

void lay_light(Scene& scene, const Place& place, Concept time, std::uint64_t round, Dice& dice) {
  const char letter = place.suits[round % place.suits.size()];
  for (const SkyLight& light : lights_of(time)) {
    if (light.letter == letter) light.lay(scene, dice);
  }
}

void apply_season(Scene& s, const Brief& brief) {
  if (brief.wants(spring)) {
    s.front.season = Season::spring;
    if (s.ground.water == Water::none && !brief.forbids(flowers)) {
      s.ground.flowers = std::max(s.ground.flowers, 0.35f);
      s.front.flowers = std::max(s.front.flowers, 0.6f);
    }
  }
  if (brief.wants(autumn)) {
    s.front.season = Season::autumn;
    s.ground.dryness = std::max(s.ground.dryness, 0.35f);
    s.front.scatter_pines = false;
    s.ground.tree_line = std::max(s.ground.tree_line, 800.0f);
    s.ground.flowers = s.front.flowers = 0;
    if (s.front.kind == Front::pines && !brief.wants(pines)) {
      s.front.kind = Front::broadleaf;
      s.front.height = std::max(s.front.height, 0.75f);
      s.front.count = 1;
    }
  }
  const bool snowy = brief.wants(winter) || brief.wants(snowfall) || brief.wants(ice);
  const bool on_hills = brief.wants(snow) && s.ground.land == Land::hills;
  if (snowy || on_hills) {
    s.ground.snowed = true;
    s.front.season = Season::winter;
    s.ground.snow_line = std::min(s.ground.snow_line, 150.0f);
    s.ground.flowers = s.front.flowers = 0;
    if (s.front.kind == Front::grass) s.front.kind = Front::none;
    if (s.front.kind == Front::broadleaf) {
      s.front.kind = Front::pines;
      s.front.count = 4;
    }
  } else if (brief.wants(snow)) {
    s.ground.snow_line = std::min(s.ground.snow_line, 620.0f);
    s.ground.tree_line = std::min(s.ground.tree_line, 480.0f);
  }
  if (brief.forbids(snow) || brief.wants(summer)) {
    s.ground.snowed = false;
    if (brief.forbids(snow)) s.ground.snow_line = 9000;
    if (s.front.season == Season::winter) s.front.season = Season::summer;
  }
  if (brief.wants(ice) && s.ground.water == Water::lake) s.ground.ice = 1;
  if (brief.wants(snowfall)) s.front.snowfall = 1;
}

void apply_land(Scene& s, const Brief& brief, Dice& dice) {
  if (brief.wants(forest) || brief.wants(pines)) {
    s.ground.tree_line = std::max(s.ground.tree_line, 780.0f);
    s.ground.forest = std::max(s.ground.forest, 0.3f);
    if (s.ground.land == Land::gorge) {
      s.front.scatter_pines = brief.wants(pines);
      s.front.scattered += 300;
    }
  }
  if (brief.forbids(trees) || brief.forbids(forest) || brief.forbids(pines)) {
    s.ground.tree_line = -2000;
    s.ground.forest = -3;
    s.front.scattered = 0;
    if (s.front.kind == Front::pines || s.front.kind == Front::broadleaf ||
        s.front.kind == Front::branch) {
      s.front.kind = Front::none;
    }
  }
  if (brief.wants(flowers)) {
    s.ground.flowers = std::max(s.ground.flowers, 0.5f);
    s.front.flowers = 1;
    if (s.front.kind != Front::grass) {
      s.front.kind = Front::grass;
      s.front.height = 0.13f;
    }
  } else if (brief.forbids(flowers)) {
    s.ground.flowers = s.front.flowers = 0;
  }
  const auto stand = [&](Front kind, float height, int count) {
    if (s.front.kind == kind) return;
    s.front.kind = kind;
    s.front.height = height;
    s.front.count = count;
  };
  if (brief.wants(reeds)) stand(Front::reeds, dice.between(0.4f, 0.55f), 0);
  if (brief.wants(pines) && s.front.scattered == 0)
    stand(Front::pines, dice.between(0.5f, 0.75f), 5);
  if (brief.wants(broadleaf)) stand(Front::broadleaf, dice.between(0.7f, 0.9f), 1);
  if (brief.wants(trees) && s.front.scattered == 0 && s.front.kind != Front::broadleaf) {
    stand(Front::pines, dice.between(0.5f, 0.75f), 5);
  }
  if (brief.wants(rocks) && !brief.wants(flowers) && !brief.wants(trees))
    stand(Front::rocks, dice.between(0.12f, 0.2f), 9);
  if (brief.wants(grass) && s.ground.water == Water::none) stand(Front::grass, 0.12f, 0);
  if (brief.wants(peak) && s.ground.land == Land::alpine && s.ground.peak <= 0 &&
      s.ground.water == Water::lake) {
    s.ground.peak = dice.between(2200, 2700);
    s.ground.peak_x = dice.around(0, 1200);
    s.ground.peak_z = 8400;
  }
  if (brief.wants(lava)) s.ground.lava = std::max(s.ground.lava, 1.0f);
  if (brief.wants(calm_water) || brief.wants(reflection))
    s.ground.wave = std::min(s.ground.wave, 0.3f);
  if (brief.wants(waves)) s.ground.wave = std::max(s.ground.wave, 1.6f);
}

// The sun stands low behind the viewer, so that the bow opposite it stands in the picture.
void raise_rainbow(Scene& s, Dice& dice) {
  const float top = 57.3f * s.camera.span * s.camera.horizon;  // what the picture sees above
  s.light.elevation = std::clamp(42 - 0.8f * top, 6.0f, 30.0f);
  s.light.azimuth = dice.sign() * dice.between(160, 176);
  s.sky.rainbow = dice.between(1.15f, 1.4f);
  s.sky.rays = 0;
}

void apply_clouds(Scene& s, const Brief& brief, Dice& dice) {
  if (brief.wants(clouds) && s.sky.cumulus < 0.1f && s.sky.mackerel < 0.3f) {
    s.sky.cumulus = dice.between(0.18f, 0.32f);
  }
  if (brief.wants(cirrus)) s.sky.cirrus = std::max(s.sky.cirrus, 0.85f);
  if (brief.wants(overcast)) {
    s.sky.cumulus = 0.85f;
    s.sky.base = 1500;
    s.sky.top = 2600;
    s.sky.cirrus = 0;
    s.grade.saturation *= 0.85f;
  }
  if (brief.wants(storm)) {
    s.sky.cumulus = dice.between(0.58f, 0.68f);
    s.sky.base = dice.between(1200, 1500);
    s.sky.top = 3300;
    s.sky.density = 0.05f;
    s.sky.cirrus = s.sky.mackerel = 0;
    s.light.elevation = std::min(s.light.elevation, 9.0f);
    s.grade.key = std::min(s.grade.key, 0.105f);
    s.grade.saturation *= 0.9f;
    s.ground.wave = std::max(s.ground.wave, s.ground.water == Water::sea ? 2.2f : 1.4f);
  }
  if (brief.wants(clear_sky) || brief.forbids(clouds) || brief.forbids(overcast)) {
    s.sky.cumulus = -1;
    s.sky.mackerel = 0;
    s.sky.cirrus =
        brief.forbids(clouds) || brief.forbids(cirrus) ? 0 : std::min(s.sky.cirrus, 0.12f);
  }
  if (brief.wants(rain)) {
    s.front.rain = 1;
    s.sky.cumulus = std::max(s.sky.cumulus, 0.62f);
    s.sky.base = 1400;
    s.sky.top = 3000;
    s.air.haze = std::max(s.air.haze, 1.6f);
    s.grade.key = std::min(s.grade.key, 0.12f);
    s.grade.saturation *= 0.85f;
  }
  if (brief.wants(snowfall) && !brief.wants(clear_sky) && !s.light.moonlit) {
    s.sky.cumulus = std::max(s.sky.cumulus, 0.6f);
    s.air.haze = std::max(s.air.haze, 1.4f);
    s.grade.key *= 0.85f;
  }
  if (brief.wants(sun_rays)) s.sky.rays = 0.4f;
  if (brief.wants(rainbow) && !s.light.moonlit) raise_rainbow(s, dice);
}

// A sun that is asked for must stand in the picture.
void show_sun(Scene& s, const Brief& brief, Dice& dice) {
  if (!brief.wants(sun) || s.light.moonlit) return;
  const float room = 57.3f * s.camera.span * s.camera.horizon;
  s.light.azimuth = dice.sign() * dice.between(4, 12);
  s.light.elevation = std::clamp(s.light.elevation, 3.5f, std::max(4.0f, 0.6f * room));
  if (!brief.wants(clouds)) s.sky.cumulus = std::min(s.sky.cumulus, 0.0f);
}

void apply_night(Scene& s, const Brief& brief, Dice& dice) {
  if (brief.wants(aurora)) {
    s.sky.aurora = dice.between(0.7f, 1);
    s.sky.cumulus = -1;
    s.sky.mackerel = s.sky.cirrus = 0;
    s.grade.key = 0.075f;
    s.camera.horizon = std::max(s.camera.horizon, 0.64f);
    if (dice.chance(0.3f)) s.sky.aurora_colour = {0.25f, 0.95f, 0.75f};
  }
  if (brief.wants(milky_way)) {
    s.sky.milky_way = 1;
    s.camera.horizon = std::max(s.camera.horizon, 0.66f);
    s.sky.cirrus = 0;
    s.sky.cumulus = std::min(s.sky.cumulus, -1.0f);
  }
  if (brief.wants(stars) || brief.wants(milky_way)) s.sky.stars = 1;
  if (brief.forbids(stars)) s.sky.stars = 0;
  const bool disc = brief.wants(moon) || brief.wants(moonlight) || brief.wants(crescent);
  if (!disc) return;
  s.sky.moon = dice.between(0.030f, 0.042f);
  s.sky.moon_phase = brief.wants(crescent) ? dice.between(0.16f, 0.26f) : 1;
  const float room = s.camera.span * s.camera.horizon;  // tangent of the picture's upper edge
  s.sky.moon_elevation = 57.3f * room * dice.between(0.55f, 0.72f);
  s.sky.moon_azimuth = dice.sign() * dice.between(4, 13);
  s.sky.stars *= 0.7f;
  if (s.light.moonlit && brief.wants(moonlight)) {
    // The light comes from the moon that is seen, so that water glitters under it.
    s.light.elevation = s.sky.moon_elevation;
    s.light.azimuth = s.sky.moon_azimuth;
  }
}

// How far away a place has what makes it this place: air must show within that distance.
float depth_of(const Scene& s) {
  if (s.ground.water == Water::lake) return s.ground.far_shore;
  if (s.front.scattered > 0 && s.front.scatter_near <= 30) return 110;
  switch (s.ground.land) {
    case Land::hills:
      return s.front.kind == Front::grass ? 260 : 600;
    case Land::dunes:
    case Land::cratered:
      return 500;
    case Land::coast:
      return 420;
    case Land::mesa:
      return std::min(2400.0f, 0.6f * s.ground.meadow);
    case Land::sea:
      return 280;
    case Land::gorge:
      return s.ground.fall_away;
    case Land::karst:
    case Land::volcano:
    case Land::alpine:
      break;
  }
  return s.ground.meadow > 0 ? 0.9f * s.ground.meadow : 2200;
}

// Mist lies in layers at the foot of things, as dense as their distance needs.
void lay_mist(Scene& s) {
  const float depth = depth_of(s);
  s.air.mist = std::max(s.air.mist, 14000 * 3.4f / depth);
  s.air.mist_least = 0.4f;
  s.air.mist_start = std::min(s.air.mist_start, 0.08f * depth);
  if (!s.subjects.empty()) s.air.mist_start = std::max(s.air.mist_start, 0.7f * s.crowd_away);
  s.air.haze = std::max(s.air.haze, 1.3f);
  if (s.ground.water == Water::lake) s.air.mist_height = std::clamp(0.05f * depth, 60.0f, 160.0f);
  if (s.ground.water == Water::none && s.camera.eye < 60) {
    s.air.mist_base = -6;
    s.air.mist_height = std::clamp(0.06f * depth, 9.0f, 60.0f);
  }
  s.grade.saturation *= 0.93f;
}

// Fog swallows the distance and the sky. Whoever asks for stars or a moon too gets it on the ground
// only.
void lay_fog(Scene& s, const Brief& brief, Dice& dice) {
  static const Concepts above = concepts({stars, milky_way, aurora, moon, crescent, moonlight});
  const bool open = s.camera.eye > 60 || s.ground.land == Land::mesa;
  const float depth = depth_of(s) * (open ? 1.2f : 0.75f);
  s.air.visibility = std::clamp(depth, 130.0f, 2000.0f) * dice.between(0.85f, 1.15f);
  // What the picture is about is never lost in it.
  if (!s.subjects.empty()) s.air.visibility = std::max(s.air.visibility, 5.5f * s.crowd_away);
  s.air.fog_overhead = 1.9f;
  if ((brief.wanted & above).any()) {
    s.air.fog_overhead = 0.05f;
    s.air.fog_height = 90;
  } else {
    s.sky.stars = 0;
    s.sky.rays = 0;
  }
  s.grade.saturation *= 0.8f;
  s.grade.contrast -= 0.06f;
  s.grade.vignette *= 0.6f;
  s.grade.compression = 0.9f;
  if (!s.light.moonlit) s.grade.key = std::max(s.grade.key * 1.6f, 0.23f);
}

void apply_air(Scene& s, const Brief& brief, Dice& dice) {
  if (brief.wants(mist)) lay_mist(s);
  if (brief.wants(haze)) {
    s.air.haze = std::max(s.air.haze, 1.1f * 26000 / depth_of(s));
    s.grade.saturation *= 0.9f;
  }
  if (brief.wants(fog)) lay_fog(s, brief, dice);
  const bool clear = brief.forbids(mist) || brief.forbids(fog) || brief.forbids(haze);
  if (clear && !brief.wants(mist) && !brief.wants(fog) && !brief.wants(haze)) {
    s.air.mist = 0;
    s.air.haze = std::min(s.air.haze, 0.5f);
  }
}

}  // namespace

namespace {

// Without low light from the side, sand has no shape.
void shape_sand(Scene& s, Dice& light) {
  if (s.ground.land == Land::mesa && s.light.elevation < 5) {
    s.light.elevation = light.between(3.2f, 6);
    s.light.azimuth = light.sign() * light.between(62, 98);
  } else if (s.ground.land == Land::dunes) {
    // From windward, so that the long faces are lit and the short slip faces in shade: from the lee
    // a low sun would leave nearly all of them dark.
    const bool low = s.light.elevation < 14 && !s.light.moonlit;
    s.light.elevation = low ? light.between(5.5f, 9) : light.between(15, 27);
    s.light.azimuth = -s.ground.side * light.between(58, 96);
  }
}

// Waves that stand up, and a viewer who looks over them.
void raise_swell(Scene& s, const Brief& brief, Dice& dice) {
  if (s.ground.land != Land::sea || !rough_sea(brief)) return;
  const bool wild = brief.wants(storm) || brief.wants(dramatic) || brief.wants(large);
  s.ground.swell = wild ? dice.between(0.85f, 1.1f) : dice.between(0.55f, 0.75f);
  s.ground.wave = std::max(s.ground.wave, 2.2f);
  float clear = 2.5f;
  if (!s.subjects.empty()) {
    // A small boat is seen from near by: from higher up it would leave the picture below, so its
    // waves are as much lower.
    clear = 1.2f;
    const float most = 0.75f * s.crowd_away * (1 - s.camera.horizon) * s.camera.span;
    const float room = (std::max(s.camera.eye, most) - clear) / 4.2f;
    s.ground.swell = room < 0.12f ? 0 : std::min(room, s.ground.swell);
    if (s.ground.swell <= 0) return;  // from so near, one wave would be all there is
  }
  s.camera.eye = std::max(s.camera.eye, clear + 4.2f * s.ground.swell);
}

}  // namespace

Scene compose(const Brief& asked, std::uint64_t seed, int index) {
  Scene scene;
  Brief brief = asked;
  brief.wanted |= home_of(asked);
  // Who stands in the snow does not stand before a snowy mountain.
  if (!asked.things.empty() && asked.wants(snow) && !asked.wants(mountains) && !asked.wants(peak)) {
    brief.wanted.set(easel::painter::index(winter));
  }
  if (brief.wants(ice)) brief.wanted.set(easel::painter::index(lake));
  const std::uint64_t picture = seed + static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15u;
  scene.seed = static_cast<std::uint32_t>(Dice(picture, "scene").word() | 1u) & 0xffffffu;
  const std::vector<const Place*> best = candidates(brief);
  const std::uint64_t turn = seed + static_cast<std::uint64_t>(index);
  const Place& place = *best[turn % best.size()];
  Dice layout(picture, "place"), light(picture, "light"), detail(picture, "detail");
  Dice time(picture, "time"), detail_of_sea(picture, "swell");
  scene.air.haze = 0.5f;
  place.lay(scene, layout);
  lay_light(scene, place, time_of(brief, time), turn / best.size(), light);
  shape_sand(scene, light);
  apply_season(scene, brief);
  if (scene.ground.snowed && !scene.light.moonlit) scene.grade.key *= 1.25f;
  apply_land(scene, brief, detail);
  apply_clouds(scene, brief, detail);
  show_sun(scene, brief, detail);
  apply_night(scene, brief, detail);
  Dice staging(picture, "staging");
  stage(scene, brief, staging);
  raise_swell(scene, brief, detail_of_sea);
  apply_air(scene, brief, detail);
  apply_mood(scene, brief);
  return scene;
}

}  // namespace easel::painter
