#pragma once

#include "painter/engine/kuwahara.h"
#include "painter/engine/quantise.h"

// Styles of the printing press: Japanese woodblock prints, pop art in dots, flat posters, black and
// white film.
namespace easel::painter::EASEL_ISA {

// Flat steps through a row of inks, with narrow blends between them.
template <std::size_t N>
Rgbs ramp(const std::array<Rgb, N>& inks, Floats t) {
  const Floats z = clamp(t, 0, 0.9999f) * static_cast<float>(N - 1);
  Rgbs c = splat(inks[0]);
  for (std::size_t i = 1; i < N; ++i) {
    c = mix(c, inks[i], saturate((z - (static_cast<float>(i) - 0.5f)) * 5.0f + 0.5f));
  }
  return c;
}

inline void print_ukiyo_e(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Study flat = flattened(study, 8, job);
  const Ranks ranks(flat.luma);
  const Outlines lines(flat, flat.luma, 1, 2.6f, job);
  static constexpr std::array<Rgb, 8> kCool{{{.09f, .12f, .24f},
                                             {.13f, .24f, .42f},
                                             {.24f, .42f, .55f},
                                             {.47f, .61f, .62f},
                                             {.73f, .76f, .68f},
                                             {.90f, .84f, .68f},
                                             {.95f, .90f, .76f},
                                             {.97f, .94f, .85f}}};
  static constexpr std::array<Rgb, 6> kWarm{{{.30f, .12f, .16f},
                                             {.62f, .22f, .18f},
                                             {.84f, .40f, .25f},
                                             {.92f, .60f, .38f},
                                             {.95f, .77f, .54f},
                                             {.97f, .90f, .74f}}};
  static constexpr std::array<Rgb, 6> kGreen{{{.10f, .17f, .16f},
                                              {.17f, .32f, .26f},
                                              {.33f, .48f, .34f},
                                              {.56f, .64f, .42f},
                                              {.79f, .79f, .56f},
                                              {.95f, .92f, .74f}}};
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row), u = x * m, v = splat(row * m);
    const Rgbs own = flat.colour(x, py);
    const Floats luma = luma_of(own);
    const Floats sway = plane_noise(u * (1 / 60.0f), v * (1 / 60.0f), 2, seed + 5) * 0.03f;
    const Floats tone = 0.5f * ranks.of(luma) + 0.5f * vpow(vmax(luma, 1e-3f), 0.8f) + sway;
    const Floats warm = own.r - own.b, leafy = own.g - 0.5f * (own.r + own.b);
    Rgbs c = ramp(kCool, tone);
    c = mix(c, ramp(kGreen, tone),
            saturate((leafy - 0.015f) * 22.0f) * saturate((warm + 0.02f) * 20.0f));
    c = mix(c, ramp(kWarm, tone),
            saturate((warm - 0.12f) * 9.0f) * saturate(1.0f - (leafy - 0.02f) * 16.0f));
    const Floats fibre = plane_noise(u * (1 / 2.2f), v * (1 / 2.2f), 2, 21u) * 0.05f +
                         plane_noise(u * (1 / 28.0f), v * (1 / 1.6f), 2, 23u) * 0.045f +
                         plane_noise(u * (1 / 160.0f), v * (1 / 5.0f), 3, 27u) * 0.05f;
    // The upper edge is wiped darker by hand (bokashi).
    const float down = row / (static_cast<float>(picture.height) * 0.17f);
    c = mix(c, kCool[1], splat(pow1(clamp1(1 - down, 0, 1), 1.4f) * 0.85f));
    c = c * (1.0f + fibre);
    const Floats broken = 0.85f + 0.3f * plane_noise(u * (1 / 6.0f), v * (1 / 6.0f), 2, 17u);
    c = mix(c, Rgb{.10f, .10f, .17f}, saturate(lines.at(x, py, 0.0012f, 150) * broken));
    c = c * 0.93f + splat(Rgb{0.05f, 0.05f, 0.05f});
    const Floats edge = to_edge(picture, x, row, study.mark);
    const Floats sheet_edge = plane_noise(u * (1 / 20.0f), v * (1 / 20.0f), 2, 33u) * 2.5f;
    const Rgbs sheet = Rgb{.945f, .905f, .815f} * (1.0f + fibre * 0.8f);
    c = mix(sheet, c, saturate((edge - 30.0f + sheet_edge) * 0.8f));
    c = mix(c, Rgb{.13f, .13f, .15f}, saturate(2.2f - vabs(edge - 30.0f)));
    return sealed(c, x, row, study.mark, static_cast<float>(picture.width) * m - 94, 58, 36, seed);
  });
}

// Bold inks in few steps, the middle tones as dots on a turned grid, black contours.
inline void print_pop_art(imaging::Bitmap& picture, Job& job) {
  const Study study(picture, job);
  const Study flat = flattened(study, 8, job);
  const Ranks ranks(flat.luma);
  const Outlines lines(flat, flat.luma, 1.5f, 5, job);
  static constexpr std::array<Rgb, 9> kInks{{{0.93f, 0.11f, 0.14f},
                                             {1, 0.85f, 0.05f},
                                             {0.05f, 0.30f, 0.75f},
                                             {0.10f, 0.68f, 0.90f},
                                             {0.98f, 0.45f, 0.65f},
                                             {0.10f, 0.62f, 0.32f},
                                             {1, 0.55f, 0.10f},
                                             {0.45f, 0.16f, 0.62f},
                                             {0.98f, 0.80f, 0.66f}}};
  const float m = 1 / study.mark;
  const auto ink_of = [&](Rgbs c) {
    // By hue alone: the ink whose direction in the colour plane lies nearest.
    const Floats x = c.r - 0.5f * (c.g + c.b), y = 0.8660254f * (c.g - c.b);
    const Floats strength = vsqrt(x * x + y * y);
    Floats best = splat(-9);
    Rgbs ink = splat(kInks[3]);
    for (const Rgb& k : kInks) {
      const float kx = k.r - 0.5f * (k.g + k.b), ky = 0.8660254f * (k.g - k.b);
      const float size = std::sqrt(kx * kx + ky * ky);
      const float light = 0.3f * k.r + 0.59f * k.g + 0.11f * k.b;
      const Floats fit =
          (x * kx + y * ky) / (strength * size + 1e-4f) - 0.5f * vabs(luma_of(c) - light);
      ink = select(fit > best, splat(k), ink);
      best = vmax(best, fit);
    }
    return ink;
  };
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row), u = x * m, v = splat(row * m);
    constexpr float kPeriod = 9.5f;
    const Floats gx = (u * 0.906f + v * 0.423f) * (1 / kPeriod),
                 gy = (v * 0.906f - u * 0.423f) * (1 / kPeriod);
    const Floats cx = vfloor(gx) + 0.5f, cy = vfloor(gy) + 0.5f;
    // A dot has one size: the tone at its middle.
    const Floats mx = (cx * 0.906f - cy * 0.423f) * (kPeriod * study.mark);
    const Floats my = (cx * 0.423f + cy * 0.906f) * (kPeriod * study.mark);
    const Floats own = study.at(flat.luma, mx, my);
    const Floats tone = 0.6f * ranks.of(own) + 0.4f * own;
    const Rgbs ink = ink_of(flat.colour(x, py));
    const Floats r = vsqrt(square(gx - cx) + square(gy - cy));
    const Floats size = vsqrt(saturate((0.86f - tone) * 1.5f)) * 0.66f;
    const Floats dot = saturate((size - r) * (kPeriod * 0.8f) + 0.5f);
    const Rgbs light = mix(ink, Rgb{0.99f, 0.97f, 0.92f}, smooth(0.30f, 0.70f, tone) * 0.85f);
    Rgbs c = mix(light, ink, dot);
    const Floats here = study.at(flat.luma, x, py);
    const Floats shade = 0.6f * ranks.of(here) + 0.4f * here;
    c = mix(c, Rgb{0.07f, 0.06f, 0.09f}, smooth(0.17f, 0.13f, shade));
    c = mix(c, Rgb{0.05f, 0.04f, 0.07f}, saturate(lines.at(x, py, -0.004f, 60) * 1.2f));
    const Floats edge = to_edge(picture, x, row, study.mark);
    return mix(splat(Rgb{0.05f, 0.04f, 0.07f}), c, saturate((edge - 7.0f) * 0.8f));
  });
}

// A handful of flat inks, no lines, clean edges.
inline void print_poster(imaging::Bitmap& picture, Job& job) {
  const Study study(picture, job);
  Study flat = flattened(study, 10, job);
  for (auto& plane : flat.planes) blur(plane, flat.radius(1.6f), job);
  constexpr float kChroma = 1.5f;
  const Colours inks(sampled(flat, std::max(1, flat.width / 150)), 8, kChroma);
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row), u = x * m, v = splat(row * m);
    Rgbs c = inks.nearest(lab_of(flat.colour(x, py)), kChroma, 0.022f);
    c = saturated(c, 1.22f);
    const Floats press = 1.0f + 0.028f * plane_noise(u * (1 / 1.9f), v * (1 / 1.9f), 3, 21u);
    c = {((c.r - 0.5f) * 1.08f + 0.52f) * press, ((c.g - 0.5f) * 1.08f + 0.51f) * press,
         ((c.b - 0.5f) * 1.08f + 0.50f) * press};
    const Floats edge = to_edge(picture, x, row, study.mark);
    return mix(splat(Rgb{0.955f, 0.935f, 0.885f}), c, saturate((edge - 26.0f) * 0.8f));
  });
}

// Hard light, deep blacks, silver grain.
inline void print_noir(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Ranks ranks(study.luma);
  const Plane glow = study.blurred(study.luma, 18, job);
  const float m = 1 / study.mark;
  const float w = static_cast<float>(picture.width), h = static_cast<float>(picture.height);
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row);
    // A red filter darkens skies.
    const Rgbs own = pixels_at(picture, x, row);
    Floats luma = 0.46f * own.r + 0.42f * own.g + 0.12f * own.b;
    luma = luma + 0.20f * vmax(study.at(glow, x, py) - 0.45f, 0.0f);
    Floats tone = 0.68f * luma + 0.32f * ranks.of(luma);
    tone = saturate(tone);
    tone = mix(tone, tone * tone * (3.0f - 2.0f * tone), splat(0.85f));
    const Floats fx = x * (1 / w) - 0.5f;
    const float fy = row / h - 0.5f;
    tone = tone * (1.0f - (fx * fx + fy * fy) * 0.75f);
    const Floats u = x * m, v = splat(row * m);
    const Floats grain = value_noise(u * (1 / 1.1f), v * (1 / 1.1f), seed + 3) * 0.6f +
                         value_noise(u * (1 / 2.3f), v * (1 / 2.3f), seed + 4) * 0.4f;
    tone = tone + grain * 0.045f * (1.0f - vabs(tone - 0.45f));
    return Rgbs{tone * 0.99f, tone * 0.985f, tone * 0.97f + 0.008f};
  });
}

}  // namespace easel::painter::EASEL_ISA
