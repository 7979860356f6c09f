#pragma once

#include "painter/engine/frame.h"

// Everything thin in the foreground is strokes: tapered capsules with analytic coverage, laid one
// over the other in the order given. Places are fractions of the picture's height.
namespace easel::painter::EASEL_ISA {

struct Stroke {
  float x0, y0, r0;
  float x1, y1, r1;
  float depth;  // metres; hidden where the frame holds something nearer
  Rgb light;
  Seen kind = Seen::trees;
  float clear = 1;  // share of its light that the air lets through
  float blur = 0;   // out of focus: 1 fades from its middle to nothing at its edge
};

class StrokePainter {
 public:
  StrokePainter(Frame& frame, std::vector<Stroke> strokes)
      : frame_(frame), strokes_(std::move(strokes)), scale_(1 / static_cast<float>(frame.height)) {
    bands_.resize(static_cast<std::size_t>((frame.height + kBand - 1) / kBand));
    for (std::size_t i = 0; i < strokes_.size(); ++i) {
      const Stroke& s = strokes_[i];
      const float margin = std::max(s.r0, s.r1) + scale_;
      const int first = row(std::min(s.y0, s.y1) - margin) / kBand;
      const int last = row(std::max(s.y0, s.y1) + margin) / kBand;
      if (std::max(s.y0, s.y1) + margin < 0 || std::min(s.y0, s.y1) - margin > 1) continue;
      for (int b = first; b <= last; ++b) bands_[b].push_back(static_cast<std::uint32_t>(i));
    }
  }

  // Adds the covered shares of the picture to `seen`.
  void paint(Sightings& seen, Job& job) {
    std::vector<Sightings> sums(bands_.size());
    job.parallel.for_each(static_cast<int>(bands_.size()), [&](int band) {
      if (job.stop.requested()) return;
      for (const std::uint32_t i : bands_[band]) paint(strokes_[i], band, sums[band]);
    });
    const float pixels = static_cast<float>(frame_.width) * static_cast<float>(frame_.height);
    for (std::size_t k = 0; k < seen.share.size(); ++k) {
      double total = 0;
      for (const Sightings& sum : sums) total += sum.share[k];
      seen.share[k] = std::min(1.0f, seen.share[k] + static_cast<float>(total) / pixels);
    }
  }

 private:
  static constexpr int kBand = 16;

  int row(float y) const { return std::clamp(static_cast<int>(y / scale_), 0, frame_.height - 1); }

  void paint(const Stroke& s, int band, Sightings& sum) {
    const float margin = std::max(s.r0, s.r1) + scale_ * 0.7f;
    const int top = std::max(band * kBand, row(std::min(s.y0, s.y1) - margin));
    const int bottom = std::min(std::min(frame_.height, band * kBand + kBand) - 1,
                                row(std::max(s.y0, s.y1) + margin));
    const float left = std::min(s.x0, s.x1) - margin, right = std::max(s.x0, s.x1) + margin;
    if (right < 0 || left / scale_ > static_cast<float>(frame_.width)) return;
    const int first = std::max(0, static_cast<int>(left / scale_));
    const int last = std::min(frame_.width - 1, static_cast<int>(right / scale_));
    const float dx = s.x1 - s.x0, dy = s.y1 - s.y0, per_length = 1 / (dx * dx + dy * dy + 1e-12f);
    float covered = 0;
    for (int y = top; y <= bottom; ++y) {
      const float qy = (static_cast<float>(y) + 0.5f) * scale_ - s.y0;
      for (int x = first; x <= last; x += kLanes) {
        const Floats column = lane_index() + static_cast<float>(x);
        const Floats qx = (column + 0.5f) * scale_ - s.x0;
        const Floats t = saturate((qx * dx + qy * dy) * per_length);
        const Floats ex = qx - t * dx, ey = qy - t * dy;
        const Floats radius = s.r0 + t * (s.r1 - s.r0);
        const Floats away = (vsqrt(ex * ex + ey * ey) - radius) * (1 / scale_);
        // A stroke thinner than a pixel covers its share of it.
        const Floats thin = vmin(radius * (2 / scale_), 1.0f);
        Floats cover = saturate(0.5f - away) * thin;
        if (s.blur > 0) cover *= mix(splat(1), saturate(away * -scale_ / radius), splat(s.blur));
        cover = select(column <= static_cast<float>(last), cover, splat(0));
        if (any(cover > 0.0f)) covered += lay(x, y, s, cover);
      }
    }
    sum[s.kind] += covered * s.clear;
  }

  // Rows are padded to 16 pixels, but the last group of a row may still reach into the next one:
  // its lanes beyond `last` cover nothing and keep what is there. Only lanes inside are written,
  // since another thread may own the next row.
  float lay(int x, int y, const Stroke& s, Floats cover) {
    const std::size_t at = frame_.at(x, y);
    const int lanes = std::min(kLanes, frame_.stride - x);
    float sum = 0;
    for (int i = 0; i < lanes; ++i) {
      if (cover[i] <= 0 || frame_.depth[at + i] < s.depth * 0.97f) continue;
      // Snow and rain are seen by the light they catch: before something brighter they vanish.
      if (s.kind == Seen::precipitation && s.light.g < frame_.planes[1][at + i]) continue;
      float* planes[3] = {&frame_.planes[0][at + i], &frame_.planes[1][at + i],
                          &frame_.planes[2][at + i]};
      *planes[0] += (s.light.r - *planes[0]) * cover[i];
      *planes[1] += (s.light.g - *planes[1]) * cover[i];
      *planes[2] += (s.light.b - *planes[2]) * cover[i];
      sum += cover[i];
    }
    return sum;
  }

  Frame& frame_;
  std::vector<Stroke> strokes_;
  float scale_;
  std::vector<std::vector<std::uint32_t>> bands_;
};

}  // namespace easel::painter::EASEL_ISA
