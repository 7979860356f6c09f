#include "imaging/inscription.h"

#include <algorithm>
#include <cmath>

namespace easel::imaging {
namespace {

constexpr double kMargin = 0.86;  // of the place, that words may fill
constexpr double kWanted = kReadable + 0.3;
constexpr double kLeastEm = 7, kLeastMatch = 0.85;

using Light = std::array<float, 3>;

float bright(const Light& c) {
  return 0.2126f * c[0] + 0.7152f * c[1] + 0.0722f * c[2];
}
Light light_of(const std::uint8_t* p) {
  return {linear()[p[0]], linear()[p[1]], linear()[p[2]]};
}
Light mixed(const Light& a, const Light& b, float share) {
  Light out{};
  for (std::size_t k = 0; k < 3; ++k) out[k] = a[k] + (b[k] - a[k]) * share;
  return out;
}
Light times(const Light& a, float by) {
  return {a[0] * by, a[1] * by, a[2] * by};
}

double distance(Point a, Point b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

float bilinear(const LetterMask& mask, double x, double y) {
  const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
  const auto fx = static_cast<float>(x - ix), fy = static_cast<float>(y - iy);
  const auto at = [&](int px, int py) {
    return px < 0 || py < 0 || px >= mask.width || py >= mask.height ? 0.0f : mask.at(px, py);
  };
  return (at(ix, iy) * (1 - fx) + at(ix + 1, iy) * fx) * (1 - fy) +
         (at(ix, iy + 1) * (1 - fx) + at(ix + 1, iy + 1) * fx) * fy;
}

// Each block of `cell` pixels of the picture is a letter, from a share of it on, or is none.
LetterMask in_blocks(const LetterMask& letters, int left, int top, int cell, float least) {
  if (cell <= 1) return letters;
  LetterMask out = letters;
  const auto block = [&](int at) { return (at >= 0 ? at : at - cell + 1) / cell * cell; };
  for (int y0 = block(top); y0 < top + letters.height; y0 += cell)
    for (int x0 = block(left); x0 < left + letters.width; x0 += cell) {
      const int x1 = std::max(x0 - left, 0), x2 = std::min(x0 + cell - left, letters.width);
      const int y1 = std::max(y0 - top, 0), y2 = std::min(y0 + cell - top, letters.height);
      float sum = 0;
      for (int y = y1; y < y2; ++y)
        for (int x = x1; x < x2; ++x) sum += letters.at(x, y);
      const float is = sum > least * static_cast<float>(cell * cell) ? 1.0f : 0.0f;
      for (int y = y1; y < y2; ++y)
        for (int x = x1; x < x2; ++x) out.at(x, y) = is;
    }
  return out;
}

}  // namespace

LetteringRoom Inscription::room(const Tablet& tablet) {
  const auto& q = tablet.quad;
  const double wide = std::max(distance(q[0], q[1]), distance(q[3], q[2]));
  const double tall = std::max(distance(q[0], q[3]), distance(q[1], q[2]));
  const double height = std::clamp(std::max(tall, wide / tablet.aspect) * kMargin, 8.0, 4096.0);
  const double width = std::clamp(height * tablet.aspect, 8.0, 8192.0);
  return {.width = static_cast<int>(width),
          .height = static_cast<int>(height),
          .size = std::clamp(static_cast<int>(height), 4, 1024)};
}

std::optional<Inscription> Inscription::on(const Tablet& tablet, const Lettering& lettering) {
  const LetteringRoom room = Inscription::room(tablet);
  const double whole_width = room.width / kMargin, whole_height = room.height / kMargin;
  const auto face =
      to_quad(static_cast<int>(whole_width), static_cast<int>(whole_height), tablet.quad);
  if (!face) return {};
  // The words stand in the middle of the place, as large as they fit.
  const double scale = std::min(static_cast<double>(room.width) / lettering.width,
                                static_cast<double>(room.height) / lettering.height);
  const double smaller = std::min(scale, 1.0), larger = std::max(scale, 1.0);
  LetterMask flat = scaled(lettering, std::max(1, static_cast<int>(lettering.width * smaller)),
                           std::max(1, static_cast<int>(lettering.height * smaller)));
  const auto shift = [&](double whole, int size) {
    return (whole - size * larger) / 2 + 0.5 * (larger - 1);
  };
  const Homography middle{{larger, 0, shift(whole_width, flat.width), 0, larger,
                           shift(whole_height, flat.height), 0, 0, 1}};
  Inscription made(tablet, *face * middle, std::move(flat));
  const auto& q = tablet.quad;
  const double wide = std::min(distance(q[0], q[1]), distance(q[3], q[2])) / whole_width;
  const double tall = std::min(distance(q[0], q[3]), distance(q[1], q[2])) / whole_height;
  made.em_ = lettering.size * scale * std::min(wide, tall);
  if (made.em_ < kLeastEm || made.cover_.values.empty()) return {};
  made.told_.text = lettering.text;
  made.told_.missing = lettering.missing;
  made.told_.lines = lettering.lines;
  made.told_.size = static_cast<int>(std::lround(made.em_));
  return made;
}

Inscription::Inscription(const Tablet& tablet, const Homography& place, LetterMask flat)
    : tablet_(tablet), place_(place), flat_(std::move(flat)) {
  const double right = flat_.width - 0.5, bottom = flat_.height - 0.5;
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const Point corner :
       {Point{-0.5, -0.5}, Point{right, -0.5}, Point{right, bottom}, Point{-0.5, bottom}}) {
    const auto p = place_(corner);
    if (!p) return;
    told_.corners.push_back(*p);
    x0 = std::min(x0, p->x), x1 = std::max(x1, p->x);
    y0 = std::min(y0, p->y), y1 = std::max(y1, p->y);
  }
  if (x1 - x0 > 16384 || y1 - y0 > 16384) return;
  told_.box = {static_cast<int>(std::floor(x0)), static_cast<int>(std::floor(y0)),
               static_cast<int>(std::ceil(x1 - x0)), static_cast<int>(std::ceil(y1 - y0))};
  // With room around for what glows and what lies beside.
  const int room = 4 + static_cast<int>(0.6 * (y1 - y0));
  left_ = told_.box.x - room;
  top_ = told_.box.y - room;
  cover_.width = told_.box.width + 2 * room + 1;
  cover_.height = told_.box.height + 2 * room + 1;
  cover_.values.resize(static_cast<std::size_t>(cover_.width) * cover_.height);
  const Homography back = place_.inverse();
  constexpr int kSide = 4;  // samples across a pixel
  for (int y = room - 2; y < cover_.height - room + 2; ++y) {
    for (int x = room - 2; x < cover_.width - room + 2; ++x) {
      float sum = 0;
      for (int k = 0; k < kSide * kSide; ++k) {
        const auto at = back({left_ + x + (k % kSide + 0.5) / kSide - 0.5,
                              top_ + y + (k / kSide + 0.5) / kSide - 0.5});
        if (at) sum += bilinear(flat_, at->x, at->y);
      }
      cover_.at(x, y) = sum / (kSide * kSide);
    }
  }
  near_ = blurred(cover_, 0, 1);
}

template <class Change>
void Inscription::each(Bitmap& picture, Change change) const {
  for (int y = std::max(0, -top_); y < std::min(cover_.height, picture.height - top_); ++y) {
    auto row = picture.row(top_ + y);
    for (int x = std::max(0, -left_); x < std::min(cover_.width, picture.width - left_); ++x) {
      auto* p = &row[static_cast<std::size_t>(left_ + x) * picture.channels];
      const Light before = light_of(p), after = change(before, x, y);
      if (after == before) continue;
      for (std::size_t k = 0; k < 3; ++k) p[k] = encoded(std::clamp(after[k], 0.0f, 1.0f));
    }
  }
}

// The ground's tenth that is nearest to the ink, right beside the letters, against the ink's own
// middle.
Inscription::Reading Inscription::read(const Bitmap& picture) const {
  std::vector<float> ink, ground;
  const float most = 0.9f * *std::ranges::max_element(cover_.values);
  for (int y = std::max(0, -top_); y < std::min(cover_.height, picture.height - top_); ++y) {
    for (int x = std::max(0, -left_); x < std::min(cover_.width, picture.width - left_); ++x) {
      const bool letter = cover_.at(x, y) >= most;
      const bool beside = cover_.at(x, y) <= 0.01f && near_.at(x, y) >= kBeside;
      if (!letter && !beside) continue;
      const auto* p =
          &picture.row(top_ + y)[static_cast<std::size_t>(left_ + x) * picture.channels];
      (letter ? ink : ground).push_back(bright(light_of(p)));
    }
  }
  if (ink.empty() || ground.empty()) return {};
  const auto nth = [](std::vector<float>& values, double share) {
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  const float middle = nth(ink, 0.5);
  const bool light = middle > nth(ground, 0.5);
  return {contrast_of(middle, nth(ground, light ? 0.9 : 0.1)), light};
}

// How well the picture's light at the place, turned flat, follows the letters.
double Inscription::match(const Bitmap& picture) const {
  const int step = std::max(1, flat_.height / 128);
  double n = 0, sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
  for (int y = 0; y < flat_.height; y += step)
    for (int x = 0; x < flat_.width; x += step) {
      const auto at = place_({static_cast<double>(x), static_cast<double>(y)});
      if (!at) continue;
      const int px = static_cast<int>(std::lround(at->x)),
                py = static_cast<int>(std::lround(at->y));
      if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue;
      const auto* p = &picture.row(py)[static_cast<std::size_t>(px) * picture.channels];
      const double a = 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2], b = flat_.at(x, y);
      n += 1, sa += a, sb += b, saa += a * a, sbb += b * b, sab += a * b;
    }
  const double spread = n > 1 ? (saa - sa * sa / n) * (sbb - sb * sb / n) : 0;
  return spread > 0 ? std::abs(sab - sa * sb / n) / std::sqrt(spread) : 0;
}

template <class Lay>
void Inscription::until_readable(Bitmap& picture, Lay lay) const {
  constexpr int kTries = 10;
  const Bitmap before = picture;
  for (int i = 0; i <= kTries; ++i) {
    if (i > 0) picture = before;
    lay(static_cast<float>(i) / kTries);
    if (read(picture).contrast >= kWanted) return;
  }
}

void Inscription::write(Bitmap& picture) {
  ground_ = ground_of(picture);
  switch (tablet_.manner) {
    case Manner::painted:
      told_.manner = "painted";
      return paint(picture);
    case Manner::neon:
      told_.manner = "neon";
      return light_tubes(picture);
    case Manner::carved:
      told_.manner = "carved";
      return carve(picture);
  }
}

// How bright the place is where the words will stand.
float Inscription::ground_of(const Bitmap& picture) const {
  double sum = 0, weight = 1e-9;
  for (int y = std::max(0, -top_); y < std::min(cover_.height, picture.height - top_); ++y)
    for (int x = std::max(0, -left_); x < std::min(cover_.width, picture.width - left_); ++x) {
      const auto* p =
          &picture.row(top_ + y)[static_cast<std::size_t>(left_ + x) * picture.channels];
      sum += near_.at(x, y) * bright(light_of(p));
      weight += near_.at(x, y);
    }
  return static_cast<float>(sum / weight);
}

// Dark ink lets the ground's own shading through; on a dark ground it is light ink, as shaded as
// the ground. Where that is not enough, the ground around the letters is painted over too.
void Inscription::paint(Bitmap& picture) const {
  const LetterMask around = blurred(cover_, 0, std::max(2, static_cast<int>(0.16 * em_)));
  const bool dark = dark_ink();
  until_readable(picture, [&](float effort) {
    const float first = std::min(1.0f, 2 * effort), then = std::max(0.0f, 2 * effort - 1);
    each(picture, [&](const Light& seen, int x, int y) {
      const float letter = cover_.at(x, y), beside = std::min(1.0f, 2 * around.at(x, y)) * then;
      if (letter <= 0 && beside <= 0) return seen;
      const Light below = mixed(seen, dark ? Light{0.9f, 0.88f, 0.82f} : Light{}, beside);
      if (dark) {
        const float left = 0.11f - 0.10f * first;
        return mixed(below, {seen[0] * left * 1.1f, seen[1] * left, seen[2] * left * 0.95f},
                     letter);
      }
      const float shade = std::clamp(bright(seen) / std::max(ground_, 1e-4f), 0.8f, 1.1f);
      const float level = std::min(1.0f, (0.42f + 0.55f * first) * shade);
      return mixed(below, {level, 0.96f * level, 0.88f * level}, letter);
    });
  });
}

// On a dark ground ink is light; tubes always are.
bool Inscription::dark_ink() const {
  return tablet_.manner != Manner::neon && ground_ > 0.18f;
}

// Where the light comes from, in the picture: at least a little from above.
Point Inscription::toward_light() const {
  const auto& q = tablet_.quad;
  const auto unit = [](Point a, Point b) {
    const double length = std::max(1e-9, distance(a, b));
    return Point{(b.x - a.x) / length, (b.y - a.y) / length};
  };
  const Point right = unit(q[0], q[1]), down = unit(q[0], q[3]);
  Point out{right.x * tablet_.light.x + down.x * tablet_.light.y,
            right.y * tablet_.light.x + down.y * tablet_.light.y};
  const double length = std::hypot(out.x, out.y);
  if (length < 0.05) return {0, -1};
  return {out.x / length, out.y / length};
}

// A groove's wall on the light's side lies in shade, the one across from it is lit, and so is the
// edge outside it; on a dark stone the groove is gilded.
void Inscription::carve(Bitmap& picture) const {
  const bool dark = dark_ink();
  const LetterMask slope = blurred(cover_, 0, std::max(1, static_cast<int>(0.018 * em_)));
  const LetterMask around = blurred(cover_, 0, std::max(2, static_cast<int>(0.16 * em_)));
  const Point light = toward_light();
  until_readable(picture, [&](float effort) {
    const float first = std::min(1.0f, 2 * effort), then = std::max(0.0f, 2 * effort - 1);
    each(picture, [&](const Light& seen, int x, int y) {
      const float letter = cover_.at(x, y), beside = std::min(1.0f, 2 * around.at(x, y)) * then;
      const bool inner = x > 0 && y > 0 && x + 1 < cover_.width && y + 1 < cover_.height;
      float lit = 0;
      if (inner) {
        const float dx = slope.at(x + 1, y) - slope.at(x - 1, y),
                    dy = slope.at(x, y + 1) - slope.at(x, y - 1);
        const auto steep = static_cast<float>(std::max(1.0, 0.04 * em_));
        lit =
            std::clamp(1.3f * steep * static_cast<float>(dx * light.x + dy * light.y), -1.0f, 1.0f);
      }
      if (letter <= 0 && beside <= 0 && lit == 0) return seen;
      Light below = mixed(seen, dark ? Light{0.8f, 0.79f, 0.76f} : Light{}, beside);
      below = times(below, 1 + (lit > 0 ? 0.3f : 0.22f) * lit);
      // Its floor gets less light; sharp edges shine.
      const float depth = (dark ? 0.17f - 0.15f * first : 1.0f);
      Light floor = times(seen, depth * (1 + 0.6f * lit) + 0.16f * std::max(0.0f, lit));
      if (!dark) {
        const float gold = (0.38f + 0.55f * first) * (1 + 0.4f * lit);
        floor = {gold, 0.80f * gold, 0.42f * gold};
      }
      return mixed(below, floor, letter);
    });
  });
}

// A tube is nearly white in its middle and of its colour at the edges; its light lies on what is
// around it, as much as leaves the letters readable.
void Inscription::light_tubes(Bitmap& picture) const {
  const LetterMask heart = blurred(cover_, 0, std::max(1, static_cast<int>(0.035 * em_)));
  const LetterMask close = blurred(cover_, 0, std::max(1, static_cast<int>(0.07 * em_)));
  const LetterMask wide = blurred(cover_, 0, std::max(2, static_cast<int>(0.28 * em_)));
  const Light colour =
      times(tablet_.colour,
            1 / std::max({tablet_.colour[0], tablet_.colour[1], tablet_.colour[2], 1e-3f}));
  until_readable(picture, [&](float effort) {
    const float glow = 1 - effort, then = std::max(0.0f, 2 * effort - 1);
    const float dim = 0.35f * (1 - 0.9f * then), wide_as = 1.5f + 6 * then;
    each(picture, [&](const Light& seen, int x, int y) {
      const float letter = cover_.at(x, y), far = wide.at(x, y), by = close.at(x, y);
      if (letter <= 0 && far <= 0.002f) return seen;
      Light out = mixed(seen, times(seen, dim), std::min(1.0f, wide_as * by));
      for (std::size_t k = 0; k < 3; ++k) out[k] += colour[k] * glow * (0.30f * by + 0.28f * far);
      const float hot = std::clamp(1.5f * heart.at(x, y) - 0.45f, 0.0f, 1.0f);
      return mixed(out, mixed(colour, {1, 1, 1}, 0.30f + 0.62f * hot), letter);
    });
  });
}

PlacedTitle Inscription::settle(Bitmap& picture, int cell) {
  if (cell > 1) {
    cover_ = in_blocks(cover_, left_, top_, cell, 0.45f);
    near_ = blurred(cover_, 0, 1);
  }
  Reading reading = read(picture);
  told_.match = match(picture);
  if (reading.contrast < kReadable || told_.match < kLeastMatch) {
    LetterMask around = blurred(cover_, 0, std::max({1, cell / 2, static_cast<int>(0.1 * em_)}));
    if (cell > 1) around = in_blocks(around, left_, top_, cell, 0.02f);
    const bool light = !dark_ink();
    const Ink& ink = light ? kLight : kDark;
    const Ink& other = light ? kDark : kLight;
    const auto of = [](const Ink& c) {
      return Light{linear()[static_cast<std::size_t>(c[0])],
                   linear()[static_cast<std::size_t>(c[1])],
                   linear()[static_cast<std::size_t>(c[2])]};
    };
    until_readable(picture, [&](float effort) {
      each(picture, [&](const Light& seen, int x, int y) {
        const float letter = cover_.at(x, y), beside = std::min(1.0f, 3 * around.at(x, y));
        if (letter <= 0 && beside <= 0.01f) return seen;
        const Light below = mixed(seen, of(other), beside * effort);
        return mixed(below, of(ink), letter * std::min(1.0f, 0.6f + effort));
      });
    });
    reading = read(picture);
    told_.match = match(picture);
  }
  told_.contrast = reading.contrast;
  told_.light = reading.light;
  return told_;
}

}  // namespace easel::imaging
