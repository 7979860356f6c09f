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
  return has_v3() ? v3::render : v2::render;
}

}  // namespace easel::painter
