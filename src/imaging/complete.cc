#include "imaging/complete.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "imaging/resample.h"
#include "imaging/reshape.h"

namespace easel::imaging {
namespace {

constexpr int kRadius = 3;     // of a patch
constexpr int kCoarsest = 48;  // shorter side of the first level
constexpr int kLeastSources = 64;

struct Spot {
  int x = 0, y = 0;
};

std::uint32_t next(std::uint32_t& state) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

// One level: a picture with a hole, and for each pixel whose patch touches the hole the middle of
// the whole patch that it is like.
class Level {
 public:
  Level(Bitmap picture, std::vector<std::uint8_t> hole)
      : picture_(std::move(picture)), hole_(std::move(hole)) {
    // A patch that is cut by the picture's edge or by the hole is no source.
    const auto near = grown(hole_, kRadius);
    for (int y = kRadius; y < height() - kRadius; ++y)
      for (int x = kRadius; x < width() - kRadius; ++x)
        if (!near[at(x, y)]) sources_.push_back({x, y});
    source_.assign(hole_.size(), 0);
    for (const auto& spot : sources_) source_[at(spot.x, spot.y)] = 1;
    for (int y = 0; y < height(); ++y)
      for (int x = 0; x < width(); ++x)
        if (near[at(x, y)]) targets_.push_back({x, y});
    field_.resize(hole_.size());
    cost_.assign(hole_.size(), 1e18f);
  }

  int width() const { return picture_.width; }
  int height() const { return picture_.height; }
  bool enough() const { return static_cast<int>(sources_.size()) >= kLeastSources; }
  const Bitmap& picture() const { return picture_; }

  // What is missing becomes what lies beside it, ring by ring.
  void peel() {
    auto missing = hole_;
    for (bool more = true; more;) {
      more = false;
      const auto before = missing;
      for (int y = 0; y < height(); ++y)
        for (int x = 0; x < width(); ++x)
          if (before[at(x, y)] && mean_beside(before, x, y)) missing[at(x, y)] = 0, more = true;
    }
  }

  void guess(std::uint32_t seed) {
    for (const auto& spot : targets_) {
      field_[at(spot.x, spot.y)] = sources_[next(seed) % sources_.size()];
      cost_[at(spot.x, spot.y)] = cost(spot, field_[at(spot.x, spot.y)]);
    }
  }

  // Begins with what a level of half the size found.
  void inherit(const Level& coarse, std::uint32_t seed) {
    for (const auto& spot : targets_) {
      const int x = std::min(spot.x / 2, coarse.width() - 1);
      const int y = std::min(spot.y / 2, coarse.height() - 1);
      const Spot from = coarse.field_[coarse.at(x, y)];
      Spot to{from.x * 2 + (spot.x & 1), from.y * 2 + (spot.y & 1)};
      if (!is_source(to.x, to.y)) to = sources_[next(seed) % sources_.size()];
      field_[at(spot.x, spot.y)] = to;
    }
    vote();
    for (const auto& spot : targets_)
      cost_[at(spot.x, spot.y)] = cost(spot, field_[at(spot.x, spot.y)]);
  }

  Status improve(int rounds, std::uint32_t seed, const StopToken& stop) {
    for (int round = 0; round < rounds; ++round) {
      const bool forward = round % 2 == 0;
      for (std::size_t i = 0; i < targets_.size(); ++i) {
        if (i % 4096 == 0 && stop.requested()) return fail(ErrorKind::cancelled, "Cancelled.");
        search(targets_[forward ? i : targets_.size() - 1 - i], forward ? -1 : 1, seed);
      }
      vote();
      for (const auto& spot : targets_)
        cost_[at(spot.x, spot.y)] = cost(spot, field_[at(spot.x, spot.y)]);
    }
    return {};
  }

 private:
  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * picture_.width + static_cast<std::size_t>(x);
  }
  bool is_source(int x, int y) const {
    return x >= 0 && y >= 0 && x < width() && y < height() && source_[at(x, y)];
  }

  std::vector<std::uint8_t> grown(const std::vector<std::uint8_t>& mask, int by) const {
    std::vector<std::uint8_t> across(mask.size()), out(mask.size());
    for (int y = 0; y < height(); ++y)
      for (int x = 0; x < width(); ++x)
        for (int i = std::max(0, x - by); i <= std::min(width() - 1, x + by); ++i)
          across[at(x, y)] |= mask[at(i, y)];
    for (int y = 0; y < height(); ++y)
      for (int x = 0; x < width(); ++x)
        for (int j = std::max(0, y - by); j <= std::min(height() - 1, y + by); ++j)
          out[at(x, y)] |= across[at(x, j)];
    return out;
  }

  bool mean_beside(const std::vector<std::uint8_t>& missing, int x, int y) {
    int sum[3] = {}, count = 0;
    for (int j = std::max(0, y - 1); j <= std::min(height() - 1, y + 1); ++j)
      for (int i = std::max(0, x - 1); i <= std::min(width() - 1, x + 1); ++i) {
        if (missing[at(i, j)]) continue;
        for (int c = 0; c < 3; ++c) sum[c] += picture_.pixels[at(i, j) * 3 + c];
        ++count;
      }
    for (int c = 0; c < 3 && count > 0; ++c)
      picture_.pixels[at(x, y) * 3 + c] = static_cast<std::uint8_t>(sum[c] / count);
    return count > 0;
  }

  // Mean square difference of the patches; of a target's, what lies outside the picture is left
  // out. What is made up counts less than what is known.
  float cost(Spot target, Spot source, float enough = 1e18f) const {
    float sum = 0, weights = 1e-3f;
    for (int j = -kRadius; j <= kRadius; ++j) {
      const int y = target.y + j;
      if (y < 0 || y >= height()) continue;
      for (int i = -kRadius; i <= kRadius; ++i) {
        const int x = target.x + i;
        if (x < 0 || x >= width()) continue;
        const std::uint8_t* a = picture_.pixels.data() + at(x, y) * 3;
        const std::uint8_t* b = picture_.pixels.data() + at(source.x + i, source.y + j) * 3;
        const float weight = hole_[at(x, y)] ? 1.0f : 4.0f;
        const auto r = static_cast<float>(a[0] - b[0]), g = static_cast<float>(a[1] - b[1]),
                   u = static_cast<float>(a[2] - b[2]);
        sum += weight * (r * r + g * g + u * u);
        weights += weight;
      }
      if (sum > enough * 196) return enough;
    }
    return sum / weights;
  }

  void try_source(Spot target, int x, int y) {
    if (!is_source(x, y)) return;
    float& best = cost_[at(target.x, target.y)];
    const float found = cost(target, {x, y}, best);
    if (found < best) best = found, field_[at(target.x, target.y)] = {x, y};
  }

  void search(Spot target, int back, std::uint32_t& seed) {
    for (const auto& [dx, dy] : {std::pair(back, 0), std::pair(0, back)}) {
      const int x = target.x + dx, y = target.y + dy;
      if (x < 0 || y < 0 || x >= width() || y >= height()) continue;
      if (cost_[at(x, y)] > 1e17f) continue;  // no target
      const Spot beside = field_[at(x, y)];
      try_source(target, beside.x - dx, beside.y - dy);
    }
    for (int reach = std::max(width(), height()); reach >= 1; reach /= 2) {
      const Spot best = field_[at(target.x, target.y)];
      const int x =
          best.x + static_cast<int>(next(seed) % (2 * static_cast<unsigned>(reach) + 1)) - reach;
      const int y =
          best.y + static_cast<int>(next(seed) % (2 * static_cast<unsigned>(reach) + 1)) - reach;
      try_source(target, x, y);
    }
  }

  // Every patch says what the pixels under it should be.
  void vote() {
    std::vector<float> sums(hole_.size() * 3), weights(hole_.size());
    for (const auto& spot : targets_) {
      const Spot from = field_[at(spot.x, spot.y)];
      const float found = cost_[at(spot.x, spot.y)];
      const float trust = found > 1e17f ? 1 : 1 / (25 + found);
      for (int j = -kRadius; j <= kRadius; ++j)
        for (int i = -kRadius; i <= kRadius; ++i) {
          const int x = spot.x + i, y = spot.y + j;
          if (x < 0 || y < 0 || x >= width() || y >= height() || !hole_[at(x, y)]) continue;
          const float weight = trust / static_cast<float>(1 + i * i + j * j);
          const std::uint8_t* pixel = picture_.pixels.data() + at(from.x + i, from.y + j) * 3;
          for (std::size_t c = 0; c < 3; ++c)
            sums[at(x, y) * 3 + c] += weight * static_cast<float>(pixel[c]);
          weights[at(x, y)] += weight;
        }
    }
    for (std::size_t i = 0; i < hole_.size(); ++i)
      for (std::size_t c = 0; c < 3 && hole_[i] && weights[i] > 0; ++c)
        picture_.pixels[i * 3 + c] =
            static_cast<std::uint8_t>(std::lround(sums[i * 3 + c] / weights[i]));
  }

  Bitmap picture_;
  std::vector<std::uint8_t> hole_, source_{};
  std::vector<Spot> sources_{}, targets_{};
  std::vector<Spot> field_{};
  std::vector<float> cost_{};
};

// Half the size; what is partly missing is missing.
std::vector<std::uint8_t> halved(const std::vector<std::uint8_t>& hole, int width, int height) {
  const int w = width / 2, h = height / 2;
  std::vector<std::uint8_t> out(static_cast<std::size_t>(w) * h);
  for (int y = 0; y < h; ++y)
    for (int x = 0; x < w; ++x)
      for (int k = 0; k < 4; ++k)
        out[static_cast<std::size_t>(y) * w + x] |=
            hole[static_cast<std::size_t>(y * 2 + k / 2) * width + (x * 2 + k % 2)];
  return out;
}

}  // namespace

Result<Bitmap> complete(const Bitmap& picture, const std::vector<std::uint8_t>& hole, Job& job) {
  constexpr std::uint8_t kWhite[3] = {255, 255, 255};
  std::vector<Bitmap> pictures{flattened(picture, kWhite)};
  std::vector<std::vector<std::uint8_t>> holes{hole};
  while (std::min(pictures.back().width, pictures.back().height) >= 2 * kCoarsest) {
    const Bitmap& large = pictures.back();
    auto smaller = halved(holes.back(), large.width, large.height);
    // Where too little would be left to take from, the finer level is the first.
    const auto known = std::ranges::count(smaller, 0);
    if (known < 4 * kLeastSources) break;
    Bitmap half = resample(large, large.width / 2, large.height / 2);
    pictures.push_back(std::move(half));
    holes.push_back(std::move(smaller));
  }
  std::optional<Level> before;
  std::uint32_t seed = 2463534242u;
  for (std::size_t i = pictures.size(); i-- > 0;) {
    Level level(std::move(pictures[i]), std::move(holes[i]));
    if (!level.enough())
      return fail(invalid("", "Too little of the picture is known to go on from."));
    if (before) {
      level.inherit(*before, seed + 1);
    } else {
      level.peel();
      level.guess(seed);
    }
    const int rounds = before ? (i == 0 ? 2 : 4) : 12;
    TRY(level.improve(rounds, seed + static_cast<std::uint32_t>(i) * 97u, job.stop));
    before.emplace(std::move(level));
  }
  return before->picture();
}

Result<Bitmap> extended(const Bitmap& picture, int width, int height, double from_left,
                        double from_top, Job& job) {
  const int x = static_cast<int>(std::lround((width - picture.width) * from_left));
  const int y = static_cast<int>(std::lround((height - picture.height) * from_top));
  constexpr std::uint8_t kWhite[3] = {255, 255, 255};
  Bitmap canvas(width, height);
  lay(canvas, flattened(picture, kWhite), x, y);
  std::vector<std::uint8_t> hole(static_cast<std::size_t>(width) * height, 1);
  for (int row = y; row < y + picture.height; ++row)
    std::fill_n(hole.begin() + static_cast<std::ptrdiff_t>(row) * width + x, picture.width,
                std::uint8_t{0});
  return complete(canvas, hole, job);
}

}  // namespace easel::imaging
