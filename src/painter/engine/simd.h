#pragma once

#include "painter/engine/isa.h"

// Eight floats at a time, in the compiler's own vector language: no intrinsics, so the same source
// runs on any CPU, and every lane computes what a scalar would. Only exactly rounded operations are
// used (+ − × ÷ √ floor) and the transcendental functions below are polynomials of ours, because
// libm picks variants by CPU and would give other bytes on other machines.
namespace easel::painter::EASEL_ISA {

inline constexpr int kLanes = 8;
using Floats = float __attribute__((vector_size(32)));
using Ints = std::int32_t __attribute__((vector_size(32)));
using Words = std::uint32_t __attribute__((vector_size(32)));
using Mask = Ints;  // 0 or −1 in each lane

#define EASEL_FAST [[gnu::always_inline]] inline

EASEL_FAST Floats splat(float a) {
  return Floats{a, a, a, a, a, a, a, a};
}
EASEL_FAST Floats lane_index() {
  return Floats{0, 1, 2, 3, 4, 5, 6, 7};
}

EASEL_FAST Floats select(Mask mask, Floats yes, Floats no) {
  return mask ? yes : no;
}
EASEL_FAST Floats vmax(Floats a, Floats b) {
  return a > b ? a : b;
}
EASEL_FAST Floats vmin(Floats a, Floats b) {
  return a < b ? a : b;
}
EASEL_FAST Floats vmax(Floats a, float b) {
  return vmax(a, splat(b));
}
EASEL_FAST Floats vmin(Floats a, float b) {
  return vmin(a, splat(b));
}
EASEL_FAST Floats vabs(Floats a) {
  return (Floats)((Ints)a & 0x7fffffff);
}
EASEL_FAST Floats vsqrt(Floats a) {
  return __builtin_elementwise_sqrt(a);
}
EASEL_FAST Floats vfloor(Floats a) {
  return __builtin_elementwise_floor(a);
}
EASEL_FAST Floats clamp(Floats a, float low, float high) {
  return vmin(vmax(a, low), high);
}
EASEL_FAST Floats saturate(Floats a) {
  return clamp(a, 0.0f, 1.0f);
}
EASEL_FAST Floats mix(Floats a, Floats b, Floats t) {
  return a + (b - a) * t;
}
EASEL_FAST Floats square(Floats a) {
  return a * a;
}
EASEL_FAST Floats smooth(float low, float high, Floats x) {
  const Floats t = saturate((x - low) / (high - low));
  return t * t * (3.0f - 2.0f * t);
}

// Truncating; the lanes must hold values an int can.
EASEL_FAST Ints to_ints(Floats a) {
  return __builtin_convertvector(a, Ints);
}
EASEL_FAST Floats to_floats(Ints a) {
  return __builtin_convertvector(a, Floats);
}

EASEL_FAST bool any(Mask mask) {
  return __builtin_reduce_or(mask) != 0;
}
EASEL_FAST bool all(Mask mask) {
  return __builtin_reduce_and(mask) != 0;
}
EASEL_FAST float min_lane(Floats a) {
  float low = a[0];
  for (int i = 1; i < kLanes; ++i) low = a[i] < low ? a[i] : low;
  return low;
}

EASEL_FAST Floats load(const float* from) {
  Floats out;
  __builtin_memcpy(&out, from, sizeof out);
  return out;
}
EASEL_FAST void store(float* to, Floats a) {
  __builtin_memcpy(to, &a, sizeof a);
}
EASEL_FAST Floats gather(const float* table, Ints at) {
  return Floats{table[at[0]], table[at[1]], table[at[2]], table[at[3]],
                table[at[4]], table[at[5]], table[at[6]], table[at[7]]};
}

// 2^x, relative error 2e-7: the exponent goes in by bits, the fraction by a Taylor polynomial.
EASEL_FAST Floats vexp2(Floats x) {
  x = clamp(x, -126.0f, 126.0f);
  const Floats whole = vfloor(x + 0.5f);
  const Floats f = x - whole;
  Floats p = splat(1.54035304e-4f);
  p = p * f + 1.33335581e-3f;
  p = p * f + 9.61812911e-3f;
  p = p * f + 5.55041087e-2f;
  p = p * f + 2.40226507e-1f;
  p = p * f + 6.93147181e-1f;
  p = p * f + 1.0f;
  return p * (Floats)((to_ints(whole) + 127) << 23);
}
EASEL_FAST Floats vexp(Floats x) {
  return vexp2(x * 1.44269504f);
}

// log2 of a positive number by the series of atanh on a mantissa within √½ … √2.
EASEL_FAST Floats vlog2(Floats x) {
  const Ints bits = (Ints)x - 0x3f3504f3;
  const Ints exponent = bits >> 23;
  const Floats mantissa = (Floats)((bits & 0x7fffff) + 0x3f3504f3);
  const Floats t = (mantissa - 1.0f) / (mantissa + 1.0f);
  const Floats t2 = t * t;
  const Floats series = 1.0f + t2 * (0.333333333f + t2 * (0.2f + t2 * 0.142857143f));
  return to_floats(exponent) + t * series * 2.88539008f;
}
EASEL_FAST Floats vlog(Floats x) {
  return vlog2(x) * 0.693147181f;
}
EASEL_FAST Floats vpow(Floats x, float y) {
  return vexp2(vlog2(vmax(x, 1e-20f)) * y);
}

// sin and cos of a whole turn times x; error below 4e-6.
EASEL_FAST Floats sin_turn(Floats x) {
  x = x - vfloor(x + 0.5f);
  const Floats folded = vmin(vabs(x), 0.5f - vabs(x));
  const Floats y = folded * 6.28318531f;
  const Floats y2 = y * y;
  const Floats p =
      y * (1.0f + y2 * (-1.66666667e-1f +
                        y2 * (8.33333333e-3f + y2 * (-1.98412698e-4f + y2 * 2.75573192e-6f))));
  return select(x < 0.0f, -p, p);
}
EASEL_FAST Floats cos_turn(Floats x) {
  return sin_turn(x + 0.25f);
}

// acos, error below 7e-5 (Abramowitz and Stegun 4.4.45).
EASEL_FAST Floats vacos(Floats x) {
  const Floats a = vmin(vabs(x), 1.0f);
  const Floats p = 1.5707288f + a * (-0.2121144f + a * (0.0742610f + a * -0.0187293f));
  const Floats r = vsqrt(1.0f - a) * p;
  return select(x < 0.0f, 3.14159265f - r, r);
}

// The same functions for one number.
EASEL_FAST float exp1(float x) {
  return vexp(splat(x))[0];
}
EASEL_FAST float log1(float x) {
  return vlog(splat(x))[0];
}
EASEL_FAST float pow1(float x, float y) {
  return vpow(splat(x), y)[0];
}
EASEL_FAST float sin1(float radians) {
  return sin_turn(splat(radians * 0.159154943f))[0];
}
EASEL_FAST float cos1(float radians) {
  return cos_turn(splat(radians * 0.159154943f))[0];
}
EASEL_FAST float clamp1(float a, float low, float high) {
  return a < low ? low : a > high ? high : a;
}
EASEL_FAST float smooth1(float low, float high, float x) {
  const float t = clamp1((x - low) / (high - low), 0.0f, 1.0f);
  return t * t * (3.0f - 2.0f * t);
}
EASEL_FAST float mix1(float a, float b, float t) {
  return a + (b - a) * t;
}

}  // namespace easel::painter::EASEL_ISA
