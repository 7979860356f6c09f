#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/gorge.h"
#include "painter/engine/haze.h"

// The walls of a gorge and the water that falls over them. The wall is a relief over (x, y) that
// faces the viewer, so strata, ledges and cracks have all the detail the eye wants; the water is a
// curtain before it whose streaks lengthen as the fall gathers speed (distance ~ time²), with spray
// at its foot and foam on the pool.
namespace easel::painter::EASEL_ISA {

class Waterfall {
 public:
  Waterfall(const Scene& scene, const View& view, const Terrain& terrain, const SkyDome& dome,
            const Haze& haze)
      : g_(scene.ground),
        stone_(scene.dyes.stone),
        water_(scene.dyes.water),
        season_(scene.front.season),
        night_(scene.light.moonlit),
        seed_(scene.seed * 7919u + 1200),
        view_(view),
        eye_(terrain.eye()),
        dome_(dome),
        haze_(haze),
        lights_(dome.lights()),
        sky_(lights_.ambient * Rgb{1.75f, 1.95f, 2.35f}) {
    add_curtain(g_.fall_x, 0.5f * g_.fall_width, 1);
    if (g_.second_width > 0) add_curtain(g_.second_x, 0.5f * g_.second_width, 2);
  }

  bool exists() const { return g_.fall > 0; }

  // What rays (u, v, 1) from (0, eye, 0) see of it before `limit`; `light` and `limit` are kept
  // where they see nothing. Returns the share of falling water.
  Floats look(Floats u, float v, float eye, float pitch, Rgbs& light, Floats& limit) const {
    const Floats z = march(u, v, eye);
    const Mask wall = z < limit;
    if (any(wall)) {
      const Floats at = select(wall, z, splat(g_.fall_away));
      light = select(wall, in_air(rock(u, v, at, eye, pitch), u, v, at, eye), light);
      limit = select(wall, z, limit);
    }
    Floats water = splat(0);
    for (const Curtain& curtain : curtains_) {
      if (curtain.half <= 0) continue;
      water = vmax(water, hang(curtain, u, v, eye, pitch, light, limit));
    }
    return water;
  }

  // Lays it over the picture.
  void draw(Frame& frame, Sightings& seen, Job& job) const {
    std::vector<std::array<float, 2>> rows(static_cast<std::size_t>(frame.height));
    job.parallel.for_each(frame.height, [&](int y) {
      if (job.stop.requested()) return;
      for (int x = 0; x < frame.width; x += kLanes) draw8(frame, x, y, rows[y]);
    });
    const float pixels = static_cast<float>(frame.width) * static_cast<float>(frame.height);
    for (const auto& row : rows) {
      seen[Seen::waterfall] += row[0] / pixels;
      seen[Seen::rock] += row[1] / pixels;
    }
  }

 private:
  struct Curtain {
    float x = 0, half = 0, lip = 0, foot = 0;  // foot: how far off
    std::uint32_t seed = 0;
  };
  struct Relief {
    Floats z, fine;  // fine: what the smaller forms add
  };

  void add_curtain(float x, float half, std::uint32_t which) {
    Curtain& c = curtains_[which - 1];
    c = {x, half, 0, 0, seed_ + 100 * which};
    c.lip = g_.fall - 2.2f + (which == 2 ? 0.9f : 0);
    c.foot = gorge_wall(g_, splat(x))[0] - 3.5f;
  }

  Floats rim(Floats x) const {
    const Floats wavy = gradient_noise(x * (1 / 13.0f), splat(0.5f), seed_ + 1) * 2.2f +
                        gradient_noise(x * (1 / 3.7f), splat(4.5f), seed_ + 2) * 0.7f;
    const Floats notch = smooth(1.5f, 0.9f, aside_of_fall(g_, x));
    return g_.fall + wavy * (1.0f - notch) - 2.2f * notch;
  }

  // Where the wall stands at (x, y); `detail` is the shortest form worth having.
  Relief wall(Floats x, Floats y, float detail) const {
    const Floats bend = gradient_noise(x * (1 / 40.0f), y * (1 / 40.0f), seed_ + 3);
    const Floats level = y + x * 0.10f * g_.side + bend * 6.0f;
    Floats z = gorge_wall(g_, x) + 0.13f * y;
    z += gradient_noise(x * (1 / 17.0f), y * (1 / 70.0f), seed_ + 4) * 4.5f;
    z += gradient_noise(x * (1 / 6.0f), y * (1 / 15.0f) + bend, seed_ + 5) * 2.3f;
    // Beds of rock: each juts out at its top and is undercut below.
    const Floats bed =
        level * (1 / 5.2f) + 0.5f * gradient_noise(x * (1 / 9.0f), level * 0.1f, seed_ + 6);
    const Floats within = bed - vfloor(bed);
    const Floats jut = within * within * smooth(1.0f, 0.78f, within);
    z += jut * 1.5f * (0.6f + value_noise(vfloor(bed), x * 0.05f, seed_ + 7));
    z += 5.0f * square(saturate((y - g_.fall + 3.5f) * (1 / 3.5f)));
    Floats fine = splat(0);
    float height = 0.55f, wavelength = 2.3f;
    for (std::uint32_t k = 0; k < 5 && wavelength > detail * 2; ++k) {
      const float f = 1 / wavelength;
      const Floats n = gradient_noise(x * f + 3.7f * k, level * (0.75f * f), seed_ + 10 + k);
      fine += height * (0.35f - 1.3f * vabs(n));
      height *= 0.52f;
      wavelength *= 0.5f;
    }
    return {z - fine, fine};
  }

  // Depth at which rays meet the wall, kNothing where they pass over it or end in the pool.
  Floats march(Floats u, float v, float eye) const {
    Floats z = splat(0.42f * g_.fall_away), before = z, gap_before = splat(1);
    Mask alive = z > 0.0f;
    Floats found = splat(kNothing);
    for (int i = 0; i < 56 && any(alive); ++i) {
      const Floats x = u * z, y = eye + v * z;
      const Floats gap = wall(x, y, 0.5f).z - z;
      const Mask in = alive & (gap < 0.0f);
      const Floats share = gap_before / vmax(gap_before - gap, 1e-4f);
      found = select(in, before + (z - before) * share, found);
      alive = alive & ~in & (z < g_.fall_away * 1.4f);
      before = select(alive, z, before);
      gap_before = select(alive, gap, gap_before);
      z = select(alive, z + clamp(gap * 0.55f, 0.12f, 5.0f), z);
    }
    const Floats y = eye + v * found;
    const Mask shown = (found < kNothing) & (y > 0.0f) & (y < rim(u * found));
    return select(shown, found, splat(kNothing));
  }

  Rgbs rock(Floats u, float v, Floats z, float eye, float pitch) const {
    const Floats x = u * z, y = eye + v * z;
    const float detail = std::max(0.05f, min_lane(z) * pitch), step = std::max(0.08f, detail);
    const Relief here = wall(x, y, detail);
    const Floats zx = (wall(x + step, y, detail).z - here.z) * (1 / step);
    const Floats zy = (wall(x, y + step, detail).z - here.z) * (1 / step);
    const Vecs n = normalize(Vecs{zx, zy, splat(-1)});
    const Floats aside = aside_of_fall(g_, x);
    const Floats grain = value_noise(x * 1.3f, y * 1.9f, seed_ + 20);
    const Floats patch = gradient_noise(x * (1 / 8.0f), y * (1 / 11.0f), seed_ + 21);
    const Floats band =
        value_noise(splat(2.5f), (y + x * 0.10f * g_.side) * (1 / 3.1f), seed_ + 22);
    Rgbs albedo = mix(pigment(.53f, .48f, .42f), pigment(.29f, .27f, .25f),
                      saturate(0.5f + 0.45f * band + 0.3f * grain + 0.3f * patch));
    const Floats wet =
        vmax(smooth(2.6f, 1.2f, aside + patch * 0.5f), smooth(2.2f, 0.6f, y + grain));
    albedo = albedo * (1.0f - 0.55f * wet);
    const Floats lush = smooth(5.0f, 1.5f, aside) * 0.25f + 0.9f * clamp1(g_.forest, 0, 1);
    const Floats hanging =
        smooth(0.45f, 0.95f,
               gradient_noise(x * 0.42f, y * 0.05f, seed_ + 23) * 0.8f +
                   0.75f * smooth(0.6f, 1.05f, y * (1 / g_.fall)) + 0.2f * patch);
    const Floats ledge = smooth(0.38f, 0.72f, n.y + patch * 0.38f + grain * 0.1f + lush);
    const Floats moss = saturate(ledge + hanging * 0.85f) * smooth(0.75f, 1.2f, aside);
    const Rgbs green = mix(pigment(.16f, .24f, .09f), pigment(.36f, .43f, .16f),
                           saturate(0.5f + 0.6f * grain - 0.4f * patch));
    albedo = mix(albedo, green * (season_ == Season::autumn ? 0.8f : 1.0f), moss * 0.9f);
    if (stone_.share > 0) albedo = dyed(albedo, stone_, 1.0f - moss);
    if (g_.snowed)
      albedo = mix(albedo, Rgb{0.85f, 0.89f, 0.95f}, smooth(0.05f, 0.4f, n.y + patch * 0.2f));
    const Floats open =
        saturate(0.72f + here.fine * 0.55f) * (0.55f + 0.45f * saturate(y * (1 / g_.fall)));
    const Floats facing = saturate(dot(n, lights_.sun)) * saturate(0.75f + here.fine * 0.7f);
    const Rgbs lit = albedo *
                     (lights_.direct * (facing * 0.3183f) + sky_ * ((0.62f + 0.38f * n.y) * open)) *
                     1.3f;
    return night_ ? by_night(lit) : lit;
  }

  // The curtain over `light`, and the cloud of spray at its foot; returns how much of it is seen.
  Floats hang(const Curtain& c, Floats u, float v, float eye, float pitch, Rgbs& light,
              Floats& limit) const {
    const float reach = c.foot * 0.13f;
    Floats z = splat(c.foot), y = eye + v * z;
    for (int k = 0; k < 2; ++k) {
      const Floats down = saturate(1.0f - y * (1 / c.lip));
      z = c.foot + 0.13f * vmax(y, 0.0f) + 2.6f - 3.4f * vsqrt(down + 0.02f) +
          5.0f * square(saturate((y - c.lip + 2.0f) * 0.5f));
      y = eye + v * z;
    }
    if (all(vabs(u * z - c.x) > 3.5f * c.half + reach)) return splat(0);
    const Floats x = u * z;
    const Floats water =
        curtain(c, x, y, min_lane(z) * pitch) * select(z < limit + 4.0f, splat(1), splat(0));
    const Floats streak = streaks(c, x, y, min_lane(z) * pitch);
    const Floats shade = saturate(0.58f + 0.85f * streak);
    Rgbs white = whiteness() * (0.30f + 0.70f * shade);
    white = dyed(white, water_);
    light = mix(light, in_air(white, u, v, z, eye), water);
    limit = select(water > 0.5f, vmin(limit, z), limit);
    const Floats mist = spray(c, x, y);
    light = mix(light, whiteness() * 0.92f, mist);
    return saturate(water + mist * 0.5f);
  }

  // Narrow and whole at the lip, wider and torn at the foot.
  Floats curtain(const Curtain& c, Floats x, Floats y, float detail) const {
    const Floats down = 1.0f - y * (1 / c.lip), time = vsqrt(saturate(down) + 0.004f);
    const Floats half = c.half * (0.86f + 0.34f * down) +
                        gradient_noise(time * 5.0f, splat(0.5f), c.seed + 1) * (0.10f * c.half);
    const Floats ragged = gradient_noise(x * 0.9f, time * 7.0f, c.seed + 2) * 0.5f +
                          value_noise(x * 2.6f, time * 16.0f, c.seed + 3) * 0.25f;
    const Floats edge = (half - vabs(x - c.x)) * (1 / c.half) + ragged * (0.14f + 0.40f * time);
    const Floats body = smooth(0.0f, 0.22f, edge);
    const Floats thin = saturate(0.72f + 0.8f * streaks(c, x, y, detail) + 0.6f * edge);
    const Floats lip = smooth(-0.25f, 0.15f, c.lip - y + 0.35f * ragged);
    return body * thin * lip * smooth(-0.6f, 0.0f, y);
  }

  Floats streaks(const Curtain& c, Floats x, Floats y, float detail) const {
    const Floats down = saturate(1.0f - y * (1 / c.lip)), time = vsqrt(down + 0.004f);
    Floats sum = splat(0);
    float wavelength = 0.55f * c.half, height = 0.55f, pace = 2.6f;
    const Floats fan = (x - c.x) / (0.86f + 0.34f * down);
    for (std::uint32_t k = 0; k < 5 && wavelength > detail * 1.5f; ++k) {
      sum += height * gradient_noise(fan * (1 / wavelength), time * pace, c.seed + 5 + k);
      wavelength *= 0.48f;
      height *= 0.72f;
      pace *= 1.5f;
    }
    return sum;
  }

  Floats spray(const Curtain& c, Floats x, Floats y) const {
    const float tall = std::max(3.5f, 0.17f * c.lip);
    const Floats aside = (x - c.x) * (1 / (1.5f * c.half + 2));
    const Floats billow =
        gradient_noise(x * (2.2f / tall), y * (2.2f / tall), c.seed + 20) * 0.6f +
        gradient_noise(x * (5.0f / tall), y * (5.0f / tall), c.seed + 21) * 0.35f +
        gradient_noise(x * (11 / tall), y * (11 / tall), c.seed + 22) * 0.18f;
    const Floats rise = select(y > 0.0f, y * (1 / tall), y * (-2.6f / tall));
    const Floats cloud = vexp(aside * aside * -1.3f) * vexp(rise * -1.1f);
    return saturate(cloud * (1.05f + billow) - 0.06f) * 0.92f;
  }

  // Foam on the pool, thick where the water strikes and drawn out into lace.
  Floats foam(Floats x, Floats z) const {
    Floats most = splat(0);
    for (const Curtain& c : curtains_) {
      if (c.half <= 0) continue;
      const Floats dx = vmax(vabs(x - c.x) - c.half, 0.0f), dz = (z - c.foot + 1.0f) * 0.8f;
      const Floats away = vsqrt(dx * dx + dz * dz);
      const Floats lace = gradient_noise(x * 0.7f, z * 0.28f, c.seed + 30) * 0.6f +
                          gradient_noise(x * 1.9f, z * 0.7f, c.seed + 31) * 0.45f;
      const Floats near = vexp(away * (-0.7f / (c.half + 2)));
      most = vmax(most, saturate(near * 1.6f + lace * 0.75f * saturate(near * 2.5f) - 0.45f));
    }
    return most;
  }

  Rgb whiteness() const {
    const float front = std::max(0.12f, dot(lights_.sun, normalize(Vec{0, 0.35f, -1})));
    const Rgb white = (lights_.direct * (front * 0.3183f * 0.8f) + sky_ * 0.80f) *
                      Rgb{0.93f, 0.96f, 0.98f} * 1.25f;
    return night_ ? lane(by_night(splat(white)), 0) : white;
  }

  Rgbs in_air(Rgbs light, Floats u, float v, Floats z, float eye) const {
    Clarity air;
    const Floats distance = z * vsqrt(u * u + (v * v + 1.0f));
    return haze_.through(light, dome_.horizon(u), u * z, vabs(eye + v * z), z, distance, air);
  }

  void draw8(Frame& frame, int x, int y, std::array<float, 2>& row) const {
    const std::size_t at = frame.at(x, y);
    const Floats before = load(&frame.depth[at]);
    Rgbs light = splat(Rgb{});
    Floats depth{}, water = splat(0);
    const Rgbs behind = frame.load8(x, y);
    constexpr float kAcross[2] = {0.25f, 0.75f}, kDown[2] = {0.3f, 0.7f};
    for (int k = 0; k < 2; ++k) {
      const Floats u = view_.u(lane_index() + (static_cast<float>(x) + kAcross[k]));
      const float v = view_.v(static_cast<float>(y) + kDown[k]);
      Rgbs seen = behind;
      if (v < 0) {
        const Floats pool = splat(eye_ / -v);
        const Floats white =
            foam(u * pool, pool) * select(before > pool * 0.98f, splat(1), splat(0));
        seen = mix(seen, whiteness() * 0.95f, white);
      }
      depth = before;
      water += look(u, v, eye_, view_.pixel * 0.7f, seen, depth) * 0.5f;
      light = light + seen * 0.5f;
    }
    frame.store8(x, y, light);
    store(&frame.depth[at], depth);
    for (int i = 0; i < std::min(kLanes, frame.width - x); ++i) {
      row[0] += water[i];
      if (depth[i] < before[i]) row[1] += 1 - water[i];
    }
  }

  Ground g_;
  Dye stone_, water_;
  Season season_;
  bool night_;
  std::uint32_t seed_;
  const View& view_;
  float eye_;
  const SkyDome& dome_;
  const Haze& haze_;
  Lights lights_;
  Rgb sky_;
  std::array<Curtain, 2> curtains_{};
};

}  // namespace easel::painter::EASEL_ISA
