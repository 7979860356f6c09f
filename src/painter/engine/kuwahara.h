#pragma once

#include "painter/engine/study.h"

// Flats of colour that follow the forms: each pixel becomes the mean of those of eight sectors
// around it that vary least, the sectors drawn out along the local direction (J. E. Kyprianidis, H.
// Kang, J. Döllner, "Image and video abstraction by anisotropic Kuwahara filtering", 2009, with the
// polynomial weights of 2010). Every second pixel is looked at, of a picture blurred by as much.
namespace easel::painter::EASEL_ISA {

struct Flats {
  std::array<Plane, 3> planes;
  Plane along_x, along_y;  // unit vectors along the forms
};

class Kuwahara {
 public:
  Kuwahara(const Study& study, float radius_at_1k, Job& job)
      : study_(study),
        radius_(std::max(2.0f, radius_at_1k * study.mark / static_cast<float>(study.shrink))),
        margin_((static_cast<int>(std::ceil(radius_ * 1.6f)) + 1) / kStep * kStep + kStep),
        job_(job) {}

  Flats filter() {
    find_directions();
    for (int k = 0; k < 3; ++k) pad(study_.planes[k], padded_[k]);
    Flats out{{Plane(study_.width, study_.height), Plane(study_.width, study_.height),
               Plane(study_.width, study_.height)},
              Plane(study_.width, study_.height),
              Plane(study_.width, study_.height)};
    job_.parallel.for_each(study_.height, [&](int y) {
      if (job_.stop.requested()) return;
      for (int x = 0; x < study_.width; x += kLanes) filter(x, y, out);
    });
    return out;
  }

 private:
  static constexpr int kStep = 2;

  // The structure tensor, smoothed.
  void find_directions() {
    for (auto& plane : tensor_) plane = Plane(study_.width, study_.height);
    const Plane& l = study_.luma;
    job_.parallel.for_each(study_.height, [&](int y) {
      const float* up = l.row(std::max(0, y - 1));
      const float* here = l.row(y);
      const float* down = l.row(std::min(study_.height - 1, y + 1));
      for (int x = 0; x < study_.width; ++x) {
        const int a = std::max(0, x - 1), b = std::min(study_.width - 1, x + 1);
        const float gx = (up[b] + 2 * here[b] + down[b] - up[a] - 2 * here[a] - down[a]) * 0.25f;
        const float gy = (down[a] + 2 * down[x] + down[b] - up[a] - 2 * up[x] - up[b]) * 0.25f;
        tensor_[0].row(y)[x] = gx * gx;
        tensor_[1].row(y)[x] = gx * gy;
        tensor_[2].row(y)[x] = gy * gy;
      }
    });
    for (auto& plane : tensor_) blur(plane, std::max(1, static_cast<int>(radius_ * 0.4f)), job_);
  }

  void pad(const Plane& from, Plane& to) {
    Plane soft = from;
    if (radius_ > 3) blur(soft, 1, job_);
    to = Plane(from.width + 2 * margin_ + kLanes, from.height + 2 * margin_);
    job_.parallel.for_each(to.height, [&](int y) {
      const float* in = soft.row(std::clamp(y - margin_, 0, from.height - 1));
      float* out = to.row(y);
      for (int x = 0; x < to.width; ++x) out[x] = in[std::clamp(x - margin_, 0, from.width - 1)];
    });
  }

  Floats tensor(int k, int x, int y) const {
    Floats v = splat(0);
    const float* row = tensor_[k].row(y);
    for (int i = 0; i < std::min(kLanes, study_.width - x); ++i) v[i] = row[x + i];
    return v;
  }

  struct Sectors {
    Rgbs sum[8], squares[8];
    Floats weight[8];
  };

  void filter(int x, int y, Flats& out) const {
    const Floats e = tensor(0, x, y), f = tensor(1, x, y), g = tensor(2, x, y);
    const Floats root = vsqrt(square(e - g) + 4.0f * f * f + 1e-12f);
    const Floats most = 0.5f * (e + g + root), least = 0.5f * (e + g - root);
    Floats tx = most - e, ty = -f;
    const Mask flat = vabs(tx) + vabs(ty) < 1e-9f;
    tx = select(flat, splat(0), tx);
    ty = select(flat, splat(1), ty);
    const Floats scale = 1.0f / vsqrt(tx * tx + ty * ty);
    tx *= scale;
    ty *= scale;
    const Floats lean = (most - least) / (most + least + 1e-7f);
    const Floats along = 1.0f / vmin(radius_ * clamp(1.0f + lean, 0.1f, 2.0f), radius_ * 1.6f);
    const Floats across = 1.0f / (radius_ / (1.0f + lean));
    Sectors s;
    for (int k = 0; k < 8; ++k) {
      s.sum[k] = s.squares[k] = splat(Rgb{});
      s.weight[k] = splat(0);
    }
    const int reach = margin_;
    for (int j = -reach; j <= reach; j += kStep) {
      for (int i = -reach; i <= reach; i += kStep) {
        const float fi = static_cast<float>(i), fj = static_cast<float>(j);
        if (fi * fi + fj * fj > radius_ * radius_ * 2.6f) continue;
        const Floats u = (tx * fi + ty * fj) * along, v = (tx * fj - ty * fi) * across;
        const Floats r2 = u * u + v * v;
        const Mask in = r2 <= 1.0f;
        if (any(in)) add(s, x + i, y + j, u, v, r2, in);
      }
    }
    store(s, x, y, tx, ty, out);
  }

  EASEL_FAST void add(Sectors& s, int x, int y, Floats u, Floats v, Floats r2, Mask in) const {
    const Rgbs c{load(padded_[0].row(y + margin_) + x + margin_),
                 load(padded_[1].row(y + margin_) + x + margin_),
                 load(padded_[2].row(y + margin_) + x + margin_)};
    Floats w[8];
    const auto half = [&](Floats px, Floats py, int k) {
      constexpr float kZeta = 0.33f, kEta = 8.5773f;  // (ζ + cos(π/8)) / sin²(π/8)
      const Floats bx = kZeta - kEta * px * px, by = kZeta - kEta * py * py;
      w[k] = square(vmax(py + bx, 0.0f));
      w[k + 2] = square(vmax(by - px, 0.0f));
      w[k + 4] = square(vmax(bx - py, 0.0f));
      w[k + 6] = square(vmax(by + px, 0.0f));
    };
    half(u, v, 0);
    half((u - v) * 0.70710678f, (u + v) * 0.70710678f, 1);
    Floats total = splat(1e-9f);
    for (const Floats& weight : w) total += weight;
    const Floats share = select(in, vexp(r2 * -3.125f) / total, splat(0));
    const Rgbs c2{c.r * c.r, c.g * c.g, c.b * c.b};
    for (int k = 0; k < 8; ++k) {
      const Floats weight = w[k] * share;
      s.sum[k] = s.sum[k] + c * weight;
      s.squares[k] = s.squares[k] + c2 * weight;
      s.weight[k] += weight;
    }
  }

  void store(const Sectors& s, int x, int y, Floats tx, Floats ty, Flats& out) const {
    Rgbs sum = splat(Rgb{});
    Floats total = splat(0);
    for (int k = 0; k < 8; ++k) {
      const Floats part = 1.0f / (s.weight[k] + 1e-9f);
      const Rgbs mean = s.sum[k] * part, squares = s.squares[k] * part;
      const Floats spread = vabs(squares.r - mean.r * mean.r) + vabs(squares.g - mean.g * mean.g) +
                            vabs(squares.b - mean.b * mean.b);
      const Floats weight = 1.0f / (1.0f + square(square(vmin(spread * 2000.0f, 30000.0f))));
      sum = sum + mean * weight;
      total += weight;
    }
    const Rgbs c = sum * (1.0f / total);
    for (int i = 0; i < std::min(kLanes, study_.width - x); ++i) {
      out.planes[0].row(y)[x + i] = c.r[i];
      out.planes[1].row(y)[x + i] = c.g[i];
      out.planes[2].row(y)[x + i] = c.b[i];
      out.along_x.row(y)[x + i] = tx[i];
      out.along_y.row(y)[x + i] = ty[i];
    }
  }

  const Study& study_;
  float radius_;
  int margin_;
  Job& job_;
  std::array<Plane, 3> tensor_{Plane(0, 0), Plane(0, 0), Plane(0, 0)};
  std::array<Plane, 3> padded_{Plane(0, 0), Plane(0, 0), Plane(0, 0)};
};

// The study as flats.
inline Study flattened(const Study& study, float radius, Job& job) {
  Study flat = study;
  Flats flats = Kuwahara(study, radius, job).filter();
  flat.planes = std::move(flats.planes);
  for (std::size_t i = 0; i < flat.luma.values.size(); ++i) {
    flat.luma.values[i] = 0.3f * flat.planes[0].values[i] + 0.59f * flat.planes[1].values[i] +
                          0.11f * flat.planes[2].values[i];
  }
  return flat;
}

}  // namespace easel::painter::EASEL_ISA
