#include <algorithm>

#include "painter/composition.h"
#include "painter/dice.h"
#include "painter/mood.h"
#include "painter/palette.h"

namespace easel::painter {
namespace {

using enum Concept;

class SpaceComposer {
 public:
  SpaceComposer(const Brief& brief, std::uint64_t picture, std::uint64_t turn)
      : brief_(brief), turn_(turn), dice_(picture, "space") {
    scene_.seed = static_cast<std::uint32_t>(Dice(picture, "scene").word() | 1u) & 0xffffffu;
  }

  SpaceScene compose() {
    const float side = dice_.sign();
    scene_.sun = {side * dice_.between(0.55f, 0.8f), dice_.between(0.15f, 0.5f),
                  dice_.between(0.25f, 0.5f)};
    if (brief_.wants(black_hole)) {
      hang_hole();
    } else if (brief_.wants(galaxy)) {
      spin_galaxy();
    }
    if (any_planet()) place_planets();
    if (brief_.wants(comet)) send_comet();
    if (brief_.wants(asteroids)) scene_.asteroids = dice_.below(30) + 80;
    spread_nebula();
    if (brief_.forbids(stars)) scene_.stars = 0;
    grade();
    return scene_;
  }

 private:
  bool any_planet() const {
    return brief_.wants(planet) || brief_.wants(ringed_planet) || brief_.wants(gas_giant) ||
           brief_.wants(earth) || brief_.wants(desert_planet) || brief_.wants(ice_planet) ||
           brief_.wants(lava_planet) || brief_.wants(rings) || brief_.wants(moons) ||
           brief_.wants(moon) || brief_.wants(crescent);
  }

  // The colour asked for a thing, else `own`.
  Rgb colour(std::initializer_list<Concept> things, Rgb own) {
    for (const Concept thing : things) {
      const auto asked = brief_.colours_of(thing);
      if (asked.empty()) continue;
      for (const Concept c : asked) scene_.heeded.set(index(c));
      return colour_of(asked.front());
    }
    return own;
  }
  bool plural(Concept what) const {
    return std::ranges::any_of(brief_.mentions, [&](const Mention& m) {
      return m.what == what && !m.negated && m.words.ends_with('s') && m.words != "mars";
    });
  }

  void hang_hole() {
    scene_.hole.size = 1;
    scene_.hole.inclination = dice_.between(5, 13);
    scene_.hole.roll = dice_.sign() * dice_.between(4, 24);
    const Rgb own = dice_.chance(0.85f) ? Rgb{1, 0.30f, 0.03f} : Rgb{0.35f, 0.5f, 1};
    scene_.hole.cool = colour({black_hole, unknown}, own);
  }

  void spin_galaxy() {
    Galaxy& g = scene_.galaxy;
    g.size = dice_.between(0.8f, 1.0f);
    g.inclination = dice_.between(20, 64);
    g.angle = dice_.between(-60, 60);
    g.arms = dice_.chance(0.7f) ? 2 : dice_.below(3) + 2;
    g.twist = dice_.sign() * dice_.between(0.42f, 0.62f);
    g.x = dice_.around(0, 0.08f);
    g.y = dice_.around(0, 0.08f);
    g.arm = colour({galaxy, unknown}, g.arm);
    if (any_planet()) {
      g.size *= 0.75f;
      g.x = dice_.sign() * 0.3f;
      g.y = 0.34f;
    }
  }

  Globe::Kind kind_asked(bool& sure) const {
    sure = true;
    if (brief_.wants(earth)) return Globe::Kind::earth;
    if (brief_.wants(desert_planet)) return Globe::Kind::desert;
    if (brief_.wants(ice_planet)) return Globe::Kind::ice;
    if (brief_.wants(lava_planet)) return Globe::Kind::lava;
    if (brief_.wants(ringed_planet) || brief_.wants(gas_giant) || brief_.wants(rings)) {
      return Globe::Kind::gas;
    }
    const bool only_moon = !brief_.wants(planet) &&
                           (brief_.wants(moon) || brief_.wants(crescent) || brief_.wants(moons));
    if (only_moon) return Globe::Kind::moon;
    sure = false;
    return Globe::Kind::gas;
  }

  void place_planets() {
    bool sure = false;
    const Globe::Kind asked = kind_asked(sure);
    constexpr Globe::Kind kAny[] = {Globe::Kind::gas, Globe::Kind::earth, Globe::Kind::desert,
                                    Globe::Kind::gas, Globe::Kind::ice,   Globe::Kind::lava};
    const bool ringed = brief_.wants(ringed_planet) || brief_.wants(rings);
    Globe main = globe(sure ? asked : kAny[turn_ % 6], 0);
    const bool close = !ringed && dice_.chance(0.3f);
    main.radius = ringed  ? dice_.between(0.34f, 0.42f)
                  : close ? dice_.between(0.95f, 1.2f)
                          : dice_.between(0.46f, 0.62f);
    main.x = dice_.sign() * dice_.between(0.0f, ringed ? 0.12f : 0.26f);
    main.y = close ? -main.radius * 0.82f : dice_.around(-0.02f, 0.12f);
    if (brief_.wants(black_hole)) {
      main.radius = 0.2f;
      main.x = -0.62f;
      main.y = 0.5f;
    } else if (brief_.wants(galaxy)) {
      main.radius = 0.42f;
      main.x = scene_.galaxy.x > 0 ? -0.42f : 0.42f;
      main.y = -0.48f;
    }
    if (ringed || (main.kind == Globe::Kind::gas && !sure && dice_.chance(0.5f))) ring(main);
    const bool company = brief_.wants(moons) || brief_.wants(moon) || plural(planet) ||
                         (!close && dice_.chance(0.45f));
    if (company && asked != Globe::Kind::moon) add_company(main);
    scene_.globes.push_back(main);
  }

  void ring(Globe& globe) {
    globe.rings = dice_.between(2.1f, 2.5f);
    globe.ring_open = dice_.between(0.16f, 0.36f);
    globe.tilt = dice_.sign() * dice_.between(10, 30);
  }

  // Far ones first; moons stand where the rings leave room.
  void add_company(const Globe& main) {
    const bool planets = plural(planet);
    const int count = planets ? 2 + dice_.below(2) : brief_.wants(moons) ? 2 : 1;
    const float side = main.x > 0 ? -1.0f : 1.0f;
    for (int k = 0; k < count; ++k) {
      constexpr Globe::Kind kOthers[] = {Globe::Kind::desert, Globe::Kind::ice, Globe::Kind::gas,
                                         Globe::Kind::earth, Globe::Kind::lava};
      Globe other = globe(
          planets ? kOthers[(turn_ + static_cast<std::uint64_t>(k) * 2) % 5] : Globe::Kind::moon,
          k + 1);
      other.companion = !planets;
      other.radius = planets ? dice_.between(0.09f, 0.2f) : dice_.between(0.045f, 0.1f);
      const float way = k % 2 == 0 ? side : -side;
      other.x = way * dice_.between(0.52f, 0.78f);
      other.y = (k < 2 ? 1.0f : -1.0f) * dice_.between(0.42f, 0.7f);
      scene_.globes.push_back(other);
    }
  }

  Globe globe(Globe::Kind kind, int which) {
    Globe made;
    made.kind = kind;
    made.seed = scene_.seed * 31 + static_cast<std::uint32_t>(which) * 977;
    made.tilt = dice_.around(0, 32);
    struct Tones {
      Rgb a, b, c, air;
    };
    const auto s = from_srgb;
    const Tones gases[] = {
        {s(.86f, .66f, .46f), s(.96f, .88f, .74f), s(.62f, .36f, .26f), s(.55f, .70f, 1)},
        {s(.90f, .78f, .52f), s(.97f, .92f, .76f), s(.70f, .52f, .32f), s(.80f, .80f, .8f)},
        {s(.18f, .38f, .80f), s(.45f, .70f, .95f), s(.10f, .20f, .55f), s(.40f, .65f, 1)},
        {s(.52f, .32f, .72f), s(.88f, .68f, .92f), s(.30f, .16f, .50f), s(.70f, .50f, 1)},
        {s(.16f, .52f, .54f), s(.60f, .88f, .80f), s(.06f, .28f, .38f), s(.40f, .90f, .9f)},
        {s(.80f, .42f, .34f), s(.96f, .76f, .58f), s(.48f, .18f, .22f), s(1, .60f, .5f)},
    };
    Tones t{};
    switch (kind) {
      case Globe::Kind::gas:
        t = gases[brief_.wants(ringed_planet) && turn_ % 2 == 0 ? 1 : dice_.below(6)];
        break;
      case Globe::Kind::earth:
        t = {s(.02f, .14f, .36f), s(.20f, .40f, .16f), s(.72f, .62f, .42f), s(.35f, .60f, 1)};
        break;
      case Globe::Kind::moon:
        t = {s(.66f, .65f, .62f), s(.38f, .37f, .36f), s(.80f, .79f, .76f), {}};
        break;
      case Globe::Kind::desert:
        t = {s(.74f, .38f, .22f), s(.42f, .20f, .14f), s(.90f, .64f, .44f), s(.95f, .62f, .45f)};
        break;
      case Globe::Kind::ice:
        t = {s(.78f, .88f, .95f), s(.40f, .62f, .80f), s(.97f, .98f, 1), s(.50f, .75f, 1)};
        break;
      case Globe::Kind::lava:
        t = {s(.12f, .09f, .09f), s(.24f, .17f, .15f), s(1, .36f, .05f), s(1, .35f, .12f)};
        break;
    }
    const Rgb none{-1, -1, -1};
    const Rgb asked = which > 0 ? none
                                : colour({planet, ringed_planet, gas_giant, earth, desert_planet,
                                          ice_planet, lava_planet, moon, moons, unknown},
                                         none);
    if (asked.r >= 0) {
      const auto toward = [&](Rgb own, float light) {
        const float l = light * (0.25f + 0.75f * (0.2f * own.r + 0.7f * own.g + 0.1f * own.b) * 2);
        return Rgb{own.r * 0.15f + asked.r * l, own.g * 0.15f + asked.g * l,
                   own.b * 0.15f + asked.b * l};
      };
      t = {toward(t.a, 1), toward(t.b, 1.2f), toward(t.c, 0.8f), asked};
    }
    made.tones[0] = t.a;
    made.tones[1] = t.b;
    made.tones[2] = t.c;
    made.air = t.air;
    return made;
  }

  void send_comet() {
    Comet& c = scene_.comet;
    const float side = scene_.sun.x > 0 ? 1.0f : -1.0f;
    c.length = dice_.between(1.3f, 1.7f);
    c.x = side * dice_.between(0.3f, 0.5f);
    c.y = dice_.between(-0.42f, -0.12f);
    c.angle = side > 0 ? dice_.between(142, 156) : dice_.between(24, 38);
  }

  void spread_nebula() {
    Nebula& n = scene_.nebula;
    const bool subject = brief_.wants(nebula);
    if (brief_.forbids(nebula)) return;
    n.density = subject                    ? 1.35f
                : brief_.wants(galaxy)     ? 0.12f
                : brief_.wants(black_hole) ? 0.5f
                                           : dice_.between(0.2f, 0.75f);
    n.angle = dice_.around(0, 60);
    n.shift = dice_.around(0, 0.3f);
    n.width = subject ? dice_.between(1.2f, 1.7f) : dice_.between(0.7f, 1.1f);
    const auto s = from_srgb;
    struct Tints {
      Rgb glow, veil, rim, heart;
    };
    const Tints tints[] = {
        {s(.95f, .35f, .55f), s(.20f, .35f, .85f), s(.15f, .75f, .75f), s(1, .72f, .38f)},
        {s(.95f, .45f, .20f), s(.10f, .42f, .55f), s(.90f, .70f, .30f), s(1, .85f, .60f)},
        {s(.30f, .60f, .95f), s(.45f, .20f, .75f), s(.20f, .85f, .85f), s(.90f, .80f, 1)},
        {s(.85f, .25f, .80f), s(.25f, .15f, .65f), s(.95f, .40f, .60f), s(1, .65f, .85f)},
        {s(.20f, .80f, .55f), s(.08f, .35f, .60f), s(.60f, .90f, .50f), s(.90f, 1, .70f)},
    };
    Tints t = tints[subject ? turn_ % 5 : static_cast<std::uint64_t>(dice_.below(5))];
    auto asked = brief_.colours_of(nebula);
    if (asked.empty()) asked = brief_.colours_of(outer_space);
    if (asked.empty() && !any_planet()) asked = brief_.colours_of(unknown);
    if (!asked.empty()) {
      for (const Concept c : asked) scene_.heeded.set(index(c));
      const Rgb first = colour_of(asked.front()), last = colour_of(asked.back());
      // One colour alone would be flat: edges lean to its neighbours, and the heart to white.
      const auto paler = [](Rgb c, float k) {
        return Rgb{c.r + (1 - c.r) * k, c.g + (1 - c.g) * k, c.b + (1 - c.b) * k};
      };
      t.glow = paler(first, 0.12f);
      t.veil = {last.r * 0.55f, last.g * 0.55f, last.b * 0.8f + 0.03f};
      t.rim = asked.size() > 1 ? last : Rgb{first.g * 0.6f + 0.05f, first.r * 0.5f, first.b};
      t.heart = paler(first, 0.6f);
    }
    // Equally bright, whatever the hue: yellow gas would outshine blue.
    const auto evened = [](Rgb c, float light) {
      const float k = light / (0.05f + 0.2126f * c.r + 0.7152f * c.g + 0.0722f * c.b);
      return Rgb{c.r * k, c.g * k, c.b * k};
    };
    n.glow = evened(t.glow, 0.17f);
    n.veil = evened(t.veil, 0.075f);
    n.rim = evened(t.rim, 0.28f);
    n.heart = evened(t.heart, 0.36f);
  }

  void grade() {
    Grade& g = scene_.grade;
    g.exposure = 1.05f;
    g.compression = 1;
    g.saturation = 1.05f;
    g.bloom = brief_.wants(black_hole) ? 2.2f : 1.2f;
    g.vignette = 0.12f;
    g.shadow_b = -0.004f;
    scene_.heeded |= apply_mood(g, brief_);
  }

  const Brief& brief_;
  std::uint64_t turn_;
  Dice dice_;
  SpaceScene scene_;
};

}  // namespace

SpaceScene compose_space(const Brief& brief, std::uint64_t seed, int index) {
  const std::uint64_t picture = seed + static_cast<std::uint64_t>(index) * 0x9e3779b97f4a7c15u;
  return SpaceComposer(brief, picture, seed + static_cast<std::uint64_t>(index)).compose();
}

}  // namespace easel::painter
