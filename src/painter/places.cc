#include "painter/places.h"

#include <array>

namespace easel::painter {
namespace {

using enum Concept;

void frame_with(Scene& s, Front kind, float side, float height, int count) {
  s.front.kind = kind;
  s.front.side = side;
  s.front.height = height;
  s.front.count = count;
}

void scatter(Scene& s, int count, float nearest, float farthest, bool pines) {
  s.front.scattered = count;
  s.front.scatter_near = nearest;
  s.front.scatter_far = farthest;
  s.front.scatter_pines = pines;
}

// A lake in an open valley, pines on the near bank.
void valley_lake(Scene& s, Dice& d) {
  const float side = d.sign();
  s.camera = {d.between(8, 12), d.between(0.55f, 0.61f), d.between(0.86f, 1.0f)};
  s.ground.valley = side * d.between(0.02f, 0.16f);
  s.ground.far_shore = d.between(2300, 3200);
  s.ground.half_width = d.between(420, 700);
  s.ground.relief = d.between(0.95f, 1.2f);
  s.ground.wave = d.between(0.7f, 1.1f);
  frame_with(s, Front::pines, side, d.between(0.55f, 0.8f), 4 + d.below(3));
}

// One great horn over still water.
void horn_lake(Scene& s, Dice& d) {
  const float side = d.sign();
  s.camera = {d.between(5, 9), d.between(0.60f, 0.66f), d.between(0.84f, 0.96f)};
  s.ground.far_shore = d.between(2600, 3600);
  s.ground.half_width = d.between(900, 1500);
  s.ground.relief = d.between(0.42f, 0.6f);
  s.ground.peak = d.between(2300, 2900);
  s.ground.peak_x = -side * d.between(300, 1500);
  s.ground.peak_z = d.between(7600, 9200);
  s.ground.valley = -side * 0.08f;
  s.ground.snow_line = d.between(900, 1150);
  s.ground.tree_line = d.between(450, 600);
  s.ground.wave = d.between(0.22f, 0.4f);
  frame_with(s, Front::rocks, side, d.between(0.10f, 0.17f), 8);
}

// A flowering meadow before the peaks.
void high_meadow(Scene& s, Dice& d) {
  const float side = d.sign();
  s.ground.water = Water::none;
  s.camera = {d.between(2.4f, 4), d.between(0.47f, 0.55f), d.between(0.84f, 0.98f)};
  s.ground.meadow = d.between(1100, 1700);
  s.ground.tilt = d.between(-0.09f, -0.05f);
  s.ground.valley = side * d.between(0.05f, 0.25f);
  s.ground.relief = d.between(1.0f, 1.25f);
  s.ground.flowers = d.between(0.25f, 0.5f);
  s.ground.snow_line = d.between(950, 1200);
  s.front.flowers = d.between(0.5f, 0.9f);
  frame_with(s, Front::grass, side, d.between(0.10f, 0.14f), 0);
  scatter(s, 90, 70, 700, true);
}

// Ridge behind ridge in the haze, seen from high up.
void layered_ridges(Scene& s, Dice& d) {
  s.ground.water = Water::none;
  s.camera = {d.between(430, 540), d.between(0.36f, 0.46f), d.between(0.5f, 0.66f)};
  s.ground.ranges = true;
  s.ground.relief = d.between(0.9f, 1.15f);
  s.ground.valley = d.around(0, 0.3f);
  s.ground.tree_line = 2600;
  s.ground.snow_line = 5000;
  s.air.mist = d.between(9, 13);
  s.air.mist_height = d.between(70, 110);
  s.air.mist_base = d.between(0, 60);
  s.air.mist_start = 900;
  s.air.haze = d.between(0.8f, 1.2f);
  if (d.chance(0.6f)) frame_with(s, Front::pines, d.sign(), d.between(0.32f, 0.5f), 5);
}

// A river winding through the valley floor, from a slope above it.
void river_bends(Scene& s, Dice& d) {
  const float side = d.sign();
  s.ground.water = Water::river;
  s.camera = {d.between(120, 190), d.between(0.36f, 0.44f), d.between(0.84f, 0.98f)};
  s.ground.half_width = d.between(20, 34);
  s.ground.side = side;
  s.ground.valley = d.around(0, 0.08f);
  s.ground.relief = d.between(1.0f, 1.2f);
  s.ground.wave = 0.35f;
  s.ground.tree_line = d.between(520, 700);
  if (d.chance(0.55f)) frame_with(s, Front::pines, side, d.between(0.4f, 0.6f), 4);
}

// Steep walls on both sides of a long narrow water.
void fjord(Scene& s, Dice& d) {
  s.camera = {d.between(14, 40), d.between(0.52f, 0.6f), d.between(0.9f, 1.05f)};
  s.ground.far_shore = d.between(8000, 12000);
  s.ground.half_width = d.between(60, 140);
  s.ground.relief = d.between(1.15f, 1.4f);
  s.ground.valley = d.around(0, 0.12f);
  s.ground.snow_line = d.between(800, 1000);
  s.ground.tree_line = d.between(380, 520);
  s.ground.wave = d.between(0.4f, 0.8f);
  if (d.chance(0.6f)) frame_with(s, Front::rocks, d.sign(), d.between(0.14f, 0.22f), 9);
}

// A lake in deep winter, laden pines.
void winter_lake(Scene& s, Dice& d) {
  const float side = d.sign();
  s.camera = {d.between(7, 11), d.between(0.52f, 0.58f), d.between(0.86f, 0.98f)};
  s.ground.snowed = true;
  s.ground.far_shore = d.between(2200, 3000);
  s.ground.half_width = d.between(500, 800);
  s.ground.valley = side * d.between(0.05f, 0.18f);
  s.ground.relief = d.between(1.0f, 1.2f);
  s.ground.tree_line = d.between(260, 420);
  s.ground.snow_line = 150;
  s.ground.wave = d.between(0.3f, 0.5f);
  s.front.season = Season::winter;
  frame_with(s, Front::pines, side, d.between(0.6f, 0.85f), 4);
}

// Limestone towers standing in mist.
void karst_towers(Scene& s, Dice& d) {
  s.ground.land = Land::karst;
  s.ground.water = Water::river;
  s.camera = {d.between(90, 170), d.between(0.46f, 0.56f), d.between(0.64f, 0.8f)};
  s.ground.half_width = d.between(50, 90);
  s.ground.side = d.sign();
  s.ground.valley = d.around(0, 0.06f);
  s.ground.relief = d.between(1.05f, 1.35f);
  s.ground.wave = 0.3f;
  s.air.mist = d.between(10, 18);
  s.air.mist_height = d.between(70, 120);
  s.air.mist_start = 500;
  s.air.haze = d.between(1.2f, 1.7f);
  if (d.chance(0.7f)) frame_with(s, Front::branch, d.sign(), d.between(0.4f, 0.6f), 3);
}

// Summits standing out of a sea of clouds.
void cloud_sea(Scene& s, Dice& d) {
  s.ground.water = Water::none;
  s.camera = {d.between(1250, 1500), d.between(0.42f, 0.5f), d.between(0.6f, 0.76f)};
  s.ground.relief = d.between(1.0f, 1.2f);
  s.ground.valley = d.around(0, 0.2f);
  s.ground.snow_line = d.between(900, 1250);
  s.ground.tree_line = 700;
  s.air.mist = d.between(90, 140);
  s.air.mist_height = d.between(55, 85);
  s.air.mist_base = d.between(380, 520);
  s.air.mist_start = 300;
  s.air.haze = 0.8f;
}

// A wide water under a great sky, reeds at the edge, mountains low and far.
void reed_lake(Scene& s, Dice& d) {
  const float side = d.sign();
  s.camera = {d.between(4, 8), d.between(0.62f, 0.7f), d.between(0.8f, 0.94f)};
  s.ground.far_shore = d.between(5200, 7000);
  s.ground.half_width = d.between(2500, 4000);
  s.ground.relief = d.between(0.5f, 0.75f);
  s.ground.valley = side * 0.15f;
  s.ground.wave = d.between(0.3f, 0.6f);
  s.ground.snow_line = d.between(1100, 1700);
  frame_with(s, Front::reeds, side, d.between(0.4f, 0.58f), 0);
}

// A snow-capped cone across the water, a bough above.
void cone_lake(Scene& s, Dice& d) {
  const float side = d.sign();
  s.ground.land = Land::volcano;
  s.camera = {d.between(8, 14), d.between(0.62f, 0.68f), d.between(0.72f, 0.84f)};
  s.ground.peak_x = -side * d.between(0, 900);
  s.ground.peak_z = d.between(8200, 9600);
  s.ground.relief = d.between(1.05f, 1.2f);
  s.ground.far_shore = d.between(2600, 3600);
  s.ground.half_width = d.between(1500, 2600);
  s.ground.snow_line = d.between(950, 1200);
  s.ground.wave = d.between(0.25f, 0.5f);
  frame_with(s, Front::branch, side, d.between(0.45f, 0.65f), 3);
}

// A lone tree on the bank of a mountain lake.
void tree_lake(Scene& s, Dice& d) {
  const float side = d.sign();
  s.camera = {d.between(7, 10), d.between(0.5f, 0.57f), d.between(0.86f, 1.0f)};
  s.ground.valley = -side * d.between(0.1f, 0.28f);
  s.ground.far_shore = d.between(2800, 4200);
  s.ground.half_width = d.between(700, 1400);
  s.ground.relief = d.between(0.85f, 1.1f);
  s.ground.wave = d.between(0.4f, 0.8f);
  frame_with(s, Front::broadleaf, side, d.between(0.72f, 0.92f), 1);
}

// Green or straw-coloured hills with trees about.
void rolling_hills(Scene& s, Dice& d) {
  s.ground.land = Land::hills;
  s.ground.water = Water::none;
  s.camera = {d.between(9, 22), d.between(0.42f, 0.5f), d.between(0.7f, 0.9f)};
  s.ground.relief = d.between(1.6f, 2.4f);
  s.ground.tilt = d.between(-0.10f, -0.06f);
  s.ground.forest = d.between(0.05f, 0.2f);
  s.air.mist = d.between(0, 2);
  s.air.mist_base = -12;
  s.air.mist_height = 30;
  scatter(s, 130, 60, 900, false);
  if (d.chance(0.5f)) frame_with(s, Front::broadleaf, d.sign(), d.between(0.6f, 0.85f), 1);
}

void flower_meadow(Scene& s, Dice& d) {
  s.ground.land = Land::hills;
  s.ground.water = Water::none;
  s.camera = {d.between(2.6f, 4.2f), d.between(0.44f, 0.52f), d.between(0.84f, 0.98f)};
  s.ground.relief = d.between(1.2f, 2.0f);
  s.ground.tilt = d.between(-0.08f, -0.04f);
  s.ground.flowers = d.between(0.45f, 0.75f);
  s.ground.forest = d.between(0.05f, 0.2f);
  s.front.flowers = 0.9f;
  frame_with(s, Front::grass, d.sign(), d.between(0.10f, 0.14f), 0);
  scatter(s, 70, 70, 600, false);
}

void lone_tree_plain(Scene& s, Dice& d) {
  s.ground.land = Land::hills;
  s.ground.water = Water::none;
  s.camera = {d.between(2.4f, 3.4f), d.between(0.64f, 0.72f), d.between(0.84f, 0.96f)};
  s.ground.relief = d.between(0.5f, 0.8f);
  s.ground.tilt = -0.02f;
  s.ground.dryness = d.between(0.5f, 1);
  frame_with(s, Front::grass, d.sign(), d.between(0.08f, 0.12f), 0);
  scatter(s, 26, 34, 300, false);
}

void forest_glade(Scene& s, Dice& d) {
  s.ground.land = Land::hills;
  s.ground.water = Water::none;
  s.camera = {d.between(2.2f, 3.4f), d.between(0.46f, 0.54f), d.between(0.88f, 1.0f)};
  s.ground.relief = d.between(0.7f, 1.3f);
  s.ground.tilt = d.between(-0.05f, -0.02f);
  s.ground.forest = d.between(0.3f, 0.5f);
  s.air.mist = d.between(1, 3);
  s.air.mist_base = -12;
  s.air.mist_start = 40;
  scatter(s, 420, 30, 460, true);
  if (d.chance(0.4f)) frame_with(s, Front::pines, d.sign(), d.between(0.8f, 1.0f), 3);
}

void forest_valley(Scene& s, Dice& d) {
  s.ground.water = Water::none;
  s.camera = {d.between(180, 300), d.between(0.34f, 0.42f), d.between(0.8f, 0.95f)};
  s.ground.relief = d.between(0.75f, 1.0f);
  s.ground.valley = d.around(0, 0.15f);
  s.ground.tree_line = d.between(1200, 1800);
  s.ground.snow_line = 3000;
  s.air.mist = d.between(8, 14);
  s.air.mist_height = d.between(70, 110);
  s.air.mist_base = -20;
  s.air.mist_start = 350;
  s.air.haze = d.between(0.6f, 0.9f);
  frame_with(s, Front::pines, d.sign(), d.between(0.45f, 0.62f), 5);
}

void great_dunes(Scene& s, Dice& d) {
  s.ground.land = Land::dunes;
  s.ground.water = Water::none;
  s.camera = {d.between(26, 52), d.between(0.42f, 0.5f), d.between(0.78f, 0.94f)};
  s.ground.relief = d.between(1.3f, 1.8f);
  s.ground.side = d.sign();
}

void dune_crest(Scene& s, Dice& d) {
  s.ground.land = Land::dunes;
  s.ground.water = Water::none;
  s.camera = {d.between(22, 34), d.between(0.5f, 0.58f), d.between(0.7f, 0.84f)};
  s.ground.relief = d.between(1.6f, 2.1f);
  s.ground.side = d.sign();
}

void table_mountains(Scene& s, Dice& d) {
  s.ground.land = Land::mesa;
  s.ground.water = Water::none;
  s.camera = {d.between(8, 18), d.between(0.52f, 0.6f), d.between(0.8f, 0.95f)};
  s.ground.side = d.sign();
  s.ground.half_width = d.between(420, 680);
  s.ground.meadow = d.between(2600, 4200);
  s.ground.relief = d.between(1.0f, 1.25f);
  frame_with(s, Front::rocks, d.sign(), d.between(0.10f, 0.17f), 9);
}

void deep_canyon(Scene& s, Dice& d) {
  s.ground.land = Land::mesa;
  s.ground.water = Water::none;
  s.camera = {d.between(60, 130), d.between(0.42f, 0.5f), d.between(0.8f, 0.95f)};
  s.ground.side = d.sign();
  s.ground.half_width = d.between(190, 300);
  s.ground.meadow = d.between(7000, 12000);
  s.ground.relief = d.between(1.1f, 1.35f);
}

void sandy_coast(Scene& s, Dice& d) {
  s.ground.land = Land::coast;
  s.ground.water = Water::sea;
  s.camera = {d.between(18, 34), d.between(0.42f, 0.5f), d.between(0.84f, 0.98f)};
  s.ground.side = d.sign();
  s.ground.half_width = d.between(30, 55);
  s.ground.beach = d.between(60, 130);
  s.ground.cliff = d.between(60, 110);
  s.ground.wave = d.between(1.0f, 1.5f);
}

void cliff_coast(Scene& s, Dice& d) {
  s.ground.land = Land::coast;
  s.ground.water = Water::sea;
  s.camera = {d.between(20, 44), d.between(0.42f, 0.52f), d.between(0.84f, 0.98f)};
  s.ground.side = d.sign();
  s.ground.half_width = d.between(40, 90);
  s.ground.cliff = d.between(90, 150);
  s.ground.wave = d.between(1.3f, 1.9f);
  frame_with(s, Front::rocks, s.ground.side, d.between(0.13f, 0.2f), 9);
}

void open_sea(Scene& s, Dice& d) {
  s.ground.land = Land::sea;
  s.ground.water = Water::sea;
  s.camera = {d.between(6, 14), d.between(0.56f, 0.66f), d.between(0.7f, 0.9f)};
  s.ground.relief = d.between(0.8f, 1.3f);
  s.ground.wave = d.between(0.9f, 1.4f);
  if (d.chance(0.5f)) frame_with(s, Front::rocks, d.sign(), d.between(0.13f, 0.2f), 8);
}

void fire_mountain(Scene& s, Dice& d) {
  s.ground.land = Land::volcano;
  const float side = d.sign();
  s.camera = {d.between(8, 12), d.between(0.62f, 0.68f), d.between(0.86f, 0.98f)};
  s.ground.peak_x = -side * d.between(200, 1000);
  s.ground.peak_z = d.between(6800, 7800);
  s.ground.lava = d.between(0.9f, 1.2f);
  s.ground.snow_line = 4000;
  s.ground.far_shore = d.between(2200, 2900);
  s.ground.half_width = d.between(1200, 2200);
  s.ground.wave = d.between(0.5f, 0.9f);
  frame_with(s, Front::rocks, side, d.between(0.10f, 0.16f), 8);
}

void winter_forest(Scene& s, Dice& d) {
  forest_glade(s, d);
  s.ground.snowed = true;
  s.front.season = Season::winter;
  s.front.scattered = 340;
  s.front.scatter_near = 19;
  if (s.front.kind == Front::none) frame_with(s, Front::pines, d.sign(), d.between(0.8f, 1.0f), 3);
}

// A pool under rock walls, and the water that falls into it.
void fall_gorge(Scene& s, Dice& d) {
  const float side = d.sign();
  Ground& g = s.ground;
  g.land = Land::gorge;
  g.water = Water::lake;
  g.fall_away = d.between(62, 96);
  s.camera = {d.between(4, 9), d.between(0.62f, 0.72f), d.between(0.86f, 1.0f)};
  const float sees = s.camera.span * s.camera.horizon * g.fall_away;  // above the viewer
  g.fall = s.camera.eye + sees * d.between(0.62f, 0.84f);
  const float half = 0.5f * s.camera.span * g.fall_away;
  g.fall_x = side * half * d.between(0.02f, 0.34f);
  g.fall_width = half * d.between(0.16f, 0.38f);
  if (d.chance(0.35f)) {
    g.second_width = g.fall_width * d.between(0.3f, 0.6f);
    g.second_x = g.fall_x - side * (g.fall_width + half * d.between(0.2f, 0.3f));
  }
  g.half_width = half * d.between(0.8f, 1.15f);
  g.relief = d.between(0.6f, 1.3f);
  g.side = side;
  g.wave = d.between(0.5f, 0.9f);
  scatter(s, 420, 0.6f * g.fall_away, 4.5f * g.fall_away, d.chance(0.25f));
  switch (d.below(3)) {
    case 0:
      frame_with(s, Front::rocks, -side, d.between(0.13f, 0.2f), 9);
      break;
    case 1:
      frame_with(s, Front::branch, -side, d.between(0.4f, 0.55f), 3);
      break;
    default:
      frame_with(s, Front::rocks, side, d.between(0.1f, 0.16f), 8);
  }
}

const std::array kPlaces = {
    Place{"valley lake",
          concepts({mountains, lake, forest, pines, trees, reflection, valley, snow}), "bacde",
          valley_lake},
    Place{"layered ridges", concepts({mountains, ridges, forest, mist, valley}), "efcb",
          layered_ridges},
    Place{"horn", concepts({mountains, peak, lake, reflection, calm_water, rocks, snow}), "cdab",
          horn_lake},
    Place{"high meadow", concepts({mountains, meadow, flowers, grass, pines, trees, snow, valley}),
          "dbc", high_meadow},
    Place{"cloud sea", concepts({mountains, peak, mist, snow}), "ecf", cloud_sea},
    Place{"river bends", concepts({mountains, river, valley, forest, trees, pines}), "acbd",
          river_bends},
    Place{"tree by the lake", concepts({mountains, lake, broadleaf, trees, reflection, forest}),
          "bda", tree_lake},
    Place{"karst towers", concepts({karst, river, mist, mountains, peak}), "fec", karst_towers},
    Place{"winter lake",
          concepts({mountains, lake, snow, winter, pines, trees, forest, reflection}), "dca",
          winter_lake},
    Place{"reed lake", concepts({mountains, lake, reeds, reflection, calm_water, sky}), "acbe",
          reed_lake},
    Place{"fjord", concepts({mountains, lake, cliffs, valley, snow, forest}), "edcb", fjord},
    Place{"cone", concepts({mountains, peak, lake, snow, reflection, calm_water, volcano}), "cfad",
          cone_lake},
    Place{"rolling hills", concepts({hills, trees, grass, broadleaf, meadow, valley}), "bdace",
          rolling_hills},
    Place{"flower meadow", concepts({meadow, flowers, grass, hills, trees}), "bda", flower_meadow},
    Place{"lone trees", concepts({plain, grass, trees, sky, meadow}), "abe", lone_tree_plain},
    Place{"forest glade", concepts({forest, pines, trees, grass}), "efb", forest_glade},
    Place{"forest valley", concepts({forest, valley, mist, pines, trees, mountains, hills}), "fecb",
          forest_valley},
    Place{"winter forest", concepts({forest, snow, winter, pines, trees}), "dcef", winter_forest},
    Place{"great dunes", concepts({desert, dunes}), "dcb", great_dunes},
    Place{"dune crest", concepts({desert, dunes}), "cda", dune_crest},
    Place{"table mountains", concepts({desert, canyon, rocks, cliffs}), "bda", table_mountains},
    Place{"deep canyon", concepts({canyon, valley, cliffs, desert}), "dbc", deep_canyon},
    Place{"sandy coast", concepts({sea, coast, beach, cliffs, waves}), "acb", sandy_coast},
    Place{"cliff coast", concepts({sea, coast, cliffs, rocks, waves}), "bac", cliff_coast},
    Place{"open sea", concepts({sea, island, sky, waves}), "acbf", open_sea},
    Place{"waterfall",
          concepts({waterfall, cliffs, rocks, forest, trees, valley, river, lake, grass}), "bda",
          fall_gorge},
    Place{"fire mountain", concepts({volcano, lava, lake, reflection, rocks, mountains}), "cd",
          fire_mountain},
};

}  // namespace

std::span<const Place> places() {
  return kPlaces;
}

}  // namespace easel::painter
