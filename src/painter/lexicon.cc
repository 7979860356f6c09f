#include "painter/lexicon.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

#include "painter/things.h"

namespace easel::painter {
namespace {

using enum Concept;

constexpr std::string_view kNames[] = {
    "",
    "sunrise",
    "sunset",
    "golden hour",
    "daylight",
    "dusk",
    "night",
    "moonlight",
    "sky",
    "clear sky",
    "clouds",
    "overcast sky",
    "storm clouds",
    "high thin clouds",
    "sun",
    "sun rays",
    "moon",
    "crescent moon",
    "stars",
    "the Milky Way",
    "northern lights",
    "a rainbow",
    "mist",
    "fog",
    "haze",
    "snow",
    "falling snow",
    "rain",
    "ice",
    "spring",
    "summer",
    "autumn",
    "winter",
    "landscape",
    "mountains",
    "a mountain peak",
    "ridges",
    "hills",
    "a valley",
    "a meadow",
    "a plain",
    "forest",
    "a desert",
    "dunes",
    "a canyon",
    "a coast",
    "a beach",
    "cliffs",
    "a volcano",
    "lava",
    "karst towers",
    "an island",
    "rocks",
    "a lake",
    "a river",
    "a waterfall",
    "the sea",
    "waves",
    "calm water",
    "a reflection",
    "trees",
    "pines",
    "broad-leaved trees",
    "flowers",
    "grass",
    "reeds",
    "a serene mood",
    "a dramatic mood",
    "gold",
    "pink",
    "purple",
    "red",
    "orange",
    "blue",
    "green",
    "teal",
    "warm colours",
    "cold colours",
    "dark tones",
    "bright tones",
    "vivid colours",
    "pastel colours",
};
// Things have theirs in things.cc.
static_assert(std::size(kNames) == static_cast<std::size_t>(Concept::cat));

constexpr std::string_view kAttributeNames[] = {
    "white",        "black", "grey",          "brown",          "yellow",
    "small",        "large", "the number of", "standing there", "in the air",
    "in the water", "lit",   "its material",
};
static_assert(std::size(kAttributeNames) == index(city) - index(white));

constexpr std::string_view kPlaceNames[] = {
    // city, space, abstract, styles
    "a city",
    "a street",
    "a city skyline",
    "skyscrapers",
    "an old town",
    "a cyberpunk city",
    "neon signs",
    "lit windows",
    "shops",
    "street lamps",
    "traffic",
    "passers-by",
    "a wet road",
    "a sign over the street",
    "outer space",
    "a planet",
    "a ringed planet",
    "a gas giant",
    "the earth",
    "a desert planet",
    "an ice planet",
    "a lava planet",
    "rings",
    "moons",
    "a galaxy",
    "a nebula",
    "a black hole",
    "a comet",
    "asteroids",
    "an abstract picture",
    "a gradient",
    "a pattern of waves",
    "a mandala",
    "a geometric pattern",
    "stained glass",
    "a fractal",
    "a flow field",
    "marble",
    "dots",
    "stripes",
    "a checkerboard",
    "a natural style",
    "oil paint",
    "watercolour",
    "ink",
    "pencil",
    "pastel chalk",
    "pixel art",
    "low poly",
    "ukiyo-e",
    "an ink-wash scroll",
    "woodcut",
    "pop art",
    "a flat poster",
    "black and white",
    // events in the sky
    "lightning",
    "fireworks",
    "an eclipse of the sun",
    "a shooting star",
    // fields
    "a lavender field",
    "a wheat field",
    "the world under water",
    "a road",
    "a cave",
    "the face of the moon",
    "the face of Mars",
    "a room",
    "a library",
    "a kitchen",
    "a bedroom",
};
static_assert(std::size(kPlaceNames) == index(Concept::count_) - index(city));

constexpr Word kAttributes[] = {
    {"small", small},       {"little", small},     {"tiny", small},          {"miniature", small},
    {"big", large},         {"huge", large},       {"giant", large},         {"enormous", large},
    {"gigantic", large},    {"massive", large},    {"tall", large},          {"standing", standing},
    {"stands", standing},   {"walking", standing}, {"strolling", standing},  {"grazing", standing},
    {"flying", flying},     {"flies", flying},     {"soaring", flying},      {"hovering", flying},
    {"gliding", flying},    {"sailing", floating}, {"floating", floating},   {"swimming", floating},
    {"drifting", floating}, {"glowing", glowing},  {"illuminated", glowing}, {"lit up", glowing},
    {"wooden", material},   {"steam", material},
};

struct Number {
  std::string_view words;
  int value;
};
constexpr Number kNumbers[] = {
    {"lone", 1},       {"single", 1},    {"solitary", 1},  {"two", 2},       {"three", 3},
    {"four", 4},       {"five", 5},      {"six", 6},       {"seven", 7},     {"eight", 8},
    {"nine", 9},       {"ten", 10},      {"eleven", 11},   {"twelve", 12},   {"dozen", 12},
    {"a dozen", 12},   {"pair of", 2},   {"couple of", 2}, {"a few", 3},     {"few", 3},
    {"several", 5},    {"many", 9},      {"flock of", 11}, {"herd of", 7},   {"group of", 5},
    {"pack of", 5},    {"school of", 7}, {"fleet of", 5},  {"row of", 5},    {"swarm of", 11},
    {"cluster of", 5}, {"colony of", 9}, {"family of", 4}, {"pod of", 4},    {"bunch of", 5},
    {"bouquet of", 3}, {"stack of", 3},  {"lots of", 9},   {"field of", 18}, {"some", 3},
};

constexpr std::string_view kFiller[] = {
    "a",        "about",      "above",   "across",      "aesthetic",  "after",
    "against",  "all",        "along",   "amid",        "among",      "an",
    "and",      "are",        "around",  "art",         "artwork",    "as",
    "at",       "background", "be",      "beautiful",   "before",     "behind",
    "below",    "beneath",    "beside",  "between",     "beyond",     "big",
    "but",      "by",         "can",     "composition", "could",      "create",
    "depict",   "depicting",  "design",  "detailed",    "distance",   "distant",
    "down",     "draw",       "drawing", "effect",      "far",        "featuring",
    "for",      "foreground", "from",    "full",        "generate",   "give",
    "gorgeous", "have",       "high",    "i",           "illustrate", "illustration",
    "image",    "in",         "inside",  "inspired",    "into",       "is",
    "it",       "its",        "just",    "large",       "lit",        "lot",
    "lots",     "lovely",     "make",    "many",        "me",         "middle",
    "my",       "near",       "nice",    "of",          "off",        "on",
    "one",      "onto",       "or",      "our",         "out",        "over",
    "paint",    "painting",   "photo",   "photograph",  "picture",    "please",
    "pretty",   "quality",    "render",  "rendered",    "rendering",  "scene",
    "scenic",   "see",        "seen",    "show",        "showing",    "some",
    "stunning", "style",      "styled",  "surrounded",  "that",       "the",
    "their",    "there",      "these",   "this",        "through",    "time",
    "to",       "toward",     "towards", "under",       "up",         "upon",
    "us",       "very",       "view",    "wallpaper",   "want",       "we",
    "which",    "while",      "wide",    "with",        "within",     "wonderful",
    "would",    "you",        "your",
};
static_assert(std::ranges::is_sorted(kFiller));

}  // namespace

std::span<const Word> vocabulary() {
  // Of two entries for one phrase the first counts.
  static const std::vector<Word> all = [] {
    std::vector<Word> words;
    const auto add = [&](std::span<const Word> table) {
      words.insert(words.end(), table.begin(), table.end());
    };
    add(words_of_styles());
    add(words_of_places());
    add(words_of_nature());
    add(kAttributes);
    const std::vector<Word> known = words;
    for (const std::string_view table : {kThingWords, kAnimalWords}) {
      std::ranges::move(parse_words(table, known), std::back_inserter(words));
    }
    return words;
  }();
  return all;
}

std::span<const Word> other_languages() {
  static const std::vector<Word> all = parse_words(kLanguageWords, vocabulary());
  return all;
}

std::string_view name_of(Concept what) {
  if (is_thing(what)) return kind_of(what).one;
  if (is_attribute(what)) return kAttributeNames[index(what) - index(white)];
  if (what >= city) return kPlaceNames[index(what) - index(city)];
  return kNames[index(what)];
}

bool is_filler(std::string_view word) {
  return std::ranges::binary_search(kFiller, word) || is_filler_elsewhere(word);
}

int number_of(std::string_view words) {
  for (const Number& number : kNumbers) {
    if (number.words == words) return number.value;
  }
  if (const int value = number_elsewhere(words); value > 0) return value;
  if (words.empty() || words.size() > 2) return 0;
  int value = 0;
  for (const char c : words) {
    if (c < '0' || c > '9') return 0;
    value = value * 10 + (c - '0');
  }
  return value <= 24 ? value : 0;
}

}  // namespace easel::painter
