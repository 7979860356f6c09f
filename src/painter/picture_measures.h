#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "imaging/bitmap.h"

// What tests measure on a picture.
namespace easel::painter {

using imaging::Bitmap;

inline double luma(double r, double g, double b) {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// Structural similarity of luma over 8 × 8 blocks (Wang et al., 2004).
inline double similarity(const Bitmap& a, const Bitmap& b) {
  double sum = 0;
  int blocks = 0;
  for (int by = 0; by + 8 <= a.height; by += 8) {
    for (int bx = 0; bx + 8 <= a.width; bx += 8, ++blocks) {
      double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
      for (int y = by; y < by + 8; ++y) {
        for (int x = bx; x < bx + 8; ++x) {
          const auto *p = &a.row(y)[x * 3], *q = &b.row(y)[x * 3];
          const double l = luma(p[0], p[1], p[2]), m = luma(q[0], q[1], q[2]);
          ma += l, mb += m, aa += l * l, bb += m * m, ab += l * m;
        }
      }
      ma /= 64, mb /= 64;
      const double va = aa / 64 - ma * ma, vb = bb / 64 - mb * mb, cov = ab / 64 - ma * mb;
      sum +=
          (2 * ma * mb + 6.5) * (2 * cov + 58.5) / ((ma * ma + mb * mb + 6.5) * (va + vb + 58.5));
    }
  }
  return sum / blocks;
}

inline Bitmap halved(const Bitmap& from) {
  Bitmap to(from.width / 2, from.height / 2);
  for (int y = 0; y < to.height; ++y) {
    for (int i = 0; i < to.width * 3; ++i) {
      const int x = i / 3 * 6 + i % 3;
      const auto top = from.row(y * 2), bottom = from.row(y * 2 + 1);
      to.row(y)[i] =
          static_cast<std::uint8_t>((top[x] + top[x + 3] + bottom[x] + bottom[x + 3] + 2) / 4);
    }
  }
  return to;
}

// Share of smooth 16 × 16 blocks whose tones lie in flat steps: neighbours equal in more than 85 of
// 100 places. Skies without dither show as such bands.
inline double banding(const Bitmap& b) {
  int smooth = 0, banded = 0;
  for (int by = 0; by + 16 <= b.height; by += 16) {
    for (int bx = 0; bx + 16 <= b.width; bx += 16) {
      double sum = 0, squares = 0;
      int equal = 0;
      for (int y = by; y < by + 16; ++y) {
        for (int x = bx; x < bx + 16; ++x) {
          const int here = b.row(y)[x * 3 + 1];
          sum += here;
          squares += here * here;
          equal += x + 1 < bx + 16 && here == b.row(y)[x * 3 + 4];
          equal += y + 1 < by + 16 && here == b.row(y + 1)[x * 3 + 1];
        }
      }
      const double variance = squares / 256 - sum * sum / 65536;
      if (variance <= 0.02 || variance >= 16) continue;
      ++smooth;
      banded += equal > 0.85 * 480;
    }
  }
  return smooth == 0 ? 0 : static_cast<double>(banded) / smooth;
}

// Luma at the hundredths `low` and `high` of all pixels.
inline std::pair<double, double> luma_range(const Bitmap& b, double low, double high) {
  std::vector<double> all;
  for (std::size_t i = 0; i < b.pixels.size(); i += 3) {
    all.push_back(luma(b.pixels[i], b.pixels[i + 1], b.pixels[i + 2]));
  }
  std::ranges::sort(all);
  const auto at = [&](double share) {
    return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
  };
  return {at(low), at(high)};
}

// Share of pixels that are clipped to white.
inline double burnt(const Bitmap& b) {
  int count = 0;
  for (std::size_t i = 0; i < b.pixels.size(); i += 3) {
    count += b.pixels[i] == 255 && b.pixels[i + 1] == 255 && b.pixels[i + 2] == 255;
  }
  return count / (static_cast<double>(b.pixels.size()) / 3);
}

}  // namespace easel::painter
