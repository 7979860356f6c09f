#pragma once

#include "painter/engine/blur.h"
#include "painter/engine/noise.h"
#include "painter/engine/view.h"

// From light to colours, as a darkroom would: exposure, glare, a gentle compression between large
// areas (a guided filter keeps edges crisp: He, Sun, Tang, 2010), a film curve (K. Narkowicz's fit
// of ACES), a grade in OKLab (B. Ottosson, 2020), vignette, dither.
namespace easel::painter::EASEL_ISA {

class Darkroom {
 public:
  Darkroom(const Scene& scene, const View& view, const Frame& frame, Vec sun, Job& job)
      : Darkroom(scene.grade, scene.light.moonlit ? 0.0f : scene.sky.rays, view, frame, sun, job) {}

  // `rays` away from the sun, 0 for none: then it does not matter where it stands.
  Darkroom(const Grade& grade, float rays, const View& view, const Frame& frame, Vec sun, Job& job)
      : grade_(grade),
        rays_(rays),
        frame_(frame),
        view_(view),
        sun_(sun),
        job_(job),
        width_(std::max(1, (frame.width + kCoarse - 1) / kCoarse)),
        height_(std::max(1, (frame.height + kCoarse - 1) / kCoarse)) {}

  imaging::Bitmap develop() {
    imaging::Bitmap bitmap(frame_.width, frame_.height);
    expose();
    make_glare();
    make_base();
    job_.parallel.for_each((frame_.height + 7) / 8, [&](int band) {
      if (job_.stop.requested()) return;
      for (int y = band * 8; y < std::min(frame_.height, band * 8 + 8); ++y) print_row(y, bitmap);
    });
    return bitmap;
  }

  // sRGB with a triangular dither of one step, so that smooth skies show no bands.
  static Rgbs encode(Rgbs c, Floats column, int y) {
    const Words h = hash(to_ints(column), to_ints(splat(0)) + y, 9u);
    const Floats dither = (unit(h) + unit(rehash(h, 1)) - 1.0f) * 0.6f + 0.5f;
    const auto code = [&](Floats v) {
      v = saturate(v);
      const Floats bent = 1.055f * vpow(vmax(v, 1e-6f), 1 / 2.4f) - 0.055f;
      return clamp(select(v <= 0.0031308f, 12.92f * v, bent) * 255.0f + dither, 0.0f, 255.0f);
    };
    return {code(c.r), code(c.g), code(c.b)};
  }

 private:
  static constexpr float kGlare = 0.10f;  // share of the light that is glare, at full bloom
  static constexpr int kCoarse = 4;       // glare and base are worked out at a quarter of the size

  // Blur radii are for a picture 1024 high.
  int radius(float at_1k) const {
    return std::max(1, static_cast<int>(at_1k * static_cast<float>(frame_.height) / 1024 + 0.5f));
  }

  // The logarithmic mean of the light becomes the grade's key.
  void expose() {
    if (grade_.exposure > 0) {
      exposure_ = grade_.exposure;
      return;
    }
    std::vector<double> rows(static_cast<std::size_t>(frame_.height));
    const int step = std::max(1, frame_.height / 256);
    job_.parallel.for_each(frame_.height, [&](int y) {
      if (y % step != 0) return;
      double sum = 0;
      for (int x = 0; x < frame_.width; x += step) {
        sum += log1(1e-4f + luminance(frame_.pixel(x, y)));
      }
      rows[y] = sum;
    });
    double sum = 0;
    for (const double row : rows) sum += row;
    const int columns = (frame_.width + step - 1) / step, lines = (frame_.height + step - 1) / step;
    exposure_ = grade_.key / exp1(static_cast<float>(sum / (double(columns) * lines)));
  }

  // Mean light of each 4 × 4 block, very bright points held back.
  void shrink() {
    for (auto& plane : small_) plane = Plane(width_, height_);
    job_.parallel.for_each(height_, [&](int y) {
      for (int x = 0; x < width_; ++x) {
        Rgb sum{};
        int count = 0;
        for (int j = y * kCoarse; j < std::min(frame_.height, (y + 1) * kCoarse); ++j) {
          for (int i = x * kCoarse; i < std::min(frame_.width, (x + 1) * kCoarse); ++i) {
            const Rgb p = frame_.pixel(i, j) * exposure_;
            sum = sum + Rgb{std::min(p.r, 24.0f), std::min(p.g, 24.0f), std::min(p.b, 24.0f)};
            ++count;
          }
        }
        const float share = 1.0f / static_cast<float>(count);
        small_[0].row(y)[x] = sum.r * share;
        small_[1].row(y)[x] = sum.g * share;
        small_[2].row(y)[x] = sum.b * share;
      }
    });
  }

  // Bloom of three widths, and rays away from the sun where clouds and ridges let it through.
  void make_glare() {
    shrink();
    const std::array<std::pair<float, float>, 3> widths{{{2, 0.5f}, {9, 0.3f}, {34, 0.2f}}};
    for (int k = 0; k < 3; ++k) {
      glare_[k] = Plane(width_, height_);
      for (const auto& [width, weight] : widths) {
        Plane wide = small_[k];
        blur(wide, radius(width) / kCoarse, job_);
        for (std::size_t i = 0; i < wide.values.size(); ++i) {
          glare_[k].values[i] += wide.values[i] * weight;
        }
      }
    }
    if (rays_ > 0 && sun_.z > 0.3f) add_rays();
  }

  void add_rays() {
    const float sun_x = view_.x_of(sun_.x / sun_.z) / kCoarse;
    const float sun_y = view_.y_of(sun_.y / sun_.z) / kCoarse;
    const float w = static_cast<float>(width_), h = static_cast<float>(height_);
    // Glare enters the picture by a share of its own, which rays must not lose by.
    const float strength = rays_ / (kGlare * grade_.bloom + 1e-3f);
    std::array<Plane, 3> rays{Plane(width_, height_), Plane(width_, height_),
                              Plane(width_, height_)};
    job_.parallel.for_each(height_, [&](int y) {
      if (job_.stop.requested()) return;
      for (int x = 0; x < width_; ++x) {
        const float dx = sun_x - static_cast<float>(x), dy = sun_y - static_cast<float>(y);
        const float fall = exp1(-(dx * dx + dy * dy) * 6 / (w * w + h * h)) * strength;
        const Rgb light = light_toward(x, y, dx, dy) * fall;
        rays[0].row(y)[x] = light.r;
        rays[1].row(y)[x] = light.g;
        rays[2].row(y)[x] = light.b;
      }
    });
    for (int k = 0; k < 3; ++k) {
      blur(rays[k], std::max(1, radius(14) / kCoarse), job_);
      for (std::size_t i = 0; i < rays[k].values.size(); ++i) {
        glare_[k].values[i] += rays[k].values[i];
      }
    }
  }

  // Mean of what is bright on the way from a pixel toward the sun (dx, dy away).
  Rgb light_toward(int x, int y, float dx, float dy) const {
    constexpr int kSteps = 40;
    const float jitter = interleaved_noise(splat(static_cast<float>(x)), static_cast<float>(y))[0];
    Rgb sum{};
    float weight = 1, total = 0;
    for (int i = 0; i < kSteps; ++i) {
      const float t = (static_cast<float>(i) + jitter) / kSteps * 0.85f;
      const int px = std::clamp(static_cast<int>(static_cast<float>(x) + dx * t), 0, width_ - 1);
      const int py = std::clamp(static_cast<int>(static_cast<float>(y) + dy * t), 0, height_ - 1);
      const Rgb p{std::min(small_[0].row(py)[px], 6.0f), std::min(small_[1].row(py)[px], 6.0f),
                  std::min(small_[2].row(py)[px], 6.0f)};
      const float bright = 0.3f * p.r + 0.6f * p.g + 0.1f * p.b;
      sum = sum + p * (weight * std::max(0.0f, bright - 0.9f) / (bright + 1e-4f));
      total += weight;
      weight *= 0.97f;
    }
    return sum * (1 / total);
  }

  // Coefficients of log2 luminance → its smooth part, edges kept.
  void make_base() {
    Plane mean(width_, height_), squares(width_, height_);
    for (std::size_t i = 0; i < mean.values.size(); i += kLanes) {
      const int n = static_cast<int>(std::min<std::size_t>(kLanes, mean.values.size() - i));
      Floats l = splat(0);
      for (int k = 0; k < n; ++k) {
        l[k] = luminance(
            Rgb{small_[0].values[i + k], small_[1].values[i + k], small_[2].values[i + k]});
      }
      l = vlog2(l + 1e-4f);
      for (int k = 0; k < n; ++k) {
        mean.values[i + k] = l[k];
        squares.values[i + k] = l[k] * l[k];
      }
    }
    const int wide = std::max(1, radius(16) / kCoarse * 2);
    blur(mean, wide, job_);
    blur(squares, wide, job_);
    for (std::size_t i = 0; i < mean.values.size(); ++i) {
      const float spread = squares.values[i] - mean.values[i] * mean.values[i];
      const float a = spread / (spread + 0.6f);
      base_scale_.values[i] = a;
      base_offset_.values[i] = mean.values[i] * (1 - a);
    }
    blur(base_scale_, wide, job_);
    blur(base_offset_, wide, job_);
  }

  void print_row(int y, imaging::Bitmap& bitmap) const {
    auto out = bitmap.row(y);
    const float fy = (static_cast<float>(y) + 0.5f) / static_cast<float>(frame_.height) - 0.5f;
    const float small_y = (static_cast<float>(y) + 0.5f) / kCoarse;
    for (int x = 0; x < frame_.width; x += kLanes) {
      Rgbs glare;
      Floats scale, offset;
      for (int i = 0; i < kLanes; ++i) {
        const float small_x = (static_cast<float>(x + i) + 0.5f) / kCoarse;
        glare.r[i] = glare_[0].at(small_x, small_y);
        glare.g[i] = glare_[1].at(small_x, small_y);
        glare.b[i] = glare_[2].at(small_x, small_y);
        scale[i] = base_scale_.at(small_x, small_y);
        offset[i] = base_offset_.at(small_x, small_y);
      }
      const Floats column = lane_index() + static_cast<float>(x);
      const Floats fx = (column + 0.5f) * (1.0f / static_cast<float>(frame_.width)) - 0.5f;
      const float share = kGlare * grade_.bloom;
      Rgbs light = frame_.load8(x, y) * exposure_;
      light = light * (1 - share) + glare * share;
      const Floats level = vlog2(luminance(light) + 1e-4f);
      const Floats base = scale * level + offset;
      const float key = -2.4739f;  // log2 of 0.18
      light = light * vexp2((key + (base - key) * grade_.compression) - base);
      light = light * (1.0f - (fx * fx + fy * fy) * (grade_.vignette * 3.2f));
      write(out, x, encode(graded(film(light)), column, y));
    }
  }

  static Floats film(Floats c) {
    c = vmax(c, 0.0f);
    return saturate(c * (2.51f * c + 0.03f) / (c * (2.43f * c + 0.59f) + 0.14f));
  }
  // Very bright colours lose some of their colour, as on film.
  static Rgbs film(Rgbs c) {
    const Floats most = vmax(c.r, vmax(c.g, c.b));
    const auto toward = [&](Floats v) { return film(v + (most - v) * 0.05f); };
    return {toward(c.r), toward(c.g), toward(c.b)};
  }

  static Floats cube_root(Floats x) { return vpow(vmax(x, 1e-9f), 1 / 3.0f); }

  Rgbs graded(Rgbs c) const {
    const Floats l = cube_root(0.4122214708f * c.r + 0.5363325363f * c.g + 0.0514459929f * c.b);
    const Floats m = cube_root(0.2119034982f * c.r + 0.6806995451f * c.g + 0.1073969566f * c.b);
    const Floats s = cube_root(0.0883024619f * c.r + 0.2817188376f * c.g + 0.6299787005f * c.b);
    Floats lightness = 0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s;
    Floats a = 1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s;
    Floats b = 0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s;
    lightness = lightness +
                (grade_.contrast - 1) * 1.6f * (lightness - 0.5f) * lightness * (1.0f - lightness);
    // Foliage in full sun comes out greener than eyes remember it.
    const Floats calm = 1.0f - 0.26f * smooth(0.02f, 0.14f, a * -1.0f);
    a *= calm;
    b *= calm;
    const Floats bright = smooth(0.15f, 0.85f, lightness), dark = 1.0f - bright;
    const Floats tinted = smooth(0.0f, 0.12f, lightness);
    a = a * grade_.saturation + (dark * grade_.shadow_a + bright * grade_.light_a) * tinted;
    b = b * grade_.saturation + (dark * grade_.shadow_b + bright * grade_.light_b) * tinted;
    Floats l2 = lightness + 0.3963377774f * a + 0.2158037573f * b;
    Floats m2 = lightness - 0.1055613458f * a - 0.0638541728f * b;
    Floats s2 = lightness - 0.0894841775f * a - 1.2914855480f * b;
    l2 = l2 * l2 * l2;
    m2 = m2 * m2 * m2;
    s2 = s2 * s2 * s2;
    return {4.0767416621f * l2 - 3.3077115913f * m2 + 0.2309699292f * s2,
            -1.2684380046f * l2 + 2.6097574011f * m2 - 0.3413193965f * s2,
            -0.0041960863f * l2 - 0.7034186147f * m2 + 1.7076147010f * s2};
  }

  void write(std::span<std::uint8_t> out, int x, Rgbs code) const {
    for (int i = 0; i < std::min(kLanes, frame_.width - x); ++i) {
      out[(x + i) * 3 + 0] = static_cast<std::uint8_t>(code.r[i]);
      out[(x + i) * 3 + 1] = static_cast<std::uint8_t>(code.g[i]);
      out[(x + i) * 3 + 2] = static_cast<std::uint8_t>(code.b[i]);
    }
  }

  Grade grade_;
  float rays_;
  const Frame& frame_;
  const View& view_;
  Vec sun_;
  Job& job_;
  int width_, height_;
  float exposure_ = 1;
  std::array<Plane, 3> small_{Plane(0, 0), Plane(0, 0), Plane(0, 0)};
  std::array<Plane, 3> glare_{Plane(0, 0), Plane(0, 0), Plane(0, 0)};
  Plane base_scale_{width_, height_}, base_offset_{width_, height_};
};

}  // namespace easel::painter::EASEL_ISA
