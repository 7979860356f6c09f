#include "imaging/homography.h"

#include <algorithm>
#include <cmath>

namespace easel::imaging {
namespace {

// Brings points around zero, about one apart, so that the equations are well conditioned.
Homography centring(const std::vector<PointPair>& pairs, Point PointPair::* which) {
  Point middle;
  for (const auto& pair : pairs) middle.x += (pair.*which).x, middle.y += (pair.*which).y;
  middle.x /= static_cast<double>(pairs.size());
  middle.y /= static_cast<double>(pairs.size());
  double spread = 0;
  for (const auto& pair : pairs)
    spread += std::hypot((pair.*which).x - middle.x, (pair.*which).y - middle.y);
  const double by = static_cast<double>(pairs.size()) / std::max(spread, 1e-9);
  return {{by, 0, -by * middle.x, 0, by, -by * middle.y, 0, 0, 1}};
}

}  // namespace

std::optional<Point> Homography::operator()(Point p) const {
  const double w = m[6] * p.x + m[7] * p.y + m[8];
  if (w < 1e-6) return {};
  return Point{(m[0] * p.x + m[1] * p.y + m[2]) / w, (m[3] * p.x + m[4] * p.y + m[5]) / w};
}

Homography Homography::operator*(const Homography& first) const {
  Homography out;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) {
      out.m[i * 3 + j] = 0;
      for (std::size_t k = 0; k < 3; ++k) out.m[i * 3 + j] += m[i * 3 + k] * first.m[k * 3 + j];
    }
  return out;
}

Homography Homography::inverse() const {
  const auto minor = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
    return m[a] * m[d] - m[b] * m[c];
  };
  Homography out{{minor(4, 5, 7, 8), -minor(1, 2, 7, 8), minor(1, 2, 4, 5), -minor(3, 5, 6, 8),
                  minor(0, 2, 6, 8), -minor(0, 2, 3, 5), minor(3, 4, 6, 7), -minor(0, 1, 6, 7),
                  minor(0, 1, 3, 4)}};
  const double last = std::fabs(out.m[8]) < 1e-12 ? 1e-12 : out.m[8];
  for (auto& value : out.m) value /= last;
  return out;
}

bool solve(std::vector<double>& a, std::vector<double>& b) {
  const std::size_t n = b.size();
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column + 1; row < n; ++row)
      if (std::fabs(a[row * n + column]) > std::fabs(a[pivot * n + column])) pivot = row;
    if (std::fabs(a[pivot * n + column]) < 1e-12) return false;
    for (std::size_t k = 0; k < n; ++k) std::swap(a[pivot * n + k], a[column * n + k]);
    std::swap(b[pivot], b[column]);
    for (std::size_t row = column + 1; row < n; ++row) {
      const double by = a[row * n + column] / a[column * n + column];
      for (std::size_t k = column; k < n; ++k) a[row * n + k] -= by * a[column * n + k];
      b[row] -= by * b[column];
    }
  }
  for (std::size_t row = n; row-- > 0;) {
    for (std::size_t k = row + 1; k < n; ++k) b[row] -= a[row * n + k] * b[k];
    b[row] /= a[row * n + row];
  }
  return true;
}

std::optional<Homography> fit(const std::vector<PointPair>& pairs) {
  if (pairs.size() < 4) return {};
  const Homography from = centring(pairs, &PointPair::from), to = centring(pairs, &PointPair::to);
  std::vector<double> a(64), b(8);
  for (const auto& pair : pairs) {
    const Point p = *from(pair.from), q = *to(pair.to);
    const std::array<std::array<double, 8>, 2> rows = {
        {{p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y},
         {0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y}}};
    for (std::size_t r = 0; r < 2; ++r)
      for (std::size_t i = 0; i < 8; ++i) {
        for (std::size_t j = 0; j < 8; ++j) a[i * 8 + j] += rows[r][i] * rows[r][j];
        b[i] += rows[r][i] * (r == 0 ? q.x : q.y);
      }
  }
  if (!solve(a, b)) return {};
  Homography middle{{b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], 1}};
  return to.inverse() * middle * from;
}

std::optional<Homography> to_quad(int width, int height, const std::array<Point, 4>& quad) {
  const double right = width - 0.5, bottom = height - 0.5;
  return fit({{{-0.5, -0.5}, quad[0]},
              {{right, -0.5}, quad[1]},
              {{right, bottom}, quad[2]},
              {{-0.5, bottom}, quad[3]}});
}

}  // namespace easel::imaging
