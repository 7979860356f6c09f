#define EASEL_ISA v3
#include "painter/engine/isa.h"

#if defined(__x86_64__)
#pragma clang diagnostic ignored "-Wpsabi"
#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#endif

#include "painter/engine/style.h"

namespace easel::painter::v3 {

void restyle(imaging::Bitmap& picture, Style style, std::uint32_t seed, Job& job) {
  work_over(picture, style, seed, job);
}

}  // namespace easel::painter::v3

#if defined(__x86_64__)
#pragma clang attribute pop
#endif
