// A font of a stranger's: whatever its bytes, a text set in it is letters of bounded size or an
// error.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "imaging/lettering.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const easel::imaging::LetteringRoom room{300, 100, 40};
  auto set = easel::imaging::set_text(
      std::span(data, size), "Wa\u0301ve fi \u05e9\u05dc\u05d5\u05dd \u0633\u0644 12", room);
  if (set &&
      (set->width > room.width + 2 * room.size || set->height > room.height + 2 * room.size ||
       set->coverage.size() != static_cast<std::size_t>(set->width) * set->height))
    std::abort();
  return 0;
}
