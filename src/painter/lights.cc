#include <array>

#include "painter/places.h"

namespace easel::painter {
namespace {

// Where the sun stands low: ahead, near the middle of the picture but never in it.
float ahead(Dice& d) {
  return d.sign() * d.between(5, 15);
}

void clear_sky(Scene& s, float cirrus) {
  s.sky.cumulus = -1;
  s.sky.mackerel = 0;
  s.sky.cirrus = cirrus;
}

void cumulus(Scene& s, float cover, float base, float top, float size) {
  s.sky.cumulus = cover;
  s.sky.base = base;
  s.sky.top = top;
  s.sky.size = size;
}

// a: a sheet of small clouds lit from below.
void mackerel_evening(Scene& s, Dice& d) {
  s.light = {d.between(1.6f, 4), ahead(d), false, d.between(1.4f, 2), {1, 0.94f, 0.92f}};
  clear_sky(s, d.between(0, 0.3f));
  s.sky.mackerel = d.between(0.5f, 0.8f);
  s.grade.key = 0.14f;
}

// b: broken cumulus with the sun among them.
void broken_evening(Scene& s, Dice& d) {
  s.light = {d.between(3.5f, 6), ahead(d), false, d.between(1.4f, 2), {1, 1, 1}};
  cumulus(s, d.between(0.12f, 0.3f), d.between(1900, 2300), d.between(2800, 3200),
          d.between(1000, 1400));
  s.sky.cirrus = d.between(0.3f, 0.6f);
  s.sky.rays = 0.14f;
}

// c: the sun just gone, high ice clouds burning rose and crimson.
void crimson_afterglow(Scene& s, Dice& d) {
  s.light = {
      d.between(-1.6f, 0.3f), d.around(0, 24), false, d.between(1.3f, 1.8f), {1, 0.90f, 0.95f}};
  clear_sky(s, d.between(0.75f, 0.95f));
  if (d.chance(0.5f)) s.sky.mackerel = d.between(0.3f, 0.45f);
  s.grade.key = 0.13f;
  s.grade.light_a = 0.012f;
  s.grade.shadow_b = -0.016f;
}

// d: low light from the side or behind: glowing slopes under a cool sky.
void alpenglow(Scene& s, Dice& d) {
  s.light = {d.between(1.4f, 3.2f),
             d.sign() * d.between(75, 130),
             false,
             d.between(1.3f, 1.7f),
             {1, 0.86f, 0.74f}};
  cumulus(s, d.between(-0.1f, 0.12f), 2200, 3000, 1200);
  s.sky.cirrus = d.between(0.5f, 0.85f);
  s.grade.key = 0.15f;
  s.grade.light_a = 0.014f;
  s.grade.light_b = 0.012f;
}

// e: gold: a veiled sun in thick warm air.
void golden_veil(Scene& s, Dice& d) {
  s.light = {d.between(1.8f, 3.6f),
             d.sign() * d.between(4, 11),
             false,
             d.between(1.6f, 2.2f),
             {1, 0.92f, 0.84f}};
  clear_sky(s, d.between(0.1f, 0.35f));
  s.air.haze *= 1.15f;
  s.grade.key = 0.16f;
  s.sky.rays = 0.16f;
  s.grade.light_a = 0.012f;
  s.grade.shadow_a = 0.004f;
  s.grade.shadow_b = -0.014f;
}

// f: a clear gradient from apricot to violet.
void violet_gradient(Scene& s, Dice& d) {
  s.light = {
      d.between(-2.6f, -1.0f), d.around(0, 30), false, d.between(1.5f, 2.2f), {1, 0.9f, 0.98f}};
  clear_sky(s, d.between(0.05f, 0.3f));
  s.grade.key = 0.13f;
  s.grade.shadow_a = 0.008f;
  s.grade.shadow_b = -0.018f;
  s.grade.light_a = 0.008f;
}

void fair_day(Scene& s, Dice& d) {
  s.light = {d.between(30, 48), d.sign() * d.between(45, 85), false, 1.4f, {1, 1, 1}};
  cumulus(s, d.between(0.16f, 0.27f), d.between(1500, 1900), d.between(2400, 2900),
          d.between(800, 1150));
  s.sky.cirrus = d.between(0.1f, 0.5f);
  s.sky.density = 0.045f;
}

void cirrus_day(Scene& s, Dice& d) {
  s.light = {d.between(24, 40), d.sign() * d.between(55, 120), false, 1.3f, {1, 1, 1}};
  clear_sky(s, d.between(0.6f, 0.9f));
  if (d.chance(0.4f)) s.sky.mackerel = d.between(0.3f, 0.5f);
}

void puffy_day(Scene& s, Dice& d) {
  s.light = {d.between(34, 52), d.sign() * d.between(60, 140), false, 1.5f, {1, 1, 1}};
  clear_sky(s, d.between(0.1f, 0.3f));
  s.sky.mackerel = d.between(0.42f, 0.62f);
}

void warm_cumulus(Scene& s, Dice& d) {
  s.light = {d.between(6, 9.5f), d.sign() * d.between(35, 80), false, 1.9f, {1, 0.95f, 0.86f}};
  cumulus(s, d.between(0.1f, 0.25f), 1900, 2900, 1100);
  s.sky.cirrus = d.between(0.3f, 0.6f);
  s.grade.light_b = 0.020f;
}

void warm_haze(Scene& s, Dice& d) {
  s.light = {
      d.between(8, 12), d.sign() * d.between(8, 20), false, d.between(2.2f, 3), {1, 0.97f, 0.92f}};
  clear_sky(s, d.between(0.3f, 0.6f));
  s.air.haze *= 1.3f;
  s.sky.rays = 0.15f;
  s.grade.light_b = 0.010f;
}

void warm_side(Scene& s, Dice& d) {
  s.light = {d.between(6, 9), d.sign() * d.between(80, 120), false, 1.7f, {1, 0.94f, 0.85f}};
  clear_sky(s, d.between(0.4f, 0.8f));
  s.grade.light_b = 0.020f;
}

void blue_hour(Scene& s, Dice& d) {
  s.light = {d.between(-5.4f, -4), d.around(0, 40), false, 1.4f, {1, 0.95f, 1}};
  clear_sky(s, d.between(0.2f, 0.5f));
  s.sky.stars = 0.25f;
  s.grade.key = 0.085f;
  s.grade.shadow_b = -0.02f;
}

void rose_dusk(Scene& s, Dice& d) {
  s.light = {d.between(-3.6f, -2.2f), d.around(0, 40), false, 1.6f, {1, 0.88f, 0.98f}};
  clear_sky(s, d.between(0.5f, 0.85f));
  s.grade.key = 0.10f;
  s.grade.light_a = 0.012f;
  s.grade.shadow_b = -0.02f;
}

void belt_dusk(Scene& s, Dice& d) {
  s.light = {d.between(-2.8f, -1.4f), d.sign() * d.between(130, 175), false, 1.5f, {1, 0.9f, 1}};
  clear_sky(s, d.between(0.1f, 0.4f));
  s.sky.stars = 0.1f;
  s.grade.key = 0.11f;
}

void night_base(Scene& s, Dice& d, float elevation, float azimuth) {
  s.light = {elevation, azimuth, true, 1.2f, {1, 1, 1}};
  clear_sky(s, d.between(0, 0.08f));
  s.sky.stars = 1;
  s.grade.key = 0.054f;
  s.grade.saturation = 1.0f;
  s.air.haze *= 0.7f;
}

void starry(Scene& s, Dice& d) {
  night_base(s, d, d.between(18, 34), d.sign() * d.between(60, 140));
}

void night_clouds(Scene& s, Dice& d) {
  night_base(s, d, d.between(20, 36), d.sign() * d.between(70, 150));
  cumulus(s, d.between(-0.05f, 0.1f), 2200, 2900, 1200);
  s.sky.stars = 0.8f;
}

constexpr SkyLight kLowSun[] = {{'a', mackerel_evening},  {'b', broken_evening},
                                {'c', crimson_afterglow}, {'d', alpenglow},
                                {'e', golden_veil},       {'f', violet_gradient}};
constexpr SkyLight kDay[] = {{'a', fair_day},  {'b', fair_day}, {'c', cirrus_day},
                             {'d', puffy_day}, {'e', fair_day}, {'f', cirrus_day}};
constexpr SkyLight kGolden[] = {{'a', warm_cumulus}, {'b', warm_cumulus}, {'c', warm_side},
                                {'d', warm_side},    {'e', warm_haze},    {'f', warm_haze}};
constexpr SkyLight kDusk[] = {{'a', rose_dusk}, {'b', rose_dusk}, {'c', rose_dusk},
                              {'d', belt_dusk}, {'e', blue_hour}, {'f', blue_hour}};
constexpr SkyLight kNight[] = {{'a', starry}, {'b', night_clouds}, {'c', starry},
                               {'d', starry}, {'e', starry},       {'f', night_clouds}};

}  // namespace

std::span<const SkyLight> lights_of(Concept time) {
  switch (time) {
    case Concept::day:
      return kDay;
    case Concept::golden_hour:
      return kGolden;
    case Concept::dusk:
      return kDusk;
    case Concept::night:
      return kNight;
    default:
      return kLowSun;
  }
}

}  // namespace easel::painter
