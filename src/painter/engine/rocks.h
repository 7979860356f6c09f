#pragma once

#include "painter/engine/noise.h"
#include "painter/engine/strokes.h"

// Solid things at the viewer's feet: a bank of earth, and boulders cut from half-spaces.
namespace easel::painter::EASEL_ISA {

struct NearLight {
  Vec sun;
  Rgb direct, sky;
};

// The near edge of the land the viewer stands on, highest at one side of the picture.
class Bank {
 public:
  Bank(const Scene& scene, float aspect, float height)
      : side_(scene.front.side),
        aspect_(aspect),
        height_(height),
        seed_(scene.seed * 31u + 700),
        snowed_(scene.ground.snowed),
        dryness_(scene.ground.dryness),
        autumn_(scene.front.season == Season::autumn) {}

  // The upper edge over x, as a fraction of the picture's height from the top.
  float edge(float x, float finest) const {
    const float from = side_ < 0 ? x : aspect_ - x;
    const float reach = 0.52f * std::min(aspect_, 1.4f);
    float y = 1.035f - height_ * exp1(-from * from / (reach * reach) * 1.6f);
    float amount = 0.011f, f = 7;
    for (int k = 0; k < 6 && 1 / f > finest; ++k) {
      y += amount * value_noise(splat(x * f + static_cast<float>(k) * 3.7f),
                                splat(static_cast<float>(k) * 9.1f), seed_ + k)[0];
      amount *= 0.5f;
      f *= 2.3f;
    }
    return y;
  }

  void paint_columns(Frame& frame, int first, int last, const NearLight& light) const {
    const float scale = 1 / static_cast<float>(frame.height);
    for (int x = first; x < last; ++x) {
      const float px = (static_cast<float>(x) + 0.5f) * scale;
      const float top = edge(px, scale);
      for (int y = std::max(0, static_cast<int>(top / scale) - 1); y < frame.height; ++y) {
        const float py = (static_cast<float>(y) + 0.5f) * scale;
        const float cover = clamp1((py - top) / scale + 0.5f, 0, 1);
        if (cover <= 0) continue;
        const std::size_t at = frame.at(x, y);
        const Rgb c = colour(px, py, top, light);
        frame.planes[0][at] += (c.r - frame.planes[0][at]) * cover;
        frame.planes[1][at] += (c.g - frame.planes[1][at]) * cover;
        frame.planes[2][at] += (c.b - frame.planes[2][at]) * cover;
        if (cover > 0.5f) frame.depth[at] = 2;
      }
    }
  }

 private:
  Rgb colour(float x, float y, float top, const NearLight& light) const {
    const Floats f = {90, 310, 23, 700, 0, 0, 0, 0};
    const Floats n = value_noise(f * x, f * (y * 2.4f), seed_ + 20);
    const float t = clamp1(0.4f + 0.4f * n[0] + 0.25f * n[1], 0, 1);
    Rgb ground = mix(pigment(.17f, .19f, .09f), pigment(.32f, .29f, .17f), t);
    if (autumn_) ground = mix(pigment(.24f, .17f, .09f), pigment(.42f, .27f, .13f), t);
    ground = mix(ground, pigment(.48f, .40f, .24f), dryness_ * 0.7f);
    float open = 0.55f + 0.25f * n[2] + 0.2f * n[3];
    if (snowed_) {
      ground = pigment(.90f, .93f, .97f);
      open = 0.82f + 0.10f * n[2];
    }
    const float rim = std::max(0.0f, 1 - (y - top) * 30);
    const float facing = std::max(0.0f, light.sun.y * 0.9f + 0.1f);
    return ground * (light.sky * open + light.direct * (0.318f * facing * (snowed_ ? 0.9f : 0.6f)) +
                     light.direct * (0.02f * rim));
  }

  float side_, aspect_, height_;
  std::uint32_t seed_;
  bool snowed_;
  float dryness_;
  bool autumn_;
};

// Boulders: each the common part of 18 half-spaces, roughened by noise.
class Rocks {
 public:
  Rocks(const Scene& scene, float aspect, int count, float largest)
      : seed_(scene.seed * 771u), snowed_(scene.ground.snowed) {
    const bool red = scene.ground.land == Land::mesa;
    light_stone_ = red ? pigment(.70f, .42f, .29f) : pigment(.46f, .43f, .40f);
    dark_stone_ = red ? pigment(.50f, .27f, .19f) : pigment(.27f, .26f, .25f);
    light_stone_ = dyed(light_stone_, scene.dyes.stone);
    dark_stone_ = dyed(dark_stone_, scene.dyes.stone);
    moss_ = scene.front.season == Season::winter || red ? 0.0f : 0.5f;
    for (int i = 0; i < count; ++i) add(scene, aspect, i, count, largest);
    std::sort(rocks_.begin(), rocks_.end(), [](const Rock& a, const Rock& b) {
      return a.y - 0.3f * a.size < b.y - 0.3f * b.size;
    });
  }

  void paint_row(Frame& frame, int y, const NearLight& light, float& covered) const {
    const float scale = 1 / static_cast<float>(frame.height);
    const float py = (static_cast<float>(y) + 0.5f) * scale;
    for (const Rock& rock : rocks_) {
      const float dy = (py - rock.y) / (rock.size * 0.9f);
      if (dy * dy > 1.35f) continue;
      const int first = std::max(0, static_cast<int>((rock.x - rock.size * 1.45f) / scale));
      const int last =
          std::min(frame.width - 1, static_cast<int>((rock.x + rock.size * 1.45f) / scale));
      for (int x = first; x <= last; ++x) {
        const float px = (static_cast<float>(x) + 0.5f) * scale;
        Face face;
        const float cover = hit(rock, (px - rock.x) / (rock.size * 1.25f), dy, scale, face);
        if (cover <= 0) continue;
        const Rgb c = shade(rock, px, py, dy, face, light);
        const std::size_t at = frame.at(x, y);
        frame.planes[0][at] += (c.r - frame.planes[0][at]) * cover;
        frame.planes[1][at] += (c.g - frame.planes[1][at]) * cover;
        frame.planes[2][at] += (c.b - frame.planes[2][at]) * cover;
        covered += cover;
      }
    }
  }

 private:
  static constexpr int kFaces = 18;
  struct Face {
    float x, y, z, offset;  // normal, z toward the viewer
  };
  struct Rock {
    float x, y, size;
    std::array<Face, kFaces> faces;
    std::uint32_t seed;
  };

  void add(const Scene& scene, float aspect, int i, int count, float largest) {
    Dice dice(scene.seed, "rock", static_cast<std::uint64_t>(i));
    const float q = (static_cast<float>(i) + dice.unit()) / static_cast<float>(count);
    Rock rock{};
    rock.size = largest * (1.15f - q) * dice.between(0.45f, 1.05f) + 0.012f;
    const float from = q * 0.55f * std::min(aspect, 1.5f) - 0.03f;
    rock.x = scene.front.side < 0 ? from : aspect - from;
    rock.y = 1 + dice.around(0, 0.012f) + rock.size * 0.2f;
    rock.seed = seed_ + static_cast<std::uint32_t>(i) * 7u;
    for (int f = 0; f < kFaces; ++f) {
      const float turn = 6.2831853f * (static_cast<float>(f) + dice.unit()) / 9;
      const float up = f < 9 ? dice.between(-0.1f, 0.4f) : dice.between(0.5f, 1.4f);
      rock.faces[f] = {cos1(turn) * cos1(up), sin1(turn) * cos1(up), sin1(up),
                       dice.between(0.72f, 0.97f)};
    }
    rocks_.push_back(rock);
  }

  // Coverage at (dx, dy) in the rock's own size, y down; `face` gets the one that is seen.
  float hit(const Rock& rock, float dx, float dy, float scale, Face& face) const {
    if (dx * dx + dy * dy > 1.4f) return 0;
    const float wobble = 0.05f * value_noise(splat(dx * 3), splat(dy * 3), rock.seed)[0] +
                         0.018f * value_noise(splat(dx * 11), splat(dy * 11), rock.seed + 1)[0];
    float nearest = 1e9f, inside = 1e9f;
    for (const Face& f : rock.faces) {
      const float room = f.offset + wobble - (f.x * dx + f.y * dy);
      if (f.z > 0.05f) {
        if (room / f.z < nearest) nearest = room / f.z, face = f;
      } else {
        inside = std::min(inside, room);
      }
    }
    const float edge = std::min(inside, (nearest + 0.1f) * 0.7f) * rock.size / scale;
    return clamp1(edge + 0.5f, 0, 1);
  }

  Rgb shade(const Rock& rock, float px, float py, float dy, const Face& face,
            const NearLight& light) const {
    const float f0 = 38 / (rock.size * 6 + 0.35f);
    const Floats f = vexp2(lane_index()) * f0;
    const Floats n = value_noise(f * px, f * (py * 1.3f), rock.seed + 5);
    float broad = 0, rough = 0, weight = 0.6f;
    for (int k = 0; k < 7; ++k) {
      broad += weight * n[k];
      if (k > 1) rough += weight * n[k];
      weight *= 0.72f;
    }
    Vec normal = normalize(Vec{face.x + 0.35f * rough, -face.y + 0.28f * rough, -face.z - 0.2f});
    const float facing = std::max(0.0f, dot(normal, light.sun));
    const float open =
        clamp1(0.75f - dy * 0.55f + 0.3f * broad, 0.12f, 1.05f) * (0.55f + 0.45f * normal.y);
    Rgb stone = mix(light_stone_, dark_stone_, clamp1(0.5f + 0.7f * broad, 0, 1));
    if (snowed_ && normal.y + 0.35f * broad > 0.3f) {
      stone = pigment(.92f, .94f, .97f);
    } else if (normal.y + 0.5f * broad > 0.5f) {
      stone = mix(stone, pigment(.28f, .34f, .13f), moss_);
    }
    return stone * (light.sky * std::max(0.1f, open) + light.direct * (0.318f * facing + 0.025f));
  }

  std::vector<Rock> rocks_;
  std::uint32_t seed_;
  bool snowed_;
  Rgb light_stone_, dark_stone_;
  float moss_ = 0;
};

}  // namespace easel::painter::EASEL_ISA
