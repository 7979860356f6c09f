#pragma once

#include "painter/engine/objects.h"

// Lays the things of a scene over its landscape: their shadows first, then themselves, hidden where
// the land is nearer. One ray for each pixel, in blocks of 4 × 2; four where a block's neighbours
// see other things.
namespace easel::painter::EASEL_ISA {

class Exhibit {
 public:
  // `alpha`: for a cut-out, gets how much of each pixel the things cover; else null.
  Exhibit(const Objects& objects, const View& view, const Terrain& terrain, Frame& frame, Job& job,
          std::vector<std::uint8_t>* alpha = nullptr)
      : objects_(objects),
        view_(view),
        terrain_(terrain),
        frame_(frame),
        job_(job),
        alpha_(alpha),
        columns_((view.width + kWide - 1) / kWide),
        bands_((view.height + kTall - 1) / kTall),
        who_(static_cast<std::size_t>(columns_) * bands_ * kLanes),
        sums_(static_cast<std::size_t>(bands_) * objects.all().size() * 2) {}

  void draw(Sightings& seen) {
    if (alpha_) alpha_->assign(static_cast<std::size_t>(view_.width) * view_.height, 0);
    job_.parallel.for_each(bands_, [&](int band) {
      if (!job_.stop.requested()) find(band);
    });
    job_.parallel.for_each(bands_, [&](int band) {
      if (!job_.stop.requested()) shadow(band);
    });
    job_.parallel.for_each(bands_, [&](int band) {
      if (!job_.stop.requested()) paint(band);
    });
    const auto things = objects_.all().size();
    const float pixels = static_cast<float>(view_.width) * static_cast<float>(view_.height);
    seen.subjects.assign(things, {});
    for (int band = 0; band < bands_; ++band) {
      for (std::size_t k = 0; k < things; ++k) {
        const float* sum = &sums_[(static_cast<std::size_t>(band) * things + k) * 2];
        seen.subjects[k].share += sum[0] / pixels;
        seen.subjects[k].whole += sum[1] / pixels;
      }
    }
  }

  // The things' faces that words can be put on: those that are turned to the viewer, within the
  // picture and in plain sight. After draw().
  std::vector<TextSurface> surfaces() {
    std::vector<TextSurface> found;
    for (std::size_t k = 0; k < objects_.all().size(); ++k) {
      const Sculpture& s = objects_.all()[k];
      if (s.model().face.on.empty() || s.subject().writing <= 0) continue;
      const auto tablet = tablet_of(s);
      if (!tablet) continue;
      int hidden = 0, looks = 0;
      look_over(*tablet, [&](int x, int y) {
        ++looks;
        const bool within = x >= 0 && y >= 0 && x < view_.width && y < view_.height;
        hidden += !within || block(x / kWide, y / kTall)[y % kTall * kWide + x % kWide] !=
                                 static_cast<std::int16_t>(k);
      });
      if (hidden * 50 <= looks) found.push_back({s.model().face.on, *tablet});
    }
    return found;
  }

  // Calls look(x, y) for pixels spread over a face.
  template <class Look>
  static void look_over(const imaging::Tablet& tablet, Look look) {
    constexpr int kAcross = 36, kDown = 14;
    const auto place = imaging::to_quad(kAcross, kDown, tablet.quad);
    for (int y = 0; place && y < kDown; ++y) {
      for (int x = 0; x < kAcross; ++x) {
        const auto p = (*place)({static_cast<double>(x), static_cast<double>(y)});
        if (p)
          look(static_cast<int>(std::floor(p->x + 0.5)), static_cast<int>(std::floor(p->y + 0.5)));
      }
    }
  }

 private:
  static constexpr int kWide = 4, kTall = 2;

  // Where a face is seen, and how the light falls across it.
  std::optional<imaging::Tablet> tablet_of(const Sculpture& s) const {
    const Face& face = s.model().face;
    imaging::Tablet tablet;
    const Point ends[4] = {face.corner, face.corner + face.right,
                           face.corner + face.right + face.down, face.corner + face.down};
    for (std::size_t i = 0; i < 4; ++i) {
      const Vec p = s.place(ends[i]);
      if (p.z < 0.2f) return {};
      tablet.quad[i] = {view_.x_of(p.x / p.z) - 0.5f,
                        view_.y_of((p.y - terrain_.eye()) / p.z) - 0.5f};
    }
    const auto& q = tablet.quad;
    const double turned =
        (q[1].x - q[0].x) * (q[3].y - q[0].y) - (q[1].y - q[0].y) * (q[3].x - q[0].x);
    if (turned <= 0) return {};  // its back is seen
    const auto size = [](Point p) { return std::sqrt(p.x * p.x + p.y * p.y + p.z * p.z); };
    tablet.aspect = size(face.right) / size(face.down);
    tablet.manner = face.stone ? imaging::Manner::carved : imaging::Manner::painted;
    const Vec right = s.outward(Vec{face.right.x, face.right.y, face.right.z}),
              down = s.outward(Vec{face.down.x, face.down.y, face.down.z}),
              sun = objects_.lights().sun;
    const Vec ahead = s.outward(Vec{0, 0, 1});
    // The sky's own light comes from above.
    if (dot(ahead, sun) > 0)
      tablet.light = {dot(right, sun) / size(face.right), dot(down, sun) / size(face.down) - 0.25};
    return tablet;
  }

  // Where a block's eight pixels look, `dx`, `dy` within each.
  Floats u_of(int column, float dx) const {
    const Floats x{0, 1, 2, 3, 0, 1, 2, 3};
    return view_.u(x + (static_cast<float>(column * kWide) + dx));
  }
  Floats v_of(int band, float dy) const {
    const Floats y{0, 0, 0, 0, 1, 1, 1, 1};
    return (view_.horizon - (y + (static_cast<float>(band * kTall) + dy))) * view_.pixel;
  }
  std::int16_t* block(int column, int band) {
    return &who_[(static_cast<std::size_t>(band) * columns_ + column) * kLanes];
  }

  bool inside(int column, int band, int lane) const {
    return column * kWide + lane % kWide < view_.width &&
           band * kTall + lane / kWide < view_.height;
  }
  std::size_t pixel(int column, int band, int lane) const {
    return frame_.at(std::min(column * kWide + lane % kWide, view_.width - 1),
                     std::min(band * kTall + lane / kWide, view_.height - 1));
  }
  Floats depths(int column, int band) const {
    Floats z;
    for (int i = 0; i < kLanes; ++i) z[i] = frame_.depth[pixel(column, band, i)];
    return z;
  }

  void find(int band) {
    float* sums = sums_.data() + static_cast<std::size_t>(band) * objects_.all().size() * 2;
    for (int column = 0; column < columns_; ++column) {
      const Sight sight = objects_.look(u_of(column, kFirst[0]), v_of(band, kFirst[1]),
                                        terrain_.eye(), view_.pixel);
      const Floats land = depths(column, band);
      for (int i = 0; i < kLanes; ++i) {
        const int which = sight.which[i];
        const bool hidden = !(sight.z[i] < land[i]);
        block(column, band)[i] = static_cast<std::int16_t>(hidden ? -1 : which);
        if (which >= 0 && inside(column, band, i)) sums[2 * which + 1] += 1;
      }
    }
  }

  void shadow(int band) {
    const float share = objects_.sun_share(), level = 0.05f + objects_.swell().highest();
    for (int column = 0; column < columns_; ++column) {
      const Floats z = depths(column, band);
      const Mask land = z < 3000.0f;
      if (!any(land)) continue;
      const Floats u = u_of(column, 0.5f), v = v_of(band, 0.5f);
      const Floats near = select(land, z, splat(1));
      const Vecs p{u * near, terrain_.eye() + v * near, near};
      Floats sun, sky;
      objects_.dim(p, land, sun, sky);
      if (all(sun > 0.995f) && all(sky > 0.995f)) continue;
      const Mask wet = terrain_.has_water() ? p.y < level : land & ~land;
      Floats left = sun * share + sky * (1 - share);
      left = select(wet, 1.0f - (1.0f - left) * 0.5f, left);
      const Floats foam = select(wet, objects_.foam(p, sky), splat(0));
      for (int i = 0; i < kLanes; ++i) {
        if (!land[i] || !inside(column, band, i)) continue;
        const std::size_t at = pixel(column, band, i);
        // A shadow is bluer than what lies in the sun.
        const float gone = 1 - left[i];
        frame_.planes[0][at] *= 1 - gone;
        frame_.planes[1][at] *= 1 - gone * 0.97f;
        frame_.planes[2][at] *= 1 - gone * 0.92f;
        if (foam[i] > 0) whiten(at, foam[i]);
      }
    }
  }

  void whiten(std::size_t at, float share) {
    const Rgb white = objects_.foam_light();
    frame_.planes[0][at] += (white.r - frame_.planes[0][at]) * share;
    frame_.planes[1][at] += (white.g - frame_.planes[1][at]) * share;
    frame_.planes[2][at] += (white.b - frame_.planes[2][at]) * share;
  }

  bool uneven(int column, int band) {
    const int one = block(column, band)[0];
    const int left = std::max(column - 1, 0), right = std::min(column + 1, columns_ - 1);
    for (int b = std::max(band - 1, 0); b <= std::min(band + 1, bands_ - 1); ++b) {
      for (int c = left; c <= right; ++c) {
        for (int i = 0; i < kLanes; ++i) {
          if (block(c, b)[i] != one) return true;
        }
      }
    }
    return false;
  }

  void paint(int band) {
    for (int column = 0; column < columns_; ++column) {
      const bool edge = uneven(column, band);
      if (!edge && block(column, band)[0] < 0) continue;
      paint(column, band, edge ? 4 : 1);
    }
  }

  void paint(int column, int band, int samples) {
    float* sums = sums_.data() + static_cast<std::size_t>(band) * objects_.all().size() * 2;
    const Floats land = depths(column, band);
    Rgbs light = splat(Rgb{});
    Floats cover = splat(0), nearest = land;
    for (int k = 0; k < samples; ++k) {
      const Floats u = u_of(column, kSamples[k][0]), v = v_of(band, kSamples[k][1]);
      Sight sight = objects_.look(u, v, terrain_.eye(), view_.pixel);
      const Mask seen = sight.z < land;
      sight.which = seen ? sight.which : Ints{} - 1;
      if (!any(seen)) continue;
      Floats veiled;
      const Rgbs shade = objects_.shade(sight, u, v, terrain_.eye(), veiled);
      const float part = 1.0f / static_cast<float>(samples);
      light = light + select(seen, held(shade), splat(Rgb{})) * part;
      cover += select(seen, splat(part), splat(0));
      nearest = vmin(nearest, select(seen, sight.z, land));
      for (int i = 0; i < kLanes; ++i) {
        if (seen[i] && inside(column, band, i)) {
          sums[2 * sight.which[i]] += part * (1 - veiled[i]);
        }
      }
    }
    for (int i = 0; i < kLanes; ++i) {
      if (cover[i] <= 0 || !inside(column, band, i)) continue;
      const std::size_t at = pixel(column, band, i);
      const float left = 1 - cover[i];
      if (alpha_) {
        cut_out(column, band, i, cover[i], lane(light, i));
        continue;
      }
      frame_.planes[0][at] = frame_.planes[0][at] * left + light.r[i];
      frame_.planes[1][at] = frame_.planes[1][at] * left + light.g[i];
      frame_.planes[2][at] = frame_.planes[2][at] * left + light.b[i];
      if (cover[i] > 0.4f) frame_.depth[at] = nearest[i];
    }
  }

  // Its edges keep the thing's own colour: nothing of the land shines through them.
  void cut_out(int column, int band, int lane_at, float cover, Rgb light) {
    const int x = column * kWide + lane_at % kWide, y = band * kTall + lane_at / kWide;
    (*alpha_)[static_cast<std::size_t>(y) * view_.width + x] =
        static_cast<std::uint8_t>(std::min(1.0f, cover) * 255 + 0.5f);
    const std::size_t at = frame_.at(x, y);
    frame_.planes[0][at] = light.r / cover;
    frame_.planes[1][at] = light.g / cover;
    frame_.planes[2][at] = light.b / cover;
  }

  // Single glints must not outshine the picture.
  static Rgbs held(Rgbs c) { return {vmin(c.r, 60.0f), vmin(c.g, 60.0f), vmin(c.b, 60.0f)}; }

  static constexpr float kFirst[2] = {0.375f, 0.625f};
  static constexpr float kSamples[4][2] = {
      {0.375f, 0.625f}, {0.875f, 0.375f}, {0.125f, 0.125f}, {0.625f, 0.875f}};

  const Objects& objects_;
  const View& view_;
  const Terrain& terrain_;
  Frame& frame_;
  Job& job_;
  std::vector<std::uint8_t>* alpha_;
  int columns_, bands_;
  std::vector<std::int16_t> who_;  // the subject of each pixel, block by block
  std::vector<float> sums_;        // for each band and subject: pixels in sight, and pixels in all
};

}  // namespace easel::painter::EASEL_ISA
