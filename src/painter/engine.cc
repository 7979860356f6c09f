#include "painter/engine.h"

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

Result<Rendering> render(const Composition& composition, int width, int height, Job& job,
                         const PreviewSink& preview) {
  return std::visit(
      [&](const auto& scene) {
        return has_v3() ? v3::render(scene, width, height, job, preview)
                        : v2::render(scene, width, height, job, preview);
      },
      composition.scene);
}

}  // namespace easel::painter
