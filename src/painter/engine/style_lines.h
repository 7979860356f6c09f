#pragma once

#include "painter/engine/kuwahara.h"

// Styles of lines and washes in one ink: pen, pencil, woodcut, ink-wash scroll.
namespace easel::painter::EASEL_ISA {

// One direction of hatching at places measured in marks: 1 on a line. `width` is the share of the
// distance between lines that is inked.
inline Floats hatch(Floats u, Floats v, float turn, float period, Floats width) {
  const float s = sin1(turn), c = cos1(turn);
  const Floats at = (u * c + v * s) * (1 / period);
  const Floats off = vabs(at - vfloor(at) - 0.5f);
  return select(width > 0.02f, saturate((width * 0.5f - off) * (period * 0.8f) + 0.5f), splat(0));
}

inline void draw_ink(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Ranks ranks(study.luma);
  const Plane soft = study.blurred(study.luma, 2.5f, job);
  const Outlines lines(study, study.luma, 1, 2.6f, job);
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row);
    const Floats u = x * m, v = splat(row * m);
    const Floats own = study.at(soft, x, py);
    const Floats tone = 0.55f * ranks.of(own) + 0.45f * own;
    const Floats sway = plane_noise(u * (1 / 40.0f), v * (1 / 40.0f), 2, seed + 3) * 5.0f;
    const Floats touch = 0.85f + 0.5f * plane_noise(u * (1 / 9.0f), v * (1 / 9.0f), 2, seed + 7);
    const auto width = [&](float threshold) {
      return clamp((threshold - tone) * (1 / 0.36f), 0, 0.90f) * touch;
    };
    Floats paper = 1.0f - saturate(lines.at(x, py, 0.001f, 110));
    paper = paper * (1.0f - hatch(u + sway, v + sway, 0.8f, 6.0f, width(0.60f)));
    paper = paper * (1.0f - hatch(u + sway, v + sway, -0.75f, 6.5f, width(0.40f)));
    paper = paper * (1.0f - hatch(u + sway, v + sway, 0.1f, 5.5f, width(0.22f)));
    const Floats grain = 0.97f + 0.02f * plane_noise(u * (1 / 4.0f), v * (1 / 4.0f), 3, 9u);
    const Rgbs sheet =
        Rgb{0.98f, 0.955f, 0.90f} * (grain * (0.86f + 0.14f * saturate(tone * 1.5f)));
    return mix(splat(Rgb{0.10f, 0.09f, 0.13f}), sheet, paper);
  });
}

inline void draw_pencil(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Ranks ranks(study.luma);
  const Plane soft = study.blurred(study.luma, 2.5f, job);
  const Outlines lines(study, study.luma, 1, 2.2f, job);
  struct Layer {
    float turn, period, from, gain;
  };
  constexpr Layer kLayers[] = {{0.82f, 2.6f, 0.10f, 0.85f},
                               {0.62f, 3.2f, 0.34f, 0.75f},
                               {-0.70f, 3.0f, 0.55f, 0.70f},
                               {1.25f, 2.2f, 0.72f, 0.70f}};
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row), u = x * m, v = splat(row * m);
    const Floats own = study.at(soft, x, py);
    const Floats dark = 1.0f - (0.55f * ranks.of(own) + 0.45f * own);
    const Floats sway = gradient_noise(u * (1 / 130.0f), v * (1 / 130.0f), seed + 3) * 14.0f;
    Floats lead = splat(0);
    for (std::uint32_t i = 0; i < std::size(kLayers); ++i) {
      const Layer& layer = kLayers[i];
      const float c = cos1(layer.turn), s = sin1(layer.turn);
      const Floats along = u * c + v * s, across = v * c - u * s + sway;
      const Floats n =
          gradient_noise(along * (1 / 70.0f), across * (1 / (layer.period * 0.62f)), 40u + i) *
              0.6f +
          gradient_noise(along * (1 / 24.0f), across * (1 / (layer.period * 0.34f)), 50u + i) *
              0.4f;
      const Floats amount = saturate((dark - layer.from) * (1 / (1 - layer.from)));
      lead += saturate((n - 0.52f + amount * 1.05f) * 1.9f) * amount * layer.gain;
    }
    const Floats grain = gradient_noise(u * (1 / 1.7f), v * (1 / 1.7f), 71u) * 0.6f +
                         gradient_noise(u * (1 / 3.9f), v * (1 / 3.9f), 72u) * 0.5f;
    const Floats line = lines.at(x, py, 0.005f, 48) * (0.75f + 0.6f * grain);
    Floats mark = lead * (0.80f + 0.55f * grain) * 0.92f + 0.08f * dark + line * 0.85f;
    mark = 1.0f - vexp(vmax(mark, 0.0f) * -1.45f);
    const Floats border =
        to_edge(picture, x, row, study.mark) * (1 / 60.0f) +
        gradient_noise(u * (1 / 40.0f) + v * (1 / 90.0f), v * (1 / 14.0f), seed + 91) * 0.9f;
    mark = mark * saturate(border * 1.4f - 0.5f);
    const Floats sheet = 0.965f + 0.018f * grain;
    return Rgbs{mix(sheet, splat(0.16f), mark), mix(sheet * 0.99f, splat(0.16f), mark),
                mix(sheet * 0.965f, splat(0.18f), mark)};
  });
}

// Cuts follow the tones: where the picture gets lighter, lines bend and thin out.
inline void draw_woodcut(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Study flat = flattened(study, 6, job);
  const Ranks ranks(flat.luma);
  const Plane soft = flat.blurred(flat.luma, 3, job), wide = flat.blurred(flat.luma, 14, job);
  const Outlines lines(flat, flat.luma, 1, 4, job);
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats py = splat(row), u = x * m, v = splat(row * m);
    const Floats own = study.at(soft, x, py);
    const Floats tone = 0.6f * ranks.of(own) + 0.4f * own;
    const Floats sway = plane_noise(u * (1 / 120.0f), v * (1 / 60.0f), 3, seed + 3) * 9.0f;
    const Floats bend = study.at(wide, x, py) * 46.0f;
    const Floats at = (v + sway + bend) * (1 / 7.0f);
    const Floats off = vabs(at - vfloor(at) - 0.5f) * 2.0f;  // 0 on a ridge … 1 in a cut
    const Floats rough = plane_noise(u * (1 / 5.0f), v * (1 / 3.0f), 3, seed + 5);
    const Floats gouge = plane_noise(u * (1 / 34.0f), v * (1 / 9.0f), 2, seed + 6) * 0.5f;
    // Less than a share of the way between ridges is left standing.
    const Floats left = 1.12f - tone * 1.30f + rough * 0.18f + gouge * 0.3f;
    Floats black = saturate((left - off) * 3.2f + 0.5f);
    black = vmax(black, smooth(0.26f, 0.16f, tone));
    black = black * smooth(0.93f, 0.82f, tone);
    black = vmax(black, saturate(lines.at(x, py, -0.002f, 120) * 1.2f));
    black = black * (1.0f - 0.12f * saturate(rough * 3.0f - 0.9f));
    const Floats border = to_edge(picture, x, row, study.mark) - 22.0f + rough * 2.2f;
    black = black * saturate(border);
    const Floats fibre = plane_noise(u * (1 / 22.0f), v * (1 / 2.0f), 3, 23u);
    const Rgbs sheet = Rgb{0.935f, 0.895f, 0.805f} * (1.0f + 0.035f * fibre);
    return mix(sheet, splat(Rgb{0.095f, 0.085f, 0.085f}) * (1.0f + 0.5f * saturate(fibre)),
               saturate(black));
  });
}

// Washes of ink on silk: distance fades into the ground, contours are drawn with a loaded brush.
inline void draw_scroll(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Study flat = flattened(study, 8, job);
  const Ranks ranks(flat.luma);
  const Plane soft = flat.blurred(flat.luma, 7, job);
  const Outlines fine(flat, flat.luma, 1, 3, job), broad(flat, flat.luma, 2, 8, job);
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats u = x * m, v = splat(row * m);
    const Floats wx =
        x + plane_noise(u * (1 / 50.0f), v * (1 / 50.0f), 3, seed + 1) * (6 * study.mark);
    const Floats wy =
        splat(row) +
        plane_noise(u * (1 / 50.0f) + 7.0f, v * (1 / 50.0f), 3, seed + 2) * (6 * study.mark);
    const Floats own = study.at(soft, wx, wy), near = study.at(flat.luma, wx, wy);
    const Floats tone = 0.62f * ranks.of(0.45f * own + 0.55f * near) + 0.38f * near;
    const Floats pools = plane_noise(u * (1 / 120.0f), v * (1 / 120.0f), 5, seed + 3);
    const Floats fibre = plane_noise(u * (1 / 1.8f), v * (1 / 16.0f), 2, 23u) * 0.5f +
                         plane_noise(u * (1 / 16.0f), v * (1 / 1.8f), 2, 24u) * 0.5f;
    Floats wash =
        square(vmax(1.0f - tone * 1.12f, 0.0f)) * 0.85f + vmax(0.85f - tone, 0.0f) * 0.12f;
    wash = wash * (0.95f + 0.9f * pools);
    // A dry brush leaves silk between its hairs.
    const Floats hairs =
        gradient_noise(u * (1 / 46.0f) + v * (1 / 60.0f), v * (1 / 2.2f), seed + 5);
    const Floats dry = smooth(0.25f, 0.75f, wash) * smooth(0.0f, 0.5f, hairs) * 0.34f;
    const Floats press = 0.75f + 0.7f * plane_noise(u * (1 / 30.0f), v * (1 / 30.0f), 2, seed + 6);
    const Floats contour =
        vmax(fine.at(wx, wy, 0.003f, 46) * 0.62f, broad.at(wx, wy, -0.004f, 26) * 0.55f) * press;
    Floats ink = saturate(1.0f - (1.0f - saturate(wash - dry)) * (1.0f - saturate(contour)));
    const Floats border = to_edge(picture, x, row, study.mark) * (1 / 70.0f) + pools * 0.9f;
    ink = ink * smooth(0.05f, 0.7f, border);
    const Rgbs silk =
        Rgb{0.915f, 0.865f, 0.755f} *
        (1.0f + 0.05f * fibre + 0.04f * plane_noise(u * (1 / 300.0f), v * (1 / 300.0f), 3, 29u));
    // A trace of the picture's own colours, as mineral pigments over the wash.
    const Rgbs tint = flat.colour(wx, wy);
    const Floats l = vmax(luma_of(tint), 0.12f);
    const Rgbs hue{tint.r / l, tint.g / l, tint.b / l};
    Rgbs c = silk * splat(1);
    c = {c.r * mix(splat(1), clamp(hue.r, 0.6f, 1.3f), splat(0.16f)),
         c.g * mix(splat(1), clamp(hue.g, 0.6f, 1.3f), splat(0.16f)),
         c.b * mix(splat(1), clamp(hue.b, 0.6f, 1.3f), splat(0.16f))};
    c = mix(c, Rgb{0.11f, 0.11f, 0.125f}, ink * 0.96f);
    const float right = static_cast<float>(picture.width) * m - 96;
    return sealed(c, x, row, study.mark, right, 56, 40, seed);
  });
}

}  // namespace easel::painter::EASEL_ISA
