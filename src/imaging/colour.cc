#include "imaging/colour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace easel::imaging {
namespace {

constexpr std::size_t kMostSamples = 20'000;

const std::array<float, 256>& linear() {
  static const auto table = [] {
    std::array<float, 256> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
      const float value = static_cast<float>(i) / 255;
      out[i] = value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f);
    }
    return out;
  }();
  return table;
}

std::uint8_t byte(float value) {
  value = std::clamp(value, 0.0f, 1.0f);
  value = value <= 0.0031308f ? 12.92f * value : 1.055f * std::pow(value, 1 / 2.4f) - 0.055f;
  return static_cast<std::uint8_t>(std::lround(value * 255));
}

std::vector<Lab> samples_of(const Bitmap& picture) {
  const std::size_t pixels = static_cast<std::size_t>(picture.width) * picture.height;
  const std::size_t step = pixels / kMostSamples + 1;
  std::vector<Lab> out;
  for (std::size_t i = 0; i < pixels; i += step) {
    const std::uint8_t* pixel = picture.pixels.data() + i * picture.channels;
    if (picture.channels == 3 || pixel[3] >= 128) out.push_back(lab_of(pixel));
  }
  return out;
}

std::size_t nearest(const Lab& colour, const std::vector<Swatch>& swatches) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < swatches.size(); ++i)
    if (distance(colour, swatches[i].colour) < distance(colour, swatches[best].colour)) best = i;
  return best;
}

// Each new one is the sample farthest from those before it.
std::vector<Swatch> spread_out(const std::vector<Lab>& samples, int count) {
  std::vector<Swatch> out;
  std::vector<float> far(samples.size(), 1e9f);
  std::size_t next = samples.size() / 2;
  while (static_cast<int>(out.size()) < count) {
    out.push_back({samples[next]});
    float farthest = 0.0004f;  // nearer ones are the same colour
    std::size_t found = samples.size();
    for (std::size_t i = 0; i < samples.size(); ++i) {
      far[i] = std::min(far[i], distance(samples[i], out.back().colour));
      if (far[i] > farthest) farthest = far[i], found = i;
    }
    if (found == samples.size()) break;
    next = found;
  }
  return out;
}

}  // namespace

float Lab::chroma() const {
  return std::sqrt(a * a + b * b);
}

Lab lab_of(const std::uint8_t* rgb) {
  const float r = linear()[rgb[0]], g = linear()[rgb[1]], b = linear()[rgb[2]];
  const float l = std::cbrt(0.4122214708f * r + 0.5363325363f * g + 0.0514459929f * b);
  const float m = std::cbrt(0.2119034982f * r + 0.6806995451f * g + 0.1073969566f * b);
  const float s = std::cbrt(0.0883024619f * r + 0.2817188376f * g + 0.6299787005f * b);
  return {0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s,
          1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s,
          0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s};
}

void put(const Lab& colour, std::uint8_t* rgb) {
  const auto cube = [](float x) { return x * x * x; };
  const float l = cube(colour.l + 0.3963377774f * colour.a + 0.2158037573f * colour.b);
  const float m = cube(colour.l - 0.1055613458f * colour.a - 0.0638541728f * colour.b);
  const float s = cube(colour.l - 0.0894841775f * colour.a - 1.2914855480f * colour.b);
  rgb[0] = byte(4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s);
  rgb[1] = byte(-1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s);
  rgb[2] = byte(-0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s);
}

float distance(const Lab& a, const Lab& b) {
  const float l = a.l - b.l, x = a.a - b.a, y = a.b - b.b;
  return l * l + x * x + y * y;
}

std::vector<Swatch> palette_of(const Bitmap& picture, int count) {
  constexpr int kRounds = 12;
  const auto samples = samples_of(picture);
  if (samples.empty()) return {{.share = 1}};
  auto out = spread_out(samples, count);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Swatch> next(out.size());
    for (const auto& sample : samples) {
      Swatch& swatch = next[nearest(sample, out)];
      swatch.colour.l += sample.l, swatch.colour.a += sample.a, swatch.colour.b += sample.b;
      swatch.share += 1;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto n = static_cast<float>(std::max(1.0, next[i].share));
      if (next[i].share > 0)
        out[i].colour = {next[i].colour.l / n, next[i].colour.a / n, next[i].colour.b / n};
      out[i].share = next[i].share / static_cast<double>(samples.size());
    }
  }
  std::erase_if(out, [](const Swatch& swatch) { return swatch.share <= 0; });
  std::ranges::stable_sort(out, std::greater{}, &Swatch::share);
  return out;
}

std::vector<std::uint8_t> nearest_of(const Bitmap& picture, const std::vector<Swatch>& swatches) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(picture.width) * picture.height);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint8_t>(
        nearest(lab_of(picture.pixels.data() + i * picture.channels), swatches));
  return out;
}

}  // namespace easel::imaging
