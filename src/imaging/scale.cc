#include "imaging/scale.h"

#include <algorithm>
#include <cmath>

namespace easel::imaging {
namespace {

std::uint8_t byte_of(float value) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0l, 255l));
}

}  // namespace

AreaScaler::AreaScaler(int in_width, int in_height, int channels, int width, int height)
    : in_width_(in_width),
      in_height_(in_height),
      channels_(channels),
      across_(static_cast<double>(in_width) / width),
      down_(static_cast<double>(in_height) / height),
      row_(static_cast<std::size_t>(width) * channels),
      sum_(row_.size()),
      out_(width, height, channels) {}

void AreaScaler::average_across(std::span<const std::uint8_t> row) {
  std::fill(row_.begin(), row_.end(), 0.0f);
  for (int x = 0; x < out_.width; ++x) {
    double left = x * across_, right = std::min((x + 1) * across_, 1.0 * in_width_);
    float* to = row_.data() + static_cast<std::size_t>(x) * channels_;
    for (int at = static_cast<int>(left); at < in_width_ && at < right; ++at) {
      auto part =
          static_cast<float>((std::min(at + 1.0, right) - std::max(1.0 * at, left)) / across_);
      const std::uint8_t* from = row.data() + static_cast<std::size_t>(at) * channels_;
      float alpha = channels_ == 4 ? static_cast<float>(from[3]) / 255 : 1;
      for (int c = 0; c < 3; ++c) to[c] += part * alpha * from[c];
      if (channels_ == 4) to[3] += part * alpha;
    }
  }
}

void AreaScaler::add(float weight) {
  for (std::size_t i = 0; i < sum_.size(); ++i) sum_[i] += weight * row_[i];
}

void AreaScaler::finish_row() {
  auto to = out_.row(made_++);
  for (int x = 0; x < out_.width; ++x) {
    const float* from = sum_.data() + static_cast<std::size_t>(x) * channels_;
    std::uint8_t* pixel = to.data() + static_cast<std::size_t>(x) * channels_;
    float alpha = channels_ == 4 ? from[3] : 1;
    for (int c = 0; c < 3; ++c) pixel[c] = alpha > 0 ? byte_of(from[c] / alpha) : 0;
    if (channels_ == 4) pixel[3] = byte_of(alpha * 255);
  }
  std::fill(sum_.begin(), sum_.end(), 0.0f);
}

void AreaScaler::push(std::span<const std::uint8_t> row) {
  average_across(row);
  double top = pushed_, bottom = ++pushed_;
  while (made_ < out_.height) {
    double end = made_ + 1 == out_.height ? in_height_ : (made_ + 1) * down_;
    double inside = std::min(bottom, end) - std::max(top, made_ * down_);
    if (inside > 0) add(static_cast<float>(inside / down_));
    if (end > bottom) return;
    finish_row();
  }
}

}  // namespace easel::imaging
