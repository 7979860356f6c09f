#pragma once

#include "painter/engine/facade.h"
#include "painter/engine/view.h"
#include "painter/model.h"

// The sign for words over a street: a flat board on two arms, turned a little toward the viewer.
namespace easel::painter::EASEL_ISA {

class SignOverStreet {
 public:
  SignOverStreet(const CityScene& scene, const CityLight& light, const View& view)
      : scene_(scene), light_(light), view_(view) {
    const StreetSign& sign = scene.sign;
    if (sign.aspect <= 0) return;
    const float aspect = clamp1(sign.aspect * 0.86f, 0.8f, 4.0f), area = 4.6f;
    away_ = sign.away;
    // Narrow pictures see it nearer to the road's middle, and smaller.
    const float half = 0.5f * view.pixel * static_cast<float>(view.width) * away_;
    half_width_ = std::min({0.5f * std::sqrt(area * aspect), 2.0f, 0.62f * half});
    half_height_ = half_width_ / aspect;
    const float reach = 0.92f * half - half_width_ + sign.side * scene.aside;
    const float wall = scene.kind == CityScene::Kind::old ? 4.5f : 7.0f;  // nothing juts out more
    x_ = sign.side * std::min(wall - half_width_, reach);
    y_ = sign.high;
    turn_ = {cosine(sign.turn), sine(sign.turn) * sign.side};
    exists_ = true;
  }

  bool exists() const { return exists_; }
  // Whether an ordinary sign at z on a side would hang before it.
  Mask stands_before(Floats z, Ints side) const {
    return (side == (x_ > 0 ? 1 : 0)) & (z < away_ + 2.5f);
  }

  struct Met {
    Floats distance;  // in z, as far as nothing is met
    Floats u, v;      // from its middle, 1 at its edges, to its right and up
  };
  Met meet(Vecs from, Vecs ray, Floats limit) const {
    // A reader before it looks along (−sin, 0, cos) of its turn.
    const float nx = turn_.sin, nz = turn_.cos;
    const Floats toward = ray.x * nx + ray.z * nz;
    const Floats t = ((x_ - from.x) * nx + (away_ - from.z) * nz) / vmax(toward, 0.05f);
    const Floats across = (from.x + ray.x * t - x_) * nz - (from.z + ray.z * t - away_) * nx;
    Met met{limit, across * (1 / half_width_), (from.y + ray.y * t - y_) * (1 / half_height_)};
    const float side = x_ > 0 ? 1.0f : -1.0f;
    const Mask board =
        (vabs(met.u) < 1.0f + kRim / half_width_) & (vabs(met.v) < 1.0f + kRim / half_height_);
    const Mask arm = (met.u * side > 0.9f) & (met.u * side < 8.0f) &
                     (vabs(vabs(met.v) - 0.72f) * half_height_ < 0.022f);
    met.distance = select((board | arm) & (t > 0.05f) & (t < limit), t, limit);
    return met;
  }

  Rgbs look(const Met& met) const {
    const StreetSign& sign = scene_.sign;
    const Floats edge =
        vmin((1.0f - vabs(met.u)) * half_width_, (1.0f - vabs(met.v)) * half_height_);
    const Mask arm = edge < -kRim - 0.005f;
    const Rgbs day = splat(light_.ambient) + light_.sun * splat(0.45f);
    const Rgbs iron = splat(Rgb{0.03f, 0.03f, 0.034f}) * day;
    Rgbs c;
    if (sign.tubes) {
      const Floats line = vexp(square((edge + 0.02f) * 22.0f) * -1.0f);
      c = splat(Rgb{0.010f, 0.010f, 0.016f}) +
          splat(scene_.signs_b) * (line * 3.2f * light_.lamps) +
          splat(scene_.signs_b) * (vexp(vmax(edge, 0.0f) * -9.0f) * 0.10f * light_.lamps);
    } else {
      const Floats grain = 0.96f + 0.08f * value_noise(met.u * 3.0f, met.v * 11.0f, 71u);
      const Rgb lamp = Rgb{0.62f, 0.50f, 0.34f} * light_.lamps;
      const Rgbs on = day + splat(lamp);
      const Mask rim = edge < 0.0f;
      const Rgb frame{0.09f, 0.06f, 0.04f};
      c = select(rim, splat(frame) * on, splat(sign.board) * on * grain);
    }
    return select(arm, iron, c);
  }

  // Where it is seen.
  TextSurface surface() const {
    imaging::Tablet tablet;
    constexpr float kEnds[4][2] = {{-1, 1}, {1, 1}, {1, -1}, {-1, -1}};
    for (std::size_t i = 0; i < 4; ++i) {
      const float across = kEnds[i][0] * half_width_;
      const float x = x_ + across * turn_.cos - scene_.aside, z = away_ - across * turn_.sin;
      const float y = y_ + kEnds[i][1] * half_height_ - scene_.eye;
      tablet.quad[i] = {view_.x_of(x / z) - 0.5f, view_.y_of(y / z) - 0.5f};
    }
    tablet.aspect = half_width_ / half_height_;
    tablet.manner = scene_.sign.tubes ? imaging::Manner::neon : imaging::Manner::painted;
    const Rgb c = scene_.signs_a;
    tablet.colour = {c.r, c.g, c.b};
    return {scene_.sign.tubes ? "the neon sign" : "the sign", tablet};
  }

 private:
  static constexpr float kRim = 0.06f;
  struct Turn {
    float cos = 1, sin = 0;
  };

  const CityScene& scene_;
  const CityLight& light_;
  const View& view_;
  bool exists_ = false;
  float x_ = 0, y_ = 0, away_ = 1, half_width_ = 1, half_height_ = 1;
  Turn turn_;
};

}  // namespace easel::painter::EASEL_ISA
