#pragma once

#include "painter/engine/shore.h"

// Mountains: ridged noise damped by its own slope (I. Quilez, "more noise"), then gullies cut along
// that slope: stripes in jittered cells, each octave feeding its slope to the next. The idea is
// C. John's "Eroded terrain noise" (2018) and R. S. Johansen's "Fast and gorgeous erosion filter"
// (2026): the look of erosion with no simulation, so any point can be had alone, at any scale.
namespace easel::painter::EASEL_ISA {

// A height with its slope.
struct Relief {
  Floats height, dx, dz;
};

class Alpine final : public LandForm {
 public:
  using LandForm::LandForm;

  float highest() const override { return 2750 * std::max(1.0f, g_.relief) + g_.peak; }

  Floats height(Floats x, Floats z, float detail, Floats& canopy) const override {
    const Floats shore = shore_distance(g_, seed_, x, z);
    // Mountains are dear, and nothing shows of them on a meadow's near half.
    const Floats wild = g_.meadow > 0 ? wilderness(x, z) : splat(1);
    Relief relief{splat(0), splat(0), splat(0)};
    if (any(wild > 0.0f)) relief = mountains(x, z, shore, detail);
    Floats h = relief.height;
    if (g_.meadow > 0) h = lay_meadow(x, z, detail, h, wild);
    h += vmin(vmax(shore * (g_.water == Water::river ? 0.16f : 0.055f), -30.0f),
              g_.water == Water::river ? 9.0f : 26.0f);
    return h + trees(x, z, h, relief, detail, canopy);
  }

 private:
  Relief mountains(Floats x, Floats z, Floats shore, float detail) const {
    const Floats open = smooth(-30.0f, 900.0f, shore);  // 0 at the water, 1 well inland
    Relief relief = g_.ranges ? parallel_ranges(x, z) : massif(x, z, shore, open, detail);
    if (g_.peak > 0) raise_peak(x, z, relief);
    cut_gullies(x, z, open, detail, relief);
    roughen(x, z, open, detail, relief);
    return relief;
  }

  // Ridged noise over 5.2 km and six octaves below, with its derivatives.
  Relief ridges(Floats x, Floats z, int octaves) const {
    constexpr float kWavelength = 5200;
    Relief sum{splat(0), splat(0), splat(0)};
    x += 131.0f * static_cast<float>(seed_ % 97);
    z += 57.0f * static_cast<float>(seed_ % 89);
    float height = 1, f = 1 / kWavelength;
    float xx = 1, xz = 0, zx = 0, zz = 1;  // each octave is turned against the last
    for (int k = 0; k < octaves; ++k) {
      const Sloped n =
          value_noise_sloped((x * xx + z * xz) * f, (x * zx + z * zz) * f, seed_ + k * 101u);
      Floats value = n.value * 0.5f, slope = splat(0.5f);
      if (k < 4) {
        const Floats edge = vsqrt(n.value * n.value + 0.004f);
        value = 0.72f - 1.25f * edge;
        slope = -1.25f * n.value / edge;
      }
      const Floats damp = height / (1.0f + (0.066f * kWavelength * kWavelength) *
                                               (sum.dx * sum.dx + sum.dz * sum.dz));
      sum.height += value * damp;
      sum.dx += (n.dx * xx + n.dy * zx) * slope * damp * f;
      sum.dz += (n.dx * xz + n.dy * zz) * slope * damp * f;
      height *= 0.46f;
      f *= 2.03f;
      const float a = xx * 0.8f + xz * 0.6f, b = xz * 0.8f - xx * 0.6f;
      const float c = zx * 0.8f + zz * 0.6f, d = zz * 0.8f - zx * 0.6f;
      xx = a, xz = b, zx = c, zz = d;
    }
    return sum;
  }

  // The body of the mountains: low along the valley, higher to the sides and far away.
  Relief massif(Floats x, Floats z, Floats shore, Floats open, float detail) const {
    const Floats wx = gradient_noise(x * (1 / 2600.0f), z * (1 / 2600.0f), seed_ + 21) * 420.0f;
    const Floats wz = gradient_noise(x * (1 / 2600.0f) + 17.3f, z * (1 / 2600.0f), seed_ + 22);
    const Relief r = ridges(x + wx, z + wz * 420.0f, detail > 200 ? 4 : detail > 60 ? 6 : 7);
    const Floats beside = vabs(x - g_.valley * z) * 0.001f - z * 0.00009f;
    const Floats walls = smooth(0.1f, 2.6f, beside);
    const Floats far = smooth(3000.0f, 11000.0f, z);
    Floats scale = (mix(splat(330), splat(1900), walls) + far * 700.0f) * g_.relief;
    scale *= smooth(0.0f, 2400.0f, shore) * 0.82f + 0.18f;
    const Floats rise = r.height * 0.62f + 0.42f;
    return {scale * vmax(rise, rise * 0.25f) * open, r.dx * 0.62f * scale, r.dz * 0.62f * scale};
  }

  // Range behind range across the view, each a little higher than the last, for a viewer above the
  // first ones.
  Relief parallel_ranges(Floats x, Floats z) const {
    const Relief r = ridges(x, z, 6);
    // Ranges stand farther apart with distance, and their summits too, or they would end in spikes.
    const Floats apart = 1.0f + vmax(z, 0.0f) * (1 / 3000.0f);
    const Floats px = x / apart;
    const Floats bend = gradient_noise(px * (1 / 1500.0f), vlog(apart) * 0.9f, seed_ + 27) * 0.55f +
                        gradient_noise(px * (1 / 520.0f), vlog(apart) * 2.3f, seed_ + 28) * 0.16f;
    const Floats t = vlog(apart) * 3.3f + px * (g_.valley / 900) + bend + 0.35f;
    const Floats range = vfloor(t), across = 2.0f * (t - range) - 1.0f;
    const Floats side = select(across > 0.0f, splat(1), splat(-1));
    const Floats flank = 1.0f - vabs(across);
    const Floats uneven =
        gradient_noise(px * (1 / 760.0f), range * 7.3f + 0.5f, seed_ + 29) * 0.46f +
        gradient_noise(px * (1 / 270.0f), range * 5.1f + 0.5f, seed_ + 30) * 0.15f;
    // Close below the viewer the land stays low: a flank seen along itself has no detail to show.
    const Floats near = smooth(500.0f, 2400.0f, z);
    const Floats crest = (150.0f + 0.078f * z) * (0.95f + uneven) * g_.relief * near;
    const Floats h = crest * flank * (0.45f + 0.55f * flank) + (r.height + 0.5f) * 70.0f;
    const Floats steep = crest * (0.45f + 1.1f * flank) / apart * (2 * 3.3f / 3000);
    return {h + 20.0f, r.dx * 90.0f, r.dz * 90.0f - side * steep};
  }

  // One dominant four-sided horn.
  void raise_peak(Floats x, Floats z, Relief& relief) const {
    const Floats dx = x - g_.peak_x, dz = z - g_.peak_z;
    const Floats warp = layered_noise(x, z, {2100, 3, 0.5f}, 0, seed_ + 26) * 210.0f;
    const Floats r = vsqrt(dx * dx + dz * dz + 1.0f);
    const Floats edge = vmax(vabs(dx * 0.88f + dz * 0.47f), vabs(dz * 0.88f - dx * 0.47f));
    const float reach = 2.1f * g_.peak;
    const Floats k = saturate(1.0f - (0.55f * edge + 0.45f * r + warp) * (1 / reach));
    const Floats steep = 1.2f * g_.peak / reach * smooth(0.0f, 0.2f, k);
    relief.height =
        relief.height * (1.0f - 0.8f * smooth(0.0f, 0.7f, k)) + g_.peak * k * (0.55f + 0.45f * k);
    relief.dx -= dx / r * steep;
    relief.dz -= dz / r * steep;
  }

  // Stripes down the slope: `side` is the unit vector across it, in cells. Returns height −1 … 1.
  static Sloped stripes(Floats x, Floats z, Floats side_x, Floats side_z, std::uint32_t seed) {
    Floats c = splat(0), s = splat(0), weight = splat(1e-6f);
    visit_cells(x, z, 0.4f, seed, [&](Floats dx, Floats dz, Words) {
      Floats w = vmax(1.0f - (dx * dx + dz * dz) * (1 / 1.69f), 0.0f);
      w = w * w * w;
      const Floats phase = dx * side_x + dz * side_z;
      c += w * cos_turn(phase);
      s += w * sin_turn(phase);
      weight += w;
    });
    c /= weight;
    s /= weight;
    const Floats whole = 1.0f / vsqrt(vmax(c * c + s * s, 0.09f));
    return {c * whole, s * whole * side_x * -6.2831853f, s * whole * side_z * -6.2831853f};
  }

  void cut_gullies(Floats x, Floats z, Floats open, float detail, Relief& relief) const {
    float wavelength = 1250;
    for (int k = 0; k < 6 && wavelength >= detail * 2; ++k, wavelength *= 0.47f) {
      const float f = 1 / wavelength;
      const Floats steep = vsqrt(relief.dx * relief.dx + relief.dz * relief.dz + 1e-6f);
      const Floats depth = square(saturate(steep * 1.6f)) * open *
                           smooth(20.0f, 260.0f, relief.height) * (0.105f * wavelength);
      // Most of a valley's floor is too gentle to be cut, and this is the dearest part of the land.
      if (!any(depth > 0.12f)) continue;
      const Sloped cut =
          stripes(x * f + k * 7.7f, z * f, -relief.dz / steep, relief.dx / steep, seed_ + 300u + k);
      relief.height += (cut.value - 0.25f) * depth;
      relief.dx += cut.dx * depth * (f * 0.8f);
      relief.dz += cut.dy * depth * (f * 0.8f);
    }
  }

  void roughen(Floats x, Floats z, Floats open, float detail, Relief& relief) const {
    const Floats steep = vsqrt(relief.dx * relief.dx + relief.dz * relief.dz);
    const Floats rough = (saturate(steep * 1.2f) * 0.8f + 0.2f) * open;
    float wavelength = 52, height = 6.5f;
    for (int k = 0; k < 6 && wavelength >= detail * 1.5f; ++k) {
      const float f = 1 / wavelength;
      const Floats n = gradient_noise(x * f, z * f + k * 3.1f, seed_ + 400u + k);
      relief.height += (0.5f - vabs(n) * 1.6f) * rough * height;
      wavelength *= 0.47f;
      height *= 0.5f;
    }
  }

  // 0 on the near half of a meadow, 1 where the mountains have all the ground.
  Floats wilderness(Floats x, Floats z) const {
    return smooth(0.45f * g_.meadow, 1.7f * g_.meadow, vsqrt(x * x * 0.35f + z * z));
  }

  // Gentle ground from the viewer's feet to where the mountains begin.
  Floats lay_meadow(Floats x, Floats z, float detail, Floats mountain, Floats wild) const {
    const Floats swell = gradient_noise(x * (1 / 640.0f), z * (1 / 520.0f), seed_ + 45) * 26.0f +
                         gradient_noise(x * (1 / 210.0f), z * (1 / 170.0f), seed_ + 46) * 7.0f +
                         gradient_noise(x * (1 / 55.0f), z * (1 / 55.0f), seed_ + 47) * 0.9f;
    const Floats tufts = layered_noise(x, z, {7, 4, 0.5f}, detail, seed_ + 48) * 0.12f;
    return mix(swell + tufts + g_.tilt * vmin(z, g_.meadow) + 60.0f, mountain + 40.0f, wild);
  }

  // A forest: a cone per cell where altitude, slope and clearings allow; from far away a raised
  // canopy. `canopy` tells how dense it is.
  Floats trees(Floats x, Floats z, Floats h, const Relief& relief, float detail,
               Floats& canopy) const {
    const Floats steep2 = relief.dx * relief.dx + relief.dz * relief.dz;
    const Floats line = g_.tree_line +
                        gradient_noise(x * (1 / 700.0f), z * (1 / 700.0f), seed_ + 31) * 210.0f +
                        gradient_noise(x * (1 / 160.0f), z * (1 / 160.0f), seed_ + 32) * 70.0f;
    const Floats clearing = gradient_noise(x * (1 / 420.0f), z * (1 / 420.0f), seed_ + 33) +
                            gradient_noise(x * (1 / 95.0f), z * (1 / 95.0f), seed_ + 34) * 0.55f;
    canopy = smooth(0.0f, 1.0f, (line - h) * (1 / 150.0f)) * smooth(1.5f, 3.0f, h) *
             saturate(2.1f - steep2 * 1.7f) * smooth(-0.42f, -0.16f, clearing);
    if (g_.meadow > 0) canopy *= smooth(0.8f * g_.meadow, 1.25f * g_.meadow, z);
    if (!any(canopy > 0.02f)) return splat(0);
    if (detail >= 7) return canopy * 9.0f;
    constexpr float kCell = 8.5f;
    Floats tallest = splat(0);
    visit_cells(x * (1 / kCell), z * (1 / kCell), 0.7f, seed_ + 35,
                [&](Floats dx, Floats dz, Words h) {
                  const Floats r = unit(h);
                  const Floats cone =
                      (11.0f + 15.0f * r * r) * vmax(1.0f - vsqrt(dx * dx + dz * dz) * 1.55f, 0.0f);
                  const Floats grows = r * 0.6f + unit(rehash(h, 3)) * 0.4f;
                  tallest = vmax(tallest, select(grows < canopy + 0.05f, cone, splat(0)));
                });
    // What stands is a tree, wherever the forest thins out.
    canopy = select(tallest > 0.7f, splat(1), canopy * 0.75f);
    if (detail < 2.5f) {
      // Boughs: ragged near by, smooth cones only from afar.
      const Floats boughs = gradient_noise(x * 0.52f, z * 0.52f, seed_ + 36) +
                            0.7f * gradient_noise(x * 1.25f, z * 1.25f, seed_ + 37);
      tallest = vmax(tallest + boughs * (0.9f * (2.5f - detail)) * saturate(tallest * 0.2f), 0.0f);
    }
    return tallest;
  }
};

}  // namespace easel::painter::EASEL_ISA
