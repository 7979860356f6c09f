#include "imaging/patch_field.h"

#include <algorithm>
#include <array>
#include <limits>

namespace easel::imaging {
namespace {

constexpr int kBands = 16;       // rows of patches that are worked on side by side
constexpr int kCoarsest = 8;     // stride of the first grid, in strides of the last
constexpr int kFirstRounds = 8;  // on it
constexpr int kLaterRounds = 2;  // on each finer one
constexpr int kNear = 64;        // pixels around a match that a finer grid looks at
constexpr int kGuesses = 8;      // at random, before the first round

// Xorshift (Marsaglia, 2003).
class Random {
 public:
  explicit Random(std::uint32_t seed) : state_(seed * 2654435761u + 12345u) {
    if (state_ == 0) state_ = 1;
    for (int i = 0; i < 8; ++i) next();
  }
  int below(int count) { return static_cast<int>(next() % static_cast<std::uint32_t>(count)); }

 private:
  std::uint32_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  std::uint32_t state_;
};

// Eight sums beside each other: wider registers add them faster, and to the same result.
[[gnu::always_inline]] inline float distance_of(const float* at_a, std::size_t step_a,
                                                const float* at_b, std::size_t step_b,
                                                float enough) {
  constexpr float kSamples = kPatch * kPatch;
  constexpr int kParts = 4;
  constexpr float kStructure = 0.94f;  // what brightness does not count
  std::array<float, kPatch> squares{}, sums{};
  const auto total = [](const std::array<float, kPatch>& lanes) {
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
           ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
  };
  for (int part = 1; part <= kParts; ++part) {
    for (int j = 0; j < kPatch / kParts; ++j, at_a += step_a, at_b += step_b) {
      for (int i = 0; i < kPatch; ++i) {
        const float difference = at_a[i] - at_b[i];
        squares[i] += difference * difference;
        sums[i] += difference;
      }
    }
    // What some of the samples differ by around their own mean only grows with the others.
    const float samples = kSamples * static_cast<float>(part) / kParts;
    const float sum = total(sums), square = total(squares);
    if (part < kParts && square - sum * sum / samples > enough * kSamples) return enough;
  }
  const float mean = total(sums) / kSamples;
  return total(squares) / kSamples - kStructure * mean * mean;
}

#if defined(__x86_64__)
const bool kWide = [] {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") != 0;
}();
__attribute__((target("avx2"))) float wide_distance(const float* at_a, std::size_t step_a,
                                                    const float* at_b, std::size_t step_b,
                                                    float enough) {
  return distance_of(at_a, step_a, at_b, step_b, enough);
}
#endif

Field grid(const Samples& target, int stride) {
  Field field{.stride = stride,
              .columns = target.last_x() / stride + 1,
              .rows = target.last_y() / stride + 1};
  field.matches.resize(static_cast<std::size_t>(field.columns) * field.rows);
  return field;
}

class Search {
 public:
  Search(const Samples& target, const std::vector<Samples>& exemplars, std::uint32_t seed, Job& job)
      : target_(target), exemplars_(exemplars), seed_(seed), job_(job) {}

  Field guess(int stride) const {
    Field field = grid(target_, stride);
    job_.parallel.for_each(field.rows, [&](int row) {
      Random random(seed_ + 7919u * static_cast<std::uint32_t>(row));
      for (int column = 0; column < field.columns; ++column) guess_one(field, column, row, random);
    });
    return field;
  }

  // A finer grid whose patches begin with what their neighbours on the coarse one found.
  Field refine(const Field& coarse, int stride) const {
    Field field = grid(target_, stride);
    const int ratio = coarse.stride / stride;
    job_.parallel.for_each(field.rows, [&](int row) {
      for (int column = 0; column < field.columns; ++column) {
        const int i = std::min(column / ratio, coarse.columns - 1);
        const int j = std::min(row / ratio, coarse.rows - 1);
        const Match& from = coarse.at(i, j);
        if (column % ratio == 0 && row % ratio == 0) {
          field.at(column, row) = from;
          continue;
        }
        try_at(field, column, row, from.exemplar, from.x + (column - i * ratio) * stride,
               from.y + (row - j * ratio) * stride);
        if (field.at(column, row).distance > 1e8f)
          try_at(field, column, row, from.exemplar, from.x, from.y);
      }
    });
    return field;
  }

  // `reach`: how far around its match a patch looks for a better one, pixels.
  void improve(Field& field, int round, int reach) const {
    const int height = (field.rows + kBands - 1) / kBands;
    job_.parallel.for_each(kBands, [&](int band) {
      const int first = band * height, last = std::min(field.rows, first + height);
      Random random(seed_ + static_cast<std::uint32_t>(band * 131 + round * 7 + field.stride));
      const bool forward = round % 2 == 0;
      for (int k = 0; k < last - first; ++k) {
        const int row = forward ? first + k : last - 1 - k;
        if (job_.stop.requested()) return;
        for (int i = 0; i < field.columns; ++i)
          improve_one(field, forward ? i : field.columns - 1 - i, row, forward ? -1 : 1, first,
                      last, reach, random);
      }
    });
  }

 private:
  void try_at(Field& field, int column, int row, int exemplar, int x, int y) const {
    const Samples& there = exemplars_[static_cast<std::size_t>(exemplar)];
    if (x < 0 || y < 0 || x > there.last_x() || y > there.last_y()) return;
    Match& best = field.at(column, row);
    const float distance =
        patch_distance(target_, target_.patch(column * field.stride, row * field.stride), there,
                       there.patch(x, y), best.distance);
    if (distance < best.distance) best = {exemplar, x, y, distance};
  }

  void try_anywhere(Field& field, int column, int row, Random& random) const {
    const int exemplar = random.below(static_cast<int>(exemplars_.size()));
    const Samples& there = exemplars_[static_cast<std::size_t>(exemplar)];
    const int x = random.below(there.last_x() + 1), y = random.below(there.last_y() + 1);
    try_at(field, column, row, exemplar, x, y);
  }

  void guess_one(Field& field, int column, int row, Random& random) const {
    for (int i = 0; i < kGuesses; ++i) try_anywhere(field, column, row, random);
    // Pictures of one scene are often framed alike.
    const int x = column * field.stride, y = row * field.stride;
    for (int e = 0; e < static_cast<int>(exemplars_.size()); ++e) {
      const Samples& there = exemplars_[static_cast<std::size_t>(e)];
      try_at(field, column, row, e, x * there.last_x() / std::max(1, target_.last_x()),
             y * there.last_y() / std::max(1, target_.last_y()));
    }
  }

  void improve_one(Field& field, int column, int row, int back, int first, int last, int farthest,
                   Random& random) const {
    if (column + back >= 0 && column + back < field.columns) {
      const Match from = field.at(column + back, row);
      try_at(field, column, row, from.exemplar, from.x - back * field.stride, from.y);
    }
    if (row + back >= first && row + back < last) {
      const Match from = field.at(column, row + back);
      try_at(field, column, row, from.exemplar, from.x, from.y - back * field.stride);
    }
    const Match& best = field.at(column, row);
    const Samples& there = exemplars_[static_cast<std::size_t>(best.exemplar)];
    int reach = std::min(farthest, std::max(there.last_x(), there.last_y()) / 2);
    for (; reach > 0; reach /= 2) {
      const int x = best.x + random.below(2 * reach + 1) - reach;
      const int y = best.y + random.below(2 * reach + 1) - reach;
      try_at(field, column, row, best.exemplar, x, y);
    }
    if (exemplars_.size() > 1) try_other(field, column, row, random);
    try_anywhere(field, column, row, random);
  }

  // The same place in another exemplar: the same picture at another scale.
  void try_other(Field& field, int column, int row, Random& random) const {
    const Match from = field.at(column, row);
    const int other = random.below(static_cast<int>(exemplars_.size()));
    const Samples& here = exemplars_[static_cast<std::size_t>(from.exemplar)];
    const Samples& there = exemplars_[static_cast<std::size_t>(other)];
    const int x = from.x * there.last_x() / std::max(1, here.last_x()) + random.below(33) - 16;
    const int y = from.y * there.last_y() / std::max(1, here.last_y()) + random.below(33) - 16;
    try_at(field, column, row, other, x, y);
  }

  const Samples& target_;
  const std::vector<Samples>& exemplars_;
  std::uint32_t seed_;
  Job& job_;
};

}  // namespace

Samples::Samples(const Plane& plane, int step)
    : width_(plane.width),
      height_(plane.height),
      step_(step),
      segment_(static_cast<std::size_t>((plane.width + step - 1) / step)),
      row_(segment_ * static_cast<std::size_t>(step)),
      values_(row_ * static_cast<std::size_t>(plane.height)) {
  for (int y = 0; y < height_; ++y) {
    const float* from = plane.row(y);
    float* to = values_.data() + static_cast<std::size_t>(y) * row_;
    for (int x = 0; x < width_; ++x)
      to[static_cast<std::size_t>(x % step) * segment_ + static_cast<std::size_t>(x / step)] =
          from[x];
  }
}

float patch_distance(const Samples& a, const float* at_a, const Samples& b, const float* at_b,
                     float enough) {
#if defined(__x86_64__)
  if (kWide) return wide_distance(at_a, a.stride(), at_b, b.stride(), enough);
#endif
  return distance_of(at_a, a.stride(), at_b, b.stride(), enough);
}

Result<Field> match_patches(const Samples& target, const std::vector<Samples>& exemplars,
                            int stride, std::uint32_t seed, Job& job) {
  const Search search(target, exemplars, seed, job);
  const auto improved = [&](Field& field, int rounds, int reach) -> Status {
    for (int round = 0; round < rounds; ++round) {
      if (job.stop.requested()) return fail(ErrorKind::cancelled, "Cancelled.");
      search.improve(field, round, reach);
    }
    return {};
  };
  Field field = search.guess(stride * kCoarsest);
  TRY(improved(field, kFirstRounds, std::numeric_limits<int>::max()));
  for (int ratio = kCoarsest / 2; ratio > 0; ratio /= 2) {
    field = search.refine(field, stride * ratio);
    TRY(improved(field, kLaterRounds, kNear));
  }
  return field;
}

}  // namespace easel::imaging
