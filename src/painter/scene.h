#pragma once

#include <cstdint>
#include <vector>

#include "painter/brief.h"
#include "painter/globe.h"

// A picture before it has pixels: everything the composer decided and the renderer needs. All
// numbers are independent of the picture's size in pixels, so that one scene drawn at 1K and at 4K
// is the same picture. Lengths are metres, angles degrees, heights on the picture fractions of its
// height. x points right, y up, z away from the viewer; water lies at y = 0.
namespace easel::painter {

enum class Land { alpine, hills, dunes, mesa, coast, karst, volcano, sea, gorge, cratered };
enum class Water { none, lake, river, sea };
enum class Season { spring, summer, autumn, winter };
enum class Front { none, pines, broadleaf, grass, reeds, rocks, branch, cave };

struct Camera {
  float eye = 9;         // above the water, or above the ground under it where there is none
  float horizon = 0.6f;  // from the top
  float span = 0.94f;    // tangent of what the picture's height sees
};

// A road or a path that leads away from the viewer.
struct Road {
  float half = 0;  // of its width, metres; 0 where there is none
  bool paved = false;
  float start = 0, heading = 0;  // metres to the right at the viewer's feet, and x per z
  float bend = 160, phase = 0;   // length of its bends, and where in one it begins (turns)
};

struct Ground {
  Land land = Land::alpine;
  Water water = Water::lake;
  float relief = 1;        // height of the land, 1 = as the kind has it
  float side = 1;          // −1 mirrors what is lopsided
  float valley = 0.1f;     // direction of the valley, x per z
  float far_shore = 2600;  // distance of a lake's far shore
  float half_width = 520;  // of the lake at the viewer's feet, or of the river
  float peak = 0;          // height of one dominant mountain, metres
  float peak_x = 0, peak_z = 9000;
  float meadow = 0;        // how far a gentle meadow reaches before the mountains, metres
  float stage = 0;         // the ground is levelled as far away as this, for things to stand on
  bool ranges = false;     // mountains in parallel ranges across the view
  float tilt = 0;          // slope of the near ground
  float snow_line = 1150;  // metres above the water
  float tree_line = 620;
  float forest = 0;     // share of hills under trees
  float flowers = 0;    // 0 … 1
  float dryness = 0;    // 0 green … 1 straw
  float beach = 0;      // width of a coast's sand, metres
  float cliff = 95;     // height of a coast's cliffs
  bool snowed = false;  // snow lies everywhere
  bool seabed = false;  // it lies under water, and the air is water too
  bool rusty = false;   // its dust is red
  Road road{};
  float ice = 0;    // 1: the water is frozen
  float wave = 1;   // roughness of the water, 0.2 mirror … 2.5 storm
  float swell = 0;  // height of the sea's waves, 1 a storm's; 0 where the water lies flat
  float lava = 0;
  float fall = 0;  // height of a gorge's walls and of the water that falls from them, metres
  float fall_x = 0, fall_away = 80;
  float fall_width = 7;                  // of the water at its lip
  float second_x = 0, second_width = 0;  // of another fall beside it; 0 where there is none
};

struct Light {
  float elevation = 5;  // of the sun, or of the moon when moonlit
  float azimuth = 7;    // 0 straight ahead, ±180 behind
  bool moonlit = false;
  float turbidity = 1.6f;
  Rgb tint{1, 1, 1};  // of the direct light on clouds and land
};

struct Air {
  float haze = 0.5f;
  float mist = 0;
  float mist_height = 75;    // thickness of the layer
  float mist_base = 0;       // above the water, or above the ground at the viewer's feet
  float mist_start = 500;    // distance where it begins
  float mist_least = 0.08f;  // of its density, where it is thinnest
  float visibility = 0;      // in fog; 0 where there is none
  float fog_height = 400;    // over which the fog thins out
  float fog_overhead = 0;    // optical depth of the fog straight up
  bool water = false;        // the fog is water: blue, brighter above
  bool none = false;         // a black sky, and all light from the sun itself
};

struct Sky {
  float cumulus = -1;  // cover; below about −0.3 none, 0.3 scattered, 0.65 storm
  float base = 2100, top = 3000;
  float density = 0.034f;
  float size = 1300;
  float mackerel = 0;  // a high sheet of small clouds, 0 … 1
  float cirrus = 0.4f;
  float stars = 0;
  float milky_way = 0;
  float aurora = 0;
  Rgb aurora_colour{0.10f, 1.0f, 0.45f};
  Rgb aurora_fringe{0.75f, 0.10f, 0.85f};  // of its upper edge
  bool aurora_parted = false;              // as much of one colour as of the other
  float moon = 0;                          // radius of a moon's disc as a tangent, 0 none
  float moon_elevation = 14, moon_azimuth = -10;
  float moon_phase = 1;  // 1 full, 0.2 crescent
  bool eclipse = false;  // the moon stands before the sun
  float rays = 0.1f;
  float rainbow = 0;
  int bolts = 0;      // of lightning
  int fireworks = 0;  // bursts
  int shooting_stars = 0;
  std::vector<Globe>
      worlds{};  // other planets; places and sizes as tangents from the horizon's middle
};

struct Foreground {
  Front kind = Front::none;
  float side = -1;      // −1 left, 1 right
  float height = 0.6f;  // of its tallest part on the picture
  int count = 5;
  Season season = Season::summer;
  int scattered = 0;  // trees standing about on the land
  float scatter_near = 40, scatter_far = 600;
  bool scatter_pines = true;
  float turf = 0.19f;  // height of the grass all about, metres
  float flowers = 0;
  float snowfall = 0, rain = 0;
};

// A colour given to a thing: `share` of its own hue goes, and of its brightness what the colour
// cannot have at that brightness and stay itself.
struct Dye {
  Rgb colour;
  float share = 0;
};

struct Dyes {
  Dye sky, leaves, grass, stone, water, flowers, moon;
};

// What a thing stands on: the land, the water it floats in, the air, or another subject.
enum class Footing { ground, water, air, other };

// One thing standing in the picture.
struct Subject {
  Concept what = Concept::unknown;
  Footing footing = Footing::ground;
  // Where its group stands: of half the picture's width from the middle, and metres away.
  float across = 0, away = 30;
  float right = 0, beyond = 0;  // metres from there
  float lift = 0;               // metres above its footing; in the air above the viewer's eye
  float heading = 130;          // degrees; 0 away from the viewer, 90 to the right
  float roll = 0, pitch = 0;    // degrees
  float size = 1;               // of its kind's usual size
  bool painted = false;         // has a colour of its own
  Rgb colour{};
  int host = -1;           // the subject it stands on
  int thing = -1;          // which of the brief's things it is
  std::uint32_t seed = 1;  // its pose and markings
  int variant = 0;         // of kinds with several forms
  bool lit = false;        // its windows and lamps are on
  bool snowed = false;     // snow lies on it
  bool distant = false;    // meant to be small
  float writing = 0;       // width by height of the words it is to bear; 0 none
};

struct Grade {
  float key = 0.15f;  // mean brightness of the exposure
  float saturation = 1.1f;
  float compression = 0.8f;  // of the range between large areas; 1 leaves it
  float contrast = 1.0f;
  // Tints of lights and shadows, added to OKLab's a and b.
  float shadow_a = 0, shadow_b = -0.008f;
  float light_a = 0, light_b = 0.004f;
  float bloom = 0.5f;
  float vignette = 0.2f;
  float exposure = 0;  // of light to film where the scene knows it; 0: the key decides
};

struct Scene {
  std::uint32_t seed = 1;
  bool cutout = false;  // the subjects alone are wanted, with how much of each pixel they cover
  Camera camera{};
  Ground ground{};
  Light light{};
  Air air{};
  Sky sky{};
  Foreground front{};
  Dyes dyes{};
  Grade grade{};
  std::vector<Subject> subjects{};
  // Half the width of what the picture is about, metres, and how far off it stands: narrow pictures
  // step back from it.
  float crowd = 0, crowd_away = 1;
};

}  // namespace easel::painter
