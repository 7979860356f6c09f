#include "imaging/backdrop.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imaging/colour.h"
#include "imaging/flood.h"
#include "imaging/grade.h"
#include "imaging/resample.h"

namespace easel::imaging {
namespace {

constexpr float kSame = 0.0030f;  // squared OKLab distance that a plain ground may have to its mean
constexpr float kStep = 0.0008f;  // … and from pixel to pixel

std::vector<Lab> labs_of(const Bitmap& picture) {
  std::vector<Lab> out(static_cast<std::size_t>(picture.width) * picture.height);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = lab_of(picture.pixels.data() + i * picture.channels);
  return out;
}

std::vector<std::size_t> edge_of(const Bitmap& picture) {
  const auto w = static_cast<std::size_t>(picture.width),
             h = static_cast<std::size_t>(picture.height);
  std::vector<std::size_t> out;
  for (std::size_t x = 0; x < w; ++x) out.push_back(x), out.push_back((h - 1) * w + x);
  for (std::size_t y = 1; y + 1 < h; ++y) out.push_back(y * w), out.push_back(y * w + w - 1);
  return out;
}

Lab middle_of_edge(const std::vector<Lab>& labs, const std::vector<std::size_t>& edge) {
  const auto median = [&](float Lab::* axis) {
    std::vector<float> values;
    for (const std::size_t i : edge) values.push_back(labs[i].*axis);
    std::ranges::nth_element(values,
                             values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
  };
  return {median(&Lab::l), median(&Lab::a), median(&Lab::b)};
}

// Specks of noise in the ground are none of the subject.
void drop_specks(std::vector<std::uint8_t>& alpha, std::size_t width) {
  const std::size_t least = std::max<std::size_t>(4, alpha.size() / 2000);
  std::vector<bool> seen(alpha.size());
  for (std::size_t start = 0; start < alpha.size(); ++start) {
    if (seen[start] || !alpha[start]) continue;
    seen[start] = true;
    const auto part = flood({start}, width, alpha.size(), [&](std::size_t, std::size_t j) {
      if (seen[j] || !alpha[j]) return false;
      seen[j] = true;
      return true;
    });
    if (part.size() >= least) continue;
    for (const std::size_t i : part) alpha[i] = 0;
  }
}

void soften(Subject& subject, const Bitmap& picture, Job& job) {
  Bitmap mask(picture.width, picture.height);
  for (std::size_t i = 0; i < subject.alpha.size(); ++i)
    std::fill_n(mask.pixels.begin() + static_cast<std::ptrdiff_t>(i * 3), 3, subject.alpha[i]);
  mask = blurred(
      mask, std::max(1.0f, static_cast<float>(std::max(picture.width, picture.height)) / 400), job);
  for (std::size_t i = 0; i < subject.alpha.size(); ++i) subject.alpha[i] = mask.pixels[i * 3];
}

// Colours of the small picture, how likely each is of the ground, and a few rounds in which
// neighbours agree.
struct Guess {
  std::vector<float> subject{};  // likelihood of each pixel
  double overlap = 1;            // of the colours of both
};

Guess guess(const Bitmap& small) {
  constexpr int kColours = 24;
  const auto swatches = palette_of(small, kColours);
  const auto which = nearest_of(small, swatches);
  const int w = small.width, h = small.height;
  Guess out{.subject = std::vector<float>(which.size())};
  const auto middle = [&](std::size_t i) {
    const float x =
        (static_cast<float>(i % static_cast<std::size_t>(w)) + 0.5f) / static_cast<float>(w) * 2 -
        1;
    const float y =
        (static_cast<float>(i / static_cast<std::size_t>(w)) + 0.5f) / static_cast<float>(h) * 2 -
        1;
    return std::exp(-1.6f * (x * x + y * y));
  };
  for (std::size_t i = 0; i < which.size(); ++i) out.subject[i] = middle(i);
  for (int round = 0; round < 6; ++round) {
    std::vector<float> inside(swatches.size(), 0.5f), all(swatches.size(), 1);
    double common = 0, total = 0;
    for (std::size_t i = 0; i < which.size(); ++i)
      inside[which[i]] += out.subject[i], all[which[i]] += 1;
    for (std::size_t k = 0; k < swatches.size(); ++k)
      common += 2 * std::min(inside[k], all[k] - inside[k]), total += all[k];
    out.overlap = common / total;
    Bitmap map(w, h);
    for (std::size_t i = 0; i < which.size(); ++i) {
      const float likely = inside[which[i]] / all[which[i]];
      const float prior = 0.25f + 0.75f * middle(i);
      const float value = likely * prior / (likely * prior + (1 - likely) * (1.1f - prior) + 1e-6f);
      std::fill_n(map.pixels.begin() + static_cast<std::ptrdiff_t>(i * 3), 3,
                  static_cast<std::uint8_t>(255 * std::clamp(value, 0.0f, 1.0f)));
    }
    auto threads = make_threads(1);
    Job alone{.parallel = *threads};
    map = blurred(map, 2, alone);
    for (std::size_t i = 0; i < which.size(); ++i) {
      const float value = static_cast<float>(map.pixels[i * 3]) / 255;
      out.subject[i] = std::clamp((value - 0.5f) * 2.5f + 0.5f, 0.0f, 1.0f);
    }
  }
  return out;
}

}  // namespace

Subject on_plain_ground(const Bitmap& picture) {
  const auto labs = labs_of(picture);
  const auto edge = edge_of(picture);
  const auto width = static_cast<std::size_t>(picture.width);
  const Lab ground = middle_of_edge(labs, edge);
  Subject out{.alpha = std::vector<std::uint8_t>(labs.size(), 255)};
  std::vector<std::size_t> plain;
  for (const std::size_t i : edge) {
    if (!out.alpha[i] || distance(labs[i], ground) >= kSame) continue;
    out.alpha[i] = 0;
    plain.push_back(i);
  }
  flood(plain, width, labs.size(), [&](std::size_t i, std::size_t j) {
    const bool same = distance(labs[j], ground) < kSame;
    const bool slowly = distance(labs[i], labs[j]) < kStep && distance(labs[j], ground) < 4 * kSame;
    if (!out.alpha[j] || !(same || slowly)) return false;
    out.alpha[j] = 0;
    return true;
  });
  drop_specks(out.alpha, width);
  // Beside the ground a pixel may be half of it: by how far its colour is on the way to the
  // subject's.
  auto alpha = out.alpha;
  for (std::size_t i = 0; i < labs.size(); ++i) {
    if (!out.alpha[i]) continue;
    bool at_edge = false;
    Lab inner = labs[i];
    for_beside(i, width, labs.size(), [&](std::size_t j) {
      at_edge = at_edge || !out.alpha[j];
      if (out.alpha[j] && distance(labs[j], ground) > distance(inner, ground)) inner = labs[j];
    });
    if (!at_edge) continue;
    const float whole = std::sqrt(distance(inner, ground)),
                here = std::sqrt(distance(labs[i], ground));
    alpha[i] =
        static_cast<std::uint8_t>(255 * std::clamp(here / std::max(whole, 1e-4f), 0.0f, 1.0f));
  }
  out.alpha = std::move(alpha);
  std::size_t count = 0;
  for (const auto value : out.alpha) count += value > 127;
  out.share = static_cast<double>(count) / static_cast<double>(labs.size());
  out.sure = static_cast<double>(plain.size()) / static_cast<double>(edge.size());
  if (out.share < 0.002 || out.share > 0.97) out.sure = 0;
  return out;
}

Subject in_the_middle(const Bitmap& picture, Job& job) {
  constexpr int kSmall = 256;
  const double by =
      std::min(1.0, static_cast<double>(kSmall) / std::max(picture.width, picture.height));
  const Bitmap small = resample(picture, std::max(1, static_cast<int>(picture.width * by)),
                                std::max(1, static_cast<int>(picture.height * by)));
  const Guess found = guess(small);
  Bitmap mask(small.width, small.height);
  for (std::size_t i = 0; i < found.subject.size(); ++i)
    std::fill_n(mask.pixels.begin() + static_cast<std::ptrdiff_t>(i * 3), 3,
                static_cast<std::uint8_t>(255 * found.subject[i]));
  mask = resample(mask, picture.width, picture.height);
  Subject out{.alpha = std::vector<std::uint8_t>(mask.pixels.size() / 3)};
  std::size_t count = 0;
  for (std::size_t i = 0; i < out.alpha.size(); ++i) {
    out.alpha[i] = mask.pixels[i * 3];
    count += out.alpha[i] > 127;
  }
  soften(out, picture, job);
  out.share = static_cast<double>(count) / static_cast<double>(out.alpha.size());
  out.sure = out.share > 0.03 && out.share < 0.8 ? std::clamp(1 - found.overlap, 0.0, 1.0) : 0;
  return out;
}

Bitmap cut_out(const Bitmap& picture, const Subject& subject) {
  const auto labs = labs_of(picture);
  const Lab ground = middle_of_edge(labs, edge_of(picture));
  std::uint8_t ground_rgb[3];
  put(ground, ground_rgb);
  Bitmap out(picture.width, picture.height, 4);
  for (std::size_t i = 0; i < subject.alpha.size(); ++i) {
    const std::uint8_t* from = picture.pixels.data() + i * picture.channels;
    const int before = picture.channels == 4 ? from[3] : 255;
    const float alpha = static_cast<float>(subject.alpha[i]) / 255;
    std::uint8_t* to = out.pixels.data() + i * 4;
    for (int c = 0; c < 3 && alpha > 0; ++c) {
      const float mixed = static_cast<float>(from[c]), under = static_cast<float>(ground_rgb[c]);
      to[c] = static_cast<std::uint8_t>(
          std::clamp(std::lround((mixed - under * (1 - alpha)) / std::max(alpha, 0.1f)), 0L, 255L));
    }
    to[3] = static_cast<std::uint8_t>(before * subject.alpha[i] / 255);
  }
  return out;
}

Bitmap before_blur(const Bitmap& picture, const Subject& subject, float sigma, Job& job) {
  // Premultiplied by what is ground, and divided by it again afterwards.
  Bitmap ground(picture.width, picture.height, 4);
  for (std::size_t i = 0; i < subject.alpha.size(); ++i) {
    const int weight = 255 - subject.alpha[i];
    for (std::size_t c = 0; c < 3; ++c)
      ground.pixels[i * 4 + c] =
          static_cast<std::uint8_t>(picture.pixels[i * picture.channels + c] * weight / 255);
    ground.pixels[i * 4 + 3] = static_cast<std::uint8_t>(weight);
  }
  ground = blurred(ground, sigma, job);
  Bitmap out = picture;
  for (std::size_t i = 0; i < subject.alpha.size(); ++i) {
    const int weight = std::max<int>(1, ground.pixels[i * 4 + 3]), alpha = subject.alpha[i];
    for (std::size_t c = 0; c < 3; ++c) {
      auto& value = out.pixels[i * picture.channels + c];
      const int soft = std::min(255, ground.pixels[i * 4 + c] * 255 / weight);
      value = static_cast<std::uint8_t>((value * alpha + soft * (255 - alpha)) / 255);
    }
  }
  return out;
}

}  // namespace easel::imaging
