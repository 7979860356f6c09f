#pragma once

#include <string>
#include <string_view>

// The two fields of EXIF (CIPA DC-008) in which a file says what made it: a TIFF of one directory
// and one within it. Where it lies in a file is the formats' own business.
namespace easel::imaging {

struct Exif {
  std::string software{};  // printable ASCII; anything else becomes "?"
  std::string comment{};   // UserComment, the same
};

// The same fields give the same bytes.
std::string write_exif(const Exif& exif);

// What a TIFF has of them, of either byte order; empty where it has none or is broken. Takes time
// by the number of its entries, at most some hundreds.
Exif read_exif(std::string_view tiff);

}  // namespace easel::imaging
