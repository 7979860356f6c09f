#pragma once

#include "painter/engine/simd.h"

// Lattice noise from integer hashes: the same everywhere, at any scale, without tables.
namespace easel::painter::EASEL_ISA {

// Two rounds of multiply and shift (constants of "lowbias32", C. Wellons, 2018).
EASEL_FAST Words scramble(Words h) {
  h ^= h >> 15;
  h *= 0x7feb352du;
  h ^= h >> 14;
  h *= 0x846ca68bu;
  return h;
}
EASEL_FAST Words hash(Ints x, Ints y, std::uint32_t seed) {
  return scramble(((Words)x * 0x8da6b343u) ^ ((Words)y * 0xd8163841u) ^ seed);
}
EASEL_FAST Words hash(Ints x, Ints y, Ints z, std::uint32_t seed) {
  return scramble(((Words)x * 0x8da6b343u) ^ ((Words)y * 0xd8163841u) ^ ((Words)z * 0xcb1ab31fu) ^
                  seed);
}
EASEL_FAST Words rehash(Words h, std::uint32_t which) {
  return h * (0x9e3779b1u + which * 2u);
}
EASEL_FAST Floats unit(Words h) {
  return (Floats)((h >> 9) | 0x3f800000u) - 1.0f;
}  // 0 … 1
EASEL_FAST Floats signed_unit(Words h) {
  return (Floats)((h >> 9) | 0x40000000u) - 3.0f;
}  // −1 … 1

EASEL_FAST Floats fade(Floats t) {
  return t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f);
}
EASEL_FAST Floats fade_slope(Floats t) {
  return 30.0f * t * t * (t * (t - 2.0f) + 1.0f);
}

// A value and its two derivatives.
struct Sloped {
  Floats value, dx, dy;
};

// Value noise in −1 … 1 with analytic derivatives (after I. Quilez, "more noise").
inline Sloped value_noise_sloped(Floats x, Floats y, std::uint32_t seed) {
  const Floats cx = vfloor(x), cy = vfloor(y);
  const Ints ix = to_ints(cx), iy = to_ints(cy);
  x -= cx;
  y -= cy;
  const Floats u = fade(x), v = fade(y);
  const Floats a = signed_unit(hash(ix, iy, seed)), b = signed_unit(hash(ix + 1, iy, seed));
  const Floats c = signed_unit(hash(ix, iy + 1, seed)), d = signed_unit(hash(ix + 1, iy + 1, seed));
  const Floats across = b - a, down = c - a, twist = a - b - c + d;
  return {a + across * u + down * v + twist * u * v, fade_slope(x) * (across + twist * v),
          fade_slope(y) * (down + twist * u)};
}

// Value noise in −1 … 1.
inline Floats value_noise(Floats x, Floats y, std::uint32_t seed) {
  const Floats cx = vfloor(x), cy = vfloor(y);
  const Ints ix = to_ints(cx), iy = to_ints(cy);
  x -= cx;
  y -= cy;
  const Floats u = x * x * (3.0f - 2.0f * x), v = y * y * (3.0f - 2.0f * y);
  const Floats a = signed_unit(hash(ix, iy, seed)), b = signed_unit(hash(ix + 1, iy, seed));
  const Floats c = signed_unit(hash(ix, iy + 1, seed)), d = signed_unit(hash(ix + 1, iy + 1, seed));
  return mix(mix(a, b, u), mix(c, d, u), v);
}

// Value noise in 0 … 1 in space.
inline Floats value_noise(Floats x, Floats y, Floats z, std::uint32_t seed) {
  const Floats cx = vfloor(x), cy = vfloor(y), cz = vfloor(z);
  const Ints ix = to_ints(cx), iy = to_ints(cy), iz = to_ints(cz);
  x -= cx;
  y -= cy;
  z -= cz;
  const Floats u = x * x * (3.0f - 2.0f * x), v = y * y * (3.0f - 2.0f * y);
  const Floats w = z * z * (3.0f - 2.0f * z);
  Floats layer[2];
  for (int k = 0; k < 2; ++k) {
    const Floats a = unit(hash(ix, iy, iz + k, seed)), b = unit(hash(ix + 1, iy, iz + k, seed));
    const Floats c = unit(hash(ix, iy + 1, iz + k, seed));
    const Floats d = unit(hash(ix + 1, iy + 1, iz + k, seed));
    layer[k] = mix(mix(a, b, u), mix(c, d, u), v);
  }
  return mix(layer[0], layer[1], w);
}

EASEL_FAST Floats slope_dot(Words h, Floats x, Floats y) {
  return signed_unit(h) * x + signed_unit(rehash(h, 0)) * y;
}

// Gradient noise, about −1 … 1 (Perlin, "Improving noise", 2002, with hashed gradients).
inline Floats gradient_noise(Floats x, Floats y, std::uint32_t seed) {
  const Floats cx = vfloor(x), cy = vfloor(y);
  const Ints ix = to_ints(cx), iy = to_ints(cy);
  x -= cx;
  y -= cy;
  const Floats u = fade(x), v = fade(y);
  const Floats a = slope_dot(hash(ix, iy, seed), x, y);
  const Floats b = slope_dot(hash(ix + 1, iy, seed), x - 1.0f, y);
  const Floats c = slope_dot(hash(ix, iy + 1, seed), x, y - 1.0f);
  const Floats d = slope_dot(hash(ix + 1, iy + 1, seed), x - 1.0f, y - 1.0f);
  return 1.4f * mix(mix(a, b, u), mix(c, d, u), v);
}

// A sum of octaves of gradient noise from `wavelength` down, each 0.47 as long and `gain` as high.
// Octaves shorter than `detail` allows are left out: they would only alias.
struct Octaves {
  float wavelength;
  int count;
  float gain;
};
inline Floats layered_noise(Floats x, Floats z, Octaves octaves, float detail, std::uint32_t seed) {
  Floats sum = splat(0);
  float height = 1, wavelength = octaves.wavelength;
  for (int k = 0; k < octaves.count && wavelength >= detail * 1.6f; ++k) {
    const float f = 1.0f / wavelength;
    sum += height * gradient_noise(x * f + k * 3.7f, z * f + k * 1.3f, seed + k * 31u);
    wavelength *= 0.47f;
    height *= octaves.gain;
  }
  return sum;
}

// One jittered point in each of the nine cells around (x, z): `visit(dx, dz, hash)` gets the vector
// from the point, in cells. `spread` is how far points stray within their cell.
template <class Visit>
EASEL_FAST void visit_cells(Floats x, Floats z, float spread, std::uint32_t seed, Visit visit) {
  const Floats cx = vfloor(x), cz = vfloor(z);
  const Ints ix = to_ints(cx), iz = to_ints(cz);
  const Floats fx = x - cx, fz = z - cz;
  const float margin = 0.5f - 0.5f * spread;
  for (int j = -1; j <= 1; ++j) {
    for (int i = -1; i <= 1; ++i) {
      const Words h = hash(ix + i, iz + j, seed);
      visit(fx - static_cast<float>(i) - margin - spread * unit(h),
            fz - static_cast<float>(j) - margin - spread * unit(rehash(h, 0)), rehash(h, 7));
    }
  }
}

// A dither in 0 … 1 that spreads its values evenly over neighbours (Jimenez, "Next generation post
// processing in Call of Duty", 2014: interleaved gradient noise).
EASEL_FAST Floats interleaved_noise(Floats x, float y) {
  Floats n = 0.06711056f * x + 0.00583715f * y;
  n = 52.9829189f * (n - vfloor(n));
  return n - vfloor(n);
}

}  // namespace easel::painter::EASEL_ISA
