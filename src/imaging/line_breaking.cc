#include "imaging/line_breaking.h"

#include <algorithm>
#include <limits>

namespace easel::imaging {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();

// What the best way to set the first pieces in so many lines costs, and where its last line begins.
struct Best {
  float longest = kNever, squares = kNever;
  int from = 0;
  bool operator<(const Best& other) const {
    if (longest != other.longest) return longest < other.longest;
    return squares < other.squares;
  }
};

}  // namespace

std::vector<int> break_lines(const std::vector<Unbroken>& pieces, int lines) {
  const int count = static_cast<int>(pieces.size());
  const int forced = static_cast<int>(std::ranges::count(pieces, true, &Unbroken::ends_line));
  lines = std::clamp(std::max(lines, forced), 1, std::max(count, 1));
  const auto row = static_cast<std::size_t>(count) + 1;
  std::vector<Best> table((static_cast<std::size_t>(lines) + 1) * row);
  const auto best = [&](int line, int end) -> Best& {
    return table[static_cast<std::size_t>(line) * row + static_cast<std::size_t>(end)];
  };
  best(0, 0) = {0, 0, 0};
  for (int line = 1; line <= lines; ++line) {
    for (int end = 1; end <= count; ++end) {
      float width = 0;
      for (int from = end - 1; from >= 0; --from) {
        const auto& piece = pieces[static_cast<std::size_t>(from)];
        if (piece.ends_line && from != end - 1) break;
        width += from == end - 1 ? piece.visible : piece.width;
        const Best& before = best(line - 1, from);
        if (before.longest == kNever) continue;
        const Best candidate{std::max(before.longest, width), before.squares + width * width, from};
        if (candidate < best(line, end)) best(line, end) = candidate;
      }
    }
  }
  int used = 1;
  for (int line = 2; line <= lines; ++line)
    if (best(line, count) < best(used, count)) used = line;
  std::vector<int> ends;
  for (int line = used, end = count; line > 0; end = best(line--, end).from) ends.push_back(end);
  std::ranges::reverse(ends);
  return ends;
}

float longest_line(const std::vector<Unbroken>& pieces, const std::vector<int>& ends) {
  float longest = 0;
  int from = 0;
  for (const int end : ends) {
    float width = 0;
    for (int i = from; i < end; ++i) {
      const auto& piece = pieces[static_cast<std::size_t>(i)];
      width += i + 1 == end ? piece.visible : piece.width;
    }
    longest = std::max(longest, width);
    from = end;
  }
  return longest;
}

}  // namespace easel::imaging
