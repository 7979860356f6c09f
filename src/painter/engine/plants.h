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
      : snowed_(scene.ground.snowed), season_(scene.front.season), sun_(lights.sun) {
    sky_light_ = lights.ambient * Rgb{1.8f, 1.9f, 2.15f};
    sun_light_ = lights.direct * 0.318f;
    against_ = lights.sun.z > 0;
  }

  struct Air {
    float clear = 1;
    Rgb veil{};
  };
  void set_air(Air air) { air_ = air; }
  std::vector<Stroke> take() { return std::move(strokes_); }
  std::vector<Stroke>& strokes() { return strokes_; }

  // A leaf, blade or twig: `nx`, `ny` its normal on the picture, `open` how much sky it sees,
  // `thin` how much sunlight passes through it.
  Rgb lit(Rgb albedo, float nx, float ny, float open, float thin) const {
    const float nz = std::sqrt(std::max(0.0f, 1 - std::min(1.0f, nx * nx + ny * ny)));
    const float facing =
        std::max(0.0f, (nx * sun_.x + ny * sun_.y - 0.55f * sun_.z * nz) * 0.8f + 0.2f);
    const Rgb through = Rgb{1.15f, 1.05f, 0.5f} * (thin * (against_ ? 0.55f : 0.15f));
    const Rgb light =
        albedo * (sky_light_ * open + sun_light_ * (facing * open) + sun_light_ * through * open);
    return light * air_.clear + air_.veil * (1 - air_.clear);
  }

  // A conifer: whorls of drooping boughs with hanging twigs, from the top down, the far side first.
  void pine(Stand at, Dice dice, float fullness = 1) {
    const float h = at.height;
    const int whorls = std::clamp(static_cast<int>(h * 62), 9, 36);
    line(at.x, at.foot + 0.01f * h, 0.011f * h, at.x, at.foot - h * 0.97f, 0.0012f * h, at.depth,
         lit(pigment(.25f, .19f, .15f), -0.2f, 0, 0.6f, 0));
    const float wide = dice.between(0.17f, 0.24f) * fullness, gap = h / static_cast<float>(whorls);
    const float lean = dice.around(0, 0.02f);
    for (int i = whorls - 1; i >= 0; --i) {
      const float t = (static_cast<float>(i) + 0.7f * dice.unit()) / static_cast<float>(whorls);
      const float y = at.foot - h + t * h * 0.94f;
      const float reach = wide * h * pow1(t + 0.015f, 0.82f) * dice.between(0.70f, 1.2f);
      whorl(at.x + lean * h * (1 - t), y, reach, gap, at, h, dice);
    }
  }

  // A broad-leaved tree: a crown of separate clumps of leaves on visible limbs, lit as rounded
  // bodies, with loose leaves at the edges and sky between them.
  void broadleaf(Stand at, Dice dice, float breadth = 1) {
    const float h = at.height, side = dice.sign();
    const int clumps = h > 0.25f ? 30 : h > 0.08f ? 16 : 9;
    const Rgb bark = pigment(.25f, .20f, .16f);
    const float fork_x = at.x + side * 0.03f * h, fork_y = at.foot - 0.32f * h;
    line(at.x, at.foot + 0.02f * h, 0.030f * h, fork_x, fork_y, 0.019f * h, at.depth,
         lit(bark, -0.4f * side, 0, 0.5f, 0));
    struct Clump {
      float x, y, z, radius;
    };
    std::vector<Clump> crown;
    for (int k = 0; k < clumps; ++k) {
      const float turn = 2.39996f * static_cast<float>(k) + dice.around(0, 0.5f);
      const float r = std::sqrt((static_cast<float>(k) + 0.5f) / static_cast<float>(clumps));
      const float lift = dice.unit();
      crown.push_back({fork_x + cos1(turn) * r * 0.36f * h * breadth,
                       at.foot - h * (0.62f + 0.01f * side) - sin1(turn) * r * 0.29f * h -
                           0.05f * h * (lift - 0.5f),
                       dice.around(0, 1), dice.between(0.075f, 0.135f) * h});
    }
    std::sort(crown.begin(), crown.end(), [](const Clump& a, const Clump& b) { return a.z < b.z; });
    for (const Clump& c : crown) limb(fork_x, fork_y, c.x, c.y, h, at.depth, dice);
    for (const Clump& c : crown) {
      const float nx = clamp1((c.x - fork_x) / (0.40f * h * breadth), -1, 1);
      const float ny = clamp1((at.foot - 0.62f * h - c.y) / (0.34f * h), -1, 1);
      foliage(c.x, c.y, c.radius, nx, ny, c.z, h, at.depth, dice);
    }
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
            Seen kind = Seen::trees) {
    strokes_.push_back({x0, y0, r0, x1, y1, r1, depth, light, kind});
  }

 private:
  void whorl(float x, float y, float reach, float gap, const Stand& at, float h, Dice& dice) {
    const int boughs = h > 0.06f ? 9 : 6;
    const int pieces = h > 0.3f ? 7 : h > 0.12f ? 5 : h > 0.05f ? 3 : 2;
    std::array<float, 9> turns;
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
      const float droop = reach * length * (snowed_ ? 0.50f : 0.36f) + reach * 0.16f * toward;
      const Rgb needles = pigment(.10f, .18f, .11f) * dice.between(0.55f, 1.2f);
      bough(x, y, out, droop, reach, gap, needles, 0.42f + 0.14f * (toward + 1), cos1(turns[j]),
            pieces, at.depth, dice);
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
      const float r = gap * 0.36f * (1 - 0.55f * f1) * dice.between(0.7f, 1.2f);
      const Rgb light = lit(needles, facing * 0.8f, 0.25f, open + 0.35f * f1, 0.3f * f1);
      line(ax, ay, r, bx, by, r * 0.55f, depth, light);
      for (int g = 0; g < (pieces > 4 ? 3 : 1); ++g) {
        const float s = dice.unit(), tx = ax + (bx - ax) * s, ty = ay + (by - ay) * s;
        line(tx, ty, r * 0.45f, tx + (dice.around(0, 0.5f) + 0.5f * facing) * r * 1.6f,
             ty + r * dice.between(1.0f, 2.5f), r * 0.12f, depth,
             light * dice.between(0.75f, 1.15f));
      }
      if (snowed_ && dice.chance(0.93f)) {
        const Rgb snow = pigment(.93f, .95f, .98f) * dice.between(0.85f, 1);
        line(ax, ay - r * 0.55f, r * 0.80f, bx, by - r * 0.42f, r * 0.55f, depth,
             lit(snow, facing * 0.7f, 0.6f, 0.30f + open * 0.45f + 0.3f * f1, 0.03f));
      }
    }
  }

  void limb(float x0, float y0, float x1, float y1, float h, float depth, Dice& dice) {
    const float mx = x0 + (x1 - x0) * 0.45f + dice.around(0, 0.03f) * h;
    const float my = y0 + (y1 - y0) * 0.62f + dice.around(0, 0.02f) * h;
    const Rgb bark =
        lit(pigment(.23f, .18f, .15f) * dice.between(0.7f, 1.1f), 0.2f, 0.1f, 0.42f, 0);
    line(x0, y0, 0.0125f * h, mx, my, 0.008f * h, depth, bark);
    line(mx, my, 0.008f * h, x1, y1, 0.0035f * h, depth, bark);
  }

  std::pair<Rgb, Rgb> leaf_colours() const {
    switch (season_) {
      case Season::spring:
        return {pigment(.34f, .47f, .14f), pigment(.58f, .68f, .25f)};
      case Season::autumn:
        return {pigment(.72f, .27f, .07f), pigment(.92f, .62f, .14f)};
      case Season::winter:
        return {pigment(.24f, .27f, .20f), pigment(.40f, .42f, .33f)};
      case Season::summer:
        break;
    }
    return {pigment(.15f, .27f, .08f), pigment(.36f, .46f, .15f)};
  }

  void foliage(float x, float y, float radius, float nx, float ny, float near, float h, float depth,
               Dice& dice) {
    const auto [dark, bright] = leaf_colours();
    const int leaves = h > 0.4f ? 560 : h > 0.15f ? 190 : h > 0.05f ? 64 : 26;
    const float size = h * (h > 0.4f ? 0.0050f : h > 0.15f ? 0.0085f : h > 0.05f ? 0.015f : 0.026f);
    for (int k = 0; k < leaves; ++k) {
      const float turn = dice.unit() * 6.2831853f;
      const float r = std::sqrt(dice.unit()) * (dice.chance(0.12f) ? 1.35f : 1.0f);
      const float ox = cos1(turn) * r, oy = sin1(turn) * r;
      // Each clump is a ball on the ball of the crown: bright above and outside, dark within.
      const float lx = clamp1(nx * 0.55f + ox * 0.6f, -1, 1);
      const float ly = clamp1(ny * 0.5f - oy * 0.65f, -1, 1);
      const float open =
          clamp1(0.34f + 0.20f * near + 0.26f * ly + 0.22f * ny + 0.12f * r, 0.10f, 1.1f);
      const Rgb albedo = mix(dark, bright, clamp1(0.35f + 0.4f * ly + dice.around(0, 0.35f), 0, 1));
      const float px = x + ox * radius * 1.1f, py = y + oy * radius * 0.86f;
      const float angle = dice.unit() * 6.2831853f, length = size * dice.between(0.7f, 1.4f);
      strokes_.push_back({px, py, length * 0.45f, px + cos1(angle) * length,
                          py + sin1(angle) * length * 0.7f, length * 0.22f, depth,
                          lit(albedo, lx, ly, open, 0.25f + 0.5f * dice.unit()), Seen::trees});
    }
  }

  bool snowed_;
  Season season_;
  Vec sun_;
  Rgb sky_light_, sun_light_;
  bool against_ = false;
  Air air_;
  std::vector<Stroke> strokes_;
};

}  // namespace easel::painter::EASEL_ISA
