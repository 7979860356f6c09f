#include "painter/sculptor.h"

#include <algorithm>
#include <cmath>

namespace easel::painter {
namespace {

float length(Point p) {
  return std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z);
}

// From the part's own axes to the model's.
Point outward(const Part& part, Point p) {
  const float* m = part.turn;
  return {m[0] * p.x + m[3] * p.y + m[6] * p.z, m[1] * p.x + m[4] * p.y + m[7] * p.z,
          m[2] * p.x + m[5] * p.y + m[8] * p.z};
}

// Middle and half diagonal of a part's extent along its own axes.
void measure(Part& part, const std::vector<float>& outline) {
  Point low, high;
  const auto flat = [&](float radius, float bottom, float top) {
    low = {-radius, bottom, -radius};
    high = {radius, top, radius};
  };
  switch (part.shape) {
    case Shape::ellipsoid:
    case Shape::box:
      low = {-part.a, -part.b, -part.c};
      high = {part.a, part.b, part.c};
      break;
    case Shape::limb:
      part.middle = part.at + part.to * 0.5f;
      part.reach = 0.5f * length(part.to) + std::max(part.a, part.b);
      return;
    case Shape::drum:
    case Shape::pyramid: {
      const float r = std::max(part.a, part.b);
      flat(r, 0, part.c);
      break;
    }
    case Shape::ring:
      flat(part.a + part.b, -part.b, part.b);
      break;
    case Shape::gable:
      low = {-part.a, 0, -part.c};
      high = {part.a, part.b, part.c};
      break;
    case Shape::sail:
      low = {-std::fabs(part.c), 0, -part.a};
      high = {std::fabs(part.c), part.b, std::fabs(part.d)};
      break;
    case Shape::eaves:
      flat(part.a * 1.05f, -0.1f * part.b, part.b + part.c);
      break;
    case Shape::slab:
    case Shape::lathe: {
      float most = 0, bottom = 1e9f, top = -1e9f, left = 1e9f;
      for (int i = part.first; i < part.first + part.count; ++i) {
        most = std::max(most, outline[2 * i]);
        left = std::min(left, outline[2 * i]);
        bottom = std::min(bottom, outline[2 * i + 1]);
        top = std::max(top, outline[2 * i + 1]);
      }
      flat(most, bottom, top);
      if (part.shape == Shape::slab) {
        low = {left - part.d, bottom - part.d, -part.c - part.d};
        high = {most + part.d, top + part.d, part.c + part.d};
      }
      break;
    }
    case Shape::facets:
      low = {-part.a, -part.b, -part.c};
      high = {part.a, part.b, part.c};
      break;
  }
  part.middle = part.at + outward(part, (low + high) * 0.5f);
  part.reach = 0.5f * length(high - low);
}

}  // namespace

// A Taylor polynomial on an eighth of the circle.
float sine(float degrees) {
  float turns = degrees * (1 / 360.0f);
  turns -= std::floor(turns + 0.5f);
  const float away = std::fabs(turns), folded = std::min(away, 0.5f - away);
  const float x = folded * 6.28318531f, x2 = x * x;
  const float y = x * (1 + x2 * (-1.66666667e-1f +
                                 x2 * (8.33333333e-3f + x2 * (-1.98412698e-4f + x2 * 2.7557e-6f))));
  return turns < 0 ? -y : y;
}
float cosine(float degrees) {
  return sine(degrees + 90);
}

Rgb pigment(std::uint32_t rgb) {
  // The sRGB curve to three digits, without a power whose last bit depends on the machine.
  const auto linear = [](std::uint32_t code) {
    const float c = static_cast<float>(code & 255) * (1 / 255.0f);
    return c * (c * (c * 0.305306011f + 0.682171111f) + 0.012522878f);
  };
  return {linear(rgb >> 16), linear(rgb >> 8), linear(rgb)};
}
Rgb blend(Rgb a, Rgb b, float share) {
  return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share};
}

Rgb any_of(const Subject& subject, std::initializer_list<std::uint32_t> choices) {
  Dice d(subject.seed, "colour");
  const int which = d.below(static_cast<int>(choices.size()));
  return own(subject, pigment(choices.begin()[which]));
}

Part& Part::turning(float about_x, float about_y, float about_z) {
  const auto rotate = [this](int i, int j, float degrees) {
    const float s = sine(degrees), c = cosine(degrees);
    for (int k = 0; k < 3; ++k) {
      // Column k of the model's axes, turned from axis i toward axis j.
      float &p = turn[k * 3 + i], &q = turn[k * 3 + j];
      const float x = p, y = q;
      p = c * x - s * y;
      q = s * x + c * y;
    }
  };
  turned = true;
  rotate(1, 2, about_x);
  rotate(2, 0, about_y);
  rotate(0, 1, about_z);
  return *this;
}

Part& Sculptor::add(Shape shape, Point at) {
  Part& part = model_.parts.emplace_back();
  part.shape = shape;
  part.at = at;
  part.paint = static_cast<std::uint16_t>(paint_);
  part.piece = static_cast<std::uint16_t>(piece_);
  part.blend = blend_;
  return part;
}

Part& Sculptor::ellipsoid(Point at, Point half) {
  Part& part = add(Shape::ellipsoid, at);
  part.a = half.x, part.b = half.y, part.c = half.z;
  return part;
}
Part& Sculptor::limb(Point from, Point to, float radius, float radius_to) {
  Part& part = add(Shape::limb, from);
  part.to = to - from;
  part.a = radius, part.b = radius_to;
  return part;
}
void Sculptor::cord(std::initializer_list<Point> points, float radius, float radius_to) {
  const Point* p = points.begin();
  const float pieces = static_cast<float>(points.size() - 1);
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const float from = static_cast<float>(i) / pieces, to = static_cast<float>(i + 1) / pieces;
    limb(p[i], p[i + 1], radius + (radius_to - radius) * from, radius + (radius_to - radius) * to);
  }
}
Part& Sculptor::box(Point at, Point half, float round) {
  Part& part = add(Shape::box, at);
  part.a = half.x, part.b = half.y, part.c = half.z, part.d = round;
  return part;
}
Part& Sculptor::drum(Point at, float height, float radius, float radius_above, float round) {
  Part& part = add(Shape::drum, at);
  part.a = radius, part.b = radius_above, part.c = height, part.d = round;
  return part;
}
Part& Sculptor::ring(Point at, float radius, float thick) {
  Part& part = add(Shape::ring, at);
  part.a = radius, part.b = thick;
  return part;
}
Part& Sculptor::gable(Point at, float half_width, float height, float half_length) {
  Part& part = add(Shape::gable, at);
  part.a = half_width, part.b = height, part.c = half_length;
  return part;
}
Part& Sculptor::pyramid(Point at, float half, float half_above, float height) {
  Part& part = add(Shape::pyramid, at);
  part.a = half, part.b = half_above, part.c = height;
  return part;
}
Part& Sculptor::sail(Point at, float foot, float height, float belly, float rake) {
  Part& part = add(Shape::sail, at);
  part.a = foot, part.b = height, part.c = belly, part.d = rake;
  return part;
}
Part& Sculptor::slab(Point at, std::initializer_list<Corner> outline, float half_thick,
                     float round) {
  Part& part = add(Shape::slab, at);
  part.first = static_cast<int>(model_.outline.size() / 2);
  part.count = static_cast<int>(outline.size());
  for (const Corner& corner : outline) {
    model_.outline.push_back(corner.x);
    model_.outline.push_back(corner.y);
  }
  part.c = half_thick, part.d = round;
  return part;
}
Part& Sculptor::lathe(Point at, std::initializer_list<Corner> outline, float shell) {
  Part& part = slab(at, outline, 0, 0);
  part.shape = Shape::lathe;
  part.a = shell;
  return part;
}
Part& Sculptor::eaves(Point at, float half, float height, float curl) {
  Part& part = add(Shape::eaves, at);
  part.a = half, part.b = height, part.c = curl;
  return part;
}
Part& Sculptor::facets(Point at, Point half, int planes, Dice& dice, float soft, float top) {
  Part& part = add(Shape::facets, at);
  if (model_.outline.size() % 4 != 0) model_.outline.resize((model_.outline.size() + 3) / 4 * 4);
  part.first = static_cast<int>(model_.outline.size() / 4);
  part.count = planes + 1;
  part.a = half.x, part.b = half.y, part.c = half.z, part.d = soft;
  const auto plane = [&](Point normal, float share) {
    // The distance at which it touches the ellipsoid.
    const Point stretched{normal.x * half.x, normal.y * half.y, normal.z * half.z};
    model_.outline.insert(model_.outline.end(),
                          {normal.x, normal.y, normal.z, length(stretched) * share});
  };
  for (int i = 0; i < planes; ++i) {
    const float turn = (static_cast<float>(i) + 0.8f * dice.unit()) * 360 * 0.618034f;
    const float up = top < 1 ? dice.between(-0.15f, 0.35f) : dice.between(-0.7f, 0.95f);
    const float out = std::sqrt(1 - up * up);
    plane({out * cosine(turn), up, out * sine(turn)}, dice.between(0.72f, 0.95f));
  }
  plane({dice.around(0, 0.03f), 1, dice.around(0, 0.03f)}, top);
  return part;
}

Model Sculptor::finish() {
  Model& m = model_;
  Point low{1e9f, 1e9f, 1e9f}, high{-1e9f, -1e9f, -1e9f};
  for (Part& part : m.parts) {
    measure(part, m.outline);
    if (part.join != Join::add) continue;
    const Point c = part.middle;
    const float r = part.reach, side = part.mirrored ? std::fabs(c.x) : 0;
    low = {std::min(low.x, std::min(c.x, -side) - r), std::min(low.y, c.y - r),
           std::min(low.z, c.z - r)};
    high = {std::max(high.x, std::max(c.x, side) + r), std::max(high.y, c.y + r),
            std::max(high.z, c.z + r)};
  }
  m.middle = (low + high) * 0.5f;
  for (const Part& part : m.parts) {
    if (part.join != Join::add) continue;
    m.reach = std::max(m.reach, length(part.middle - m.middle) + part.reach);
    if (!part.mirrored) continue;
    const Point other{-part.middle.x, part.middle.y, part.middle.z};
    m.reach = std::max(m.reach, length(other - m.middle) + part.reach);
  }
  if (m.breadth <= 0) m.breadth = 0.5f * std::max(high.x - low.x, high.z - low.z);
  if (m.height <= 0) m.height = high.y;
  return std::move(model_);
}

void eyes(Sculptor& s, Point right, float radius, Rgb iris) {
  if (iris.r > 0.05f) {
    s.piece(s.paint(iris, 0.2f));
    s.ball(right, radius).both();
    s.piece(s.paint({.colour = {0.006f, 0.006f, 0.006f}, .gloss = 0.35f}));
    s.ball(right + Point{0.12f * radius, 0, 0.55f * radius}, 0.62f * radius).both();
  } else {
    s.piece(s.paint({.colour = iris, .gloss = 0.35f}));
    s.ball(right, radius).both();
  }
  s.piece(s.paint({.colour = {1, 1, 1}, .gloss = 0.3f, .glow = {0.3f, 0.3f, 0.3f}}));
  s.ball(right + Point{0.25f * radius, 0.5f * radius, 0.85f * radius}, 0.22f * radius).both();
}

int hide(Sculptor& s, Rgb colour, Rgb second, Pattern pattern, float scale) {
  return s.paint({.colour = colour,
                  .second = second,
                  .pattern = pattern,
                  .scale = scale,
                  .gloss = 0.12f,
                  .relief = 0.06f * scale,
                  .grain = 0.4f * scale});
}

bool sculpt_from(std::span<const Craft> list, Sculptor& s, const Subject& subject) {
  const auto found = std::ranges::find(list, subject.what, &Craft::what);
  if (found == list.end()) return false;
  found->sculpt(s, subject);
  return true;
}

Model model_of(const Subject& subject) {
  Sculptor s;
  using Family = bool (*)(Sculptor&, const Subject&);
  constexpr Family kFamilies[] = {
      sculpt_lettered,  sculpt_quadruped, sculpt_bird,    sculpt_creature,  sculpt_boat,
      sculpt_building,  sculpt_monument,  sculpt_vehicle, sculpt_aircraft,  sculpt_plant,
      sculpt_tableware, sculpt_thing,     sculpt_figure,  sculpt_wild,      sculpt_reptile,
      sculpt_machine,   sculpt_landmark,  sculpt_food,    sculpt_metalwork, sculpt_furniture,
      sculpt_keepsake,  sculpt_interior,  sculpt_dish,    sculpt_tool};
  for (const Family family : kFamilies) {
    if (family(s, subject)) return s.finish();
  }
  return {};
}

}  // namespace easel::painter
