#pragma once

#include "painter/engine/city_light.h"
#include "painter/engine/glyphs.h"
#include "painter/engine/street_plan.h"

// The fronts of a street's houses: walls, windows with rooms behind them (interior mapping: the ray
// goes on into a box behind the glass; J. van Dongen, 2008), shops below, neon tubes and signs.
namespace easel::painter::EASEL_ISA {

// 1 between two places, with edges `soft` wide.
EASEL_FAST Floats between(Floats x, Floats low, Floats high, Floats soft) {
  const Floats k = 1.0f / soft;
  return saturate((x - low) * k + 0.5f) * saturate((high - x) * k + 0.5f);
}

class Facades {
 public:
  Facades(const CityScene& scene, const StreetPlan& plan, const CityLight& light)
      : scene_(scene), plan_(plan), light_(light) {
    const Rgb neon[6] = {pigment(1, 0.12f, 0.50f),     pigment(0.08f, 0.82f, 1),
                         pigment(0.90f, 0.25f, 0.98f), pigment(1, 0.50f, 0.10f),
                         pigment(0.20f, 1, 0.62f),     pigment(0.35f, 0.42f, 1)};
    for (int i = 0; i < 6; ++i) {
      const Rgb own = i % 2 == 0 ? scene.signs_a : scene.signs_b;
      const Rgb c = mix(own, neon[i], scene.signs_mix);
      neon_[0][i] = c.r;
      neon_[1][i] = c.g;
      neon_[2][i] = c.b;
    }
  }

  // Where a ray met a front: `flank` where it is the side of a house that faces the viewer; along
  // and up it in metres.
  struct Place {
    Ints cell, side;
    Mask flank;
    Floats along, up, distance, pixel;
    Vecs ray;    // x away from the road's middle
    Mask right;  // on the right side of the street
  };
  struct Look {
    Rgbs light;
    Floats windows, shops, neon;
  };

  Rgbs neon(Floats draw) const {
    const Ints i = to_ints(clamp(draw * 6.0f, 0.0f, 5.99f));
    return {gather(neon_[0].data(), i), gather(neon_[1].data(), i), gather(neon_[2].data(), i)};
  }

  Look front(const Place& p) const {
    const Ints house = p.cell * 2 + p.side;
    const Floats kind = plan_.draw(p.cell, p.side, 5);
    Grid g = grid(p, kind, house);
    Look look;
    Rgbs wall = masonry(p, g, house, kind);
    Floats lit_share;
    const Rgbs pane = panes(p, g, house, kind, look, lit_share);
    look.light = mix(wall, pane, g.glass);
    look.neon = splat(0);
    if (plan_.old()) return look;
    signboards(p, g, house, look);
    tubes(p, look);
    return look;
  }

  // A sign that stands out from the front: u and v across it, 0 … 1.
  Rgbs sign(const Place& p, Ints which, Floats u, Floats v) const {
    const auto draw = [&](int k) {
      return select(which == 1, plan_.draw(p.cell, p.side, k + 40), plan_.draw(p.cell, p.side, k));
    };
    const Ints word = to_ints(draw(25) * 15.99f);
    const Floats length = glyphs_.length(word);
    const Floats size = draw(22);
    const Floats width = select(length < 1.5f, 1.7f + 0.9f * size, 0.95f + 0.55f * size);
    const Floats height = length * width * 1.18f + 0.15f;
    const Floats left = select(p.right, u, 1.0f - u);
    const Floats edge = vmin(vmin(u, 1.0f - u) * width, vmin(v, 1.0f - v) * height) - 0.11f;
    const Floats thin = vmax(splat(0.05f), p.pixel * 0.8f);
    const Floats frame = vexp(square(edge / thin) * -1.0f) * (0.05f / thin) * 4.5f +
                         vexp(vabs(edge) * -7.0f) * 0.45f;
    const Floats row = (1.0f - v) * length, place = vfloor(row);
    const Ints letter = glyphs_.letter(word, to_ints(clamp(place, 0.0f, 7.0f)));
    const Floats d = glyphs_.distance(letter, (left - 0.5f) * 1.12f + 0.5f,
                                      (0.5f - (row - place)) * 1.06f + 0.5f) *
                     width;
    const Floats tube = vmax(width * 0.052f, p.pixel * 0.8f);
    const Floats core = vexp(square(d / tube) * -1.0f) * (width * 0.052f / tube);
    const Rgbs text = neon(draw(27)), rim = neon(draw(26));
    const Rgbs dark = text * (core * 3.6f + vexp(d * -5.0f) * 0.55f) +
                      Rgb{1, 1, 1} * (core * core * 0.55f) + rim * (frame + 0.045f);
    if (scene_.time != CityTime::day) return dark * (0.35f + 0.65f * light_.lamps);
    // By day tubes are off: painted letters on a board.
    const Rgbs board = rim * 0.42f + splat(Rgb{0.10f, 0.10f, 0.10f});
    return mix(board * 1.1f, splat(Rgb{0.95f, 0.95f, 0.92f}),
               saturate(core * 1.4f + vexp(square(edge / thin) * -1.0f) * 0.5f));
  }

 private:
  // The window a place on a front belongs to.
  struct Grid {
    Mask shop;
    Floats floor, bay;  // heights and widths of its storeys
    Floats u, v;        // within the bay, 0 … 1
    Ints row, column;
    Floats up;     // metres above its floor's zero
    Floats glass;  // how much of the pixel is pane
    Floats ledge;
  };

  Grid grid(const Place& p, Floats kind, Ints) const {
    Grid g;
    const float base = plan_.ground_floor();
    g.shop = ~p.flank & (p.up < base);
    if (plan_.old()) {
      g.floor = splat(2.7f);
      g.bay = select(kind < 0.5f, splat(1.875f), splat(2.5f));
    } else {
      g.floor = select(kind < 0.35f, splat(3.1f), select(kind < 0.7f, splat(3.5f), splat(2.9f)));
      g.bay =
          select(kind < 0.35f, splat(2.25f),
                 select(kind < 0.55f, splat(3.25f), select(kind < 0.8f, splat(1.5f), splat(4.2f))));
    }
    g.floor = select(g.shop, splat(base), g.floor);
    g.bay = select(g.shop, splat(plan_.old() ? 3.75f : 4.5f), g.bay);
    g.up = select(g.shop, p.up, p.up - base);
    const Floats row = vfloor(g.up / g.floor), column = vfloor(p.along / g.bay);
    g.v = g.up / g.floor - row;
    g.u = p.along / g.bay - column;
    g.row = to_ints(row) + (Ints)(~g.shop & 3);
    g.column = to_ints(column) + (Ints)(~p.flank & 5);
    Floats mu =
        select(kind < 0.35f, splat(0.17f),
               select(kind < 0.55f, splat(0.06f), select(kind < 0.8f, splat(0.25f), splat(0.10f))));
    Floats low =
        select(kind < 0.35f, splat(0.20f),
               select(kind < 0.55f, splat(0.30f), select(kind < 0.8f, splat(0.10f), splat(0.24f))));
    Floats high = select(kind < 0.55f, splat(0.82f), splat(0.90f));
    if (plan_.old()) {
      mu = splat(0.30f);
      low = splat(0.26f);
      high = splat(0.80f);
    }
    mu = select(g.shop, splat(plan_.old() ? 0.2f : 0.045f), mu);
    low = select(g.shop, splat(0.10f), low);
    high = select(g.shop, splat(0.70f), high);
    const Floats su = p.pixel / g.bay * 1.3f + 0.004f, sv = p.pixel / g.floor * 1.3f + 0.004f;
    g.glass = between(g.u, mu, 1.0f - mu, su) * between(g.v, low, high, sv);
    const Floats post = between(vabs(g.u - 0.5f), splat(-1), splat(0.018f), su);
    const Floats bar = between(vabs(g.v - select(g.shop, splat(0.56f), splat(0.62f))), splat(-1),
                               splat(0.016f), sv);
    g.glass = g.glass * (1.0f - 0.85f * vmax(post, bar));
    // A house ends with a storey, not within one.
    g.ledge = between(g.v, splat(0), splat(0.07f), sv + 0.02f);
    return g;
  }

  Rgbs masonry(const Place& p, const Grid& g, Ints house, Floats kind) const {
    const Floats tone = plan_.draw(p.cell, p.side, 7), hue = plan_.draw(p.cell, p.side, 8);
    Rgbs stone;
    if (plan_.old()) {
      stone = mix(pigment(0.93f, 0.84f, 0.66f), pigment(0.86f, 0.62f, 0.42f), tone);
      stone = select(hue > 0.5f,
                     mix(pigment(0.80f, 0.45f, 0.36f), pigment(0.92f, 0.88f, 0.80f), tone), stone);
      stone = select(hue > 0.8f,
                     mix(pigment(0.58f, 0.68f, 0.70f), pigment(0.72f, 0.76f, 0.58f), tone), stone);
      stone = stone * (0.9f + 0.2f * value_noise(p.along * 0.9f + to_floats(house) * 3.0f,
                                                 p.up * 0.9f, 5u));
    } else {
      stone = mix(pigment(0.42f, 0.40f, 0.44f), pigment(0.66f, 0.60f, 0.55f), tone);
      stone = select(hue > 0.6f,
                     mix(pigment(0.52f, 0.34f, 0.28f), pigment(0.64f, 0.52f, 0.44f), tone), stone);
      stone = select(kind > 0.8f,
                     mix(pigment(0.30f, 0.36f, 0.42f), pigment(0.55f, 0.60f, 0.64f), tone), stone);
    }
    const Floats line = vfloor(g.up * 4.0f);
    const Floats brick = 0.85f + 0.3f * plan_.draw(to_ints(vfloor(p.along * 2.2f + line * 0.5f)),
                                                   to_ints(line), p.cell, 4);
    const Floats far = saturate(p.distance * (1 / 45.0f));
    const Floats rough = plan_.old() ? 1.0f + (brick - 1.0f) * 0.25f : brick;
    Rgbs wall = stone * mix(rough, splat(1), far) * (1.0f + g.ledge * 0.5f);
    if (plan_.old()) timber(p, g, wall);
    if (scene_.snowed) wall = mix(wall, Rgb{0.82f, 0.87f, 0.95f}, g.ledge * 0.9f);
    // Lower walls get the light of the street, upper ones that of the sky.
    const Floats open = 0.45f + 0.55f * saturate(p.up * (1 / 26.0f));
    const Mask sunny = p.right ^ (scene_.seed % 2 == 0 ? Ints{} : ~Ints{});
    const Floats sun =
        select(sunny & ~p.flank, 0.25f + 0.75f * saturate((p.up - 4.0f) * (1 / 9.0f)),
               select(p.flank, splat(0.22f), splat(0.0f)));
    Rgbs lit = wall * (splat(light_.ambient) * open + light_.sun * sun);
    const Floats wash = vexp(p.up * -0.16f) * light_.lamps;
    const Rgbs spill = mix(neon(plan_.draw(p.cell, p.side, 33)), splat(scene_.glow), splat(0.5f));
    const float strength = plan_.old() ? 0.20f : 0.055f + 0.15f * scene_.signs;
    if (plan_.old()) return lit + wall * (Rgb{1, 0.55f, 0.22f} * (wash * strength));
    lit = lit + wall * spill * (wash * strength * 1.6f);
    for (int which = 0; which < 2; ++which) {
      const int k = which * 40;
      const Floats z =
          2.2f + (which == 0 ? 0.0f : 6.5f) + 2.8f * plan_.draw(p.cell, p.side, 21 + k);
      const Floats y = 6.6f + (which == 0 ? 0.6f : 5.5f) * plan_.draw(p.cell, p.side, 23 + k);
      const Floats e = square(p.along - z) * 0.45f + square(p.up - y) * 0.10f;
      const Mask there = ~p.flank & (plan_.draw(p.cell, p.side, 20 + k) < scene_.signs);
      lit = lit + neon(plan_.draw(p.cell, p.side, 26 + k)) *
                      select(there, vexp(e * -1.0f) * brick * (0.24f * light_.lamps), splat(0));
    }
    return lit;
  }

  // Beams of half-timbered houses.
  void timber(const Place& p, const Grid& g, Rgbs& wall) const {
    const Mask framed = (plan_.draw(p.cell, p.side, 45) < 0.42f) & ~g.shop;
    const Floats soft = p.pixel * 1.2f + 0.02f;
    const Floats post = between(vabs(g.u - 0.5f) * g.bay, g.bay * 0.5f - 0.12f, splat(9), soft);
    const Floats beam = between(g.v * g.floor, splat(-1), splat(0.22f), soft);
    const Floats slant = vabs(g.u * g.bay - g.v * g.floor * 0.7f);
    const Mask braced = (g.column & 3) == 1;
    const Floats brace = select(braced, between(slant, splat(-1), splat(0.09f), soft), splat(0));
    const Floats wood = select(framed, vmax(vmax(post, beam), brace), splat(0));
    wall = mix(wall, pigment(0.26f, 0.17f, 0.12f), wood * 0.92f);
  }

  Rgbs panes(const Place& p, const Grid& g, Ints house, Floats, Look& look, Floats& share) const {
    const Floats r = plan_.draw(house, g.row, g.column, 1),
                 k = plan_.draw(house, g.row, g.column, 2);
    const Floats power = plan_.draw(house, g.row, g.column, 3);
    share = scene_.windows * (0.5f + plan_.draw(p.cell, p.side, 6));
    share = select(plan_.draw(house, g.row, Ints{}, 9) > 0.85f, vmin(share * 2.2f, 0.95f), share);
    const Mask on = (r < share) | (g.shop & (light_.lamps > 0.2f ? ~Ints{} : Ints{}));
    Rgbs warm = mix(pigment(1, 0.70f, 0.36f), pigment(1, 0.86f, 0.62f), power);
    if (!plan_.old()) {
      warm = select(k > 0.70f, splat(pigment(0.70f, 0.86f, 1)), warm);
      if (scene_.kind == CityScene::Kind::neon) warm = select(k > 0.88f, neon(power), warm);
    }
    const Rgbs room =
        warm * interior(p, g, house, power) *
        ((0.30f + 0.95f * square(power)) * select(g.shop, splat(1.25f), splat(1)) * light_.lamps);
    // What the pane mirrors: the sky above, the street below.
    const Floats up = saturate(p.up * (1 / 40.0f) + p.ray.y * 1.5f);
    Rgbs mirror = mix(light_.ambient * 0.5f, mix(light_.low, light_.high, 0.5f) * 0.55f, up);
    mirror = mirror * (0.35f + 0.5f * plan_.draw(house, g.row, g.column, 8));
    if (scene_.time == CityTime::night) mirror = mirror + splat(scene_.glow) * 0.012f;
    look.windows = select(on & ~g.shop, g.glass, splat(0)) * (light_.lamps > 0.2f ? 1.0f : 0.0f);
    look.shops = select(g.shop, splat(1), splat(0));
    return select(on, room + mirror * 0.25f, mirror);
  }

  // A lit room: how bright its wall, floor or ceiling is where the ray ends, with curtains.
  Floats interior(const Place& p, const Grid& g, Ints house, Floats) const {
    const Floats sideways = select(p.flank, p.ray.x, p.ray.z);
    const Floats inward = vmax(select(p.flank, p.ray.z, vabs(p.ray.x)), 1e-3f);
    const Floats depth = select(g.shop, splat(4.5f), splat(3.2f));
    const Floats pu = g.u * g.bay, pv = g.v * g.floor;
    const Floats to_back = depth / inward;
    const Floats to_side = select(sideways > 0.0f, g.bay - pu, pu) / vmax(vabs(sideways), 1e-3f);
    const Floats to_level =
        select(p.ray.y > 0.0f, g.floor * 0.96f - pv, pv - 0.02f) / vmax(vabs(p.ray.y), 1e-3f);
    const Floats t = vmin(to_back, vmax(vmin(to_side, to_level), 0.0f));
    const Floats x = pu + sideways * t, y = pv + p.ray.y * t, z = inward * t;
    const Mask back = to_back <= t, level = (to_level <= t) & ~back;
    const Floats fine = select(g.shop, splat(2.9f), splat(1.25f));
    const Floats thing =
        plan_.draw(to_ints(vfloor(select(back, x, z) * fine)), to_ints(vfloor(y * fine)),
                   g.column * 7 + g.row * 31 + house, 11);
    Floats light =
        select(level, select(p.ray.y > 0.0f, splat(1.5f), splat(0.35f)), 0.35f + 0.75f * thing);
    const Floats shelf = y * 2.6f - vfloor(y * 2.6f);
    light = light * (1.0f - select(g.shop & (shelf < 0.12f), splat(0.5f), splat(0)));
    const Floats lamp =
        square(x - g.bay * 0.5f) + square(y - g.floor * 0.9f) * 1.3f + square(z - 1.6f) * 0.6f;
    light = light * (0.45f + 1.5f / (1.0f + lamp * 1.1f));
    const Mask drawn = ~g.shop & (plan_.draw(house, g.row, g.column, 5) > 0.55f);
    const Floats opening = 0.42f - 0.36f * plan_.draw(house, g.row, g.column, 6);
    const Floats curtain =
        select(drawn, between(vabs(g.u - 0.5f), opening, splat(1), p.pixel / g.bay + 0.02f) * 0.75f,
               splat(0));
    return mix(light, 0.42f + 0.12f * sin_turn(g.u * 14.0f), curtain);
  }

  // The band above a shop: its name in tubes.
  void signboards(const Place& p, const Grid& g, Ints house, Look& look) const {
    const Mask band = g.shop & (g.v > 0.70f);
    if (!any(band)) return;
    const Ints word = to_ints(plan_.draw(house, g.column, Ints{}, 31) * 15.99f);
    const Floats length = glyphs_.length(word);
    const Floats pu = g.u * g.bay, pv = g.v * g.floor;
    Floats text = (pu - g.bay * 0.5f) * (1 / 0.95f) + length * 0.5f;
    text = select(p.right, length - text, text);
    const Floats place = vfloor(text), tv = (pv - 2.86f) * (1 / 0.92f);
    const Mask within = (text > 0.0f) & (text < length) & (tv > 0.0f) & (tv < 1.0f);
    const Ints letter = glyphs_.letter(word, to_ints(clamp(place, 0.0f, 7.0f)));
    const Floats d = glyphs_.distance(letter, text - place, tv);
    const Rgbs colour = neon(plan_.draw(house, g.column, Ints{}, 32));
    const Rgbs edge = neon(plan_.draw(house, g.column, Ints{}, 33));
    const Floats thin = vmax(splat(0.045f), p.pixel * 0.7f);
    const Floats core = vexp(square(d / thin) * -1.0f) * (0.045f / thin);
    if (scene_.time == CityTime::day) {
      const Rgbs board = colour * 0.30f + splat(Rgb{0.05f, 0.05f, 0.05f});
      const Floats ink = select(within, saturate(core * 1.5f), splat(0));
      look.light = select(band, mix(board, splat(Rgb{0.9f, 0.9f, 0.86f}), ink), look.light);
      return;
    }
    const Floats glow = select(within, core * 4.5f + vexp(d * -9.0f) * 0.55f, splat(0));
    const Floats rims = vexp(vabs(pv - 2.80f) * -16.0f) + vexp(vabs(pv - 3.84f) * -16.0f);
    const float power = 0.25f + 0.75f * scene_.signs;
    look.light =
        select(band, (colour * (glow + 0.05f) + edge * (rims * 1.1f)) * (power * light_.lamps),
               look.light);
    look.neon = select(band, saturate(glow + rims), look.neon);
  }

  // Tubes that run up a front.
  void tubes(const Place& p, Look& look) const {
    if (scene_.kind != CityScene::Kind::neon || scene_.time == CityTime::day) return;
    const Floats z = 1.0f + 11.5f * plan_.draw(p.cell, p.side, 10);
    const Floats top = 16.0f + 20.0f * plan_.draw(p.cell, p.side, 11);
    const Mask there =
        ~p.flank & (plan_.draw(p.cell, p.side, 9) > 0.60f) & (p.up > 4.6f) & (p.up < top);
    if (!any(there)) return;
    const Floats thin = vmax(splat(0.07f), p.pixel * 0.6f), d = vabs(p.along - z);
    const Floats shine =
        vexp(square(d / thin) * -1.0f) * (0.07f / thin) * 3.5f + vexp(d * -1.6f) * 0.16f;
    look.light = look.light + neon(plan_.draw(p.cell, p.side, 12)) * select(there, shine, splat(0));
    look.neon = select(there, vmax(look.neon, saturate(shine * 2.0f)), look.neon);
  }

  const CityScene& scene_;
  const StreetPlan& plan_;
  const CityLight& light_;
  Glyphs glyphs_;
  std::array<std::array<float, 8>, 3> neon_{};
};

}  // namespace easel::painter::EASEL_ISA
