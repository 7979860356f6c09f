#pragma once

#include "painter/engine/sky.h"
#include "painter/engine/strokes.h"

// Plants made of strokes. Each is drawn by dice of its own, so one more tree moves no other, and
// with as many strokes at every size of the picture.
namespace easel::painter::EASEL_ISA {

// Where a plant stands on the picture, how tall it is there, and how far away.
struct Stand {
  float x, foot, height;
  float depth = 1;
};

class Plants {
 public:
  // What light does to a plant, and what the air between adds.
  Plants(const Scene& scene, const Lights& lights)
      : snowed_(scene.ground.snowed),
        season_(scene.front.season),
        night_(scene.light.moonlit),
        leaf_dye_(scene.dyes.leaves),
        sun_(lights.sun) {
    sky_light_ = lights.ambient * Rgb{1.8f, 1.9f, 2.15f};
    sun_light_ = lights.direct * 0.318f;
    against_ = lights.sun.z > 0;
  }

  struct Air {
    float clear = 1;  // share of a plant's light that arrives
    Rgb veil{};       // light the air adds
  };
  void set_air(Air air) { set_air(air, air, 0, 1); }
  // From a foot at `y`, `height` tall on the picture: mist hides the one more than the top.
  void set_air(Air foot, Air top, float y, float height) {
    foot_air_ = foot;
    top_air_ = top;
    foot_ = y;
    per_height_ = 1 / height;
  }
  std::vector<Stroke> take() { return std::move(strokes_); }

  // Leaves of other colours than the season's: blossom.
  void set_leaves(Rgb dark, Rgb bright) {
    own_leaves_ = true;
    own_dark_ = dark;
    own_bright_ = bright;
  }
  void set_leaves() { own_leaves_ = false; }

  // A leaf, blade or twig: `nx`, `ny` its normal on the picture, `open` how much sky it sees,
  // `thin` how much sunlight passes through it.
  Rgb lit(Rgb albedo, float nx, float ny, float open, float thin) const {
    const float nz = std::sqrt(std::max(0.0f, 1 - std::min(1.0f, nx * nx + ny * ny)));
    const float facing =
        std::max(0.0f, (nx * sun_.x + ny * sun_.y - 0.55f * sun_.z * nz) * 0.8f + 0.2f);
    const Rgb through = Rgb{1.15f, 1.05f, 0.5f} * (thin * (against_ ? 0.55f : 0.15f));
    Rgb light =
        albedo * (sky_light_ * open + sun_light_ * (facing * open) + sun_light_ * through * open);
    if (night_) light = lane(by_night(splat(light * 0.7f)), 0);
    return light;
  }

  // A conifer: whorls of drooping boughs with hanging twigs, from the top down, the far side first.
  void pine(Stand at, Dice dice, float fullness = 1) {
    const float h = at.height;
    const int whorls = h > 0.25f ? 42 : h > 0.1f ? 30 : h > 0.05f ? 20 : 13;
    line(at.x, at.foot + 0.01f * h, 0.011f * h, at.x, at.foot - h, 0.0006f * h, at.depth,
         lit(pigment(.25f, .19f, .15f), -0.2f, 0, 0.6f, 0));
    const float wide = dice.between(0.17f, 0.24f) * fullness, gap = h / static_cast<float>(whorls);
    const float lean = dice.around(0, 0.02f);
    for (int i = whorls - 1; i >= 0; --i) {
      const float t = (static_cast<float>(i) + 0.7f * dice.unit()) / static_cast<float>(whorls);
      const float y = at.foot - h * 0.985f + t * h * 0.93f;
      const float reach = wide * h * pow1(t + 0.002f, 0.85f) * dice.between(0.62f, 1.2f);
      whorl(at.x + lean * h * (1 - t), y, reach, gap, at, h, dice);
    }
  }

  // A broad-leaved tree: a leader with limbs whose lengths follow a rounded crown, branches and
  // twigs on them, and a cluster of leaves at every end.
  void broadleaf(Stand at, Dice dice, float breadth = 1) {
    const float h = at.height;
    Tree tree{at, h, breadth, h > 0.4f ? 3 : h > 0.1f ? 2 : 1, {}};
    const float lean = dice.around(0, 0.06f);
    float x = at.x, y = at.foot + 0.02f * h;
    constexpr int kPieces = 12;
    for (int i = 1; i <= kPieces; ++i) {
      const float t = static_cast<float>(i) / kPieces;
      const float nx = at.x + (lean * t + dice.around(0, 0.008f)) * h, ny = at.foot - 0.80f * h * t;
      line(x, y, trunk_radius(h, t - 1.0f / kPieces), nx, ny, trunk_radius(h, t), at.depth,
           bark(dice, 0.4f));
      if (t > 0.45f) tree.ends.push_back({nx, ny, -0.6f});
      if (t > 0.3f) {
        // Lower limbs reach out, upper ones up; the crown is widest a little below its middle.
        const float up = (t - 0.3f) / 0.7f;
        const float reach = h * (0.36f - 0.30f * (up - 0.28f) * (up - 0.28f) - 0.12f * up);
        for (const float side : {-1.0f, 1.0f}) {
          if (dice.chance(0.18f)) continue;
          const float angle = side * (1.35f - 0.95f * up + dice.around(0, 0.34f));
          branch(tree, nx, ny, angle, reach * dice.between(0.75f, 1.1f), 0.55f * trunk_radius(h, t),
                 0, dice);
        }
      }
      x = nx;
      y = ny;
    }
    tree.ends.push_back({x, y, 0.5f});
    std::sort(tree.ends.begin(), tree.ends.end(),
              [](const Twig& p, const Twig& q) { return p.z < q.z; });
    for (const Twig& end : tree.ends) leaves(tree, end, dice);
  }

  // A bent blade of grass, root to tip; returns where the tip is.
  std::pair<float, float> blade(float x, float y, float height, float width, float bend, Rgb albedo,
                                float depth, Seen kind, int pieces = 4) {
    float px = x, py = y;
    for (int k = 0; k < pieces; ++k) {
      const float t = static_cast<float>(k + 1) / static_cast<float>(pieces);
      const float nx = x + bend * height * t * t * 0.6f;
      const float ny = y - height * t * (1 - 0.12f * t * std::fabs(bend));
      strokes_.push_back({px, py, width * (1 - 0.8f * (t - 1.0f / static_cast<float>(pieces))), nx,
                          ny, width * (1 - 0.82f * t), depth,
                          lit(albedo, 0.2f * bend, 0.5f, 0.25f + 0.7f * t, 0.65f * t), kind});
      px = nx;
      py = ny;
    }
    return {px, py};
  }

  void flower(float x, float y, float radius, Rgb petals, float depth, Dice& dice) {
    const float start = dice.unit();
    for (int k = 0; k < 7; ++k) {
      const float turn = static_cast<float>(k) * 0.8976f + start;
      strokes_.push_back(
          {x, y, radius * 0.35f, x + cos1(turn) * radius, y + sin1(turn) * radius * 0.6f,
           radius * 0.42f, depth,
           lit(petals * dice.between(0.85f, 1.15f), 0, 0.6f - 0.3f * sin1(turn), 0.95f, 0.5f),
           Seen::flowers});
    }
    strokes_.push_back({x, y, radius * 0.3f, x, y - radius * 0.05f, radius * 0.28f, depth,
                        lit(pigment(.75f, .55f, .10f), 0, 0.6f, 0.9f, 0.2f), Seen::flowers});
  }

  void line(float x0, float y0, float r0, float x1, float y1, float r1, float depth, Rgb light,
            Seen kind = Seen::trees, float blur = 0) {
    const float up = clamp1((foot_ - 0.5f * (y0 + y1)) * per_height_, 0, 1);
    const float clear = mix1(foot_air_.clear, top_air_.clear, up);
    light = light * clear + mix(foot_air_.veil, top_air_.veil, up);
    strokes_.push_back({x0, y0, r0, x1, y1, r1, depth, light, kind, clear, blur});
  }

 private:
  void whorl(float x, float y, float reach, float gap, const Stand& at, float h, Dice& dice) {
    const int boughs = h > 0.06f ? 11 : 7;
    const int pieces = h > 0.3f ? 7 : h > 0.12f ? 5 : h > 0.05f ? 3 : 2;
    std::array<float, 11> turns;
    const float start = dice.unit();
    for (int j = 0; j < boughs; ++j) {
      turns[j] = 6.2831853f * (static_cast<float>(j) + 0.6f * start + 0.4f * dice.unit()) /
                 static_cast<float>(boughs);
    }
    std::sort(turns.begin(), turns.begin() + boughs,
              [](float a, float b) { return sin1(a) < sin1(b); });
    for (int j = 0; j < boughs; ++j) {
      const float length = dice.between(0.7f, 1.15f);
      const float out = reach * cos1(turns[j]) * length, toward = sin1(turns[j]);
      const float droop = reach * length * (snowed_ ? 0.46f : 0.36f) + reach * 0.16f * toward;
      const Rgb needles =
          dyed(pigment(.11f, .17f, .09f), leaf_dye_) * (dice.between(0.5f, 1.25f) * dye_gain());
      const float open = 0.42f + 0.14f * (toward + 1), facing = cos1(turns[j]);
      if (snowed_) {
        laden_bough(x, y, out, droop, reach, gap, needles, open, facing, pieces, at.depth, dice);
      } else {
        bough(x, y, out, droop, reach, gap, needles, open, facing, pieces, at.depth, dice);
      }
    }
  }

  // A bough under snow: along its sagging line clumps, each a pad of snow with a shaded underside,
  // from which needles hang.
  void laden_bough(float x, float y, float out, float droop, float reach, float gap, Rgb needles,
                   float open, float facing, int pieces, float depth, Dice& dice) {
    for (int q = 0; q < pieces; ++q) {
      const float f =
          (static_cast<float>(q) + dice.between(0.25f, 0.9f)) / static_cast<float>(pieces);
      const float px = x + out * f;
      const float py = y + droop * (0.15f * f + 0.85f * f * f) - 0.06f * reach * f;
      const float r =
          std::min(gap * 0.95f, reach * 0.24f) * (1.05f - 0.45f * f) * dice.between(0.6f, 1.25f);
      const float w = r * dice.between(0.5f, 1.2f), slant = 0.5f * w * facing;
      const Rgb dark = lit(needles, facing * 0.8f, 0, open * 0.8f, 0.2f * f);
      for (int g = 0; g < (pieces > 4 ? 5 : 2); ++g) {
        const float s = dice.around(0, 1.4f);
        line(px + s * w, py + 0.2f * r, r * 0.26f, px + s * w * 1.3f + 0.5f * facing * r,
             py + r * dice.between(0.8f, 1.7f), r * 0.06f, depth, dark * dice.between(0.7f, 1.3f));
      }
      if (dice.chance(0.66f + 0.3f * f)) {
        pad_snow(px, py, r, w, slant, open, facing, pieces > 3 ? 3 : 2, depth, dice);
      }
    }
  }

  // A shaded pad and on it heaps that catch the light.
  void pad_snow(float x, float y, float r, float w, float slant, float open, float facing,
                int heaps, float depth, Dice& dice) {
    // Under a whole sky of light, snow in shade is only a little bluer than in the open.
    const Rgb snow = pigment(.96f, .955f, .945f);
    line(x - w, y - slant, r * dice.between(0.5f, 0.7f), x + w, y + slant,
         r * dice.between(0.35f, 0.6f), depth,
         lit(snow, facing * 0.5f, 0.15f, 0.42f + open * 0.36f, 0.03f));
    for (int k = 0; k < heaps; ++k) {
      const float s = (static_cast<float>(k) + dice.unit()) / static_cast<float>(heaps) * 2 - 1;
      const float hx = x + s * w, hy = y + s * slant - r * dice.between(0.15f, 0.42f);
      line(hx, hy, r * dice.between(0.34f, 0.56f), hx + r * dice.around(0.1f, 0.4f),
           hy + r * dice.around(0.05f, 0.14f), r * dice.between(0.22f, 0.45f), depth,
           lit(snow * dice.between(0.86f, 1), facing * 0.55f, 0.7f, 0.55f + open * 0.46f, 0.03f));
    }
  }

  void bough(float x, float y, float out, float droop, float reach, float gap, Rgb needles,
             float open, float facing, int pieces, float depth, Dice& dice) {
    const auto sag = [&](float f) {
      return y + droop * (0.35f * f + 0.65f * f * f) - 0.10f * reach * f;
    };
    for (int q = 0; q < pieces; ++q) {
      const float f0 = static_cast<float>(q) / static_cast<float>(pieces);
      const float f1 = (static_cast<float>(q) + 1.15f) / static_cast<float>(pieces);
      const float ax = x + out * f0, bx = x + out * f1, ay = sag(f0), by = sag(f1);
      const float r =
          std::min(gap * 0.42f, reach * 0.16f) * (1 - 0.55f * f1) * dice.between(0.7f, 1.2f);
      const Rgb light = lit(needles, facing * 0.8f, 0.25f, open + 0.35f * f1, 0.3f * f1);
      line(ax, ay, r, bx, by, r * 0.55f, depth, light);
      for (int g = 0; g < (pieces > 4 ? 3 : 1); ++g) {
        const float s = dice.unit(), tx = ax + (bx - ax) * s, ty = ay + (by - ay) * s;
        line(tx, ty, r * 0.45f, tx + (dice.around(0, 0.5f) + 0.5f * facing) * r * 1.6f,
             ty + r * dice.between(1.0f, 2.5f), r * 0.12f, depth,
             light * dice.between(0.75f, 1.15f));
      }
    }
  }

  struct Twig {
    float x, y, z;  // z −1 far side … 1 near side of the crown
  };
  struct Tree {
    Stand at;
    float h, breadth;
    int levels;
    std::vector<Twig> ends;
  };

  float dye_gain() const { return 1 + 1.2f * leaf_dye_.share; }
  static float trunk_radius(float h, float t) {
    return h * (0.026f * (1 - t) * (1 - 0.25f * t) + 0.0035f);
  }
  Rgb bark(Dice& dice, float open) const {
    return lit(pigment(.22f, .17f, .14f) * dice.between(0.7f, 1.1f), 0.2f, 0.1f, open, 0);
  }

  // One branch, bending upward toward its end; `angle` from upright, positive to the right.
  void branch(Tree& tree, float x, float y, float angle, float length, float radius, int level,
              Dice& dice) {
    const float z = dice.around(0, 1);
    const float foreshortened = length * (1 - 0.35f * z * z) * tree.breadth;
    constexpr int kPieces = 4;
    float px = x, py = y;
    for (int i = 1; i <= kPieces; ++i) {
      const float t = static_cast<float>(i) / kPieces;
      const float bent = angle * (1 - 0.30f * t) + dice.around(0, 0.12f);
      const float nx = px + sin1(bent) * foreshortened / kPieces,
                  ny = py - cos1(bent) * length / kPieces;
      line(px, py, radius * (1 - 0.7f * (t - 0.25f)), nx, ny, radius * (1 - 0.7f * t),
           tree.at.depth, bark(dice, 0.36f));
      if (i > 1 && level + 1 < tree.levels) {
        const int count = level == 0 ? 2 : 1;
        for (int k = 0; k < count; ++k) {
          const float side = (i + k) % 2 == 0 ? 1.0f : -1.0f;
          branch(tree, nx, ny, bent + side * dice.between(0.5f, 1.1f),
                 length * dice.between(0.34f, 0.5f), radius * 0.5f, level + 1, dice);
        }
      }
      if (i > 1 || level > 0) tree.ends.push_back({nx, ny, z});
      px = nx;
      py = ny;
    }
  }

  std::pair<Rgb, Rgb> leaf_colours() const {
    if (own_leaves_) return {own_dark_, own_bright_};
    switch (season_) {
      case Season::spring:
        return {pigment(.27f, .36f, .12f), pigment(.50f, .57f, .24f)};
      case Season::autumn:
        return {pigment(.72f, .27f, .07f), pigment(.92f, .62f, .14f)};
      case Season::winter:
        return {pigment(.24f, .27f, .20f), pigment(.40f, .42f, .33f)};
      case Season::summer:
        break;
    }
    return {pigment(.13f, .21f, .08f), pigment(.33f, .39f, .15f)};
  }

  // Each cluster is a small ball on the large ball of the crown: bright above and outside, dark
  // within and below.
  void leaves(const Tree& tree, const Twig& end, Dice& dice) {
    const auto [dark, bright] = leaf_colours();
    const float h = tree.h;
    const float nx = clamp1((end.x - tree.at.x) / (0.40f * h), -1, 1);
    const float ny = clamp1((tree.at.foot - 0.58f * h - end.y) / (0.40f * h), -1, 1);
    const float outer = clamp1(std::sqrt(nx * nx + ny * ny), 0, 1);
    const int count = h > 0.4f ? 70 : h > 0.1f ? 44 : 22;
    const float radius = h * (h > 0.4f ? 0.050f : h > 0.1f ? 0.068f : 0.095f);
    const float size = h * (h > 0.4f ? 0.0062f : h > 0.1f ? 0.0115f : 0.021f);
    for (int k = 0; k < count; ++k) {
      const float turn = dice.unit() * 6.2831853f;
      const float r = std::sqrt(dice.unit()) * (dice.chance(0.15f) ? 1.3f : 1.0f);
      const float ox = cos1(turn) * r, oy = sin1(turn) * r;
      const float lx = clamp1(nx * 0.65f + ox * 0.45f, -1, 1);
      const float ly = clamp1(ny * 0.6f - oy * 0.5f, -1, 1);
      const float open =
          clamp1(0.22f + 0.14f * end.z + 0.24f * ly + 0.20f * ny + 0.24f * outer, 0.07f, 1.05f);
      const Rgb albedo = dyed(
          mix(dark, bright, clamp1(0.3f + 0.35f * ly + dice.around(0, 0.4f), 0, 1)), leaf_dye_);
      const float px = end.x + ox * radius * 1.15f, py = end.y + oy * radius * 0.85f;
      const float angle = dice.unit() * 6.2831853f, length = size * dice.between(0.6f, 1.35f);
      const Rgb light =
          lit(albedo, lx, ly, open, (0.2f + 0.5f * dice.unit()) * (0.4f + 0.6f * outer));
      const float ex = px + cos1(angle) * length, ey = py + sin1(angle) * length * 0.7f;
      if (h <= 0.4f) {
        line(px, py, length * 0.42f, ex, ey, length * 0.16f, tree.at.depth, light);
        continue;
      }
      // Near enough to show its shape: widest before the middle, pointed at both ends.
      const float mx = px + (ex - px) * 0.4f, my = py + (ey - py) * 0.4f;
      line(px, py, length * 0.08f, mx, my, length * 0.36f, tree.at.depth, light);
      line(mx, my, length * 0.36f, ex + (ex - px) * 0.5f, ey + (ey - py) * 0.5f, length * 0.03f,
           tree.at.depth, light);
    }
  }

  bool snowed_;
  Season season_;
  bool night_;
  Dye leaf_dye_;
  bool own_leaves_ = false;
  Rgb own_dark_{}, own_bright_{};
  Vec sun_;
  Rgb sky_light_, sun_light_;
  bool against_ = false;
  Air foot_air_, top_air_;
  float foot_ = 0, per_height_ = 1;
  std::vector<Stroke> strokes_;
};

}  // namespace easel::painter::EASEL_ISA
