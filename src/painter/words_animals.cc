#include "painter/lexicon.h"

namespace easel::painter {

const std::string_view kAnimalWords = R"(
cat: cat, kitten, kitty, tabby, tomcat, feline | siamese, persian cat, maine coon, lynx, bobcat, wildcat, ocelot
dog: dog, puppy, hound, doggy, pup, canine | spaniel, poodle, labrador, retriever, golden retriever, terrier, beagle, bulldog, dalmatian, collie, border collie, sheepdog, husky, german shepherd, rottweiler, dachshund, corgi, pug, chihuahua, greyhound, mastiff, doberman, boxer dog, saint bernard, setter, pointer, whippet, mongrel, schnauzer, shih tzu, malamute, samoyed, akita, shiba inu, shiba
fox: fox, vixen, red fox | arctic fox, fennec, jackal
wolf: wolf, grey wolf, gray wolf | werewolf, coyote, hyena, dingo
bear: bear, brown bear, grizzly, grizzly bear, black bear, bear cub | koala
polar bear: polar bear, ice bear
panda: panda, giant panda, panda bear
rabbit: rabbit, bunny, hare, bunny rabbit | jackrabbit, chinchilla, guinea pig
mouse: mouse, mice | rat, hamster, gerbil, vole, shrew
squirrel: squirrel, red squirrel | chipmunk, marmot
horse: horse, stallion, mare, foal, pony, steed, mustang | donkey, mule, thoroughbred, colt, ass
zebra: zebra
cow: cow, cattle, bull, calf, ox, oxen | bison, buffalo, yak, heifer, steer, water buffalo, highland cow
sheep: sheep, lamb, ewe, ram | alpaca
goat: goat, billy goat, kid goat | mountain goat, ibex, chamois, antelope, gazelle
pig: pig, piglet, hog, swine, sow | boar, wild boar, warthog
deer: deer, stag, doe, fawn, reindeer, buck, hart | elk, moose, caribou, impala, roe
lion: lion, lioness | puma, cougar, mountain lion
tiger: tiger, bengal tiger, tigress, siberian tiger
leopard: leopard, snow leopard | cheetah, jaguar, panther
elephant: elephant, elephant calf | mammoth
giraffe: giraffe
camel: camel, dromedary | llama
bird: bird | sparrow, robin, finch, swallow, starling, thrush, blackbird, crow, raven, magpie, dove, pigeon, bluebird, cardinal, canary, wren, lark, nightingale, jay, kingfisher, hummingbird, songbird, cuckoo, woodpecker, martin, swift, stork, crane, heron, egret
owl: owl, snowy owl, barn owl | eagle owl
eagle: eagle, bald eagle, golden eagle | hawk, falcon, buzzard, kite bird, vulture, condor, osprey, kestrel
penguin: penguin, emperor penguin, king penguin | puffin, auk
duck: duck, mallard, duckling | goose, geese, teal duck, grebe, coot
swan: swan, cygnet, mute swan
chicken: chicken, hen, rooster, cockerel, chick | turkey, pheasant, quail, partridge, grouse
flamingo: flamingo | spoonbill, ibis
gull: gull, seagull, sea gull | albatross, tern, pelican
fish: fish, goldfish, salmon, trout | tuna, carp, koi, herring, cod, clownfish, swordfish, marlin, sardine, flying fish
shark: shark, great white shark, great white | hammerhead
whale: whale, humpback, humpback whale, blue whale, orca | sperm whale, killer whale, narwhal
dolphin: dolphin | porpoise
turtle: turtle, tortoise, sea turtle | terrapin
butterfly: butterfly, monarch butterfly | moth, dragonfly
frog: frog, tree frog | toad, bullfrog
snake: snake, serpent | python, cobra, viper, boa, rattlesnake, anaconda, worm, eel
snail: snail | slug
crab: crab | lobster, crayfish, scorpion, hermit crab
octopus: octopus, kraken | squid, cuttlefish
jellyfish: jellyfish | medusa, man o war
spider: spider, tarantula | tick
bee: bee, honeybee, bumblebee, honey bee | wasp, hornet, fly
ladybird: ladybird, ladybug | beetle, bug, scarab
crocodile: crocodile, alligator | caiman, lizard, iguana, gecko, komodo dragon, salamander, newt, chameleon
dragon: dragon, fire dragon, fire breathing dragon, dragon breathing fire, firebreathing dragon | wyvern, hydra
dinosaur: dinosaur, t rex, tyrannosaurus, tyrannosaurus rex | raptor, velociraptor, godzilla, allosaurus
monkey: monkey, chimpanzee, ape | gorilla, orangutan, baboon, lemur, chimp, macaque, sloth
kangaroo: kangaroo | wallaby
unicorn: unicorn | pegasus
rhinoceros: rhinoceros, rhino | triceratops
hippopotamus: hippopotamus, hippo | tapir, manatee
hedgehog: hedgehog | porcupine, echidna
parrot: parrot, macaw, parakeet | toucan, cockatoo, budgie, budgerigar
peacock: peacock, peafowl | bird of paradise
)";

}  // namespace easel::painter
