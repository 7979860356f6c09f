#pragma once

#include "painter/engine/kuwahara.h"

// Styles that lay paint: oil on canvas, watercolour on rough paper, pastel chalk.
namespace easel::painter::EASEL_ISA {

// Bristles: noise smeared along the forms (line integral convolution: B. Cabral, L. Leedom, 1993).
inline Plane bristles(const Study& study, const Flats& flats, Job& job) {
  Plane out(study.width, study.height);
  const float step = std::max(1.0f, study.mark / static_cast<float>(study.shrink));
  job.parallel.for_each(study.height, [&](int y) {
    if (job.stop.requested()) return;
    for (int x = 0; x < study.width; ++x) {
      float sum = 0;
      for (const float way : {-1.0f, 1.0f}) {
        float px = static_cast<float>(x), py = static_cast<float>(y);
        for (int k = 0; k < 9; ++k) {
          const int cx = std::clamp(static_cast<int>(px), 0, study.width - 1);
          const int cy = std::clamp(static_cast<int>(py), 0, study.height - 1);
          std::uint32_t h =
              static_cast<std::uint32_t>(static_cast<float>(cx) / step) * 0x8da6b343u ^
              static_cast<std::uint32_t>(static_cast<float>(cy) / step) * 0xd8163841u;
          h ^= h >> 15;
          h *= 0x7feb352du;
          h ^= h >> 14;
          sum += static_cast<float>(h & 0xffff) * (1 / 65536.0f);
          px += way * step * flats.along_x.row(cy)[cx];
          py += way * step * flats.along_y.row(cy)[cx];
        }
      }
      out.row(y)[x] = sum / 18;
    }
  });
  return out;
}

inline void paint_oil(imaging::Bitmap& picture, Job& job) {
  const Study study(picture, job);
  Flats flats = Kuwahara(study, 8, job).filter();
  Plane relief = bristles(study, flats, job);
  Study flat = study;
  flat.planes = std::move(flats.planes);
  for (std::size_t i = 0; i < relief.values.size(); ++i) {
    const float luma = 0.3f * flat.planes[0].values[i] + 0.59f * flat.planes[1].values[i] +
                       0.11f * flat.planes[2].values[i];
    relief.values[i] = relief.values[i] * 0.55f + luma * 0.4f;
  }
  const float pixel = static_cast<float>(study.shrink), mark = study.mark;
  print_all(picture, job, [&](Floats x, float y) {
    const Floats py = splat(y);
    const Floats gx = study.at(relief, x + pixel, py) - study.at(relief, x - pixel, py);
    const Floats gy = study.at(relief, x, py + pixel) - study.at(relief, x, py - pixel);
    // Light from the upper left on ridges of paint, and the weave under thin paint.
    Floats shade = 1.0f + clamp((gx + gy) * -1.05f, -0.20f, 0.24f);
    const Floats weave = sin_turn(x * (1 / (4.2f * mark))) * sin_turn(splat(y / (4.2f * mark)));
    shade += weave * 0.014f;
    Rgbs c = flat.colour(x, py);
    c = saturated(c, 1.12f);
    // Even black is paint, and shows its ridges.
    const auto laid = [&](Floats v) { return vmax((v - 0.5f) * 1.10f + 0.5f, 0.035f) * shade; };
    return Rgbs{laid(c.r), laid(c.g), laid(c.b)};
  });
}

inline void paint_watercolour(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Study flat = flattened(study, 7, job);
  const Plane soft = flat.blurred(flat.luma, 5, job);
  const float m = 1 / study.mark;
  // Night and space would drown the paper: lift what is dark.
  double mean = 0;
  for (const float v : study.luma.values) mean += v;
  mean /= static_cast<double>(study.luma.values.size());
  const float lift = clamp1(0.9f - 0.9f * static_cast<float>(mean), 0.45f, 0.80f);
  print_all(picture, job, [&](Floats x, float row) {
    const Floats u = x * m, v = splat(row * m);
    // The hand is not exact.
    const Floats wx =
        x + plane_noise(u * (1 / 90.0f), v * (1 / 90.0f), 4, seed + 11) * (9 * study.mark);
    const Floats wy =
        splat(row) +
        plane_noise(u * (1 / 90.0f) + 5.0f, v * (1 / 90.0f), 4, seed + 12) * (9 * study.mark);
    const Rgbs own = flat.colour(wx, wy);
    const Floats luma = luma_of(own), around = study.at(soft, wx, wy);
    const Floats paper = plane_noise(u * (1 / 3.2f), v * (1 / 3.2f), 3, 21u) +
                         0.5f * plane_noise(u * (1 / 11.0f), v * (1 / 11.0f), 2, 23u);
    const Floats blooms = plane_noise(u * (1 / 140.0f), v * (1 / 140.0f), 5, seed + 31);
    const Floats edge =
        clamp((around - luma) * 5.0f, -0.4f, 0.9f) + clamp(vabs(around - luma) * 2.0f, 0, 0.4f);
    Floats density = 1.0f + 0.75f * blooms + edge * 0.75f + paper * 0.42f;
    const Floats border = to_edge(picture, x, row, study.mark) * (1 / 46.0f) +
                          plane_noise(u * (1 / 60.0f), v * (1 / 60.0f), 5, seed + 41) * 1.5f -
                          0.35f;
    const Floats washed = saturate(border * 5.0f);
    density += saturate(1.0f - vabs(border - 0.18f) * 6.0f) * 0.35f;
    const auto pigmented = [&](Floats c, float white) {
      c = vpow(vmax(c, 0.001f), lift) * 0.90f + 0.10f;
      c = clamp(c - (c - c * c) * (density - 1.0f), 0, 1);
      const Floats sheet = white * (1.0f + 0.03f * paper);
      return c * sheet * washed + sheet * (1.0f - washed);
    };
    const Rgbs bright = saturated(own, 1.08f);
    return Rgbs{pigmented(bright.r, 0.985f), pigmented(bright.g, 0.975f),
                pigmented(bright.b, 0.945f)};
  });
}

// Strokes of chalk on tinted rough paper: colour stays on the tooth and misses the hollows.
inline void paint_chalk(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Study flat = flattened(study, 5, job);
  const Outlines lines(flat, flat.luma, 1, 3, job);
  const float m = 1 / study.mark;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats u = x * m, v = splat(row * m);
    const Floats jitter =
        plane_noise(u * (1 / 26.0f), v * (1 / 26.0f), 2, seed + 3) * (5 * study.mark);
    Rgbs c = flat.colour(x + jitter, splat(row) - jitter);
    const Floats luma = luma_of(c);
    // Two directions of strokes, broad ones underneath.
    const Floats a = u * 0.80f + v * 0.60f, b = v * 0.80f - u * 0.60f;
    const Floats strokes = gradient_noise(a * (1 / 60.0f), b * (1 / 4.6f), seed + 5) * 0.6f +
                           gradient_noise(a * (1 / 24.0f) + 9.0f, b * (1 / 2.3f), seed + 6) * 0.45f;
    const Floats tooth = gradient_noise(u * (1 / 2.1f), v * (1 / 2.1f), 71u) * 0.6f +
                         gradient_noise(u * (1 / 4.7f), v * (1 / 4.7f), 72u) * 0.5f;
    const Floats press = 0.55f + 0.30f * luma + 0.30f * strokes;
    const Floats cover = smooth(-0.30f, 0.42f, press + tooth * 0.85f - 0.30f);
    c = saturated({vpow(vmax(c.r, 0.002f), 0.78f), vpow(vmax(c.g, 0.002f), 0.78f),
                   vpow(vmax(c.b, 0.002f), 0.78f)},
                  1.22f);
    const Floats shade = 1.0f + strokes * 0.20f + tooth * 0.06f;
    c = {c.r * 0.92f * shade + 0.05f, c.g * 0.92f * shade + 0.05f, c.b * 0.92f * shade + 0.05f};
    const Floats line = lines.at(x, splat(row), 0.004f, 30) * (0.30f + 0.3f * tooth);
    c = mix(c, Rgb{0.13f, 0.11f, 0.14f}, saturate(line));
    const Rgbs paper = Rgb{0.50f, 0.46f, 0.43f} * (1.0f + tooth * 0.07f);
    const Floats border = to_edge(picture, x, row, study.mark) * (1 / 30.0f) +
                          gradient_noise(a * (1 / 40.0f), b * (1 / 5.0f), seed + 8) * 0.8f - 0.5f;
    return mix(paper, c, cover * saturate(border * 2.0f));
  });
}

}  // namespace easel::painter::EASEL_ISA
