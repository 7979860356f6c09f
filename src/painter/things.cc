#include "painter/things.h"

#include <algorithm>

namespace easel::painter {
namespace {

using enum Concept;

// In the order of the concepts.
constexpr Kind kKinds[] = {
    {cat, "a cat", "cats", Footing::ground, Home::meadow, 140},
    {dog, "a dog", "dogs", Footing::ground, Home::meadow, 125},
    {fox, "a fox", "foxes", Footing::ground, Home::meadow, 122},
    {wolf, "a wolf", "wolves", Footing::ground, Home::forest, 122},
    {bear, "a bear", "bears", Footing::ground, Home::forest, 128},
    {polar_bear, "a polar bear", "polar bears", Footing::ground, Home::snow, 125},
    {panda, "a panda", "pandas", Footing::ground, Home::forest, 145},
    {rabbit, "a rabbit", "rabbits", Footing::ground, Home::meadow, 120},
    {mouse, "a mouse", "mice", Footing::ground, Home::meadow, 118},
    {squirrel, "a squirrel", "squirrels", Footing::ground, Home::forest, 105},
    {horse, "a horse", "horses", Footing::ground, Home::meadow, 115},
    {zebra, "a zebra", "zebras", Footing::ground, Home::savanna, 112},
    {cow, "a cow", "cows", Footing::ground, Home::farm, 115},
    {sheep, "a sheep", "sheep", Footing::ground, Home::farm, 120},
    {goat, "a goat", "goats", Footing::ground, Home::farm, 118},
    {pig, "a pig", "pigs", Footing::ground, Home::farm, 120},
    {deer, "a deer", "deer", Footing::ground, Home::forest, 118},
    {lion, "a lion", "lions", Footing::ground, Home::savanna, 128},
    {tiger, "a tiger", "tigers", Footing::ground, Home::forest, 122},
    {leopard, "a leopard", "leopards", Footing::ground, Home::savanna, 120},
    {elephant, "an elephant", "elephants", Footing::ground, Home::savanna, 128},
    {giraffe, "a giraffe", "giraffes", Footing::ground, Home::savanna, 112},
    {camel, "a camel", "camels", Footing::ground, Home::desert, 108},
    {bird, "a bird", "birds", Footing::air, Home::sky, 110},
    {owl, "an owl", "owls", Footing::ground, Home::forest, 172},
    {eagle, "an eagle", "eagles", Footing::air, Home::sky, 150},
    {penguin, "a penguin", "penguins", Footing::ground, Home::snow, 165},
    {duck, "a duck", "ducks", Footing::water, Home::lake, 112},
    {swan, "a swan", "swans", Footing::water, Home::lake, 105},
    {chicken, "a chicken", "chickens", Footing::ground, Home::farm, 112},
    {flamingo, "a flamingo", "flamingos", Footing::water, Home::lake, 105},
    {gull, "a gull", "gulls", Footing::air, Home::sea, 140},
    {fish, "a fish", "fish", Footing::water, Home::sea, 95},
    {shark, "a shark", "sharks", Footing::water, Home::sea, 105},
    {whale, "a whale", "whales", Footing::water, Home::sea, 110},
    {dolphin, "a dolphin", "dolphins", Footing::water, Home::sea, 98},
    {turtle, "a turtle", "turtles", Footing::ground, Home::beach, 120},
    {butterfly, "a butterfly", "butterflies", Footing::air, Home::meadow, 150},
    {sailboat, "a sailboat", "sailboats", Footing::water, Home::sea, 112},
    {ship, "a ship", "ships", Footing::water, Home::sea, 118},
    {sailing_ship, "a sailing ship", "sailing ships", Footing::water, Home::sea, 122},
    {rowboat, "a rowing boat", "rowing boats", Footing::water, Home::lake, 118},
    {house, "a house", "houses", Footing::ground, Home::meadow, 148},
    {cabin, "a cabin", "cabins", Footing::ground, Home::forest, 148},
    {castle, "a castle", "castles", Footing::ground, Home::meadow, 158},
    {tower, "a tower", "towers", Footing::ground, Home::meadow, 160},
    {lighthouse, "a lighthouse", "lighthouses", Footing::water, Home::sea, 175},
    {church, "a church", "churches", Footing::ground, Home::meadow, 142},
    {temple, "a temple", "temples", Footing::ground, Home::meadow, 150},
    {pagoda, "a pagoda", "pagodas", Footing::ground, Home::meadow, 148},
    {pyramid, "a pyramid", "pyramids", Footing::ground, Home::desert, 152},
    {bridge, "a stone bridge", "stone bridges", Footing::ground, Home::meadow, 68},
    {windmill, "a windmill", "windmills", Footing::ground, Home::meadow, 158},
    {barn, "a barn", "barns", Footing::ground, Home::farm, 145},
    {tent, "a tent", "tents", Footing::ground, Home::forest, 148},
    {igloo, "an igloo", "igloos", Footing::ground, Home::snow, 148},
    {well, "a well", "wells", Footing::ground, Home::meadow, 140},
    {iceberg, "an iceberg", "icebergs", Footing::water, Home::sea, 180},
    {tree, "a tree", "trees", Footing::ground, Home::meadow, 180},
    {cherry_tree, "a cherry tree", "cherry trees", Footing::ground, Home::meadow, 180},
    {palm, "a palm tree", "palm trees", Footing::ground, Home::beach, 180},
    {cactus, "a cactus", "cacti", Footing::ground, Home::desert, 180},
    {mushroom, "a mushroom", "mushrooms", Footing::ground, Home::forest, 180},
    {sunflower, "a sunflower", "sunflowers", Footing::ground, Home::meadow, 165},
    {tulip, "a tulip", "tulips", Footing::ground, Home::meadow, 180},
    {pumpkin, "a pumpkin", "pumpkins", Footing::ground, Home::farm, 180},
    {balloon, "a hot-air balloon", "hot-air balloons", Footing::air, Home::sky, 180},
    {airplane, "an aeroplane", "aeroplanes", Footing::air, Home::sky, 118},
    {rocket, "a rocket", "rockets", Footing::air, Home::sky, 170},
    {ufo, "a flying saucer", "flying saucers", Footing::air, Home::sky, 180},
    {kite, "a kite", "kites", Footing::air, Home::meadow, 180},
    {car, "a car", "cars", Footing::ground, Home::meadow, 128},
    {truck, "a truck", "trucks", Footing::ground, Home::meadow, 125},
    {bus, "a bus", "buses", Footing::ground, Home::meadow, 125},
    {train, "a steam train", "steam trains", Footing::ground, Home::meadow, 112},
    {bicycle, "a bicycle", "bicycles", Footing::ground, Home::meadow, 98},
    {ball, "a ball", "balls", Footing::ground, Home::meadow, 180},
    {cube, "a cube", "cubes", Footing::ground, Home::table, 150},
    {book, "a book", "books", Footing::ground, Home::table, 155},
    {cup, "a cup", "cups", Footing::ground, Home::table, 110},
    {teapot, "a teapot", "teapots", Footing::ground, Home::table, 95},
    {vase, "a vase", "vases", Footing::ground, Home::table, 180},
    {lamp, "a street lamp", "street lamps", Footing::ground, Home::meadow, 180},
    {candle, "a candle", "candles", Footing::ground, Home::table, 180},
    {chair, "a chair", "chairs", Footing::ground, Home::meadow, 140},
    {table, "a table", "tables", Footing::ground, Home::meadow, 130},
    {apple, "an apple", "apples", Footing::ground, Home::table, 180},
    {orange_fruit, "an orange", "oranges", Footing::ground, Home::table, 180},
    {cake, "a cake", "cakes", Footing::ground, Home::table, 150},
    {gift, "a gift", "gifts", Footing::ground, Home::table, 150},
    {crystal, "a crystal", "crystals", Footing::ground, Home::table, 180},
    {umbrella, "an umbrella", "umbrellas", Footing::ground, Home::beach, 180},
    {clock, "a clock", "clocks", Footing::ground, Home::table, 165},
    {bottle, "a bottle", "bottles", Footing::ground, Home::table, 180},
    {heart, "a heart", "hearts", Footing::ground, Home::table, 175},
    {snowman, "a snowman", "snowmen", Footing::ground, Home::snow, 165},
    {robot, "a robot", "robots", Footing::ground, Home::meadow, 158},
    {figure, "a distant figure", "distant figures", Footing::ground, Home::meadow, 170},
};
static_assert(std::ranges::is_sorted(kKinds, {}, &Kind::what));
static_assert(std::size(kKinds) == index(figure) - index(cat) + 1);

}  // namespace

const Kind& kind_of(Concept thing) {
  return kKinds[is_thing(thing) ? index(thing) - index(cat) : 0];
}

bool takes_colour(Concept thing) {
  static const Concepts never = [] {
    Concepts set;
    for (const Concept what : {zebra, giraffe, tiger, leopard, panda, iceberg, igloo, orange_fruit,
                               sunflower, figure, snowman, bridge}) {
      set.set(index(what));
    }
    return set;
  }();
  return is_thing(thing) && !never[index(thing)];
}

bool glows(Concept thing) {
  return (thing >= house && thing <= windmill) || thing == lamp || thing == candle ||
         thing == balloon || thing == tent || thing == train || thing == car || thing == ufo ||
         thing == pumpkin || thing == robot || thing == crystal || thing == igloo;
}

bool made_of(std::string_view material, Concept thing) {
  if (material == "wooden") {
    return thing == sailing_ship || thing == rowboat || thing == cabin || thing == barn ||
           thing == chair || thing == table || thing == well || thing == windmill;
  }
  return material == "steam" && thing == train;
}

}  // namespace easel::painter
