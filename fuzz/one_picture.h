// A picture of a stranger's: whatever its bytes, it is one of bounded size or an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "imaging/decode.h"
#include "imaging/origin.h"
#include "imaging/read_picture.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A few bytes can say that they are ten megapixels, and decoders fill those in: seconds a run, in
  // which nothing new happens. What is over the limit is let through, to be refused.
  constexpr std::int64_t kQuick = 65'536, kMostPixels = 20'000;
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  if (const auto said = easel::imaging::inspect(file)) {
    const std::int64_t pixels = std::int64_t{said->width} * said->height;
    if (pixels > kQuick && pixels <= easel::imaging::kMostPixels) return 0;
  }
  easel::ByteBudget budget(4 << 20);
  const auto picture = easel::imaging::read_picture(file, kMostPixels, budget);
  if (picture && (picture->width < 1 || picture->height < 1 ||
                  std::int64_t{picture->width} * picture->height > kMostPixels ||
                  picture->pixels.size() != static_cast<std::size_t>(picture->width) *
                                                picture->height * picture->channels))
    std::abort();
  if (budget.left() != budget.size()) std::abort();
  return 0;
}
