#pragma once

#include "painter/engine/beams.h"
#include "painter/engine/develop.h"
#include "painter/engine/exhibit.h"
#include "painter/engine/foreground.h"
#include "painter/engine/panorama.h"
#include "painter/engine/plume.h"
#include "painter/engine/rainbow.h"
#include "painter/engine/sky_events.h"
#include "painter/engine/stars.h"

// A whole picture, pass by pass.
namespace easel::painter::EASEL_ISA {

class Picture {
 public:
  Picture(const Scene& scene, int width, int height, Job& job)
      : scene_(scene), job_(job), view_(scene.camera, width, height), frame_(width, height) {}

  Result<Rendering> paint(const PreviewSink& preview) {
    if (!step(0.02, "sky")) return stopped();
    const SkyDome dome(scene_, view_, job_);
    if (!step(0.25, "terrain")) return stopped();
    const Terrain terrain(scene_);
    const float nearest = nearest_land(terrain);
    const HeightMap map(terrain, half_width(), std::min(200.0f, nearest * 0.7f), job_);
    const Shading shading(scene_, terrain, map, dome);
    const Objects objects(scene_, view_, terrain, dome, shading.haze());
    const Waterfall fall(scene_, view_, terrain, dome, shading.haze());
    std::unique_ptr<Mirror> mirror;
    std::unique_ptr<WaterSurface> water;
    if (terrain.has_water()) {
      mirror = std::make_unique<Mirror>(scene_, view_, terrain, map, dome, shading, objects, fall,
                                        nearest, job_);
      water = std::make_unique<WaterSurface>(scene_, view_, terrain, dome, shading.haze(), *mirror,
                                             objects.swell());
    }
    if (!step(0.35, "land")) return stopped();
    const ColumnTracer tracer(terrain, map, terrain.eye(), nearest);
    Panorama panorama(view_, terrain, dome, shading, water.get(), tracer, frame_);
    if (!draw(panorama)) return stopped();
    Sightings seen = panorama.seen();
    if (fall.exists()) fall.draw(frame_, seen, job_);
    water.reset();
    mirror.reset();
    std::vector<std::uint8_t> alpha;
    std::vector<TextSurface> surfaces;
    if (!objects.empty()) {
      Exhibit exhibit(objects, view_, terrain, frame_, job_, scene_.cutout ? &alpha : nullptr);
      exhibit.draw(seen);
      surfaces = exhibit.surfaces();
      if (!step(0.84, "things")) return stopped();
    }
    if (preview) show(preview, dome.lights().sun);

    if (!step(0.85, "foreground")) return stopped();
    if (scene_.sky.stars > 0) {
      const Stars::Lit lit = Stars(scene_, view_, dome).draw(frame_, job_);
      const float pixels = static_cast<float>(view_.width) * static_cast<float>(view_.height);
      seen[Seen::stars] = lit.stars / pixels;
      seen[Seen::milky_way] = lit.band / pixels;
    }
    if (scene_.sky.rainbow > 0) {
      const float lit = Rainbow(scene_, view_, dome).draw(frame_, job_);
      seen[Seen::rainbow] = lit / (static_cast<float>(view_.width) * view_.height);
    }
    SkyEvents(scene_, view_, dome).draw(frame_, seen, job_);
    if (scene_.ground.land == Land::volcano && scene_.ground.lava > 0) {
      Plume(scene_, view_, dome.lights()).draw(frame_, job_);
    }
    const std::vector<float> before = shown(surfaces);
    Foreground(scene_, view_, terrain, dome, shading.haze()).paint(frame_, objects, seen, job_);
    drop_covered(surfaces, before);
    if (const Beams beams(objects, view_, terrain); beams.shine()) beams.draw(frame_, job_);
    if (!step(0.92, "finish")) return stopped();
    Darkroom darkroom(scene_, view_, frame_, dome.lights().sun, job_);
    Rendering rendering{.bitmap = darkroom.develop(),
                        .seen = seen,
                        .alpha = std::move(alpha),
                        .surfaces = std::move(surfaces)};
    if (!step(1, "done")) return stopped();
    return rendering;
  }

 private:
  static std::unexpected<Error> stopped() {
    return fail(ErrorKind::cancelled, "The picture was cancelled.");
  }

  // Tells how far it is; false when asked to stop.
  bool step(double fraction, std::string_view stage) {
    if (job_.stop.requested()) return false;
    job_.progress(fraction, stage);
    return true;
  }

  // What of the light is seen all over the surfaces.
  std::vector<float> shown(const std::vector<TextSurface>& surfaces) const {
    std::vector<float> light;
    for (const TextSurface& surface : surfaces)
      Exhibit::look_over(surface.tablet,
                         [&](int x, int y) { light.push_back(frame_.planes[1][frame_.at(x, y)]); });
    return light;
  }

  // Surfaces that the foreground has grown over are none. A few drops or flakes before them do no
  // harm.
  void drop_covered(std::vector<TextSurface>& surfaces, const std::vector<float>& before) const {
    std::size_t at = 0;
    std::erase_if(surfaces, [&](const TextSurface& surface) {
      int covered = 0, looks = 0;
      Exhibit::look_over(surface.tablet, [&](int x, int y) {
        const float then = before[at++], now = frame_.planes[1][frame_.at(x, y)];
        covered += std::fabs(now - then) > 0.25f * then;
        ++looks;
      });
      return covered * 12 > looks;
    });
  }

  // In a few batches, so that progress can be told between them.
  bool draw(Panorama& panorama) {
    constexpr int kBatches = 8;
    const int strips = panorama.strips();
    for (int batch = 0; batch < kBatches; ++batch) {
      const int begin = strips * batch / kBatches, end = strips * (batch + 1) / kBatches;
      job_.parallel.for_each(end - begin, [&](int i) { panorama.draw(begin + i, job_.stop); });
      if (!step(0.35 + 0.5 * (batch + 1) / kBatches, "land")) return false;
    }
    return true;
  }

  // Where the picture's lower edge first meets the ground.
  float nearest_land(const Terrain& terrain) const {
    const float down = std::max(0.02f, -view_.v(static_cast<float>(view_.height)));
    const float eye = scene_.camera.eye;
    if (scene_.ground.water == Water::none || scene_.ground.stage > 0)
      return std::max(0.5f, 0.85f * eye / down);
    const bool wide_lake =
        scene_.ground.water == Water::lake && eye < 60 && scene_.ground.half_width > 300;
    return wide_lake ? 300 : clamp1(0.8f * terrain.eye() / down, 20, 300);
  }

  float half_width() const {
    return std::max(1.6f, 0.8f * view_.pixel * static_cast<float>(view_.width));
  }

  void show(const PreviewSink& preview, Vec sun) {
    constexpr int kLongest = 512;
    const int shrink = std::max(1, (std::max(view_.width, view_.height) + kLongest - 1) / kLongest);
    const int width = view_.width / shrink, height = view_.height / shrink;
    if (width < 1 || height < 1) return;
    Frame small(width, height);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < small.stride; ++x) {
        const std::size_t from = frame_.at(std::min(x, width - 1) * shrink, y * shrink),
                          to = small.at(x, y);
        for (int k = 0; k < 3; ++k) small.planes[k][to] = frame_.planes[k][from];
      }
    }
    const View view(scene_.camera, width, height);
    preview(Darkroom(scene_, view, small, sun, job_).develop());
  }

  const Scene& scene_;
  Job& job_;
  View view_;
  Frame frame_;
};

inline Result<Rendering> render_picture(const Scene& scene, int width, int height, Job& job,
                                        const PreviewSink& preview) {
  constexpr int kFirst = 256;
  const int longest = std::max(width, height);
  if (preview && longest > 2 * kFirst) {
    Job quiet{job.parallel, job.stop};
    const int w = std::max(1, width * kFirst / longest), h = std::max(1, height * kFirst / longest);
    auto first = Picture(scene, w, h, quiet).paint({});
    if (!first) return std::unexpected(std::move(first).error());
    preview(first->bitmap);
  }
  return Picture(scene, width, height, job).paint(preview);
}

}  // namespace easel::painter::EASEL_ISA
