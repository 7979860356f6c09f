#pragma once

#include <cstddef>
#include <vector>

namespace easel::imaging {

// The up to four places beside place `i` of a grid of `count`, row by row `width` wide.
template <class Body>
void for_beside(std::size_t i, std::size_t width, std::size_t count, const Body& body) {
  if (i % width > 0) body(i - 1);
  if (i % width + 1 < width) body(i + 1);
  if (i >= width) body(i - width);
  if (i + width < count) body(i + width);
}

// Spreads over such a grid from the places `reached` to those beside each, nearest first:
// `enters(from, to)` says whether it spreads there, and never says so twice of one place. Returns
// all that were reached.
template <class Enters>
std::vector<std::size_t> flood(std::vector<std::size_t> reached, std::size_t width,
                               std::size_t count, const Enters& enters) {
  for (std::size_t k = 0; k < reached.size(); ++k) {
    const std::size_t from = reached[k];
    for_beside(from, width, count, [&](std::size_t to) {
      if (enters(from, to)) reached.push_back(to);
    });
  }
  return reached;
}

}  // namespace easel::imaging
