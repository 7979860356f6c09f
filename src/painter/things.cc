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
    {frog, "a frog", "frogs", Footing::ground, Home::meadow, 135},
    {snake, "a snake", "snakes", Footing::ground, Home::desert, 160},
    {snail, "a snail", "snails", Footing::ground, Home::meadow, 108},
    {crab, "a crab", "crabs", Footing::ground, Home::beach, 172},
    {octopus, "an octopus", "octopuses", Footing::ground, Home::beach, 165},
    {jellyfish, "a jellyfish", "jellyfish", Footing::air, Home::sea, 180},
    {spider, "a spider", "spiders", Footing::ground, Home::forest, 160},
    {bee, "a bee", "bees", Footing::air, Home::meadow, 120},
    {ladybird, "a ladybird", "ladybirds", Footing::ground, Home::meadow, 130},
    {crocodile, "a crocodile", "crocodiles", Footing::ground, Home::savanna, 122},
    {dragon, "a dragon", "dragons", Footing::ground, Home::meadow, 140},
    {dinosaur, "a dinosaur", "dinosaurs", Footing::ground, Home::savanna, 125},
    {monkey, "a monkey", "monkeys", Footing::ground, Home::forest, 155},
    {kangaroo, "a kangaroo", "kangaroos", Footing::ground, Home::savanna, 112},
    {unicorn, "a unicorn", "unicorns", Footing::ground, Home::meadow, 115},
    {rhino, "a rhinoceros", "rhinoceroses", Footing::ground, Home::savanna, 120},
    {hippo, "a hippopotamus", "hippopotamuses", Footing::ground, Home::savanna, 125},
    {hedgehog, "a hedgehog", "hedgehogs", Footing::ground, Home::meadow, 115},
    {parrot, "a parrot", "parrots", Footing::ground, Home::forest, 150},
    {peacock, "a peacock", "peacocks", Footing::ground, Home::meadow, 178},
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
    {tractor, "a tractor", "tractors", Footing::ground, Home::farm, 122},
    {helicopter, "a helicopter", "helicopters", Footing::air, Home::sky, 118},
    {submarine, "a submarine", "submarines", Footing::water, Home::sea, 112},
    {motorcycle, "a motorcycle", "motorcycles", Footing::ground, Home::meadow, 102},
    {satellite, "a satellite", "satellites", Footing::air, Home::sky, 165},
    {astronaut, "an astronaut", "astronauts", Footing::ground, Home::desert, 165},
    {eiffel_tower, "the Eiffel tower", "Eiffel towers", Footing::ground, Home::meadow, 150},
    {ferris_wheel, "a Ferris wheel", "Ferris wheels", Footing::ground, Home::meadow, 165},
    {fountain, "a fountain", "fountains", Footing::ground, Home::meadow, 180},
    {standing_stones, "a circle of standing stones", "circles of standing stones", Footing::ground,
     Home::meadow, 180},
    {campfire, "a campfire", "campfires", Footing::ground, Home::forest, 180},
    {christmas_tree, "a Christmas tree", "Christmas trees", Footing::ground, Home::snow, 180},
    {rose, "a rose", "roses", Footing::ground, Home::meadow, 165},
    {bamboo, "some bamboo", "bamboo", Footing::ground, Home::forest, 180},
    {fruit_bowl, "a bowl of fruit", "bowls of fruit", Footing::ground, Home::table, 180},
    {ice_cream, "an ice cream", "ice creams", Footing::ground, Home::table, 180},
    {pizza, "a pizza", "pizzas", Footing::ground, Home::table, 180},
    {burger, "a burger", "burgers", Footing::ground, Home::table, 180},
    {donut, "a doughnut", "doughnuts", Footing::ground, Home::table, 172},
    {watermelon, "a watermelon", "watermelons", Footing::ground, Home::table, 175},
    {banana, "a bunch of bananas", "bunches of bananas", Footing::ground, Home::table, 180},
    {strawberry, "a strawberry", "strawberries", Footing::ground, Home::table, 180},
    {lemon, "a lemon", "lemons", Footing::ground, Home::table, 120},
    {cheese, "some cheese", "pieces of cheese", Footing::ground, Home::table, 160},
    {wine_glass, "a glass of wine", "glasses of wine", Footing::ground, Home::table, 180},
    {bread, "some bread", "loaves of bread", Footing::ground, Home::table, 115},
    {carrot, "a carrot", "carrots", Footing::ground, Home::table, 180},
    {egg, "an egg", "eggs", Footing::ground, Home::table, 180},
    {guitar, "a guitar", "guitars", Footing::ground, Home::meadow, 172},
    {piano, "a piano", "pianos", Footing::ground, Home::meadow, 150},
    {drum, "a drum", "drums", Footing::ground, Home::table, 180},
    {sword, "a sword", "swords", Footing::ground, Home::meadow, 170},
    {crown, "a crown", "crowns", Footing::ground, Home::table, 180},
    {hat, "a hat", "hats", Footing::ground, Home::table, 150},
    {key, "a key", "keys", Footing::ground, Home::table, 170},
    {laptop, "a computer", "computers", Footing::ground, Home::table, 165},
    {television, "a television", "televisions", Footing::ground, Home::table, 165},
    {camera, "a camera", "cameras", Footing::ground, Home::table, 160},
    {hourglass, "an hourglass", "hourglasses", Footing::ground, Home::table, 180},
    {chest, "a treasure chest", "treasure chests", Footing::ground, Home::beach, 160},
    {anchor, "an anchor", "anchors", Footing::ground, Home::beach, 172},
    {bell, "a bell", "bells", Footing::ground, Home::table, 180},
    {skull, "a skull", "skulls", Footing::ground, Home::table, 160},
    {teddy, "a teddy bear", "teddy bears", Footing::ground, Home::table, 165},
    {star, "a star", "stars of gold", Footing::ground, Home::table, 175},
    {lantern, "a lantern", "lanterns", Footing::air, Home::lake, 180},
    {bench, "a bench", "benches", Footing::ground, Home::meadow, 158},
    {sofa, "a sofa", "sofas", Footing::ground, Home::meadow, 160},
    {chess, "a chess board", "chess boards", Footing::ground, Home::table, 160},
    {telephone, "a telephone", "telephones", Footing::ground, Home::table, 170},
    {shoe, "a boot", "boots", Footing::ground, Home::table, 115},
    {trophy, "a trophy", "trophies", Footing::ground, Home::table, 180},
    {globe, "a globe", "globes", Footing::ground, Home::table, 180},
    {crystal_ball, "a crystal ball", "crystal balls", Footing::ground, Home::table, 180},
    {fence, "a wooden fence", "wooden fences", Footing::ground, Home::farm, 172},
    {pier, "a pier", "piers", Footing::water, Home::lake, 168},
    {signpost, "a signpost", "signposts", Footing::ground, Home::meadow, 172},
    {coral, "a coral reef", "coral reefs", Footing::ground, Home::sea, 165},
    {bookshelf, "a bookshelf", "bookshelves", Footing::ground, Home::meadow, 168},
    {bed, "a bed", "beds", Footing::ground, Home::meadow, 150},
    {fireplace, "a fireplace", "fireplaces", Footing::ground, Home::meadow, 168},
    {counter, "a kitchen counter", "kitchen counters", Footing::ground, Home::meadow, 168},
    {bowl, "a bowl of noodles", "bowls of noodles", Footing::ground, Home::table, 180},
    {sushi, "some sushi", "plates of sushi", Footing::ground, Home::table, 172},
    {pan, "a frying pan", "frying pans", Footing::ground, Home::table, 160},
    {pot, "a cooking pot", "cooking pots", Footing::ground, Home::table, 170},
    {cutlery, "a place setting", "place settings", Footing::ground, Home::table, 180},
    {hammer, "a hammer", "hammers", Footing::ground, Home::table, 160},
    {screwdriver, "a screwdriver", "screwdrivers", Footing::ground, Home::table, 160},
    {wrench, "a wrench", "wrenches", Footing::ground, Home::table, 160},
    {saw, "a saw", "saws", Footing::ground, Home::table, 170},
    {scissors, "some scissors", "pairs of scissors", Footing::ground, Home::table, 150},
    {spectacles, "some sunglasses", "pairs of sunglasses", Footing::ground, Home::table, 165},
    {backpack, "a backpack", "backpacks", Footing::ground, Home::table, 165},
    {shirt, "a shirt", "shirts", Footing::ground, Home::table, 175},
    {figure, "a distant figure", "distant figures", Footing::ground, Home::meadow, 170},
    {banner, "a banner", "banners", Footing::ground, Home::meadow, 164},
    {gravestone, "an inscribed stone", "inscribed stones", Footing::ground, Home::meadow, 160},
    {billboard, "a billboard", "billboards", Footing::ground, Home::meadow, 162},
    {blackboard, "a blackboard", "blackboards", Footing::ground, Home::meadow, 162},
};
static_assert(std::ranges::is_sorted(kKinds, {}, &Kind::what));
static_assert(std::size(kKinds) == index(kLastThing) - index(cat) + 1);

}  // namespace

const Kind& kind_of(Concept thing) {
  return kKinds[is_thing(thing) ? index(thing) - index(cat) : 0];
}

bool takes_colour(Concept thing) {
  static const Concepts never = [] {
    Concepts set;
    for (const Concept what :
         {zebra,     giraffe,    tiger,   leopard, panda,      iceberg,    igloo,    orange_fruit,
          sunflower, figure,     snowman, bridge,  rhino,      hippo,      hedgehog, unicorn,
          campfire,  fruit_bowl, pizza,   burger,  watermelon, wine_glass, chess,    sushi}) {
      set.set(index(what));
    }
    return set;
  }();
  return is_thing(thing) && !never[index(thing)];
}

bool glows(Concept thing) {
  return (thing >= house && thing <= windmill) || thing == lamp || thing == candle ||
         thing == balloon || thing == tent || thing == train || thing == car || thing == ufo ||
         thing == pumpkin || thing == robot || thing == crystal || thing == igloo ||
         (thing >= tractor && thing <= motorcycle) || thing == campfire ||
         thing == christmas_tree || thing == eiffel_tower || thing == ferris_wheel ||
         thing == lantern || thing == star || thing == jellyfish || thing == crystal_ball ||
         thing == laptop || thing == television || thing == fireplace;
}

bool made_of(std::string_view material, Concept thing) {
  if (material == "wooden") {
    return thing == sailing_ship || thing == rowboat || thing == cabin || thing == barn ||
           thing == chair || thing == table || thing == fence || thing == pier || thing == bench ||
           thing == well || thing == windmill || thing == bookshelf || thing == bed;
    thing == well || thing == windmill || thing == signpost;
  }
  return material == "steam" && thing == train;
}

}  // namespace easel::painter
