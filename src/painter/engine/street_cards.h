#pragma once

#include "painter/city_scene.h"
#include "painter/engine/city_light.h"

// What stands in a street as flat cards that face the viewer, so that it is mirrored in wet ground
// like everything else: passers-by as silhouettes, cars, lamps.
namespace easel::painter::EASEL_ISA {

class StreetCards {
 public:
  enum class Kind { walker, umbrella, car_away, car_toward, lamp };
  struct Card {
    Kind kind;
    float x, z, height;
    Rgb colour;
    float stride;
  };

  StreetCards(const CityScene& scene, const CityLight& light, float kerb)
      : scene_(scene), light_(light), old_(scene.kind == CityScene::Kind::old) {
    const Rgb tints[] = {pigment(0.92f, 0.08f, 0.16f), pigment(0.95f, 0.78f, 0.25f),
                         pigment(0.25f, 0.80f, 0.75f), pigment(0.30f, 0.55f, 0.95f),
                         pigment(0.95f, 0.45f, 0.75f), pigment(0.9f, 0.9f, 0.88f)};
    const bool umbrellas = scene.rain > 0;
    for (int i = 0; i < scene.people; ++i) {
      Dice dice(scene.seed, "walker", static_cast<std::uint64_t>(i));
      const bool first = i == 0;
      const float away =
          first ? dice.between(6, 8.5f) : 9 + 5.5f * static_cast<float>(i) + dice.between(0, 5);
      const float side = dice.sign();
      const float x =
          first ? dice.around(-0.2f, 1.3f) : side * dice.between(kerb - 0.6f, kerb + 1.0f);
      const bool covered = umbrellas && (first || dice.chance(0.7f));
      cards_.push_back({covered ? Kind::umbrella : Kind::walker, x, away,
                        dice.between(1.66f, 1.82f), first ? tints[0] : tints[dice.below(6)],
                        dice.unit()});
    }
    for (int i = 0; i < scene.cars; ++i) {
      Dice dice(scene.seed, "car", static_cast<std::uint64_t>(i));
      const bool away = i % 2 == 0;
      cards_.push_back({away ? Kind::car_away : Kind::car_toward,
                        (away ? 1.0f : -1.0f) * dice.between(2.3f, 3.1f),
                        19 + 15 * static_cast<float>(i) + dice.between(0, 8),
                        dice.between(1.45f, 1.65f), tints[dice.below(6)], 0});
    }
    if (scene.lamps) {
      const float step = old_ ? 13.0f : 24.0f;
      for (int i = 0; i < 6; ++i) {
        for (const float side : {-1.0f, 1.0f}) {
          const float z = 8 + step * (static_cast<float>(i) + (side > 0 ? 0.5f : 0.0f));
          cards_.push_back({Kind::lamp, side * (kerb + (old_ ? 0.3f : 0.4f)), z, old_ ? 3.6f : 6.4f,
                            old_ ? pigment(1, 0.66f, 0.30f) : pigment(1, 0.86f, 0.66f), side});
        }
      }
    }
    std::ranges::stable_sort(cards_, [](const Card& a, const Card& b) { return a.z > b.z; });
  }

  std::span<const Card> cards() const { return cards_; }

  // Lays a card over `light` where it stands nearer than `distance`.
  struct Cover {
    Floats whole, glow;
  };
  Cover draw(const Card& card, Floats x, Floats y, Floats t, float pixel, Rgbs& light) const {
    const float scale = 1 / card.height;
    const Floats u = (x - card.x) * scale, v = y * scale;
    const Floats sharp = 1.0f / vmax(t * (pixel * scale * 0.8f), 0.002f);
    Cover cover{splat(0), splat(0)};
    switch (card.kind) {
      case Kind::walker:
      case Kind::umbrella:
        cover.whole = walker(card, u, v, sharp, light);
        break;
      case Kind::car_away:
      case Kind::car_toward:
        cover.whole = car(card, u, v, sharp, light);
        break;
      case Kind::lamp:
        cover = lamp(card, u, v, sharp, light);
        break;
    }
    return cover;
  }

  float reach(const Card& card) const {  // in its heights to either side
    return card.kind == Kind::lamp                                        ? (old_ ? 0.9f : 0.75f)
           : card.kind == Kind::car_away || card.kind == Kind::car_toward ? 1.3f
                                                                          : 0.62f;
  }

 private:
  // Distance to a tapered stick.
  static Floats stick(Floats u, Floats v, float ax, float ay, float bx, float by, float r1,
                      float r2) {
    const float dx = bx - ax, dy = by - ay;
    const Floats h = saturate(((u - ax) * dx + (v - ay) * dy) * (1 / (dx * dx + dy * dy)));
    return vsqrt(square(u - ax - dx * h) + square(v - ay - dy * h)) - (r1 + (r2 - r1) * h);
  }

  Floats walker(const Card& card, Floats u, Floats v, Floats sharp, Rgbs& light) const {
    const float s = card.stride;
    Floats d = stick(u, v, -0.05f - 0.04f * s, 0.02f, -0.035f, 0.45f, 0.034f, 0.055f);
    d = vmin(d, stick(u, v, 0.06f + 0.05f * s, 0.03f + 0.03f * s, 0.03f, 0.45f, 0.033f, 0.055f));
    d = vmin(d, stick(u, v, 0, 0.38f, 0, 0.78f, 0.118f, 0.085f));
    d = vmin(d, stick(u, v, 0, 0.74f, 0, 0.80f, 0.10f, 0.055f));
    d = vmin(d, vsqrt(u * u + square(v - 0.925f) * 0.8f) - 0.062f);
    d = vmin(d, stick(u, v, 0.10f, 0.76f, 0.13f, 0.60f, 0.035f, 0.03f));
    d = vmin(d, stick(u, v, 0.13f, 0.60f, 0.06f, 0.72f, 0.03f, 0.024f));
    d = vmin(d, stick(u, v, -0.10f, 0.76f, -0.13f, 0.48f, 0.034f, 0.026f));
    const Floats rim = saturate(1.0f + d * 26.0f) * smooth(0.0f, 0.12f, vabs(u));
    const Rgbs edge = mix(scene_.signs_a, scene_.signs_b, select(u > 0.0f, splat(1), splat(0)));
    const Rgb cloth = mix(Rgb{0.035f, 0.035f, 0.045f}, card.colour, 0.012f);
    Rgbs body = splat(cloth * (light_.ambient + light_.sun * 0.35f) + Rgb{0.008f, 0.008f, 0.014f}) +
                edge * (rim * rim * (0.32f * light_.lamps) * (0.4f + 0.6f * saturate(v)));
    Floats cover = saturate(0.5f - d * sharp);
    if (card.kind == Kind::umbrella) {
      const Floats uu = u - 0.04f, un = uu * (1 / 0.46f);
      const Floats round = vsqrt(vmax(1.0f - un * un, 0.0f));
      const Floats scallop = vabs(sin_turn(un * 2.0f)) * 0.028f;
      const Floats cloth_cover = saturate((1.02f + 0.27f * round - v) * sharp) *
                                 saturate((v - 1.015f - scallop) * sharp) *
                                 saturate((0.46f - vabs(uu)) * sharp);
      const Floats rib = vexp(vabs(sin_turn(un / (0.35f + 0.65f * vmax(round, 0.14f)))) * -22.0f);
      const float by_day = 0.25f + 0.75f * light_.lamps;
      const Rgbs dome =
          card.colour * ((0.16f + 0.95f * saturate((v - 1.02f) * 3.6f) + 0.25f * saturate(un)) *
                         (1.0f - 0.30f * rib) * by_day);
      const Floats pole = saturate(0.5f - (vabs(u - 0.07f) - 0.007f) * sharp) *
                          saturate((v - 0.66f) * sharp) * saturate((1.06f - v) * sharp);
      cover = vmax(vmax(cover, pole * 0.9f), cloth_cover);
      body = mix(body, dome, cloth_cover);
    }
    light = mix(light, body, cover);
    return cover;
  }

  Floats car(const Card& card, Floats u, Floats v, Floats sharp, Rgbs& light) const {
    const bool away = card.kind == Kind::car_away;
    const Floats w = vabs(u);
    const Floats low = vmax(w - 0.60f, vabs(v - 0.36f) - 0.20f);
    const Floats top = vmax(w - 0.60f + (v - 0.5f) * 0.42f, vabs(v - 0.70f) - 0.20f);
    Floats d = vmin(low, top) - 0.03f;
    d = vmin(d, vmax(vabs(w - 0.46f) - 0.10f, vabs(v - 0.10f) - 0.10f));
    const Floats cover = saturate(0.5f - d * sharp * 0.9f);
    const Floats pane =
        saturate(0.5f - vmax(w - 0.50f + (v - 0.5f) * 0.42f, vabs(v - 0.70f) - 0.12f) * sharp);
    const Floats tyre = saturate(0.5f - vmax(vabs(w - 0.46f) - 0.10f, v - 0.15f) * sharp);
    const Floats shade = 0.55f + 0.6f * saturate((v - 0.15f) * 1.3f);
    Rgbs body =
        (card.colour * (light_.ambient * 1.5f + light_.sun * 0.5f) + scene_.glow * 0.012f) * shade;
    body = mix(body, light_.low * 0.25f + Rgb{0.015f, 0.015f, 0.02f}, pane);
    body = mix(body, Rgb{0.012f, 0.012f, 0.013f}, tyre);
    const Floats lx = vabs(w - 0.46f), ly = vabs(v - 0.44f);
    if (away) {
      const float on = 0.25f + light_.lamps;
      body = body + Rgb{4.2f, 0.14f, 0.08f} *
                        (vmin(vexp(vmax(lx - 0.10f, ly - 0.025f) * -45.0f), 1.0f) * on);
    } else {
      const Floats beam = vmin(vexp(vmax(lx - 0.07f, ly - 0.045f) * -30.0f), 1.0f);
      body = body + Rgb{5.5f, 5.0f, 4.0f} * (beam * (0.12f + light_.lamps));
      body = mix(body, Rgb{0.02f, 0.02f, 0.02f},
                 saturate(0.5f - vmax(w - 0.26f, vabs(v - 0.40f) - 0.07f) * sharp) * 0.8f);
    }
    const Floats plate = saturate(0.5f - vmax(w - 0.15f, vabs(v - 0.27f) - 0.035f) * sharp);
    body = mix(body, Rgb{0.5f, 0.5f, 0.45f} * (0.1f + luminance(light_.ambient) * 2), plate);
    light = mix(light, body, cover);
    return cover;
  }

  Cover lamp(const Card& card, Floats u, Floats v, Floats sharp, Rgbs& light) const {
    const float side = card.stride;  // arms reach over the road
    const float head_u = old_ ? 0 : -side * 0.22f, head_v = old_ ? 0.95f : 0.985f;
    const float post_width = old_ ? 0.014f : 0.010f;
    Floats d = vmax(vabs(u) - post_width, vmax(v - (old_ ? 0.88f : 0.98f), v * -1.0f));
    if (!old_) d = vmin(d, stick(u, v, 0, 0.97f, head_u, 0.995f, 0.007f, 0.006f));
    if (old_) d = vmin(d, vmax(vabs(u) - 0.03f, vabs(v - 0.03f) - 0.03f));
    const Floats cover = saturate(0.5f - d * sharp);
    light = mix(light, splat(Rgb{0.02f, 0.02f, 0.022f} + light_.ambient * 0.06f), cover);
    const Floats hu = u - head_u, hv = v - head_v;
    const Floats head = old_ ? vmax(vabs(hu) - 0.035f - 0.02f * (hv * 10.0f), vabs(hv) - 0.055f)
                             : vmax(vabs(hu) - 0.045f, vabs(hv) - 0.010f);
    const Floats bulb = saturate(0.5f - head * sharp);
    const Floats r2 = hu * hu + hv * hv;
    const float size = old_ ? 60.0f : 160.0f;
    const Floats glow = vexp(r2 * -size) * 0.55f + vexp(vsqrt(r2) * -9.0f) * 0.10f;
    light = light + card.colour * ((bulb * 3.4f + glow) * light_.lamps);
    light = mix(light, Rgb{0.7f, 0.7f, 0.66f}, bulb * (light_.lamps < 0.2f ? 0.8f : 0.0f));
    return {vmax(cover, bulb),
            vmax(bulb, saturate(glow * 2.0f)) * (light_.lamps > 0.2f ? 1.0f : 0.0f)};
  }

  const CityScene& scene_;
  const CityLight& light_;
  bool old_;
  std::vector<Card> cards_;
};

}  // namespace easel::painter::EASEL_ISA
