#pragma once

#include "painter/sculptor.h"

// One rig for everything on four legs: a species is a row of numbers.
namespace easel::painter {

enum class Ears : std::uint8_t { pointed, round, hanging, tall, sideways, sails };
enum class Crown : std::uint8_t { none, antlers, horns, curled, knobs, one_horn, horn_of_nose };

struct Beast {
  // Metres. The body runs from hips to shoulders; legs are measured to the chest's underside.
  float body, chest, waist, hip, leg, leg_thick, leg_thin;
  float neck, neck_rise, neck_thick;  // its rise above level in degrees
  float head, snout, snout_thick, snout_drop;
  Ears ears;
  float ear_tall, ear_wide;
  float tail, tail_thick, tail_tip, tail_rise, tail_curl;  // degrees: where it starts, how it bends
  Rgb coat, second, belly, socks, tip;
  Pattern pattern = Pattern::plain;
  float pattern_size = 0.1f;
  float fur = 0.01f, fur_size = 0.04f;
  bool fleece = false;                                         // curls, not strands
  float eye_out = 0.50f, eye_ahead = 0.86f, eye_size = 0.15f;  // of the head's radius
  float nose = 0.2f;
  Rgb nose_colour{0.012f, 0.010f, 0.010f};
  Rgb iris{};  // black: none is seen
  bool hoofed = false, sits = false;
  Crown crown = Crown::none;
  float mane = 0;     // of the neck's thickness
  bool ruff = false;  // a lion's
  float hump = 0, trunk = 0;
  float mask = 0;  // the muzzle and cheeks take the belly's colour
};

// The species of a kind and seed; the body length is 0 for kinds that have none.
Beast beast_of(const Subject& subject);

}  // namespace easel::painter
