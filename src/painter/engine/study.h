#pragma once

#include "painter/engine/blur.h"
#include "painter/engine/canvas.h"
#include "painter/engine/volume_noise.h"

// What a style works from: the picture at about one megapixel. A style looks at the study for
// tones, edges and flats, and draws its marks at the picture's own size, so its cost and its memory
// hardly grow with the picture, and 1K and 4K come out alike.
namespace easel::painter::EASEL_ISA {

class Study {
 public:
  Study(const imaging::Bitmap& picture, Job& job)
      : shrink(shrink_of(picture.width, picture.height)),
        mark(std::sqrt(static_cast<float>(picture.width) * static_cast<float>(picture.height)) /
             1024),
        width((picture.width + shrink - 1) / shrink),
        height((picture.height + shrink - 1) / shrink),
        planes{Plane(width, height), Plane(width, height), Plane(width, height)},
        luma(width, height) {
    job.parallel.for_each(height, [&](int y) {
      for (int x = 0; x < width; ++x) {
        Rgb sum{};
        float count = 0;
        for (int j = y * shrink; j < std::min(picture.height, (y + 1) * shrink); ++j) {
          const auto row = picture.row(j);
          for (int i = x * shrink; i < std::min(picture.width, (x + 1) * shrink); ++i) {
            const auto* p = &row[static_cast<std::size_t>(i) * picture.channels];
            sum = sum +
                  Rgb{static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
            ++count;
          }
        }
        set(x, y, sum * (1 / (255 * count)));
      }
    });
  }

  void set(int x, int y, Rgb c) {
    planes[0].row(y)[x] = c.r;
    planes[1].row(y)[x] = c.g;
    planes[2].row(y)[x] = c.b;
    luma.row(y)[x] = 0.3f * c.r + 0.59f * c.g + 0.11f * c.b;
  }

  // Lengths in pixels of a picture of one megapixel, as whole pixels of the study.
  int radius(float at_1k) const {
    return std::max(1, static_cast<int>(at_1k * mark / static_cast<float>(shrink) + 0.5f));
  }

  // Bilinear, at pixels of the whole picture.
  Floats at(const Plane& plane, Floats x, Floats y) const {
    const float k = 1 / static_cast<float>(shrink);
    const Floats px = clamp(x * k - 0.5f, 0, static_cast<float>(width) - 1.001f);
    const Floats py = clamp(y * k - 0.5f, 0, static_cast<float>(height) - 1.001f);
    const Ints cx = to_ints(px), cy = to_ints(py);
    const Floats fx = px - to_floats(cx), fy = py - to_floats(cy);
    const Ints right = (cx + 1 < width) & 1, down = (cy + 1 < height) & 1;
    const Ints i = cy * width + cx, j = i + down * width;
    const float* v = plane.values.data();
    return mix(mix(gather(v, i), gather(v, i + right), fx),
               mix(gather(v, j), gather(v, j + right), fx), fy);
  }
  Rgbs colour(Floats x, Floats y) const {
    return {at(planes[0], x, y), at(planes[1], x, y), at(planes[2], x, y)};
  }

  Plane blurred(const Plane& plane, float at_1k, Job& job) const {
    Plane soft = plane;
    blur(soft, radius(at_1k), job);
    return soft;
  }

  int shrink;  // pixels of the picture in one of the study, each way
  float mark;  // pixels of the picture in one of a picture of one megapixel
  int width, height;
  std::array<Plane, 3> planes;  // sRGB, 0 … 1
  Plane luma;

 private:
  static int shrink_of(int w, int h) {
    int shrink = 1;
    while (static_cast<std::int64_t>(w / shrink) * (h / shrink) > 1'400'000) ++shrink;
    return shrink;
  }
};

// How dark a tone is among the others of the picture, 0 … 1: so that a night gets as many tones of
// a pencil as a day.
class Ranks {
 public:
  explicit Ranks(const Plane& luma) : table_(kBins + kLanes) {
    std::vector<double> count(kBins);
    for (const float v : luma.values) {
      ++count[static_cast<std::size_t>(clamp1(v, 0, 0.9999f) * kBins)];
    }
    double sum = 0;
    for (int i = 0; i < kBins; ++i) {
      table_[i] = static_cast<float>((sum + count[i] * 0.5) / luma.values.size());
      sum += count[i];
    }
    for (int i = kBins; i < kBins + kLanes; ++i) table_[i] = 1;
  }
  Floats of(Floats luma) const {
    const Floats at = clamp(luma, 0, 0.9999f) * static_cast<float>(kBins) - 0.5f;
    const Floats low = vmax(vfloor(at), 0.0f);
    const Ints i = to_ints(low);
    return mix(gather(table_.data(), i), gather(table_.data(), i + 1), saturate(at - low));
  }

 private:
  static constexpr int kBins = 256;
  std::vector<float> table_;
};

// Writes colour(x, y) (sRGB, 0 … 1; x the middles of eight pixels) over the whole picture. It may
// read the picture at those pixels, and only there.
template <class Colour>
void print_all(imaging::Bitmap& picture, Job& job, Colour colour) {
  job.parallel.for_each((picture.height + 7) / 8, [&](int band) {
    for (int y = band * 8; y < std::min(picture.height, band * 8 + 8); ++y) {
      if (job.stop.requested()) return;
      auto out = picture.row(y);
      for (int x = 0; x < picture.width; x += kLanes) {
        const Rgbs c =
            colour(lane_index() + (static_cast<float>(x) + 0.5f), static_cast<float>(y) + 0.5f);
        const Words h = hash(to_ints(lane_index()) + x, Ints{} + y, 9u);
        const Floats dither = (unit(h) + unit(rehash(h, 1))) * 0.8f - 0.3f;
        const auto code_of = [&](Floats v) { return clamp(v * 255.0f + dither, 0.0f, 255.0f); };
        const Rgbs code{code_of(c.r), code_of(c.g), code_of(c.b)};
        for (int i = 0; i < std::min(kLanes, picture.width - x); ++i) {
          auto* p = &out[static_cast<std::size_t>(x + i) * picture.channels];
          p[0] = static_cast<std::uint8_t>(code.r[i]);
          p[1] = static_cast<std::uint8_t>(code.g[i]);
          p[2] = static_cast<std::uint8_t>(code.b[i]);
        }
      }
    }
  });
}

// The eight pixels of a picture around x, as colours.
inline Rgbs pixels_at(const imaging::Bitmap& picture, Floats x, float y) {
  const auto row = picture.row(static_cast<int>(y));
  Rgbs c = splat(Rgb{});
  const int first = static_cast<int>(x[0]);
  for (int i = 0; i < std::min(kLanes, picture.width - first); ++i) {
    const auto* p = &row[static_cast<std::size_t>(first + i) * picture.channels];
    c.r[i] = static_cast<float>(p[0]) * (1 / 255.0f);
    c.g[i] = static_cast<float>(p[1]) * (1 / 255.0f);
    c.b[i] = static_cast<float>(p[2]) * (1 / 255.0f);
  }
  return c;
}

inline Floats luma_of(Rgbs c) {
  return 0.3f * c.r + 0.59f * c.g + 0.11f * c.b;
}
inline Rgbs saturated(Rgbs c, float k) {
  const Floats l = luma_of(c);
  return {l + (c.r - l) * k, l + (c.g - l) * k, l + (c.b - l) * k};
}

// Lines where a tone is darker than its neighbourhood: the difference of two blurs, bent by tanh
// (H. Winnemöller, XDoG, 2012). 0 paper … 1 line.
class Outlines {
 public:
  Outlines(const Study& study, const Plane& luma, float fine, float wide, Job& job)
      : study_(study),
        fine_(study.blurred(luma, fine, job)),
        wide_(study.blurred(luma, wide, job)) {}

  Floats at(Floats x, Floats y, float threshold, float steepness) const {
    const Floats d = study_.at(fine_, x, y) - 0.985f * study_.at(wide_, x, y);
    return saturate((threshold - d) * steepness);
  }

 private:
  const Study& study_;
  Plane fine_, wide_;
};

// Distance to the nearest edge of a picture, in marks.
inline Floats to_edge(const imaging::Bitmap& picture, Floats x, float y, float mark) {
  const Floats sideways = vmin(x, static_cast<float>(picture.width) - x);
  return vmin(sideways, std::min(y, static_cast<float>(picture.height) - y)) * (1 / mark);
}

// A small red seal with strokes like a carved name, its corner at (left, top) in marks.
inline Rgbs sealed(Rgbs c, Floats x, float y, float mark, float left, float top, float size,
                   std::uint32_t seed) {
  const Floats u = (x * (1 / mark) - left) * (1 / size);
  const float v = (y / mark - top) / size;
  const Mask within = (u > 0.0f) & (u < 1.0f) & (splat(v) > 0.0f) & (splat(v) < 1.0f);
  if (!any(within)) return c;
  const Floats gx = u * 4.6f - 0.3f, gy = splat(v * 4.6f - 0.3f);
  const Floats cx = vfloor(gx), cy = vfloor(gy);
  const Words h = hash(to_ints(cx), to_ints(cy), seed);
  const Floats fx = vabs(gx - cx - 0.5f), fy = vabs(gy - cy - 0.5f);
  const Mask cut = ((unit(h) < 0.6f) & (fy < 0.17f)) | ((unit(rehash(h, 1)) < 0.6f) & (fx < 0.17f));
  const Mask margin = (cx < 0.0f) | (cx > 3.0f) | (cy < 0.0f) | (cy > 3.0f);
  const Rgbs red = Rgb{0.72f, 0.15f, 0.12f} *
                   (1.0f + 0.08f * value_noise(x / mark * 0.4f, splat(y / mark * 0.4f), seed));
  return select(within, select(cut & ~margin, splat(Rgb{0.93f, 0.88f, 0.80f}), red), c);
}

}  // namespace easel::painter::EASEL_ISA
