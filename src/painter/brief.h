#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <vector>

// What a prompt asks for, in the painter's own vocabulary.
namespace easel::painter {

enum class Concept {
  unknown,  // a content word nothing is known about
  // light
  sunrise,
  sunset,
  golden_hour,
  day,
  dusk,
  night,
  moonlight,
  // sky
  sky,
  clear_sky,
  clouds,
  overcast,
  storm,
  cirrus,
  sun,
  sun_rays,
  moon,
  crescent,
  stars,
  milky_way,
  aurora,
  rainbow,
  // weather and season
  mist,
  fog,
  haze,
  snow,
  snowfall,
  rain,
  ice,
  spring,
  summer,
  autumn,
  winter,
  // land
  landscape,
  mountains,
  peak,
  ridges,
  hills,
  valley,
  meadow,
  plain,
  forest,
  desert,
  dunes,
  canyon,
  coast,
  beach,
  cliffs,
  volcano,
  lava,
  karst,
  island,
  rocks,
  // water
  lake,
  river,
  waterfall,
  sea,
  waves,
  calm_water,
  reflection,
  // plants
  trees,
  pines,
  broadleaf,
  flowers,
  grass,
  reeds,
  // mood and colour
  serene,
  dramatic,
  golden,
  pink,
  purple,
  red,
  orange,
  blue,
  green,
  teal,
  warm,
  cold,
  dark,
  bright,
  vivid,
  pastel,
  // things
  cat,
  dog,
  fox,
  wolf,
  bear,
  polar_bear,
  panda,
  rabbit,
  mouse,
  squirrel,
  horse,
  zebra,
  cow,
  sheep,
  goat,
  pig,
  deer,
  lion,
  tiger,
  leopard,
  elephant,
  giraffe,
  camel,
  bird,
  owl,
  eagle,
  penguin,
  duck,
  swan,
  chicken,
  flamingo,
  gull,
  fish,
  shark,
  whale,
  dolphin,
  turtle,
  butterfly,
  frog,
  snake,
  snail,
  crab,
  octopus,
  jellyfish,
  spider,
  bee,
  ladybird,
  crocodile,
  dragon,
  dinosaur,
  monkey,
  kangaroo,
  unicorn,
  rhino,
  hippo,
  hedgehog,
  parrot,
  peacock,
  sailboat,
  ship,
  sailing_ship,
  rowboat,
  house,
  cabin,
  castle,
  tower,
  lighthouse,
  church,
  temple,
  pagoda,
  pyramid,
  bridge,
  windmill,
  barn,
  tent,
  igloo,
  well,
  iceberg,
  tree,
  cherry_tree,
  palm,
  cactus,
  mushroom,
  sunflower,
  tulip,
  pumpkin,
  balloon,
  airplane,
  rocket,
  ufo,
  kite,
  car,
  truck,
  bus,
  train,
  bicycle,
  ball,
  cube,
  book,
  cup,
  teapot,
  vase,
  lamp,
  candle,
  chair,
  table,
  apple,
  orange_fruit,
  cake,
  gift,
  crystal,
  umbrella,
  clock,
  bottle,
  heart,
  snowman,
  robot,
  tractor,
  helicopter,
  submarine,
  motorcycle,
  satellite,
  astronaut,
  eiffel_tower,
  ferris_wheel,
  fountain,
  standing_stones,
  campfire,
  christmas_tree,
  rose,
  bamboo,
  fruit_bowl,
  ice_cream,
  pizza,
  burger,
  donut,
  watermelon,
  banana,
  strawberry,
  lemon,
  cheese,
  wine_glass,
  bread,
  carrot,
  egg,
  guitar,
  piano,
  drum,
  sword,
  crown,
  hat,
  key,
  laptop,
  television,
  camera,
  hourglass,
  chest,
  anchor,
  bell,
  skull,
  teddy,
  star,
  lantern,
  bench,
  sofa,
  chess,
  telephone,
  shoe,
  trophy,
  globe,
  crystal_ball,
  fence,
  pier,
  signpost,
  coral,
  bookshelf,
  bed,
  fireplace,
  counter,
  bowl,
  sushi,
  pan,
  pot,
  cutlery,
  hammer,
  screwdriver,
  wrench,
  saw,
  scissors,
  spectacles,
  backpack,
  shirt,
  figure,
  banner,
  gravestone,
  billboard,
  blackboard,
  // words about things
  white,
  black,
  grey,
  brown,
  yellow,
  small,
  large,
  counted,  // "three", "a flock of"
  standing,
  flying,
  floating,
  glowing,
  material,  // "stone", "wooden", where the thing is made of it anyway
  // city, space, abstract, styles
  city,
  street,
  skyline,
  skyscrapers,
  old_town,
  cyberpunk,
  neon,
  lit_windows,
  shops,
  street_lamps,
  traffic,
  passers_by,
  wet_road,
  street_sign,
  outer_space,
  planet,
  ringed_planet,
  gas_giant,
  earth,
  desert_planet,
  ice_planet,
  lava_planet,
  rings,
  moons,
  galaxy,
  nebula,
  black_hole,
  comet,
  asteroids,
  abstract,
  gradient,
  wave_pattern,
  mandala,
  geometric,
  stained_glass,
  fractal,
  flow_field,
  marble,
  dots,
  stripes,
  checker,
  natural_style,
  oil,
  watercolour,
  ink,
  pencil,
  chalk,
  pixel_art,
  low_poly,
  ukiyo_e,
  scroll,
  woodcut,
  pop_art,
  poster,
  noir,
  // events in the sky
  lightning,
  fireworks,
  eclipse,
  shooting_star,
  // fields
  lavender_field,
  wheat_field,
  underwater,
  // other places
  road,
  cave,
  lunar,
  martian,
  // rooms
  room,
  library,
  kitchen,
  bedroom,
  count_
};

constexpr Concept kLastThing = Concept::blackboard;

using Concepts = std::bitset<static_cast<std::size_t>(Concept::count_)>;

constexpr std::size_t index(Concept what) {
  return static_cast<std::size_t>(what);
}

inline bool is_colour(Concept what) {
  return (what >= Concept::golden && what <= Concept::teal) ||
         (what >= Concept::white && what <= Concept::yellow);
}
inline bool is_thing(Concept what) {
  return what >= Concept::cat && what <= kLastThing;
}
// Things that words can stand on.
inline bool bears_words(Concept what) {
  return what == Concept::signpost || (what >= Concept::banner && what <= Concept::blackboard);
}
// Words that say something of the thing they stand by.
inline bool is_attribute(Concept what) {
  return what >= Concept::white && what <= Concept::material;
}
inline bool is_room(Concept what) {
  return what >= Concept::room && what <= Concept::bedroom;
}
inline bool is_of_city(Concept what) {
  return what >= Concept::city && what <= Concept::street_sign;
}
inline bool is_of_space(Concept what) {
  return what >= Concept::outer_space && what <= Concept::asteroids;
}
inline bool is_abstract(Concept what) {
  return what >= Concept::abstract && what <= Concept::checker;
}
inline bool is_style(Concept what) {
  return what >= Concept::natural_style && what <= Concept::noir;
}
inline bool is_event(Concept what) {
  return what >= Concept::lightning && what <= Concept::shooting_star;
}
inline bool is_field(Concept what) {
  return what == Concept::lavender_field || what == Concept::wheat_field;
}
// What a colour word can belong to.
inline bool can_carry_colour(Concept what) {
  return what < Concept::serene || is_thing(what) || is_of_city(what) || is_of_space(what) ||
         is_abstract(what) || is_event(what);
}

// One content word or phrase of the prompt, in its order.
struct Mention {
  std::string words;  // as the prompt has them
  Concept what = Concept::unknown;
  Concept of = Concept::unknown;  // what a colour word colours; unknown: the whole picture
  std::string name;               // what the account calls it ("mountains"); empty when unknown
  int thing = -1;                 // of the brief's things: this one, or what an attribute says
  bool stands_in = false;         // the picture shows `name`, which is only of the same kind
  bool negated = false;           // the prompt wants it absent
};

// How one thing stands to another.
enum class Relation : std::uint8_t {
  none,
  on,
  under,
  above,
  beside,
  behind,
  before,
  between,
  around,
  in
};

// One noun the painter can draw, with what is said of it.
struct Thing {
  Concept what = Concept::unknown;
  int count = 0;                      // 0: not said
  bool many = false;                  // a plural without a number
  Concept colour = Concept::unknown;  // a colour word
  float size = 1;                     // of its usual size
  bool glows = false;
  Relation relation = Relation::none;  // to the thing `to`
  int to = -1;
};

// What the prompt has in quotation marks.
struct Quote {
  std::string words;   // with its marks
  bool title = false;  // asked for as a title, wherever the picture has a place for words
};

struct Brief {
  std::vector<Mention> mentions;
  std::vector<Thing> things;  // in the order of the prompt
  std::vector<Quote> texts;
  // Of each text that is to stand on something in the picture, its width by its height when set.
  std::vector<float> writings;
  Concepts wanted, forbidden;

  bool wants(Concept what) const { return wanted[index(what)]; }
  bool forbids(Concept what) const { return forbidden[index(what)]; }
  // The colours asked for one thing, in their order.
  std::vector<Concept> colours_of(Concept thing) const {
    std::vector<Concept> found;
    for (const Mention& m : mentions) {
      if (is_colour(m.what) && m.of == thing && !m.negated) found.push_back(m.what);
    }
    return found;
  }
  bool understood() const { return wanted.any(); }
};

}  // namespace easel::painter
