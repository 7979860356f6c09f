#pragma once

#include <array>
#include <optional>
#include <vector>

#include "imaging/plane.h"

// How a flat thing looks from somewhere else: 3 × 3 matrices on pixels of two pictures.
namespace easel::imaging {

struct Point {
  double x = 0, y = 0;
};

struct Homography {
  std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};  // row-major

  // Where a point comes to lie; none, where it lies behind the viewer.
  std::optional<Point> operator()(Point p) const;
  Homography operator*(const Homography& first) const;  // first that one, then this
  Homography inverse() const;
};

struct PointPair {
  Point from, to;
};

// The homography that brings each `from` nearest to its `to`, by least squares of at least four
// pairs; none where they lie in a line.
std::optional<Homography> fit(const std::vector<PointPair>& pairs);

// Solves a · x = b by elimination with pivots; a is row-major, b.size() squared. False: singular.
bool solve(std::vector<double>& a, std::vector<double>& b);

// The four corners of a picture to four points, top left first, clockwise.
std::optional<Homography> to_quad(int width, int height, const std::array<Point, 4>& quad);

}  // namespace easel::imaging
