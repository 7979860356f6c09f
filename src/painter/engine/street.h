#pragma once

#include "painter/engine/facade.h"
#include "painter/engine/street_cards.h"
#include "painter/engine/street_sign.h"

// A street in perspective. Rays step from cell to cell along it: the sign of x picks the side, so
// that one side is looked at a ray; what they hit is only shaded once the walk is over. Wet ground
// sends them on a second way.
namespace easel::painter::EASEL_ISA {

class StreetPicture {
 public:
  StreetPicture(const CityScene& scene, int width, int height, Job& job)
      : scene_(scene),
        job_(job),
        canvas_(width, height, job),
        view_({.eye = scene.eye, .horizon = scene.horizon, .span = scene.span}, width, height),
        sky_(scene),
        plan_(scene),
        facades_(scene, plan_, sky_.light()),
        cards_(scene, sky_.light(), plan_.kerb()),
        sign_(scene, sky_.light(), view_) {}

  Result<Rendering> paint() {
    job_.progress(0.02, "street");
    const bool drawn = canvas_.rows(0.02, 0.86, "street", [&](int y, Tally& tally) {
      for (int x = 0; x < canvas_.frame.width; x += kLanes) draw(x, y, tally);
    });
    if (!drawn) return stopped();
    if (scene_.rain + scene_.snowfall > 0 && !draw_falling(canvas_, scene_)) return stopped();
    Rendering rendering = develop(canvas_, scene_.grade, job_);
    offer_sign(rendering);
    if (job_.stop.requested()) return stopped();
    job_.progress(1, "done");
    return rendering;
  }

 private:
  static constexpr std::int32_t kSky = 0, kFront = 1, kFlank = 2, kSignLow = 3, kSignHigh = 4;
  struct Hit {
    Floats distance;  // in z
    Ints what{}, cell{};
    Floats across{}, up{};
  };
  struct Traced {
    Rgbs light;
    Floats distance;
    Floats sky, windows, shops, neon, people, traffic, lamps, mist, cloud, sign;
  };
  static constexpr float kFar = 1e9f;

  // Four samples in each pixel.
  void draw(int x, int y, Tally& tally) {
    Rgbs sum = splat(Rgb{});
    const Floats inside = canvas_.inside(x) * 0.25f;
    for (int k = 0; k < 4; ++k) {
      const Floats column = lane_index() + (static_cast<float>(x) + (k % 2 == 0 ? 0.25f : 0.75f));
      const float row = static_cast<float>(y) + (k < 2 ? 0.25f : 0.75f);
      const Vecs ray{view_.u(column), splat(view_.v(row)), splat(1)};
      const Rgbs c = sample(ray, column, row, inside, tally);
      sum = sum + Rgbs{vmin(c.r, 8.0f), vmin(c.g, 8.0f), vmin(c.b, 8.0f)};
    }
    canvas_.frame.store8(x, y, sum * 0.25f);
  }

  Rgbs sample(Vecs ray, Floats column, float row, Floats inside, Tally& tally) const {
    const Vecs eye{splat(scene_.aside), splat(scene_.eye), splat(0)};
    const bool down = ray.y[0] < -0.001f;
    const Floats ground = splat(down ? -scene_.eye / ray.y[0] : kFar);
    const Traced seen = trace(eye, ray, ground, view_.pixel);
    const Mask on_ground = (seen.distance >= ground) & (ground < 320.0f);
    count(seen, on_ground, inside, tally);
    if (!any(on_ground)) return seen.light;
    Floats wet;
    const Vecs p = eye + ray * ground;
    Rgbs c = floor(p, ray, ground, column, row, wet);
    c = mix(c, fog(ray), thickness(ground));
    // Cards and their glow stand before the ground too.
    for (const auto& card : cards_.cards()) lay(card, eye, ray, ground, view_.pixel, c, nullptr);
    tally.see(Seen::wet_road, select(on_ground, wet, splat(0)) * inside);
    if (scene_.snowed) tally.see(Seen::snow, select(on_ground, inside, splat(0)));
    return select(on_ground, c, seen.light);
  }

  void count(const Traced& t, Mask on_ground, Floats inside, Tally& tally) const {
    const Floats off = select(on_ground, splat(0), inside);
    tally.see(Seen::street, select(on_ground, inside, splat(0)));
    tally.see(Seen::sky, t.sky * off);
    tally.see(Seen::clouds, t.cloud * t.sky * off);
    const Floats walls = (1.0f - t.sky) * off;
    tally.see(Seen::buildings, walls);
    if (plan_.old()) tally.see(Seen::old_houses, walls);
    tally.see(Seen::lit_windows, t.windows * off);
    tally.see(Seen::shops, t.shops * off);
    tally.see(Seen::neon, t.neon * off);
    tally.see(Seen::street_sign, t.sign * inside);
    tally.see(Seen::people, t.people * inside);
    tally.see(Seen::traffic, t.traffic * inside);
    tally.see(Seen::lamps, t.lamps * inside);
    tally.see(Seen::mist,
              select(t.mist > 0.55f, off, splat(0)) * (scene_.fog > 2.5f ? 1.0f : 0.0f));
  }

  // Clear air hides less by day, when nothing glows in it.
  float reach() const {
    const float own = scene_.time == CityTime::day ? 0.42f : 1.0f;
    return scene_.fog <= 2 ? scene_.fog * own : scene_.fog * 1.5f;
  }
  // How much of what is z away the air hides.
  Floats thickness(Floats z) const {
    return 1.0f - vexp(vpow(vmin(z, 400.0f) * (0.0052f * reach()), 1.2f) * -1.0f);
  }
  Rgbs fog(Vecs ray) const {
    const CityLight& l = sky_.light();
    if (scene_.time == CityTime::night) {
      const Floats core = vexp(square(ray.x) * -9.0f - vabs(ray.y - 0.05f) * 3.2f);
      const float more = 1 + 0.6f * (scene_.fog - 1);
      return mix(scene_.glow * 0.10f + Rgb{0.006f, 0.009f, 0.030f}, scene_.glow * 0.40f, core) *
             std::min(more, 1.7f);
    }
    const Floats up = saturate(ray.y * 2.0f);
    const float bright = scene_.time == CityTime::day ? 0.85f : 0.8f;
    return mix(l.low, l.middle, up) * bright;
  }

  Traced trace(Vecs from, Vecs ray, Floats limit, float pixel) const {
    const Mask right = ray.x > 0.0f;
    const Floats sign = select(right, splat(1), splat(-1));
    const Ints side = right & 1;
    Hit hit = walk(from, ray, sign, side, limit);
    Traced t;
    t.distance = hit.distance;
    t.windows = t.shops = t.neon = t.people = t.traffic = t.lamps = t.sign = splat(0);
    const Mask miss = hit.what == kSky;
    t.sky = select(miss, splat(1), splat(0));
    t.light = splat(Rgb{});
    t.cloud = splat(0);
    if (any(miss)) {
      Floats moon;
      t.light = sky_.at(ray.x, vmax(ray.y, 0.0f), pixel, t.cloud, moon);
    }
    const Facades::Place place{hit.cell,
                               side,
                               hit.what == kFlank,
                               hit.across,
                               hit.up,
                               hit.distance,
                               vmax(vmin(hit.distance, 400.0f) * pixel, 0.002f),
                               {vabs(ray.x), ray.y, ray.z},
                               right};
    const Mask wall = (hit.what == kFront) | (hit.what == kFlank);
    if (any(wall)) {
      const Facades::Look look = facades_.front(place);
      t.light = select(wall, look.light, t.light);
      t.windows = select(wall, look.windows, splat(0));
      t.shops = select(wall, look.shops, splat(0));
      t.neon = select(wall, look.neon, splat(0));
      if (plan_.old()) roof(place, wall, t.light);
    }
    const Mask sign_hit = (hit.what == kSignLow) | (hit.what == kSignHigh);
    if (any(sign_hit)) {
      const Rgbs board = facades_.sign(place, (hit.what == kSignHigh) & 1, hit.across, hit.up);
      t.light = select(sign_hit, board, t.light);
      t.neon = select(sign_hit, splat(scene_.time == CityTime::day ? 0 : 1), t.neon);
    }
    const Mask open = hang_sign(from, ray, limit, t) ? miss & (t.sign < 0.5f) : miss;
    const Floats hidden = thickness(t.distance);
    t.mist = select(open, splat(scene_.fog > 2.5f ? 1 : 0), hidden);
    const float high = std::min(0.45f + 0.2f * (scene_.fog - 1), 0.96f);
    const float clear_sky = scene_.fog <= 1 && scene_.time != CityTime::night ? 0.0f : high;
    t.light =
        mix(t.light, fog(ray), select(open, splat(clear_sky) * smooth(1.1f, 0.0f, ray.y), hidden));
    for (const auto& card : cards_.cards()) lay(card, from, ray, limit, pixel, t.light, &t);
    return t;
  }

  // The sign for words, where it is nearer than what was met. False: no ray meets it.
  bool hang_sign(Vecs from, Vecs ray, Floats limit, Traced& t) const {
    if (!sign_.exists()) return false;
    const Floats nearest = vmin(t.distance, limit);
    const SignOverStreet::Met met = sign_.meet(from, ray, nearest);
    const Mask here = met.distance < nearest;
    if (!any(here)) return false;
    t.light = select(here, sign_.look(met), t.light);
    t.distance = select(here, met.distance, t.distance);
    const Floats whole = select(here, splat(1), splat(0));
    t.sign = whole;
    for (Floats* other : {&t.sky, &t.cloud, &t.windows, &t.shops, &t.neon})
      *other = *other * (1.0f - whole);
    if (scene_.sign.tubes) t.neon = t.neon + whole;
    return true;
  }

  // It takes words where nothing stands before it and it is whole in the picture.
  void offer_sign(Rendering& rendering) const {
    if (!sign_.exists()) return;
    const TextSurface surface = sign_.surface();
    double area = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto &p = surface.tablet.quad[i], &q = surface.tablet.quad[(i + 1) % 4];
      area += 0.5 * (p.x * q.y - q.x * p.y);
    }
    const double pixels = static_cast<double>(canvas_.frame.width) * canvas_.frame.height;
    if (rendering.seen[Seen::street_sign] * pixels > 0.98 * area)
      rendering.surfaces.push_back(surface);
  }

  Hit walk(Vecs from, Vecs ray, Floats sign, Ints side, Floats limit) const {
    const Floats ax = vmax(vabs(ray.x), 2e-4f), ox = from.x * sign;
    const Floats rx = 1.0f / ax, rz = 1.0f / vmax(ray.z, 0.02f);
    const Floats enters = vmax((plan_.near_wall() - ox) * rx, 0.0f);
    Ints cell = plan_.cell_at(from.z + ray.z * enters);
    Mask live = enters < limit;
    Hit hit{.distance = splat(kFar)};
    const int most = plan_.old() ? 44 : 26;
    for (int step = 0; step < most && any(live); ++step) {
      const Floats setback = plan_.setback(cell, side), height = plan_.height(cell, side);
      const Floats z0 = plan_.begin(cell), z1 = z0 + (plan_.cell() - plan_.gap());
      const Floats tx = (setback - ox) * rx;
      const Floats zx = from.z + ray.z * tx, yx = from.y + ray.y * tx;
      Floats top = height;
      if (plan_.old()) top = top + plan_.gable(cell, side, zx - z0);
      const Mask front =
          live & (zx > z0) & (zx < z1) & (yx > 0.0f) & (yx < top) & (tx > 0.01f) & (tx < limit);
      const Floats tz = (z0 - from.z) * rz;
      const Floats xz = ox + ax * tz, yz = from.y + ray.y * tz;
      const Mask flank = live & (tz > 0.01f) & (tz < limit) & (xz > setback) &
                         (xz < setback + 24.0f) & (yz > 0.0f) & (yz < height);
      Floats t = select(flank, tz, select(front, tx, splat(kFar)));
      Ints what = select_int(flank, kFlank, front, kFront);
      Floats across = select(flank, xz - setback, zx - z0), up = select(flank, yz, yx);
      if (scene_.signs > 0)
        signs(cell, side, setback, from, ray, ox, ax, rz, limit, live, t, what, across, up);
      const Mask met = live & (t < hit.distance);
      hit.distance = select(met, t, hit.distance);
      hit.what = met ? what : hit.what;
      hit.across = select(met, across, hit.across);
      hit.up = select(met, up, hit.up);
      hit.cell = met ? cell : hit.cell;
      const Floats leaves = (z1 + plan_.gap() - from.z) * rz;
      live = live & ~met & (leaves < limit) & (ox + ax * leaves < 34.0f) &
             (from.y + ray.y * leaves < plan_.highest()) & (leaves < 560.0f);
      cell = cell + 1;
    }
    return hit;
  }

  static Ints select_int(Mask a, int of_a, Mask b, int of_b) {
    return (a & of_a) | (~a & b & of_b);
  }

  void signs(Ints cell, Ints side, Floats setback, Vecs from, Vecs ray, Floats ox, Floats ax,
             Floats rz, Floats limit, Mask live, Floats& t, Ints& what, Floats& across,
             Floats& up) const {
    for (int which = 0; which < 2; ++which) {
      const Ints word = plan_.sign_word(cell, side, which);
      const StreetPlan::Sign s = plan_.sign(cell, side, which, facades_length(word));
      const Floats ts = (s.z - from.z) * rz;
      const Floats u = (ox + ax * ts - (setback - 0.15f - s.width)) / s.width;
      const Floats v = (from.y + ray.y * ts - s.bottom) / s.height;
      const Mask free = sign_.exists() ? ~sign_.stands_before(s.z, side) : live;
      const Mask met = live & free & s.there & (ts > 0.01f) & (ts < limit) & (ts < t) & (u > 0.0f) &
                       (u < 1.0f) & (v > 0.0f) & (v < 1.0f);
      if (!any(met)) continue;
      t = select(met, ts, t);
      what = met ? Ints{} + (which == 0 ? kSignLow : kSignHigh) : what;
      across = select(met, u, across);
      up = select(met, v, up);
    }
  }
  Floats facades_length(Ints word) const { return glyphs_.length(word); }

  // Tiles where a front rises above the eaves and is roof and not gable.
  void roof(const Facades::Place& p, Mask wall, Rgbs& light) const {
    const Floats height = plan_.height(p.cell, p.side);
    const Mask above =
        wall & ~p.flank & (p.up > height) & (plan_.draw(p.cell, p.side, 44) >= 0.75f);
    if (!any(above)) return;
    const Rgbs tile = mix(pigment(0.55f, 0.25f, 0.18f), pigment(0.40f, 0.30f, 0.28f),
                          plan_.draw(p.cell, p.side, 46));
    Rgbs lit = tile * (splat(sky_.light().ambient) + sky_.light().sun * splat(0.5f));
    if (scene_.snowed)
      lit = Rgb{0.85f, 0.9f, 0.97f} * (luminance(sky_.light().ambient) + splat(0.02f));
    light = select(above, lit, light);
  }

  void lay(const StreetCards::Card& card, Vecs from, Vecs ray, Floats limit, float pixel,
           Rgbs& light, Traced* t) const {
    const Floats z = (card.z - from.z) / vmax(ray.z, 0.02f);
    const Floats x = from.x + ray.x * z, y = from.y + ray.y * z;
    const float wide = cards_.reach(card) * card.height;
    const Floats nearest = t != nullptr ? t->distance : splat(kFar);
    const Mask there = (z > 0.05f) & (z < limit) & (z < nearest) & (vabs(x - card.x) < wide) &
                       (y > -0.02f * card.height) & (y < 1.6f * card.height);
    if (!any(there)) return;
    Rgbs own = light;
    const auto cover = cards_.draw(card, x, y, z, pixel, own);
    own = mix(own, fog(ray), thickness(z) * cover.whole);
    light = select(there, own, light);
    if (t == nullptr) return;
    const Floats whole = select(there, cover.whole, splat(0));
    const bool lamp = card.kind == StreetCards::Kind::lamp;
    const bool person =
        card.kind == StreetCards::Kind::walker || card.kind == StreetCards::Kind::umbrella;
    (lamp ? t->lamps : person ? t->people : t->traffic) += whole;
    t->distance = select(whole > 0.5f, z, t->distance);
  }

  // The road and its pavements at p.
  Rgbs floor(Vecs p, Vecs ray, Floats t, Floats column, float row, Floats& wet) const {
    const CityLight& l = sky_.light();
    const Floats side = vabs(p.x), detail = t * view_.pixel;
    const Mask walk = side > plan_.kerb();
    Rgbs ground = plan_.old() ? cobbles(p, detail) : asphalt(p, walk, side, detail);
    const Floats puddle = puddles(p, walk);
    if (scene_.snowed) {
      const Floats drift = plane_noise(p.x * 0.9f, p.z * 0.35f, 4, scene_.seed + 3u);
      const Floats track = vexp(square((vabs(side - 1.9f) - 0.75f) * 3.5f) * -1.0f) * 0.5f;
      ground = mix(ground, Rgb{0.80f, 0.85f, 0.94f} * (0.92f + 0.2f * drift), 0.94f - track);
    }
    ground = ground * (1.0f - 0.5f * wet_share(puddle));
    const Floats shade = day_shadow(p);
    Rgbs light = splat(l.ambient) * 0.9f + l.sun * (shade * 0.85f);
    const Floats near_walls = vexp((side - plan_.kerb() - 1.0f) * 0.6f);
    const Rgbs spill = mix(mix(scene_.signs_a, scene_.signs_b, saturate(0.5f + p.x * 0.09f)),
                           splat(scene_.glow), splat(0.4f));
    const float strength = plan_.old() ? 0.02f : 0.05f + 0.12f * scene_.signs;
    light = light + spill * ((1.0f + near_walls * 0.8f) * (strength * l.lamps));
    light = light + lamp_pools(p) * l.lamps;
    Rgbs c = ground * light;
    wet = splat(0);
    if (scene_.wet > 0) c = c + mirrored(p, ray, t, column, row, puddle, walk, wet);
    return c;
  }

  Floats wet_share(Floats puddle) const { return (0.35f + 0.65f * puddle) * scene_.wet; }

  Rgbs asphalt(Vecs p, Mask walk, Floats side, Floats detail) const {
    const Floats grain =
        0.85f + 0.30f * value_noise(p.x * 9.0f, p.z * 9.0f, 11u) +
        0.2f * value_noise(p.x * 38.0f, p.z * 38.0f, 12u) * saturate(1.0f - detail * 30.0f);
    Rgbs c = pigment(0.40f, 0.40f, 0.41f) * grain;
    const Floats soft = vmax(detail, 0.004f);
    const Floats dash = p.z * (1 / 4.2f) - vfloor(p.z * (1 / 4.2f));
    const Floats line = between(vabs(p.x), splat(-1), splat(0.075f), soft) *
                        between(dash, splat(0), splat(0.5f), detail * 0.3f + 0.02f);
    const Floats stripe = p.x * (1 / 1.1f) - vfloor(p.x * (1 / 1.1f));
    const Floats crossing = between(p.z, splat(11.0f), splat(14.4f), soft * 3.0f) *
                            between(stripe, splat(0.1f), splat(0.6f), soft + 0.02f) *
                            select(side < plan_.kerb() - 0.5f, splat(1), splat(0));
    c = mix(c, Rgb{0.62f, 0.61f, 0.56f} * grain, vmax(line, crossing) * 0.85f);
    const Floats tx = vabs(p.x - vfloor(p.x + 0.5f)), tz = vabs(p.z - vfloor(p.z + 0.5f));
    const Floats joint = between(vmin(tx, tz), splat(-1), splat(0.02f), vmax(detail, 0.01f));
    const Rgbs slab = pigment(0.52f, 0.50f, 0.48f) * (grain * (1.0f - 0.45f * joint));
    c = select(walk, slab, c);
    return c * (1.0f - 0.6f * vexp(vabs(side - plan_.kerb()) * -28.0f));
  }

  // Rounded stones in rows that are shifted against each other.
  Rgbs cobbles(Vecs p, Floats detail) const {
    const Floats row = vfloor(p.z * 5.2f);
    const Floats half = row * 0.5f - vfloor(row * 0.5f);
    const Floats sx = p.x * 6.4f + half;
    const Floats column = vfloor(sx);
    const Floats u = sx - column - 0.5f, v = p.z * 5.2f - row - 0.5f;
    const Floats tone = plan_.draw(to_ints(column), to_ints(row), 61);
    const Floats round =
        saturate(1.15f - 2.6f * square(square(u) * 4.0f) - 2.6f * square(square(v) * 4.0f));
    const Floats clear = saturate(1.2f - detail * 5.0f);
    const Floats shape = mix(splat(0.72f), 0.25f + 0.75f * round, clear);
    return mix(pigment(0.46f, 0.42f, 0.38f), pigment(0.62f, 0.58f, 0.52f), tone) * shape;
  }

  Floats puddles(Vecs p, Mask walk) const {
    const Floats n = value_noise(p.x * 0.42f, p.z * 0.20f, scene_.seed + 5u) +
                     0.5f * value_noise(p.x * 1.2f, p.z * 0.6f, scene_.seed + 6u) +
                     0.25f * value_noise(p.x * 3.1f, p.z * 1.9f, scene_.seed + 16u);
    return smooth(-0.05f, 0.22f, select(walk, n - 0.25f, n - 0.02f));
  }

  // 1 where the sun reaches the road, over the roofs of one side.
  Floats day_shadow(Vecs p) const {
    if (scene_.time == CityTime::night) return splat(0);
    const bool from_left = scene_.seed % 2 == 0;
    const Ints side = Ints{} + (from_left ? 0 : 1);
    const Floats reach = plan_.height(plan_.cell_at(p.z), side) * 0.16f - 7.2f;
    const Floats x = from_left ? p.x : -p.x;
    return smooth(-0.25f, 0.25f, x - reach);
  }

  Rgbs lamp_pools(Vecs p) const {
    Rgbs sum = splat(Rgb{});
    if (!scene_.lamps || scene_.time == CityTime::day) return sum;
    const float size = plan_.old() ? 0.10f : 0.035f, power = plan_.old() ? 0.75f : 0.40f;
    for (const auto& card : cards_.cards()) {
      if (card.kind != StreetCards::Kind::lamp) continue;
      const float x = plan_.old() ? card.x : card.x - card.stride * 1.4f;
      sum = sum + card.colour * (vexp((square(p.x - x) + square(p.z - card.z)) * -size) * power);
    }
    return sum;
  }

  // What wet ground gives back: sharp in puddles, drawn out on asphalt, rings where drops fall.
  Rgbs mirrored(Vecs p, Vecs ray, Floats t, Floats column, float row, Floats puddle, Mask walk,
                Floats& wet) const {
    const Floats near = clamp(1.3f - t * 0.012f, 0.25f, 1.0f);
    Floats rx = splat(0), rz = splat(0);
    if (scene_.rain > 0) rings(p, t, near, rx, rz);
    const float rough_road = plan_.old() ? 0.055f : 0.030f;
    const Floats rough = mix(splat(rough_road), splat(0.0022f), puddle) * near;
    // Small pictures have fewer pixels to even the noise out.
    const int rays = canvas_.frame.height <= 1536 ? 4 : 2;
    Rgbs sum = splat(Rgb{});
    const Floats length = vsqrt(ray.x * ray.x + ray.y * ray.y + 1.0f);
    const Vecs d = ray * (1.0f / length);
    for (int k = 0; k < rays; ++k) {
      const Words h =
          hash(to_ints(column * 2.0f), Ints{} + static_cast<int>(row * 2), Ints{} + k, 91u);
      const float part = 1.0f / static_cast<float>(rays);
      const Floats j1 = signed_unit(h), j3 = signed_unit(rehash(h, 2));
      const Floats j2 = (unit(rehash(h, 1)) + static_cast<float>(k)) * (2 * part) - 1.0f;
      const Floats nx =
          value_noise(p.x * 11.0f, p.z * 11.0f, 7u) * rough * 0.8f + j1 * rough * 0.35f + rx;
      const Floats nz =
          value_noise(p.x * 11.0f + 31.0f, p.z * 11.0f, 9u) * rough + (j2 + j3) * rough * 1.5f +
          rz + sin_turn(p.z * 0.9f + value_noise(p.x * 1.3f, p.z * 1.3f, 17u)) * 0.004f * puddle;
      const Vecs n = normalize(Vecs{nx, splat(1), nz});
      Vecs r = d + n * (dot(d, n) * -2.0f);
      r.y = vmax(r.y, 0.002f);
      // Rays are measured by z.
      const Floats ahead = 1.0f / vmax(r.z, 0.05f);
      r = {r.x * ahead, r.y * ahead, splat(1)};
      const Traced seen = trace(p + Vec{0, 0.01f, 0}, r, splat(kFar), view_.pixel * 1.5f);
      sum =
          sum + Rgbs{vmin(seen.light.r, 4.5f), vmin(seen.light.g, 4.5f), vmin(seen.light.b, 4.5f)};
    }
    const Floats grazing = 1.0f - saturate(-d.y);
    const Floats g2 = grazing * grazing;
    Floats share = 0.04f + 0.96f * g2 * g2 * grazing;
    share = share * (0.42f + 0.58f * puddle) + 0.05f + 0.13f * puddle;
    share = select(walk, share * 0.62f, share) * scene_.wet;
    wet = saturate(share * 6.0f);
    return sum * (vmin(share * 1.35f, 1.0f) * (1.0f / static_cast<float>(rays)));
  }

  void rings(Vecs p, Floats t, Floats near, Floats& nx, Floats& nz) const {
    const Floats gx = p.x * 1.7f, gz = p.z * 1.7f, cx = vfloor(gx), cz = vfloor(gz);
    const Floats ox = gx - cx - 0.5f, oz = gz - cz - 0.5f;
    const Floats phase = plan_.draw(to_ints(cx), to_ints(cz), 71);
    const Floats r = vsqrt(ox * ox + oz * oz) + 1e-4f;
    const Floats w = (r - phase * 0.42f) * 26.0f;
    const Floats ring = sin_turn(w * 0.5f) * vexp(w * w * -0.18f) * (1.0f - phase) *
                        smooth(0.5f, 0.42f, r) * 0.055f * near * vexp(t * -0.035f) * scene_.rain;
    nx = ox / r * ring;
    nz = oz / r * ring;
  }

  const CityScene& scene_;
  Job& job_;
  Canvas canvas_;
  View view_;
  CitySky sky_;
  StreetPlan plan_;
  Facades facades_;
  StreetCards cards_;
  SignOverStreet sign_;
  Glyphs glyphs_;
};

}  // namespace easel::painter::EASEL_ISA
