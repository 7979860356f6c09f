#pragma once

#include "painter/engine/isa.h"

// A triangulation in which no circle around a triangle holds another point (B. Delaunay), by adding
// the points from left to right (after A. Bowyer and D. Watson, 1981).
namespace easel::painter::EASEL_ISA {

struct Point {
  float x, y;
};
struct Triangle {
  std::array<int, 3> corner;
};

class Triangulation {
 public:
  explicit Triangulation(const std::vector<Point>& points) : points_(points) {
    const int count = static_cast<int>(points.size());
    float reach = 1;
    for (const Point& p : points) reach = std::max({reach, p.x, p.y});
    points_.push_back({-6 * reach, -4 * reach});
    points_.push_back({8 * reach, -4 * reach});
    points_.push_back({0.5f * reach, 10 * reach});
    std::vector<int> order(points.size());
    for (int i = 0; i < count; ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](int i) { return points[i].x; });
    open_.push_back(circle(count, count + 1, count + 2));
    for (const int i : order) add(i);
    for (const Circle& c : open_) done_.push_back(c);
  }

  std::vector<Triangle> triangles(int count) const {
    std::vector<Triangle> out;
    for (const Circle& c : done_) {
      if (c.corner[0] < count && c.corner[1] < count && c.corner[2] < count)
        out.push_back({c.corner});
    }
    return out;
  }

 private:
  struct Circle {
    std::array<int, 3> corner;
    double x, y, squared;  // its middle and radius
  };

  Circle circle(int i, int j, int k) const {
    const double ax = points_[i].x, ay = points_[i].y;
    const double bx = points_[j].x - ax, by = points_[j].y - ay;
    const double cx = points_[k].x - ax, cy = points_[k].y - ay;
    double d = 2 * (bx * cy - by * cx);
    if (d < 1e-9 && d > -1e-9) d = 1e-9;
    const double b = bx * bx + by * by, c = cx * cx + cy * cy;
    const double x = (cy * b - by * c) / d, y = (bx * c - cx * b) / d;
    return {{i, j, k}, ax + x, ay + y, x * x + y * y};
  }

  void add(int at) {
    std::vector<std::pair<int, int>> edges;
    for (std::size_t k = 0; k < open_.size();) {
      const double dx = points_[at].x - open_[k].x, dy = points_[at].y - open_[k].y;
      if (dx > 0 && dx * dx > open_[k].squared) {  // left behind for good
        done_.push_back(open_[k]);
      } else if (dx * dx + dy * dy <= open_[k].squared) {
        const auto& c = open_[k].corner;
        for (int m = 0; m < 3; ++m) edges.emplace_back(c[m], c[(m + 1) % 3]);
      } else {
        ++k;
        continue;
      }
      open_[k] = open_.back();
      open_.pop_back();
    }
    for (std::size_t i = 0; i < edges.size(); ++i) {
      bool shared = false;
      for (std::size_t j = 0; j < edges.size() && !shared; ++j) {
        const auto& [a, b] = edges[j];
        shared = i != j && ((edges[i].first == b && edges[i].second == a) || edges[i] == edges[j]);
      }
      if (!shared) open_.push_back(circle(edges[i].first, edges[i].second, at));
    }
  }

  std::vector<Point> points_;
  std::vector<Circle> open_, done_;
};

inline std::vector<Triangle> triangulate(const std::vector<Point>& points) {
  return Triangulation(points).triangles(static_cast<int>(points.size()));
}

}  // namespace easel::painter::EASEL_ISA
