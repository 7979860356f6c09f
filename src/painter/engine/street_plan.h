#pragma once

#include "painter/city_scene.h"
#include "painter/engine/color.h"
#include "painter/engine/noise.h"

// Where the houses of a street stand and what kind they are. The street runs along z; both sides
// are cut into cells, and everything about a cell is a hash of its number, its side and the city's
// seed. x is measured from the road's middle to either side.
namespace easel::painter::EASEL_ISA {

class StreetPlan {
 public:
  explicit StreetPlan(const CityScene& scene)
      : seed_(scene.seed * 7919u),
        old_(scene.kind == CityScene::Kind::old),
        tall_(scene.tall),
        signs_(scene.signs),
        cell_(old_ ? 7.5f : 14.0f),
        gap_(old_ ? 0.0f : 0.5f),
        first_(scene.along) {}

  float cell() const { return cell_; }
  float gap() const { return gap_; }
  bool old() const { return old_; }
  float kerb() const { return old_ ? 3.1f : 5.5f; }
  float near_wall() const { return old_ ? 4.1f : 4.6f; }  // nothing stands nearer to the middle
  float highest() const { return old_ ? 20.0f : 112.0f * std::max(1.0f, tall_); }
  float ground_floor() const { return old_ ? 3.1f : 3.9f; }

  Floats draw(Ints cell, Ints side, int what) const {
    const Words h = hash(cell, side, Ints{} + what, seed_);
    return unit(h ^ (h >> 13));
  }
  Floats draw(Ints a, Ints b, Ints c, int what) const {
    const Words h = hash(a, b, c, seed_ + static_cast<std::uint32_t>(what) * 0x9e3779b1u);
    return unit(h ^ (h >> 13));
  }

  Ints cell_at(Floats z) const { return to_ints(vfloor((z + first_) * (1 / cell_))); }
  Floats begin(Ints cell) const { return to_floats(cell) * cell_ - first_; }

  Floats setback(Ints cell, Ints side) const {
    const Floats a = draw(cell, side, 1);
    return old_ ? 4.6f + 0.8f * a * a : 7.2f + 1.6f * a * a;
  }
  // Of the eaves; gables of old houses rise above it.
  Floats height(Ints cell, Ints side) const {
    const Floats a = draw(cell, side, 3);
    if (old_) return 7.4f + 4.2f * a;
    const Floats tower = select(draw(cell, side, 4) > 0.78f, splat(36), splat(0));
    return tall_ * (14.0f + 44.0f * a * vsqrt(a) + tower + 0.5f * to_floats(cell & 63));
  }
  // What stands above the eaves at a place along the front: old houses turn their gables to the
  // street, or the long side of their roofs.
  Floats gable(Ints cell, Ints side, Floats along) const {
    const Floats off = vabs(along * (2 / cell_) - 1.0f);
    const Floats stepped = vfloor((1.0f - off) * 5.0f + 0.6f) * 0.2f;
    const Floats kind = draw(cell, side, 44);
    return cell_ * select(kind < 0.5f, (1.0f - off) * 0.62f,
                          select(kind < 0.75f, stepped * 0.6f, splat(0.12f)));
  }

  struct Sign {
    Mask there;
    Floats z, bottom, width, height;
    Ints word;
  };
  // Up to two signs stand out from each front.
  Sign sign(Ints cell, Ints side, int which, Floats length) const {
    const int k = which * 40;
    Sign s;
    s.there = draw(cell, side, 20 + k) < signs_ * (which == 0 ? 1.0f : 0.82f);
    s.z = begin(cell) + 2.2f + (which == 0 ? 0.0f : 6.5f) + 2.8f * draw(cell, side, 21 + k);
    const Floats size = draw(cell, side, 22 + k);
    s.width = select(length < 1.5f, 1.7f + 0.9f * size, 0.95f + 0.55f * size);
    s.height = length * s.width * 1.18f + 0.15f;
    s.bottom =
        4.4f + (which == 0 ? 0.6f : 5.5f) * draw(cell, side, 23 + k) + (which == 0 ? 0.0f : 2.0f);
    return s;
  }
  Ints sign_word(Ints cell, Ints side, int which) const {
    return to_ints(draw(cell, side, 25 + which * 40) * 15.99f);
  }

 private:
  std::uint32_t seed_;
  bool old_;
  float tall_, signs_, cell_, gap_, first_;
};

}  // namespace easel::painter::EASEL_ISA
