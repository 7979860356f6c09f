#pragma once

#include <memory>

#include "painter/engine/above_shore.h"
#include "painter/engine/city_light.h"
#include "painter/engine/streaks.h"

// A city's towers across water: six rows of them, each a strip of cells with a silhouette and
// windows by hash, hazier the farther; the water below looks the finished picture up through its
// waves.
namespace easel::painter::EASEL_ISA {

class SkylinePicture {
 public:
  SkylinePicture(const CityScene& scene, int width, int height, Job& job)
      : scene_(scene),
        job_(job),
        canvas_(width, height, job),
        sky_(scene),
        light_(sky_.light()),
        shore_(static_cast<int>(scene.horizon * static_cast<float>(height))),
        pixel_(canvas_.unit),
        seed_(scene.seed * 7919u),
        middle_(Dice(scene.seed, "centre").around(0, 0.35f)),
        second_(Dice(scene.seed, "second").sign() *
                Dice(scene.seed, "second", 1).between(0.7f, 1.1f)),
        bridge_x_(Dice(scene.seed, "bridge").sign()) {}

  Result<Rendering> paint() {
    job_.progress(0.02, "skyline");
    const bool drawn = canvas_.rows(0.02, 0.58, "skyline", [&](int y, Tally& tally) {
      if (y >= shore_) return;
      for (int x = 0; x < canvas_.frame.width; x += kLanes) draw_above(x, y, tally);
    });
    if (!drawn || (scene_.fireworks > 0 && !celebrate())) return stopped();
    above_shore_ = std::make_unique<AboveShore>(canvas_.frame, shore_);
    const bool mirrored = canvas_.rows(0.6, 0.86, "water", [&](int y, Tally& tally) {
      if (y < shore_) return;
      for (int x = 0; x < canvas_.frame.width; x += kLanes) draw_water(x, y, tally);
    });
    if (!mirrored) return stopped();
    if (scene_.rain + scene_.snowfall > 0 && !draw_falling(canvas_, scene_)) return stopped();
    Rendering rendering = develop(canvas_, scene_.grade, job_);
    if (job_.stop.requested()) return stopped();
    job_.progress(1, "done");
    return rendering;
  }

 private:
  struct Row {
    float width, height, base, haze, shift;
    int seed;
    float window;
  };
  static constexpr Row kRows[6] = {{0.062f, 0.34f, 0.06f, 0.60f, 0, 1, 0.0045f},
                                   {0.074f, 0.40f, 0.05f, 0.46f, 0.03f, 2, 0.005f},
                                   {0.082f, 0.52f, 0.05f, 0.26f, 0.02f, 3, 0.006f},
                                   {0.094f, 0.60f, 0.04f, 0.15f, 0.07f, 4, 0.0068f},
                                   {0.110f, 0.32f, 0.05f, 0.05f, 0.01f, 5, 0.0085f},
                                   {0.135f, 0.18f, 0.04f, 0.0f, 0.08f, 6, 0.0095f}};

  struct Shares {
    Floats built{}, windows{}, lamps{}, cloud{}, moon{};
  };

  Floats chance(Ints a, int b, int c) const {
    const Words h = hash(a, Ints{} + b, Ints{} + c, seed_);
    return unit(h ^ (h >> 13));
  }
  Floats chance(Ints a, Ints b, int c) const {
    const Words h = hash(a, b, Ints{} + c, seed_ + 5u);
    return unit(h ^ (h >> 13));
  }

  // Fireworks over the roofs; the water below will mirror them.
  bool celebrate() {
    const float top = static_cast<float>(shore_) * pixel_;
    Streaks sparks(pixel_, 0.5f * static_cast<float>(canvas_.frame.width),
                   static_cast<float>(shore_), shore_);
    add_fireworks(sparks, scene_.fireworks, scene_.seed, canvas_.half_width(), top * 0.25f, top,
                  2.6f);
    return canvas_.rows(0.58, 0.6, "fireworks", [&](int y, Tally& tally) {
      tally.pixels[static_cast<std::size_t>(Seen::fireworks)] +=
          sparks.draw(canvas_.frame, y, [](int) { return 1.0f; });
    });
  }

  void draw_above(int x, int y, Tally& tally) {
    Rgbs sum = splat(Rgb{});
    const Floats inside = canvas_.inside(x) * 0.25f;
    for (int k = 0; k < 4; ++k) {
      const Floats px =
          canvas_.x_of(lane_index() + (static_cast<float>(x) + (k % 2 == 0 ? 0.25f : 0.75f)));
      const float py = (static_cast<float>(shore_ - y) - (k < 2 ? 0.25f : 0.75f)) * pixel_;
      Shares shares;
      const Rgbs c = above(px, splat(py), shares);
      sum = sum + Rgbs{vmin(c.r, 7.0f), vmin(c.g, 7.0f), vmin(c.b, 7.0f)};
      const Floats open = (1.0f - shares.built) * inside;
      tally.see(Seen::sky, open);
      tally.see(Seen::clouds, shares.cloud * open);
      tally.see(Seen::moon, shares.moon * open);
      tally.see(Seen::buildings, shares.built * inside);
      tally.see(Seen::skyline, shares.built * inside);
      tally.see(Seen::lit_windows, shares.windows * inside * 2.0f);
      tally.see(Seen::lamps, shares.lamps * inside);
      if (scene_.fog > 2.5f) tally.see(Seen::mist, shares.built * inside);
      if (scene_.time == CityTime::night && scene_.stars > 0) tally.see(Seen::stars, open * 0.002f);
    }
    canvas_.frame.store8(x, y, sum * 0.25f);
  }

  Floats warmth(Floats x) const { return vexp(square(x - sky_.sun_x()) * -1.1f); }

  Rgbs haze(Floats x) const {
    if (scene_.time == CityTime::dusk) {
      return mix(pigment(0.50f, 0.32f, 0.48f), pigment(1, 0.55f, 0.34f), warmth(x) * 0.8f) * 0.62f;
    }
    if (scene_.time == CityTime::day) return splat(mix(light_.low, light_.middle, 0.4f) * 0.9f);
    // Fog at night holds the light of the lamps.
    const float held = scene_.fog > 2.5f ? 0.30f : 0;
    return splat(mix(light_.low, light_.middle, 0.4f) * 0.8f + scene_.glow * held);
  }

  Rgbs above(Floats x, Floats y, Shares& shares) const {
    Rgbs c = sky_.at(x, y, pixel_, shares.cloud, shares.moon);
    if (scene_.stars > 0 && scene_.time != CityTime::day) c = c + stars(x, y, shares.cloud);
    const Rgbs far = haze(x);
    if (scene_.fog > 2.5f) c = mix(c, far, vexp(y * -1.6f) * 0.9f);
    for (const Row& row : kRows) tower(row, x, y, far, c, shares);
    if (scene_.bridge) bridge(x, y, far, c, shares);
    quay(x, y, c, shares);
    return c;
  }

  Rgbs stars(Floats x, Floats y, Floats cloud) const {
    constexpr float kCells = 42;
    const Floats fx = vfloor(x * kCells), fy = vfloor(y * kCells);
    const Words h = hash(to_ints(fx), to_ints(fy), seed_ + 77u);
    const Floats a = x * kCells - fx - unit(h) * 0.8f - 0.1f;
    const Floats b = y * kCells - fy - unit(rehash(h, 1)) * 0.8f - 0.1f;
    Floats m = square(square(unit(rehash(h, 2))));
    const Floats size = vmax(splat(260), splat(0));
    const Floats light = vexp((a * a + b * b) * -size) * square(m) * m * smooth(0.35f, 1.0f, y) *
                         (1.0f - cloud) * (1.4f * scene_.stars);
    return Rgb{1, 1, 1.1f} * light;
  }

  // How high the city is here: a centre, a smaller one, and the edges.
  Floats rise(Floats x) const {
    return 0.30f + 0.85f * vexp(square(x - middle_) * -3.2f) +
           0.40f * vexp(square(x - second_) * -9.0f) +
           0.2f * vexp(square(x + 1.1f * second_) * -10.0f);
  }

  void tower(const Row& row, Floats x, Floats y, Rgbs far, Rgbs& c, Shares& shares) const {
    const Floats at = (x + row.shift) * (1 / row.width), cell = vfloor(at);
    const Ints id = to_ints(cell);
    const Floats u = at - cell - 0.5f, off = vabs(u);
    const Floats h1 = chance(id, row.seed, 1), h2 = chance(id, row.seed, 2),
                 h3 = chance(id, row.seed, 3);
    Floats env = rise((cell + 0.5f) * row.width - row.shift);
    if (row.seed >= 5) env = 0.55f + 0.25f * env;
    const Floats height = row.base + row.height * scene_.tall * env * (0.30f + 0.70f * h1 * h1);
    const Floats half = 0.30f + 0.19f * h2, out = off / half;
    Floats top = height;
    const Ints kind = to_ints(h3 * 6.99f);
    top = select(kind == 1,
                 height * (1.0f - select(out > 0.72f, splat(0.22f),
                                         select(out > 0.45f, splat(0.10f), splat(0)))),
                 top);
    top = select(kind == 2, height * (1.0f + 0.13f * (u / half)), top);
    top = select(kind == 3, height * (0.90f + 0.10f * vsqrt(vmax(1.0f - out * out, 0.0f))), top);
    top = select(kind == 4, height * (1.0f - 0.16f * saturate((out - 0.25f) * 1.4f)), top);
    top = select(kind == 5, height * (1.0f - 0.42f * out * out), top);
    const Floats edge = (half - off) * row.width;
    Floats inside = saturate(edge / pixel_ + 0.5f) * saturate((top - y) / pixel_ + 0.5f);
    const Mask spired = (chance(id, row.seed, 4) > 0.55f) & (h1 > 0.5f);
    const Floats spire_width = 0.0035f * (1.0f - saturate((y - height) / (0.11f * height + 0.02f)));
    const Floats spire = select(spired & (y > height * 0.97f),
                                saturate((spire_width - off * row.width) / pixel_ + 0.5f) *
                                    saturate((height * 1.12f + 0.02f - y) * 60.0f),
                                splat(0));
    inside = vmax(inside, spire);
    if (any(inside > 0.003f)) {
      Floats lit;
      const Rgbs front = face(row, id, x, y, u, half, h1, h2, top, edge, far, lit);
      c = mix(c, front, inside);
      shares.windows = mix(shares.windows, lit, inside);
      shares.built = vmax(shares.built, inside);
    }
    if (light_.lamps < 0.2f) return;
    const Floats wx = u * row.width, wy = y - (height * 1.12f + 0.02f);
    const float glow = std::max(pixel_, 0.0016f);
    c = c + Rgb{3, 0.25f, 0.15f} *
                select(spired, vexp((wx * wx + wy * wy) * (-1 / (glow * glow * 2.2f))), splat(0));
  }

  Rgbs face(const Row& row, Ints id, Floats x, Floats y, Floats u, Floats half, Floats h1,
            Floats h2, Floats top, Floats edge, Rgbs far, Floats& lit) const {
    const float step = row.window;
    const Floats wx = u * row.width * (1 / step), wy = y * (1 / (step * 1.35f));
    const Floats fx = vfloor(wx), fy = vfloor(wy);
    const Floats a = wx - fx - 0.5f, b = wy - fy - 0.5f;
    const float k = step / pixel_;
    // Windows finer than pixels become an even glow of the same strength.
    const Floats pane =
        saturate((0.31f - vabs(a)) * k + 0.5f) * saturate((0.27f - vabs(b)) * (k * 1.35f) + 0.5f);
    const Ints house = id * 8 + row.seed, window = to_ints(fx) + to_ints(fy) * 131;
    const Floats r = chance(house, window, 9), r2 = chance(house, window, 10);
    Floats share = scene_.windows * (0.35f + 1.05f * chance(id, row.seed, 5));
    share = select(chance(house, to_ints(fy), 11) > 0.9f, splat(0.85f), share);
    const Mask on = (r < share) & (y < top - step * 0.8f) & (edge > step * 0.5f);
    lit = select(on, pane, splat(0)) * (light_.lamps > 0.2f ? 1.0f : 0.0f);
    Rgbs lamp = mix(pigment(1, 0.66f, 0.28f), pigment(1, 0.88f, 0.62f), r2);
    lamp = select(r2 > 0.88f, splat(pigment(0.7f, 0.88f, 1)), lamp);
    const Rgbs wall = stone(id, row.seed, y, u, half, x);
    const Mask glass = chance(id, row.seed, 7) > 0.5f;
    Floats no_cloud, no_moon;
    const Rgbs mirror = sky_.at(x * 0.6f + u * 0.4f, y * 0.7f + 0.15f, pixel_, no_cloud, no_moon);
    const float bright = scene_.time == CityTime::day ? 0.55f : 0.16f;
    Rgbs c = mix(wall, mirror * 0.8f, select(glass, pane * bright, pane * (bright * 0.4f)));
    if (scene_.time == CityTime::day) c = c * (1.0f - select(glass, splat(0), pane * 0.45f));
    c = c + lamp * (lit * (0.75f + 1.5f * r2 * r2) * light_.lamps);
    c = c + pigment(1, 0.62f, 0.30f) * (vexp(y * -46.0f) * (0.30f * light_.lamps));
    if (light_.lamps > 0.2f) {
      const Mask crowned = (chance(id, row.seed, 8) > 0.72f) & (h1 > 0.45f);
      const Rgbs crown = mix(scene_.signs_a, scene_.signs_b, select(h2 > 0.5f, splat(1), splat(0)));
      c = c + crown * select(crowned, vexp(vabs(y - top + 0.012f) * -170.0f) * 0.9f, splat(0));
    }
    const float thick =
        std::min(0.97f, row.haze * (0.6f + 0.4f * scene_.fog) + 0.10f * (scene_.fog - 1));
    return mix(c, far, thick * (0.55f + 0.45f * vexp(y * -4.0f)));
  }

  Rgbs stone(Ints id, int row, Floats y, Floats u, Floats half, Floats x) const {
    const Floats tone = chance(id, row, 6);
    const Floats side = select(x < sky_.sun_x(), u / half, -u / half);  // 1 toward the sun
    if (scene_.time == CityTime::day) {
      Rgbs own = mix(pigment(0.50f, 0.54f, 0.60f), pigment(0.78f, 0.74f, 0.68f), tone);
      own = select(chance(id, row, 12) > 0.75f, splat(pigment(0.55f, 0.40f, 0.34f)), own);
      const Floats lit = smooth(-0.3f, 0.3f, side);
      return own * (splat(light_.ambient) * 1.1f + light_.sun * (lit * 0.62f));
    }
    const Floats up = saturate(y * 2.0f);
    Rgbs c = mix(pigment(0.10f, 0.10f, 0.19f), pigment(0.20f, 0.17f, 0.30f), tone) *
             (0.30f + 0.30f * up);
    if (scene_.time == CityTime::dusk) {
      c = c + pigment(1, 0.5f, 0.3f) * (saturate(side - 0.6f) * warmth(x) * 0.7f);
    } else {
      c = c * 0.55f + scene_.glow * splat(0.006f);
    }
    return c;
  }

  // A suspension bridge that leaves the picture on one side.
  void bridge(Floats x, Floats y, Rgbs far, Rgbs& c, Shares& shares) const {
    const Floats bx = x * bridge_x_ + 1.02f;
    constexpr float kDeck = 0.055f, kFirst = -0.12f, kSecond = 0.38f, kTop = 0.27f;
    const auto line = [&](Floats d) { return saturate(d / pixel_ + 0.5f); };
    const Floats deck = line(0.006f - vabs(y - kDeck)) * saturate((0.60f - bx) * 30.0f);
    const auto pylon = [&](float at) {
      const Floats legs = line(0.0045f - vabs(vabs(bx - at) - 0.013f)) * line(kTop - y);
      const Floats bars = line(0.013f - vabs(bx - at)) * (line(0.005f - vabs(y - kTop + 0.012f)) +
                                                          line(0.004f - vabs(y - kTop * 0.66f)));
      return vmin(legs + bars, 1.0f);
    };
    const Floats m = (bx - kFirst) * (1 / (kSecond - kFirst));
    const Floats right = saturate((bx - kSecond) * (1 / 0.22f));
    Floats cable = kDeck + 0.022f + (kTop - kDeck - 0.03f) * square(2.0f * m - 1.0f);
    cable = select(m > 1.0f,
                   kTop - 0.008f - (kTop - kDeck - 0.01f) * right * (1.35f - 0.35f * right), cable);
    const Floats slope = select(m > 1.0f, splat(1.25f), vabs(2.0f * m - 1.0f) * 1.75f);
    const Mask along = (m > 0.0f) & (bx < 0.60f);
    const Floats rope =
        select(along, line((0.0022f - vabs(y - cable)) / vsqrt(1.0f + slope * slope)), splat(0));
    const Floats hung = bx * (1 / 0.02f), hanger = vabs(hung - vfloor(hung) - 0.5f) * 0.02f;
    const Floats ropes =
        select(along & (y < cable) & (y > kDeck), line(0.0007f - hanger) * 0.5f, splat(0));
    const Floats whole = vmax(vmax(deck, rope), vmax(ropes, vmax(pylon(kFirst), pylon(kSecond))));
    const Rgbs steel =
        mix(splat(pigment(0.16f, 0.10f, 0.16f) * 0.6f + light_.ambient * 0.3f), far, splat(0.12f));
    c = mix(c, steel, whole);
    shares.built = vmax(shares.built, whole);
    if (light_.lamps < 0.2f) return;
    const float spot = std::max(pixel_, 0.0018f);
    const Floats lit = vexp((square(hanger) + square(y - cable)) * (-1 / (spot * spot * 1.6f)));
    const Floats step = bx * (1 / 0.028f), gap = (step - vfloor(step) - 0.5f) * 0.028f;
    const Floats road = vexp((gap * gap + square(y - kDeck - 0.010f)) * (-1 / (spot * spot * 2)));
    c = c + pigment(1, 0.84f, 0.55f) *
                (select(along, lit * 2.2f, splat(0)) + select(bx < 0.62f, road * 3.0f, splat(0)));
  }

  void quay(Floats x, Floats y, Rgbs& c, Shares& shares) const {
    const Floats top = 0.012f + 0.003f * value_noise(x * 30.0f, splat(1), seed_ + 3u);
    const Floats wall = saturate((top - y) / pixel_ + 0.5f);
    const Rgb stone = scene_.time == CityTime::day ? pigment(0.45f, 0.44f, 0.42f) * 0.7f
                                                   : Rgb{0.012f, 0.012f, 0.022f};
    c = mix(c, stone, wall);
    shares.built = vmax(shares.built, wall);
    const Floats step = x * (1 / 0.043f), cell = vfloor(step), d = (step - cell - 0.5f) * 0.043f;
    const float spot = std::max(pixel_, 0.0018f);
    const Floats lamp = vexp((d * d + square(y - 0.022f)) * (-1 / (spot * spot * 3)));
    const Rgbs colour =
        mix(pigment(1, 0.68f, 0.30f), pigment(1, 0.90f, 0.75f), chance(to_ints(cell), 90, 1));
    c = c + colour * (lamp * 5.0f * light_.lamps);
    shares.lamps = select(lamp > 0.3f, splat(light_.lamps > 0.2f ? 1.0f : 0.0f), splat(0));
    if (light_.lamps > 0.2f) return;
    // By day trees stand along the quay.
    const Floats crown = 0.026f + 0.014f * plane_noise(x * 26.0f, y * 26.0f, 4, seed_ + 8u) +
                         0.008f * sin_turn(x * 9.0f);
    const Floats leaves = saturate((crown - y) / (2.0f * pixel_) + 0.5f) * (1.0f - wall);
    const Floats shade = plane_noise(x * 70.0f, y * 70.0f, 3, seed_ + 9u) * 0.5f + 0.5f;
    const Rgb leaf = scene_.snowed ? Rgb{0.6f, 0.64f, 0.7f} : pigment(0.30f, 0.44f, 0.22f);
    c = mix(c, leaf * (0.25f + 0.6f * shade + y * 12.0f), leaves);
  }

  // A pixel of the water: means of the picture above, at places its waves look to.
  void draw_water(int x, int y, Tally& tally) {
    Frame& frame = canvas_.frame;
    const float height = static_cast<float>(frame.height);
    const float down = static_cast<float>(y - shore_) + 0.5f;
    const float v = down / std::max(1.0f, height - static_cast<float>(shore_));
    const float away = 1 / (v + 0.012f);
    const Floats column = lane_index() + static_cast<float>(x);
    const Floats wx = canvas_.x_of(column) * away, wz = splat(away * 2.2f);
    const Floats n1 = plane_noise(wx * 2.2f, wz * 2.6f, 5, seed_ + 21u) * 0.8f;
    const Floats n2 = plane_noise(wx * 2.2f + 9.0f, wz * 2.6f, 5, seed_ + 31u);
    const Floats gusts = plane_noise(wx * 0.35f, wz * 0.22f, 3, seed_ + 41u);
    const float rough = (0.055f + 0.10f * v) * (1.35f - 0.9f * scene_.calm);
    const Floats swing = rough * (0.55f + 0.9f * smooth(-0.35f, 0.35f, gusts));
    const Floats reach = swing * (height * (0.30f + 1.1f * v));
    const Floats middle = down + n2 * 1.1f * reach;
    const Floats low = vmax(middle - 0.65f * reach, 0.0f);
    const Floats high = vmax(vmax(middle + 0.65f * reach, 0.65f * reach - middle), low + 1.0f);
    Rgbs sum = splat(Rgb{});
    constexpr int kTaps = 5;
    for (int k = 0; k < kTaps; ++k) {
      const float aside = 0.10f * (static_cast<float>(k) * (2.0f / (kTaps - 1)) - 1.0f);
      sum = sum +
            above_shore_->mean(column + (n1 * 0.45f + aside) * swing * (height * 0.22f), low, high);
    }
    const float mirror = 0.88f - 0.38f * v;
    Rgb deep = pigment(0.05f, 0.07f, 0.16f) * 0.5f;
    if (scene_.time == CityTime::day) deep = pigment(0.10f, 0.28f, 0.36f);
    Rgbs c = sum * (mirror / kTaps) + splat(deep * ((1 - mirror) * 0.7f));
    const Floats glint = smooth(0.25f, 0.6f, n2) * (0.035f * (1 - v));
    c = c + mix(light_.middle, light_.high, 0.5f) * glint;
    c = c * (1 - 0.55f * exp1(-down * 0.35f * 1024 / height));
    frame.store8(x, y, c);
    tally.see(Seen::water, canvas_.inside(x));
  }

  const CityScene& scene_;
  Job& job_;
  Canvas canvas_;
  CitySky sky_;
  const CityLight& light_;
  int shore_;
  float pixel_;
  std::uint32_t seed_;
  float middle_, second_, bridge_x_;
  std::unique_ptr<AboveShore> above_shore_;
};

}  // namespace easel::painter::EASEL_ISA
