#include "painter/beasts.h"

namespace easel::painter {
namespace {

using enum Concept;

Rgb rgb(std::uint32_t code) {
  return pigment(code);
}

Beast fox_like() {
  return {.body = .52f,
          .chest = .165f,
          .waist = .120f,
          .hip = .138f,
          .leg = .34f,
          .leg_thick = .050f,
          .leg_thin = .031f,
          .neck = .21f,
          .neck_rise = 46,
          .neck_thick = .088f,
          .head = .112f,
          .snout = .125f,
          .snout_thick = .052f,
          .snout_drop = .02f,
          .ears = Ears::pointed,
          .ear_tall = .155f,
          .ear_wide = .105f,
          .tail = .62f,
          .tail_thick = .105f,
          .tail_tip = .03f,
          .tail_rise = -28,
          .tail_curl = 42,
          .coat = rgb(0xd9611c),
          .second = rgb(0xd9611c),
          .belly = rgb(0xf5ede0),
          .socks = rgb(0x1a1412),
          .tip = rgb(0xf5ede0),
          .fur = .017f,
          .fur_size = .045f,
          .nose = .21f,
          .mask = 1};
}

Beast wolf_like() {
  Beast b = fox_like();
  b.body = .70f, b.chest = .205f, b.waist = .150f, b.hip = .165f, b.leg = .50f, b.leg_thick = .062f;
  b.leg_thin = .040f, b.neck = .27f, b.neck_rise = 32, b.neck_thick = .125f, b.head = .140f;
  b.snout = .15f, b.snout_thick = .066f, b.ear_tall = .14f, b.ear_wide = .10f, b.tail = .55f;
  b.tail_thick = .085f, b.tail_rise = -48, b.tail_curl = 20, b.coat = rgb(0x777069);
  b.second = rgb(0x3a3634), b.pattern = Pattern::mottled, b.pattern_size = .22f;
  b.belly = rgb(0xd8d0c4), b.socks = rgb(0xb8ab9a), b.tip = rgb(0x2a2726), b.fur = .022f;
  b.iris = rgb(0xc98a1e);
  return b;
}

Beast dog_like(Dice& d) {
  Beast b = fox_like();
  b.body = .58f, b.chest = .20f, b.waist = .150f, b.hip = .165f, b.leg = .38f, b.leg_thick = .066f;
  b.leg_thin = .045f, b.neck = .22f, b.neck_rise = 54, b.neck_thick = .115f, b.head = .140f;
  b.snout = .125f, b.snout_thick = .078f, b.snout_drop = .03f, b.ears = Ears::hanging;
  b.ear_tall = .20f, b.ear_wide = .14f, b.tail = .42f, b.tail_thick = .050f, b.tail_tip = .018f;
  b.tail_rise = 42, b.tail_curl = 60, b.fur = .013f, b.mask = .4f, b.nose = .25f;
  constexpr std::uint32_t kCoats[][3] = {{0xc98a45, 0xa86a2c, 0xe8cfa0},
                                         {0xf0ebe0, 0x6b3f1e, 0xf6f2ea},
                                         {0x6b4326, 0x4a2c18, 0xc59a6a},
                                         {0xf0ebe0, 0x1d1a19, 0xf6f2ea}};
  const auto& c = kCoats[d.below(4)];
  b.coat = rgb(c[0]), b.second = rgb(c[1]), b.belly = rgb(c[2]), b.socks = rgb(c[2]);
  b.tip = rgb(c[2]), b.pattern = Pattern::patches, b.pattern_size = .28f;
  b.sits = d.chance(0.3f);
  return b;
}

Beast cat_like(Dice& d) {
  Beast b = fox_like();
  b.body = .33f, b.chest = .092f, b.waist = .080f, b.hip = .092f, b.leg = .165f,
  b.leg_thick = .033f;
  b.leg_thin = .023f, b.neck = .085f, b.neck_rise = 58, b.neck_thick = .062f, b.head = .088f;
  b.snout = .018f, b.snout_thick = .038f, b.snout_drop = .012f, b.ear_tall = .082f;
  b.ear_wide = .078f, b.tail = .38f, b.tail_thick = .024f, b.tail_tip = .014f, b.tail_rise = 40;
  b.tail_curl = 70, b.fur = .008f, b.fur_size = .024f, b.eye_size = .22f, b.eye_ahead = .84f;
  b.eye_out = .44f, b.nose = .13f, b.nose_colour = rgb(0xd08078), b.mask = .8f;
  constexpr std::uint32_t kCoats[][3] = {{0xdf8f3c, 0xa8561a, 0xf4e6cc},
                                         {0x8f8a84, 0x3c3836, 0xe8e4de},
                                         {0xa98a62, 0x46341f, 0xe9dcc2}};
  const auto& c = kCoats[d.below(3)];
  b.coat = rgb(c[0]), b.second = rgb(c[1]), b.belly = rgb(c[2]), b.socks = rgb(c[2]);
  b.tip = rgb(c[1]), b.pattern = Pattern::tiger, b.pattern_size = .055f;
  b.sits = d.chance(0.65f);
  b.iris = d.chance(0.5f) ? rgb(0x7fb52e) : rgb(0xe0a01e);
  return b;
}

Beast great_cat(Concept what) {
  Beast b = fox_like();
  b.body = 1.15f, b.chest = .33f, b.waist = .26f, b.hip = .30f, b.leg = .56f, b.leg_thick = .12f;
  b.leg_thin = .085f, b.neck = .34f, b.neck_rise = 26, b.neck_thick = .22f, b.head = .235f;
  b.snout = .13f, b.snout_thick = .125f, b.snout_drop = .05f, b.ears = Ears::round;
  b.ear_tall = .12f, b.ear_wide = .12f, b.tail = .95f, b.tail_thick = .055f, b.tail_tip = .045f;
  b.tail_rise = -45, b.tail_curl = 85, b.fur = .014f, b.fur_size = .06f, b.nose = .24f;
  b.nose_colour = rgb(0x8a5048), b.eye_size = .12f, b.mask = .8f;
  b.coat = rgb(0xcf9a52), b.second = rgb(0xb07a38), b.belly = rgb(0xeed9b0), b.socks = b.coat;
  b.tip = rgb(0x4a2c14);
  if (what == tiger) {
    b.coat = rgb(0xe07a1c), b.second = rgb(0x14100e), b.belly = rgb(0xf6efe2), b.socks = b.coat;
    b.pattern = Pattern::tiger, b.pattern_size = .17f, b.tip = rgb(0x14100e);
  } else if (what == leopard) {
    b.coat = rgb(0xd9a550), b.second = rgb(0x2a1a0e), b.belly = rgb(0xf2e6cc);
    b.pattern = Pattern::spots, b.pattern_size = .046f, b.socks = b.coat;
    b.chest = .26f, b.waist = .21f, b.hip = .24f, b.leg_thick = .09f, b.leg_thin = .065f;
    b.head = .19f, b.neck_thick = .17f, b.snout_thick = .10f;
  } else {
    b.ruff = true;
  }
  return b;
}

Beast bear_like(Concept what) {
  Beast b = fox_like();
  b.body = .98f, b.chest = .37f, b.waist = .35f, b.hip = .38f, b.leg = .56f, b.leg_thick = .15f;
  b.leg_thin = .115f, b.neck = .38f, b.neck_rise = 22, b.neck_thick = .24f, b.head = .25f;
  b.snout = .22f, b.snout_thick = .115f, b.snout_drop = .05f, b.ears = Ears::round;
  b.ear_tall = .12f, b.ear_wide = .12f, b.tail = .10f, b.tail_thick = .07f, b.tail_tip = .05f;
  b.coat = rgb(0x6b4326), b.second = rgb(0x4a2c18), b.pattern = Pattern::mottled;
  b.pattern_size = .5f, b.belly = rgb(0x5d3a20), b.socks = rgb(0x3f2615), b.tip = b.coat;
  b.fur = .026f, b.fur_size = .06f, b.eye_size = .12f, b.eye_ahead = .90f, b.nose = .32f,
  b.mask = .4f;
  b.belly = rgb(0x9a7450);
  if (what == polar_bear) {
    b.coat = b.socks = b.tip = b.belly = rgb(0xf1ecde), b.second = rgb(0xe2d9c2);
    b.neck = .5f;
  } else if (what == panda) {
    b.coat = b.tip = b.belly = rgb(0xf2efe8), b.second = rgb(0xe6e1d6), b.socks = rgb(0x141212);
    b.head = .29f, b.snout = .11f, b.snout_thick = .13f, b.sits = false, b.ear_tall = .14f;
  }
  return b;
}

Beast horse_like(Dice& d) {
  Beast b{.body = 1.22f,
          .chest = .36f,
          .waist = .31f,
          .hip = .34f,
          .leg = .93f,
          .leg_thick = .105f,
          .leg_thin = .060f,
          .neck = .74f,
          .neck_rise = 52,
          .neck_thick = .18f,
          .head = .180f,
          .snout = .36f,
          .snout_thick = .098f,
          .snout_drop = .19f,
          .ears = Ears::pointed,
          .ear_tall = .16f,
          .ear_wide = .085f,
          .tail = .80f,
          .tail_thick = .10f,
          .tail_tip = .05f,
          .tail_rise = -58,
          .tail_curl = -20};
  constexpr std::uint32_t kCoats[][2] = {
      {0x7a4322, 0x161010}, {0x4a2a18, 0x120c0a}, {0xb5824a, 0xe8dcc0}, {0xdad6d0, 0x8f8b88}};
  const auto& c = kCoats[d.below(4)];
  b.coat = b.belly = rgb(c[0]), b.second = blend(b.coat, {0, 0, 0}, .3f), b.tip = rgb(c[1]);
  b.socks = rgb(c[1]), b.pattern = Pattern::mottled, b.pattern_size = .6f, b.fur = .004f;
  b.eye_out = .84f, b.eye_ahead = .45f, b.eye_size = .16f, b.nose = .10f, b.hoofed = true;
  b.mane = 1;
  return b;
}

Beast cow_like() {
  Beast b{.body = 1.30f,
          .chest = .46f,
          .waist = .46f,
          .hip = .44f,
          .leg = .66f,
          .leg_thick = .12f,
          .leg_thin = .075f,
          .neck = .42f,
          .neck_rise = 18,
          .neck_thick = .24f,
          .head = .21f,
          .snout = .30f,
          .snout_thick = .145f,
          .snout_drop = .16f,
          .ears = Ears::sideways,
          .ear_tall = .20f,
          .ear_wide = .11f,
          .tail = .75f,
          .tail_thick = .040f,
          .tail_tip = .07f,
          .tail_rise = -78,
          .tail_curl = -6};
  b.coat = rgb(0xf1ede4), b.second = rgb(0x1b1716), b.pattern = Pattern::patches;
  b.pattern_size = .44f, b.belly = rgb(0xf1ede4), b.socks = rgb(0xe9e3d8), b.tip = rgb(0x1b1716);
  b.fur = .005f, b.eye_out = .86f, b.eye_ahead = .40f, b.eye_size = .16f, b.nose = .42f;
  b.nose_colour = rgb(0xd8a39a), b.hoofed = true, b.crown = Crown::horns;
  return b;
}

Beast sheep_like() {
  Beast b{.body = .66f,
          .chest = .31f,
          .waist = .32f,
          .hip = .31f,
          .leg = .34f,
          .leg_thick = .055f,
          .leg_thin = .038f,
          .neck = .20f,
          .neck_rise = 30,
          .neck_thick = .15f,
          .head = .125f,
          .snout = .15f,
          .snout_thick = .075f,
          .snout_drop = .08f,
          .ears = Ears::sideways,
          .ear_tall = .13f,
          .ear_wide = .06f,
          .tail = .14f,
          .tail_thick = .06f,
          .tail_tip = .04f,
          .tail_rise = -60,
          .tail_curl = 0};
  b.coat = rgb(0xf1ebdc), b.second = rgb(0xcfc5b0), b.pattern = Pattern::mottled;
  b.pattern_size = .16f, b.belly = b.coat, b.socks = rgb(0x2a2422), b.tip = b.coat;
  b.fur = .085f, b.fur_size = .085f, b.fleece = true, b.eye_out = .80f, b.eye_ahead = .50f;
  b.nose = .2f, b.hoofed = true;
  return b;
}

Beast deer_like() {
  Beast b{.body = .86f,
          .chest = .24f,
          .waist = .19f,
          .hip = .22f,
          .leg = .74f,
          .leg_thick = .065f,
          .leg_thin = .036f,
          .neck = .48f,
          .neck_rise = 58,
          .neck_thick = .11f,
          .head = .125f,
          .snout = .21f,
          .snout_thick = .062f,
          .snout_drop = .09f,
          .ears = Ears::sideways,
          .ear_tall = .22f,
          .ear_wide = .10f,
          .tail = .16f,
          .tail_thick = .05f,
          .tail_tip = .03f,
          .tail_rise = -50,
          .tail_curl = 0};
  b.coat = rgb(0x9c5f30), b.second = rgb(0x7d4922), b.pattern = Pattern::mottled;
  b.pattern_size = .4f, b.belly = rgb(0xe6d3b4), b.socks = rgb(0x6b4322), b.tip = rgb(0xf0e6d4);
  b.fur = .007f, b.eye_out = .80f, b.eye_ahead = .52f, b.eye_size = .17f, b.nose = .28f;
  b.hoofed = true, b.crown = Crown::antlers, b.mask = .4f;
  return b;
}

Beast goat_like() {
  Beast b = sheep_like();
  b.chest = .25f, b.waist = .23f, b.hip = .23f, b.leg = .42f, b.neck = .28f, b.neck_rise = 50;
  b.neck_thick = .10f, b.coat = rgb(0xe9e2d4), b.second = rgb(0x9a7a58), b.socks = rgb(0x6d5238);
  b.pattern = Pattern::patches, b.pattern_size = .4f, b.fleece = false, b.fur = .016f;
  b.fur_size = .05f, b.crown = Crown::curled;
  return b;
}

Beast pig_like() {
  Beast b = sheep_like();
  b.body = .82f, b.chest = .29f, b.waist = .31f, b.hip = .29f, b.leg = .27f, b.leg_thick = .075f;
  b.leg_thin = .05f, b.neck = .20f, b.neck_rise = 12, b.neck_thick = .21f, b.head = .19f;
  b.snout = .16f, b.snout_thick = .098f, b.snout_drop = .05f, b.ears = Ears::pointed;
  b.ear_tall = .15f, b.ear_wide = .15f, b.tail = .3f, b.tail_thick = .022f, b.tail_tip = .016f;
  b.tail_rise = 20, b.tail_curl = 360, b.coat = rgb(0xeeb0a4), b.second = rgb(0xdf978c);
  b.pattern_size = .5f, b.belly = b.coat, b.socks = rgb(0xd98f84), b.tip = b.coat;
  b.fleece = false, b.fur = .004f, b.nose = .48f, b.nose_colour = rgb(0xd9887e);
  b.eye_out = .62f, b.eye_ahead = .72f, b.eye_size = .11f;
  return b;
}

Beast elephant_like() {
  Beast b{.body = 2.3f,
          .chest = 1.02f,
          .waist = 1.05f,
          .hip = .95f,
          .leg = 1.25f,
          .leg_thick = .34f,
          .leg_thin = .27f,
          .neck = .75f,
          .neck_rise = 16,
          .neck_thick = .62f,
          .head = .68f,
          .snout = .25f,
          .snout_thick = .34f,
          .snout_drop = .25f,
          .ears = Ears::sails,
          .ear_tall = 1.3f,
          .ear_wide = 1.05f,
          .tail = 1.1f,
          .tail_thick = .06f,
          .tail_tip = .10f,
          .tail_rise = -78,
          .tail_curl = -4};
  b.coat = rgb(0x8a8480), b.second = rgb(0x6a6460), b.pattern = Pattern::mottled;
  b.pattern_size = 1.0f, b.belly = rgb(0x827b76), b.socks = rgb(0x75706b), b.tip = rgb(0x2c2826);
  b.fur = .03f, b.fur_size = .12f, b.eye_out = .74f, b.eye_ahead = .62f, b.eye_size = .07f;
  b.nose = 0, b.hoofed = true, b.trunk = 1;
  return b;
}

// The thick-skinned ones.
Beast stout(Concept what) {
  Beast b = pig_like();
  b.eye_size = .07f;
  b.body = 1.75f, b.chest = .66f, b.waist = .70f, b.hip = .64f, b.leg = .62f, b.leg_thick = .22f;
  b.leg_thin = .17f, b.neck = .45f, b.neck_rise = 6, b.neck_thick = .44f, b.head = .40f;
  b.tail = .5f, b.tail_thick = .05f, b.tail_tip = .04f, b.tail_rise = -80, b.tail_curl = 0;
  b.ear_tall = .20f, b.ear_wide = .14f, b.fur = .02f, b.fur_size = .14f;
  if (what == hippo) {
    b.snout = .42f, b.snout_thick = .33f, b.snout_drop = .10f, b.ears = Ears::round;
    b.ear_tall = .12f, b.ear_wide = .12f, b.coat = rgb(0x7d6a6c), b.second = rgb(0x655456);
    b.belly = rgb(0xc0928c), b.socks = b.coat, b.tip = b.coat, b.nose = .06f, b.mask = .6f;
  } else {
    b.snout = .52f, b.snout_thick = .24f, b.snout_drop = .22f, b.coat = rgb(0x87817a);
    b.second = rgb(0x6c6660), b.belly = b.socks = b.tip = b.coat, b.nose = 0;
    b.crown = Crown::horn_of_nose;
  }
  return b;
}

Beast rodent(Concept what) {
  Beast b = fox_like();
  b.body = .16f, b.chest = .085f, b.waist = .105f, b.hip = .115f, b.leg = .075f,
  b.leg_thick = .028f;
  b.leg_thin = .018f, b.neck = .06f, b.neck_rise = 42, b.neck_thick = .065f, b.head = .075f;
  b.snout = .04f, b.snout_thick = .036f, b.snout_drop = .012f, b.ears = Ears::tall;
  b.ear_tall = .17f, b.ear_wide = .055f, b.tail = .05f, b.tail_thick = .045f, b.tail_tip = .035f;
  b.tail_rise = 40, b.tail_curl = 0, b.coat = rgb(0xa98a68), b.second = rgb(0x86694a);
  b.pattern = Pattern::mottled, b.pattern_size = .07f, b.belly = rgb(0xf1e9dc);
  b.socks = rgb(0xe8dccb), b.tip = rgb(0xf8f4ee), b.fur = .009f, b.fur_size = .022f;
  b.eye_out = .72f, b.eye_ahead = .58f, b.eye_size = .2f, b.nose = .14f;
  b.nose_colour = rgb(0xc98880), b.mask = .5f;
  if (what == mouse) {
    b.body = .062f, b.chest = .026f, b.waist = .032f, b.hip = .036f, b.leg = .020f;
    b.leg_thick = .008f, b.leg_thin = .005f, b.neck = .02f, b.neck_thick = .020f, b.head = .024f;
    b.snout = .020f, b.snout_thick = .011f, b.snout_drop = .004f, b.ears = Ears::round;
    b.ear_tall = .030f, b.ear_wide = .030f, b.tail = .11f, b.tail_thick = .0035f;
    b.tail_tip = .0015f, b.tail_rise = -20, b.tail_curl = 50, b.coat = rgb(0x8c857e);
    b.second = rgb(0x746d67), b.socks = rgb(0xe0aca4), b.tip = rgb(0xd8a09a), b.fur = .003f;
    b.fur_size = .007f, b.pattern_size = .02f;
  } else if (what == squirrel) {
    b.ears = Ears::pointed, b.ear_tall = .07f, b.ear_wide = .04f, b.tail = .42f;
    b.tail_thick = .085f, b.tail_tip = .05f, b.tail_rise = 62, b.tail_curl = 75;
    b.coat = rgb(0xb5531f), b.second = rgb(0x933f14), b.tip = rgb(0xc96a2c), b.sits = true;
    b.socks = rgb(0xa84c1c);
  }
  return b;
}

}  // namespace

Beast beast_of(const Subject& subject) {
  Dice d(subject.seed, "beast");
  switch (subject.what) {
    case cat:
      return cat_like(d);
    case dog:
      return dog_like(d);
    case fox:
      return fox_like();
    case wolf:
      return wolf_like();
    case bear:
    case polar_bear:
    case panda:
      return bear_like(subject.what);
    case rabbit:
    case mouse:
    case squirrel:
      return rodent(subject.what);
    case horse:
      return horse_like(d);
    case unicorn: {
      Beast b = horse_like(d);
      b.coat = b.belly = b.socks = rgb(0xf6f4f2), b.second = rgb(0xe6e0ea);
      b.tip = rgb(0xd878c0), b.crown = Crown::one_horn;
      return b;
    }
    case rhino:
    case hippo:
      return stout(subject.what);
    case zebra: {
      Beast b = horse_like(d);
      b.neck = .58f, b.leg = .78f, b.snout = .28f, b.coat = b.belly = rgb(0xf2efe8);
      b.second = b.socks = b.tip = rgb(0x121010), b.pattern = Pattern::tiger;
      b.pattern_size = .15f;
      return b;
    }
    case cow:
      return cow_like();
    case sheep:
      return sheep_like();
    case goat:
      return goat_like();
    case pig:
      return pig_like();
    case deer:
      return deer_like();
    case lion:
    case tiger:
    case leopard:
      return great_cat(subject.what);
    case elephant:
      return elephant_like();
    case giraffe: {
      Beast b = deer_like();
      b.body = 1.35f, b.chest = .50f, b.waist = .42f, b.hip = .42f, b.leg = 1.75f;
      b.leg_thick = .15f, b.leg_thin = .085f, b.neck = 2.05f, b.neck_rise = 66, b.neck_thick = .21f;
      b.head = .22f, b.snout = .36f, b.snout_thick = .11f, b.snout_drop = .16f, b.ear_tall = .26f;
      b.ear_wide = .12f, b.tail = .9f, b.tail_thick = .04f, b.tail_tip = .08f, b.tail_rise = -75;
      b.coat = rgb(0x9a5a24), b.second = rgb(0xf0dcb0), b.pattern = Pattern::plates;
      b.pattern_size = .42f, b.belly = rgb(0xf0dcb0), b.socks = rgb(0xead6aa),
      b.tip = rgb(0x2a1a10);
      b.crown = Crown::knobs, b.mask = 0;
      return b;
    }
    case camel: {
      Beast b = horse_like(d);
      b.body = 1.25f, b.leg = 1.10f, b.neck = .95f, b.neck_rise = 38, b.head = .17f, b.snout = .26f;
      b.ear_tall = .10f, b.coat = b.belly = rgb(0xc49a62), b.second = rgb(0xa47c48);
      b.socks = rgb(0xb58a55), b.tip = rgb(0x7a5a34), b.mane = 0, b.hump = 1, b.fur = .02f;
      b.tail = .5f, b.tail_thick = .05f, b.ears = Ears::round;
      return b;
    }
    default:
      return {};
  }
}

}  // namespace easel::painter
