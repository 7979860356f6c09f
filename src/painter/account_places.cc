#include <span>

#include "painter/account.h"

// What can be seen in pictures of cities and space, and in abstract ones.
namespace easel::painter {
namespace {

using enum Concept;

template <class Place>
struct Rule {
  Concept what;
  Seen part;
  float least;
  bool (*when)(const Place&) = nullptr;
};

template <class Place>
bool seen_by(std::span<const Rule<Place>> rules, Concept what, const Place& place,
             const Sightings& seen) {
  for (const Rule<Place>& rule : rules) {
    if (rule.what != what) continue;
    return seen[rule.part] >= rule.least && (rule.when == nullptr || rule.when(place));
  }
  return place.heeded[index(what)];
}

template <Globe::Kind kind>
bool has(const SpaceScene& s) {
  for (const Globe& globe : s.globes) {
    if (globe.kind == kind) return true;
  }
  return false;
}

constexpr Rule<SpaceScene> kSpace[] = {
    {outer_space, Seen::cosmos, 0.2f},
    {night, Seen::cosmos, 0.2f},
    {sky, Seen::cosmos, 0.2f},
    {stars, Seen::stars, 0.00005f},
    {milky_way, Seen::nebula, 0.05f},
    {nebula, Seen::nebula, 0.05f},
    {galaxy, Seen::galaxy, 0.02f},
    {black_hole, Seen::black_hole, 0.02f},
    {comet, Seen::comet, 0.003f},
    {asteroids, Seen::asteroids, 0.004f},
    {planet, Seen::planet, 0.004f},
    {ringed_planet, Seen::rings, 0.004f},
    {rings, Seen::rings, 0.004f},
    {gas_giant, Seen::planet, 0.004f, has<Globe::Kind::gas>},
    {earth, Seen::planet, 0.004f, has<Globe::Kind::earth>},
    {desert_planet, Seen::planet, 0.004f, has<Globe::Kind::desert>},
    {ice_planet, Seen::planet, 0.004f, has<Globe::Kind::ice>},
    {lava_planet, Seen::planet, 0.004f, has<Globe::Kind::lava>},
    {moons, Seen::moons, 0.0006f},
    {moon, Seen::moons, 0.0006f},
};

template <CityScene::View view>
bool viewed(const CityScene& s) {
  return s.view == view;
}
bool by_day(const CityScene& s) {
  return s.time == CityTime::day;
}
bool at_dusk(const CityScene& s) {
  return s.time == CityTime::dusk;
}
bool by_night(const CityScene& s) {
  return s.time == CityTime::night;
}

constexpr Rule<CityScene> kCity[] = {
    {city, Seen::buildings, 0.06f},
    {skyscrapers, Seen::buildings, 0.06f},
    {skyline, Seen::skyline, 0.04f},
    {street, Seen::street, 0.04f},
    {old_town, Seen::old_houses, 0.06f},
    {cyberpunk, Seen::neon, 0.004f, by_night},
    {neon, Seen::neon, 0.004f},
    {lit_windows, Seen::lit_windows, 0.004f},
    {shops, Seen::shops, 0.006f},
    {street_lamps, Seen::lamps, 0.0002f},
    {fireworks, Seen::fireworks, 0.002f},
    {traffic, Seen::traffic, 0.0008f},
    {street_sign, Seen::street_sign, 0.003f},
    {passers_by, Seen::people, 0.0006f},
    {wet_road, Seen::wet_road, 0.02f},
    {reflection, Seen::wet_road, 0.02f, viewed<CityScene::View::street>},
    {rain, Seen::precipitation, 0.0004f, [](const CityScene& s) { return s.rain > 0; }},
    {snowfall, Seen::precipitation, 0.0004f, [](const CityScene& s) { return s.snowfall > 0; }},
    {snow, Seen::snow, 0.008f},
    {winter, Seen::snow, 0.008f},
    {fog, Seen::mist, 0.1f},
    {mist, Seen::mist, 0.1f},
    {haze, Seen::mist, 0.1f},
    {sky, Seen::sky, 0.02f},
    {clouds, Seen::clouds, 0.01f},
    {stars, Seen::stars, 0.00005f},
    {moon, Seen::moon, 0.0002f},
    {crescent, Seen::moon, 0.0002f, [](const CityScene&) { return false; }},
    {moonlight, Seen::moon, 0.0002f},
    {river, Seen::water, 0.04f},
    {lake, Seen::water, 0.04f},
    {sea, Seen::water, 0.04f},
    {calm_water, Seen::water, 0.04f},
    {day, Seen::buildings, 0, by_day},
    {dusk, Seen::buildings, 0, at_dusk},
    {sunset, Seen::buildings, 0, at_dusk},
    {sunrise, Seen::buildings, 0, at_dusk},
    {golden_hour, Seen::buildings, 0, at_dusk},
    {night, Seen::buildings, 0, by_night},
};

template <AbstractScene::Form form>
bool in(const AbstractScene& s) {
  return s.form == form;
}

using Form = AbstractScene::Form;
constexpr Rule<AbstractScene> kAbstract[] = {
    {abstract, Seen::pattern, 0.2f},
    {gradient, Seen::pattern, 0.2f, in<Form::gradient>},
    {wave_pattern, Seen::pattern, 0.2f, in<Form::waves>},
    {waves, Seen::pattern, 0.2f, in<Form::waves>},
    {mandala, Seen::pattern, 0.2f, in<Form::mandala>},
    {geometric, Seen::pattern, 0.2f, in<Form::geometric>},
    {stained_glass, Seen::pattern, 0.2f, in<Form::glass>},
    {fractal, Seen::pattern, 0.2f, in<Form::fractal>},
    {flow_field, Seen::pattern, 0.2f, in<Form::flow>},
    {marble, Seen::pattern, 0.2f, in<Form::marble>},
    {dots, Seen::pattern, 0.1f, in<Form::dots>},
    {stripes, Seen::pattern, 0.2f, in<Form::stripes>},
    {checker, Seen::pattern, 0.2f, in<Form::checker>},
};

}  // namespace

bool visible_in_sky(Concept what, const Scene& scene, const Sightings& seen) {
  constexpr std::pair<Concept, Globe::Kind> kKinds[] = {{gas_giant, Globe::Kind::gas},
                                                        {earth, Globe::Kind::earth},
                                                        {desert_planet, Globe::Kind::desert},
                                                        {ice_planet, Globe::Kind::ice},
                                                        {lava_planet, Globe::Kind::lava}};
  for (const auto& [word, kind] : kKinds) {
    if (what == word && (scene.sky.worlds.empty() || scene.sky.worlds.back().kind != kind))
      return false;
  }
  switch (what) {
    case lightning:
      return seen[Seen::lightning] >= 0.0004f;
    case fireworks:
      return seen[Seen::fireworks] >= 0.002f;
    case eclipse:
      return seen[Seen::moon] >= 0.0002f;
    case shooting_star:
      return seen[Seen::shooting_star] >= 0.0002f;
    case planet:
    case gas_giant:
    case earth:
    case desert_planet:
    case ice_planet:
    case lava_planet:
      return seen[Seen::planet] >= 0.004f;
    case ringed_planet:
    case rings:
      return seen[Seen::rings] >= 0.002f;
    case moons:
      return seen[Seen::moons] >= 0.0004f;
    default:
      return false;
  }
}

bool visible(Concept what, const SpaceScene& scene, const Sightings& seen) {
  return seen_by<SpaceScene>(kSpace, what, scene, seen);
}

bool visible(Concept what, const CityScene& scene, const Sightings& seen) {
  // Water before a skyline mirrors it.
  if (what == reflection && scene.view == CityScene::View::skyline) {
    return seen[Seen::water] >= 0.04f;
  }
  return seen_by<CityScene>(kCity, what, scene, seen);
}

bool visible(Concept what, const AbstractScene& scene, const Sightings& seen) {
  return seen_by<AbstractScene>(kAbstract, what, scene, seen);
}

}  // namespace easel::painter
