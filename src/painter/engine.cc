#include "painter/engine.h"

#include <algorithm>

namespace easel::painter {

bool has_v3() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v3");
#else
  return false;
#endif
}

Render best_render() {
  const Render old = v2::render, fast = v3::render;
  return has_v3() ? fast : old;
}

namespace {

void restyle(imaging::Bitmap& picture, Style style, std::uint32_t seed, Job& job) {
  return has_v3() ? v3::restyle(picture, style, seed, job) : v2::restyle(picture, style, seed, job);
}

}  // namespace

int block_of(Style style, int width, int height) {
  return style == Style::pixels ? std::max(2, (std::min(width, height) + 64) / 128) : 1;
}

Result<Rendering> render(const Composition& composition, int width, int height, Job& job,
                         const PreviewSink& preview,
                         const std::function<void(Rendering&)>& before_style) {
  const bool plain = composition.style == Style::natural;
  Job drawing{job.parallel, job.stop, [&](double fraction, std::string_view stage) {
                if (plain || fraction < 1) job.progress(plain ? fraction : fraction * 0.75, stage);
              }};
  const auto draw = [&](const auto& scene) {
    const PreviewSink styled = [&](const imaging::Bitmap& picture) {
      imaging::Bitmap copy = picture;
      Job quiet{job.parallel, job.stop};
      restyle(copy, composition.style, scene.seed, quiet);
      preview(copy);
    };
    const PreviewSink& sink = plain || !preview ? preview : styled;
    auto made = has_v3() ? v3::render(scene, width, height, drawing, sink)
                         : v2::render(scene, width, height, drawing, sink);
    if (made && before_style) before_style(*made);
    if (!made || plain) return made;
    job.progress(0.76, "style");
    restyle(made->bitmap, composition.style, scene.seed, drawing);
    return made;
  };
  auto made = std::visit(draw, composition.scene);
  if (job.stop.requested()) return fail(ErrorKind::cancelled, "The picture was cancelled.");
  if (made && !plain) job.progress(1, "done");
  return made;
}

}  // namespace easel::painter
