#include "imaging/title.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "imaging/ink.h"

namespace easel::imaging {
namespace {

constexpr float kSoft = 0.6f;  // a halo's strength up to which it is only a shade
using Mask = LetterMask;

// Coverage as it was set, or scaled so that it fits the picture's title room.
Mask fitted(const Lettering& lettering, int width, int height) {
  const LetteringRoom room = title_room(width, height);
  const double scale = std::min({1.0, static_cast<double>(room.width) / lettering.width,
                                 static_cast<double>(room.height) / lettering.height});
  return scaled(lettering, std::max(1, static_cast<int>(lettering.width * scale)),
                std::max(1, static_cast<int>(lettering.height * scale)));
}

// A picture's unrest, coarse: sums over rectangles of steps in brightness, cells of 4 × 4 pixels.
class Unrest {
 public:
  explicit Unrest(const Bitmap& picture)
      : width_((picture.width + 3) / 4), height_((picture.height + 3) / 4) {
    sums_.resize(static_cast<std::size_t>(width_ + 1) * (height_ + 1));
    for (int y = 0; y < height_; ++y)
      for (int x = 0; x < width_; ++x)
        sum(x + 1, y + 1) = step(picture, x * 4, y * 4) + sum(x, y + 1) + sum(x + 1, y) - sum(x, y);
  }

  // The mean step within a box, 0 … 255.
  double in(const Box& box) const {
    const int left = std::clamp(box.x / 4, 0, width_ - 1),
              top = std::clamp(box.y / 4, 0, height_ - 1);
    const int right = std::clamp((box.x + box.width) / 4, left + 1, width_);
    const int bottom = std::clamp((box.y + box.height) / 4, top + 1, height_);
    const double all = sum(right, bottom) - sum(left, bottom) - sum(right, top) + sum(left, top);
    return all / (static_cast<double>(right - left) * (bottom - top));
  }

 private:
  static double brightness(const Bitmap& picture, int x, int y) {
    x = std::min(x, picture.width - 1), y = std::min(y, picture.height - 1);
    const auto* p = &picture.row(y)[static_cast<std::size_t>(x) * picture.channels];
    const double alpha = picture.channels == 4 ? p[3] / 255.0 : 1;
    return alpha * (0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2]) + (1 - alpha) * 128;
  }
  static double step(const Bitmap& picture, int x, int y) {
    const double here = brightness(picture, x, y);
    return std::abs(brightness(picture, x + 4, y) - here) +
           std::abs(brightness(picture, x, y + 4) - here);
  }
  double& sum(int x, int y) { return sums_[static_cast<std::size_t>(y) * (width_ + 1) + x]; }
  double sum(int x, int y) const { return sums_[static_cast<std::size_t>(y) * (width_ + 1) + x]; }

  int width_, height_;
  std::vector<double> sums_;
};

bool meet(const Box& a, const Box& b, int gap) {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap &&
         b.y < a.y + a.height + gap;
}

Box quiet_place(const Bitmap& picture, int width, int height, const std::vector<Box>& taken) {
  const Unrest unrest(picture);
  const int margin = picture.height / 14, step = std::max(1, picture.height / 96);
  const int last = std::max(0, picture.height - height - margin);
  Box best{(picture.width - width) / 2, std::min(margin, last), width, height};
  double least = 1e18;
  for (int y = std::min(margin, last); y <= last; y += step) {
    const Box box{best.x, y, width, height};
    const double middle = (y + height / 2.0) / picture.height;
    double cost = unrest.in(box) + 160 * std::min(std::abs(middle - 0.16), std::abs(middle - 0.85));
    for (const Box& other : taken)
      if (meet(box, other, height / 2)) cost += 1e6;
    if (cost < least) least = cost, best = box;
  }
  return best;
}

// Letters and their halo over one place of a picture.
class Printer {
 public:
  Printer(Bitmap& picture, Mask letters, Box box)
      : picture_(picture),
        letters_(std::move(letters)),
        box_(box),
        padding_(std::max(3, box.height / 3)),
        near_(blurred(letters_, 2, 1)),
        halo_(blurred(letters_, padding_, std::max(1, padding_ / 4))) {}

  void print(PlacedTitle& placed) {
    placed.light = contrast(true, 0.3f) >= contrast(false, 0.3f);
    float strength = 0.3f;
    while (strength < 1 && contrast(placed.light, strength) < kReadable + 0.1) strength += 0.05f;
    placed.contrast = contrast(placed.light, strength);
    for (int y = 0; y < halo_.height; ++y)
      for (int x = 0; x < halo_.width; ++x) print(x, y, placed.light, strength);
  }

 private:
  std::uint8_t* pixel(int x, int y) const {
    const int px = box_.x + x - padding_, py = box_.y + y - padding_;
    if (px < 0 || py < 0 || px >= picture_.width || py >= picture_.height) return nullptr;
    return &picture_.row(py)[static_cast<std::size_t>(px) * picture_.channels];
  }
  // Where a soft halo is not enough it closes around the letters as an outline.
  float halo(int x, int y, float strength) const {
    const float soft = std::min(1.0f, 2.2f * halo_.at(x, y));
    const int nx = x - padding_ + 2, ny = y - padding_ + 2;
    if (strength <= kSoft || nx < 0 || ny < 0 || nx >= near_.width || ny >= near_.height)
      return soft * strength;
    const float outline = std::min(1.0f, near_.at(nx, ny) / kBeside);
    const float firm = (strength - kSoft) / (1 - kSoft);
    return std::max(soft, outline * firm) * strength;
  }
  static const Ink& ground(bool light) { return light ? kDark : kLight; }

  // What a pixel looks like under the halo; behind what is transparent, a middle grey.
  static Ink under(const std::uint8_t* p, int channels, const Ink& ground, float amount) {
    const float alpha = channels == 4 ? static_cast<float>(p[3]) / 255 : 1;
    Ink out{};
    for (std::size_t k = 0; k < 3; ++k) {
      const float seen = static_cast<float>(p[k]) * alpha + 128 * (1 - alpha);
      out[k] = seen + (ground[k] - seen) * amount;
    }
    return out;
  }

  // Of the ink with what is right beside the letters.
  double contrast(bool light, float strength) const {
    std::vector<double> beside;
    for (int y = 0; y < near_.height; ++y) {
      for (int x = 0; x < near_.width; ++x) {
        const bool inside = x >= 2 && y >= 2 && x < letters_.width + 2 && y < letters_.height + 2;
        const bool letter = inside && letters_.at(x - 2, y - 2) > 0;
        if (near_.at(x, y) < kBeside || letter) continue;
        const int hx = x + padding_ - 2, hy = y + padding_ - 2;
        const auto* p = pixel(hx, hy);
        if (p)
          beside.push_back(
              luminance(under(p, picture_.channels, ground(light), halo(hx, hy, strength))));
      }
    }
    if (beside.empty()) return 1;
    const auto tenth = static_cast<std::ptrdiff_t>(beside.size() / 10);
    const auto worst = light ? beside.end() - 1 - tenth : beside.begin() + tenth;
    std::nth_element(beside.begin(), worst, beside.end());
    return contrast_of(luminance(light ? kLight : kDark), *worst);
  }

  void print(int x, int y, bool light, float strength) {
    auto* p = pixel(x, y);
    if (!p) return;
    lay(p, ground(light), halo(x, y, strength));
    const int lx = x - padding_, ly = y - padding_;
    if (lx >= 0 && ly >= 0 && lx < letters_.width && ly < letters_.height)
      lay(p, light ? kLight : kDark, letters_.at(lx, ly));
  }

  // One colour over another, straight alpha.
  void lay(std::uint8_t* p, const Ink& colour, float amount) const {
    if (amount <= 0) return;
    const float below = picture_.channels == 4 ? static_cast<float>(p[3]) / 255 : 1;
    const float alpha = amount + below * (1 - amount);
    for (std::size_t k = 0; k < 3; ++k) {
      const float mixed =
          (colour[k] * amount + static_cast<float>(p[k]) * below * (1 - amount)) / alpha;
      p[k] = static_cast<std::uint8_t>(std::clamp(std::lround(mixed), 0L, 255L));
    }
    if (picture_.channels == 4)
      p[3] = static_cast<std::uint8_t>(std::clamp(std::lround(alpha * 255), 0L, 255L));
  }

  Bitmap& picture_;
  Mask letters_;
  Box box_;
  int padding_;
  Mask near_, halo_;
};

}  // namespace

PlacedTitle draw_title(Bitmap& picture, const Lettering& lettering, const std::vector<Box>& taken) {
  Mask letters = fitted(lettering, picture.width, picture.height);
  PlacedTitle placed{.text = lettering.text, .missing = lettering.missing};
  placed.size = lettering.size * letters.width / lettering.width;
  placed.lines = lettering.lines;
  placed.box = quiet_place(picture, letters.width, letters.height, taken);
  Printer(picture, std::move(letters), placed.box).print(placed);
  return placed;
}

}  // namespace easel::imaging
