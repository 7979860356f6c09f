// A picture of a stranger's: whatever its bytes, it is one of bounded size or an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "imaging/read_picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::int64_t kMostPixels = 100'000;
  easel::ByteBudget budget(32 << 20);
  const auto picture = easel::imaging::read_picture({reinterpret_cast<const char*>(data), size},
                                                    kMostPixels, budget);
  if (picture && (picture->width < 1 || picture->height < 1 ||
                  std::int64_t{picture->width} * picture->height > kMostPixels ||
                  picture->pixels.size() != static_cast<std::size_t>(picture->width) *
                                                picture->height * picture->channels))
    std::abort();
  if (budget.left() != budget.size()) std::abort();
  return 0;
}
