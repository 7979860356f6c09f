#pragma once

#include "painter/engine/skin.h"

// Models standing in the world, and rays that look for them. A ray's packet first picks the few
// parts it can meet, by the spheres around them, and walks among those alone: cost grows with
// what is in sight and not with how much a model holds.
namespace easel::painter::EASEL_ISA {

// The parts of one model that matter to a packet.
struct Few {
  static constexpr int kMost = 400;
  std::array<std::uint16_t, kMost> which;
  int count = 0;
};

// Eight rays, and a cone around them.
struct Rays {
  Vecs from, along;  // unit directions
  Vec middle, heading;
  float radius = 0, spread = 0;

  Rays(Vecs origin, Vecs direction, Mask alive) : from(origin), along(direction) {
    float lanes = 0;
    for (int i = 0; i < kLanes; ++i) {
      if (!alive[i]) continue;
      middle = {middle.x + origin.x[i], middle.y + origin.y[i], middle.z + origin.z[i]};
      heading = {heading.x + direction.x[i], heading.y + direction.y[i],
                 heading.z + direction.z[i]};
      ++lanes;
    }
    middle = middle * (1 / std::max(lanes, 1.0f));
    heading = normalize(heading);
    for (int i = 0; i < kLanes; ++i) {
      if (!alive[i]) continue;
      radius = std::max(radius, apart({origin.x[i], origin.y[i], origin.z[i]}, middle));
      spread = std::max(spread, apart({direction.x[i], direction.y[i], direction.z[i]}, heading));
    }
  }

  static float apart(Vec a, Vec b) {
    const Vec d{a.x - b.x, a.y - b.y, a.z - b.z};
    return std::sqrt(dot(d, d));
  }

  // Whether the cone comes near a sphere.
  bool meet(Vec c, float reach) const {
    const Vec to{c.x - middle.x, c.y - middle.y, c.z - middle.z};
    const float t = dot(to, heading);
    if (t < -reach - radius) return false;
    const float off = dot(to, to) - t * t;
    const float wide = reach + radius + spread * (std::max(t, 0.0f) + reach);
    return off < wide * wide;
  }
};

class Sculpture {
 public:
  Sculpture(const Subject& subject, Model model, Vec at)
      : subject_(subject), model_(std::move(model)), at_(at), scale_(subject.size) {
    const auto turned = [](Point v, float degrees, int i, int j) {
      float* c[3] = {&v.x, &v.y, &v.z};
      const float s = sine(degrees), k = cosine(degrees), p = *c[i], q = *c[j];
      *c[i] = k * p - s * q;
      *c[j] = s * p + k * q;
      return v;
    };
    const Point units[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    for (int k = 0; k < 3; ++k) {
      const Point a = turned(turned(turned(units[k], subject.roll, 0, 1), subject.pitch, 1, 2),
                             subject.heading, 2, 0);
      axes_[k] = {a.x, a.y, a.z};
    }
    const Vec m = outward(Vec{model_.middle.x, model_.middle.y, model_.middle.z});
    centre_ = {at.x + m.x * scale_, at.y + m.y * scale_, at.z + m.z * scale_};
  }

  const Subject& subject() const { return subject_; }
  const Model& model() const { return model_; }
  Vec at() const { return at_; }
  Vec centre() const { return centre_; }
  float reach() const { return model_.reach * scale_; }
  float scale() const { return scale_; }

  // From the world into the model, and directions both ways.
  Vecs inside(Vecs p) const { return inward(p - splat(at_)) * splat(1 / scale_); }
  Vecs inward(Vecs d) const { return {dot(d, axes_[0]), dot(d, axes_[1]), dot(d, axes_[2])}; }
  Vecs outward(Vecs d) const {
    return splat(axes_[0]) * d.x + splat(axes_[1]) * d.y + splat(axes_[2]) * d.z;
  }
  Vec outward(Vec d) const {
    return {axes_[0].x * d.x + axes_[1].x * d.y + axes_[2].x * d.z,
            axes_[0].y * d.x + axes_[1].y * d.y + axes_[2].y * d.z,
            axes_[0].z * d.x + axes_[1].z * d.y + axes_[2].z * d.z};
  }
  Vec place(Point p) const {
    const Vec d = outward(Vec{p.x, p.y, p.z});
    return {at_.x + d.x * scale_, at_.y + d.y * scale_, at_.z + d.z * scale_};
  }

  // The parts that rays given in the model's space may meet.
  void pick(const Rays& rays, Few& few) const {
    few.count = 0;
    for (std::size_t i = 0; i < model_.parts.size() && few.count < Few::kMost; ++i) {
      const Part& part = model_.parts[i];
      const float reach = part.reach + part.blend + slack(part);
      const bool near = part.join == Join::keep || touches(rays, part, reach);
      if (near) few.which[few.count++] = static_cast<std::uint16_t>(i);
    }
  }
  // The parts within a sphere.
  void pick(Vec middle, float radius, Few& few) const {
    few.count = 0;
    for (std::size_t i = 0; i < model_.parts.size() && few.count < Few::kMost; ++i) {
      const Part& part = model_.parts[i];
      const float reach = part.reach + part.blend + slack(part) + radius;
      const Vec here{part.middle.x, part.middle.y, part.middle.z};
      bool near = part.join == Join::keep || Rays::apart(here, middle) < reach;
      near = near || (part.mirrored && Rays::apart({-here.x, here.y, here.z}, middle) < reach);
      if (near) few.which[few.count++] = static_cast<std::uint16_t>(i);
    }
  }

  // Distance in the model's space. Without detail the surface lies a little inside the detailed
  // one, so that it casts no false shadow on itself.
  Floats distance(const Few& few, Vecs p, bool detail) const {
    Floats nearest = splat(1e9f), piece = splat(1e9f);
    int current = -1, first = 0;
    for (int k = 0; k <= few.count; ++k) {
      const Part* part = k < few.count ? &model_.parts[few.which[k]] : nullptr;
      if (part == nullptr || part->piece != current) {
        if (current >= 0) nearest = vmin(nearest, finished(piece, first, p, detail));
        if (part == nullptr) break;
        current = part->piece;
        first = part->paint;
        piece = splat(1e9f);
      }
      join(piece, *part, EASEL_ISA::distance(*part, local(*part, p), model_.outline.data()));
    }
    return nearest;
  }

  // What is seen at points p on the surface with normals n, both in the model's space.
  Skin skin(const Few& few, Vecs p, Vecs n) const {
    Skin best{splat(Rgb{0.5f, 0.5f, 0.5f}), splat(0.04f), splat(0), splat(Rgb{})};
    Skin mixed = best;
    Floats nearest = splat(1e9f), piece = splat(1e9f);
    int current = -1, first = 0;
    const auto close = [&] {
      if (current < 0) return;
      piece = finished(piece, first, p, true);
      const Mask nearer = piece < nearest;
      best = {select(nearer, mixed.colour, best.colour), select(nearer, mixed.gloss, best.gloss),
              select(nearer, mixed.thin, best.thin), select(nearer, mixed.glow, best.glow)};
      nearest = vmin(nearest, piece);
    };
    for (int k = 0; k < few.count; ++k) {
      const Part& part = model_.parts[few.which[k]];
      if (part.piece != current) {
        close();
        current = part.piece;
        first = part.paint;
        piece = splat(1e9f);
      }
      const Vecs q = local(part, p);
      const Floats d = EASEL_ISA::distance(part, q, model_.outline.data());
      cover(mixed, piece, part, d, p, q, n);
      join(piece, part, d);
    }
    close();
    return best;
  }

 private:
  static bool touches(const Rays& rays, const Part& part, float reach) {
    const Vec m{part.middle.x, part.middle.y, part.middle.z};
    return rays.meet(m, reach) || (part.mirrored && rays.meet({-m.x, m.y, m.z}, reach));
  }
  float slack(const Part& part) const { return model_.paints[part.paint].relief; }

  static Vecs local(const Part& part, Vecs p) {
    const Vecs q{(part.mirrored ? vabs(p.x) : p.x) - part.at.x, p.y - part.at.y, p.z - part.at.z};
    if (!part.turned) return q;
    const float* m = part.turn;
    return {q.x * m[0] + q.y * m[1] + q.z * m[2], q.x * m[3] + q.y * m[4] + q.z * m[5],
            q.x * m[6] + q.y * m[7] + q.z * m[8]};
  }

  static void join(Floats& piece, const Part& part, Floats d) {
    switch (part.join) {
      case Join::add:
        piece = seam_min(piece, d, part.blend);
        break;
      case Join::carve:
        piece = seam_max(piece, d * -1.0f, part.blend);
        break;
      case Join::keep:
        piece = seam_max(piece, d, part.blend);
        break;
    }
  }

  Floats finished(Floats piece, int paint_index, Vecs p, bool detail) const {
    const Paint& paint = model_.paints[static_cast<std::size_t>(paint_index)];
    if (paint.relief <= 0) return piece;
    if (!detail) return piece + paint.relief * 0.35f;
    if (!any(piece < paint.relief * 2)) return piece;
    return piece - relief(paint, p);
  }

  // Lays a part's paint over what its piece shows so far, where it is the nearer one.
  void cover(Skin& mixed, Floats piece, const Part& part, Floats d, Vecs p, Vecs q, Vecs n) const {
    if (part.join == Join::keep) return;
    const float k = std::max(part.blend, 1e-4f);
    const Floats gap = part.join == Join::add ? piece - d : d * -1.0f - piece;
    const Floats share = smooth(-k, k, clamp(gap, -1e6f, 1e6f));
    if (!any(share > 0.0f)) return;
    const Paint& paint = model_.paints[part.paint];
    const Floats second = Weave::second(paint, p, q, n);
    Rgbs colour = mix(paint.colour, paint.second, second);
    if (paint.fur) {
      const float f = 3.4f / paint.grain;
      const Floats strand = value_noise(p.x * f, p.y * (0.55f * f), p.z * (0.34f * f), 16u);
      colour = colour * (0.72f + 0.52f * strand);
    }
    const Floats shine = paint.pattern == Pattern::windows ? second : splat(1);
    mixed.colour = mix(mixed.colour, colour, share);
    mixed.gloss = mix(mixed.gloss, splat(paint.gloss), share);
    mixed.thin = mix(mixed.thin, splat(paint.thin), share);
    mixed.glow = mix(mixed.glow, paint.glow * shine, share);
  }

  Subject subject_;
  Model model_;
  Vec at_, centre_{};
  float scale_;
  Vec axes_[3];
};

}  // namespace easel::painter::EASEL_ISA
