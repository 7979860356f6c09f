#pragma once

#include "painter/dice.h"
#include "painter/engine/noise.h"

// The swell of a rough sea: directed waves with sharpened crests, exp(sin), each dragged along by
// those before it, so that crests steepen and wander (the form of many sea shaders, among them
// A. Lozano's "Very fast procedural ocean", 2020). Heights are metres above the mean level.
namespace easel::painter::EASEL_ISA {

class Swell {
 public:
  Swell(const Ground& ground, std::uint32_t seed) : size_(ground.swell) {
    const float wind = Dice(seed, "swell").around(1.57f, 0.75f);
    float length = 17 + 11 * size_;
    for (int i = 0; i < kWaves; ++i) {
      Dice dice(seed, "swell", static_cast<std::uint64_t>(i));
      const float angle = wind + dice.around(0, i < 3 ? 0.45f : 1.1f);
      const float tall = (i < kStanding ? 0.070f : 0.046f) * length * std::min(size_, 1.3f);
      waves_[i] = {cos1(angle), sin1(angle), length, dice.between(0, 17), tall};
      if (i < kStanding) highest_ += 0.52f * tall;
      length *= 0.79f;
    }
  }

  // Shifts the longest waves so that they crest at (x, z): what the picture is about rides high,
  // and no nearer wave hides it.
  void crest_at(float x, float z) {
    for (int i = 0; i < 3; ++i) {
      Wave& w = waves_[i];
      w.phase = 0.25f - (x * w.x + z * w.z) / w.length;
    }
  }

  bool exists() const { return size_ > 0; }
  float highest() const { return highest_; }  // no crest is higher, no trough deeper

  struct Surface {
    Floats height, dx, dz;
  };

  // The waves that stand up, and with `fine` the small ones upon them too. Waves shorter than
  // `footprint` metres allows fade out.
  Surface at(Floats x, Floats z, float footprint, bool fine) const {
    Surface s{splat(0), splat(0), splat(0)};
    for (int i = 0; i < (fine ? kWaves : kStanding); ++i) {
      const Wave& w = waves_[i];
      const float seen = clamp1(1.5f - footprint / (w.length * 0.45f), 0, 1);
      if (seen <= 0) break;
      const Floats turn = (x * w.x + z * w.z) * (1 / w.length) + w.phase;
      const Floats crest = vexp(sin_turn(turn) * 0.95f - 0.95f);
      const Floats slope = cos_turn(turn) * crest;
      s.height += (crest - 0.48f) * (w.tall * seen);
      const Floats steep = slope * (0.95f * 6.2831853f * w.tall * seen / w.length);
      s.dx += steep * w.x;
      s.dz += steep * w.z;
      const Floats drag = slope * (0.045f * w.length);
      x -= drag * w.x;
      z -= drag * w.z;
    }
    return s;
  }

 private:
  static constexpr int kWaves = 19, kStanding = 8;

  struct Wave {
    float x, z;  // direction
    float length, phase, tall;
  };

  float size_, highest_ = 0;
  std::array<Wave, kWaves> waves_{};
};

}  // namespace easel::painter::EASEL_ISA
