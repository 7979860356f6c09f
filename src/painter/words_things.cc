#include "painter/lexicon.h"

namespace easel::painter {

const std::string_view kThingWords = R"(
sailboat: sailboat, sailing boat, sail boat, yacht, sailing yacht, boat | sloop, dinghy, catamaran, ketch, cutter, felucca, dhow, regatta, trimaran, skiff, junk boat
ship: ship, ocean liner, cruise ship, steamship, liner, container ship, cargo ship, vessel | ferry, tanker, freighter, warship, battleship, destroyer, trawler, fishing boat, tugboat, titanic, aircraft carrier, speedboat, motorboat, steamboat, frigate ship
sailing ship: sailing ship, tall ship, galleon, pirate ship, clipper, three master | brig, brigantine, frigate, schooner, caravel, viking ship, longship, barque, man of war
rowing boat: rowing boat, rowboat, row boat, wooden boat | canoe, kayak, gondola, raft, punt, pirogue
house: house, cottage, home | village, hamlet, villa, mansion, farmhouse, bungalow, inn, townhouse, chalet, manor, farm, residence, school, hotel
cabin: cabin, log cabin, hut, wooden cabin, wooden house | shack, shed, lodge, hunting lodge, boathouse, bothy
castle: castle, fortress, palace, citadel | chateau, fort, stronghold, alcazar, kremlin
tower: tower, stone tower, watchtower | keep, turret, minaret, bell tower, belfry, clock tower
lighthouse: lighthouse, light house, beacon tower | beacon
church: church, chapel | cathedral, abbey, monastery, basilica, steeple, minster, convent
temple: temple, greek temple, roman temple | parthenon, pantheon, acropolis, mausoleum, shrine temple, ruin
pagoda: pagoda, japanese temple, chinese temple, buddhist temple | shrine, teahouse, japanese castle, stupa
pyramid: pyramid, great pyramid | ziggurat
stone bridge: stone bridge, bridge, viaduct, arch bridge | aqueduct, suspension bridge, footbridge, railway bridge
windmill: windmill, wind mill, mill | wind turbine, watermill
barn: barn, red barn, stable | granary, silo, farmstead, cowshed
tent: tent, camping tent | teepee, tipi, yurt, wigwam, marquee, campsite, camp
igloo: igloo
well: well, wishing well, stone well
iceberg: iceberg, ice floe, ice berg | pack ice
tree: lone tree, single tree, solitary tree, old tree
cherry tree: cherry tree, cherry blossom, cherry blossoms, sakura, blossoming tree, cherry blossom tree | plum blossom, apple blossom, almond blossom, magnolia, peach blossom
palm tree: palm tree, palm, coconut palm, coconut tree | date palm
cactus: cactus, saguaro, cacti | succulent, agave
mushroom: mushroom, toadstool, fly agaric, fungi, fungus | champignon, porcini
sunflower: sunflower
tulip: single tulip, lone flower, single flower | single rose
pumpkin: pumpkin, jack o lantern | squash, gourd, halloween
hot-air balloon: hot air balloon, hot balloon, air balloon, balloon | zeppelin, blimp, airship
aeroplane: aeroplane, airplane, plane, aircraft, jet, airliner | biplane, fighter jet, glider, seaplane, jumbo jet, bomber, concorde
rocket: rocket, space rocket, rocket ship | space shuttle, missile, spaceship, spacecraft, starship
flying saucer: flying saucer, ufo | alien ship, alien spaceship
kite: kite
car: car, automobile, motor car, sedan | sports car, convertible, cab, jeep, coupe, limousine, hatchback, beetle car, police car, race car, racing car, vintage car, classic car, suv, ferrari, porsche
truck: truck, lorry, pickup, pickup truck | fire truck, fire engine, dump truck, van, trailer, ambulance, semi
bus: bus, coach, school bus | double decker, minibus, tram, camper van, caravan, campervan, trolley
steam train: steam train, train, locomotive, steam locomotive, steam engine, railway, railroad | express train, freight train, bullet train
bicycle: bicycle, bike, mountain bike | tricycle, tandem
ball: ball, sphere, beach ball | globe, football, soccer ball, basketball, tennis ball, orb, bubble, pearl, bead
cube: cube, box, block | dice, die, crate, brick, parcel
book: book | notebook, bible, diary, novel, tome, journal, album
cup: cup, mug, coffee cup, teacup, cup of coffee, cup of tea, coffee mug, coffee | tankard, goblet, chalice
teapot: teapot, tea pot | kettle, coffee pot, samovar, jug, pitcher
vase: vase, urn, amphora | pot, flower pot, pottery
street lamp: street lamp, street light, lamp post, lamppost, streetlight, streetlamp | lamp
candle: candle, candlelight | taper, torch
chair: chair, wooden chair | armchair, throne, stool, bench, seat, rocking chair
table: table, wooden table, desk | bench table, counter
apple: apple, red apple, green apple | cherry, tomato, pomegranate, fruit, pear, plum
orange: orange fruit, mandarin | tangerine, grapefruit, lemon, lime, clementine
cake: cake, birthday cake | pie, tart, cupcake, cheesecake, muffin, dessert, wedding cake
gift: gift, present, gift box, present box | package, surprise
crystal: crystal, gem, gemstone, diamond | amethyst, quartz, jewel, topaz
umbrella: umbrella, parasol, beach umbrella | sunshade
clock: clock, alarm clock | watch, wristwatch, stopwatch
bottle: bottle, wine bottle, glass bottle | flask, jar, potion, vial
heart: heart, heart shape
snowman: snowman, snow man
robot: robot, android, droid | cyborg, automaton, mech
distant figure: silhouette, distant figure, lone figure, hiker, wanderer, traveller, traveler, figure | person, man, woman, people, boy, girl, child, children, couple, someone, human, shepherd, farmer, fisherman, monk, samurai, knight, wizard, soldier, cowboy, pilgrim, king, queen, princess, old man, astronaut
)";

}  // namespace easel::painter
