#pragma once

#include "painter/engine/planet.h"
#include "painter/engine/sky.h"
#include "painter/engine/streaks.h"
#include "painter/engine/view.h"

// What happens in the sky of a landscape, laid over what the frame shows of it: other planets
// behind the air, lightning, fireworks, shooting stars.
namespace easel::painter::EASEL_ISA {

class SkyEvents {
 public:
  SkyEvents(const Scene& scene, const View& view, const SkyDome& dome)
      : scene_(scene),
        view_(view),
        dome_(dome),
        base_(luminance(dome.air().sky(normalize(Vec{0, 0.35f, 1}))) +
              0.1f * luminance(dome.lights().ambient)) {}

  void draw(Frame& frame, Sightings& seen, Job& job) const {
    const float share = 1 / (static_cast<float>(view_.width) * static_cast<float>(view_.height));
    for (const Globe& world : scene_.sky.worlds) hang(world, frame, seen, share, job);
    if (scene_.sky.bolts > 0) {
      Streaks bolts = streaks();
      for (int i = 0; i < scene_.sky.bolts; ++i) strike(bolts, i);
      seen[Seen::lightning] = flash(bolts, frame, job) * share;
    }
    if (scene_.sky.fireworks > 0) {
      Streaks sparks = streaks();
      const float room = view_.v(0);
      add_fireworks(sparks, scene_.sky.fireworks, scene_.seed, -view_.u(0.0f), room * 0.12f, room,
                    base_ * 12);
      seen[Seen::fireworks] = flash(sparks, frame, job) * share;
    }
    if (scene_.sky.shooting_stars > 0) {
      Streaks falls = streaks();
      for (int i = 0; i < scene_.sky.shooting_stars; ++i) fall(falls, i);
      seen[Seen::shooting_star] = flash(falls, frame, job) * share;
    }
  }

 private:
  static constexpr float kOpen = 0.99e9f;  // depth of the sky

  Streaks streaks() const {
    return {view_.pixel, 0.5f * static_cast<float>(view_.width), view_.horizon,
            std::min(view_.height, static_cast<int>(view_.horizon) + 1)};
  }

  float flash(const Streaks& streaks, Frame& frame, Job& job) const {
    std::vector<float> lit(static_cast<std::size_t>(frame.height));
    job.parallel.for_each(frame.height, [&](int y) {
      if (job.stop.requested()) return;
      lit[y] = streaks.draw(
          frame, y, [&](int x) { return frame.depth[frame.at(x, y)] >= kOpen ? 1.0f : 0.0f; });
    });
    float sum = 0;
    for (const float row : lit) sum += row;
    return sum;
  }

  // The day's air lies before a planet: its night side is the colour of the sky.
  void hang(const Globe& world, Frame& frame, Sightings& seen, float share, Job& job) const {
    const Vec sun = dome_.lights().sun;
    const PlanetView planet(world, Vec{sun.x > 0 ? 0.62f : -0.62f, 0.34f, 0.52f});
    const float reach = planet.reach();
    const float bright = scene_.light.moonlit ? base_ * 9 : base_ * 2.1f;
    std::vector<std::array<float, 2>> counts(static_cast<std::size_t>(frame.height));
    job.parallel.for_each(frame.height, [&](int y) {
      const float v = view_.v(static_cast<float>(y) + 0.5f);
      if (job.stop.requested() || v <= 0 || std::fabs(v - world.y) > reach) return;
      const int first = static_cast<int>(std::max(0.0f, view_.x_of(world.x - reach))) & ~7;
      const int last =
          std::min(frame.width, static_cast<int>(std::max(0.0f, view_.x_of(world.x + reach))) + 1);
      for (int x = first; x < last; x += kLanes) draw8(planet, frame, x, y, bright, counts[y]);
    });
    for (const auto& row : counts) {
      const bool small = world.companion || world.kind == Globe::Kind::moon;
      seen[small ? Seen::moons : Seen::planet] += row[0] * share;
      seen[Seen::rings] += row[1] * share;
    }
  }

  void draw8(const PlanetView& planet, Frame& frame, int x, int y, float bright,
             std::array<float, 2>& counts) const {
    const Floats depth = load(&frame.depth[frame.at(x, y)]);
    const Mask open = depth >= kOpen;
    if (!any(open)) return;
    const Rgbs sky = frame.load8(x, y);
    Rgbs sum = splat(Rgb{});
    Floats whole = splat(0), rings = splat(0);
    const float v = view_.v(static_cast<float>(y) + 0.5f);
    const Floats u = view_.u(lane_index() + (static_cast<float>(x) + 0.5f));
    // Fades into the thick air near the horizon, and behind clouds.
    const Floats clear = (1.0f - dome_.cloud(u, v)) * smooth(0.0f, 0.22f, splat(v));
    for (int k = 0; k < 4; ++k) {
      const float across = k % 2 == 0 ? 0.25f : 0.75f, down = k < 2 ? 0.25f : 0.75f;
      Rgbs c = splat(Rgb{});
      const auto cover = planet.draw(view_.u(lane_index() + (static_cast<float>(x) + across)),
                                     splat(view_.v(static_cast<float>(y) + down)), view_.pixel, c);
      sum = sum + c * 0.25f;
      whole += cover.globe * 0.25f;
      rings += cover.rings * 0.25f;
    }
    const Floats solid = saturate(whole + rings);
    const float veil = scene_.light.moonlit ? 0.75f : 0.46f;  // of what shines through from behind
    const Rgbs out = sky * (1.0f - solid * clear * veil) + sum * (clear * bright);
    frame.store8(x, y, select(open, out, sky));
    const Floats counted =
        select(open & (lane_index() + static_cast<float>(x) < static_cast<float>(frame.width)),
               clear, splat(0));
    for (int i = 0; i < kLanes; ++i) {
      counts[0] += whole[i] * counted[i];
      counts[1] += rings[i] * counted[i];
    }
  }

  // A path broken again and again at its middles (midpoint displacement), with branches.
  void strike(Streaks& bolts, int which) const {
    Dice dice(scene_.seed, "bolt", static_cast<std::uint64_t>(which));
    const float half = -view_.u(0.0f), top = view_.v(0) * dice.between(0.75f, 1.0f);
    const float x =
        half * (which == 0 ? dice.sign() * dice.between(0.15f, 0.5f) : dice.around(0, 0.85f));
    const float power = which == 0 ? 1.0f : 0.5f;
    grow(bolts, dice, x + dice.around(0, 0.15f) * half, top, x, 0, power, 0);
    const Rgb glow = Rgb{0.55f, 0.60f, 1} * (base_ * 0.8f * power);
    bolts.add({x, top * 0.95f, x, top * 0.15f, top * 0.22f, glow, 1.2f, 0.4f});
  }

  void grow(Streaks& bolts, Dice& dice, float ax, float ay, float bx, float by, float power,
            int depth) const {
    constexpr int kParts = 64;
    std::array<float, kParts + 1> x{};
    x[0] = ax;
    x[kParts] = bx;
    const float length = ay - by;
    for (int step = kParts; step > 1; step /= 2) {
      for (int i = step / 2; i < kParts; i += step) {
        const float sway = length * 0.17f * static_cast<float>(step) / kParts;
        x[i] = 0.5f * (x[i - step / 2] + x[i + step / 2]) + dice.around(0, sway * 1.6f);
      }
    }
    const float width = view_.v(0) * 0.0042f * (0.45f + 0.55f * power);
    for (int i = 0; i < kParts; ++i) {
      const float y0 = ay - length * static_cast<float>(i) / kParts;
      const float y1 = ay - length * static_cast<float>(i + 1) / kParts;
      const float fade = depth == 0 ? 1.0f : 1 - 0.85f * static_cast<float>(i) / kParts;
      const Rgb core = Rgb{0.92f, 0.93f, 1} * (base_ * 26 * power * fade);
      bolts.add({x[i], y0, x[i + 1], y1, width * fade, core});
      bolts.add({x[i], y0, x[i + 1], y1, width * 7,
                 Rgb{0.42f, 0.45f, 1} * (base_ * 0.7f * power * fade)});
      if (depth < 2 && i > 6 && i < kParts - 8 && dice.chance(depth == 0 ? 0.10f : 0.05f)) {
        const float way = dice.sign() * length * dice.between(0.12f, 0.32f);
        grow(bolts, dice, x[i], y0, x[i] + way, y0 - length * dice.between(0.15f, 0.35f),
             power * 0.5f, depth + 1);
      }
    }
  }

  void fall(Streaks& falls, int which) const {
    Dice dice(scene_.seed, "fall", static_cast<std::uint64_t>(which));
    const float half = -view_.u(0.0f), room = view_.v(0);
    const float x = half * (which == 0 ? dice.around(0.1f, 0.35f) : dice.around(0, 0.9f));
    const float y = room * dice.between(0.45f, 0.8f),
                length = room * (which == 0 ? 0.46f : dice.between(0.14f, 0.3f));
    const float slope = Dice(scene_.seed, "radiant").between(0.35f, 0.7f);
    const float way = Dice(scene_.seed, "radiant", 1).sign();
    const float tx = x + way * length, ty = y + length * slope;
    const Rgb light = Rgb{0.9f, 0.95f, 1} * (base_ * 34);
    falls.add({x, y, tx, ty, room * 0.0026f, light, 1, 0});
    falls.add({x, y, tx, ty, room * 0.010f, light * 0.07f, 1, 0});
    falls.add({x, y, x, y, room * 0.006f, light * 1.4f});
  }

  const Scene& scene_;
  const View& view_;
  const SkyDome& dome_;
  float base_;
};

}  // namespace easel::painter::EASEL_ISA
