#pragma once

#include "painter/engine/cave.h"
#include "painter/engine/objects.h"
#include "painter/engine/plants.h"
#include "painter/engine/rocks.h"
#include "painter/engine/terrain.h"

// What stands before the landscape: trees about the land, and at the picture's edge a frame of
// trees, grass, reeds or rocks, which gives a place its depth and its scale.
namespace easel::painter::EASEL_ISA {

class Foreground {
 public:
  Foreground(const Scene& scene, const View& view, const Terrain& terrain, const SkyDome& dome,
             const Haze& haze)
      : scene_(scene),
        view_(view),
        terrain_(terrain),
        dome_(dome),
        haze_(haze),
        aspect_(view.aspect()),
        plants_(scene, dome.lights()),
        light_{dome.lights().sun, dome.lights().direct,
               dome.lights().ambient * Rgb{1.8f, 1.9f, 2.15f}} {}

  void paint(Frame& frame, const Objects& objects, Sightings& seen, Job& job) {
    scatter_trees();
    StrokePainter(frame, plants_.take()).paint(seen, job);
    for (std::size_t i = 0; i < objects.all().size(); ++i) {
      if (objects.all()[i].model().ghost) grow_subject(objects.all()[i], i, frame, seen, job);
    }
    plants_.set_air({});
    const Front kind = scene_.front.kind;
    if (kind == Front::pines || kind == Front::broadleaf) paint_bank(frame, job);
    if (kind == Front::rocks) paint_rocks(frame, seen, job);
    if (kind == Front::cave) paint_cave(frame, seen, job);
    grow();
    add_weather();
    StrokePainter(frame, plants_.take()).paint(seen, job);
  }

 private:
  float from_side(float q) const { return scene_.front.side < 0 ? q : aspect_ - q; }
  Dice dice(std::string_view what, int which = 0) const {
    return Dice(scene_.seed, what, static_cast<std::uint64_t>(which));
  }

  // Whether a place lies on the road, or as near to it as `margin` metres.
  bool on_road(float x, float z, float margin) const {
    const Roadway road(scene_.ground.road);
    return road.exists() && std::fabs(road.off(splat(x), splat(z))[0]) < road.half() + margin;
  }

  // Trees where the land lets them stand, far ones first.
  void scatter_trees() {
    struct Spot {
      float x, z;
      int which;
    };
    std::vector<Spot> spots;
    const float nearest = scene_.front.scatter_near, ratio = scene_.front.scatter_far / nearest;
    for (int i = 0; i < scene_.front.scattered; ++i) {
      Dice die = dice("scattered tree", i);
      const float z = nearest * pow1(ratio, die.unit());
      const float u = die.around(0, 0.6f) * view_.pixel * static_cast<float>(view_.width);
      const float clump = gradient_noise(splat(u * z / 110), splat(z / 110), scene_.seed + 33)[0];
      if (die.unit() > 0.5f + clump * 1.6f) continue;
      if (on_road(u * z, z, 3)) continue;
      if (terrain_.has_water() && terrain_.height(splat(u * z), splat(z), 2)[0] < 2) continue;
      spots.push_back({u * z, z, i});
    }
    std::sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) { return a.z > b.z; });
    for (const Spot& spot : spots) plant(spot.x, spot.z, dice("tree", spot.which));
  }

  // A tree that the picture is about.
  void grow_subject(const Sculpture& tree, std::size_t which, Frame& frame, Sightings& seen,
                    Job& job) {
    const Vec at = tree.at();
    const float scale = 1 / (at.z * view_.pixel * static_cast<float>(view_.height));
    const float tall = tree.model().height * tree.scale() * scale;
    const float px = view_.x_of(at.x / at.z) / static_cast<float>(view_.height);
    const float py = view_.y_of((at.y - terrain_.eye()) / at.z) / static_cast<float>(view_.height);
    const Rgb horizon = lane(dome_.horizon(splat(at.x / at.z)), 0);
    const Haze::Veil foot = haze_.at(horizon, at.x, at.y + 1, at.z);
    const Haze::Veil top = haze_.at(horizon, at.x, at.y + tree.model().height * tree.scale(), at.z);
    plants_.set_air({foot.clear, foot.light}, {top.clear, top.light}, py, tall);
    const Subject& subject = tree.subject();
    if (subject.what == Concept::cherry_tree) {
      const Rgb tint = subject.painted ? subject.colour : pigment(.96f, .56f, .68f);
      plants_.set_leaves(tint, mix(tint, Rgb{1, 0.94f, 0.96f}, 0.75f));
    } else if (subject.painted) {
      plants_.set_leaves(subject.colour * 0.5f, subject.colour);
    }
    plants_.broadleaf({px, py + 0.004f * tall, tall, at.z}, Dice(subject.seed, "subject tree"),
                      subject.what == Concept::cherry_tree ? 1.3f : 1.15f);
    plants_.set_leaves();
    Sightings own;
    StrokePainter(frame, plants_.take()).paint(own, job);
    const float share = own[Seen::trees] * 0.5f;  // strokes lie over one another
    seen[Seen::trees] += share;
    seen.subjects[which] = {share, share};
  }

  void plant(float x, float z, Dice die) {
    Floats canopy;
    const float ground = terrain_.height(splat(x), splat(z), 1.5f, canopy)[0];
    if (canopy[0] > 0.3f) return;
    const float metre = 1 / (z * view_.pixel * static_cast<float>(view_.height));
    const float tall =
        (scene_.front.scatter_pines ? die.between(12, 24) : die.between(8, 15)) * metre;
    const float px = view_.x_of(x / z) / static_cast<float>(view_.height);
    const float py = view_.y_of((ground - terrain_.eye()) / z) / static_cast<float>(view_.height);
    if (tall < 0.004f || tall > 0.75f || py - tall > 1 || px < -0.3f || px > aspect_ + 0.3f) return;
    const Rgb horizon = lane(dome_.horizon(splat(x / z)), 0);
    const Haze::Veil foot = haze_.at(horizon, x, ground + 1, z);
    const Haze::Veil top = haze_.at(horizon, x, ground + tall / metre, z);
    plants_.set_air({foot.clear, foot.light}, {top.clear, top.light}, py, tall);
    const Stand stand{px, py + 0.004f * tall, tall, z};
    if (scene_.front.scatter_pines) {
      plants_.pine(stand, die, 1.15f);
    } else {
      plants_.broadleaf(stand, die, die.between(0.9f, 1.25f));
    }
  }

  void grow() {
    switch (scene_.front.kind) {
      case Front::pines:
        grow_pines();
        break;
      case Front::broadleaf:
        grow_broadleaf();
        break;
      case Front::grass:
        grow_turf();
        grow_grass(5200, 0.93f, scene_.front.height, true);
        break;
      case Front::reeds:
        grow_reeds();
        break;
      case Front::branch:
        hang_branch();
        break;
      case Front::rocks:
      case Front::cave:
      case Front::none:
        break;
    }
  }

  Bank bank() const { return Bank(scene_, aspect_, kBankHeight); }

  void paint_bank(Frame& frame, Job& job) const {
    const Bank ground = bank();
    job.parallel.for_each((frame.width + 31) / 32, [&](int block) {
      if (job.stop.requested()) return;
      ground.paint_columns(frame, block * 32, std::min(frame.width, block * 32 + 32), light_);
    });
  }

  void paint_rocks(Frame& frame, Sightings& seen, Job& job) const {
    const Rocks rocks(scene_, aspect_, scene_.front.count, scene_.front.height);
    std::vector<float> covered(static_cast<std::size_t>(frame.height));
    job.parallel.for_each(frame.height, [&](int y) {
      if (job.stop.requested() || y < frame.height / 3) return;
      rocks.paint_row(frame, y, light_, covered[y]);
    });
    double sum = 0;
    for (const float row : covered) sum += row;
    seen[Seen::rocks] += static_cast<float>(sum / (double(frame.width) * frame.height));
  }

  void paint_cave(Frame& frame, Sightings& seen, Job& job) const {
    const CaveMouth mouth(scene_, aspect_);
    std::vector<float> covered(static_cast<std::size_t>(frame.height));
    job.parallel.for_each(frame.height, [&](int y) {
      if (!job.stop.requested()) mouth.paint_row(frame, y, light_, covered[y]);
    });
    double sum = 0;
    for (const float row : covered) sum += row;
    seen[Seen::rocks] += static_cast<float>(sum / (double(frame.width) * frame.height));
  }

  void grow_pines() {
    const Bank ground = bank();
    const int count = scene_.front.count;
    struct Tree {
      float x, height;
      int which;
    };
    std::vector<Tree> trees;
    for (int i = 0; i < count; ++i) {
      Dice die = dice("pine", i);
      const float q = (static_cast<float>(i) + die.between(0.1f, 0.8f)) / static_cast<float>(count);
      const float fall = 1 - 0.62f * q;
      trees.push_back({from_side((q * 0.40f - 0.03f) * std::min(aspect_, 1.5f)),
                       scene_.front.height * fall * die.between(0.68f, 1.12f), i});
    }
    std::sort(trees.begin(), trees.end(),
              [](const Tree& a, const Tree& b) { return a.height < b.height; });
    for (const Tree& tree : trees) {
      plants_.pine({tree.x, ground.edge(tree.x, 0.01f) + 0.02f, tree.height},
                   dice("pine shape", tree.which));
    }
    edge_grass(ground);
  }

  void grow_broadleaf() {
    const Bank ground = bank();
    const float x = from_side(0.13f * std::min(aspect_, 1.4f));
    plants_.broadleaf({x, ground.edge(x, 0.01f) + 0.02f, scene_.front.height}, dice("broadleaf"),
                      1.15f);
    if (scene_.front.count > 1) {
      const float x2 = from_side(0.46f * std::min(aspect_, 1.4f));
      plants_.broadleaf({x2, ground.edge(x2, 0.01f) + 0.015f, scene_.front.height * 0.32f},
                        dice("broadleaf", 1));
    }
    edge_grass(ground);
  }

  // Blades along a bank's edge, so that it does not end like a cut.
  void edge_grass(const Bank& ground) {
    if (scene_.ground.snowed) return;
    const int blades = static_cast<int>(1500 * aspect_);
    for (int i = 0; i < blades; ++i) {
      Dice die = dice("bank blade", i);
      const float x = die.unit() * aspect_;
      const float y = ground.edge(x, 0.004f) + die.unit() * die.unit() * 0.07f;
      if (y > 1.02f) continue;
      plants_.blade(x, y + 0.004f, die.between(0.006f, 0.022f), die.between(0.0005f, 0.0011f),
                    die.around(0.1f, 0.6f), grass_colour(die), 1, Seen::grass, 2);
    }
  }

  Rgb grass_colour(Dice& die) const {
    const Rgb fresh = mix(pigment(.17f, .28f, .08f), pigment(.44f, .50f, .18f), die.unit() * 0.8f);
    const Rgb straw = mix(pigment(.50f, .40f, .20f), pigment(.74f, .62f, .36f), die.unit());
    const float dry = scene_.front.season == Season::autumn ? 0.6f : scene_.ground.dryness;
    return dyed(mix(fresh, straw, dry * die.between(0.5f, 1)), scene_.dyes.grass);
  }

  static Rgb petals(float hue) {
    if (hue > 0.15f) return pigment(.90f, .16f, .13f);
    if (hue > -0.08f) return pigment(.98f, .84f, .20f);
    if (hue > -0.28f) return pigment(.95f, .94f, .93f);
    return pigment(.55f, .35f, .86f);
  }

  // A fringe of tall grass along the lower edge, with flowers among it.
  void grow_grass(int blades, float from, float height, bool flowers) {
    const int count = static_cast<int>(static_cast<float>(blades) * std::min(aspect_, 2.5f));
    for (int i = 0; i < count; ++i) {
      Dice die = dice("blade", i);
      const float q = static_cast<float>(i) / static_cast<float>(count);
      const float x = die.around(0.5f * aspect_, 0.5f * aspect_ + 0.05f);
      const auto n = [&](float f, float g, std::uint32_t k) {
        return gradient_noise(splat(x * f), splat(q * g), scene_.seed + k)[0];
      };
      const float y = from + 0.13f * q + 0.02f * n(5, 0, 1);
      const float h =
          height * die.between(0.35f, 1.1f) * (0.45f + 0.75f * q) * (0.75f + 0.6f * n(7, 4, 3));
      if (h < 0.004f) continue;
      const float width = die.between(0.0007f, 0.0016f) * (0.6f + q);
      const auto [tx, ty] = plants_.blade(x, y, h, width, die.around(0.15f, 0.45f),
                                          grass_colour(die), 0.4f, Seen::grass);
      const float bloom = scene_.front.flowers * 0.17f * clamp1(0.6f + 1.6f * n(4, 3, 9), 0, 1);
      if (flowers && die.chance(bloom)) {
        const float hue = n(2.2f, 1.5f, 11) + die.around(0, 0.25f);
        plants_.flower(tx, ty, die.between(0.0035f, 0.0065f) * (0.5f + q),
                       dyed(petals(hue), scene_.dyes.flowers), 0.39f, die);
      }
    }
  }

  // Blades all over the near ground, far ones first: what makes a meadow out of a green plane.
  void grow_turf() {
    const float scale_of = scene_.front.turf * (1 / 0.19f);
    const float nearest = std::max(std::min(1.5f, 7 * scene_.front.turf), scene_.camera.eye * 1.1f);
    const float ratio = 70 / nearest;
    const float width = view_.pixel * static_cast<float>(view_.width) * 1.06f;
    const float height = static_cast<float>(view_.height);
    const int count = static_cast<int>(30000 * std::min(aspect_, 2.5f));
    for (int i = 0; i < count; ++i) {
      Dice die = dice("turf", i);
      const float order = 1 - (static_cast<float>(i) + die.unit()) / static_cast<float>(count);
      const float z = nearest * pow1(ratio, order), u = die.around(0, 0.5f) * width;
      const float tuft =
          gradient_noise(splat(u * z * 0.35f), splat(z * 0.35f), scene_.seed + 77)[0];
      if (on_road(u * z, z, 0)) continue;
      const float metres = die.between(0.08f, 0.30f) * (0.8f + 0.6f * tuft) * scale_of;
      const float ground = terrain_.height(splat(u * z), splat(z), 0.5f)[0];
      const float scale = 1 / (z * view_.pixel * height);
      const float x = view_.x_of(u) / height,
                  y = view_.y_of((ground - terrain_.eye()) / z) / height;
      if (y > 1.1f || y < 0) continue;
      const Rgb colour = grass_colour(die) * die.between(0.75f, 1.1f);
      plants_.blade(x, y + 0.2f * metres * scale, metres * scale,
                    0.006f * std::max(scale_of, 0.3f) * scale, die.around(0.1f, 0.6f), colour, z,
                    Seen::grass, 2);
    }
  }

  void grow_reeds() {
    const int count = static_cast<int>(360 * std::min(aspect_, 1.6f));
    for (int i = 0; i < count; ++i) {
      Dice die = dice("reed", i);
      const float q = die.unit();
      const float x = from_side((0.02f + 0.62f * q * q) * std::min(aspect_, 1.6f) - 0.05f);
      const float h = scene_.front.height * (1 - 0.7f * q) * die.between(0.5f, 1.1f);
      const bool cattail = die.chance(0.16f);
      const float bend = die.around(0.08f, 0.5f) * (cattail ? 0.3f : 1) * -scene_.front.side;
      const Rgb albedo = mix(pigment(.28f, .32f, .13f), pigment(.62f, .52f, .28f), die.unit());
      const float y = 1.03f, width = die.between(0.0010f, 0.0022f);
      const auto [tx, ty] = plants_.blade(x, y, h, width, bend, albedo, 0.4f, Seen::reeds, 6);
      if (!cattail) continue;
      const float bx = x + (tx - x) * 0.8f, by = y + (ty - y) * 0.86f;
      plants_.line(
          bx, by, 0.0052f, bx + (tx - x) * 0.12f, by + (ty - y) * 0.11f, 0.0048f, 0.35f,
          plants_.lit(pigment(.36f, .23f, .14f), -0.5f * scene_.front.side, 0.2f, 0.8f, 0.1f),
          Seen::reeds);
    }
  }

  // A bough that reaches in from the upper corner.
  void hang_branch() {
    for (int k = 0; k < scene_.front.count; ++k) {
      Dice die = dice("bough", k);
      const float y = 0.03f + 0.10f * static_cast<float>(k) + die.around(0, 0.03f);
      const float length = scene_.front.height * die.between(0.6f, 1.05f);
      grow_bough(from_side(-0.05f), y, length, die);
    }
  }

  void grow_bough(float x, float y, float length, Dice& die) {
    const float inward = -scene_.front.side;
    constexpr int kPieces = 22;
    float px = x, py = y;
    for (int i = 0; i < kPieces; ++i) {
      const float t = static_cast<float>(i + 1) / kPieces;
      const float nx = x + inward * length * t;
      const float ny = y + length * (0.10f * t + 0.22f * t * t) + die.around(0, 0.004f);
      plants_.line(px, py, 0.0075f * (1.08f - t), nx, ny, 0.0075f * (1.04f - t), 0.8f,
                   plants_.lit(pigment(.20f, .15f, .12f), 0, 0.4f, 0.5f, 0));
      for (int s = 0; s < 3; ++s) hang_twig(nx, ny, length * (1.1f - 0.8f * t), inward, die);
      px = nx;
      py = ny;
    }
  }

  void hang_twig(float x, float y, float room, float inward, Dice& die) {
    const float length = room * die.between(0.10f, 0.26f);
    const float tx = x + inward * length * die.between(0.15f, 0.9f);
    const float ty = y + length * die.between(-0.15f, 0.75f);
    const Rgb needles = pigment(.10f, .18f, .10f) * die.between(0.6f, 1.3f);
    plants_.line(x, y, 0.0016f, tx, ty, 0.0007f, 0.8f,
                 plants_.lit(pigment(.22f, .16f, .12f), 0, 0.3f, 0.5f, 0));
    const int count = 16;
    for (int k = 0; k < count; ++k) {
      const float t = (static_cast<float>(k) + die.unit()) / count;
      const float nx = x + (tx - x) * t, ny = y + (ty - y) * t;
      const float side = k % 2 == 0 ? 1.0f : -1.0f, reach = die.between(0.010f, 0.019f);
      const float dx = (tx - x) / length, dy = (ty - y) / length;
      plants_.line(nx, ny, 0.0011f, nx + reach * (dx * 0.75f - dy * side * 0.6f),
                   ny + reach * (dy * 0.75f + dx * side * 0.6f) + 0.002f, 0.0004f, 0.8f,
                   plants_.lit(needles * die.between(0.8f, 1.25f), 0.3f * side, 0.3f, 0.75f, 0.5f));
    }
  }

  void add_weather() {
    const Rgb bright = light_.sky * 2.2f + light_.direct * 0.05f;
    if (scene_.front.snowfall > 0) {
      fall_snow("far flake", 5200, 0.0006f, 0.0012f, 60, 0);
      fall_snow("flake", 1200, 0.0011f, 0.0022f, 5, 0.4f);
      fall_snow("near flake", 90, 0.004f, 0.0085f, 0.3f, 1);
    }
    const int drops = static_cast<int>(scene_.front.rain * 1900 * std::min(aspect_, 2.5f));
    for (int i = 0; i < drops; ++i) {
      Dice die = dice("drop", i);
      const float x = die.around(0.5f, 0.6f) * aspect_, y = die.around(0.45f, 0.6f), q = die.unit();
      const float length = 0.02f + 0.05f * q * q;
      plants_.line(x, y, 0.00022f, x + length * 0.16f * scene_.ground.side, y + length, 0.00038f,
                   0.3f, bright * 0.42f, Seen::precipitation);
    }
  }

  // Flakes of one distance all over the picture, as bright as snow in the open or a little more, or
  // they would not show before snow.
  void fall_snow(std::string_view what, int count, float small, float large, float depth,
                 float blur) {
    const float bright = luminance(light_.sky) * 1.5f +
                         luminance(light_.direct) * (0.40f * std::max(light_.sun.y, 0.0f) + 0.12f);
    const Rgb light = Rgb{0.97f, 1.0f, 1.05f} * (bright * 1.15f);
    const int flakes = static_cast<int>(scene_.front.snowfall * static_cast<float>(count) *
                                        std::min(aspect_, 2.5f));
    for (int i = 0; i < flakes; ++i) {
      Dice die = dice(what, i);
      const float x = die.unit() * aspect_, y = die.unit(), r = die.between(small, large);
      plants_.line(x, y, r, x + r * die.around(0.4f * scene_.ground.side, 0.4f),
                   y + r * die.between(0.4f, 1.1f), r, depth, light, Seen::precipitation, blur);
    }
  }

  static constexpr float kBankHeight = 0.15f;

  const Scene& scene_;
  const View& view_;
  const Terrain& terrain_;
  const SkyDome& dome_;
  const Haze& haze_;
  float aspect_;
  Plants plants_;
  NearLight light_;
};

}  // namespace easel::painter::EASEL_ISA
