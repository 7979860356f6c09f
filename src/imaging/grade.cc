#include "imaging/grade.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "imaging/colour.h"
#include "imaging/flood.h"

namespace easel::imaging {
namespace {

template <class Body>
void for_pixels(Bitmap& picture, Job& job, const Body& body) {
  job.parallel.for_each(picture.height, [&](int y) {
    std::uint8_t* pixel = picture.row(y).data();
    for (int x = 0; x < picture.width; ++x, pixel += picture.channels) body(pixel, x, y);
  });
}

float smooth(float from, float to, float x) {
  const float t = std::clamp((x - from) / (to - from), 0.0f, 1.0f);
  return t * t * (3 - 2 * t);
}

// An S through (0.5, 0.5) for positive amounts, its flattening for negative ones.
float contrasted(float l, float amount) {
  if (amount < 0) return 0.5f + (l - 0.5f) * (1 + 0.6f * amount);
  const float curve = smooth(0, 1, l);
  return l + (curve - l) * std::min(1.0f, 0.9f * amount);
}

Lab graded(Lab colour, const Grade& grade) {
  colour.l = contrasted(colour.l, grade.contrast);
  const float bend = grade.light >= 0 ? 1 / (1 + 0.55f * grade.light) : 1 - 0.75f * grade.light;
  colour.l = std::pow(std::max(0.0f, colour.l), bend);
  const float saturation =
      grade.saturation >= 0 ? 1 + 0.5f * grade.saturation : std::max(0.0f, 1 + grade.saturation);
  colour.a *= saturation, colour.b *= saturation;
  const float middle = 4 * colour.l * (1 - colour.l) * 0.5f + 0.5f;  // least in black and white
  colour.b += 0.036f * grade.warmth * middle;
  colour.a += 0.012f * grade.warmth * middle;
  const float lights = smooth(0.25f, 0.8f, colour.l) - 0.5f;
  colour.a += 0.055f * grade.split * lights;
  colour.b += 0.09f * grade.split * lights;
  const float sepia = std::min(1.0f, grade.sepia);
  colour.a += (0.022f * middle - colour.a) * sepia;
  colour.b += (0.062f * middle - colour.b) * sepia;
  colour.l = colour.l * (1 - 0.22f * grade.fade) + 0.15f * grade.fade;
  return colour;
}

struct Statistics {
  std::array<double, 3> mean{}, spread{};
};

Statistics statistics_of(const Bitmap& picture) {
  Statistics out;
  double count = 1e-9;
  const std::size_t pixels = static_cast<std::size_t>(picture.width) * picture.height;
  for (std::size_t i = 0; i < pixels; ++i) {
    const std::uint8_t* pixel = picture.pixels.data() + i * picture.channels;
    if (picture.channels == 4 && pixel[3] < 128) continue;
    const Lab lab = lab_of(pixel);
    const std::array<float, 3> axes = {lab.l, lab.a, lab.b};
    for (std::size_t k = 0; k < 3; ++k) {
      out.mean[k] += axes[k];
      out.spread[k] += static_cast<double>(axes[k]) * axes[k];
    }
    count += 1;
  }
  for (std::size_t k = 0; k < 3; ++k) {
    out.mean[k] /= count;
    out.spread[k] = std::sqrt(std::max(1e-8, out.spread[k] / count - out.mean[k] * out.mean[k]));
  }
  return out;
}

// One pass of a box over rows, the picture turned on its side, so that two passes blur both ways.
std::vector<float> boxed(const std::vector<float>& from, int width, int height, int channels,
                         int radius, Job& job) {
  std::vector<float> out(from.size());
  const auto at = [&](int x, int y, int c) {
    return (static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)) * channels + c;
  };
  job.parallel.for_each(height, [&](int y) {
    for (int c = 0; c < channels; ++c) {
      double sum = 0;
      for (int x = -radius; x <= radius; ++x) sum += from[at(std::clamp(x, 0, width - 1), y, c)];
      for (int x = 0; x < width; ++x) {
        out[(static_cast<std::size_t>(x) * height + static_cast<std::size_t>(y)) * channels + c] =
            static_cast<float>(sum / (2 * radius + 1));
        sum += from[at(std::min(width - 1, x + radius + 1), y, c)] -
               from[at(std::max(0, x - radius), y, c)];
      }
    }
  });
  return out;
}

struct Landscape {
  std::vector<std::uint8_t> sky{};
  std::vector<float> depth{};  // of each row, 0 near … 1 at the skyline
};

Landscape landscape_of(const Bitmap& picture) {
  Landscape out{.sky = sky_of(picture)};
  // The skyline: the lowest row of which a tenth is sky, or a third down where there is none.
  int skyline = picture.height / 3;
  for (int y = 0; y < picture.height; ++y) {
    int count = 0;
    for (int x = 0; x < picture.width; ++x)
      count += out.sky[static_cast<std::size_t>(y) * picture.width + x] > 127;
    if (count * 10 > picture.width) skyline = y;
  }
  skyline = std::min(skyline, picture.height * 4 / 5);
  for (int y = 0; y < picture.height; ++y)
    out.depth.push_back(y <= skyline ? 1
                                     : static_cast<float>(picture.height - y) /
                                           static_cast<float>(picture.height - skyline));
  return out;
}

Lab mixed(const Lab& a, const Lab& b, float t) {
  return {a.l + (b.l - a.l) * t, a.a + (b.a - a.a) * t, a.b + (b.b - a.b) * t};
}

bool is_leaf(const Lab& colour) {
  return colour.b > 0.015f && colour.a < 0.01f && colour.chroma() > 0.03f;
}

// `bright`: the picture's mean lightness; what is dark already is darkened less.
Lab at_night(Lab colour, float sky, float bright) {
  const float depth = std::clamp(bright / 0.6f, 0.35f, 1.0f);
  const float l = colour.l * (1 - depth) + depth * (colour.l * colour.l * 0.55f + 0.03f);
  const float lamp = (1 - sky) * smooth(0.78f, 0.95f, colour.l) * smooth(0.02f, 0.07f, colour.b);
  const Lab dark{l * (1 - 0.3f * depth * sky), colour.a * (1 - 0.7f * depth),
                 colour.b * (1 - 0.7f * depth) - 0.04f * depth};
  return mixed(dark, colour, lamp);
}

Lab by_day(Lab colour, float sky) {
  const float l = std::pow(std::max(0.0f, colour.l), 0.62f);
  const Lab lit{l, colour.a * 1.15f, colour.b * 1.15f + 0.012f};
  return mixed(lit, {0.80f, -0.03f, -0.075f}, 0.55f * sky);
}

Lab golden(Lab colour, float sky) {
  const float lights = smooth(0.3f, 0.95f, colour.l);
  return {colour.l * 0.94f + 0.02f, colour.a + 0.016f + 0.02f * lights + 0.012f * sky,
          colour.b + 0.02f + 0.055f * lights + 0.012f * sky};
}

Lab in_fog(const Lab& colour, float depth) {
  return mixed({colour.l, colour.a * 0.8f, colour.b * 0.8f}, {0.82f, -0.004f, -0.010f},
               0.12f + 0.76f * smooth(0.0f, 1.0f, depth));
}

// Of what lies open.
float cover_of(const Lab& colour, float sky, float grain) {
  const float earth = smooth(0.07f, 0.02f, colour.a) * smooth(0.20f, 0.14f, colour.chroma());
  return (1 - sky) * earth * smooth(0.30f, 0.62f, colour.l + 0.12f * grain);
}

Lab in_snow(Lab colour, float sky, float grain) {
  // What lies open and is green, brown or grey is covered, unevenly; shadows and bright colours
  // stay.
  const float open = cover_of(colour, sky, grain);
  const Lab cold{colour.l, colour.a * 0.75f, colour.b * 0.65f - 0.012f};
  return mixed(cold, {0.90f + 0.06f * grain, -0.004f, -0.012f}, 0.72f * open + 0.15f * sky);
}

float leaf_of(const Lab& colour) {
  if (!is_leaf(colour)) return 0;
  return smooth(0.03f, 0.08f, colour.chroma()) * smooth(0.02f, -0.03f, colour.a);
}

Lab in_autumn(const Lab& colour) {
  if (!is_leaf(colour)) return {colour.l, colour.a + 0.006f, colour.b + 0.010f};
  const float leaf = leaf_of(colour);
  const float chroma = colour.chroma() * 1.15f + 0.015f;
  return mixed(colour, {colour.l * 1.03f + 0.02f, chroma * 0.52f, chroma * 0.86f}, leaf);
}

std::uint32_t hash(std::uint32_t x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

// Flakes that fall: discs of three sizes, placed by their number.
void let_it_snow(Bitmap& picture, float amount) {
  const float unit = static_cast<float>(std::max(picture.width, picture.height)) / 1000;
  const int count = static_cast<int>(900 * amount);
  for (int i = 0; i < count; ++i) {
    const auto seed = static_cast<std::uint32_t>(i) * 3u;
    const float x = static_cast<float>(hash(seed) % 100'000) / 100'000 * picture.width;
    const float y = static_cast<float>(hash(seed + 1) % 100'000) / 100'000 * picture.height;
    const float radius =
        unit * (1.0f + 2.6f * std::pow(static_cast<float>(hash(seed + 2) % 1000) / 1000, 4));
    const int reach = static_cast<int>(radius) + 1;
    for (int j = -reach; j <= reach; ++j)
      for (int k = -reach; k <= reach; ++k) {
        const int column = static_cast<int>(x) + k, row = static_cast<int>(y) + j;
        if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) continue;
        const float off = std::hypot(static_cast<float>(column) - x, static_cast<float>(row) - y);
        const float cover = 0.8f * std::clamp(radius - off + 0.5f, 0.0f, 1.0f);
        auto pixel =
            picture.row(row).subspan(static_cast<std::size_t>(column * picture.channels), 3);
        for (auto& value : pixel) value = static_cast<std::uint8_t>(value + (250 - value) * cover);
      }
  }
}

}  // namespace

void apply(Bitmap& picture, const Grade& grade, Job& job) {
  const float cx = static_cast<float>(picture.width) / 2,
              cy = static_cast<float>(picture.height) / 2;
  for_pixels(picture, job, [&](std::uint8_t* pixel, int x, int y) {
    if (grade.inverted)
      for (int c = 0; c < 3; ++c) pixel[c] = static_cast<std::uint8_t>(255 - pixel[c]);
    Lab colour = graded(lab_of(pixel), grade);
    if (grade.vignette > 0) {
      const float u = (static_cast<float>(x) - cx) / cx, v = (static_cast<float>(y) - cy) / cy;
      colour.l *= 1 - 0.45f * grade.vignette * smooth(0.4f, 2.0f, u * u + v * v);
    }
    put(colour, pixel);
  });
}

void match_colours(Bitmap& picture, const Bitmap& other, Job& job) {
  const Statistics from = statistics_of(picture), to = statistics_of(other);
  const auto moved = [&](float value, std::size_t k) {
    // A flat picture is not blown up into noise.
    const double by = std::clamp(to.spread[k] / from.spread[k], 0.3, 2.5);
    return static_cast<float>((value - from.mean[k]) * by + to.mean[k]);
  };
  for_pixels(picture, job, [&](std::uint8_t* pixel, int, int) {
    const Lab lab = lab_of(pixel);
    put({std::clamp(moved(lab.l, 0), 0.0f, 1.0f), moved(lab.a, 1), moved(lab.b, 2)}, pixel);
  });
}

MoodTaken apply(Bitmap& picture, Mood mood, float amount, Job& job) {
  const Landscape land = landscape_of(picture);
  const float strength = std::clamp(amount, 0.2f, 1.0f);
  const auto bright = static_cast<float>(statistics_of(picture).mean[0]);
  std::vector<MoodTaken> rows(static_cast<std::size_t>(picture.height), {0, 0});
  for_pixels(picture, job, [&](std::uint8_t* pixel, int x, int y) {
    const std::size_t at =
        static_cast<std::size_t>(y) * picture.width + static_cast<std::size_t>(x);
    const float sky = static_cast<float>(land.sky[at]) / 255;
    const Lab before = lab_of(pixel);
    const float grain = static_cast<float>(hash(static_cast<std::uint32_t>(at)) % 1000) / 1000;
    Lab after = before;
    if (mood == Mood::night) after = at_night(before, sky, bright);
    if (mood == Mood::day) after = by_day(before, sky);
    if (mood == Mood::golden) after = golden(before, sky);
    if (mood == Mood::fog) after = in_fog(before, land.depth[static_cast<std::size_t>(y)]);
    if (mood == Mood::snow) after = in_snow(before, sky, grain);
    if (mood == Mood::autumn) after = in_autumn(before);
    const Lab mixture = mixed(before, after, strength);
    MoodTaken& row = rows[static_cast<std::size_t>(y)];
    row.changed += std::sqrt(distance(before, mixture));
    row.marked += mood == Mood::snow     ? cover_of(before, sky, grain)
                  : mood == Mood::autumn ? leaf_of(before)
                                         : 1.0f;
    put(mixture, pixel);
  });
  if (mood == Mood::snow) let_it_snow(picture, amount);
  MoodTaken taken{0, 0};
  const double pixels = static_cast<double>(picture.width) * picture.height;
  for (const MoodTaken& row : rows) {
    taken.changed += row.changed / pixels;
    taken.marked += row.marked / pixels;
  }
  return taken;
}

std::vector<std::uint8_t> sky_of(const Bitmap& picture) {
  const int w = picture.width, h = picture.height;
  std::vector<Lab> labs(static_cast<std::size_t>(w) * h);
  for (std::size_t i = 0; i < labs.size(); ++i)
    labs[i] = lab_of(picture.pixels.data() + i * picture.channels);
  const auto may_be = [&](std::size_t i) {
    const Lab& c = labs[i];
    return c.l > 0.42f && (c.l > 0.72f || c.b < -0.012f) && c.b < 0.06f;
  };
  std::vector<std::uint8_t> out(labs.size());
  std::vector<std::size_t> top;
  for (std::size_t x = 0; x < static_cast<std::size_t>(w); ++x) {
    if (!may_be(x)) continue;
    top.push_back(x);
    out[x] = 255;
  }
  constexpr float kStep = 0.0012f;  // the sky changes slowly
  flood(top, static_cast<std::size_t>(w), out.size(), [&](std::size_t from, std::size_t to) {
    if (out[to] || !may_be(to) || distance(labs[from], labs[to]) > kStep) return false;
    out[to] = 255;
    return true;
  });
  return out;
}

Bitmap blurred(const Bitmap& picture, float sigma, Job& job) {
  const int radius = std::max(1, static_cast<int>(std::lround(sigma)));  // three boxes: r ≈ sigma
  std::vector<float> values(picture.pixels.begin(), picture.pixels.end());
  for (int pass = 0; pass < 3; ++pass) {
    values = boxed(values, picture.width, picture.height, picture.channels, radius, job);
    values = boxed(values, picture.height, picture.width, picture.channels, radius, job);
  }
  Bitmap out(picture.width, picture.height, picture.channels);
  for (std::size_t i = 0; i < values.size(); ++i)
    out.pixels[i] = static_cast<std::uint8_t>(std::clamp(values[i] + 0.5f, 0.0f, 255.0f));
  return out;
}

void sharpen(Bitmap& picture, float amount, Job& job) {
  const Bitmap soft = blurred(picture, 1, job);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    if (picture.channels == 4 && i % 4 == 3) continue;
    const float value = static_cast<float>(picture.pixels[i]) +
                        amount * static_cast<float>(picture.pixels[i] - soft.pixels[i]);
    picture.pixels[i] = static_cast<std::uint8_t>(std::clamp(value, 0.0f, 255.0f));
  }
}

}  // namespace easel::imaging
