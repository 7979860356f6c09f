#include "painter/dress.h"

#include <algorithm>
#include <string_view>

#include "painter/composer.h"
#include "painter/composition.h"
#include "painter/dice.h"
#include "painter/furnish.h"

namespace easel::painter {
namespace {

using enum Concept;

bool is_fields(const Brief& brief) {
  return brief.wants(lavender_field) || brief.wants(wheat_field);
}

bool wants_worlds(const Brief& brief) {
  if (brief.wants(lunar) && brief.wants(earth)) return true;
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
  if (brief.wants(lunar)) main.radius *= 0.45f;
  for (std::size_t i = 0; i + 1 < space.globes.size() && i < 2 && !brief.wants(lunar); ++i) {
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

// The sea from within: blue water for air, sand below, the light from above.
void submerge(Scene& scene) {
  scene.ground.seabed = scene.air.water = true;
  scene.ground.relief = 0.12f;
  scene.air.mist = scene.air.haze = 0;
  scene.air.visibility = std::max(34.0f, 8 * scene.crowd_away);
  scene.air.fog_height = 100000;
  scene.air.fog_overhead = 40;
  scene.sky = Sky{.cumulus = -1, .cirrus = 0, .rays = 0};
  scene.light.moonlit = false;
  scene.light.elevation = 62;
  scene.front.kind = Front::none;
  scene.front.scattered = 0;
  scene.grade.saturation = 1.12f;
  scene.grade.vignette = 0.35f;
  // Where nothing stands on it, the floor lies below what swims.
  for (const Subject& subject : scene.subjects) {
    if (subject.footing != Footing::air) return;
  }
  const float higher = std::max(scene.camera.horizon - 0.6f, 0.0f);
  scene.camera.horizon -= higher;
  for (Subject& subject : scene.subjects) subject.lift -= higher * scene.camera.span * subject.away;
  scene.camera.eye = 0.24f * scene.camera.span * std::max(scene.crowd_away, 1.0f);
}

// The ground of the moon under a black sky, or of Mars under a dusty one.
void leave_earth(Scene& scene, bool moon, Dice& dice) {
  scene.ground.land = Land::cratered;
  scene.ground.rusty = !moon;
  scene.ground.relief = dice.between(0.7f, 1.2f);
  scene.ground.flowers = scene.ground.dryness = 0;
  scene.camera.eye = std::min(scene.camera.eye, 12.0f);
  scene.front.kind = Front::none;
  scene.front.scattered = 0;
  scene.air.mist = scene.air.visibility = 0;
  scene.sky.cumulus = -1;
  scene.sky.mackerel = scene.sky.cirrus = scene.sky.rays = 0;
  scene.light.moonlit = false;
  scene.light.elevation = dice.between(14, 24);
  scene.light.azimuth = dice.sign() * dice.between(70, 115);
  if (moon) {
    scene.air.none = true;
    scene.air.haze = 0;
    scene.sky.stars = 1;
    scene.grade.key = 0.027f;
    scene.grade.saturation = 1;
    scene.grade.light_b = scene.grade.shadow_b = 0;
  } else {
    scene.air.haze = 2.6f;
    scene.sky.stars = 0;
    scene.dyes.sky = {{1.20f, 0.74f, 0.46f}, 0.82f};
  }
}

// Earth for a path, asphalt for a road, from the viewer's feet into the distance.
void lay_road(Scene& scene, const Brief& brief, Dice& dice) {
  if (scene.ground.water != Water::none || scene.camera.eye > 60) return;
  bool paved = true;
  for (const Mention& m : brief.mentions) {
    if (m.what != road) continue;
    for (const std::string_view bare : {"path", "trail", "track", "dirt", "gravel", "lane"})
      paved = paved && m.words.find(bare) == std::string::npos;
  }
  Road& way = scene.ground.road;
  way.paved = paved;
  way.half = paved ? dice.between(2.8f, 3.6f) : dice.between(1.0f, 1.7f);
  way.start = dice.around(0, paved ? 1.2f : 0.6f);
  way.heading = dice.around(0, 0.05f);
  way.bend = dice.between(120, 260);
  way.phase = dice.unit();
  if (!scene.subjects.empty()) return;
  scene.camera.eye = std::min(scene.camera.eye, paved ? 4.5f : 3.0f);
  scene.front.scatter_near = std::min(scene.front.scatter_near, 18.0f);
  if (brief.wants(forest)) scene.front.scattered = std::max(scene.front.scattered, 520);
  if (scene.front.kind == Front::grass) scene.front.kind = Front::none;
}

// Seen from within a cave.
void enter_cave(Scene& scene, Dice& dice) {
  scene.front.kind = Front::cave;
  scene.front.side = dice.sign();
  scene.grade.compression = std::max(scene.grade.compression, 0.9f);
}

}  // namespace

void dress(Scene& scene, const Brief& brief, std::uint64_t seed, int picture) {
  Dice dice(seed + static_cast<std::uint64_t>(picture), "events");
  sow_field(scene, brief);
  if (brief.wants(underwater)) submerge(scene);
  if (brief.wants(lunar) || brief.wants(martian)) leave_earth(scene, brief.wants(lunar), dice);
  if (brief.wants(road)) lay_road(scene, brief, dice);
  if (brief.wants(cave)) enter_cave(scene, dice);
  furnish(scene, brief, dice);
  if (wants_worlds(brief)) raise_worlds(scene, brief, seed, picture);
  const auto room_for = [&] { scene.camera.horizon = std::max(scene.camera.horizon, 0.6f); };
  if (brief.wants(lightning)) {
    scene.sky.bolts = 1 + dice.below(3);
    scene.grade.key *= 0.8f;
    room_for();
  }
  if (brief.wants(eclipse)) {
    scene.sky.eclipse = true;
    scene.sky.moon = std::max(scene.sky.moon, dice.between(0.055f, 0.07f));
    scene.sky.moon_phase = 1;
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

}  // namespace easel::painter
