#pragma once

#include "painter/engine/abstract_colours.h"

// Strokes that follow a field of directions, large ones first, none touching another (a map of what
// is taken keeps them apart). They are laid out once, on a map of fixed size, so every size of
// picture gets the same strokes.
namespace easel::painter::EASEL_ISA {

class FlowForm {
 public:
  FlowForm(const AbstractScene& scene, const Inks& inks, const Canvas& canvas, Job& job)
      : scene_(scene),
        inks_(inks),
        seed_(scene.seed * 13u),
        half_w_(canvas.half_width()),
        half_h_(canvas.half_height()),
        columns_(static_cast<int>(half_w_ * kCells) + 2),
        rows_(static_cast<int>(half_h_ * kCells) + 2),
        taken_(static_cast<std::size_t>(columns_) * rows_) {
    Dice dice(scene.seed, "eye");
    eye_x_ = dice.around(0, 0.45f);
    eye_y_ = dice.around(0, 0.45f);
    lay_field(job);
    constexpr float kWidths[] = {0.030f, 0.018f, 0.011f, 0.0064f, 0.0038f};
    constexpr int kTries[] = {500, 1600, 3600, 6500, 9000};
    constexpr float kLengths[] = {1.0f, 0.82f, 0.62f, 0.46f, 0.32f};
    const float area = half_w_ * half_h_;
    for (int level = 0; level < 5; ++level) {
      const int tries = static_cast<int>(static_cast<float>(kTries[level]) * area);
      for (int i = 0; i < tries && !job.stop.requested(); ++i) {
        try_stroke(kWidths[level], kLengths[level],
                   static_cast<std::uint64_t>(level) * 100000 + static_cast<std::uint64_t>(i));
      }
    }
  }

  bool paint(Canvas& canvas, double from, double to) const {
    const float paper_grain = 0.05f;
    return canvas.rows(from, to, "strokes", [&](int y, Tally& tally) {
      const float py = canvas.y_of(static_cast<float>(y) + 0.5f);
      std::vector<float> cover(static_cast<std::size_t>(canvas.frame.stride));
      std::vector<Rgb> colour(cover.size());
      for (const Stroke& s : strokes_) {
        if (py < s.low - canvas.unit || py > s.high + canvas.unit) continue;
        for (std::size_t k = 0; k + 1 < s.points.size(); ++k)
          segment(canvas, s, k, py, cover, colour);
      }
      for (int x = 0; x < canvas.frame.width; x += kLanes) {
        const Floats px = canvas.x_of(lane_index() + (static_cast<float>(x) + 0.5f));
        const Floats grain = plane_noise(px * 6.0f, splat(py * 6.0f), 4, 5u) * paper_grain +
                             plane_noise(px * 180.0f, splat(py * 180.0f), 2, 8u) * 0.035f;
        Rgbs c = splat(scene_.ground) * (1.0f + grain);
        Rgbs own;
        Floats share;
        for (int i = 0; i < kLanes; ++i) {
          const auto at = static_cast<std::size_t>(x + i);
          own.r[i] = colour[at].r;
          own.g[i] = colour[at].g;
          own.b[i] = colour[at].b;
          share[i] = cover[at];
        }
        canvas.frame.store8(x, y, mix(c, own, share));
        tally.see(Seen::pattern, canvas.inside(x));
      }
    });
  }

 private:
  static constexpr int kCells = 1000;  // of the map, across two halves of the picture
  struct Place {
    float x, y;
  };
  struct Stroke {
    std::vector<Place> points;
    float width, low, high;
    Rgb colour;
    std::uint32_t hairs;
  };

  static constexpr int kCoarse = 8;
  void lay_field(Job& job) {
    field_w_ = columns_ / kCoarse + 2;
    field_h_ = rows_ / kCoarse + 2;
    angles_.resize(static_cast<std::size_t>(field_w_) * field_h_);
    job.parallel.for_each(field_h_, [&](int j) {
      for (int i = 0; i < field_w_; i += kLanes) {
        const float k = 2.0f * kCoarse / kCells;
        const Floats x = (lane_index() + static_cast<float>(i)) * k - half_w_;
        const Floats y = splat(static_cast<float>(j) * k - half_h_);
        const Floats bend = plane_noise(x * 0.75f + 3.0f, y * 0.75f, 3, seed_ + 1);
        const Floats n =
            plane_noise(x * 0.68f + bend * 0.55f, y * 0.68f + bend * 0.3f + 5.0f, 3, seed_ + 9);
        const Floats turn = n * 1.45f + 0.08f + scene_.turn;
        // Around an eye the strokes run in circles.
        const Floats dx = x - eye_x_, dy = y - eye_y_;
        const Floats swirl = turn_of(dy, dx) + 0.25f;
        const Floats near = vexp((dx * dx + dy * dy) * -2.6f);
        const Floats vx = mix(cos_turn(turn), cos_turn(swirl), near);
        const Floats vy = mix(sin_turn(turn), sin_turn(swirl), near);
        const Floats angle = turn_of(vy, vx);
        for (int l = 0; l < std::min(kLanes, field_w_ - i); ++l) {
          angles_[static_cast<std::size_t>(j) * field_w_ + i + l] = angle[l];
        }
      }
    });
  }

  Place direction(Place p) const {
    const int i =
        std::clamp(static_cast<int>((p.x + half_w_) * (0.5f * kCells / kCoarse)), 0, field_w_ - 1);
    const int j =
        std::clamp(static_cast<int>((p.y + half_h_) * (0.5f * kCells / kCoarse)), 0, field_h_ - 1);
    const float turn = angles_[static_cast<std::size_t>(j) * field_w_ + i];
    return {cos1(turn * 6.2831853f), sin1(turn * 6.2831853f)};
  }

  int cell(Place p) const {
    const int i = static_cast<int>((p.x + half_w_) * (0.5f * kCells));
    const int j = static_cast<int>((p.y + half_h_) * (0.5f * kCells));
    return i < 0 || j < 0 || i >= columns_ || j >= rows_ ? -1 : j * columns_ + i;
  }

  bool open(Place p, float gap, int id) const {
    constexpr float kRound[8][2] = {{1, 0},  {0.7f, 0.7f},   {0, 1},  {-0.7f, 0.7f},
                                    {-1, 0}, {-0.7f, -0.7f}, {0, -1}, {0.7f, -0.7f}};
    for (const auto& r : kRound) {
      const int at = cell({p.x + r[0] * gap, p.y + r[1] * gap});
      if (at >= 0 && taken_[at] != 0 && taken_[at] != id) return false;
    }
    const int at = cell(p);
    return at < 0 || taken_[at] == 0 || taken_[at] == id;
  }

  void try_stroke(float width, float length, std::uint64_t which) {
    Dice dice(scene_.seed, "stroke", which);
    const Place start{dice.around(0, half_w_), dice.around(0, half_h_)};
    width *= dice.between(0.75f, 1.25f) * scene_.scale;
    const float gap = width * 0.5f + 0.0032f, most = length * dice.between(0.5f, 1.5f) * 0.5f;
    const int id = static_cast<int>(strokes_.size()) + 1;
    if (!open(start, gap, id)) return;
    constexpr float kStep = 0.006f;
    std::vector<Place> ways[2];
    for (int way = 0; way < 2; ++way) {
      Place p = start;
      for (float done = 0; done < most; done += kStep) {
        const Place d = direction(p);
        const float sign = way == 0 ? 1.0f : -1.0f;
        p = {p.x + d.x * sign * kStep, p.y + d.y * sign * kStep};
        const bool out = std::fabs(p.x) > half_w_ + 0.04f || std::fabs(p.y) > half_h_ + 0.04f;
        if (out || !open(p, gap, id)) break;
        ways[way].push_back(p);
      }
    }
    if (static_cast<float>(ways[0].size() + ways[1].size()) * kStep < width * 3.5f) return;
    Stroke s;
    s.points.assign(ways[1].rbegin(), ways[1].rend());
    s.points.push_back(start);
    s.points.insert(s.points.end(), ways[0].begin(), ways[0].end());
    s.width = width;
    s.low = s.high = start.y;
    for (const Place& p : s.points) {
      s.low = std::min(s.low, p.y - width * 0.5f);
      s.high = std::max(s.high, p.y + width * 0.5f);
      take(p, width * 0.5f, id);
    }
    const float region = 0.5f + 0.75f * gradient_noise(splat(start.x * 0.8f + 9),
                                                       splat(start.y * 0.8f), seed_ + 2)[0];
    const float draw = region + dice.around(0, 0.21f);
    const int n = inks_.count();
    const int ink = dice.chance(0.07f)
                        ? dice.below(n)
                        : std::clamp(static_cast<int>(draw * static_cast<float>(n)), 0, n - 1);
    s.colour = inks_.at(ink) * dice.between(0.88f, 1.12f);
    s.hairs = static_cast<std::uint32_t>(dice.word());
    strokes_.push_back(std::move(s));
  }

  void take(Place p, float radius, int id) {
    const int r = static_cast<int>(radius * 0.5f * kCells) + 1;
    const int cx = static_cast<int>((p.x + half_w_) * (0.5f * kCells));
    const int cy = static_cast<int>((p.y + half_h_) * (0.5f * kCells));
    for (int j = std::max(0, cy - r); j <= std::min(rows_ - 1, cy + r); ++j) {
      for (int i = std::max(0, cx - r); i <= std::min(columns_ - 1, cx + r); ++i) {
        if ((i - cx) * (i - cx) + (j - cy) * (j - cy) <= r * r)
          taken_[static_cast<std::size_t>(j) * columns_ + i] = id;
      }
    }
  }

  // Lays a piece of a stroke on a row: round ends, thinner toward them, hairs across its width.
  void segment(const Canvas& canvas, const Stroke& s, std::size_t k, float y,
               std::vector<float>& cover, std::vector<Rgb>& colour) const {
    const Place a = s.points[k], b = s.points[k + 1];
    const float n = static_cast<float>(s.points.size());
    const float ends = std::min(static_cast<float>(k) + 1.5f, n - static_cast<float>(k) - 0.5f);
    const float radius = s.width * 0.5f * std::min(1.0f, ends / 5 + 0.35f);
    const float soft = canvas.unit;
    if (y < std::min(a.y, b.y) - radius - soft || y > std::max(a.y, b.y) + radius + soft) return;
    const float dx = b.x - a.x, dy = b.y - a.y, inverse = 1 / (dx * dx + dy * dy + 1e-12f);
    const float long_side = std::sqrt(dx * dx + dy * dy);
    const int first =
        std::max(0, static_cast<int>(canvas.column_of(std::min(a.x, b.x) - radius - soft)));
    const int last =
        std::min(canvas.frame.width - 1,
                 static_cast<int>(canvas.column_of(std::max(a.x, b.x) + radius + soft)) + 1);
    for (int i = first; i <= last; ++i) {
      const float x =
          (static_cast<float>(i) + 0.5f - 0.5f * static_cast<float>(canvas.frame.width)) *
          canvas.unit;
      const float t = clamp1(((x - a.x) * dx + (y - a.y) * dy) * inverse, 0, 1);
      const float ex = x - a.x - dx * t, ey = y - a.y - dy * t;
      const float share = clamp1((radius - std::sqrt(ex * ex + ey * ey)) / soft + 0.5f, 0, 1);
      if (share <= cover[i]) continue;
      cover[i] = share;
      const float across =
          (dx * (y - a.y) - dy * (x - a.x)) / (long_side + 1e-9f) / (s.width * 0.5f);
      std::uint32_t h =
          static_cast<std::uint32_t>(clamp1(across + 2, 0, 4) * s.width * 560) * 2654435761u ^
          s.hairs;
      h ^= h >> 15;
      h *= 0x7feb352du;
      h ^= h >> 14;
      const float hair = (static_cast<float>(h >> 8) * (1 / 16777216.0f) - 0.5f) * 0.20f;
      const float along = static_cast<float>(k) / n - 0.5f;
      colour[i] =
          s.colour * (1 + hair - 0.12f * across + 0.12f * (1 - across * across) + along * 0.26f);
    }
  }

  const AbstractScene& scene_;
  const Inks& inks_;
  std::uint32_t seed_;
  float half_w_, half_h_, eye_x_ = 0, eye_y_ = 0;
  int columns_, rows_, field_w_ = 0, field_h_ = 0;
  std::vector<int> taken_;
  std::vector<float> angles_;
  std::vector<Stroke> strokes_;
};

}  // namespace easel::painter::EASEL_ISA
