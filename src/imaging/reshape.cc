#include "imaging/reshape.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

#include "imaging/read_picture.h"
#include "imaging/resample.h"

namespace easel::imaging {
namespace {

constexpr int kLongestCell = 1024;  // pixels of a sheet's picture

std::vector<double> detail_along(const Bitmap& picture, bool across) {
  std::vector<double> out(static_cast<std::size_t>(across ? picture.width : picture.height));
  for (int y = 1; y < picture.height; ++y) {
    const auto row = picture.row(y), above = picture.row(y - 1);
    for (int x = 1; x < picture.width; ++x) {
      const auto at = static_cast<std::size_t>(x * picture.channels) + 1;  // green will do
      const double found =
          std::abs(row[at] - row[at - static_cast<std::size_t>(picture.channels)]) +
          std::abs(row[at] - above[at]);
      out[static_cast<std::size_t>(across ? x : y)] += found;
    }
  }
  return out;
}

// A side of the largest upright rectangle inside a turned one (its area; by Andri and others, the
// closed form for angles of less than a quarter turn).
std::pair<double, double> inside_of(double width, double height, double angle) {
  const double sine = std::fabs(std::sin(angle)), cosine = std::fabs(std::cos(angle));
  const double longer = std::max(width, height), shorter = std::min(width, height);
  if (shorter <= 2 * sine * cosine * longer || std::fabs(sine - cosine) < 1e-9) {
    const double half = 0.5 * shorter;
    return width >= height ? std::pair(half / sine, half / cosine)
                           : std::pair(half / cosine, half / sine);
  }
  const double by = cosine * cosine - sine * sine;
  return {(width * cosine - height * sine) / by, (height * cosine - width * sine) / by};
}

}  // namespace

Bitmap cropped(const Bitmap& picture, const Box& box) {
  const int x = std::clamp(box.x, 0, picture.width - 1),
            y = std::clamp(box.y, 0, picture.height - 1);
  const int width = std::clamp(box.width, 1, picture.width - x);
  const int height = std::clamp(box.height, 1, picture.height - y);
  Bitmap out(width, height, picture.channels);
  for (int row = 0; row < height; ++row) {
    const auto from = picture.row(y + row).subspan(static_cast<std::size_t>(x * picture.channels),
                                                   out.row(row).size());
    std::ranges::copy(from, out.row(row).begin());
  }
  return out;
}

Box best_crop(const Bitmap& picture, double ratio) {
  const int width =
      std::clamp(static_cast<int>(std::lround(picture.height * ratio)), 1, picture.width);
  const int height =
      std::clamp(static_cast<int>(std::lround(picture.width / ratio)), 1, picture.height);
  const bool across = width < picture.width;
  const int room = across ? picture.width - width : picture.height - height;
  if (room == 0) return {0, 0, width, height};
  const auto detail = detail_along(picture, across);
  const int length = across ? width : height;
  double sum = 0, best = -1;
  for (int i = 0; i < length; ++i) sum += detail[static_cast<std::size_t>(i)];
  // Pictures of people have their heads above the middle.
  const double middle = room * (across ? 0.5 : 0.3);
  int found = static_cast<int>(middle);
  for (int at = 0; at <= room; ++at) {
    const double off = std::fabs(at - middle) / (room - middle + 1);
    if (const double worth = sum * (1 - 0.4 * off); worth > best) best = worth, found = at;
    if (at < room)
      sum += detail[static_cast<std::size_t>(at + length)] - detail[static_cast<std::size_t>(at)];
  }
  return across ? Box{found, 0, width, height} : Box{0, found, width, height};
}

Bitmap quarter_turned(const Bitmap& picture, int quarters) {
  constexpr int kOrientations[] = {1, 6, 3, 8};  // as EXIF numbers them
  return upright(picture, kOrientations[((quarters % 4) + 4) % 4]);
}

Bitmap mirrored(const Bitmap& picture, bool top_to_bottom) {
  return upright(picture, top_to_bottom ? 4 : 2);
}

Bitmap turned(const Bitmap& picture, double degrees, bool inside, Job& job) {
  const double angle = degrees * std::numbers::pi / 180;
  const double c = std::cos(angle), s = std::sin(angle);
  double width = std::fabs(picture.width * c) + std::fabs(picture.height * s);
  double height = std::fabs(picture.width * s) + std::fabs(picture.height * c);
  if (inside) std::tie(width, height) = inside_of(picture.width, picture.height, angle);
  Bitmap out(std::max(1, static_cast<int>(inside ? std::floor(width) : std::ceil(width - 1e-6))),
             std::max(1, static_cast<int>(inside ? std::floor(height) : std::ceil(height - 1e-6))),
             4);
  const auto value = [&](int x, int y, int k) -> double {
    if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return 0;
    const auto at = static_cast<std::size_t>(x * picture.channels);
    const double alpha = picture.channels == 4 ? picture.row(y)[at + 3] / 255.0 : 1;
    return k == 3 ? alpha : alpha * picture.row(y)[at + static_cast<std::size_t>(k)];
  };
  job.parallel.for_each(out.height, [&](int y) {
    for (int x = 0; x < out.width; ++x) {
      const double dx = x + 0.5 - out.width / 2.0, dy = y + 0.5 - out.height / 2.0;
      const double px = c * dx + s * dy + picture.width / 2.0 - 0.5;
      const double py = -s * dx + c * dy + picture.height / 2.0 - 0.5;
      const int column = static_cast<int>(std::floor(px)), row = static_cast<int>(std::floor(py));
      const double u = px - column, v = py - row;
      double sum[4];
      for (int k = 0; k < 4; ++k)
        sum[k] = (1 - v) * ((1 - u) * value(column, row, k) + u * value(column + 1, row, k)) +
                 v * ((1 - u) * value(column, row + 1, k) + u * value(column + 1, row + 1, k));
      std::uint8_t* pixel = out.row(y).data() + x * 4;
      for (int k = 0; k < 3; ++k)
        pixel[k] = static_cast<std::uint8_t>(std::lround(sum[3] > 0 ? sum[k] / sum[3] : 0));
      pixel[3] = static_cast<std::uint8_t>(std::lround(sum[3] * 255));
    }
  });
  if (!inside || picture.channels == 4) return out;
  constexpr std::uint8_t kNothing[3] = {0, 0, 0};
  for (std::size_t i = 3; i < out.pixels.size(); i += 4) out.pixels[i] = 255;
  return flattened(out, kNothing);
}

Bitmap flattened(const Bitmap& picture, const std::uint8_t* rgb) {
  if (picture.channels == 3) return picture;
  Bitmap out(picture.width, picture.height);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x) std::copy_n(rgb, 3, out.row(y).data() + x * 3);
  lay(out, picture, 0, 0);
  return out;
}

Bitmap sheet_of(const std::vector<Bitmap>& pictures, int columns) {
  const int count = static_cast<int>(pictures.size());
  if (columns <= 0) columns = static_cast<int>(std::ceil(std::sqrt(count)));
  columns = std::min(columns, count);
  const int rows = (count + columns - 1) / columns;
  const Bitmap& first = pictures.front();
  const double by =
      std::min(1.0, static_cast<double>(kLongestCell) / std::max(first.width, first.height));
  const int width = std::max(1, static_cast<int>(first.width * by));
  const int height = std::max(1, static_cast<int>(first.height * by));
  const int gap = std::max(2, std::max(width, height) / 60);
  Bitmap out(columns * width + (columns + 1) * gap, rows * height + (rows + 1) * gap);
  std::ranges::fill(out.pixels, std::uint8_t{255});
  for (int i = 0; i < count; ++i) {
    const Bitmap& picture = pictures[static_cast<std::size_t>(i)];
    const Bitmap part = cropped(picture, best_crop(picture, static_cast<double>(width) / height));
    lay(out, resample(part, width, height), gap + i % columns * (width + gap),
        gap + i / columns * (height + gap));
  }
  return out;
}

void lay(Bitmap& on, const Bitmap& what, int x, int y) {
  for (int row = std::max(0, -y); row < what.height && y + row < on.height; ++row)
    for (int column = std::max(0, -x); column < what.width && x + column < on.width; ++column) {
      const std::uint8_t* from = what.row(row).data() + column * what.channels;
      std::uint8_t* to = on.row(y + row).data() + (x + column) * on.channels;
      const int alpha = what.channels == 4 ? from[3] : 255;
      for (int c = 0; c < 3; ++c)
        to[c] = static_cast<std::uint8_t>((to[c] * (255 - alpha) + from[c] * alpha + 127) / 255);
      if (on.channels == 4) to[3] = static_cast<std::uint8_t>(std::max<int>(to[3], alpha));
    }
}

}  // namespace easel::imaging
