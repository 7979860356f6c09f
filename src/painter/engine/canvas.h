#pragma once

#include "painter/engine/develop.h"

// For pictures that are worked out point by point and not as a view of land: coordinates that fit
// any ratio, a loop over rows that can be stopped, counts of what is seen, and the previews.
namespace easel::painter::EASEL_ISA {

// Sums of coverage, in pixels. One for each band of rows, so that threads share nothing.
struct Tally {
  std::array<float, static_cast<std::size_t>(Seen::count_)> pixels{};
  void see(Seen what, Floats cover) {
    float sum = 0;
    for (int i = 0; i < kLanes; ++i) sum += cover[i];
    pixels[static_cast<std::size_t>(what)] += sum;
  }
  void see(Seen what, Mask cover) { see(what, select(cover, splat(1), splat(0))); }
};

class Canvas {
 public:
  Canvas(int width, int height, Job& job)
      : frame(width, height),
        unit(2 / std::min(static_cast<float>(height), 1.15f * static_cast<float>(width))),
        job_(job) {}

  // Places are in halves of the picture's shorter side from its middle, x to the right, y up.
  Floats x_of(Floats column) const {
    return (column - 0.5f * static_cast<float>(frame.width)) * unit;
  }
  float y_of(float row) const { return (0.5f * static_cast<float>(frame.height) - row) * unit; }
  float column_of(float x) const { return x / unit + 0.5f * static_cast<float>(frame.width); }
  float row_of(float y) const { return 0.5f * static_cast<float>(frame.height) - y / unit; }
  float half_width() const { return 0.5f * static_cast<float>(frame.width) * unit; }
  float half_height() const { return 0.5f * static_cast<float>(frame.height) * unit; }

  // 1 in the lanes that are pixels of the picture; rows are padded.
  Floats inside(int x) const {
    return select(lane_index() + static_cast<float>(x) < static_cast<float>(frame.width), splat(1),
                  splat(0));
  }

  // Runs row(y, tally) over all rows between two fractions of the progress. False when stopped.
  template <class Row>
  bool rows(double from, double to, std::string_view stage, Row row) {
    constexpr int kBatches = 12;
    std::vector<Tally> tallies(static_cast<std::size_t>(frame.height));
    for (int batch = 0; batch < kBatches; ++batch) {
      const int begin = frame.height * batch / kBatches;
      const int end = frame.height * (batch + 1) / kBatches;
      job_.parallel.for_each(end - begin, [&](int i) {
        if (!job_.stop.requested()) row(begin + i, tallies[begin + i]);
      });
      if (job_.stop.requested()) return false;
      job_.progress(from + (to - from) * (batch + 1) / kBatches, stage);
    }
    const float share = 1 / (static_cast<float>(frame.width) * static_cast<float>(frame.height));
    for (const Tally& tally : tallies) {
      for (std::size_t i = 0; i < tally.pixels.size(); ++i) {
        seen.share[i] += tally.pixels[i] * share;
      }
    }
    return true;
  }

  Frame frame;
  float unit;  // of a pixel
  Sightings seen{};

 private:
  Job& job_;
};

inline std::unexpected<Error> stopped() {
  return fail(ErrorKind::cancelled, "The picture was cancelled.");
}

// Develops what a canvas shows, with a grain that keeps the dark of nights from lying in bands.
inline Rendering develop(Canvas& canvas, const Grade& grade, Job& job) {
  const float grain = 0.0004f / std::max(grade.exposure, 0.1f);
  job.parallel.for_each(canvas.frame.height, [&](int y) {
    for (int x = 0; x < canvas.frame.width; x += kLanes) {
      const Words h = hash(to_ints(lane_index()) + x, Ints{} + y, 17u);
      const Floats light = vabs(signed_unit(h) + signed_unit(rehash(h, 1))) * grain;
      canvas.frame.store8(x, y, canvas.frame.load8(x, y) + Rgbs{light, light, light});
    }
  });
  const View view(Camera{}, canvas.frame.width, canvas.frame.height);
  return {Darkroom(grade, 0, view, canvas.frame, Vec{}, job).develop(), canvas.seen};
}

// Small pictures first, then the whole: `paint(width, height, job)` gives a Result<Rendering>.
template <class Paint>
Result<Rendering> with_previews(int width, int height, Job& job, const PreviewSink& preview,
                                Paint paint) {
  const int longest = std::max(width, height);
  for (const int small : {256, 896}) {
    if (!preview || longest < small * 2) continue;
    Job quiet{job.parallel, job.stop};
    auto first =
        paint(std::max(1, width * small / longest), std::max(1, height * small / longest), quiet);
    if (!first) return first;
    preview(first->bitmap);
  }
  return paint(width, height, job);
}

}  // namespace easel::painter::EASEL_ISA
