#define EASEL_ISA v2
#include "painter/engine/isa.h"

#if defined(__x86_64__)
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("arch=x86-64-v2"))), apply_to = function)
#endif

#include "painter/engine/space.h"

namespace easel::painter::v2 {

Result<Rendering> render(const SpaceScene& scene, int width, int height, Job& job,
                         const PreviewSink& preview) {
  return with_previews(width, height, job, preview, [&](int w, int h, Job& part) {
    return SpacePicture(scene, w, h, part).paint();
  });
}

}  // namespace easel::painter::v2

#if defined(__x86_64__)
#pragma clang attribute pop
#endif
