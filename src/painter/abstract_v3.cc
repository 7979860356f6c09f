#define EASEL_ISA v3
#include "painter/engine/isa.h"

#if defined(__x86_64__)
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#endif

#include "painter/engine/abstract.h"

namespace easel::painter::v3 {

Result<Rendering> render(const AbstractScene& scene, int width, int height, Job& job,
                         const PreviewSink& preview) {
  return with_previews(width, height, job, preview, [&](int w, int h, Job& part) {
    return AbstractPicture(scene, w, h, part).paint();
  });
}

}  // namespace easel::painter::v3

#if defined(__x86_64__)
#pragma clang attribute pop
#endif
