#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Texts as they are read: which characters, in which direction, where a line may end. By FriBidi
// (the bidirectional algorithm, UAX 9), HarfBuzz (scripts) and libunibreak (line breaks, UAX 14).
namespace easel::imaging {

inline constexpr std::size_t kLongestText = 300;  // characters that are set

// UTF-8 → characters, spaces at both ends left out. Errors: invalid_request (no field): not UTF-8,
// nothing to see in it, more than kLongestText characters, or control characters; only the line
// feed, which ends a line, and the marks that say a direction are welcome.
Result<std::u32string> characters_of(std::string_view text);
std::string utf8(std::u32string_view characters);

// A piece of a line in one direction and one script.
struct TextRun {
  int from = 0, count = 0;  // characters
  int level = 0;            // of UAX 9: odd runs go right to left
  std::uint32_t script = 0;
};

struct TextLayout {
  std::vector<std::int8_t> levels{};     // one a character
  std::vector<std::uint32_t> scripts{};  // the same; common ones take their neighbour's
  // Where a line may end after: characters' indexes + 1, in order; the last is the text's end.
  std::vector<int> ends{};
  std::vector<bool> must{};  // beside `ends`: it must end there
};
TextLayout lay_out(std::u32string_view text);

// The runs of one line in visual order, left to right (rule L2).
std::vector<TextRun> runs_of(const TextLayout& layout, int from, int count);

bool is_space(char32_t character);
bool is_invisible(char32_t character);  // spaces, joiners and marks of direction

}  // namespace easel::imaging
