#pragma once

#include "painter/engine/color.h"
#include "painter/engine/road.h"
#include "painter/engine/terrain.h"

// What the land is made of: colours by kind, height, slope and noise.
namespace easel::painter::EASEL_ISA {

struct Surface {
  Rgbs albedo;
  Rgbs glow;                                     // light of its own
  Floats forest, snow, grass, sand, lava, road;  // shares, for the account and the light
};

struct Spot {
  Floats x, z, height, upright, canopy;  // upright: y of the normal
  float detail;
};

class Materials {
 public:
  Materials(const Scene& scene, std::uint32_t seed)
      : ground_(scene.ground),
        road_(scene.ground.road),
        dyes_(scene.dyes),
        season_(scene.front.season),
        seed_(seed) {}

  Surface at(const Spot& spot) const {
    Noises n{noise(spot.x, spot.z, 130, 51), noise(spot.x, spot.z, 21, 52),
             value_noise(spot.x * 0.25f, spot.height * 0.4f, seed_ + 53)};
    Surface s;
    s.forest = saturate(spot.canopy * 1.2f);
    s.snow = s.grass = s.sand = s.lava = s.road = splat(0);
    s.glow = splat(Rgb{});
    switch (ground_.land) {
      case Land::dunes:
        dunes(spot, n, s);
        break;
      case Land::mesa:
        mesa(spot, n, s);
        break;
      case Land::coast:
        coast(spot, n, s);
        break;
      case Land::hills:
        hills(spot, n, s);
        break;
      case Land::karst:
        karst(spot, n, s);
        break;
      case Land::gorge:
        gorge(spot, n, s);
        break;
      case Land::volcano:
        volcano(spot, n, s);
        break;
      case Land::cratered:
        dust(spot, n, s);
        break;
      case Land::sea:
      case Land::alpine:
        alpine(spot, n, s);
        break;
    }
    colour(s);
    if (ground_.seabed) light_seabed(spot, s);
    if (ground_.snowed) lay_snow(spot, n, s);
    if (road_.exists()) lay_road(spot, s);
    return s;
  }

 private:
  struct Noises {
    Floats broad, mid, fine;  // 130 m, 21 m, 4 m
  };

  Floats noise(Floats x, Floats z, float wavelength, std::uint32_t which) const {
    return gradient_noise(x * (1 / wavelength), z * (1 / wavelength), seed_ + which);
  }
  Floats grain(const Spot& s, float scale = 1) const {
    return layered_noise(s.x * scale, s.z * scale + s.height * 0.35f, {5.2f, 4, 0.6f}, s.detail,
                         seed_ + 58);
  }

  void colour(Surface& s) const {
    if (dyes_.leaves.share > 0) {
      s.albedo = dyed(s.albedo * (1.0f + 0.7f * s.forest), dyes_.leaves, s.forest);
    }
    if (dyes_.grass.share > 0) s.albedo = dyed(s.albedo, dyes_.grass, s.grass);
    if (dyes_.stone.share > 0) {
      const Floats bare = (1.0f - s.forest) * (1.0f - s.grass) * (1.0f - 0.6f * s.snow);
      s.albedo = dyed(s.albedo, dyes_.stone, bare);
    }
  }

  Rgbs leaves(const Noises& n) const {
    const Floats t = saturate(0.4f + n.broad * 0.5f + n.fine * 0.25f);
    const Rgbs needles = mix(pigment(.09f, .16f, .10f), pigment(.18f, .24f, .12f), t);
    if (season_ != Season::autumn) return needles;
    const Floats turn = saturate(0.5f + n.mid * 0.9f + n.fine * 0.6f);
    const Rgbs gold = mix(pigment(.66f, .26f, .07f), pigment(.86f, .60f, .14f), turn);
    return mix(needles, gold, smooth(-0.35f, 0.25f, n.mid + n.broad * 0.6f));
  }

  // Grass, by season and dryness.
  Rgbs meadow(Floats x, Floats z, const Floats& patch, float detail) const {
    const Floats broad = noise(x, z, 300, 21);
    const Floats fine =
        value_noise(x * (1 / 1.3f), z * (1 / 1.3f), seed_ + 22) * std::max(0.0f, 1 - detail / 0.8f);
    const Floats blades =
        value_noise(x * 7.0f, z * 2.4f, seed_ + 23) * std::max(0.0f, 1 - detail / 0.16f);
    const Floats t = saturate(0.42f + 0.8f * broad + 0.3f * patch);
    Rgbs fresh = mix(pigment(.24f, .31f, .13f), pigment(.40f, .43f, .21f), t);
    const Rgbs dry = mix(pigment(.56f, .47f, .24f), pigment(.71f, .62f, .36f), t);
    if (season_ == Season::autumn) {
      fresh = mix(pigment(.40f, .36f, .14f), pigment(.58f, .45f, .20f), t);
    } else if (season_ == Season::spring) {
      fresh = mix(pigment(.26f, .38f, .14f), pigment(.46f, .52f, .23f), t);
    }
    return mix(fresh, dry, splat(ground_.dryness)) * (0.92f + 0.25f * fine + 0.3f * blades);
  }

  void alpine(const Spot& p, const Noises& n, Surface& s) const {
    const Floats strata = sin_turn(p.height * (1 / 46.0f) + n.broad * 0.6f) * 0.5f + 0.5f;
    s.albedo = mix(pigment(.42f, .39f, .37f), pigment(.29f, .27f, .27f),
                   saturate(0.5f + 0.5f * n.mid + 0.35f * n.fine)) *
               (0.90f + 0.15f * strata);
    s.grass = smooth(0.62f, 0.86f, p.upright + n.mid * 0.06f) *
              smooth(0.0f, 1.0f,
                     (ground_.tree_line + 330.0f - p.height + n.broad * 160.0f) * (1 / 260.0f));
    s.albedo = mix(s.albedo, meadow(p.x, p.z, n.mid, p.detail), s.grass);
    if (ground_.flowers > 0) scatter_flowers(p, s);
    if (ground_.water != Water::none) {
      s.sand = smooth(3.0f, 0.5f, p.height + n.mid) * (1.0f - s.forest);
      s.albedo = mix(s.albedo, pigment(.31f, .29f, .26f), s.sand);
    }
    s.albedo = mix(s.albedo, leaves(n), s.forest * 0.96f);
    const float line = ground_.snow_line;
    s.snow = smooth(0.0f, 1.0f,
                    (p.height - line + n.broad * 130.0f + n.mid * 40.0f) * (1 / 170.0f) +
                        (p.upright - 0.62f) * 1.2f) *
             smooth(0.36f, 0.62f, p.upright + n.mid * 0.04f) *
             smooth(line - 420.0f, line + 40.0f, p.height);
    s.albedo = mix(s.albedo, kSnow, s.snow);
  }

  void hills(const Spot& p, const Noises& n, Surface& s) const {
    s.grass = 1.0f - s.forest;
    s.albedo = meadow(p.x, p.z, n.mid, p.detail);
    Rgbs crowns = leaves(n);
    if (season_ == Season::spring || season_ == Season::summer) {
      crowns = mix(pigment(.12f, .20f, .09f), pigment(.24f, .30f, .13f), saturate(0.4f + n.mid));
    }
    s.albedo = mix(s.albedo, crowns, s.forest);
    if (ground_.flowers > 0) scatter_flowers(p, s);
  }

  // Single blossoms near by, their mean colour farther away.
  void scatter_flowers(const Spot& p, Surface& s) const {
    const Floats patch =
        smooth(0.15f, 0.5f,
               noise(p.x, p.z, 46, 24) + 0.5f * noise(p.x, p.z, 13, 25) + ground_.flowers - 0.5f) *
        s.grass;
    const Floats hue = noise(p.x, p.z, 90, 26);
    Rgbs petals = select(
        hue > 0.12f, splat(pigment(.93f, .22f, .18f)),
        select(hue > -0.18f, splat(pigment(.98f, .85f, .25f)), splat(pigment(.62f, .40f, .88f))));
    petals = dyed(petals, dyes_.flowers);
    constexpr float kCell = 0.34f;
    const Floats qx = p.x * (1 / kCell), qz = p.z * (1 / (kCell * 1.6f));
    const Floats cx = vfloor(qx), cz = vfloor(qz);
    const Words h = hash(to_ints(cx), to_ints(cz), seed_ + 27);
    const Floats dx = (qx - cx - 0.05f - 0.9f * unit(h)) * kCell;
    const Floats dz = (qz - cz - 0.05f - 0.9f * unit(rehash(h, 1))) * kCell;
    const Floats size = 0.035f + 0.05f * unit(rehash(h, 9));
    const Floats bud = saturate((size - vsqrt(dx * dx + dz * dz)) * 30.0f);
    const Floats one = select(unit(rehash(h, 4)) < patch * 0.55f, bud, splat(0));
    const float blur = clamp1((p.detail - 0.03f) / 0.10f, 0, 1);
    const Floats share = mix(one, patch * 0.34f * vexp(p.z * (-1 / 420.0f)), splat(blur));
    s.albedo = mix(s.albedo, petals, share * 0.92f * (1.0f - s.forest));
  }

  void dunes(const Spot& p, const Noises& n, Surface& s) const {
    s.sand = splat(1);
    const Floats t = saturate(0.5f + 0.4f * n.broad + 0.15f * n.mid);
    s.albedo = mix(pigment(.86f, .64f, .41f), pigment(.76f, .49f, .29f), t) *
               (0.96f + 0.08f * value_noise(p.x * 3.0f, p.z * 3.0f, seed_ + 5));
  }

  void mesa(const Spot& p, const Noises& n, Surface& s) const {
    const Floats level = p.height + n.broad * 5.0f + n.mid * 1.5f;
    const Floats zero = splat(0);
    const Floats thick = value_noise(level * (1 / 23.0f), zero + 1.5f, seed_ + 11);
    const Floats thin = value_noise(level * (1 / 7.0f), zero + 7.5f, seed_ + 12);
    const Floats hair =
        value_noise(level * (1 / 2.3f), zero + 3.5f, seed_ + 13) * std::max(0.0f, 1 - p.detail / 3);
    Rgbs rock =
        mix(pigment(.74f, .37f, .22f), pigment(.88f, .62f, .43f), saturate(thick * 0.8f + 0.35f));
    rock = mix(rock, pigment(.50f, .23f, .15f), saturate(thin * 0.9f)) * (1.0f + 0.22f * hair);
    const Floats flat = smooth(0.80f, 0.95f, p.upright);
    Rgbs floor = mix(pigment(.76f, .48f, .32f), pigment(.66f, .43f, .29f), saturate(0.5f + n.mid));
    const Floats scrub = smooth(0.24f, 0.42f, grain(p)) * 0.85f;
    floor = mix(floor, pigment(.34f, .37f, .21f), scrub);
    s.sand = flat * (1.0f - scrub);
    s.albedo = mix(rock, floor, flat);
  }

  void coast(const Spot& p, const Noises& n, Surface& s) const {
    const Floats level = p.height + n.broad * 6.0f + p.x * 0.12f, zero = splat(0);
    const Floats thick = value_noise(level * (1 / 9.0f), zero + 1.5f, seed_ + 11);
    const Floats thin = value_noise(level * (1 / 2.6f), zero + 7.5f, seed_ + 12);
    Rgbs rock =
        mix(pigment(.50f, .45f, .39f), pigment(.30f, .27f, .26f), saturate(0.5f + thick * 0.6f)) *
        (1.0f + 0.25f * thin);
    rock = mix(rock, pigment(.17f, .16f, .15f), smooth(5.0f, 1.0f, p.height));
    s.grass = smooth(0.66f, 0.84f, p.upright + n.mid * 0.07f) * smooth(12.0f, 26.0f, p.height);
    s.albedo = mix(rock, meadow(p.x, p.z, n.mid, p.detail), s.grass);
    s.sand = smooth(0.93f, 0.985f, p.upright) * smooth(10.0f, 6.0f, p.height);
    const Floats ripple =
        noise(p.x, p.z, 6, 16) * 0.16f + value_noise(p.x * 2.1f, p.z * 2.1f, seed_ + 15) *
                                             (0.10f * std::max(0.0f, 1 - p.detail / 0.5f));
    s.albedo = mix(s.albedo, splat(pigment(.78f, .69f, .55f)) * (0.94f + ripple), s.sand);
    const Floats wet = smooth(2.3f, 1.1f, p.height + noise(p.x, p.z, 6, 16) * 0.5f);
    s.albedo = s.albedo * (1.0f - 0.58f * wet);
  }

  void karst(const Spot& p, const Noises& n, Surface& s) const {
    const Floats v = grain(p, 0.7f);
    const Rgbs rock =
        mix(pigment(.52f, .49f, .45f), pigment(.31f, .30f, .29f), saturate(0.5f + 0.5f * v));
    s.forest = vmax(s.forest, smooth(0.22f, 0.5f, p.upright + n.mid * 0.16f + v * 0.12f));
    const Rgbs green = mix(pigment(.15f, .23f, .12f), pigment(.28f, .34f, .16f),
                           saturate(0.5f + n.fine * 0.6f + v * 0.4f));
    s.albedo = mix(rock, green, s.forest * 0.92f);
  }

  void gorge(const Spot& p, const Noises& n, Surface& s) const {
    const Floats v = grain(p, 0.7f);
    const Rgbs rock =
        mix(pigment(.40f, .38f, .34f), pigment(.22f, .21f, .20f), saturate(0.5f + 0.6f * v));
    s.grass = smooth(0.55f, 0.8f, p.upright + v * 0.12f) * smooth(0.5f, 1.6f, p.height + v * 0.6f);
    s.albedo = mix(rock * (1.0f - 0.5f * smooth(1.0f, 0.2f, p.height)),
                   meadow(p.x, p.z, n.mid, p.detail), s.grass);
    const Rgbs green = mix(pigment(.13f, .22f, .10f), pigment(.30f, .38f, .15f),
                           saturate(0.5f + n.fine * 0.6f + v * 0.4f));
    s.albedo = mix(s.albedo, season_ == Season::autumn ? leaves(n) : green, s.forest * 0.95f);
  }

  void volcano(const Spot& p, const Noises& n, Surface& s) const {
    s.albedo = mix(pigment(.20f, .18f, .18f), pigment(.12f, .11f, .12f),
                   saturate(0.5f + n.mid + n.fine * 0.3f));
    s.albedo = mix(s.albedo, leaves(n), s.forest * 0.9f);
    const float line = ground_.snow_line;
    s.snow = smooth(0.0f, 1.0f,
                    (p.height - line + n.broad * 180.0f + n.mid * 90.0f) * (1 / 180.0f) +
                        (p.upright - 0.8f) * 1.5f);
    s.albedo = mix(s.albedo, kSnow, s.snow);
    if (ground_.lava > 0) flow_lava(p, s);
  }

  // Streams from the crater toward the viewer, wandering with the distance they ran.
  void flow_lava(const Spot& p, Surface& s) const {
    const Floats dx = p.x - ground_.peak_x, dz = p.z - ground_.peak_z;
    const Floats r = vsqrt(dx * dx + dz * dz);
    Floats heat = splat(0);
    constexpr float kReach[5] = {1500, 3400, 4300, 2700, 3100};
    for (int k = 0; k < 5; ++k) {
      const float angle =
          -1.57f + (k - 2) * 0.42f + 0.25f * sin1(k * 5.1f + static_cast<float>(seed_ % 7));
      const float ca = cos1(angle), sa = sin1(angle);
      const Floats row = splat(k * 3.3f);
      const Floats wander = (gradient_noise(r * (1 / 700.0f), row, seed_ + 41) * 0.13f +
                             gradient_noise(r * (1 / 210.0f), row + 2.0f, seed_ + 42) * 0.04f) *
                            saturate(r * (1 / 900.0f));
      const Floats along = dx * ca + dz * sa;
      const Floats off = vabs(dz * ca - dx * sa - wander * r * 1.4f);
      const Floats width =
          26.0f + r * 0.012f + 22.0f * value_noise(r * (1 / 120.0f), row, seed_ + 43);
      const Floats core = smooth(0.0f, 1.0f, (width - off) * (1 / 20.0f) + 0.5f) +
                          0.10f * vexp(off * (-1 / 110.0f));
      const Floats cooling = smooth(kReach[k], kReach[k] * 0.55f, r) *
                             (0.45f + 0.55f * saturate(1.0f - r * (1 / kReach[k])));
      heat = vmax(heat, select(along > 0.0f, core * cooling, splat(0)));
    }
    const Floats crust =
        0.35f +
        0.65f * value_noise(p.x * (1 / 35.0f), (p.z + p.height * 0.6f) * (1 / 35.0f), seed_ + 44);
    const Floats q = (heat * (0.6f + 0.7f * crust) + vexp(r * (-1 / 330.0f)) * 1.8f) * ground_.lava;
    s.lava = saturate(q);
    s.glow = {q * 5.5f, q * q * 1.1f + q * 0.42f, q * q * 0.16f + q * 0.03f};
  }

  // Of a moon: grey seas of lava in paler highlands; of Mars: rust.
  void dust(const Spot& p, const Noises& n, Surface& s) const {
    const Floats t = saturate(0.5f + noise(p.x, p.z, 2300, 71) + 0.3f * n.broad + 0.1f * n.fine);
    s.albedo = ground_.rusty ? mix(pigment(.46f, .24f, .14f), pigment(.72f, .43f, .27f), t)
                             : mix(pigment(.30f, .30f, .31f), pigment(.47f, .46f, .45f), t);
    const Floats speck = value_noise(p.x * 1.7f, p.z * 1.7f, seed_ + 72);
    s.albedo = s.albedo * (1.0f + 0.14f * speck * std::max(0.0f, 1 - p.detail / 0.8f));
  }

  // Asphalt with its lines, or trodden earth with grass between the tracks.
  void lay_road(const Spot& p, Surface& s) const {
    const float half = road_.half(), blur = 0.5f * p.detail;
    const Floats off = road_.off(p.x, p.z), aside = vabs(off);
    const float near = std::max(0.0f, 1 - p.detail / 0.25f);
    const Floats ragged = road_.paved() ? splat(0) : noise(p.x, p.z, 1.9f, 81) * 0.30f;
    const float soft = (road_.paved() ? 0.05f : 0.22f) + blur;
    s.road = smooth(half + soft, half - soft, aside + ragged);
    const auto line = [&](Floats from, float wide) {
      return smooth(wide + blur, std::max(0.0f, wide - blur) - 0.01f, vabs(from)) *
             std::min(1.0f, 2 * wide / std::max(p.detail, 0.001f));
    };
    Rgbs top;
    if (road_.paved()) {
      const Floats stone = value_noise(p.x * 9.0f, p.z * 9.0f, seed_ + 82) * near;
      top = splat(pigment(.36f, .36f, .37f)) *
            (1.0f + 0.16f * stone + 0.10f * noise(p.x, p.z, 6, 83));
      const Floats beat = p.z * (1 / 9.0f), gap = beat - vfloor(beat);
      const Floats dashes = line(off, 0.07f) * select(gap < 0.55f, splat(1), splat(0));
      top = mix(top, pigment(.93f, .92f, .88f), vmax(dashes, line(aside - (half - 0.3f), 0.06f)));
    } else {
      const Floats t =
          saturate(0.5f + 0.7f * noise(p.x, p.z, 2.7f, 84) + 0.3f * noise(p.x, p.z, 11, 85));
      top = mix(pigment(.50f, .40f, .28f), pigment(.67f, .57f, .43f), t);
      const Floats track = smooth(0.30f * half, 0.05f, vabs(aside - 0.55f * half));
      top = top * (1.0f - 0.20f * track);
      if (half > 1.3f)
        top = mix(top, s.albedo, smooth(0.32f * half, 0.12f * half, aside + ragged) * 0.7f);
    }
    if (ground_.snowed) top = mix(top, kSnow, splat(0.55f));
    s.albedo = mix(s.albedo, top, s.road);
    const Floats rest = 1.0f - s.road;
    s.grass *= rest;
    s.forest *= rest;
    s.snow *= rest;
    s.sand *= rest;
  }

  // Sand under water: pale, with the net of light that waves throw on it.
  void light_seabed(const Spot& p, Surface& s) const {
    const Floats bend = noise(p.x, p.z, 3.1f, 61) * 0.7f;
    const Floats a = 1.0f - vabs(noise(p.x + bend, p.z, 1.9f, 62));
    const Floats b = 1.0f - vabs(noise(p.x, p.z + bend, 1.3f, 63));
    const Floats net = a * a * b * b,
                 bright = net * net * net * std::max(0.0f, 1 - p.detail / 1.5f);
    s.albedo = mix(s.albedo, pigment(.80f, .78f, .66f), splat(0.55f)) * (0.55f + 1.5f * bright);
  }

  void lay_snow(const Spot& p, const Noises& n, Surface& s) const {
    const Floats held = smooth(0.30f, 0.62f, p.upright + n.mid * 0.08f);
    const Floats under = 1.0f - s.forest * (0.62f - 0.35f * n.mid);
    s.snow = vmax(s.snow, held * under);
    s.albedo = mix(s.albedo, kSnow, s.snow);
    s.grass *= 1.0f - s.snow;
    s.sand *= 1.0f - s.snow;
  }

  static constexpr Rgb kSnow{0.846f, 0.888f, 0.955f};

  Ground ground_;
  Roadway road_;
  Dyes dyes_;
  Season season_;
  std::uint32_t seed_;
};

}  // namespace easel::painter::EASEL_ISA
