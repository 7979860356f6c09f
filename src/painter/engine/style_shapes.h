#pragma once

#include "painter/engine/delaunay.h"
#include "painter/engine/quantise.h"

// Styles that build the picture of shapes: pixels of a game, triangles, panes of coloured glass.
namespace easel::painter::EASEL_ISA {

// About 128 blocks across the shorter side, 24 colours, an ordered dither (B. Bayer, 1973).
inline void build_pixels(imaging::Bitmap& picture, Job& job) {
  const int block = block_of(Style::pixels, picture.width, picture.height);
  const int columns = (picture.width + block - 1) / block,
            rows = (picture.height + block - 1) / block;
  std::vector<Rgb> cells(static_cast<std::size_t>(columns) * rows);
  job.parallel.for_each(rows, [&](int y) {
    for (int x = 0; x < columns; ++x) {
      Rgb sum{};
      float count = 0;
      for (int j = y * block; j < std::min(picture.height, (y + 1) * block); ++j) {
        const auto row = picture.row(j);
        for (int i = x * block; i < std::min(picture.width, (x + 1) * block); ++i, ++count) {
          const auto* p = &row[static_cast<std::size_t>(i) * picture.channels];
          sum = sum +
                Rgb{static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])};
        }
      }
      cells[static_cast<std::size_t>(y) * columns + x] = sum * (1 / (255 * count));
    }
  });
  constexpr float kChroma = 1.3f;
  const Colours colours(cells, 24, kChroma);
  static constexpr int kBayer[16] = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};
  job.parallel.for_each(rows, [&](int y) {
    if (job.stop.requested()) return;
    for (int x = 0; x < columns; ++x) {
      Labs lab = lab_of(splat(cells[static_cast<std::size_t>(y) * columns + x]));
      lab.l = lab.l + (static_cast<float>(kBayer[(y & 3) * 4 + (x & 3)]) / 16 - 0.47f) * 0.045f;
      const Rgb c = lane(saturated(colours.nearest(lab, kChroma, 0), 1.12f), 0);
      const auto code = [](float v) {
        return static_cast<std::uint8_t>(clamp1(v, 0, 1) * 255 + 0.5f);
      };
      for (int j = y * block; j < std::min(picture.height, (y + 1) * block); ++j) {
        auto row = picture.row(j);
        for (int i = x * block; i < std::min(picture.width, (x + 1) * block); ++i) {
          auto* p = &row[static_cast<std::size_t>(i) * picture.channels];
          p[0] = code(c.r);
          p[1] = code(c.g);
          p[2] = code(c.b);
        }
      }
    }
  });
}

// Points for triangles: thrown like darts with a distance that shrinks where there is an edge, and
// drawn to it. In the study's pixels.
class Darts {
 public:
  Darts(const Study& study, std::uint32_t seed, Job& job) : study_(study), dice_(seed, "darts") {
    find_edges(job);
    const float w = static_cast<float>(study.width), h = static_cast<float>(study.height);
    const float unit = study.mark / static_cast<float>(study.shrink);
    // So small that two points never share a cell.
    cell_ = std::max(1, static_cast<int>(3.6f * unit));
    columns_ = study.width / cell_ + 2;
    grid_.assign(static_cast<std::size_t>(columns_) * (study.height / cell_ + 2), -1);
    constexpr int kBorder = 14;
    for (int i = 0; i <= kBorder; ++i) {
      const float q = static_cast<float>(i) / kBorder;
      add({q * (w - 1), 0});
      add({q * (w - 1), h - 1});
      if (i == 0 || i == kBorder) continue;
      add({0, q * (h - 1)});
      add({w - 1, q * (h - 1)});
    }
    constexpr int kThrows = 60000, kMost = 3600;
    for (int i = 0; i < kThrows && points.size() < kMost && !job.stop.requested(); ++i) {
      throw_one(unit);
    }
  }

  std::vector<Point> points;

 private:
  void find_edges(Job& job) {
    edges_ = Plane(study_.width, study_.height);
    for (int y = 1; y + 1 < study_.height; ++y) {
      for (int x = 1; x + 1 < study_.width; ++x) {
        float sum = 0;
        for (const Plane& p : study_.planes) {
          sum += std::fabs(p.row(y)[x + 1] - p.row(y)[x - 1]) +
                 std::fabs(p.row(y + 1)[x] - p.row(y - 1)[x]);
        }
        edges_.row(y)[x] = std::min(1.0f, sum * 0.9f);
      }
    }
    blur(edges_, study_.radius(1.6f), job);
  }

  void throw_one(float unit) {
    const float w = static_cast<float>(study_.width), h = static_cast<float>(study_.height);
    Point p{dice_.unit() * (w - 1), dice_.unit() * (h - 1)};
    const float edge = edges_.row(static_cast<int>(p.y))[static_cast<int>(p.x)];
    const float radius = std::max(2.5f, (44 / (1 + edge * 26) + 9) * unit);
    if (taken(p, radius)) return;
    const int reach = static_cast<int>(radius * 0.35f);
    float best = -1;
    Point strongest = p;
    for (int j = -reach; j <= reach; j += 2) {
      for (int i = -reach; i <= reach; i += 2) {
        const int x = std::clamp(static_cast<int>(p.x) + i, 1, study_.width - 2);
        const int y = std::clamp(static_cast<int>(p.y) + j, 1, study_.height - 2);
        if (edges_.row(y)[x] <= best) continue;
        best = edges_.row(y)[x];
        strongest = {static_cast<float>(x), static_cast<float>(y)};
      }
    }
    if (best > 0.05f) {
      if (!taken(strongest, std::max(1.5f, radius * 0.6f))) add(strongest);
    } else {
      add(p);
    }
  }

  bool taken(Point p, float radius) const {
    const int reach = static_cast<int>(radius / static_cast<float>(cell_)) + 1;
    const int cx = static_cast<int>(p.x) / cell_, cy = static_cast<int>(p.y) / cell_;
    const int rows = static_cast<int>(grid_.size()) / columns_;
    for (int j = std::max(0, cy - reach); j <= std::min(rows - 1, cy + reach); ++j) {
      for (int i = std::max(0, cx - reach); i <= std::min(columns_ - 1, cx + reach); ++i) {
        const int k = grid_[static_cast<std::size_t>(j) * columns_ + i];
        if (k < 0) continue;
        const float dx = points[k].x - p.x, dy = points[k].y - p.y;
        if (dx * dx + dy * dy < radius * radius) return true;
      }
    }
    return false;
  }

  void add(Point p) {
    const int at = static_cast<int>(p.y) / cell_ * columns_ + static_cast<int>(p.x) / cell_;
    grid_[at] = static_cast<int>(points.size());
    points.push_back(p);
  }

  const Study& study_;
  Dice dice_;
  Plane edges_{0, 0};
  int cell_ = 1, columns_ = 1;
  std::vector<int> grid_;
};

// Where a level line crosses a triangle: from … to, an empty range when it does not.
inline std::pair<float, float> across(Point a, Point b, Point c, float y) {
  float from = 1e9f, to = -1e9f;
  const auto meet = [&](Point p, Point q) {
    if ((p.y <= y) == (q.y <= y)) return;
    const float x = p.x + (q.x - p.x) * ((y - p.y) / (q.y - p.y));
    from = std::min(from, x);
    to = std::max(to, x);
  };
  meet(a, b);
  meet(b, c);
  meet(c, a);
  return {from, to};
}

// Each triangle in the mean of what it covers, a little lighter or darker than its neighbours.
inline void build_low_poly(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  const Darts darts(study, seed, job);
  if (job.stop.requested()) return;
  const std::vector<Triangle> triangles = triangulate(darts.points);
  struct Facet {
    Point a, b, c;  // in the picture's pixels
    Rgb colour;
    float top, bottom;
  };
  std::vector<Facet> facets;
  // The corners lie on the study's outermost pixels' middles; the picture reaches half a pixel on.
  const float sx =
      static_cast<float>(picture.width) / std::max(1.0f, static_cast<float>(study.width - 1));
  const float sy =
      static_cast<float>(picture.height) / std::max(1.0f, static_cast<float>(study.height - 1));
  for (std::size_t k = 0; k < triangles.size(); ++k) {
    const Triangle& t = triangles[k];
    const Point a = darts.points[t.corner[0]], b = darts.points[t.corner[1]],
                c = darts.points[t.corner[2]];
    Rgb sum{};
    constexpr int kSteps = 6;
    float count = 0;
    for (int i = 0; i < kSteps; ++i) {
      for (int j = 0; i + j < kSteps; ++j, ++count) {
        const float u = (static_cast<float>(i) + 0.33f) / kSteps,
                    v = (static_cast<float>(j) + 0.33f) / kSteps;
        const int x = std::clamp(static_cast<int>(a.x + (b.x - a.x) * u + (c.x - a.x) * v), 0,
                                 study.width - 1);
        const int y = std::clamp(static_cast<int>(a.y + (b.y - a.y) * u + (c.y - a.y) * v), 0,
                                 study.height - 1);
        sum = sum +
              Rgb{study.planes[0].row(y)[x], study.planes[1].row(y)[x], study.planes[2].row(y)[x]};
      }
    }
    const float facing = 1 + (Dice(seed, "facet", k).unit() - 0.5f) * 0.13f;
    Rgb mean = sum * (1 / count);
    const float luma = 0.3f * mean.r + 0.59f * mean.g + 0.11f * mean.b;
    mean = (mean + (mean - Rgb{luma, luma, luma}) * 0.2f) * facing;
    const auto whole = [&](Point p) { return Point{p.x * sx, p.y * sy}; };
    Facet f{whole(a), whole(b), whole(c), mean, 0, 0};
    f.top = std::min({f.a.y, f.b.y, f.c.y});
    f.bottom = std::max({f.a.y, f.b.y, f.c.y});
    facets.push_back(f);
  }
  std::ranges::stable_sort(facets, {}, &Facet::top);
  // Two lines of samples a row, of the triangles that reach it.
  job.parallel.for_each((picture.height + 15) / 16, [&](int band) {
    std::vector<float> sums;
    for (int y = band * 16; y < std::min(picture.height, band * 16 + 16); ++y) {
      if (job.stop.requested()) return;
      sums.assign(static_cast<std::size_t>(picture.width) * 4, 0);
      for (const Facet& f : facets) {
        if (f.top > static_cast<float>(y + 1)) break;
        if (f.bottom < static_cast<float>(y)) continue;
        for (int k = 0; k < 2; ++k) {
          const float down = static_cast<float>(y) + (k == 0 ? 0.25f : 0.75f);
          const auto [from, to] = across(f.a, f.b, f.c, down);
          const int first = std::max(0, static_cast<int>(std::floor(from)));
          const int last = std::min(picture.width - 1, static_cast<int>(std::floor(to)));
          for (int x = first; x <= last; ++x) {
            // How much of the pixel's width lies within.
            const float left = std::max(from, static_cast<float>(x));
            const float share = std::min(to, static_cast<float>(x + 1)) - left;
            if (share <= 0) continue;
            float* sum = &sums[static_cast<std::size_t>(x) * 4];
            sum[0] += f.colour.r * share;
            sum[1] += f.colour.g * share;
            sum[2] += f.colour.b * share;
            sum[3] += share;
          }
        }
      }
      auto row = picture.row(y);
      for (int x = 0; x < picture.width; ++x) {
        const float* sum = &sums[static_cast<std::size_t>(x) * 4];
        if (sum[3] <= 0) continue;
        for (int k = 0; k < 3; ++k) {
          row[static_cast<std::size_t>(x) * picture.channels + k] =
              static_cast<std::uint8_t>(clamp1(sum[k] / sum[3], 0, 1) * 255 + 0.5f);
        }
      }
    }
  });
}

// Cells of glass between leads, each in the colour of the picture at its middle, lit from behind.
inline void build_glass(imaging::Bitmap& picture, std::uint32_t seed, Job& job) {
  const Study study(picture, job);
  std::array<Plane, 3> soft{study.planes[0], study.planes[1], study.planes[2]};
  for (auto& plane : soft) blur(plane, study.radius(6), job);
  const float m = 1 / study.mark;
  constexpr float kCell = 34;
  print_all(picture, job, [&](Floats x, float row) {
    const Floats u = x * (m / kCell), v = splat(row * m / kCell);
    // The two nearest middles; the lead runs between them.
    Floats best = splat(9), ox = splat(0), oy = splat(0);
    Words piece{};
    visit_cells(u, v, 0.86f, seed, [&](Floats dx, Floats dy, Words h) {
      const Floats d = dx * dx + dy * dy;
      const Mask nearer = d < best;
      best = select(nearer, d, best);
      ox = select(nearer, dx, ox);
      oy = select(nearer, dy, oy);
      piece = nearer ? h : piece;
    });
    Floats edge = splat(9);
    visit_cells(u, v, 0.86f, seed, [&](Floats dx, Floats dy, Words) {
      const Floats ax = ox - dx, ay = oy - dy;
      const Floats apart = ax * ax + ay * ay;
      const Floats d = ((ox + dx) * ax + (oy + dy) * ay) * (-0.5f / vsqrt(vmax(apart, 1e-6f)));
      edge = select(apart > 1e-5f, vmin(edge, vabs(d)), edge);
    });
    const Floats cx = (u - ox) * (kCell * study.mark), cy = (v - oy) * (kCell * study.mark);
    Rgbs c{study.at(soft[0], cx, cy), study.at(soft[1], cx, cy), study.at(soft[2], cx, cy)};
    const Floats luma = luma_of(c);
    const Floats lift = vpow(vmax(luma, 0.02f), 0.72f) / vmax(luma, 0.02f);
    c = saturated(c * lift, 1.5f);
    const Floats r1 = unit(piece), r2 = unit(rehash(piece, 1));
    const Floats ct = cos_turn(r1), st = sin_turn(r1);
    const Floats p = u * ct + v * st, w = v * ct - u * st;
    const Floats streak = plane_noise(p * 0.5f + r2 * 40.0f, w * 2.6f + r1 * 9.0f, 4, seed + 60);
    const Floats seeds = plane_noise(u * 5.0f, v * 5.0f, 3, seed + 80);
    const Floats tone = (0.82f + 0.34f * r2) * (1.0f + 0.36f * streak + 0.12f * seeds) *
                        (0.66f + 0.34f * smooth(0.0f, 0.22f, edge));
    c = c * tone + splat(Rgb{0.02f, 0.02f, 0.02f});
    const Floats lead = smooth(0.062f, 0.044f, edge);
    const Floats bevel = vsqrt(vmax(1.0f - square(edge * (1 / 0.062f)), 0.0f));
    return mix(
        c,
        Rgb{1.05f, 0.98f, 0.9f} * (0.07f + 0.16f * bevel * bevel * bevel * (0.6f + 0.5f * seeds)),
        lead);
  });
}

}  // namespace easel::painter::EASEL_ISA
