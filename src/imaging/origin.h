#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Where a picture comes from, written into its file and read back: XMP with IPTC's digital source
// type (cv.iptc.org/newscodes/digitalsourcetype), which is what search engines, viewers and press
// systems look for, and the same in EXIF, which outlives more programs.
namespace easel::imaging {

enum class SourceType {
  algorithmic,  // algorithmicMedia: an algorithm made it, trained on nothing
  composite,    // compositeSynthetic: synthetic elements among others
  enhanced,     // algorithmicallyEnhanced: a picture that an algorithm corrected
};

struct Origin {
  SourceType type = SourceType::algorithmic;
  std::string tool{};   // "Easel painter-1 (procedural)"
  std::string model{};  // "easel/painter-1"
  std::string seed{};
  std::string prompt{};      // empty: it is nobody's business
  std::string generation{};  // its id; empty where the same order is to give the same bytes
  bool changed = false;      // Easel changed a picture that another made

  // An XMP packet (ISO 16684-1), read-only; the same origin gives the same bytes. Control
  // characters are left out, and of the prompt what is over 8000 bytes.
  std::string xmp() const;
  // All of it but the prompt, as the TIFF structure of EXIF; the same origin, the same bytes.
  std::string exif() const;
};

// What a file says of itself. Nothing of it is proof: who has the file can change it.
struct Inspection {
  std::string format;  // png, jpeg, webp
  int width = 0, height = 0;
  std::string source_type{};  // the last part of its IPTC address; "" = it does not say
  std::string tool{}, model{}, seed{}, prompt{}, generation{};
  bool xmp = false, exif = false;  // where it says so
  bool by_easel = false;           // an Easel made or changed it, by its mark
  bool changed = false;            // … changed it
  bool manifest = false;           // a C2PA manifest is in it; not verified
};

// Walks through the parts of a PNG, JPEG or WebP without decoding pixels. Takes time by the number
// of parts and memory for what is told. Errors: invalid_image (none of the three, or broken before
// its size is known).
Result<Inspection> inspect(std::string_view file);

}  // namespace easel::imaging
