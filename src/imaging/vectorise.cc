#include "imaging/vectorise.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "imaging/colour.h"
#include "imaging/reshape.h"

namespace easel::imaging {
namespace {

constexpr double kFlat = 0.88;    // share of pixels that must be near one of the colours
constexpr float kNear = 0.0025f;  // squared OKLab distance
constexpr std::size_t kMostPoints = 400'000;
constexpr double kTolerance = 0.7;  // pixels that a simplified outline may be off

struct Corner {
  int x = 0, y = 0;
  auto operator<=>(const Corner&) const = default;
};
using Outline = std::vector<Corner>;

// Small spots become what most of their neighbours are, so that anti-aliasing makes no shapes.
void tidy(std::vector<std::uint8_t>& labels, int width, int height) {
  for (int round = 0; round < 3; ++round) {
    const auto before = labels;
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        std::array<int, 256> votes{};
        for (int j = std::max(0, y - 1); j <= std::min(height - 1, y + 1); ++j)
          for (int i = std::max(0, x - 1); i <= std::min(width - 1, x + 1); ++i)
            ++votes[before[static_cast<std::size_t>(j) * width + static_cast<std::size_t>(i)]];
        auto& label = labels[static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)];
        const auto most = std::ranges::max_element(votes);
        if (*most >= 5) label = static_cast<std::uint8_t>(most - votes.begin());
      }
  }
}

// The outlines of all pixels for which `in` holds, along pixel edges, the area on the right hand.
template <class In>
std::vector<Outline> outlines_of(int width, int height, const In& in) {
  std::multimap<Corner, Corner> edges;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      if (!in(x, y)) continue;
      if (!in(x, y - 1)) edges.emplace(Corner{x, y}, Corner{x + 1, y});
      if (!in(x + 1, y)) edges.emplace(Corner{x + 1, y}, Corner{x + 1, y + 1});
      if (!in(x, y + 1)) edges.emplace(Corner{x + 1, y + 1}, Corner{x, y + 1});
      if (!in(x - 1, y)) edges.emplace(Corner{x, y + 1}, Corner{x, y});
    }
  std::vector<Outline> out;
  while (!edges.empty()) {
    Outline outline{edges.begin()->first};
    for (auto edge = edges.begin(); edge != edges.end(); edge = edges.find(outline.back())) {
      const Corner to = edge->second;
      edges.erase(edge);
      if (to == outline.front()) break;
      outline.push_back(to);
    }
    out.push_back(std::move(outline));
  }
  return out;
}

double off_line(const Corner& p, const Corner& a, const Corner& b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
  if (length == 0) return std::hypot(p.x - a.x, p.y - a.y);
  return std::fabs(dx * (p.y - a.y) - dy * (p.x - a.x)) / length;
}

// Ramer's and Douglas and Peucker's, without recursion.
Outline simplified(const Outline& outline) {
  if (outline.size() < 5) return outline;
  std::vector<bool> kept(outline.size());
  std::vector<std::pair<std::size_t, std::size_t>> todo{{0, outline.size() / 2},
                                                        {outline.size() / 2, outline.size() - 1}};
  kept[0] = kept[outline.size() / 2] = kept[outline.size() - 1] = true;
  while (!todo.empty()) {
    const auto [from, to] = todo.back();
    todo.pop_back();
    double farthest = kTolerance;
    std::size_t found = 0;
    for (std::size_t i = from + 1; i < to; ++i)
      if (const double off = off_line(outline[i], outline[from], outline[to]); off > farthest)
        farthest = off, found = i;
    if (found == 0) continue;
    kept[found] = true;
    todo.push_back({from, found});
    todo.push_back({found, to});
  }
  Outline out;
  for (std::size_t i = 0; i < outline.size(); ++i)
    if (kept[i]) out.push_back(outline[i]);
  return out;
}

std::string path_of(const std::vector<Outline>& outlines, std::size_t& points) {
  std::string out;
  for (const auto& outline : outlines) {
    const Outline simple = simplified(outline);
    points += simple.size();
    for (std::size_t i = 0; i < simple.size(); ++i)
      out += fmt::format("{}{} {}", i == 0 ? "M" : "L", simple[i].x, simple[i].y);
    out += "Z";
  }
  return out;
}

std::string hex(const Lab& colour) {
  std::uint8_t rgb[3];
  put(colour, rgb);
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

}  // namespace

Result<Drawing> vectorise(const Bitmap& picture, int colours) {
  constexpr std::uint8_t kWhite[3] = {255, 255, 255};
  const Bitmap flat = flattened(picture, kWhite);
  const auto swatches = palette_of(flat, std::clamp(colours, 2, 16));
  auto labels = nearest_of(flat, swatches);
  std::size_t near = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    near += distance(lab_of(flat.pixels.data() + i * 3), swatches[labels[i]].colour) < kNear;
  if (static_cast<double>(near) < kFlat * static_cast<double>(labels.size()))
    return fail(invalid("", "it has more colours than flat art has"));
  tidy(labels, flat.width, flat.height);

  Drawing out{.colours = static_cast<int>(swatches.size())};
  out.svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\">"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"{2}\"/>",
      flat.width, flat.height, hex(swatches.front().colour));
  std::size_t points = 0;
  // The commonest colour is the ground; each other one lies on it, its seam closed by a thin line.
  for (std::size_t k = 1; k < swatches.size(); ++k) {
    const auto outlines = outlines_of(flat.width, flat.height, [&](int x, int y) {
      return x >= 0 && y >= 0 && x < flat.width && y < flat.height &&
             labels[static_cast<std::size_t>(y) * flat.width + static_cast<std::size_t>(x)] == k;
    });
    if (outlines.empty()) continue;
    const auto colour = hex(swatches[k].colour);
    out.shapes += static_cast<int>(outlines.size());
    out.svg += fmt::format(
        "<path fill=\"{0}\" stroke=\"{0}\" stroke-width=\".6\" fill-rule=\"evenodd\" d=\"{1}\"/>",
        colour, path_of(outlines, points));
    if (points > kMostPoints) return fail(invalid("", "its shapes are too ragged"));
  }
  out.svg += "</svg>";
  return out;
}

}  // namespace easel::imaging
