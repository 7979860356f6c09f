#pragma once

#include "painter/engine/asteroids.h"
#include "painter/engine/black_hole.h"
#include "painter/engine/comet.h"
#include "painter/engine/galaxy.h"
#include "painter/engine/nebula.h"
#include "painter/engine/planet.h"
#include "painter/engine/starfield.h"

// A picture of space, from the far to the near: gas, galaxy or black hole, stars, comet, globes,
// rocks.
namespace easel::painter::EASEL_ISA {

class SpacePicture {
 public:
  SpacePicture(const SpaceScene& scene, int width, int height, Job& job)
      : scene_(scene), job_(job), canvas_(width, height, job) {}

  Result<Rendering> paint() {
    job_.progress(0.02, "space");
    if (!(scene_.hole.size > 0 ? draw_hole() : draw_backdrop())) return stopped();
    if (!draw_stars()) return stopped();
    for (std::size_t i = 0; i < scene_.globes.size(); ++i) {
      if (!draw_globe(scene_.globes[i])) return stopped();
    }
    if (scene_.asteroids > 0 && !draw_asteroids()) return stopped();
    canvas_.seen[Seen::cosmos] = 1;
    job_.progress(0.92, "finish");
    Rendering rendering = develop(canvas_, scene_.grade, job_);
    if (job_.stop.requested()) return stopped();
    job_.progress(1, "done");
    return rendering;
  }

 private:
  bool draw_backdrop() {
    const NebulaLight nebula(scene_.nebula, scene_.seed);
    const GalaxyLight galaxy(scene_.galaxy, scene_.seed);
    const CometLight comet(scene_.comet, scene_.seed);
    return canvas_.rows(0.02, 0.6, "space", [&](int y, Tally& tally) {
      Frame& frame = canvas_.frame;
      const Floats py = splat(canvas_.y_of(static_cast<float>(y) + 0.5f));
      for (int x = 0; x < frame.width; x += kLanes) {
        const Floats px = canvas_.x_of(lane_index() + (static_cast<float>(x) + 0.5f));
        const Floats inside = canvas_.inside(x);
        Floats bright;
        Rgbs light = nebula.light(px, py, bright);
        tally.see(Seen::nebula, bright * inside);
        if (scene_.galaxy.size > 0) {
          tally.see(Seen::galaxy, galaxy.draw(px, py, light) * inside);
        }
        if (scene_.comet.length > 0) tally.see(Seen::comet, comet.draw(px, py, light) * inside);
        frame.store8(x, y, light);
      }
    });
  }

  bool draw_hole() {
    const BlackHoleView hole(scene_.hole, scene_.nebula, scene_.seed);
    return canvas_.rows(0.02, 0.6, "black hole", [&](int y, Tally& tally) {
      Frame& frame = canvas_.frame;
      for (int x = 0; x < frame.width; x += kLanes) {
        Rgbs sum = splat(Rgb{});
        constexpr int kSamples = 3;
        constexpr float kAcross[kSamples] = {0.18f, 0.52f, 0.84f};
        constexpr float kDown[kSamples] = {0.40f, 0.82f, 0.16f};
        for (int k = 0; k < kSamples; ++k) {
          BlackHoleView::Seen seen;
          sum = sum + hole.light(canvas_.x_of(lane_index() + (static_cast<float>(x) + kAcross[k])),
                                 splat(canvas_.y_of(static_cast<float>(y) + kDown[k])),
                                 canvas_.unit, seen);
          if (k > 0) continue;
          tally.see(Seen::black_hole, seen.disc * canvas_.inside(x));
          tally.see(Seen::black_hole, seen.hole * canvas_.inside(x));
          tally.see(Seen::nebula, seen.sky * saturate(luminance(sum) * 14.0f) * canvas_.inside(x));
        }
        frame.store8(x, y, sum * (1.0f / kSamples));
      }
    });
  }

  bool draw_stars() {
    StarField stars(canvas_);
    const bool own = scene_.hole.size > 0;  // the hole bends its own
    if (!own) stars.strew(scene_.seed, scene_.stars);
    if (scene_.galaxy.size > 0) GalaxyLight(scene_.galaxy, scene_.seed).strew(stars, scene_.seed);
    const bool done = canvas_.rows(0.6, 0.7, "stars", [&](int y, Tally& tally) {
      tally.pixels[static_cast<std::size_t>(Seen::stars)] += stars.draw(canvas_.frame, y);
    });
    if (own) canvas_.seen[Seen::stars] = 0.01f;
    return done;
  }

  bool draw_globe(const Globe& globe) {
    const PlanetView view(globe, {scene_.sun.x, scene_.sun.y, scene_.sun.z});
    const float reach = view.reach();
    const Frame& frame = canvas_.frame;
    const int first = static_cast<int>(std::max(0.0f, canvas_.column_of(globe.x - reach))) & ~7;
    const int last = std::min(
        frame.width, static_cast<int>(std::max(0.0f, canvas_.column_of(globe.x + reach) + 1)));
    const Seen what =
        globe.companion || globe.kind == Globe::Kind::moon ? Seen::moons : Seen::planet;
    return canvas_.rows(0.7, 0.85, "planet", [&](int y, Tally& tally) {
      const float middle = canvas_.y_of(static_cast<float>(y) + 0.5f);
      if (std::fabs(middle - globe.y) > reach) return;
      for (int x = first; x < last; x += kLanes) draw_globe(view, what, x, y, tally);
    });
  }

  // Four samples in each pixel: rings seen at a slant are finer than pixels.
  void draw_globe(const PlanetView& view, Seen what, int x, int y, Tally& tally) {
    const Rgbs behind = canvas_.frame.load8(x, y);
    Rgbs sum = splat(Rgb{});
    const Floats inside = canvas_.inside(x);
    for (int k = 0; k < 4; ++k) {
      const float across = k % 2 == 0 ? 0.25f : 0.75f, down = k < 2 ? 0.25f : 0.75f;
      Rgbs light = behind;
      const auto cover =
          view.draw(canvas_.x_of(lane_index() + (static_cast<float>(x) + across)),
                    splat(canvas_.y_of(static_cast<float>(y) + down)), canvas_.unit, light);
      tally.see(what, cover.globe * inside * 0.25f);
      tally.see(Seen::rings, cover.rings * inside * 0.25f);
      sum = sum + light * 0.25f;
    }
    canvas_.frame.store8(x, y, sum);
  }

  bool draw_asteroids() {
    const Asteroids asteroids(scene_, canvas_);
    return canvas_.rows(0.85, 0.92, "asteroids", [&](int y, Tally& tally) {
      tally.pixels[static_cast<std::size_t>(Seen::asteroids)] += asteroids.draw(canvas_.frame, y);
    });
  }

  const SpaceScene& scene_;
  Job& job_;
  Canvas canvas_;
};

}  // namespace easel::painter::EASEL_ISA
