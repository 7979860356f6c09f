#pragma once

#include "painter/engine/frame.h"
#include "painter/engine/objects.h"

// The beams of a lighthouse in the air: two cones of light from its lamp. The light a ray gathers
// from one is that of a soft line, seen at the point where the two come closest.
namespace easel::painter::EASEL_ISA {

class Beams {
 public:
  Beams(const Objects& objects, const View& view, const Terrain& terrain)
      : view_(view), eye_(terrain.eye()), light_(objects.exposure() * 1.1f) {
    for (const Sculpture& s : objects.all()) {
      if (s.model().beam <= 0 || s.model().lamps.empty()) continue;
      Dice dice(s.subject().seed, "beam");
      const float turn = dice.sign() * dice.between(14, 40);
      const Vec along = normalize(Vec{cosine(turn), 0.03f, sine(turn)});
      const Vec lamp = s.place(s.model().lamps.front().at);
      const float width = 0.5f * s.scale();
      beams_.push_back({lamp, along, width});
      beams_.push_back({lamp, Vec{-along.x, along.y, -along.z}, width});
    }
  }

  bool shine() const { return !beams_.empty(); }

  void draw(Frame& frame, Job& job) const {
    job.parallel.for_each(view_.height, [&](int y) {
      if (job.stop.requested()) return;
      for (int x = 0; x < frame.width; x += kLanes) {
        Floats glow = splat(0);
        const Floats depth = load(&frame.depth[frame.at(x, y)]);
        for (const Beam& beam : beams_) glow += along(beam, x, y, depth);
        if (!any(glow > 1e-4f)) continue;
        frame.store8(x, y, frame.load8(x, y) + Rgb{1, 0.82f, 0.52f} * (glow * light_));
      }
    });
  }

 private:
  struct Beam {
    Vec from, along;
    float width;
  };

  Floats along(const Beam& beam, int x, int y, Floats depth) const {
    const Floats u = view_.u(lane_index() + (static_cast<float>(x) + 0.5f));
    const float v = view_.v(static_cast<float>(y) + 0.5f);
    const Vecs d = normalize(Vecs{u, splat(v), splat(1)});
    const Vec to{-beam.from.x, eye_ - beam.from.y, -beam.from.z};
    const Floats turn = dot(d, beam.along), ahead = dot(d, to);
    const float back = dot(to, beam.along);
    const Floats apart = vmax(1.0f - turn * turn, 1e-3f);
    const Floats out = vmax((back - turn * ahead) / apart, 0.0f);
    const Floats t = vmax(out * turn - ahead, 0.0f);
    const Vecs gap{d.x * t + (to.x - beam.along.x * out), d.y * t + (to.y - beam.along.y * out),
                   d.z * t + (to.z - beam.along.z * out)};
    const Floats wide = beam.width + out * 0.045f;
    const Floats light = vexp(dot(gap, gap) / (wide * wide) * -1.6f) * vexp(out * -0.014f) /
                         (vsqrt(apart) * (0.6f + wide));
    return select(t * d.z < depth, light, splat(0));
  }

  const View& view_;
  float eye_, light_;
  std::vector<Beam> beams_;
};

}  // namespace easel::painter::EASEL_ISA
