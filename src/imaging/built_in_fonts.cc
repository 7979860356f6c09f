#include "imaging/built_in_fonts.h"

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wc23-extensions"

namespace easel::imaging {
namespace {

constexpr std::uint8_t kOpenSans[] = {
#embed "/usr/share/fonts/truetype/open-sans/OpenSans-Semibold.ttf"
};
constexpr std::uint8_t kDejaVu[] = {
#embed "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
};

}  // namespace

std::array<std::span<const std::uint8_t>, 2> built_in_fonts() {
  return {kOpenSans, kDejaVu};
}

}  // namespace easel::imaging

#pragma clang diagnostic pop
