#include "imaging/enlarge.h"

#include <algorithm>
#include <cmath>

#include "imaging/exemplars.h"
#include "imaging/flat_things.h"
#include "imaging/resample.h"

namespace easel::imaging {
namespace {

constexpr int kRoundsBefore = 8, kRoundsAfter = 6;  // of back-projection
constexpr float kTrust = 1e-4f;                     // a distance at which a vote weighs 1/e
constexpr double kMostReferencePixels = 4e6;
constexpr double kEnhancing = 1.5;    // enlarged by less, a picture is rather enhanced
constexpr double kWorthWhile = 0.06;  // of the result that must match for a reference to be used

Status check(const Bitmap& picture, int width, int height, std::size_t references) {
  const auto far = [](int from, int to) {
    return from < 1 || to < from || to > from * kMostEnlarging + 0.5;
  };
  if (references > kMostReferences)
    return fail(invalid("", "There are more than four references.", "at most four references"));
  if (far(picture.width, width) || far(picture.height, height))
    return fail(invalid("", "A picture can be enlarged up to four times.", "1 to 4 times"));
  return {};
}

// Votes for the detail of each pixel.
struct Ballot {
  Plane sum, squares, weight;

  Ballot(int width, int height) : sum(width, height), squares(sum), weight(sum) {}

  // Share of the pixels for which most votes agree.
  double decided() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < sum.values.size(); ++i) count += agreement(i) > 0.5f;
    return static_cast<double>(count) / static_cast<double>(sum.values.size());
  }

  // Adds what was voted for, the less the more the votes differ.
  void take_effect(Plane& detail, Plane& sure) const {
    for (std::size_t i = 0; i < sum.values.size(); ++i) {
      if (weight.values[i] <= 0) continue;
      const float agreed = agreement(i);
      detail.values[i] += std::min(1.0f, 1.15f * agreed) * sum.values[i] / weight.values[i];
      sure.values[i] = std::max(sure.values[i], agreed);
    }
  }

  float agreement(std::size_t i) const {
    if (weight.values[i] <= 0) return 0;
    const float mean = sum.values[i] / weight.values[i];
    const float spread = std::max(0.0f, squares.values[i] / weight.values[i] - mean * mean);
    return mean * mean / (mean * mean + spread + 1e-7f);
  }
};

// One reference's field and what it points into.
struct Source {
  Exemplars exemplars{};
  Field field{};
};

double strength(const Plane& fine, const Plane& coarse) {
  double sum = 0;
  for (std::size_t i = 0; i < fine.values.size(); ++i)
    sum += std::pow(fine.values[i] - coarse.values[i], 2);
  return sum;
}

// Of how many of its pixels the finest thing in a picture is: 2, or 4 where it was enlarged or is
// out of focus. An octave is about as strong as the next in a sharp picture.
double softness_of(const Plane& luma, Job& job) {
  constexpr double kSoft = 0.05;
  const auto without = [&](int times) {
    return low_band(luma, std::max(1, luma.width / times), std::max(1, luma.height / times), job);
  };
  const Plane half = without(2), quarter = without(4);
  return strength(half, quarter) < kSoft * strength(quarter, without(8)) ? 4 : 2;
}

class Enlarging {
 public:
  Enlarging(Plane luma, int width, int height, Job& job)
      : luma_(std::move(luma)),
        width_(width),
        height_(height),
        enlarging_(std::sqrt(static_cast<double>(width) * height / luma_.width / luma_.height)),
        job_(job) {}

  Result<EnlargedLuma> with(std::span<const Bitmap> references) {
    base_ = back_projected(resized(luma_, width_, height_, Kernel::lanczos, job_), luma_,
                           kRoundsBefore, job_);
    if (enlarging_ < kEnhancing && !references.empty()) set_own_detail_apart();
    FlatDetail flat;
    std::vector<Source> sources;
    EnlargedLuma out;
    for (const auto& reference : references) {
      if (job_.stop.requested()) return fail(ErrorKind::cancelled, "Cancelled.");
      sources.push_back(TRY(search(reference, out.references.emplace_back(), flat)));
    }
    keep_nearest(sources);
    add_detail(sources, flat, out.references);
    out.luma = back_projected(std::move(base_), luma_, kRoundsAfter, job_);
    return out;
  }

 private:
  int step() const { return std::clamp(static_cast<int>(std::lround(enlarging_ * 0.75)), 1, 3); }
  int stride() const { return static_cast<double>(width_) * height_ > 5e6 ? 4 : 2; }

  // What is hardly enlarged is taken as if it came smaller; its own detail stays where no reference
  // has better.
  void set_own_detail_apart() {
    const Plane whole = std::move(base_);
    enlarging_ = softness_of(whole, job_);
    luma_ = resized(whole, std::max(1, static_cast<int>(std::lround(width_ / enlarging_))),
                    std::max(1, static_cast<int>(std::lround(height_ / enlarging_))), Kernel::cubic,
                    job_);
    base_ = low_band(whole, luma_.width, luma_.height, job_);
    own_ = whole;
    for (std::size_t i = 0; i < own_.values.size(); ++i) own_.values[i] -= base_.values[i];
  }

  Result<Source> search(const Bitmap& given, ReferenceUse& use, FlatDetail& flat) {
    const double pixels = static_cast<double>(given.width) * given.height;
    const double reduce = std::min(1.0, std::sqrt(kMostReferencePixels / pixels));
    Plane reference = luma_of(given, job_);
    reference = resized(reference, std::max(1, static_cast<int>(given.width * reduce)),
                        std::max(1, static_cast<int>(given.height * reduce)), Kernel::cubic, job_);
    use.flat = take_surer(TRY(flat_detail(base_, reference, enlarging_, job_)), flat);
    Source source;
    use.scale = TRY(scale_of(luma_, reference, enlarging_, job_));
    source.exemplars = exemplars_of(reference, use.scale, enlarging_, step(), job_);
    use.scale /= reduce;
    const Samples target(base_, step());
    if (source.exemplars.low.empty() || !target.fits()) return source;
    source.field = TRY(match_patches(target, source.exemplars.low, stride(), 1, job_));
    return source;
  }

  static int take_surer(FlatDetail found, FlatDetail& all) {
    const int things = found.things;
    if (things == 0) return 0;
    if (all.things == 0) {
      all = std::move(found);
      return things;
    }
    all.things += things;
    for (std::size_t i = 0; i < all.trust.values.size(); ++i) {
      if (found.trust.values[i] <= all.trust.values[i]) continue;
      all.trust.values[i] = found.trust.values[i];
      all.detail.values[i] = found.detail.values[i];
    }
    return things;
  }

  // Where several references match, the nearest alone has a vote.
  static void keep_nearest(std::vector<Source>& sources) {
    for (auto& source : sources)
      for (auto& other : sources) {
        if (&source == &other || source.field.matches.size() != other.field.matches.size())
          continue;
        for (std::size_t i = 0; i < source.field.matches.size(); ++i)
          if (other.field.matches[i].distance < source.field.matches[i].distance)
            source.field.matches[i].distance = 1e9;
      }
  }

  void add_detail(const std::vector<Source>& sources, const FlatDetail& flat,
                  std::vector<ReferenceUse>& uses) {
    Plane detail(width_, height_), sure(width_, height_);
    for (std::size_t s = 0; s < sources.size(); ++s) {
      if (!sources[s].field.matches.empty()) {
        Ballot ballot(width_, height_);
        count(sources[s], ballot);
        uses[s].matched = ballot.decided();
        if (uses[s].matched >= kWorthWhile) ballot.take_effect(detail, sure);
      }
      uses[s].used = uses[s].matched >= kWorthWhile || uses[s].flat > 0;
    }
    for (std::size_t i = 0; i < detail.values.size(); ++i) {
      const float trust = flat.things > 0 ? flat.trust.values[i] : 0;
      float added = detail.values[i] * (1 - trust);
      if (trust > 0) added += trust * flat.detail.values[i];
      if (!own_.empty()) added += own_.values[i] * (1 - std::max(trust, sure.values[i]));
      base_.values[i] += added;
    }
  }

  // Every patch lays the detail of its match over its whole window, most in the middle.
  void count(const Source& source, Ballot& ballot) const {
    const int window = kPatch * step();
    std::vector<float> bell(static_cast<std::size_t>(window));
    for (int i = 0; i < window; ++i) {
      const float x = (static_cast<float>(i) + 0.5f) / static_cast<float>(window) * 2 - 1;
      bell[static_cast<std::size_t>(i)] = std::exp(-2 * x * x);
    }
    constexpr int kRows = 16;
    job_.parallel.for_each((height_ + kRows - 1) / kRows, [&](int band) {
      for (int y = band * kRows; y < std::min(height_, (band + 1) * kRows); ++y)
        count_row(source, bell, y, ballot);
    });
  }

  void count_row(const Source& source, const std::vector<float>& bell, int y,
                 Ballot& ballot) const {
    const Field& field = source.field;
    const int window = static_cast<int>(bell.size()), stride = field.stride;
    float* sum = ballot.sum.row(y);
    float* squares = ballot.squares.row(y);
    float* weights = ballot.weight.row(y);
    for (int j = std::max(0, (y - window) / stride); j < field.rows && j * stride <= y; ++j) {
      const int inside = y - j * stride;
      if (inside >= window) continue;
      for (int i = 0; i < field.columns; ++i) {
        const Match& match = field.at(i, j);
        const Plane& detail = source.exemplars.detail[static_cast<std::size_t>(match.exemplar)];
        const int x = i * stride;
        const int across = std::min({window, width_ - x, detail.width - match.x});
        if (match.y + inside >= detail.height) continue;
        const float trust = std::max(1e-4f, std::exp(-match.distance / kTrust)) *
                            bell[static_cast<std::size_t>(inside)];
        const float* from = detail.row(match.y + inside) + match.x;
        for (int k = 0; k < across; ++k) {
          const float weight = trust * bell[static_cast<std::size_t>(k)];
          const float vote = weight * from[k];
          sum[x + k] += vote;
          squares[x + k] += vote * from[k];
          weights[x + k] += weight;
        }
      }
    }
  }

  Plane luma_;
  int width_, height_;
  double enlarging_;
  Job& job_;
  Plane base_{}, own_{};
};

Plane interpolated(const Plane& plane, int width, int height, Job& job) {
  return back_projected(resized(plane, width, height, Kernel::lanczos, job), plane, kRoundsAfter,
                        job);
}

// The alpha of `from` over the colours of `to`.
Bitmap with_alpha(const Bitmap& to, const Bitmap& from) {
  const Bitmap alpha = resample(from, to.width, to.height);
  Bitmap out(to.width, to.height, 4);
  for (std::size_t i = 0; i < out.pixels.size() / 4; ++i) {
    for (std::size_t k = 0; k < 3; ++k) out.pixels[i * 4 + k] = to.pixels[i * 3 + k];
    out.pixels[i * 4 + 3] = alpha.pixels[i * 4 + 3];
  }
  return out;
}

}  // namespace

Result<EnlargedLuma> enlarge_luma(const Bitmap& picture, int width, int height,
                                  std::span<const Bitmap> references, Job& job) {
  TRY(check(picture, width, height, references.size()));
  return Enlarging(luma_of(picture, job), width, height, job).with(references);
}

Result<Enlarged> enlarge(const Bitmap& picture, int width, int height,
                         std::span<const Bitmap> references, Job& job) {
  auto made = TRY(enlarge_luma(picture, width, height, references, job));
  const YCbCr came = split(picture, job);
  if (job.stop.requested()) return fail(ErrorKind::cancelled, "Cancelled.");
  Bitmap bitmap = joined({std::move(made.luma), interpolated(came.cb, width, height, job),
                          interpolated(came.cr, width, height, job)},
                         job);
  if (picture.channels == 4) bitmap = with_alpha(bitmap, picture);
  return Enlarged{std::move(bitmap), std::move(made.references)};
}

}  // namespace easel::imaging
