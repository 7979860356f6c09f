#include "painter/account.h"

#include <algorithm>
#include <functional>

#include "painter/mood.h"
#include "painter/things.h"

namespace easel::painter {
namespace {

using enum Concept;

using Condition = bool (*)(const Scene&);

// A concept can be seen when enough of the picture shows it (`part`, or `part` and `more` together)
// and the scene meets a condition, where shares alone could not tell one thing from another.
struct Rule {
  Concept what;
  Seen part;
  float least;
  Condition when = nullptr;
  Seen more = Seen::count_;
};

bool high_land(const Scene& s) {
  const Land land = s.ground.land;
  return land == Land::alpine || land == Land::karst || land == Land::volcano ||
         land == Land::mesa || land == Land::gorge;
}
bool walled_land(const Scene& s) {
  return s.ground.land != Land::hills && s.ground.land != Land::dunes;
}
bool hilly_land(const Scene& s) {
  return s.ground.land == Land::hills || s.ground.land == Land::alpine;
}
bool dry_land(const Scene& s) {
  return s.ground.water == Water::none;
}
template <Land land>
bool is(const Scene& s) {
  return s.ground.land == land;
}
template <Water water>
bool has(const Scene& s) {
  return s.ground.water == water;
}
template <Season season>
bool in(const Scene& s) {
  return s.front.season == season;
}

bool runs(const Scene& s) {
  return s.ground.water == Water::river || s.ground.fall > 0;
}

constexpr Rule kRules[] = {
    // sky
    {sky, Seen::sky, 0.03f},
    {clear_sky, Seen::sky, 0.03f, [](const Scene& s) { return s.sky.cumulus < 0.1f; }},
    {clouds, Seen::clouds, 0.01f},
    {overcast, Seen::clouds, 0.03f, [](const Scene& s) { return s.sky.cumulus > 0.5f; }},
    {storm, Seen::clouds, 0.03f, [](const Scene& s) { return s.sky.cumulus > 0.5f; }},
    {cirrus, Seen::clouds, 0.01f, [](const Scene& s) { return s.sky.cirrus > 0.5f; }},
    {sun, Seen::sun, 0.00004f},
    {moon, Seen::moon, 0.0002f},
    {crescent, Seen::moon, 0.0002f},
    {stars, Seen::stars, 0.00005f},
    {milky_way, Seen::milky_way, 0.015f},
    {aurora, Seen::aurora, 0.02f},
    {rainbow, Seen::rainbow, 0.004f},
    {sun_rays, Seen::sky, 0.05f,
     [](const Scene& s) { return s.sky.rays > 0.2f && !s.light.moonlit; }},
    // weather and season
    {mist, Seen::mist, 0.05f},
    {fog, Seen::mist, 0.25f, [](const Scene& s) { return s.air.visibility > 0; }},
    {haze, Seen::veiled, 0.06f},
    {snow, Seen::snow, 0.008f},
    {winter, Seen::snow, 0.008f},
    {ice, Seen::water, 0.02f, [](const Scene& s) { return s.ground.ice > 0; }},
    {snowfall, Seen::precipitation, 0.0004f},
    {rain, Seen::precipitation, 0.0004f},
    {spring, Seen::land, 0, in<Season::spring>},
    {summer, Seen::land, 0, in<Season::summer>},
    {autumn, Seen::land, 0, in<Season::autumn>},
    // light
    {sunrise, Seen::sky, 0,
     [](const Scene& s) { return !s.light.moonlit && s.light.elevation < 10; }},
    {sunset, Seen::sky, 0,
     [](const Scene& s) { return !s.light.moonlit && s.light.elevation < 10; }},
    {dusk, Seen::sky, 0, [](const Scene& s) { return !s.light.moonlit && s.light.elevation < 10; }},
    {golden_hour, Seen::sky, 0,
     [](const Scene& s) { return !s.light.moonlit && s.light.elevation < 14; }},
    {day, Seen::sky, 0, [](const Scene& s) { return !s.light.moonlit && s.light.elevation > 5; }},
    {night, Seen::sky, 0, [](const Scene& s) { return s.light.moonlit; }},
    {moonlight, Seen::sky, 0, [](const Scene& s) { return s.light.moonlit || s.sky.moon > 0; }},
    // land
    {landscape, Seen::land, 0.01f},
    {mountains, Seen::relief, 0.015f, high_land},
    {peak, Seen::relief, 0.015f, high_land},
    {ridges, Seen::relief, 0.015f, high_land},
    {valley, Seen::relief, 0.015f, high_land},
    {hills, Seen::land, 0.03f, hilly_land},
    {karst, Seen::relief, 0.02f, is<Land::karst>},
    {volcano, Seen::relief, 0.02f, is<Land::volcano>},
    {lava, Seen::lava, 0.001f},
    {island, Seen::relief, 0.0008f, is<Land::sea>},
    {meadow, Seen::grass, 0.03f, dry_land},
    {plain, Seen::grass, 0.03f, dry_land},
    {desert, Seen::sand, 0.02f,
     [](const Scene& s) { return is<Land::dunes>(s) || is<Land::mesa>(s); }},
    {dunes, Seen::sand, 0.05f, is<Land::dunes>},
    {canyon, Seen::rock, 0.01f, is<Land::mesa>},
    {coast, Seen::land, 0.01f, is<Land::coast>},
    {cliffs, Seen::rock, 0.01f, walled_land},
    {beach, Seen::sand, 0.004f, is<Land::coast>},
    {rocks, Seen::rocks, 0.005f, nullptr, Seen::rock},
    // water
    {lake, Seen::water, 0.01f, has<Water::lake>},
    {river, Seen::water, 0.004f, runs},
    {waterfall, Seen::waterfall, 0.008f},
    {sea, Seen::water, 0.02f, has<Water::sea>},
    {waves, Seen::water, 0.02f,
     [](const Scene& s) { return s.ground.swell > 0 || s.ground.wave > 1.2f; }},
    {calm_water, Seen::water, 0.02f},
    {reflection, Seen::water, 0.02f},
    // plants
    {grass, Seen::grass, 0.02f},
    {forest, Seen::forest, 0.03f, nullptr, Seen::trees},
    {trees, Seen::trees, 0.006f, nullptr, Seen::forest},
    {pines, Seen::trees, 0.006f, nullptr, Seen::forest},
    {broadleaf, Seen::trees, 0.004f,
     [](const Scene& s) { return s.front.kind == Front::broadleaf || !s.front.scatter_pines; }},
    {flowers, Seen::flowers, 0.0006f},
    {reeds, Seen::reeds, 0.003f},
    {road, Seen::road, 0.004f},
    {cave, Seen::rocks, 0.1f, [](const Scene& s) { return s.front.kind == Front::cave; }},
    {lunar, Seen::rock, 0.02f, [](const Scene& s) { return s.air.none; }},
    {martian, Seen::rock, 0.02f, [](const Scene& s) { return s.ground.rusty; }},
};

}  // namespace

// Whether walls of that room are seen.
bool inside(Concept what, const Scene& scene, const Sightings& seen) {
  for (std::size_t i = 0; i < scene.subjects.size() && i < seen.subjects.size(); ++i) {
    if (scene.subjects[i].what == what) return seen.subjects[i].share >= 0.05f;
  }
  return false;
}

bool visible(Concept what, const Scene& scene, const Sightings& seen) {
  if (what == unknown || is_of_city(what) || is_abstract(what)) return false;
  if (is_of_space(what) || is_event(what)) return visible_in_sky(what, scene, seen);
  if (what >= white && what <= yellow) return false;
  if (is_room(what)) return inside(what, scene, seen);
  if (what == underwater) return scene.ground.seabed && seen[Seen::mist] >= 0.2f;
  if (what == lavender_field)
    return seen[Seen::grass] + seen[Seen::flowers] >= 0.05f && scene.ground.flowers > 0.9f;
  if (what == wheat_field) return seen[Seen::grass] >= 0.05f && scene.ground.dryness > 0.9f;
  for (const Rule& rule : kRules) {
    if (rule.what != what) continue;
    float share = seen[rule.part];
    if (rule.more != Seen::count_) share += seen[rule.more];
    return share >= rule.least && (rule.when == nullptr || rule.when(scene));
  }
  return true;  // moods and colours: they are in every pixel
}

namespace {

// How many things of a kind can be seen, or of one thing of the brief: large enough, and not hidden
// for the most part.
int sighted(Concept what, const Scene& scene, const Sightings& seen, int thing = -1) {
  constexpr float kLeast = 0.0012f;
  int count = 0;
  for (std::size_t i = 0; i < scene.subjects.size(); ++i) {
    if (scene.subjects[i].what != what) continue;
    if (thing >= 0 && scene.subjects[i].thing != thing) continue;
    const SubjectSeen sight = i < seen.subjects.size() ? seen.subjects[i] : SubjectSeen{};
    const float least = scene.subjects[i].distant ? kLeast * 0.1f : kLeast;
    if (sight.share >= least && sight.share >= 0.35f * sight.whole) ++count;
  }
  return count;
}

// Whether what the prompt wanted away is away.
bool absent(Concept what, const Scene& s, const Sightings& seen) {
  if (is_thing(what)) return sighted(what, s, seen) == 0;
  switch (what) {
    case unknown:
      return true;  // the painter has no people, no castles
    case clouds:
    case storm:
    case overcast:
    case cirrus:
      return seen[Seen::clouds] < 0.01f;
    case mist:
    case fog:
    case haze:
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

// Whether what a word says of a thing is true of all of its kind in the picture.
bool true_of(const Mention& m, const Thing& thing, const Scene& scene, const Sightings& seen) {
  const int count = sighted(thing.what, scene, seen, m.thing);
  if (count == 0) return false;
  const Footing footing = kind_of(thing.what).footing;
  switch (m.what) {
    case counted:
      return count == thing.count || (thing.count > 12 && count >= 12);
    case standing:
      return footing == Footing::ground;
    case flying:
      return footing == Footing::air;
    case floating:
      return footing == Footing::water || (scene.ground.seabed && footing != Footing::ground);
    case glowing:
      return std::ranges::any_of(scene.subjects, [&](const Subject& s) {
        return s.what == thing.what && s.lit && glows(s.what);
      });
    case material:
      return made_of(m.words, thing.what);
    default:
      return !is_colour(m.what) || (thing.colour == m.what && takes_colour(thing.what));
  }
}

// In the other kinds of pictures a thing is away when it is not seen.
template <class Place>
bool absent(Concept what, const Place& place, const Sightings& seen) {
  return what == unknown || !visible(what, place, seen);
}

// A colour is where its thing is.
bool shown(const Mention& m, const Brief& brief, const Scene& scene, const Sightings& seen) {
  if (is_thing(m.what)) return sighted(m.what, scene, seen, m.thing) > 0;
  if (is_attribute(m.what) || is_thing(m.of)) {
    return m.thing >= 0 && true_of(m, brief.things[static_cast<std::size_t>(m.thing)], scene, seen);
  }
  if (!is_colour(m.what) || m.of == unknown) return visible(m.what, scene, seen);
  if (m.of == underwater) return (m.what == blue || m.what == teal) && visible(m.of, scene, seen);
  const bool dyed = can_be_coloured(m.of) || is_of_space(m.of);
  return dyed && visible(m.of, scene, seen);
}
// Things and what is said of them stand in landscapes only.
template <class Place>
bool shown(const Mention& m, const Brief&, const Place& place, const Sightings& seen) {
  if (is_thing(m.what) || is_thing(m.of)) return false;
  if (is_attribute(m.what) && !is_colour(m.what)) return false;
  if (!is_colour(m.what) || m.of == unknown) return visible(m.what, place, seen);
  return visible(m.what, place, seen) && visible(m.of, place, seen);
}

// Styles are in every pixel, and some of them leave no colours.
bool shown(const Mention& m, const Composition& composition, const Sightings& seen) {
  const Style style = composition.style;
  if (is_style(m.what)) return style_of(m.what) == style;
  if (m.what == stained_glass && style == Style::glass) return true;
  if (is_colour(m.what) && is_colourless(style)) return false;
  return std::visit([&](const auto& scene) { return shown(m, composition.brief, scene, seen); },
                    composition.scene);
}

bool absent(const Mention& m, const Composition& composition, const Sightings& seen) {
  if (is_style(m.what)) return style_of(m.what) != composition.style;
  return std::visit([&](const auto& scene) { return absent(m.what, scene, seen); },
                    composition.scene);
}

Account sort(const Brief& brief, const std::function<bool(const Mention&)>& kept) {
  Account account;
  for (const Mention& m : brief.mentions) {
    const std::string words = m.negated ? "no " + m.words : m.words;
    if (!kept(m)) {
      account.not_drawn.push_back(words);
    } else if (m.negated) {
      account.drawn.push_back("no " + (m.name.empty() || is_thing(m.what) ? m.words : m.name));
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

Account promise(const Composition& composition) {
  Sightings everything;
  everything.share.fill(1);
  if (const auto* scene = std::get_if<Scene>(&composition.scene)) {
    everything.subjects.assign(scene->subjects.size(), {1, 1});
  }
  Sightings nothing;
  return sort(composition.brief, [&](const Mention& m) {
    return m.negated ? absent(m, composition, nothing) : shown(m, composition, everything);
  });
}

Account settle(const Composition& composition, const Sightings& seen) {
  return sort(composition.brief, [&](const Mention& m) {
    return m.negated ? absent(m, composition, seen) : shown(m, composition, seen);
  });
}

std::string Account::text() const {
  std::string out = "Drawn by Easel's built-in procedural painter (no neural network).";
  if (drawn.empty() && approximated.empty()) {
    out +=
        " Nothing in the prompt was something it can draw, so this is an abstract picture of its "
        "own choosing.";
  }
  if (!drawn.empty()) out += " In the picture: " + join(drawn) + ".";
  std::vector<std::string> parts;
  for (const auto& title : texts)
    if (!title.on.empty())
      parts.push_back(quoted(title.text) + " stands on " + title.on + ", " + title.manner);
  if (!parts.empty()) out += " " + join(parts) + ".";
  parts.clear();
  for (const auto& title : texts)
    if (title.on.empty()) parts.push_back(quoted(title.text));
  if (!parts.empty()) out += " Set as a title: " + join(parts) + ".";
  if (no_surface) out += " Nothing for words can be seen well enough in this picture to bear them.";
  parts.clear();
  for (const auto& title : texts) {
    if (!title.missing.empty())
      parts.push_back(quoted(title.missing) + " in " + quoted(title.text));
  }
  if (!parts.empty()) out += " The font has no letters for: " + join(parts) + ".";
  parts.clear();
  for (const auto& [word, as] : approximated) parts.push_back(quoted(word) + " as " + as);
  if (!parts.empty()) out += " Drawn as something simpler: " + join(parts) + ".";
  parts.clear();
  for (const std::string& word : not_drawn) parts.push_back(quoted(word));
  if (!parts.empty()) out += " Not drawn: " + join(parts) + ".";
  return out;
}

}  // namespace easel::painter
