#pragma once

#include <cstdint>
#include <string_view>

// Random numbers keyed by what they decide, so that one more decision elsewhere, another size or
// another order of drawing changes nothing here.
namespace easel::painter {

class Dice {
 public:
  Dice(std::uint64_t seed, std::string_view what) : state_(seed * 0x9e3779b97f4a7c15u) {
    for (const char c : what) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    word();
  }
  Dice(std::uint64_t seed, std::string_view what, std::uint64_t which) : Dice(seed, what) {
    state_ += which * 0xd1342543de82ef95u;
    word();
  }

  // splitmix64 (Steele, Lea, Flood, 2014)
  std::uint64_t word() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  float unit() { return static_cast<float>(word() >> 40) * 0x1p-24f; }  // 0 … 1
  float between(float low, float high) { return low + (high - low) * unit(); }
  float around(float middle, float spread) { return middle + spread * (2 * unit() - 1); }
  float sign() { return unit() < 0.5f ? -1.0f : 1.0f; }
  bool chance(float share) { return unit() < share; }
  int below(int count) { return static_cast<int>(word() % static_cast<std::uint64_t>(count)); }

 private:
  std::uint64_t state_;
};

}  // namespace easel::painter
