#pragma once

#include "painter/engine/study.h"

// A few colours that stand for all of a picture's: k-means in OKLab from seeds that lie far apart.
namespace easel::painter::EASEL_ISA {

struct Labs {
  Floats l, a, b;
};

// From sRGB 0 … 1.
inline Labs lab_of(Rgbs c) {
  const auto linear = [](Floats v) {
    v = saturate(v);
    return select(v <= 0.04045f, v / 12.92f, vpow((v + 0.055f) * (1 / 1.055f), 2.4f));
  };
  const Rgbs p{linear(c.r), linear(c.g), linear(c.b)};
  const auto root = [](Floats v) { return vpow(vmax(v, 1e-9f), 1 / 3.0f); };
  const Floats l = root(0.4122214708f * p.r + 0.5363325363f * p.g + 0.0514459929f * p.b);
  const Floats m = root(0.2119034982f * p.r + 0.6806995451f * p.g + 0.1073969566f * p.b);
  const Floats s = root(0.0883024619f * p.r + 0.2817188376f * p.g + 0.6299787005f * p.b);
  return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
          1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
          0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

class Colours {
 public:
  struct Entry {
    Vec lab;
    Rgb colour;  // sRGB
  };

  // From a list of colours; as many of them as are worth it, at most `most`.
  Colours(const std::vector<Rgb>& picture, int most, float chroma) {
    std::vector<Vec> labs(picture.size());
    for (std::size_t i = 0; i < picture.size(); i += kLanes) {
      Rgbs c = splat(Rgb{});
      const int n = static_cast<int>(std::min<std::size_t>(kLanes, picture.size() - i));
      for (int k = 0; k < n; ++k) {
        c.r[k] = picture[i + k].r;
        c.g[k] = picture[i + k].g;
        c.b[k] = picture[i + k].b;
      }
      const Labs lab = lab_of(c);
      for (int k = 0; k < n; ++k) labs[i + k] = {lab.l[k], lab.a[k] * chroma, lab.b[k] * chroma};
    }
    seed(labs, most);
    constexpr int kRounds = 10;
    for (int round = 0; round < kRounds; ++round) settle(labs, picture);
  }

  const std::vector<Entry>& entries() const { return entries_; }

  // The nearest colour, its edges toward the next ones soft by `blend` (in OKLab, 0 for none).
  Rgbs nearest(Labs lab, float chroma, float blend) const {
    Floats best = splat(1e9f);
    for (const Entry& e : entries_) best = vmin(best, distance(lab, e, chroma));
    Rgbs sum = splat(Rgb{});
    Floats total = splat(0);
    for (const Entry& e : entries_) {
      const Floats over = vsqrt(distance(lab, e, chroma)) - vsqrt(best);
      const Floats w = blend > 0 ? square(saturate(1.0f - over / blend))
                                 : select(over <= 0.0f, splat(1), splat(0));
      sum = sum + e.colour * w;
      total += w;
    }
    return sum * (1.0f / total);
  }

 private:
  static Floats distance(Labs p, const Entry& e, float chroma) {
    return square(p.l - e.lab.x) + square(p.a * chroma - e.lab.y) + square(p.b * chroma - e.lab.z);
  }
  static float distance(Vec a, Vec b) {
    return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + (a.z - b.z) * (a.z - b.z);
  }

  void seed(const std::vector<Vec>& labs, int most) {
    entries_.push_back({labs[labs.size() / 2], {}});
    std::vector<float> away(labs.size(), 1e9f);
    while (static_cast<int>(entries_.size()) < most) {
      std::size_t farthest = 0;
      for (std::size_t i = 0; i < labs.size(); ++i) {
        away[i] = std::min(away[i], distance(labs[i], entries_.back().lab));
        if (away[i] > away[farthest]) farthest = i;
      }
      if (away[farthest] < 1e-4f) return;
      entries_.push_back({labs[farthest], {}});
    }
  }

  void settle(const std::vector<Vec>& labs, const std::vector<Rgb>& picture) {
    std::vector<Vec> sums(entries_.size());
    std::vector<Rgb> colours(entries_.size());
    std::vector<float> counts(entries_.size());
    for (std::size_t i = 0; i < labs.size(); ++i) {
      std::size_t best = 0;
      for (std::size_t k = 1; k < entries_.size(); ++k) {
        if (distance(labs[i], entries_[k].lab) < distance(labs[i], entries_[best].lab)) best = k;
      }
      sums[best] = {sums[best].x + labs[i].x, sums[best].y + labs[i].y, sums[best].z + labs[i].z};
      colours[best] = colours[best] + picture[i];
      counts[best] += 1;
    }
    for (std::size_t k = 0; k < entries_.size(); ++k) {
      if (counts[k] > 0) entries_[k] = {sums[k] * (1 / counts[k]), colours[k] * (1 / counts[k])};
    }
  }

  std::vector<Entry> entries_;
};

// The study's colours at every few pixels: enough to choose a palette from.
inline std::vector<Rgb> sampled(const Study& study, int step) {
  std::vector<Rgb> out;
  for (int y = step / 2; y < study.height; y += step) {
    for (int x = step / 2; x < study.width; x += step) {
      out.push_back(
          {study.planes[0].row(y)[x], study.planes[1].row(y)[x], study.planes[2].row(y)[x]});
    }
  }
  if (out.empty()) out.push_back({});
  return out;
}

}  // namespace easel::painter::EASEL_ISA
