#include "painter/lexicon.h"

namespace easel::painter {

const std::string_view kThingWords = R"(
sailboat: sailboat, sailing boat, sail boat, yacht, sailing yacht, boat | sloop, dinghy, catamaran, ketch, cutter, felucca, dhow, regatta, trimaran, skiff, junk boat
ship: ship, ocean liner, cruise ship, steamship, liner, container ship, cargo ship, vessel | ferry, tanker, freighter, warship, battleship, destroyer, trawler, fishing boat, tugboat, titanic, aircraft carrier, speedboat, motorboat, steamboat, frigate ship
sailing ship: sailing ship, tall ship, galleon, pirate ship, clipper, three master | brig, brigantine, frigate, schooner, caravel, viking ship, longship, barque, man of war
rowing boat: rowing boat, rowboat, row boat, wooden boat | canoe, kayak, gondola, raft, punt, pirogue
house: house, cottage, home | village, hamlet, villa, mansion, farmhouse, bungalow, inn, townhouse, chalet, manor, farm, residence, school, hotel, museum, hospital, theater, theatre, factory, bakery
cabin: cabin, log cabin, hut, wooden cabin, wooden house | shack, shed, lodge, hunting lodge, boathouse, bothy
castle: castle, fortress, palace, citadel | chateau, fort, stronghold, alcazar, kremlin
tower: tower, stone tower, watchtower | keep, turret, minaret, bell tower, belfry, clock tower, big ben
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
tulip: single tulip, lone flower, single flower | lily, iris flower, daffodil
pumpkin: pumpkin, jack o lantern | squash, gourd, halloween
hot-air balloon: hot air balloon, hot balloon, air balloon, balloon | zeppelin, blimp, airship
aeroplane: aeroplane, airplane, plane, aircraft, jet, airliner | biplane, fighter jet, glider, seaplane, jumbo jet, bomber, concorde
rocket: rocket, space rocket, rocket ship | space shuttle, missile, spaceship, spacecraft, starship
flying saucer: flying saucer, ufo | alien ship, alien spaceship
kite: kite
car: car, automobile, motor car, sedan | sports car, convertible, cab, jeep, coupe, limousine, hatchback, beetle car, police car, race car, racing car, vintage car, classic car, suv, ferrari, porsche
truck: truck, lorry, pickup, pickup truck | fire truck, fire engine, dump truck, van, trailer, ambulance, semi
bus: bus, coach, school bus | double decker, double decker bus, minibus, tram, camper van, caravan, campervan, trolley
steam train: steam train, train, locomotive, steam locomotive, steam engine, railway, railroad | express train, freight train, bullet train
bicycle: bicycle, bike, mountain bike | tricycle, tandem
ball: ball, sphere, beach ball | football, soccer ball, basketball, tennis ball, orb, bubble, pearl, bead
cube: cube, box, block | dice, die, crate, brick, parcel
book: book | notebook, bible, diary, novel, tome, journal, album
cup: cup, mug, coffee cup, teacup, cup of coffee, cup of tea, coffee mug, coffee, tea | tankard, chalice, hot chocolate, cocoa, espresso, cappuccino, latte
teapot: teapot, tea pot | kettle, coffee pot, samovar, jug, pitcher
vase: vase, urn, amphora | flower pot, pottery
street lamp: street lamp, street light, lamp post, lamppost, streetlight, streetlamp | lamp
candle: candle, candlelight | taper, torch
chair: chair, wooden chair | armchair, throne, stool, seat, rocking chair
table: table, wooden table, desk, workbench | bench table, counter
apple: apple | cherry, tomato, pomegranate, pear, plum, apricot, nectarine
orange: orange fruit, mandarin | tangerine, grapefruit, clementine
cake: cake, birthday cake | pie, tart, cupcake, cheesecake, muffin, dessert, wedding cake, pudding
gift: gift, present, gift box, present box | package, surprise
crystal: crystal, gem, gemstone, diamond | amethyst, quartz, jewel, topaz
umbrella: umbrella, parasol, beach umbrella | sunshade
clock: clock, alarm clock | watch, wristwatch, stopwatch
bottle: bottle, wine bottle, glass bottle | flask, jar, potion, vial
heart: heart, heart shape
tractor: tractor | combine harvester, bulldozer, excavator, digger
helicopter: helicopter, chopper | gyrocopter, drone, quadcopter
submarine: submarine, yellow submarine, u boat | submersible, bathyscaphe
motorcycle: motorcycle, motorbike | scooter, moped, vespa, harley, quad bike
satellite: satellite | space station, space probe, space telescope, iss
astronaut: astronaut, cosmonaut, spaceman, spacewoman | space explorer, moonwalker, taikonaut
Eiffel tower: eiffel tower, eiffel, tour eiffel
Ferris wheel: ferris wheel, big wheel, london eye | carousel wheel, amusement park, funfair, theme park
fountain: fountain, water fountain | birdbath
circle of standing stones: standing stones, stonehenge, stone circle | megalith, dolmen, menhir
campfire: campfire, bonfire, camp fire, fire | flames, flame, fire pit
Christmas tree: christmas tree, xmas tree | christmas, xmas
rose: rose | peony, camellia, carnation, dahlia
bamboo: bamboo, bamboo forest, bamboo grove | sugar cane
bowl of fruit: bowl of fruit, fruit bowl, basket of fruit, fruit basket, bowl of fruits | fruit, still life, grapes
ice cream: ice cream, ice cream cone, gelato | sorbet, sundae, popsicle, frozen yogurt
pizza: pizza | quiche, flatbread, focaccia
burger: burger, hamburger, cheeseburger | sandwich, hot dog, big mac
doughnut: doughnut, donut | bagel, pretzel
watermelon: watermelon | melon, honeydew, cantaloupe
bunch of bananas: banana, bunch of bananas | plantain
strawberry: strawberry | raspberry, berry
lemon: lemon | lime, quince
cheese: cheese, swiss cheese, piece of cheese | cheddar, gouda, emmental, brie
glass of wine: wine glass, glass of wine, wine, red wine | goblet, champagne, cocktail, champagne glass, martini
bread: bread, loaf, loaf of bread | baguette, croissant, bun, toast, sourdough
carrot: carrot | parsnip, radish, turnip
egg: egg, easter egg | eggshell, fried egg, fried eggs, boiled egg
guitar: guitar, acoustic guitar | violin, cello, ukulele, electric guitar, banjo, lute, mandolin, double bass
piano: piano, grand piano | harpsichord, keyboard instrument, upright piano
drum: drum | drum kit, bongo, tambourine, snare drum
sword: sword | dagger, katana, sabre, rapier, excalibur, knife
crown: crown, golden crown | tiara, diadem
hat: hat, fedora | cowboy hat, top hat, cap, bowler hat, sombrero, witch hat, straw hat
key: key, old key, golden key | skeleton key, house key
computer: laptop, computer, notebook computer | pc, desktop computer, monitor, tablet computer, screen
television: television, tv, old television, television set | radio, retro tv
camera: camera, old camera, photo camera | camcorder, film camera, polaroid
hourglass: hourglass, sand glass, egg timer
treasure chest: treasure chest, treasure, chest | trunk, pirate treasure, coffer
anchor: anchor, ship anchor
bell: bell, golden bell | church bell, hand bell, jingle bell
skull: skull, human skull | skeleton, bones
teddy bear: teddy bear, teddy | stuffed animal, plush toy, doll, toy bear, plushie
star: golden star, gold star, star shape, five pointed star | starfish, sheriff star
lantern: lantern, paper lantern, sky lantern, chinese lantern | floating lantern
bench: bench, park bench, wooden bench | pew
sofa: sofa, couch, settee | loveseat, armchair sofa, divan
chess board: chess, chess board, chessboard, chess set, chess game | chess piece, chess pieces, checkers, draughts
telephone: telephone, old telephone, phone | smartphone, mobile phone, rotary phone, cell phone
boot: boot, shoe | sneaker, trainer, sandal, high heel, slipper, cowboy boot
trophy: trophy, golden cup, trophy cup | medal, award, grail, holy grail
globe: globe, world globe, desk globe | terrestrial globe, armillary sphere
wooden fence: wooden fence, fence, picket fence | gate, hedge, railing
pier: pier, jetty, wooden pier | dock, boardwalk, landing stage, wharf
signpost: signpost, sign post, road sign, wooden sign, sign, signboard, sign board, wooden board, notice board, shop sign, welcome sign, painted sign | placard, name board, message board
banner: banner, cloth banner | pennant, streamer, bunting
inscribed stone: inscribed stone, gravestone, tombstone, headstone, stone tablet, stone slab, stele, memorial stone, milestone | grave, tomb, plaque, boundary stone, cornerstone, epitaph
billboard: billboard, hoarding, advertising board
blackboard: blackboard, chalkboard, chalk board, slate board, menu board | whiteboard
coral reef: coral reef, reef, corals, coral garden | sea anemone, anemone, sea fan
bookshelf: bookshelf, bookcase, book shelf, bookshelves, bookcases | shelf, shelves, cupboard, wardrobe, cabinet, dresser
bed: bed, double bed | bunk bed, cot, mattress, four poster bed, hammock
fireplace: fireplace, fire place, open fireplace, hearth, fireside | stove, chimney, wood stove, furnace
kitchen counter: kitchen counter, countertop, worktop, cooker | oven, kitchen sink, dishwasher, microwave
bowl of noodles: bowl of noodles, ramen, noodles, noodle soup, bowl of ramen, bowl of noodle soup | bowl, soup, bowl of soup, pho, porridge, rice bowl, bowl of rice, stew, curry, salad, cereal, spaghetti, pasta, bowl of cereal, bowl of salad, udon, dumplings
sushi: sushi, plate of sushi, sushi roll, sushi platter | sashimi, maki, bento, bento box, nigiri
frying pan: frying pan, skillet | omelette, omelet, wok, pancake, pancakes
cooking pot: cooking pot, pot, saucepan, stockpot | casserole, cauldron, pressure cooker
place setting: place setting, cutlery, knife and fork, plate and cutlery | plate, dish, dinner plate, fork, spoon, silverware, table knife, ladle
hammer: hammer, claw hammer | mallet, sledgehammer, gavel
screwdriver: screwdriver | chisel, awl, drill
wrench: wrench, spanner | pliers, tongs
saw: saw, handsaw, hand saw | hacksaw, chainsaw
scissors: scissors, pair of scissors | shears, pruning shears
sunglasses: sunglasses, glasses, spectacles, eyeglasses, pair of glasses, pair of sunglasses, reading glasses | goggles
backpack: backpack, rucksack, school bag | bag, handbag, suitcase, purse, luggage, satchel, briefcase
shirt: shirt, t shirt, tee shirt | jacket, coat, sweater, blouse, dress, jumper, hoodie, uniform, vest
crystal ball: crystal ball, glass ball, glass sphere, snow globe | glass orb, marble ball
snowman: snowman, snow man
robot: robot, android, droid | cyborg, automaton, mech
distant figure: silhouette, distant figure, lone figure, hiker, wanderer, traveller, traveler, figure | person, man, woman, people, boy, girl, child, children, couple, someone, human, shepherd, farmer, fisherman, monk, samurai, knight, wizard, soldier, cowboy, pilgrim, king, queen, princess, old man, witch, ninja, pirate, dancer, elf, vampire, zombie, gladiator, explorer, nomad
)";

}  // namespace easel::painter
