#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace easel::imaging {

// The files of the fonts in this program, the one for titles first: Open Sans Semibold (Apache
// licence 2.0) and DejaVu Sans Bold (Bitstream Vera's licence), as Debian has them.
std::array<std::span<const std::uint8_t>, 2> built_in_fonts();

}  // namespace easel::imaging
