#include "imaging/keypoints.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace easel::imaging {
namespace {

constexpr int kScales = 3;          // an octave
constexpr float kFirstBlur = 1.6f;  // sigma, pixels of the octave
constexpr float kLeastContrast = 0.005f;
constexpr float kMostEdge = 12;  // ratio of the curvatures along and across
constexpr int kSmallest = 12;    // side of an octave
constexpr float kClearly = 0.88f;
constexpr float kTurn = 2 * std::numbers::pi_v<float>;

Plane blurred(const Plane& plane, float sigma, Job& job) {
  const int radius = static_cast<int>(std::ceil(3 * sigma));
  std::vector<float> bell;
  float sum = 0;
  for (int i = -radius; i <= radius; ++i)
    sum += bell.emplace_back(std::exp(-static_cast<float>(i * i) / (2 * sigma * sigma)));
  for (auto& value : bell) value /= sum;
  Plane across(plane.width, plane.height), out(plane.width, plane.height);
  job.parallel.for_each(plane.height, [&](int y) {
    const float* from = plane.row(y);
    for (int x = 0; x < plane.width; ++x)
      for (int i = -radius; i <= radius; ++i)
        across.at(x, y) += bell[static_cast<std::size_t>(i + radius)] *
                           from[std::clamp(x + i, 0, plane.width - 1)];
  });
  job.parallel.for_each(plane.height, [&](int y) {
    float* to = out.row(y);
    for (int i = -radius; i <= radius; ++i) {
      const float* from = across.row(std::clamp(y + i, 0, plane.height - 1));
      for (int x = 0; x < plane.width; ++x)
        to[x] += bell[static_cast<std::size_t>(i + radius)] * from[x];
    }
  });
  return out;
}

struct Octave {
  float pixel = 1;  // of the octave, in pixels of the plane
  std::vector<Plane> blurs{}, differences{};
};

std::vector<Octave> octaves_of(const Plane& plane, Job& job) {
  std::vector<Octave> out;
  const float step = std::pow(2.0f, 1.0f / kScales);
  Plane base = blurred(plane, std::sqrt(kFirstBlur * kFirstBlur - 0.25f), job);
  for (float pixel = 1; std::min(base.width, base.height) >= kSmallest; pixel *= 2) {
    Octave octave{.pixel = pixel};
    octave.blurs.push_back(base);
    float sigma = kFirstBlur;
    for (int i = 1; i < kScales + 3; ++i, sigma *= step) {
      const float more = sigma * std::sqrt(step * step - 1);
      octave.blurs.push_back(blurred(octave.blurs.back(), more, job));
      Plane difference = octave.blurs.back();
      const auto& before = octave.blurs[octave.blurs.size() - 2].values;
      for (std::size_t k = 0; k < before.size(); ++k) difference.values[k] -= before[k];
      octave.differences.push_back(std::move(difference));
    }
    const Plane& twice = octave.blurs[kScales];
    base = Plane(twice.width / 2, twice.height / 2);
    for (int y = 0; y < base.height; ++y)
      for (int x = 0; x < base.width; ++x) base.at(x, y) = twice.at(2 * x, 2 * y);
    out.push_back(std::move(octave));
  }
  return out;
}

bool is_extreme(const Octave& octave, int level, int x, int y) {
  const float value = octave.differences[static_cast<std::size_t>(level)].at(x, y);
  if (std::fabs(value) < kLeastContrast) return false;
  for (int l = level - 1; l <= level + 1; ++l)
    for (int j = -1; j <= 1; ++j)
      for (int i = -1; i <= 1; ++i) {
        if (l == level && i == 0 && j == 0) continue;
        const float other = octave.differences[static_cast<std::size_t>(l)].at(x + i, y + j);
        if (value > 0 ? other >= value : other <= value) return false;
      }
  return true;
}

// On an edge a point could as well be elsewhere along it.
bool on_edge(const Plane& d, int x, int y) {
  const float xx = d.at(x + 1, y) + d.at(x - 1, y) - 2 * d.at(x, y);
  const float yy = d.at(x, y + 1) + d.at(x, y - 1) - 2 * d.at(x, y);
  const float xy =
      (d.at(x + 1, y + 1) - d.at(x - 1, y + 1) - d.at(x + 1, y - 1) + d.at(x - 1, y - 1)) / 4;
  const float trace = xx + yy, determinant = xx * yy - xy * xy;
  return determinant <= 0 ||
         trace * trace * kMostEdge > (kMostEdge + 1) * (kMostEdge + 1) * determinant;
}

// Where between its neighbours the top of three values lies.
float top_of(float before, float here, float after) {
  const float curve = before - 2 * here + after;
  return std::fabs(curve) < 1e-9f ? 0 : std::clamp((before - after) / (2 * curve), -0.5f, 0.5f);
}

struct Gradient {
  float length = 0, angle = 0;
};

Gradient gradient(const Plane& plane, int x, int y) {
  if (x < 1 || y < 1 || x >= plane.width - 1 || y >= plane.height - 1) return {};
  const float dx = plane.at(x + 1, y) - plane.at(x - 1, y);
  const float dy = plane.at(x, y + 1) - plane.at(x, y - 1);
  return {std::sqrt(dx * dx + dy * dy), std::atan2(dy, dx)};
}

float main_angle(const Plane& plane, float x, float y, float sigma) {
  constexpr int kBins = 36;
  std::array<float, kBins> bins{};
  const int radius = static_cast<int>(std::lround(4.5f * sigma));
  for (int j = -radius; j <= radius; ++j)
    for (int i = -radius; i <= radius; ++i) {
      const auto found = gradient(plane, static_cast<int>(x) + i, static_cast<int>(y) + j);
      const float weight = std::exp(-static_cast<float>(i * i + j * j) / (4.5f * sigma * sigma));
      const int bin = static_cast<int>((found.angle / kTurn + 1) * kBins + 0.5f) % kBins;
      bins[static_cast<std::size_t>(bin)] += weight * found.length;
    }
  std::array<float, kBins> smooth{};
  for (std::size_t i = 0; i < kBins; ++i)
    smooth[i] = bins[(i + kBins - 1) % kBins] + 2 * bins[i] + bins[(i + 1) % kBins];
  const auto best = static_cast<std::size_t>(std::ranges::max_element(smooth) - smooth.begin());
  const float between =
      top_of(smooth[(best + kBins - 1) % kBins], smooth[best], smooth[(best + 1) % kBins]);
  return (static_cast<float>(best) + between) / kBins * kTurn;
}

// 4 × 4 histograms of eight directions in a window turned to the point's angle.
void describe(const Plane& plane, float x, float y, float sigma, Keypoint& point) {
  const float cell = 3 * sigma, cosine = std::cos(point.angle), sine = std::sin(point.angle);
  const int radius = static_cast<int>(cell * 3.6f) + 1;
  for (int j = -radius; j <= radius; ++j)
    for (int i = -radius; i <= radius; ++i) {
      const auto dx = static_cast<float>(i), dy = static_cast<float>(j);
      const float u = (cosine * dx + sine * dy) / cell, v = (cosine * dy - sine * dx) / cell;
      if (std::fabs(u) >= 2.5f || std::fabs(v) >= 2.5f) continue;
      const auto found = gradient(plane, static_cast<int>(x) + i, static_cast<int>(y) + j);
      if (found.length <= 0) continue;
      const float length = found.length * std::exp(-(u * u + v * v) / 8);
      const float bin = std::fmod((found.angle - point.angle) / kTurn + 2, 1.0f) * 8;
      const float column = u + 1.5f, row = v + 1.5f;
      const int c = static_cast<int>(std::floor(column)), r = static_cast<int>(std::floor(row)),
                b = static_cast<int>(bin);
      for (int k = 0; k < 8; ++k) {
        const int cc = c + (k & 1), rr = r + (k >> 1 & 1), bb = (b + (k >> 2)) % 8;
        if (cc < 0 || cc > 3 || rr < 0 || rr > 3) continue;
        const float share =
            (1 - std::fabs(column - static_cast<float>(cc))) *
            (1 - std::fabs(row - static_cast<float>(rr))) *
            (k >> 2 ? bin - static_cast<float>(b) : 1 - (bin - static_cast<float>(b)));
        point.around[static_cast<std::size_t>((rr * 4 + cc) * 8 + bb)] += share * length;
      }
    }
  const auto normalise = [&] {
    float sum = 1e-12f;
    for (const float value : point.around) sum += value * value;
    for (auto& value : point.around) value /= std::sqrt(sum);
  };
  normalise();
  for (auto& value : point.around) value = std::min(value, 0.2f);  // one edge is not everything
  normalise();
}

void find_in(const Octave& octave, int level, std::vector<Keypoint>& out) {
  const Plane& d = octave.differences[static_cast<std::size_t>(level)];
  const Plane& below = octave.differences[static_cast<std::size_t>(level - 1)];
  const Plane& above = octave.differences[static_cast<std::size_t>(level + 1)];
  for (int y = 2; y < d.height - 2; ++y)
    for (int x = 2; x < d.width - 2; ++x) {
      if (!is_extreme(octave, level, x, y) || on_edge(d, x, y)) continue;
      const float here = d.at(x, y);
      const float fine_x = static_cast<float>(x) + top_of(d.at(x - 1, y), here, d.at(x + 1, y));
      const float fine_y = static_cast<float>(y) + top_of(d.at(x, y - 1), here, d.at(x, y + 1));
      const float fine_level =
          static_cast<float>(level) + top_of(below.at(x, y), here, above.at(x, y));
      const float sigma = kFirstBlur * std::pow(2.0f, fine_level / kScales);
      Keypoint point{.x = fine_x * octave.pixel,
                     .y = fine_y * octave.pixel,
                     .size = sigma * octave.pixel,
                     .strength = std::fabs(here)};
      const Plane& blur = octave.blurs[static_cast<std::size_t>(level)];
      point.angle = main_angle(blur, fine_x + 0.5f, fine_y + 0.5f, sigma);
      describe(blur, fine_x + 0.5f, fine_y + 0.5f, sigma, point);
      out.push_back(point);
    }
}

float difference(const Keypoint& a, const Keypoint& b) {
  std::array<float, 8> lanes{};
  for (std::size_t i = 0; i < a.around.size(); i += 8)
    for (std::size_t k = 0; k < 8; ++k) {
      const float d = a.around[i + k] - b.around[i + k];
      lanes[k] += d * d;
    }
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  return sum;
}

// For each of `a` its nearest of `b`, −1 where the next is nearly as near.
std::vector<int> nearest(const std::vector<Keypoint>& a, const std::vector<Keypoint>& b, Job& job) {
  std::vector<int> out(a.size(), -1);
  job.parallel.for_each(static_cast<int>(a.size()), [&](int i) {
    float best = 1e9, next = 1e9;
    int which = -1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const float d = difference(a[static_cast<std::size_t>(i)], b[j]);
      if (d < best) {
        next = best, best = d, which = static_cast<int>(j);
      } else {
        next = std::min(next, d);
      }
    }
    if (best < kClearly * kClearly * next) out[static_cast<std::size_t>(i)] = which;
  });
  return out;
}

}  // namespace

std::vector<Keypoint> keypoints_of(const Plane& plane, std::size_t most, Job& job) {
  if (std::min(plane.width, plane.height) < kSmallest) return {};
  const auto octaves = octaves_of(plane, job);
  std::vector<std::vector<Keypoint>> found(octaves.size() * kScales);
  job.parallel.for_each(static_cast<int>(found.size()), [&](int i) {
    find_in(octaves[static_cast<std::size_t>(i / kScales)], 1 + i % kScales,
            found[static_cast<std::size_t>(i)]);
  });
  std::vector<Keypoint> out;
  for (auto& some : found) out.insert(out.end(), some.begin(), some.end());
  std::ranges::stable_sort(out, std::greater{}, &Keypoint::strength);
  if (out.size() > most) out.resize(most);
  return out;
}

std::vector<std::pair<int, int>> pairs_of(const std::vector<Keypoint>& a,
                                          const std::vector<Keypoint>& b, Job& job) {
  const auto forth = nearest(a, b, job), back = nearest(b, a, job);
  std::vector<std::pair<int, int>> out;
  for (std::size_t i = 0; i < forth.size(); ++i)
    if (forth[i] >= 0 && back[static_cast<std::size_t>(forth[i])] == static_cast<int>(i))
      out.emplace_back(static_cast<int>(i), forth[i]);
  return out;
}

}  // namespace easel::imaging
