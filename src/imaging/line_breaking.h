#pragma once

#include <vector>

// Inside imaging only: where the lines of a text end.
namespace easel::imaging {

// A piece of text that no line breaks.
struct Unbroken {
  float width = 0;    // with the spaces behind it
  float visible = 0;  // without them
  bool ends_line = false;
};

// Breaks into at most `lines` lines, the longest as short as can be and then all as even as can be.
// Each entry is the index behind a line's last piece. Fewer lines where there are fewer pieces,
// more where more must end.
std::vector<int> break_lines(const std::vector<Unbroken>& pieces, int lines);

// The longest line's visible width.
float longest_line(const std::vector<Unbroken>& pieces, const std::vector<int>& ends);

}  // namespace easel::imaging
