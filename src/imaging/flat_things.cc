#include "imaging/flat_things.h"

#include <algorithm>
#include <cmath>

#include "imaging/keypoints.h"

namespace easel::imaging {
namespace {

constexpr std::size_t kMostPoints = 1500;
constexpr int kMostThings = 3;
constexpr std::size_t kLeastAgreeing = 5;
constexpr double kLongestSearched = 720;  // pixels of a picture's side while points are looked for
constexpr int kSteps = 10;                // of Gauss and Newton, at most
constexpr double kStill = 0.02;           // pixels of a corner: a step that moves less is the last
constexpr int kMostLooks = 200;           // along a side of a thing, for one step
constexpr double kLeastLikeness = 0.75;   // of the whole
constexpr float kAlike = 0.93f;           // of a window, where it begins to be trusted

struct Box {
  int x = 0, y = 0, width = 0, height = 0;
};

// A picture made small enough to look for points in, and the way back.
struct Searched {
  std::vector<Keypoint> points{};
  double pixel = 1;  // of it, in pixels of the plane
};

Searched points_of(const Plane& plane, double smaller, Job& job) {
  const double longest = std::max(plane.width, plane.height);
  Searched out{.pixel = std::max(smaller, longest / kLongestSearched)};
  const int width = std::max(1, static_cast<int>(std::lround(plane.width / out.pixel)));
  const int height = std::max(1, static_cast<int>(std::lround(plane.height / out.pixel)));
  out.points = keypoints_of(resized(plane, width, height, Kernel::cubic, job), kMostPoints, job);
  for (auto& point : out.points) {
    point.x = static_cast<float>((point.x + 0.5) * out.pixel - 0.5);
    point.y = static_cast<float>((point.y + 0.5) * out.pixel - 0.5);
    point.size *= static_cast<float>(out.pixel);
  }
  return out;
}

// Pairs that a map brings together, within so many pixels.
std::vector<PointPair> agreeing(const std::vector<PointPair>& pairs, const Homography& map,
                                double within) {
  std::vector<PointPair> out;
  for (const auto& pair : pairs) {
    const auto there = map(pair.from);
    if (there && std::hypot(there->x - pair.to.x, there->y - pair.to.y) < within)
      out.push_back(pair);
  }
  return out;
}

// Turn, size and place of one pair of points are a map already: a rough one.
Homography similarity(const Keypoint& from, const Keypoint& to) {
  const double by = to.size / from.size, turn = to.angle - from.angle;
  const double c = by * std::cos(turn), s = by * std::sin(turn);
  return {{c, -s, to.x - c * from.x + s * from.y, s, c, to.y - s * from.x - c * from.y, 0, 0, 1}};
}

struct Pair {
  const Keypoint* from;
  const Keypoint* to;
  PointPair points;
};

std::optional<Homography> best_map(const std::vector<Pair>& pairs, double pixel) {
  std::vector<PointPair> points;
  for (const auto& pair : pairs) points.push_back(pair.points);
  std::vector<PointPair> most;
  for (const auto& pair : pairs) {
    const double near = 12 * pixel;
    auto found = agreeing(points, similarity(*pair.from, *pair.to), near);
    if (found.size() > most.size()) most = std::move(found);
  }
  std::optional<Homography> map;
  for (const double within : {8.0, 5.0, 3.0, 2.5, 2.5}) {
    if (most.size() < kLeastAgreeing) return {};
    map = fit(most);
    if (!map) return {};
    most = agreeing(points, *map, within * pixel);
  }
  return most.size() < kLeastAgreeing ? std::nullopt : map;
}

float sample(const Plane& plane, double x, double y) {
  const int column = static_cast<int>(std::floor(x)), row = static_cast<int>(std::floor(y));
  const auto weights = [](float t) {
    return std::array<float, 4>{((-0.5f * t + 1.0f) * t - 0.5f) * t, (1.5f * t - 2.5f) * t * t + 1,
                                ((-1.5f * t + 2.0f) * t + 0.5f) * t, (0.5f * t - 0.5f) * t * t};
  };
  const auto across = weights(static_cast<float>(x - column));
  const auto down = weights(static_cast<float>(y - row));
  float sum = 0;
  if (row >= 1 && column >= 1 && row + 2 < plane.height && column + 2 < plane.width) {
    for (int j = 0; j < 4; ++j) {
      const float* from = plane.row(row - 1 + j) + column - 1;
      sum += down[static_cast<std::size_t>(j)] * (across[0] * from[0] + across[1] * from[1] +
                                                  across[2] * from[2] + across[3] * from[3]);
    }
    return sum;
  }
  for (int j = 0; j < 4; ++j) {
    const float* from = plane.row(std::clamp(row - 1 + j, 0, plane.height - 1));
    float line = 0;
    for (int i = 0; i < 4; ++i)
      line += across[static_cast<std::size_t>(i)] *
              from[std::clamp(column - 1 + i, 0, plane.width - 1)];
    sum += down[static_cast<std::size_t>(j)] * line;
  }
  return sum;
}

bool inside(const Plane& plane, const std::optional<Point>& p, double border = 0) {
  return p && p->x >= border && p->y >= border && p->x <= plane.width - 1 - border &&
         p->y <= plane.height - 1 - border;
}

// A flat thing of the reference being brought over the picture.
class Laying {
 public:
  Laying(const Plane& base, const Plane& reference, const Homography& map, double enlarging,
         Job& job)
      : base_(base), map_(map), enlarging_(enlarging), job_(job) {
    reduce(reference);
    box_ = find_box();
  }

  bool anything() const {
    constexpr int kLeast = 16;
    return box_.width >= kLeast && box_.height >= kLeast;
  }

  // Brings it over what is there, step by step; false: it is not there.
  bool approach() {
    double moved = 1;
    for (int i = 0; i < kSteps && moved > kStill; ++i) {
      warp();
      if (!step(moved)) return false;
    }
    return true;
  }
  // Does so, and says whether it is alike then.
  bool settle() {
    if (!approach()) return false;
    warp();
    return anything() && likeness() >= kLeastLikeness;
  }
  // From the reference, as it was given, to the picture.
  Homography map() const { return map_ * reduced_.inverse(); }

  void lay(FlatDetail& out) const {
    const int radius = static_cast<int>(std::lround(4 * enlarging_));
    const Windows windows(*this, radius);
    job_.parallel.for_each(box_.height, [&](int y) {
      for (int x = 0; x < box_.width; ++x) {
        const auto seen = windows.at(x, y);
        const float trust = mask_.at(x, y) * std::clamp((seen.likeness - kAlike) * 20, 0.0f, 1.0f);
        float& before = out.trust.at(box_.x + x, box_.y + y);
        if (trust <= before) continue;
        before = trust;
        out.detail.at(box_.x + x, box_.y + y) = seen.gain * (warped_.at(x, y) - low_.at(x, y));
      }
    });
  }

 private:
  // How alike both are around a pixel, and by what the reference's contrast must be multiplied.
  struct Seen {
    float likeness = 0, gain = 1;
  };

  // Sums over squares of pixels, by summed-area tables.
  class Windows {
   public:
    Windows(const Laying& laying, int radius) : laying_(laying), radius_(radius) {
      const int w = laying.box_.width, h = laying.box_.height;
      for (auto& table : tables_) table.assign(static_cast<std::size_t>(w + 1) * (h + 1), 0);
      for (int y = 0; y < h; ++y) {
        std::array<double, 6> line{};
        for (int x = 0; x < w; ++x) {
          const double in = laying.mask_.at(x, y) > 0, a = laying.low_.at(x, y),
                       b = laying.base_.at(laying.box_.x + x, laying.box_.y + y);
          const std::array<double, 6> values = {in,         in * a,     in * b,
                                                in * a * a, in * b * b, in * a * b};
          for (std::size_t k = 0; k < 6; ++k) {
            line[k] += values[k];
            tables_[k][index(x + 1, y + 1)] = tables_[k][index(x + 1, y)] + line[k];
          }
        }
      }
    }

    Seen at(int x, int y) const {
      const int left = std::max(0, x - radius_), top = std::max(0, y - radius_);
      const int right = std::min(laying_.box_.width, x + radius_ + 1);
      const int bottom = std::min(laying_.box_.height, y + radius_ + 1);
      std::array<double, 6> sum{};
      for (std::size_t k = 0; k < 6; ++k)
        sum[k] = tables_[k][index(right, bottom)] - tables_[k][index(left, bottom)] -
                 tables_[k][index(right, top)] + tables_[k][index(left, top)];
      if (sum[0] < 16) return {};
      constexpr double kNoise = 1e-4;  // what is flat in both is no evidence
      const double a = sum[1] / sum[0], b = sum[2] / sum[0];
      const double aa = sum[3] / sum[0] - a * a, bb = sum[4] / sum[0] - b * b;
      const double ab = sum[5] / sum[0] - a * b;
      return {static_cast<float>(ab / (std::sqrt(std::max(0.0, aa * bb)) + kNoise)),
              static_cast<float>(std::clamp(ab / (aa + kNoise), 0.3, 2.0))};
    }

   private:
    std::size_t index(int x, int y) const {
      return static_cast<std::size_t>(y) * (laying_.box_.width + 1) + static_cast<std::size_t>(x);
    }
    const Laying& laying_;
    int radius_;
    std::array<std::vector<double>, 6> tables_{};
  };

  // What is finer in the reference than in the result is taken off before it would alias.
  void reduce(const Plane& reference) {
    const auto back = map_.inverse();
    const Point middle = map_({reference.width / 2.0, reference.height / 2.0})
                             .value_or(Point{base_.width / 2.0, base_.height / 2.0});
    const auto a = back(middle), b = back({middle.x + 1, middle.y}),
               c = back({middle.x, middle.y + 1});
    double by = 1;
    if (a && b && c) {
      const double area = std::fabs((b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x));
      by = std::clamp(std::sqrt(area), 1.0, 16.0);
    }
    const int width = std::max(1, static_cast<int>(std::lround(reference.width / by)));
    const int height = std::max(1, static_cast<int>(std::lround(reference.height / by)));
    reference_ = resized(reference, width, height, Kernel::cubic, job_);
    const double x = static_cast<double>(reference.width) / width,
                 y = static_cast<double>(reference.height) / height;
    reduced_ = {{x, 0, x / 2 - 0.5, 0, y, y / 2 - 0.5, 0, 0, 1}};
    map_ = map_ * reduced_;
  }

  Box find_box() const {
    constexpr int kGrid = 4;
    const auto back = map_.inverse();
    int left = base_.width, top = base_.height, right = 0, bottom = 0;
    for (int y = 0; y < base_.height; y += kGrid)
      for (int x = 0; x < base_.width; x += kGrid) {
        if (!inside(reference_, back({static_cast<double>(x), static_cast<double>(y)}))) continue;
        left = std::min(left, x), right = std::max(right, x);
        top = std::min(top, y), bottom = std::max(bottom, y);
      }
    if (right <= left || bottom <= top) return {};
    constexpr int kMore = 12;
    left = std::max(0, left - kMore), top = std::max(0, top - kMore);
    return {left, top, std::min(base_.width, right + kMore) - left,
            std::min(base_.height, bottom + kMore) - top};
  }

  void warp() {
    const auto back = map_.inverse();
    warped_ = Plane(box_.width, box_.height);
    mask_ = Plane(box_.width, box_.height);
    job_.parallel.for_each(box_.height, [&](int y) {
      for (int x = 0; x < box_.width; ++x) {
        const auto p = back({static_cast<double>(box_.x + x), static_cast<double>(box_.y + y)});
        if (!p) continue;
        warped_.at(x, y) = sample(reference_, p->x, p->y);
        mask_.at(x, y) = inside(reference_, p, 1) ? 1.0f : 0.0f;
      }
    });
    low_ = low_band(warped_, std::max(1, static_cast<int>(box_.width / enlarging_)),
                    std::max(1, static_cast<int>(box_.height / enlarging_)), job_);
  }

  // One step: the small map of the picture, with gain and offset, that best explains the
  // difference. Coordinates are of the box, around its middle, about one across.
  // `moved`: by how many pixels a corner went.
  bool step(double& moved) {
    constexpr std::size_t kUnknowns = 10;
    std::vector<double> a(kUnknowns * kUnknowns), b(kUnknowns);
    const double half = std::max(box_.width, box_.height) / 2.0;
    const double cx = box_.width / 2.0, cy = box_.height / 2.0;
    const int every = std::max(2, std::max(box_.width, box_.height) / kMostLooks);
    for (int y = 1; y < box_.height - 1; y += every)
      for (int x = 1; x < box_.width - 1; x += every) {
        if (mask_.at(x, y) <= 0) continue;
        const double gx = (low_.at(x + 1, y) - low_.at(x - 1, y)) / 2 * half;
        const double gy = (low_.at(x, y + 1) - low_.at(x, y - 1)) / 2 * half;
        const double u = (x - cx) / half, v = (y - cy) / half, g = gx * u + gy * v;
        const std::array<double, kUnknowns> row = {gx * u, gx * v, gx,     gy * u,        gy * v,
                                                   gy,     -g * u, -g * v, low_.at(x, y), 1};
        const double off = base_.at(box_.x + x, box_.y + y) - low_.at(x, y);
        for (std::size_t i = 0; i < kUnknowns; ++i) {
          for (std::size_t j = i; j < kUnknowns; ++j) a[i * kUnknowns + j] += row[i] * row[j];
          b[i] += row[i] * off;
        }
      }
    for (std::size_t i = 0; i < kUnknowns; ++i) {
      for (std::size_t j = 0; j < i; ++j) a[i * kUnknowns + j] = a[j * kUnknowns + i];
      a[i * kUnknowns + i] *= 1 + 1e-6;
    }
    if (!solve(a, b)) return false;
    const Homography small{{1 + b[0], b[1], b[2], b[3], 1 + b[4], b[5], b[6], b[7], 1}};
    moved = 0;
    for (const Point corner : {Point{-1, -1}, Point{1, -1}, Point{1, 1}, Point{-1, 1}}) {
      const auto to = small(corner);
      if (!to) return false;
      moved = std::max(moved, half * std::hypot(to->x - corner.x, to->y - corner.y));
    }
    const Homography into{
        {1 / half, 0, -(box_.x + cx) / half, 0, 1 / half, -(box_.y + cy) / half, 0, 0, 1}};
    map_ = into.inverse() * small.inverse() * into * map_;
    box_ = find_box();
    return anything();
  }

  double likeness() const {
    double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (int y = 0; y < box_.height; ++y)
      for (int x = 0; x < box_.width; ++x) {
        if (mask_.at(x, y) <= 0) continue;
        const double p = low_.at(x, y), q = base_.at(box_.x + x, box_.y + y);
        n += 1, a += p, b += q, aa += p * p, bb += q * q, ab += p * q;
      }
    if (n < 64) return 0;
    const double pp = aa / n - a / n * a / n, qq = bb / n - b / n * b / n;
    return (ab / n - a / n * b / n) / std::sqrt(std::max(1e-12, pp * qq));
  }

  const Plane& base_;
  Homography map_, reduced_{};
  double enlarging_;
  Job& job_;
  Plane reference_{}, warped_{}, low_{}, mask_{};
  Box box_{};
};

}  // namespace

Result<FlatDetail> flat_detail(const Plane& base, const Plane& reference, double enlarging,
                               Job& job) {
  FlatDetail out;
  // Of the picture no more can be seen than came.
  const auto there = points_of(base, std::max(1.0, enlarging / 2), job);
  const auto here = points_of(reference, 1, job);
  std::vector<Pair> pairs;
  for (const auto& [from, to] : pairs_of(here.points, there.points, job)) {
    const auto& a = here.points[static_cast<std::size_t>(from)];
    const auto& b = there.points[static_cast<std::size_t>(to)];
    pairs.push_back({&a, &b, {{a.x, a.y}, {b.x, b.y}}});
  }
  const double by = std::clamp(enlarging, 1.0, 2.0);
  const Homography halved{{1 / by, 0, 0.5 / by - 0.5, 0, 1 / by, 0.5 / by - 0.5, 0, 0, 1}};
  Plane half;
  for (int i = 0; i < kMostThings; ++i) {
    if (job.stop.requested()) return fail(ErrorKind::cancelled, "Cancelled.");
    const auto map = best_map(pairs, there.pixel);
    if (!map) break;
    if (half.values.empty())
      half =
          resized(base, std::max(1, static_cast<int>(std::lround(base.width / by))),
                  std::max(1, static_cast<int>(std::lround(base.height / by))), Kernel::cubic, job);
    std::erase_if(pairs, [&](const Pair& pair) {
      return !agreeing({pair.points}, *map, 5 * there.pixel).empty();
    });
    // At half the size first, which shows all that the picture has when it is enlarged by two.
    Laying rough(half, reference, halved * *map, enlarging / by, job);
    if (!rough.anything() || !rough.approach()) continue;
    Laying laying(base, reference, halved.inverse() * rough.map(), enlarging, job);
    if (!laying.anything() || !laying.settle()) continue;
    if (out.things++ == 0) out.detail = out.trust = Plane(base.width, base.height);
    laying.lay(out);
  }
  return out;
}

}  // namespace easel::imaging
