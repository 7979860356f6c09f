#pragma once

#include "painter/engine/color.h"
#include "painter/engine/noise.h"

// Distances to simple shapes, in the shapes' own space, for eight points at once (after
// I. Quilez, "distance functions"). Below zero inside; never more than the true distance where
// rays walk by it, except ellipsoids and sheets, which callers step through with care.
namespace easel::painter::EASEL_ISA {

EASEL_FAST Floats length(Vecs a) {
  return vsqrt(dot(a, a));
}
EASEL_FAST Floats length(Floats x, Floats y) {
  return vsqrt(x * x + y * y);
}

// The lesser and the greater of two distances with a seam of width k.
EASEL_FAST Floats seam_min(Floats a, Floats b, float k) {
  if (k <= 0) return vmin(a, b);
  const Floats h = vmax(k - vabs(a - b), 0.0f) * (1 / k);
  return vmin(a, b) - h * h * h * (k / 6.0f);
}
EASEL_FAST Floats seam_max(Floats a, Floats b, float k) {
  return seam_min(a * -1.0f, b * -1.0f, k) * -1.0f;
}

// From distances along two axes to the distance of their common inside.
EASEL_FAST Floats corner(Floats a, Floats b) {
  return vmin(vmax(a, b), 0.0f) + length(vmax(a, 0.0f), vmax(b, 0.0f));
}

EASEL_FAST Floats ellipsoid(Vecs p, const Part& s) {
  const float x = 1 / s.a, y = 1 / s.b, z = 1 / s.c;
  const Vecs q{p.x * x, p.y * y, p.z * z};
  const Floats near = length(q), slope = length(Vecs{q.x * x, q.y * y, q.z * z});
  return near * (near - 1.0f) / vmax(slope, 1e-5f);
}

EASEL_FAST Floats limb(Vecs p, const Part& s) {
  const float along = s.to.x * s.to.x + s.to.y * s.to.y + s.to.z * s.to.z;
  const Floats t = saturate((p.x * s.to.x + p.y * s.to.y + p.z * s.to.z) * (1 / (along + 1e-12f)));
  return length(Vecs{p.x - t * s.to.x, p.y - t * s.to.y, p.z - t * s.to.z}) -
         (s.a + (s.b - s.a) * t);
}

EASEL_FAST Floats box(Vecs p, const Part& s) {
  const Floats x = vabs(p.x) - (s.a - s.d), y = vabs(p.y) - (s.b - s.d),
               z = vabs(p.z) - (s.c - s.d);
  return length(Vecs{vmax(x, 0.0f), vmax(y, 0.0f), vmax(z, 0.0f)}) +
         vmin(vmax(x, vmax(y, z)), 0.0f) - s.d;
}

EASEL_FAST Floats drum(Vecs p, const Part& s) {
  const Floats out = length(p.x, p.z);
  const float lean = (s.b - s.a) / s.c, steep = 1 / std::sqrt(1 + lean * lean);
  const Floats side = (out - s.a - p.y * lean) * steep;
  return corner(side + s.d, vmax(p.y * -1.0f, p.y - s.c) + s.d) - s.d;
}

EASEL_FAST Floats ring(Vecs p, const Part& s) {
  return length(length(p.x, p.z) - s.a, p.y) - s.b;
}

EASEL_FAST Floats gable(Vecs p, const Part& s) {
  const float steep = 1 / std::sqrt(s.a * s.a + s.b * s.b);
  const Floats side = (vabs(p.x) * s.b + (p.y - s.b) * s.a) * steep;
  return vmax(vmax(side, p.y * -1.0f), vabs(p.z) - s.c);
}

EASEL_FAST Floats pyramid(Vecs p, const Part& s) {
  const float lean = (s.b - s.a) / s.c, steep = 1 / std::sqrt(1 + lean * lean);
  const Floats side = (vmax(vabs(p.x), vabs(p.z)) - s.a - p.y * lean) * steep;
  return vmax(side, vmax(p.y * -1.0f, p.y - s.c));
}

// A triangle of cloth between the mast, the boom and the leech, filled by the wind.
EASEL_FAST Floats sail(Vecs p, const Part& s) {
  const Floats up = saturate(p.y * (1 / s.b));
  const Floats luff = s.d * up;  // where its front edge is
  const Floats chord = vmax((1.0f - up) * s.a, 0.02f * s.a);
  const Floats t = saturate((luff - p.z) / chord);
  const Floats belly = (t * (1.0f - t) * 2.2f + t * 0.5f) * (1.0f - up * 0.55f) *
                       smooth(0.0f, 0.05f, 1.0f - up) * s.c;
  const float lean = (s.a + s.d) / s.b, steep = 1 / std::sqrt(1 + lean * lean);
  const float rake = s.d / s.b, rake_steep = 1 / std::sqrt(1 + rake * rake);
  const Floats leech = ((s.a + p.z) * -1.0f + p.y * lean) * steep;
  const Floats front = (p.z - p.y * rake) * rake_steep;
  const Floats edge = vmax(vmax(leech, front), vmax(p.y * -1.0f, p.y - s.b));
  return vmax(edge, vabs(p.x - belly) - 0.006f * s.b) * 0.6f;
}

// Distance to an outline in a plane (x, y).
inline Floats outline(Floats x, Floats y, const float* points, int count) {
  Floats nearest = square(x - points[0]) + square(y - points[1]);
  Mask inside = x < -1e30f;
  for (int i = 0, j = count - 1; i < count; j = i++) {
    const float ax = points[2 * i], ay = points[2 * i + 1];
    const float ex = points[2 * j] - ax, ey = points[2 * j + 1] - ay;
    const Floats wx = x - ax, wy = y - ay;
    const Floats t = saturate((wx * ex + wy * ey) * (1 / (ex * ex + ey * ey + 1e-12f)));
    nearest = vmin(nearest, square(wx - t * ex) + square(wy - t * ey));
    const Mask above = wy >= 0.0f, below = y<points[2 * j + 1], left = wy * ex> wx * ey;
    inside = inside ^ ((above & below & left) | ~(above | below | left));
  }
  const Floats away = vsqrt(nearest);
  return select(inside, -away, away);
}

EASEL_FAST Floats slab(Vecs p, const Part& s, const float* points) {
  const Floats side = outline(p.x, p.y, points, s.count);
  return corner(side, vabs(p.z) - s.c) - s.d;
}

EASEL_FAST Floats lathe(Vecs p, const Part& s, const float* points) {
  const Floats side = outline(length(p.x, p.z), p.y, points, s.count);
  return s.a > 0 ? vabs(side + s.a) - s.a : side;
}

// A curved roof: low at its edges, steep toward the ridge, its corners turned up.
EASEL_FAST Floats eaves(Vecs p, const Part& s) {
  const Floats x = vabs(p.x), z = vabs(p.z);
  const Floats most = vmax(x, z), least = vmin(x, z);
  const Floats out = saturate(most * (1 / s.a)), along = saturate(least * (1 / s.a));
  const Floats lift = out * out * along * along * along * s.c;
  const Floats inward = 1.0f - out;
  const Floats roof = inward * (0.35f * s.b) + inward * inward * (0.65f * s.b) + lift;
  return vmax(vabs(p.y - roof) - 0.035f * s.a, most - s.a - lift * 0.25f) * 0.6f;
}

// Planes cut by chance may leave a way out: the box of the half axes closes it.
EASEL_FAST Floats facets(Vecs p, const Part& s, const float* planes) {
  Floats most = splat(-1e9f);
  for (int i = 0; i < s.count; ++i) {
    const float* q = planes + 4 * i;
    most = seam_max(most, p.x * q[0] + p.y * q[1] + p.z * q[2] - q[3], i > 0 ? s.d : 0);
  }
  return vmax(most, vmax(vmax(vabs(p.x) - s.a, vabs(p.y) - s.b), vabs(p.z) - s.c));
}

inline Floats distance(const Part& s, Vecs p, const float* outlines) {
  switch (s.shape) {
    case Shape::ellipsoid:
      return ellipsoid(p, s);
    case Shape::limb:
      return limb(p, s);
    case Shape::box:
      return box(p, s);
    case Shape::drum:
      return drum(p, s);
    case Shape::ring:
      return ring(p, s);
    case Shape::gable:
      return gable(p, s);
    case Shape::pyramid:
      return pyramid(p, s);
    case Shape::sail:
      return sail(p, s);
    case Shape::slab:
      return slab(p, s, outlines + 2 * s.first);
    case Shape::lathe:
      return lathe(p, s, outlines + 2 * s.first);
    case Shape::eaves:
      return eaves(p, s);
    case Shape::facets:
      return facets(p, s, outlines + 4 * s.first);
  }
  return splat(1e9f);
}

}  // namespace easel::painter::EASEL_ISA
