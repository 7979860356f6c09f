#include "painter/account.h"

#include <functional>

namespace easel::painter {
namespace {

using enum Concept;

// Whether a concept can be seen, in shares of the picture. Light, seasons and moods are seen in all
// of it: what counts there is that the scene was lit and coloured so.
bool visible(Concept what, const Scene& s, const Sightings& seen) {
  const auto covers = [&](Seen part, float least) { return seen[part] >= least; };
  switch (what) {
    case unknown:
      return false;
    case clouds:
      return covers(Seen::clouds, 0.01f);
    case overcast:
    case storm:
      return seen[Seen::clouds] > 0.5f * seen[Seen::sky] && covers(Seen::clouds, 0.03f);
    case cirrus:
      return s.sky.cirrus > 0.5f && covers(Seen::clouds, 0.01f);
    case sky:
    case clear_sky:
      return covers(Seen::sky, 0.03f);
    case sun:
      return covers(Seen::sun, 0.00004f);
    case moon:
    case crescent:
      return covers(Seen::moon, 0.0002f);
    case sun_rays:
      return s.sky.rays > 0.2f && !s.light.moonlit && covers(Seen::sky, 0.05f);
    case stars:
      return covers(Seen::stars, 0.00005f);
    case milky_way:
      return s.sky.milky_way > 0 && covers(Seen::sky, 0.1f);
    case aurora:
      return s.sky.aurora > 0 && covers(Seen::sky, 0.1f);
    case mist:
      return covers(Seen::mist, 0.01f);
    case snow:
    case winter:
      return covers(Seen::snow, 0.008f);
    case ice:
      return s.ground.ice > 0 && covers(Seen::water, 0.02f);
    case snowfall:
    case rain:
      return covers(Seen::precipitation, 0.0004f);
    case mountains:
    case peak:
    case ridges:
    case valley:
      return (s.ground.land == Land::alpine || s.ground.land == Land::karst ||
              s.ground.land == Land::volcano || s.ground.land == Land::mesa) &&
             covers(Seen::relief, 0.015f);
    case hills:
      return (s.ground.land == Land::hills || s.ground.land == Land::alpine) &&
             covers(Seen::land, 0.03f);
    case karst:
      return s.ground.land == Land::karst && covers(Seen::relief, 0.02f);
    case volcano:
      return s.ground.land == Land::volcano && covers(Seen::relief, 0.02f);
    case lava:
      return covers(Seen::lava, 0.001f);
    case island:
      return s.ground.land == Land::sea && covers(Seen::relief, 0.0008f);
    case meadow:
    case plain:
      return s.ground.water == Water::none && covers(Seen::grass, 0.03f);
    case grass:
      return covers(Seen::grass, 0.02f);
    case forest:
      return seen[Seen::forest] + seen[Seen::trees] >= 0.03f;
    case trees:
    case pines:
      return seen[Seen::trees] + 0.5f * seen[Seen::forest] >= 0.004f;
    case broadleaf:
      return covers(Seen::trees, 0.004f) &&
             (s.front.kind == Front::broadleaf || !s.front.scatter_pines);
    case flowers:
      return covers(Seen::flowers, 0.0006f);
    case reeds:
      return covers(Seen::reeds, 0.003f);
    case desert:
      return (s.ground.land == Land::dunes || s.ground.land == Land::mesa) &&
             covers(Seen::sand, 0.02f);
    case dunes:
      return s.ground.land == Land::dunes && covers(Seen::sand, 0.05f);
    case canyon:
      return s.ground.land == Land::mesa && covers(Seen::rock, 0.01f);
    case coast:
      return s.ground.land == Land::coast && covers(Seen::land, 0.01f);
    case cliffs:
      return s.ground.land != Land::hills && s.ground.land != Land::dunes &&
             covers(Seen::rock, 0.01f);
    case beach:
      return s.ground.land == Land::coast && covers(Seen::sand, 0.004f);
    case rocks:
      return seen[Seen::rocks] + seen[Seen::rock] >= 0.005f;
    case lake:
      return s.ground.water == Water::lake && covers(Seen::water, 0.01f);
    case river:
      return s.ground.water == Water::river && covers(Seen::water, 0.004f);
    case sea:
      return s.ground.water == Water::sea && covers(Seen::water, 0.02f);
    case waves:
    case calm_water:
    case reflection:
      return covers(Seen::water, 0.02f);
    case landscape:
      return covers(Seen::land, 0.01f);
    case sunrise:
    case sunset:
    case dusk:
      return !s.light.moonlit && s.light.elevation < 10;
    case golden_hour:
      return !s.light.moonlit && s.light.elevation < 14;
    case day:
      return !s.light.moonlit && s.light.elevation > 5;
    case night:
      return s.light.moonlit;
    case moonlight:
      return s.light.moonlit || covers(Seen::moon, 0.0002f);
    case spring:
      return s.front.season == Season::spring;
    case summer:
      return s.front.season == Season::summer;
    case autumn:
      return s.front.season == Season::autumn;
    default:
      return true;  // moods and colours
  }
}

// Whether what the prompt wanted away is away.
bool absent(Concept what, const Scene& s, const Sightings& seen) {
  switch (what) {
    case unknown:
      return true;  // the painter has no people, no castles
    case clouds:
    case storm:
    case overcast:
    case cirrus:
      return seen[Seen::clouds] < 0.01f;
    case mist:
      return seen[Seen::mist] < 0.02f;
    case snow:
    case winter:
      return seen[Seen::snow] < 0.004f;
    case stars:
      return seen[Seen::stars] < 0.00005f;
    case moon:
    case crescent:
      return seen[Seen::moon] <= 0;
    case flowers:
      return seen[Seen::flowers] < 0.0003f;
    case forest:
    case trees:
    case pines:
      return seen[Seen::forest] + seen[Seen::trees] < 0.004f;
    case lake:
      return s.ground.water != Water::lake || seen[Seen::water] < 0.002f;
    case river:
      return s.ground.water != Water::river || seen[Seen::water] < 0.002f;
    case sea:
      return s.ground.water != Water::sea || seen[Seen::water] < 0.002f;
    default:
      return !visible(what, s, seen);
  }
}

Account sort(const Brief& brief, const std::function<bool(const Mention&)>& kept) {
  Account account;
  for (const Mention& m : brief.mentions) {
    const std::string words = m.negated ? "no " + m.words : m.words;
    if (!kept(m)) {
      account.not_drawn.push_back(words);
    } else if (m.negated) {
      account.drawn.push_back("no " + (m.name.empty() ? m.words : m.name));
    } else if (m.stands_in) {
      account.approximated.push_back({m.words, m.name});
    } else {
      account.drawn.push_back(m.name);
    }
  }
  return account;
}

std::string join(const std::vector<std::string>& parts) {
  constexpr std::size_t kMost = 24;
  std::string out;
  for (std::size_t i = 0; i < std::min(parts.size(), kMost); ++i) out += (i ? ", " : "") + parts[i];
  if (parts.size() > kMost) out += " and " + std::to_string(parts.size() - kMost) + " more";
  return out;
}

std::string quoted(const std::string& word) {
  return "\u201c" + word + "\u201d";
}

}  // namespace

Account promise(const Brief& brief, const Scene& scene) {
  Sightings everything;
  everything.share.fill(1);
  Sightings nothing;
  return sort(brief, [&](const Mention& m) {
    return m.negated ? absent(m.what, scene, nothing) : visible(m.what, scene, everything);
  });
}

Account settle(const Brief& brief, const Scene& scene, const Sightings& seen) {
  return sort(brief, [&](const Mention& m) {
    return m.negated ? absent(m.what, scene, seen) : visible(m.what, scene, seen);
  });
}

std::string Account::text() const {
  std::string out = "Drawn by Easel's built-in procedural painter (no neural network).";
  if (drawn.empty() && approximated.empty()) {
    out +=
        " Nothing in the prompt was something it can draw, so this is a landscape of its own "
        "choosing.";
  }
  if (!drawn.empty()) out += " In the picture: " + join(drawn) + ".";
  std::vector<std::string> parts;
  for (const auto& [word, as] : approximated) parts.push_back(quoted(word) + " as " + as);
  if (!parts.empty()) out += " Drawn as something simpler: " + join(parts) + ".";
  parts.clear();
  for (const std::string& word : not_drawn) parts.push_back(quoted(word));
  if (!parts.empty()) out += " Not drawn: " + join(parts) + ".";
  return out;
}

}  // namespace easel::painter
